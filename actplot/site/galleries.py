"""The page of a manifest: its figures with their words and commands, drawn as its gallery draws them."""

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import BadOption, OutputError, quoted
from ..gallery.drawing.render import Task, render_figure
from ..gallery.manifest.entries import Entry, Manifest
from ..gallery.manifest.manifest import load
from ..gallery.manifest.places import find
from ..requests.picture import AUTO, THEMES
from .front import assets, counted_words
from .in_both_themes import Pictured, Version, size_of
from .keeping.folders import opened
from .keeping.leaves import Leaf, Made
from .pages import environment, rendered
from .sites import PLACE, Report, up_to_date

FIGURES = "figures"
SHOWN = ("svg", "png")  # of a figure's formats, the first of these


@dataclass(frozen=True)
class FigureLeaf(Leaf):
    """A figure of a manifest, in the themes that it has there."""

    title: str
    tags: tuple[str, ...]
    tasks: tuple[Task, ...]  # the one for light pages, or for all, first
    sha256: tuple[tuple[str, str], ...]  # of the files that its lines read

    @property
    def name(self) -> str:
        return f"the figure {self.slug}"

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(map(_path, self.tasks))

    def key(self) -> str:
        """The same wherever the manifest stands."""
        here = tuple(task._replace(folder=".") for task in self.tasks)
        return super().key() if here == self.tasks else replace(self, tasks=here).key()

    def made(self) -> Made:
        files, versions, told = {}, [], None
        for task in self.tasks:
            drawn = render_figure(*task)
            if drawn.error is not None:
                raise OutputError(drawn.error)
            files[_path(task)] = drawn.images[task.formats[0]]
            told = told or drawn.facts
            own = shlex.quote(f"{task.name}.{task.formats[0]}")
            versions.append(Version(_path(task), f"actplot {drawn.command} -o {own}"))
        assert told is not None
        width, height = size_of(files[versions[0].file])
        picture = Pictured(versions[0], versions[-1], told["alt"], width, height)
        return Made(files, {"picture": asdict(picture), "title": told["title"] or "", "caption": told["caption"] or ""})


def build_gallery_page(
    manifest: str | None, place: str, *, jobs: int | None = None, executor: Executor | None = None
) -> Report:
    """Write the page of a manifest to a folder, and leave what did not change.

    Raises `ManifestError`, `BadOption` for a folder that is not for such a page and without Jinja2, `OutputError`
    where a figure cannot be drawn or the system refuses.
    """
    environment()
    gallery = load(find(manifest))
    if Path(place).resolve() == gallery.output.resolve():
        raise BadOption(f"{PLACE} {quoted(place)}: it is for the images of the gallery. Name another folder.")
    leaves = list(_leaves(gallery))
    with opened(PLACE, place, "gallery") as folder:
        count, records = up_to_date(folder, leaves, jobs, executor)
        figures = [
            {**record, "name": leaf.slug, "title": leaf.title or record["title"] or leaf.slug, "tags": list(leaf.tags)}
            for leaf, record in zip(leaves, records, strict=True)
        ]
        folder.keep("front", "", {**assets("site.js"), "index.html": _page(gallery.title, figures)})
        folder.finish()
    return Report(len(leaves), count, folder.written, tuple(folder.removed), tuple(folder.left))


def _leaves(gallery: Manifest) -> Iterator[FigureLeaf]:
    """A leaf for each figure; entries that differ in nothing but their theme are one figure."""
    groups: dict[Any, dict[str, Entry]] = {}
    counts: Counter[Any] = Counter()
    for entry in gallery.figures:
        theme = entry.request.theme
        alike = entry.request if theme == AUTO else replace(entry.request, theme=THEMES[0])
        said = (alike, entry.title, entry.caption, entry.alt, entry.tags)
        groups.setdefault((*said, counts[said, theme]), {})[theme] = entry
        counts[said, theme] += 1  # of figures under several names
    for group in groups.values():
        entries = sorted(group.items(), key=lambda one: one[0] != THEMES[0])
        tasks = tuple(Task.of(one, (_format(one),)) for _, one in entries)
        first = min((entry for _, entry in entries), key=lambda one: len(one.name))
        sources = {name: sha for _, entry in entries for name, sha in entry.sources.items()}
        yield FigureLeaf(first.name, first.title, first.tags, tasks, tuple(sorted(sources.items())))


def _format(entry: Entry) -> str:
    """The one that a page shows; of a figure that is a PDF alone an SVG."""
    return next((form for form in SHOWN if form in entry.formats), SHOWN[0])


def _path(task: Task) -> str:
    return f"{FIGURES}/{task.name}.{task.formats[0]}"


def _page(title: str, figures: Sequence[Mapping[str, Any]]) -> bytes:
    index = [
        {
            "name": one["name"],
            "title": one["title"],
            "description": " ".join([one["caption"], one["picture"]["light"]["command"]]),
            "aliases": [],
            "traits": one["tags"],
        }
        for one in figures
    ]
    tags = counted_words(one["tags"] for one in figures)
    return rendered("gallery.html", root="", title=title, description=title, figures=figures, index=index, tags=tags)
