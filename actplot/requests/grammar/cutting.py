"""Cuts what a user wrote at its commas, and names the place where something is missing."""

import re
from collections.abc import Sequence

from ...errors import BadOption, quoted

BETWEEN = re.compile(r"\s*,\s*")
PAIR = 2  # how many words such an option takes


def cut(flag: str, text: str, between: str = ",", noun: str = "a number") -> list[str]:
    """The parts of a text; `BadOption` where one of them is empty."""
    parts = [part.strip() for part in text.split(between)]
    check_filled(flag, parts, text, noun)
    return parts


def check_filled(where: str, parts: Sequence[str], text: str, noun: str = "a number") -> None:
    """Raise `BadOption` for a part that is empty; `where` is the flag, or the flag and a place in a file."""
    empty = next((place for place, part in enumerate(parts, start=1) if not part), None)
    if empty:
        raise BadOption(f"{where}: {noun} is missing in {quoted(text)}: place {empty} of {len(parts)} is empty")


def pair_in(word: str) -> list[str]:
    """The two words that are written as one, as in --range -3,3 or '-3 3'; of -3, 3 the first; else the word itself."""
    parts = BETWEEN.sub(" ", word).split()
    return parts if 0 < len(parts) <= PAIR else [word]
