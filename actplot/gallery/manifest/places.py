"""Finds the manifest that a user means."""

from collections.abc import Sequence
from pathlib import Path

from ...errors import ActplotError, quoted

NAME = "gallery.toml"
PROJECT = "pyproject.toml"
OUTPUT = "images"  # of a manifest that does not say
FACTS_FILE = "facts.json"  # in the output folder: what its images state
STARTER = "Make one with 'actplot gallery new'."


class ManifestError(ActplotError):
    """Everything that is wrong with a manifest; `problems` holds one line for each."""

    def __init__(self, problems: Sequence[str]):
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def find(place: str | Path | None = None) -> Path:
    """The manifest that a file or folder names, or the one of the current folder.

    Raises `ManifestError` where there is none.
    """
    path = Path(place or ".")
    if not path.is_dir():
        return path
    if (path / NAME).is_file():
        return path / NAME
    project = path / PROJECT
    if project.is_file() and b"tool.actplot.gallery" in project.read_bytes():
        return project
    where = f"in {quoted(str(path))}" if place else "here"
    raise ManifestError([f"there is no {NAME} {where}, and no {PROJECT} with [tool.actplot.gallery]. {STARTER}"])
