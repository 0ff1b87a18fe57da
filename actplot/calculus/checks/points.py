"""Where entries are checked: points in bulk and tails, at and beside breaks; vectors with ties and large numbers."""

from collections.abc import Iterator

import numpy as np

from ...catalogue.kinds.functions import Function
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import VectorLoss
from ...errors import BadInput
from ..curves.looking import sizes

_TAILS = (
    *(10.0, 12.0, 15.0, 17.0, 20.0, 25.0, 30.0, 34.0, 37.0, 40.0, 50.0, 70.0, 100.0, 150.0, 200.0, 300.0, 400.0),
    *(500.0, 550.0, 600.0, 650.0, 700.0, 740.0, 745.0, 1e3, 1e4, 1e5, 1e10, 1e30, 1e100, 1e200, 1e300),
)
_TINY = (5e-324, 1e-300, 1e-100, 1e-20, 1e-12, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)
_BULK = np.linspace(-10, 10, 121) + 0.0137  # off the round numbers at which errors may cancel
_USUAL = 1e8  # sizes that parameters make beyond this, or below its reciprocal, have points of their own
_OF_SIZE = (1e-3, 0.03, 0.3, 0.7, 1.0, 1.5, 3.0, 10.0, 1e3)
_AROUND = 8  # breaks, the nearest to 0, about which the bulk comes again
_BESIDE = (1e-9, 1e-4, 0.1, 1.0)

LENGTHS = (1, 2, 3, 4, 6, 7)
_LONGEST = 64  # that is tried where a function takes none of those
_SPREADS = (1.0, 6.0)
_PATTERNS = (
    *((0.7,), (0.0,), (1.0, 1.0, -0.5), (1.0, 0.0)),  # equal numbers, ties, thresholds
    *((1e4, -1e4, 0.0), (-1e4,), (1e4, 9999.25, 9990.0)),
    *((30.0, -10.0, 0.5), (350.0, -350.0), (0.0, -40.0, -745.0)),
    *((1e-9, -2e-9, 1e-200),),
)
_FEW_CLASSES = 5  # of which each is aimed at
_SMALL = 1e-12  # a probability


def check_points(function: Function) -> np.ndarray:
    """Ascending points inside the domain, its edges included where they are finite."""
    low, high = function.domain
    breaks = np.array(function.breaks, dtype=float)
    magnitudes = np.array([*_TAILS, *_TINY])
    magnitudes = np.concatenate([magnitudes, *_of_unusual_sizes(function, np.array(_OF_SIZE))])
    near = sorted(breaks, key=abs)[:_AROUND]
    parts = [_BULK, magnitudes, -magnitudes, [0.0], breaks, _beside(breaks), *(at + _BULK for at in near)]
    if np.isfinite([low, high]).all():
        parts += [
            np.linspace(low, high, 42),
            low + magnitudes,
            high - magnitudes,
            np.nextafter((low, high), (high, low)),
        ]
    points = np.unique(np.concatenate(parts) + 0.0)
    points = points[np.isfinite(points)]
    return points[function.covers(points) & function.knows_breaks(points)]


def scan_points(function: Function) -> np.ndarray:
    """Closer together than the points of the check, for the search for breaks that are not declared."""
    logarithmic = np.logspace(-12, 12, 97)
    logarithmic = np.concatenate([logarithmic, *_of_unusual_sizes(function, logarithmic)])
    parts = [check_points(function), np.linspace(-12, 12, 481), logarithmic, -logarithmic]
    points = np.unique(np.concatenate(parts))
    points = points[np.isfinite(points)]
    return points[function.covers(points) & function.knows_breaks(points)]


def unusual_sizes(function: Function) -> list[float]:
    """What the parameters make that is far larger, or far smaller, than the usual points."""
    return [size for size in sizes(function) if not 1 / _USUAL <= size <= _USUAL]


def _of_unusual_sizes(function: Function, multiples: np.ndarray) -> list[np.ndarray]:
    with np.errstate(over="ignore"):
        return [size * multiples for size in unusual_sizes(function)]


def _beside(breaks: np.ndarray) -> np.ndarray:
    """Neighbouring floats of each break, and points at small distances from it."""
    if not breaks.size:
        return breaks
    offsets = [side * offset for side in (-1, 1) for offset in _BESIDE]
    scale = np.maximum(1.0, np.abs(breaks))
    with np.errstate(over="ignore"):
        distant = [breaks + offset * scale for offset in offsets]
        return np.concatenate([np.nextafter(breaks, -np.inf), np.nextafter(breaks, np.inf), *distant])


# Vectors, and pairs of a prediction and a target


def seeded() -> "np.random.Generator":
    return np.random.default_rng(20260101)


def ordinary(function: VectorFunction) -> Iterator[np.ndarray]:
    """Random vectors of every length that the function takes, without large numbers."""
    random = seeded()
    for length in _lengths(function):
        for spread in _SPREADS:
            yield spread * random.standard_normal(length)


def special(function: VectorFunction) -> Iterator[np.ndarray]:
    """Equal numbers, ties, tails, large and tiny numbers."""
    length = max(length for length in _lengths(function) if length <= 6 or length == min(_lengths(function)))
    for pattern in _PATTERNS:
        yield np.resize(pattern, length)


def _lengths(function: VectorFunction) -> list[int]:
    fitting = [length for length in LENGTHS if _takes(function, length)]
    fitting = fitting or [length for length in range(1, _LONGEST) if _takes(function, length)][:1]
    if not fitting:
        raise BadInput(f"{function} takes no vector of fewer than {_LONGEST} numbers, on which it could be checked")
    return fitting


def _takes(function: VectorFunction, length: int) -> bool:
    try:
        function.check_shape((length,))
    except BadInput:
        return False
    return True


def pairs(loss: VectorLoss) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Predictions and targets that a loss takes; the example of its card is one of them."""
    random = seeded()
    given = [np.array(part, dtype=float) for part in loss.example]
    for prediction, target in ((given[0], given[1]), *_drawn(loss, random), *_moved(*given, random)):
        try:
            loss.pair(prediction, target)
        except BadInput:
            continue
        yield prediction, target


def _drawn(loss: VectorLoss, random: "np.random.Generator") -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for length in (loss.length,) * len(LENGTHS) if loss.length else LENGTHS:
        for prediction in _predictions(loss.takes, length, random):
            # Distances from far away would tell nothing: all of their digits are those of the prediction.
            size = max(1.0, np.max(np.abs(prediction))) if loss.target_kind in ("vector", "pair") else 1.0
            for target in _targets(loss.target_kind, length, random):
                yield prediction, size * target


def _moved(
    prediction: np.ndarray, target: np.ndarray, random: "np.random.Generator"
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The example, with its prediction moved."""
    for _ in range(4):
        yield prediction * random.uniform(0.5, 0.999, prediction.shape), target


def _predictions(takes: str, length: int, random: "np.random.Generator") -> list[np.ndarray]:
    shares = random.dirichlet(np.ones(length))
    if "log-probabilities" in takes:
        return [np.log(shares), np.log(random.dirichlet(np.full(length, 0.2)) + _SMALL)]
    if "probabilities" in takes:
        few = np.where(np.arange(length) == 0, _SMALL, shares)
        return [shares, random.uniform(0.1, 0.9, length), few]
    large = [np.resize(pattern, length) for pattern in ((1e4, -1e4, 0.0), (30.0, -10.0, 0.5))] if length == 4 else []
    return [random.standard_normal(length), 6 * random.standard_normal(length), *large]


def _targets(kind: str, length: int, random: "np.random.Generator") -> list[np.ndarray]:
    """One or more targets of a kind, with its extremes."""
    if kind == "class":
        return [np.array(float(number)) for number in range(length if length < _FEW_CLASSES else 2)]
    if kind == "label":
        return [np.array(-1.0), np.array(1.0)]
    if kind == "labels":
        return [random.choice([-1.0, 1.0], length), np.ones(length)]
    if kind == "multilabel":
        return [random.choice([0.0, 1.0], length), np.ones(length), np.zeros(length)]
    if kind == "shares":
        return [random.uniform(0.0, 1.0, length), np.ones(length), np.zeros(length)]
    if kind == "distribution":
        return [random.dirichlet(np.ones(length)), np.eye(length)[0]]
    if kind == "pair":
        return [random.standard_normal((2, length)) for _ in range(3)]
    return [random.standard_normal(length), random.uniform(0.1, 0.9, length)]
