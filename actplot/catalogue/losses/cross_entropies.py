"""Losses that ask how surprising the true class is, by scores, probabilities or log-probabilities of all classes."""

from typing import ClassVar

import numpy as np

from ...numbers import number_text
from ...numerics.shares import (
    LARGE,
    UNIT,
    entry_of,
    expected_surprise,
    log_shares,
    one_hot,
    others,
    shares_of,
    softmax_slope,
    surprises,
    unit_of,
    weighed,
)
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register
from .routes import CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY

GOOD = "Good 1952, Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x"
BRIDLE = (
    "Bridle 1990, Probabilistic interpretation of feedforward classification network outputs, "
    "doi:10.1007/978-3-642-76153-9_28"
)
SZEGEDY = "Szegedy et al. 2016, Rethinking the Inception architecture, section 7 (label smoothing), arXiv:1512.00567"

CLASS = {"k": "the true class"}


class CrossEntropyOfLogits(VectorLoss):
    """What the cross-entropies of scores against a distribution share."""

    topics = ("classification",)

    takes = "logits"

    def loss(self, prediction, target):
        return expected_surprise(target, prediction)

    def slope(self, prediction, target):
        return softmax_slope(shares_of(prediction), target)

    def shown(self, prediction, target):
        return {"probability": shares_of(prediction), "log-probability": log_shares(prediction)}


class _OfClass(VectorLoss):
    """What losses share whose target is the number of a class, of which one may be ignored and all be weighted."""

    target_kind = "class"
    mean_of_weights = True
    example = ((2.0, 1.0, 0.1), 0.0)
    ignore_index: float | None = None
    usual: ClassVar[Formula]  # where no class is ignored

    @property
    def formula(self):
        return self.usual if self.ignore_index is None else self.usual.unless("k == ignore_index")

    def check_class(self, prediction, target):
        super().check_class(prediction, self.settled(target))

    def ignored(self, target):
        """Where the target is the class that does not count."""
        return target == (np.nan if self.ignore_index is None else self.ignore_index)

    def settled(self, target):
        """Classes that exist, the first one in place of the ignored one."""
        return np.where(self.ignored(target), 0.0, target)

    def weights(self, target):
        known = np.where(self.ignored(target), 0.0, 1.0)
        return known if self.weight is None else known * np.asarray(self.weight)[self.settled(target).astype(np.intp)]

    def lost(self, prediction, target):
        return super().lost(prediction, target) & ~self.ignored(target)

    def spread(self, target, classes):
        """The weight of each class in the loss, before rows are ignored."""
        hot = one_hot(self.settled(target), classes)
        return hot if self.weight is None else hot * np.asarray(self.weight)

    def counted(self, target, losses):
        """The losses, or slopes, with 0 in the ignored rows."""
        return np.where(np.reshape(self.ignored(target), target.shape + (1,) * (losses.ndim - target.ndim)), 0, losses)


class _OfClassAndLogits(_OfClass):
    """What the cross-entropies of scores against a class share."""

    takes = "logits"

    def loss(self, prediction, target):
        spread = self.spread(target, prediction.shape[-1])
        return self.counted(target, expected_surprise(spread, prediction))

    def slope(self, prediction, target):
        spread = self.spread(target, prediction.shape[-1])
        return self.counted(target, softmax_slope(shares_of(prediction), spread))

    def shown(self, prediction, target):
        return {"probability": shares_of(prediction), "log-probability": log_shares(prediction)}


def _ignore_index():
    return param(None, "number of a class whose rows give 0 and do not count in a mean", optional=True, whole=True)


def _weight():
    return param(None, "weight of each class", symbol="w", many=True, optional=True, at_least=0)


@register
class SoftmaxCrossEntropyWithLogits(CrossEntropyOfLogits):
    """How surprising a distribution over classes is under the softmax of the scores, in nats."""

    name = "softmax_cross_entropy_with_logits"
    display = "softmax cross-entropy"
    aliases = (
        "softmax_cross_entropy",
        "safe_softmax_cross_entropy",
        "softmax_cross_entropy_with_logits_v2",
        "multiclass_logistic_loss",
    )
    formula = CROSS_ENTROPY
    routes = SOFTMAX_CROSS_ENTROPY
    note = (
        "The gradient is (Σy)·p − y, which is p − y where the labels sum to 1. A label of 0 silences its class, also "
        "one whose logit is −∞ (PyTorch gives nan there, Optax's safe_softmax_cross_entropy 0)."
    )
    strengths = ("Its gradient p − y never vanishes while the prediction is wrong.", "Convex in the logits.")
    weaknesses = (
        "tf.nn and Keras on TensorFlow always return p − y, which is not the derivative where Σy ≠ 1.",
        "Least at finite logits only for soft labels: with a one-hot target the logits grow without bound.",
    )
    sources = (BRIDLE, GOOD)
    equivalents = {
        "PyTorch": "torch.nn.functional.cross_entropy(z, target, reduction='none')",
    }


@register
class SparseSoftmaxCrossEntropyWithLogits(_OfClassAndLogits):
    """How surprising the true class is under the softmax of the scores, in nats; the target is its number."""

    ignore_index: float | None = _ignore_index()

    name = "sparse_softmax_cross_entropy_with_logits"
    topics = ("classification",)
    display = "sparse softmax cross-entropy"
    aliases = ("sparse_softmax_cross_entropy", "softmax_cross_entropy_with_integer_labels")
    usual = Formula("L = log(sum(exp(z_i), i, n)) - z_k", target="k", symbols=CLASS)
    note = (
        "Equal to softmax_cross_entropy_with_logits with the one-hot target; the gradient is p − e_k. Where every row "
        "is ignored the mean is nan and its slope 0, as in PyTorch, whose ignore_index is −100 unless changed."
    )
    strengths = ("Needs one integer per example in place of a row of zeros.", "Convex in the logits.")
    weaknesses = (
        "Takes no soft labels; label smoothing needs cross_entropy.",
        "A class out of range is an error here and in PyTorch; TensorFlow gives nan for it on a GPU.",
    )
    sources = (BRIDLE, GOOD)

    @property
    def equivalents(self):
        word = "" if self.ignore_index is None else f", ignore_index={int(self.ignore_index)}"
        return {"PyTorch": f"torch.nn.functional.cross_entropy(z, target{word}, reduction='none')"}


@register
class CrossEntropy(_OfClassAndLogits):
    """The softmax cross-entropy of scores against the number of a class, with class weights and label smoothing."""

    weight: tuple[float, ...] | None = _weight()
    label_smoothing: float = param(
        0, "share of the target that is spread evenly over all classes", symbol="ε", at_least=0, at_most=1
    )
    ignore_index: float | None = _ignore_index()

    name = "cross_entropy"
    topics = ("lecture", "classification")
    display = "cross-entropy"
    aliases = ("CrossEntropyLoss", "cross_entropy_loss")
    usual = Formula(
        "L = -sum(weight_i*y_i*log(p_i), i, n)",
        let="S = sum(exp(z_j), j, n); p_i = exp(z_i)/S; y_i = (1 - label_smoothing)*delta_ik + label_smoothing/n",
        target="k",
        symbols=CLASS,
        silent=True,
    )
    note = (
        "As PyTorch: the nll of log_softmax. The mean divides by the sum of the weights of the true classes, not by "
        "the number of rows. For a distribution as target, softmax_cross_entropy_with_logits."
    )
    strengths = (
        "Class weights make up for rare classes.",
        "With label smoothing the best logits are finite, so confidence stays bounded.",
    )
    weaknesses = ("Sensitive to wrong labels: one confident mistake costs without bound.",)
    sources = (BRIDLE, SZEGEDY)

    def spread(self, target, classes):
        smooth = (1 - self.label_smoothing) * one_hot(self.settled(target), classes) + self.label_smoothing / classes
        return smooth if self.weight is None else smooth * np.asarray(self.weight)

    @property
    def equivalents(self):
        smoothing = f", label_smoothing={number_text(self.label_smoothing)}" if self.label_smoothing else ""
        if self.weight is not None or self.ignore_index is not None:
            return {}
        hot = "jax.nn.one_hot(target, z.shape[-1])"
        labels = f"optax.smooth_labels({hot}, {number_text(self.label_smoothing)})" if smoothing else hot
        hot = "keras.ops.one_hot(target, z.shape[-1])"
        return {
            "Keras": f"keras.losses.categorical_crossentropy({hot}, z, from_logits=True{smoothing})",
            "Optax": f"optax.softmax_cross_entropy(z, {labels})",
        }


@register
class CategoricalCrossEntropy(VectorLoss):
    """How surprising a distribution over classes is under predicted probabilities, in nats."""

    name = "categorical_cross_entropy"
    topics = ("classification",)
    display = "categorical cross-entropy"
    aliases = ("CategoricalCrossentropy", "categorical_crossentropy")
    takes = "probabilities"
    renormalises = True
    formula = Formula(
        "L = -sum(y_i*log(p_i/P), i, n)", let="P = sum(p_j, j, n)", prediction="p", target="y", silent=True
    )
    example = ((0.7, 0.2, 0.1), (1.0, 0.0, 0.0))
    note = (
        "As Keras documents, the probabilities are divided by their sum first, so the gradient is −y_i/p_i + Σy/Σp. "
        "Keras then clips them to [1e-7, 1 − 1e-7], which bounds the loss at 16.1 and stops the gradient; here nothing "
        "is clipped."
    )
    convention = "A class with y_i = 0 and p_i = 0 costs nothing: 0·log 0 = 0."
    strengths = ("A proper scoring rule: its expectation is least for the true distribution.",)
    weaknesses = (
        "Infinite where a class that is aimed at got the probability 0.",
        "Behind a softmax the form with logits is the precise one.",
    )
    sources = (GOOD,)
    equivalents = {
        "PyTorch": "-(target * torch.log(p / p.sum(-1, keepdim=True))).sum(-1)",
        "TensorFlow": "tf.keras.losses.categorical_crossentropy(target, p)",
        "Optax": "optax.safe_softmax_cross_entropy(jax.numpy.log(p), target)",
    }

    def loss(self, prediction, target):
        return np.sum(weighed(target, surprises(prediction)), axis=-1)

    def slope(self, prediction, target):
        unit = unit_of(prediction)
        total = np.sum(prediction * unit, axis=-1, keepdims=True)
        miss = others(prediction * unit) / total
        # Σ of the other targets over Σp, less y·miss/p: in units of the sum where it is too small to be divided by.
        raised = np.where(total < 1 / LARGE, 1 / UNIT, 1.0)
        return (others(target) / (total * raised) * unit - weighed(target, miss / (prediction * raised))) * raised

    def shown(self, prediction, target):
        return {
            "share": prediction / np.sum(prediction, axis=-1, keepdims=True),
            "log-probability": -surprises(prediction),
        }


@register
class SparseCategoricalCrossEntropy(_OfClass):
    """How surprising the true class is under predicted probabilities, in nats; the target is its number."""

    ignore_index: float | None = _ignore_index()

    name = "sparse_categorical_cross_entropy"
    topics = ("classification",)
    display = "sparse categorical cross-entropy"
    aliases = ("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy")
    takes = "probabilities"
    renormalises = True
    usual = Formula("L = -log(p_k/P)", let="P = sum(p_j, j, n)", prediction="p", target="k", symbols=CLASS)
    example = ((0.7, 0.2, 0.1), 0.0)
    note = (
        "Equal to categorical_cross_entropy with the one-hot target. Keras calls the ignored class ignore_class, "
        "and clips the probabilities to [1e-7, 1 − 1e-7]; here nothing is clipped."
    )
    strengths = ("Needs one integer per example in place of a row of zeros.",)
    weaknesses = (
        "Infinite where the true class got the probability 0.",
        "Behind a softmax the form with logits is the precise one.",
    )
    sources = (GOOD,)

    @property
    def equivalents(self):
        word = "" if self.ignore_index is None else f", ignore_class={int(self.ignore_index)}"
        return {"TensorFlow": f"tf.keras.losses.sparse_categorical_crossentropy(target, p{word})"}

    def loss(self, prediction, target):
        return self.counted(target, entry_of(surprises(prediction), self.settled(target)))

    def slope(self, prediction, target):
        hot = one_hot(self.settled(target), prediction.shape[-1])
        return self.counted(target, CategoricalCrossEntropy.slope(self, prediction, hot))

    def shown(self, prediction, target):
        return CategoricalCrossEntropy.shown(self, prediction, target)


@register
class LogProbabilityNLL(_OfClass):
    """How surprising the true class is, read off a vector of log-probabilities."""

    weight: tuple[float, ...] | None = _weight()
    ignore_index: float | None = _ignore_index()

    name = "log_probability_nll"
    topics = ("classification",)
    display = "NLL of log-probabilities"
    aliases = ("NLLLoss", "nll_loss", "NLLLoss2d", "nll_of_log_probabilities", "log_softmax_nll")
    takes = "log-probabilities"
    usual = Formula("L = -weight_k*l_k", prediction="l", target="k", symbols=CLASS)
    example = ((-0.3567, -1.6094, -2.3026), 0.0)
    note = (
        "PyTorch's NLLLoss: it takes log_softmax(z), not z, and does not look whether that is what it got. The mean "
        "divides by the sum of the weights of the true classes. The entry nll takes the probability itself."
    )
    strengths = ("Behind log_softmax it is cross_entropy, and log-probabilities do not underflow.",)
    weaknesses = ("Given logits or probabilities it returns a number that means nothing, and no error.",)
    sources = (GOOD,)

    def loss(self, prediction, target):
        return self.counted(target, -np.sum(weighed(self.spread(target, prediction.shape[-1]), prediction), axis=-1))

    def slope(self, prediction, target):
        return self.counted(target, -self.spread(target, prediction.shape[-1]))

    def shown(self, prediction, target):
        return {"probability": np.exp(prediction)}
