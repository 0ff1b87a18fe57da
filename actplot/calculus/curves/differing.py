"""How far apart two functions are on an interval: where most, where they cross, and what becomes of it far out."""

import math
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import METHODS, Function
from ...numerics.search import crossings

_EVEN = 4001  # points in equal steps
_BESIDE = 2.0 ** -np.arange(1, 50)  # shares of the interval, beside breaks, ends and 0
_TIED = 1e-11  # relative difference of maxima that are the same
_EQUAL = 1e-13  # of the larger value: what is nearer is equal but for rounding
_NEAR = 1e-9  # share of the interval within which a place is the special point beside it
_SHORT = 1e-3  # share of the interval: where they are equal on less, they cross
_FAR = (1e3, 1e6, 1e12)
MOST = 12  # places that are told


@dataclass(frozen=True)
class Largest:
    """The largest |F − G| of one order on the interval; infinite beside a pole, nan without common values."""

    difference: float
    at: tuple[tuple[float, float], ...]  # every point (both ends are it) or stretch where it is taken, or approached


@dataclass(frozen=True)
class Tail:
    """What F − G tends to far out on one side: its limit, else nan, and whether floats cannot tell F from G there."""

    limit: float
    equal: bool


@dataclass(frozen=True)
class Apart:
    """How two functions differ on an interval."""

    first: Function
    second: Function
    interval: tuple[float, float]
    largest: tuple[Largest, ...]  # of values, then of first derivatives
    crossings: tuple[float, ...]
    equal_on: tuple[tuple[float, float], ...]  # stretches on which they are equal
    tails: tuple[Tail, Tail]  # at −∞ and ∞
    only: tuple[str, ...]  # where one has values and the other has none, in words

    @property
    def are_equal(self) -> bool:
        """Whether nothing but rounding is between them, slopes included."""
        return all(one.difference == 0 for one in self.largest)


def apart(first: Function, second: Function, interval: tuple[float, float]) -> Apart:
    """Raises nothing for points at which one of them is not defined: they are left out, and told."""
    special = _special(first, second, interval)
    x = _points(special, interval)
    gaps = [_Gap(first, second, order) for order in (0, 1)]
    between = gaps[0](x)
    equal = [(low, high) for low, high in _stretches(x, between == 0, special) if low < high]
    return Apart(
        first,
        second,
        interval,
        tuple(_largest(gap, x, special) for gap in gaps),
        tuple(_crossings(gaps[0], x, between, special)),
        tuple(equal[:MOST]),
        (_tail(first, second, -1), _tail(first, second, 1)),
        tuple(_alone(first, second, x)),
    )


@dataclass(frozen=True)
class _Gap:
    """F − G of one order, 0 where it is rounding."""

    first: Function
    second: Function
    order: int

    def __call__(self, x: np.ndarray) -> np.ndarray:
        one, other = (getattr(function, METHODS[self.order])(x) for function in (self.first, self.second))
        with np.errstate(all="ignore"):
            apart = np.where(one == other, 0.0, one - other)
            return np.where(np.abs(apart) <= _EQUAL * np.maximum(np.abs(one), np.abs(other)), 0.0, apart)

    def slope(self, x: np.ndarray) -> np.ndarray:
        one, other = (getattr(function, METHODS[self.order + 1])(x) for function in (self.first, self.second))
        with np.errstate(all="ignore"):
            return one - other


def _special(first: Function, second: Function, interval: tuple[float, float]) -> np.ndarray:
    low, high = interval
    found = {0.0, low, high, *first.special_points(low, high), *second.special_points(low, high)}
    return np.array(sorted(x for x in found if low <= x <= high)[:200])


def _points(special: np.ndarray, interval: tuple[float, float]) -> np.ndarray:
    low, high = interval
    beside = [special + side * step * (high - low) for side in (-1, 1) for step in _BESIDE]
    nearest = [np.nextafter(special, side * np.inf) for side in (-1, 1)]
    x = np.unique(np.concatenate([np.linspace(low, high, _EVEN), special, *beside, *nearest]))
    return x[(x >= low) & (x <= high)] + 0.0


def _largest(gap: _Gap, x: np.ndarray, special: np.ndarray) -> Largest:
    """The turns of the difference between the points, where its slope changes sign, and the points themselves."""
    rises = np.nan_to_num(np.sign(gap.slope(x)))
    turning = np.flatnonzero(rises[:-1] * rises[1:] < 0)
    low, high = crossings(gap.slope, x[turning], x[turning + 1]) if turning.size else (x[:0], x[:0])
    places = np.unique(np.concatenate([x, low, high]))
    size = np.abs(gap(places))
    most = float(np.max(size[~np.isnan(size)], initial=-1.0))
    if most <= 0:
        return Largest(math.nan if most < 0 else 0.0, ())
    tied = np.isinf(size) if math.isinf(most) else size >= most * (1 - _TIED)
    return Largest(most, tuple(_stretches(places, tied, special)[:MOST]))


def _stretches(x: np.ndarray, chosen: np.ndarray, special: np.ndarray) -> list[tuple[float, float]]:
    """The points for which something holds, neighbours as one stretch; what is next to a special point is it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(int)))
    width = x[-1] - x[0]
    found = []
    for start, end in edges.reshape(-1, 2):
        low, high = (float(_snapped(x[index], special, width)) for index in (start, end - 1))
        found.append((low, high) if high - low > _SHORT * width else 2 * (low if abs(low) < abs(high) else high,))
    return list(dict.fromkeys(found))


def _snapped(x: float, special: np.ndarray, width: float) -> float:
    nearest = special[np.argmin(np.abs(special - x))]
    return nearest if abs(nearest - x) <= _NEAR * width else x


def _crossings(gap: _Gap, x: np.ndarray, between: np.ndarray, special: np.ndarray) -> list[float]:
    """Where the difference changes its sign without a jump, and where it touches 0."""
    signs = np.nan_to_num(np.sign(between))
    changing = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    found = [float(at) for at in _refined(gap, x[changing], x[changing + 1])] if changing.size else []
    inside = [low for low, high in _stretches(x, between == 0, special) if low == high and x[0] < low < x[-1]]
    return sorted(float(_snapped(at, special, x[-1] - x[0])) for at in {*found, *inside})[:MOST]


def _refined(gap: _Gap, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    low, high = crossings(gap, low, high)
    near, far = np.abs(gap(low)), np.abs(gap(high))
    with np.errstate(all="ignore"):
        continuous = np.maximum(near, far) < 1e-6
    return np.where(near <= far, low, high)[continuous]


def _tail(first: Function, second: Function, side: int) -> Tail:
    """From their asymptotes where both have one, else from values far out."""
    lines = [function.asymptotes[side > 0] for function in (first, second)]
    far = side * np.array(_FAR)
    with np.errstate(all="ignore"):
        between = _Gap(first, second, 0)(far)
    equal = bool(np.all(between == 0))
    if None not in lines:
        slopes, heights = ([float(getattr(line, name)) for line in lines] for name in ("slope", "intercept"))
        if slopes[0] != slopes[1]:
            return Tail(side * math.copysign(math.inf, slopes[0] - slopes[1]), False)
        return Tail(heights[0] - heights[1] + 0.0, equal)
    if equal:
        return Tail(0.0, True)
    grows = np.all(np.abs(between[1:]) > 2 * np.abs(between[:-1])) and len(set(np.sign(between))) == 1
    return Tail(float(np.sign(between[-1]) * math.inf) if grows else math.nan, False)


def _alone(first: Function, second: Function, x: np.ndarray) -> list[str]:
    """Where one of the two has values and the other has none."""
    known = [~np.isnan(function.value(x)) for function in (first, second)]
    found = []
    for one, other, here, there in ((first, second, *known), (second, first, *known[::-1])):
        if np.any(here & ~there):
            some = x[here & ~there]
            found.append(f"{one} has values between {some[0]:.4g} and {some[-1]:.4g} where {other} has none")
    return found
