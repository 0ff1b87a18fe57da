"""Makes builds, and what else writes in an output folder, take turns; the system ends that of a killed one."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ...errors import OutputError, shown
from ...files import write
from .store import FOLDER

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LOCK = "lock"
IGNORE = b"# What a build remembers about this machine.\n*\n"
PAUSE = 0.05  # seconds between two looks


@contextmanager
def turn(output: Path, wait: Callable[[], object]) -> Iterator[None]:
    """Be the only one at work in an output folder, which is made if need be; `wait` is called where another one is.

    Raises `OutputError` where the system refuses.
    """
    try:
        file = _opened(output / FOLDER)
        if not _taken(file):
            wait()
            while not _taken(file):
                time.sleep(PAUSE)
    except OSError as error:
        raise OutputError(f"cannot write in '{shown(output)}': {error.strerror}") from None
    with file:
        try:
            yield
        finally:
            _give_back(file)


def _opened(folder: Path) -> IO[bytes]:
    """The file that builds lock, beside the state, in a folder that git ignores.

    A link in its place, which a stranger may have committed, is not followed but replaced.
    """
    _check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    ignore, lock = folder / ".gitignore", folder / LOCK
    if ignore.is_symlink() or not ignore.exists():
        write(ignore, IGNORE, follow=False)
    if lock.is_symlink() or (lock.exists() and not lock.is_file()):
        lock.unlink()
    return open(lock, "a+b", opener=_unfollowed)


def _unfollowed(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _check_folder(folder: Path) -> None:
    """Raise `OutputError` for a folder of records that is a link: what it leads to is not ours to write in."""
    if folder.is_symlink():
        raise OutputError(f"'{shown(folder)}' is a link, which a build does not follow. Remove it")


def _taken(file: IO[bytes]) -> bool:
    """Whether the lock is ours now."""
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):  # the latter on Windows
        return False
    return True


def _give_back(file: IO[bytes]) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
