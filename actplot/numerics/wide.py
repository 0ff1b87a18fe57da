"""Double-double numbers with an exponent of their own: about 100 bits, and no overflow or underflow on the way.

The algorithms of sum, product and quotient are those of Dekker (1971, doi:10.1007/BF01397083) and of
Hida, Li and Bailey (2001, doi:10.1109/ARITH.2001.930115).
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from functools import lru_cache, singledispatch, wraps
from typing import Any, Union

import numpy as np

from .arrays import either
from .words import FIXED, Words, add, ordered, plus, product, quotient, times, two_sum, two_words

_NOTHING = -(1 << 54)  # the exponent of 0, below that of every other number
_CAP = 2.0**40  # |argument| of exp from which on the exponent e of the argument tells how large the result is:
_EXTREME, _LADDER, _TOP = 1 << 41, 256, 1 << 52  # 2^(2⁴¹ + 256·e), so that exp(−exp(x)) wins over powers of exp(x)
_BEYOND = 1 << 36  # the exponent of what stands for infinity
_FAR = 4000  # a shift of the exponent beyond which nothing of a float is left

Operand = Union["Wide", float, np.ndarray]


def with_number(method: Callable) -> Callable:
    """Make floats and arrays numbers of the kind in use, and leave anything else to its own operators."""

    @wraps(method)
    def operate(self: "Wide", other: Any) -> Any:
        if isinstance(other, float | int | np.ndarray | np.generic):
            other = widened(other)
        return method(self, other) if isinstance(other, type(self)) else NotImplemented

    return operate


class Wide:
    """(high + low)·2^exponent, elementwise."""

    __slots__ = ("exponent", "high", "low")
    __array_ufunc__ = None  # an array on the left leaves the operation to this class

    def __init__(self, high: Any, low: Any, exponent: Any) -> None:
        self.high, self.low, self.exponent = high, low, exponent

    @classmethod
    def of(cls, high: Any, low: Any = 0.0) -> "Wide":
        """The number high + low, in two floats of which the second is below the rounding error of the first."""
        mantissa, exponent = np.frexp(high)
        low = np.ldexp(low, -exponent)
        return cls(mantissa, low, np.where(mantissa == 0, _NOTHING, exponent.astype(np.int64)))

    @classmethod
    def at(cls, x: np.ndarray) -> "Wide":
        """The number x, where an infinite one becomes a finite one far beyond every float."""
        number = cls.of(np.where(np.isinf(x), np.sign(x), x))
        number.exponent = np.where(np.isinf(x), _BEYOND, number.exponent)
        return number

    @classmethod
    @lru_cache(maxsize=256)
    def constant(cls, text: str) -> "Wide":
        high, low = two_words(Fraction(text))
        return cls.of(np.float64(high), np.float64(low))

    def rounded(self) -> np.ndarray:
        """The nearest float64."""
        return np.ldexp(self.high + self.low, _shift(self.exponent))

    def words(self) -> tuple[np.ndarray, np.ndarray]:
        """Two floats with the sum, as far as their range reaches."""
        shift = _shift(self.exponent)
        return np.ldexp(self.high, shift), np.ldexp(self.low, shift)

    def __neg__(self) -> "Wide":
        return Wide(-self.high, -self.low, self.exponent)

    @with_number
    def __add__(self, other: "Wide") -> "Wide":
        exponent = np.maximum(self.exponent, other.exponent)
        mine, theirs = _drop(self.exponent - exponent), _drop(other.exponent - exponent)
        high, low = two_sum(np.ldexp(self.high, mine), np.ldexp(other.high, theirs))
        total = _normal(high, low + (np.ldexp(self.low, mine) + np.ldexp(other.low, theirs)), exponent)
        if watched():
            watch((total.exponent < exponent - CANCELLED) & (total.high != 0))
        return total

    @with_number
    def __sub__(self, other: "Wide") -> "Wide":
        return self + -other

    @with_number
    def __mul__(self, other: "Wide") -> "Wide":
        return Wide(*times((self.high, self.low), (other.high, other.low)), self.exponent + other.exponent)

    @with_number
    def __truediv__(self, other: "Wide") -> "Wide":
        return Wide(*quotient((self.high, self.low), (other.high, other.low)), self.exponent - other.exponent)

    def __radd__(self, other: Operand) -> "Wide":
        return self + other

    def __rmul__(self, other: Operand) -> "Wide":
        return self * other

    def __rsub__(self, other: Operand) -> "Wide":
        return widened(other) - self

    def __rtruediv__(self, other: Operand) -> "Wide":
        return widened(other) / self

    def scaled(self, power: int) -> "Wide":
        """Times 2^power."""
        return Wide(self.high, self.low, self.exponent + power)

    def below(self, power: int) -> np.ndarray:
        """Whether the size is below 2^power."""
        return (np.frexp(self.high)[1] + self.exponent <= power) | (self.high == 0)


CANCELLED = 16  # bits: a sum that is smaller by more of them than its addends may have too few digits left
_watched: ContextVar[np.ndarray | None] = ContextVar("watched", default=None)
_arithmetic: ContextVar[Any] = ContextVar("arithmetic", default=None)


@contextmanager
def watching(cancelled: np.ndarray) -> Iterator[None]:
    """Marks in an array of truth values where most digits of something of its shape cancel meanwhile."""
    before = _watched.set(cancelled)
    try:
        yield
    finally:
        _watched.reset(before)


def watched() -> bool:
    """Whether anybody watches."""
    return _watched.get() is not None


def watched_at(x: np.ndarray) -> bool:
    """Whether anybody watches points of this shape."""
    marked = _watched.get()
    return marked is not None and marked.shape == np.shape(x)


def watch(cancelled: np.ndarray) -> None:
    """Mark these points if anybody watches."""
    marked = _watched.get()
    if marked is not None and np.shape(cancelled) == marked.shape and np.any(cancelled):
        marked |= cancelled


@contextmanager
def computing_with(arithmetic: type) -> Iterator[None]:
    """Makes numbers and constants those of another class of the same interface meanwhile."""
    before = _arithmetic.set(arithmetic)
    try:
        yield
    finally:
        _arithmetic.reset(before)


def widened(number: Operand) -> Wide:
    other = _arithmetic.get()
    if other is not None:
        return other.of(number)
    if isinstance(number, float) and number:  # not 0, whose signs are equal
        return _of_number(float(number))
    return number if isinstance(number, Wide) else Wide.of(np.asarray(number, dtype=np.float64))


@lru_cache(maxsize=256)
def _of_number(number: float) -> Wide:
    return Wide.of(np.float64(number))


def constant(text: str) -> Wide:
    """An exact decimal or fraction such as "1.702" or "2/3", to 106 bits."""
    return (_arithmetic.get() or Wide).constant(text)


def where(condition: np.ndarray, first: Operand, second: Operand) -> Wide:
    return where_of(widened(first), condition, widened(second))


@singledispatch
def where_of(first: Wide, condition: np.ndarray, second: Wide) -> Wide:
    """The first number where the condition holds, else the second."""
    words = (either(condition, *pair) for pair in ((first.high, second.high), (first.low, second.low)))
    return Wide(*words, np.where(condition, first.exponent, second.exponent))


@singledispatch
def size(argument: Wide) -> Wide:
    """The absolute value."""
    return Wide(np.abs(argument.high), argument.low * np.copysign(1.0, argument.high), argument.exponent)


@singledispatch
def signed(argument: Wide, sign: np.ndarray) -> Wide:
    """The argument, negated where the sign is negative."""
    factor = np.copysign(1.0, sign)
    return Wide(argument.high * factor, argument.low * factor, argument.exponent)


def _shift(exponent: Any) -> Any:
    """What ldexp takes: exponents beyond all floats say no more than these."""
    return np.minimum(np.maximum(exponent, -_FAR), _FAR).astype(np.int32)


def _drop(exponent: Any) -> Any:
    """The same, for an exponent that is not positive."""
    return np.maximum(exponent, -_FAR).astype(np.int32)


def _normal(high: Any, low: Any, exponent: Any) -> Wide:
    """With a mantissa between ½ and 1, so that later sums are aligned by what is left after cancellation."""
    high, low = ordered(high, low)
    mantissa, shift = np.frexp(high)
    return Wide(mantissa, np.ldexp(low, -shift), np.where(mantissa == 0, _NOTHING, exponent + shift))


@singledispatch
def sqrt(argument: Wide) -> Wide:
    odd = (argument.exponent & 1).astype(np.int32)
    high, low = np.ldexp(argument.high, odd), np.ldexp(argument.low, odd)
    root = np.sqrt(high)
    square, lost = product(root, root)
    rest = (((high - square) - lost) + low) / np.where(root == 0, 1.0, 2.0 * root)
    return Wide(*ordered(root, rest), (argument.exponent - odd) >> 1)


_STEPS = 256  # powers of two between 1 and 2 in the table of exp and log

# ln 2/256 in three parts; the products of the first two with a count below 2²⁶ are exact.
_LN2 = (0.0027076061523985118, 2.1663774506935907e-11, 9.058776616587108e-20)
_HALF, _SIXTH, _THIRD = (0.5, 0.0), two_words(Fraction(1, 6)), two_words(Fraction(1, 3))


@lru_cache
def _powers() -> Words:
    """2^(j/256) for j from 0 to 256, in two words."""
    root = 2 << FIXED
    for _ in range(_STEPS.bit_length() - 1):
        root = math.isqrt(root << FIXED)
    powers = [1 << FIXED]
    for _ in range(_STEPS - 1):
        powers.append(powers[-1] * root >> FIXED)
    return two_words([*powers, 2 << FIXED])


def _power(index: np.ndarray) -> Words:
    high, low = _powers()
    return high[index], low[index]


def _exponential(argument: Wide) -> tuple[np.ndarray, Words, Words]:
    """The parts of exp(argument) = 2^exponent·power·(1 + growth), with the power that leaves the least growth."""
    high, low = argument.words()
    extreme = np.abs(high) >= _CAP
    if outside := np.any(extreme):
        beyond = np.where(high > 0, 1, -1) * np.minimum(_EXTREME + _LADDER * argument.exponent, _TOP)
        high, low = np.where(extreme, 0.0, high), np.where(extreme, 0.0, low)
    count = np.rint(high * (_STEPS / math.log(2)))
    rest, lost = two_sum(high - count * _LN2[0], -count * _LN2[1])
    rest = np.clip(rest, -_LN2[0], _LN2[0])  # where counts are too large to be exact it is mere rounding
    rest = ordered(rest, lost + (low - count * _LN2[2]))
    tail = rest[0] * (1 / 24 + rest[0] * (1 / 120 + rest[0] * (1 / 720 + rest[0] / 5040)))
    inner = plus(_HALF, times(rest, plus(_SIXTH, (tail, 0.0))))
    growth = plus(rest, times(times(rest, rest), inner))
    whole = count.astype(np.int64)
    exponent = whole // _STEPS
    return np.where(extreme, beyond, exponent) if outside else exponent, _power(whole % _STEPS), growth


@singledispatch
def exp(argument: Wide) -> Wide:
    exponent, power, growth = _exponential(argument)
    return Wide(*plus(power, times(power, growth)), exponent)


@singledispatch
def exp_and_expm1(argument: Wide) -> tuple[Wide, Wide]:
    """exp(argument), and exp(argument) − 1, precise near 0."""
    exponent, power, growth = _exponential(argument)
    grown = Wide(*plus(power, times(power, growth)), exponent)
    less = where((exponent == 0) & (power[0] == 1.0), Wide.of(*growth), grown - 1.0)
    tiny = argument.below(-60)
    return grown, where(tiny, argument * (1.0 + argument.scaled(-1)), less) if np.any(tiny) else less


def expm1(argument: Wide) -> Wide:
    """exp(argument) − 1, precise near 0."""
    return exp_and_expm1(argument)[1]


@singledispatch
def log(argument: Wide) -> Wide:
    """The natural logarithm, precise near 1; nan from 0 on downwards."""
    count, rest = _split(argument)
    if watched():
        watch((count == 0) & (np.abs(rest[0]) < 2.0**-CANCELLED) & ((rest[0] != 0) | (rest[1] != 0)))
    return _logarithm(count, rest)


@singledispatch
def log1p(argument: Wide) -> Wide:
    """log(1 + argument), precise near 0."""
    count, rest = _split(1.0 + argument)
    near = count == 0
    if not np.any(near):
        return _logarithm(count, rest)
    result = _logarithm(count, tuple(np.where(near, *words) for words in zip(argument.words(), rest, strict=True)))
    tiny = argument.below(-60)
    return where(tiny, argument * (1.0 - argument.scaled(-1)), result) if np.any(tiny) else result


def _split(argument: Wide) -> tuple[np.ndarray, Words]:
    """k and a small e with argument = 2^(k/256)·(1 + e); near 1 is k = 0."""
    mantissa, shift = np.frexp(np.where(argument.high > 0, argument.high, np.nan))
    low = np.ldexp(argument.low, -shift)
    steps = np.rint(-_STEPS * np.log2(mantissa)).astype(np.int64) % (_STEPS + 1)  # of nan too it is an index
    raised, rest = times(_power(steps), (mantissa, low))
    return _STEPS * (argument.exponent + shift) - steps, two_sum(raised - 1.0, rest)


def _logarithm(count: np.ndarray, rest: Words) -> Wide:
    """count·ln 2/256 + log(1 + rest), the latter as 2·artanh(z) with z = rest/(2 + rest)."""
    z = quotient(rest, plus((2.0, 0.0), rest))
    square = times(z, z)
    tail = square[0] * square[0] * (1 / 5 + square[0] * (1 / 7 + square[0] / 9))
    fraction = times((2.0 * z[0], 2.0 * z[1]), plus((1.0, 0.0), plus(times(square, _THIRD), (tail, 0.0))))
    whole = two_sum(count * _LN2[0], count * _LN2[1])
    return Wide.of(*add((whole[0], whole[1] + count * _LN2[2]), fraction))
