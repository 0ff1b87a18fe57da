"""Finds the tangent of a function at a place, or says why there is none."""

import math
from collections.abc import Sequence

import numpy as np

from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text, readable
from .breaks import Break, breaks_of
from .tracing import LARGEST

CLOSE = 1e-12  # relative to a place and to the width, below which it is that of a break
BESIDE = 0.05  # of the width, at which places beside a kink are suggested
WIDEST, HIGHEST = 0.35, 0.6  # shares of a panel's width and height that a triangle takes at most
LEAST = 0.1  # share of the width, from which on it may be 1 wide
ROOM = 0.15  # of the height, by which limits that were not asked for may grow
STEPS = (5.0, 2.0, 1.0)


@record
class Tangent:
    """A line through a point of a curve that has its slope, and how wide its slope triangle is; below 0 leftwards."""

    x: float
    y: float
    slope: float
    run: float = 1.0

    @property
    def rise(self) -> float:
        return self.slope * self.run

    @property
    def tip(self) -> tuple[float, float]:
        """The far corner of its triangle."""
        return self.x + self.run, self.y + self.rise


def tangent_at(function: Function, x: float, interval: tuple[float, float]) -> Tangent:
    """The tangent at a place of an interval, by the closed form of the derivative.

    Raises `BadOption` where there is none.
    """
    _check_place(function, x, interval)
    near = CLOSE * max(abs(x), interval[1] - interval[0])
    broken = next((one for one in breaks_of(function, interval) if abs(one.x - x) <= near), None)
    value, slope = float(function.value(x)), float(function.derivative(x))
    if broken is not None:
        value, slope = _beside(function, broken, interval)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise _no_tangent(function, x, "has no finite value there")
    if not math.isfinite(slope) or abs(slope) > LARGEST:
        raise _no_tangent(function, x, f"has no finite slope there: f′ is {readable(slope)}")
    return Tangent(x, value, slope)


def _check_place(function: Function, x: float, interval: tuple[float, float]) -> None:
    """Raise `BadOption` for a place that is not drawn, or at which nothing is defined."""
    for ends, what in ((function.domain, f"{function} is defined"), (interval, "the figure goes")):
        if not ends[0] <= x <= ends[1]:
            low, high = map(number_text, ends)
            next_step = "Give a place within" + (", or a wider --range." if ends == interval else ".")
            raise BadOption(f"--tangent {number_text(x)}: {what} from {low} to {high}. {next_step}")


def _beside(function: Function, broken: Break, interval: tuple[float, float]) -> tuple[float, float]:
    """Value and slope at a break that has a tangent, at an end of a domain too; `BadOption` at one that has none."""
    alone = [side[1].limit for side in broken.sides if len(broken.sides) == 1]
    smooth = broken.derivative if broken.has_slope and not broken.is_corner else None
    slope = next((one for one in (smooth, *alone) if one is not None and math.isfinite(one)), None)
    if slope is None or broken.value is None:
        raise _no_tangent(function, broken.x, _why(broken), _places_beside(function, broken.x, interval))
    return broken.value, slope


def _why(broken: Break) -> str:
    """Why there is no tangent, and what is on both sides."""
    match broken.kind:
        case "jump":
            limits = broken.left_value, broken.right_value
            known = [readable(limit) for limit in limits if limit is not None]
            return f"jumps there from {known[0]} to {known[1]}" if len(known) == 2 else "jumps there"
        case "pole":
            return "has a pole there"
        case "gap":
            return "has no value there"
        case "kink":
            return f"has a kink there{_slopes(broken)}"
        case "vertical tangent" | "edge":
            return f"has a vertical tangent there, which has no slope{_slopes(broken)}"
    return "has no derivative there"


def _slopes(broken: Break) -> str:
    """What the slope is on the sides of a break."""
    limits = (("left", broken.left_derivative), ("right", broken.right_derivative))
    known = [f"{readable(limit)} from the {side}" for side, limit in limits if limit is not None]
    return f": f′ is {' and '.join(known)}" if known else ""


def _places_beside(function: Function, x: float, interval: tuple[float, float]) -> tuple[float, ...]:
    """Round ones within what is drawn, on both sides of a place."""
    low, high = max(interval[0], function.domain[0]), min(interval[1], function.domain[1])
    width = interval[1] - interval[0]
    step = 10.0 ** math.floor(math.log10(BESIDE * width))
    places = [float(f"{x + side * step:.12g}") for side in (-1, 1)]
    return tuple(place for place in places if low <= place <= high)


def _no_tangent(function: Function, x: float, why: str, others: Sequence[float] = ()) -> BadOption:
    beside = f", such as --tangent {','.join(map(number_text, others))}" if others else ""
    return BadOption(f"--tangent {number_text(x)}: {function} {why}. Give another place{beside}.")


def with_run(
    tangent: Tangent, interval: tuple[float, float], limits: tuple[float, float], *, fixed: bool = False
) -> Tangent:
    """The tangent with a slope triangle that a panel has room for: 1 wide, or another round number.

    A panel whose limits are not fixed may become a little higher for it.
    """
    width, height = interval[1] - interval[0], limits[1] - limits[0]
    largest = WIDEST * width
    if tangent.slope:
        largest = min(largest, HIGHEST * height / abs(tangent.slope))
    run = 1.0 if LEAST * width <= 1.0 <= largest else _round_below(largest)
    sides = [side * run for side in (1, -1) if interval[0] <= tangent.x + side * run <= interval[1]]
    room = 0.0 if fixed else ROOM * height
    tips = [(one, tangent.y + tangent.slope * one) for one in sides]
    runs = [one for one, tip in tips if limits[0] - room <= tip <= limits[1] + room] or sides or [run]
    return Tangent(tangent.x, tangent.y, tangent.slope, runs[0])


def _round_below(largest: float) -> float:
    """The largest of 1, 2 and 5 by a power of ten that is not larger."""
    power = math.floor(math.log10(max(largest, np.finfo(float).tiny)))
    return next(float(f"{step}e{power}") for step in (*STEPS, 0.5) if float(f"{step}e{power}") <= largest or step < 1)
