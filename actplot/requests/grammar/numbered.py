"""Kinds of options that name lines of a derivation, counted as they are printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...errors import BadOption, quoted
from ...frozen import record
from .kinds import Kind

MOST_LINES = 200
RULES, TERMS = "rules", "terms"
_SPAN = re.compile(r"\s*([0-9]{1,4})\s*(?:-\s*([0-9]{1,4})\s*)?")


@record
class Span(Kind):
    """The first lines, as 6, or those from one to another, as 4-8."""

    metavar = "N|A-B"

    def read(self, flag: str, words: Sequence[str]) -> tuple[int, int]:
        return _span(flag, words[0], alone=1)

    def check(self, flag: str, value: Any) -> tuple[int, int]:
        first, last = _span(flag, str(value), alone=1) if isinstance(value, str | int | float) else value
        return _checked(flag, int(first), int(last))

    def write(self, value: tuple[int, int]) -> list[str]:
        first, last = value
        return [str(last) if first == 1 else f"{first}-{last}"]


@record
class Blanks(Kind):
    """Lines by their numbers, the rules of all lines, or their formulas, with commas between."""

    metavar = "N[,N...]|rules|terms"

    def read(self, flag: str, words: Sequence[str]) -> tuple[int | str, ...]:
        return tuple(one for word in words[0].split(",") for one in _named(flag, word))

    def check(self, flag: str, value: Any) -> tuple[int | str, ...]:
        given = [value] if isinstance(value, str | int) else value
        named = {one for part in given for word in str(part).split(",") for one in _named(flag, word)}
        numbers = sorted(one for one in named if isinstance(one, int))
        return (*numbers, *(word for word in (RULES, TERMS) if word in named))

    def write(self, value: Iterable[int | str]) -> list[str]:
        return [",".join(map(str, value))]


def _named(flag: str, word: str) -> Iterator[int | str]:
    if word.strip() in (RULES, TERMS):
        yield word.strip()
        return
    if not _SPAN.fullmatch(word):
        raise BadOption(f"{flag} takes numbers of lines, as 3,5 or 4-8, or rules or terms, got {quoted(word)}")
    first, last = _checked(flag, *_span(flag, word))
    yield from range(first, last + 1)


def _span(flag: str, text: str, alone: int | None = None) -> tuple[int, int]:
    """Two numbers of lines; a single one is the last, behind the first one that is meant."""
    found = _SPAN.fullmatch(text)
    if not found:
        raise BadOption(f"{flag} takes a number of lines, as 6, or some of them, as 4-8, got {quoted(text)}")
    first, last = found.groups()
    return (int(first), int(last)) if last else (alone or int(first), int(first))


def _checked(flag: str, first: int, last: int) -> tuple[int, int]:
    if not (1 <= first <= MOST_LINES and 1 <= last <= MOST_LINES):
        wrong = last if 1 <= first <= MOST_LINES else first
        raise BadOption(f"{flag}: lines are counted from 1 to {MOST_LINES}, got {wrong}")
    if first > last:
        raise BadOption(f"{flag} {first}-{last} ends before it begins. Did you mean {last}-{first}?")
    return first, last
