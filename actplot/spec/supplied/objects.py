"""What an object of a user's file takes before it is called: its parameters, and the callable that they make."""

import dataclasses
import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ...errors import SuppliedError, quoted
from .callables import described

_VARYING = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def callable_of(found: Any, values: dict[str, Any], name: str) -> Callable:
    """The callable that an object is, or makes with these settings. Raises `SuppliedError` where it is none."""
    if inspect.isclass(found):
        return _made(found(**values), name)
    if _is_record(found):
        return _made(dataclasses.replace(found, **values) if values else found, name)
    if _makes_callables(found):
        return _made(found(**values), name)
    return partial(_made(found, name), **values) if values else _made(found, name)


def _made(found: Any, name: str) -> Callable:
    if not callable(found):
        what = "has instances that" if inspect.isclass(found) else f"is {described(found)}, and"
        raise SuppliedError(f"{quoted(name)} {what} cannot be called. Name a function, or what has a __call__.")
    return found


def settings_of(found: Any) -> dict[str, float]:
    """The parameters with defaults that are numbers, by name, in their order."""
    if _is_record(found):
        named = [(one.name, getattr(found, one.name)) for one in dataclasses.fields(found) if one.init]
    else:
        known = _parameters(found)
        whole = inspect.isclass(found) or _makes_callables(found)
        named = [(one.name, one.default) for one in (known if whole else known[1:])]
    return {name: float(value) for name, value in named if _is_number(value)}


def refuse_arguments(found: Any, name: str) -> None:
    """Raise `SuppliedError` for a class that needs arguments, and for a function of none or of several variables."""
    known = _parameters(found)
    needed = [one.name for one in known if one.default is inspect.Parameter.empty]
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
    if isinstance(found, np.ufunc):  # of which older versions of NumPy show no signature
        names = ("x",) if found.nin == 1 else [f"x{number}" for number in range(1, found.nin + 1)]
        return [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in names]
    try:
        known = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):  # of compiled code
        return []
    return [one for one in known if one.kind not in _VARYING]


def _is_record(found: Any) -> bool:
    """Whether it is an instance of a dataclass, whose fields are parameters."""
    return dataclasses.is_dataclass(found) and not inspect.isclass(found)


def _makes_callables(found: Any) -> bool:
    """Whether a function, called with its defaults alone, gives the function that is meant."""
    if not inspect.isfunction(found):
        return False
    varying = any(one.kind in _VARYING for one in inspect.signature(found).parameters.values())
    if varying or any(one.default is inspect.Parameter.empty for one in _parameters(found)):
        return False
    try:
        return callable(found())
    except Exception:  # its variable has a default that it does not take
        return False


def _is_number(default: Any) -> bool:
    return isinstance(default, int | float) and not isinstance(default, bool)
