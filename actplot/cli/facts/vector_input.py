"""Vectors from the command line: written out, from a file of rows, or from standard input."""

import re
from pathlib import Path

import numpy as np

from ...errors import BadOption, quoted
from ...numbers import real
from ...requests.grammar.given import MOST, STANDARD_INPUT, standard_input

FILE = "@"
ROWS = ";"  # between vectors that are written out


def read_vectors(flag: str, text: str) -> tuple[np.ndarray, bool]:
    """Vectors as an array of shape (k, n), and whether it is a single one that was written out without rows.

    Raises `BadOption` for what is not a number, for rows of different lengths and for a file that cannot be read.
    """
    rows = [row for row in _rows(flag, text) if row[1]]
    if not rows:
        raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1, or name a file as @FILE.csv.")
    if sum(len(words) for _, words in rows) > MOST:
        raise BadOption(f"{flag} holds more than {MOST} numbers, which is what is allowed")
    rows = rows[1:] if text[:1] in (FILE, STANDARD_INPUT) and len(rows) > 1 and _is_heading(rows[0][1]) else rows
    lengths = {len(words) for _, words in rows}
    if len(lengths) > 1:
        first, other = rows[0], next(row for row in rows if len(row[1]) != len(rows[0][1]))
        raise BadOption(
            f"{flag}: rows differ in length: {first[0]} holds {len(first[1])} numbers, {other[0]} holds {len(other[1])}"
        )
    numbers = np.array([[_number(flag, word, place) for word in words] for place, words in rows])
    return numbers, text[:1] != FILE and len(rows) == 1


def _rows(flag: str, text: str) -> list[tuple[str, list[str]]]:
    """The words of each row, and where the row is."""
    if text.strip() == STANDARD_INPUT:
        lines = standard_input().splitlines()
        return [(f"line {i} of standard input", _words(flag, line)) for i, line in enumerate(lines, 1)]
    if text.startswith(FILE):
        lines = _contents(flag, text[1:]).splitlines()
        return [(f"line {i} of {quoted(text[1:])}", _words(flag, line)) for i, line in enumerate(lines, 1)]
    return [(f"row {i}", _words(flag, row)) for i, row in enumerate(text.split(ROWS), 1)]


def _words(flag: str, line: str) -> list[str]:
    """The words between commas, semicolons or white space; none of an empty line."""
    line = line.strip()
    if not line:
        return []
    parts = re.split(r"\s*[,;]\s*|\s+", line)
    if "" in parts:
        raise BadOption(f"{flag}: a number is missing in {quoted(line)}")
    return parts


def _contents(flag: str, name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            return file.read(32 * MOST).decode("utf-8", errors="backslashreplace").removeprefix("\ufeff")
    except (FileNotFoundError, ValueError):
        raise BadOption(f"{flag}: there is no file {quoted(name)}") from None
    except OSError as error:
        raise BadOption(f"{flag}: cannot read {quoted(name)}: {error.strerror}") from None


def _is_heading(words: list[str]) -> bool:
    """Whether a row holds names, and no number at all."""
    for word in words:
        try:
            real(word)
        except ValueError:
            continue
        return False
    return True


def _number(flag: str, word: str, place: str) -> float:
    try:
        return real(word)
    except ValueError:
        where = "" if place.startswith("row") else f", {place}"
        raise BadOption(
            f"{flag}{where}: {quoted(word)} is not a number. Allowed are numbers such as -0.5, 1e-3, 1/3, inf and nan."
        ) from None
