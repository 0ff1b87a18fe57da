"""Builds a site: the pages that changed, the front page, and nothing of anybody else's."""

import json
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from ..errors import OutputError
from ..processes.sharing import Lost, shared
from ..progress import counted
from .entry_pages import FOLDER as FUNCTIONS
from .entry_pages import EntryLeaf, Relative
from .family_pages import FOLDER as FAMILIES
from .family_pages import FamilyLeaf
from .front import SCRIPTS, assets, front_page
from .keeping.folders import Folder, opened
from .keeping.leaves import Leaf, Made, crew, make
from .pages import environment
from .selection import Family, families, named_by_project

PLACE = "DIR"


@dataclass(frozen=True)
class Report:
    """What became of a site."""

    pages: int
    made: int  # pages that were made anew
    written: int  # files
    removed: tuple[str, ...]
    left: tuple[str, ...]  # files that no longer belong, and that somebody has changed


def build_site(
    place: str, only: Sequence[str] = (), *, jobs: int | None = None, executor: Executor | None = None
) -> Report:
    """Write a static site of the catalogue, or of a part of it, to a folder, and leave what did not change.

    Raises `BadOption` for words that choose nothing, for a folder that is no site's, and without Jinja2;
    `OutputError` where a page cannot be made or written: what was done by then is kept.
    """
    environment()
    chosen = families(only)
    with opened(PLACE, place, "catalogue") as folder:
        entries = [leaf for family in chosen for leaf in _entries(family)]
        count, records = up_to_date(folder, entries, jobs, executor)
        told = dict(zip((leaf.slug for leaf in entries), records, strict=True))
        pages = [_page_of(family, told) for family in chosen]
        more, _ = up_to_date(folder, pages, jobs, executor)
        folder.keep("assets", "", assets(*SCRIPTS))
        front = folder.keep("front", "", {"index.html": front_page(chosen, told)})
        folder.finish()
    made = count + more + front
    return Report(len(entries) + len(pages) + 1, made, folder.written, tuple(folder.removed), tuple(folder.left))


def _entries(family: Family) -> list[EntryLeaf]:
    relatives = [Relative(one.name, f"{FUNCTIONS}/{one.name}.html") for one in family.members]
    home = Relative(family.title, f"{FAMILIES}/{family.slug}.html")
    return [
        EntryLeaf(
            one.name,
            family.kind,
            home,
            tuple(other for other in relatives if other.name != one.name),
            named_by_project(one),
        )
        for one in family.members
    ]


def _page_of(family: Family, told: dict[str, dict]) -> FamilyLeaf:
    records = json.dumps([told[one.name] for one in family.members], sort_keys=True)
    lines = tuple(told[one.name]["line"] for one in family.members)
    return FamilyLeaf(family.slug, family.kind, family.title, family.origin, lines, records)


def up_to_date(
    folder: Folder, leaves: Sequence[Leaf], jobs: int | None, executor: Executor | None
) -> tuple[int, list[dict]]:
    """How many leaves were made, and what is told of each."""
    keys = [leaf.key() for leaf in leaves]
    records = [folder.record(leaf, key) for leaf, key in zip(leaves, keys, strict=True)]
    places = [place for place, record in enumerate(records) if record is None]
    waiting = [leaves[place] for place in places]
    folder.check(path for leaf in waiting for path in leaf.claims)
    for index, answer in counted(shared(make, waiting, crew(jobs, executor)), len(waiting)):
        leaf, place = waiting[index], places[index]
        made = _sound(leaf, answer)
        folder.put(leaf, keys[place], made)
        records[place] = made.record
    return len(waiting), [dict(record) for record in records if record is not None]


def _sound(leaf: Leaf, answer: Made | Lost) -> Made:
    """Raises `OutputError` for a page that could not be made."""
    if isinstance(answer, Lost):
        raise OutputError(
            f"the process that was to make the page of {leaf.name} died ({type(answer.error).__name__}). "
            "Is there enough memory?"
        )
    if answer.error:
        raise OutputError(f"the page of {leaf.name} cannot be made: {answer.error}")
    return answer
