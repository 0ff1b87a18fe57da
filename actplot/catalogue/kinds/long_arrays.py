"""The contract of values, put round closed forms, which run over long arrays in blocks that a processor keeps near."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ...numerics.arrays import floats

BLOCK = 16384  # numbers: a pass over more of them waits for memory


def elementwise(method: Callable, order: int) -> Callable:
    """Put the contract of values round a closed form that is written for finite float64 arrays.

    The closed form runs in float64, so float32 answers are rounded once; nan stays nan, ±∞ gets
    the limit, points outside the domain get nan, and nothing warns.
    """

    @functools.wraps(method)
    def evaluate(self: Any, x: Any) -> np.ndarray:
        values, dtype = floats(x, self.call.dtype)
        if dtype == np.float32:
            self = self.in_float32()
        with np.errstate(all="ignore"):
            if values.size > BLOCK and _may_be_cut(self, values.shape):
                return _in_blocks(method, self, order, values, dtype)
            return _kept(method, self, order, values).astype(dtype)[()]

    return evaluate


def _may_be_cut(function: Any, shape: tuple[int, ...]) -> bool:
    """Whether a function counts each number alone, and every array that it holds has one number for each point."""
    return function.in_blocks and all(held.shape in (shape, ()) for held in _arrays(function).values())


def _arrays(function: Any) -> dict[str, np.ndarray]:
    return {name: held for name, held in vars(function).items() if isinstance(held, np.ndarray)}


def _in_blocks(method: Callable, function: Any, order: int, values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    result = np.empty(values.shape, dtype)
    into, points = result.reshape(-1), values.reshape(-1)
    arrays = {name: held.reshape(-1) for name, held in _arrays(function).items() if held.shape}
    for start in range(0, values.size, BLOCK):
        block = slice(start, start + BLOCK)
        part = function.altered(**{name: held[block] for name, held in arrays.items()}) if arrays else function
        into[block] = _kept(method, part, order, points[block])
    return result


def _kept(method: Callable, function: Any, order: int, values: np.ndarray) -> np.ndarray:
    """What a closed form gives, and what is promised of points that it is not written for."""
    result = method(function, values + 0.0)  # a slope beside a pole at −0 is that at 0
    finite = np.isfinite(values).all()
    if not finite:
        for side, asymptote in zip((-1, 1), function.asymptotes, strict=True):
            if asymptote is not None:
                result = np.where(values == side * np.inf, asymptote.limit(side, order), result)
    if not finite or np.shape(result) != values.shape or not _is_everywhere(function):
        low, high = function.domain
        result = np.where((values >= low) & (values <= high), result, np.nan)  # false for nan
    return result + 0.0  # no -0.0


def _is_everywhere(function: Any) -> bool:
    low, high = function.domain
    return bool(low == -np.inf and high == np.inf)
