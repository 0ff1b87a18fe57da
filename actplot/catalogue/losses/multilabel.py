"""Losses of scores of classes of which any number may apply."""

import numpy as np

from ...numerics.shares import unit_of
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register


@register
class MultilabelMargin(VectorLoss):
    """Every class that does not apply and comes within 1 of one that does, pays; over the number of classes."""

    name = "multilabel_margin"
    topics = ("classification",)
    display = "multilabel margin loss"
    aliases = ("MultiLabelMarginLoss", "multilabel_margin_loss")
    takes = "scores"
    target_kind = "multilabel"
    example = ((0.1, 0.2, 0.4, 0.8), (1.0, 0.0, 0.0, 1.0))
    formula = Formula(
        "L = sum(sum(max(0, 1 - s_j + s_i), i, n, y_i == 0), j, n, y_j == 1)/n", prediction="s", target="y"
    )
    convention = "Where a class is behind by exactly 1 the slope is 0, as PyTorch."
    note = (
        "The target is 1 for each class that applies, else 0. PyTorch takes the numbers of those classes instead, "
        "filled up with −1."
    )
    strengths = ("Asks only for the right order, with a margin.",)
    weaknesses = ("Nothing says where to cut between classes that apply and those that do not.", "Costs n² pairs.")
    sources = (
        "Elisseeff and Weston 2001, A kernel method for multi-labelled classification (pairs of labels), NIPS 14",
        "PyTorch documentation, torch.nn.MultiLabelMarginLoss",
    )

    @staticmethod
    def _shortfalls(prediction, target, unit=1.0):
        """[j, i]: by how much class i, which does not apply, comes too near to class j, which does."""
        scaled = prediction * unit
        short = np.maximum(np.asarray(unit)[..., None] + (scaled[..., None, :] - scaled[..., :, None]), 0.0)
        return np.where((target[..., :, None] == 1) & (target[..., None, :] == 0), short, 0.0)

    def loss(self, prediction, target):
        unit = np.min(unit_of(self._shortfalls(prediction, target)), axis=-2)
        short = self._shortfalls(prediction, target, unit)
        return np.sum(short / prediction.shape[-1], axis=(-2, -1)) / unit[..., 0]

    def slope(self, prediction, target):
        active = self._shortfalls(prediction, target) > 0
        return (np.sum(active, axis=-2) - 1.0 * np.sum(active, axis=-1)) / prediction.shape[-1]

    def shown(self, prediction, target):
        short = self._shortfalls(prediction, target)
        return {"shortfall": np.sum(short, axis=-2) + np.sum(short, axis=-1)}


@register
class MultilabelSoftMargin(VectorLoss):
    """The mean over classes of the logistic loss of whether each applies."""

    weight: tuple[float, ...] | None = param(
        None, "weight of each class", symbol="w", many=True, optional=True, at_least=0
    )

    name = "multilabel_soft_margin"
    topics = ("classification",)
    display = "multilabel soft-margin loss"
    aliases = ("MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss")
    takes = "logits"
    target_kind = "shares"
    example = ((2.0, -1.0, 0.1), (1.0, 0.0, 1.0))
    formula = Formula("L = -sum(weight_i*(y_i*log(sigmoid(z_i)) + (1 - y_i)*log(sigmoid(-z_i))), i, n)/n", target="y")
    note = (
        "The mean over the classes of sigmoid_cross_entropy_with_logits, for targets from 0 to 1. The weights multiply "
        "the classes and do not enter the division by n, as PyTorch."
    )
    strengths = ("Convex and smooth, and each class gets its own probability σ(z_i).",)
    weaknesses = ("Treats the classes as independent of each other.",)
    sources = (
        "Nam et al. 2014, Large-scale multi-label text classification, arXiv:1312.5419",
        "PyTorch documentation, torch.nn.MultiLabelSoftMarginLoss",
    )

    @property
    def equivalents(self):
        if self.weight is not None:
            return {}
        return {
            "TensorFlow": "tf.keras.losses.binary_crossentropy(target, z, from_logits=True)",
            "Keras": "keras.losses.binary_crossentropy(target, z, from_logits=True)",
            "Optax": "optax.sigmoid_binary_cross_entropy(z, target).mean(-1)",
        }

    def _scale(self, prediction):
        return (1.0 if self.weight is None else np.asarray(self.weight)) / prediction.shape[-1]

    def loss(self, prediction, target):
        terms = np.where(target == 0, 0.0, target * np.logaddexp(0, -prediction))
        terms = terms + np.where(target == 1, 0.0, (1 - target) * np.logaddexp(0, prediction))
        return np.sum(self._scale(prediction) * terms, axis=-1)

    def slope(self, prediction, target):
        applies, not_applies = _sigmoid(prediction), _sigmoid(-prediction)
        return self._scale(prediction) * ((1 - target) * applies - target * not_applies)

    def shown(self, prediction, target):
        return {"probability": _sigmoid(prediction)}


def _sigmoid(z: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1 + small)
