"""Examples from a CSV file: columns of features and one of targets."""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from ...errors import BadInput, quoted
from ...files import read
from ...numbers import is_number

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ":": "colons", " ": "spaces"}
BLOCK = 100_000  # rows that are read at a time, so that the texts of a large file never stand in memory together
MOST_BYTES = 1_000_000_000
MOST_ROWS = 1_000_000  # of a recipe
MOST_COLUMNS = 100
FEATURE = re.compile(r"x[0-9]*", re.ASCII)
SHOWN = 5  # names in a message


@dataclass(frozen=True, eq=False)
class Data:
    """Examples: `x` of shape (n, k) with the names of its columns, and `y` of shape (n,)."""

    name: str
    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray


def read_csv(path: str) -> Data:
    """The examples of a CSV file with a header of x, or x1, x2, …, and y; blank lines do not count.

    Raises `BadOption` where the file cannot be read, `BadInput` naming row and column of what is no finite number.
    """
    text = _text(path)
    header = _header(path, text)
    columns = tuple(name for name in header if name != "y")
    try:
        table = _table(text, len(header))
    except ValueError:
        table = None
    if table is None or not np.isfinite(table).all():
        _explain(path, text, header)
    if not len(table):
        raise BadInput(f"{quoted(path)} has a header and no rows. Write one example in each line below it.")
    places = [header.index(name) for name in columns]
    return Data(path, columns, np.ascontiguousarray(table[:, places]), table[:, header.index("y")].copy())


def _text(path: str) -> str:
    content = read("--data", path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInput(f"{quoted(path)} is larger than {MOST_BYTES // 10**6} MB. Give a part of it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{quoted(path)} is not text in UTF-8: {error.reason} at byte {error.start}") from None


def _rows(text: str) -> Iterator[list[str]]:
    """The rows that hold something, the header first."""
    return filter(None, csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))


def _header(path: str, text: str) -> tuple[str, ...]:
    """The names of the columns, in the order of the file."""
    try:
        first = next(_rows(text), None)
    except csv.Error as error:
        raise BadInput(f"{quoted(path)} is not a CSV file: {error}") from None
    if first is None:
        raise BadInput(f"{quoted(path)} is empty. Write a header such as x,y and one example in each line below it.")
    names = tuple(word.strip().lower() for word in first)
    if len(names) == 1:
        _refuse_delimiter(path, first[0])
    if all(map(is_number, names)):
        shown = ",".join(first[:SHOWN])
        raise BadInput(
            f"{quoted(path)} has no header: its first line is {quoted(shown)}. Write x,y or x1,x2,y above it."
        )
    _check_names(path, names)
    return names


def _refuse_delimiter(path: str, line: str) -> None:
    for mark, name in DELIMITERS.items():
        if mark in line.strip():
            raise BadInput(f"{quoted(path)}: its columns seem to be separated by {name}. Separate them by commas.")


def _check_names(path: str, names: Sequence[str]) -> None:
    what = f"{quoted(path)}: the header {quoted(','.join(names))}"
    usage = "Name the columns x and y, or x1, x2, … and y."
    if len(names) > MOST_COLUMNS:
        raise BadInput(f"{quoted(path)} has {len(names)} columns, allowed are {MOST_COLUMNS}")
    if len(set(names)) < len(names):
        raise BadInput(f"{what} has a name twice. {usage}")
    unknown = [name for name in names if name != "y" and not FEATURE.fullmatch(name)]
    if unknown:
        raise BadInput(f"{what} has a column {quoted(unknown[0])}. {usage}")
    if "y" not in names:
        raise BadInput(f"{what} has no column y, which holds the targets. {usage}")
    if len(names) == 1:
        raise BadInput(f"{what} has no column x. {usage}")


def _table(text: str, width: int) -> np.ndarray:
    """All numbers below the header; `ValueError` where one row is not that many numbers."""
    if "_" in text:
        raise ValueError  # Python would read 1_000 as a number
    rows = _rows(text)
    next(rows)
    blocks = []
    try:
        while block := list(islice(rows, BLOCK)):
            if set(map(len, block)) != {width}:
                raise ValueError
            numbers = map(float, chain.from_iterable(block))
            blocks.append(np.fromiter(numbers, float, width * len(block)).reshape(-1, width))
    except csv.Error:
        raise ValueError from None
    return np.concatenate(blocks) if blocks else np.empty((0, width))


def _explain(path: str, text: str, header: Sequence[str]) -> None:
    """Raise `BadInput` for the first cell that is no finite number, with its row and column."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    number = -1  # the header is row 0
    try:
        for row in reader:
            number += bool(row)
            if row and number:
                _check_row(f"{quoted(path)}, row {number} (line {reader.line_num})", row, header)
    except csv.Error as error:
        raise BadInput(f"{quoted(path)}, line {reader.line_num}: {error}") from None
    raise BadInput(f"{quoted(path)} holds something other than numbers")


def _check_row(where: str, row: Sequence[str], header: Sequence[str]) -> None:
    for name, word in zip(header, row, strict=False):
        if not word.strip():
            raise BadInput(
                f"{where}, column {name}: the cell is empty. Give each example all its numbers, or leave it out."
            )
        value = _value(word)
        if value is None:
            raise BadInput(f"{where}, column {name}: {quoted(word)} is not a number")
        if not math.isfinite(value):
            raise BadInput(f"{where}, column {name}: {quoted(word)} is not finite")
    if len(row) < len(header):
        missing = header[len(row)]
        raise BadInput(f"{where}, column {missing}: the cell is missing: the row has {len(row)} of {len(header)}.")
    if len(row) > len(header):
        raise BadInput(f"{where} has {len(row)} cells, and the header names {len(header)}.")


def _value(word: str) -> float | None:
    try:
        return None if "_" in word else float(word)
    except ValueError:
        return None
