"""The catalogue: which functions there are, found by any of their names; a name costs the family that holds it."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from ..errors import ActplotError, BrokenFamily, UnknownName, quoted, suggestion
from .entry import Entry
from .index import Declared, declared_in, folded
from .parameter import declared_parameters

ELEMENTWISE = ("activation", "loss")  # functions of one variable
KINDS = (*ELEMENTWISE, "vector function", "random layer", "vector loss")
FAMILIES = ("activations", "losses")  # the folders that hold them, one module for each
LONGEST_NAME = 200

_entries: dict[str, type[Entry]] = {}  # canonical name → class, of what was imported so far


def register(cls: type[Entry]) -> type[Entry]:
    """Make a class a dataclass and an entry of the catalogue.

    Raises `ActplotError` where its name or an alias is taken.
    """
    cls = dataclass(init=False, repr=False, eq=False)(cls)  # those are `Function`'s, which also freezes it
    cls.declared = declared_parameters(cls)
    cls.family = cls.__module__.rpartition(".")[2]
    for spelling in (cls.name, *cls.aliases):
        owner = _spellings().setdefault(folded(spelling), cls.name)
        if owner != cls.name:
            raise ActplotError(f"{cls.name}: the name {spelling!r} belongs to {owner!r}")
    _entries[cls.name] = cls
    return cls


def names(kind: str | None = None) -> tuple[str, ...]:
    """Canonical names in alphabetical order, of one kind or of all.

    Raises `UnknownName` for a kind that does not exist, `BrokenFamily` where a module cannot be imported.
    """
    if kind is not None and kind not in KINDS:
        raise UnknownName(f"unknown kind {quoted(str(kind))}.{suggestion(str(kind), KINDS)} Kinds: {', '.join(KINDS)}")
    for declared in declared_entries().values():
        _import(declared)
    return tuple(sorted(name for name, cls in _entries.items() if kind in (None, cls.kind)))


def elementwise_names() -> tuple[str, ...]:
    """Canonical names of the functions of one variable, in alphabetical order."""
    return tuple(sorted((*names("activation"), *names("loss"))))


def lookup(name: str) -> type[Entry]:
    """The class of a function, by its canonical name or any framework's spelling of it.

    Upper and lower case, `_` and `-` do not matter. Raises `UnknownName`, or `BrokenFamily` where its module cannot
    be imported.
    """
    canonical = canonical_name(name)
    if canonical is None:
        near = suggestion(name, meanings := _meanings(), meanings)
        raise UnknownName(f"unknown function {quoted(name)}.{near} See 'actplot list'.")
    if canonical not in _entries:
        _import(declared_entries()[canonical])
    return _entries[canonical]


def is_known(name: str) -> bool:
    """Whether a function has this name or alias."""
    return canonical_name(name) is not None


@cache
def declared_entries() -> dict[str, Declared]:
    """What the sources of the families declare, by canonical name; none of them is imported for it."""
    return {one.name: one for folder in FAMILIES for one in declared_in(folder)}


def canonical_name(name: str) -> str | None:
    """The canonical name that a name or alias stands for, without importing what holds it."""
    return _spellings().get(folded(name)) if len(name) < LONGEST_NAME else None


def _import(declared: Declared) -> None:
    module_of(f"{__package__}.{declared.module}", declared.name)


def module_of(module: str, name: str) -> ModuleType:
    """The module that holds an entry or a variant of this name.

    Raises `BrokenFamily` where it cannot be imported.
    """
    try:
        return importlib.import_module(module)
    except Exception as error:
        raise BrokenFamily(
            f"{name} cannot be loaded: {module.replace('.', '/')}.py fails with {type(error).__name__}: {error}. "
            "Mend that file, or install actplot anew."
        ) from error


def _meanings() -> Mapping[str, str]:
    """Every spelling as its author wrote it, and the canonical name that it stands for."""
    return {spelling: one.name for one in declared_entries().values() for spelling in (one.name, *one.aliases)}


@cache
def _spellings() -> dict[str, str]:
    """Folded name or alias → canonical name."""
    return {folded(spelling): name for spelling, name in _meanings().items()}
