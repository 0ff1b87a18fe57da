"""Finds how large a derivative becomes and where: at points, along straight pieces, or only in a limit."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..function import Function
from .breaks import Break

CLOSE = 1e-13  # relative difference below which two derivatives are the same but for rounding
FAR = 1e300
UNBOUNDED = 1e100  # what a derivative without an asymptote must reach at FAR to have no bound


@dataclass(frozen=True)
class Place:
    """A point (low = high), an open interval, or the point that a limit is taken at."""

    low: float
    high: float
    approach: int = 0  # the side of the point that the limit is taken from; 0 where the value is attained


@dataclass(frozen=True)
class Extreme:
    """The largest or smallest derivative, and every place where it is attained, or else approached."""

    value: float
    places: tuple[Place, ...]


def extreme_derivative(function: Function, breaks: Sequence[Break], sign: int) -> Extreme:
    """The supremum of the derivative for sign 1, the infimum for sign -1.

    The values that a convention puts at kinks and jumps do not count.
    """
    known = {point.x: point for point in breaks}
    found = [candidate for piece in _pieces(function, known) for candidate in _candidates(function, piece, sign, known)]
    best = max(sign * value for value, _ in found)
    places = [place for value, place in found if _same(sign * value, best)]
    return Extreme(sign * best + 0.0, tuple(_joined(_strongest(places), known)))


def _same(value: float, best: float) -> bool:
    return value == best or (math.isfinite(best) and abs(value - best) <= CLOSE * abs(best))


def _strongest(places: Sequence[Place]) -> list[Place]:
    """Intervals say more than points, and points more than limits."""
    attained = [place for place in places if place.approach == 0] or places
    intervals = [place for place in attained if place.low < place.high]
    return intervals or list(dict.fromkeys(attained))


def _joined(places: Sequence[Place], known: Mapping[float, Break]) -> list[Place]:
    """Intervals in ascending order, where those that meet at a smooth join are one."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        if last and last.high == place.low < place.high and known[place.low].kind == "smooth":
            joined[-1] = Place(last.low, place.high)
        else:
            joined.append(place)
    return joined


def _pieces(function: Function, known: Mapping[float, Break]) -> list[tuple[float, float]]:
    low, high = function.domain
    ends = [low, *(x for x in known if low < x < high), high]
    return list(pairwise(ends))


def _candidates(
    function: Function, piece: tuple[float, float], sign: int, known: Mapping[float, Break]
) -> list[tuple[float, Place]]:
    """Derivatives that may be the extreme one of a smooth piece, with their places."""
    x = _grid(*piece)
    slope, bend = function.derivative(x), function.second_derivative(x)
    if not np.any(bend) and np.all(slope == slope[0]):
        return [(float(slope[0]), Place(*piece))]
    inside = [(float(function.derivative(point)), Place(point, point)) for point in _turns(function, x, bend, sign)]
    return [*inside, _at_end(function, piece[0], -1, known), _at_end(function, piece[1], 1, known)]


def _grid(low: float, high: float) -> np.ndarray:
    """Points of an open interval, dense near its ends, near 0 and 1, and far out."""
    decades = np.concatenate([np.logspace(-300, 300, 12001), np.logspace(-4, 4, 4001)])
    steps = np.concatenate([-decades, [0.0], decades])
    centres = [end for end in (low, high) if math.isfinite(end)]
    x = np.unique(np.concatenate([steps, np.linspace(-50, 50, 10001), *(centre + steps for centre in centres)]))
    return x[(x > low) & (x < high)]


def _turns(function: Function, x: np.ndarray, bend: np.ndarray, sign: int) -> list[float]:
    """Where the signed second derivative falls through zero, to float accuracy."""
    bent = np.flatnonzero((bend != 0) & ~np.isnan(bend))
    signed = sign * bend[bent]
    falls = np.flatnonzero((signed[:-1] > 0) & (signed[1:] < 0))
    return [_bisected(function, float(x[bent[i]]), float(x[bent[i + 1]]), sign) for i in falls]


def _bisected(function: Function, low: float, high: float, sign: int) -> float:
    while low < (middle := low / 2 + high / 2) < high:
        bend = sign * function.second_derivative(middle)
        if bend == 0:
            return middle
        low, high = (middle, high) if bend > 0 else (low, middle)
    return low


def _at_end(function: Function, end: float, side: int, known: Mapping[float, Break]) -> tuple[float, Place]:
    """The derivative towards the lower (side -1) or upper end of a piece; attained where pieces join smoothly."""
    if math.isinf(end):
        return _far_out(function, side), Place(end, end, approach=-side)
    if end not in known:  # an edge of the domain
        slope = float(function.derivative(end))
        return slope, Place(end, end, approach=0 if math.isfinite(slope) else -side)
    point = known[end]
    slope = point.right_derivative if side < 0 else point.left_derivative
    return slope, Place(end, end, approach=0 if point.kind == "smooth" else -side)


def _far_out(function: Function, side: int) -> float:
    asymptote = function.asymptotes[side > 0]
    if asymptote is not None:
        return float(asymptote.slope)
    slope = float(function.derivative(side * FAR))
    return math.copysign(math.inf, slope) if abs(slope) > UNBOUNDED else slope
