"""Finds out how a user's callable wants its numbers, by calling it with some."""

import inspect
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from .callables import PROBES, Called, Elsewhere, OfArrays, OfNumbers, Refused, Single, Unfit
from .frameworks.jax_arrays import OfJax, ways_of_jax
from .frameworks.tapes import OfTapes, ways_of_tensorflow
from .frameworks.tensors import OfTensors, ways_of_torch

_SEVERAL = (PROBES, PROBES[3:], PROBES[:2], (0.25, 0.5))  # as arrays, of which one may have values where others raise
_OF_LIBRARY: dict[str, Any] = {"torch": OfTensors, "jax": OfJax, "jaxlib": OfJax, "tensorflow": OfTapes}


def adapted(call: Callable) -> Called:
    """How a callable wants its numbers: tried on some, arrays first."""
    problems: list[Exception] = []
    for one in _ways(call):
        try:
            return _unreduced(_settled(one), problems)
        except Refused:
            raise
        except Exception as error:
            problems.append(error)
    raise _worst(problems)


def _ways(call: Callable) -> list[Called]:
    """All that might be, best first. A module of torch is called by torch alone."""
    homes = _libraries(call)
    of_torch = ways_of_torch(call, "torch" in homes)
    if of_torch and _is_module(call):
        return of_torch
    others = [*of_torch, *ways_of_jax(call, "jax" in homes), *ways_of_tensorflow(call)]
    return [OfArrays(call), *others, OfArrays(call, rounds=True), OfNumbers(call)]


def _is_module(call: Callable) -> bool:
    return hasattr(call, "forward") and hasattr(call, "named_parameters")


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
    if isinstance(one, OfArrays) and not one.rounds:
        result = _first_that_works([lambda x=few: one.call(np.array(x)) for few in _SEVERAL])
        kind = _OF_LIBRARY.get(type(result).__module__.partition(".")[0])
        if kind is not None:
            return _settled_of_framework(kind, one.call)
        if (other := _differentiated(one)) is not None:
            return other
    alone = [(x,) for x in PROBES] if one.asked_for != "arrays" else []
    _first_that_works([lambda x=few: _values_of_any_number(one, np.array(x)) for few in (alone or _SEVERAL)])
    one.remarks.clear()  # of what it is tried on
    return one


def _values_of_any_number(one: Called, x: np.ndarray) -> None:
    """Call it with several numbers, and with one more: a layer with two inputs takes two alone."""
    one.values(x)
    one.values(np.append(x, x[:1]))


def _differentiated(one: OfArrays) -> Called | None:
    """What takes arrays of NumPy, as a callable of the framework that its file works with, where this has slopes.

    x.round() means something in both, but only one of them asks a user's class for its gradient.
    """
    for library in sorted(_libraries(one.call)):
        other, x = _OF_LIBRARY[library](one.call), np.array(PROBES)
        try:
            same = np.array_equal(other.values(x), one.values(x), equal_nan=True)
            if same and np.isfinite(other.slopes(x, 1)).any() and "gradient" not in other.remarks:
                other.remarks.clear()
                return other
        except Exception:
            continue
    return None


def _libraries(call: Callable) -> set[str]:
    """The frameworks that a callable's own module has names of."""
    inner = inspect.unwrap(getattr(call, "func", call))
    module = sys.modules.get(getattr(inner, "__module__", None) or type(inner).__module__)
    names = getattr(inner, "__globals__", None) or getattr(module, "__dict__", {})
    homes = {_home(value) for value in names.values()}
    return {library for library in ("torch", "jax", "tensorflow") if library in homes}


def _home(value: Any) -> str:
    name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "")
    return name.partition(".")[0] if isinstance(name, str) else ""


def _settled_of_framework(kind: Any, call: Callable) -> Called:
    try:
        return _settled(kind(call))
    except Unfit:
        raise
    except Exception:
        return _settled(kind(call, rounds=True)) if kind in (OfTensors, OfJax) else _settled(kind(call))


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
    raised = [one for one in problems if not isinstance(one, Elsewhere | TypeError | AttributeError)]
    return (unfit or raised or problems)[0 if unfit or raised else -1]
