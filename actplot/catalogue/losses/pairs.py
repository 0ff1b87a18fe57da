"""Losses of how near or far two vectors, two scores or the items of a list are from each other."""

import numpy as np

from ...numerics.lengths import direction, largest_and_length, longer_by, norm
from ...numerics.shares import LARGE, UNIT, mean_of, others, unit_of
from ...numerics.words import two_sum
from ..entry import Sentences
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register
from .cross_entropies import CrossEntropyOfLogits

LABELS = "1 where the two belong together, −1 where they do not"
LENGTHS = "A = sqrt(sum(a_i^2, i, n)); B = sqrt(sum(b_i^2, i, n))"
OF_LENGTHS = {"A": "the length of a", "B": "the length of b"}
HADSELL = "Hadsell, Chopra and LeCun 2006, Dimensionality reduction by learning an invariant mapping"


class _Angle(VectorLoss):
    """What losses of the angle between two vectors share."""

    takes = "vectors"
    target_kind = "vector"
    example = ((1.0, 2.0, 3.0), (2.0, 1.0, 3.0))

    @staticmethod
    def _cosine(prediction, target):
        return np.clip(np.sum(direction(prediction) * direction(target), axis=-1), -1.0, 1.0)

    @classmethod
    def _distance(cls, prediction, target):
        """1 − cosine, as half the squared gap of the directions where they are near, for it would round away."""
        a, b = direction(prediction), direction(target)
        cosine = cls._cosine(prediction, target)
        half = np.sum(np.square(a - b), axis=-1) / 2
        return np.where(cosine > 0.5, half, 1 - cosine)

    @staticmethod
    def _turn(prediction, target):
        """The gradient of the cosine, (b/|b| − cosine·a/|a|)/|a|.

        Of nearly parallel vectors the part along a, nearly all, is taken off first. As a² sums to 1, b_i − (a·b)·a_i is
        b_i·Σa_k² − a_i·Σa_k·b_k over the others k ≠ i, where an entry that is nearly all of a does not cancel.
        """
        a, b = direction(prediction), direction(target)
        cosine = np.sum(a * b, axis=-1, keepdims=True)
        gap = np.where(np.abs(cosine) > 0.5, b - np.sign(cosine) * a, b)
        across = gap * others(a * a) - a * others(gap * a)
        known = np.any(a != 0, axis=-1, keepdims=True) & np.any(b != 0, axis=-1, keepdims=True)
        size, relative = largest_and_length(prediction)
        return np.where(known, across / relative / size, 0.0)

    def shown(self, prediction, target):
        return {
            "direction": direction(prediction),
            "target direction": direction(target),
            "cosine": self._cosine(prediction, target),
        }


@register
class CosineSimilarity(_Angle):
    """The cosine of the angle between two vectors: 1 where they point the same way."""

    name = "cosine_similarity"
    topics = ("metric learning",)
    aliases = ("CosineSimilarity",)
    formula = Formula("S = sum(a_i*b_i, i, n)/(A*B)", let=LENGTHS, prediction="a", target="b", symbols=OF_LENGTHS)
    note = (
        "A similarity, so large is good. The loss CosineSimilarity of Keras is minus it, to be minimised; "
        "cosine_distance is one less it. PyTorch's and Optax's functions of this name are this one. "
        "The gradient is (b/|b| − S·a/|a|)/|a|."
    )
    convention = (
        "A vector of length 0 has the similarity 0 and the slope 0. PyTorch and Keras have a huge slope there, from "
        "the floor that they put under the lengths; Optax gives nan."
    )
    strengths = ("Does not depend on the lengths.", "Bounded from −1 to 1.")
    weaknesses = ("Its slope grows as 1/|a| for short vectors.", "Says nothing about lengths.")
    sources = ("Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, section 6.3",)
    equivalents = {
        "TensorFlow": "-tf.keras.losses.cosine_similarity(target, prediction)",
        "Keras": "-keras.losses.cosine_similarity(target, prediction)",
    }

    def loss(self, prediction, target):
        return self._cosine(prediction, target)

    def slope(self, prediction, target):
        return self._turn(prediction, target)


@register
class CosineDistance(_Angle):
    """One less the cosine of the angle between two vectors: 0 where they point the same way."""

    name = "cosine_distance"
    topics = ("metric learning",)
    aliases = ("cosine_loss", "cosine_distance_loss")
    formula = Formula(
        "L = 1 - c",
        let=f"{LENGTHS}; c = sum(a_i*b_i, i, n)/(A*B)",
        prediction="a",
        target="b",
        symbols={**OF_LENGTHS, "c": "the cosine"},
    )
    note = (
        "Half the squared distance of a/|a| and b/|b|. tf.compat.v1.losses.cosine_distance does not divide by the "
        "lengths: it is 1 − Σa·b, for vectors of length 1 only."
    )
    convention = (
        "A vector of length 0 has the distance 1 and the slope 0. PyTorch and Keras have a huge slope there, from "
        "the floor that they put under the lengths; Optax gives nan."
    )
    strengths = ("Does not depend on the lengths.", "Bounded from 0 to 2.")
    weaknesses = ("Its slope grows as 1/|a| for short vectors.", "The slope vanishes for opposite vectors too.")
    sources = ("Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, section 6.3",)
    equivalents = {
        "PyTorch": "1 - torch.nn.functional.cosine_similarity(prediction, target, dim=-1)",
        "Keras": "1 + keras.losses.cosine_similarity(target, prediction)",
    }

    def loss(self, prediction, target):
        return self._distance(prediction, target)

    def slope(self, prediction, target):
        return -self._turn(prediction, target)


@register
class CosineEmbedding(_Angle):
    """Turns vectors that belong together towards each other, and the others apart up to a margin."""

    side: float = param(1, LABELS, symbol="y", name="label", one_of=(1, -1))
    margin: float = param(0, "cosine below which vectors are far enough apart", symbol="m")

    name = "cosine_embedding"
    topics = ("metric learning",)
    display = "cosine embedding loss"
    aliases = ("CosineEmbeddingLoss", "cosine_embedding_loss")
    formula = Formula(
        "L = where(label == 1, 1 - c, max(0, c - margin))",
        let=f"{LENGTHS}; c = sum(a_i*b_i, i, n)/(A*B)",
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )
    note = "PyTorch adds 1e-12 to each squared length. Prediction and target are the two vectors."
    convention = (
        "At the margin the slope of the cosine, as PyTorch. A vector of length 0 has the cosine 0 and the slope 0, "
        "where PyTorch's slope is huge."
    )
    strengths = Sentences(
        ("Stops pushing once two vectors are far enough apart.", lambda self: self.side < 0 and -1 <= self.margin < 1),
        "Does not depend on the lengths.",
    )
    weaknesses = Sentences(
        "Says nothing about lengths.",
        ("Beyond ±1 the margin is out of reach.", lambda self: self.side < 0 and not -1 <= self.margin < 1),
    )
    sources = ("PyTorch documentation, torch.nn.CosineEmbeddingLoss",)

    def loss(self, prediction, target):
        if self.side == 1:
            return self._distance(prediction, target)
        return np.maximum(self._cosine(prediction, target) - self.margin, 0.0)

    def slope(self, prediction, target):
        turn = self._turn(prediction, target)
        if self.side == 1:
            return -turn
        return np.where(self._cosine(prediction, target)[..., None] >= self.margin, turn, 0.0)


@register
class MarginRanking(VectorLoss):
    """By how much the score that should be higher misses a lead over the other."""

    margin: float = param(0, "lead that is asked for", symbol="m")

    name = "margin_ranking"
    topics = ("metric learning",)
    display = "margin ranking loss"
    aliases = ("MarginRankingLoss", "margin_ranking_loss")
    takes = "scores"
    target_kind = "label"
    length = 2
    example = ((0.3, 0.8), 1.0)
    formula = Formula("L = max(0, margin - y*(s_1 - s_2))", prediction="s", target="y")
    note = "The prediction is the two scores, the target 1 where the first shall be higher and −1 where the second."
    convention = "Where the lead is exactly the margin the slope is that of a shortfall, as PyTorch."
    strengths = ("Learns from comparisons alone.",)
    weaknesses = ("With the margin 0 equal scores everywhere have loss 0.",)
    sources = ("Herbrich, Graepel and Obermayer 2000, Large margin rank boundaries for ordinal regression, MIT Press",)

    def _shortfall(self, prediction, target):
        return self.margin - target * (prediction[..., 0] - prediction[..., 1])

    def loss(self, prediction, target):
        return np.maximum(self._shortfall(prediction, target), 0.0)

    def slope(self, prediction, target):
        pull = np.where(self._shortfall(prediction, target) >= 0, target, 0.0)
        return np.stack([-pull, pull], axis=-1)

    def shown(self, prediction, target):
        return {"lead": target * (prediction[..., 0] - prediction[..., 1])}


@register
class TripletMargin(VectorLoss):
    """By how much an anchor is not nearer to a vector of its kind than to one of another kind."""

    margin: float = param(1, "by how much nearer it has to be", symbol="m")
    p: float = param(2, "degree of the norm", at_least=1)
    eps: float = param(1e-6, "added to each difference of coordinates", symbol="ε")

    name = "triplet_margin"
    topics = ("metric learning",)
    display = "triplet margin loss"
    aliases = ("TripletMarginLoss", "triplet_margin_loss", "triplet_loss", "triplet")
    takes = "vectors"
    target_kind = "pair"
    cancels = 1.0  # the directions of both distances
    example = ((1.0, 2.0), ((1.0, 2.5), (2.0, 2.0)))
    formula = Formula(
        "L = max(0, u - v + margin)",
        let="u = sum(|a_i - b_i + eps|^p, i, n)^(1/p); v = sum(|a_i - c_i + eps|^p, i, n)^(1/p)",
        prediction="a",
        target="b, c",
        symbols={"a_i": "the anchor", "b_i": "the near vector", "c_i": "the far vector"},
    )
    note = (
        "The prediction is the anchor, the target the positive and the negative vector, stacked: (…, 2, n). ε is "
        "PyTorch's; Optax adds it to the sum of powers, without |·|, so its odd degrees differ."
    )
    convention = "Where the loss just becomes 0 its slope is that from outside, as PyTorch; at distance 0 it is 0."
    strengths = ("Asks for an order of distances only, not for their size.",)
    weaknesses = ("Most triplets soon cost nothing, so they have to be chosen.",)
    sources = (
        "Balntas et al. 2016, Learning local feature descriptors with triplets and shallow convolutional neural "
        "networks, doi:10.5244/C.30.119",
        "Schroff, Kalenichenko and Philbin 2015, FaceNet, arXiv:1503.03832",
    )

    def _gaps(self, prediction, target, unit=1.0):
        return prediction[..., None, :] * unit - target * unit + self.eps * unit

    def _unit(self, prediction, target):
        """In which distances are floats."""
        return np.min(unit_of(self._gaps(prediction, target)), axis=-2, keepdims=True)

    def _lead(self, prediction, target, unit):
        """d(a, p) − d(a, n)."""
        gaps, target = self._gaps(prediction, target, unit), target * unit
        return longer_by(gaps, target[..., 1, :] - target[..., 0, :], self.p)

    def _height(self, prediction, target):
        unit = self._unit(prediction, target)
        scale = unit[..., 0, 0]
        return (self._lead(prediction, target, unit) + self.margin * scale) / scale

    def loss(self, prediction, target):
        return np.maximum(self._height(prediction, target), 0.0)

    def slope(self, prediction, target):
        gaps = self._gaps(prediction, target, self._unit(prediction, target))
        size, relative = largest_and_length(gaps, self.p)
        powers = (np.abs(gaps) / size / relative) ** (self.p - 1)
        slopes = np.where(size == 0, 0.0, np.sign(self._gaps(prediction, target)) * powers)
        slopes = slopes[..., 0, :] - slopes[..., 1, :]
        return np.where(self._height(prediction, target)[..., None] >= 0, slopes, 0.0)

    def shown(self, prediction, target):
        distance = norm(self._gaps(prediction, target), self.p)[..., 0]
        return {"distance to positive": distance[..., 0], "distance to negative": distance[..., 1]}


@register
class Contrastive(VectorLoss):
    """Draws vectors that belong together to each other, and pushes the others out of a ball."""

    side: float = param(1, LABELS, symbol="y", name="label", one_of=(1, -1))
    margin: float = param(1, "distance beyond which vectors are far enough apart", symbol="m", above=0)

    name = "contrastive"
    topics = ("metric learning",)
    display = "contrastive loss"
    aliases = ("contrastive_loss",)
    takes = "vectors"
    target_kind = "vector"
    example = ((1.0, 2.0), (1.5, 2.2))
    formula = Formula(
        "L = where(label == 1, d^2/2, max(0, margin - d)^2/2)",
        let="d = sqrt(sum((a_i - b_i)^2, i, n))",
        prediction="a",
        target="b",
        symbols={"d": "the distance"},
    )
    note = (
        "Prediction and target are the two vectors. The paper writes the label 0 for vectors that belong together and "
        "1 for others; some implementations leave out the halves or write 1 for those that belong together."
    )
    convention = (
        "Two equal vectors that do not belong together have the slope 0, for no way out is better than another."
    )
    strengths = Sentences(
        ("Stops pushing once two vectors are far enough apart.", lambda self: self.side < 0),
        ("Smooth, and pulls the harder the farther apart two vectors are.", lambda self: self.side > 0),
    )
    weaknesses = Sentences(
        ("The margin fixes a scale for all pairs.", lambda self: self.side < 0),
        ("Draws all vectors of a kind onto one point.", lambda self: self.side > 0),
    )
    sources = (f"{HADSELL}, doi:10.1109/CVPR.2006.100",)
    equivalents = {
        "PyTorch": "torch.where(torch.tensor({label} == 1), (prediction - target).norm(dim=-1) ** 2, "
        "({margin} - (prediction - target).norm(dim=-1)).clamp(min=0) ** 2) / 2",
    }

    def loss(self, prediction, target):
        distance = norm(prediction - target)[..., 0]
        return np.square(distance if self.side == 1 else np.maximum(self.margin - distance, 0.0)) / 2

    def slope(self, prediction, target):
        gap = prediction - target
        if self.side == 1:
            return gap
        unit = unit_of(gap)
        return -np.maximum(self.margin - norm(gap), 0.0) * direction(prediction * unit - target * unit)

    def shown(self, prediction, target):
        return {"difference": prediction - target, "distance": norm(prediction - target)[..., 0]}


@register
class MeanPairwiseSquaredError(VectorLoss):
    """The mean over all pairs of entries of how wrong their difference is, squared."""

    name = "mean_pairwise_squared_error"
    topics = ("metric learning",)
    aliases = ("mpse", "pairwise_mean_squared_error")
    takes = "vectors"
    target_kind = "vector"
    example = ((1.0, 2.0, 4.0), (1.5, 2.0, 3.0))
    formula = Formula(
        "L = 2*sum(sum((r_i - r_j)^2, j, n, j < i), i, n)/max(1, n*(n - 1))",
        let="r_i = a_i - b_i",
        prediction="a",
        target="b",
        symbols={"r_i": "the residual"},
    )
    note = (
        "Equal to 2·Σ(r_i − r̄)²/(n − 1): a constant offset of all predictions costs nothing. For n = 1 it is 0. "
        "TensorFlow 1 has it as tf.compat.v1.losses.mean_pairwise_squared_error, equal to this for one list at a time."
    )
    strengths = ("Asks for the right differences, not for the right level.",)
    weaknesses = ("Leaves the level of the prediction open.",)
    sources = ("Eigen, Puhrsch and Fergus 2014, Depth map prediction from a single image, arXiv:1406.2283",)
    equivalents = {
        "PyTorch": "2 * (prediction - target).var(-1)",
    }

    @staticmethod
    def _centred(prediction, target):
        """The unit in which residuals are taken, and what each is beside their mean."""
        unit = unit_of(prediction - target)
        residual, lost = two_sum(prediction * unit, -target * unit)
        lost = np.where(np.isfinite(residual), lost, 0.0)
        mean, rest = mean_of(residual)
        return unit, (residual - mean) + ((lost - np.mean(lost, axis=-1, keepdims=True)) - rest)

    def loss(self, prediction, target):
        unit, centred = self._centred(prediction, target)
        scale = unit * np.where(np.max(np.abs(centred), axis=-1, keepdims=True) > np.sqrt(LARGE), UNIT, 1.0)
        squares = np.sum(np.square(centred * (scale / unit)), axis=-1, keepdims=True)
        return (2 * squares / max(prediction.shape[-1] - 1, 1) / scale / scale)[..., 0]

    def slope(self, prediction, target):
        unit, centred = self._centred(prediction, target)
        return 4 * centred / max(prediction.shape[-1] - 1, 1) / unit

    def shown(self, prediction, target):
        unit, centred = self._centred(prediction, target)
        return {"residual": prediction - target, "centred": centred / unit}


@register
class RankingSoftmax(CrossEntropyOfLogits):
    """The softmax cross-entropy of the scores of a list against how relevant each item is."""

    name = "ranking_softmax"
    topics = ("metric learning",)
    display = "ranking softmax loss"
    aliases = ("ranking_softmax_loss", "listnet_softmax")
    takes = "scores"
    target_kind = "vector"
    example = ((2.0, 1.0, 0.1), (2.0, 0.0, 1.0))
    formula = Formula(
        "L = -sum(y_i*log(p_i), i, n)",
        let="S = sum(exp(s_k), k, n); p_i = exp(s_i)/S",
        prediction="s",
        target="y",
        symbols={"s_i": "the score of item i", "y_i": "how relevant item i is"},
        silent=True,
    )
    note = (
        "softmax_cross_entropy_with_logits for grades of relevance, which need not sum to 1: the gradient is "
        "(Σy)·p − y. Optax gives the mean over lists unless told."
    )
    strengths = ("Convex, and costs one pass over the list.",)
    weaknesses = ("Lists with more relevant items count more.",)
    sources = ("Cao et al. 2007, Learning to rank: from pairwise approach to listwise approach, ICML 2007",)
