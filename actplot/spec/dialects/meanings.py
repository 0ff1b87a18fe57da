"""What a framework's name means: an entry of the catalogue, or a variant of one, imported when it is asked for."""

from functools import cache
from pathlib import Path

from ...catalogue.entry import Entry
from ...catalogue.index import Written, declared_entries, written_in
from ...catalogue.registry import canonical_name, lookup, module_of
from ...frozen import record

FOLDER = Path(__file__).parent / "variants"


@record
class Variant:
    """A class for what a framework does differently, by its name: it is in one of the modules of `variants`."""

    cls: str

    @property
    def of(self) -> str:
        """The canonical name of the entry that it derives from; nothing is imported to find it."""
        found = _canonical(self.cls)
        assert found, f"{self.cls} derives from no entry"
        return found


Meaning = str | Variant  # a name of the catalogue, or what a framework does differently


def canonical_of_meaning(meaning: Meaning) -> str:
    """The canonical name of the entry of the catalogue that a meaning is, or is a variant of."""
    return (canonical_name(meaning) or meaning) if isinstance(meaning, str) else meaning.of


def class_of(meaning: Meaning) -> type[Entry]:
    """The class of the entries of this meaning."""
    if isinstance(meaning, str):
        return lookup(meaning)
    module, _ = _variants()[meaning.cls]
    return getattr(module_of(f"{__package__}.variants.{module}", meaning.cls), meaning.cls)


def canonical_class(cls: type[Entry]) -> type[Entry]:
    """The entry of the catalogue that a class is, or is a variant of; of a class in a user's file itself."""
    registered = (one for one in cls.__mro__ if vars(one).keys() >= {"name", "origin"})  # which `register` says of one
    return next(registered, cls)


@cache
def _variants() -> dict[str, tuple[str, Written]]:
    """Every class that the modules of `variants` write, and which of them does."""
    return {one.cls: (module, one) for module, classes in written_in(FOLDER) for one in classes}


@cache
def _canonical(cls: str) -> str | None:
    entries = {one.cls: one.name for one in declared_entries().values()}
    if cls in entries or cls not in _variants():
        return entries.get(cls)
    return next(filter(None, map(_canonical, _variants()[cls][1].bases)), None)
