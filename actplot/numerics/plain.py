"""Plain floats, which take the place of double-double numbers where fewer digits are needed, at a tenth of their cost.

They have the interface of `Wide`, so that a composition takes either.
"""

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from . import angles, normal, wide
from .arrays import either
from .wide import Wide, watch

ALL, SINGLE, FEW = "all", "single", "few"
_AWAITED = "single next"  # of what is asked for next, but not of what that is computed from
_CLOSE = 2.0**-34  # relative: so near to where a float32 is rounded the other way, another float64 may be
_SMALLEST = 1e-290  # what is nearer to 0 may have been lost on the way

_ROOT = math.sqrt(2 * math.pi)

CANCELLED = 2.0**-11  # of its addends: a sum that is smaller has lost digits that a float32 shows


_needed: ContextVar[str] = ContextVar("needed", default=ALL)


def needed() -> str:
    """How many digits of an answer are needed: all of a float64, those of a float32, or as many as a picture shows."""
    return _needed.get()


@contextmanager
def few_digits() -> Iterator[None]:
    """Lets plain floats do meanwhile where double-double numbers would give a float64 to its last place.

    What is computed so is right to a dozen digits and more, but beside zeros, where it is right to 1e-15 of its terms.
    """
    with _needing(FEW):
        yield


def to_digits(exact: bool) -> AbstractContextManager[None]:
    """What surrounds a computation that is to be exact, or need not be."""
    return nullcontext() if exact else few_digits()


@contextmanager
def all_digits() -> Iterator[None]:
    with _needing(ALL):
        yield


@contextmanager
def digits_for(dtype: np.dtype) -> Iterator[None]:
    """Lets what is asked for inside be right to the digits of a dtype, to which the caller rounds it."""
    with _needing(_AWAITED if dtype == np.float32 and needed() != FEW else needed()):
        yield


def answering(dtype: np.dtype) -> AbstractContextManager[None]:
    """Surrounds the computation of an answer of a dtype; what it asks other functions for has all digits again."""
    before = needed()
    single = dtype == np.float32 or before == _AWAITED
    digits = before if before == FEW else SINGLE if single else ALL
    return nullcontext() if digits == before else _needing(digits)


@contextmanager
def _needing(digits: str) -> Iterator[None]:
    before = _needed.set(digits)
    try:
        yield
    finally:
        _needed.reset(before)


@contextmanager
def noticing() -> Iterator[list[str]]:
    """Holds the warnings of numpy that something became too small for a float meanwhile."""
    small: list[str] = []
    with np.errstate(under="call", call=lambda kind, _: small.append(kind)):
        yield small


def unsettled(result: np.ndarray, small: list[str]) -> np.ndarray:
    """Which floats may, with their last digits right, be other ones as float32."""
    near = result * (1.0 - _CLOSE), result * (1.0 + _CLOSE)
    beside = near[0].astype(np.float32) != near[1].astype(np.float32)
    return beside | (np.abs(result) < _SMALLEST) & ((result != 0) | bool(small))


class Plain:
    """An array of floats, or a number."""

    __slots__ = ("high",)
    __array_ufunc__ = None

    def __init__(self, high: Any) -> None:
        self.high = high

    @classmethod
    def of(cls, number: Any) -> "Plain":
        if isinstance(number, Plain):
            return number
        return cls(number.rounded() if isinstance(number, Wide) else number)

    @classmethod
    @lru_cache(maxsize=256)
    def constant(cls, text: str) -> "Plain":
        return cls(float(Fraction(text)))

    def rounded(self) -> np.ndarray:
        return np.asarray(self.high, np.float64)

    def __neg__(self) -> "Plain":
        return Plain(-self.high)

    @wide.with_number
    def __add__(self, other: Any) -> "Plain":
        total = self.high + other.high
        if needed() == SINGLE:
            watch(np.abs(total) < CANCELLED * np.abs(self.high))
        return Plain(total)

    @wide.with_number
    def __sub__(self, other: Any) -> "Plain":
        return self + Plain(-other.high)

    @wide.with_number
    def __mul__(self, other: Any) -> "Plain":
        return Plain(self.high * other.high)

    @wide.with_number
    def __truediv__(self, other: Any) -> "Plain":
        return Plain(np.divide(self.high, other.high))

    def __radd__(self, other: Any) -> "Plain":
        return self + other

    def __rmul__(self, other: Any) -> "Plain":
        return self * other

    def __rsub__(self, other: Any) -> "Plain":
        return Plain.of(other) + -self

    def __rtruediv__(self, other: Any) -> "Plain":
        return Plain.of(other) / self

    def scaled(self, power: int) -> "Plain":
        return Plain(self.high * 2.0**power)

    def below(self, power: int) -> np.ndarray:
        return np.abs(self.high) < 2.0**power


@wide.where_of.register
def _(first: Plain, condition: np.ndarray, second: Plain) -> Plain:
    return Plain(either(condition, first.high, second.high))


@wide.size.register
def _(argument: Plain) -> Plain:
    return Plain(np.abs(argument.high))


@wide.signed.register
def _(argument: Plain, sign: np.ndarray) -> Plain:
    return Plain(argument.high * np.copysign(1.0, sign))


@wide.sqrt.register
def _(argument: Plain) -> Plain:
    return Plain(np.sqrt(argument.high))


@wide.exp.register
def _(argument: Plain) -> Plain:
    return Plain(np.exp(argument.high))


@wide.exp_and_expm1.register
def _(argument: Plain) -> tuple[Plain, Plain]:
    return Plain(np.exp(argument.high)), Plain(np.expm1(argument.high))


@wide.log.register
def _(argument: Plain) -> Plain:
    result = np.log(np.where(argument.high > 0, argument.high, np.nan))
    if needed() == SINGLE:
        watch(np.abs(result) < CANCELLED)
    return Plain(result)


@wide.log1p.register
def _(argument: Plain) -> Plain:
    return Plain(np.log1p(argument.high))


@angles.sine_and_cosine.register
def _(argument: Plain) -> tuple[Plain, Plain]:
    sine, cosine = np.sin(argument.high), np.cos(argument.high)
    if needed() == SINGLE:
        size = np.abs(argument.high)
        watch((size > 1 / CANCELLED) | ((np.minimum(np.abs(sine), np.abs(cosine)) < CANCELLED) & (size > CANCELLED)))
    return Plain(sine), Plain(cosine)


@angles.arctangent.register
def _(argument: Plain) -> Plain:
    return Plain(np.arctan(argument.high))


@normal.mills.register
def _(size: Plain) -> Plain:
    return Plain(normal.quick_tail(size.high) * _ROOT)


@normal.excess.register
def _(size: Plain, ratio: Plain) -> Plain:
    """Near 0 the inverse ratio less its argument, beyond that the continued fraction, which then is short."""
    t = size.high
    return Plain(either(t < normal.TABULATED, 1.0 / ratio.high - t, normal.far_excess(np.maximum(t, normal.TABULATED))))


@normal.centred.register
def _(u: Plain, density: Plain) -> Plain:
    """Far from 0 by Mills' ratio, near it by a power series."""
    size, square = np.abs(u.high), u.high * u.high
    near = size < 1
    series = 1.0
    inner = either(near, square, 0.0)
    for odd in range(31, 1, -2):
        series = 1.0 + inner / odd * series
    far = np.copysign(0.5 - density.high * normal.quick_tail(size) * _ROOT, u.high)
    return Plain(either(near, density.high * u.high * series, far))
