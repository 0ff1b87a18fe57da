"""Stable pieces that closed forms share: exponentials without early underflow, σ, sech², Φ.

A pair `(high, low)` is a two-word number, the unevaluated sum of two floats: the rounding error of
a product such as βx or x² would otherwise be magnified by the exponential that follows it.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from .arrays import at_least_0, by_sign, either
from .normal import DENSITY, mills_ratio, quick_tail
from .words import Words, product, times, two_words
from .words import add as add
from .words import two_sum as two_sum

_LARGE = 1e300  # four times which may be no float
_SATURATED = 1e4  # |argument| beyond which exp is 0 or infinite, with room to spare
_TAILLESS = 20.0  # from here on erf is 1, long before
_SHIFT = 600.0  # moves exponents away from the ends of the floats; adding it is exact where it is used
_EXP_SHIFT = np.exp(-_SHIFT)
_LARGEST_EXPONENT = np.log(np.finfo(np.float64).max)

_DENSITY = two_words(Fraction(DENSITY))  # 1/√(2π)
INV_SQRT_2PI = _DENSITY[0]
_ERF_SLOPE = "1.12837916709551257389615890312154517168810125865799771368817144"  # 2/√π
_ERF_SERIES = tuple(  # of x² and more powers of it, highest first
    float(Fraction(_ERF_SLOPE)) * (-1) ** n / (math.factorial(n) * (2 * n + 1)) for n in range(19, 0, -1)
)


def _keeps_digits(factor) -> bool:
    """Whether it is 0 or a power of two, so that neither a product with it nor a quotient by it loses a digit."""
    return isinstance(factor, float) and abs(math.frexp(factor)[0]) in (0.0, 0.5)


def two_product(a, b) -> Words:
    """a·b exactly, unless it overflows or underflows: then the low word is 0, or of no use."""
    if _keeps_digits(a):
        return a * b, 0.0
    (a, a_exponent), (b, b_exponent) = np.frexp(a), np.frexp(b)
    high, low = product(a, b)
    exponent = a_exponent + b_exponent
    high, low = np.ldexp(high, exponent), np.ldexp(low, exponent)
    return high, np.where(np.isfinite(high), low, 0.0)


def two_quotient(a, b) -> Words:
    """a/b to about twice the precision of a float."""
    quotient = a / b
    if _keeps_digits(b):
        return quotient, 0.0
    high, low = two_product(quotient, b)
    remainder = ((a - high) - low) / b
    return quotient, np.where(np.isfinite(quotient) & np.isfinite(remainder), remainder, 0.0)


def multiply(a: Words, b: Words) -> Words:
    """Product of two two-word numbers, to about twice the precision of a float."""
    high, low = two_product(a[0], b[0])
    return two_sum(high, low + (a[0] * b[1] + a[1] * b[0]))


def saturated(argument: Words) -> Words:
    """The argument, clipped to where exp still changes, so that no product with it is infinite."""
    high, low = argument
    if not is_word(low):
        low = np.where(np.abs(high) < _SATURATED, low, 0.0)
    return np.clip(high, -_SATURATED, _SATURATED), low


def negated(argument: Words) -> Words:
    return -argument[0], -argument[1]


def falling(argument: Words) -> Words:
    """The argument with the sign that makes it negative: −|a|."""
    high, low = argument
    return -np.abs(high), low if is_word(low) else low * -np.copysign(1.0, high)


def times_constant(text: str, x) -> Words:
    """An exact decimal times floats below 1e290, to about twice the precision of a float."""
    high, low = _constant(text)
    whole, lost = product(high, x)
    return whole, lost + low * x


def cubic(x, slope: str, bend: str) -> Words:
    """slope·x + bend·x³ for two decimals and x up to 1e90."""
    whole = add(times(product(x, x), _constant(bend)), _constant(slope))
    return times(whole, (x, 0.0))


@lru_cache
def _constant(text: str) -> Words:
    return two_words(Fraction(text))


def exp(argument: Words):
    """exp(high + low)."""
    high, low = argument
    return _corrected(np.exp(high), low)


def _corrected(e, low):
    """e·(1 + low), infinite where e is."""
    if is_word(low):
        return e
    return e + (e * low if np.max(e, initial=0.0) < np.inf else np.where(np.isinf(e), 0.0, e * low))


def expm1(argument: Words):
    """exp(high + low) − 1."""
    high, low = argument
    less = np.expm1(high)
    return less if is_word(low) else less + np.exp(np.minimum(high, _LARGEST_EXPONENT)) * low


def times_exp(factor, argument: Words):
    """factor·exp(high + low), rounded once even where exp alone would be subnormal or infinite."""
    high, low = argument
    if np.min(high, initial=0.0) >= -_SHIFT and np.max(high, initial=0.0) <= _SHIFT:
        return factor * _corrected(np.exp(high), low)
    deep, steep = high < -_SHIFT, high > _SHIFT
    e = np.exp(high + np.where(deep, _SHIFT, np.where(steep, -_SHIFT, 0.0)))
    return factor * _corrected(e, low) * np.where(deep, _EXP_SHIFT, np.where(steep, 1 / _EXP_SHIFT, 1.0))


def polynomial(coefficients: Sequence[float], x):
    """The sum of the coefficients times powers of x, the highest power first."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total


def word(x) -> Words:
    """A float as a two-word number."""
    return x, 0.0


def is_word(low) -> bool:
    """Whether a low word is that of floats, which add nothing to their high words."""
    return isinstance(low, float) and low == 0.0


def sigmoid(argument: Words):
    """σ(a) = 1/(1 + exp(−a))."""
    return times_sigmoid(1.0, argument)


def times_sigmoid(factor, argument: Words):
    """factor·σ(a), without early underflow."""
    high, low = argument
    e = np.asarray(np.negative(high))
    np.exp(e, out=e)
    if is_word(low):
        e += 1.0
        gated = np.divide(factor, e, out=e)
    else:
        whole = e + 1.0
        lost = (e - (whole - 1.0)) - e * low  # by rounding the sum, and of the exponential
        gated = factor / whole
        gated -= gated * lost / whole
    if np.min(high, initial=0.0) >= -_SHIFT:
        return gated
    return np.where(high < -_SHIFT, times_exp(factor, argument), gated)


def sigmoid_slope(argument: Words, factor=1.0):
    """factor·σ′(a) = factor·e/(1 + e)² with e = exp(−|a|), without early underflow."""
    high, low = falling(argument)
    e = exp((high, low))
    whole = 1.0 + e
    lost = e - (whole - 1.0)  # by the rounding of 1 + e, given back through the exponent
    return times_exp(factor / whole / whole, (high, low - 2.0 * lost / whole))


def softplus(argument: Words):
    """log(1 + exp(a))."""
    return at_least_0(argument[0]) + np.log1p(exp(falling(argument)))


def sech2(x, factor=1.0):
    """factor/cosh²(x) = 4·factor·σ(2x)·σ(−2x), which stays precise where 1 − tanh² is 0."""
    later = np.where(np.abs(factor) > _LARGE, 4.0, 1.0)  # where four times the factor is no float
    tail = np.exp(-np.abs(x))
    far = 4.0 * (tail * factor) * tail
    return np.where((later > 1) & (np.abs(x) > 300), far, later * sigmoid_slope(word(2.0 * x), 4.0 / later * factor))


def square_half(x) -> Words:
    """x²/2 as a two-word number."""
    high, low = two_product(x, x)
    return high / 2, low / 2


def normal_density(x, factor=1.0):
    """factor·φ(x) = factor·exp(−x²/2)/√(2π)."""
    return times_exp(factor * INV_SQRT_2PI, saturated(negated(square_half(x))))


def normal_cumulative(x, factor=1.0):
    """factor·Φ(x), relative to the smaller tail."""
    ratio, _ = mills_ratio(np.abs(x))
    tail = normal_density(x, factor * ratio)
    return either(x < 0, tail, factor - tail)


def normal_gate(x):
    """x·Φ(x)."""
    t = np.minimum(np.abs(x), _SATURATED)
    square, lost = product(t, t)
    tail = times_exp(x * quick_tail(t), (square * -0.5, lost * -0.5))
    return by_sign(x, tail, x - tail)


def erf(x):
    """erf(x): near 0 its power series, beyond that what the tail leaves of 1."""
    size = np.abs(x)
    near, far = np.minimum(size, 1.0), np.minimum(size, _TAILLESS)
    (slope, rest), square = _constant(_ERF_SLOPE), near * near
    line, lost = product(near, slope)
    series = line + (lost + near * (rest + square * polynomial(_ERF_SERIES, square)))
    square, lost = product(far, far)
    tail = 2.0 * exp((-square, -lost)) * quick_tail(math.sqrt(2.0) * far)
    return np.copysign(by_sign(size - 1.0, series, 1.0 - tail), x)


def normal_cumulative_plus(x):
    """Φ(x) + x·φ(x), the derivative of x·Φ(x)."""
    size = np.minimum(np.abs(x), _SATURATED)
    high, low = mills_ratio(size)
    factor, _ = times(_DENSITY, two_sum(high - size, low))  # exactly ½ at 0, which one word misses
    tail = times_exp(factor, saturated(negated(square_half(x))))
    return either(x < 0, tail, 1.0 - tail)
