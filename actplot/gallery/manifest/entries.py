"""What a manifest says: its figures, and where their images go."""

from contextlib import chdir
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import shown
from ...files import digest_of, portable
from .fields import AUTO

if TYPE_CHECKING:
    from ...requests.picture import Picture
    from ...spec.projects.project import Project

USUAL_FORMATS = ("png",)  # of a figure, where nobody says which


@dataclass(frozen=True)
class Entry:
    """A figure of a gallery; its line holds the defaults of the manifest and then its own options."""

    name: str
    line: str
    title: str = ""
    caption: str = ""
    alt: str = AUTO
    formats: tuple[str, ...] = USUAL_FORMATS
    tags: tuple[str, ...] = ()
    folder: str = "."  # of the manifest, where paths in the line start
    place: str = ""  # in the manifest, for messages
    faults: tuple[str, ...] = ()  # what is wrong with it, so that it cannot be drawn
    project: "Project | None" = field(default=None, compare=False, repr=False)  # what names in the line may mean

    @cached_property
    def request(self) -> "Picture":
        """What the line asks for."""
        from ...requests.reading import parse_picture
        from ...spec.formulas.in_force import using

        with chdir(self.folder), using(self.project):
            return parse_picture(self.line)

    @property
    def command(self) -> str:
        """The line that the image carries, in which names of the project are written out."""
        from ...requests.command_line import line_of

        return line_of(self.request)

    @property
    def data(self) -> tuple[str, ...]:
        """The files whose contents the figure shows."""
        return getattr(self.request, "files", ())

    @property
    def code(self) -> dict[str, str]:
        """Digests of the user's files of Python code on which its functions rest, as they were loaded."""
        found = [item for function in self.request.functions for item in function.digests.items()]
        return {_named(path, self.folder): digest for path, digest in found}

    @property
    def sources(self) -> dict[str, str]:
        """Digests of the files that the line reads: its data, the style sheets that it names by path, and code."""
        named = (*self.request.style, *self.data)
        digests = {name: digest_of(Path(self.folder, name)) for name in named}
        return {**{name: found for name, found in digests.items() if found}, **self.code}

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its images, by format."""
        return tuple(f"{self.name}.{form}" for form in self.formats)


def _named(path: Path, folder: str) -> str:
    """A file of code as records name it: one that is installed without the path of this machine."""
    for place in ("site-packages", "dist-packages"):
        if place in path.parts:
            return "/".join(("", *path.parts[path.parts.index(place) :]))
    return portable(path, folder)


@dataclass(frozen=True)
class Manifest:
    """A gallery: its figures in order, with those of the presets in front."""

    path: Path
    title: str
    output: Path
    figures: tuple[Entry, ...]
    digest: str = ""  # of the file's bytes
    consulted: Path | None = None  # the pyproject.toml in which names were looked for

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know of a manifest that may be a stranger's, before it is built."""
        place, folder = self.output.resolve(), self.path.absolute().parent.resolve()
        if place.is_relative_to(folder):
            return ()
        return (f"images go to '{shown(place)}', which is outside of the manifest's folder '{shown(folder)}'",)

    @property
    def problems(self) -> list[str]:
        """What is wrong with its figures, each line with the place in the file."""
        return [f"{self.path}, {figure.place}: {fault}" for figure in self.figures for fault in figure.faults]
