"""Finds the entries that a function is up to scale and shift: a·f(b·x + c) + d.

For a stretch b and a shift c, the scale a and the lift d follow from a straight line through the values. So entries are
tabulated once, compared at many pairs of b and c at the same time, and fitted from the best of these.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ...catalogue.kinds.functions import Function
from .in_floats import candidates, quick
from .matches import Match, ranked
from .parameters import settled
from .targets import Target, breaks_of

_WIDE, _FINE = 80.0, 0.02
_STRETCHES = tuple(float(f"{2 ** (n / 2):.3g}") for n in range(-7, 8))
_SHIFTS = tuple(np.arange(-8, 8.5, 0.5).tolist())
_RIGHT = np.array([0.2, 0.55, 0.9, 1.3, 1.75, 2.2, 2.8, 3.4, 4.1, 4.9, 6.6, 9.3])
_X = np.sort(np.concatenate([-_RIGHT, [0.01], _RIGHT - 0.07]))
_LEAST = 8  # of these places, at which there has to be a value
_PROMISING = 0.03  # of the squares of the values, which the best pair leaves over
_LITTLE = 1e-3  # what tables of points leave over where nothing is
_WRITTEN, _MOST_WRITTEN = 6, 12  # numbers of the formula, and pairs of them
_TRIED = 3
_LOOKED = 60  # pairs among which those are
_TURNS = 25
_NEAR = 20.0  # as far as one looks for a fit
_CLOSE = 1e-9  # relative to how much the function varies
_ENOUGH = 1e-14
_TO_NOTHING = 1 / 50  # a stretch that shrinks so far makes a parabola of everything
_MOST_BREAKS = 4
_PLAIN = {"scale": 1.0, "stretch": 1.0, "shift": 0.0, "lift": 0.0}
_WAYS = (("stretch",), ("shift",), ("stretch", "shift"))

Pair = tuple[float, float]


def scaled_matches(target: Target, order: int) -> Iterator[Match]:
    """For each entry at its defaults, or its derivative, the plainest way in which it is the function."""
    y = target(_X)
    known = np.isfinite(y)
    if np.count_nonzero(known) < _LEAST or np.ptp(y[known]) <= _CLOSE * np.max(np.abs(y[known])):
        return  # a constant is every entry times 0
    grid = _Grid(target, order, known)
    for entry in candidates():
        if entry.has_defaults and (found := grid.found(entry)):
            yield found


@cache
def _table(entry: Function, order: int) -> np.ndarray:
    values = quick(entry, order)(np.linspace(-_WIDE, _WIDE, round(2 * _WIDE / _FINE) + 1))
    return np.full(round(2 * _WIDE / _FINE) + 1, np.nan) if values is None else values


@dataclass(frozen=True)
class _Line:
    """Scale and lift that bring an entry to the target, and what is left then."""

    scale: float
    lift: float
    apart: np.ndarray

    @cached_property
    def square(self) -> float:
        return float(self.apart @ self.apart)

    @cached_property
    def most(self) -> float:
        return float(np.max(np.abs(self.apart)))


@dataclass(frozen=True)
class _Grid:
    """Many pairs of a stretch and a shift, at which entries are compared with a target."""

    target: Target
    order: int
    known: np.ndarray  # which of the places

    @cached_property
    def pairs(self) -> np.ndarray:
        """Of shape (n, 2)."""
        written = self.target.written[:_WRITTEN]
        stretches = dict.fromkeys([1.0, -1.0, *written, *(sign * b for b in _STRETCHES for sign in (1, -1))])
        shifts = dict.fromkeys([0.0, *written, *_SHIFTS])
        return np.array([(b, c) for b in stretches for c in shifts])

    @cached_property
    def _ways(self) -> list[np.ndarray]:
        """Which pairs are those of each way: stretched, shifted, or both."""
        b, c = self.pairs.T
        return [c == 0, np.abs(b) == 1, np.ones(len(b), bool)]

    @cached_property
    def _at(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where in a table each place is, and whether it is inside."""
        at = (self.pairs[:, :1] * _X[self.known] + self.pairs[:, 1:] + _WIDE) / _FINE
        inside = np.all((at >= 0) & (at < 2 * _WIDE / _FINE - 1), axis=1)
        index = np.where(inside[:, None], at, 0).astype(int)
        return index, np.where(inside[:, None], at - index, 0.0), inside

    @cached_property
    def _y(self) -> np.ndarray:
        y = self.target(_X)[self.known]
        return y - y.mean()

    def left_over(self, entry: Function) -> np.ndarray:
        """For each pair the share of the squares of the target that no scale and lift of the entry explains."""
        (index, share, inside), y, table = self._at, self._y, _table(entry, self.order)
        with np.errstate(all="ignore"):
            u = table[index] * (1 - share) + table[index + 1] * share
            u = u - u.mean(axis=1, keepdims=True)
            left = 1 - (u @ y) ** 2 / (np.sum(u * u, axis=1) * (y @ y))
        return np.where(inside & np.isfinite(left), left, 1.0)

    @np.errstate(over="ignore")  # of constants of a formula that stretch beyond all floats, where nothing is the same
    def found(self, entry: Function) -> Match | None:
        """The plainest way in which the target is this entry."""
        left, starts = self.left_over(entry), self._at_breaks(entry)
        exact = [self._fitted(entry, start, ()) for start in [*self._as_written(left), *starts]]
        if found := ranked(filter(None, exact)):
            return found[0]
        for free, allowed in zip(_WAYS, self._ways, strict=True):
            fitted = (self._fitted(entry, start, free) for start in self._best(np.where(allowed, left, 1.0)))
            if (match := next(filter(None, fitted), None)) is not None:
                return match
        return None

    def _as_written(self, left: np.ndarray) -> list[Pair]:
        """The pairs of numbers that the formula has, where they leave nothing over, or lie outside of the tables."""
        known = {1.0, -1.0, 0.0, *self.target.written[:_WRITTEN]}
        inside = self._at[2]
        likely = [*np.flatnonzero(inside & (left < _LITTLE)), *np.flatnonzero(~inside)]
        found = ((b, c) for b, c in self.pairs[likely].tolist() if b in known and c in known)
        return list(itertools.islice(found, _MOST_WRITTEN))

    def _best(self, left: np.ndarray) -> list[Pair]:
        """Some pairs that leave little over and are no neighbours of each other; first those that keep the sides."""
        order = np.lexsort((self.pairs[:, 0] < 0, np.round(left, 9)))[:_LOOKED]
        chosen: list[Pair] = []
        for b, c in self.pairs[order[left[order] <= _PROMISING]].tolist():
            if len(chosen) < _TRIED and not any(_neighbours((b, c), other) for other in chosen):
                chosen.append((b, c))
        return chosen

    def _at_breaks(self, entry: Function) -> list[Pair]:
        """The pairs that put breaks of the entry where the target has some."""
        own, others = self.target.breaks[:_MOST_BREAKS], breaks_of(Match(entry))[:_MOST_BREAKS]
        found = [(b, k - b * t) for b in (1.0, -1.0) for t in own for k in others]
        for (t1, t2), (k1, k2) in itertools.product(itertools.pairwise(own), itertools.permutations(others, 2)):
            b = (k2 - k1) / (t2 - t1)
            found.append((b, k1 - b * t1))
        return list(dict.fromkeys(found))

    @cached_property
    def _look(self) -> tuple[np.ndarray, np.ndarray]:
        look = self.target.look(1)
        near = look.known & (np.abs(look.x) < _NEAR)
        return look.x[near], look.y[near]

    @cached_property
    def _weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the squares, in sum 1, and of the differences: what is large may differ by more."""
        y = np.abs(self._look[1])
        weight = 1 / np.maximum(y, np.median(y) or 1.0)
        weight = weight / weight.max()
        return weight**2 / np.sum(weight**2), weight

    @cached_property
    def varies(self) -> float:
        """By how much the target does, where one looks for a fit."""
        y = self._look[1]
        return float(np.ptp(y * self._weights[1]))

    def line(self, entry: Function, stretch: float, shift: float) -> _Line | None:
        """The best line; None where there are no values."""
        x, y = self._look
        u = quick(entry, self.order)(stretch * x + shift)
        if u is None or not np.all(np.isfinite(u)):
            return None
        share, weight = self._weights
        middle, height = float(share @ u), float(share @ y)
        spread, wanted = u - middle, y - height
        with np.errstate(all="ignore"):
            scale = float(share @ (spread * wanted) / (share @ (spread * spread)))
            apart = (scale * spread - wanted) * weight
        if not (math.isfinite(scale) and np.all(np.isfinite(apart))):
            return None
        return _Line(scale, height - scale * middle, apart)

    def _fitted(self, entry: Function, start: Pair, free: Sequence[str]) -> Match | None:
        """The match that is reached from a pair; None where it is none."""
        if (reached := _descended(self, entry, start, free)) is None:
            return None
        (stretch, shift), line = reached
        if line.most > _CLOSE * self.varies or line.scale == 0:
            return None
        match = Match(entry, self.order, line.scale, stretch, shift, line.lift)
        small = {"shift": 1e-10, "lift": 1e-10 * max(abs(line.scale), self.varies)}
        match = match.at(**{name: 0.0 for name, size in small.items() if abs(getattr(match, name)) < size})
        near = {name: _unit(getattr(match, name)) for name in ("scale", "stretch")}
        match = match.at(**{name: one for name, one in near.items() if abs(one - getattr(match, name)) < _CLOSE})
        return settled(self.target, match, [name for name, plain in _PLAIN.items() if getattr(match, name) != plain])


def _unit(number: float) -> float:
    return math.copysign(1.0, number)


def _neighbours(one: Pair, other: Pair) -> bool:
    """Whether a descent from both would lead to the same."""
    if one[0] * other[0] < 0:
        return False
    return abs(math.log(one[0] / other[0])) < 0.4 and abs(one[1] - other[1]) < 0.6


def _descended(grid: _Grid, entry: Function, start: Pair, free: Sequence[str]) -> tuple[Pair, _Line] | None:
    """The stretch and shift at which least is left, by the method of Levenberg and Marquardt."""
    point, line = np.array(start, float), grid.line(entry, *start)
    moved = np.flatnonzero([name in free for name in ("stretch", "shift")])
    if line is None:
        return None
    sizes, damping = [line.most], 1e-3
    for turn in range(_TURNS if len(moved) else 0):
        hopeless = turn >= 5 and sizes[-1] > sizes[-4] / 4
        if sizes[-1] <= _ENOUGH * grid.varies or hopeless or abs(point[0]) < min(_TO_NOTHING, abs(start[0]) / 2):
            break
        if (found := _step(grid, entry, point, line, moved, damping)) is None:
            break
        point, line, damping = found
        sizes.append(line.most)
    return (float(point[0]), float(point[1])), line


def _step(
    grid: _Grid, entry: Function, point: np.ndarray, line: _Line, moved: np.ndarray, damping: float
) -> tuple[np.ndarray, _Line, float] | None:
    """A point where less is left, and how much to damp the next step; None where none is found."""
    steps = np.eye(2)[moved] * (1e-6 * np.maximum(np.abs(point[moved]), 0.1))[:, None]
    beside = [grid.line(entry, *(point + step)) for step in steps]
    if any(one is None for one in beside):
        return None
    slope = np.array([(one.apart - line.apart) / step.max() for one, step in zip(beside, steps, strict=True)]).T
    normal, towards = slope.T @ slope, -slope.T @ line.apart
    for _ in range(6):
        change = np.zeros(2)
        try:
            change[moved] = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-300), towards)
        except np.linalg.LinAlgError:
            return None
        tried = grid.line(entry, *(point + change))
        if tried is not None and tried.square < line.square:
            return point + change, tried, damping / 10
        damping *= 10
    return None
