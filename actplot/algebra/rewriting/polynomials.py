"""Sums of products of powers with exact coefficients, where a power may be negative or a fraction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

MOST_TERMS = 60  # of a polynomial that is still worked with
LARGEST = 10**30  # numerator or denominator of a number that is still worked with

Power = int | Fraction  # a whole one is an int, which is quicker
Monomial = tuple[tuple[int, Power], ...]  # the numbers of generators with their powers, in ascending order
Polynomial = dict[Monomial, Fraction]
Frozen = tuple[tuple[Monomial, Fraction], ...]  # a polynomial as a key

UNIT: Monomial = ()


class TooLarge(Exception):
    """A polynomial has more terms, or a number more digits, than anyone would read."""


def number_raised(number: Fraction, exponent: int) -> Fraction:
    """A power of a number. Raises `TooLarge` before it works out one that has too many digits."""
    doublings = max(abs(number.numerator), number.denominator).bit_length() - 1
    if doublings * abs(exponent) > LARGEST.bit_length():
        raise TooLarge
    return number**exponent


def monomial(powers: Mapping[int, Power]) -> Monomial:
    return tuple(sorted((generator, _plain(power)) for generator, power in powers.items() if power))


def _plain(power: Power) -> Power:
    return power.numerator if power.denominator == 1 else power


def times(first: Monomial, second: Monomial, sign: int = 1) -> Monomial:
    """The product of two monomials, or with the sign -1 their quotient."""
    if not second:
        return first
    powers = dict(first)
    for generator, power in second:
        powers[generator] = powers.get(generator, 0) + sign * power
    return monomial(powers)


def summed(polynomials: Iterable[Polynomial]) -> Polynomial:
    found: Polynomial = {}
    for polynomial in polynomials:
        for mono, coefficient in polynomial.items():
            found[mono] = found.get(mono, Fraction(0)) + coefficient
    return _limited({mono: coefficient for mono, coefficient in found.items() if coefficient})


def multiplied(first: Polynomial, second: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for one, coefficient in first.items():
        for other, number in second.items():
            mono = times(one, other)
            found[mono] = found.get(mono, Fraction(0)) + coefficient * number
        _limited(found)
    return {mono: coefficient for mono, coefficient in found.items() if coefficient}


def negative(polynomial: Polynomial) -> Polynomial:
    return {mono: -coefficient for mono, coefficient in polynomial.items()}


def raised(polynomial: Polynomial, exponent: int) -> Polynomial:
    return reduce(lambda found, _: multiplied(found, polynomial), range(exponent), {UNIT: Fraction(1)})


def _limited(polynomial: Polynomial) -> Polynomial:
    if len(polynomial) > MOST_TERMS:
        raise TooLarge
    return polynomial


def content(polynomial: Polynomial) -> tuple[Fraction, Monomial]:
    """The number and the powers that all terms share; the number is positive."""
    shared: dict[int, Power] = {}
    generators = {generator for mono in polynomial for generator, _ in mono}
    for generator in generators:
        shared[generator] = min(dict(mono).get(generator, 0) for mono in polynomial)
    above = gcd(*(coefficient.numerator for coefficient in polynomial.values()))
    below = lcm(*(coefficient.denominator for coefficient in polynomial.values()))
    return Fraction(above, below), monomial(shared)


def primitive(polynomial: Polynomial, kept: Collection[int] = ()) -> tuple[Fraction, Monomial, Polynomial]:
    """Number, powers and the rest, whose terms share nothing but generators to be kept."""
    number, shared = content(polynomial)
    shared = tuple((generator, power) for generator, power in shared if generator not in kept)
    rest = {times(mono, shared, -1): coefficient / number for mono, coefficient in polynomial.items()}
    return number, shared, rest


def order(mono: Monomial) -> tuple:
    """A rank among monomials that products keep: lexicographic in the powers."""
    return tuple(part for generator, power in mono for part in (-generator, power))


def degree(mono: Monomial) -> tuple[Power, int]:
    """The sum of its powers, then how many there are."""
    return sum(power for _, power in mono), len(mono)


def frozen(polynomial: Polynomial) -> Frozen:
    return tuple(sorted(polynomial.items(), key=lambda item: order(item[0])))


def quotient_of(polynomial: Polynomial, divisor: Polynomial) -> Polynomial | None:
    """The exact quotient, or None; powers may be negative."""
    number, powers, first = primitive(polynomial)
    below, lower, second = primitive(divisor)
    found = _divided(first, second)
    scale = times(powers, lower, -1)
    return found and {times(mono, scale): factor * number / below for mono, factor in found.items()}


def _divided(polynomial: Polynomial, divisor: Polynomial) -> Polynomial | None:
    """The exact quotient of polynomials without negative powers, or None where there is a remainder."""
    lead = max(divisor, key=order)
    rest, found = dict(polynomial), {}
    while rest:
        top = max(rest, key=order)
        step = times(top, lead, -1)
        if any(power < 0 for _, power in step) or len(found) > MOST_TERMS:
            return None
        coefficient = rest[top] / divisor[lead]
        found[step] = coefficient
        for mono, number in divisor.items():
            place = times(mono, step)
            left = rest.get(place, Fraction(0)) - coefficient * number
            if left:
                rest[place] = left
            else:
                rest.pop(place, None)
    return found


def common_factor(first: Polynomial, second: Polynomial) -> Polynomial | None:
    """The greatest common factor of two polynomials in one and the same generator, where there is any."""
    generators = {generator for polynomial in (first, second) for mono in polynomial for generator, _ in mono}
    powers = [power for polynomial in (first, second) for mono in polynomial for _, power in mono]
    if len(generators) != 1 or any(power.denominator != 1 or power < 0 for power in powers):
        return None
    while second:
        first, second = second, _remainder(first, second)
    return primitive(first)[2] if len(first) > 1 else None


def _remainder(polynomial: Polynomial, divisor: Polynomial) -> Polynomial:
    lead = max(divisor, key=order)
    rest = dict(polynomial)
    while rest:
        top = max(rest, key=order)
        step = times(top, lead, -1)
        if any(power < 0 for _, power in step):
            break
        subtracted = {times(mono, step): -number * rest[top] / divisor[lead] for mono, number in divisor.items()}
        rest = summed([rest, subtracted])
    return rest
