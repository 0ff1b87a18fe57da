"""Finds breaks, gaps and the domain of a function by its values alone: brackets are halved towards what stays rough."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...numerics.search import halved
from .joins import sides

_REACH = 50.0  # within which breaks are looked for
_ORDER = 6  # of the differences that show where pieces meet: they see past what bends smoothly
_SIGNS = np.array([math.comb(_ORDER, k) * (-1.0) ** k for k in range(_ORDER + 1)])
_OUTSTANDING = 8.0  # times the usual difference around
_AROUND = 15  # cells on both sides, that say what is usual
_MOST_JUMPS, _MOST_ROUGH = 1200, 250  # places that are looked into
_TURNS = 60
_SHIFTS = 3  # of a window in each direction, among which the roughest is kept
_FADED = 2.0**-13  # what four halvings leave of a difference where all is smooth, and more
_AHEAD = 4
_LOUD = 300.0  # times rounding: what is less rough than that may be nothing else
_SNAPPED = (1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 100, 1000, 10_000)  # denominators of short numbers
_REAL = 50.0  # times rounding that a jump must be
_MANY = 4  # lengths, each a quarter of the one before
_FAR, _GROWN = 1e4, 50.0  # farther away from a pole by the one, values are smaller by the other
_SAMPLES, _ORDER_OF_NOISE = 33, 8
_NEARLY_INFINITE = 1e300
_LEAST = 1e-300  # of the size of a difference
_CLOSEST = 16.0  # in what values resolve of x: two places nearer than that are one

Values = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Effort:
    """How many values are asked for."""

    cells: int  # of the even grid
    octaves: range  # around 0, in which there are grids of their own, since small settings make small pieces
    parts: int  # of each of these


EFFORTS = {
    "arrays": Effort(40_000, range(-41, -3), 64),
    "numbers": Effort(8_000, range(-41, -3), 32),
    "tensors": Effort(1_000, range(-14, -3), 24),  # a framework is called for each single number
}

JUMP, KINK, BEND, END, GAP = "jump", "kink", "jump of f″", "end of the values", "missing value"
TANGENT, STEEP = "vertical tangent", "f″ without bound"
_TANGENT = 1.2  # the power of a length below which a slope grows without end
_CLAIMED = 1e-12  # what is told of a place, at best: its error is an estimate
_WIDEST = 1e-3  # an error above which a place is none
_COARSE = 1e-14  # a grain above which a function computes with less than float64


@dataclass(frozen=True)
class Found:
    """A place that was found, what is there as values tell it, and how sure the place is."""

    x: float
    what: str
    within: float  # of x

    def __str__(self) -> str:
        if self.what in (JUMP, END, GAP) and self.within <= 2 * math.ulp(self.x):
            return f"{self.what} at {self.x:.15g}, found by bisection to the last digit"
        return f"{self.what} near {self.x:.12g}, found by bisection to {max(self.within, _CLAIMED):.0e}"


def breaks_by_values(values: Values, extra: Sequence[float] = (), asked_for: str = "arrays") -> tuple[Found, ...]:
    """Those within ±50 of 0, in ascending order; `extra` are numbers near which a place is one of them.

    `asked_for` says what a function is called with, and so what many values cost.
    """
    with np.errstate(all="ignore"):
        rows, beside_zero = _rows(values, EFFORTS[asked_for])
        grain = grain_of(values)
        grid, heights = _joined([*rows, beside_zero])
        floor = _floor(rows[0], grain)
        hard = [*_ends(values, grid, heights), *_jumps(values, grid, heights, floor)]
        soft = _soft(values, rows, floor, hard)
    return _merged([_snapped(one, extra, grain) for one in [*hard, *soft]], grain)


# What is looked at


@dataclass(frozen=True)
class Row:
    """Values on a grid with equal steps."""

    x: np.ndarray
    y: np.ndarray

    @property
    def step(self) -> float:
        return float(self.x[-1] - self.x[0]) / (self.x.size - 1)


def _rows(values: Values, effort: Effort) -> tuple[list[Row], Row]:
    """An even grid, one for each octave around 0 on both sides; and the floats beside 0."""
    even = np.arange(-effort.cells // 2, effort.cells // 2 + 1) * (2 * _REACH / effort.cells)
    grids = [even]
    for octave in effort.octaves:
        part = 2.0**octave * (1 + np.arange(-_ORDER, effort.parts + _ORDER + 1) / effort.parts)
        grids += [-part[::-1], part]
    grids.append(np.array([-5e-324, 0.0, 5e-324]))
    y = values(np.concatenate(grids))
    heights = np.split(y, np.cumsum([grid.size for grid in grids])[:-1])
    *rows, beside_zero = [Row(*one) for one in zip(grids, heights, strict=True)]
    return rows, beside_zero


def _joined(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    x, first = np.unique(np.concatenate([row.x for row in rows]), return_index=True)
    return x, np.concatenate([row.y for row in rows])[first]


def grain_of(values: Values) -> float:
    """The relative precision of the values: that of float64, or less where a function computes with less.

    Points near each other show it, but for values so coarse that they are all the same there.
    """
    small = np.linspace(-0.37, 0.41, _SAMPLES)
    near = _noise_shares(values, np.concatenate([np.linspace(-7.3, 7.9, _SAMPLES), small]), 1e-4)
    shares = near if near.size > _SAMPLES // 2 else _noise_shares(values, small, 1e-2)
    usual = float(np.median(shares)) if shares.size > _SAMPLES // 4 else 0.0
    return max(usual, float(np.finfo(np.float64).eps))


def _noise_shares(values: Values, middle: np.ndarray, spacing: float) -> np.ndarray:
    """What remains of differences of a high order, as a share of what is rounded; where something does."""
    order = _ORDER_OF_NOISE
    points = middle[:, None] * (1 + spacing * (1 + np.arange(order + 1)))
    y = values(points.ravel()).reshape(points.shape)
    noise = np.abs(np.diff(y, order, axis=1)[:, 0]) / math.sqrt(math.comb(2 * order, order))
    slope = np.abs(y[:, -1] - y[:, 0]) / np.abs(points[:, -1] - points[:, 0])
    share = noise / (np.abs(y[:, 0]) + np.abs(middle) * slope)
    return share[np.isfinite(share) & (share > 0)]


# Where values end, and where those of neighbouring floats are far apart


def _ends(values: Values, grid: np.ndarray, y: np.ndarray) -> list[Found]:
    """Where values begin or end."""
    here = np.isnan(y)
    at = np.flatnonzero(here[1:] != here[:-1])[:_MOST_JUMPS]
    if not at.size:
        return []
    first = here[at]
    low, high = halved(grid[at], grid[at + 1], lambda _, middle, __: np.where(np.isnan(values(middle)) == first, 1, -1))
    inside = np.where(first, high, low)
    found = [Found(float(x), END, float(b - a)) for x, a, b in zip(inside, low, high, strict=True)]
    alone = [float(grid[k + 1]) for k in at[:-1] if not here[k] and here[k + 1] and not here[k + 2]]
    missing = [Found(x, GAP, 0.0) for x in alone if not np.isnan(values(_beside(x))).any()]
    gone = {one for hole in missing for one in found if abs(one.x - hole.x) <= 2 * math.ulp(hole.x)}
    return [*(one for one in found if one not in gone), *missing]


def _beside(x: float) -> np.ndarray:
    return np.array([math.nextafter(x, -math.inf), math.nextafter(x, math.inf)])


@dataclass(frozen=True)
class Floor:
    """What rounding may do to values around a place: as much as it does where a function is larger, or steeper."""

    grain: float
    usual: float  # size of the values around 0
    sizes: np.ndarray  # of x, ascending
    slopes: np.ndarray  # the steepest that is met as far from 0

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        slope = self.slopes[np.minimum(np.searchsorted(self.sizes, np.abs(x)), self.sizes.size - 1)]
        return self.grain * (np.maximum(np.abs(y), self.usual) + np.abs(x) * slope)


def _floor(row: Row, grain: float) -> Floor:
    middle = np.abs(row.y[np.abs(row.x) <= 5])
    middle = middle[np.isfinite(middle) & (middle > 0)]
    steep = np.abs(np.diff(row.y)) / row.step
    steep = np.where(np.isfinite(steep), steep, 0.0)
    order = np.argsort(np.abs(row.x[1:]), kind="stable")
    sizes = np.abs(row.x[1:])[order]
    return Floor(grain, float(np.median(middle)) if middle.size else 0.0, sizes, np.maximum.accumulate(steep[order]))


def _jumps(values: Values, grid: np.ndarray, y: np.ndarray, floor: Floor) -> list[Found]:
    """At cells over which values change more than over those beside: halves are kept whose ends differ more."""
    poles = _infinite(values, grid, y)
    steps = np.abs(np.diff(y))
    beside = np.maximum(np.roll(steps, 1), np.roll(steps, -1))
    usual = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(steps, 5, mode="reflect"), 11), axis=1)
    large = (steps > 0.9 * beside) & (steps > 1.2 * np.nan_to_num(usual))
    at = np.flatnonzero(np.isfinite(steps) & large & (steps > _REAL * floor.grain * np.abs(y[1:])))
    if not at.size or len(poles) >= _MOST_JUMPS:
        return poles
    at = at[np.argsort(-steps[at], kind="stable")[:_MOST_JUMPS]]
    return poles + _steepest(values, grid[at], grid[at + 1], floor)


def _infinite(values: Values, grid: np.ndarray, y: np.ndarray) -> list[Found]:
    """Where values become infinite at once, and the middle of what exceeds floats on both sides.

    Where they grow beyond floats on one side alone, as those of exp(x²) do, is no place.
    """
    signs = np.diff(np.concatenate([[0], np.isinf(y).astype(int), [0]]))
    runs = zip(np.flatnonzero(signs == 1).tolist(), (np.flatnonzero(signs == -1) - 1).tolist(), strict=True)
    found: list[Found] = []
    for first, last in list(runs)[:_MOST_JUMPS]:
        edges = [_edge(values, grid, y, *ends) for ends in ((first, first - 1), (last, last + 1))]
        sides = [one for one in edges if one is not None]
        found += [Found(inside, JUMP, within) for inside, height, within in sides if height < _NEARLY_INFINITE]
        if len(sides) == 2 and all(height >= _NEARLY_INFINITE for _, height, _ in sides):
            found.append(Found(sides[0][0] / 2 + sides[1][0] / 2, JUMP, 0.0))
    return found


def _edge(
    values: Values, grid: np.ndarray, y: np.ndarray, inside: int, outside: int
) -> tuple[float, float, float] | None:
    """The last float with an infinite value, the size of the value next to it, and how near that is."""
    if not (0 <= outside < grid.size and math.isfinite(y[outside])):
        return None
    ends = sorted((grid[inside], grid[outside]))
    lower = 1 if grid[inside] < grid[outside] else -1  # which half is kept where the middle is infinite
    low, high = halved(ends[0], ends[1], lambda _, middle, __: np.where(np.isinf(values(middle)), lower, -lower))
    last, next_to = (low, high) if lower == 1 else (high, low)
    return float(last), float(abs(values(np.atleast_1d(next_to))[0])), float(abs(next_to - last))


def _steepest(values: Values, low: np.ndarray, high: np.ndarray, floor: Floor) -> list[Found]:
    """The jumps in brackets."""
    low, high = halved(low, high, lambda *at: _steeper(values, *at), _TURNS)
    closed = high - low <= np.maximum(4 * np.spacing(np.maximum(np.abs(low), np.abs(high))), 1e-28)
    low, high = low[closed], high[closed]
    real = _are_jumps(values, low, high, floor)
    return [Found(float(x), JUMP, float(w)) for x, w in zip(high[real], (high - low)[real], strict=True)]


def _are_jumps(values: Values, low: np.ndarray, high: np.ndarray, floor: Floor) -> np.ndarray:
    """Whether values change between two floats by far more than they do beside, and than they are rounded by."""
    if not low.size:
        return np.zeros(0, bool)
    reach = _CLOSEST * np.maximum(high - low, np.maximum(np.abs(low), np.abs(high)) * floor.grain)
    places = np.stack([low - _FAR * reach, low - reach, low, high, high + reach, high + _FAR * reach])
    y = values(places.ravel()).reshape(places.shape)
    farthest, _, start, end, _, far = np.abs(y)
    change = np.abs(y[3] - y[2])
    from_start, from_end = (np.abs(y[[1, 4]] - y[place]) for place in (2, 3))
    steep = np.fmax(from_start[0], from_end[1])
    alone = np.ptp(y, axis=0) < 3 * change
    grows = np.fmax(start, end) > _GROWN * np.fmax(farthest, far)
    real = change > _REAL * floor.at(high, np.fmax(start, end))
    real &= (change > 2 * steep) | alone | grows
    real[real] = ~_is_noise(values, high[real], change[real], floor.grain)
    return np.isinf(change) | real


def _is_noise(values: Values, x: np.ndarray, change: np.ndarray, grain: float) -> np.ndarray:
    """Whether values go up and down by about as much on many lengths around."""
    share = sides(values, x, grain).rests / change[:, None]
    return np.sum((share > 0.03) & (share < 3), axis=1) >= _MANY


def _steeper(values: Values, low: np.ndarray, middle: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Below 0 where the values change more over the lower half of a bracket, else above."""
    below, height, above = np.split(values(np.concatenate([low, middle, high])), 3)
    return np.where(np.abs(height - below) < np.abs(above - height), 1, -1)


# Where f′ or f″ changes at once


def _soft(values: Values, rows: Sequence[Row], floor: Floor, hard: Sequence[Found]) -> list[Found]:
    grain = floor.grain
    suspects = [_suspects(row, grain) for row in rows]
    suspects.append(_suspects(Row(rows[0].x[::8], rows[0].y[::8]), grain))
    x, step, score = (np.concatenate([one[part] for one in suspects]) for part in range(3))
    kept = np.argsort(-score, kind="stable")[: 2 * _MOST_ROUGH]
    x, step = _distinct(*_closed_in(values, x[kept], step[kept], grain), grain)
    away = np.array([all(abs(at - one.x) > _CLOSEST * grain * abs(at) + 1e-300 for one in hard) for at in x], bool)
    x, step = x[away][:_MOST_ROUGH], step[away][:_MOST_ROUGH]
    return _told(values, x, step, floor) if x.size else []


def _suspects(row: Row, grain: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Windows on a grid that are rougher than those around, their steps, and by how much."""
    rough = np.abs(np.convolve(row.y, _SIGNS, "valid"))
    rough = np.where(np.isfinite(rough), rough, 0.0)
    width = 2 * _AROUND + 1
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(rough, _AROUND, mode="reflect"), width)
    usual = np.median(windows, axis=1)
    inside = slice(_ORDER // 2, -_ORDER // 2)
    size = np.abs(row.y[inside]) + np.abs(row.x[inside] * np.gradient(row.y)[inside]) / row.step
    score = rough / (_LEAST + usual + 10 * grain * np.nan_to_num(size, posinf=0.0))
    highest = rough >= np.maximum(np.roll(rough, 1), np.roll(rough, -1))
    at = np.flatnonzero(highest & (score > _OUTSTANDING))
    return row.x[at + _ORDER // 2], np.full(at.shape, row.step), score[at]


def _closed_in(values: Values, x: np.ndarray, step: np.ndarray, grain: float) -> tuple[np.ndarray, np.ndarray]:
    """Windows halved towards what is roughest, for as long as that is no noise and does not fade."""
    history = [np.full(x.shape, np.inf)] * _AHEAD
    done: list[tuple[np.ndarray, np.ndarray]] = []
    offsets = np.arange(-_ORDER // 2 - _SHIFTS, _ORDER // 2 + _SHIFTS + 1)
    while x.size:
        step = step / 2
        y = values((x[:, None] + offsets * step[:, None]).ravel()).reshape(x.size, -1)
        rough = np.abs(np.lib.stride_tricks.sliding_window_view(y, _ORDER + 1, axis=1) @ _SIGNS)
        rough = np.where(np.isfinite(rough), rough, 0.0)
        best = np.argmax(rough, axis=1)
        size = np.take_along_axis(rough, best[:, None], 1)[:, 0]
        moved = x + (best - _SHIFTS) * step
        loud = size > _LOUD * grain * np.nan_to_num(np.abs(y).max(axis=1), nan=np.inf)
        short = step <= 4 * np.spacing(np.abs(x)) + 1e-28
        stays = (size > _FADED * history[0]) | np.isinf(history[0])
        ended = ~loud | (stays & short)
        done.append((np.where(loud, moved, x)[ended], step[ended]))
        kept = stays & ~ended
        x, step = moved[kept], step[kept]
        history = [one[kept] for one in (*history[1:], size)]
    return np.concatenate([one[0] for one in done] or [x]), np.concatenate([one[1] for one in done] or [step])


def _distinct(x: np.ndarray, step: np.ndarray, grain: float) -> tuple[np.ndarray, np.ndarray]:
    """Without windows that hold the place of a finer one."""
    kept: list[int] = []
    for index in np.argsort(step, kind="stable"):
        reach = 4 * step[index] + _CLOSEST * grain * abs(x[index])
        if all(abs(x[index] - x[other]) > reach for other in kept):
            kept.append(int(index))
    return x[kept], step[kept]


def _told(values: Values, x: np.ndarray, step: np.ndarray, floor: Floor) -> list[Found]:
    """What the fits on both sides say of each place; nothing of those where they say that all is smooth."""
    seen = sides(values, x, floor.grain)
    powers = seen.powers()
    some = np.isfinite(powers) | np.any([seen.sure(order) for order in range(3)], axis=0)
    x, step, powers = x[some], step[some], powers[some]
    if not x.size:
        return []
    bends, kinks = (_moved(values, x, order, floor.grain) for order in (2, 1))
    found: list[Found] = []
    for at, wide, power, bend, kink in zip(x.tolist(), step.tolist(), powers.tolist(), bends, kinks, strict=True):
        if math.isfinite(power):
            found.append(Found(at, TANGENT if power < _TANGENT else STEEP, max(64 * wide, 1e-13 * abs(at))))
        elif told := bend or kink:
            found.append(told)
        else:
            found += _steepest(values, np.array([at - 8 * wide]), np.array([at + 8 * wide]), floor)
    return found


def _moved(values: Values, x: np.ndarray, order: int, grain: float) -> list[Found | None]:
    """Each place moved to where the derivatives of order − 1 of both sides meet, if there all below are the same."""
    at, within = x, np.full(x.shape, np.inf)
    for _ in range(2):
        moved, within = sides(values, at, grain).shift(order)
        at = at + moved
    there = sides(values, at, grain)
    good = (within < _WIDEST) & there.sure(order) & ~np.any([there.sure(lower) for lower in range(order)], axis=0)
    what = {1: KINK, 2: BEND}[order]
    least = 2 * np.spacing(np.abs(at))
    return [
        Found(float(a), what, float(max(w, least_one))) if one else None
        for a, w, one, least_one in zip(at, within, good, least, strict=True)
    ]


# Places as numbers


def _snapped(one: Found, extra: Sequence[float], grain: float) -> Found:
    """At the short number that lies in reach, if there is one."""
    within = max(one.within, grain * abs(one.x) if grain > _COARSE else 0.0)
    near = max(within, 2 * math.ulp(one.x))
    short = (round(one.x * part) / part for part in _SNAPPED)
    candidates = [at for at in (*extra, *(-at for at in extra), *short) if abs(at - one.x) <= near]
    return replace(one, x=candidates[0] + 0.0 if candidates else one.x, within=within)


def _merged(found: Sequence[Found], grain: float) -> tuple[Found, ...]:
    """Without what was found twice: ends and jumps are what they are, and of others the surest is kept."""
    kept: list[Found] = []
    firmest = (END, GAP, JUMP)
    for one in sorted(found, key=lambda one: ([*firmest, one.what].index(one.what), one.within)):
        closest = _CLOSEST * grain * abs(one.x)
        if all(abs(one.x - other.x) > 2 * max(one.within, other.within) + closest for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.x))


def resolution_of(values: Values, x: float) -> float:
    """The largest distance from a place at which values are still those of the place itself, on both sides."""
    sizes = 10.0 ** np.arange(-323.0, -2.0) if x == 0 else abs(x) * 10.0 ** np.arange(-16.0, -2.0)
    with np.errstate(all="ignore"):
        here, *around = values(np.concatenate([[x], x - sizes, x + sizes]))
    same = np.all(np.reshape(around, (2, -1)) == here, axis=0)
    return 0.0 if same.all() or not same[0] else float(sizes[np.argmin(same) - 1])
