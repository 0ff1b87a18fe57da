"""Whether a function and an entry agree to 40 digits, at numbers that are found to as many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.precision import Number, value
from ...algebra.term import Term
from ...errors import BadParameter
from .matches import AFFINE, Match
from .targets import Target, between, breaks_of, exact, term_of

_DIGITS = 40  # to which two that are equal agree
_ROUNDED = 14  # the same where one is written with rounded numbers
_ROUGHLY = 5  # without these it is not worth while to look for more
_SPARE = 10
_WORKING = 90  # of which 30 are lost beside a break
_AT = (-37.0, -8.625, -3.3125, -0.625, 0.0625, 0.3125, 0.875, 1.4375, 2.71875, 7.5, 41.0)
_FAR = (-700.0, -120.0, 120.0, 700.0)  # where a formula may be too delicate for a value
_NEAR = 50
_STEP = Fraction(1, 10**30)
_LEAST = mpf("1e-300")  # below which a difference is none: 0 is believed where 400 digits tell it from nothing
_TURNS = 3  # of Newton's method: from 9 digits to 18, 36 and 72
_NEAR_ZERO = 1e-9
_SIMPLE = 1000  # the largest denominator of a fraction that is looked for


def proven(target: Target, match: Match, short: Match, free: Sequence[str]) -> Match | None:
    """The match, where it agrees with the formula to 40 digits at exact numbers near those that were fitted.

    Parameters
    ----------
    short : the match at the shortest numbers at which it is the function as far as floats tell
    free : names of the numbers that may be changed
    """
    pair = _Pair(target, match)
    for numbers in _exact_numbers(pair, short, free):
        if pair.agree(numbers, _DIGITS):
            return _at(match, {name: float(mpf_of(numbers[name])) for name in free})
    if target.is_rounded and pair.agree(decimals(short), _ROUNDED):
        return replace(short, digits=_ROUNDED)
    return None


def _at(match: Match, numbers: Mapping[str, float]) -> Match | None:
    try:
        return match.at(**numbers)
    except BadParameter:  # such as 0 for a number that has to be positive
        return None


def _exact_numbers(pair: "_Pair", short: Match, free: Sequence[str]) -> Iterator[dict[str, Number]]:
    """The short decimals, the fractions next to what was fitted, and what Newton's method makes of it."""
    yield decimals(short)
    fitted = pair.fitted
    fractions = {name: fitted[name].limit_denominator(_SIMPLE) for name in free}
    if all(abs(fractions[name] - fitted[name]) < _NEAR_ZERO * max(1, abs(fractions[name])) for name in free):
        yield {**fitted, **fractions}
    if free and pair.agree(fitted, _ROUGHLY) and (refined := pair.refined(free)):
        yield refined


def decimals(match: Match) -> dict[str, Fraction]:
    """The numbers of a match as the decimals that they are written as."""
    return {name: exact(number) for name, number in match.numbers().items() if number is not None}


def mpf_of(number: Number) -> mpf:
    """With all the digits that are asked for in this module."""
    with mp.workdps(_WORKING):
        if isinstance(number, Fraction):
            return mpf(number.numerator) / number.denominator
        return mpf(number)


@dataclass(frozen=True)
class _Pair:
    """A target and what it may be, as two formulas."""

    target: Target
    match: Match

    @cached_property
    def fitted(self) -> dict[str, Fraction]:
        return decimals(self.match)

    @cached_property
    def terms(self) -> tuple[Term, Term]:
        return self.target.term, term_of(self.match.entry, self.match.order)

    def own(self, x: Number) -> mpf:
        """The value of the target; nan where there is none."""
        return self._value(self.terms[0], {**self.target.exactly, "x": x})

    def other(self, numbers: Mapping[str, Number], x: Number) -> tuple[mpf, mpf]:
        """The value of what it may be, and the largest of its addends."""
        scale, stretch, shift, lift = (mpf_of(numbers[name]) for name in AFFINE)
        own = {name: number for name, number in numbers.items() if name not in AFFINE}
        with mp.workdps(_WORKING):
            at = x if stretch == 1 and shift == 0 else stretch * mpf_of(x) + shift
            inner = scale * self._value(self.terms[1], {**own, "x": at})
            return inner + lift, max(abs(inner), abs(lift))

    @staticmethod
    def _value(term: Term, environment: Mapping[str, Number]) -> mpf:
        try:
            return value(term, environment, _DIGITS + _SPARE)
        except (ValueError, ArithmeticError):
            return mp.nan

    def agree(self, numbers: Mapping[str, Number], digits: int) -> bool:
        """Whether both have the same value to so many digits, wherever one has to look."""
        compared = 0
        for x in self.places:
            one, (other, size) = self.own(x), self.other(numbers, x)
            if mp.isnan(one) or mp.isnan(other):
                if abs(x) < _NEAR and not (mp.isnan(one) and mp.isnan(other)):
                    return False
                continue
            with mp.workdps(_WORKING):
                compared += 1
                if one != other and not abs(one - other) <= max(mpf(10) ** -(digits - 1) * max(abs(one), size), _LEAST):
                    return False
        return compared > len(numbers) - len(AFFINE) + 1

    @cached_property
    def places(self) -> list[Number]:
        """Points on all pieces of both; and both sides of breaks, and those themselves but for derivatives."""
        breaks = sorted({*self.target.breaks, *breaks_of(self.match)})
        sides = [exact(at) + side * _STEP for at in breaks for side in (-1, 1)]
        at_breaks = [] if self.target.order or self.match.order else [exact(at) for at in self.target.short_breaks]
        return [*_AT, *between(breaks), *sides, *at_breaks, *self.target.marked, *_FAR]

    def refined(self, free: Sequence[str]) -> dict[str, Number] | None:
        """The free numbers to many digits, by least squares from those that were fitted; None where they have none."""
        points = [x for x in _AT if not mp.isnan(self.own(x)) and not mp.isnan(self.other(self.fitted, x)[0])]
        points = sorted(points, key=abs)[: len(free) + 3]
        wanted = [self.own(x) for x in points]
        if len(points) <= len(free):
            return None
        numbers = {name: mpf_of(number) for name, number in self.fitted.items()}
        with mp.workdps(_WORKING):
            for _ in range(_TURNS):
                try:
                    change = mp.lu_solve(*self._linear(numbers, free, points, wanted))
                except (ZeroDivisionError, ValueError):
                    return None
                for name, by in zip(free, change, strict=True):
                    numbers[name] += by
        return numbers if all(abs(numbers[name] - mpf_of(self.fitted[name])) < 1e-3 for name in free) else None

    def _linear(
        self, numbers: Mapping[str, mpf], free: Sequence[str], points: Sequence[float], wanted: Sequence[mpf]
    ) -> tuple:
        """The matrix and right side of the step that makes all differences small."""
        here = [self.other(numbers, x)[0] for x in points]
        matrix, step = mp.matrix(len(points), len(free)), mpf_of(_STEP)
        for column, name in enumerate(free):
            moved = {**numbers, name: numbers[name] + step}
            for row, x in enumerate(points):
                matrix[row, column] = (self.other(moved, x)[0] - here[row]) / step
        return matrix, mp.matrix([one - other for one, other in zip(wanted, here, strict=True)])
