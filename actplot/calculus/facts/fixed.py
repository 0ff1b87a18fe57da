"""Finds the fixed points of a function, f(x) = x: points, and whole pieces on which it is x."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function
from ...numerics.search import crossings
from ..curves.breaks import Break
from ..curves.looking import looked_at, pieces

_ROUNDING = 4  # units in the last place, by which f(x) may differ from x and be it
_SAME = 1e-12  # relative difference of places that are one
_NEUTRAL = 1e-12  # of the size of a slope from 1
_TINIEST = 1e-100  # below which values may underflow


@dataclass(frozen=True)
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
    alone = {x for piece in pieces(function) if piece not in whole for x in search.crossed(piece)}
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


@dataclass(frozen=True)
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

    def crossed(self, piece: tuple[float, float]) -> Iterator[float]:
        """Where a piece crosses the line y = x, or touches it."""
        x, _ = looked_at(self.function, 0, *piece)
        x = x[(np.abs(x) >= _TINIEST) | (x == 0)]
        apart = self.apart(x)
        x, apart = x[~np.isnan(apart)], apart[~np.isnan(apart)]
        sure = np.flatnonzero(apart)
        sides = np.sign(apart[sure])
        changes = np.flatnonzero(sides[:-1] != sides[1:])
        for before, after in zip(sure[changes], sure[changes + 1], strict=True):
            yield self.between(float(x[before]), float(x[after]))
        yield from self.touched(x, np.abs(apart), sure, sides)

    def between(self, low: float, high: float) -> float:
        """The fixed point between two points on different sides of the line: 0, or a short number, where it is one."""
        if low < 0 < high and self.function.value(0.0) == 0:
            return 0.0
        ends = [float(end[0]) for end in crossings(self.apart, np.array([low]), np.array([high]))]
        short = float(f"{ends[0]:.14g}")
        if low < short < high and self.apart(np.array([short]))[0] == 0:
            return short
        return min(ends, key=lambda at: abs(float(self.apart(np.array([at]))[0])))

    def touched(self, x: np.ndarray, size: np.ndarray, sure: np.ndarray, sides: np.ndarray) -> Iterator[float]:
        """Where it is x between points on the same side of the line, and its slope passes 1."""
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
        for ends in zip(low[passed].tolist(), high[passed].tolist(), strict=True):
            yield from self.turned(*ends)

    def turned(self, low: float, high: float) -> Iterator[float]:
        """The point between at which the slope is 1, if it is a fixed one."""
        if low < 0 < high and self.function.value(0.0) == 0:
            yield 0.0
            return
        at = crossings(lambda x: self.function.derivative(x) - 1, np.array([low]), np.array([high]))[0]
        if abs(self.function.value(at)[0] - at[0]) <= _ROUNDING * np.spacing(abs(at[0])):
            yield float(at[0])


def _slopes(function: Function, breaks: Sequence[Break], x: float) -> tuple[float, ...]:
    """The slope, or both at a kink; none where there is none."""
    here = [point for point in breaks if point.x == x]
    if here:
        sides = [side[1].limit for side in here[0].sides]
        known = [slope for slope in sides if slope is not None]
        return tuple(dict.fromkeys(known)) if len(known) == len(sides) else ()
    slope = float(function.derivative(x))
    return () if math.isnan(slope) else (slope,)
