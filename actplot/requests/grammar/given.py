"""Numbers that a user gives: as words, in a file as @FILE, or on standard input as a hyphen."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import BadOption, quoted
from ...files import read
from ...numbers import is_number, real
from .kinds import ROWS, Assignments

FILE, STANDARD_INPUT = "@", "-"
MOST = 1_000_000
MOST_BYTES = 32 * MOST  # of standard input, which may have no end: more than this holds too many numbers

StandardInput = Callable[[], bytes]  # at most `MOST_BYTES` of it


@dataclass(frozen=True)
class Vectors:
    """Vectors of shape (k, n), and whether it is one that was written out, and no row of a file."""

    numbers: np.ndarray
    single: bool


@dataclass(frozen=True)
class _Rows:
    """The rows of a text, and the words with which a message names the place of one."""

    rows: list[str]
    noun: str  # row or line
    of: str = ""
    headed: bool = False  # whether the first row may hold names, and no number at all

    def place(self, at: int) -> str:
        return f"{self.noun} {at + 1}{self.of}"


def read_points(flag: str, text: str, standard_input: StandardInput) -> np.ndarray:
    """Numbers separated by commas or white space.

    Raises `BadOption` for what is not a number, and for a file that cannot be read.
    """
    name = "standard input" if text == STANDARD_INPUT else flag
    given = _rows(flag, text, standard_input) if _is_elsewhere(text) else _Rows([text], "row")
    first = _points(given.rows[0]) if given.rows else []
    skipped = given.headed and _is_heading(first) and len(given.rows) > 1
    words = _points("\n".join(given.rows[skipped:]))
    if not words:
        raise BadOption(f"{name} holds no numbers. Write them as 0.5,1,1/3,inf or separated by white space.")
    return _numbers(name, words, lambda at: f"{name}: number {at + 1} is {quoted(words[at])}")


def read_vectors(flag: str, text: str, standard_input: StandardInput) -> Vectors:
    """Vectors of one length: rows of a file or of standard input, or written out with semicolons between.

    Raises `BadOption` for what is not a number, for rows of different lengths and for a file that cannot be read.
    """
    given = _rows(flag, text, standard_input)
    rows = {at: words for at, row in enumerate(given.rows) if (words := _words(flag, row))}
    if not rows:
        raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1, or name a file as @FILE.csv.")
    first = min(rows)
    if given.headed and _is_heading(rows[first]) and len(rows) > 1:
        del rows[first]
    _check_lengths(flag, {given.place(at): len(words) for at, words in rows.items()})
    width = len(next(iter(rows.values())))

    def told(at: int) -> str:
        number, words = list(rows.items())[at // width]
        return (
            f"{flag}{f', {given.place(number)}' if given.headed else ''}: {quoted(words[at % width])} is not a number"
        )

    numbers = _numbers(flag, [word for words in rows.values() for word in words], told)
    return Vectors(numbers.reshape(len(rows), width), not text.startswith(FILE) and len(rows) == 1)


def read_weights(flag: str, text: str, standard_input: StandardInput) -> dict[str, float]:
    """Numbers by name, such as w=10,b=2, in one line or in several.

    Raises `BadOption` for anything else, and for a file that cannot be read.
    """
    kind = Assignments()
    rows = _rows(flag, text, standard_input).rows if _is_elsewhere(text) else [text]
    return dict(kind.check(flag, kind.read(flag, list(filter(str.strip, rows)) or [""])))


def _is_elsewhere(text: str) -> bool:
    return text.startswith(FILE) or text.strip() == STANDARD_INPUT


def _rows(flag: str, text: str, standard_input: StandardInput) -> _Rows:
    if not _is_elsewhere(text):
        return _Rows(text.split(ROWS), "row")
    in_file = text.startswith(FILE)
    content = read(flag, text[1:], MOST_BYTES) if in_file else standard_input()
    lines = content.decode("utf-8", errors="backslashreplace").removeprefix("\ufeff").splitlines()
    return _Rows(lines, "line", f" of {quoted(text[1:]) if in_file else 'standard input'}", headed=True)


def _points(text: str) -> list[str]:
    """The words between commas or white space."""
    return text.replace(",", " ").split()


def _words(flag: str, line: str) -> list[str]:
    """The words between commas, semicolons or white space; none of an empty line."""
    line = line.strip()
    if not line:
        return []
    parts = re.split(r"\s*[,;]\s*|\s+", line)
    if "" in parts:
        raise BadOption(f"{flag}: a number is missing in {quoted(line)}")
    return parts


def _is_heading(words: Sequence[str]) -> bool:
    return bool(words) and not any(map(is_number, words))


def _check_lengths(flag: str, lengths: Mapping[str, int]) -> None:
    """Raise `BadOption` for rows, by their place, that differ in length."""
    (first, length), *others = lengths.items()
    for place, other in others:
        if other != length:
            raise BadOption(f"{flag}: rows differ in length: {first} holds {length} numbers, {place} holds {other}")


def _numbers(name: str, words: Sequence[str], told: Callable[[int], str]) -> np.ndarray:
    """All words as numbers; `told` says which one is none."""
    if len(words) > MOST:
        raise BadOption(f"{name} holds {len(words)} numbers, allowed are {MOST}")
    try:
        return np.array(list(map(real, words)))
    except ValueError:
        at = next(at for at, word in enumerate(words) if not is_number(word))
        raise BadOption(f"{told(at)}. Allowed are numbers such as -0.5, 1e-3, 1/3, inf and nan.") from None
