"""Losses of how well a predicted mask overlaps with the true one."""

from typing import ClassVar

import numpy as np

from ...numerics.shares import unit_of
from ..entry import Sentences, Text
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register

SALEHI = "Salehi, Erdogmus and Gholipour 2017, Tversky loss function for image segmentation, arXiv:1706.05721"
IN_OPTAX = "jax.scipy.special.logit(p)[..., None], target[..., None]"  # it takes logits of a single class
MASKS = "I = sum(p_i*y_i, i, n); F = sum(p_i*(1 - y_i), i, n); M = sum((1 - p_i)*y_i, i, n)"
OF_MASKS = {"I": "the overlap", "F": "what was marked in excess", "M": "what was missed"}
EMPTY = (
    "Two empty masks, with no smoothing: loss 0 and slope 0, for nothing was missed; Keras' Dice and Tversky give 1."
)


def _smooth():
    return param(0, "added above and below the fraction", symbol="ε", at_least=0)


class _Overlap(VectorLoss):
    """1 − (I + ε)/(I + α·F + β·M + ε): F is what was marked in excess, M what was missed, I the rest."""

    takes = "probabilities"
    target_kind = "shares"
    example = ((0.9, 0.6, 0.2, 0.1), (1.0, 1.0, 0.0, 0.0))
    alpha: float
    beta: float
    smooth: float
    below: ClassVar[float] = 0.0  # what a framework adds below the fraction alone

    def _hit_and_miss(self, prediction, target):
        """I + ε, and α·F + β·M as a sum of products: 1 less a fraction would round small losses away.

        Before them the unit of predictions in which all three are taken. Large weights have one of their own.
        """
        unit, part = unit_of(prediction), self._part
        scaled = prediction * unit
        excess = np.sum(scaled * (1 - target), axis=-1, keepdims=True)
        missed = np.sum((unit - scaled) * target, axis=-1, keepdims=True)
        hit = np.sum(scaled * target, axis=-1, keepdims=True) * part + self.smooth * part * unit
        return unit, hit, self.alpha * part * excess + self.beta * part * missed + self.below * part * unit

    @property
    def _part(self):
        return float(unit_of(np.array([self.alpha, self.beta, self.smooth]))[0])

    def loss(self, prediction, target):
        _, hit, miss = self._hit_and_miss(prediction, target)
        return np.where(miss == 0, 0.0, miss / (hit + miss))[..., 0]

    def slope(self, prediction, target):
        unit, hit, miss = self._hit_and_miss(prediction, target)
        part, whole = self._part, hit + miss
        change = self.alpha * part * (1 - target) - self.beta * part * target
        return np.where(whole == 0, 0.0, (change * (hit / whole) - target * part * (miss / whole)) / whole * unit)

    def shown(self, prediction, target):
        return {
            "overlap": prediction * target,
            "excess": prediction * (1 - target),
            "missed": (1 - prediction) * target,
        }


@register
class Dice(_Overlap):
    """One less twice the overlap of prediction and target over the sum of both."""

    smooth: float = _smooth()

    name = "dice"
    topics = ("segmentation",)
    display = "Dice loss"
    aliases = ("dice_loss", "soft_dice", "binary_dice_loss", "sorensen_dice")
    alpha = beta = 0.5
    formula = Formula(
        "L = 1 - (2*sum(p_i*y_i, i, n) + 2*smooth)/(sum(p_i, i, n) + sum(y_i, i, n) + 2*smooth)",
        prediction="p",
        target="y",
    )
    note = (
        "tversky with α = β = 1/2. Common PyTorch code has (2·Σp·y + ε)/(Σp + Σy + ε): its ε is 2·smooth. Optax "
        "puts ε = 1 above and below and takes logits unless told; Keras adds 1e-7 below only, and sums over the "
        "whole batch unless told. V-Net squares p and y below; this does not."
    )
    convention = EMPTY
    strengths = ("Does not care how large the background is, unlike a mean over pixels.",)
    weaknesses = Sentences(
        (
            "Where the target is empty it is 1 for any prediction but nothing, so its slope is 0.",
            lambda self: self.smooth == 0,
        ),
        "Not convex, and noisy for small masks.",
    )
    sources = (
        "Milletari, Navab and Ahmadi 2016, V-Net, arXiv:1606.04797",
        "Dice 1945, Measures of the amount of ecologic association between species, doi:10.2307/1932409",
    )
    equivalents = {
        "PyTorch": "1 - 2 * ((p * target).sum(-1) + {smooth}) / (p.sum(-1) + target.sum(-1) + 2 * {smooth})",
        "Optax": f"optax.losses.dice_loss({IN_OPTAX}, smooth={{smooth}}, reduction='none')[..., 0]",
    }
    equivalents_of_defaults = {
        "TensorFlow": "tf.keras.losses.dice(target, p, axis=-1)",
    }


@register
class Tversky(_Overlap):
    """One less an overlap in which marking too much and missing something cost differently."""

    alpha: float = param(0.5, "cost of what was marked in excess (false positives)", symbol="α", at_least=0)
    beta: float = param(0.5, "cost of what was missed (false negatives)", symbol="β", at_least=0)
    smooth: float = _smooth()

    name = "tversky"
    topics = ("segmentation",)
    display = "Tversky loss"
    aliases = ("tversky_loss", "tversky_index_loss")
    formula = Formula(
        "L = 1 - (I + smooth)/(I + alpha*F + beta*M + smooth)",
        let=MASKS,
        prediction="p",
        target="y",
        symbols=OF_MASKS,
    )
    note = (
        "α = β = 1/2 is dice, α = β = 1 jaccard. Here α is the cost of false positives, as in the paper and in Optax; "
        "in Keras it multiplies Σ(1 − p)·y, what was missed, although Keras' documentation says otherwise."
    )
    convention = EMPTY
    strengths = ("β > α finds more of a rare class, at the price of false alarms.",)
    weaknesses = ("Two more numbers to tune, whose meanings frameworks swap.",)
    sources = (SALEHI, "Tversky 1977, Features of similarity, doi:10.1037/0033-295X.84.4.327")

    @property
    def equivalents(self):
        weighted = "smooth={smooth}, alpha={alpha}, beta={beta}, reduction='none'"
        optax = {"Optax": f"optax.losses.dice_loss({IN_OPTAX}, {weighted})[..., 0]"}
        if self.smooth:
            return optax
        return {"TensorFlow": "tf.keras.losses.tversky(target, p, alpha={beta}, beta={alpha}, axis=-1)", **optax}


@register
class Jaccard(_Overlap):
    """One less the overlap of prediction and target over their union."""

    smooth: float = _smooth()

    name = "jaccard"
    topics = ("segmentation",)
    display = "Jaccard loss"
    aliases = ("jaccard_loss", "iou_loss", "soft_jaccard", "soft_iou", "jaccard_distance")
    alpha = beta = 1.0
    formula = Formula(
        "L = 1 - (I + smooth)/(sum(p_i, i, n) + sum(y_i, i, n) - I + smooth)",
        let="I = sum(p_i*y_i, i, n)",
        prediction="p",
        target="y",
    )
    note = Text(
        "tversky with α = β = 1.",
        ("It is 2·D/(1 + D) where D is the dice loss without smoothing.", lambda self: self.smooth == 0),
    )
    convention = EMPTY
    strengths = ("What segmentation is usually judged by: intersection over union.",)
    weaknesses = Sentences(("Where the target is empty its slope is 0.", lambda self: self.smooth == 0), "Not convex.")
    sources = (
        "Rahman and Wang 2016, Optimizing intersection-over-union in deep neural networks for image segmentation, "
        "doi:10.1007/978-3-319-50835-1_22",
    )
    equivalents = {
        "PyTorch": "1 - ((p * target).sum(-1) + {smooth}) / ((p + target - p * target).sum(-1) + {smooth})",
        "Optax": f"optax.losses.dice_loss({IN_OPTAX}, smooth={{smooth}}, alpha=1, beta=1, reduction='none')[..., 0]",
    }
