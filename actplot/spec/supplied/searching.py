"""Finds breaks, gaps and the domain of a function by its values alone: brackets are halved towards what stays rough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from ...numerics.search import halved

_REACH = 50.0  # within which breaks are looked for
_GRID = 8001
_TURNS = 60
_MOST = 400  # candidates that are looked into
_FADES = 8  # halvings in which what is smooth gets less rough by far
_SHORTEST = {2: 1e-9, 3: 1e-5}  # windows below which rounding hides a change of the slope, or of its slope
_NOISE = 200  # times rounding: what is less rough than that may be nothing else
_WIDEST_FOUND = 1e-3
_SNAP = 1e-6  # relative: a short number that near to a place is it
_PARTS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 100)  # denominators of short numbers

Values = Callable[[np.ndarray], np.ndarray]

JUMP, KINK, BEND, END = "jump", "kink", "jump of f″", "end of the values"


@dataclass(frozen=True)
class Found:
    """A place that was found, what is there as values tell it, and how sure the place is."""

    x: float
    what: str
    within: float  # of x, by bisection

    def __str__(self) -> str:
        return f"{self.what} near {self.x:g}, found by bisection to {max(self.within, 5e-324):.0e}"


def breaks_by_values(values: Values, extra: Sequence[float] = ()) -> tuple[Found, ...]:
    """Those within ±50 of 0, in ascending order; `extra` are numbers near which a place is one of them."""
    grid = np.unique([*np.linspace(-_REACH, _REACH, _GRID), *_tiny()])
    even = np.linspace(-_REACH, _REACH, _GRID)
    with np.errstate(all="ignore"):
        y, heights = values(grid), values(even)
        hard = [*_ends(values, grid, y), *_jumps(values, grid, y)]
        soft = [found for order in (2, 3) for found in _rough(values, even, heights, order)]
    merged: list[Found] = []
    for one in (_snapped(found, extra) for found in [*hard, *soft]):
        if all(abs(one.x - other.x) > 4 * max(one.within, other.within, 1e-12) for other in merged):
            merged.append(one)
    return tuple(sorted(merged, key=lambda one: one.x))


def _tiny() -> np.ndarray:
    sizes = 10.0 ** np.arange(-12.0, -1.0, 0.25)
    return np.concatenate([-sizes, sizes])


def _snapped(one: Found, extra: Sequence[float]) -> Found:
    """At the short number that lies in reach, if there is one."""
    near = max(one.within, _SNAP * abs(one.x), 1e-9)
    short = (round(one.x * part) / part for part in _PARTS)
    candidates = [at for at in (*extra, *(-at for at in extra), *short) if abs(at - one.x) <= near]
    return Found(candidates[0] + 0.0, one.what, one.within) if candidates else one


def _ends(values: Values, grid: np.ndarray, y: np.ndarray) -> list[Found]:
    """Where values begin or end."""
    here = np.isnan(y)
    at = np.flatnonzero(here[1:] != here[:-1])
    if not at.size:
        return []
    first = here[at]
    low, high = halved(grid[at], grid[at + 1], lambda _, middle, __: np.where(np.isnan(values(middle)) == first, 1, -1))
    inside = np.where(first, high, low)
    return [Found(float(x), END, float(b - a)) for x, a, b in zip(inside, low, high, strict=True)]


def _jumps(values: Values, grid: np.ndarray, y: np.ndarray) -> list[Found]:
    """Where the values of neighbouring floats are far apart: halves are kept whose ends differ more."""
    poles = [Found(float(x), JUMP, 0.0) for x in grid[np.isinf(y)][:_MOST]]
    steps = np.abs(np.diff(y))
    beside = np.maximum(np.roll(steps, 1), np.roll(steps, -1))
    at = np.flatnonzero(np.isfinite(steps) & (steps > 1e-12) & (steps > 0.9 * beside))
    at = at[np.argsort(-steps[at])[:_MOST]]
    if not at.size or len(poles) == _MOST:
        return poles
    low, high = halved(grid[at], grid[at + 1], partial(_steeper, values), _TURNS)
    below, above = values(low), values(high)
    closed = high - low <= np.maximum(4 * np.spacing(np.maximum(np.abs(low), np.abs(high))), 1e-28)
    apart, size = np.abs(above - below), np.maximum.reduce([np.ones_like(above), np.abs(above), np.abs(below)])
    real = closed & (np.isinf(apart) | (apart > 1e-9 * size))
    return poles + [Found(float(x), JUMP, float(w)) for x, w in zip(high[real], (high - low)[real], strict=True)]


def _steeper(values: Values, low: np.ndarray, middle: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Below 0 where the values change more over the lower half of a bracket, else above."""
    below, height, above = np.split(values(np.concatenate([low, middle, high])), 3)
    return np.where(np.abs(height - below) < np.abs(above - height), 1, -1)


def _rough(values: Values, even: np.ndarray, y: np.ndarray, order: int) -> list[Found]:
    """Where the slope changes at once (order 2), or its slope does (3): by differences of that order."""
    step = even[1] - even[0]
    bend = np.abs(np.diff(y, order))
    around = np.minimum(np.roll(bend, order + 1), np.roll(bend, -order - 1))
    at = np.flatnonzero(np.isfinite(bend) & (bend > 1.5 * around))
    at = at[np.argsort(-bend[at])[:_MOST]]
    return _closed_in(values, even[at] + order * step / 2, float(step), order) if at.size else []


def _closed_in(values: Values, middle: np.ndarray, step: float, order: int) -> list[Found]:
    """Windows halved: a difference of this order over step^(order − 1) stays at a break, and falls elsewhere."""
    history = [_roughness(values, middle, step, order)]
    found: list[Found] = []
    while middle.size:
        step /= 2
        places = np.stack([middle + shift * step for shift in (-2, -1, 0, 1, 2)])
        sizes = _roughness(values, places.ravel(), step, order).reshape(places.shape)
        best = np.argmax(sizes, axis=0)
        middle, size = (np.take_along_axis(one, best[None], 0)[0] for one in (places, sizes))
        stays = np.ones(middle.shape, bool) if len(history) < _FADES else size > history[-_FADES] / 10
        scale = np.maximum.reduce([np.abs(values(middle)), np.abs(middle), np.ones_like(middle)])
        loud = size > _NOISE * np.finfo(float).eps * scale / step ** (order - 1)
        ready = stays & (step <= _SHORTEST[order]) & loud
        frozen = stays & ~loud & (step < _WIDEST_FOUND) & (len(history) >= _FADES)
        found += [Found(float(x), KINK if order == 2 else BEND, 4 * step) for x in middle[ready]]
        found += [Found(float(x), KINK if order == 2 else BEND, 8 * step) for x in middle[frozen]]
        kept = stays & loud & ~ready
        middle, history = middle[kept], [one[kept] for one in (*history, size)]
    return found


def _roughness(values: Values, middle: np.ndarray, step: float, order: int) -> np.ndarray:
    offsets = np.arange(order + 1) - order / 2
    signs = {2: (1, -2, 1), 3: (-1, 3, -3, 1)}[order]
    total = sum(sign * values(middle + offset * step) for sign, offset in zip(signs, offsets, strict=True))
    return np.nan_to_num(np.abs(total) / step ** (order - 1), nan=0.0, posinf=0.0)
