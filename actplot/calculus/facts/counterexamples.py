"""Looks for points that contradict a card: its extremes, zeros, traits and what it says of the slope at 0."""

import math
from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from ...catalogue.kinds.functions import Function
from ...frozen import record
from ..checks.points import scan_points
from ..checks.quantities import Held, Quantity
from ..curves.extremes import Extreme
from ..curves.looking import NumbersAt
from .facts import Facts, Seen

SAMPLES = "samples"

_SAME = 1e-11  # relative; what two closed forms may differ by
_NOTHING = 1e-60  # what a limit of 0 may still be
_TOUCHED = 1e-28  # of the usual size: what is left of a double zero at the float that stands for it
_LARGE = 1e100  # what only grows without end reaches
_FEW, _NEAR = 5, 50.0  # of more zeros a card tells those within this distance of 0
_DENSE = np.concatenate([np.logspace(-290, 290, 581), np.logspace(-3, 3, 601), np.linspace(0.0123, 40.0123, 1201)])


def quantities(function: Function, facts: Facts | Seen) -> Iterator[Quantity]:
    """Of the card of a function whose range is known."""
    if function.known_range:
        yield Quantity("card", tuple(_Samples(function, facts).contradictions()), SAMPLES)


@record
class _Samples:
    """A function at many points, others than those that its card was made from."""

    function: Function
    facts: Facts | Seen

    @cached_property
    def x(self) -> np.ndarray:
        low, high = map(float, self.function.domain)
        around = [at + sign * _DENSE for at in self.function.breaks for sign in (-1, 1)]
        inside = [low + (high - low) * np.linspace(0, 1, 801)] if math.isfinite(high - low) else []
        x = np.unique(np.concatenate([scan_points(self.function), -_DENSE, _DENSE, *around, *inside]))
        x = x[(x > low) & (x < high) & np.isfinite(x)]
        return x[~np.isin(x, self.function.breaks)]

    @cached_property
    def beside(self) -> list[float]:
        """The floats next to breaks."""
        return [math.nextafter(at, side * math.inf) for at in self.function.breaks for side in (-1, 1)]

    @cached_property
    def known(self) -> NumbersAt:
        """The numbers at the points that the card names, and those at which the function may end."""
        facts = self.facts
        extremes = (facts.minimum, facts.smallest_derivative, facts.maximum, facts.largest_derivative)
        places = [place.low for told in extremes if told for place in told.places]
        return NumbersAt(self.function, (*self.function.domain, *self.beside, *places, *(facts.zeros or ()), 0.0))

    @cached_property
    def values(self) -> np.ndarray:
        return self.function.value(self.x)

    @cached_property
    def slopes(self) -> np.ndarray:
        return self.function.derivative(self.x)

    @cached_property
    def bends(self) -> np.ndarray:
        return self.function.second_derivative(self.x)

    def contradictions(self) -> Iterator[Held]:
        """Every fact, and the point that contradicts it most, if one does."""
        facts = self.facts
        sided = ((-1, facts.minimum, facts.smallest_derivative), (1, facts.maximum, facts.largest_derivative))
        for sign, value, slope in sided:
            yield from self._of_extreme(value, sign, 0, self.values)
            yield from self._of_extreme(slope, sign, 1, self.slopes)
        yield from self._of_zeros()
        yield from self._of_traits()
        if facts.derivative_at_zero is not None:
            yield Held((0.0,), facts.derivative_at_zero, (self.known.at(1, 0.0),))

    def _of_extreme(self, told: Extreme | None, sign: int, order: int, seen: np.ndarray) -> Iterator[Held]:
        """Nothing goes beyond it, and where it is attained the function comes to it."""
        if told is None or np.all(np.isnan(seen)):
            return
        index = int(np.nanargmax(sign * seen))
        at, farthest = float(self.x[index]), float(seen[index])
        beyond = sign * (farthest - told.value) > _SAME * abs(farthest) + _NOTHING if farthest != told.value else False
        yield Held((at,), told.value, (told.value,), fault=f"{farthest!r} is beyond it" if beyond else "")
        if math.isinf(told.value):
            ends = [self.known.at(order, end) for end in self.function.domain]
            reached = max(sign * one for one in (farthest, *(end for end in ends if not math.isnan(end))))
            jumps = any(point.kind == "jump" for point in self.facts.breaks)
            far = reached > _LARGE or self._grows(sign * seen) or jumps
            yield Held((at,), told.value, (told.value,), fault="" if far else "nothing comes close to it")
            return
        for place in told.places:
            if place.low == place.high and place.approach == 0 and place.low not in self.function.breaks:
                slack = _NOTHING + self._rounding(place.low) + _TOUCHED * self._usual(seen)
                yield Held((place.low,), told.value, (self.known.at(order, place.low),), slack=slack)
        near = self._nearest(told, order, farthest)
        close = abs(near - told.value) <= 1e-6 * max(abs(near), abs(told.value)) + 1e-12
        yield Held((at,), told.value, (told.value,), fault="" if close else "nothing comes close to it")

    def _nearest(self, told: Extreme, order: int, farthest: float) -> float:
        """What is attained, or comes to an end, closest to what is told."""
        ends = [self.known.at(order, end) for end in self.function.domain]
        places = [self.known.at(order, place.low) for place in told.places if place.approach == 0]
        beside = [self.known.at(order, at) for at in self.beside]
        known = [one for one in (farthest, *ends, *places, *beside) if not math.isnan(one)]
        return min(known, key=lambda one: abs(one - told.value) if math.isfinite(one) else math.inf)

    def _rounding(self, at: float) -> float:
        """What a value changes between a turning point and the float that stands for it."""
        bend = abs(self.known.at(2, at))
        return bend * math.ulp(at) ** 2 if math.isfinite(bend) and abs(at) < _LARGE else 0.0

    def _usual(self, seen: np.ndarray) -> float:
        """How large what was seen becomes near 0."""
        near = np.abs(seen[(np.abs(self.x) <= _NEAR) & np.isfinite(seen)])
        return float(np.max(near, initial=0.0))

    def _grows(self, seen: np.ndarray) -> bool:
        """Whether it is largest at an end of the samples, and rises up to it, as a logarithm does."""
        known = seen[~np.isnan(seen)]
        return bool(known[0] == np.max(known) > known[len(known) // 8] or known[-1] == np.max(known) > known[-9])

    def _of_zeros(self) -> Iterator[Held]:
        """The function changes its sign at no other point, and is 0 at each."""
        told = self.facts.zeros
        if told is None:
            return
        for zero in told:
            closed, slope = self.known.at(0, zero), abs(self.known.at(1, zero))
            near = 2 * math.ulp(zero) * slope if math.isfinite(slope) else math.inf
            yield Held((zero,), closed, (0.0,), slack=near + self._rounding(zero) + _NOTHING)
        x, y = self.x, self.values
        for index in np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0).tolist():
            low, high = float(x[index]), float(x[index + 1])
            hidden = len(told) >= _FEW and max(-low, high) > _NEAR
            jumps = any(low <= at <= high for at in self.function.breaks)
            found = any(low <= zero <= high for zero in told) or hidden or jumps
            yield Held((low,), 0.0, (0.0,), fault="" if found else "a zero that is not told")

    def _of_traits(self) -> Iterator[Held]:
        for trait in self.facts.traits:
            wrong = self._counterexample(trait)
            at = 0.0 if wrong is None else wrong
            fault = "" if wrong is None else f"is not {trait}"
            yield Held((at,), 0.0, (0.0,), fault=fault)

    def _counterexample(self, trait: str) -> float | None:
        """A point at which the function has not the trait."""
        test = _TESTS.get(trait)
        if test is None:
            return None
        points, holds = test(self)
        wrong = np.flatnonzero(~holds)
        return float(points[wrong[0]]) if wrong.size else None

    def mirrored(self, sign: int) -> tuple[np.ndarray, np.ndarray]:
        """Whether f(−x) is sign·f(x), at each point."""
        other = sign * self.function.value(-self.x)
        with np.errstate(all="ignore"):
            same = np.abs(other - self.values) <= _SAME * np.abs(self.values) + _NOTHING
        return self.x, same | (other == self.values) | np.isnan(self.values)

    def signed(self, numbers: np.ndarray, sign: int) -> tuple[np.ndarray, np.ndarray]:
        return self.x, ~(sign * numbers < 0)


_TESTS: dict[str, Callable[[_Samples], tuple[np.ndarray, np.ndarray]]] = {
    "odd": lambda seen: seen.mirrored(-1),
    "even": lambda seen: seen.mirrored(1),
    "increasing": lambda seen: seen.signed(seen.slopes, 1),
    "decreasing": lambda seen: seen.signed(seen.slopes, -1),
    "convex": lambda seen: seen.signed(seen.bends, 1),
    "concave": lambda seen: seen.signed(seen.bends, -1),
    "nonnegative": lambda seen: seen.signed(seen.values, 1),
}
