"""Functions of the scores of all classes: shares that sum to 1, smooth maxima, and standard scores."""

from typing import ClassVar

import numpy as np

from ...numerics.shares import (
    LARGE,
    UNIT,
    log_shares,
    log_sum_exp,
    mean_of,
    or_infinite,
    others,
    shares_of,
    slopes_of_shares,
)
from ..entry import Line, Sentences, Text
from ..kinds.formula import Formula
from ..kinds.vector_functions import VectorFunction
from ..kinds.vector_losses import param
from ..registry import register

SCORES = {"z_i": "the score of class i", "n": "the number of classes"}


def _moderate(x):
    """The numbers in units in which sums and differences neither overflow nor round, and the unit of each vector."""
    largest = np.max(np.abs(x), axis=-1, keepdims=True)
    unit = np.where(largest > LARGE, UNIT, np.where(largest < 1 / LARGE, 1 / UNIT, 1.0))
    return x * unit, unit


def _temperature():
    return param(1, "the lower, the closer to a choice of the largest score", symbol="T", above=0)


class _Tempered(VectorFunction):
    """What depends on scores in units of a temperature, of which nothing is written where it is 1."""

    usual: ClassVar[Formula]
    warm: ClassVar[Formula]
    in_frameworks: ClassVar[dict[str, str]]

    @property
    def formula(self):
        return self.usual if self.temperature == 1 else self.warm

    @property
    def equivalents(self):
        return {} if self.temperature == 1 else self.in_frameworks


@register
class Softmax(_Tempered):
    """Scores as shares of 1: exponentials, divided by their sum."""

    temperature: float = _temperature()

    name = "softmax"
    topics = ("lecture", "attention", "transformer", "output layer")
    aliases = ("Softmax", "Softmax2d", "softargmax", "normalized_exponential")
    usual = Formula("p_i = exp(z_i)/S", let="S = sum(exp(z_k), k, n)", symbols=SCORES)
    warm = Formula("p_i = exp(z_i/temperature)/S", let="S = sum(exp(z_k/temperature), k, n)", symbols=SCORES)
    routes = {
        "quotient": (
            *usual.opening,
            Line("derivative of a sum", "D(S, z_j) = sum(D(exp(z_k), z_j), k, n)", "Term by term."),
            Line("only k = j depends on it", "exp(z_j)", "The exponential is its own derivative."),
            Line("definition, i = j", "D(p_i, z_j) = D(exp(z_i)/S, z_j) if i == j", "It stands above and below."),
            Line("quotient rule", "(exp(z_i)*S - exp(z_i)*exp(z_j))/S^2", "Numerator and S both change."),
            Line("split the fraction", "exp(z_i)/S*((S - exp(z_j))/S)", "The exponential is a common factor."),
            Line("recognise p", "p_i*(1 - p_i)", "As for the sigmoid."),
            Line("definition, i ≠ j", "D(p_i, z_j) = D(exp(z_i)/S, z_j) if i != j", "It stands below alone."),
            Line("quotient rule", "(0*S - exp(z_i)*exp(z_j))/S^2", "The numerator does not change."),
            Line("split the fraction", "-exp(z_i)/S*(exp(z_j)/S)", "One S for each exponential."),
            Line("recognise p", "-p_i*p_j", "More for one class is less for every other."),
            Line("both cases", "D(p_i, z_j) = where(i == j, p_i*(1 - p_i), -p_i*p_j)", "From above."),
            Line("in one formula", "p_i*(delta_ij - p_j)", "δ is 1 in the first case and 0 in the second."),
        ),
        "logarithm": (
            *usual.opening,
            Line("definition", "log(p_i) = log(exp(z_i)/S)"),
            Line("ln of a quotient", "z_i - log(S)", "The logarithm undoes the exponential."),
            Line("difference", "D(log(p_i), z_j) = D(z_i - log(S), z_j)", "From above."),
            Line("derivative of ln", "delta_ij - 1/S*D(S, z_j)", "A score depends on itself alone: δ says that."),
            Line("only k = j depends on it", "delta_ij - exp(z_j)/S", "The exponential is its own derivative."),
            Line("recognise p", "delta_ij - p_j"),
            Line(
                "derivative of ln",
                "D(p_i, z_j) = p_i*D(log(p_i), z_j)",
                "ln p has the derivative p′/p.",
            ),
            Line("from above", "p_i*(delta_ij - p_j)"),
        ),
    }
    note = Text(
        "Adding the same number to every score changes nothing. Each share depends on every score, so a curve of one "
        "variable says nothing unless it names the others. A score of −∞ has share 0; one of +∞ gives nan.",
        (
            "As the temperature falls to 0 the largest score takes all; as it grows all shares become equal.",
            lambda self: self.temperature != 1,
        ),
    )
    strengths = Sentences(
        "Positive and of sum 1, so the outputs are probabilities.",
        ("With a cross-entropy the gradient is p − y.", lambda self: self.temperature == 1),
        ("With a cross-entropy the gradient is (p − y)/T.", lambda self: self.temperature != 1),
    )
    weaknesses = ("Never exactly 0, so mass is left on every class.", "Saturates where one score is far ahead.")
    sources = (
        "Bridle 1990, Probabilistic interpretation of feedforward classification network outputs, "
        "doi:10.1007/978-3-642-76153-9_28",
        "Hinton, Vinyals and Dean 2015, Distilling the knowledge in a neural network, arXiv:1503.02531, equation 1, "
        "for the temperature",
    )
    in_frameworks = {
        "PyTorch": "torch.softmax(z / {temperature}, dim=-1)",
        "TensorFlow": "tf.nn.softmax(z / {temperature})",
        "Keras": "keras.activations.softmax(z / {temperature})",
        "JAX": "jax.nn.softmax(z / {temperature})",
    }

    def value(self, x):
        return shares_of(x, self.temperature)

    def jacobian(self, x):
        return slopes_of_shares(shares_of(x, self.temperature)) / self.temperature


@register
class Softmin(VectorFunction):
    """The softmax of the negated scores: the smallest gets the largest share."""

    name = "softmin"
    topics = ("attention",)
    aliases = ("Softmin",)
    formula = Formula("p_i = exp(-z_i)/S", let="S = sum(exp(-z_k), k, n)", symbols=SCORES)
    note = "softmin(z) = softmax(−z), with the Jacobian −(diag(p) − p·pᵀ)."
    strengths = ("Turns distances or costs into weights: the nearest counts most.",)
    weaknesses = ("As softmax: never exactly 0.",)
    sources = ("PyTorch documentation, torch.nn.Softmin",)
    equivalents = {
        "TensorFlow": "tf.nn.softmax(-z)",
        "Keras": "keras.activations.softmax(-z)",
        "JAX": "jax.nn.softmax(-z)",
    }

    def value(self, x):
        return shares_of(-x)

    def jacobian(self, x):
        return -slopes_of_shares(shares_of(-x))


@register
class LogSoftmax(_Tempered):
    """The logarithms of the shares that softmax gives."""

    temperature: float = _temperature()

    name = "log_softmax"
    topics = ("attention", "output layer")
    display = "log-softmax"
    aliases = ("LogSoftmax",)
    usual = Formula("l_i = z_i - log(S)", let="S = sum(exp(z_k), k, n)", symbols=SCORES)
    warm = Formula("l_i = z_i/temperature - log(S)", let="S = sum(exp(z_k/temperature), k, n)", symbols=SCORES)
    routes = {
        "logarithm": (
            *usual.given,
            Line("let", "p_i = exp(z_i)/S"),
            Line("let", "l_i = log(p_i)"),
            Line("derivative of a sum", "D(S, z_j) = sum(D(exp(z_k), z_j), k, n)", "Term by term."),
            Line("only k = j depends on it", "exp(z_j)", "The exponential is its own derivative."),
            Line("ln of a quotient", "l_i = z_i - log(S)", "The logarithm undoes the exponential."),
            Line("definition", "D(l_i, z_j) = D(z_i - log(S), z_j)", "The form from above."),
            Line("difference", "D(z_i, z_j) - D(log(S), z_j)", "Term by term."),
            Line("derivative of ln", "delta_ij - 1/S*D(S, z_j)", "A score depends on itself alone: δ says that."),
            Line("from above", "delta_ij - exp(z_j)/S", "The side calculation's derivative of S."),
            Line("recognise p", "delta_ij - p_j", "Every row is that of the identity, less the shares."),
        ),
    }
    note = "The logarithm is taken analytically: log(softmax(z)) in floats is −∞ where a share underflows."
    strengths = ("Exact for scores of any size, unlike the logarithm of a softmax.",)
    weaknesses = ("Gives log-probabilities, which losses on probabilities do not take.",)
    sources = ("Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2.3, ISBN 978-0262035613",)

    in_frameworks = {
        "PyTorch": "torch.log_softmax(z / {temperature}, dim=-1)",
        "TensorFlow": "tf.nn.log_softmax(z / {temperature})",
        "Keras": "keras.activations.log_softmax(z / {temperature})",
        "JAX": "jax.nn.log_softmax(z / {temperature})",
    }

    def value(self, x):
        return log_shares(x, self.temperature)

    def jacobian(self, x):
        p = shares_of(x, self.temperature)
        slopes = np.where(np.eye(p.shape[-1], dtype=bool), others(p)[..., None], -p[..., None, :])
        return slopes / self.temperature


@register
class LogSumExp(VectorFunction):
    """A smooth maximum: the logarithm of the sum of exponentials."""

    name = "logsumexp"
    display = "LogSumExp"
    aliases = ("LogSumExp", "lse", "reduce_logsumexp")
    gives_number = True
    formula = Formula("f = log(sum(exp(z_i), i, n))")
    note = "Between max(z) and max(z) + ln n; its gradient is softmax(z). Where the largest score is ±∞, it is that."
    strengths = ("Convex and smooth, and never below the maximum.",)
    weaknesses = ("The naive formula overflows for scores above 709.",)
    sources = ("Boyd and Vandenberghe 2004, Convex Optimization, section 3.1.5, ISBN 978-0521833783",)

    def value(self, x):
        return log_sum_exp(x)[..., 0]

    def jacobian(self, x):
        return shares_of(x)


@register
class LogMeanExp(VectorFunction):
    """The logarithm of the mean of exponentials: a smooth maximum of equal scores that is their value."""

    name = "logmeanexp"
    display = "LogMeanExp"
    aliases = ("LogMeanExp",)
    gives_number = True
    formula = Formula("f = log(sum(exp(z_i), i, n)/n)")
    note = "logsumexp(z) − ln n, between the mean and the maximum of z; its gradient is softmax(z)."
    strengths = ("Does not grow with the number of scores.",)
    weaknesses = ("Below the maximum, by up to ln n.",)
    sources = (
        "JAX documentation, jax.nn.logmeanexp",
        "Boyd and Vandenberghe 2004, Convex Optimization, section 3.1.5 (log-sum-exp), ISBN 978-0521833783",
    )
    equivalents = {
        "PyTorch": "torch.logsumexp(z, dim=-1) - math.log(z.shape[-1])",
        "TensorFlow": "tf.reduce_logsumexp(z, axis=-1) - math.log(z.shape[-1])",
        "Keras": "keras.ops.logsumexp(z, axis=-1) - math.log(z.shape[-1])",
    }

    def value(self, x):
        highest = np.max(x, axis=-1)
        ahead = x - highest[..., None]
        mean = np.mean(np.exp(ahead), axis=-1)
        near = np.log1p(np.mean(np.expm1(ahead), axis=-1))  # equal scores shall give their value to the last digit
        return or_infinite(highest, highest + np.where(mean > 0.5, near, np.log(mean)))

    def jacobian(self, x):
        return shares_of(x)


@register
class Standardize(VectorFunction):
    """The numbers less their mean, in units of their standard deviation."""

    epsilon: float = param(
        1e-5, "added to the variance, so that equal numbers do not divide by 0", symbol="ε", at_least=0
    )

    name = "standardize"
    aliases = ("standardise", "zscore")
    formula = Formula(
        "s_i = (z_i - M)/sqrt(V + epsilon)",
        let="M = sum(z_k, k, n)/n; V = sum((z_k - M)^2, k, n)/n",
        symbols={"M": "the mean", "V": "the variance"},
    )
    note = (
        "The variance is that of all n numbers, divided by n. This is a layer normalisation without its learned scale "
        "and shift. Adding a number to every input changes nothing, so every row of the Jacobian sums to 0."
    )
    strengths = ("Outputs of mean 0 and of variance var/(var + ε), whatever the scale of the input.",)
    weaknesses = Sentences(
        (
            "Outputs of equal inputs are 0, and close to them the derivatives are as large as 1/√ε.",
            lambda self: self.epsilon > 0,
        ),
        ("Undefined for equal inputs, close to which the derivatives are unbounded.", lambda self: self.epsilon == 0),
    )
    sources = ("Ba, Kiros and Hinton 2016, Layer normalization, arXiv:1607.06450, section 3",)
    equivalents = {
        "PyTorch": "torch.nn.functional.layer_norm(z, z.shape[-1:], eps={epsilon})",
    }

    def value(self, x):
        centred, size = self.centred(*_moderate(x))
        return centred / size

    def centred(self, x: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The numbers less their mean, and √(var + ε), for an ε in such units."""
        mean, rest = mean_of(x)
        centred = (x - mean) - rest
        scale = np.maximum(np.max(np.abs(centred), axis=-1, keepdims=True), np.finfo(float).tiny)
        deviation = scale * np.sqrt(np.mean((centred / scale) ** 2, axis=-1, keepdims=True))
        return centred, np.hypot(deviation, np.sqrt(self.epsilon) * unit)

    def jacobian(self, x):
        # (δ − 1/n − s·sᵀ/n)/√(var + ε) would cancel. With the differences a_ik = (z_i − z_k)/√(var + ε), Lagrange's
        # identity makes the diagonal a sum of squares, and the other elements sums of products of a_ik·a_jk.
        x, unit = _moderate(x)
        size, unit, n = self.centred(x, unit)[1][..., None], unit[..., None], x.shape[-1]
        share = self.epsilon / (size / unit) / (size / unit)  # of the variance and epsilon
        own = np.eye(n)
        apart = (x[..., :, None] - x[..., None, :]) / size
        between_others = np.einsum("...kl,ik,il->...i", apart**2, 1 - own, 1 - own, optimize=True) / 2
        diagonal = between_others / n**2 + share[..., 0] * (n - 1) / n
        aside = -(apart @ np.swapaxes(apart, -1, -2)) / n**2 - share / n
        return np.where(own == 1, diagonal[..., None], aside) / size * unit
