"""Reads the text that names a function of a file or module: `mine.py:act`, `package.module:act:alpha=0.5`."""

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...files import local

_DRIVE = r"(?:[A-Za-z]:(?=[\\/]))?"
_FILE = rf"{_DRIVE}[^:]*\.py"
_MODULE = r"[^\W\d]\w*(?:\.[^\W\d]\w*)+"
_LABEL = r"\s*(?:(?P<label>(?:[^=:()]|\([^:()]*\))+?)\s*=\s*)?"  # may say settings in parentheses
_PLACE = re.compile(rf"{_LABEL}(?P<source>{_FILE}|{_MODULE})\s*::?(?P<name>[^:]*)(?::(?P<settings>.*))?", re.S)
_FILE_ALONE = re.compile(rf"{_LABEL}(?P<source>{_FILE})\s*", re.S)


@dataclass(frozen=True)
class Place:
    """Where a function stands: a file or a module, its name there, and the settings behind it."""

    source: str
    name: str  # empty where all of a file's are meant
    settings: tuple[str, ...] = ()
    label: str = ""
    folder: str = field(default_factory=os.getcwd)  # that the path of a file starts from, and in which modules are

    @property
    def is_file(self) -> bool:
        return self.source.endswith(".py")

    @property
    def path(self) -> Path:
        """Of a file."""
        return Path(self.folder, self.source)

    @property
    def spot(self) -> str:
        """The file or module, and the name in it."""
        return f"{self.source}:{self.name}"

    @property
    def legend(self) -> str:
        """The label that was given, else the name in the file and its settings."""
        given = ", ".join(self.settings)
        return self.label or (f"{self.name} ({given})" if given else self.name)

    def with_settings(self, values: dict[str, str]) -> "Place":
        """The same with other settings, each by its name."""
        return replace(self, settings=tuple(f"{name}={text}" for name, text in values.items()))

    def __str__(self) -> str:
        words = [self.source, self.name, *([",".join(self.settings)] if self.settings else [])]
        return (f"{self.label} = " if self.label else "") + ":".join(words)


def place_of(text: str) -> Place | None:
    """What a text names; None for what is no file and no module."""
    found = _PLACE.fullmatch(text) or _FILE_ALONE.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    source, settings = parts["source"].strip(), parts.get("settings")
    words = tuple(word.strip() for word in settings.split(",")) if settings is not None else ()
    written = local(os.path.normpath(source)) if source.endswith(".py") else source
    return Place(written, (parts.get("name") or "").strip(), words, (parts["label"] or "").strip())
