"""Functions of the scores of all classes: shares that sum to 1, and smooth maxima."""

import mpmath
import numpy as np

from ..registry import register
from ..vectors import VectorFunction


def shares(z: np.ndarray) -> np.ndarray:
    """exp(z) over its sum, without overflow."""
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def log_sum_exp(z: np.ndarray) -> np.ndarray:
    """log Σ exp(z) along the last axis, which is kept; beside the largest score small ones are not lost."""
    top = np.argmax(z, axis=-1, keepdims=True)
    highest = np.take_along_axis(z, top, axis=-1)
    rest = np.where(np.arange(z.shape[-1]) == top, 0.0, np.exp(z - highest))
    return highest + np.log1p(np.sum(rest, axis=-1, keepdims=True))


def slopes_of_shares(p: np.ndarray) -> np.ndarray:
    """diag(p) − p·pᵀ; 1 − p_i is the sum of the other shares, since a difference would lose small ones."""
    others = np.where(np.eye(p.shape[-1], dtype=bool), 0.0, p[..., None, :])
    diagonal = p[..., None] * np.sum(others, axis=-1, keepdims=True)
    return np.where(np.eye(p.shape[-1], dtype=bool), diagonal, -p[..., None] * p[..., None, :])


def true_shares(z):
    powers = [mpmath.exp(score) for score in z]
    return [power / mpmath.fsum(powers) for power in powers]


@register
class Softmax(VectorFunction):
    """Scores as shares of 1: exponentials, divided by their sum."""

    name = "softmax"
    aliases = ("Softmax", "softargmax", "normalized_exponential")
    formula = "p_i = exp(z_i)/sum(exp(z_j))"
    note = (
        "Adding the same number to every score changes nothing. Each share depends on every score, so a curve of one "
        "variable says nothing unless it names the others."
    )
    strengths = (
        "Positive and of sum 1, so the outputs are probabilities.",
        "With a cross-entropy the gradient is p − y.",
    )
    weaknesses = ("Never exactly 0, so mass is left on every class.", "Saturates where one score is far ahead.")
    sources = (
        "Bridle 1990, Probabilistic interpretation of feedforward classification network outputs, "
        "doi:10.1007/978-3-642-76153-9_28",
    )
    equivalents = {
        "PyTorch": "torch.softmax(z, dim=-1)",
        "TensorFlow": "tf.nn.softmax(z)",
        "Keras": "keras.activations.softmax(z)",
        "JAX": "jax.nn.softmax(z)",
    }

    def value(self, x):
        return shares(x)

    def jacobian(self, x):
        return slopes_of_shares(shares(x))

    def truth(self, x):
        return true_shares(x)


@register
class Softmin(VectorFunction):
    """The softmax of the negated scores: the smallest gets the largest share."""

    name = "softmin"
    aliases = ("Softmin",)
    formula = "p_i = exp(-z_i)/sum(exp(-z_j))"
    note = "softmin(z) = softmax(−z), with the Jacobian −(diag(p) − p·pᵀ)."
    strengths = ("Turns distances or costs into weights: the nearest counts most.",)
    weaknesses = ("As softmax: never exactly 0.",)
    sources = ("Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2.3, ISBN 978-0262035613",)
    equivalents = {
        "PyTorch": "torch.nn.functional.softmin(z, dim=-1)",
        "TensorFlow": "tf.nn.softmax(-z)",
        "Keras": "keras.activations.softmax(-z)",
        "JAX": "jax.nn.softmax(-z)",
    }

    def value(self, x):
        return shares(-x)

    def jacobian(self, x):
        return -slopes_of_shares(shares(-x))

    def truth(self, x):
        return true_shares([-score for score in x])


@register
class LogSoftmax(VectorFunction):
    """The logarithms of the shares that softmax gives."""

    name = "log_softmax"
    aliases = ("LogSoftmax",)
    formula = "l_i = z_i - log(sum(exp(z_j)))"
    note = "The logarithm is taken analytically: log(softmax(z)) in floats is −∞ where a share underflows."
    strengths = ("Exact for scores of any size, unlike the logarithm of a softmax.",)
    weaknesses = ("Gives log-probabilities, which losses on probabilities do not take.",)
    sources = ("Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2.3, ISBN 978-0262035613",)
    equivalents = {
        "PyTorch": "torch.log_softmax(z, dim=-1)",
        "TensorFlow": "tf.nn.log_softmax(z)",
        "Keras": "keras.activations.log_softmax(z)",
        "JAX": "jax.nn.log_softmax(z)",
    }

    def value(self, x):
        top = np.argmax(x, axis=-1, keepdims=True)
        lead = x - np.take_along_axis(x, top, axis=-1)
        return lead - log_sum_exp(lead)

    def jacobian(self, x):
        p = shares(x)
        own = np.eye(p.shape[-1], dtype=bool)
        others = np.where(own, 0.0, p[..., None, :])
        return np.where(own, np.sum(others, axis=-1, keepdims=True), -p[..., None, :])

    def truth(self, x):
        total = mpmath.log(mpmath.fsum(map(mpmath.exp, x)))
        return [score - total for score in x]


@register
class LogSumExp(VectorFunction):
    """A smooth maximum: the logarithm of the sum of exponentials."""

    name = "logsumexp"
    aliases = ("LogSumExp", "lse", "reduce_logsumexp")
    gives_number = True
    formula = "f = log(sum(exp(z_j)))"
    note = "Between max(z) and max(z) + ln n; its gradient is softmax(z)."
    strengths = ("Convex and smooth, and never below the maximum.",)
    weaknesses = ("The naive formula overflows for scores above 709.",)
    sources = ("Boyd and Vandenberghe 2004, Convex Optimization, section 3.1.5, ISBN 978-0521833783",)
    equivalents = {
        "PyTorch": "torch.logsumexp(z, dim=-1)",
        "TensorFlow": "tf.reduce_logsumexp(z, axis=-1)",
        "Keras": "keras.ops.logsumexp(z, axis=-1)",
        "JAX": "jax.nn.logsumexp(z, axis=-1)",
    }

    def value(self, x):
        return log_sum_exp(x)[..., 0]

    def jacobian(self, x):
        return shares(x)

    def truth(self, x):
        return [mpmath.log(mpmath.fsum(map(mpmath.exp, x)))]


@register
class LogMeanExp(VectorFunction):
    """The logarithm of the mean of exponentials: a smooth maximum of equal scores that is their value."""

    name = "logmeanexp"
    aliases = ("LogMeanExp",)
    gives_number = True
    formula = "f = log(sum(exp(z_j))/n)"
    note = "logsumexp(z) − ln n, between the mean and the maximum of z; its gradient is softmax(z)."
    strengths = ("Does not grow with the number of scores.",)
    weaknesses = ("Below the maximum, by up to ln n.",)
    sources = ("Boyd and Vandenberghe 2004, Convex Optimization, section 3.1.5, ISBN 978-0521833783",)
    equivalents = {
        "PyTorch": "torch.logsumexp(z, dim=-1) - math.log(z.shape[-1])",
        "TensorFlow": "tf.reduce_logsumexp(z, axis=-1) - math.log(z.shape[-1])",
        "Keras": "keras.ops.logsumexp(z, axis=-1) - math.log(z.shape[-1])",
        "JAX": "jax.nn.logmeanexp(z, axis=-1)",
    }

    def value(self, x):
        return log_sum_exp(x)[..., 0] - np.log(x.shape[-1])

    def jacobian(self, x):
        return shares(x)

    def truth(self, x):
        return [mpmath.log(mpmath.fsum(map(mpmath.exp, x)) / len(x))]
