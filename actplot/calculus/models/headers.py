"""The header of a CSV file: what its columns are called, and which of them somebody means."""

import csv
import io
import shlex
from collections.abc import Iterator, Sequence
from itertools import islice

from ...errors import BadInput, quoted, shown, suggestion
from ...frozen import record
from ...numbers import is_number

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ":": "colons", " ": "spaces"}
SHOWN = 5  # names in a message about the whole header
MOST_LISTED = 20  # names in a list of what there is to choose from


@record
class Header:
    """The names of a file's columns, in their order, and which of them hold a number in the first row."""

    file: str  # as messages call it
    names: tuple[str, ...]
    numeric: tuple[str, ...] = ()

    def places(self, flag: str, asked: Sequence[str]) -> list[int]:
        """Where the columns of these names stand.

        Raises `BadInput` for a name that the file does not have, or has twice.
        """
        return [self._place(flag, name) for name in asked]

    def _place(self, flag: str, asked: str) -> int:
        exact = [place for place, name in enumerate(self.names) if name == asked]
        found = exact or [place for place, name in enumerate(self.names) if name.casefold() == asked.casefold()]
        if not found:
            meant = {name.lower(): name for name in self.names}
            near = suggestion(asked, meant, meant)
            raise BadInput(f"{flag}: {self.file} has no column {quoted(asked)}.{near} {self.listed}")
        if len(found) > 1:
            first, second = (place + 1 for place in found[:2])
            raise BadInput(
                f"{flag}: {self.file} has {quoted(asked)} twice, as columns {first} and {second}. Rename one of them."
            )
        return found[0]

    @property
    def listed(self) -> str:
        """What there is to choose from, in words."""
        more = f" and {len(self.names) - MOST_LISTED} more" if len(self.names) > MOST_LISTED else ""
        return f"Its columns: {', '.join(quoted(name)[1:-1] for name in self.names[:MOST_LISTED])}{more}."


def decoded(file: str, content: bytes) -> str:
    """The text of a file's bytes; `BadInput` where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not text in UTF-8: {error.reason} at byte {error.start}") from None


def rows_of(text: str) -> Iterator[list[str]]:
    """The rows of a CSV text that hold something, the header first."""
    return filter(None, csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))


def header_of(file: str, text: str) -> Header:
    """The header of a CSV text; `BadInput` where there is none, or its columns are not separated by commas."""
    try:
        first, *others = [*islice(rows_of(text), 2)] or [None]
    except csv.Error as error:
        raise BadInput(f"{file} is not a CSV file: {error}") from None
    if first is None:
        raise BadInput(f"{file} is empty. Write a header such as x,y and one example in each line below it.")
    names = tuple(word.strip() for word in first)
    if len(names) == 1:
        _refuse_delimiter(file, first[0])
    if all(map(is_number, names)):
        shown = ",".join(first[:SHOWN])
        raise BadInput(f"{file} has no header: its first line is {quoted(shown)}. Write x,y or x1,x2,y above it.")
    numeric = [name for name, word in zip(names, others[0] if others else [], strict=False) if is_number(word)]
    return Header(file, names, tuple(numeric))


def _refuse_delimiter(file: str, line: str) -> None:
    for mark, name in DELIMITERS.items():
        if mark in line.strip():
            raise BadInput(f"{file}: its columns seem to be separated by {name}. Separate them by commas.")


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas between; one that holds a comma stands in double quotes, as in the file itself."""
    return tuple(name.strip() for name in cells_of(text) or [""])


def cells_of(line: str, where: str = "") -> list[str]:
    """The cells of one row, of which messages say where it is.

    Raises `BadInput` for a text of several rows, and for a cell that is too long.
    """
    try:
        return next(csv.reader([line], skipinitialspace=True), [])
    except csv.Error as error:
        raise BadInput(
            f"{where}{where and ': '}{quoted(line)} is no row of a table: {str(error).partition(' - ')[0]}"
        ) from None


def written(names: Sequence[str]) -> str:
    """Names as `names_in` reads them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(names)
    return text.getvalue()


def in_shell(names: Sequence[str]) -> str:
    """The same as somebody types it."""
    return shlex.quote(shown(written(names)))
