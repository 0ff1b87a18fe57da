"""How far frameworks are from the exact result: what holds for all of them, and each exception with its reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

RELATIVE, ABSOLUTE = 16, 16  # in units of the dtype's epsilon
ANYTHING = np.inf
BOTH = ("float64", "float32")

# The settings are rounded to float32, whatever the input.
SETTINGS_IN_FLOAT32 = (
    r"keras\.(activations\.(relu|leaky_relu)|ops\.(leaky_relu|heaviside)|layers\.(ReLU|LeakyReLU|PReLU))",
    r"tf\.nn\.(leaky_relu|silu|swish)",
)
# Input and output are rounded to float32 as well.
WHOLLY_IN_FLOAT32 = (r"tf\.compat\.v1\.losses\..*",)
# A negative number is not taken, though the function has a meaning for it.


@dataclass(frozen=True)
class Departure:
    """Where a framework is farther from the exact result than rounding explains, or elsewhere altogether."""

    names: str  # pattern of paths
    why: str
    orders: tuple[int, ...] = (0, 1)
    dtypes: tuple[str, ...] = BOTH
    relative: float | Callable = 0.0  # the latter of what `where` takes
    absolute: float | Callable = 0.0  # times max(1, |x|)
    where: Callable | None = None  # (x, target, settings) → the points; all where it is None


VALUE, SLOPE = (0,), (1,)
GELUS = r"(jax\.nn|flax\.\w+|keras\.(activations|ops)|tf\.nn)\.gelu"
CROSS_ENTROPIES = r"keras\.(losses|ops)\.(BinaryCrossentropy|BinaryFocalCrossentropy|binary_\w*crossentropy|bce|BCE)"

FOCAL = r"keras\.losses\.(BinaryFocalCrossentropy|binary_focal_crossentropy)"


def at(*places):
    return lambda x, target, given: np.isin(x, places)


def above(place):
    return lambda x, target, given: x > place


def epsilons(number):
    return lambda x, target, given: number * np.finfo(x.dtype).eps


def near(place, distance):
    return lambda x, target, given: np.abs(x - place) <= distance


def _mean_slope(given):
    return (given.get("lower", 1 / 8) + given.get("upper", 1 / 3)) / 2


def _missing(x, target, given):
    """1 − pₜ of a focal loss, the probability of what is not the case."""
    no, yes = (expit(-x), expit(x)) if given.get("from_logits") else (1 - x, x)
    smooth = _smoothed(target, given)
    return smooth * no + (1 - smooth) * yes


def _smoothed(target, given):
    share = given.get("label_smoothing", 0.0)
    return target * (1 - share) + share / 2


def _is_rooted(given):
    return given.get("gamma", 2.0) < 1


DEPARTURES = (
    Departure(r"torch\.heaviside|keras\.ops\.heaviside", "there is no gradient", SLOPE, absolute=ANYTHING),
    Departure(
        r"torch\.nn\.functional\.(leaky_relu_|rrelu_|c?elu_)",
        "refuses a gradient for a negative slope, because it cannot be told from the overwritten input",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: (
            min(given.get("negative_slope", 0), given.get("alpha", 0), _mean_slope(given)) < 0
        ),
    ),
    Departure(
        r"keras\.activations\.relu",
        "with a max_value of 0 the output is 0 everywhere, and yet the slope at 0 is 1",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: (x == 0) & (given.get("max_value") == 0),
    ),
    Departure(
        r".*\.(CELU|celu_?)",
        "an exponential that rises magnifies the rounding of x/alpha",
        relative=lambda x, target, given: 4 * np.abs(x / given.get("alpha", 1.0)) * np.finfo(x.dtype).eps,
        where=lambda x, target, given: (x < 0) & (given.get("alpha", 1.0) < 0),
    ),
    Departure(
        r"torch\.nn\.(CELU|functional\.celu_?)",
        "1/alpha is rounded to float32 in the gradient",
        SLOPE,
        ("float64",),
        absolute=1e-7,
    ),
    Departure(
        r"torch\.nn\.(Hardsigmoid|functional\.hardsigmoid)", "1/6 is rounded to float32", SLOPE, ("float64",), 1e-7
    ),
    Departure(
        r"torch\.nn\.(Softplus|functional\.softplus)",
        "the product of beta and x is rounded before it is held against the threshold",
        absolute=ANYTHING,
        where=lambda x, target, given: np.isclose(
            given.get("beta", 1.0) * x, given.get("threshold", 20.0), rtol=4 * np.finfo(x.dtype).eps, atol=0
        ),
    ),
    Departure(
        r"torch\.hardshrink|torch\.nn\.(functional\.)?(?i:hard|soft)shrink|keras\.(activations|ops)\.(hard|soft)_shrink",
        "with a width of 0, which gives the identity, the slope at 0 is 0",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: (x == 0) & (given.get("lambd", given.get("threshold")) == 0),
    ),
    Departure(
        r"torch\.nn\.(PoissonNLLLoss|functional\.poisson_nll_loss)",
        "without eps 0·log 0 is nan",
        absolute=ANYTHING,
        where=lambda x, target, given: (x == 0) & (target == 0) & (given.get("eps") == 0),
    ),
    Departure(
        r"tf\.compat\.v1\.losses\.log_loss",
        "without epsilon 0·log 0 is nan",
        absolute=ANYTHING,
        where=lambda x, target, given: ((x == 0) | (x == 1)) & (given.get("epsilon") == 0),
    ),
    Departure(
        r"torch\.nn\.(SoftMarginLoss|functional\.soft_margin_loss)",
        "exp(-margin) overflows",
        absolute=ANYTHING,
        where=lambda x, target, given: -x * target > np.log(np.finfo(x.dtype).max),
    ),
    Departure(
        GELUS,
        "1 − tanh² cancels, and is multiplied by x and more",
        SLOPE,
        absolute=epsilons(32),
        where=lambda x, target, given: np.abs(x) < 10,
    ),
    Departure(
        r"(jax\.nn|keras\.(activations|ops))\.squareplus",
        "x and a root cancel",
        VALUE,
        absolute=epsilons(1),
        where=lambda x, target, given: x < 0,
    ),
    Departure(
        r"torch\.nn\.(BCEWithLogitsLoss|functional\.binary_cross_entropy_with_logits)"
        r"|tf\.nn\.weighted_cross_entropy_with_logits|tf\.compat\.v1\.losses\.sigmoid_cross_entropy",
        "|x| and a share of it cancel",
        VALUE,
        absolute=epsilons(1),
    ),
    Departure(
        r"jax\.nn\.mish",
        "1 − tanh² cancels, and is multiplied by x",
        SLOPE,
        ("float64",),
        absolute=epsilons(4),
        where=lambda x, target, given: np.abs(x) < 20,
    ),
    Departure(
        r"jax\.nn\.log1mexp",
        "log1p is 120 units in the last place off between −0.42 and −0.37",
        VALUE,
        ("float64",),
        relative=epsilons(120),
        where=lambda x, target, given: np.abs(-np.exp(-x) + 0.395) < 0.025,
    ),
    Departure(
        r"(jax\.nn|keras\.(activations|ops))\.squareplus",
        "for b = 0 the slope at 0 is 0/0",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: (x * x < np.finfo(x.dtype).tiny) & (given.get("b") == 0),
    ),
    Departure(
        r"(torch|jax\.scipy)\.special\.log_ndtr",
        "exp is taken of a difference of numbers as large as x²/2",
        SLOPE,
        relative=lambda x, target, given: np.float64(x) ** 2 * np.finfo(x.dtype).eps,
        where=lambda x, target, given: x < 0,
    ),
    Departure(
        r"jax\.scipy\.special\.log_ndtr",
        "an asymptotic series of few terms",
        dtypes=("float64",),
        relative=1e-8,
        where=lambda x, target, given: (x <= -20) & (x > -60),
    ),
    Departure(
        r"keras\.(activations|ops)\.celu",
        "2 at 0, where both pieces are added",
        SLOPE,
        absolute=ANYTHING,
        where=at(0),
    ),
    Departure(
        r"(keras\.(activations|ops)|tf\.nn)\.selu",
        "exp(x) − 1 is 0 there, for which the slope is that of the positive side",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: (x < 0) & (x > -np.finfo(x.dtype).eps),
    ),
    Departure(
        r"(keras\.(activations|ops)|tf\.nn)\.gelu",
        "√(2/π), 0.044715 and 1/√2 are rounded to float32",
        dtypes=("float64",),
        absolute=1e-8,
    ),
    Departure(
        CROSS_ENTROPIES,
        "1 − (1 − 1e-7) is not 1e-7 in floats",
        dtypes=("float64",),
        relative=2e-9,
        where=above(1 - 1e-6),
    ),
    Departure(
        CROSS_ENTROPIES,
        "1 − (1 − 1e-7) is not 1e-7 in floats",
        dtypes=("float32",),
        relative=0.02,
        where=above(1 - 1e-5),
    ),
    Departure(
        CROSS_ENTROPIES,
        "1 − target has few digits where smoothing leaves little of it",
        SLOPE,
        ("float64",),
        relative=1e-12,
        where=lambda x, target, given: (x > 0.99) & (_smoothed(target, given) > 0.99),
    ),
    Departure(
        FOCAL,
        "1 − pₜ is rounded to a multiple of epsilon, and to 0, which an exponent below 1 makes visible",
        VALUE,
        relative=1.0,
        where=lambda x, target, given: _is_rooted(given) & (_missing(x, target, given) < np.finfo(x.dtype).eps),
    ),
    Departure(
        FOCAL,
        "1 − pₜ is rounded to a multiple of epsilon, which an exponent below 1 makes visible",
        SLOPE,
        relative=lambda x, target, given: np.finfo(x.dtype).eps / np.maximum(_missing(x, target, given), 1e-300),
        where=lambda x, target, given: _is_rooted(given) & (_missing(x, target, given) >= np.finfo(x.dtype).eps),
    ),
    Departure(
        FOCAL,
        "a power of 1 − pₜ = 0 with an exponent below 0",
        SLOPE,
        absolute=ANYTHING,
        where=lambda x, target, given: _is_rooted(given) & (_missing(x, target, given) < np.finfo(x.dtype).eps),
    ),
    Departure(
        r"keras\.losses\.(MeanSquaredLogarithmicError|mean_squared_logarithmic_error|msle|MSLE)",
        "1e-7 is rounded to float32",
        SLOPE,
        absolute=ANYTHING,
        where=near(1e-7, 1e-14),
    ),
    Departure(r"keras\.losses\.(LogCosh|log_cosh)", "log 2 is rounded to float32", VALUE, ("float64",), absolute=1e-8),
    Departure(
        r"tf\.nn\.weighted_cross_entropy_with_logits",
        "1 − target at 0, by mistake",
        SLOPE,
        absolute=ANYTHING,
        where=at(0),
    ),
)


def _any(patterns, spoken):
    return any(re.fullmatch(pattern, spoken.path) for pattern in patterns)


def keeps_settings_in_float32(spoken):
    return _any((*SETTINGS_IN_FLOAT32, *WHOLLY_IN_FLOAT32), spoken)


def computes_in_float32(spoken):
    return _any(WHOLLY_IN_FLOAT32, spoken)


def allowed(spoken, given, data, order, theirs, dtype):
    """Where a value or slope of the framework is as near to the dialect's as it can be expected to be."""
    epsilon, smallest = np.finfo(dtype).eps, np.finfo(dtype).tiny
    ours = (data.value, data.slope)[order]
    size = np.maximum(1, np.abs(data.x.astype(np.float64)))
    relative, absolute = np.full(ours.shape, RELATIVE * epsilon), np.full(ours.shape, ABSOLUTE * epsilon)
    for one in departures_of(spoken.path, order, dtype):
        here = True if one.where is None else one.where(data.x, data.target, given)
        relative = np.where(here, np.maximum(relative, _number(one.relative, data, given)), relative)
        absolute = np.where(here, np.maximum(absolute, _number(one.absolute, data, given) * size), absolute)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(theirs - ours) <= relative * np.abs(ours) + absolute + smallest
    return near | (theirs == ours) | (np.isnan(theirs) & np.isnan(ours)) | np.isinf(absolute)


def _number(bound, data, given):
    return bound(data.x, data.target, given) if callable(bound) else bound


def departures_of(path, order, dtype):
    return [one for one in DEPARTURES if re.fullmatch(one.names, path) and order in one.orders and dtype in one.dtypes]
