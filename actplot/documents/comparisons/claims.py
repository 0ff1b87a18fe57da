"""What became of claims about values and derivatives, as text or JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...calculus.checks.claims import Claim, Row
from ...numbers import number_text
from ..columns import aligned
from ..jsonable import json_number

_HEADER = ("what", "dtype", "held against", "points", "wrong", "undecided")


def claims_text(judged: Sequence[tuple[Claim, Sequence[Row]]]) -> str:
    """A table for each claim, where it is worst and in which way, and a closing line."""
    blocks = ["\n".join(_lines(claim, rows)) for claim, rows in judged]
    wrong = [str(claim.function) for claim, rows in judged if not all(row.passed for row in rows)]
    conclusion = f"wrong: {', '.join(wrong)}" if wrong else "all agree"
    return "\n\n".join([*blocks, conclusion]) + "\n"


def _lines(claim: Claim, rows: Sequence[Row]) -> Iterator[str]:
    said = [f"derivative {claim.derivative}"] if claim.derivative else []
    said += [f"formula {claim.formula}"] if claim.formula else []
    yield f"{claim.function}: {', '.join(said)}" if said else str(claim.function)
    cells = [(row.what, row.dtype, row.against, str(row.points), str(row.wrong), str(row.undecided)) for row in rows]
    yield from aligned([_HEADER, *cells], words=3)
    for row in rows:
        yield from _told(row)


def _told(row: Row) -> Iterator[str]:
    if row.worst is not None:
        yours, right = number_text(row.worst.given), number_text(row.worst.right)
        place = f"worst at x = {number_text(row.worst.x)}: yours {yours}, should be {right}"
        yield f"the {_named(row)} is {place} ({row.worst.kind})"
    yield from (f"note: {line}" for line in row.told)


def _named(row: Row) -> str:
    return f"{row.what} in {row.dtype}" if row.dtype != "float64" else row.what


def claims_json(judged: Sequence[tuple[Claim, Sequence[Row]]]) -> str:
    """An object whose `functions` holds one object for each claim."""
    return json.dumps({"functions": [_object(*one) for one in judged]}, indent=2, ensure_ascii=False) + "\n"


def _object(claim: Claim, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "function": str(claim.function),
        "derivative": claim.derivative and str(claim.derivative),
        "formula": claim.formula and str(claim.formula),
        "passed": all(row.passed for row in rows),
        "checked": [_row_object(row) for row in rows],
    }


def _row_object(row: Row) -> dict[str, Any]:
    worst = row.worst and {
        "at": row.worst.x,
        "given": json_number(row.worst.given),
        "right": json_number(row.worst.right),
        "kind": row.worst.kind,
    }
    counts = {"points": row.points, "wrong": row.wrong, "undecided": row.undecided}
    return {
        "what": row.what,
        "dtype": row.dtype,
        "against": row.against,
        **counts,
        "worst": worst,
        "notes": list(row.told),
    }
