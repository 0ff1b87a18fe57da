"""What else a function of the catalogue promises: float32, special values, bounds, asymptotes, breaks, conventions."""

import math
import warnings
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from ....algebra.evaluating.compiler import derivatives_of
from ....algebra.evaluating.precision import value
from ....catalogue.kinds.functions import METHODS, Asymptote, Function, Interval
from ...curves.looking import LARGEST, NumbersAt
from ...curves.looking import centres as centres_of
from ...letters import formula_of
from ..of_arrays import FLOAT64
from ..points import scan_points
from ..quantities import RELATIVE, Held, Quantity
from ..stated_slopes import Stated
from .conventions import Claim, claims
from .far_out import decades_of, limit_at_end, limit_far_out, line_far_out
from .seams import HALF, ROUNDED, Formula, possible_seams
from .turning import turning_points

STATED = "convention"
_LARGE = 100  # decades that only what grows without end reaches, where no parameter is as far from 1
_SMALLEST = 16 * 5e-324
_FINE = 1e-6  # a distance between floats
_NOTHING = 1e-60  # what a limit of 0 may still be


def quantities(function: Function, x: np.ndarray, known: np.ndarray) -> Iterator[Quantity]:
    """All of it, of a function whose values on a grid are held against its formula elsewhere.

    `known` is what the formula comes to on the grid; nan where that is not known.
    """
    promises = _Promises(function, x, known)
    yield Quantity("float32", tuple(promises.in_float32()), FLOAT64)
    yield Quantity("special values", tuple(promises.special()))
    yield Quantity("bounds", tuple(promises.of_bounds()))
    yield Quantity("asymptotes", tuple(promises.of_asymptotes()))
    yield Quantity("breaks", tuple(promises.of_breaks()))
    yield Quantity("conventions", tuple(promises.of_conventions()), STATED)


class _Promises:
    """A function, and what its formula says of it as a whole."""

    def __init__(self, function: Function, x: np.ndarray, known: np.ndarray):
        self.function, self.x = function, x
        self.known = dict(zip(x.tolist(), known.tolist(), strict=True))
        self.term, self.numbers = formula_of(function), function.numbers
        self.infinite = tuple(math.isinf(end) for end in function.domain)

    @cached_property
    def parts(self) -> tuple[Interval, ...]:
        """Those of the domain, which a function finds anew each time it is asked; and so it does its bounds."""
        return self.function.domain_parts

    @cached_property
    def bounds(self) -> Interval:
        return self.function.bounds

    def truth(self, x: float) -> float:
        return float(value(self.term, {**self.numbers, "x": float(x)}))

    @cached_property
    def lines(self) -> tuple[Asymptote | None, Asymptote | None]:
        """The line on each side; None where there is none, or no side."""
        sides = zip((-1, 1), self.infinite, strict=True)
        return tuple(self._line(side) if endless else None for side, endless in sides)

    def _line(self, side: int) -> Asymptote | None:
        """Through values that lie far out; at the height of the limit where those have too few digits."""
        if line := line_far_out(self.term, self.numbers, side):
            return line
        limit = limit_far_out(self.term, self.numbers, side, 0)
        return Asymptote(0.0, limit) if limit is not None and math.isfinite(limit) else None

    def limit(self, side: int, order: int) -> float | None:
        """At side·∞; nan where there is none, None where that is not clear."""
        if not self.infinite[side > 0]:
            return math.nan
        line = self.lines[side > 0]
        if line is None:
            return limit_far_out(self.term, self.numbers, side, order)
        return float(line.limit(side, order))

    def at_end(self, end: float, side: int, order: int) -> float | None:
        """What the formula says of a finite end of the domain, or tends to from inside."""
        here = float(value(derivatives_of(self.term, "x")[order], {**self.numbers, "x": end}))
        return here if math.isfinite(here) else limit_at_end(self.term, self.numbers, end, side, order)

    # Arrays

    def in_float32(self) -> Iterator[Held]:
        """float32 is what float64 gives, rounded once; a shape is kept, and nothing is printed."""
        x = self.x[np.abs(self.x) < 1e38].astype(np.float32)
        with np.errstate(over="ignore"):  # a break may be beyond float32
            x = np.unique(np.concatenate([x[::3], np.array([*self.function.breaks, 0.0], np.float32)]))
        rounding = self.function.in_float32()
        for method in METHODS:
            evaluate = getattr(self.function, method)
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                narrow, wide = evaluate(x.reshape(1, -1)), getattr(rounding, method)(x.astype(np.float64))
            fault = _fault_of_array(narrow, np.float32, (1, x.size)) or (f"warns: {told[0].message}" if told else "")
            with np.errstate(all="ignore"):
                rounded = np.asarray(wide, np.float32)
            for at, one, other in zip(x.tolist(), np.ravel(narrow).tolist(), rounded.tolist(), strict=False):
                undefined = math.isnan(other)
                right = one == other or (math.isnan(one) and undefined)
                wrong = fault or ("" if right else "is not rounded once")
                yield Held((at,), one, (other,), undefined=undefined, fault=wrong)

    def special(self) -> Iterator[Held]:
        """nan, both infinities, both zeros, and what is not in the domain."""
        for order, method in enumerate(METHODS):
            places, truths = zip(*self._special_values(order), strict=True)
            numbers = getattr(self.function, method)(np.array(places))
            for at, truth, closed in zip(places, truths, numbers, strict=True):
                fault = "is −0" if closed == 0 and np.signbit(closed) else ""
                unclear = truth is None
                sides = () if unclear else (truth,)
                undefined = not unclear and math.isnan(truth)
                yield Held((at,), float(closed), sides, (), fault=fault, excused=unclear, undefined=undefined)

    def _special_values(self, order: int) -> Iterator[tuple[float, float | None]]:
        yield math.nan, math.nan
        for side in (-1, 1):
            yield side * math.inf, self.limit(side, order)
        method = getattr(self.function, METHODS[order])
        if any(0.0 in part for part in self.parts):
            here = float(method(0.0))
            yield from ((zero, here) for zero in (0.0, -0.0))
        for end, side in self._ends:
            if order == 0 or not self._is_stated(end, side):
                yield end, self.at_end(end, side, order)
            yield from ((at, math.nan) for at in _outside(end, -side) if self._is_outside(at))

    def _is_stated(self, end: float, side: int) -> bool:
        """Whether a convention says what f′ is at an end, which is held against it elsewhere."""
        slope = self.at_end(end, side, 1)
        return slope is not None and Stated(self.function).departs(end, (slope, slope))

    @cached_property
    def _ends(self) -> list[tuple[float, int]]:
        """The finite ends of the domain, and on which side of them it lies."""
        ends = [end for part in self.parts for end in ((part.low, 1), (part.high, -1))]
        return [(end, side) for end, side in ends if math.isfinite(end)]

    def _is_outside(self, at: float) -> bool:
        return not any(part.low <= at <= part.high for part in self.parts)

    # Bounds

    def of_bounds(self) -> Iterator[Held]:
        """Both ends: nothing is beyond them, something comes close to them, and what is attained is said to be."""
        if not self.function.known_range:
            return
        (low, high), ends = map(float, (self.bounds.low, self.bounds.high)), self.bounds.ends
        for sign, end, bracket in ((-1, low, ends[0]), (1, high, ends[1])):
            at, farthest = max(self._reached, key=lambda pair, sign=sign: sign * pair[1])
            if abs(farthest) > self._large:
                farthest = math.copysign(math.inf, farthest)
            known = not self._unclear or sign * farthest == math.inf or sign * farthest > sign * end
            fault = self._fault_of_end(end, closed=bracket in "[]")
            slack = _NOTHING + (self._rounding(at) if math.isfinite(at) else 0.0)
            yield Held((at,), end, (farthest,) if known else (), slack=slack, excused=True, fault=fault)

    def _fault_of_end(self, end: float, *, closed: bool) -> str:
        """An end that is infinite is no value, whatever stands at it; one of the smallest floats has no digits."""
        if 0 < abs(end) <= _SMALLEST:
            return ""
        constant = self.bounds.low == self.bounds.high
        somewhere = constant or any(self._attains(at, end) for at in (*self._places, *self._beside))
        attained = math.isfinite(end) and somewhere
        if math.isinf(end) or closed == attained:
            return ""
        return "is attained" if attained else "is not attained"

    def _attains(self, at: float, end: float) -> bool:
        """At a turn, a break or an end of the domain, or on a flat piece: no other piece attains what it tends to."""
        if self.function.decides_in_floats and at in self.function.breaks:
            return self._numbers.at(0, at) == end
        if at in self._beside:
            return self.truth(at) == end
        return abs(self.at_place(at) - end) <= RELATIVE * abs(end) + self._rounding(at)

    def _rounding(self, at: float) -> float:
        """What a value changes between a turning point and the float that stands for it."""
        bend, step = abs(self._numbers.at(2, at)), math.ulp(at)
        return bend * step * step if math.isfinite(bend) and step < _FINE else 0.0

    @cached_property
    def _numbers(self) -> NumbersAt:
        return NumbersAt(self.function, (*self._places, *self.function.breaks))

    def at_place(self, at: float) -> float:
        """The value there, or from inside at an end of the domain; nan where that is not clear."""
        found = next((self.at_end(end, side, 0) for end, side in self._ends if end == at), self.truth(at))
        return math.nan if found is None else found

    @cached_property
    def _large(self) -> float:
        decades = _LARGE + decades_of(self.numbers)
        return 10.0**decades if decades <= LARGEST else math.inf

    @cached_property
    def _unclear(self) -> bool:
        return any(self.limit(side, 0) is None for side in (-1, 1))

    @cached_property
    def _reached(self) -> list[tuple[float, float]]:
        """Points, or ends, with what the formula comes to there."""
        limits = [(side * math.inf, self.limit(side, 0)) for side in (-1, 1)]
        found = [(at, limit) for at, limit in limits if limit is not None]
        breaks = [float(at) for at in self.function.breaks if self.function.domain[0] < at < self.function.domain[1]]
        beside = [(at, limit_at_end(self.term, self.numbers, at, side, 0)) for at in breaks for side in (-1, 1)]
        found += [(at, limit) for at, limit in beside if limit is not None]
        on_grid = [(at, self.at_place(at) if math.isnan(y) else y) for at, y in self.known.items()]
        found += [*on_grid, *((at, self.at_place(at)) for at in (*self._places, *self._beside))]
        return [(at, y) for at, y in found if not math.isnan(y)]

    @cached_property
    def _places(self) -> list[float]:
        """Where a value may be the largest: turning points, breaks and ends."""
        turns = turning_points(self.function, scan_points(self.function))
        return [
            *(turns or filter(lambda at: not self._is_outside(at), [0.0])),  # where all slopes are below floats
            *filter(self._stands_out, centres_of(self.function)),
            *map(float, self.function.breaks),
            *(end for end, _ in self._ends),
        ]

    def _stands_out(self, at: float) -> bool:
        """Whether a place that a parameter names, maybe the last of all floats, has no neighbour of its own height."""
        around = [at, math.nextafter(at, -math.inf), math.nextafter(at, math.inf)]
        here, *beside = (self.truth(one) for one in around)
        return not self._is_outside(at) and here not in beside

    @cached_property
    def _beside(self) -> list[float]:
        """The floats next to breaks: where a flat piece begins that jumps away from the break."""
        beside = [math.nextafter(at, side * math.inf) for at in self.function.breaks for side in (-1, 1)]
        return [at for at in beside if not self._is_outside(at)]

    # Asymptotes

    def of_asymptotes(self) -> Iterator[Held]:
        """Slope and intercept of the line on each side, which is declared where there is one, and nowhere else."""
        for side, declared in zip((-1, 1), self.function.asymptotes, strict=True):
            if not self.infinite[side > 0]:
                continue
            at, line = (side * math.inf,), self.lines[side > 0]
            if declared is None and line is None:
                yield Held(at, 0.0, (0.0,))
            elif declared is None or line is None:
                unclear = line is None and limit_far_out(self.term, self.numbers, side, 0) is None
                fault = "" if unclear else "is not declared" if declared is None else "there is none"
                shown = declared or line
                yield Held(at, float(shown.intercept), (), fault=fault, excused=unclear)
            else:
                yield Held(at, float(declared.slope), (line.slope,), slack=_NOTHING)
                yield Held(at, float(declared.intercept), (line.intercept,), slack=_NOTHING)

    # Breaks

    def of_breaks(self) -> Iterator[Held]:
        """Two pieces meet at each break, and nowhere else."""
        low, high = map(float, self.function.domain)
        declared = sorted({float(at) for at in self.function.breaks if low < at < high})
        fences = sorted({*declared, *self._possible()})
        for at in fences:
            others = [abs(at - other) for other in (*fences, low, high) if other != at]
            room = min(others, default=math.inf)
            fault = self._fault_of_break(at, room, is_declared=at in declared)
            if fault or at in declared:
                yield Held((at,), at, () if at not in declared else (at,), fault=fault)

    def _fault_of_break(self, at: float, room: float, *, is_declared: bool) -> str:
        """With more digits again where parameters, or their roots, are far from 1: what is no fault there is none."""
        decades_in_all = decades_of(self.numbers)
        fault, reach = "", ROUNDED if self.function.decides_in_floats else HALF
        for decades in dict.fromkeys((0, decades_in_all // 2, decades_in_all)):
            formula = Formula(self.term, self.numbers, at, room, reach, decades)
            if not is_declared:
                fault = "two pieces meet here, and no break is declared" if formula.goes_on() is False else ""
            elif formula.goes_on():
                fault = "one piece goes on here"
            else:
                fault = "the pieces meet beside it" if formula.is_elsewhere() else ""
            if not fault:
                break
        return fault

    def _possible(self) -> list[float]:
        """Where the formula may switch, but for what is a declared break but for rounding."""
        low, high = self.function.domain
        found = possible_seams(self.term, self.numbers, scan_points(self.function))
        known = [float(at) for at in self.function.breaks]
        return [at for at in found if low < at < high and not any(abs(at - one) <= 8 * math.ulp(one) for one in known)]

    # Conventions

    def of_conventions(self) -> Iterator[Held]:
        """What is stated of breaks in symbols; of breaks that meet, any of what is stated."""
        stated: dict[tuple[int, float], list[Claim]] = {}
        for claim in claims(self.function):
            stated.setdefault((claim.order, claim.x), []).append(claim)
        for (order, at), found in stated.items():
            if at in self.function.breaks:
                closed = float(getattr(self.function, METHODS[order])(at))
                sides = tuple(claim.value for claim in found)
                yield Held((at,), closed, sides, slack=max(claim.rounding for claim in found))


def _fault_of_array(found: np.ndarray, dtype: type, shape: tuple[int, ...]) -> str:
    if getattr(found, "dtype", None) != dtype:
        return f"is {getattr(found, 'dtype', 'no array')}"
    return "" if found.shape == shape else f"has the shape {found.shape}"


def _outside(end: float, side: int) -> list[float]:
    if math.isinf(end):
        return []
    return [math.nextafter(end, side * math.inf), end + side * 1.0, end + side * 1e6]
