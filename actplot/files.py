"""Files are read, written whole or not at all, and told apart by digests of their bytes."""

import hashlib
import os
import re
from pathlib import Path

from .errors import BadOption, OutputError, quoted


def read(flag: str, path: str, most: int) -> bytes:
    """At most so many bytes of the file that an option names.

    Raises `BadOption` where there is none, or it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadOption(f"{flag}: there is no file {quoted(path)}") from None
    except IsADirectoryError:
        raise BadOption(f"{flag}: {quoted(path)} is a folder. Name a CSV file in it") from None
    except OSError as error:
        raise BadOption(f"{flag}: cannot read {quoted(path)}: {error.strerror}") from None


TEMPORARY = ".part"


def write(path: str | os.PathLike, data: bytes, *, follow: bool = True) -> None:
    """Write a file whole or not at all; an existing one is replaced, and of a link what it leads to.

    Without `follow` it is the link itself that is replaced.

    Raises `OutputError` where the folder is missing or the system refuses.
    """
    import tempfile  # not above: a build with nothing to do writes nothing

    path = Path(path)
    if follow or not path.is_symlink():
        if path.exists() and not path.is_dir() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe: renaming a file onto it would destroy it
            return
        path = Path(os.path.realpath(path))  # a link stays a link
    if not path.parent.is_dir():
        raise OutputError(f"the folder '{path.parent}' does not exist. Create it first, or choose another")
    if path.is_dir() and not path.is_symlink():
        raise OutputError(f"'{path}' is a folder. Name a file in it")
    temporary = None
    try:
        name = f".{path.name[:50]}-{os.getpid()}-"
        handle, temporary = tempfile.mkstemp(prefix=name, suffix=TEMPORARY, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise OutputError(f"cannot write '{path}': {error.strerror}") from None
    finally:
        if temporary:  # also on Ctrl-C
            Path(temporary).unlink(missing_ok=True)


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
    return hashlib.sha256(data).hexdigest()


def digest_of(path: str | os.PathLike) -> str | None:
    """The digest of a file's bytes; None where there is no readable file."""
    try:
        # A Path would take half as long again, and there may be hundreds.
        with open(path, "rb") as file:  # noqa: PTH123
            return digest(file.read())
    except OSError:
        return None
