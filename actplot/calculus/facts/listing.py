"""Selects entries of the catalogue, by kind and by a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...catalogue.entry import Entry
from ...catalogue.registry import added_names, lookup, names
from ...errors import UnknownName, quoted, suggestion
from ...progress import counted
from .traits import has_traits, read_traits

if TYPE_CHECKING:
    from ...spec.dialects.finding import Spoken


@dataclass(frozen=True)
class Listed:
    """One line of the catalogue."""

    name: str
    kind: str
    family: str
    aliases: tuple[str, ...]
    description: str
    origin: str = ""  # who added it; of actplot's own nothing

    def matches(self, word: str) -> bool:
        """Whether a part of the name, an alias or the family is the word."""
        return any(folded(word) in folded(text) for text in (self.name, self.family, *self.aliases))


def select_entries(kind: str | None = None, word: str = "", where: str = "") -> tuple[Listed, ...]:
    """The entries of a kind that match a word and have every trait, sorted by kind, origin, family and name.

    Raises `UnknownName` where none matches, and for a trait that does not exist.
    """
    traits = read_traits(where) if where else ()
    found = [_entry(name) for name in (*names(kind), *added_names(kind))]
    chosen = [entry for entry in found if entry.matches(word)]
    if chosen and traits:
        return _having(chosen, traits)
    if not chosen:
        near = suggestion(word, {text for entry in found for text in (entry.name, entry.family)})
        what = f"{kind} names" if kind else "names"
        raise UnknownName(f"no {what}, aliases or families match {quoted(word)}.{near} See 'actplot list'.")
    return _sorted(chosen)


def chosen_entries(where: str | None, family: str | None, framework: str | None) -> list[Entry]:
    """The entries of one variable with these traits, of this family, and with a name in this framework.

    Raises `UnknownName` where there is none.
    """
    listed = [one for one in select_entries(where=where or "") if not family or folded(one.family) == folded(family)]
    known = {one.canonical_name for one in spoken_in(framework)} if framework else None
    found = [lookup(one.name)() for one in listed if known is None or one.name in known]
    if not found:
        families = {one.family for one in map(_entry, names())}
        near = suggestion(family, families) if family else ""
        raise UnknownName(f"no function is chosen by that.{near} See 'actplot list'.")
    return found


def spoken_in(key: str) -> "Iterator[Spoken]":
    from ...spec.dialects.finding import framework

    return framework(key).names()


def _having(entries: Sequence[Listed], traits: Sequence[str]) -> tuple[Listed, ...]:
    known = [(entry, lookup(entry.name)) for entry in entries]
    chosen = [entry for entry, cls in counted(known) if cls.has_curve and has_traits(cls(), traits)]
    if not chosen:
        raise UnknownName(f"no function is {' and '.join(traits)}. See 'actplot list'.")
    return _sorted(chosen)


def _sorted(entries: Sequence[Listed]) -> tuple[Listed, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.kind, entry.origin, entry.family, entry.name)))


def _entry(name: str) -> Listed:
    cls = lookup(name)
    return Listed(cls.name, cls.kind, cls.family, cls.aliases, (cls.__doc__ or "").strip(), cls.origin)


def folded(text: str) -> str:
    return text.lower().replace("_", "").replace("-", "").replace(" ", "")
