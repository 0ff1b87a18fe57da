"""Numbers that a user gives: as words, in a file as @FILE, or on standard input as a hyphen."""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ...calculus.models.headers import cells_of, in_shell, names_in
from ...errors import BadOption, quoted
from ...files import read
from ...frozen import record
from ...numbers import is_number, real
from .cutting import check_filled
from .kinds import ROWS, Assignments
from .picked import BETWEEN, divided, pick

FILE, STANDARD_INPUT = "@", "-"
MOST = 1_000_000
MOST_BYTES = 32 * MOST  # of standard input, which may have no end: more than this holds too many numbers
MOST_NAMED = 4  # columns in an example

StandardInput = Callable[[], bytes]  # at most `MOST_BYTES` of it


@record
class Vectors:
    """Vectors of shape (k, n), and whether it is one that was written out, and no row of a file."""

    numbers: np.ndarray
    single: bool
    names: tuple[str, ...] = ()  # of the n numbers, where a file has some
    by_class: bool = False  # whether some were written as the name of a class


@record
class _Rows:
    """Words by row, and how a message names the place of one."""

    words: dict[int, list[str]]
    noun: str  # row or line
    of: str = ""  # the file
    names: tuple[str, ...] = ()
    written: bool = False  # out, and not in a file or on standard input
    picked: bool = False  # whether columns were asked for by their names

    def place(self, at: int) -> str:
        return f"{self.noun} {at + 1}{self.of}"

    @property
    def flat(self) -> list[str]:
        return [word for words in self.words.values() for word in words]

    def told(self, flag: str, at: int) -> str:
        """Where the word with this number is, and what it is."""
        number, column = [(row, place) for row, words in self.words.items() for place in range(len(words))][at]
        place = f", {self.place(number)}" if not self.written else ""
        name = f", column {self.names[column]}" if self.names else ""
        return f"{flag}{place}{name}: {quoted(self.words[number][column])} is not a number"


def read_points(flag: str, text: str, standard_input: StandardInput) -> np.ndarray:
    """Numbers separated by commas or white space.

    Raises `BadOption` for what is not a number, for a place that is empty, and for a file that cannot be read.
    """
    name = "standard input" if text == STANDARD_INPUT else flag
    given = _rows(flag, text, standard_input, _points)
    if not given.words:
        raise BadOption(f"{name} holds no numbers. Write them as 0.5,1,1/3,inf or separated by white space.")

    def told(at: int) -> str:
        return given.told(name, at) if given.picked else f"{name}: number {at + 1} is {quoted(given.flat[at])}"

    return _numbers(name, given, told)


def read_numbers(flag: str, path: str) -> np.ndarray:
    """All numbers of a file, or those in the one column that is named behind a colon.

    Raises `BadOption` as `read_points` does, and for a file of several columns of which none is named.
    """
    given = _rows(flag, f"{FILE}{path}", bytes, _points)
    if not given.words:
        raise BadOption(f"{flag}: {quoted(divided(path)[0])} holds no numbers. Write one in each line.")
    if len(given.names) > 1:
        columns = ", ".join(map(quoted, given.names))
        one = "Name one" if not given.picked else "Name one alone"
        example = in_shell([f"{divided(path)[0]}{BETWEEN}{given.names[0]}"])
        raise BadOption(f"{flag}: {quoted(path)} has several columns: {columns}. {one}, as {flag} {example}")
    return _numbers(flag, given, lambda at: given.told(flag, at))


def column_of(text: str) -> tuple[str, ...]:
    """The name of the one column that points are read from, if one was asked for."""
    columns = divided(text[1:])[1] if text.startswith(FILE) else ""
    names = names_in(columns)
    return names if columns and len(names) == 1 else ()


def read_vectors(
    flag: str, text: str, standard_input: StandardInput, classes: Mapping[str, float] | None = None
) -> Vectors:
    """Vectors of one length: rows of a file or of standard input, or written out with semicolons between.

    Words that are among the `classes` stand for their numbers. Raises `BadOption` for what is not a number, for a
    place that is empty, for rows of different lengths and for a file that cannot be read.
    """
    given = _rows(flag, text, standard_input, _words)
    if not given.words:
        raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1, or name a file as @FILE.csv.")
    _check_lengths(flag, {given.place(at): len(words) for at, words in given.words.items()})
    numbers = _numbers(flag, given, lambda at: given.told(flag, at), classes)
    single = not text.startswith(FILE) and len(given.words) == 1
    named = bool(classes) and not all(map(is_number, given.flat))
    return Vectors(numbers.reshape(len(given.words), -1), single, given.names, named)


def read_weights(flag: str, text: str, standard_input: StandardInput) -> dict[str, float]:
    """Numbers by name, such as w=10,b=2, in one line or in several.

    Raises `BadOption` for anything else, and for a file that cannot be read.
    """
    kind = Assignments()
    rows = _lines(flag, text, standard_input) if _is_elsewhere(text) else [text]
    return dict(kind.check(flag, kind.read(flag, list(filter(str.strip, rows)) or [""])))


# Words in rows


def _is_elsewhere(text: str) -> bool:
    return text.startswith(FILE) or text.strip() == STANDARD_INPUT


def _lines(flag: str, text: str, standard_input: StandardInput) -> list[str]:
    """Of a file, or of standard input."""
    content = read(flag, text[1:], MOST_BYTES) if text.startswith(FILE) else standard_input()
    return content.decode("utf-8", errors="backslashreplace").removeprefix("\ufeff").splitlines()


def _rows(flag: str, text: str, standard_input: StandardInput, words_of: Callable[[str, str], list[str]]) -> _Rows:
    """The rows that hold something; without their heading, where the first one of several is one."""
    if not _is_elsewhere(text):
        parts = [text] if words_of is _points else text.split(ROWS)
        if any(map(str.strip, parts)):
            check_filled(flag, [part.strip() for part in parts], text, "a row")
        return _Rows(_filled(flag, parts, words_of), "row", written=True)
    path, columns = divided(text[1:]) if text.startswith(FILE) else (text, "")
    of = f" of {quoted(path) if text.startswith(FILE) else 'standard input'}"
    if columns or text.endswith(BETWEEN):
        picked = pick(flag, path, columns, MOST_BYTES)
        return _Rows({line - 1: cells for line, cells in picked.rows.items()}, "line", of, picked.names, picked=True)
    lines = _lines(flag, text, standard_input)
    headed = _heading(flag, lines, words_of)
    rows = _filled(flag, [*[""] * headed, *lines[headed:]], words_of, f"line {{}}{of}")
    return _Rows(rows, "line", of, _names_above(f"{flag}{of}", lines[headed - 1], rows) if headed else ())


def _filled(
    flag: str, rows: Sequence[str], words_of: Callable[[str, str], list[str]], place: str = ""
) -> dict[int, list[str]]:
    """The words of the rows that hold something."""
    where = [f"{flag}, {place.format(at)}" if place else flag for at in range(1, len(rows) + 1)]
    found = {at: words_of(where[at], row) for at, row in enumerate(rows) if row.strip()}
    return {at: words for at, words in found.items() if words}


def _heading(flag: str, lines: Sequence[str], words_of: Callable[[str, str], list[str]]) -> int:
    """How many lines at the top are no rows of numbers: all to one that holds words alone, if others follow."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or not any(map(str.strip, lines[first + 1 :])):
        return 0
    words = [word for word in re.split(r"[\s,;]+", lines[first].strip()) if word]
    return first + 1 if words and not any(map(is_number, words)) else 0


def _names_above(where: str, line: str, rows: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    """What a heading calls the columns, if it has a name for each."""
    names = tuple(name.strip() for name in cells_of(line, where))
    fits = all(len(words) == len(names) for words in rows.values())
    return names if fits and all(names) and len(set(names)) == len(names) else ()


def _points(where: str, text: str) -> list[str]:
    """The words between commas or white space."""
    parts = re.split(r"\s*,\s*|\s+", text.strip()) if text.strip() else []
    if any(parts):
        check_filled(where, parts, text.strip())
    return parts if any(parts) else []


def _words(where: str, line: str) -> list[str]:
    """The words between commas, semicolons or white space; none of an empty line."""
    line = line.strip()
    if "," in line and ";" in line:
        raise BadOption(
            f"{where}: {quoted(line)} holds commas and semicolons. Write numbers with points, and commas between them."
        )
    parts = cells_of(line, where) if '"' in line else re.split(r"\s*[,;]\s*|\s+", line)
    parts = [part.strip() for part in parts]
    if line:
        check_filled(where, parts, line)
    return parts if line else []


def _check_lengths(flag: str, lengths: Mapping[str, int]) -> None:
    """Raise `BadOption` for rows, by their place, that differ in length."""
    (first, length), *others = lengths.items()
    for place, other in others:
        if other != length:
            raise BadOption(f"{flag}: rows differ in length: {first} holds {length} numbers, {place} holds {other}")


def _numbers(
    name: str, given: _Rows, told: Callable[[int], str], classes: Mapping[str, float] | None = None
) -> np.ndarray:
    """All words as numbers; `told` says which one is none."""
    words, known = given.flat, classes or {}
    if len(words) > MOST:
        raise BadOption(f"{name} holds {len(words)} numbers, allowed are {MOST}")
    try:
        return np.array([known[word] if word in known else real(word) for word in words])
    except ValueError:
        at = next(at for at, word in enumerate(words) if word not in known and not is_number(word))
        allowed = "Allowed are numbers such as -0.5, 1e-3, 1/3, inf and nan."
        raise BadOption(f"{told(at)}. {allowed}{_advice(given)}{_about_classes(classes)}") from None


def _about_classes(classes: Mapping[str, float] | None) -> str:
    """How to write a class, where names of some were possible."""
    if classes is None:
        return ""
    known = f", or a column of --prediction: {', '.join(map(quoted, classes))}" if classes else ""
    return f" A class is its number, counted from 0{known}."


def _advice(given: _Rows) -> str:
    """How to name the columns that hold numbers, where a file has others too."""
    if given.picked or not given.names:
        return ""
    first = next(iter(given.words.values()))
    numeric = [name for name, word in zip(given.names, first, strict=True) if is_number(word)]
    if not numeric:
        return ""
    listed = f"Its columns: {', '.join(map(quoted, given.names))}"
    return f" {listed}. Name those that are meant: @FILE{BETWEEN}NAME,NAME, here with {in_shell(numeric[:MOST_NAMED])}."
