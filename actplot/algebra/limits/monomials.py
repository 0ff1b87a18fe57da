"""The scale on which growth is measured: powers of 1/d, of its logarithms, and exponentials of sums of such.

X₀ = 1/d grows without end as the distance d to a point shrinks, X₁ = log X₀ slower, X₂ = log X₁ slower still.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

from .coefficients import Coefficient, Field, Unruled, exact, negative, opposite, plus, rational, times

Exponent = int | Fraction
Exponents = tuple[Exponent, ...]
Monomial = tuple["Terms", Exponents]  # exp of a sum of terms that grow, times a power of each of X₀ to X₃
Terms = tuple[tuple[Coefficient, Monomial], ...]  # the largest first

DEPTH = 4
NOTHING: Exponents = (0,) * DEPTH
ONE: Monomial = ((), NOTHING)
_ROUNDING = Fraction(1, 1 << 1300)  # exponents closer than this are equal but for rounding


def atom(index: int, exponent: Exponent = 1) -> Monomial:
    """A power of X with this index."""
    if index >= DEPTH:
        raise Unruled
    return (), tuple(exponent if place == index else 0 for place in range(DEPTH))


def multiplied(field: Field, one: Monomial, other: Monomial) -> Monomial:
    powers = tuple(_cleaned(first + second) for first, second in zip(one[1], other[1], strict=True))
    return merged(field, one[0], other[0]), powers


def raised(field: Field, monomial: Monomial, exponent: Exponent) -> Monomial:
    """A power of a monomial."""
    exponent = _cleaned(exponent)
    if exponent == 0:
        return ONE
    powers = tuple(_cleaned(power * exponent) for power in monomial[1])
    factor = rational(field, Fraction(exponent)) if monomial[0] else None
    return tuple((times(field, factor, number), inner) for number, inner in monomial[0]), powers


def inverse(field: Field, monomial: Monomial) -> Monomial:
    return tuple((opposite(number), inner) for number, inner in monomial[0]), tuple(-power for power in monomial[1])


def _cleaned(exponent: Exponent) -> Exponent:
    """Whole numbers as such, which are faster, and 0 for what rounding left of it."""
    if isinstance(exponent, int):
        return exponent
    if exponent.denominator == 1:
        return exponent.numerator
    return 0 if abs(exponent) < _ROUNDING else exponent


def compared(field: Field, one: Monomial, other: Monomial) -> int:
    """1 where the first grows faster, -1 where the other does, 0 where they are the same."""
    if not one[0] and not other[0]:
        return _first_sign(first - second for first, second in zip(one[1], other[1], strict=True))
    return size(field, multiplied(field, one, inverse(field, other)))


def size(field: Field, monomial: Monomial) -> int:
    """1 for what grows without end, -1 for what tends to 0, 0 for 1."""
    exponents, powers = monomial
    if not exponents:
        return _first_sign(powers)
    number, leading = exponents[0]
    place = next((index for index, power in enumerate(powers) if power), DEPTH)
    if place + 1 < DEPTH and compared(field, leading, atom(place + 1)) < 0:
        return _sign(powers[place])
    return -1 if negative(number) else 1


def _first_sign(numbers: Iterable[Exponent]) -> int:
    return next((_sign(number) for number in numbers if _cleaned(number)), 0)


def _sign(number: Exponent) -> int:
    return (number > 0) - (number < 0)


def merged(field: Field, one: Terms, other: Terms) -> Terms:
    """The sum of two sums, terms of one size in one."""
    if not one or not other:
        return one or other
    found, first, second = [], 0, 0
    while first < len(one) and second < len(other):
        order = compared(field, one[first][1], other[second][1])
        if order == 0:
            number = plus(field, one[first][0], other[second][0])
            found += [] if number is None else [(number, one[first][1])]
        elif order > 0:
            found.append(one[first])
        else:
            found.append(other[second])
        first, second = first + (order >= 0), second + (order <= 0)
    return (*found, *one[first:], *other[second:])


def logarithm(field: Field, monomial: Monomial) -> Terms:
    """The logarithm of a monomial, a sum of terms that grow."""
    parts = [((rational(field, Fraction(power)), atom(index + 1)),) for index, power in enumerate(monomial[1]) if power]
    return reduce(lambda total, part: merged(field, total, part), parts, monomial[0])


def exponential(terms: Terms) -> Monomial:
    """The monomial whose logarithm these terms are, each of which grows."""
    left, powers = [], list(NOTHING)
    for number, monomial in terms:
        place = next((index for index in range(DEPTH - 1) if monomial == atom(index + 1)), None)
        if place is None:
            left.append((number, monomial))
        else:
            powers[place] = exact(number)
    return tuple(left), tuple(powers)


def largest(field: Field, monomials: Iterable[Monomial | None]) -> Monomial | None:
    """The one that grows fastest; None where there is none."""
    known = [monomial for monomial in monomials if monomial is not None]
    return reduce(lambda one, other: one if compared(field, one, other) >= 0 else other, known) if known else None


def slope(field: Field, monomial: Monomial) -> Terms:
    """The derivative of the logarithm of a monomial with respect to X₀."""
    total: Terms = ()
    for number, inner in monomial[0]:
        part = tuple(
            (times(field, number, factor), multiplied(field, inner, other)) for factor, other in slope(field, inner)
        )
        total = merged(field, total, part)
    for index, power in enumerate(monomial[1]):
        if power:
            below = (), tuple(-1 if place <= index else 0 for place in range(DEPTH))
            total = merged(field, total, ((rational(field, Fraction(power)), below),))
    return total
