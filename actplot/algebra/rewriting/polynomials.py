"""Sums of products of powers with exact coefficients, where a power may be negative or a fraction."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

MOST_TERMS = 100  # of a polynomial that is still worked with

Monomial = tuple[tuple[Hashable, Fraction], ...]  # generators with their powers, in the order of `ranked`
Polynomial = dict[Monomial, Fraction]
Frozen = tuple[tuple[Monomial, Fraction], ...]  # a polynomial as a key

UNIT: Monomial = ()
Ranks = dict[Hashable, int]  # generators in the order in which they were met


class TooLarge(Exception):
    """A polynomial has more terms than anyone would read."""


def monomial(powers: Mapping[Hashable, Fraction], ranks: Ranks) -> Monomial:
    present = [(generator, power) for generator, power in powers.items() if power]
    return tuple(sorted(present, key=lambda pair: ranks[pair[0]]))


def times(first: Monomial, second: Monomial, ranks: Ranks, sign: int = 1) -> Monomial:
    """The product of two monomials, or with the sign -1 their quotient."""
    if not second:
        return first
    powers = dict(first)
    for generator, power in second:
        powers[generator] = powers.get(generator, Fraction(0)) + sign * power
    return monomial(powers, ranks)


def summed(polynomials: Iterable[Polynomial]) -> Polynomial:
    found: Polynomial = {}
    for polynomial in polynomials:
        for mono, coefficient in polynomial.items():
            found[mono] = found.get(mono, Fraction(0)) + coefficient
    return _limited({mono: coefficient for mono, coefficient in found.items() if coefficient})


def multiplied(first: Polynomial, second: Polynomial, ranks: Ranks) -> Polynomial:
    found: Polynomial = {}
    for one, coefficient in first.items():
        for other, number in second.items():
            mono = times(one, other, ranks)
            found[mono] = found.get(mono, Fraction(0)) + coefficient * number
        _limited(found)
    return {mono: coefficient for mono, coefficient in found.items() if coefficient}


def negative(polynomial: Polynomial) -> Polynomial:
    return {mono: -coefficient for mono, coefficient in polynomial.items()}


def raised(polynomial: Polynomial, exponent: int, ranks: Ranks) -> Polynomial:
    return reduce(lambda found, _: multiplied(found, polynomial, ranks), range(exponent), {UNIT: Fraction(1)})


def _limited(polynomial: Polynomial) -> Polynomial:
    if len(polynomial) > MOST_TERMS:
        raise TooLarge
    return polynomial


def content(polynomial: Polynomial, ranks: Ranks) -> tuple[Fraction, Monomial]:
    """The number and the powers that all terms share; the number is positive."""
    shared: dict[Hashable, Fraction] = {}
    generators = {generator for mono in polynomial for generator, _ in mono}
    for generator in generators:
        shared[generator] = min(dict(mono).get(generator, Fraction(0)) for mono in polynomial)
    above = gcd(*(coefficient.numerator for coefficient in polynomial.values()))
    below = lcm(*(coefficient.denominator for coefficient in polynomial.values()))
    return Fraction(above, below), monomial(shared, ranks)


def primitive(
    polynomial: Polynomial, ranks: Ranks, kept: Collection[Hashable] = ()
) -> tuple[Fraction, Monomial, Polynomial]:
    """Number, powers and the rest, whose terms share nothing but generators to be kept."""
    number, shared = content(polynomial, ranks)
    shared = tuple((generator, power) for generator, power in shared if generator not in kept)
    rest = {times(mono, shared, ranks, -1): coefficient / number for mono, coefficient in polynomial.items()}
    return number, shared, rest


def order(mono: Monomial, ranks: Ranks) -> tuple:
    """A rank among monomials that products keep: lexicographic in the powers."""
    powers = dict(mono)
    return tuple(powers.get(generator, Fraction(0)) for generator in ranks)


def frozen(polynomial: Polynomial, ranks: Ranks) -> Frozen:
    return tuple(sorted(polynomial.items(), key=lambda item: order(item[0], ranks)))


def quotient_of(polynomial: Polynomial, divisor: Polynomial, ranks: Ranks) -> Polynomial | None:
    """The exact quotient, or None; powers may be negative."""
    number, powers, first = primitive(polynomial, ranks)
    below, lower, second = primitive(divisor, ranks)
    found = _divided(first, second, ranks)
    scale = times(powers, lower, ranks, -1)
    return found and {times(mono, scale, ranks): factor * number / below for mono, factor in found.items()}


def _divided(polynomial: Polynomial, divisor: Polynomial, ranks: Ranks) -> Polynomial | None:
    """The exact quotient of polynomials without negative powers, or None where there is a remainder."""
    lead = max(divisor, key=lambda mono: order(mono, ranks))
    rest, found = dict(polynomial), {}
    while rest:
        top = max(rest, key=lambda mono: order(mono, ranks))
        step = times(top, lead, ranks, -1)
        if any(power < 0 for _, power in step) or len(found) > MOST_TERMS:
            return None
        coefficient = rest[top] / divisor[lead]
        found[step] = coefficient
        for mono, number in divisor.items():
            place = times(mono, step, ranks)
            left = rest.get(place, Fraction(0)) - coefficient * number
            if left:
                rest[place] = left
            else:
                rest.pop(place, None)
    return found


def common_factor(first: Polynomial, second: Polynomial, ranks: Ranks) -> Polynomial | None:
    """The greatest common factor of two polynomials in one and the same generator, where there is any."""
    generators = {generator for polynomial in (first, second) for mono in polynomial for generator, _ in mono}
    powers = [power for polynomial in (first, second) for mono in polynomial for _, power in mono]
    if len(generators) != 1 or any(power.denominator != 1 or power < 0 for power in powers):
        return None
    while second:
        first, second = second, _remainder(first, second, ranks)
    return primitive(first, ranks)[2] if len(first) > 1 else None


def _remainder(polynomial: Polynomial, divisor: Polynomial, ranks: Ranks) -> Polynomial:
    lead = max(divisor, key=lambda mono: order(mono, ranks))
    rest = dict(polynomial)
    while rest:
        top = max(rest, key=lambda mono: order(mono, ranks))
        step = times(top, lead, ranks, -1)
        if any(power < 0 for _, power in step):
            break
        subtracted = {times(mono, step, ranks): -number * rest[top] / divisor[lead] for mono, number in divisor.items()}
        rest = summed([rest, subtracted])
    return rest
