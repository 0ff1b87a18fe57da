"""Adds classes of other packages to the catalogue, under names that are not taken."""

from ...catalogue import registry
from ...catalogue.entry import Entry
from ...errors import ActplotError
from .taken import of_language


def register(cls: type[Entry]) -> type[Entry]:
    """Make a class an entry of the catalogue, under its `name` and `aliases`.

    Raises `ActplotError` for what is no class of entries, and where a name is taken or is a word of formulas.
    """
    spellings = (getattr(cls, "name", ""), *getattr(cls, "aliases", ()))
    for spelling in spellings:
        why = of_language(spelling) if isinstance(spelling, str) else ""
        if why:
            raise ActplotError(f"{cls.__name__}: {why}")
    return registry.register(cls)
