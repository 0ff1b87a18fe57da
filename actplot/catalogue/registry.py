"""The catalogue: which functions there are, found by any of their names; a name costs the family that holds it."""

import importlib
import re
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from ..errors import ActplotError, BrokenFamily, UnknownName, quoted, suggestion
from .entry import Entry
from .index import ELEMENTWISE as ELEMENTWISE
from .index import KINDS as KINDS
from .index import Declared, declared_entries, folded
from .parameter import declared_parameters
from .plugins import found_plugins, origin_of

LONGEST_NAME = 200
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")  # of what is added

_entries: dict[str, type[Entry]] = {}  # canonical name → class, of what was imported so far


def register(cls: type[Entry]) -> type[Entry]:
    """Make a class a dataclass and an entry of the catalogue.

    Raises `ActplotError` where its name or an alias is taken, or can be none.
    """
    _check_class(cls)
    cls = dataclass(init=False, repr=False, eq=False)(cls)  # those are `Function`'s, which also freezes it
    cls.declared = declared_parameters(cls)
    cls.family = cls.__module__.rpartition(".")[2]
    cls.origin = origin_of(cls.__module__)
    spellings = {folded(spelling): spelling for spelling in (cls.name, *cls.aliases)}
    for spelling in spellings.values():
        _check_free(cls, spelling)
    _spellings().update(dict.fromkeys(spellings, cls.name))
    _entries[cls.name] = cls
    return cls


def _check_class(cls: type[Entry]) -> None:
    """Raise `ActplotError` for what is no entry of any kind."""
    if not (isinstance(cls, type) and issubclass(cls, Entry) and getattr(cls, "kind", None) in KINDS):
        raise ActplotError(f"{getattr(cls, '__name__', cls)!r} is no class of a kind such as actplot.Activation")
    if not isinstance(getattr(cls, "name", None), str):
        raise ActplotError(f'{cls.__name__} has no name: write name = "…" in its body')
    if not isinstance(cls.aliases, tuple | list):
        raise ActplotError(f"{cls.__name__}: aliases must be a tuple of names, got {cls.aliases!r}")


def _check_free(cls: type[Entry], spelling: str) -> None:
    """Raise `ActplotError` where a name can be none, or another class has it."""
    if cls.origin and not (isinstance(spelling, str) and len(spelling) < LONGEST_NAME and _NAME.fullmatch(spelling)):
        raise ActplotError(f"{cls.__name__} of {cls.origin}: a name has letters, digits and _, got {spelling!r}")
    owner = _spellings().get(folded(spelling))
    if owner is None or (owner == cls.name and _is_again(cls, owner)):
        return
    if not cls.origin:
        raise ActplotError(f"{cls.name}: the name {spelling!r} belongs to {owner!r}")
    origin = (_entries[owner].origin if owner in _entries else "") or "actplot's own catalogue"
    raise ActplotError(f"{cls.name} of {cls.origin}: the name {spelling!r} belongs to {owner!r} of {origin}")


def _is_again(cls: type[Entry], owner: str) -> bool:
    """Whether a class is the one that has its name, be it before its first or after a second import."""
    known = _entries.get(owner)
    if known is None:
        return not cls.origin
    return (known.__module__, known.__qualname__) == (cls.__module__, cls.__qualname__)


def names(kind: str | None = None) -> tuple[str, ...]:
    """Canonical names of actplot's own catalogue in alphabetical order, of one kind or of all.

    Raises `UnknownName` for a kind that does not exist.
    """
    return tuple(one.name for one in declared_of(kind))


def declared_of(kind: str | None = None) -> list[Declared]:
    """What actplot's own catalogue declares, in alphabetical order, of one kind or of all.

    Raises `UnknownName` for a kind that does not exist.
    """
    if kind is not None and kind not in KINDS:
        raise UnknownName(f"unknown kind {quoted(str(kind))}.{suggestion(str(kind), KINDS)} Kinds: {', '.join(KINDS)}")
    return sorted(one for one in declared_entries().values() if kind in (None, one.kind))


def added_entries(kind: str | None = None) -> list[type[Entry]]:
    """What plugins and the running program have added, in alphabetical order."""
    load_plugins()
    added = [cls for cls in _entries.values() if kind in (None, cls.kind) and cls.origin]
    return sorted(added, key=lambda cls: cls.name)


@cache
def load_plugins() -> None:
    """Import what installed packages add, once; one that cannot be used is a warning, and adds nothing."""
    for plugin in found_plugins():
        entries, spellings = dict(_entries), dict(_spellings())
        try:
            with plugin.named(), redirect_stdout(sys.stderr):
                plugin.load()
        except (Exception, SystemExit) as error:
            _put_back(_entries, entries)
            _put_back(_spellings(), spellings)
            plugin.complain(error)


def _put_back(known: dict[str, Any], before: dict[str, Any]) -> None:
    known.clear()
    known.update(before)


def elementwise_names() -> tuple[str, ...]:
    """Canonical names of the functions of one variable, in alphabetical order."""
    return tuple(sorted((*names("activation"), *names("loss"))))


def lookup(name: str, others: Iterable[str] = ()) -> type[Entry]:
    """The class of a function, by its canonical name or any framework's spelling of it.

    Upper and lower case, `_` and `-` do not matter; `others` are names that may have been meant. Raises
    `UnknownName`, or `BrokenFamily` where its module cannot be imported.
    """
    canonical = canonical_name(name)
    if canonical is None:
        load_plugins()
        canonical = canonical_name(name)
    if canonical is None:
        meanings = {**{other: other for other in others}, **meanings_of_names()}
        near = suggestion(name, meanings, meanings)
        raise UnknownName(f"unknown function {quoted(name)}.{near} See 'actplot list'.")
    if canonical not in _entries:
        _import(declared_entries()[canonical])
    return _entries[canonical]


def is_known(name: str) -> bool:
    """Whether a function has this name or alias, among those of the catalogue and what was added so far."""
    return canonical_name(name) is not None


def is_own(name: str) -> bool:
    """Whether a function of actplot's own catalogue has this name or alias."""
    return (canonical_name(name) or "") in declared_entries()


def is_found(name: str) -> bool:
    """Whether a function has this name or alias, be it one of a plugin."""
    if not is_known(name):
        load_plugins()
    return is_known(name)


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


def meanings_of_names() -> dict[str, str]:
    """Every spelling as its author wrote it, and the canonical name that it stands for."""
    own: list[Declared | type[Entry]] = [*declared_entries().values()]
    added = [cls for cls in _entries.values() if cls.origin]
    return {spelling: one.name for one in own + added for spelling in (one.name, *one.aliases)}


@cache
def _spellings() -> dict[str, str]:
    """Folded name or alias → canonical name."""
    return {folded(spelling): name for spelling, name in meanings_of_names().items()}
