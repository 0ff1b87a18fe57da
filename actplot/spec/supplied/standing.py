"""The entry that stands at a place in a user's file: of values alone, or actplot's own, which keeps what it knows."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ...catalogue.entry import Entry
from ...numbers import number_text
from .addresses import Place
from .loading import loaded, may_load, named_in
from .supplied import Supplied, Taken, Unloaded


def entry_at(place: Place, given: Mapping[str, Any] | None = None, variable: str | None = None) -> Entry:
    """What a text that was read as a place names, with values beside it.

    Raises `UnknownName` for what is not there, `SuppliedError` for what cannot be loaded or called, and what wrong
    settings raise.
    """
    if not may_load():
        return Unloaded(place)
    found, digests = named_in(place), loaded(place).digests
    if isinstance(found, Entry) or (isinstance(found, type) and issubclass(found, Entry)):
        return _placed(place, found, _values(place, found, given, variable), digests)
    return Supplied(place, found, digests, given or {}, variable)


def _values(place: Place, found: Any, given: Mapping[str, Any] | None, variable: str | None) -> dict[str, Any]:
    """The settings behind the name, and those beside it, of an entry or a class of entries."""
    return Taken(place, found.declared).values(given or {}, variable)


def _placed(place: Place, found: Any, values: dict[str, Any], digests: Mapping[Path, str]) -> Entry:
    """The entry, named by its place."""
    kept = {} if isinstance(found, type) else found.parameters
    entry = found.with_parameters({**kept, **values}) if values or isinstance(found, type) else found
    placed: Any = object.__new__(_placed_class(entry.__class__))
    written = {p.name: number_text(values[p.name]) for p in entry.declared if p.name in values}
    vars(placed).update(vars(entry), place=place.with_settings(written), digests=digests)
    return placed


class _Placed:
    """What an entry has of the place that names it; everything else is the entry's."""

    place: Place

    def __str__(self) -> str:
        return str(self.place)

    def __reduce__(self) -> tuple[Any, ...]:
        return entry_at, (self.place,)

    def _identity(self) -> tuple:
        return (self.place,)

    @property
    def label(self) -> str:
        return self.place.legend

    def plain(self) -> None:
        """It is what stands in the file, whatever it equals."""


@cache
def _placed_class(cls: Any) -> Any:
    return type(cls.__name__, (_Placed, cls), {"__module__": __name__, "__doc__": cls.__doc__})
