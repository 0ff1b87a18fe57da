"""Stable pieces that closed forms share: exponentials without early underflow, σ, sech², Φ.

A pair `(high, low)` is a two-word number, the unevaluated sum of two floats: the rounding error of
a product such as βx or x² would otherwise be magnified by the exponential that follows it.
"""

import numpy as np

Words = tuple[np.ndarray, np.ndarray]

_SPLITTER = 134217729.0  # 2²⁷ + 1, cuts a float into two halves of 26 bits (Dekker 1971, doi:10.1007/BF01397083)
_SATURATED = 1e4  # |argument| beyond which exp is 0 or infinite, with room to spare
_SHIFT = 600.0  # moves exponents away from the subnormal numbers; adding it is exact where it is used
_EXP_SHIFT = np.exp(-_SHIFT)

SQRT_HALF_PI = np.sqrt(np.pi / 2)
INV_SQRT_2PI = 1 / np.sqrt(2 * np.pi)


def two_sum(a, b) -> Words:
    """a + b exactly (Knuth, The Art of Computer Programming 2, 4.2.2)."""
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


def two_product(a, b) -> Words:
    """a·b exactly, unless it overflows or underflows: then the low word is 0."""
    (a, a_exponent), (b, b_exponent) = np.frexp(a), np.frexp(b)
    product = a * b
    a_high, b_high = _upper_half(a), _upper_half(b)
    a_low, b_low = a - a_high, b - b_high
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    exponent = a_exponent + b_exponent
    product, error = np.ldexp(product, exponent), np.ldexp(error, exponent)
    return product, np.where(np.isfinite(product), error, 0.0)


def two_quotient(a, b) -> Words:
    """a/b to about twice the precision of a float."""
    quotient = a / b
    high, low = two_product(quotient, b)
    remainder = ((a - high) - low) / b
    return quotient, np.where(np.isfinite(quotient) & np.isfinite(remainder), remainder, 0.0)


def multiply(a: Words, b: Words) -> Words:
    """Product of two two-word numbers, to about twice the precision of a float."""
    high, low = two_product(a[0], b[0])
    return two_sum(high, low + (a[0] * b[1] + a[1] * b[0]))


def add(a: Words, b: Words) -> Words:
    """Sum of two two-word numbers of the same sign, to about twice the precision of a float."""
    high, low = two_sum(a[0], b[0])
    return two_sum(high, low + (a[1] + b[1]))


def _upper_half(mantissa):
    stretched = _SPLITTER * mantissa
    return stretched - (stretched - mantissa)


def saturated(argument: Words) -> Words:
    """The argument, clipped to where exp still changes, so that no product with it is infinite."""
    high, low = argument
    inside = np.abs(high) < _SATURATED
    return np.clip(high, -_SATURATED, _SATURATED), np.where(inside, low, 0.0)


def negated(argument: Words) -> Words:
    return -argument[0], -argument[1]


def falling(argument: Words) -> Words:
    """The argument with the sign that makes it negative: −|a|."""
    high, low = argument
    return -np.abs(high), np.where(high > 0, -low, low)


def exp(argument: Words):
    """exp(high + low)."""
    high, low = argument
    e = np.exp(high)
    return e + e * low


def expm1(argument: Words):
    """exp(high + low) − 1."""
    high, low = argument
    return np.expm1(high) + np.exp(np.minimum(high, 0.0)) * low


def times_exp(factor, argument: Words):
    """factor·exp(high + low), rounded once even where exp alone would be subnormal."""
    high, low = argument
    deep = high < -_SHIFT
    e = np.exp(np.where(deep, high + _SHIFT, high))
    return factor * (e + e * low) * np.where(deep, _EXP_SHIFT, 1.0)


def word(x) -> Words:
    """A float as a two-word number."""
    return x, np.zeros_like(x)


def sigmoid(argument: Words):
    """σ(a) = 1/(1 + exp(−a))."""
    e = exp(falling(argument))
    return np.where(argument[0] >= 0, 1.0, e) / (1.0 + e)


def times_sigmoid(factor, argument: Words):
    """factor·σ(a), without early underflow."""
    decay = falling(argument)
    scaled = factor / (1.0 + exp(decay))
    return np.where(argument[0] >= 0, scaled, times_exp(scaled, decay))


def sigmoid_slope(argument: Words, factor=1.0):
    """factor·σ′(a) = factor·e/(1 + e)² with e = exp(−|a|), without early underflow."""
    high, low = falling(argument)
    e = exp((high, low))
    whole = 1.0 + e
    lost = e - (whole - 1.0)  # by the rounding of 1 + e, given back through the exponent
    return times_exp(factor / whole / whole, (high, low - 2.0 * lost / whole))


def softplus(argument: Words):
    """log(1 + exp(a))."""
    return np.maximum(argument[0], 0.0) + np.log1p(exp(falling(argument)))


def sech2(x, factor=1.0):
    """factor/cosh²(x) = 4·factor·σ(2x)·σ(−2x), which stays precise where 1 − tanh² is 0."""
    return sigmoid_slope(word(2.0 * x), 4.0 * factor)


def square_half(x) -> Words:
    """x²/2 as a two-word number."""
    high, low = two_product(x, x)
    return high / 2, low / 2


def normal_density(x, factor=1.0):
    """factor·φ(x) = factor·exp(−x²/2)/√(2π)."""
    return times_exp(factor * INV_SQRT_2PI, saturated(negated(square_half(x))))


def normal_cumulative(x, factor=1.0):
    """factor·Φ(x), relative to the smaller tail: Φ(x) = ½·erfc(−x/√2)."""
    from scipy.special import erf, erfcx

    distance = np.abs(x) / np.sqrt(2.0)
    tail = normal_density(x, SQRT_HALF_PI * factor * erfcx(distance))
    centre = factor * (0.5 + 0.5 * erf(x / np.sqrt(2.0)))
    return np.where(np.abs(x) < 1.0, centre, np.where(x < 0, tail, factor - tail))


def normal_cumulative_plus(x):
    """Φ(x) + x·φ(x), the derivative of x·Φ(x)."""
    from scipy.special import erf, erfcx

    tail = normal_density(x, np.clip(x, -1e4, 1e4) - np.sign(x) * SQRT_HALF_PI * erfcx(np.abs(x) / np.sqrt(2.0)))
    centre = 0.5 + 0.5 * erf(x / np.sqrt(2.0)) + normal_density(x, x)
    return np.where(np.abs(x) < 1.0, centre, np.where(x < 0, tail, 1.0 + tail))
