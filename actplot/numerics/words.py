"""Two-word numbers: the unevaluated sum of two floats, the second below the rounding error of the first.

Sums are those of Knuth (The Art of Computer Programming 2, 4.2.2), products those of Dekker
(1971, doi:10.1007/BF01397083).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

Words = tuple[Any, Any]

FIXED = 256  # bits behind the point of the integers that tables are computed with
_SPLITTER = 134217729.0  # 2²⁷ + 1, cuts a float into two halves of 26 bits


def two_sum(a: Any, b: Any) -> Words:
    """a + b exactly."""
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


def ordered(high: Any, low: Any) -> Words:
    """high + low exactly, where |high| is at least |low|."""
    total = high + low
    return total, low - (total - high)


def product(a: Any, b: Any) -> Words:
    """a·b exactly, for numbers that neither overflow nor underflow."""
    whole = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    return whole, ((a_high * b_high - whole) + a_high * b_low + a_low * b_high) + a_low * b_low


def _halves(a: Any) -> Words:
    stretched = _SPLITTER * a
    high = stretched - (stretched - a)
    return high, a - high


def times(a: Words, b: Words) -> Words:
    """Product to about twice the precision of a float."""
    high, low = product(a[0], b[0])
    return ordered(high, low + (a[0] * b[1] + a[1] * b[0]))


def quotient(a: Words, b: Words) -> Words:
    """To about twice the precision of a float."""
    first = a[0] / b[0]
    high, low = product(first, b[0])
    return ordered(first, (((a[0] - high) - low) + (a[1] - first * b[1])) / b[0])


def plus(a: Words, b: Words) -> Words:
    """Sum to about twice the precision of a float, where a is the larger one, or both are of like sign."""
    high, low = ordered(a[0], b[0])
    return ordered(high, low + (a[1] + b[1]))


def add(a: Words, b: Words) -> Words:
    """Sum of any two, precise beside the larger one."""
    high, low = two_sum(a[0], b[0])
    return ordered(high, low + (a[1] + b[1]))


def two_words(numbers: Fraction | Sequence[int]) -> Words:
    """A fraction in two floats, or fixed-point integers in two arrays of floats."""
    if isinstance(numbers, Fraction):
        high = float(numbers)
        return high, float(numbers - Fraction(high))
    one = 1 << FIXED
    highs = [number / one for number in numbers]
    lows = [(number - int(high * 2.0**FIXED)) / one for number, high in zip(numbers, highs, strict=True)]
    return np.array(highs), np.array(lows)
