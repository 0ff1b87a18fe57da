"""Losses of the predicted probability p of class 1, for a target y from 0 to 1."""

import numpy as np

from ...errors import BadInput
from ...numerics import kernels, wide
from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import Interval, Line, param
from ..kinds.losses import ProbabilityLoss, _pair
from ..registry import register


def smoothed(target, smoothing):
    """A target of which a share is spread evenly over both classes."""
    return target + smoothing * (0.5 - target)


class SmoothedTarget:
    """The weights of both logarithms in a cross-entropy with label smoothing."""

    @property
    def _positive(self):
        return smoothed(self.target, self.label_smoothing)

    @property
    def _negative(self):
        return smoothed(1 - self.target, self.label_smoothing)

    @property
    def _wide_weights(self):
        """Both of them, exactly."""
        target = wide.widened(self.target)
        return smoothed(target, self.label_smoothing), smoothed(1.0 - target, self.label_smoothing)


def entropy(*probabilities):
    """Of two classes, in nats: the least cross-entropy that a target allows.

    Both are given, for the smaller one has digits that are lost in one less the larger one.
    """
    small, large = sorted(probabilities)
    return -(small * np.log(small) + large * np.log1p(-small)) if small > 0 else 0.0


@register
class BinaryCrossEntropy(SmoothedTarget, ProbabilityLoss):
    """How surprising the target is under the predicted probability, in nats."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)
    label_smoothing: float = param(
        0, "share of the target that is spread evenly over both classes", symbol="ε", at_least=0, at_most=1
    )

    name = "binary_cross_entropy"
    topics = ("lecture",)
    display = "BCE"
    aliases = ("BCELoss", "bce", "binary_crossentropy", "BinaryCrossentropy", "log_loss")
    formula = "-target*log(x) - (1 - target)*log(1 - x)"
    formulas_given = {
        "label_smoothing": "-(target*(1 - label_smoothing) + label_smoothing/2)*log(x)"
        " - ((1 - target)*(1 - label_smoothing) + label_smoothing/2)*log(1 - x)"
    }
    routes = {
        "fraction": (
            Line("definition", "D(-target*log(x) - (1 - target)*log(1 - x))"),
            Line(
                "derivative of ln", "-target/x + (1 - target)/(1 - x)", "(ln p)′ = 1/p and (ln(1 − p))′ = −1/(1 − p)."
            ),
            Line("common denominator", "(-target*(1 - x) + (1 - target)*x)/(x*(1 - x))"),
            Line("simplify", "(x - target)/(x*(1 - x))", "−y + y·p + p − y·p = p − y."),
        ),
    }
    note = Text(
        ("0·log 0 counts as 0, so a certain and right prediction costs nothing.", lambda self: self.bounds.low == 0),
        "Label smoothing puts y·(1 − ε) + ε/2 in place of y.",
    )
    convention = "At p = 0 and p = 1 the limits from inside: infinite where the prediction is certain and wrong."
    strengths = Sentences(
        (
            "A proper scoring rule: its expectation is least for the true probability.",
            lambda self: self.label_smoothing == 0,
        ),
        ("Label smoothing keeps the best prediction away from 0 and 1.", lambda self: self.label_smoothing > 0),
    )
    weaknesses = Sentences(
        (
            "Infinite for a certain wrong prediction; PyTorch clamps each logarithm at −100, Keras clips p at 1e-7.",
            lambda self: self.bounds.high == np.inf,
        ),
        "Behind a sigmoid, the form with logits is the precise one.",
    )
    sources = (
        "Good 1952, Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x",
        "Szegedy et al. 2016, Rethinking the Inception architecture, section 7 (label smoothing), arXiv:1512.00567",
    )
    equivalents = {
        "PyTorch": "torch.nn.functional.binary_cross_entropy("
        "p, target * (1 - {label_smoothing}) + {label_smoothing} / 2)",
        "TensorFlow": "tf.keras.losses.BinaryCrossentropy(label_smoothing={label_smoothing})",
    }

    @property
    def bounds(self):
        return Interval(entropy(self._positive, self._negative), ends="[)")

    def _sum(self, positive, negative):
        """The sum of the two terms, where a weight of 0 silences one even if it is not finite."""
        return either(np.equal(self._positive, 0), 0.0, positive) + either(np.equal(self._negative, 0), 0.0, negative)

    def value(self, x):
        return self._sum(-self._positive * np.log(x), -self._negative * np.log1p(-x))

    def derivative(self, x):
        certain = self._sum(-1 / x, 1 / (1 - x))
        mixed = self._positive * self._negative > 0
        return either(mixed, self._excess(x) / (x * (1 - x)), certain)

    def _excess(self, x):
        """p − y, with the smoothed target y as a two-word number, for the difference may be small."""
        high, low = kernels.two_sum(x, -self.target)
        centre, rest = kernels.two_sum(0.5, -self.target)
        shift, lost = kernels.two_product(self.label_smoothing, centre)
        total, error = kernels.two_sum(high, -shift)
        return total + (error + (low - (lost + self.label_smoothing * rest)))

    def second_derivative(self, x):
        return self._sum(self._positive / x / x, self._negative / (1 - x) / (1 - x))


@register
class NegativeLogLikelihood(ProbabilityLoss):
    """How surprising the true class is under the probability that it was given, in nats."""

    name = "nll"
    display = "NLL"
    aliases = ("negative_log_likelihood", "log_score", "surprisal")
    formula = "-log(x)"
    routes = {
        "logarithm": (
            Line("definition", "D(-log(x))"),
            Line("derivative of ln", "-1/x", "(ln p)′ = 1/p."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "At p = 0 the loss is ∞ and f′ = −∞; at p = 1, f′(1) = −1, the slope from inside."
    note = (
        "p is the probability that the model gives to the true class, of any number of classes; "
        "against a target y from 0 to 1 it counts −y·log p. PyTorch's NLLLoss takes log p instead of p."
    )
    strengths = ("A proper scoring rule: its expectation is least where p is the true probability.",)
    weaknesses = ("Infinite where the true class got the probability 0; after a softmax, work with log_softmax.",)
    sources = ("Good 1952, Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x",)
    equivalents = {
        "PyTorch": "torch.nn.functional.nll_loss(torch.log(p), target)",
        "TensorFlow": "tf.keras.losses.SparseCategoricalCrossentropy()",
        "Keras": "keras.losses.SparseCategoricalCrossentropy()",
        "JAX": "-jax.numpy.log(p)",
    }

    def mirrored(self):
        return BinaryCrossEntropy(target=0)

    def losses(self, prediction, target):
        return self._weighted(prediction, target, self.value)

    def slopes(self, prediction, target):
        return self._weighted(prediction, target, self.derivative)

    def losses_and_slopes(self, prediction, target):
        return self.losses(prediction, target), self.slopes(prediction, target)

    def _weighted(self, prediction, target, function):
        """The share of each entry of a one-hot or soft target; a class that is not aimed at costs nothing."""
        prediction, target, dtype = _pair(prediction, target)
        if not np.all((target >= 0) & (target <= 1)):
            raise BadInput(f"{self.name}: every target must be from 0 to 1")
        with np.errstate(all="ignore"):
            return either(target == 0, 0.0, target * function(prediction)).astype(dtype)[()]

    def value(self, x):
        return -np.log(x)

    def derivative(self, x):
        return -1 / x

    def second_derivative(self, x):
        return 1 / x / x


@register
class Brier(ProbabilityLoss):
    """The squared distance between a predicted probability and the target."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)

    name = "brier"
    display = "Brier score"
    aliases = ("brier_score", "brier_loss", "BrierScore", "quadratic_score")
    formula = "(x - target)^2"
    routes = {
        "chain": (
            Line("definition", "D((x - target)^2)"),
            Line("power and chain rule", "2*(x - target)*D(x - target)", "(v²)′ = 2·v·v′."),
            Line("slope of p − y", "2*(x - target)"),
        ),
    }
    note = "The squared error of a probability; the Brier score of a forecaster is its mean over events."
    strengths = ("A proper scoring rule that stays bounded, so one certain mistake cannot outweigh everything.",)
    weaknesses = ("Behind a sigmoid it is not convex, and its gradient vanishes for confident wrong answers.",)
    sources = (
        "Brier 1950, Verification of forecasts expressed in terms of probability, "
        "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
    )
    equivalents = {
        "PyTorch": "torch.nn.functional.mse_loss(p, target)",
        "TensorFlow": "tf.keras.losses.MeanSquaredError()",
        "Keras": "keras.losses.MeanSquaredError()",
        "Optax": "optax.squared_error(p, target)",
    }

    @property
    def bounds(self):
        return Interval(0, max(self.target, 1 - self.target) ** 2, "[]")

    def value(self, x):
        return np.square(x - self.target)

    def derivative(self, x):
        return 2 * (x - self.target)

    def second_derivative(self, x):
        return np.full_like(x, 2.0)
