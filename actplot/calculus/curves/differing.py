"""How far apart two functions are on an interval: where most, where they meet, and what becomes of it far out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ...algebra.evaluating.precision import value
from ...catalogue.kinds.functions import Function
from ...numerics.search import crossings
from .between_breaks import NEAR_ZERO, Piece, has_values, pieces_between
from .largest import MOST, RUN, Between, Largest, is_zero, largest_of, stretched
from .subtraction import FloatDifference, FormulaDifference, difference
from .tails import Tail, tail

CROSS, TOUCH, JUMP, END = "cross", "touch", "jump", "end"
SAME, DIGITS, FLOATS = "same", "digits", "floats"  # how it is known that two functions are equal
PROBES = 16  # points of each piece, at which equal formulas are compared to 40 digits
_REFINED = 40  # places that are refined, of many the nearest to 0
_LOST = 0.02  # share of the interval beside a place without a limit, in which no meeting is told
_SHORT = 1e-6  # share of the interval, of a stretch of floats that only rounding may make
_INSIDE = np.array([0, 1e-4, 0.31, 0.5, 0.77, 1 - 1e-4, 1])  # shares of a stretch, where it is looked at closely


@dataclass(frozen=True)
class Meeting:
    """A point at which two functions are equal or change places: cross, touch, in a jump, or at an end of both."""

    x: float
    how: str


@dataclass(frozen=True)
class Stretch:
    """An interval on which two functions are equal, to many digits or only in floats."""

    low: float
    high: float
    proven: bool


@dataclass(frozen=True)
class Alone:
    """Where some of the two have no values; a point where low is high."""

    low: float
    high: float
    first: bool  # whether the first has values there
    second: bool


@dataclass(frozen=True)
class Apart:
    """How two functions differ on an interval."""

    between: Between
    interval: tuple[float, float]
    largest: tuple[Largest, ...]  # of values, then of first derivatives
    meetings: tuple[Meeting, ...]  # the nearest to 0 of `met`
    met: int
    equal_on: tuple[Stretch, ...]
    crowded: tuple[float, ...]  # places towards which they meet without end
    tails: tuple[Tail, Tail]  # at −∞ and ∞
    alone: tuple[Alone, ...]
    sameness: str  # how it is known that the two are equal wherever they have values; empty where they are not

    @property
    def first(self) -> Function:
        return self.between.first

    @property
    def second(self) -> Function:
        return self.between.second

    @property
    def by_formula(self) -> bool:
        """Whether it is told by formulas, to as many digits as it takes, and not in floats."""
        return isinstance(self.between, FormulaDifference)


@lru_cache(maxsize=8)  # a figure and its facts ask once each
@np.errstate(all="ignore")
def apart(first: Function, second: Function, interval: tuple[float, float]) -> Apart:
    """Raises nothing for points at which one of them is not defined: they are left out, and told."""
    between = difference(first, second)
    if first == second:
        return _same(between, interval)
    pieces = pieces_between(between, interval)
    largest = tuple(largest_of(between, pieces, order) for order in (0, 1))
    meetings, met, crowded = _met(between, pieces, largest[0].wild)
    return Apart(
        between=between,
        interval=interval,
        largest=largest,
        meetings=meetings,
        met=met,
        equal_on=_equal_on(between, pieces),
        crowded=crowded,
        tails=(tail(between, -1), tail(between, 1)),
        alone=tuple(_alone(between, interval)),
        sameness=_sameness(between, pieces),
    )


def _same(between: Between, interval: tuple[float, float]) -> Apart:
    """Of a function and itself, at which nothing need be looked."""
    nothing, everywhere = Largest(0.0, (), 0), Stretch(*interval, True)
    tails = tail(between, -1), tail(between, 1)
    alone = tuple(_alone(between, interval))
    return Apart(between, interval, (nothing, nothing), (), 0, (everywhere,), (), tails, alone, SAME)


# Where they meet


def _met(
    between: Between, pieces: Sequence[Piece], wild: Sequence[float]
) -> tuple[tuple[Meeting, ...], int, tuple[float, ...]]:
    """The points nearest to 0, how many there are in all, and places towards which they crowd without end."""
    width = pieces[-1].high - pieces[0].low if pieces else 0.0
    crossed = [ends for piece in pieces for ends in piece.changes()]
    lost = {x for ends in crossed for x in wild if abs(ends[0] - x) < _LOST * width}
    brackets = [ends for ends in crossed if not any(abs(ends[0] - x) < _LOST * width for x in lost)]
    nearest = sorted(brackets, key=lambda ends: abs(ends[0]))[:_REFINED]
    found = [Meeting(x, CROSS) for x in _refined(between, nearest)]
    found += [Meeting(x, TOUCH) for piece in pieces for x in _touched(between, piece)]
    found += [one for one in _at_fences(pieces) if one.how == JUMP or is_zero(between, 0, one.x)]
    kept = _each_once(found, _equal_on(between, pieces), 1e-9 * width)
    told = sorted(sorted(kept, key=lambda one: abs(one.x))[:MOST], key=lambda one: one.x)
    return tuple(told), len(kept) + len(brackets) - len(nearest), tuple(sorted(lost))


def _each_once(found: Sequence[Meeting], equal: Sequence[Stretch], near: float) -> list[Meeting]:
    """Those that are not the same but for rounding, nor in or at the end of a stretch."""
    kept: list[Meeting] = []
    for one in found:
        known = any(abs(one.x - other.x) <= near for other in kept)
        if not known and not any(stretch.low - near <= one.x <= stretch.high + near for stretch in equal):
            kept.append(one)
    return kept


def _equal_on(between: Between, pieces: Sequence[Piece]) -> tuple[Stretch, ...]:
    return _united([stretch for piece in pieces for stretch in _equal(between, piece)], pieces)


def _united(equal: Sequence[Stretch], pieces: Sequence[Piece]) -> tuple[Stretch, ...]:
    """As one, where the two are equal at the point between them too."""
    through = {end.x for piece in pieces for end in piece.ends if end.value == 0}
    united: list[Stretch] = []
    for one in sorted(equal, key=lambda stretch: stretch.low):
        last = united[-1] if united else None
        if last and last.high == one.low and last.proven == one.proven and one.low in through:
            united[-1] = Stretch(last.low, one.high, one.proven)
        else:
            united.append(one)
    return tuple(united)


def _equal(between: Between, piece: Piece) -> Iterator[Stretch]:
    for start, stop in piece.runs(piece.values[0] == 0, RUN):
        if piece.x[stop - 1] - piece.x[start] <= _SHORT * (piece.high - piece.low):
            continue
        inside = piece.x[start] + (piece.x[stop - 1] - piece.x[start]) * _INSIDE
        if all(is_zero(between, 0, x) for x in inside):
            low, high = stretched(lambda x: between.value(x) == 0, piece, start, stop)
            yield Stretch(low, high, isinstance(between, FormulaDifference))


def _refined(between: Between, brackets: Sequence[tuple[float, float]]) -> list[float]:
    if not brackets:
        return []
    low, high = crossings(between.unrounded(0), *map(list, zip(*brackets, strict=True)))
    nearer = np.abs(between.value(low)) <= np.abs(between.value(high))
    return [float(x) for x in np.where(nearer, low, high)]


def _touched(between: Between, piece: Piece) -> Iterator[float]:
    """Turns at 0: where the difference is no more than its slope leaves at the float beside its place."""
    brackets = piece.bottoms()[:_REFINED]
    if not brackets:
        return
    low, high = crossings(between.unrounded(1), *map(list, zip(*brackets, strict=True)))
    for x, other in zip(low, high, strict=True):
        height, slope = np.abs(between.value(np.array([x, other]))), np.abs(between.derivative(np.array([x, other])))
        if np.min(height) <= 4 * math.ulp(x) * float(np.max(slope)):
            yield float(x if height[0] <= height[1] else other)


def _at_fences(pieces: Sequence[Piece]) -> Iterator[Meeting]:
    """Between pieces, and at the outer ends."""
    for before, after in pairwise(pieces):
        if before.high == after.low and (how := _across(before, after)):
            yield Meeting(after.low, how)
    for number, piece in enumerate(pieces):
        alone_below = number == 0 or pieces[number - 1].high < piece.low
        alone_above = number == len(pieces) - 1 or pieces[number + 1].low > piece.high
        for end, alone in zip(piece.ends, (alone_below, alone_above), strict=True):
            if alone and end.limits[0] == 0 and end.taken[0]:
                yield Meeting(end.x, END)


def _across(before: Piece, after: Piece) -> str:
    """How the sign changes between two pieces."""
    left, right = before.ends[1].limits[0], after.ends[0].limits[0]
    signs = before.sign_at(-1), after.sign_at(0)
    if left is None or right is None or math.isinf(left) or math.isinf(right) or 0 in signs:
        return ""
    if left == right == 0:
        return CROSS if signs[0] != signs[1] else TOUCH
    return JUMP if signs[0] != signs[1] else ""


# Where one has values alone


def _alone(between: Between, interval: tuple[float, float]) -> Iterator[Alone]:
    """Stretches on which not both have values, and single points at which only one has."""
    fences = _fences(between, interval)
    stretches: list[Alone] = []
    for low, high in pairwise(fences):
        first, second = (has_values(function, low, high) for function in between.pair)
        if first and second:
            continue
        if stretches and (stretches[-1].high, stretches[-1].first, stretches[-1].second) == (low, first, second):
            low = stretches.pop().low
        stretches.append(Alone(low, high, first, second))
    yield from stretches
    for x in fences:
        if any(one.low <= x <= one.high for one in stretches):
            continue
        known = [bool(~np.isnan(function.value(x))) for function in between.pair]
        if known[0] != known[1]:
            yield Alone(x, x, *known)


def _fences(between: Between, interval: tuple[float, float]) -> list[float]:
    low, high = interval
    places = {float(x) for function in between.pair for x in (*function.special_points(low, high), *function.domain)}
    return sorted({low, high, *(x for x in places if low <= x <= high)})


# Equal


def _near_zero(piece: Piece) -> np.ndarray:
    """Some points at which functions bend, which steps of a wide piece may pass over."""
    return NEAR_ZERO[(piece.low < NEAR_ZERO) & (piece.high > NEAR_ZERO)][:: NEAR_ZERO.size // PROBES]


def _sameness(between: Between, pieces: Sequence[Piece]) -> str:
    if between.first == between.second:
        return SAME
    apart = any(np.any(piece.values[0] != 0) or any(end.value for end in piece.ends) for piece in pieces)
    if apart or not pieces:
        return ""
    if isinstance(between, FloatDifference):
        return FLOATS
    steps = (np.arange(PROBES) + 0.4837) / PROBES
    places = [float(x) for one in pieces for x in (*(one.low + (one.high - one.low) * steps), *_near_zero(one))]
    exactly = (value(between.term, {"x": x}) for x in places)
    return DIGITS if all(found == 0 for found in exactly) else FLOATS
