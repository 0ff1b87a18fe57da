"""Keras' names, and what they do on its default backend, TensorFlow."""

from collections.abc import Mapping
from typing import Any

from ....catalogue.activations.exponential import SELU_SCALE
from ....catalogue.call import ROWS
from ....catalogue.kinds.array_axes import ALL
from ..meanings import Meaning, Variant
from ..spelling import REQUIRED, Axis, Spelling, Switch
from .keras_losses import VECTOR_LOSSES

TITLE = "Keras"
VERSION = "3.15.1"

_FLOAT32_SLOPE = "On TensorFlow the slope is rounded to float32. On JAX f′(0) = 1."


def _both(*names: str) -> tuple[str, ...]:
    """The paths of an activation: as such and among the operations."""
    return (*(f"keras.activations.{name}" for name in names), *(f"keras.ops.{name}" for name in names))


def _losses(*names: str) -> tuple[str, ...]:
    return tuple(f"keras.losses.{name}" for name in names)


def _loss(
    paths: tuple[str, ...], meaning: Meaning, settings: Mapping[str, Any] | None = None, **given: Any
) -> Spelling:
    """A loss of single numbers, of which Keras takes the mean of each row first."""
    return Spelling(paths, meaning, settings or {}, over=ROWS, **given)


def _operations(*names: str) -> tuple[str, ...]:
    return tuple(f"keras.ops.{name}" for name in names)


_GELU = {"false": "gelu", "true": "gelu_tanh"}
_THRESHOLD = {"threshold": REQUIRED, "default_value": REQUIRED}
_RELU_NOTE = (
    "At x = threshold Keras returns 0, though its documentation says x; at max_value the slope is 1 on TensorFlow "
    "and 0.5 on JAX."
)
_CLIPPING = (
    "Keras clips p to [1e-7, 1 − 1e-7]; outside, the gradient is 0. On JAX f′ at both ends is half of what it is here."
)
_LABELS = "Labels that are all 0 or 1 are taken for −1 and 1."

_TRAINED = ("x", "training=True")
_RATE = {"rate": REQUIRED}
_SEEDS = "Equal seeds draw other numbers there."


def _channels(axes: int) -> Spelling:
    """The dropout of channels of series, images or volumes."""
    more, first = ", None" * (axes - 1), ", 0" * (axes - 1)
    return Spelling(
        (f"keras.layers.SpatialDropout{axes}D",),
        "channel_dropout",
        _RATE,
        data=(f"x[:{more}]" if more else "x", "training=True"),
        order="x",
        after=f"[:{first}]" if first else "",
        note=f"A channel of Keras is what one number of the last axis names; here a vector along it. {_SEEDS}",
    )


_AXIS = {"axis": Axis()}
_UNIT = {"temperature": 1}
_VECTORS = (
    Spelling((*_both("softmax"), "keras.layers.Softmax"), "softmax", _AXIS, fixed=_UNIT, data=("x",)),
    Spelling(_both("log_softmax"), "log_softmax", _AXIS, fixed=_UNIT, data=("x",)),
    Spelling(
        _both("sparsemax"),
        Variant("KerasSparsemax"),
        _AXIS,
        data=("x",),
        note="Its threshold is wrong, so that outputs do not sum to 1.",
    ),
    Spelling(_both("glu"), "glu", _AXIS, data=("x",)),
    Spelling(_operations("logsumexp"), "logsumexp", {"axis": Axis(None, ALL)}, data=("x",), always=("axis=-1",)),
    Spelling(("keras.layers.Dropout",), "dropout", _RATE, data=_TRAINED, order="x", note=_SEEDS),
    *(_channels(count) for count in (1, 2, 3)),
    Spelling(
        ("keras.layers.AlphaDropout",),
        "alpha_dropout",
        _RATE,
        below={"rate": 1},
        data=_TRAINED,
        order="x",
        note=_SEEDS,
    ),
    Spelling(("keras.layers.GaussianDropout",), "gaussian_dropout", _RATE, data=_TRAINED, order="x", note=_SEEDS),
    Spelling(
        ("keras.layers.GaussianNoise",), "gaussian_noise", {"stddev": REQUIRED}, data=_TRAINED, order="x", note=_SEEDS
    ),
)

SPELLINGS = (
    Spelling(("keras.activations.linear",), "identity"),
    Spelling(_both("sigmoid"), "sigmoid"),
    Spelling(_both("log_sigmoid"), "log_sigmoid"),
    Spelling(_both("tanh"), "tanh"),
    Spelling(
        ("keras.activations.relu",),
        Variant("KerasRelu"),
        {"negative_slope": 0, "max_value": None, "threshold": 0},
        note=_RELU_NOTE,
    ),
    Spelling(
        ("keras.layers.ReLU",),
        Variant("KerasRelu"),
        {"max_value": None, "negative_slope": 0, "threshold": 0},
        least={"max_value": 0, "negative_slope": 0, "threshold": 0},
        note=_RELU_NOTE,
    ),
    Spelling(("keras.ops.relu",), "relu"),
    Spelling(_both("relu6"), "relu6"),
    Spelling(_both("leaky_relu"), "leaky_relu", {"negative_slope": 0.2}, note=_FLOAT32_SLOPE),
    Spelling(
        ("keras.layers.LeakyReLU",),
        "leaky_relu",
        {"negative_slope": 0.3},
        least={"negative_slope": 0},
        note=_FLOAT32_SLOPE,
    ),
    Spelling(
        ("keras.layers.PReLU",),
        "prelu",
        {"alpha": 0},
        {"alpha": "negative_slope"},
        kinks={0: 0},
        code={"alpha": "alpha_initializer=keras.initializers.Constant({})"},
        note="alpha is what the alpha_initializer gives, Zeros by default.",
    ),
    Spelling((*_both("elu"), "keras.layers.ELU"), "elu", {"alpha": 1}),
    Spelling(_both("celu"), "celu", {"alpha": 1}, note="Keras on TensorFlow returns 2 for f′(0), which is a bug."),
    Spelling(_both("selu"), "selu", kinks={0: SELU_SCALE}, note="On JAX and PyTorch f′(0) = 1.7581."),
    Spelling(("keras.activations.gelu",), "gelu", switch=Switch("approximate", _GELU)),
    Spelling(("keras.ops.gelu",), "gelu_tanh", switch=Switch("approximate", {"true": "gelu_tanh", "false": "gelu"})),
    Spelling(_both("silu", "swish"), "silu", fixed={"beta": 1}),
    Spelling(("keras.activations.mish",), "mish"),
    Spelling(_both("softplus"), "softplus", fixed={"beta": 1}),
    Spelling(_both("softsign"), "softsign"),
    Spelling(_both("hard_sigmoid"), "hard_sigmoid"),
    Spelling(_both("hard_silu", "hard_swish"), "hard_silu"),
    Spelling(
        _both("hard_tanh"),
        "hard_tanh",
        fixed={"min_val": -1, "max_val": 1},
        kinks={-1: 1, 1: 1},
        note="On PyTorch f′(±1) = 0.",
    ),
    Spelling(_both("hard_shrink"), "hard_shrink", {"threshold": 0.5}, {"threshold": "lambd"}),
    Spelling(_both("soft_shrink"), "soft_shrink", {"threshold": 0.5}, {"threshold": "lambd"}),
    Spelling(_both("tanh_shrink"), "tanh_shrink"),
    Spelling(_both("threshold"), "threshold", _THRESHOLD, {"default_value": "value"}),
    Spelling(_both("sparse_plus"), "sparse_plus"),
    Spelling(_both("sparse_sigmoid"), "sparse_sigmoid", note="On JAX f′(±1) = 0.25."),
    Spelling(_both("squareplus"), "squareplus", {"b": 4}),
    Spelling(("keras.activations.exponential", "keras.ops.exp"), "exponential"),
    Spelling(_operations("heaviside"), "step", {"x2": REQUIRED}, {"x2": "at_zero"}, note="Without a gradient."),
    Spelling(_operations("sign"), "sign"),
    Spelling(_operations("abs", "absolute"), "abs", note="On JAX f′(0) = 1."),
    Spelling(_operations("sin"), "sin"),
    Spelling(_operations("cos"), "cos"),
    Spelling(_operations("erf"), "erf"),
    Spelling(_operations("square"), "square"),
    Spelling(_operations("arctan"), "arctan"),
    Spelling(_operations("arcsinh"), "arcsinh"),
    _loss(_losses("MeanSquaredError", "mean_squared_error", "mse", "MSE"), "mse"),
    _loss(_losses("MeanAbsoluteError", "mean_absolute_error", "mae", "MAE"), "mae", note="On JAX f′(0) = −1."),
    _loss(_losses("Huber", "huber"), "huber", {"delta": 1}),
    _loss(_losses("LogCosh", "log_cosh"), "log_cosh", note="log 2 is rounded to float32, also in float64."),
    _loss(
        _losses("MeanAbsolutePercentageError", "mean_absolute_percentage_error", "mape", "MAPE"),
        "mape",
        note="On JAX f′(target) is the slope from the left.",
    ),
    _loss(
        _losses("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "msle", "MSLE"),
        Variant("KerasMsle"),
        note="Prediction and target are raised to at least 1e-7 first. On JAX and PyTorch f′(1e-7) is half the slope.",
    ),
    _loss(
        _losses("Poisson", "poisson"),
        Variant("PoissonRateWithEpsilon"),
        fixed={"eps": 1e-7, "full": 0},
        note="Keras takes a rate, and adds 1e-7 inside the logarithm.",
    ),
    _loss(
        _losses("BinaryCrossentropy", "binary_crossentropy", "bce", "BCE"),
        Variant("KerasBinaryCrossEntropy"),
        {"from_logits": None, "label_smoothing": 0},
        switch=Switch(
            "from_logits", {"false": Variant("KerasBinaryCrossEntropy"), "true": "sigmoid_cross_entropy_with_logits"}
        ),
        note=_CLIPPING,
    ),
    Spelling(
        _operations("binary_crossentropy"),
        Variant("KerasBinaryCrossEntropy"),
        switch=Switch(
            "from_logits", {"false": Variant("KerasBinaryCrossEntropy"), "true": "sigmoid_cross_entropy_with_logits"}
        ),
        note=_CLIPPING,
    ),
    _loss(
        _losses("BinaryFocalCrossentropy", "binary_focal_crossentropy"),
        Variant("KerasBinaryFocal"),
        {"apply_class_balancing": False, "alpha": 0.25, "gamma": 2, "from_logits": None, "label_smoothing": 0},
        switch=Switch("from_logits", {"false": Variant("KerasBinaryFocal"), "true": Variant("KerasSigmoidFocal")}),
        note="alpha counts with apply_class_balancing alone; p is clipped to [1e-7, 1 − 1e-7] inside the logarithm. "
        "On JAX f′ at both ends of that is half of what it is here.",
    ),
    _loss(
        _losses("Hinge", "hinge"),
        Variant("KerasHinge"),
        kinks={1: -1},
        note=f"On JAX and PyTorch f′(1) = −0.5. {_LABELS}",
    ),
    _loss(_losses("SquaredHinge", "squared_hinge"), Variant("KerasSquaredHinge"), note=_LABELS),
    *_VECTORS,
    *VECTOR_LOSSES,
)
