"""A function on a part of the line, for facts of what can be asked for values but not be known everywhere."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...catalogue.kinds.functions import Asymptote, Function, Interval
from ..curves.breaks import Break, breaks_of
from ..curves.extremes import extreme_value

REACH = 50.0


class Window(Function):
    """A function between two ends, which is defined nowhere else; extremes, zeros and traits are those seen there."""

    has_curve = True
    name = "window"

    def __init__(self, function: Function, reach: float = REACH):
        low, high = function.domain
        domain = (max(float(low), -reach), min(float(high), reach))
        inside = [point for point in breaks_of(function, domain) if domain[0] < point.x < domain[1]]
        vars(self).update(function=function, domain=domain, known=tuple(inside), letter=function.letter)
        vars(self)["bounds"] = _range(self)

    def _identity(self) -> tuple:
        return ("window", self.function, *self.domain)

    @property
    def numbers(self) -> dict[str, float]:
        return self.function.numbers

    @property
    def breaks(self) -> Sequence[float]:  # type: ignore[override]
        return tuple(point.x for point in self.known)

    @property
    def asymptotes(self) -> tuple[Asymptote | None, Asymptote | None]:  # type: ignore[override]
        return self.function.asymptotes

    @property
    def nearest(self) -> float:  # type: ignore[override]
        return self.function.nearest

    def limits_at(self, x: float, side: int) -> Any:
        return self.function.limits_at(x, side)

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.function.value(x)

    def derivative(self, x: np.ndarray) -> np.ndarray:
        return self.function.derivative(x)

    def second_derivative(self, x: np.ndarray) -> np.ndarray:
        return self.function.second_derivative(x)


def _range(window: Window) -> Interval:
    """The values seen, open where a limit alone comes to an end of it."""
    low, high = (extreme_value(window, window.known, sign) for sign in (-1, 1))
    ends = [math.isfinite(one.value) and any(not place.approach for place in one.places) for one in (low, high)]
    return Interval(low.value, high.value, ("[" if ends[0] else "(") + ("]" if ends[1] else ")"))


def breaks_seen(window: Window) -> tuple[Break, ...]:
    """Those inside it."""
    return window.known
