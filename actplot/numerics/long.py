"""Numbers of eighty digits, one by one: they take the place of double-double ones where most digits of these cancel.

They have the interface of `Wide`, so that a composition takes either.
"""

import decimal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from . import angles, normal, wide
from .wide import Wide

_DIGITS = 80
_GUARDED = 9 * _DIGITS  # enough to reduce the product of the two largest floats by π
_NOTHING = Decimal(f"1e-{_DIGITS - 12}")  # of its addends: a sum below is 0, for no float comes so close to a zero
_MOST = Decimal(4 * 10**8)  # an argument of exp beyond which nothing of a float is left
_SMALL = Decimal("1e-25")  # below it a few terms of a power series are enough
_BESIDE_ONE = _DIGITS + 30  # for a sum with 1 of what is not so small
_BESIDE_TAIL = _DIGITS + 70  # for e^(t²/2) up to the largest t of the series, of which 1/t is left
_NEAR = 12  # up to this t a series gives Mills' ratio, beyond it a continued fraction
_LEVELS = 300
_HALF, _ONE, _TWO, _NAN = Decimal("0.5"), Decimal(1), Decimal(2), Decimal("nan")


@contextmanager
def many_digits() -> Iterator[None]:
    """Makes compositions compute with these numbers meanwhile."""
    with wide.computing_with(Long), _digits(_DIGITS):
        yield


@contextmanager
def _digits(count: int) -> Iterator[None]:
    context = decimal.Context(prec=count, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
    with decimal.localcontext(context):
        yield


class Long:
    """An array of decimal numbers."""

    __slots__ = ("numbers",)
    __array_ufunc__ = None

    def __init__(self, numbers: Any) -> None:
        self.numbers = np.asarray(numbers, dtype=object)

    @classmethod
    def of(cls, number: Any) -> "Long":
        """Floats or double-double numbers, exactly."""
        if isinstance(number, Long):
            return number
        parts = (number.high, number.low, number.exponent) if isinstance(number, Wide) else (number, 0.0, 0)
        return cls(_each(_exactly, *np.broadcast_arrays(*parts)))

    @classmethod
    def constant(cls, text: str) -> "Long":
        """An exact decimal or fraction."""
        number = Fraction(text)
        return cls(Decimal(number.numerator) / number.denominator)

    @property
    def high(self) -> np.ndarray:
        """Floats of the same sign, and of a size about 1 unless they are 0."""
        return _each(_mantissa, self.numbers).astype(np.float64)

    def rounded(self) -> np.ndarray:
        return _each(float, self.numbers).astype(np.float64)

    def __neg__(self) -> "Long":
        return Long(-self.numbers)

    @wide.with_number
    def __add__(self, other: Any) -> "Long":
        return Long(_each(_total, self.numbers, other.numbers))

    @wide.with_number
    def __sub__(self, other: Any) -> "Long":
        return self + -other

    @wide.with_number
    def __mul__(self, other: Any) -> "Long":
        return Long(self.numbers * other.numbers)

    @wide.with_number
    def __truediv__(self, other: Any) -> "Long":
        return Long(self.numbers / other.numbers)

    def __radd__(self, other: Any) -> "Long":
        return self + other

    def __rmul__(self, other: Any) -> "Long":
        return self * other

    def __rsub__(self, other: Any) -> "Long":
        return -self + other

    def __rtruediv__(self, other: Any) -> "Long":
        return Long.of(other) / self

    def scaled(self, power: int) -> "Long":
        return Long(self.numbers * _TWO**power)

    def below(self, power: int) -> np.ndarray:
        return _each(lambda one: abs(one) < _TWO**power, self.numbers).astype(bool)


def _each(function: Callable, *arrays: Any) -> np.ndarray:
    return np.asarray(np.frompyfunc(function, len(arrays), 1)(*arrays), dtype=object)


def _exactly(high: float, low: float, exponent: int) -> Decimal:
    return (Decimal(float(high)) + Decimal(float(low))) * _TWO ** int(exponent)


def _mantissa(number: Decimal) -> float:
    return float(number.scaleb(-number.adjusted()) if number and number.is_finite() else number)


def _total(one: Decimal, other: Decimal) -> Decimal:
    total = one + other
    return Decimal(0) if abs(total) < _NOTHING * max(abs(one), abs(other)) else total


@wide.where_of.register
def _(first: Long, condition: np.ndarray, second: Long) -> Long:
    return Long(np.where(condition, first.numbers, second.numbers))


@wide.size.register
def _(argument: Long) -> Long:
    return Long(abs(argument.numbers))


@wide.signed.register
def _(argument: Long, sign: np.ndarray) -> Long:
    return argument * np.copysign(1.0, sign)


@wide.sqrt.register
def _(argument: Long) -> Long:
    return Long(_each(Decimal.sqrt, argument.numbers))


@wide.exp.register
def _(argument: Long) -> Long:
    return Long(_each(_exp, argument.numbers))


@wide.exp_and_expm1.register
def _(argument: Long) -> tuple[Long, Long]:
    return wide.exp(argument), Long(_each(_expm1, argument.numbers))


@wide.log.register
def _(argument: Long) -> Long:
    return Long(_each(_log, argument.numbers))


@wide.log1p.register
def _(argument: Long) -> Long:
    return Long(_each(_log1p, argument.numbers))


@angles.sine_and_cosine.register
def _(argument: Long) -> tuple[Long, Long]:
    waves = np.frompyfunc(_sine_and_cosine, 1, 2)(argument.numbers)
    return Long(waves[0]), Long(waves[1])


@angles.arctangent.register
def _(argument: Long) -> Long:
    return Long(_each(_arctangent, argument.numbers))


@normal.mills.register
def _(size: Long) -> Long:
    return Long(_each(_mills, size.numbers))


@normal.excess.register
def _(size: Long, ratio: Long) -> Long:
    return Long(_each(_excess, size.numbers))


@normal.centred.register
def _(u: Long, density: Long) -> Long:
    return Long(_each(_centred, u.numbers, density.numbers))


# One number each


def _exp(number: Decimal) -> Decimal:
    return max(-_MOST, min(_MOST, number)).exp()


def _expm1(number: Decimal) -> Decimal:
    if abs(number) < _SMALL:
        return number * (1 + number / 2 * (1 + number / 3 * (1 + number / 4)))
    with _digits(_BESIDE_ONE):
        grown = _exp(number) - 1
    return +grown


def _log(number: Decimal) -> Decimal:
    return number.ln() if number > 0 else _NAN


def _log1p(number: Decimal) -> Decimal:
    if abs(number) < _SMALL:
        return number * (1 - number * (_HALF - number * (_ONE / 3 - number / 4)))
    with _digits(_BESIDE_ONE):
        logarithm = _log(1 + number)
    return +logarithm


@lru_cache
def _right_angle() -> Decimal:
    with _digits(2 * _GUARDED):
        return angles.right_angle() / _TWO**angles.LONG


def _sine_and_cosine(number: Decimal) -> tuple[Decimal, Decimal]:
    if not number.is_finite() or number.adjusted() > _GUARDED - _DIGITS:
        return _NAN, _NAN
    with _digits(_GUARDED):
        turns = (number / _right_angle()).to_integral_value()
        rest = number - turns * _right_angle()
        quarter = int(turns) % 4
    square = rest * -rest
    sine, cosine = _swing(square, rest, 2), _swing(square, _ONE, 1)
    return ((sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine))[quarter]


def _swing(square: Decimal, term: Decimal, n: int) -> Decimal:
    """A power series whose terms are over n·(n + 1), (n + 2)·(n + 3) and so on."""
    total = Decimal(0)
    while total + term != total:
        total, term, n = total + term, term * square / (n * (n + 1)), n + 2
    return total


def _arctangent(number: Decimal) -> Decimal:
    if abs(number) > 1:
        return (_right_angle() - _arctangent(1 / abs(number))).copy_sign(number)
    for _ in range(3):
        number /= 1 + (1 + number * number).sqrt()  # of half the angle
    square, power, total, n = -number * number, number, Decimal(0), 1
    while total + power / n != total:
        total, power, n = total + power / n, power * square, n + 2
    return 8 * total


def _centred(u: Decimal, density: Decimal) -> Decimal:
    if abs(u) < _NEAR:
        return density * _series(u)
    return (_HALF - density * _mills(abs(u))).copy_sign(u)


def _series(u: Decimal) -> Decimal:
    """u + u³/3 + u⁵/15 + …, which is (Φ(u) − ½)/φ(u)."""
    term, total, n = u, Decimal(0), 1
    while total + term != total:
        total, n = total + term, n + 2
        term *= u * u / n
    return total


def _mills(t: Decimal) -> Decimal:
    if t > _NEAR:
        return 1 / (t + _excess(t))
    with _digits(_BESIDE_TAIL):
        ratio = _right_angle().sqrt() * (t * t / 2).exp() - _series(t)
    return +ratio


def _excess(t: Decimal) -> Decimal:
    """1/m(t) − t, far away as a continued fraction."""
    if t <= _NEAR:
        return 1 / _mills(t) - t
    excess = Decimal(0)
    for level in range(_LEVELS, 0, -1):
        excess = level / (t + excess)
    return excess
