"""Callables of torch tensors, which torch differentiates."""

import copy
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..callables import Called, Elsewhere, Unfit, checked, described, told_cut_off

_TRAINING = "It is in training mode: call .eval() on it in the file."


@dataclass(frozen=True)
class OfTensors(Called):
    """Takes a torch tensor, and returns one of its shape."""

    kind = "a PyTorch function"
    slopes_by = "torch.autograd"
    rounds: bool = False  # whether it takes float32 alone
    double: Callable | None = None  # what is called with float64, where that is another

    def values(self, x: np.ndarray) -> np.ndarray:
        torch = sys.modules["torch"]
        with torch.no_grad():
            given = self._tensor(x)
            kept = given.clone()
            result = self._result(given)
            if not torch.equal(torch.nan_to_num(given), torch.nan_to_num(kept)):
                self.remark("in place", "changes the tensor that it is given in place; it is given a copy here")
            return self._numbers(result, x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        torch = sys.modules["torch"]
        at = self._tensor(x).requires_grad_()
        result = self._result(at.clone())  # what changes its argument in place must not change a leaf
        for turn in range(order):
            if result.requires_grad:
                more = turn < order - 1
                (result,) = torch.autograd.grad(result.sum(), at, create_graph=more, allow_unused=True)
            else:
                result = None
            if result is None:
                return told_cut_off(self, x, turn, "PyTorch", "detach(), .data or .numpy()")
        return self._numbers(result, x)

    @property
    def advice(self) -> str:
        return _TRAINING if _differs_when_evaluated(self) else ""

    def _tensor(self, x: np.ndarray) -> Any:
        return sys.modules["torch"].from_numpy(x.astype(np.float32) if self.rounds else x.copy())

    def _result(self, at: Any) -> Any:
        """The tensor, of shape (n,), that a tensor of this shape gives."""
        return _tensor_from(self._for(at)(at))

    def _for(self, at: Any) -> Callable:
        return self.call if self.double is None or at.dtype == sys.modules["torch"].float32 else self.double

    def _numbers(self, result: Any, x: np.ndarray) -> np.ndarray:
        torch = sys.modules["torch"]
        if result.is_complex():
            raise Unfit("it returns complex numbers, not real numbers")
        if self.rounds:
            self.remark("dtype", "takes float32 alone, and is computed in it")
        elif result.is_floating_point():
            self.note_dtype(str(result.dtype).removeprefix("torch."), x.dtype)
        return checked(result.detach().cpu().to(torch.float64).numpy(), x)


class OfColumns(OfTensors):
    """Takes a torch tensor of shape (n, 1), as a network with one input and one output does."""

    def _result(self, at: Any) -> Any:
        result = _tensor_from(self._for(at)(at[:, None]))
        if result.shape != (len(at), 1):
            raise Unfit(f"for a tensor of shape {(len(at), 1)} it returns one of shape {tuple(result.shape)}")
        return result[:, 0]


class OfSingleTensors(OfTensors):
    """Takes a torch tensor of one number, and decides by its value."""

    kind = "a PyTorch function of one number"
    asked_for = "tensors"

    def _result(self, at: Any) -> Any:
        return sys.modules["torch"].stack([_tensor_from(self._for(at)(one)).reshape(()) for one in at.unbind()])


def _tensor_from(result: Any) -> Any:
    if not sys.modules["torch"].is_tensor(result):
        raise Elsewhere(f"it returns {described(result)}, not a tensor")
    return result


def ways_of_torch(call: Callable, at_home: bool) -> list[Called]:
    """How torch might call it, best first; none where the user's file has not imported torch.

    One that decides by the value of a number is taken for one of torch's where its own module works with torch.
    """
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "is_tensor"):
        return []
    if not isinstance(call, torch.nn.Module):
        return [OfTensors(call), OfTensors(call, rounds=True), *([OfSingleTensors(call)] if at_home else [])]
    usual, double = _copies(call)
    kinds = (OfTensors, OfColumns)
    alike = [kind(usual, rounds=rounds, double=double) for rounds in (False, True) for kind in kinds]
    return [*alike, OfSingleTensors(usual, double=double)]


def _copies(module: Any) -> tuple[Any, Any]:
    """The module beside the processor, and in float64; itself where it cannot be copied.

    Running means that a module keeps are those of a copy, so that what it is asked changes nothing.
    """
    try:
        usual = copy.deepcopy(module).cpu()
        return usual, copy.deepcopy(usual).double()
    except Exception:
        return module, None


def _differs_when_evaluated(called: OfTensors) -> bool:
    """Whether a module is in training mode, and gives other numbers than when it is evaluated."""
    if not getattr(called.call, "training", False):
        return False
    x = np.array([0.5, -2.0, 1.0])
    _, double = _copies(called.call)
    evaluated = type(called)(called.call, rounds=called.rounds, double=double and double.eval())
    return not np.allclose(called.values(x), evaluated.values(x), equal_nan=True)
