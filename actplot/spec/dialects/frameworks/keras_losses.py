"""Keras' names of losses of vectors, and what they do on its default backend, TensorFlow."""

from typing import Any

from ....catalogue.kinds.array_axes import ALL
from ..meanings import Meaning, Variant
from ..spelling import REQUIRED, Axis, Spelling, Switch

_ORDER = ("target", "prediction")
_LAST = ("axis=-1",)
_EACH = ("reduction='none'",)
_ALL = Axis(None, ALL)
_CLIPPED = "Clips the shares to [1e-7, 1 − 1e-7]"
_GRADIENT = "of logits the gradient is p − y, also where the labels do not sum to 1"
_SPARSE = "Clips the probabilities to [1e-7, 1 − 1e-7] and divides them by their sum then."
_WHOLE = "Without axis=-1 it sums over the whole batch and gives one number. Adds 1e-7 below the fraction."


def _spelled(layer: str, functions: str, meaning: Meaning, **given: Any) -> Spelling:
    """A class, which reduces unless told, and the functions that compute the same."""
    paths = tuple(f"keras.losses.{name}" for name in (layer, *functions.split()))
    return Spelling(paths, meaning, data=_ORDER, layer=_EACH, **given)


_ENTROPY = Switch(
    "from_logits", {"false": Variant("KerasCategoricalCrossEntropy"), "true": Variant("TensorflowSoftmaxCrossEntropy")}
)
_SPARSE_ENTROPY = Switch(
    "from_logits",
    {"false": Variant("KerasSparseCategoricalCrossEntropy"), "true": "sparse_softmax_cross_entropy_with_logits"},
)

VECTOR_LOSSES = (
    _spelled(
        "CategoricalCrossentropy",
        "categorical_crossentropy",
        Variant("KerasCategoricalCrossEntropy"),
        settings={"from_logits": None, "label_smoothing": 0, "axis": Axis()},
        switch=_ENTROPY,
        note=f"{_CLIPPED}; {_GRADIENT}.",
    ),
    Spelling(
        ("keras.ops.categorical_crossentropy",),
        Variant("KerasCategoricalCrossEntropy"),
        {"from_logits": None, "axis": Axis()},
        switch=_ENTROPY,
        data=_ORDER,
        note=f"{_CLIPPED}; {_GRADIENT}.",
    ),
    _spelled(
        "SparseCategoricalCrossentropy",
        "sparse_categorical_crossentropy",
        Variant("KerasSparseCategoricalCrossEntropy"),
        settings={"from_logits": None, "ignore_class": None},
        parameters={"ignore_class": "ignore_index"},
        switch=_SPARSE_ENTROPY,
        note=_SPARSE,
    ),
    Spelling(
        ("keras.ops.sparse_categorical_crossentropy",),
        Variant("KerasSparseCategoricalCrossEntropy"),
        {"from_logits": None},
        switch=_SPARSE_ENTROPY,
        data=_ORDER,
        note=_SPARSE,
    ),
    _spelled(
        "CategoricalFocalCrossentropy",
        "categorical_focal_crossentropy",
        Variant("KerasCategoricalFocal"),
        settings={"alpha": 0.25, "gamma": 2, "from_logits": None, "label_smoothing": 0, "axis": Axis()},
        switch=Switch("from_logits", {"false": Variant("KerasCategoricalFocal"), "true": Variant("KerasSoftmaxFocal")}),
        note=f"{_CLIPPED}, of logits those of their softmax.",
    ),
    Spelling(
        ("keras.losses.CategoricalGeneralizedCrossEntropy",),
        "generalized_cross_entropy",
        {"q": 0.5},
        below={"q": 1},
        data=_ORDER,
        always=_EACH,
        note="1 − p^q loses digits where q is small.",
    ),
    Spelling(
        ("keras.losses.categorical_generalized_cross_entropy",),
        "generalized_cross_entropy",
        {"q": REQUIRED},
        data=_ORDER,
    ),
    _spelled(
        "CategoricalHinge",
        "categorical_hinge",
        Variant("KerasCategoricalHinge"),
        note="Where the loss just becomes 0 the slope is that from outside.",
    ),
    _spelled(
        "KLDivergence",
        "kl_divergence kld KLD",
        Variant("KerasKullbackLeibler"),
        note="Clips both to [1e-7, 1].",
    ),
    _spelled(
        "CosineSimilarity",
        "cosine_similarity",
        Variant("KerasCosineSimilarity"),
        settings={"axis": Axis()},
        note="Minus the similarity, to be minimised. Each length is at least 1e-7.",
    ),
    _spelled("Dice", "dice", Variant("KerasDice"), settings={"axis": _ALL}, always=_LAST, note=_WHOLE),
    _spelled(
        "Tversky",
        "tversky",
        Variant("KerasTversky"),
        settings={"alpha": 0.5, "beta": 0.5, "axis": _ALL},
        parameters={"alpha": "beta", "beta": "alpha"},
        always=_LAST,
        note=f"alpha multiplies what was missed and beta what was marked in excess, unlike in the paper. {_WHOLE}",
    ),
)
