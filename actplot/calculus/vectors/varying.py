"""Lets one number of a vector move and traces every output, with its kinks and jumps where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.vector_functions import VectorFunction
from ...numerics.search import halved
from ..curves.tracing import LARGEST, Curve, Dot, Points
from .jacobians import letters_of, subscripted

MOST_NUMBERS = 1_000_000  # of Jacobians that are held at a time
FIRST, REST = 10, 60  # halvings before and after smooth changes are told from breaks
VISIBLE = 1e-4  # part of a curve's height that a jump of its slope must have
SHRUNK = 0.02  # part of a change that is left after the first halvings where it is a jump
STEEP = 0.05  # part of a curve's height by which neighbouring samples may differ
ROUNDS, MOST_SAMPLES = 40, 20_000  # of refining
ASIDE = 1e-9  # from a break to where its one-sided limits are taken
CLOSER = 12  # halvings of a step towards where a curve is infinite
BEYOND = 5.0  # heights of a curve, beyond which nobody looks whether it is steep
LEVEL = 1e-12  # relative difference of samples that is no more than rounding


@dataclass(frozen=True)
class _Moving:
    """The outputs and their derivatives, as one array of columns, by the number that moves."""

    function: VectorFunction
    at: np.ndarray
    index: int

    def __call__(self, moving: np.ndarray) -> np.ndarray:
        """Columns of shape (k, 2m): m outputs, then their m derivatives."""
        size = max(1, MOST_NUMBERS // (2 * self.at.size) ** 2)
        return np.concatenate([self._columns(moving[i : i + size]) for i in range(0, moving.size, size)])

    def _columns(self, moving: np.ndarray) -> np.ndarray:
        vectors = np.repeat(self.at[None, :], moving.size, axis=0)
        vectors[:, self.index] = moving
        values = np.asarray(self.function.value(vectors)).reshape(moving.size, -1)
        slopes = np.asarray(self.function.jacobian(vectors)).reshape(moving.size, values.shape[1], self.at.size)
        return np.concatenate([values, slopes[:, :, self.index]], axis=1)


def vary(
    function: VectorFunction, at: Sequence[float], index: int, interval: tuple[float, float], points: int
) -> tuple[list[Curve], list[Curve]]:
    """Curves of all outputs, and of their derivatives, while the number with this index moves and the others stay.

    Raises `BadInput` for a vector that the function does not take.
    """
    at = np.asarray(at, np.float64)
    columns = _Moving(function, at, index)
    grid = np.linspace(*interval, points)
    breaks = _breaks(columns, grid)
    x = _refined(columns, np.unique(np.concatenate([grid, breaks, _closer(columns, grid)])), breaks)
    sampled = _Sampled(columns, x, breaks)
    count = sampled.middle.shape[1] // 2
    names = [subscripted(name) for name in letters_of(function).outputs(count)]
    values = [sampled.curve(column, name, 0) for column, name in enumerate(names)]
    return values, [sampled.curve(column + count, name, 1) for column, name in enumerate(names)]


def _closer(columns: Callable, grid: np.ndarray) -> np.ndarray:
    """More points beside those where some curve is infinite."""
    infinite = grid[np.isinf(columns(grid)).any(axis=1)]
    steps = (grid[1] - grid[0]) * 2.0 ** -np.arange(1, CLOSER + 1) if grid.size > 1 else np.empty(0)
    found = np.add.outer(infinite, np.concatenate([-steps, steps])).ravel()
    return found[(found > grid[0]) & (found < grid[-1])]


def _refined(columns: Callable, x: np.ndarray, breaks: np.ndarray) -> np.ndarray:
    """More points where some curve is steep, so that no peak is cut off however wide the range is."""
    for _ in range(ROUNDS):
        samples = columns(x)
        infinite = np.isinf(samples).any(axis=0)
        heights = np.array([_height(column) for column in samples.T])
        if infinite.any():
            samples[:, infinite] = _within(samples[:, infinite])
        changes = np.max(np.nan_to_num(np.abs(np.diff(samples, axis=0)) / heights), axis=1)
        at_break = np.isin(x, breaks)
        steep = (changes > STEEP) & ~at_break[:-1] & ~at_break[1:]
        if not steep.any() or x.size > MOST_SAMPLES:
            break
        x = np.union1d(x, (x[:-1] + x[1:])[steep] / 2)
    return x


def _within(samples: np.ndarray) -> np.ndarray:
    """Curves that are infinite somewhere, cut off where nobody sees them any more."""
    finite = np.where(np.isfinite(samples), samples, np.nan)
    low, high = np.nanquantile(finite, [0.05, 0.95], axis=0)
    reach = BEYOND * np.maximum(high - low, LEVEL)
    return np.clip(samples, low - reach, high + reach)


class _Sampled:
    """All columns on a grid, and their limits from both sides of each break."""

    def __init__(self, columns: Callable, x: np.ndarray, breaks: np.ndarray):
        self.x, self.breaks, self.middle = x, breaks, columns(x)
        aside = ASIDE * np.maximum(1.0, np.abs(breaks))
        self.left, self.taken, self.right = (
            columns(breaks + side) if breaks.size else np.empty((0, self.middle.shape[1]))
            for side in (-aside, 0.0, aside)
        )

    def jumps(self, column: int) -> np.ndarray:
        """At which breaks a column jumps."""
        height = _height(self.middle[:, column])
        return np.abs(self.right[:, column] - self.left[:, column]) > VISIBLE * height

    def curve(self, column: int, label: str, order: int) -> Curve:
        jumps = self.jumps(column)
        infinite = self.x[np.isinf(self.middle[:, column])]
        count = self.middle.shape[1] // 2
        bends = self.jumps(column + count) & ~jumps if order == 0 else np.zeros(jumps.shape, bool)
        return Curve(
            label=label,
            order=order,
            pieces=tuple(self._pieces(column, jumps)),
            dots=tuple(dot for at in np.flatnonzero(jumps) for dot in self._dots(column, at)),
            missing=(),
            kinks=tuple((float(self.breaks[at]), float(self.taken[at, column])) for at in np.flatnonzero(bends)),
            joints=tuple(float(self.breaks[at]) for at in np.flatnonzero(~jumps)),
            bounded=not infinite.size,  # on what is drawn, so that every output is seen whole
            bounds=(-np.inf, np.inf),
            poles=tuple(infinite.tolist()),
            endless=tuple(infinite.tolist()),
        )

    def _pieces(self, column: int, jumps: np.ndarray) -> list[Points]:
        """The samples between jumps, each piece ending in the one-sided limits."""
        pieces, x, y = [], self.x, self.middle[:, column]
        start, first = -np.inf, None
        for at in [*np.flatnonzero(jumps), None]:
            stop = np.inf if at is None else self.breaks[at]
            inside = (x > start) & (x < stop)
            xs, ys = x[inside], y[inside]
            if first is not None:
                xs, ys = np.append(start, xs), np.append(first, ys)
            if at is not None:
                xs, ys = np.append(xs, stop), np.append(ys, self.left[at, column])
                first = self.right[at, column]
            start = stop
            finite = np.abs(ys) <= LARGEST
            pieces.append((xs[finite], ys[finite]))
        return [piece for piece in pieces if piece[0].size > 1]

    def _dots(self, column: int, at: int) -> list[Dot]:
        """Ends of the pieces at a jump: filled where the value is taken."""
        x, taken = float(self.breaks[at]), float(self.taken[at, column])
        height = _height(self.middle[:, column])
        sides = (float(self.left[at, column]), float(self.right[at, column]))
        opened = [Dot(x, side, filled=False) for side in sides if abs(side - taken) > VISIBLE * height]
        return [*opened, Dot(x, taken, filled=True)]


def _height(y: np.ndarray) -> float:
    finite = y[np.isfinite(y)]
    if not finite.size or np.ptp(finite) <= LEVEL * np.max(np.abs(finite)):
        return 1.0
    return float(np.ptp(finite))


def _breaks(columns: Callable, grid: np.ndarray) -> np.ndarray:
    """Where an output or a derivative jumps: changes between samples that halving the step does not make smaller."""
    samples = columns(grid)
    heights = np.array([_height(column) for column in samples.T])
    changes = np.nan_to_num(np.abs(np.diff(samples, axis=0)) / heights)
    followed = np.argmax(changes, axis=1)
    strongest = np.max(changes, axis=1)
    at = np.flatnonzero(strongest > VISIBLE)
    if not at.size:
        return np.empty(0)
    followed, strongest = followed[at], strongest[at]
    ends = _halved(columns, followed, grid[at], grid[at + 1], FIRST)
    left = _change(columns, followed, *ends) / heights[followed]
    jumping = (left > VISIBLE) & (left > SHRUNK * strongest)
    low, high = _halved(columns, followed[jumping], ends[0][jumping], ends[1][jumping], REST)
    left = _change(columns, followed[jumping], low, high) / heights[followed[jumping]]
    middle = (low[left > VISIBLE] + high[left > VISIBLE]) / 2
    tidy = np.round(middle, 9)
    middle = np.where(np.abs(tidy - middle) < 1e-12 * np.maximum(1.0, np.abs(middle)), tidy, middle) + 0.0
    inside = middle[(middle > grid[0]) & (middle < grid[-1])]
    return inside[np.append(True, np.diff(inside) > 10 * ASIDE)[: inside.size]]


def _halved(
    columns: Callable, followed: np.ndarray, low: np.ndarray, high: np.ndarray, times: int
) -> tuple[np.ndarray, np.ndarray]:
    """Intervals halved a number of times, always keeping the half in which the column changes more."""
    if not low.size:
        return low, high
    rows = np.arange(low.size)

    def side(*places: np.ndarray) -> np.ndarray:
        below, at, above = (columns(x)[rows, followed] for x in places)
        return np.where(np.abs(at - below) > np.abs(above - at), -1, 1)

    return halved(low, high, side, times)


def _change(columns: Callable, followed: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    if not low.size:
        return np.empty(0)
    rows = np.arange(low.size)
    return np.abs(columns(high)[rows, followed] - columns(low)[rows, followed])
