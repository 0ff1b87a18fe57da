"""Finds the zeros of a term: brackets on a grid of floats, signs that are sure, each place to hundreds of digits."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from mpmath import libmp

from ...algebra.evaluating.compiler import Compiled, compiled_numpy
from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.strict import strict_sign, strict_value
from ...algebra.rewriting.engine import differentiate
from ...algebra.term import Term
from ...frozen import record
from ...numerics.search import crossings, halved_exactly

Values = Mapping[str, float]
Place: TypeAlias = Fraction | mpf

PLACE_BITS = 2400  # of a place that is no short number
MOST = 64  # zeros of a term, those nearest to 0
SEARCHED = 200.0  # closer together than this far from 0
_POINTS = 80001
_NEAR = np.linspace(-SEARCHED, SEARCHED, _POINTS)
_FAR = np.concatenate([np.logspace(np.log10(SEARCHED + 1), 8, 600), np.logspace(8.1, 300, 600)])
_TINY = np.logspace(-300, -3, 100)
_CLOSE = np.logspace(-3, -1, 15000)[1:]
_SIDE = np.concatenate([_TINY, _CLOSE, _FAR])
GRID = np.unique(np.concatenate([-_SIDE, _NEAR, [0.0], _SIDE]))
_ROUNDING = 1e-12
_APART = 1e-20  # from 0, where what is 0 at 0 alone has a sign
_FEW = 12  # zeros on the coarse parts of the grid; of more, others lie between its points
_LOOKED = 36  # of many zeros there, which floats may have made up
_ALMOST = 1e-12  # of the values around, at the float next to a zero that is touched
_SPREAD = 9  # points of a stretch of doubtful signs that are looked at
_NEAREST = -100_000  # bits of a place that is no 0
_FIRST_BITS, _FASTER, _GUARD = 160, 1.5, 60  # of the steps that close in on a place


@record
class Zeros:
    """Where a term is 0, or changes its sign, nearest to 0 first; where there is no end of them there, farthest out."""

    places: tuple[Place, ...]
    farther: bool  # whether there are others, farther out than is looked
    closer: bool  # or closer to 0


def zeros_of(term: Term, values: Values, window: tuple[float, float] | None = None) -> Zeros:
    """Zeros that change the sign, or touch 0, as far as a grid tells, also where floats have the signs wrong.

    The grid covers the whole line, or a window more finely.
    """
    look = _Look(term, values) if window is None else _Look(term, values, _fine(*window), whole=False)
    places = sorted(dict.fromkeys(look.zeros()), key=lambda place: abs(exactly(place)), reverse=look.closer)
    return Zeros(tuple(places[:MOST]), look.farther or len(places) > MOST, look.closer)


def _fine(low: float, high: float) -> np.ndarray:
    """Points a little beyond both ends, where there may be zeros too."""
    step = (high - low) / _POINTS
    return np.linspace(low - step, high + step, _POINTS)


@dataclass
class _Look:
    term: Term
    values: Values
    grid: np.ndarray = field(default_factory=lambda: GRID)
    whole: bool = True  # whether it covers the whole line, coarsely far out and very close to 0
    farther: bool = False
    closer: bool = False

    @cached_property
    def compiled(self) -> Compiled:
        return compiled_numpy(self.term, "x")

    def samples(self, x: np.ndarray) -> np.ndarray:
        return self.compiled(np.atleast_1d(x), self.values)

    def sign(self, x: float | Place) -> int | None:
        return strict_sign(self.term, {**self.values, "x": x}, "x")

    def zeros(self) -> Iterator[Place]:
        y = self.samples(self.grid)
        signs = np.sign(y)
        for start, stop in _stretches((y == 0) | ~np.isfinite(y)):
            signs[start:stop] = self.settled(start, stop)
        alone = (signs[1:-1] == 0) & (signs[:-2] != 0) & (signs[2:] != 0)
        yield from (Fraction(float(self.grid[i])) for i in self.nearest(np.flatnonzero(alone) + 1))
        if self.misses_origin(y):
            yield Fraction(0)
        crossed = self.resolved(np.flatnonzero(signs[:-1] * signs[1:] < 0), self.truly_crossed)
        yield from self.crossed(crossed)
        yield from self.touched(np.abs(y), signs)

    def misses_origin(self, y: np.ndarray) -> bool:
        """Whether 0 is a zero that floats do not have, such as that of sin(π·eˣ).

        Or one that so many others seem to surround as that of 1 − cos(x), of which no precision tells 1e-600 from 0.
        """
        here = y[self.grid == 0]
        if not (here.size and abs(here[0]) < _ROUNDING and self.sign(0.0) == 0):
            return False
        return bool(here[0] or any(self.sign(side * _APART) for side in (-1, 1)))

    def resolved(self, indices: np.ndarray, truly: Callable[[int], bool]) -> np.ndarray:
        """Without those on coarse parts of the grid where changes of sign are so many that others are not seen."""
        if not self.whole:
            return self.nearest(indices)
        size = np.abs(self.grid[indices])
        far, tiny = size > SEARCHED, size < _TINY[-1]
        self.closer |= _are_many(indices[tiny], truly)
        self.farther |= _are_many(indices[far], truly) or bool(np.sum(~far) > MOST and not self.closer)
        kept = indices[~(far & self.farther | tiny & self.closer)]
        return self.nearest(kept, farthest=self.closer)

    def truly_crossed(self, start: int) -> bool:
        """Whether the signs at the ends of a cell differ by more than what floats make of them."""
        ends = [self.sign(float(at)) for at in self.grid[start : start + 2]]
        return None in ends or ends[0] != ends[1]

    def nearest(self, indices: np.ndarray, *, farthest: bool = False) -> np.ndarray:
        """Of very many those nearest to 0, or farthest from it; in a window nearest to its middle."""
        middle = 0.0 if self.whole else (self.grid[0] + self.grid[-1]) / 2
        order = np.argsort(np.abs(self.grid[indices] - middle), kind="stable")
        return indices[order[-MOST:] if farthest else order[:MOST]]

    def settled(self, start: int, stop: int) -> np.ndarray:
        """The true signs of a stretch of the grid whose floats are 0 or no numbers; nan where there is none."""
        looked = np.unique(np.linspace(start, stop - 1, _SPREAD).astype(int)).tolist()
        known = [(i, sign) for i in looked if (sign := self.sign(float(self.grid[i]))) is not None]
        signs = np.full(stop - start, np.nan)
        if not known:
            return signs
        ends = [(start, known[0][1]), *known, (stop - 1, known[-1][1])]
        for (first, before), (last, after) in pairwise(ends):
            change = self.change(first, last, before) if before != after else last
            signs[first - start : change - start + 1] = before
            signs[change - start + 1 : last - start + 1] = after
        return signs

    def change(self, first: int, last: int, sign: int) -> int:
        """The last point of the grid that still has a sign."""
        while last - first > 1:
            middle = (first + last) // 2
            first, last = (middle, last) if self.sign(float(self.grid[middle])) == sign else (first, middle)
        return first

    def crossed(self, starts: np.ndarray) -> Iterator[Place]:
        """Of each cell of the grid at whose ends the signs truly differ."""
        near, _ = crossings(self.samples, self.grid[starts], self.grid[starts + 1])
        for low, high, guess in zip(
            self.grid[starts].tolist(), self.grid[starts + 1].tolist(), near.tolist(), strict=True
        ):
            beside, here, above = np.abs(self.samples(np.array([low, guess, high])))
            first, last = self.sign(low), self.sign(high)
            if first is None or last is None or here > max(beside, above):  # that were a pole
                continue
            if first == last == 0:  # it is 0 all over, but for its floats
                continue
            if first * last == 0:
                yield Fraction(low if first == 0 else high)
            elif first * last < 0:
                yield self.place(low, high, guess)

    def touched(self, size: np.ndarray, signs: np.ndarray) -> Iterator[Place]:
        """Zeros without a change of sign, such as that of (x − 1)², at minima of the size."""
        inner = (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (signs[:-2] * signs[2:] > 0)
        inner &= size[1:-1] <= np.maximum(size[:-2], size[2:]) / 2  # a parabola's is a ninth of it at most
        slope = _Look(differentiate(self.term, "x"), self.values, self.grid)
        minima = np.flatnonzero(inner & (signs[1:-1] != 0)) + 1
        for index in self.resolved(minima, slope.turns):
            low, high = float(self.grid[index - 1]), float(self.grid[index + 1])
            if not slope.turns(index):
                continue
            guess = float(crossings(slope.samples, np.array([low]), np.array([high]))[0][0])
            largest = max(size[index - 1], size[index + 1])
            if not abs(self.at(mpf(guess), _FIRST_BITS)) <= largest * _ALMOST:
                continue
            place = slope.place(low, high, guess)
            if self.vanishes(place, largest):
                yield place

    def turns(self, index: int) -> bool:
        """Whether the signs before and behind a point of the grid are truly opposite."""
        before, behind = (self.sign(float(self.grid[at])) for at in (index - 1, index + 1))
        return before is not None and behind is not None and before * behind < 0

    def vanishes(self, place: Place, size: float) -> bool:
        here = strict_value(self.term, {**self.values, "x": place}, "x", PLACE_BITS)
        return bool(abs(here) <= mpf(size) * mpf(2) ** (-PLACE_BITS // 2))  # false for nan

    # To hundreds of digits

    def place(self, low: float, high: float, guess: float) -> Place:
        """The zero between two points of different signs: a short number where it is one, else by secants."""
        for short in _short_numbers(guess):
            if low <= short <= high and self.sign(short) == 0:
                return short
        return self.polished(low, high, guess)

    def polished(self, low: float, high: float, guess: float) -> Place:
        """By secants, with as many bits as they know by then; slowly where they do not close in on the zero."""
        bits, wide = _FIRST_BITS, (2 * low - high, 2 * high - low)  # an end may be the float next to the zero
        before, here = mpf(guess), mpf(math.nextafter(guess, math.inf))
        last = self.at(before, bits)
        while True:
            y = self.at(here, bits)
            with mp.workprec(bits):
                moved = here - y * (here - before) / (y - last) if y != last else here
                step = abs(moved - here)
            before, here, last = here, moved, y
            if not wide[0] <= here <= wide[1]:
                return self.halved(mpf(low), mpf(high))
            if bits == PLACE_BITS + _GUARD:
                close = step <= abs(here) * mpf(2) ** (-PLACE_BITS // 2)
                return _short(here) if close else self.halved(mpf(low), mpf(high))
            bits = min(PLACE_BITS + _GUARD, int(bits * _FASTER))

    def halved(self, low: mpf, high: mpf) -> mpf:
        """The slow and sure way."""
        with mp.workprec(PLACE_BITS + _GUARD):
            sign = mp.sign(self.at(low))
            return halved_exactly(low, high, lambda middle: mp.sign(self.at(middle)) == sign, PLACE_BITS)

    def at(self, x: mpf, bits: int = PLACE_BITS + _GUARD) -> mpf:
        return strict_value(self.term, {**self.values, "x": x}, "x", bits)


def _are_many(indices: np.ndarray, truly: Callable[[int], bool]) -> bool:
    """Whether more than a few are no work of floats, by a sample that is spread evenly."""
    if indices.size <= _FEW:
        return False
    looked = np.unique(np.linspace(0, indices.size - 1, _LOOKED).astype(int))
    return sum(truly(int(index)) for index in indices[looked]) > _FEW


def _stretches(doubtful: np.ndarray) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], doubtful, [False]]).astype(int)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _short(place: mpf) -> Place:
    """The number that a person would write, if the place is one."""
    exact = exactly(place)
    close = abs(exact) / 2 ** (PLACE_BITS - 200)
    return next((short for short in _short_numbers(float(place)) if abs(short - exact) <= close), place)


def _short_numbers(guess: float) -> Iterator[Fraction]:
    """Numbers that a person would write, next to a float: decimals, fractions, the float itself."""
    close = Fraction(guess)
    near = 8 * Fraction(math.ulp(guess))
    tried = [Fraction(f"{guess:.14g}"), *(close.limit_denominator(most) for most in (1, 12, 1000)), close]
    yield from (short for short in dict.fromkeys(tried) if abs(short - close) <= near)


def exactly(place: Place) -> Fraction:
    """For comparing places with each other; 0 for what is so near to it that a fraction would take the memory."""
    if isinstance(place, Fraction):
        return place
    return Fraction(*libmp.to_rational(place._mpf_)) if mp.mag(place) > _NEAREST else Fraction(0)
