"""The entries that a site is about: those of the catalogue and of plugins, or of them what words choose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..calculus.facts.listing import PROJECT, Listed, folded, select_entries
from ..catalogue.registry import canonical_name
from ..errors import BadOption, quoted, suggestion

ONLY = "--only"


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
        return "-".join(filter(None, (self.kind, self.name, self.origin.partition(" ")[0]))).replace(" ", "-")


def families(only: Sequence[str] = ()) -> tuple[Family, ...]:
    """The families of a site, each with those of its entries that are chosen.

    `only` holds names, aliases, families and kinds, each word alone or several separated by commas.

    Raises `BadOption` for a word that is none of them.
    """
    listed = tuple(one for one in select_entries() if one.family != PROJECT)
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
        yield Family(kind, family, origin, tuple(members))


def _meant(word: str, listed: Sequence[Listed]) -> set[str]:
    """The names of the entries that a word chooses."""
    name = canonical_name(word)
    found = {one.name for one in listed if one.name == name}
    found |= {one.name for one in listed if folded(word) in (folded(one.family), folded(one.kind))}
    if not found:
        known = {text for one in listed for text in (one.name, *one.aliases, one.family, one.kind)}
        near = suggestion(word, known)
        raise BadOption(f"{ONLY}: no function, family or kind is called {quoted(word)}.{near} See 'actplot list'.")
    return found
