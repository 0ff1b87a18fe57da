"""Reads the text that names a function of a file or module: `mine.py:act`, `package.module:act:alpha=0.5`."""

import re
from dataclasses import dataclass

_DRIVE = r"(?:[A-Za-z]:(?=[\\/]))?"
_SOURCE = rf"(?:{_DRIVE}[^:]*\.py|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)"
_PLACE = re.compile(
    rf"\s*(?:(?P<label>[^=:]+?)\s*=\s*)?(?P<source>{_SOURCE}):(?P<name>[^:]*)(?::(?P<settings>.*))?", re.S
)


@dataclass(frozen=True)
class Place:
    """Where a function stands: a file or a module, its name there, and the settings behind it."""

    source: str
    name: str  # empty where all of a file's are meant
    settings: tuple[str, ...] = ()
    label: str = ""

    @property
    def is_file(self) -> bool:
        return self.source.endswith(".py")

    def __str__(self) -> str:
        words = [self.source, self.name, *([",".join(self.settings)] if self.settings else [])]
        return (f"{self.label} = " if self.label else "") + ":".join(words)


def place_of(text: str) -> Place | None:
    """What a text names; None for what is no file and no module."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    settings = found["settings"]
    words = tuple(word.strip() for word in settings.split(",")) if settings is not None else ()
    return Place(found["source"].strip(), found["name"].strip(), words, (found["label"] or "").strip())
