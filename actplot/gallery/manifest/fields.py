"""The keys that the tables of a manifest may have, and what is wrong with the ones that a user wrote."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ... import shell
from ...errors import quoted, suggestion
from ...requests.destinations import DRAWINGS

FORMATS = DRAWINGS
THEMES = ("light", "dark", "auto")
LONGEST_NAME = 100
LONGEST_PROBLEM = 2000  # characters that are told of one
LONGEST_LINE, LONGEST_DEFAULTS = 20_000, 2_000  # characters
ALLOWED = "letters a to z, digits, '_', '-', '+' and '.' inside"
_SAFE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.+-]*[A-Za-z0-9_+-])?", re.ASCII)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Problems:
    """Collects what is wrong with a file, each line with the part of the file where it is."""

    file: str = ""
    part: str = ""
    found: list[str] = field(default_factory=list)

    def of(self, part: str) -> "Problems":
        """The same list, for a part of the file."""
        return Problems(self.file, part, self.found)

    def add(self, what: object) -> None:
        place = ", ".join(filter(None, (self.file, self.part)))
        text = str(what)
        said = " ".join((text if len(text) <= LONGEST_PROBLEM else f"{text[:LONGEST_PROBLEM]}…").split())
        self.found.append(": ".join(filter(None, (place, said))))


def checked(kind: str, table: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """The keys of a `gallery`, `figure` or `preset` table that are as they should be."""
    keys, required = TABLES[kind]
    values = {}
    for key, value in table.items():
        if key not in keys:
            problems.add(f"unknown key {quoted(key)}.{suggestion(key, keys)} Keys: {', '.join(keys)}.")
            continue
        problem = keys[key](value)
        if problem:
            problems.add(f"{key} {problem}")
        else:
            values[key] = value
    for key in required:
        if key not in table:
            problems.add(f"the key {quoted(key)} is missing")
    return values


def words_of(defaults: str | list[str]) -> list[str]:
    """The words of the options that every figure gets."""
    parts = [defaults] if isinstance(defaults, str) else defaults
    return [word for part in parts for word in split(part)]


def split(line: str) -> list[str]:
    """The words of a command line, which may go on behind a backslash at the end of a line.

    Raises `ValueError` for quotes that do not match.
    """
    return shell.words_of(line.replace("\\\n", " "))


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else f"must be text, got {_shown(value)}"


def _filled(value: Any) -> str:
    return _text(value) or ("" if value.strip() else "must not be empty")


def _folder(value: Any) -> str:
    if _filled(value):
        return _filled(value)
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        encoding = sys.getfilesystemencoding()
        return f"{quoted(value)} cannot be a file name in {encoding}. Set LC_ALL=C.UTF-8, or use ASCII letters."
    return f"{quoted(value)} has a null character, which no file name may have" if "\0" in value else ""


def _texts(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return f"must be a list of texts, got {_shown(value)}"
    return ""


def _name(value: Any) -> str:
    if not isinstance(value, str):
        return _text(value)
    if len(value) > LONGEST_NAME or not _SAFE.fullmatch(value) or _DEVICES.fullmatch(value):
        return f"{quoted(value)} cannot name a file everywhere. Use {ALLOWED}, at most {LONGEST_NAME}."
    return ""


def _prefix(value: Any) -> str:
    if _text(value) or not value or _SAFE.fullmatch(f"{value}x"):
        return _text(value)
    return f"{quoted(value)} cannot start the name of a file everywhere. Use {ALLOWED}."


def _formats(value: Any) -> str:
    if isinstance(value, str) or _texts(value):
        return f'must be a list such as ["png", "svg"], got {_shown(value)}'
    if not value:
        return "must name at least one of " + ", ".join(FORMATS)
    if len(set(value)) < len(value):
        return f"names a format twice: {', '.join(value)}"
    unknown = [item for item in value if item not in FORMATS]
    if unknown:
        return f"has an unknown {quoted(unknown[0])}.{suggestion(unknown[0], FORMATS)} Allowed: {', '.join(FORMATS)}."
    return ""


def _themes(value: Any) -> str:
    if isinstance(value, str) or _texts(value):
        return f'must be a list such as ["light", "dark"], got {_shown(value)}'
    if not value or len(set(value)) < len(value) or not {*value} <= {*THEMES}:
        return f"must name some of {', '.join(THEMES)}, each once, got {', '.join(value) or 'none'}"
    return ""


def _line(value: Any) -> str:
    return _filled(value) or _too_long(value, LONGEST_LINE)


def _too_long(text: str, most: int) -> str:
    """To divide a text into words takes time that grows with the square of its length."""
    return f"has {len(text)} characters, allowed are {most}" if len(text) > most else ""


def _options(value: Any) -> str:
    if not isinstance(value, str) and _texts(value):
        return f'must be options as text, such as "--range -5 5", got {_shown(value)}'
    long = _too_long(value if isinstance(value, str) else " ".join(value), LONGEST_DEFAULTS)
    if long:
        return long
    try:
        words_of(value)
    except ValueError as error:
        return f"cannot be read: {error}, in {_shown(value)}"
    return ""


def _shown(value: Any) -> str:
    """The user's value, as TOML has it as far as that matters."""
    try:
        return quoted(str(value))
    except ValueError:  # a hexadecimal number that is too long to be written in decimals
        return "a very long number"


TEXTS = ("title", "caption", "alt")
AUTO = "auto"  # an alt text that is written from the facts
Check = Callable[[Any], str]
TABLES: dict[str, tuple[dict[str, Check], tuple[str, ...]]] = {
    "gallery": ({"title": _text, "output": _folder, "formats": _formats, "themes": _themes, "defaults": _options}, ()),
    "figure": (
        {
            "name": _name,
            "draw": _line,
            "formats": _formats,
            "themes": _themes,
            "tags": _texts,
            **dict.fromkeys(TEXTS, _text),
        },
        ("name", "draw"),
    ),
    "preset": (
        {
            "name": _filled,
            "prefix": _prefix,
            "formats": _formats,
            "themes": _themes,
            "defaults": _options,
            "tags": _texts,
        },
        ("name",),
    ),
}
