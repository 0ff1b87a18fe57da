"""What can be told of a function that is asked for values alone: what was seen between two ends, to within rounding."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from ...catalogue.kinds.functions import Asymptote, Function, Interval
from ...frozen import record
from ...numerics.arrays import distinct
from ...numerics.search import crossings
from ..curves.breaks import Break, breaks_of
from ..curves.extremes import Extreme, Place
from .fixed import FixedPoint

REACH = 50.0
_EVEN = 8001  # points in equal steps
_SMALL = np.logspace(-9, -2, 57)
_SLOPES = 1601  # points at which slopes are taken, of which each may ask for many values
_ROUNDING = 32 * float(np.finfo(float).eps)  # relative to the largest of value, argument and 1
_OF_SLOPE = 1e-9  # relative; what two slopes may differ by that are the same
_CLOSE = 1e-9  # relative; where two places are one
_ZOOMS, _PARTS, _MOST = 12, 41, 12
_FAR = (1e3, 1e4, 1e5, 1e6)  # where a line is looked for
_STRAIGHT, _BENT = 1e-6, 1e-4
_BESIDE = 1e-7  # of a break, where it is looked at
_STEPS = np.array([1e-4, 1e-8, 1e-12])  # from an end of the domain, towards which values grow or settle
_DIGITS = 8  # of a place at which values are the largest, since around it they are the same to twice as many


@np.errstate(all="ignore")
def course_of_values(function: Function) -> dict[str, Any]:
    """What a card tells of the course of a function of a user's file, by the names of `Facts`."""
    return _Seen(function).told()


@np.errstate(all="ignore")
def lines_by_values(function: Function) -> tuple[Asymptote | None, Asymptote | None]:
    """The lines that the values far out lie on, at −∞ and at ∞; none where they lie on none."""
    return _line(function, -1), _line(function, 1)


def _line(function: Function, side: int) -> Asymptote | None:
    x = side * np.array(_FAR)
    y = function.value(x)
    if not np.all(np.isfinite(y)):
        return None
    slopes = np.diff(y) / np.diff(x)
    slope = _short(float(slopes[-1]), _STRAIGHT)
    rest = y - slope * x
    steady = np.all(np.abs(slopes - slope) <= _STRAIGHT * max(1.0, abs(slope)))
    if not steady or abs(rest[-1] - rest[-2]) > _BENT * max(1.0, abs(rest[-1])):
        return None
    return Asymptote(slope, _short(_settled(rest), _STRAIGHT))


def _settled(numbers: np.ndarray) -> float:
    """What a sequence comes to whose steps shrink alike."""
    first, second = np.diff(numbers)[-2:]
    rest = second / first if first else 0.0
    return float(numbers[-1] + second * rest / (1 - rest)) if abs(rest) < 0.5 else float(numbers[-1])


def _short(number: float, tolerance: float = _OF_SLOPE) -> float:
    """The number of few digits that it is but for what differences leave."""
    near = 0.0 if abs(number) <= tolerance else float(f"{number:.4g}")
    return near + 0.0 if abs(near - number) <= tolerance * max(1.0, abs(number)) else number


@record
class _Seen:
    """A function at many points of a window."""

    function: Function

    @cached_property
    def window(self) -> tuple[float, float]:
        low, high = self.function.domain
        return max(float(low), -REACH), min(float(high), REACH)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        return breaks_of(self.function, self.window)

    @cached_property
    def x(self) -> np.ndarray:
        low, high = self.window
        at = [point.x for point in self.breaks]
        beside = [x + side * step for x in at for side in (-1, 1) for step in _SMALL]
        x = distinct([*np.linspace(low, high, _EVEN), *-_SMALL, 0.0, *_SMALL, *beside, *at])
        x = x[(x >= low) & (x <= high)]
        ends = ~np.isfinite(self.function.value(x[[0, -1]]))  # that do not belong to the domain
        return x[int(ends[0]) : len(x) - int(ends[1])]

    @cached_property
    def y(self) -> np.ndarray:
        return self.function.value(self.x)

    @cached_property
    def noise(self) -> np.ndarray:
        """What rounding may have made of each value."""
        return _ROUNDING * np.maximum.reduce([np.ones_like(self.x), np.abs(self.x), np.abs(np.nan_to_num(self.y))])

    @cached_property
    def slopes(self) -> tuple[np.ndarray, np.ndarray]:
        """Points off the breaks, and the slopes there that are known."""
        low, high = self.window
        steps = np.logspace(-3, math.log10(REACH), 60)
        x = distinct([*np.linspace(low, high, _SLOPES), *steps, *-steps, *self.ends])
        x = x[(x >= low) & (x <= high) & ~np.isin(x, [point.x for point in self.breaks])]
        found = self.function.derivative(x)
        return x[np.isfinite(found)], found[np.isfinite(found)]

    @cached_property
    def ends(self) -> list[float]:
        """Points beside the breaks."""
        return [point.x + side * _BESIDE * max(abs(point.x), 1) for point in self.breaks for side in (-1, 1)]

    def told(self) -> dict[str, Any]:
        low, high = (self.extreme(sign) for sign in (-1, 1))
        smallest, largest = (self.extreme_slope(sign) for sign in (-1, 1))
        ends = [any(not place.approach for place in one.places) for one in (low, high)]
        found = {
            "minimum": low,
            "maximum": high,
            "smallest_derivative": smallest,
            "largest_derivative": largest,
            "bounds": Interval(low.value, high.value, ("[" if ends[0] else "(") + ("]" if ends[1] else ")")),
            "zeros": self.zeros(),
            "fixed_points": self.fixed_points(),
        }
        return {
            **found,
            "traits_seen": tuple(name for name, test in _TESTS.items() if test(self)),
            "seen_on": self.window,
            "unproven": frozenset([*found, "smoothness", "asymptotes"]),
            "smoothness": self.smoothness(),
        }

    # Extremes

    def extreme(self, sign: int) -> Extreme:
        """The largest or smallest value; infinite at a pole."""
        known = np.isfinite(self.y)
        return self._found(0, sign, self.x[known], self.y[known], self.noise[known])

    def extreme_slope(self, sign: int) -> Extreme:
        x, slopes = self.slopes
        found = self._found(1, sign, x, slopes, np.full(x.shape, _OF_SLOPE * float(np.max(np.abs(slopes), initial=0))))
        value = float(f"{found.value:.10g}") + 0.0  # without what differences leave of 1
        return Extreme(0.0 if abs(value) < _OF_SLOPE else value, found.places)

    def _found(self, order: int, sign: int, x: np.ndarray, y: np.ndarray, noise: np.ndarray) -> Extreme:
        """The largest of what was seen, or a limit that is larger."""
        function = self.function.derivative if order else self.function.value
        seen = _Top(x, sign * y, noise, sign, function, self.fences).found() if x.size else Extreme(math.nan, ())
        further = [
            (sign * limit, place) for limit, place in self._limits(order) if not sign * limit <= sign * seen.value
        ]
        if not further:
            return Extreme(seen.value, tuple(dict.fromkeys(map(self._placed, seen.places))))
        most = max(limit for limit, _ in further)
        return Extreme(sign * most + 0.0, tuple(dict.fromkeys(place for limit, place in further if limit == most)))

    def _limits(self, order: int) -> list[tuple[float, Place]]:
        """What values or slopes come to beside breaks, and at ends of the domain that do not belong to it."""
        found = []
        for point in self.breaks:
            for side, known in ((-1, point.left), (1, point.right)):
                if known and known[0].is_infinite:
                    limit = known[0].limit if order == 0 else -side * known[0].limit
                    found.append((limit, Place(point.x, point.x, approach=side)))
                elif known and known[order].is_infinite:
                    found.append((known[order].limit, Place(point.x, point.x, approach=side)))
        for end, side in zip(self.window, (1, -1), strict=True):
            if abs(end) != REACH and (limit := self._at_edge(end, side, order)) is not None:
                found.append((limit, Place(end, end, approach=side)))
        return found

    def _at_edge(self, end: float, side: int, order: int) -> float | None:
        """The limit at an end of the domain: infinite where each step towards it changes as much as the last one."""
        steps = max(1.0, abs(end)) * _STEPS
        y, here = self.function.value(end + side * steps), float(self.function.value(np.array([end]))[0])
        if order:
            y = side * (y - here) / steps if math.isfinite(here) else self.function.derivative(end + side * steps)
        if not np.all(np.isfinite(y)) or (order == 0 and math.isfinite(here)):
            return None
        first, second = np.diff(y)
        if abs(second) > 0.9 * abs(first) > 0:
            return math.copysign(math.inf, second)
        return _short(_settled(y)) if order == 0 else None

    def _placed(self, place: Place) -> Place:
        """At breaks and short numbers where it is close to them."""
        if place.low < place.high:
            return Place(self.fenced(place.low), self.fenced(place.high))
        at = self.snapped(float(f"{place.low:.{_DIGITS}g}"))
        return Place(at, at)

    @cached_property
    def fences(self) -> list[float]:
        """The ends of the window, and the breaks."""
        return [*self.window, *(point.x for point in self.breaks)]

    def fenced(self, x: float) -> float:
        """The fence beside which an end of an interval lies."""
        return float(min(self.fences, key=lambda fence: abs(fence - x)))

    # Zeros and fixed points

    def zeros(self) -> tuple[float, ...]:
        return self._crossed(self.function.value, self.y, self.noise)

    def fixed_points(self) -> tuple[FixedPoint, ...]:
        spans = _runs(np.abs(self.y - self.x) <= self.noise)
        wide = [(self.x[start], self.x[stop]) for start, stop in spans if self._is_line(start, stop)]
        found = [FixedPoint(*map(self.fenced, span), slopes=(1.0,)) for span in wide]
        for at in self._crossed(lambda x: self.function.value(x) - x, self.y - self.x, self.noise):
            if not any(one.low <= at <= one.high for one in found):
                found.append(FixedPoint(at, at, self._slopes_at(at)))
        return tuple(sorted(found, key=lambda one: one.low))

    def _is_line(self, start: int, stop: int) -> bool:
        """Whether a run of points on the line y = x goes from fence to fence: what only comes close to it does not."""
        return stop - start > 20 and _is_fenced(self.x[start], self.x[stop], self.fences)

    def _slopes_at(self, x: float) -> tuple[float, ...]:
        here = [point for point in self.breaks if abs(point.x - x) <= _CLOSE * max(1, abs(x))]
        if here:
            sides = (side[1].limit for side in here[0].sides)
            return tuple(dict.fromkeys(_short(slope) for slope in sides if slope is not None))
        slope = float(self.function.derivative(np.array([x]))[0])
        return () if math.isnan(slope) else (_short(slope),)

    def _crossed(self, values: Callable, y: np.ndarray, noise: np.ndarray) -> tuple[float, ...]:
        """Where the sign changes by more than rounding, and points at which a value alone is 0."""
        sure = np.flatnonzero(np.isfinite(y) & (np.abs(y) > noise))
        signs = np.sign(y[sure])
        at = np.flatnonzero(signs[:-1] * signs[1:] < 0)
        jumps = [point.x for point in self.breaks if not point.is_continuous]
        brackets = [(self.x[sure[one]], self.x[sure[one + 1]]) for one in at]
        whole = [pair for pair in brackets if not any(pair[0] <= jump <= pair[1] for jump in jumps)]
        low, high = np.array(whole, dtype=float).reshape(-1, 2).T
        found = [self.snapped(float(x)) for x in crossings(values, low, high)[0]]
        beside = np.flatnonzero((signs[:-1] == signs[1:]) & (np.diff(sure) > 1))
        touched = [x for one in beside for x in self._touched(y, int(sure[one]), int(sure[one + 1]))]
        ends = [float(self.x[one]) for one in (0, -1) if y[one] == 0 and abs(self.x[one]) != REACH]
        near = sorted({*found, *touched, *ends})
        return tuple(x for place, x in enumerate(near) if not place or x - near[place - 1] > _CLOSE * max(1, abs(x)))

    def _touched(self, y: np.ndarray, start: int, stop: int) -> list[float]:
        """The middle of what is 0 between two points on the same side of it, where that is as good as a point."""
        inside = self.x[start + 1 : stop][y[start + 1 : stop] == 0]
        return [self.snapped(float(np.median(inside)))] if inside.size and np.ptp(inside) < 1e-3 else []

    def snapped(self, x: float) -> float:
        """The break or whole number beside which a place lies."""
        near = [*(point.x for point in self.breaks), 0.0, float(round(x))]
        return next((at for at in near if abs(at - x) <= 10 * _CLOSE * max(1.0, abs(x))), x) + 0.0

    # Traits

    def smoothness(self) -> str:
        kinds = {point.kind for point in self.breaks if point.x not in self.window}
        if kinds - {"smooth", "kink", "vertical tangent"}:
            return "not continuous"
        return "C⁰" if kinds - {"smooth"} else "C¹" if kinds else "no break found"

    @property
    def is_steep(self) -> bool:
        """Whether slopes grow without end, be it at an end of the domain."""
        return any(point.grows(1) for point in self.breaks)

    def mirrored(self, sign: int) -> bool:
        low, high = self.window
        if low != -high:
            return False
        there = self.function.value(-self.x)
        same = np.abs(there - sign * self.y) <= 2 * self.noise
        return bool(np.all(same | (np.isnan(there) & np.isnan(self.y)) | (there == sign * self.y)))

    def rises(self, sign: int) -> bool:
        return self.is_whole and bool(np.all(sign * np.diff(self.y) >= -2 * self.noise[1:]))

    def bends(self, sign: int) -> bool:
        """By second differences on equal steps, and slopes at kinks."""
        x = np.linspace(*self.window, 2001)
        y = self.function.value(x)
        noise = 8 * _ROUNDING * np.maximum.reduce([np.ones_like(x), np.abs(x), np.abs(y)])[1:-1]
        return self.is_whole and self.smoothness() != "not continuous" and bool(np.all(sign * np.diff(y, 2) >= -noise))

    @property
    def is_whole(self) -> bool:
        """Whether there are finite values everywhere, without poles."""
        return bool(np.all(np.isfinite(self.y))) and all(point.has_limits for point in self.breaks)


_TESTS: dict[str, Callable[[_Seen], bool]] = {
    "odd": lambda seen: seen.mirrored(-1),
    "even": lambda seen: seen.mirrored(1),
    "monotone": lambda seen: seen.rises(1) or seen.rises(-1),
    "increasing": lambda seen: seen.rises(1),
    "decreasing": lambda seen: seen.rises(-1),
    "convex": lambda seen: seen.bends(1),
    "concave": lambda seen: seen.bends(-1),
    "nonnegative": lambda seen: bool(np.all(seen.y[~np.isnan(seen.y)] >= 0)),
    "continuous": lambda seen: seen.smoothness() != "not continuous",
    "differentiable": lambda seen: seen.smoothness() in ("C¹", "no break found") and not seen.is_steep,
}


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """The first and the last place of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [(int(start), int(stop) - 1) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _is_fenced(low: float, high: float, fences: Sequence[float]) -> bool:
    """Whether an interval goes from one fence to another, as far as it was looked at beside them."""
    apart = (min(abs(end - fence) for fence in fences) for end in (low, high))
    return max(apart) <= 2 * _BESIDE * max(1, abs(low), abs(high))


@record
class _Top:
    """Signed numbers at some points, and where they are the largest."""

    x: np.ndarray
    y: np.ndarray
    noise: np.ndarray
    sign: int
    function: Callable
    fences: Sequence[float]

    def found(self) -> Extreme:
        """At intervals between fences on which they are the same, or at points between those that were looked at."""
        best = float(np.max(self.y))
        wide = [run for run in _runs(self.y >= best - 2 * self.noise) if run[1] - run[0] > 5]
        spans = [(float(self.x[start]), float(self.x[stop])) for start, stop in wide]
        whole = [Place(*span) for span in spans if _is_fenced(*span, self.fences)]
        if whole:
            return Extreme(self.sign * best + 0.0, tuple(whole))
        if cut := [end for end in self.fences[:2] if any(end in span for span in spans)]:  # it only comes close to it
            return Extreme(self.sign * best + 0.0, tuple(Place(end, end) for end in cut))
        tops = [self.zoomed(at) for at in self.tops(best)]
        most = max(value for value, _ in tops)
        same = _ROUNDING * max(1.0, abs(most))
        return Extreme(self.sign * most + 0.0, tuple(Place(at, at) for value, at in tops if value >= most - same))

    def tops(self, best: float) -> list[int]:
        """The points from which a search may come to the largest number, in ascending order: those nearest to 0."""
        padded = np.concatenate([[-np.inf], self.y, [-np.inf]])
        rising = (padded[1:-1] >= padded[:-2]) & (padded[1:-1] > padded[2:])
        near = np.flatnonzero(rising & (self.y >= best - 1e-3 * max(abs(best), float(np.ptp(self.y)))))
        nearest = near[np.argsort(np.abs(self.x[near]), kind="stable")[:_MOST]].tolist()
        return sorted({*nearest, int(np.argmax(self.y))})

    def zoomed(self, index: int) -> tuple[float, float]:
        """The largest between two neighbours, and where: looked at more and more closely."""
        low, high = float(self.x[max(index - 1, 0)]), float(self.x[min(index + 1, len(self.x) - 1)])
        best, at = float(self.y[index]), float(self.x[index])
        for _ in range(_ZOOMS):
            x = np.linspace(low, high, _PARTS)
            y = self.sign * self.function(x)
            top = int(np.argmax(np.where(np.isnan(y), -np.inf, y)))
            if y[top] > best:
                best, at = float(y[top]), float(x[top])
            step = (high - low) / (_PARTS - 1)
            low, high = max(low, at - 2 * step), min(high, at + 2 * step)
            if step <= 1e-9 * max(1.0, abs(at)):
                break
        return best, at
