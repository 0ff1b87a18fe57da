"""Looks at a function from both sides of each of its breaks: a jump, a pole, a kink, a smooth join."""

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from ...catalogue.kinds.functions import METHODS, Function
from ...frozen import record
from .looking import NumbersAt

HUGE = 1e9  # what a function reaches beside a pole
CLOSE = 1e-13  # relative difference below which two one-sided values are the same but for rounding
MOST = 200  # breaks that are looked at

JUMP, POLE, GAP, EDGE, ALONE = "jump", "pole", "gap", "edge", "isolated point"
TANGENT, KINK, SMOOTH = "vertical tangent", "kink", "smooth"
OSCILLATION, UNDECIDED = "oscillation", "undecided"


@record
class Approach:
    """What a function of some order does on one side of a point: it has a limit, ±∞ included, or not."""

    limit: float | None
    turns: bool = False  # whether it oscillates, where there is no limit; else nothing is known

    @property
    def is_finite(self) -> bool:
        return self.limit is not None and math.isfinite(self.limit)

    @property
    def is_infinite(self) -> bool:
        return self.limit is not None and math.isinf(self.limit)


Side = tuple[Approach, ...]  # of f, f′ and f″


@record
class Break:
    """What a function does on both sides of a point where two pieces meet, or at an end of a formula's domain.

    The kinds: jump (finite limits that differ, or a value apart from them), pole (f grows without end), gap (one limit
    from both sides, and no value), oscillation (no limit, of f or else of f′), undecided, isolated point (no values on
    either side), edge (none on one), vertical tangent (f′ grows without end), kink, smooth.
    """

    x: float
    kind: str
    value: float | None  # None where there is none
    derivative: float | None  # the one that the closed form returns; at a gap that of the continuous extension
    left: Side | None  # None where there are no values
    right: Side | None
    name: str = ""  # of a place that is no float, such as π/2

    @property
    def left_value(self) -> float | None:
        return self.limit(-1, 0)

    @property
    def right_value(self) -> float | None:
        return self.limit(1, 0)

    @property
    def left_derivative(self) -> float | None:
        return self.limit(-1, 1)

    @property
    def right_derivative(self) -> float | None:
        return self.limit(1, 1)

    def limit(self, side: int, order: int) -> float | None:
        """The limit of the derivative of this order; None where there is none."""
        known = self.left if side < 0 else self.right
        return known[order].limit if known else None

    @property
    def turns(self) -> bool:
        """Whether f or f′ oscillates without limit."""
        return any(one.turns for side in self.sides for one in side[:2])

    @property
    def is_corner(self) -> bool:
        """Whether f′ is what a convention takes it to be."""
        return self.kind == "jump" or self.kind == "kink"

    @property
    def is_pole(self) -> bool:
        return self.kind == "pole"

    @property
    def has_slope(self) -> bool:
        """Whether f′ is taken to be something, by convention or not."""
        return self.kind == "kink" or self.kind == "smooth"

    @property
    def has_limits(self) -> bool:
        return not (self.kind == "oscillation" or self.kind == "undecided")

    @property
    def is_continuous(self) -> bool:
        return self.value is not None and all(side[0].limit == self.value for side in self.sides)

    @property
    def leaps(self) -> bool:
        """Whether values on its two sides are apart, however near."""
        return not (self.is_continuous or self.kind == "gap" or self.kind == "edge")

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those on which there are values."""
        return tuple(side for side in (self.left, self.right) if side)

    def grows(self, order: int) -> bool:
        """Whether the derivative of this order grows without end on a side."""
        return any(side[order].is_infinite for side in self.sides)

    @property
    def extension(self) -> float | None:
        """The value that makes f continuous."""
        limits = {side[0].limit for side in self.sides}
        return limits.pop() if len(limits) == 1 else None


def breaks_of(function: Function, interval: tuple[float, float] = (-math.inf, math.inf)) -> tuple[Break, ...]:
    """Every break in the domain and on an interval, in ascending order; of very many those nearest to 0."""
    inside = _inside(function, interval)
    return tuple(_break(function, x) for x in sorted(sorted(inside, key=abs)[:MOST]))


def nearest_breaks(function: Function, most: int) -> tuple[tuple[Break, ...], bool]:
    """The breaks nearest to 0 (the farthest where they crowd), in ascending order, and whether there are more.

    Of x and −x there are both or neither.
    """
    inside = _inside(function, (-math.inf, math.inf))
    if len(inside) <= most:
        return breaks_of(function), False
    sizes = sorted({abs(x) for x in inside}, reverse=function.crowded)[: max(1, most // 2)]
    return tuple(_break(function, x) for x in inside if abs(x) in sizes or (function.crowded and x == 0)), True


def _inside(function: Function, interval: tuple[float, float]) -> list[float]:
    """Its special points on an interval, those at ends of its domain too, which may be rounded into it."""
    low, high = (math.nextafter(end, side) for end, side in zip(function.domain, (-math.inf, math.inf), strict=True))
    return sorted({float(x) for x in function.special_points(*interval) if low <= x <= high})


@lru_cache(maxsize=512)  # a card looks at the same ones on several intervals
def _break(function: Function, x: float) -> Break:
    known = [function.limits_at(x, side) for side in (0, -1, 1)]
    if None in known:
        return _by_closed_form(function, x)
    (value, slope), left, right = known
    sides = tuple(None if side[0][0] == "undefined" else tuple(map(_approach, side)) for side in (left, right))
    return _told(function, x, (_approach(value).limit, _approach(slope).limit), sides)


def _approach(limit: tuple[str, float | None]) -> Approach:
    word, number = limit
    return Approach(number, word == "oscillates")


def _told(
    function: Function, x: float, taken: tuple[float | None, float | None], sides: tuple[Side | None, Side | None]
) -> Break:
    """A break of a formula; `taken` are f and f′ at the point itself, as far as the formula gives them."""
    value, derivative = taken
    kind = _kind(value, sides)
    slopes = {side[1].limit for side in sides if side}
    if kind in (GAP, SMOOTH):
        (derivative,) = slopes if len(slopes) == 1 else (None,)
        if kind == GAP and derivative is None and all(side[1].turns for side in sides if side):
            derivative = function.slope_through(x, sides[0][0].limit)
    elif kind == OSCILLATION and value is not None and all(side and side[0].limit == value for side in sides):
        derivative = function.slope_through(x, value)
    elif kind not in (JUMP, KINK):
        derivative = None
    finite = derivative is not None and math.isfinite(derivative)
    return Break(x, kind, value, derivative if finite else None, *sides, name=function.place_name(x))


def _closed(value: Any) -> float:
    return float(value) + 0.0  # -0.0 becomes 0.0


def _kind(value: float | None, sides: Sequence[Side | None]) -> str:
    known = [side for side in sides if side]
    values, slopes = ([side[order] for side in known] for order in (0, 1))
    if not known:
        return ALONE
    if any(one.is_infinite for one in values):
        # What only exceeds every float, as everything about it does, has slopes; beside a pole they grow.
        large = len(known) == 2 and all(one.is_infinite for one in values) and all(one.is_finite for one in slopes)
        return _join(known, slopes) if large else POLE
    if missing := _without_limit(values):
        return missing
    if len({one.limit for one in values} | ({value} - {None})) > 1:
        return JUMP
    if value is None:
        return GAP if len(known) == 2 else EDGE
    return TANGENT if any(one.is_infinite for one in slopes) else _join(known, slopes)


def _without_limit(approaches: Sequence[Approach]) -> str:
    """The word for what has no limit; nothing where all have one."""
    missing = [one for one in approaches if one.limit is None]
    return "" if not missing else OSCILLATION if all(one.turns for one in missing) else UNDECIDED


def _join(known: Sequence[Side], slopes: Sequence[Approach]) -> str:
    if missing := _without_limit(slopes):
        return missing
    if len(known) < 2:
        return EDGE
    return SMOOTH if len({one.limit for one in slopes}) == 1 else KINK


# By closed forms, in floats


def _by_closed_form(function: Function, x: float) -> Break:
    around = _Around(function, x)
    values = [around.at(order, x) for order in range(len(METHODS))]
    sides = tuple(_side(around, side, values) for side in (-1, 1))
    value = values[0]
    if any(side and side[0].is_infinite for side in sides):
        value = math.nan if abs(value) > HUGE else value
    value = value if math.isfinite(value) else None
    slopes = [side[1].limit for side in sides if side]
    if None not in slopes and len(slopes) == 2 and _same(*slopes):
        kind = _kind(value, [(side[0], Approach(slopes[0]), side[2]) for side in sides])
    else:
        kind = _kind(value, sides)
    return Break(x, kind, value, values[1] if kind in (JUMP, KINK, SMOOTH) else None, *sides)


@record
class _Around:
    """The numbers of a function at a break and about it."""

    function: Function
    x: float

    @cached_property
    def numbers(self) -> NumbersAt:
        sides = (point for side in (-1, 1) for point in (self.next(side), self.near(side), self.far(side)))
        return NumbersAt(self.function, (self.x, *sides))

    def at(self, order: int, point: float) -> float:
        return _closed(self.numbers.at(order, point))

    def next(self, side: int) -> float:
        return math.nextafter(self.x, side * math.inf)

    def near(self, side: int) -> float:
        """Where a function shows what it tends to from this side."""
        return self.x + side * max(math.ulp(self.x), abs(self.function.nearest))

    def far(self, side: int) -> float:
        """Farther away, where it is less if it grows without end."""
        return self.x + 1000 * (self.near(side) - self.x)

    def rounding(self, order: int) -> float:
        """What changes by the slope on either side between a break and the float that stands for it."""
        beside = (abs(self.at(order + 1, self.next(side))) for side in (-1, 1))
        return 2 * math.ulp(self.x) * max((size for size in beside if math.isfinite(size)), default=0.0)


def _side(around: _Around, side: int, values: Sequence[float]) -> Side | None:
    limits = [_limit(around, order, side, values[order]) for order in (0, 1)]
    return None if limits[0] is None else tuple(map(Approach, [*limits, around.at(2, around.next(side))]))


def _limit(around: _Around, order: int, side: int, value: float) -> float | None:
    """One-sided limit: the value right beside x, carried on to x along the slope there."""
    near = around.near(side)
    limit, correction = around.at(order, near), around.at(order + 1, near) * (around.x - near)
    if math.isnan(limit):
        return None
    if _is_pole(limit, around.at(order, around.far(side)), value):
        return math.copysign(math.inf, limit)
    correction = correction if math.isfinite(correction) else 0.0
    limit += correction
    rounding = max(4 * abs(correction), around.rounding(order))
    return value if abs(limit - value) <= rounding or _same(limit, value) else _tidy(limit)


def _is_pole(limit: float, farther: float, value: float) -> bool:
    """Whether a function grows without end towards a point, by its values at two distances."""
    return math.isinf(value) or math.isinf(limit) or (abs(limit) > HUGE and abs(limit) > 50 * abs(farther))


def _tidy(limit: float) -> float:
    """The decimal number that the limit is but for rounding in its last place, if there is one."""
    near = _closed(f"{limit:.15g}")
    return near if abs(near - limit) <= 2 * math.ulp(limit) else limit


def _same(one: float, other: float) -> bool:
    if math.isinf(one) or math.isinf(other):
        return one == other
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))
