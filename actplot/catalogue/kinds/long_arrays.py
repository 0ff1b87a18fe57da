"""The contract of values, put round closed forms, which run over long arrays in blocks that a processor keeps near."""

import functools
import math
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from ...frozen import record
from ...numerics import plain
from ...numerics.arrays import floats
from ...numerics.wide import watching

BLOCK = 16384  # numbers: where a closed form holds many arrays at a time, one over more of them waits for memory
_FEW_ARRAYS = 4  # times as long are the blocks of one that holds few
_ZEROS = 512  # of each sign, at which functions are asked whether they tell them apart


def elementwise(method: Callable, order: int) -> Callable:
    """Put the contract of values round a closed form that is written for finite float64 arrays.

    The closed form runs in float64, so float32 answers are rounded once; nan stays nan, ±∞ gets
    the limit, points outside the domain get nan, and nothing warns.
    """

    @functools.wraps(method)
    def evaluate(self: Any, x: Any, *, exact: bool = True) -> np.ndarray:
        with plain.to_digits(exact):
            return evaluated(self, lambda function, x: (method(function, x),), (order,), x)[0]

    return evaluate


def evaluated(function: Any, method: Callable, orders: tuple[int, ...], x: Any) -> tuple[np.ndarray, ...]:
    """What closed forms give that are computed together, under the same contract."""
    values, dtype = floats(x, function.call.dtype)
    if not values.size:
        return tuple(np.empty(values.shape, dtype) for _ in orders)
    if dtype == np.float32:
        function = function.in_float32()
    with np.errstate(all="ignore"), plain.answering(dtype):
        return tuple(result[()] for result in _answered(_Asked(function, method, orders), values, dtype))


@record
class _Asked:
    """Closed forms of a function, which give its derivatives of some orders."""

    function: Any
    method: Callable
    orders: tuple[int, ...]

    @cached_property
    def arrays(self) -> dict[str, np.ndarray]:
        """Those that the function holds, with one number for each point."""
        return {name: held for name, held in vars(self.function).items() if isinstance(held, np.ndarray) and held.ndim}

    def may_be_cut(self, shape: tuple[int, ...]) -> bool:
        return self.function.in_blocks and all(held.shape == shape for held in self.arrays.values())

    def flat(self) -> "_Asked":
        return self._holding({name: held.reshape(-1) for name, held in self.arrays.items()})

    def part(self, chosen: Any) -> "_Asked":
        """The same of some points, in the first of which those of its arrays are."""
        return self._holding({name: held[chosen] for name, held in self.arrays.items()})

    def _holding(self, arrays: dict[str, np.ndarray]) -> "_Asked":
        return replace(self, function=self.function.altered(**arrays)) if arrays else self

    def numbers(self, values: np.ndarray, everywhere: bool | None = None) -> Sequence[np.ndarray]:
        """What the closed forms give, and what is promised of points that they are not written for."""
        everywhere = self.reaches(values) if everywhere is None else everywhere
        # A slope beside a pole at −0 is that at 0.
        return self.kept(self.method(self.function, np.add(values, 0.0)), values, everywhere)

    def kept(self, results: Sequence[np.ndarray], values: np.ndarray, everywhere: bool) -> Sequence[np.ndarray]:
        """The same results, and where the closed forms are not written for all values what is promised of the rest."""
        if everywhere and all(np.shape(result) == values.shape for result in results):
            return results
        return [self._kept(*one, values) for one in zip(self.orders, results, strict=True)]

    def reaches(self, values: np.ndarray) -> bool:
        """Whether all values are finite, and there are some, and within the domain."""
        if not values.size:
            return False
        low, high = self.function.domain
        if low == -math.inf and high == math.inf and math.isfinite(np.einsum("i->", values.reshape(-1))):
            return True  # the quickest sum: it is finite for no others, and rarely infinite for these
        least, greatest = values.min(), values.max()  # nan where one is
        return bool(-np.inf < least and greatest < np.inf and low <= least and greatest <= high)

    def _kept(self, order: int, result: np.ndarray, values: np.ndarray) -> np.ndarray:
        for side, asymptote in zip((-1, 1), self.function.asymptotes, strict=True):
            if asymptote is not None:
                result = np.where(values == side * np.inf, asymptote.limit(side, order), result)
        return np.where(self.covers(values), result, np.nan)

    def tells_zeros_apart(self) -> bool:
        """Whether −0 and 0 give other numbers than each other."""
        zeros = np.repeat([-0.0, 0.0], _ZEROS)
        found = [np.broadcast_to(result, zeros.shape) + 0.0 for result in self.method(self.function, zeros)]
        return any(one[:_ZEROS].tobytes() != one[_ZEROS:].tobytes() for one in found)

    def covers(self, values: np.ndarray) -> np.ndarray:
        low, high = self.function.domain
        return (values >= low) & (values <= high)  # false for nan


def _compute(asked: _Asked, points: np.ndarray, parts: list[np.ndarray], lost: np.ndarray | None = None) -> None:
    """Write the numbers at all points into their places, block by block, and mark what is lost on the way."""
    length = BLOCK * _FEW_ARRAYS if asked.function.few_passes else BLOCK
    blocks = [slice(start, start + length) for start in range(0, points.size, length)]
    everywhere = asked.reaches(points)
    if lost is None and everywhere and not asked.arrays and len(blocks) > 1 and not asked.tells_zeros_apart():
        for block in blocks:
            _write(asked.method(asked.function, points[block]), parts, block)
        return
    for block in blocks:
        with nullcontext() if lost is None else watching(lost[block]):
            numbers = asked.part(block).numbers(points[block], everywhere if everywhere or len(blocks) == 1 else None)
        _write(numbers, parts, block)


def _write(numbers: Sequence[np.ndarray], parts: list[np.ndarray], block: slice) -> None:
    for into, some in zip(parts, numbers, strict=True):
        np.add(some, 0.0, into[block])  # no -0.0


def _answered(asked: _Asked, values: np.ndarray, dtype: np.dtype) -> list[np.ndarray]:
    if not asked.may_be_cut(values.shape):
        return [(result + 0.0).astype(dtype) for result in asked.numbers(values)]  # no -0.0
    results = [np.empty(values.shape, dtype) for _ in asked.orders]
    parts, points, asked = [result.reshape(-1) for result in results], values.reshape(-1), asked.flat()
    if plain.needed() == plain.ALL:
        _compute(asked, points, parts)
        return results
    lost = np.zeros(points.size, bool)
    _compute(asked, points, parts, lost)
    if np.any(lost):
        lost &= asked.covers(points)
        with plain.all_digits():
            for into, some in zip(parts, asked.part(lost).numbers(points[lost]), strict=True):
                into[lost] = some + 0.0
    return results
