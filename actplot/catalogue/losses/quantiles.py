"""Losses of the residual that aim at quantiles or ignore small residuals, as support vector regression does."""

import numpy as np

from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import ZERO, Asymptote, Interval, Line, param
from ..kinds.losses import ResidualLoss
from ..registry import register

_FREE = (
    ("With tau = 0 too low predictions cost nothing.", lambda self: self.tau == 0),
    ("With tau = 1 too high predictions cost nothing.", lambda self: self.tau == 1),
)


@register
class Quantile(ResidualLoss):
    """Charges too low predictions tau and too high ones 1 − tau per unit, so that the tau-quantile is cheapest."""

    tau: float = param(0.5, "the quantile that is aimed at", symbol="τ", at_least=0, at_most=1, aliases=("quantile",))

    name = "quantile"
    display = "quantile loss"
    aliases = ("pinball", "quantile_loss", "pinball_loss", "QuantileLoss", "check_loss")
    formula = "where(x > 0, (1 - tau)*x, -tau*x)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, (1 - tau)*x, -tau*x))"),
            Line("piece by piece", "where(x > 0, (1 - tau)*D(x), -tau*D(x))"),
            Line("derivative of r", "where(x > 0, 1 - tau, -tau)"),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = −tau, the slope from the left."
    note = "The conditional tau-quantile minimises it; tau = 1/2 gives the median and half of mae."
    strengths = ("Predicts quantiles, hence intervals, without assuming a distribution.",)
    weaknesses = Sentences("Not differentiable at 0.", "Quantiles fitted one by one may cross.", *_FREE)
    sources = ("Koenker and Bassett 1978, Regression quantiles, doi:10.2307/1913643",)
    equivalents = {
        "PyTorch": "torch.where(r > 0, (1 - {tau}) * r, -{tau} * r)",
        "TensorFlow": "tf.where(r > 0, (1 - {tau}) * r, -{tau} * r)",
        "JAX": "jax.numpy.where(r > 0, (1 - {tau}) * r, -{tau} * r)",
    }
    equivalents_of_defaults = {"PyTorch": "r.abs() / 2", "TensorFlow": "tf.abs(r) / 2", "JAX": "abs(r) / 2"}
    bounds = Interval(0, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(-self.tau, 0), Asymptote(1 - self.tau, 0))

    def value(self, x):
        return either(x > 0, (1 - self.tau) * x, -self.tau * x)

    def derivative(self, x):
        return either(x > 0, 1 - self.tau, -self.tau)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Expectile(ResidualLoss):
    """The squared error with a weight of tau on too low predictions and of 1 − tau on too high ones."""

    tau: float = param(0.5, "the expectile that is aimed at", symbol="τ", at_least=0, at_most=1)

    name = "expectile"
    display = "expectile loss"
    aliases = ("expectile_loss", "ExpectileLoss", "asymmetric_least_squares", "asymmetric_squared_error")
    formula = "where(x > 0, (1 - tau)*x^2, tau*x^2)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, (1 - tau)*x^2, tau*x^2))"),
            Line("piece by piece", "where(x > 0, (1 - tau)*D(x^2), tau*D(x^2))"),
            Line("power rule", "where(x > 0, 2*(1 - tau)*x, 2*tau*x)"),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(0) = 0 from both sides; unless tau is 1/2, f″ jumps at 0, and f″(0) = 0."
    note = "The conditional tau-expectile minimises it; tau = 1/2 gives the mean and half of mse."
    strengths = ("Convex like the quantile loss, and differentiable everywhere, which that one is not.",)
    weaknesses = Sentences(
        "An outlier counts with its square.", "An expectile is harder to interpret than a quantile.", *_FREE
    )
    sources = ("Newey and Powell 1987, Asymmetric least squares estimation and testing, doi:10.2307/1911031",)
    equivalents = {
        "PyTorch": "torch.where(r > 0, (1 - {tau}) * r**2, {tau} * r**2)",
        "TensorFlow": "tf.where(r > 0, (1 - {tau}) * r**2, {tau} * r**2)",
        "JAX": "jax.numpy.where(r > 0, (1 - {tau}) * r**2, {tau} * r**2)",
    }
    equivalents_of_defaults = {"PyTorch": "r**2 / 2", "TensorFlow": "r**2 / 2", "JAX": "r**2 / 2"}

    @property
    def breaks(self):
        return () if self.tau == 0.5 else (0.0,)

    @property
    def asymptotes(self):
        return (ZERO if self.tau == 0 else None, ZERO if self.tau == 1 else None)

    def _weight(self, x):
        return either(x > 0, 1 - self.tau, self.tau)

    def value(self, x):
        return self._weight(x) * x * x

    def derivative(self, x):
        return 2 * self._weight(x) * x

    def second_derivative(self, x):
        return either((x == 0) & (self.tau != 0.5), 0.0, 2 * self._weight(x))


class _Insensitive(ResidualLoss):
    """What two losses share that cost nothing up to epsilon."""

    bounds = Interval(0, ends="[)")
    breaks_of_zero = (0.0,)  # the breaks where epsilon is 0
    epsilon: float

    @property
    def interval(self):
        reach = 10 * self.epsilon or 5.0  # near enough to see the flat part
        return (-reach, reach)

    @property
    def breaks(self):
        return (-self.epsilon, self.epsilon) if self.epsilon > 0 else self.breaks_of_zero

    def _excess(self, x):
        return np.maximum(np.abs(x) - self.epsilon, 0.0)

    def _outside(self, x):
        return np.abs(x) > self.epsilon


@register
class EpsilonInsensitive(_Insensitive):
    """Nothing for residuals up to epsilon, and the distance beyond."""

    epsilon: float = param(0.1, "largest residual that costs nothing", symbol="ε", at_least=0)

    name = "epsilon_insensitive"
    display = "ε-insensitive loss"
    aliases = ("EpsilonInsensitive", "eps_insensitive", "epsilon_insensitive_loss")
    formula = "max(0, |x| - epsilon)"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, |x| - epsilon))"),
            Line("write the pieces", "D(where(|x| > epsilon, |x| - epsilon, 0))"),
            Line("piece by piece", "where(|x| > epsilon, D(|x|), 0)", "Constants have slope 0."),
            Line("derivative of |r|", "where(|x| > epsilon, sign(x), 0)", "The slope of |r| is the sign of r."),
        ),
    }
    convention = Text(
        ("f′(±epsilon) = 0, the slope from inside.", lambda self: self.epsilon > 0),
        ("f′(0) = 0, as for mae.", lambda self: self.epsilon == 0),
    )
    note = "The loss of support vector regression; epsilon = 0 gives mae."
    strengths = Sentences(
        "Robust: no gradient is larger than 1 in size.",
        ("Examples within epsilon stop counting, which gives sparse solutions.", lambda self: self.epsilon > 0),
    )
    weaknesses = ("Not differentiable at ±epsilon, and epsilon has to be chosen.",)
    sources = (
        "Vapnik 1995, The nature of statistical learning theory, doi:10.1007/978-1-4757-2440-0",
        "Smola and Schölkopf 2004, A tutorial on support vector regression, doi:10.1023/B:STCO.0000035301.49549.88",
    )
    equivalents = {
        "PyTorch": "torch.relu(r.abs() - {epsilon})",
        "TensorFlow": "tf.nn.relu(tf.abs(r) - {epsilon})",
        "JAX": "jax.nn.relu(abs(r) - {epsilon})",
    }

    @property
    def asymptotes(self):
        return (Asymptote(-1, -self.epsilon), Asymptote(1, -self.epsilon))

    def value(self, x):
        return self._excess(x)

    def derivative(self, x):
        return either(self._outside(x), np.sign(x), 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class SquaredEpsilonInsensitive(_Insensitive):
    """Nothing for residuals up to epsilon, and the square of the distance beyond."""

    epsilon: float = param(0.1, "largest residual that costs nothing", symbol="ε", at_least=0)

    name = "squared_epsilon_insensitive"
    display = "squared ε-insensitive loss"
    aliases = ("SquaredEpsilonInsensitive", "squared_eps_insensitive", "squared_epsilon_insensitive_loss")
    formula = "max(0, |x| - epsilon)^2"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, |x| - epsilon)^2)"),
            Line("write the pieces", "D(where(|x| > epsilon, (|x| - epsilon)^2, 0))"),
            Line("piece by piece", "where(|x| > epsilon, D((|x| - epsilon)^2), 0)"),
            Line("chain rule", "where(|x| > epsilon, 2*(|x| - epsilon)*D(|x|), 0)", "(v²)′ = 2·v·v′."),
            Line("derivative of |r|", "where(|x| > epsilon, 2*(|x| - epsilon)*sign(x), 0)"),
            Line("recognise max", "2*sign(x)*max(0, |x| - epsilon)", "|r| − ε, or 0 where that is negative."),
        ),
    }
    breaks_of_zero = ()
    convention = "f′(±epsilon) = 0 from both sides; f″(±epsilon) = 0, where it jumps to 2, unless epsilon is 0."
    note = "The loss of support vector regression with squared slack; epsilon = 0 gives mse."
    strengths = Sentences(
        "Convex and differentiable everywhere.",
        ("Examples within epsilon stop counting.", lambda self: self.epsilon > 0),
    )
    weaknesses = ("An outlier counts with its square.",)
    sources = (
        "Ho and Lin 2012, Large-scale linear support vector regression, Journal of Machine Learning Research 13, "
        "3323–3348",
    )
    equivalents = {
        "PyTorch": "torch.relu(r.abs() - {epsilon})**2",
        "TensorFlow": "tf.nn.relu(tf.abs(r) - {epsilon})**2",
        "JAX": "jax.nn.relu(abs(r) - {epsilon})**2",
    }

    def value(self, x):
        return self._excess(x) ** 2

    def derivative(self, x):
        return 2 * np.sign(x) * self._excess(x)

    def second_derivative(self, x):
        return either(self._outside(x) | (self.epsilon == 0), 2.0, 0.0)
