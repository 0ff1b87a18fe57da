"""JAX' names."""

from ....catalogue.kinds.array_axes import ALL
from ..spelling import REQUIRED, Axis, Spelling, Switch

TITLE = "JAX"
VERSION = "0.10.2"


def nn(*names: str) -> tuple[str, ...]:
    return tuple(f"jax.nn.{name}" for name in names)


def _numpy(*names: str) -> tuple[str, ...]:
    return tuple(f"jax.numpy.{name}" for name in names)


def _special(*names: str) -> tuple[str, ...]:
    return tuple(f"jax.scipy.special.{name}" for name in names)


_LAST = ("axis=-1",)
_AXIS, _WHOLE = {"axis": Axis(none=ALL)}, {"axis": Axis(None, ALL)}

_UNIT = {"temperature": 1}
_VECTORS = (
    Spelling(nn("softmax"), "softmax", _AXIS, fixed=_UNIT, data=("x",)),
    Spelling(_special("softmax"), "softmax", _WHOLE, fixed=_UNIT, data=("x",), always=_LAST),
    Spelling(nn("log_softmax"), "log_softmax", _AXIS, fixed=_UNIT, data=("x",)),
    Spelling(_special("log_softmax"), "log_softmax", _WHOLE, fixed=_UNIT, data=("x",), always=_LAST),
    Spelling((*nn("logsumexp"), *_special("logsumexp")), "logsumexp", _WHOLE, data=("x",), always=_LAST),
    Spelling(nn("logmeanexp"), "logmeanexp", _WHOLE, data=("x",), always=_LAST),
    Spelling(nn("glu"), "glu", {"axis": Axis()}, data=("x",)),
    Spelling(
        nn("standardize"),
        "standardize",
        {**_AXIS, "epsilon": 1e-5},
        data=("x",),
        note="The variance is the difference of two means, which loses digits where the mean is large.",
    ),
)

SPELLINGS = (
    Spelling(nn("identity"), "identity"),
    Spelling((*nn("sigmoid"), *_special("expit")), "sigmoid"),
    Spelling(nn("log_sigmoid"), "log_sigmoid"),
    Spelling((*nn("tanh"), *_numpy("tanh")), "tanh"),
    Spelling(nn("relu"), "relu"),
    Spelling(nn("relu6"), "relu6"),
    Spelling(nn("leaky_relu"), "leaky_relu", {"negative_slope": 0.01}, kinks={0: 1}),
    Spelling(nn("elu"), "elu", {"alpha": 1}),
    Spelling(nn("celu"), "celu", {"alpha": 1}),
    Spelling(nn("selu"), "selu"),
    Spelling(nn("gelu"), "gelu_tanh", switch=Switch("approximate", {"true": "gelu_tanh", "false": "gelu"})),
    Spelling(nn("silu", "swish"), "silu", fixed={"beta": 1}),
    Spelling(nn("mish"), "mish"),
    Spelling(nn("softplus"), "softplus", fixed={"beta": 1}),
    Spelling(nn("soft_sign"), "softsign"),
    Spelling(nn("hard_sigmoid"), "hard_sigmoid"),
    Spelling(nn("hard_silu", "hard_swish"), "hard_silu"),
    Spelling(nn("hard_tanh"), "hard_tanh", fixed={"min_val": -1, "max_val": 1}, kinks={-1: 1, 1: 1}),
    Spelling(nn("sparse_plus"), "sparse_plus"),
    Spelling(nn("sparse_sigmoid"), "sparse_sigmoid", kinks={-1: 0.25, 1: 0.25}),
    Spelling(nn("squareplus"), "squareplus", {"b": 4}),
    Spelling(nn("log1mexp"), "log1mexp"),
    Spelling(_numpy("heaviside"), "step", {"x2": REQUIRED}, {"x2": "at_zero"}, code={"x2": "{}"}),
    Spelling(_numpy("sign"), "sign"),
    Spelling(_numpy("abs", "absolute"), "abs", kinks={0: 1}),
    Spelling(_numpy("exp"), "exponential"),
    Spelling(_numpy("sin"), "sin"),
    Spelling(_numpy("cos"), "cos"),
    Spelling(_special("erf"), "erf"),
    Spelling(_numpy("square"), "square"),
    Spelling(_numpy("atan", "arctan"), "arctan"),
    Spelling(_numpy("asinh", "arcsinh"), "arcsinh"),
    Spelling(_special("ndtr"), "ndtr"),
    Spelling(_special("log_ndtr"), "log_ndtr"),
    *_VECTORS,
)
