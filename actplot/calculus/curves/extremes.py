"""Finds how large a function or its derivative becomes and where: at points, along pieces, or only in a limit."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from ...catalogue.kinds.functions import METHODS, Function
from ...frozen import record
from ...numerics.search import parted
from .breaks import Break
from .looking import looked_at, pieces

CLOSE = 1e-13  # relative difference below which two derivatives are the same but for rounding
FAR = 5e299
MOST_TURNS = 12
CUTS, FEW = 64, 4
_WIDE = 1e3  # a piece on which all of an oscillation is looked at
UNBOUNDED = 1e100  # a derivative that is larger at FAR has no bound, one below 1/UNBOUNDED tends to 0
_STEP = 2.0**-24  # of a point, over which the curvature there is measured


@record
class Place:
    """A point (low = high), an open interval, or the point that a limit is taken at."""

    low: float
    high: float
    approach: int = 0  # the side of the point that the limit is taken from; 0 where the value is attained


@record
class Extreme:
    """The largest or smallest value or derivative, and every place where it is attained, or else approached.

    Where floats do not hold it, nan and no place.
    """

    value: float
    places: tuple[Place, ...]


@lru_cache(maxsize=8)  # a card asks twice
def extreme_derivative(function: Function, breaks: Sequence[Break], sign: int) -> Extreme:
    """The supremum of the derivative for sign 1, the infimum for sign -1.

    The values that a convention puts at kinks and jumps do not count.
    """
    return _extreme(_Search(function, 1, {point.x: point for point in breaks}), sign)


@lru_cache(maxsize=8)
def extreme_value(function: Function, breaks: Sequence[Break], sign: int) -> Extreme:
    """The supremum of the values for sign 1, the infimum for sign -1."""
    return _extreme(_Search(function, 0, {point.x: point for point in breaks}), sign)


def touching_zeros(function: Function) -> list[float]:
    """Where a piece of the function turns at 0, without a change of sign; of many, those nearest to 0."""
    found = []
    for piece in pieces(function):
        for sign in (1, -1):
            turns, values = _turned(function, 0, piece, sign)
            found += turns[values == 0].tolist()
    return found


@lru_cache(maxsize=16)  # a card asks twice for those of the values
def _turned(function: Function, order: int, piece: tuple[float, float], sign: int) -> tuple[np.ndarray, np.ndarray]:
    """Where what is searched turns on a smooth piece, and what it is there; do not change them."""
    search = _Search(function, order, {})
    turns = _turns(search, piece, sign)
    return turns, search.at_turns(turns)


@record
class _Search:
    """What is searched for an extreme: the values or the derivatives of a function, between its breaks."""

    function: Function
    order: int
    known: Mapping[float, Break]

    def at(self, x: Any) -> Any:
        return getattr(self.function, METHODS[self.order])(x)

    def slope(self, x: Any) -> Any:
        return getattr(self.function, METHODS[self.order + 1])(x)

    def rises(self, x: Any) -> Any:
        """The slope, as far as its sign goes."""
        return self.function.signed(self.order + 1, np.asarray(x, dtype=float))

    def at_turns(self, x: np.ndarray) -> np.ndarray:
        """What it is at turning points, and 0 where it has no more than the float nearest to a double root leaves."""
        values, step = self.at(x), np.where(x == 0, 1.0, _STEP * np.abs(x))
        with np.errstate(all="ignore"):  # beside a pole, and with parameters near the end of floats
            bent = np.abs(self.slope(x + step) - self.slope(x - step))
            left = bent * (np.spacing(x) / (2 * step)) * np.spacing(x)  # the curvature alone may be beyond floats
            return np.where((np.abs(values) <= left) & np.isfinite(left), 0.0, values)

    def beside(self, point: Break, side: int) -> float:
        """The limit towards a break from the right (side -1) or from the left."""
        if self.order == 0:
            return point.right_value if side < 0 else point.left_value
        return point.right_derivative if side < 0 else point.left_derivative

    def joins(self, point: Break) -> bool:
        """Whether what is searched is continuous at a break."""
        return point.is_continuous if self.order == 0 else point.kind == "smooth"


@np.errstate(over="ignore", invalid="ignore")  # of functions with parameters near the end of floats
def _extreme(search: _Search, sign: int) -> Extreme:
    found = [candidate for piece in pieces(search.function) for candidate in _candidates(search, piece, sign)]
    if search.order == 0:
        found += [(point.value, Place(x, x)) for x, point in search.known.items()]
    found = [(value, place) for value, place in found if value is not None and not math.isnan(value)]
    if not found:  # beyond floats
        return Extreme(math.nan, ())
    best = max(sign * value for value, _ in found)
    places = [place for value, place in found if _same(sign * value, best)]
    return Extreme(sign * best + 0.0, tuple(_joined(_strongest(places), search)))


def _same(value: float, best: float) -> bool:
    return value == best or (math.isfinite(best) and abs(value - best) <= CLOSE * abs(best))


def _strongest(places: Sequence[Place]) -> list[Place]:
    """Intervals say more than points, and points more than limits."""
    attained = [place for place in places if place.approach == 0] or places
    intervals = [place for place in attained if place.low < place.high]
    return intervals or list(dict.fromkeys(attained))


def _joined(places: Sequence[Place], search: _Search) -> list[Place]:
    """Intervals in ascending order, where those that meet without a jump are one."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        if last and last.high == place.low < place.high and search.joins(search.known[place.low]):
            joined[-1] = Place(last.low, place.high)
        else:
            joined.append(place)
    return joined


def _candidates(search: _Search, piece: tuple[float, float], sign: int) -> list[tuple[float, Place]]:
    """What may be the extreme of a smooth piece, with its places."""
    _, values = looked_at(search.function, search.order, *piece)
    _, slopes = looked_at(search.function, search.order + 1, *piece)
    if not np.any(slopes) and np.all(values == values[0]):
        return [(float(values[0]), Place(*piece))]
    turned = _turned(search.function, search.order, piece, sign)
    inside = [(float(value), Place(x, x)) for x, value in zip(*(one.tolist() for one in turned), strict=True)]
    return [*inside, _at_end(search, piece[0], -1, sign), _at_end(search, piece[1], 1, sign)]


def _turns(search: _Search, piece: tuple[float, float], sign: int) -> np.ndarray:
    """Where the signed slope falls through zero, to float accuracy.

    Of an oscillation, the turns nearest to 0, and on short pieces those beside which it is seen to go beyond them.
    """
    x, slopes = looked_at(search.function, search.order + 1, *piece)
    bent = np.flatnonzero((slopes != 0) & ~np.isnan(slopes))
    signed = sign * slopes[bent]
    falls = np.flatnonzero((signed[:-1] > 0) & (signed[1:] < 0))
    lows, highs = x[bent[falls]], x[bent[falls + 1]]
    order = np.argsort(np.abs(lows + highs), kind="stable")
    nearest, farther = np.sort(order[:MOST_TURNS]), order[MOST_TURNS:]
    turns = _narrowed(search, lows[nearest], highs[nearest], sign)
    if not farther.size or max(map(abs, piece)) > _WIDE:  # what grows without end does so in the limit
        return turns
    _, values = looked_at(search.function, search.order, *piece)
    seen = np.fmax(*(sign * values[bent[falls[farther] + one]] for one in (0, 1)))
    best = np.nanmax(sign * search.at_turns(turns))
    beyond = np.flatnonzero(seen > best + CLOSE * abs(best))
    highest = np.sort(farther[beyond[np.argsort(-seen[beyond], kind="stable")[:MOST_TURNS]]])
    return np.sort(np.concatenate([turns, _narrowed(search, lows[highest], highs[highest], sign)]))


def _narrowed(search: _Search, lows: np.ndarray, highs: np.ndarray, sign: int) -> np.ndarray:
    """The last floats with a positive signed slope, or those with none, by parting all brackets again and again."""
    around = (lows < 0) & (highs > 0)
    around &= bool(np.any(around)) and bool(search.rises(0.0) == 0)  # a slope that is 0 all about 0, by its rounding
    lows, highs = np.where(around, 0.0, lows), np.where(around, 0.0, highs)
    rows, flat, parts = np.arange(len(lows)), around, CUTS
    below, above = sign * search.rises(np.stack([lows, highs]))
    while lows.size:
        inside = parted(lows, highs, below, above, parts)
        slopes = np.column_stack([below, sign * search.rises(inside), np.where(flat, 0.0, above)])
        x = np.column_stack([lows, inside, highs])
        fallen = np.argmax(np.column_stack([slopes[:, 1:-1] <= 0, np.ones(len(lows), bool)]), axis=1)
        last, first = x[rows, fallen], x[rows, fallen + 1]
        below, above = slopes[rows, fallen], slopes[rows, fallen + 1]
        flat = above == 0
        if np.all(((last == lows) & (first == highs)) | flat):
            return np.where(flat, first, last)
        lows, highs, parts = last, first, FEW
    return lows


def _at_end(search: _Search, end: float, side: int, sign: int) -> tuple[float, Place]:
    """What is searched, towards the lower (side -1) or upper end of a piece; attained where pieces join."""
    if math.isinf(end):
        return _far_out(search, side, sign), Place(end, end, approach=-side)
    if end not in search.known:  # an edge of the domain
        value = float(search.at(end))
        return value, Place(end, end, approach=0 if math.isfinite(value) else -side)
    point = search.known[end]
    return search.beside(point, side), Place(end, end, approach=0 if search.joins(point) else -side)


def _far_out(search: _Search, side: int, sign: int) -> float:
    """The limit, or the extreme of what oscillates there."""
    asymptote = search.function.asymptotes[side > 0]
    if asymptote is not None:
        return float(asymptote.limit(side, search.order))
    values = search.at(side * FAR * np.linspace(1, 2, CUTS))
    value = float(values[np.argmax(sign * values)])
    if abs(value) < 1 / UNBOUNDED:
        return 0.0
    grows = abs(value) > UNBOUNDED or math.isinf(float(search.at(side * np.inf)))
    return math.copysign(math.inf, value) if grows else value
