"""Columns of a CSV file that somebody picks by their names: @FILE.csv:NAME,NAME."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from ...calculus.models.headers import decoded, header_of, names_in
from ...errors import BadOption, quoted
from ...files import read
from ...frozen import record
from .cutting import check_filled

BETWEEN = ":"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]$")  # of Windows, where no column begins


@record
class Picked:
    """The words in some columns, row by row, each row with the line that it ends in."""

    names: tuple[str, ...]
    rows: dict[int, list[str]]


def divided(text: str) -> tuple[str, str]:
    """The path of a file, and the names of columns behind a colon; a path may hold colons itself."""
    if BETWEEN not in text or _is_file(text):
        return text, ""
    cuts = [at for at, letter in enumerate(text) if letter == BETWEEN and not _DRIVE.match(text[: at + 2])]
    if not cuts:
        return text, ""
    at = next((at for at in cuts if _is_file(text[:at])), cuts[-1])
    return text[:at], text[at + 1 :]


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # a name too long, or with a null character
        return False


def pick(flag: str, path: str, columns: str, most: int) -> Picked:
    """Some columns of a file of at most so many bytes.

    Raises `BadOption` for a file that cannot be read, a column that is named twice, rows of other lengths and cells
    that are empty; `BadInput` for a column that the file does not have.
    """
    content = read(flag, path, most + 1)
    if len(content) > most:
        raise BadOption(f"{flag}: {quoted(path)} is larger than {most // 10**6} MB. Give a part of it.")
    text, asked = decoded(quoted(path), content), names_in(columns)
    check_filled(flag, asked, columns, "a name")
    header = header_of(quoted(path), text)
    places = header.places(flag, asked)
    if len(set(places)) < len(places):
        raise BadOption(f"{flag}: a column is named twice in {quoted(columns)}. Name each once.")
    names = tuple(header.names[place] for place in places)
    rows = {
        line: _cells(f"{flag}, line {line} of {quoted(path)}", row, header.names, places)
        for line, row in list(_numbered(flag, path, text))[1:]
    }
    if not rows:
        raise BadOption(f"{flag}: {quoted(path)} has a header and no rows. Write the numbers in the lines below it.")
    return Picked(names, rows)


def _numbered(flag: str, path: str, text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold something, with their lines."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise BadOption(f"{flag}: {quoted(path)}, line {reader.line_num}: {error}") from None


def _cells(where: str, row: Sequence[str], names: Sequence[str], places: Sequence[int]) -> list[str]:
    if len(row) != len(names):
        raise BadOption(f"{where} has {len(row)} cells, and the header names {len(names)}.")
    cells = [row[place].strip() for place in places]
    for place, cell in zip(places, cells, strict=True):
        if not cell:
            raise BadOption(f"{where}, column {names[place]}: the cell is empty. Give a number, or leave the line out.")
    return cells
