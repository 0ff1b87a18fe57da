"""Selects entries of the catalogue, by kind and by a word."""

from dataclasses import dataclass

from ..errors import UnknownName, quoted, suggestion
from ..registry import lookup, names


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    name: str
    kind: str
    family: str
    aliases: tuple[str, ...]
    description: str

    def matches(self, word: str) -> bool:
        """Whether a part of the name, an alias or the family is the word."""
        return any(_folded(word) in _folded(text) for text in (self.name, self.family, *self.aliases))


def select_entries(kind: str | None = None, word: str = "") -> tuple[Entry, ...]:
    """The entries of a kind that match a word, sorted by kind, family and name.

    Raises `UnknownName` where none matches.
    """
    found = [_entry(name) for name in names(kind)]
    chosen = [entry for entry in found if entry.matches(word)]
    if not chosen:
        near = suggestion(word, {text for entry in found for text in (entry.name, entry.family)})
        what = f"{kind} names" if kind else "names"
        raise UnknownName(f"no {what}, aliases or families match {quoted(word)}.{near} See 'actplot list'.")
    return tuple(sorted(chosen, key=lambda entry: (entry.kind, entry.family, entry.name)))


def _entry(name: str) -> Entry:
    cls = lookup(name)
    return Entry(cls.name, cls.kind, cls.family, cls.aliases, (cls.__doc__ or "").strip())


def _folded(text: str) -> str:
    return text.lower().replace("_", "").replace("-", "").replace(" ", "")
