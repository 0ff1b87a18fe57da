"""Cuts an interval where a difference of functions may break, and looks at it closely between the cuts."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...algebra.evaluating.compiler import as_float
from ...algebra.term import Num, walk
from ...catalogue.kinds.functions import METHODS, Function
from .breaks import Break, breaks_of
from .subtraction import ROUNDING, FloatDifference, FormulaDifference, term_of

_EVEN = {FormulaDifference: 2400, FloatDifference: 3000}  # points of the interval in equal steps
_LEAST = 60  # of a piece
_FINE, _MOST_PEAKS = 40_000, 500  # points at which values alone are looked at, and turns among them
_FEWEST = 3  # points that are equally high and that nothing else explains
_FEW = 50  # points that show whether a piece is 0 throughout
_CLOSER = 2.0 ** -np.arange(1, 46)  # shares of a piece beside its ends
_ABOUT = 2.0 ** -np.arange(2, 27)  # shares of the interval about numbers of the formulas
_MOST_NUMBERS = 8
_MANY = 8  # pieces, of which more are looked at less closely
_SOME = np.array([0.1723, 0.4837, 0.8319])  # shares of an interval
_WIDE = 100.0  # an interval whose even steps may pass over all that happens near 0
_UNEVEN = 0.31831  # of a step: so that points are not in step with what is periodic
NEAR_ZERO = (np.arange(-240, 240) + _UNEVEN) / 20


@dataclass(frozen=True)
class End:
    """What a difference of order 0 and 1 tends to at an end of a piece, and whether it takes it there."""

    x: float
    value: float | None  # at the point itself
    side: int  # from which the piece comes: 1 at its lower end, -1 at its upper one
    limits: tuple[float | None, ...]
    taken: tuple[bool, ...]


@dataclass(frozen=True)
class Turn:
    """A bracket in which a difference turns, and how large it is at its ends."""

    low: float
    high: float
    size: float


@dataclass(frozen=True)
class Piece:
    """An open interval without a break, points inside it, and the values of three orders there."""

    low: float
    high: float
    x: np.ndarray
    values: tuple[np.ndarray, ...]
    ends: tuple[End, End]

    def largest(self, order: int) -> float:
        """Of the points."""
        return float(np.max(np.abs(self.values[order])))

    def around_most(self, order: int, size: float) -> list[tuple[float, float]]:
        """The points beside those at which the difference is that large, of a few."""
        at = np.flatnonzero(np.abs(self.values[order]) == size)[:_FEWEST]
        return [(float(self.x[max(i - 1, 0)]), float(self.x[min(i + 1, self.x.size - 1)])) for i in at]

    def turns(self, order: int, least: float) -> list[Turn]:
        """Where the difference of an order turns, perhaps at this size or more."""
        sizes, slopes = np.abs(self.values[order]), self.values[order + 1]
        within = np.maximum(sizes[:-1], sizes[1:])
        turning = (np.sign(slopes[:-1]) * np.sign(slopes[1:]) < 0) & (within + self._change(order) >= least)
        found = [Turn(float(self.x[i]), float(self.x[i + 1]), float(within[i])) for i in np.flatnonzero(turning)]
        flat = (slopes[1:-1] == 0) & (sizes[1:-1] >= least) & (slopes[:-2] != 0) & (slopes[2:] != 0)
        return found + [Turn(self.x[i], self.x[i], float(sizes[i])) for i in (np.flatnonzero(flat) + 1).tolist()]

    def _change(self, order: int) -> np.ndarray:
        """By how much the difference may change from each point to the next."""
        steepness = np.abs(self.values[order + 1])
        return np.diff(self.x) * np.maximum(steepness[:-1], steepness[1:])

    def changes(self) -> list[tuple[float, float]]:
        """Brackets in which the difference changes its sign."""
        at = np.flatnonzero(self.values[0])
        signs = np.sign(self.values[0][at])
        pairs = [(at[i], at[i + 1]) for i in np.flatnonzero(signs[:-1] * signs[1:] < 0)]
        return [self._around(first, last) for first, last in pairs]

    def _around(self, first: int, last: int) -> tuple[float, float]:
        """Two points, or the middle one of those between them, at which the difference is 0."""
        between = self.x[first + 1 : last]
        if not between.size:
            return float(self.x[first]), float(self.x[last])
        middle = 0.0 if 0.0 in between else float(between[between.size // 2])
        return middle, middle

    def bottoms(self) -> list[tuple[float, float]]:
        """Brackets in which |f − g| falls and rises again, perhaps from 0."""
        y = self.values[0]
        away = np.sign(y) * np.sign(self.values[1])  # whether |f − g| rises
        falls, rises = away[:-1], away[1:]
        lowest = np.minimum(np.abs(y)[:-1], np.abs(y)[1:]) - self._change(0)
        chosen = (falls < 0) & (rises > 0) & (y[:-1] * y[1:] > 0) & (lowest <= 0)
        found = [(float(self.x[i]), float(self.x[i + 1])) for i in np.flatnonzero(chosen)]
        zeros = np.flatnonzero((y[1:-1] == 0) & (np.sign(y[:-2]) * np.sign(y[2:]) > 0)) + 1
        return found + [(float(self.x[i]),) * 2 for i in zeros]

    def runs(self, chosen: np.ndarray, least: int) -> Iterator[tuple[int, int]]:
        """First points and those behind the last of neighbours for which something holds."""
        edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(int)))
        yield from ((start, stop) for start, stop in edges.reshape(-1, 2).tolist() if stop - start >= least)

    def sign_at(self, index: int) -> float:
        """The sign at the point nearest to an end (0 or -1)."""
        return float(np.sign(self.values[0][index]))


def pieces_between(between: FormulaDifference | FloatDifference, interval: tuple[float, float]) -> list[Piece]:
    """The pieces on which there are values, in ascending order."""
    known = {point.x: point for point in breaks_of(between, interval)}
    fences = sorted({*interval, *known})
    centres = [x for x in _centres(between) if interval[0] < x < interval[1]]
    grid = _Grid(between, interval, centres, len(fences) - 1)
    both = [ends for ends in pairwise(fences) if all(has_values(function, *ends) for function in between.pair)]
    return [piece for ends in both if (piece := _piece(grid, ends, known)) is not None]


def has_values(function: Function, low: float, high: float) -> bool:
    """Whether there are values between two neighbouring fences."""
    if function.by_values_alone:
        return any(part.low < high and low < part.high for part in function.domain_parts)
    return bool(np.any(~np.isnan(function.value(low + (high - low) * _SOME))))


@dataclass(frozen=True)
class _Grid:
    """How closely a difference is looked at on an interval that falls into some pieces."""

    between: FormulaDifference | FloatDifference
    interval: tuple[float, float]
    centres: Sequence[float]
    pieces: int

    def points(self, low: float, high: float) -> np.ndarray:
        """Even steps, ever closer points beside the ends of a piece, and about centres."""
        width = self.interval[1] - self.interval[0]
        count = max(_LEAST // math.isqrt(self.pieces), round(_EVEN[type(self.between)] * (high - low) / width))
        even = low + (high - low) * (np.arange(count) + _UNEVEN) / count
        close = (high - low) * _CLOSER[:: 1 + self.pieces // _MANY]
        about = [centre + side * width * _ABOUT for centre in self.centres for side in (-1, 1)]
        near = NEAR_ZERO if width > _WIDE else NEAR_ZERO[:0]
        x = np.unique(np.concatenate([even, low + close, high - close, [0.0], near, self.centres, *about]))
        return x[(x > low) & (x < high)] + 0.0

    def looked_at(self, low: float, high: float) -> np.ndarray:
        """The points of a piece; of one that is 0 throughout a few, since that takes long, of floats more at peaks."""
        x = self.points(low, high)
        if not self.between.formula:
            return np.union1d(x, self._peaks(low, high))
        some = np.union1d(x[:: x.size // _FEW or 1], np.intersect1d(x, [*self.centres, *NEAR_ZERO[::7]]))
        return some if np.all(self.between.value(some) == 0) else x

    def _peaks(self, low: float, high: float) -> np.ndarray:
        """Where values alone, which are quick, turn between points at which slopes are looked at."""
        x = low + (high - low) * (np.arange(_FINE) + _UNEVEN) / _FINE
        y = self.between.value(x)
        turns = np.flatnonzero((y[1:-1] - y[:-2]) * (y[1:-1] - y[2:]) > 0)[:_MOST_PEAKS] + 1
        return x[np.unique(np.concatenate([turns - 1, turns, turns + 1]))]


def _piece(grid: _Grid, ends: tuple[float, float], known: Mapping[float, Break]) -> Piece | None:
    """One piece, or none where there are no values."""
    between, x = grid.between, grid.looked_at(*ends)
    values = _values(between, x)
    kept = ~np.isnan(values[0])
    if np.count_nonzero(kept) < 2:
        return None
    values = [np.nan_to_num(y[kept], nan=0.0, posinf=np.inf, neginf=-np.inf) for y in values]
    both = tuple(_end(between, end, side, known.get(end)) for end, side in zip(ends, (1, -1), strict=True))
    return Piece(*ends, x[kept], tuple(values), both)


def _values(between: FormulaDifference | FloatDifference, x: np.ndarray) -> list[np.ndarray]:
    """Of three orders; where the second is not known by a formula, from neighbours, since it would take very long."""
    values, slopes, *bent = (
        np.asarray(getattr(between, method)(x), float) for method in METHODS[: 3 if between.formula else 2]
    )
    if bent:
        return [values, slopes, *bent]
    steps = np.gradient(slopes, x)
    return [values, slopes, np.where(np.abs(steps) <= ROUNDING[2] * np.maximum(1.0, np.abs(slopes)), 0.0, steps)]


def _end(between: Function, x: float, side: int, point: Break | None) -> End:
    if point is None:
        value = _number(between.value(x))
        return End(x, value, side, (value, _number(between.derivative(x))), (True, True))
    limits = point.limit(side, 0), point.limit(side, 1)
    return End(
        x, point.value, side, limits, (point.value is not None and point.value == limits[0], point.kind == "smooth")
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _centres(between: FormulaDifference | FloatDifference) -> list[float]:
    """Numbers with which users' functions are written, and quotients of two: close to them something may happen."""
    users = [function for function in between.pair if not function.known_range]
    numbers = [float(number) for one in users for number in np.hstack([*one.numbers.values(), []])]
    terms = [term for term in map(term_of, users) if term is not None]
    numbers += [as_float(part) for term in terms for part in walk(term) if isinstance(part, Num)]
    sizes = sorted({abs(number) for number in numbers if number and math.isfinite(number)})[-_MOST_NUMBERS:]
    found = {*sizes, *(one / other for one in sizes for other in sizes)}
    return sorted({side * size for size in found for side in (-1.0, 1.0)})
