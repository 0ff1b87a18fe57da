"""Chooses where a function is looked at: at all sizes that floats have, densest where its parameters put its course."""

import math
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from ...catalogue.kinds.functions import METHODS, Function
from ...frozen import record
from ...numerics.arrays import distinct

SMALLEST, LARGEST = -320, 308  # decades of the sizes of floats
_FEW = 8  # points in each decade
_MANY = 200  # in each decade near a size at which something is likely to happen
_NEAR = 4  # decades on either side of such a size
_EVEN = 50.0  # how many times such a size is covered in equal steps, for what oscillates
_DIGITS = 16  # decades between a centre and the nearest floats
_FAR = 18  # e^18: the logarithms of parameters nearer to 1 are among the usual places
_TURNS = 100  # more changes of sign of the curvature than these are an oscillation
_RESOLVED = 4  # points between two changes of sign, where those that follow each other are seen


@lru_cache(maxsize=24)  # a card asks for all orders on each piece
def looked_at(function: Function, order: int, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Points inside an open interval that holds no break, and the derivative of this order there; do not change them.

    What is not defined, or beyond floats on both sides, is nan.
    """
    if function.composes_all():
        x, of_orders = _all_looked_at(function, low, high)
        return x, of_orders[order]
    x = _points_between(function, low, high)
    return x, getattr(function, METHODS[order])(x)


@lru_cache(maxsize=8)
def _all_looked_at(function: Function, low: float, high: float) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """The points, and what all orders are there, which cost little more together than the last one alone."""
    x = _points_between(function, low, high)
    return x, function.together(x, tuple(range(len(METHODS))))


def _points_between(function: Function, low: float, high: float) -> np.ndarray:
    x = _points(tuple(sizes(function)), tuple(centres(function)))
    between = x[np.searchsorted(x, low, "right") : np.searchsorted(x, high)]
    x = distinct(np.concatenate([between, _inside(low, high)]))
    return x[(x > low) & (x < high) & ((np.abs(x) >= function.finest) | (x == 0))]


def pieces(function: Function) -> list[tuple[float, float]]:
    """The open intervals between the breaks, to the ends of the domain, in which there are floats."""
    low, high = map(float, function.domain)
    between = pairwise([low, *sorted({float(x) for x in function.breaks if low < x < high}), high])
    return [(low, high) for low, high in between if math.nextafter(low, high) < high]


def sizes(function: Function) -> list[float]:
    """1, and the sizes that the parameters give to the course of a function, one for each decade.

    Of what is far from 1 the root too: where a number stands beside a square.
    """
    numbers = np.abs([number for number in [*_numbers(function), *function.breaks] if number])
    far = [number for number in numbers if abs(math.log(number)) > _FAR]
    numbers = np.concatenate([numbers, np.sqrt(far)])
    with np.errstate(over="ignore", divide="ignore"):
        found = np.concatenate([[1.0], numbers, 1 / numbers])
    kept = {math.floor(math.log10(size)): float(size) for size in found[::-1] if 0 < size < math.inf}
    return sorted(kept.values())


def centres(function: Function) -> list[float]:
    """Places close to which something may happen: numbers among the parameters, breaks, and ends of the domain.

    Beside a number far from 1 an exponential counts where its logarithm is.
    """
    numbers = _numbers(function)
    logarithms = [abs(math.log(abs(number))) for number in numbers if number]
    where = [side * size for size in logarithms if size > _FAR for side in (-1, 1)]
    found = [*numbers, *where, *function.breaks, *function.domain]
    return sorted({float(x) for x in found if x and math.isfinite(x)})


def _numbers(function: Function) -> list[float]:
    return [float(number) for number in np.hstack([*function.numbers.values(), []]) if math.isfinite(number)]


@lru_cache(maxsize=4)
def _points(sizes: Sequence[float], centres: Sequence[float]) -> np.ndarray:
    """All points in ascending order, of which each interval takes those inside."""
    decades = np.logspace(SMALLEST, LARGEST, (LARGEST - SMALLEST) * _FEW + 1)
    usual = np.concatenate([np.logspace(-_NEAR, _NEAR, 2 * _NEAR * _MANY + 1), np.linspace(0, _EVEN, 1001)[1:]])
    with np.errstate(over="ignore"):
        steps = np.concatenate([decades, *(size * usual for size in sizes)])
        x = np.concatenate([-steps, [0.0], steps, *map(_about, centres)])
    return distinct(x[np.isfinite(x)])


def _about(centre: float) -> np.ndarray:
    """Points close to a centre, down to its neighbours; what is farther than its size is seen from 0."""
    steps = abs(centre) * np.logspace(-_DIGITS, 0, _DIGITS * _FEW + 1)
    beside = np.nextafter(centre, [-np.inf, np.inf])
    return np.concatenate([centre - steps, centre + steps, beside])


def _inside(low: float, high: float) -> np.ndarray:
    """Equal steps, and the floats beside each end."""
    beside = [np.nextafter(end, other) for end, other in ((low, high), (high, low)) if math.isfinite(end)]
    even = np.linspace(low, high, 2001) if math.isfinite(high - low) else []
    return np.concatenate([beside, even])


def seen_between(function: Function) -> tuple[float, float] | None:
    """The interval in which no turn of a function can be missed, where it oscillates; None where that is everywhere."""
    reach = math.inf
    for piece in pieces(function):
        x, bends = looked_at(function, 2, *piece)
        bent = (bends != 0) & ~np.isnan(bends)
        where = np.flatnonzero(bent)
        changed = where[1:][np.diff(np.sign(bends[bent])) != 0]
        if len(changed) > _TURNS:
            lost = np.abs(x[changed[1:][np.diff(changed) < _RESOLVED]])
            reach = float(np.min(lost, initial=reach))
    if math.isinf(reach):
        return None
    unit = 10.0 ** math.floor(math.log10(reach))
    rounded = float(f"{math.floor(reach / unit) * unit:.1g}")  # down, to one digit
    return -rounded, rounded


@record
class NumbersAt:
    """A function, and the points, few of them, at which it is likely to be asked for values or derivatives.

    One call for a few points takes as long as for one. Of a user's function each number is asked for by itself.
    """

    function: Function
    points: Iterable[float]

    def at(self, order: int, x: float) -> float:
        known = self._known.get(x)
        return float(getattr(self.function, METHODS[order])(x)) if known is None else known[order]

    @cached_property
    def _known(self) -> dict[float, tuple[float, ...]]:
        if not self.function.known_range:
            return {}
        points = list(dict.fromkeys(map(float, self.points)))
        orders = self.function.together(np.array(points), tuple(range(len(METHODS))))
        return dict(zip(points, zip(*(numbers.tolist() for numbers in orders), strict=True), strict=True))
