"""Losses of a prediction that measure its error relative to the target."""

import numpy as np

from ...numerics import jets, wide
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import Asymptote, Interval, Line, param
from ..kinds.losses import TargetLoss
from ..registry import register


class PredictionLoss(TargetLoss):
    """A loss of the prediction p, for a target t."""

    variable = "prediction"
    letter = "p"


@register
class MeanAbsolutePercentageError(PredictionLoss):
    """The error in percent of the target, to be averaged over the elements."""

    target: float = param(1, "the number that is aimed at", symbol="t")
    epsilon: float = param(1e-7, "least size that the target counts with", symbol="ε", above=0)

    name = "mape"
    display = "MAPE"
    aliases = ("MeanAbsolutePercentageError", "mean_absolute_percentage_error", "absolute_percentage_error")
    formula = "100*|x - target|/max(|target|, epsilon)"
    routes = {
        "chain": (
            Line("definition", "D(100*|x - target|/max(|target|, epsilon))"),
            Line("constant factor", "100/max(|target|, epsilon)*D(|x - target|)", "The target does not depend on p."),
            Line("derivative of |v|", "100/max(|target|, epsilon)*sign(x - target)", "The slope of |v| is its sign."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(target) = 0, as Keras on TensorFlow takes it; on JAX it takes the slope from the left."
    note = "Per element: mae, in percent of the target. epsilon is Keras' guard against a target of 0."
    strengths = Sentences(
        (
            "Free of units, so errors on targets of different sizes can be compared.",
            lambda self: abs(self.target) >= self.epsilon,
        ),
        ("Finite for a target of 0, thanks to epsilon.", lambda self: abs(self.target) < self.epsilon),
    )
    weaknesses = (
        "Explodes for targets near 0, unless epsilon is large.",
        "Minimising it favours too low predictions: where everything is positive, those miss by at most 100 %.",
    )
    sources = (
        "de Myttenaere et al. 2016, Mean absolute percentage error for regression models, arXiv:1605.02541",
        "Hyndman and Koehler 2006, Another look at measures of forecast accuracy, doi:10.1016/j.ijforecast.2006.03.001",
    )
    equivalents = {
        "PyTorch": "100 * (p - target).abs() / target.abs().clamp(min={epsilon})",
        "TensorFlow": "100 * tf.abs(p - target) / tf.maximum(tf.abs(target), {epsilon})",
        "Keras": "100 * keras.ops.abs(p - target) / keras.ops.maximum(keras.ops.abs(target), {epsilon})",
        "JAX": "100 * abs(p - target) / jax.numpy.maximum(abs(target), {epsilon})",
    }

    @property
    def interval(self):
        reach = 2 * abs(self.target) or 5.0
        return (self.target - reach, self.target + reach)

    @property
    def breaks(self):
        return (self.target,)

    @property
    def _size(self):
        return np.maximum(np.abs(self.target), self.epsilon)

    @property
    def asymptotes(self):
        steep = 100 / self._size
        return (Asymptote(-steep, steep * self.target), Asymptote(steep, -steep * self.target))

    def value(self, x):
        apart = np.abs(x - self.target)
        halves = np.abs(x / 2 - self.target / 2)  # whose difference does not overflow
        return either(np.isinf(apart), 200 * (halves / self._size), 100 * (apart / self._size))

    def derivative(self, x):
        return 100 / self._size * np.sign(x - self.target)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class MeanSquaredLogarithmicError(PredictionLoss):
    """The squared difference of the logarithms of prediction and target, both plus 1."""

    target: float = param(1, "the number that is aimed at", symbol="t", above=-1)

    name = "msle"
    display = "MSLE"
    usual_plane = ((0.0, 10.0), (0.0, 10.0))
    aliases = ("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "squared_logarithmic_error")
    domain = (-1.0, np.inf)
    formula = "(log(1 + x) - log(1 + target))^2"
    routes = {
        "chain": (
            Line("definition", "D((log(1 + x) - log(1 + target))^2)"),
            Line("chain rule", "2*(log(1 + x) - log(1 + target))*D(log(1 + x))", "(v²)′ = 2·v·v′."),
            Line("derivative of ln", "2*(log(1 + x) - log(1 + target))/(1 + x)", "(ln v)′ = v′/v."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "At p = −1 the limits from inside, which are infinite."
    note = (
        "Per element; the mean over elements is the MSLE. Keras raises prediction and target to at least 1e-7 first, "
        "so its gradient is 0 for smaller predictions."
    )
    strengths = ("Errors count by their ratio, so large targets do not dominate.",)
    weaknesses = (
        "Too low predictions cost more than too high ones by the same amount.",
        "Not convex for p above e·(1 + target) − 1, where the gradient fades.",
    )
    sources = (
        "scikit-learn documentation, sklearn.metrics.mean_squared_log_error",
        "Törnqvist, Vartia and Vartia 1985, How should relative changes be measured? (differences of logarithms), "
        "doi:10.1080/00031305.1985.10479385",
    )
    equivalents = {
        "PyTorch": "(torch.log1p(p) - torch.log1p(target))**2",
        "TensorFlow": "(tf.math.log1p(p) - tf.math.log1p(target))**2",
        "Keras": "(keras.ops.log1p(p) - keras.ops.log1p(target))**2",
        "JAX": "(jax.numpy.log1p(p) - jax.numpy.log1p(target))**2",
    }

    @property
    def interval(self):
        return (-1.0, max(5.0, 2 * self.target))

    def _difference(self, x):
        """log(1 + p) − log(1 + t), as one logarithm of a quotient where p is close to t."""
        whole = 1.0 + wide.widened(self.target)
        near = np.abs(x.point - self.target) < (1 + self.target) / 2
        return jets.where(near, jets.log1p((x - self.target) / whole), jets.log1p(x) - wide.log(whole))

    def compose(self, x):
        return jets.square(self._difference(x))

    def value(self, x):
        return either(x == -1, np.inf, self.composed(x, 0))

    def derivative(self, x):
        return either(x == -1, -np.inf, self.composed(x, 1))

    def second_derivative(self, x):
        return either(x == -1, np.inf, self.composed(x, 2))
