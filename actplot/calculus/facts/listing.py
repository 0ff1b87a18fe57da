"""Selects entries of the catalogue, by kind and by a word."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from ...catalogue.entry import Entry
from ...catalogue.index import Declared
from ...catalogue.registry import added_entries, declared_of, lookup
from ...errors import ActplotWarning, UnknownName, quoted, suggestion
from ...frozen import record
from ...progress import counted
from ...spec.formulas.in_force import names_in_force
from .trait_words import read_traits

if TYPE_CHECKING:
    from ...spec.dialects.finding import Spoken
    from ...spec.projects.defined import Definition

PROJECT = "project"  # what stands for a family of functions that a project names


@record
class Listed:
    """One line of the catalogue."""

    name: str
    kind: str
    family: str
    aliases: tuple[str, ...]
    description: str
    origin: str = ""  # who added it; of actplot's own nothing
    topics: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """What it is found by: name, family, aliases, topics and description."""
        return (self.name, self.family, *self.aliases, *self.topics, self.description)


Sought = TypeVar("Sought")


def found_by(word: str, entries: Sequence[Sought], said: Callable[[Sought], Iterable[str]]) -> list[Sought]:
    """The entries of which something that is said holds the word; if none does, those that hold all of its parts."""
    for parts in ([word], word.split()):
        if found := [one for one in entries if all(any(_holds(text, part) for text in said(one)) for part in parts)]:
            return found
    return []


def _holds(text: str, part: str) -> bool:
    return folded(part) in folded(text)


def near_words(word: str, entries: Iterable[Listed]) -> str:
    """The names, families and topics that a word is like, as a hint."""
    return suggestion(word, {text for one in entries for text in (one.name, one.family, *one.topics)})


def select_entries(kind: str | None = None, word: str = "", where: str = "") -> tuple[Listed, ...]:
    """The entries of a kind that match a word and have every trait, sorted by kind, origin, family and name.

    Raises `UnknownName` where none matches, and for a trait that does not exist.
    """
    traits = read_traits(where) if where else ()
    found = [*map(_own, declared_of(kind)), *map(listed, added_entries(kind)), *_of_project(kind)]
    chosen = found_by(word, found, lambda entry: entry.said)
    if chosen and traits:
        return _having(chosen, traits)
    if not chosen:
        near = near_words(word, found)
        what = f"{kind} names" if kind else "names"
        raise UnknownName(
            f"no {what}, aliases, families, topics or descriptions match {quoted(word)}.{near} See 'actplot list'."
        )
    return _sorted(chosen)


def chosen_entries(
    *, where: str | None = None, kind: str | None = None, family: str | None = None, framework: str | None = None
) -> list[Entry]:
    """The entries with these traits, of this kind and family, and with a name in this framework.

    Raises `UnknownName` where there is none.
    """
    families = {folded(one.family): one.family for one in select_entries(kind)}
    if family and folded(family) not in families:
        near, others = suggestion(family, families.values()), ", ".join(sorted(families.values()))
        of = f" of kind {quoted(kind)}" if kind else ""
        raise UnknownName(f"no family{of} is called {quoted(family)}.{near} Families: {others}.")
    spoken = {one.canonical.name for one in spoken_in(framework)} if framework else None
    related = select_entries(kind, where=where or "")
    listed = [one for one in related if not family or folded(one.family) == folded(family)]
    from ...spec.specs import entry_of  # late, as all that computes: to list names needs none of it

    found = [entry_of(one.name, {}, None) for one in listed if spoken is None or one.name in spoken]
    if not found:
        given = {"where": where, "kind": kind, "family": family, "framework": framework}
        options = " ".join(f"--{name} {value}" for name, value in given.items() if value)
        raise UnknownName(f"no function is chosen by {options}. See 'actplot list'.")
    return found


def spoken_in(key: str) -> "Iterator[Spoken]":
    from ...spec.dialects.finding import framework

    return framework(key).names()


def _having(entries: Sequence[Listed], traits: Sequence[str]) -> tuple[Listed, ...]:
    from .traits import has_traits

    known = [(entry, lookup(entry.name)) for entry in entries if entry.family != PROJECT]
    chosen = [entry for entry, cls in counted(known) if cls.has_curve and has_traits(cls(), traits)]
    if not chosen:
        raise UnknownName(f"no function is {' and '.join(traits)}. See 'actplot list'.")
    return _sorted(chosen)


def _sorted(entries: Sequence[Listed]) -> tuple[Listed, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.kind, entry.origin, entry.family, entry.name)))


def _own(declared: Declared) -> Listed:
    return Listed(
        declared.name, declared.kind, declared.family, declared.aliases, declared.description, topics=declared.topics
    )


def listed(cls: type[Entry]) -> Listed:
    """The line of an entry that is imported."""
    said = (cls.__doc__ or "").strip()
    return Listed(cls.name, cls.kind, cls.family, cls.aliases, said, cls.origin, topics_of(cls))


def topics_of(cls: type[Entry]) -> tuple[str, ...]:
    """What an entry is looked for by: what it says, and those of its bases that are no entries themselves."""
    bases = [base for base in cls.__mro__ if base is cls or not vars(base).get("name")]
    return tuple(topic for base in bases for topic in vars(base).get("topics", ()))


def _of_project(kind: str | None) -> list[Listed]:
    """The functions of the project that is read, if all kinds are asked for: what they are only their use tells."""
    project = names_in_force() if kind is None else None
    if project is None:
        return []
    found = [_defined(one) for one in project.definitions]
    for fault in project.faults:
        warnings.warn(f"{fault}. It is left out.", ActplotWarning, stacklevel=2)
    return found


def _defined(definition: "Definition") -> Listed:
    from ...catalogue.kinds.functions import FORMULA, SUPPLIED

    kind = FORMULA if definition.stands_in is None else SUPPLIED
    said = ": ".join(filter(None, (definition.text, definition.note)))
    return Listed(definition.name, kind, PROJECT, definition.aliases, said, definition.origin)


def folded(text: str) -> str:
    return text.lower().replace("_", "").replace("-", "").replace(" ", "")
