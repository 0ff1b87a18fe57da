"""The catalogue: which functions there are, found by any of their names."""

import importlib
import pkgutil
import threading
from dataclasses import dataclass

from ..errors import ActplotError, UnknownName, quoted, suggestion
from .entry import Entry
from .parameter import declared_parameters

ELEMENTWISE = ("activation", "loss")  # functions of one variable
KINDS = (*ELEMENTWISE, "vector function", "random layer", "vector loss")
LONGEST_NAME = 200

_entries: dict[str, type[Entry]] = {}  # canonical name → class
_spellings: dict[str, str] = {}  # folded name or alias → canonical name
_loading = threading.Lock()
_loaded = False


def register(cls: type[Entry]) -> type[Entry]:
    """Make a class a dataclass and an entry of the catalogue.

    Raises `ActplotError` where its name or an alias is taken.
    """
    cls = dataclass(init=False, repr=False, eq=False)(cls)  # those are `Function`'s, which also freezes it
    cls.declared = declared_parameters(cls)
    cls.family = cls.__module__.rpartition(".")[2]
    for spelling in (cls.name, *cls.aliases):
        owner = _spellings.setdefault(_folded(spelling), cls.name)
        if owner != cls.name:
            raise ActplotError(f"{cls.name}: the name {spelling!r} belongs to {owner!r}")
    _entries[cls.name] = cls
    return cls


def names(kind: str | None = None) -> tuple[str, ...]:
    """Canonical names in alphabetical order, of one kind or of all.

    Raises `UnknownName` for a kind that does not exist.
    """
    if kind is not None and kind not in KINDS:
        raise UnknownName(f"unknown kind {quoted(str(kind))}.{suggestion(str(kind), KINDS)} Kinds: {', '.join(KINDS)}")
    return tuple(sorted(name for name, cls in _catalogue().items() if kind in (None, cls.kind)))


def elementwise_names() -> tuple[str, ...]:
    """Canonical names of the functions of one variable, in alphabetical order."""
    return tuple(sorted((*names("activation"), *names("loss"))))


def lookup(name: str) -> type[Entry]:
    """The class of a function, by its canonical name or any framework's spelling of it.

    Upper and lower case, `_` and `-` do not matter. Raises `UnknownName`.
    """
    catalogue = _catalogue()
    canonical = _spellings.get(_folded(name)) if len(name) < LONGEST_NAME else None
    if canonical is None:
        near = suggestion(name, meanings := _meanings(), meanings)
        raise UnknownName(f"unknown function {quoted(name)}.{near} See 'actplot list'.")
    return catalogue[canonical]


def is_known(name: str) -> bool:
    """Whether a function has this name or alias."""
    _catalogue()
    return len(name) < LONGEST_NAME and _folded(name) in _spellings


def _meanings() -> dict[str, str]:
    """Every spelling as its author wrote it, and the canonical name that it stands for."""
    return {spelling: cls.name for cls in _entries.values() for spelling in (cls.name, *cls.aliases)}


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _catalogue() -> dict[str, type[Entry]]:
    """The entries, after importing every module of the two packages that hold them."""
    global _loaded
    with _loading:
        if not _loaded:
            for package in ("activations", "losses"):
                parent = importlib.import_module(f"{__package__}.{package}")
                for module in pkgutil.iter_modules(parent.__path__):
                    importlib.import_module(f"{parent.__name__}.{module.name}")
            _loaded = True
    return _entries
