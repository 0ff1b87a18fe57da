"""The contract of values, put round closed forms, which run over long arrays in blocks that a processor keeps near."""

import functools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...numerics import plain
from ...numerics.arrays import floats
from ...numerics.wide import watching

BLOCK = 16384  # numbers: a pass over more of them waits for memory


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
    if dtype == np.float32:
        function = function.in_float32()
    with np.errstate(all="ignore"), plain.answering(dtype):
        return tuple(result[()] for result in _answered(_Asked(function, method, orders), values, dtype))


@dataclass(frozen=True)
class _Asked:
    """Closed forms of a function, which give its derivatives of some orders."""

    function: Any
    method: Callable
    orders: tuple[int, ...]

    @property
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

    def numbers(self, values: np.ndarray, scratch: np.ndarray | None = None) -> list[np.ndarray]:
        """What the closed forms give, and what is promised of points that they are not written for."""
        finite = values.size > 0 and bool(np.isfinite(values).all())  # of none there is no least one
        positive = np.add(values, 0.0, out=scratch)  # a slope beside a pole at −0 is that at 0
        results = self.method(self.function, positive)
        return [self._kept(*one, values, finite) for one in zip(self.orders, results, strict=True)]

    def _kept(self, order: int, result: np.ndarray, values: np.ndarray, finite: bool) -> np.ndarray:
        if not finite:
            for side, asymptote in zip((-1, 1), self.function.asymptotes, strict=True):
                if asymptote is not None:
                    result = np.where(values == side * np.inf, asymptote.limit(side, order), result)
        low, high = self.function.domain
        inside = (
            finite
            and (low == -np.inf or values.min(initial=np.inf) >= low)
            and (high == np.inf or values.max(initial=-np.inf) <= high)
        )
        return result if inside and np.shape(result) == values.shape else np.where(self.covers(values), result, np.nan)

    def covers(self, values: np.ndarray) -> np.ndarray:
        low, high = self.function.domain
        return (values >= low) & (values <= high)  # false for nan


def _compute(asked: _Asked, points: np.ndarray, parts: list[np.ndarray], lost: np.ndarray | None = None) -> None:
    """Write the numbers at all points into their places, block by block, and mark what is lost on the way."""
    scratch, has_arrays = np.empty(min(BLOCK, points.size)), bool(asked.arrays)
    for start in range(0, points.size, BLOCK):
        block = slice(start, start + BLOCK)
        part = asked.part(block) if has_arrays else asked
        with nullcontext() if lost is None else watching(lost[block]):
            numbers = part.numbers(points[block], scratch[: points.size - start])
        for into, some in zip(parts, numbers, strict=True):
            np.add(some, 0.0, out=into[block])  # no -0.0


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
