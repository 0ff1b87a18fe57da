"""Small immutable records: frozen dataclasses each of whose methods is written when it is first called.

A frozen dataclass writes six for each class as it is imported, which takes a third of a millisecond, and a command
imports a hundred classes, most of which it never makes one of.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform, overload

Record = TypeVar("Record", bound=type)
INDENT = "\n    "


@overload
def record(cls: Record, /) -> Record: ...
@overload
def record(*, eq: bool = True, repr: bool = True, slots: bool = False) -> Callable[[Record], Record]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Any = None, /, *, eq: bool = True, repr: bool = True, slots: bool = False) -> Any:
    """Make a class a frozen dataclass, with the words that `dataclass` takes; what derives from it is one likewise."""
    if cls is None:
        return lambda one: record(one, eq=eq, repr=repr, slots=slots)
    owner: list[type] = []
    postponed = ("__init__", *("__eq__", "__hash__") * eq, *("__repr__",) * repr)
    methods = {name: _postponed(name, owner) for name in postponed} | _FROZEN | (_STATE if slots else {})
    for name, method in methods.items():
        if vars(cls).get(name) is None:  # a class that writes its own `__eq__` has no hash for Python
            setattr(cls, name, method)
    made = dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    owner.append(made)
    return made


def _postponed(name: str, owner: list[type]) -> Callable[..., Any]:
    """A method that writes itself when it is first called, from the fields of the class that has it."""

    def method(self: Any, *given: Any, **named: Any) -> Any:
        (cls,) = owner
        written = _WRITERS[name](cls)
        written.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, written)
        return written(self, *given, **named)

    return method


def _compiled(head: str, lines: list[str], known: dict[str, Any]) -> Callable[..., Any]:
    """The function that some lines are the body of."""
    exec(f"def {head}:{INDENT}{INDENT.join(lines)}", known)
    return known[head.partition("(")[0]]


def _init(cls: Any) -> Callable[..., Any]:
    known: dict[str, Any] = {"_set": object.__setattr__}
    heads, named, lines = ["self"], ["*"], []
    for one in fields(cls):
        if not one.init and one.default_factory is MISSING and "__slots__" not in vars(cls):
            continue  # the default of the class is that of each record
        head, value = _given(one, known)
        (named if one.kw_only else heads).extend([head] * one.init)
        lines.append(f"_set(self, {one.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    given = ", ".join(heads + named * (len(named) > 1))
    return _compiled(f"__init__({given})", lines or ["pass"], known)


def _given(one: Field, known: dict[str, Any]) -> tuple[str, str]:
    """How a field stands among what is given, and the value that it gets."""
    default = f"_default_{one.name}"
    if one.default_factory is not MISSING:
        known |= {default: one.default_factory, "_missing": MISSING}
        made = f"{default}()"
        return f"{one.name}=_missing", f"{made} if {one.name} is _missing else {one.name}" if one.init else made
    if one.default is MISSING:
        return one.name, one.name
    known[default] = one.default
    return f"{one.name}={default}", one.name if one.init else default


def _compared(cls: Any, of: str) -> str:
    names = [f"{of}.{one.name}" for one in fields(cls) if one.compare]
    return f"({', '.join(names)}{',' * bool(names)})"


def _eq(cls: Any) -> Callable[..., Any]:
    same = f"{_compared(cls, 'self')} == {_compared(cls, 'other')}"
    lines = ["if other.__class__ is self.__class__:", f"    return {same}", "return NotImplemented"]
    return _compiled("__eq__(self, other)", lines, {})


def _hash(cls: Any) -> Callable[..., Any]:
    return _compiled("__hash__(self)", [f"return hash({_compared(cls, 'self')})"], {})


def _repr(cls: Any) -> Callable[..., Any]:
    def __repr__(self: Any) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(cls) if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    return __repr__


def _refuse_to_set(self: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_WRITERS = {"__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": _repr}
_FROZEN = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
_STATE = {"__getstate__": _state, "__setstate__": _restore}  # of slots: copies and pickles would set them one by one
