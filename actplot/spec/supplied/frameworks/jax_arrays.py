"""Callables of JAX arrays, which JAX differentiates."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..callables import Called, Elsewhere, checked, described

_SMALLEST, _RATIO = 64, 32  # of the sizes of arrays: JAX compiles anew for each


@dataclass(frozen=True)
class OfJax(Called):
    """Takes a JAX array, and returns one of its shape; in the precision of the numbers asked."""

    kind = "a JAX function"
    slopes_by = "jax.grad"
    rounds: bool = False  # whether it takes float32 alone

    def values(self, x: np.ndarray) -> np.ndarray:
        return self._asked(self._whole(self.call), x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        return self._asked(self._derived(order), x)

    def _whole(self, call: Callable) -> Callable:
        """What takes an array, of a function that JAX calls."""
        return call

    def _derived(self, order: int) -> Callable:
        slope = self.call
        for _ in range(order):
            slope = sys.modules["jax"].grad(lambda at, inner=slope: inner(at).sum())
        return slope

    def _asked(self, way: Callable, x: np.ndarray) -> np.ndarray:
        given = _padded(x.astype(np.float32) if self.rounds else x)
        with _precise():
            result = way(sys.modules["jax"].numpy.asarray(given))
            if not isinstance(result, sys.modules["jax"].Array):
                raise Elsewhere(f"it returns {described(result)}, not an array of JAX")
            self._note(result.dtype, x.dtype)
            return checked(np.asarray(result, dtype=_plain(result.dtype)), given)[: x.size].astype(x.dtype)

    def _note(self, returned: Any, given: np.dtype) -> None:
        if self.rounds:
            self.remark("dtype", "takes float32 alone, and is computed in it")
        elif returned.kind not in "iubc":
            self.note_dtype(returned, given)


class OfMapped(OfJax):
    """Takes one number of JAX's, as what jax.grad returns does, and is mapped over arrays by jax.vmap."""

    def _whole(self, call: Callable) -> Callable:
        return sys.modules["jax"].vmap(call)

    def _derived(self, order: int) -> Callable:
        slope = self.call
        for _ in range(order):
            slope = sys.modules["jax"].grad(slope)
        return self._whole(slope)


class OfSingles(OfMapped):
    """Takes one number of JAX's, and decides by its value."""

    kind = "a JAX function of one number"
    asked_for = "tensors"

    def _whole(self, call: Callable) -> Callable:
        return call

    def _asked(self, way: Callable, x: np.ndarray) -> np.ndarray:
        given = x.astype(np.float32) if self.rounds else x
        with _precise():
            return np.array([_single(way(one)) for one in given], x.dtype)  # of NumPy, which are compared at once


def _single(result: Any) -> float:
    return float(checked(np.asarray(result, dtype=_plain(np.result_type(result))), np.zeros(())))


def _plain(dtype: Any) -> Any:
    """Bfloat16, which NumPy does not know, as float32."""
    return dtype if dtype.kind in "fiubc" else np.float32


def _padded(x: np.ndarray) -> np.ndarray:
    """Filled up with its last number to one of few sizes."""
    size = _SMALLEST
    while size < x.size:
        size *= _RATIO
    return np.concatenate([x, np.full(size - x.size, x[-1])]) if x.size else x


@contextlib.contextmanager
def _precise() -> Iterator[None]:
    """JAX with float64, which it does not have by default."""
    jax = sys.modules["jax"]
    if hasattr(jax, "enable_x64"):
        with jax.enable_x64(True):
            yield
        return
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    try:
        yield
    finally:
        jax.config.update("jax_enable_x64", before)


def ways_of_jax(call: Callable, at_home: bool) -> list[Called]:
    """How JAX might call a function that takes no NumPy array; none where the user's file has not imported JAX.

    One that decides by the value of a number is taken for one of JAX's where its own module works with JAX.
    """
    if not hasattr(sys.modules.get("jax"), "vmap"):
        return []
    return [OfMapped(call), OfMapped(call, rounds=True), *([OfSingles(call)] if at_home else [])]
