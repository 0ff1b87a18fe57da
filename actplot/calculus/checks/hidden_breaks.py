"""Finds jumps of a function or of its derivative that it does not declare, down to the float."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...algebra.evaluating.compiler import compiled_numpy, derivatives_of
from ...catalogue.kinds.functions import Function
from ...frozen import record
from ...numerics.plain import few_digits
from ..letters import formula_of
from .points import scan_points

_FLOAT_HALVINGS = 64  # of the floats in an interval, taken in turns with halvings of its length
_FIRST_HALVINGS = 10
_AHEAD = 3  # turns of which all points are asked for at once: few intervals cost as much as many
_JUMP = 1e-9  # relative change between neighbouring floats that is no rounding
_ROUNDING = 1e-13  # absolute, at 1: results near a zero are not better than that
_SIGN = np.int64(-(2**63))

Both = Callable[[np.ndarray], tuple[np.ndarray, ...]]  # values and slopes


def find_hidden_breaks(function: Function) -> tuple[float, ...]:
    """Points right above a jump of the value or the derivative, away from declared breaks and edges."""
    with np.errstate(all="ignore"):
        lower, upper = _intervals(function)
        jumps = [
            *_jumps(_value_and_slope(function), lower, upper),
            *_jumps(lambda x: function.together(x, (1, 2)), lower, upper),
        ]
    return tuple(sorted(set(jumps)))


def _value_and_slope(function: Function) -> Both:
    """The slope is by the formula where f′ is stated to be something else at some points."""
    if not function.slope_stated:
        return lambda x: function.together(x, (0, 1))
    compiled = compiled_numpy(derivatives_of(formula_of(function), "x")[1], "x")
    return lambda x: (function.value(x), compiled(x, function.numbers))


def _intervals(function: Function) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring points with no declared break, and no edge of the domain, in between or at either end."""
    fences = np.unique([*map(float, function.breaks), *(edge for edge in function.domain if np.isfinite(edge))])
    points = np.unique(
        np.concatenate([scan_points(function), np.nextafter(fences, -np.inf), np.nextafter(fences, np.inf)])
    )
    points = points[function.covers(points)]
    lower, upper = points[:-1], points[1:]
    free = np.searchsorted(fences, lower) == np.searchsorted(fences, upper, side="right")
    return lower[free], upper[free]


def _jumps(both: Both, lower: np.ndarray, upper: np.ndarray) -> Sequence[float]:
    """Bisect every interval towards the half that slopes explain worse, and look with all digits at what is left."""
    with few_digits():
        below, above, upper = _narrowed(both, lower, upper)
    below = _Samples.at(below.x, both)
    above = _Samples.at(np.maximum(above.x, np.nextafter(below.x, np.inf)), both)
    steepest = np.maximum(np.abs(below.slope), np.abs(above.slope))
    explained = 8 * steepest * (above.x - below.x) + _relative(below, above)
    jumps = (np.abs(above.value - below.value) > explained + _rounding(above.x)) & (above.x <= upper)
    return above.x[jumps].tolist()


def _narrowed(both: Both, lower: np.ndarray, upper: np.ndarray) -> tuple["_Samples", "_Samples", np.ndarray]:
    """What is left of the intervals in which something may hide, and their upper ends as they were."""
    below, above = _Samples.at(lower, both), _Samples.at(upper, both)
    turn, ahead = 0, 1
    while turn < 2 * _FLOAT_HALVINGS:
        inside = _Samples.at(np.array(_middles(below.x, above.x, turn, ahead)), both)
        below, above = _least_explained(below, inside, above)
        turn += ahead
        if turn > _FIRST_HALVINGS:  # most intervals are so short by now that nothing can hide in them
            ahead = _AHEAD
            open_ = np.abs(above.value - below.value) > (_relative(below, above) + _rounding(above.x)) / 2
            below, above, upper = below.where(open_), above.where(open_), upper[open_]
            if np.all(np.nextafter(below.x, np.inf) >= above.x):  # no float is left between them
                break
    return below, above, upper


def _middles(lower: np.ndarray, upper: np.ndarray, turn: int, ahead: int) -> list[np.ndarray]:
    """Every point, in ascending order, that so many turns of bisection may ask for."""
    if not ahead:
        return []
    middle = (_middle_float if turn % 2 else _middle)(lower, upper)
    return [*_middles(lower, middle, turn + 1, ahead - 1), middle, *_middles(middle, upper, turn + 1, ahead - 1)]


def _least_explained(below: "_Samples", inside: "_Samples", above: "_Samples") -> tuple["_Samples", "_Samples"]:
    """The ends of the parts between such points that bisection leads to."""
    while len(inside.x):
        half = len(inside.x) // 2
        middle = inside.where(half)
        left = _unexplained(below, middle) > _unexplained(middle, above)
        inside = inside.where(slice(half + 1, None)).replaced(left, inside.where(slice(half)))
        below, above = middle.replaced(left, below), above.replaced(left, middle)
    return below, above


def _relative(below: "_Samples", above: "_Samples") -> np.ndarray:
    """A change of the value that is no more than rounding, relative to it."""
    return _JUMP * np.maximum(np.abs(below.value), np.abs(above.value))


def _rounding(x: np.ndarray) -> np.ndarray:
    return _ROUNDING * np.maximum(1.0, np.abs(x))


@record
class _Samples:
    """Values and slopes at one end of every interval."""

    x: np.ndarray
    value: np.ndarray
    slope: np.ndarray

    @classmethod
    def at(cls, x: np.ndarray, both: Both) -> "_Samples":
        return cls(x, *both(x))

    def where(self, condition: Any) -> "_Samples":
        """The samples for which the condition holds, or with these indices."""
        return _Samples(self.x[condition], self.value[condition], self.slope[condition])

    def replaced(self, where: np.ndarray, other: "_Samples") -> "_Samples":
        """The other samples where the condition holds, else these."""
        pairs = ((other.x, self.x), (other.value, self.value), (other.slope, self.slope))
        return _Samples(*(np.where(where, new, old) for new, old in pairs))


def _unexplained(lower: _Samples, upper: _Samples) -> np.ndarray:
    """How far the change of the value is from what the slopes at both ends predict; 0 where it overflows."""
    predicted = (lower.slope + upper.slope) / 2 * (upper.x - lower.x)
    missed = np.abs(upper.value - lower.value - predicted)
    return np.where(np.isnan(missed), 0.0, missed)


def _middle(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    return lower + (upper - lower) / 2


def _middle_float(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """The float with as many floats below it as above it in the interval."""
    first, last = _ranks(lower), _ranks(upper)
    middle = (first >> 1) + (last >> 1) + (first & last & 1)
    return np.where(middle >= 0, middle, _SIGN - middle).view(np.float64)


def _ranks(x: np.ndarray) -> np.ndarray:
    """Integers in the order of the floats."""
    bits = np.ascontiguousarray(x).view(np.int64)
    return np.where(bits >= 0, bits, _SIGN - bits)
