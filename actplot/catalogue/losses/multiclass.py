"""Losses of the scores or probabilities of several classes, of which one is right, beside the cross-entropies."""

import numpy as np

from ...numerics.shares import (
    LARGE,
    UNIT,
    entry_of,
    expected_surprise,
    log_shares,
    one_hot,
    others,
    series,
    share_of_maximum,
    shares_of,
    softmax_slope,
    sparse_shares,
    surprises,
    unit_of,
    weighed,
)
from ..entry import Sentences
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register
from .cross_entropies import CLASS, CROSS_ENTROPY, CrossEntropyOfLogits
from .routes import OF_SPARSEMAX

CRAMMER = (
    "Crammer and Singer 2001, On the algorithmic implementation of multiclass kernel-based vector machines, "
    "JMLR 2, 265–292"
)


def leads(s: np.ndarray, number: np.ndarray) -> np.ndarray:
    """By how much each class is ahead of the true one."""
    return s - entry_of(s, number)[..., None]


@register
class MultiMargin(VectorLoss):
    """Every class that comes within a margin of the true one pays; the mean over all classes."""

    p: float = param(1, "power of each shortfall", one_of=(1, 2))
    margin: float = param(1, "by how much the true class has to lead", symbol="m")
    weight: tuple[float, ...] | None = param(
        None, "weight of each class", symbol="w", many=True, optional=True, at_least=0
    )

    name = "multi_margin"
    topics = ("classification",)
    display = "multi-margin loss"
    aliases = ("MultiMarginLoss", "multi_margin_loss", "weston_watkins")
    takes = "scores"
    target_kind = "class"
    example = ((2.0, 1.5, 0.1), 0.0)
    formula = Formula(
        "L = weight_k*sum(max(0, margin - s_k + s_i)^p, i, n, i != k)/n",
        prediction="s",
        target="k",
        symbols=CLASS,
    )
    convention = "Where a class is behind by exactly the margin it counts as behind: slope 0, as PyTorch."
    note = (
        "Weston and Watkins' hinge, divided by n as in PyTorch, where the mean over rows is not divided by the sum of "
        "the weights, unlike that of cross_entropy."
    )
    strengths = ("Stops pushing once every class is far enough behind.",)
    weaknesses = ("Its scores are no probabilities.", "The division by n makes it small where there are many classes.")
    sources = ("Weston and Watkins 1999, Support vector machines for multi-class pattern recognition, ESANN 1999",)

    def _shortfalls(self, prediction, target, unit=1.0):
        own = one_hot(target, prediction.shape[-1]) == 1  # whose lead over itself may be ∞ − ∞
        lead = prediction * unit - entry_of(prediction, target)[..., None] * unit
        return np.where(own, 0.0, np.maximum(self.margin * unit + lead, 0.0))

    def _scale(self, prediction, target):
        known = np.ones(target.shape) if self.weight is None else np.asarray(self.weight)[target.astype(np.intp)]
        return known / prediction.shape[-1]

    def loss(self, prediction, target):
        unit = unit_of(self._shortfalls(prediction, target), LARGE ** (1 / self.p))
        powers = self._shortfalls(prediction, target, unit) ** self.p
        total = np.sum(self._scale(prediction, target)[..., None] * powers, axis=-1, keepdims=True)
        return (total / unit**self.p)[..., 0]

    def slope(self, prediction, target):
        short, scale = self._shortfalls(prediction, target), self._scale(prediction, target)[..., None]
        unit = np.where(short > LARGE, UNIT, 1.0)
        powers = self.p * self._shortfalls(prediction, target, unit) ** (self.p - 1)
        pull = np.where(short > 0, scale * powers / unit ** (self.p - 1), 0.0)
        own = one_hot(target, prediction.shape[-1]) == 1
        return np.where(own, -np.sum(pull, axis=-1, keepdims=True), pull)  # the sum may be ∞, and 0·∞ is no number

    def shown(self, prediction, target):
        return {"lead": leads(prediction, target), "shortfall": self._shortfalls(prediction, target)}


class _Best(VectorLoss):
    """What losses share that compare the true class with the best one alone."""

    topics = ("classification",)

    takes = "scores"
    target_kind = "class"
    example = ((2.0, 1.5, 0.1), 0.0)
    margin = 0.0

    def _ahead(self, prediction, target):
        """How far each class is ahead of the true one, the margin added."""
        return leads(prediction, target) + self.margin * (1 - one_hot(target, prediction.shape[-1]))

    def loss(self, prediction, target):
        return np.max(self._ahead(prediction, target), axis=-1)

    def slope(self, prediction, target):
        # The best of the others by its score alone: their leads may round to one number, or exceed every float.
        own = one_hot(target, prediction.shape[-1]) == 1
        score = np.where(own, -np.inf, prediction)
        best = np.max(score, axis=-1, keepdims=True)
        ahead = self.margin + (best - entry_of(prediction, target)[..., None])
        top = np.where(own, ahead <= 0, (score == best) & (ahead >= 0))
        return top / np.sum(top, axis=-1, keepdims=True) - own

    def shown(self, prediction, target):
        return {"lead": leads(prediction, target)}


@register
class MulticlassHinge(_Best):
    """By how much the true class misses a lead of 1 over the best of the others."""

    name = "multiclass_hinge"
    display = "multiclass hinge loss"
    aliases = ("multiclass_hinge_loss", "crammer_singer")
    margin = 1.0
    formula = Formula("L = max(s_i + 1 - delta_ik, i, n) - s_k", prediction="s", target="k", symbols=CLASS)
    note = "Crammer and Singer's hinge: the gradient is e_i − e_k for the class i that is ahead, 0 where none is."
    convention = "Classes that tie for the maximum share the slope equally, as JAX and torch.amax do."
    strengths = ("Bounds the number of errors from above.", "Pushes against one class at a time.")
    weaknesses = ("Only the best wrong class gets a gradient.", "Its scores are no probabilities.")
    sources = (CRAMMER,)
    equivalents = {
        "PyTorch": "(s + 1 - torch.nn.functional.one_hot(target, s.shape[-1])).amax(-1)"
        " - s.gather(-1, target[..., None])[..., 0]",
    }


@register
class MulticlassPerceptron(_Best):
    """How far the best class is ahead of the true one; nothing where the true one is best."""

    name = "multiclass_perceptron"
    display = "multiclass perceptron loss"
    aliases = ("multiclass_perceptron_loss",)
    formula = Formula("L = max(s_i, i, n) - s_k", prediction="s", target="k", symbols=CLASS)
    note = "multiclass_hinge without a margin."
    convention = "Classes that tie for the maximum share the slope equally, as JAX and torch.amax do."
    strengths = ("Counts errors only: no pull once the true class is best.",)
    weaknesses = ("Equal scores for all classes have loss 0, so nothing asks for a lead.",)
    sources = ("Collins 2002, Discriminative training methods for hidden Markov models, doi:10.3115/1118693.1118694",)
    equivalents = {
        "PyTorch": "s.amax(-1) - s.gather(-1, target[..., None])[..., 0]",
    }


@register
class CategoricalHinge(VectorLoss):
    """By how much the true class misses a lead of 1 over the best of the others, and over 0."""

    name = "categorical_hinge"
    topics = ("classification",)
    display = "categorical hinge loss"
    aliases = ("CategoricalHinge", "categorical_hinge_loss")
    takes = "scores"
    target_kind = "distribution"
    example = ((2.0, 1.5, 0.1), (1.0, 0.0, 0.0))
    formula = Formula(
        "L = max(0, 1 + N - P)",
        let="P = sum(y_i*s_i, i, n); N = max((1 - y_i)*s_i, i, n)",
        prediction="s",
        target="y",
        symbols={"P": "the score of the true class", "N": "the largest of the others, or 0"},
    )
    note = (
        "Keras' hinge for a one-hot target. The true class counts as 0 in the inner maximum, so where every other "
        "score is negative the true one has to lead over 0: there it differs from multiclass_hinge."
    )
    convention = (
        "Where the loss just becomes 0 the slope is 0, as in PyTorch's margin losses; Keras on TensorFlow takes the "
        "slope from outside there. Entries that tie for the maximum share the slope equally."
    )
    strengths = ("Stops pushing once the true class leads by 1.",)
    weaknesses = ("Adding the same number to every score changes it, unlike the ranking of the classes.",)
    sources = (CRAMMER, "Keras documentation, keras.io/api/losses/hinge_losses")
    equivalents = {
        "TensorFlow": "tf.keras.losses.categorical_hinge(target, s)",
    }

    def _height(self, prediction, target):
        best = np.max(weighed(1 - target, prediction), axis=-1)
        return 1 + (best - np.sum(weighed(target, prediction), axis=-1))

    def loss(self, prediction, target):
        return np.maximum(self._height(prediction, target), 0.0)

    def slope(self, prediction, target):
        pull = share_of_maximum(weighed(1 - target, prediction)) * (1 - target) - target
        return np.where(self._height(prediction, target)[..., None] > 0, pull, 0.0)

    def shown(self, prediction, target):
        return {"wrong score": weighed(1 - target, prediction), "true score": weighed(target, prediction)}


@register
class MulticlassSparsemax(VectorLoss):
    """The loss whose gradient is sparsemax minus the target: exactly 0 once the true class leads by 1."""

    name = "multiclass_sparsemax"
    topics = ("classification",)
    display = "multiclass sparsemax loss"
    reach = 0.4
    aliases = ("multiclass_sparsemax_loss",)
    takes = "scores"
    target_kind = "class"
    example = ((2.0, 1.5, 0.1), 0.0)
    formula = Formula(
        "L = sum(s_j^2 - tau^2, j, n, s_j > tau)/2 + 1/2 - s_k",
        let="T_i = (sum(s_j, j, n, s_j >= s_i) - 1)/sum(1, j, n, s_j >= s_i); tau = max(T_i, i, n)",
        prediction="s",
        target="k",
        symbols={**CLASS, "tau": "the threshold of sparsemax"},
    )
    routes = {"support": (*formula.opening, *OF_SPARSEMAX)}
    note = (
        "S is the support of p = sparsemax(s) and τ its threshold; the gradient is p − e_k. Computed as |p − e_k|²/2, "
        "plus τ − s_k where the true class is outside the support, which loses nothing for large scores."
    )
    strengths = ("Convex with a continuous gradient.", "Exactly 0 once the true class leads by 1.")
    weaknesses = ("Classes outside the support get no gradient.",)
    sources = ("Martins and Astudillo 2016, From softmax to sparsemax, arXiv:1602.02068",)

    def loss(self, prediction, target):
        p, below = sparse_shares(prediction)
        away = self._away(p, target)
        return np.sum(np.square(away), axis=-1) / 2 + np.maximum(entry_of(below, target), 0.0)

    @staticmethod
    def _away(p, target):
        """p − e_k, with 1 − p_k as the sum of the other shares."""
        hot = one_hot(target, p.shape[-1])
        return np.where(hot == 1, -others(p), p)

    def slope(self, prediction, target):
        return self._away(sparse_shares(prediction)[0], target)

    def shown(self, prediction, target):
        return {"sparsemax": sparse_shares(prediction)[0]}


@register
class CategoricalFocal(VectorLoss):
    """The categorical cross-entropy, times (1 − p)^γ: a class counts less the better it is predicted."""

    alpha: float = param(0.25, "factor of the whole loss", symbol="α", at_least=0)
    gamma: float = param(2, "how fast well classified examples stop counting", symbol="γ", at_least=0)

    name = "categorical_focal"
    topics = ("classification",)
    display = "categorical focal loss"
    aliases = (
        *("CategoricalFocalCrossentropy", "categorical_focal_crossentropy", "categorical_focal_cross_entropy"),
        "categorical_focal_loss",
    )
    takes = "probabilities"
    renormalises = True
    example = ((0.7, 0.2, 0.1), (1.0, 0.0, 0.0))
    formula = Formula(
        "L = -alpha*sum((1 - c_i)^gamma*y_i*log(c_i), i, n)",
        let="P = sum(p_j, j, n); c_i = p_i/P",
        prediction="p",
        target="y",
        silent=True,
    )
    note = (
        "α times categorical_cross_entropy where γ = 0. As in Keras the probabilities are divided by their sum and α "
        "always counts; Keras also clips them to [1e-7, 1 − 1e-7], and takes a list of one α for each class."
    )
    convention = "At p_k = 1 the slope is its limit. A class with y_i = 0 costs nothing."
    strengths = Sentences(
        ("Rare and hard examples are not drowned by many easy ones.", lambda self: self.gamma > 0),
        ("With γ = 0 it is the categorical cross-entropy, times α.", lambda self: self.gamma == 0),
    )
    weaknesses = Sentences(
        (
            "Its minimum is not the true distribution, so its probabilities are less confident.",
            lambda self: self.gamma > 0,
        ),
        ("Infinite where a class that is aimed at got the probability 0.", lambda self: self.alpha > 0),
        ("With α = 0 it is 0 everywhere.", lambda self: self.alpha == 0),
    )
    sources = ("Lin et al. 2017, Focal loss for dense object detection, arXiv:1708.02002",)
    equivalents = {
        "TensorFlow": "tf.keras.losses.categorical_focal_crossentropy(target, p, alpha={alpha}, gamma={gamma})",
    }

    def loss(self, prediction, target):
        _, _, miss = self._shares(prediction)
        return self.alpha * np.sum(weighed(target, miss**self.gamma * surprises(prediction)), axis=-1)

    def slope(self, prediction, target):
        (unit, total), p, miss = self._shares(prediction)
        raised = np.where(total < 1 / LARGE, 1 / UNIT, 1.0)  # in units of a sum that is too small to be divided by
        surprise = surprises(prediction)
        # Both factors of the first term vanish or grow at p = 1, where their product has the limit −miss^γ.
        focus = self.gamma * np.where(miss == 0, 0.0, miss ** (self.gamma - 1) * surprise) if self.gamma else 0.0
        carried = weighed(target, -np.where(p == 0, 0.0, p * focus) - miss**self.gamma)
        spread = (weighed(target, -focus * miss) - others(carried)) / (total * raised) * unit
        return self.alpha * (spread - weighed(target, miss ** (self.gamma + 1) / (prediction * raised))) * raised

    @staticmethod
    def _shares(prediction):
        """The unit in which the sum is taken and the sum, the share of each class and that of all others."""
        unit = unit_of(prediction)
        scaled = prediction * unit
        total = np.sum(scaled, axis=-1, keepdims=True)
        return (unit, total), scaled / total, others(scaled) / total

    def shown(self, prediction, target):
        total = np.sum(prediction, axis=-1, keepdims=True)
        focus = (others(prediction) / total) ** self.gamma
        return {"share": prediction / total, "log-probability": -surprises(prediction), "focus": focus}


@register
class GeneralizedCrossEntropy(VectorLoss):
    """Between the cross-entropy and the absolute error of the true class, to put up with wrong labels."""

    q: float = param(0.5, "0 is near the cross-entropy, 1 the absolute error", symbol="q", above=0, at_most=1)

    name = "generalized_cross_entropy"
    topics = ("classification",)
    display = "generalized cross-entropy"
    aliases = (
        *("CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy"),
        *("gce", "gce_loss", "generalized_cross_entropy_loss"),
    )
    takes = "probabilities"
    target_kind = "class"
    example = ((0.7, 0.2, 0.1), 0.0)
    formula = Formula("L = (1 - p_k^q)/q", prediction="p", target="k", symbols=CLASS)
    note = "Tends to −log p_k as q → 0 and is 1 − p_k at q = 1. The paper and Keras differ: it uses q = 0.7, Keras 0.5."
    convention = "At p_k = 0 the slope is −∞, and −1 where q = 1."
    strengths = ("Bounded by 1/q, so a wrong label costs no more than that.",)
    weaknesses = ("Learns more slowly from classes with a small probability than the cross-entropy.",)
    sources = ("Zhang and Sabuncu 2018, Generalized cross entropy loss, arXiv:1805.07836",)
    equivalents = {
        "PyTorch": "(1 - p.gather(-1, target[..., None])[..., 0] ** {q}) / {q}",
        "TensorFlow": "tf.keras.losses.categorical_generalized_cross_entropy(target, p, {q})",
    }

    def loss(self, prediction, target):
        return -np.expm1(self.q * np.log(entry_of(prediction, target))) / self.q

    def slope(self, prediction, target):
        own = -(entry_of(prediction, target)[..., None] ** (self.q - 1))
        return np.where(one_hot(target, prediction.shape[-1]) == 1, own, 0.0)

    def shown(self, prediction, target):
        return {"log-probability": np.log(prediction)}


@register
class PolyLoss(CrossEntropyOfLogits):
    """The softmax cross-entropy plus a multiple of the probability that the true class lacks."""

    epsilon: float = param(2, "how much the first power of 1 − p counts more", symbol="ε")

    name = "poly_loss"
    display = "PolyLoss"
    aliases = ("poly_loss_cross_entropy", "PolyLoss", "poly1", "poly1_cross_entropy")
    formula = Formula(
        "L = -sum(y_i*log(p_i), i, n) + epsilon*sum(y_i*(1 - p_i), i, n)",
        let=CROSS_ENTROPY.let,
        target="y",
        silent=True,
    )
    note = (
        "−log p = (1 − p) + (1 − p)²/2 + …; the first coefficient becomes 1 + ε. Optax takes ε = 2, the paper's choice "
        "for ImageNet; many implementations default to 1, and the paper takes −1 for detection."
    )
    strengths = ("One number tunes the cross-entropy to a task; with ε = 0 it is the cross-entropy.",)
    weaknesses = (
        "ε is one more number to tune.",
        "Not convex in the logits for ε > 1 or ε < −1.",
    )
    sources = ("Leng et al. 2022, PolyLoss, arXiv:2204.12511",)
    equivalents = {
        "PyTorch": "torch.nn.functional.cross_entropy(z, target, reduction='none')"
        " + {epsilon} * (target * (1 - z.softmax(-1))).sum(-1)",
    }

    def loss(self, prediction, target):
        lacking = others(shares_of(prediction))
        higher = series(lacking, [0.0, *(1 / np.arange(2, 30))])  # −log p − (1 − p), of (1 − p)² and on
        small = (1 + self.epsilon) * lacking + higher
        terms = np.where(lacking < 0.25, small, self.epsilon * lacking - log_shares(prediction))
        total = np.sum(weighed(target, terms), axis=-1)
        return np.where(np.isinf(total), expected_surprise(target, prediction), total)

    def slope(self, prediction, target):
        p = shares_of(prediction)
        gain = np.where(p > 0.5, (1 + self.epsilon) - self.epsilon * others(p), 1 + self.epsilon * p)
        return softmax_slope(p, target * gain)
