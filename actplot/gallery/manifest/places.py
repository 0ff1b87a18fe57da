"""Finds the manifest that a user means."""

import errno
from collections.abc import Sequence
from pathlib import Path

from ...errors import ActplotError, most_of, quoted, shown
from ...files import contents
from ...toml import LARGEST

NAME = "gallery.toml"
PROJECT = "pyproject.toml"
OUTPUT = "images"  # of a manifest that does not say
FACTS_FILE = "facts.json"  # in the output folder: what its images state
STARTER = "Make one with 'actplot gallery new'."


class ManifestError(ActplotError):
    """Everything that is wrong with a manifest; `problems` holds one line for each."""

    def __init__(self, problems: Sequence[str]):
        self.problems = tuple(problems)
        super().__init__("\n".join(most_of(self.problems)))


def find(place: str | Path | None = None) -> Path:
    """The manifest that a file or folder names, or the one of the current folder.

    Raises `ManifestError` where there is none.
    """
    path = Path(place or ".")
    if not path.is_dir():
        return path
    if (path / NAME).exists():
        return path / NAME
    project = path / PROJECT
    if project.is_file() and b"tool.actplot.gallery" in text_of(project):
        return project
    where = f"in {quoted(str(path))}" if place else "here"
    raise ManifestError([f"there is no {NAME} {where}, and no {PROJECT} with [tool.actplot.gallery]. {STARTER}"])


def text_of(path: Path) -> bytes:
    """The bytes of a manifest.

    Raises `ManifestError` where there is none, it cannot be read or is too large.
    """
    try:
        return contents(path, LARGEST)
    except FileNotFoundError:
        raise ManifestError([f"there is no manifest {quoted(str(path))}. {STARTER}"]) from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise ManifestError(
                [f"{shown(path)}: {str(error.strerror).removeprefix('it is ')}. Divide it into several manifests."]
            ) from None
        raise ManifestError([f"cannot read the manifest {quoted(str(path))}: {error.strerror}"]) from None
