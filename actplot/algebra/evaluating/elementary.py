"""The functions of the language in mpmath's raw numbers, safe against any size of argument."""

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import libmp
from mpmath.libmp import fnan, fone, fzero

from .effort import spend

Raw = tuple[int, int, int, int]  # sign, mantissa, exponent, bit count: what mpmath calls the raw mpf

POSITIVE_POWER = "_positive_power"
HALF, TWO, SIX = libmp.from_float(0.5), libmp.from_int(2), libmp.from_int(6)
LARGEST_POWER = 4096  # exp(2**4096) is infinite here; exact bounds would fill the memory
_OF_LOGARITHM = 8  # times the work of a node of a term, with many bits
_LARGE = 30  # a power of two beyond which mpmath takes long
_HUGE = 500  # a power of two whose square mpmath cannot hold as a float
_LARGEST_ANGLE = 10000  # sin(2**10000) would need that many bits of pi


class Undefined(Exception):
    """The formula has no value here."""


@dataclass(slots=True)
class Work:
    """The precision in bits of one evaluation, and whether an addend vanished beside a larger one.

    A vanished addend may be all that counts later: exp(x) beside 1 in log(1 + exp(x)).
    """

    precision: int
    absorbed: bool = False


def is_special(x: Raw) -> bool:
    """Whether a number is nan or infinite."""
    return not x[1] and bool(x[2])


def magnitude(x: Raw) -> int:
    """The power of two just above a finite number other than 0."""
    return x[2] + x[3]


def add(work: Work, x: Raw, y: Raw) -> Raw:
    if x[1] and y[1] and abs(x[2] + x[3] - y[2] - y[3]) > work.precision:
        work.absorbed = True
    return libmp.mpf_add(x, y, work.precision, "n")


def subtract(work: Work, x: Raw, y: Raw) -> Raw:
    return add(work, x, libmp.mpf_neg(y))


def multiply(work: Work, x: Raw, y: Raw) -> Raw:
    return libmp.mpf_mul(x, y, work.precision, "n")


def divide(work: Work, x: Raw, y: Raw) -> Raw:
    if y == fzero:  # as in numpy: 1/0 is infinite, 0/0 undefined
        if x in (fzero, fnan):
            raise Undefined
        return libmp.fninf if x in (libmp.fninf,) or x[0] else libmp.finf
    return libmp.mpf_div(x, y, work.precision, "n")


def power(work: Work, base: Raw, exponent: Raw) -> Raw:
    """base**exponent; undefined for a negative base with a fractional exponent."""
    if exponent == fzero:
        return fone
    if base == fzero and not is_special(exponent):
        return libmp.finf if exponent[0] else fzero
    whole = not is_special(exponent) and exponent[2] >= 0
    if whole and magnitude(exponent) < 40 and not is_special(base):
        return libmp.mpf_pow_int(base, int(libmp.to_int(exponent)), work.precision, "n")
    negative = bool(base[0]) or base == libmp.fninf
    if negative and not whole:
        raise Undefined
    result = _power_by_logarithm(work, libmp.mpf_abs(base), exponent)
    odd = negative and exponent[2] == 0
    return libmp.mpf_neg(result) if odd else result


def positive_power(work: Work, base: Raw, exponent: Raw) -> Raw:
    """A power whose exponent varies exists for a positive base alone."""
    if base[0] or base == fzero:
        raise Undefined
    return power(work, base, exponent)


def _power_by_logarithm(work: Work, base: Raw, exponent: Raw) -> Raw:
    extra = 20 + max(0, 0 if is_special(exponent) else min(magnitude(exponent), LARGEST_POWER))
    extra += abs(base[2] + base[3]).bit_length()
    if not is_special(base) and not is_special(exponent) and _is_beyond(base, exponent):
        return libmp.finf if libmp.mpf_gt(base, fone) != bool(exponent[0]) else fzero
    spend(_OF_LOGARITHM, work.precision + extra)
    logarithm = libmp.mpf_log(base, work.precision + extra, "n")
    return exp(work, libmp.mpf_mul(exponent, logarithm, work.precision + extra, "n"))


def _is_beyond(base: Raw, exponent: Raw) -> bool:
    """Whether `exp` takes a power for infinite or 0: |log(b)| is at least min(1, |b − 1|) / 2."""
    apart = libmp.mpf_sub(base, fone, 53, "n")
    return bool(apart[1]) and magnitude(exponent) + min(magnitude(apart), 0) - 4 > LARGEST_POWER


def exp(work: Work, x: Raw) -> Raw:
    if not x[1] or magnitude(x) < _LARGE:
        return libmp.mpf_exp(x, work.precision, "n")
    if magnitude(x) > LARGEST_POWER:
        return fzero if x[0] else libmp.finf
    return _exp_by_powers_of_two(work, x)


def _exp_by_powers_of_two(work: Work, x: Raw) -> Raw:
    """mpmath raises e to a large whole number by squaring, which takes a thousand times as long."""
    precision = work.precision + magnitude(x) + 20
    logarithm = libmp.mpf_ln2(precision, "n")
    # an int: with gmpy2 it would be one of its numbers, and become an exponent that mpmath cannot make a float of
    count = int(libmp.to_int(libmp.mpf_nint(libmp.mpf_div(x, logarithm, precision, "n"))))
    rest = libmp.mpf_sub(x, libmp.mpf_mul_int(logarithm, count, precision, "n"), precision, "n")
    return libmp.mpf_shift(libmp.mpf_exp(rest, work.precision, "n"), count)


def expm1(work: Work, x: Raw) -> Raw:
    """Keeps its relative precision for small x."""
    if not x[1] or magnitude(x) > 1:
        return subtract(work, exp(work, x), fone)
    extra = -magnitude(x) + 10
    if extra > 10 * work.precision:
        return x
    return libmp.mpf_sub(libmp.mpf_exp(x, work.precision + extra, "n"), fone, work.precision, "n")


def log(work: Work, x: Raw) -> Raw:
    return libmp.mpf_log(x, work.precision, "n")


def log1p(work: Work, x: Raw) -> Raw:
    """Keeps its relative precision for small x."""
    if not x[1] or magnitude(x) > 0:
        return log(work, add(work, fone, x))
    extra = -magnitude(x) + 10
    if extra > 10 * work.precision:
        return x
    return libmp.mpf_log(libmp.mpf_add(fone, x, work.precision + extra, "n"), work.precision, "n")


def _log_to_base(base: int) -> Callable[[Work, Raw], Raw]:
    def logarithm(work: Work, x: Raw) -> Raw:
        scale = libmp.mpf_log(libmp.from_int(base), work.precision + 10, "n")
        return libmp.mpf_div(libmp.mpf_log(x, work.precision + 10, "n"), scale, work.precision, "n")

    return logarithm


def _plain(function: Callable) -> Callable[[Work, Raw], Raw]:
    return lambda work, x: function(x, work.precision, "n")


def _periodic(function: Callable) -> Callable[[Work, Raw], Raw]:
    def evaluate(work: Work, x: Raw) -> Raw:
        if is_special(x) or (x[1] and magnitude(x) > _LARGEST_ANGLE):
            raise Undefined
        return function(x, work.precision, "n")

    return evaluate


def sinh(work: Work, x: Raw) -> Raw:
    if not x[1] or magnitude(x) < _LARGE:
        return libmp.mpf_sinh(x, work.precision, "n")
    return libmp.mpf_shift(subtract(work, exp(work, x), exp(work, libmp.mpf_neg(x))), -1)


def cosh(work: Work, x: Raw) -> Raw:
    if not x[1] or magnitude(x) < _LARGE:
        return libmp.mpf_cosh(x, work.precision, "n")
    return libmp.mpf_shift(add(work, exp(work, x), exp(work, libmp.mpf_neg(x))), -1)


def tanh(work: Work, x: Raw) -> Raw:
    if not x[1] or magnitude(x) < _LARGE:
        return libmp.mpf_tanh(x, work.precision, "n")
    small = libmp.mpf_shift(exp(work, libmp.mpf_shift(libmp.mpf_neg(libmp.mpf_abs(x)), 1)), 1)
    work.absorbed = True
    result = subtract(work, fone, small)
    return libmp.mpf_neg(result) if x[0] else result


def erf(work: Work, x: Raw) -> Raw:
    """1 - erfc where erfc has so few digits to give that its asymptotic series is exact enough."""
    if x[1] and magnitude(x) > 1:
        square = int(libmp.to_int(libmp.mpf_mul(x, x))) if magnitude(x) < 40 else 1 << 80
        lost = square * 1442 // 1000  # bits by which erfc, below exp(-x**2), is smaller than 1
        if 2 * lost > work.precision:
            small = _erfc_of_positive(max(20, work.precision - lost + 10), libmp.mpf_abs(x))
            result = libmp.mpf_sub(fone, small, work.precision, "n")
            work.absorbed = work.absorbed or result == fone
            return libmp.mpf_neg(result) if x[0] else result
    return libmp.mpf_erf(x, work.precision, "n")


def erfc(work: Work, x: Raw) -> Raw:
    if x[0]:
        return add(work, fone, erf(work, libmp.mpf_neg(x)))
    return _erfc_of_positive(work.precision, x)


def _erfc_of_positive(precision: int, x: Raw) -> Raw:
    if not x[1] or magnitude(x) < _HUGE:
        return libmp.mpf_erfc(x, precision, "n")
    decay = exp(Work(precision + 10), libmp.mpf_neg(libmp.mpf_mul(x, x)))
    root = libmp.mpf_sqrt(libmp.mpf_pi(precision + 10), precision + 10, "n")
    leading = libmp.mpf_div(decay, libmp.mpf_mul(x, root, precision + 10, "n"), precision + 10, "n")
    return libmp.mpf_mul(leading, _erfc_series(precision, x), precision, "n")


def _erfc_series(precision: int, x: Raw) -> Raw:
    """1 − 1/2x² + 3/4x⁴ − …, as far as the precision goes."""
    square = libmp.mpf_shift(libmp.mpf_mul(x, x), 1)
    total, term, odd = fone, fone, 1
    while not is_special(x) and magnitude(term) > -precision - 10:
        term = libmp.mpf_neg(libmp.mpf_div(libmp.mpf_mul_int(term, odd, precision + 10), square, precision + 10))
        total, odd = libmp.mpf_add(total, term, precision + 10, "n"), odd + 2
    return total


def sigmoid(work: Work, x: Raw) -> Raw:
    return divide(work, fone, add(work, fone, exp(work, libmp.mpf_neg(x))))


def softplus(work: Work, x: Raw) -> Raw:
    if x[0] or not x[1]:
        return log1p(work, exp(work, x))
    return add(work, x, log1p(work, exp(work, libmp.mpf_neg(x))))


def normal_cdf(work: Work, x: Raw) -> Raw:
    precision = work.precision + 10  # the tail falls with the square of its argument
    if x[1] and magnitude(x) > 0:
        precision += 2 * min(magnitude(x), LARGEST_POWER)
    argument = libmp.mpf_div(libmp.mpf_neg(x), libmp.mpf_sqrt(TWO, precision, "n"), precision, "n")
    return libmp.mpf_shift(erfc(work, argument), -1)


def normal_pdf(work: Work, x: Raw) -> Raw:
    square = libmp.mpf_shift(libmp.mpf_neg(libmp.mpf_mul(x, x)), -1)
    full_circle = libmp.mpf_shift(libmp.mpf_pi(work.precision + 10), 1)
    return divide(work, exp(work, square), libmp.mpf_sqrt(full_circle, work.precision + 10, "n"))


def tanh_slope(work: Work, x: Raw) -> Raw:
    """1 − tanh², which keeps its digits far out."""
    root = cosh(Work(work.precision + 10), x)
    return divide(work, fone, libmp.mpf_mul(root, root, work.precision + 10, "n"))


def sigmoid_slope(work: Work, x: Raw) -> Raw:
    """σ·(1 − σ)."""
    decay = exp(Work(work.precision + 10), libmp.mpf_neg(libmp.mpf_abs(x)))
    whole = libmp.mpf_add(fone, decay, work.precision + 10, "n")
    return libmp.mpf_div(decay, libmp.mpf_mul(whole, whole), work.precision, "n")


def logaddexp(work: Work, x: Raw, y: Raw) -> Raw:
    """log(e^x + e^y), which keeps its relative precision where it is small."""
    larger, smaller = (x, y) if libmp.mpf_gt(x, y) else (y, x)
    lost = 10
    for _ in range(2):
        inner = Work(work.precision + lost)
        rest = log1p(inner, exp(inner, libmp.mpf_sub(smaller, larger, inner.precision, "n")))
        result = libmp.mpf_add(larger, rest, inner.precision, "n")
        if not (result[1] and larger[1]) or magnitude(larger) - magnitude(result) < lost:
            break
        lost += magnitude(larger) - magnitude(result)
    return result


def log_cosh(work: Work, x: Raw) -> Raw:
    """Keeps its relative precision for small x."""
    half = sinh(Work(work.precision + 10), libmp.mpf_shift(x, -1))
    return log1p(work, libmp.mpf_shift(libmp.mpf_mul(half, half, work.precision + 10, "n"), 1))


def sign(work: Work, x: Raw) -> Raw:
    return x if x in (fzero, fnan) else libmp.from_int(libmp.mpf_sign(x))


def heaviside(work: Work, x: Raw, at_zero: Raw = fzero) -> Raw:
    if x in (fzero, fnan):
        return at_zero if x == fzero else fnan
    return fone if libmp.mpf_sign(x) > 0 else fzero


def _stepped(function: Callable) -> Callable[[Work, Raw], Raw]:
    """A rounding to a whole number; every number as large as its last bit is whole already."""
    return lambda work, x: x if not x[1] or x[2] >= 0 else function(x, max(magnitude(x), 1) + 2, "n")


floor, ceil, nearest = map(_stepped, (libmp.mpf_floor, libmp.mpf_ceil, libmp.mpf_nint))


def trunc(work: Work, x: Raw) -> Raw:
    return libmp.mpf_neg(floor(work, libmp.mpf_neg(x))) if x[0] else floor(work, x)


def cbrt(work: Work, x: Raw) -> Raw:
    root = libmp.mpf_cbrt(libmp.mpf_abs(x), work.precision, "n") if x[1] else libmp.mpf_abs(x)
    return libmp.mpf_neg(root) if x[0] or x == libmp.fninf else root


def modulo(work: Work, x: Raw, y: Raw) -> Raw:
    """What is left of x by whole multiples of y, with the sign of y."""
    if is_special(x) or not y[1] or (is_special(y) and y != libmp.finf):
        raise Undefined
    if is_special(y) or not x[1]:
        if x[0]:
            raise Undefined
        return x
    if magnitude(x) - magnitude(y) > LARGEST_POWER:  # its shifted digits would fill the memory
        raise Undefined
    if magnitude(y) - magnitude(x) > 1:  # no digits of both need to be held beside each other
        return x if x[0] == y[0] else add(work, x, y)
    return libmp.mpf_mod(x, y, work.precision, "n")


def truncated_modulo(work: Work, x: Raw, y: Raw) -> Raw:
    """The same with the sign of x, as in C."""
    rest = modulo(work, libmp.mpf_abs(x), libmp.mpf_abs(y))
    return libmp.mpf_neg(rest) if x[0] else rest


def largest(work: Work, *numbers: Raw) -> Raw:
    return _extreme(libmp.mpf_gt, numbers)


def smallest(work: Work, *numbers: Raw) -> Raw:
    return _extreme(libmp.mpf_lt, numbers)


def _extreme(better: Callable[[Raw, Raw], bool], numbers: tuple[Raw, ...]) -> Raw:
    best = numbers[0]
    for number in numbers:
        if number == fnan:
            return fnan
        if better(number, best):
            best = number
    return best


def clip(work: Work, x: Raw, low: Raw, high: Raw) -> Raw:
    return smallest(work, largest(work, x, low), high)


def relu6(work: Work, x: Raw) -> Raw:
    return clip(work, x, fzero, SIX)


FUNCTIONS: dict[str, Callable[..., Raw]] = {
    "exp": exp,
    "expm1": expm1,
    "log": log,
    "log1p": log1p,
    "log2": _log_to_base(2),
    "log10": _log_to_base(10),
    "sqrt": _plain(libmp.mpf_sqrt),
    "abs": lambda work, x: libmp.mpf_abs(x),
    "sign": sign,
    "sin": _periodic(libmp.mpf_sin),
    "cos": _periodic(libmp.mpf_cos),
    "tan": _periodic(libmp.mpf_tan),
    "asin": _plain(libmp.mpf_asin),
    "acos": _plain(libmp.mpf_acos),
    "atan": _plain(libmp.mpf_atan),
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "asinh": _plain(libmp.mpf_asinh),
    "acosh": _plain(libmp.mpf_acosh),
    "atanh": _plain(libmp.mpf_atanh),
    "erf": erf,
    "erfc": erfc,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "Phi": normal_cdf,
    "phi": normal_pdf,
    "relu6": relu6,
    "heaviside": heaviside,
    "floor": floor,
    "ceil": ceil,
    "round": nearest,
    "trunc": trunc,
    "cbrt": cbrt,
    "mod": modulo,
    "fmod": truncated_modulo,
    "max": largest,
    "min": smallest,
    "clip": clip,
    POSITIVE_POWER: positive_power,
    "_sech2": tanh_slope,
    "_sigmoid_slope": sigmoid_slope,
    "_log_cosh": log_cosh,
    "_logaddexp": logaddexp,
}
