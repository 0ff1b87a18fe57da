"""What a framework computes where its distances are not those of the catalogue: floors, signs and the norm itself."""

import numpy as np

from ....catalogue.kinds.formula import Formula
from ....catalogue.kinds.vector_losses import VectorLoss
from ....catalogue.losses.pairs import (
    LENGTHS,
    OF_LENGTHS,
    CosineDistance,
    CosineEmbedding,
    CosineSimilarity,
    TripletMargin,
)
from ....catalogue.parameter import param
from ....numerics.lengths import direction, norm
from ..meanings import canonical_class
from .functions import KERAS_EPSILON, variant

SQUARE_FLOOR = float(np.float32(1e-12))  # what PyTorch's cosine_embedding_loss adds to each squared length


def _ratio(v: np.ndarray, length: np.ndarray) -> np.ndarray:
    return np.where(length == 0, 0.0, v / length)


class _Floored(VectorLoss):
    """A cosine whose lengths are at least some number; below it the slope is that of the scalar product."""

    sign = 1.0
    offset = 0.0  # the loss is offset + sign · cosine

    @property
    def floor(self) -> float:
        """The least length."""
        raise NotImplementedError

    def _lengths(self, prediction, target):
        return tuple(np.maximum(norm(v), self.floor) for v in (prediction, target))

    def _floored(self, prediction, target):
        return np.any(norm(np.stack([prediction, target], axis=-2))[..., 0] < self.floor, axis=-1)

    def _value(self, prediction, target):
        a, b = self._lengths(prediction, target)
        return self.offset + self.sign * np.sum(_ratio(prediction, a) * _ratio(target, b), axis=-1)

    def loss(self, prediction, target):
        usual = self._distance(prediction, target) if self.offset else self.sign * self._cosine(prediction, target)
        return np.where(self._floored(prediction, target), self._value(prediction, target), usual)

    def slope(self, prediction, target):
        a, b = self._lengths(prediction, target)
        towards = _ratio(target, b)
        cosine = np.sum(_ratio(prediction, a) * towards, axis=-1, keepdims=True)
        turn = _ratio(towards - self._held(prediction, a) * cosine * direction(prediction), a)
        usual = np.where(self._floored(prediction, target)[..., None], turn, self._turn(prediction, target))
        return self.sign * usual

    def _held(self, prediction, length):
        """Whether the length of the prediction counts in the slope."""
        return norm(prediction) >= length


@variant
class KerasCosineSimilarity(_Floored, CosineSimilarity):
    """Minus the cosine of the angle between two vectors, whose lengths are at least 1e-7."""

    sign, floor = -1.0, KERAS_EPSILON
    formula = Formula(
        "L = -sum(a_i*b_i, i, n)/(max(A, 1e-7)*max(B, 1e-7))",
        let=LENGTHS,
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )
    note = ""
    convention = "A vector of length 0 has the loss 0."
    strengths = (
        "Does not depend on lengths above 1e-7.",
        "Bounded from −1 to 1, and least for vectors of one direction.",
    )


@variant
class TorchCosineSimilarity(_Floored, CosineSimilarity):
    """The cosine of the angle between two vectors, whose lengths are at least eps."""

    eps: float = param(1e-8, "least length", symbol="ε", at_least=0)

    formula = Formula(
        "S = sum(a_i*b_i, i, n)/(max(A, eps)*max(B, eps))",
        let=LENGTHS,
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )
    note = ""
    convention = "The slope is (b/|b| − S·a/|a|)/max(|a|, eps) for short vectors too, as PyTorch takes it."
    strengths = ("Does not depend on lengths above eps.", "Bounded from −1 to 1.")

    @property
    def floor(self):
        return self.eps

    def _held(self, prediction, length):
        return True


class _OptaxFloor(_Floored):
    """The floor of Optax' cosines, whose epsilon is that of the squared length."""

    epsilon: float

    note = ""
    convention = "The slope of a vector that is shorter than that is the one of the scalar product."
    strengths = ("Does not depend on lengths above √epsilon.", "Bounded.")

    @property
    def floor(self):
        return float(np.sqrt(self.epsilon))

    def plain(self):
        """The entry of the catalogue that it is without a floor."""
        return None if self.epsilon else canonical_class(type(self))()


def _epsilon():
    return param(0, "least squared length", symbol="ε", at_least=0)


@variant
class OptaxCosineSimilarity(_OptaxFloor, CosineSimilarity):
    """The cosine of the angle between two vectors, whose squared lengths are at least epsilon."""

    epsilon: float = _epsilon()

    formula = Formula(
        "S = sum(a_i*b_i, i, n)/sqrt(max(A^2, epsilon)*max(B^2, epsilon))",
        let=LENGTHS,
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )


@variant
class OptaxCosineDistance(_OptaxFloor, CosineDistance):
    """One less the cosine of the angle between two vectors, whose squared lengths are at least epsilon."""

    epsilon: float = _epsilon()

    sign, offset = -1.0, 1.0
    formula = Formula(
        "L = 1 - sum(a_i*b_i, i, n)/sqrt(max(A^2, epsilon)*max(B^2, epsilon))",
        let=LENGTHS,
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )


@variant
class TensorflowCosineDistance(CosineDistance):
    """One less the scalar product, which is the cosine distance of vectors of length 1."""

    formula = Formula("L = 1 - sum(a_i*b_i, i, n)", prediction="a", target="b")
    example = ((0.6, 0.8), (0.8, 0.6))
    note = ""
    convention = ""
    strengths = ("One product for each number, for vectors that have the length 1 anyway.",)
    weaknesses = ("Vectors of other lengths give what is no distance: −∞ is its greatest lower bound.",)

    def loss(self, prediction, target):
        return 1 - np.sum(prediction * target, axis=-1)

    def slope(self, prediction, target):
        return -target


@variant
class TorchCosineEmbedding(CosineEmbedding):
    """The cosine embedding loss with 1e-12 added to each squared length."""

    formula = Formula(
        CosineEmbedding.formula.text,
        let=f"{LENGTHS}; c = sum(a_i*b_i, i, n)/sqrt((A^2 + {SQUARE_FLOOR})*(B^2 + {SQUARE_FLOOR}))",
        prediction="a",
        target="b",
        symbols=OF_LENGTHS,
    )
    note = ""
    convention = "At the margin the slope of the cosine. A vector of length 0 has the cosine 0, and a huge slope."

    @staticmethod
    def _shares(v):
        """Of the raised length the part that the length makes up, and what is missing from 1."""
        lacking = -np.expm1(-np.log1p(SQUARE_FLOOR / np.square(norm(v))) / 2)
        return norm(v) / np.hypot(norm(v), np.sqrt(SQUARE_FLOOR)), lacking

    @classmethod
    def _cosine(cls, prediction, target):
        part = cls._shares(prediction)[0] * cls._shares(target)[0]
        return part[..., 0] * super()._cosine(prediction, target)

    @classmethod
    def _distance(cls, prediction, target):
        (part, lacking), (_, other) = cls._shares(prediction), cls._shares(target)
        cosine, missing = super()._cosine(prediction, target), (lacking + part * other)[..., 0]
        return CosineDistance._distance(prediction, target) + cosine * missing

    @classmethod
    def _turn(cls, prediction, target):
        raised, other = (np.hypot(norm(v), np.sqrt(SQUARE_FLOOR)) for v in (prediction, target))
        cosine = super()._cosine(prediction, target)[..., None]
        grown = cosine * direction(prediction) * SQUARE_FLOOR / raised**2  # by the share of the length itself
        turned = norm(prediction) / raised * super()._turn(prediction, target)
        usual = norm(target) / other * (turned + grown / raised)
        return np.where(norm(prediction) == 0, target / other / raised, usual)


@variant
class TorchTripletSwap(TripletMargin):
    """The triplet loss where the far vector may keep its distance from the near one in place of the anchor."""

    formula = Formula(
        "L = max(0, u - min(v, w) + margin)",
        let=f"{TripletMargin.formula.let}; w = sum(|b_i - c_i + eps|^p, i, n)^(1/p)",
        prediction="a",
        target="b, c",
        symbols=TripletMargin.formula.symbols,
    )
    note = ""
    convention = "Where the loss just becomes 0 its slope is that from outside; equal distances share the slope."

    def _swapped(self, target):
        return norm(target[..., 0, :] - target[..., 1, :] + self.eps, self.p)[..., 0]

    def _height(self, prediction, target):
        distance = norm(self._gaps(prediction, target), self.p)[..., 0]
        return distance[..., 0] - np.minimum(distance[..., 1], self._swapped(target)) + self.margin

    def slope(self, prediction, target):
        gaps = self._gaps(prediction, target)
        distance = norm(gaps, self.p)
        slopes = np.where(distance == 0, 0.0, np.sign(gaps) * (np.abs(gaps) / distance) ** (self.p - 1))
        swapped = self._swapped(target)
        share = np.heaviside(swapped - distance[..., 1, 0], 0.5)
        slopes = slopes[..., 0, :] - share[..., None] * slopes[..., 1, :]
        return np.where(self._height(prediction, target)[..., None] >= 0, slopes, 0.0)

    def shown(self, prediction, target):
        return {**super().shown(prediction, target), "positive to negative": self._swapped(target)}


@variant
class OptaxTriplet(TripletMargin):
    """The triplet loss with eps inside the root, and powers of differences that keep their sign."""

    eps: float = param(1e-6, "added inside the root", symbol="ε", at_least=0)

    formula = Formula(
        TripletMargin.formula.text,
        let="u = (sum((a_i - b_i)^p, i, n) + eps)^(1/p); v = (sum((a_i - c_i)^p, i, n) + eps)^(1/p)",
        prediction="a",
        target="b, c",
        symbols=TripletMargin.formula.symbols,
    )
    note = ""
    convention = "Where the loss just becomes 0 its slope is half of that from outside."

    def _powers(self, prediction, target):
        gaps = prediction[..., None, :] - target
        return gaps, np.sum(gaps**self.p, axis=-1) + self.eps

    def _height(self, prediction, target):
        distance = self._powers(prediction, target)[1] ** (1 / self.p)
        return distance[..., 0] - distance[..., 1] + self.margin

    def slope(self, prediction, target):
        gaps, total = self._powers(prediction, target)
        slopes = total[..., None] ** (1 / self.p - 1) * gaps ** (self.p - 1)
        height = self._height(prediction, target)[..., None]
        share = np.heaviside(height, 0.5)
        return share * (slopes[..., 0, :] - slopes[..., 1, :])

    def shown(self, prediction, target):
        distance = self._powers(prediction, target)[1] ** (1 / self.p)
        return {"distance to positive": distance[..., 0], "distance to negative": distance[..., 1]}
