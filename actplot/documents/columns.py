"""Text in columns: tables that align, words that hang behind a label, and formulas in several lines."""

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "
_HELD = {" + ": " +\N{NO-BREAK SPACE}", " − ": " −\N{NO-BREAK SPACE}", " - ": " -\N{NO-BREAK SPACE}"}


def aligned(rows: Sequence[Sequence[str]], words: int = 0, width: int | None = None) -> list[str]:
    """Lines of columns, of which the first few hold words and the others numbers.

    Where they are wider than `width`, cells are broken at spaces, those of the widest column first.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    if width is not None:
        widths = _narrowed(columns, widths, width)
        rows = [line for row in rows for line in _broken(row, widths)]
    return [_line(row, widths, words) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], words: int) -> str:
    """Words to the left, numbers to the right."""
    cells = [*map(str.ljust, row[:words], widths), *map(str.rjust, row[words:], widths[words:])]
    return GAP.join(cells).rstrip()


def _narrowed(columns: Sequence[Sequence[str]], widths: Sequence[int], width: int) -> list[int]:
    """Widths that fit, as far as the longest word of each column allows."""
    widths = list(widths)
    least = [max(len(word) for cell in column for word in cell.split()) for column in columns]
    spare = [wide - narrow for wide, narrow in zip(widths, least, strict=True)]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width and max(spare) > 0:
        broadest = spare.index(max(spare))
        widths[broadest], spare[broadest] = widths[broadest] - 1, spare[broadest] - 1
    return widths


def _broken(row: Sequence[str], widths: Sequence[int]) -> list[tuple[str, ...]]:
    """The lines of a row."""
    cells = [textwrap.wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    return list(zip_longest(*cells, fillvalue=""))


def hanging(label: str, text: str, width: int) -> str:
    """A text behind a label, wrapped to a width with its further lines below its first."""
    return textwrap.fill(text, width, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False)


def wrapped_formula(text: str, room: int) -> list[str]:
    """One line of mathematics in as many as it needs, cut before + and − where possible."""
    for sign, held in _HELD.items():
        text = text.replace(sign, held)
    lines = textwrap.wrap(
        text, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    cut = [part for line in lines for part in ([line] if len(line) <= room else _chopped(line, room))]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in cut]


def _chopped(line: str, room: int) -> list[str]:
    """A part without any space that is too long, cut behind a sign."""
    pieces: list[str] = []
    while len(line) > room:
        at = max((line.rfind(sign, room // 2, room) for sign in "·*/(,"), default=-1)
        at = at + 1 if at > 0 else room
        pieces.append(line[:at])
        line = "  " + line[at:]
    return [*pieces, line]
