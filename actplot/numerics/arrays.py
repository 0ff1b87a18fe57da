"""Reads what a caller gives as numbers into arrays of float64, and chooses between arrays."""

import sys
from typing import Any

import numpy as np

from ..errors import BadInput


def floats(x: Any, dtype: str = "") -> tuple[np.ndarray, np.dtype]:
    """A read-only float64 array of the input and the dtype that the answer shall have.

    That is float32 for float32 and float64 for all other real numbers, among them integers of any size, fractions and
    decimals. Of a Series or DataFrame the numbers are taken and the labels are not. A dtype that is named rounds the
    input first, and is that of the answer.

    Raises `BadInput` for what holds anything else, places that are masked, or numbers that are too large for a float64.
    """
    try:
        given = x if type(x) is np.ndarray and x.dtype == np.float64 else _array(x)
        values = _narrowed(given) if given.dtype.itemsize > 8 else given.astype(np.float64, copy=False).view()
        if dtype:
            with np.errstate(over="ignore"):
                given = values.astype(dtype)
            values = given.astype(np.float64)
    except MemoryError:
        raise
    except Exception as error:  # each library has errors of its own, such as for a tensor that needs a gradient
        raise BadInput(f"expected real numbers that fit a float64, got {type(x).__name__} ({error})") from None
    values.flags.writeable = False
    single = given.dtype.kind == "f" and given.dtype.itemsize == 4  # of either byte order
    return values, np.dtype(np.float32 if single else np.float64)


def _array(x: Any) -> np.ndarray:
    """The input as an array of real numbers of any kind."""
    if _has_masked(x):
        raise TypeError("some of its places are masked: give its compressed(), or its filled() with a number")
    given = np.asarray(x)
    if given.dtype.kind == "O":
        return np.array(list(map(_number, given.flat)), np.float64).reshape(given.shape)
    # Kind V are records, and what other libraries add to numpy, such as bfloat16.
    if given.dtype.kind not in "biuf" and (given.dtype.kind != "V" or issubclass(given.dtype.type, np.void)):
        raise TypeError(f"dtype {given.dtype}")
    return given


def _narrowed(given: np.ndarray) -> np.ndarray:
    """A longdouble in float64, where that has room for it."""
    with np.errstate(over="raise"):
        return given.astype(np.float64)


def _has_masked(x: Any) -> bool:
    """Whether an array, or one of a list of them, has places that are masked."""
    masked = sys.modules.get("numpy.ma")  # no array is masked before it is loaded
    parts = x if isinstance(x, list | tuple) else (x,)
    return bool(masked) and any(isinstance(one, masked.MaskedArray) and masked.is_masked(one) for one in parts)


def _number(given: Any) -> float:
    """One that numpy has no type for; float would also read a text, and numpy None as nan."""
    if isinstance(given, str | bytes | bytearray):
        raise TypeError(f"a text, {given!r:.80}")
    return float(given)


_FEW = 512  # numbers, of which one pass with branches is cheaper than five without
_ZEROS = np.zeros(1 << 17)


def either(condition: np.ndarray, first: Any, second: Any) -> np.ndarray:
    """The first floats where the condition holds, else the second: `np.where` without branches.

    No processor guesses which sign comes next, and a wrong guess costs more than an exponential.
    """
    if np.size(condition) < _FEW:
        return np.where(condition, first, second)
    if np.shape(first) == np.shape(condition) and np.all(condition):
        return np.array(first, np.float64)
    mask = np.subtract(0, condition, dtype=np.int64)  # all bits where it holds
    one, other = (np.asarray(floats, np.float64).view(np.int64) for floats in (first, second))
    mask = np.bitwise_and(mask, one ^ other)
    return np.bitwise_xor(mask, other, out=mask).view(np.float64)


def by_sign(x: np.ndarray, negative: np.ndarray, other: Any) -> np.ndarray:
    """The same by the sign of floats, for numbers that agree at 0: in half the time."""
    if x.size < _FEW:
        return np.where(x < 0, negative, other)
    mask = x.view(np.int64) >> 63  # all bits below 0
    if np.ndim(other) == 0 and other == 0:
        return np.bitwise_and(mask, negative.view(np.int64), out=mask).view(np.float64)
    bits = np.asarray(other, np.float64).view(np.int64)
    np.bitwise_and(mask, np.asarray(negative, np.float64).view(np.int64) ^ bits, out=mask)
    return np.bitwise_xor(mask, bits, out=mask).view(np.float64)


def at_least_0(x: np.ndarray) -> np.ndarray:
    """The larger of each number and 0, which numpy finds faster of two arrays than of one and a number."""
    return np.maximum(x, _ZEROS[: x.size] if x.ndim == 1 and x.size <= _ZEROS.size else 0.0)


def arithmetic(numbers: list[Any]) -> Any:
    """The functions of mpmath, such as exp, for numbers of mpmath: an entry need not load it for its definition."""
    return numbers[0].context


def distinct(numbers: Any) -> np.ndarray:
    """Numbers in their order, each once, as `np.unique` gives them of what is not nan, but without `numpy.ma`."""
    ordered = np.sort(np.asarray(numbers, dtype=np.float64), axis=None)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: ordered.size]]
