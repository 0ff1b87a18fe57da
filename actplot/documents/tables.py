"""Tables of numbers as aligned text, CSV or JSON."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np

from ..calculus.tables import Table
from .columns import aligned
from .jsonable import json_numbers, number_texts


def table_text(tables: Sequence[Table]) -> str:
    """One aligned table after the other, each under the name of its function."""
    return "\n".join(map(_text, tables))


def whole_lines(one: Table) -> list[str]:
    """The name of a table's function, and the numbers that are of the whole table."""
    whole = [f"{name} {_cell(number)}" for name, number in {**one.shared, **one.whole}.items()]
    return [f"{one.function} ({one.dtype}){f', {one.of}' if one.of else ''}", *whole]


def rows_of(one: Table) -> list[tuple[str, ...]]:
    """The texts of a table by row, under a header."""
    columns = list(one.all_columns)
    header = (*(_index([one]) if one.index else []), *columns)
    return [header, *_rows(one, columns, named=bool(one.names))]


def csv_text(tables: Sequence[Table]) -> str:
    """One row for each row of each table, under one header line; a cell is empty where there is no number.

    What all tables of a function share, such as the mean of the losses, stands in the first row alone.
    """
    shared, wholes = _names(one.shared for one in tables), _names(one.whole for one in tables)
    columns = _names(one.all_columns for one in tables)
    vector, index = (["vector"], _index(tables)) if tables[0].index else ([], [])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["function", *vector, *shared, *wholes, *index, *columns])
    counts = Counter[str]()
    for one in tables:
        start, whole = [one.function, *(str(counts[one.function]) for _ in vector)], _cells(one.whole, wholes)
        counts[one.function] += 1
        for at, row in enumerate(_rows(one, columns, named="name" in index)):
            writer.writerow([*start, *_cells({} if at else one.shared, shared), *whole, *row])
    return text.getvalue()


def _index(tables: Sequence[Table]) -> list[str]:
    """What heads the numbers of rows, and their names where a table has some."""
    return ["i", *(["name"] if any(one.names for one in tables) else [])]


def _cells(numbers: dict[str, np.ndarray], names: Sequence[str]) -> list[str]:
    return [_cell(numbers[name]) if name in numbers else "" for name in names]


def json_text(tables: Sequence[Table]) -> str:
    """An object whose `functions` holds one object of numbers and columns for each table."""
    return json.dumps({"functions": table_objects(tables)}, allow_nan=False) + "\n"


FORMATS = {"table": table_text, "csv": csv_text, "json": json_text}


def table_objects(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Tables as JSON has them."""
    return list(map(_object, tables))


def _object(one: Table) -> dict[str, Any]:
    whole = {name: json_numbers(np.atleast_1d(number))[0] for name, number in {**one.shared, **one.whole}.items()}
    columns = {name: json_numbers(column) for name, column in one.columns.items()}
    jacobian = {"jacobian": [json_numbers(row) for row in one.jacobian]} if one.matrix else {}
    said = {"vector": one.of} if one.of else {}
    names = {"names": list(one.names)} if one.names else {}
    return {"function": one.function, "dtype": one.dtype, **said, **whole, **names, **columns, **jacobian}


def _text(one: Table) -> str:
    return "\n".join([*whole_lines(one), *aligned(rows_of(one)), ""])


def _rows(one: Table, columns: Sequence[str], *, named: bool) -> list[tuple[str, ...]]:
    """The texts of some columns by row, behind its number and name where it has them; empty where one has ended."""
    own = one.all_columns
    cells = [number_texts(own[name]) if name in own else [] for name in columns]
    numbers = [list(map(str, range(one.length)))] if one.index else []
    names = [list(one.names)] if one.index and named else []
    return list(zip_longest(*numbers, *names, *cells, fillvalue=""))


def _names(parts: Iterable[dict[str, np.ndarray]]) -> list[str]:
    """Each name once, in the order of its first appearance."""
    return list(dict.fromkeys(name for part in parts for name in part))


def _cell(number: np.ndarray) -> str:
    return number_texts(np.atleast_1d(number))[0]
