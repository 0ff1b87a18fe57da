"""Images of pictures in pages, drawn once and kept in a folder, by command, sources and what draws them."""

import hashlib
import json
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import BadOption
from ..files import contents, make_folder, write
from ..gallery.build.versions import installed, package_digest
from ..gallery.drawing.render import render_figure
from ..gallery.manifest.entries import Entry
from ..requests.file_names import file_stems

LONGEST = 60  # characters of a name that say what is drawn
DIGITS = 12


@dataclass(frozen=True)
class Kept:
    """What is kept of one picture: what it says in words, its image if one was asked for, and what it warned of."""

    alt: str
    path: Path | None
    warnings: tuple[str, ...] = ()


@cache
def versions() -> str:
    """All that draws, so that another version draws anew."""
    return json.dumps([package_digest(), installed()["versions"]], sort_keys=True)


@dataclass(frozen=True)
class Store:
    """A folder of images; several processes may use it at once, as files appear whole."""

    folder: Path
    ignored: bool = False  # whether it tells git not to see it

    def picture(self, command: str, folder: str, form: str | None) -> Kept:
        """The picture of a command in a format, or without one its words alone.

        Raises `BadOption` with the reason why it cannot be drawn.
        """
        entry = Entry("", command, folder=folder)
        stem = self._stem(entry)
        words, path = self.folder / f"{stem}.json", self.folder / f"{stem}.{form}" if form else None
        found = _read(words)
        if found is None or (path is not None and not path.is_file()):
            found = self._drawn(entry, form, words, path)
        return Kept(found["alt"], path, tuple(found["warnings"]))

    def sources(self, command: str, folder: str) -> tuple[Path, ...]:
        """The files that a command reads."""
        return tuple(Path(folder, name) for name in Entry("", command, folder=folder).sources)

    def _stem(self, entry: Entry) -> str:
        with chdir(entry.folder):
            (stem,) = file_stems([entry.request])
        asked = json.dumps([entry.line, entry.sources, versions()], sort_keys=True)
        return f"{stem[:LONGEST]}-{hashlib.sha256(asked.encode()).hexdigest()[:DIGITS]}"

    def _drawn(self, entry: Entry, form: str | None, words: Path, path: Path | None) -> dict[str, Any]:
        drawn = render_figure(words.stem, entry.line, (form,) if form else (), entry.folder)
        if drawn.error:
            raise BadOption(drawn.error)
        found = {"alt": drawn.facts["alt"], "warnings": list(drawn.warnings)}
        make_folder(self.folder)
        if self.ignored:
            write(self.folder / ".gitignore", b"*\n")
        if path is not None:
            write(path, drawn.images[path.suffix[1:]])
        write(words, json.dumps(found, ensure_ascii=False).encode())
        return found


def _read(path: Path) -> dict[str, Any] | None:
    """The words of a picture; None where there are none, or somebody wrote into them."""
    try:
        found = json.loads(contents(path))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and {"alt", "warnings"} <= found.keys() else None
