"""What a user's object is: a callable of NumPy arrays, of single numbers, of torch tensors or of JAX arrays."""

import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

PROBES = (-2.0, -0.5, 0.25, 1.0, 3.0)  # at some of which a function must have a value
_SEVERAL = (PROBES, PROBES[3:], PROBES[:2], (0.25, 0.5))  # as arrays, of which one may have values where others raise


class Unfit(Exception):
    """What a callable returned is no array of numbers of the shape asked."""


class Refused(Unfit):
    """What it does is wrong however it is called."""


@dataclass(frozen=True)
class Called(ABC):
    """A callable, and how it is called and differentiated."""

    call: Callable
    other_dtype: list[str] = field(default_factory=list, compare=False)  # that it returned, where it was not the given
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
        result = self.call(given)
        if not np.array_equal(given, x, equal_nan=True):
            raise Refused("it changes the array that it is given in place. Let it return a new one.")
        found = checked(result, x)
        self._note_dtype(getattr(result, "dtype", x.dtype), x.dtype)
        return found

    def _note_dtype(self, returned: Any, given: np.dtype) -> None:
        if returned != given and not self.other_dtype:
            self.other_dtype.append(str(returned))


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
    if isinstance(result, str | bytes | dict | set) or result is None or inspect.isgenerator(result):
        raise Unfit(f"it returns {described(result)}, not numbers")
    found = _array(result)
    if found.dtype.kind == "O":
        found = _from_objects(found)
    if found.dtype.kind not in "fiub":
        raise Unfit(f"it returns {_kind_of(found)}, not real numbers")
    if found.shape != x.shape:
        if found.ndim == 0:
            raise Single(f"for {x.size} numbers it returns only one. Is it a loss that is reduced, or a constant?")
        raise Unfit(f"for an array of shape {x.shape} it returns one of shape {found.shape}")
    return found.astype(x.dtype)


class Single(Unfit):
    """For several numbers one was returned."""


_KINDS = {"c": "complex numbers", "U": "texts", "S": "bytes", "O": "objects", "M": "dates", "m": "times"}


def _kind_of(found: np.ndarray) -> str:
    return _KINDS.get(found.dtype.kind, found.dtype.name)


def _array(result: Any) -> np.ndarray:
    try:
        return np.asarray(np.ma.filled(result.astype(float), np.nan) if np.ma.isMaskedArray(result) else result)
    except (ValueError, TypeError) as error:
        raise Unfit(f"it returns {described(result)} that is no array of numbers: {error}") from None


def _from_objects(found: np.ndarray) -> np.ndarray:
    """Numbers that Python has objects for, such as fractions, as floats; unchanged where some are none."""
    try:
        return np.array([_number(one) for one in found.ravel()]).reshape(found.shape)
    except Unfit:
        return found


def _number(result: Any) -> float:
    single = np.ndim(result) == 0 if hasattr(result, "__array__") else True
    number = hasattr(result, "__float__") and not isinstance(result, str | bytes | complex | np.complexfloating)
    if single and number and not np.iscomplexobj(result):
        return float(result)
    raise Unfit(f"it returns {described(result)}, not a number")


def described(value: Any) -> str:
    """What a value is: its type, with an article."""
    if value is None:
        return "None"
    name = {"ndarray": "array", "str": "text", "type": "class"}.get(type(value).__name__, type(value).__name__)
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def adapted(call: Callable) -> Called:
    """How a callable wants its numbers: tried on some, arrays first."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(call, torch.nn.Module):
        return OfTensors(call)
    tried = [OfArrays(call), *([OfTensors(call)] if torch is not None else []), OfNumbers(call)]
    problems: list[Exception] = []
    for one in tried:
        try:
            return _unreduced(_settled(one), problems)
        except Refused:
            raise
        except Exception as error:
            problems.append(error)
    raise _worst(problems)


def _unreduced(one: Called, problems: list[Exception]) -> Called:
    """The same; what made one number of several is called with one at a time if that is a constant, and else is told.

    Raises `Refused`: the mean of squares gives x² for one number, which is not what it is.
    """
    reduced = [problem for problem in problems if isinstance(problem, Single)]
    if reduced and len(set(one.values(np.array(PROBES)).tolist())) > 1:
        raise Refused(str(reduced[0]))
    return one


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
        except Refused:
            raise
        except Exception as error:
            problems.append(error)
    raise problems[0]


def _worst(problems: list[Exception]) -> Exception:
    """The one that says most: what is returned and unfit, before what the last way of calling raised."""
    unfit = [one for one in problems if isinstance(one, Unfit)]
    return (unfit or problems)[0 if unfit else -1]
