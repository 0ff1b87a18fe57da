"""Keeps builds of one folder from harming each other, and what a killed one had done from being lost.

Each build appends what it has done to a journal of its own, which it holds locked: the system frees the
lock when the build ends in whatever way, and so tells a dead build from a live one.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ...errors import OutputError
from .state import FOLDER

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LOCK = "lock"
IGNORE = "# What a build remembers about this machine.\n*\n"
_TEMPORARY = re.compile(r"\..*-([0-9]+)-[^-]*\.part")
_JOURNAL = re.compile(r"journal-([0-9]+)-.*\.jsonl")


@dataclass(frozen=True)
class Line:
    """What was done about a figure: its new record, and its facts where they are new."""

    name: str
    record: dict[str, Any] | None = None
    facts: dict[str, Any] | None = None


class Journal:
    """The journal of one build."""

    def __init__(self, file: IO[str], path: Path):
        self.file, self.path = file, path

    def add(self, line: Line) -> None:
        """Append what was done, so that it outlives this process.

        Raises `OutputError` where the system refuses.
        """
        try:
            self.file.write(json.dumps(vars(line)) + "\n")
            self.file.flush()
        except OSError as error:
            raise OutputError(f"cannot write '{self.path}': {error.strerror}") from None

    def lines(self) -> list[Line]:
        """All that was added."""
        return _lines(self.path)


@contextmanager
def open_journal(output: Path) -> Iterator[Journal]:
    """A new journal in an output folder, which is made if need be; it stays if the build does not end well.

    Raises `OutputError` where the system refuses.
    """
    try:
        folder = output / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(IGNORE, encoding="utf-8")
        path = folder / f"journal-{os.getpid()}-{os.urandom(4).hex()}.jsonl"
        with locked(output):
            file = path.open("a", encoding="utf-8")
            _try_lock(file)
    except OSError as error:
        raise OutputError(f"cannot write in '{output}': {error.strerror}") from None
    with file:
        yield Journal(file, path)


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Wait until no other build changes the state of this folder."""
    with (output / FOLDER / LOCK).open("a+b") as file:
        _lock(file)
        try:
            yield
        finally:
            _unlock(file)


def left_behind(output: Path) -> list[Line]:
    """What builds had done that were killed, in no order; to be asked for while `locked`."""
    return [line for path in _journals(output, alive=False) for line in _lines(path)]


def forget(output: Path, own: Journal) -> None:
    """Remove the journals of dead builds, and our own, once the state holds what they say."""
    for path in [*_journals(output, alive=False), own.path]:
        path.unlink(missing_ok=True)


def remove_leftovers(output: Path) -> list[Path]:
    """Remove the temporary files of processes that are dead, here and beside the state; never those of live ones."""
    live, dead = (
        {_JOURNAL.fullmatch(path.name)[1] for path in _journals(output, alive=alive)} for alive in (True, False)
    )
    removed = []
    for path in [*output.iterdir(), *(output / FOLDER).iterdir()]:
        found = _TEMPORARY.fullmatch(path.name)
        if found and found[1] not in live and (found[1] in dead or not _runs(int(found[1]))):
            path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def _runs(process: int) -> bool:
    """Whether another process has this number."""
    if process == os.getpid():
        return False  # one before us had it: we have a journal before we write anything
    if os.name == "nt":
        return True  # asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _journals(output: Path, *, alive: bool) -> list[Path]:
    """The journals of builds that are at work, or of those that are not."""
    folder = output / FOLDER
    paths = [path for path in folder.iterdir() if _JOURNAL.fullmatch(path.name)] if folder.is_dir() else []
    return [path for path in paths if _is_held(path) == alive]


def _is_held(path: Path) -> bool:
    try:
        with path.open("a", encoding="utf-8") as file:
            if _try_lock(file):
                _unlock(file)
                return False
            return True
    except OSError:
        return True


def _lines(path: Path) -> list[Line]:
    """The lines that were written whole."""
    try:
        texts = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except OSError:
        return []
    found = []
    for text in texts:
        try:
            found.append(Line(**json.loads(text)))
        except (ValueError, TypeError):  # torn
            continue
    return found


def _lock(file: IO) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX)
    else:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)


def _try_lock(file: IO) -> bool:
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _unlock(file: IO) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
