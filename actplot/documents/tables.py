"""Evaluations as an aligned table, CSV or JSON."""

import csv
import io
import json
from collections.abc import Sequence

from ..calculus.evaluation import Evaluation
from .jsonable import json_numbers, number_texts

GAP = "  "


def table_text(evaluations: Sequence[Evaluation]) -> str:
    """One aligned table per function, under its name."""
    return "\n".join(map(_table, evaluations))


def csv_text(evaluations: Sequence[Evaluation]) -> str:
    """One row per function and point, under one header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["function", *evaluations[0].columns])
    for evaluation in evaluations:
        columns = map(number_texts, evaluation.columns.values())
        writer.writerows([evaluation.function, *row] for row in zip(*columns, strict=True))
    return text.getvalue()


def json_text(evaluations: Sequence[Evaluation]) -> str:
    """An object whose `functions` holds one object of columns per function."""
    return json.dumps({"functions": list(map(_object, evaluations))}, allow_nan=False) + "\n"


def _object(evaluation: Evaluation) -> dict:
    columns = {name: json_numbers(column) for name, column in evaluation.columns.items()}
    return {"function": evaluation.function, "dtype": evaluation.dtype, **columns}


def _table(evaluation: Evaluation) -> str:
    columns = [[name, *number_texts(column)] for name, column in evaluation.columns.items()]
    widths = [max(map(len, column)) for column in columns]
    rows = zip(*columns, strict=True)
    lines = (GAP.join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([f"{evaluation.function} ({evaluation.dtype})", *lines, ""])
