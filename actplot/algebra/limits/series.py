"""Sums of terms on the scale of monomials, with a bound of what is left out: the arithmetic of leading terms."""

from collections.abc import Sequence
from fractions import Fraction

from ...frozen import record
from ..evaluating.elementary import Undefined
from .coefficients import (
    Coefficient,
    Divided,
    Doubt,
    Field,
    Unruled,
    negative,
    opposite,
    over,
    power_of,
    rational,
    times,
    whole,
)
from .monomials import (
    ONE,
    Monomial,
    Terms,
    compared,
    exponential,
    inverse,
    largest,
    logarithm,
    merged,
    multiplied,
    raised,
    size,
    slope,
)


@record(slots=True)
class Series:
    """A sum of terms, the largest first, and what the rest is not larger than: None where there is no rest.

    A rest is wild where nothing but its size is known: its derivative may be of any size.
    """

    terms: Terms
    rest: Monomial | None = None
    wild: bool = False

    @property
    def is_zero(self) -> bool:
        return not self.terms and self.rest is None

    @property
    def leading(self) -> Monomial | None:
        return self.terms[0][1] if self.terms else self.rest


ZERO = Series(())


def constant(number: Coefficient | None) -> Series:
    return ZERO if number is None else Series(((number, ONE),))


def leading_term(field: Field, series: Series) -> tuple[Coefficient, Monomial]:
    """The term that decides. Raises `Doubt` where it is not known."""
    if not series.terms:
        raise Unruled if series.wild or series.is_zero else Doubt
    return series.terms[0]


def sign(field: Field, series: Series) -> int:
    """The sign of a sum near enough to the point."""
    if series.is_zero:
        return 0
    return -1 if negative(leading_term(field, series)[0]) else 1


def trimmed(field: Field, terms: Terms, rest: Monomial | None, wild: bool) -> Series:
    """Without terms that the rest hides, and with no more terms than the field keeps."""
    if rest is not None:
        terms = tuple(term for term in terms if compared(field, term[1], rest) > 0)
    if len(terms) > field.terms:
        return Series(terms[: field.terms], terms[field.terms][1], wild)
    return Series(terms, rest, wild and rest is not None)


def minus(series: Series) -> Series:
    return Series(tuple((opposite(number), monomial) for number, monomial in series.terms), series.rest, series.wild)


def added(field: Field, one: Series, other: Series) -> Series:
    rest = largest(field, (one.rest, other.rest))
    return trimmed(field, merged(field, one.terms, other.terms), rest, one.wild or other.wild)


def product(field: Field, one: Series, other: Series) -> Series:
    if one.is_zero or other.is_zero:
        return ZERO
    unknown = ((one.rest, other.leading), (other.rest, one.leading))
    rest = largest(field, (multiplied(field, *pair) for pair in unknown if pair[0] is not None))
    total: Terms = ()
    wild = one.wild or other.wild
    for number, monomial in one.terms:
        row = scaled(field, other, number, monomial).terms
        shorter = trimmed(field, merged(field, total, row), rest, wild)
        total, rest = shorter.terms, shorter.rest
    return Series(total, rest, wild and rest is not None)


def scaled(field: Field, series: Series, number: Coefficient, monomial: Monomial = ONE) -> Series:
    terms = tuple((times(field, number, inner), multiplied(field, monomial, other)) for inner, other in series.terms)
    rest = None if series.rest is None else multiplied(field, monomial, series.rest)
    return Series(terms, rest, series.wild)


def composed(field: Field, numbers: Sequence[Coefficient | None], small: Series, *, ends: bool = False) -> Series:
    """The sum of numbers[k]·small^k, of a `small` that tends to 0; `ends` says that there are no further numbers."""
    total, raised_small = constant(numbers[0]), constant(whole(field, 1))
    if small.is_zero:
        return total
    for number in numbers[1:]:
        raised_small = product(field, raised_small, small)
        if number is not None:
            total = added(field, total, scaled(field, raised_small, number))
    if ends:
        return total
    return added(field, total, Series((), raised(field, small.leading, len(numbers)), small.wild))


def relative(field: Field, series: Series) -> tuple[Coefficient, Monomial, Series]:
    """Leading number and monomial, and the small rest beside 1 when they are divided out."""
    number, monomial = leading_term(field, series)
    others = Series(series.terms[1:], series.rest, series.wild)
    return number, monomial, scaled(field, others, over(field, whole(field, 1), number), inverse(field, monomial))


def to_the_power(field: Field, series: Series, exponent: Fraction) -> Series:
    """A power with a constant exponent. Raises `Undefined` for a root of what is negative."""
    if exponent == 0:
        return constant(whole(field, 1))
    if series.is_zero:
        if exponent > 0:
            return ZERO
        raise Divided
    if not series.terms and exponent > 0 and exponent.denominator == 1:
        return Series((), raised(field, series.rest, exponent), series.wild)
    number, monomial, small = relative(field, series)
    if negative(number) and exponent.denominator != 1:
        raise Undefined
    ends = exponent.denominator == 1 and 0 < exponent <= field.terms
    numbers = _binomials(field, exponent, int(exponent) if ends else field.terms)
    beside_one = composed(field, numbers, small, ends=ends)
    return scaled(field, beside_one, power_of(field, number, exponent), raised(field, monomial, exponent))


def _binomials(field: Field, exponent: Fraction, most: int) -> list[Coefficient]:
    numbers = [Fraction(1)]
    for k in range(most):
        numbers.append(numbers[-1] * (exponent - k) / (k + 1))
    return [rational(field, number) if number else None for number in numbers]


def quotient(field: Field, one: Series, other: Series) -> Series:
    return product(field, one, to_the_power(field, other, Fraction(-1)))


def parts(field: Field, series: Series) -> tuple[Terms, Coefficient | None, Series]:
    """What grows, the constant, and what tends to 0. Raises `Doubt` where the rest is not small."""
    if series.rest is not None and size(field, series.rest) >= 0:
        raise Unruled if series.wild else Doubt
    growing = tuple(term for term in series.terms if size(field, term[1]) > 0)
    left = series.terms[len(growing) :]
    number = left[0][0] if left and size(field, left[0][1]) == 0 else None
    return growing, number, Series(left[number is not None :], series.rest, series.wild)


def logarithm_of(field: Field, series: Series, log_of: Coefficient | None) -> Series:
    """The logarithm of a series, given that of its leading number."""
    _, monomial, small = relative(field, series)
    numbers = [rational(field, Fraction((-1) ** (k + 1), k)) for k in range(1, field.terms + 1)]
    outer = added(field, Series(logarithm(field, monomial)), constant(log_of))
    return added(field, outer, composed(field, [None, *numbers], small))


def grown(field: Field, terms: Terms, series: Series) -> Series:
    """A series times the exponential of what grows."""
    return scaled(field, series, whole(field, 1), exponential(terms)) if terms else series


def derived(field: Field, series: Series) -> Series:
    """The derivative with respect to X₀, of a sum without a wild rest."""
    if series.wild:
        raise Unruled
    if series.rest is not None and size(field, series.rest) == 0:
        raise Doubt
    total: Terms = ()
    for number, monomial in series.terms:
        row = scaled(field, Series(slope(field, monomial)), number, monomial).terms
        total = merged(field, total, row)
    steepest = slope(field, series.rest)[0][1] if series.rest is not None else None
    rest = None if steepest is None else multiplied(field, series.rest, steepest)
    return trimmed(field, total, rest, wild=False)
