"""Callables of TensorFlow's tensors, which it differentiates."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..callables import Called, Elsewhere, checked, described, told_cut_off


@dataclass(frozen=True)
class OfTapes(Called):
    """Takes a tensor of TensorFlow's, and returns one of its shape."""

    kind = "a TensorFlow function"
    slopes_by = "tf.GradientTape"

    def values(self, x: np.ndarray) -> np.ndarray:
        return self._numbers(self._result(sys.modules["tensorflow"].constant(x)), x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        at = sys.modules["tensorflow"].constant(x)
        for turn in range(order):
            if self._derived(at, turn + 1) is None:
                return told_cut_off(self, x, turn, "TensorFlow", "stop_gradient(), .numpy() or a comparison")
        return self._numbers(self._derived(at, order), x)

    def _derived(self, at: Any, order: int) -> Any:
        if order == 0:
            return self._result(at)
        with sys.modules["tensorflow"].GradientTape() as tape:
            tape.watch(at)
            result = self._derived(at, order - 1)
        return tape.gradient(result, at)

    def _result(self, at: Any) -> Any:
        result = self.call(at)
        if not sys.modules["tensorflow"].is_tensor(result):
            raise Elsewhere(f"it returns {described(result)}, not a tensor")
        return result

    def _numbers(self, result: Any, x: np.ndarray) -> np.ndarray:
        if result.dtype.is_floating:
            self.note_dtype(result.dtype.name, x.dtype)
        return checked(np.asarray(result), x)


def ways_of_tensorflow(call: Callable) -> list[Called]:
    """How TensorFlow might call it; none where the user's file has not imported it."""
    return [OfTapes(call)] if hasattr(sys.modules.get("tensorflow"), "GradientTape") else []
