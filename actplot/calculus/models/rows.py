"""Examples from a CSV file: columns of features and one of targets."""

import csv
import io
import math
import re
from collections.abc import Sequence
from itertools import chain, islice
from operator import itemgetter

import numpy as np

from ...errors import BadInput, quoted
from ...files import read
from ...frozen import record
from .headers import Header, decoded, header_of, in_shell, rows_of

BLOCK = 100_000  # rows that are read at a time, so that the texts of a large file never stand in memory together
MOST_BYTES = 100_000_000  # of a file; its text takes four times as much where it has letters of all kinds
MOST_ROWS = 1_000_000  # of a recipe
MOST_COLUMNS = 100
FEATURE = re.compile(r"x[0-9]*", re.ASCII)
MOST_NAMED = 4  # features in an example
USAGE = "Name the columns x and y, or x1, x2, … and y."


@record(eq=False)
class Data:
    """Examples: `x` of shape (n, k) with the names of its columns, and `y` of shape (n,)."""

    name: str
    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    target: str = "y"  # the name of that column


@record
class Chosen:
    """Which columns hold the features, and which one the target; none where the header says it."""

    features: tuple[str, ...] = ()
    target: str | None = None

    def __bool__(self) -> bool:
        return bool(self.features) or self.target is not None


def read_csv(path: str, chosen: Chosen | None = None) -> Data:
    """The examples of a CSV file: the columns that are chosen, else those called x, or x1, x2, …, and y.

    Blank lines do not count. Raises `BadOption` where the file cannot be read, `BadInput` for columns that it does not
    have, and naming row and column of what is no finite number.
    """
    text = _text(path)
    header = header_of(quoted(path), text)
    *features, target = places = _places(header, chosen or Chosen())
    try:
        table = _table(text, len(header.names), places)
    except ValueError:
        table = None
    if table is None or not np.isfinite(table).all():
        _explain(path, text, _Columns(header, places))
    if not len(table):
        raise BadInput(f"{quoted(path)} has a header and no rows. Write one example in each line below it.")
    names = _names(header, chosen or Chosen())
    x, y = np.ascontiguousarray(table[:, :-1]), table[:, -1].copy()
    return Data(path, tuple(names[place] for place in features), x, y, names[target])


def _text(path: str) -> str:
    return decoded(quoted(path), read("--data", path, MOST_BYTES))


# Which columns


def _names(header: Header, chosen: Chosen) -> tuple[str, ...]:
    """The names that the columns have for a reader."""
    return header.names if chosen else tuple(name.lower() for name in header.names)


def _places(header: Header, chosen: Chosen) -> list[int]:
    """Where the features stand and, last, the target."""
    if not chosen:
        _check_usual(header, tuple(name.lower() for name in header.names))
        return _placed(header, [name for name in header.names if name.lower() != "y"], "y")
    if chosen.target is None and "y" not in map(str.lower, header.names):
        raise BadInput(f"--x needs --y too, the column of the target. {header.listed}")
    (target,) = header.places("--y", [chosen.target or "y"])
    others = [name for place, name in enumerate(header.names) if place != target]
    return _placed(header, list(chosen.features) or others, header.names[target])


def _placed(header: Header, features: Sequence[str], target: str) -> list[int]:
    if len(features) >= MOST_COLUMNS:
        raise BadInput(f"{header.file} has {len(features)} columns of features, allowed are {MOST_COLUMNS - 1}")
    places = [*header.places("--x", features), *header.places("--y", [target])]
    twice = next((place for at, place in enumerate(places) if place in places[:at]), None)
    if twice is not None:
        raise BadInput(f"--x, --y: {quoted(header.names[twice])} is named twice. Name each column once.")
    if len(places) == 1:
        raise BadInput(f"{header.file} has no column x. {USAGE}")
    return places


def _check_usual(header: Header, names: Sequence[str]) -> None:
    """Raise `BadInput` for a header that does not itself say which columns are features, and which is the target."""
    what = f"{header.file}: the header {quoted(','.join(header.names))}"
    unknown = [name for name, low in zip(header.names, names, strict=True) if low != "y" and not FEATURE.fullmatch(low)]
    if unknown:
        raise BadInput(f"{what} has a column {quoted(unknown[0])}. {USAGE}{_next_step(header)}")
    if len(set(names)) < len(names):
        raise BadInput(f"{what} has a name twice. {USAGE}")
    if "y" not in names:
        raise BadInput(f"{what} has no column y, which holds the targets. {USAGE}{_next_step(header)}")


def _next_step(header: Header) -> str:
    """The options that say which columns are meant, with the last column of numbers as the target."""
    *features, target = dict.fromkeys(header.numeric) or [""]
    shown = f", such as --x {in_shell(features[:MOST_NAMED])} --y {in_shell([target])}" if features else ""
    return f" Or say which of its columns are meant with --x and --y{shown}. {header.listed}"


# What they hold


def _table(text: str, width: int, places: Sequence[int]) -> np.ndarray:
    """The numbers of some columns below the header; `ValueError` where a cell is none, or a row has another length."""
    rows, chosen, suspicious = rows_of(text), itemgetter(*places), "_" in text
    next(rows)
    blocks = []
    try:
        while block := list(islice(rows, BLOCK)):
            if set(map(len, block)) != {width}:
                raise ValueError
            cells = chain.from_iterable(map(chosen, block))
            if suspicious:  # Python would read 1_000 as a number
                cells = list(cells)
                if any("_" in cell for cell in cells):
                    raise ValueError
            blocks.append(np.fromiter(map(float, cells), float, len(places) * len(block)).reshape(-1, len(places)))
    except csv.Error:
        raise ValueError from None
    return np.concatenate(blocks) if blocks else np.empty((0, len(places)))


@record
class _Columns:
    """The columns that matter of a file."""

    header: Header
    places: Sequence[int]

    def check(self, where: str, row: Sequence[str]) -> None:
        """Raise `BadInput` for the first cell of a row that is no finite number, or that is missing."""
        names = self.header.names
        for place in sorted(self.places):
            if place < len(row):
                self._check_cell(f"{where}, column {names[place]}", row[place], target=place == self.places[-1])
        if len(row) < len(names):
            missing = names[len(row)]
            raise BadInput(f"{where}, column {missing}: the cell is missing: the row has {len(row)} of {len(names)}.")
        if len(row) > len(names):
            raise BadInput(f"{where} has {len(row)} cells, and the header names {len(names)}.")

    def _check_cell(self, where: str, word: str, *, target: bool) -> None:
        if not word.strip():
            raise BadInput(f"{where}: the cell is empty. Give each example all its numbers, or leave it out.")
        value = _value(word)
        if value is None:
            named = " Of two classes, write one as 0 and the other as 1." * (target and word.strip().isalpha())
            raise BadInput(f"{where}: {quoted(word)} is not a number{'.' * bool(named)}{named}")
        if not math.isfinite(value):
            raise BadInput(f"{where}: {quoted(word)} is not finite")


def _explain(path: str, text: str, columns: _Columns) -> None:
    """Raise `BadInput` for the first cell that is no finite number, with its row and column."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    number = -1  # the header is row 0
    try:
        for row in reader:
            number += bool(row)
            if row and number:
                columns.check(f"{quoted(path)}, row {number} (line {reader.line_num})", row)
    except csv.Error as error:
        raise BadInput(f"{quoted(path)}, line {reader.line_num}: {error}") from None
    raise BadInput(f"{quoted(path)} holds something other than numbers")


def _value(word: str) -> float | None:
    try:
        return None if "_" in word else float(word)
    except ValueError:
        return None
