"""Losses of a distance between two inputs, for pairs that are alike or not."""

import numpy as np

from ..entry import Sentences, Text
from ..kinds.functions import REALS, Asymptote, Interval, Line, param
from ..kinds.losses import TargetLoss
from ..registry import register


class DistanceLoss(TargetLoss):
    """A loss of a distance d, for a target of 1 (a pair that is alike) or −1 (a pair that is not)."""

    variable = "distance"
    letter = "d"


@register
class HingeEmbedding(DistanceLoss):
    """Pulls pairs that are alike together, and pushes the others apart up to a margin."""

    target: float = param(1, "1 for a pair that is alike, −1 for one that is not", symbol="y", one_of=(-1, 1))
    margin: float = param(1, "distance from which on an unlike pair costs nothing", symbol="μ")

    name = "hinge_embedding"
    display = "hinge embedding loss"
    aliases = ("hinge_embedding_loss", "HingeEmbeddingLoss")
    formula = "where(target > 0, x, max(0, margin - x))"
    routes = {
        "pieces": (
            Line("definition", "D(where(target > 0, x, max(0, margin - x)))"),
            Line("piece by piece", "where(target > 0, D(x), D(max(0, margin - x)))", "One piece for each target."),
            Line("write the pieces", "where(target > 0, D(x), D(where(x <= margin, margin - x, 0)))"),
            Line(
                "slopes",
                "where(target > 0, 1, where(x <= margin, -1, 0))",
                "Alike, the distance itself counts; unlike, what it lacks to the margin.",
            ),
        ),
    }
    convention = Text(("f′(margin) = −1: the pair still counts, as PyTorch takes it.", lambda self: self.target < 0))
    note = "The loss is meant for distances, which are not negative; like PyTorch it also takes negative numbers."
    strengths = Sentences(
        ("Unlike pairs that are far enough apart stop counting.", lambda self: self.target < 0),
        (
            "Alike pairs are pulled with the same force at every distance, so an outlier does not dominate.",
            lambda self: self.target > 0,
        ),
    )
    weaknesses = Sentences(
        ("The margin sets the scale of the embedding and has to be chosen.", lambda self: self.target < 0),
        ("Not differentiable at the margin.", lambda self: self.target < 0),
        ("Without unlike pairs beside them, alike pairs are pulled onto one point.", lambda self: self.target > 0),
    )
    sources = ("Mobahi, Collobert and Weston 2009, Deep learning from temporal coherence in video, ICML 2009",)

    @property
    def interval(self):
        return (0.0, max(3.0, 2 * self.margin))

    @property
    def equivalents(self):
        return {"JAX": "d" if self.target > 0 else "jax.nn.relu({margin} - d)"}

    @property
    def _alike(self):
        return (1 + self.target) / 2

    @property
    def breaks(self):
        return () if self.target > 0 else (self.margin,)

    @property
    def bounds(self):
        return REALS if self.target > 0 else Interval(0, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(self.target, self.margin * (1 - self._alike)), Asymptote(self._alike, 0.0))

    def value(self, x):
        return np.where(self.target > 0, x, np.maximum(self.margin - x, 0.0))

    def derivative(self, x):
        return np.where(self.target > 0, 1.0, np.where(x <= self.margin, -1.0, 0.0))

    def second_derivative(self, x):
        return np.zeros_like(x)
