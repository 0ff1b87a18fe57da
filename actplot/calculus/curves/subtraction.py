"""The difference of two functions as a function of its own: a formula where both have one, else taken in floats."""

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.limits.one_sided import limits
from ...algebra.reading.parser import reread
from ...algebra.rewriting.neat import negated, rational, total
from ...algebra.term import D, Term, substituted
from ...algebra.writing.source import to_text
from ...catalogue.kinds.functions import METHODS, Function, Interval
from ...errors import FormulaError
from ...spec.formulas.expression import Expression
from .breaks import Approach, breaks_of

CLOSE = (1e-13, 1e-10, 1e-6)  # relative difference that is rounding: of values in floats, of what differences give
ROUNDING = (2e-15, 1e-10, 1e-6)  # absolute difference that is rounding, of functions about as large as 1
_NEARER = 2.0 ** -np.arange(12, 37, 3)  # distances, each an eighth of the one before
_SHRINKING = 0.7  # ratio of steps to a limit
LABEL = "f − g"


def difference(first: Function, second: Function) -> Function:
    """first − second, where both are defined."""
    terms = [term_of(function) for function in (first, second)]
    if all(term is not None for term in terms):
        made = FormulaDifference(first, second, total(terms[0], negated(terms[1])))
        with suppress(FormulaError):
            _ = made.behaviour  # which is none where the two have no value in common
            return made
    return FloatDifference(first, second)


def term_of(function: Function) -> Term | None:
    """The formula with the numbers of its parameters in it; None where there is none."""
    if not function.formula or any(isinstance(number, tuple) for number in function.numbers.values()):
        return None
    term = reread(function.formula, symbols=tuple(parameter.name for parameter in function.declared))
    # as decimals, which are what was meant
    numbers = {name: rational(Fraction(repr(float(number)))) for name, number in function.numbers.items()}
    return substituted(term, numbers)


class _Between:
    """What both kinds of differences share: the two functions, and where both are defined."""

    first: Function
    second: Function

    def _identity(self) -> tuple:
        return (LABEL, self.first, self.second)

    def __str__(self) -> str:
        return LABEL

    @property
    def label(self) -> str:
        return LABEL

    def unrounded(self, order: int) -> Callable[[np.ndarray], np.ndarray]:
        """A derivative of the difference in which what may be rounding is not 0: its zeros have more digits."""
        return getattr(self, METHODS[order])

    @property
    def pair(self) -> tuple[Function, Function]:
        return self.first, self.second

    def _special(self, low: float, high: float) -> set[float]:
        """The special points of both and the ends of their domains, on an interval.

        Where two breaks cancel the difference has none, but what a formula takes for the slope may not cancel.
        """
        found = (x for one in self.pair for x in (*one.special_points(low, high), *one.domain))
        return {float(x) for x in found if math.isfinite(x) and low <= x <= high}


class FormulaDifference(_Between, Expression):
    """The difference of two formulas, which has as many right digits as any formula has."""

    def __init__(self, first: Function, second: Function, term: Term):
        vars(self).update(
            first=first,
            second=second,
            term=term,
            typed=LABEL,
            text=LABEL,
            given_label="",
            letter=first.letter,
            formula=to_text(term),
            declared=(),
            values={},
        )

    @property
    def domain(self) -> tuple[float, float]:  # type: ignore[override]
        ends = [super().domain, *(function.domain for function in self.pair)]
        return max(float(low) for low, _ in ends), min(float(high) for _, high in ends)

    def special_points(self, low: float = -math.inf, high: float = math.inf) -> Sequence[float]:
        return sorted({*super().special_points(low, high), *self._special(low, high)})

    def limits_at(self, x: float, side: int) -> tuple[tuple[str, float | None], ...]:
        """Of f and f′ alone, as nobody asks for that of f″, which takes the longest."""
        orders = [self.term, D(self.term, "x") if side else derivatives_of(self.term, "x")[1]]
        found = limits(orders, self.values, "x", self._exactly(x), side)
        told = tuple((one.kind, None if one.value is None else float(one.value) + 0.0) for one in found)
        return (*told, ("undecided", None)) if side else told

    def _of_order(self, order: int, x: np.ndarray) -> np.ndarray:
        return np.where(_both_cover(self, x), super()._of_order(order, x), np.nan)


class FloatDifference(_Between, Function):
    """The difference in floats; what is no more than rounding is 0."""

    kind = "difference"
    family = "difference"
    name = LABEL
    note = ""
    formula = ""
    known_range = False
    in_blocks = False  # that is for each of the two to say

    def __init__(self, first: Function, second: Function):
        vars(self).update(
            first=first,
            second=second,
            nearest=max(first.nearest, second.nearest),
            letter=first.letter,
            by_values_alone=True,
        )

    @property
    def breaks(self) -> Sequence[float]:  # type: ignore[override]
        low, high = self.domain
        return tuple(sorted({float(x) for one in self.pair for x in one.breaks if low <= x <= high}))

    @property
    def domain(self) -> tuple[float, float]:  # type: ignore[override]
        lows, highs = zip(*(function.domain for function in self.pair), strict=True)
        return float(max(lows)), float(min(highs))

    @property
    def domain_parts(self) -> tuple[Interval, ...]:
        parts = ((one, other) for one in self.first.domain_parts for other in self.second.domain_parts)
        common = [Interval(max(one.low, other.low), min(one.high, other.high)) for one, other in parts]
        return tuple(sorted((part for part in common if part.low < part.high), key=lambda part: part.low))

    def special_points(self, low: float = -math.inf, high: float = math.inf) -> Sequence[float]:
        return sorted(self._special(low, high))

    def covers(self, x: np.ndarray) -> np.ndarray:
        return _both_cover(self, x)

    def limits_at(self, x: float, side: int) -> tuple[tuple[str, float | None], ...]:
        """From what each of the two does there."""
        orders = range(3 if side else 2)
        sides = [_beside(function, x, side) for function in self.pair]
        if None in sides:
            return (("undefined", None),) * len(orders)
        found = [_subtracted(one, other, order) for order, one, other in zip(orders, *sides, strict=False)]
        if side and found[0][0] == "infinite":  # then the slope is infinite too, whatever its values show
            found[1] = "infinite", math.copysign(math.inf, -side * found[0][1])
        return tuple(found)

    def value(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._apart(0, x)

    def derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._apart(1, x)

    def second_derivative(self, x: Any) -> np.ndarray:  # type: ignore[override]
        return self._apart(2, x)

    def unrounded(self, order: int) -> Callable[[np.ndarray], np.ndarray]:
        return lambda x: np.subtract(*self._both(order, x))

    def _both(self, order: int, x: np.ndarray) -> list[np.ndarray]:
        return [np.asarray(getattr(function, METHODS[order])(x), float) for function in self.pair]

    def _apart(self, order: int, x: np.ndarray) -> np.ndarray:
        one, other = self._both(order, x)
        apart, size = np.where(one == other, 0.0, one - other), np.maximum(np.abs(one), np.abs(other))
        rounding = np.maximum(CLOSE[order] * size, ROUNDING[order] * np.minimum(1.0, self._size))
        return np.where(np.isfinite(apart) & (np.abs(apart) <= rounding), 0.0, apart)

    @cached_property
    def _size(self) -> float:
        """How large the functions are about 0: a float may be off by the last place of what it was computed from."""
        values = np.abs([function.value(np.linspace(-3, 3, 61)) for function in self.pair])
        return float(np.max(values[np.isfinite(values)], initial=0.0))


def _both_cover(between: _Between, x: np.ndarray) -> np.ndarray:
    return np.logical_and(*(function.covers(x) for function in between.pair))


def _beside(function: Function, x: float, side: int) -> tuple[Approach, ...] | None:
    """What value and slopes tend to on a side of a point, or are at it (side 0); None where there is no value."""
    if found := [one for one in breaks_of(function, (x, x)) if one.x == x]:
        (point,) = found
        if not side:
            return None if point.value is None else (Approach(point.value), Approach(point.derivative))
        return point.left if side < 0 else point.right
    numbers = [float(getattr(function, method)(x)) for method in METHODS]
    if not math.isnan(numbers[0]):
        return tuple(map(Approach, numbers))
    if not side or math.isnan(float(function.value(x + side * _NEARER[0] * max(1.0, abs(x))))):
        return None
    return tuple(_by_values(function, method, x, side) for method in METHODS)


def _by_values(function: Function, method: str, x: float, side: int) -> Approach:
    """From values ever closer to an open end of a domain: their steps shrink, or they grow on and on."""
    y = np.asarray(getattr(function, method)(x + side * _NEARER * max(1.0, abs(x))), float)
    steps = np.diff(y)
    if np.all(np.abs(steps[1:]) <= _SHRINKING * np.abs(steps[:-1])):
        return Approach(float(y[-1] + steps[-1]))
    if len(set(np.sign(steps))) == 1 and np.all(np.abs(steps[1:]) > _SHRINKING * np.abs(steps[:-1])):
        return Approach(math.copysign(math.inf, steps[-1]))
    return Approach(None)


def _subtracted(one: Approach, other: Approach, order: int) -> tuple[str, float | None]:
    if one.limit is None or other.limit is None:
        return ("oscillates" if one.turns or other.turns else "undecided"), None
    apart = one.limit - other.limit + 0.0
    if math.isnan(apart):
        return "undecided", None
    if math.isinf(apart):
        return "infinite", apart
    near = abs(apart) <= CLOSE[order] * max(abs(one.limit), abs(other.limit))
    return "finite", 0.0 if near else apart
