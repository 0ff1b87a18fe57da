"""Looks at a function from both sides of each of its breaks: a jump, a kink or a smooth join."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...catalogue.kinds.functions import Function

HUGE = 1e9  # what a function reaches beside a pole
CLOSE = 1e-13  # relative difference below which two one-sided values are the same but for rounding


@dataclass(frozen=True)
class Break:
    """One-sided values and derivatives where two pieces meet; None where the domain ends."""

    x: float
    kind: str  # "jump", "kink" or "smooth"
    value: float
    derivative: float  # the one that the closed form returns
    left_value: float | None
    right_value: float | None
    left_derivative: float | None
    right_derivative: float | None


def breaks_of(function: Function) -> tuple[Break, ...]:
    """Every declared break inside the domain, in ascending order."""
    low, high = function.domain
    return tuple(_break(function, float(x)) for x in sorted(set(function.breaks)) if low <= x <= high)


def _break(function: Function, x: float) -> Break:
    value, derivative = _number(function.value(x)), _number(function.derivative(x))
    beside = (-function.nearest, function.nearest)
    values = [_limit(function.value, function.derivative, x, nearest, value) for nearest in beside]
    if any(limit is not None and math.isinf(limit) for limit in values) and abs(value) > HUGE:
        value = math.copysign(math.inf, value)  # a pole beside a float, such as that of tan
    slopes = [_limit(function.derivative, function.second_derivative, x, nearest, derivative) for nearest in beside]
    return Break(x, _kind(value, values, slopes), value, derivative, *values, *slopes)


def _number(value: Any) -> float:
    return float(value) + 0.0  # -0.0 becomes 0.0


def _limit(function: Callable, slope: Callable, x: float, step: float, value: float) -> float | None:
    """One-sided limit: the value right beside x, carried on to x along the slope there."""
    near = x + math.copysign(max(math.ulp(x), abs(step)), step)
    limit, correction = _number(function(near)), _number(slope(near)) * (x - near)
    if math.isnan(limit):
        return None
    if _is_pole(limit, _number(function(x + 1000 * (near - x))), value):
        return math.copysign(math.inf, limit)
    correction = correction if math.isfinite(correction) else 0.0
    limit += correction
    return value if abs(limit - value) <= 4 * abs(correction) or _same(limit, value) else _tidy(limit)


def _is_pole(limit: float, farther: float, value: float) -> bool:
    """Whether a function grows without end towards a point, by its values at two distances."""
    return math.isinf(value) or math.isinf(limit) or (abs(limit) > HUGE and abs(limit) > 50 * abs(farther))


def _tidy(limit: float) -> float:
    """The decimal number that the limit is but for rounding in its last place, if there is one."""
    near = _number(f"{limit:.15g}")
    return near if abs(near - limit) <= 2 * math.ulp(limit) else limit


def _same(one: float, other: float) -> bool:
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _kind(value: float, values: list[float | None], slopes: list[float | None]) -> str:
    if math.isinf(value) or any(limit not in (None, value) for limit in values):
        return "jump"
    left, right = slopes
    return "smooth" if left is None or right is None or _same(left, right) else "kink"
