"""What became of claims about values and derivatives, as text or JSON."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...calculus.checks.claimed.claims import DERIVATIVE, Judgement, Row, Worst
from ...numbers import number_text, readable, told_apart
from ..checks import accuracy_objects, accuracy_text
from ..columns import aligned
from ..jsonable import json_number

_HEADER = ("what", "dtype", "held against", "points", "wrong", "undecided")
_UNCLAIMED = "nothing is claimed of its derivative, with --derivative FUNCTION"
_BY_FRAMEWORK = "nothing is claimed of its derivative, so that the one of its framework is judged"
_UNKNOWN = (
    "nothing but its own values is known of it; --derivative FUNCTION claims a derivative, --formula FORMULA judges"
)


def claims_text(judgements: Sequence[Judgement]) -> str:
    """A table for each claim, where it is worst and in which way, and a closing line."""
    blocks = ["\n".join(_lines(one)) for one in judgements]
    return "\n\n".join([*blocks, "\n".join(claims_conclusion(judgements))]) + "\n"


def claims_conclusion(judgements: Sequence[Judgement]) -> list[str]:
    """Which claims are wrong, and of which too little is known; else that all agree."""
    said = [f"{word}: {', '.join(names)}" for word, names in _failed(judgements).items() if names]
    return said or ["all agree"]


def _failed(judgements: Sequence[Judgement]) -> dict[str, list[str]]:
    """The functions and derivatives that are wrong, and those of which too little is known, each once."""
    named: dict[str, list[str]] = {"wrong": [], "undecided": []}
    for one in judgements:
        for row in one.rows:
            names = named["wrong" if row.wrong else "undecided"]
            if not row.passed and (name := _judged_name(one, row)) not in names:
                names.append(name)
    return named


def _judged_name(judgement: Judgement, row: Row) -> str:
    claim = judgement.claim
    if row.what != DERIVATIVE:
        return str(claim.function)
    return str(claim.derivative or f"the derivative of {claim.function}")


def _lines(judgement: Judgement) -> Iterator[str]:
    yield claim_heading(judgement)
    if judgement.rows:
        yield from aligned(claim_rows(judgement), words=3)
    yield from claim_sentences(judgement)
    if judgement.accuracy:
        yield ""
        yield from accuracy_text(judgement.accuracy).rstrip("\n").splitlines()


def claim_heading(judgement: Judgement) -> str:
    """What is claimed of which function."""
    claim = judgement.claim
    said = [f"derivative {claim.derivative}"] if claim.derivative else []
    said += [f"formula {claim.formula}"] if claim.formula else []
    return f"{claim.function}: {', '.join(said)}" if said else str(claim.function)


def claim_rows(judgement: Judgement) -> list[tuple[str, ...]]:
    """The heading of its table, and a row for each quantity and precision."""
    return [_HEADER, *map(_cells, judgement.rows)]


def claim_sentences(judgement: Judgement) -> Iterator[str]:
    """Where it is worst and in which way, and what to know."""
    for row in judgement.rows:
        yield from _sentences(row)
    yield from (f"note: {line}" for line in notes_of(judgement))


def notes_of(judgement: Judgement) -> list[str]:
    """How a claim was read, what fails nothing, and what was not claimed."""
    several = len({row.dtype for row in judgement.rows}) > 1
    told = [f"{line} ({row.dtype})" if several else line for row in judgement.rows for line in row.told]
    claim = judgement.claim
    if claim.derivative is None and claim.has_slopes and claim.function.by_values_alone:
        return list(dict.fromkeys([*judgement.notes, _BY_FRAMEWORK, *told]))
    unclaimed = [] if claim.has_slopes else [_UNCLAIMED if claim.formula else _UNKNOWN]
    return list(dict.fromkeys([*judgement.notes, *told, *unclaimed]))


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.dtype, row.against, str(row.points), str(row.wrong), str(row.undecided))


def _sentences(row: Row) -> Iterator[str]:
    if row.worst is not None:
        yield f"{_named(row)}: {_place(row.worst, row.dtype)} ({row.worst.kind})"
    elif not row.passed:
        yield (
            f"{_named(row)}: undecided at {row.undecided} of {row.points} points: the values are too rough for "
            "differences. Are they computed in float32? Then give --formula."
        )


def _place(worst: Worst, dtype: str) -> str:
    """The point in as few digits as its precision needs, and the numbers there."""
    at = f"worst at x = {_minus(number_text(float(str(np.dtype(dtype).type(worst.x)))))}"
    if math.isnan(worst.right):
        return f"{at}: yours {readable(worst.given)}"
    given, right = told_apart(worst.given, worst.right)
    return f"{at}: yours {given}, should be {right}"


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _named(row: Row) -> str:
    return f"{row.what} in {row.dtype}" if row.dtype != "float64" else row.what


def claim_object(judgement: Judgement) -> dict[str, Any]:
    """What JSON says of one claim."""
    claim = judgement.claim
    return {
        "function": str(claim.function),
        "derivative": claim.derivative and str(claim.derivative),
        "formula": claim.formula and str(claim.formula),
        "passed": judgement.passed,
        "checked": [_row_object(row) for row in judgement.rows],
        "notes": notes_of(judgement),
        **({"accuracy": accuracy_objects(judgement.accuracy)} if judgement.accuracy else {}),
    }


def _row_object(row: Row) -> dict[str, Any]:
    worst = row.worst and {
        "at": row.worst.x,
        "given": json_number(row.worst.given),
        "right": json_number(row.worst.right),
        "kind": row.worst.kind,
    }
    return {
        "what": row.what,
        "dtype": row.dtype,
        "against": row.against,
        "points": row.points,
        "wrong": row.wrong,
        "undecided": row.undecided,
        "worst": worst,
    }
