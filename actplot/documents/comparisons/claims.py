"""What became of claims about values and derivatives, as text or JSON."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ...calculus.checks.claimed.claims import Claim, Judgement, Row, Worst
from ...numbers import number_text, told_apart
from ..checks import accuracy_objects, accuracy_text
from ..columns import aligned
from ..jsonable import json_number

_HEADER = ("what", "dtype", "held against", "points", "wrong", "undecided")
_UNCLAIMED = (
    "nothing is claimed of its derivative: --derivative FUNCTION says what it should be, --formula FORMULA what it is"
)


def claims_text(judgements: Sequence[Judgement]) -> str:
    """A table for each claim, where it is worst and in which way, and a closing line."""
    blocks = ["\n".join(_lines(one)) for one in judgements]
    wrong = [_named_claim(one.claim) for one in judgements if not one.passed]
    return "\n\n".join([*blocks, f"wrong: {', '.join(wrong)}" if wrong else "all agree"]) + "\n"


def _named_claim(claim: Claim) -> str:
    return str(claim.derivative or claim.function)


def _lines(judgement: Judgement) -> Iterator[str]:
    claim = judgement.claim
    said = [f"derivative {claim.derivative}"] if claim.derivative else []
    said += [f"formula {claim.formula}"] if claim.formula else []
    yield f"{claim.function}: {', '.join(said)}" if said else str(claim.function)
    if judgement.rows:
        yield from aligned([_HEADER, *map(_cells, judgement.rows)], words=3)
    for row in judgement.rows:
        yield from _sentences(row)
    yield from (f"note: {line}" for line in notes_of(judgement))
    if judgement.accuracy:
        yield ""
        yield from accuracy_text(judgement.accuracy).rstrip("\n").splitlines()


def notes_of(judgement: Judgement) -> list[str]:
    """How a claim was read, what fails nothing, and what was not claimed."""
    several = len({row.dtype for row in judgement.rows}) > 1
    told = [f"{line} ({row.dtype})" if several else line for row in judgement.rows for line in row.told]
    unclaimed = [] if judgement.claim.has_slopes else [_UNCLAIMED]
    return list(dict.fromkeys([*judgement.notes, *told, *unclaimed]))


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.dtype, row.against, str(row.points), str(row.wrong), str(row.undecided))


def _sentences(row: Row) -> Iterator[str]:
    if row.worst is not None:
        yield f"{_named(row)}: {_place(row.worst)} ({row.worst.kind})"
    elif not row.passed:
        yield (
            f"{_named(row)}: undecided at {row.undecided} of {row.points} points: the values are too rough for "
            "differences. Are they computed in float32? Then give --formula."
        )


def _place(worst: Worst) -> str:
    at = f"worst at x = {_minus(number_text(worst.x))}"
    if math.isnan(worst.right):
        return f"{at}: yours {_minus(number_text(worst.given)) if not math.isnan(worst.given) else 'nan'}"
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
