"""Places as they are written: short numbers, multiples of π, e, square roots, else in few digits and marked as that."""

import math
from collections.abc import Iterator
from fractions import Fraction

from ...algebra.evaluating.context import mp, mpf
from ...numbers import about, number_text
from .zeros import PLACE_BITS, Place

_LARGEST_DENOMINATOR = 12
_SAME = mpf(10) ** -100  # relative difference of a place and what it is taken for
_DIGITS = 30


def place_text(place: Place) -> str:
    """Such as −2, 1/3, π/2, √2 or ≈ 0.5671."""
    return place_name(place) or about(float(place))


def place_name(place: Place) -> str:
    """What a place is exactly, if that can be said in few signs and not by its float; else nothing."""
    if isinstance(place, Fraction):
        short = place.denominator <= _LARGEST_DENOMINATOR and len(number_text(float(place))) > len(str(place))
        return str(place).replace("-", "−") if short else ""
    with mp.workprec(PLACE_BITS):
        return ("−" if place < 0 else "") + _named(abs(place)) if _named(abs(place)) else ""


def _named(size: mpf) -> str:
    return next((text for value, unit in _units(size) if (text := _multiple(value, unit))), "")


def _units(size: mpf) -> Iterator[tuple[mpf, str]]:
    """How many of each unit a size is; of a root its square."""
    yield size / mp.pi, "π"
    yield size / mp.e, "e"
    yield size * size, "√"


def _multiple(value: mpf, unit: str) -> str:
    share = Fraction(mp.nstr(value, _DIGITS)).limit_denominator(_LARGEST_DENOMINATOR) if value < 10**6 else Fraction(0)
    if not share or abs(value * share.denominator - share.numerator) > _SAME * share.numerator:
        return ""
    if unit == "√":
        return _root(share)
    multiple = unit if share.numerator == 1 else f"{share.numerator}{unit}"
    return multiple if share.denominator == 1 else f"{multiple}/{share.denominator}"


def _root(square: Fraction) -> str:
    """Such as √2, 2√2 or √6/3, which is √(2/3)."""
    under = square.numerator * square.denominator
    outside = next(factor for factor in range(math.isqrt(under), 0, -1) if under % factor**2 == 0)
    share = Fraction(outside, square.denominator)
    text = f"{share.numerator if share.numerator > 1 else ''}√{under // outside**2}"
    return text if share.denominator == 1 else f"{text}/{share.denominator}"
