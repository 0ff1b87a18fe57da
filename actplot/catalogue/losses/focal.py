"""Cross-entropies that count an example less the better it is already classified."""

from functools import lru_cache
from typing import Any

import numpy as np

from ...numerics import jets
from ...numerics.search import crossings
from ...numerics.wide import Wide
from ..entry import Sentences
from ..kinds.functions import Asymptote, Interval, Line, param
from ..kinds.losses import LogitLoss, ProbabilityLoss
from ..registry import register

ALMOST_NOTHING = Wide(0.5, 0.0, -(1 << 20))  # in place of 0: its reciprocal is infinite as a float
SOURCE = "Lin et al. 2017, Focal loss for dense object detection, arXiv:1708.02002"
_RARE = 1e-9  # a target whose minimum lies farther out than usual


class _Focal:
    """What the two forms share: weights, and the exact ends of the range, for an entry with these parameters."""

    target: float
    gamma: float
    alpha: float | None

    @property
    def _negative(self):
        return jets.constant("1") - self.target

    @property
    def _weight(self):
        """α_t, 1 without α."""
        if self.alpha is None:
            return 1.0
        return self.alpha * self.target + (1 - self.alpha) * (1 - self.target)

    def _focused(self, miss: jets.Jet, cross_entropy: jets.Jet) -> jets.Jet:
        return jets.power(miss, self.gamma) * cross_entropy * self._weight

    def _least(self, low: float, high: float) -> float:
        """The smallest value, where the derivative changes its sign between two points."""
        return _least_of(self, low, high)


@lru_cache(maxsize=32)
def _least_of(function: Any, low: float, high: float) -> float:
    beside = crossings(function.derivative, np.array([low]), np.array([high]))
    return float(np.min(function.value(beside)))


@register
class SigmoidFocal(_Focal, LogitLoss):
    """The cross-entropy of a logit, times a power of the probability of the wrong class."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)
    gamma: float = param(2, "how fast well classified examples stop counting", symbol="γ", at_least=0)
    alpha: float | None = param(
        None, "weight of class 1; class 0 gets 1 − α", symbol="α", optional=True, at_least=0, at_most=1
    )

    name = "sigmoid_focal"
    topics = ("imbalanced classes",)
    display = "sigmoid focal loss"
    aliases = ("sigmoid_focal_loss", "SigmoidFocal", "focal_loss_with_logits", "focal_with_logits")
    formula = "(target*sigmoid(-x) + (1 - target)*sigmoid(x))^gamma*(log(1 + exp(x)) - target*x)"
    formulas_given = {
        "alpha": "(alpha*target + (1 - alpha)*(1 - target))"
        "*(target*sigmoid(-x) + (1 - target)*sigmoid(x))^gamma*(log(1 + exp(x)) - target*x)"
    }
    routes = {
        "product rule": (
            Line("let", "q = target*sigmoid(-x) + (1 - target)*sigmoid(x)"),
            Line("let", "L = log(1 + exp(x)) - target*x"),
            Line(
                "definition",
                "D(q^gamma*L)",
                "q is the probability of the wrong class, for a target of 0 or 1, and L the cross-entropy.",
            ),
            Line("product rule", "D(q^gamma)*L + q^gamma*D(L)"),
            Line("power and chain rule", "gamma*q^(gamma - 1)*D(q)*L + q^gamma*D(L)"),
            Line(
                "derivative of the cross-entropy",
                "gamma*q^(gamma - 1)*D(q)*L + q^gamma*(sigmoid(x) - target)",
                "It is prediction minus target, σ(z) − y.",
            ),
            Line(
                "σ′ = σ·(1 − σ)",
                "gamma*q^(gamma - 1)*(1 - 2*target)*sigmoid(x)*(1 - sigmoid(x))*L + q^gamma*(sigmoid(x) - target)",
                "σ(−z) has the slope −σ′(z), so q′ = (1 − 2·y)·σ′(z).",
            ),
            Line(
                "take out a power",
                "q^(gamma - 1)*(gamma*(1 - 2*target)*sigmoid(x)*(1 - sigmoid(x))*L + q*(sigmoid(x) - target))",
            ),
        ),
    }
    note = (
        "(1 − p_t)^γ·(−log p_t), with p_t the probability of the true class. For targets between 0 and 1 it is "
        "the cross-entropy times (y·(1 − p) + (1 − y)·p)^γ, as in Optax; with α, also times α·y + (1 − α)·(1 − y)."
    )
    strengths = Sentences(
        (
            "Easy examples hardly count, so a flood of easy negatives does not drown the rare positives.",
            lambda self: self.gamma > 0,
        ),
        ("Convex: with γ = 0 it is the cross-entropy, times its weight.", lambda self: self.gamma == 0),
    )
    weaknesses = Sentences(
        ("Not convex for γ > 0, and its probabilities are not calibrated.", lambda self: self.gamma > 0),
        "γ and α have to be tuned.",
    )
    sources = (SOURCE,)

    @property
    def equivalents(self):
        keras = "keras.losses.BinaryFocalCrossentropy(gamma={gamma}, from_logits=True)"
        if self.alpha is not None:
            weighted = "apply_class_balancing=True, alpha={alpha}, gamma={gamma}, from_logits=True"
            keras = f"keras.losses.BinaryFocalCrossentropy({weighted})"
        alpha = "-1" if self.alpha is None else "{alpha}"
        torch = f"torchvision.ops.sigmoid_focal_loss(z, target, alpha={alpha}, gamma={{gamma}})"
        return {"PyTorch": torch, "TensorFlow": f"tf.{keras}"}

    @property
    def bounds(self):
        if self._weight == 0:
            return Interval(0, 0, "[]")
        if not 0 < self.target < 1:
            return Interval(0)
        rarer = min(self.target, 1 - self.target)
        reach = 40.0 + 4 * np.log(2 + self.gamma) + (0.0 if rarer > _RARE else -np.log(rarer))
        least = self._least(-reach, reach)
        return Interval(least, ends="[)" if least > 0 else "()")  # it is above 0, and may be below every float

    @property
    def asymptotes(self):
        y, weight = self.target, self._weight
        return (Asymptote(-weight * y**self.gamma * y, 0.0), Asymptote(weight * (1 - y) ** self.gamma * (1 - y), 0.0))

    def compose(self, x: jets.Jet) -> jets.Jet:
        miss = self.target * jets.sigmoid(-x) + jets.sigmoid(x) * self._negative
        return self._focused(miss, self.target * jets.softplus(-x) + jets.softplus(x) * self._negative)


@register
class BinaryFocal(_Focal, ProbabilityLoss):
    """The cross-entropy of a probability, times a power of the probability of the wrong class."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)
    gamma: float = param(2, "how fast well classified examples stop counting", symbol="γ", at_least=0)
    alpha: float | None = param(
        None, "weight of class 1; class 0 gets 1 − α", symbol="α", optional=True, at_least=0, at_most=1
    )

    name = "binary_focal"
    topics = ("imbalanced classes",)
    display = "binary focal loss"
    aliases = ("BinaryFocalCrossentropy", "binary_focal_crossentropy", "focal_loss", "FocalLoss")
    formula = "(target*(1 - x) + (1 - target)*x)^gamma*(-target*log(x) - (1 - target)*log(1 - x))"
    formulas_given = {
        "alpha": "(alpha*target + (1 - alpha)*(1 - target))"
        "*(target*(1 - x) + (1 - target)*x)^gamma*(-target*log(x) - (1 - target)*log(1 - x))"
    }
    routes = {
        "product rule": (
            Line("let", "q = target*(1 - x) + (1 - target)*x"),
            Line("let", "L = -target*log(x) - (1 - target)*log(1 - x)"),
            Line(
                "definition",
                "D(q^gamma*L)",
                "q is the probability of the wrong class, for a target of 0 or 1, and L the cross-entropy.",
            ),
            Line("product rule", "D(q^gamma)*L + q^gamma*D(L)"),
            Line("power and chain rule", "gamma*q^(gamma - 1)*D(q)*L + q^gamma*D(L)"),
            Line("slope of q", "gamma*q^(gamma - 1)*(1 - 2*target)*L + q^gamma*D(L)", "q = y + (1 − 2·y)·p."),
            Line(
                "derivative of the cross-entropy",
                "gamma*q^(gamma - 1)*(1 - 2*target)*L + q^gamma*((x - target)/(x*(1 - x)))",
                "−y/p + (1 − y)/(1 − p), on the common denominator.",
            ),
        ),
    }
    convention = (
        "At p = 0 and p = 1 the limits from inside: infinite where the prediction is certain and wrong, "
        "0 where it is right and γ > 0."
    )
    note = (
        "(1 − p_t)^γ·(−log p_t), with p_t the probability of the true class. For targets between 0 and 1 it is "
        "the cross-entropy times (y·(1 − p) + (1 − y)·p)^γ, as in Keras; with α, also times α·y + (1 − α)·(1 − y)."
    )
    strengths = Sentences(
        (
            "Easy examples hardly count, so a flood of easy negatives does not drown the rare positives.",
            lambda self: self.gamma > 0,
        ),
        ("With γ = 0 it is the cross-entropy, times its weight.", lambda self: self.gamma == 0),
    )
    weaknesses = Sentences(
        ("Infinite for a certain wrong prediction.", lambda self: self.bounds.high == np.inf),
        "Behind a sigmoid, the form with logits is the precise one.",
    )
    sources = (SOURCE,)

    def mirrored(self):
        alpha = None if self.alpha is None else 1.0 - self.alpha
        return self.altered(target=1.0 - self.target, alpha=alpha)

    @property
    def equivalents(self):
        keras = "keras.losses.BinaryFocalCrossentropy(gamma={gamma})"
        if self.alpha is not None:
            keras = "keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha={alpha}, gamma={gamma})"
        return {"TensorFlow": f"tf.{keras}"}

    @property
    def bounds(self):
        if self._weight == 0:
            return Interval(0, 0, "[]")
        inside = 0 < self.target < 1
        return Interval(self._least(0.0, 1.0) if inside else 0.0, ends="[)")

    def compose(self, x: jets.Jet) -> jets.Jet:
        miss = self.target * (1.0 - x) + x * self._negative
        loss = self._focused(miss, self.target * _surprise(x) + _surprise_of_other(x) * self._negative)
        # Certain and right: the first terms of the series in miss, whose powers have derivatives there.
        series = jets.power(miss + ALMOST_NOTHING, self.gamma + 1.0) * (1.0 + 0.5 * miss) * self._weight
        return jets.where(miss.value.high == 0, series, loss)


def _surprise(p: jets.Jet) -> jets.Jet:
    """−log p, infinite at 0."""
    never = p.point == 0
    return jets.where(never, 1.0 / (p + ALMOST_NOTHING), -jets.log(jets.where(never, 1.0, p)))


def _surprise_of_other(p: jets.Jet) -> jets.Jet:
    """−log(1 − p), infinite at 1."""
    never = p.point == 1
    return jets.where(never, 1.0 / (1.0 - p + ALMOST_NOTHING), -jets.log1p(jets.where(never, 0.0, -p)))
