"""What is to be found among the entries: a function or its derivative, its numbers and where it is looked at."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from ...algebra.evaluating.compiler import as_float
from ...algebra.term import Call, Cases, Num, Term, walk
from ...catalogue.kinds.functions import Function
from ..letters import formula_of
from .in_floats import slope_of
from .matches import Match

# Where every function is looked at: on both sides, with nothing symmetric, some between 0 and 1 for probabilities.
_USUAL = (
    *(-37.0, -17.3, -8.6, -4.7, -3.3, -2.4, -1.7, -1.2, -0.83, -0.61, -0.42, -0.23, -0.07, 0.03),
    *(0.06, 0.12, 0.19, 0.27, 0.37, 0.46, 0.58, 0.72, 0.84, 0.91, 0.97, 1.3, 1.9, 2.6, 3.7, 4.9, 6.4, 9.1, 18.7, 41.0),
)
_MIDDLE = np.linspace(-5, 5, 401)
_TAILS = np.concatenate([sign * np.geomspace(5.3, 300, 30) for sign in (-1, 1)])
_TINY = np.array([-1e-3, -1e-6, -1e-9, 1e-9, 1e-6, 1e-3])
_FAR = 60.0  # beyond which a file may overflow where the entry does not
_BESIDE = 1e-6  # relative to a break and to 1
_MOST_BREAKS = 24
_MARKED = 6  # numbers
_SHORT = 9  # characters of a number that is no rounded one
_SAME, _ALIKE = 1e-12, 1e-9  # relative to the value and to the usual size: of a file; of a formula, which is proven
_BEYOND = 1.5
_LEAST = 6  # points at which there has to be a value
_LONG = 15  # digits of a number that stands for one with more


@dataclass(frozen=True)
class Target:
    """A function, or its derivative of order 1."""

    function: Function
    order: int = 0

    def __call__(self, x: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(self.function.derivative(x) if self.order else self.function.value(x))

    @cached_property
    def breaks(self) -> tuple[float, ...]:
        """Those nearest to 0, ends of the domain and gaps included."""
        points = sorted({*self.function.breaks, *self.function.special_points()}, key=abs)[:_MOST_BREAKS]
        return tuple(sorted(float(x) for x in points if math.isfinite(x)))

    @cached_property
    def gaps(self) -> tuple[float, ...]:
        """Single points without a value, such as 0 of sin(x)/x."""
        around = np.array([self(np.array([*_sides([x]), x])) for x in self.breaks]).reshape(-1, 3)
        single = np.isnan(around[:, 2]) & np.all(np.isfinite(around[:, :2]), axis=1)
        return tuple(x for x, is_gap in zip(self.breaks, single, strict=True) if is_gap)

    @cached_property
    def short_breaks(self) -> list[float]:
        """Those with a value, or none beside them either, that are surely where floats say that they are."""
        return [x for x in self.breaks if len(repr(x)) <= _SHORT and x not in self.gaps]

    @cached_property
    def constant(self) -> float | None:
        """The only value that it has; None where it varies or is not defined everywhere."""
        y = self.look(1).y
        with np.errstate(invalid="ignore"):  # infinite values have no differences
            return float(y[0]) if np.all(np.abs(y - y[0]) <= _SAME * np.abs(y[0])) else None

    def look(self, order: int) -> "Look":
        """Where entries are fitted to it: the usual points and both sides of every break, and values there.

        At breaks too, but where derivatives (of this order of an entry) are compared: there conventions differ.
        """
        return self._looks[bool(order or self.order)]

    @cached_property
    def _looks(self) -> tuple["Look", "Look"]:
        sides = [*_USUAL, *_beside(self.breaks)]
        points = (np.unique([*sides, *self.short_breaks]), np.setdiff1d(sides, self.breaks))
        whole, beside = (Look(x, self(x)) for x in points)
        return whole, beside

    @cached_property
    def term(self) -> Term | None:
        """Its formula in its own symbols; None where there is none."""
        return term_of(self.function, self.order) if self.function.formula else None

    @cached_property
    def exactly(self) -> dict[str, Fraction]:
        """The numbers for which the symbols of the formula stand."""
        return {name: exact(number) for name, number in self.function.numbers.items()}

    @cached_property
    def is_rounded(self) -> bool:
        """Whether it is written with a number of so many digits that it stands for one with more."""
        return any(len(text.strip("-0.").replace(".", "")) >= _LONG for text in self._texts())

    @cached_property
    def named(self) -> frozenset[str]:
        """The functions with which it is written."""
        return (
            frozenset(term.name for term in walk(formula_of(self.function)) if isinstance(term, Call))
            if self.term
            else frozenset()
        )

    def _texts(self) -> Iterator[str]:
        yield from (repr(number) for number in self.function.numbers.values() if isinstance(number, float))
        yield from (term.text for term in self._literals())

    def _literals(self) -> list[Num]:
        return [term for term in walk(formula_of(self.function)) if isinstance(term, Num)] if self.term else []

    @cached_property
    def written(self) -> list[float]:
        """The numbers with which the function is written, inverted and negated too."""
        found = [float(number) for number in np.hstack([*self.function.numbers.values(), []])]
        found += [as_float(term) for term in self._literals()]
        found = [number for number in dict.fromkeys(map(abs, found)) if math.isfinite(number) and number][:8]
        return list(dict.fromkeys([*found, *(-number for number in found), *(1 / number for number in found)]))

    @cached_property
    def marked(self) -> list[float]:
        """Where short pieces may lie that nobody looks for: at the numbers of the formula, their sums and quotients."""
        given = self.written[:_MARKED] if self.pieces else []
        pairs = list(itertools.permutations(given, 2))
        marks = [*given, *(a + b for a, b in pairs), *(a / b for a, b in pairs)]
        return [x for x in dict.fromkeys(marks) if abs(x) < _FAR and x not in {*self.breaks, *self.gaps}]

    @cached_property
    def pieces(self) -> bool:
        """Whether the formula has any."""
        terms = walk(formula_of(self.function)) if self.term else ()
        return any(isinstance(term, Cases) for term in terms)

    @cached_property
    def features(self) -> list[float]:
        """Numbers that its course shows: breaks, slopes and values at both ends, and the value at 0."""
        x = np.array([-41.0, -37.0, 0.0, 37.0, 41.0])
        y = self(x)
        with np.errstate(all="ignore"):
            slopes = (y[[1, 4]] - y[[0, 3]]) / 4
            lines = y[[1, 3]] - slopes * x[[1, 3]]
        found = [*self.breaks[:6], *slopes, *lines, y[2]]
        short = [float(f"{number:.12g}") for number in found if math.isfinite(number) and 1e-9 < abs(number) < 1e6]
        return list(dict.fromkeys([*short, *map(abs, short)]))

    def agrees(self, match: Match) -> bool:
        """Whether a match is the same where one looks closely: in the middle, in tails, beside and at all breaks."""
        breaks = breaks_of(match)
        x = np.unique(
            [*self.look(match.order).x, *_MIDDLE, *_TAILS, *_TINY, *self.marked, *_beside([*self.breaks, *breaks])]
        )
        x = np.setdiff1d(x, [*breaks, *self.breaks] if self.order or match.order else self.gaps)
        one, two = self(x), match(x)
        far = (np.abs(x) > _FAR) & ~(np.isfinite(one) & np.isfinite(two))
        return same(one[~far], two[~far], _SAME if self.term is None else _ALIKE)


@dataclass(frozen=True)
class Look:
    """Points, and the values of a target there."""

    x: np.ndarray
    y: np.ndarray

    @cached_property
    def known(self) -> np.ndarray:
        """Where there is a finite value."""
        return np.isfinite(self.y)

    @cached_property
    def size(self) -> float:
        """Of the values."""
        return float(np.max(np.abs(self.y[self.known]), initial=0.0))

    def like(self, values: np.ndarray) -> bool:
        """Whether other values are these, as far as floats tell."""
        return same(self.y, values, _ALIKE)


def breaks_of(match: Match) -> list[float]:
    """The breaks of a match, in x."""
    breaks = sorted(match.entry.breaks, key=abs)[:_MOST_BREAKS]
    return [(at - match.shift) / match.stretch for at in breaks]


def _beside(breaks: Sequence[float]) -> list[float]:
    """Both sides of each break, and points between them."""
    return [*_sides(breaks), *between(breaks)]


def _sides(breaks: Sequence[float]) -> list[float]:
    return [at + side * _BESIDE * max(1.0, abs(at)) for at in breaks for side in (-1, 1)]


def between(breaks: Sequence[float]) -> list[float]:
    """A point on each piece from one break to the next, and one beyond both ends."""
    at = np.array(breaks)
    return [*(at[:-1] + np.diff(at) / 2), *(at[:1] - _BEYOND), *(at[-1:] + _BEYOND)]


def same(values: np.ndarray, others: np.ndarray, within: float) -> bool:
    """Whether values agree, relative to each of them and to the usual size; undefined at the same points."""
    known = ~np.isnan(values)
    if not np.array_equal(known, ~np.isnan(others)) or np.count_nonzero(known) < _LEAST:
        return False
    values, others = values[known], others[known]
    finite = np.isfinite(values)
    if not np.array_equal(values[~finite], others[~finite]) or not np.all(np.isfinite(others[finite])):
        return False
    usual = min(1.0, float(np.max(np.abs(values[finite]), initial=0.0)))
    apart = np.abs(values[finite] - others[finite])
    return bool(np.all(apart <= within * np.maximum(np.abs(values[finite]), usual)))


def term_of(function: Function, order: int) -> Term:
    """The formula of a function, or that of its derivative."""
    term = formula_of(function)
    return slope_of(term) if order else term


def exact(number: float) -> Fraction:
    """The decimal number that was meant."""
    return Fraction(repr(float(number)))
