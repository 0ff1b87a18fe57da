"""What libraries call functions, in the words of the formula language, and what none of them is here."""

from collections.abc import Collection, Mapping
from typing import Protocol

from ...frozen import record
from ..term import Term
from .conditions import Logical

# Paths before a name, and the library that they mean. What a framework does by a name its own tables say.
MODULES: dict[str, str] = {
    **dict.fromkeys(("np", "numpy", "cp", "cupy", "tf.experimental.numpy", "tnp"), "numpy"),
    **dict.fromkeys(("math", "cmath", "mp", "mpmath", "sympy", "builtins"), "math"),
    **dict.fromkeys(("jnp", "jax.numpy", "lax", "jax.lax"), "jax.numpy"),
    **dict.fromkeys(("jax", "jax.nn", "flax.linen", "linen", "flax.nnx", "nnx"), "jax.nn"),
    **dict.fromkeys(("jax.scipy.special", "jax.scipy", "jsp.special"), "jax.scipy.special"),
    **dict.fromkeys(("torch", "th"), "torch"),
    **dict.fromkeys(("torch.special",), "torch.special"),
    **dict.fromkeys(("torch.nn.functional", "nn.functional", "F"), "torch.nn.functional"),
    **dict.fromkeys(("torch.nn", "nn"), "torch.nn"),
    **dict.fromkeys(("tf", "tensorflow"), "tf"),
    **dict.fromkeys(("tf.nn", "tensorflow.nn"), "tf.nn"),
    **dict.fromkeys(("tf.math", "tensorflow.math"), "tf.math"),
    **dict.fromkeys(
        ("keras", "tf.keras", "keras.activations", "tf.keras.activations", "activations"), "keras.activations"
    ),
    **dict.fromkeys(("keras.ops", "tf.keras.ops", "ops", "K", "keras.backend", "tf.keras.backend"), "keras.ops"),
    **dict.fromkeys(("keras.layers", "tf.keras.layers", "layers"), "keras.layers"),
    **dict.fromkeys(("scipy.special", "special", "sc", "sps"), "scipy.special"),
    **dict.fromkeys(("scipy.stats.norm", "stats.norm", "norm"), "scipy.stats.norm"),
}

# Names of the first two arguments, where they are given by name.
FIRST = ("x", "input", "x1", "a", "features", "inputs", "tensor", "self", "logits")
SECOND = ("y", "other", "x2", "exponent", "b", "values", "value")

# Functions of u, or of u and v, written in the language.
WORDS: dict[str, str] = {
    **dict.fromkeys(("maximum", "fmax", "Max"), "max(u, v)"),
    **dict.fromkeys(("minimum", "fmin", "Min"), "min(u, v)"),
    **dict.fromkeys(("absolute", "fabs", "Abs"), "abs(u)"),
    **dict.fromkeys(("negative", "neg"), "-u"),
    **dict.fromkeys(("positive", "identity"), "u"),
    "square": "u^2",
    **dict.fromkeys(("pow", "power", "float_power"), "u^v"),
    "exp2": "2^u",
    "reciprocal": "1/u",
    "rsqrt": "1/sqrt(u)",
    "hypot": "sqrt(u^2 + v^2)",
    "logaddexp2": "log2(2^u + 2^v)",
    "add": "u + v",
    **dict.fromkeys(("subtract", "sub"), "u - v"),
    **dict.fromkeys(("multiply", "mul"), "u*v"),
    **dict.fromkeys(("divide", "true_divide", "truediv", "div"), "u/v"),
    **dict.fromkeys(("floor_divide", "floordiv", "floor_div"), "floor(u/v)"),
    **dict.fromkeys(("remainder", "floormod", "floor_mod"), "mod(u, v)"),
    **dict.fromkeys(("truncatemod", "rem"), "fmod(u, v)"),
    **dict.fromkeys(("rint", "around"), "round(u)"),
    "fix": "trunc(u)",
    "frac": "u - trunc(u)",
    "sgn": "sign(u)",
    "expit": "sigmoid(u)",
    **dict.fromkeys(("log_expit", "logsigmoid"), "log_sigmoid(u)"),
    "logit": "log(u/(1 - u))",
    "xlogy": "where(u == 0, 0, u*log(v))",
    "xlog1py": "where(u == 0, 0, u*log1p(v))",
    **dict.fromkeys(("deg2rad", "radians"), "u*pi/180"),
    **dict.fromkeys(("rad2deg", "degrees"), "u*180/pi"),
    "sech": "1/cosh(u)",
    "csch": "1/sinh(u)",
    "coth": "cosh(u)/sinh(u)",
    "sec": "1/cos(u)",
    "csc": "1/sin(u)",
    "cot": "cos(u)/sin(u)",
}
_SINC = {"sinc": "sinc(pi*u)"}  # sin(πx)/(πx), where the catalogue has sin(x)/x
OWN_WORDS: dict[str, dict[str, str]] = {  # where one library means something else by a word
    "numpy": _SINC,
    "jax.numpy": _SINC,
    "torch": _SINC,
    "torch.special": _SINC,
    "math": {"remainder": "u - v*round(u/v)"},  # of IEEE 754
    "scipy.stats.norm": {
        "cdf": "Phi(u)",
        "pdf": "phi(u)",
        "logcdf": "log_ndtr(u)",
        "logpdf": "-u^2/2 - log(2*pi)/2",
        "sf": "Phi(-u)",
    },
}
CONSTANT_WORDS = {"pi": "pi", "e": "e", "tau": "2*pi"}
NO_NUMBERS = ("inf", "nan", "Inf", "NaN", "infinity", "Infinity")

CLIPPING = ("clip", "clamp", "clip_by_value", "clamp_min", "clamp_max")
LOW = ("min", "a_min", "clip_value_min", "x_min", "min_value")
HIGH = ("max", "a_max", "clip_value_max", "x_max", "max_value")
_OBJECTS = ("array", "asarray", "tensor", "Tensor", "FloatTensor", "as_tensor", "constant", "convert_to_tensor")
_FLOATS = ("float", "double", "float16", "bfloat16", "float32", "float64", "half")
SAME = frozenset((*_FLOATS, *_OBJECTS, "cast", "astype", "to", "type"))  # conversions, which change no number here
FILLED = {"zeros_like": "0", "zeros": "0", "ones_like": "1", "ones": "1"}
TYPES = frozenset((*_FLOATS, "dtype", "cpu", "cuda"))
_TRUE_OR_FALSE = (r"True|False", "True or False")
_OF_TYPES = r"['\"]?([A-Za-z_]\w*\.)*"
_TEXT = (r"None|'[^']*'|\"[^\"]*\"|[A-Za-z_][\w.]*", "a text")
HARMLESS: dict[str, tuple[str, str]] = {  # keywords that change no number: the pattern of their values, and in words
    **dict.fromkeys(("inplace", "requires_grad", "subok"), _TRUE_OR_FALSE),
    **dict.fromkeys(("name", "casting", "order", "layout"), _TEXT),
    "dtype": (rf"None|{_OF_TYPES}(float64|double)['\"]?", "float64 in a formula, which --dtype rounds as a whole"),
    "device": (
        r"None|\d+|([A-Za-z_]\w*\.)+\w+|['\"]?(cpu|cuda|mps|xpu|xla|meta|tpu|gpu)(:\d+)?['\"]?",
        "a device such as cpu",
    ),
    "out": (r"None", "None"),
}
CONVERSIONS = {  # the same of what makes arrays, whose numbers are taken as they are written
    **HARMLESS,
    "dtype": (rf"None|{_OF_TYPES}({'|'.join(_FLOATS)})['\"]?", "a type of floats such as torch.float64"),
}

_ERROR_FUNCTIONS = "; it has erf, erfc, Phi and phi"
_NO_BESSEL = "; of the special functions it has erf, erfc, Phi, phi and sinc"
NOT_HERE: dict[str, str] = {  # functions of mathematics that the language lacks, and what comes near
    **dict.fromkeys(("gamma", "Gamma", "lgamma", "gammaln", "loggamma", "digamma", "psi", "Psi", "polygamma"), ""),
    **dict.fromkeys(("beta", "Beta", "betaln", "zeta", "Zeta", "eta", "Eta", "trigamma", "factorial", "lambertw"), ""),
    **dict.fromkeys(("erfinv", "erfcinv", "ndtri", "probit", "erfcx", "dawsn"), _ERROR_FUNCTIONS),
    **dict.fromkeys(
        ("i0", "i0e", "i1", "i1e", "j0", "j1", "jv", "iv", "kv", "airy", "expi", "exp1", "sici"), _NO_BESSEL
    ),
    **dict.fromkeys(("delta", "DiracDelta", "dirac"), "; a step is heaviside(x)"),
    **dict.fromkeys(("theta", "Theta"), "; a step is heaviside(x)"),
    **dict.fromkeys(("gammainc", "gammaincc", "betainc", "entr", "rel_entr", "kl_div"), ""),
    **dict.fromkeys(("sum", "mean", "prod", "std", "var", "amax", "amin", "cumsum"), "; a formula is made of numbers"),
    **dict.fromkeys(("dot", "matmul", "einsum", "norm", "linspace", "arange"), "; a formula is made of numbers"),
    **dict.fromkeys(("detach", "stop_gradient", "no_grad"), "; it changes the gradient alone"),
    **dict.fromkeys(("rand", "randn", "random", "normal"), "; a formula has one value at each point"),
}
NOT_IN: dict[tuple[str, str], str] = {  # names that mean something else in one library
    (library, name): f"{name} goes over an array there; the larger of two is maximum, the smaller minimum"
    for library in ("numpy", "jax.numpy")
    for name in ("max", "min")
}


@record(slots=True)
class Literal:
    """A word that is no number: 'tanh', True, None, or the name of a type."""

    word: str


Value = Term | Logical | Literal


class Spoken(Protocol):
    """What a framework's name means, with the framework's defaults."""

    @property
    def title(self) -> str:
        """Of the framework."""

    @property
    def refusal(self) -> str:
        """Why it is no function of one number; empty where it is."""

    @property
    def layer(self) -> bool:
        """Whether it is made with its settings before it is called."""

    @property
    def settings(self) -> tuple[str, ...]:
        """In their order behind the first argument."""

    def at(self, argument: Term, given: Mapping[str, Value]) -> Term:
        """The term for an argument and settings by name. Raises `ActplotError` for what a setting does not take."""


class Speaker(Protocol):
    """Finds what a name in a library means, where the library's own tables have it; without one, in a project."""

    def __call__(self, library: str, name: str) -> Spoken | None: ...

    def names(self) -> Collection[str]:
        """Those of the project."""
