"""Files are read, written whole or not at all, told apart by digests of their bytes, and named alike everywhere."""

import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from .errors import BadOption, OutputError, quoted, shown

READING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)  # Windows has others
NO_FILE = "it is a pipe, a socket or a device, and no file"
BLOCK = 1_000_000  # bytes that are read at a time of a file that has no size, as those of a running system
LARGEST_IMAGE = 100_000_000  # bytes; of a record, too


def contents(path: str | os.PathLike, most: int = LARGEST_IMAGE) -> bytes:
    """The bytes of a file that has at most so many.

    Raises `OSError` where there is none or it cannot be read, and for what is larger or no file at all: to read from a
    pipe may take for ever, and a device may have no end.
    """
    try:
        _refuse(os.stat(path).st_mode)  # noqa: PTH116  # before it is opened, which a device may take for a command
        descriptor = os.open(path, READING)
    except ValueError:  # a name with a null character, or one that the system's encoding lacks
        raise FileNotFoundError(errno.ENOENT, "no file can have this name") from None
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123  # a Path would take half as long again
        found = os.fstat(descriptor)
        _refuse(found.st_mode)
        data = b"" if found.st_size > most else _all_of(file, found.st_size, most)
    if max(found.st_size, len(data)) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most / 1e6:g} MB")
    return data


def _refuse(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, NO_FILE)


def _all_of(file: IO[bytes], size: int, most: int) -> bytes:
    """What a file holds that says its size, which it may have outgrown; of too much, enough to tell."""
    data = file.read(size + 1)
    while size < len(data) <= most:
        size = len(data)
        data += file.read(max(size, BLOCK))
    return data


def read(flag: str, path: str, most: int) -> bytes:
    """The bytes of the file that an option names, which has at most so many.

    Raises `BadOption` where there is none, or it cannot be read.
    """
    try:
        return contents(path, most)
    except (FileNotFoundError, NotADirectoryError):
        raise BadOption(f"{flag}: there is no file {quoted(path)}") from None
    except IsADirectoryError:
        raise BadOption(f"{flag}: {quoted(path)} is a folder. Name a CSV file in it") from None
    except OSError as error:
        raise BadOption(f"{flag}: cannot read {quoted(path)}: {error.strerror}") from None


TEMPORARY = ".part"
_UNFINISHED: set[str] = set()  # temporary files of this process


def write(path: str | os.PathLike, data: bytes | Iterable[bytes], *, follow: bool = True) -> None:
    """Write a file whole or not at all, also from its parts; an existing one is replaced, of a link what it leads to.

    Without `follow` it is the link itself that is replaced, and so is a pipe.

    Raises `OutputError` where the folder is missing or the system refuses.
    """
    import tempfile  # not above: a build with nothing to do writes nothing

    path, parts = Path(path), (data,) if isinstance(data, bytes) else data
    if follow:
        if path.exists() and not path.is_dir() and not path.is_file():
            path.write_bytes(b"".join(parts))  # a device or a pipe: renaming a file onto it would destroy it
            return
        path = Path(os.path.realpath(path))  # a link stays a link
    if not path.parent.is_dir():
        raise OutputError(f"the folder '{shown(path.parent)}' does not exist. Create it first, or choose another")
    if path.is_dir() and not path.is_symlink():
        raise OutputError(f"'{shown(path)}' is a folder. Name a file in it")
    temporary = None
    try:
        name = f".{path.name[:50]}-{os.getpid()}-"
        handle, temporary = tempfile.mkstemp(prefix=name, suffix=TEMPORARY, dir=path.parent)
        _UNFINISHED.add(temporary)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        _UNFINISHED.discard(temporary)
        temporary = None
    except OSError as error:
        raise OutputError(f"cannot write '{shown(path)}': {error.strerror}") from None
    finally:
        if temporary:  # also on Ctrl-C
            Path(temporary).unlink(missing_ok=True)
            _UNFINISHED.discard(temporary)


def remove_unfinished() -> None:
    """Remove the temporary files of a process that ends before it could write them whole."""
    for path in tuple(_UNFINISHED):
        Path(path).unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder that is missing, and those above it; `OutputError` where the system refuses."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {quoted(str(path))}: {error.strerror}") from None


def obstacle(path: Path) -> Path | None:
    """What keeps a folder from being made: the nearest of the path and the folders above it, where it is no folder."""
    try:
        nearest = next((one for one in (path, *path.parents) if os.path.lexists(one)), None)
        return nearest if nearest is not None and not nearest.is_dir() else None
    except (OSError, ValueError):  # a name too long, or with a null character
        return path


def portable(path: str | os.PathLike, start: str | os.PathLike = os.curdir) -> str:
    """How records and command lines name a file: from a folder, with slashes; in full where it is on another drive."""
    try:
        path = os.path.relpath(path, start)
    except ValueError:  # on Windows
        path = os.fspath(path)
    return path.replace(os.sep, "/")


def local(name: str) -> str:
    """A name that a user gave for a file, as a command line says it: without the path of this machine."""
    return portable(name) if os.path.isabs(name) else name.replace(os.sep, "/")  # noqa: PTH117


def writer_of(name: str) -> int | None:
    """The number of the process that a temporary file belongs to, or belonged to; None for another file."""
    found = re.fullmatch(r"\..*-([0-9]+)-[^-]*" + re.escape(TEMPORARY), name)
    return int(found[1]) if found else None


def _umask() -> int:
    """The process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def digest(data: bytes) -> str:
    return digest_of_parts([data])


def digest_of_parts(parts: Iterable[bytes]) -> str:
    """The digest of what they are together."""
    import hashlib  # not above: most commands tell no files apart

    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def digest_of(path: str | os.PathLike) -> str | None:
    """The digest of a file's bytes; None where there is no readable file, or none of a sensible size."""
    try:
        return digest(contents(path))
    except OSError:
        return None
