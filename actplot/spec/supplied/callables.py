"""What a user's object is: a callable of NumPy arrays, of single numbers, of torch tensors or of JAX arrays."""

import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ...errors import SuppliedError, quoted

PROBES = (-2.0, -0.5, 0.25, 1.0, 3.0)  # at some of which a function must have a value
_SEVERAL = (PROBES, PROBES[3:], PROBES[:2], (0.25, 0.5))  # as arrays, of which one may have values where others raise


class Unfit(Exception):
    """What a callable returned is no array of numbers of the shape asked."""


@dataclass(frozen=True)
class Called(ABC):
    """A callable, and how it is called and differentiated."""

    call: Callable
    kind: ClassVar[str]
    has_slopes: ClassVar[bool] = False  # whether a framework differentiates it

    @abstractmethod
    def values(self, x: np.ndarray) -> np.ndarray:
        """At an array of shape (n,), float32 or float64, which a callable gets a copy of."""

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        """The derivative of this order by the framework itself."""
        raise NotImplementedError


class OfArrays(Called):
    """Takes a NumPy array, and returns one of its shape."""

    kind = "a NumPy function"

    def values(self, x: np.ndarray) -> np.ndarray:
        given = x.copy()
        result = checked(self.call(given), x)
        if not np.array_equal(given, x, equal_nan=True):
            raise SuppliedError("it changes the array that it is given in place. Let it return a new one.")
        return result


class OfNumbers(Called):
    """Takes one float, and returns one."""

    kind = "a function of one number"

    def values(self, x: np.ndarray) -> np.ndarray:
        return np.array([_number(self.call(one)) for one in x.tolist()], x.dtype)


class OfTensors(Called):
    """Takes a torch tensor; torch differentiates it."""

    kind = "a PyTorch function"
    has_slopes = True

    def values(self, x: np.ndarray) -> np.ndarray:
        torch = sys.modules["torch"]
        with torch.no_grad():
            return checked(self.call(torch.from_numpy(x.copy())).detach().cpu().numpy(), x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        torch = sys.modules["torch"]
        at = torch.from_numpy(x.copy()).requires_grad_()
        result = self.call(at)
        for turn in range(order):
            if not result.requires_grad:  # a constant
                return np.zeros_like(x)
            (result,) = torch.autograd.grad(result.sum(), at, create_graph=turn < order - 1, allow_unused=True)
            if result is None:
                return np.zeros_like(x)
        return checked(result.detach().cpu().numpy(), x)


class OfJax(Called):
    """Takes a JAX array; JAX differentiates it, in the precision of the numbers asked."""

    kind = "a JAX function"
    has_slopes = True

    def values(self, x: np.ndarray) -> np.ndarray:
        with _precise():
            return checked(np.asarray(self.call(sys.modules["jax"].numpy.asarray(x))), x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        jax = sys.modules["jax"]
        slope = self.call
        for _ in range(order):
            slope = jax.grad(lambda at, inner=slope: inner(at).sum())
        with _precise():
            return checked(np.asarray(slope(jax.numpy.asarray(x))), x)


def _precise() -> Any:
    """JAX with float64, which it does not have by default."""
    return sys.modules["jax"].enable_x64(True) if hasattr(sys.modules["jax"], "enable_x64") else _experimental()


def _experimental() -> Any:
    from jax.experimental import enable_x64  # type: ignore[import-not-found,unused-ignore]

    return enable_x64()


def checked(result: Any, x: np.ndarray) -> np.ndarray:
    """The result as an array of the shape and type of x. Raises `Unfit` in words for what is none."""
    if isinstance(result, str | bytes) or result is None or inspect.isgenerator(result):
        raise Unfit(f"it returns {_described(result)}, not numbers")
    found = np.asarray(result)
    if found.dtype.kind not in "fiub":
        raise Unfit(f"it returns {_described(result)} of {found.dtype.name}, not real numbers")
    if found.shape != x.shape:
        if found.ndim == 0:
            raise Unfit(f"for {x.size} numbers it returns only one. Is it a loss that is reduced, or a constant?")
        raise Unfit(f"for an array of shape {x.shape} it returns one of shape {found.shape}")
    return found.astype(x.dtype)


def _number(result: Any) -> float:
    if isinstance(result, bool | int | float | np.floating | np.integer):
        return float(result)
    if getattr(result, "shape", None) == ():
        return float(result)
    raise Unfit(f"it returns {_described(result)}, not a number")


def _described(result: Any) -> str:
    if result is None:
        return "None"
    name = type(result).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def adapted(call: Callable) -> Called:
    """How a callable wants its numbers: tried on some, arrays first."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(call, torch.nn.Module):
        return OfTensors(call)
    tried = [OfArrays(call), *([OfTensors(call)] if torch is not None else []), OfNumbers(call)]
    problems = []
    for one in tried:
        try:
            return _settled(one)
        except SuppliedError:
            raise
        except Exception as error:
            problems.append(error)
    raise _worst(problems)


def _settled(one: Called) -> Called:
    """The same, if it has values; what returns the arrays of a framework is a callable of that framework."""
    if not isinstance(one, OfArrays):
        _first_that_works([lambda x=probe: one.values(np.array([x])) for probe in PROBES])
        return one
    result, probes = _first_that_works([lambda x=few: (one.call(np.array(x)), np.array(x)) for few in _SEVERAL])
    library = type(result).__module__.partition(".")[0]
    if library == "torch":
        return OfTensors(one.call)
    if library in ("jax", "jaxlib"):
        return OfJax(one.call)
    one.values(probes)
    return one


def _first_that_works(ways: Sequence[Callable]) -> Any:
    """What the first of some calls returns that does not raise; raises what the first one raises where all do."""
    problems = []
    for way in ways:
        try:
            return way()
        except Exception as error:
            problems.append(error)
    raise problems[0]


def _worst(problems: list[Exception]) -> Exception:
    """The one that says most: what is returned and unfit, before what the last way of calling raised."""
    unfit = [one for one in problems if isinstance(one, Unfit)]
    return (unfit or problems)[0 if unfit else -1]


def callable_of(found: Any, values: dict[str, Any], name: str) -> Callable:
    """The callable that an object is, or makes with these settings. Raises `SuppliedError` where it is none."""
    if inspect.isclass(found) or _makes_callables(found):
        found = found(**values)
        values = {}
    if not callable(found):
        raise SuppliedError(f"{quoted(name)} is {_described(found)}, and cannot be called")
    if not values:
        return found
    return lambda x: found(x, **values)


def settings_of(found: Any) -> dict[str, float]:
    """The parameters with defaults that are numbers, by name, in their order."""
    known = _parameters(found)
    if inspect.isclass(found) or _makes_callables(found):
        return {one.name: float(one.default) for one in known if _is_number(one.default)}
    return {one.name: float(one.default) for one in known[1:] if _is_number(one.default)}


def refuse_arguments(found: Any, name: str) -> None:
    """Raise `SuppliedError` for a class that needs arguments, and for a function of none or of several variables."""
    needed = [one.name for one in _parameters(found) if one.default is inspect.Parameter.empty]
    if inspect.isclass(found):
        if needed:
            raise SuppliedError(
                f"{name} is a class that needs {', '.join(needed)}. Make an instance in the file, and name it."
            )
    elif len(needed) > 1:
        _, *rest = needed
        raise SuppliedError(
            f"{name} takes {len(needed)} arguments without defaults, {', '.join(needed)}; a function of one variable "
            f"takes one. Give {', '.join(rest)} a default: it is a parameter then, set by {name}:{rest[0]}=0.5"
        )


def _parameters(found: Any) -> list[inspect.Parameter]:
    try:
        known = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):  # of compiled code, such as a ufunc
        return []
    return [one for one in known if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]


def _makes_callables(found: Any) -> bool:
    """Whether a function has parameters with defaults alone, so that it makes the function that is meant."""
    if not inspect.isfunction(found):
        return False
    known = _parameters(found)
    varying = any(one.kind is one.VAR_POSITIONAL for one in inspect.signature(found).parameters.values())
    return not varying and all(one.default is not inspect.Parameter.empty for one in known)


def _is_number(default: Any) -> bool:
    return isinstance(default, int | float) and not isinstance(default, bool)
