"""TensorFlow's names, those of Keras left out."""

from ....catalogue.activations.exponential import SELU_SCALE
from ....catalogue.kinds.array_axes import ALL, LAST_OF_ANY
from ..meanings import Variant
from ..spelling import REQUIRED, Axis, Spelling, Switch

TITLE = "TensorFlow"
VERSION = "2.21.0"

_FIRST = "tf.compat.v1.losses"
_FLOAT32 = "Computed in float32 whatever the input."

_USUAL = {"axis": Axis(none=LAST_OF_ANY)}
_EACH = (f"reduction={_FIRST}.Reduction.NONE",)
_GRADIENT = "The gradient is p − y, which is the derivative only where the labels sum to 1."

_UNIT = {"temperature": 1}
_VECTORS = (
    Spelling(("tf.nn.softmax", "tf.math.softmax"), "softmax", _USUAL, fixed=_UNIT, data=("x",)),
    Spelling(("tf.nn.log_softmax", "tf.math.log_softmax"), "log_softmax", _USUAL, fixed=_UNIT, data=("x",)),
    Spelling(
        ("tf.math.reduce_logsumexp", "tf.reduce_logsumexp"),
        "logsumexp",
        {"axis": Axis(None, ALL)},
        data=("x",),
        always=("axis=-1",),
    ),
    Spelling(("tf.nn.crelu",), "crelu", {"axis": Axis()}, data=("x",)),
    Spelling(
        ("tf.nn.dropout",),
        "dropout",
        {"rate": REQUIRED},
        below={"rate": 1},
        data=("x",),
        note="Equal seeds draw other numbers there.",
    ),
    Spelling(
        ("tf.nn.softmax_cross_entropy_with_logits",),
        Variant("TensorflowSoftmaxCrossEntropy"),
        {"axis": Axis()},
        data=("labels=target", "logits=prediction"),
        note=_GRADIENT,
    ),
    Spelling(
        (f"{_FIRST}.softmax_cross_entropy",),
        Variant("TensorflowSoftmaxCrossEntropy"),
        {"label_smoothing": 0},
        data=("target", "prediction"),
        always=_EACH,
        note=f"{_GRADIENT} {_FLOAT32}",
    ),
    Spelling(
        ("tf.nn.sparse_softmax_cross_entropy_with_logits",),
        "sparse_softmax_cross_entropy_with_logits",
        data=("labels=target", "logits=prediction"),
        note="For a class out of range an error on a CPU, nan on a GPU.",
    ),
    Spelling(
        (f"{_FIRST}.sparse_softmax_cross_entropy",),
        "sparse_softmax_cross_entropy_with_logits",
        data=("target", "prediction"),
        always=_EACH,
        note=_FLOAT32,
    ),
    Spelling(
        (f"{_FIRST}.mean_pairwise_squared_error",),
        "mean_pairwise_squared_error",
        data=("target[None]", "prediction[None]"),
        order="target, prediction",
        alone="TensorFlow counts the pairs of several vectors together; here each is asked alone",
        note=f"Of one vector: of several it counts the pairs of all. {_FLOAT32}",
    ),
    Spelling(
        (f"{_FIRST}.cosine_distance",),
        Variant("TensorflowCosineDistance"),
        {"axis": Axis()},
        data=("target", "prediction"),
        always=("axis=-1", *_EACH),
        after="[..., 0]",
        note=f"Does not divide by the lengths. {_FLOAT32}",
    ),
)

SPELLINGS = (
    Spelling(("tf.identity",), "identity"),
    Spelling(("tf.nn.sigmoid", "tf.math.sigmoid", "tf.sigmoid"), "sigmoid"),
    Spelling(("tf.math.log_sigmoid",), "log_sigmoid"),
    Spelling(("tf.nn.tanh", "tf.math.tanh", "tf.tanh"), "tanh"),
    Spelling(("tf.nn.relu",), "relu"),
    Spelling(("tf.nn.relu6",), "relu6"),
    Spelling(("tf.nn.leaky_relu",), "leaky_relu", {"alpha": 0.2}, note="The slope is rounded to float32."),
    Spelling(("tf.nn.elu",), "elu", fixed={"alpha": 1}),
    Spelling(("tf.nn.selu",), "selu", kinks={0: SELU_SCALE}),
    Spelling(
        ("tf.nn.gelu",),
        "gelu",
        switch=Switch("approximate", {"false": "gelu", "true": "gelu_tanh"}),
        note="Constants are rounded to float32.",
    ),
    Spelling(("tf.nn.silu", "tf.nn.swish"), "silu", {"beta": 1}),
    Spelling(("tf.nn.softplus", "tf.math.softplus"), "softplus", fixed={"beta": 1}),
    Spelling(("tf.nn.softsign", "tf.math.softsign"), "softsign"),
    Spelling(("tf.sign", "tf.math.sign"), "sign"),
    Spelling(("tf.abs", "tf.math.abs"), "abs"),
    Spelling(("tf.exp", "tf.math.exp"), "exponential"),
    Spelling(("tf.sin", "tf.math.sin"), "sin"),
    Spelling(("tf.cos", "tf.math.cos"), "cos"),
    Spelling(("tf.math.erf",), "erf"),
    Spelling(("tf.square", "tf.math.square"), "square"),
    Spelling(("tf.atan", "tf.math.atan"), "arctan"),
    Spelling(("tf.asinh", "tf.math.asinh"), "arcsinh"),
    Spelling(("tf.math.squared_difference", f"{_FIRST}.mean_squared_error"), "mse"),
    Spelling(
        ("tf.nn.l2_loss",),
        "half_squared_error",
        data=("prediction - target",),
        reduces="sum",
        note="Of one tensor, and summed over it.",
    ),
    Spelling((f"{_FIRST}.absolute_difference",), "mae", note=_FLOAT32),
    Spelling((f"{_FIRST}.huber_loss",), "huber", {"delta": 1}, note=_FLOAT32),
    Spelling(
        ("tf.nn.log_poisson_loss",),
        "poisson_nll",
        {"compute_full_loss": False},
        {"compute_full_loss": "full"},
    ),
    Spelling(("tf.nn.sigmoid_cross_entropy_with_logits",), "sigmoid_cross_entropy_with_logits"),
    Spelling((f"{_FIRST}.sigmoid_cross_entropy",), "sigmoid_cross_entropy_with_logits", {"label_smoothing": 0}),
    Spelling(
        ("tf.nn.weighted_cross_entropy_with_logits",),
        "weighted_cross_entropy_with_logits",
        {"pos_weight": REQUIRED},
        note="TensorFlow returns 1 − y for f′(0), which is a bug.",
    ),
    Spelling(
        (f"{_FIRST}.hinge_loss",),
        "hinge",
        data=("(target + 1) / 2", "prediction"),
        order="labels, prediction",
        note=f"Labels are 0 or 1. {_FLOAT32}",
    ),
    Spelling(
        (f"{_FIRST}.log_loss",),
        Variant("TensorflowLogLoss"),
        {"epsilon": 1e-7},
        note=f"epsilon is added inside each logarithm. {_FLOAT32}",
    ),
    *_VECTORS,
)
