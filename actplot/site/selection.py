"""The entries that a site is about: those of the catalogue, plugins and the project, or of them what words choose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..calculus.facts.listing import PROJECT, Listed, folded, select_entries
from ..catalogue.entry import Entry
from ..catalogue.kinds.functions import FORMULA, SUPPLIED
from ..catalogue.registry import canonical_name
from ..errors import BadOption, quoted, suggestion
from ..requests.figures.explore import valued
from ..spec.specs import get

ONLY = "--only"
OF_PROJECTS = {FORMULA: "formula", SUPPLIED: "function of a file"}  # what a reader calls these kinds


@dataclass(frozen=True)
class Family:
    """Entries of one kind that have one origin and are related, in the order of their names."""

    kind: str
    name: str
    origin: str
    members: tuple[Listed, ...]

    @property
    def title(self) -> str:
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def slug(self) -> str:
        """What its files are called."""
        words = "-".join(filter(None, (self.kind, self.name, self.origin.partition(" ")[0])))
        return re.sub(r"[^\w.]+", "-", words)  # of an origin that is a path no folders


def families(only: Sequence[str] = ()) -> tuple[Family, ...]:
    """The families of a site, each with those of its entries that are chosen.

    `only` holds names, aliases, families and kinds, each word alone or several separated by commas.

    Raises `BadOption` for a word that is none of them.
    """
    listed = select_entries()
    words = [word.strip() for text in only for word in text.split(",") if word.strip()]
    if only and not words:
        raise BadOption(f"{ONLY}: name functions, families or kinds, such as relu or rectified")
    chosen = set().union(*(_meant(word, listed) for word in words)) if words else {one.name for one in listed}
    return tuple(_related([one for one in listed if one.name in chosen]))


def _related(listed: Sequence[Listed]) -> Iterator[Family]:
    groups: dict[tuple[str, str, str], list[Listed]] = {}
    for one in listed:
        groups.setdefault((one.kind, one.family, one.origin), []).append(one)
    for (kind, family, origin), members in groups.items():
        yield Family(OF_PROJECTS.get(kind, kind), family, origin, tuple(members))


def named_by_project(one: Listed) -> Entry | None:
    """The function that a project's name means, with a value for every symbol; None of the catalogue's."""
    return valued(get(one.name)) if one.family == PROJECT else None


def _meant(word: str, listed: Sequence[Listed]) -> set[str]:
    """The names of the entries that a word chooses."""
    name = canonical_name(word)
    found = {one.name for one in listed if one.name == name}
    found |= {one.name for one in listed if folded(word) in (folded(one.family), folded(one.kind))}
    found |= {one.name for one in listed if one.family == PROJECT and folded(word) in map(folded, _names(one))}
    if not found:
        known = {text for one in listed for text in (one.name, *one.aliases, one.family, one.kind)}
        near = suggestion(word, known)
        raise BadOption(f"{ONLY}: no function, family or kind is called {quoted(word)}.{near} See 'actplot list'.")
    return found


def _names(one: Listed) -> tuple[str, ...]:
    return one.name, *one.aliases
