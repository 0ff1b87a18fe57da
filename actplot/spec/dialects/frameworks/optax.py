"""Optax' names."""

from ....catalogue.kinds.array_axes import ALL
from ..meanings import Variant
from ..spelling import Axis, Spelling

TITLE = "Optax"
VERSION = "0.2.8"


def _paths(*names: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for name in names for module in ("optax.losses", "optax"))


_PAIR = ("prediction", "target")
_AXIS = {"axis": Axis(none=ALL)}
_EACH = ("reduction='none'",)
_MASKS = ("prediction[..., None]", "target[..., None]")
_LOGS = {"log_prediction": 1}
_ORDER = "log q, p"
_NAN = "It gives nan where log q = −∞ and p = 0."
_SHORT = "For epsilon = 0 nan where a vector has the length 0, for which the entry has 0."

_VECTORS = (
    Spelling(
        _paths("softmax_cross_entropy"),
        "softmax_cross_entropy_with_logits",
        _AXIS,
        data=_PAIR,
        note="nan where a logit is −∞ and its label 0, for which safe_softmax_cross_entropy gives 0.",
    ),
    Spelling(_paths("safe_softmax_cross_entropy"), "softmax_cross_entropy_with_logits", data=_PAIR),
    Spelling(
        _paths("softmax_cross_entropy_with_integer_labels"),
        "sparse_softmax_cross_entropy_with_logits",
        _AXIS,
        data=_PAIR,
    ),
    Spelling(
        _paths("kl_divergence"),
        "kl_divergence",
        _AXIS,
        fixed=_LOGS,
        data=_PAIR,
        order=_ORDER,
        note=_NAN,
    ),
    Spelling(
        ("optax.losses.kl_divergence_with_log_targets",),
        Variant("KullbackLeiblerOfLogs"),
        _AXIS,
        fixed=_LOGS,
        data=_PAIR,
        order="log q, log p",
        note=_NAN,
    ),
    Spelling(
        (*_paths("generalized_kl_divergence"), *_paths("convex_kl_divergence")),
        "generalized_kl",
        _AXIS,
        fixed=_LOGS,
        data=_PAIR,
        order=_ORDER,
        note=_NAN,
    ),
    Spelling(
        _paths("cosine_similarity"), Variant("OptaxCosineSimilarity"), {"epsilon": 0, **_AXIS}, data=_PAIR, note=_SHORT
    ),
    Spelling(
        _paths("cosine_distance"), Variant("OptaxCosineDistance"), {"epsilon": 0, **_AXIS}, data=_PAIR, note=_SHORT
    ),
    Spelling(("optax.losses.multiclass_hinge_loss",), "multiclass_hinge", data=_PAIR),
    Spelling(("optax.losses.multiclass_perceptron_loss",), "multiclass_perceptron", data=_PAIR),
    Spelling(("optax.losses.multiclass_sparsemax_loss",), "multiclass_sparsemax", data=_PAIR),
    Spelling(("optax.losses.poly_loss_cross_entropy",), "poly_loss", {"epsilon": 2, **_AXIS}, data=_PAIR),
    Spelling(
        ("optax.losses.ranking_softmax_loss",),
        "ranking_softmax",
        data=_PAIR,
        always=("reduce_fn=None",),
        note="Without reduce_fn=None the mean over the lists.",
    ),
    Spelling(
        ("optax.losses.triplet_margin_loss",),
        Variant("OptaxTriplet"),
        {"axis": Axis(), "norm_degree": 2, "margin": 1, "eps": 1e-6},
        {"norm_degree": "p"},
        data=("prediction", "target[..., 0, :]", "target[..., 1, :]"),
        order="anchors, positives, negatives",
        note="eps is added inside the root, and odd degrees keep the sign of a difference.",
    ),
    Spelling(
        ("optax.losses.dice_loss",),
        Variant("OptaxTversky"),
        {"smooth": 1, "alpha": 0.5, "beta": 0.5},
        data=_MASKS,
        order="logits, target",
        always=_EACH,
        after="[..., 0]",
        note="Of a single class, whose sigmoid it takes; of several it takes the softmax and the mean over classes.",
    ),
    Spelling(
        ("optax.losses.binary_dice_loss",),
        Variant("OptaxDice"),
        {"smooth": 1},
        data=_PAIR,
        order="logits, target",
        note="Of logits, by their sigmoid.",
    ),
)

SPELLINGS = (
    Spelling(_paths("squared_error"), "mse"),
    Spelling(_paths("l2_loss"), "half_squared_error"),
    Spelling(_paths("huber_loss"), "huber", {"delta": 1}),
    Spelling(_paths("log_cosh"), "log_cosh"),
    Spelling(_paths("sigmoid_binary_cross_entropy"), "sigmoid_cross_entropy_with_logits"),
    Spelling(_paths("sigmoid_focal_loss"), "sigmoid_focal", {"alpha": None, "gamma": 2}),
    Spelling(("optax.losses.sparsemax_loss",), "sparsemax_loss", note="Every label other than 0 counts as 1."),
    Spelling(_paths("hinge_loss"), "hinge", kinks={1: -0.5}),
    Spelling(("optax.losses.perceptron_loss",), "perceptron", kinks={0: -0.5}),
    *_VECTORS,
)
