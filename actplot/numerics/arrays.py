"""Reads what a caller gives as numbers into arrays of float64."""

from typing import Any

import numpy as np

from ..errors import BadInput


def floats(x: Any, dtype: str = "") -> tuple[np.ndarray, np.dtype]:
    """A read-only float64 array of the input and the dtype that the answer shall have: its own, or one that is named.

    A named one rounds the input first.
    """
    try:
        given = np.asarray(x)
        if given.dtype.kind not in "biufO":
            raise TypeError(f"dtype {given.dtype}")
        if given.dtype.kind == "O":  # numpy would read None as nan
            given = np.array([float(number) for number in given.flat]).reshape(given.shape)
        values = given.astype(np.float64, copy=False).view()
        if dtype:
            with np.errstate(over="ignore"):
                given = values.astype(dtype)
            values = given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"expected real numbers that fit a float64, got {type(x).__name__} ({error})") from None
    values.flags.writeable = False
    keeps = given.dtype.kind == "f" and given.dtype.itemsize in (4, 8)
    return values, given.dtype if keeps else np.dtype(np.float64)


def arithmetic(numbers: list[Any]) -> Any:
    """The functions of mpmath, such as exp, for numbers of mpmath: an entry need not load it for its definition."""
    return numbers[0].context
