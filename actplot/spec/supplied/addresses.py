"""Reads the text that names a function of a file or module: `mine.py:act`, `package.module:act:alpha=0.5`."""

import os
import re
from dataclasses import field, replace
from pathlib import Path

from ...files import local
from ...frozen import record

_BEHIND_SOURCE = re.compile(r":(?![\\/])")  # not the colon of a drive
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_IN_PARENTHESES = re.compile(r"\([^:()]*\)")  # settings, which a label may say


@record
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
    head, *rest = _BEHIND_SOURCE.split(text.strip(), maxsplit=1)
    label, equals, source = head.rpartition("=")
    label, source = label.strip(), source.strip()
    if bool(label) != bool(equals) or set("=()") & set(_IN_PARENTHESES.sub("", label)):
        return None
    is_file = source.endswith(".py")
    if not is_file and not (rest and _MODULE.fullmatch(source)):
        return None
    name, colon, settings = rest[0].removeprefix(":").partition(":") if rest else ("", "", "")
    words = tuple(word.strip() for word in settings.split(",")) if colon else ()
    return Place(local(os.path.normpath(source)) if is_file else source, name.strip(), words, label)
