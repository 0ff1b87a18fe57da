"""The folder of a site: what was written there and from what, so that only that is replaced or removed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import BadOption, OutputError, quoted, shown
from ...files import contents, digest, digest_of, make_folder, obstacle, write
from ...gallery.build.prune import remove_leftovers
from .leaves import Leaf, Made

STATE_FOLDER, STATE_FILE = ".actplot", "site.json"
FORMAT = 1
GONE = "gone"  # in the place of a leaf, what files of leaves are left over


@dataclass
class Folder:
    """A folder with the record of what was written in it: by leaf its key, its files and what is told of it."""

    path: Path
    of: str  # what it is about
    known: dict[str, dict[str, Any]]
    now: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: int = 0
    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # files that somebody else has changed since

    def record(self, leaf: Leaf, key: str) -> Mapping[str, Any] | None:
        """What is told of a leaf whose files are there as they would be made; None where it is to be made."""
        found = self.known.get(_id(leaf))
        if not found or found["key"] != key or any(digest_of(self.path / n) != d for n, d in found["files"].items()):
            return None
        self.now[_id(leaf)] = found
        return found["record"]

    def put(self, leaf: Leaf, key: str, made: Made) -> None:
        """Write the files of a leaf; they are on record before they are there.

        Raises `OutputError` where the system refuses, or something of somebody else's is in the way.
        """
        self.keep(_id(leaf), key, made.files, made.record)

    def keep(self, name: str, key: str, files: Mapping[str, bytes], record: Mapping[str, Any] | None = None) -> int:
        """The same for files that belong to no leaf; returns how many were not there as they are."""
        digests = {path: digest(data) for path, data in files.items()}
        self.check(files)
        self.now[name] = {"key": key, "files": digests, "record": dict(record or {})}
        if self.now[name] != self.known.get(name):
            self._save({**self.known, **self.now, GONE: _of_none(self._gone)})
        stale = [path for path in files if digest_of(self.path / path) != digests[path]]
        for path in stale:
            make_folder((self.path / path).parent)
            write(self.path / path, files[path], follow=False)
            self.written += 1
        return len(stale)

    def check(self, paths: Iterable[str]) -> None:
        """Raise `OutputError` for files of somebody else's where ours are to be."""
        ours = self._ours
        for path in paths:
            place = self.path / path
            strange = next((one for one in (place.parent, *place.parent.parents) if one.is_symlink()), None)
            if strange is not None and strange != self.path and self.path in strange.parents:
                raise OutputError(f"{quoted(str(strange))} is a link, which no site is written through. Remove it")
            if path not in ours and (place.exists() or place.is_symlink()):
                there = f"{quoted(path)} in {quoted(str(self.path))}"
                raise OutputError(
                    f"{there} was not written by actplot, and stays. Name another folder, or move it away"
                )

    @property
    def _ours(self) -> dict[str, str]:
        """The files on record with the digests of what was written."""
        return {
            path: one
            for all in (self.known, self.now)
            for found in all.values()
            for path, one in found["files"].items()
        }

    @property
    def _gone(self) -> dict[str, str]:
        """Those that leaves had and have no more."""
        had = {
            path: one for name in self.now.keys() & self.known.keys() for path, one in self.known[name]["files"].items()
        }
        had |= self.known.get(GONE, _of_none({}))["files"]
        return {path: one for path, one in had.items() if not any(path in new["files"] for new in self.now.values())}

    def finish(self) -> None:
        """Remove what no longer belongs, as far as it is what was written; a file that was changed since stays."""
        wanted = {path for found in self.now.values() for path in found["files"]}
        for path, written in sorted(self._ours.items()):
            place = self.path / path
            if path in wanted or not (place.is_file() or place.is_symlink()):
                continue
            if place.is_symlink() or digest_of(place) != written:
                self.left.append(path)
                continue
            _remove(place)
            self.removed.append(path)
        self._save(self.now)
        for inner in {place.parent for place in map(self.path.joinpath, self.removed)} - {self.path}:
            if not any(inner.iterdir()):
                inner.rmdir()

    def _save(self, leaves: Mapping[str, Any]) -> None:
        data = json.dumps(
            {"format": FORMAT, "of": self.of, "leaves": leaves}, sort_keys=True, ensure_ascii=False
        ).encode()
        place = self.path / STATE_FOLDER / STATE_FILE
        if digest_of(place) != digest(data):
            write(place, data, follow=False)


@contextmanager
def opened(flag: str, place: str, of: str) -> Iterator[Folder]:
    """The folder of a site about something, which is made where it is missing.

    Raises `BadOption` for a file, and for a folder with something in it that is no site of actplot's.
    """
    path = Path(place)
    if (other := obstacle(path)) is not None:
        raise BadOption(f"{flag} {quoted(place)}: {quoted(str(other))} is no folder. Name another one.")
    state = path / STATE_FOLDER / STATE_FILE
    about, known = _read(state)
    try:
        strange = known is None and path.is_dir() and any(one.name != STATE_FOLDER for one in path.iterdir())
    except OSError as error:
        raise OutputError(f"cannot read the folder {quoted(place)}: {error.strerror}") from None
    if strange:
        raise BadOption(f"{flag} {quoted(place)}: it holds files that are no site of actplot's. Name another folder.")
    if known is not None and about != of:
        raise BadOption(f"{flag} {quoted(place)}: it holds the pages of a {about}. Name another folder.")
    make_folder(state.parent)
    remove_leftovers(path)
    yield Folder(path, of, known or {})


def _read(state: Path) -> tuple[str, dict[str, dict[str, Any]] | None]:
    """What is on record, and of what; None where there is no record that can be read."""
    if state.is_symlink() or state.parent.is_symlink():  # of a stranger's, which may lead anywhere
        return "", None
    try:
        found = json.loads(contents(state))
        leaves = found["leaves"] if found["format"] == FORMAT else None
        return str(found["of"]), {str(name): one for name, one in leaves.items() if _is_whole(one)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", None


def _is_whole(one: Any) -> bool:
    """Whether a record has all parts, and names no file outside of the folder."""
    return (
        isinstance(one, dict)
        and isinstance(one.get("key"), str)
        and isinstance(one.get("record"), dict)
        and isinstance(one.get("files"), dict)
        and not any(Path(path).is_absolute() or ".." in Path(path).parts for path in one["files"])
    )


def _of_none(files: Mapping[str, str]) -> dict[str, Any]:
    """A record of files that belong to no leaf."""
    return {"key": "", "files": dict(files), "record": {}}


def _remove(place: Path) -> None:
    try:
        place.unlink()
    except OSError as error:
        raise OutputError(f"cannot remove '{shown(place)}': {error.strerror}") from None


def _id(leaf: Leaf) -> str:
    return f"{type(leaf).__name__} {leaf.slug}"
