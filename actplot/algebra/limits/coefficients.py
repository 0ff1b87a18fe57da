"""Real numbers with a bound of their error, so that what cancels is told apart from what is merely small."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from mpmath import libmp

from ..evaluating.elementary import Raw, Work, is_special, magnitude, power

Coefficient = tuple[Raw, int]  # a number other than 0, and a power of two that its error stays below

_BELIEVED = 1000  # bits that must have cancelled before a sum is taken for 0
_GUARD = 8  # bits of doubt about a bound
_LONGEST = 100_000  # bits of a fraction


class Doubt(Exception):
    """More terms or more digits are needed to decide."""


class Unruled(Exception):
    """No rule decides, with however many terms and digits."""


class Divided(Unruled):
    """Something is divided by 0, or its logarithm taken, all the way to the point."""


@dataclass(slots=True)
class Field:
    """How precise coefficients are and how many terms are kept, and what was met on the way."""

    precision: int  # bits
    terms: int
    absorbed: bool = False  # small numbers vanished beside large ones
    turns: bool = False  # something oscillates without end


def coefficient(field: Field, number: Raw) -> Coefficient:
    """A number that is right to its last bit."""
    if is_special(number):
        raise Unruled
    return number, magnitude(number) - field.precision


def whole(field: Field, number: int) -> Coefficient:
    return coefficient(field, libmp.from_int(number))


def rational(field: Field, number: Fraction) -> Coefficient:
    return coefficient(field, libmp.from_rational(number.numerator, number.denominator, field.precision, "n"))


def exact(number: Coefficient) -> Fraction:
    """The number itself as a fraction; equal numbers that were rounded differ by less than anything typed.

    Raises `Unruled` for one that a fraction would take the memory for.
    """
    sign, mantissa, exponent, _ = number[0]
    if abs(exponent) > _LONGEST:
        raise Unruled
    mantissa = -int(mantissa) if sign else int(mantissa)
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def negative(number: Coefficient) -> bool:
    return bool(number[0][0])


def opposite(number: Coefficient) -> Coefficient:
    return libmp.mpf_neg(number[0]), number[1]


def plus(field: Field, one: Coefficient, other: Coefficient) -> Coefficient | None:
    """The sum; None where it is 0. Raises `Doubt` where it is neither surely 0 nor surely not."""
    large, small = sorted((magnitude(one[0]), magnitude(other[0])), reverse=True)
    if large - small > field.precision - 64:
        field.absorbed = True
    total = libmp.mpf_add(one[0], other[0], field.precision, "n")
    return settled(field, total, max(one[1], other[1], large - field.precision) + 1, large)


def settled(field: Field, number: Raw, error: int, scale: int) -> Coefficient | None:
    """A number with its error; None for a 0, which is believed if it is far below the scale of what cancelled."""
    if is_special(number):
        raise Unruled
    if number[1] and magnitude(number) > error + _GUARD:
        return number, error
    if field.absorbed or error > scale - _BELIEVED:
        raise Doubt
    return None


def times(field: Field, one: Coefficient, other: Coefficient) -> Coefficient:
    result = libmp.mpf_mul(one[0], other[0], field.precision, "n")
    error = max(one[1] + magnitude(other[0]), other[1] + magnitude(one[0]), magnitude(result) - field.precision)
    return result, error + 2


def over(field: Field, one: Coefficient, other: Coefficient) -> Coefficient:
    result = libmp.mpf_div(one[0], other[0], field.precision, "n")
    size, below = magnitude(result), magnitude(other[0])
    return result, max(one[1] - below, size + other[1] - below, size - field.precision) + 3


def power_of(field: Field, number: Coefficient, exponent: Fraction) -> Coefficient:
    """A power of a number, which is positive where the exponent is no whole number."""
    if exponent == -1:
        return over(field, whole(field, 1), number)
    raw = rational(field, exponent)[0]
    result = power(Work(field.precision), number[0], raw)
    if is_special(result) or not result[1]:
        raise Unruled
    top, below = magnitude(result), magnitude(number[0])
    from_base = number[1] - below + magnitude(raw)
    from_exponent = magnitude(raw) + abs(below).bit_length() - field.precision
    return result, top + max(from_base, from_exponent, -field.precision) + 4


def applied(
    field: Field, function: Callable[[Work, Raw], Raw], argument: Coefficient, *, steepness: int
) -> Coefficient | None:
    """A function of a number; None where it is 0.

    `steepness` is a power of two that the slope stays below near the argument.
    """
    work = Work(field.precision)
    number, error = argument
    if abs(magnitude(number)) > field.precision // 4:
        field.absorbed = True  # such as exp of a number near 0, which is 1 to the last bit
    result = function(work, number)
    field.absorbed = field.absorbed or work.absorbed
    size = magnitude(result) if result[1] else -field.precision
    return settled(field, result, max(error + steepness, size - field.precision) + 2, max(0, magnitude(number)))
