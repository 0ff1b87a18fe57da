"""Finds the fixed points of a function, f(x) = x: points, and whole pieces on which it is x."""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...catalogue.kinds.functions import Function
from ...frozen import record
from ...numerics.search import crossings
from ..curves.breaks import Break
from ..curves.looking import looked_at, pieces

_ROUNDING = 4  # units in the last place, by which f(x) may differ from x and be it
_SAME = 1e-12  # relative difference of places that are one
_NEUTRAL = 1e-12  # of the size of a slope from 1
_MOST = 40  # places that are looked into, of each kind
_TINIEST = 1e-100  # below which values may underflow


@record
class FixedPoint:
    """A point (low = high), or an interval all of whose points are fixed, and the slopes beside it."""

    low: float
    high: float
    slopes: tuple[float, ...] = ()  # one, at a kink two

    @property
    def kind(self) -> str:
        """Whether points beside it come nearer when f is applied again and again; neutral where slopes do not tell."""
        sizes = [abs(slope) for slope in self.slopes]
        if not sizes or any(abs(size - 1) <= _NEUTRAL or math.isnan(size) for size in sizes):
            return "neutral"
        return "attracting" if max(sizes) < 1 else "repelling" if min(sizes) > 1 else "neutral"


@np.errstate(all="ignore")
def fixed_points(function: Function, breaks: Sequence[Break], ends: Sequence[float]) -> tuple[FixedPoint, ...]:
    """All of them in ascending order, as far as floats tell, those at breaks and at ends of the domain included."""
    return fixed_points_by(function, breaks, ends, lambda x: _apart(function.value(x), x))


def _apart(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """How far values are from x; 0 where rounding may have made it."""
    return np.where(np.abs(y - x) <= _ROUNDING * np.spacing(np.abs(x)), 0.0, y - x)


@np.errstate(all="ignore")
def fixed_points_by(
    function: Function, breaks: Sequence[Break], ends: Sequence[float], apart: Callable[[np.ndarray], np.ndarray]
) -> tuple[FixedPoint, ...]:
    """The same by a function that tells f(x) − x with the right sign."""
    search = _Search(function, apart)
    whole = [piece for piece in pieces(function) if search.is_line(piece)]
    alone = set(search.alone([piece for piece in pieces(function) if piece not in whole]))
    alone |= {point.x for point in breaks if point.value == point.x}
    alone |= {end for end in ends if math.isfinite(end) and function.value(end) == end}
    found = list(_joined(whole, function))
    for x in sorted(alone):
        if not any(one.low - _SAME * abs(x) <= x <= one.high + _SAME * abs(x) for one in found):
            found.append(FixedPoint(x + 0.0, x + 0.0, _slopes(function, breaks, x)))
    return tuple(sorted(found, key=lambda one: one.low))


def _joined(whole: Sequence[tuple[float, float]], function: Function) -> Iterator[FixedPoint]:
    spans: list[tuple[float, float]] = []
    for low, high in whole:
        if spans and spans[-1][1] == low and function.value(low) == low:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    yield from (FixedPoint(low, high, (1.0,)) for low, high in spans)


@record
class _Search:
    """A function, and what tells how far it is from x."""

    function: Function
    apart: Callable[[np.ndarray], np.ndarray]

    def is_line(self, piece: tuple[float, float]) -> bool:
        """Whether all of a piece is x."""
        x, y = looked_at(self.function, 0, *piece)
        apart = self.apart(x)
        known = apart[~np.isnan(apart)]
        return bool(known.size and not np.any(known) and not np.any(_apart(y, x)))

    def alone(self, parts: Sequence[tuple[float, float]]) -> Iterator[float]:
        """Where it crosses the line y = x on some pieces, or touches it; of many places those nearest to 0."""
        looked = [self.looked(piece) for piece in parts]
        for ways, follow in ((_crossed, self.between), (self.touched, self.turned)):
            found = [bracket for x, apart in looked for bracket in ways(x, apart)]
            nearest = sorted(found, key=lambda ends: max(ends[0], -ends[1]))[:_MOST]
            if nearest:
                yield from follow(*np.array(sorted(nearest)).T)

    def looked(self, piece: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
        """Points of a piece, and how far it is from the line there."""
        x, _ = looked_at(self.function, 0, *piece)
        x = x[(np.abs(x) >= _TINIEST) | (x == 0)]
        apart = self.apart(x)
        return x[~np.isnan(apart)], apart[~np.isnan(apart)]

    def between(self, low: np.ndarray, high: np.ndarray) -> Iterator[float]:
        """The fixed points between points on different sides of the line: 0, or short numbers, where they are some."""
        around = (low < 0) & (high > 0) & (float(self.function.value(0.0)) == 0)
        if np.any(around):
            yield 0.0
        low, high = low[~around], high[~around]
        ends = np.stack(crossings(self.apart, low, high))
        short = np.array([float(f"{end:.14g}") for end in ends[0].tolist()])
        is_short = (low < short) & (short < high) & (self.apart(short) == 0)
        first, last = np.abs(self.apart(ends))
        yield from np.where(is_short, short, np.where(first <= last, *ends)).tolist()

    def touched(self, x: np.ndarray, apart: np.ndarray) -> Iterator[tuple[float, float]]:
        """Points on the same side of the line between which it may be x, and its slope passes 1."""
        size, sure = np.abs(apart), np.flatnonzero(apart)
        sides = np.sign(apart[sure])
        lowest = np.flatnonzero((size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (size[1:-1] > 0))
        before, after = np.maximum(lowest - 1, 0), np.minimum(lowest + 3, len(x) - 1)
        deep = 2 * size[lowest + 1] <= np.maximum(size[before], size[after])  # of a parabola it is a ninth at most
        before, after = before[deep], after[deep]  # two points away: neighbours may be all but one point
        flat = np.flatnonzero((sides[:-1] == sides[1:]) & (np.diff(sure) > 1))
        starts, stops = np.concatenate([before, sure[flat]]), np.concatenate([after, sure[flat + 1]])
        if not starts.size:
            return
        low, high = x[starts], x[stops]
        slopes = self.function.derivative(np.stack([low, high])) - 1
        passed = slopes[0] * slopes[1] < 0
        yield from zip(low[passed].tolist(), high[passed].tolist(), strict=True)

    def turned(self, low: np.ndarray, high: np.ndarray) -> Iterator[float]:
        """The points between at which the slope is 1, those of them that are fixed."""
        around = (low < 0) & (high > 0) & (float(self.function.value(0.0)) == 0)
        if np.any(around):
            yield 0.0
        at = crossings(lambda x: self.function.derivative(x) - 1, low[~around], high[~around])[0]
        yield from at[np.abs(self.function.value(at) - at) <= _ROUNDING * np.spacing(np.abs(at))].tolist()


def _crossed(x: np.ndarray, apart: np.ndarray) -> Iterator[tuple[float, float]]:
    """Neighbours on different sides of the line y = x."""
    sure = np.flatnonzero(apart)
    sides = np.sign(apart[sure])
    changes = np.flatnonzero(sides[:-1] != sides[1:])
    yield from zip(x[sure[changes]].tolist(), x[sure[changes + 1]].tolist(), strict=True)


def _slopes(function: Function, breaks: Sequence[Break], x: float) -> tuple[float, ...]:
    """The slope, or both at a kink; none where there is none."""
    here = [point for point in breaks if point.x == x]
    if here:
        sides = [side[1].limit for side in here[0].sides]
        known = [slope for slope in sides if slope is not None]
        return tuple(dict.fromkeys(known)) if len(known) == len(sides) else ()
    slope = float(function.derivative(x))
    return () if math.isnan(slope) else (slope,)
