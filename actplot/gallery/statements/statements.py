"""The facts of figures by their names, as a file keeps them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import ActplotError, shown
from ...files import contents
from ...requests.picture import Picture
from ...requests.stating import LARGEST, facts_of_content
from .differences import differences_of
from .recorded import Recorded

__all__ = ["BadFacts", "differences_of", "dumps", "facts_of", "facts_of_content", "read"]

LARGEST_FILE = 50_000_000  # bytes
_NUMBERS = {int, float}
DEEPEST, MOST_PARTS, LONGEST = 12, 5_000, 20_000  # of what a file says of a figure: levels, parts of one, characters


class BadFacts(ActplotError):
    """A file that should hold the facts of figures does not."""


def facts_of(request: Picture) -> dict[str, Any]:
    """The facts of a figure, ready for JSON; the same whatever its style, size and format."""
    content = request.content()
    return facts_of_content(content, request.texts(content).description)


def dumps(all: Mapping[str, Mapping[str, Any]]) -> str:
    """The facts of figures by their names, as JSON in which a change shows as few changed lines."""
    return b"".join(Recorded.of(all).lines()).decode()


def recorded(path: str | Path, *, as_written: bool) -> Recorded:
    """What `read` gives, one figure at a time; `as_written` says that a build has written exactly this.

    Raises `BadFacts` as it does.
    """
    try:
        found = Recorded.split(contents(path, LARGEST_FILE))
        if found is not None:
            for name, entry in found.items():
                if not _is_entry(entry):
                    raise BadFacts  # told below
                if not as_written:
                    found.put(name, entry)
            return found
    except (OSError, ValueError, RecursionError):  # which is told by who reads it as a whole
        pass
    return Recorded.of(read(path))


def read(path: str | Path) -> dict[str, dict[str, Any]]:
    """The facts of figures by their names, from a file; none where there is no file.

    Raises `BadFacts` for a file that holds something else.
    """
    try:
        found = json.loads(contents(path, LARGEST_FILE))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadFacts(f"cannot read '{shown(path)}': {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise BadFacts(f"'{shown(path)}' is not JSON: {error}. Restore it, or write it anew with a build") from None
    if not isinstance(found, dict) or not all(map(_is_entry, found.values())):
        raise BadFacts(f"'{shown(path)}' holds something other than facts of figures. Write it anew with a build")
    return found


def _is_entry(entry: Any) -> bool:
    """Whether differences can be taken of what a file holds for a figure."""
    if not _is_sensible(entry, DEEPEST) or differences_of(entry, entry):
        return False
    sources = [entry.get(key, {}) for key in ("images", "styles", "fonts", "drawn_with")]
    return isinstance(entry.get("command", ""), str) and all(
        isinstance(one, dict) and all(isinstance(digest, str) for digest in one.values()) for one in sources
    )


def _is_sensible(value: Any, deepest: int) -> bool:
    """Whether a value is of the size that facts have, with finite numbers only."""
    if isinstance(value, dict | list):
        if deepest <= 0 or len(value) > MOST_PARTS:
            return False
        parts = value.values() if isinstance(value, dict) else value
        if _NUMBERS.issuperset(map(type, parts)):
            return all(map(LARGEST.__ge__, map(abs, parts)))
        return all(_is_sensible(part, deepest - 1) for part in parts)
    if isinstance(value, str):
        return len(value) <= LONGEST
    return value is None or abs(value) <= LARGEST
