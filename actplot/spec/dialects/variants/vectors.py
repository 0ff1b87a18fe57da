"""What a framework computes where it is not the loss of vectors of the catalogue: clipping, signs, arguments."""

from typing import ClassVar

import numpy as np

from ....catalogue.activations.sparse_normalisers import Sparsemax
from ....catalogue.entry import Sentences
from ....catalogue.kinds.formula import Formula
from ....catalogue.kinds.vector_losses import VectorLoss
from ....catalogue.losses.cross_entropies import (
    CLASS,
    CROSS_ENTROPY,
    CategoricalCrossEntropy,
    SoftmaxCrossEntropyWithLogits,
    SparseCategoricalCrossEntropy,
)
from ....catalogue.losses.divergences import KullbackLeibler
from ....catalogue.losses.multiclass import CategoricalFocal, CategoricalHinge
from ....catalogue.losses.overlaps import MASKS, OF_MASKS, Dice, Tversky
from ....catalogue.parameter import param
from ....numerics.arrays import arithmetic
from ....numerics.shares import others, share_of_maximum, shares_of, softmax_slope, surprises, weighed
from .functions import KERAS_EPSILON, variant

HIGHEST = 1 - KERAS_EPSILON
LEAST_SURPRISE, MOST_SURPRISE = -np.log1p(-KERAS_EPSILON), -np.log(KERAS_EPSILON)
_CLIP_CONVENTION = "The slope of a class is 0 where its share is clipped; at both ends it is that from inside."

SMOOTHED = "t_i = y_i*(1 - label_smoothing) + label_smoothing/n"
CLIPPED_SHARES = "P = sum(p_j, j, n); c_i = clip(p_i/P, 1e-7, 1 - 1e-7)"
_BOUNDED = (
    "Nothing is learned of a class whose share is below 1e-7.",
    "Behind a softmax the form with logits is the precise one.",
)


def _label_smoothing():
    meaning = "share of the target that is spread evenly over all classes"
    return param(0, meaning, symbol="ε", at_least=0, at_most=1)


def smooth_labels(target: np.ndarray, share: float) -> np.ndarray:
    """A distribution of which a share is spread evenly over the classes."""
    return target * (1 - share) + share / target.shape[-1] if share else target


def _passes(share):
    return (share >= KERAS_EPSILON) & (share <= HIGHEST)


@variant
class KerasSparsemax(Sparsemax):
    """A sparsemax with a threshold that is wrong where more than one number is left: the outputs do not sum to 1."""

    formula = None
    in_words = "p_i = max(z_i - τ, 0),  τ = (sum(c_j, j = 1 … k) - 1)/k,  c_j the sum of the j largest, k left of them"
    note = (
        "The threshold of sparsemax is (c_k − 1)/k. Keras 3.15.1 adds up the smaller sums too, so that 1, 1, 0.1 gives "
        "zeros in place of 1/2, 1/2, 0."
    )
    breaks = "where a number is at the threshold, and where one more is left"
    convention = "A number at the threshold has the slope from above."
    strengths = ("Right where one number is left, the largest by more than 1.",)
    weaknesses = ("Its outputs do not sum to 1 where two or more are left.",)

    @staticmethod
    def _threshold(x):
        """The threshold, and how much each of the sorted numbers counts in it."""
        ordered = -np.sort(-x, axis=-1)
        sums, count = np.cumsum(ordered, axis=-1), np.arange(1, x.shape[-1] + 1)
        left = ordered - (sums - 1) / count > 0
        size = np.sum(left, axis=-1, keepdims=True)
        weight = np.maximum(size + 1 - count, 0) / size
        return (np.sum(np.where(left, sums, 0.0), axis=-1, keepdims=True) - 1) / size, weight

    def value(self, x):
        lost = np.any(np.isnan(x), axis=-1, keepdims=True)
        return np.where(lost, np.nan, np.maximum(x - self._threshold(x)[0], 0.0))

    def jacobian(self, x):
        threshold, weight = self._threshold(x)
        ranks = np.argsort(np.argsort(-x, axis=-1, kind="stable"), axis=-1)
        slopes = np.eye(x.shape[-1]) - np.take_along_axis(weight, ranks, axis=-1)[..., None, :]
        lost = np.any(np.isnan(x), axis=-1)[..., None, None]
        return np.where(lost, np.nan, np.where((x >= threshold)[..., :, None], slopes, 0.0))

    def truth(self, x):
        exact, ordered = arithmetic(x), sorted(x, reverse=True)
        sums = [exact.fsum(ordered[: j + 1]) for j in range(len(x))]
        left = [c for j, c in enumerate(sums) if ordered[j] > (c - 1) / (j + 1)]
        threshold = (exact.fsum(left) - 1) / len(left)
        return [max(number - threshold, exact.mpf(0)) for number in x]


@variant
class TensorflowSoftmaxCrossEntropy(SoftmaxCrossEntropyWithLogits):
    """The softmax cross-entropy whose gradient is p − y whatever the labels sum to."""

    label_smoothing: float = _label_smoothing()

    formula = Formula(
        "L = -sum(t_i*log(p_i), i, n)",
        let=f"{CROSS_ENTROPY.let}; {SMOOTHED}",
        target="y",
        silent=True,
    )
    routes = {}
    note = ""
    weaknesses = ("Its gradient is that of another function where the labels do not sum to 1.",)
    convention = (
        "The gradient is p − t, which is the derivative only where the labels sum to 1; else that is (Σt)·p − t."
    )

    def loss(self, prediction, target):
        return super().loss(prediction, smooth_labels(target, self.label_smoothing))

    def slope(self, prediction, target):
        p, labels = shares_of(prediction), smooth_labels(target, self.label_smoothing)
        return softmax_slope(p, labels) + (1 - np.sum(labels, axis=-1, keepdims=True)) * p


@variant
class KerasCategoricalCrossEntropy(CategoricalCrossEntropy):
    """The categorical cross-entropy of shares that are clipped to [1e-7, 1 − 1e-7] once they sum to 1."""

    label_smoothing: float = _label_smoothing()

    formula = Formula(
        "L = -sum(t_i*log(c_i), i, n)",
        let=f"{CLIPPED_SHARES}; {SMOOTHED}",
        prediction="p",
        target="y",
        silent=True,
    )
    convention = _CLIP_CONVENTION
    note = "The shares are the probabilities over their sum. At most 16.1 for labels that sum to 1."
    strengths = Sentences(
        (
            "A proper scoring rule: its expectation is least for the true distribution.",
            lambda self: not self.label_smoothing,
        ),
        ("Label smoothing keeps the best prediction away from 0 and 1.", lambda self: self.label_smoothing > 0),
    )
    weaknesses = _BOUNDED

    def loss(self, prediction, target):
        surprise = np.clip(surprises(prediction), LEAST_SURPRISE, MOST_SURPRISE)
        return np.sum(weighed(smooth_labels(target, self.label_smoothing), surprise), axis=-1)

    def slope(self, prediction, target):
        share = prediction / np.sum(prediction, axis=-1, keepdims=True)
        return super().slope(prediction, smooth_labels(target, self.label_smoothing) * _passes(share))


@variant
class KerasSparseCategoricalCrossEntropy(SparseCategoricalCrossEntropy):
    """The sparse categorical cross-entropy of probabilities that are clipped before they are divided by their sum."""

    usual = Formula(
        "L = -log(c_k/C)",
        let="c_i = clip(p_i, 1e-7, 1 - 1e-7); C = sum(c_j, j, n)",
        prediction="p",
        target="k",
        symbols=CLASS,
    )
    convention = "The slope of a class is 0 where its probability is clipped; at both ends it is that from inside."
    note = "Equal to the categorical cross-entropy of Keras for probabilities that sum to 1, but for those clipped."
    weaknesses = _BOUNDED

    def loss(self, prediction, target):
        return super().loss(np.clip(prediction, KERAS_EPSILON, HIGHEST), target)

    def slope(self, prediction, target):
        return np.where(_passes(prediction), super().slope(np.clip(prediction, KERAS_EPSILON, HIGHEST), target), 0.0)


@variant
class KerasCategoricalFocal(CategoricalFocal):
    """The categorical focal loss of shares that are clipped to [1e-7, 1 − 1e-7] once they sum to 1."""

    label_smoothing: float = _label_smoothing()

    formula = Formula(
        "L = -alpha*sum((1 - c_i)^gamma*t_i*log(c_i), i, n)",
        let=f"{CLIPPED_SHARES}; {SMOOTHED}",
        prediction="p",
        target="y",
        silent=True,
    )
    convention = _CLIP_CONVENTION
    note = "The shares are the probabilities over their sum; alpha always counts."
    weaknesses = Sentences(
        _BOUNDED[0],
        (
            "Its minimum is not the true distribution, so its probabilities are less confident.",
            lambda self: self.gamma > 0,
        ),
    )

    def loss(self, prediction, target):
        total = np.sum(prediction, axis=-1, keepdims=True)
        miss = np.clip(others(prediction) / total, KERAS_EPSILON, HIGHEST)
        surprise = np.clip(surprises(prediction), LEAST_SURPRISE, MOST_SURPRISE)
        labels = smooth_labels(target, self.label_smoothing)
        return self.alpha * np.sum(weighed(labels, miss**self.gamma * surprise), axis=-1)

    def slope(self, prediction, target):
        share = prediction / np.sum(prediction, axis=-1, keepdims=True)
        return super().slope(prediction, smooth_labels(target, self.label_smoothing) * _passes(share))


@variant
class KerasSoftmaxFocal(KerasCategoricalFocal):
    """The categorical focal loss of scores, whose softmax is clipped to [1e-7, 1 − 1e-7]."""

    takes = "logits"
    renormalises = False
    example = ((2.0, 1.0, 0.1), (1.0, 0.0, 0.0))
    formula = Formula(
        KerasCategoricalFocal.formula.text,
        let=f"S = sum(exp(z_j), j, n); c_i = clip(exp(z_i)/S, 1e-7, 1 - 1e-7); {SMOOTHED}",
        target="y",
        silent=True,
    )

    def loss(self, prediction, target):
        return super().loss(shares_of(prediction), target)

    def slope(self, prediction, target):
        p = shares_of(prediction)
        return weighed(p, super().slope(p, target))

    def shown(self, prediction, target):
        return super().shown(shares_of(prediction), target)


@variant
class KerasCategoricalHinge(CategoricalHinge):
    """The categorical hinge with the slope from outside where it just becomes 0."""

    convention = (
        "Where the loss just becomes 0 the slope is that from outside, as Keras on TensorFlow takes it. Entries that "
        "tie for the maximum share the slope equally."
    )

    def slope(self, prediction, target):
        pull = share_of_maximum(weighed(1 - target, prediction)) * (1 - target) - target
        return np.where(self._height(prediction, target)[..., None] >= 0, pull, 0.0)


@variant
class KerasKullbackLeibler(KullbackLeibler):
    """The Kullback–Leibler divergence of distributions that are both clipped to [1e-7, 1]."""

    formula = Formula(
        "KL = sum(t_i*log(t_i/c_i), i, n)",
        let="t_i = clip(p_i, 1e-7, 1); c_i = clip(q_i, 1e-7, 1)",
        prediction="q",
        target="p",
    )
    routes = {}
    convention = "The slope of a class is 0 where its q is clipped; at both ends it is that from inside."
    note = "Clipped vectors do not sum to 1, so that it may be a little below 0."
    strengths = ("Finite for all distributions.", "Least, but for what the clipping changes, where they are equal.")
    weaknesses = (
        "Nothing is learned of a class whose q is below 1e-7.",
        "Not symmetric: this order makes q cover all of p, the other one makes it pick a mode.",
    )

    def loss(self, prediction, target):
        return super().loss(np.clip(prediction, KERAS_EPSILON, 1), np.clip(target, KERAS_EPSILON, 1))

    def slope(self, prediction, target):
        passes = (prediction >= KERAS_EPSILON) & (prediction <= 1)
        return np.where(passes, -np.clip(target, KERAS_EPSILON, 1) / prediction, 0.0)


@variant
class KullbackLeiblerOfLogs(KullbackLeibler):
    """The Kullback–Leibler divergence where prediction and target are both logarithms of probabilities."""

    target_kind = "vector"
    example = ((-0.6931, -1.204, -1.6094), (-0.3567, -1.6094, -2.3026))
    takes = "log-probabilities"
    formula = Formula("KL = sum(exp(t_i)*(t_i - l_i), i, n)", prediction="l", target="t")
    routes = {}
    note = "PyTorch and Optax give nan for a class with p_i = 0, where 0·∞ is asked for."
    convention = "A class with p_i = 0, whose logarithm is −∞, costs nothing and has the slope 0."

    def loss(self, prediction, target):
        return np.sum(weighed(np.exp(target), target - prediction), axis=-1)

    def elements(self, prediction, target):
        return weighed(np.exp(target), target - prediction)

    def slope(self, prediction, target):
        return -np.exp(target)

    def shown(self, prediction, target):
        return {
            "probability": np.exp(prediction),
            "log-probability": prediction,
            "contribution": weighed(np.exp(target), target - prediction),
        }


class _Floored(VectorLoss):
    """An overlap with a number added below the fraction alone, so that two empty masks have loss 1."""

    def check_target(self, prediction, target):
        """Keras takes masks of any numbers."""


@variant
class KerasDice(_Floored, Dice):
    """The dice loss with 1e-7 added below."""

    smooth: ClassVar[float] = 0.0  # which Keras does not offer
    below = KERAS_EPSILON / 2
    formula = Formula(
        "L = 1 - 2*sum(p_i*y_i, i, n)/(sum(p_i, i, n) + sum(y_i, i, n) + 1e-7)", prediction="p", target="y"
    )
    note = ""
    convention = "Two empty masks have loss 1."
    weaknesses = (
        "Where the target is empty it is 1 for any prediction, so its slope is 0.",
        "Not convex, and noisy for small masks.",
    )


@variant
class KerasTversky(_Floored, Tversky):
    """The Tversky loss with 1e-7 added below."""

    smooth: ClassVar[float] = 0.0  # which Keras does not offer
    below = KERAS_EPSILON
    strengths = ("alpha > beta finds more of a rare class, at the price of false alarms.",)
    formula = Formula(
        "L = 1 - I/(I + alpha*F + beta*M + 1e-7)",
        let=MASKS,
        prediction="p",
        target="y",
        symbols=OF_MASKS,
    )
    note = ""
    convention = "Two empty masks have loss 1."


class _OfLogits(VectorLoss):
    """An overlap of the sigmoids of the prediction."""

    takes = "logits"
    example = ((2.0, 0.5, -1.5, -2.0), (1.0, 1.0, 0.0, 0.0))

    def loss(self, prediction, target):
        return super().loss(_sigmoid(prediction), target)

    def slope(self, prediction, target):
        return super().slope(_sigmoid(prediction), target) * _sigmoid(prediction) * _sigmoid(-prediction)

    def shown(self, prediction, target):
        return {"probability": _sigmoid(prediction), **super().shown(_sigmoid(prediction), target)}


def _sigmoid(z: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1 + small)


@variant
class OptaxDice(_OfLogits, Dice):
    """The dice loss of the sigmoids of scores."""

    note = "smooth counts as often above as below, so that two empty masks have loss 0."
    formula = Formula(Dice.formula.text, let="p_i = sigmoid(z_i)", target="y")


@variant
class OptaxTversky(_OfLogits, Tversky):
    """The Tversky loss of the sigmoids of scores."""

    note = "alpha is the cost of false positives, as in the paper."
    formula = Formula(Tversky.formula.text, let=f"p_i = sigmoid(z_i); {MASKS}", target="y", symbols=OF_MASKS)
