"""Evaluations at vectors as aligned tables, CSV or JSON."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..calculus.tables import VectorEvaluation
from .jsonable import json_numbers, number_texts

GAP = "  "


def vector_tables(evaluations: Sequence[VectorEvaluation]) -> str:
    """One aligned table per function and vector, under its name."""
    return "\n".join(map(_table, evaluations))


def vector_csv(evaluations: Sequence[VectorEvaluation]) -> str:
    """One row per function, vector and component, under one header line; a cell is empty where there is no number."""
    wholes = list(dict.fromkeys(name for one in evaluations for name in one.whole))
    names = list(dict.fromkeys(name for one in evaluations for name in one.names))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["function", "vector", *wholes, "i", *names])
    counts: dict[str, int] = {}
    for one in evaluations:
        vector = counts[one.function] = counts.get(one.function, -1) + 1
        whole = [_text(one.whole.get(name)) for name in wholes]
        for i, row in enumerate(one.rows):
            cells = dict(zip(one.names, map(_text, row), strict=True))
            writer.writerow([one.function, vector, *whole, i, *(cells.get(name, "") for name in names)])
    return text.getvalue()


def vector_json(evaluations: Sequence[VectorEvaluation]) -> str:
    """An object whose `functions` holds one object per function and vector."""
    return json.dumps({"functions": vector_objects(evaluations)}, allow_nan=False) + "\n"


def vector_objects(evaluations: Sequence[VectorEvaluation]) -> list[dict[str, Any]]:
    """Evaluations as JSON has them."""
    return list(map(_object, evaluations))


def _object(one: VectorEvaluation) -> dict[str, Any]:
    whole = {name: json_numbers(np.atleast_1d(number))[0] for name, number in one.whole.items()}
    columns = {name: json_numbers(column) for name, column in one.columns.items()}
    jacobian = {} if one.matrix is None else {"jacobian": [json_numbers(row) for row in one.matrix]}
    return {"function": one.function, "dtype": one.dtype, **whole, **columns, **jacobian}


def _table(one: VectorEvaluation) -> str:
    whole = [f"{name} {_text(number)}" for name, number in one.whole.items()]
    rows = [("i", *one.names), *((str(i), *map(_text, row)) for i, row in enumerate(one.rows))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (GAP.join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([f"{one.function} ({one.dtype})", *whole, *map(str.rstrip, lines), ""])


def _text(number: Any) -> str:
    return "" if number is None else number_texts(np.atleast_1d(number))[0]
