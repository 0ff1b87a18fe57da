"""The outcome of a check as an aligned table with the worst points, or as JSON."""

import json
from collections.abc import Sequence

from ..calculus.checks.of_functions import Agreement, OrderAgreement
from ..calculus.checks.of_vectors import Element, VectorAgreement, VectorRow
from .jsonable import json_number

_HEADER = ("function", "order", "agreed", "disagreed", "undecided", "worst error", "at x")
_VECTOR_HEADER = ("function", "what", "agreed", "disagreed", "undecided", "worst relative error")
_GAP = "  "


def agreement_text(agreements: Sequence[Agreement | VectorAgreement]) -> str:
    """One row per function and order or quantity, the worst points of those that fail, and a closing line.

    Functions of one variable have a table, those of vectors and random layers another.
    """
    orders, rows = _orders(agreements), _quantities(agreements)
    lines = [line for table in (_table(orders), _vector_table(rows)) if table for line in (*table, "")]
    lines += [line for order in orders if not order.passed for line in (*_details(order), "")]
    lines += [line for row in rows if not row.passed for line in (*_vector_details(row), "")]
    return "\n".join([*lines, _conclusion(agreements), ""])


def agreement_json(agreements: Sequence[Agreement | VectorAgreement]) -> str:
    """An object whose `functions` holds one object per function and order, and `vectors` one per quantity."""
    functions, vectors = map(_object, _orders(agreements)), map(_vector_object, _quantities(agreements))
    return json.dumps({"functions": list(functions), "vectors": list(vectors)}, allow_nan=False) + "\n"


def _orders(agreements: Sequence[Agreement | VectorAgreement]) -> list[OrderAgreement]:
    return [order for one in agreements if isinstance(one, Agreement) for order in one.orders]


def _quantities(agreements: Sequence[Agreement | VectorAgreement]) -> list[VectorRow]:
    return [row for one in agreements if isinstance(one, VectorAgreement) for row in one.rows]


def _object(order: OrderAgreement) -> dict:
    worst = {name: json_number(getattr(order.worst, name)) for name in ("x", "closed", "finite", "formula", "error")}
    counts = {name: getattr(order, name) for name in ("agreed", "disagreed", "undecided")}
    return {"function": order.function, "order": order.order, **counts, "worst": worst}


def _vector_object(row: VectorRow) -> dict:
    counts = {name: getattr(row, name) for name in ("what", "agreed", "disagreed", "undecided")}
    worst = row.worst
    shown = {
        "at": [json_number(number) for number in worst.at],
        "target": None if worst.target is None else [json_number(number) for number in worst.target],
        "index": list(worst.index),
        **{name: json_number(getattr(worst, name)) for name in ("closed", "truth", "error")},
    }
    return {"function": row.function, **counts, "unit": row.unit, "worst": shown}


def _table(orders: Sequence[OrderAgreement]) -> list[str]:
    return _aligned([_HEADER, *map(_row, orders)], words=1) if orders else []


def _vector_table(rows: Sequence[VectorRow]) -> list[str]:
    return _aligned([_VECTOR_HEADER, *map(_vector_row, rows)], words=2) if rows else []


def _aligned(rows: Sequence[tuple[str, ...]], words: int) -> list[str]:
    """Lines of columns, of which the first few hold words and the others numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join([*map(str.ljust, row[:words], widths), *map(str.rjust, row[words:], widths[words:])]).rstrip()
        for row in rows
    ]


def _vector_row(row: VectorRow) -> tuple[str, ...]:
    counts = (row.agreed, row.disagreed, row.undecided)
    return (row.function, row.what, *map(str, counts), _error_text(row))


def _error_text(row: VectorRow) -> str:
    return f"{row.worst.error:.1f} {row.unit}" if row.unit else f"{row.worst.error:.1e}"


def _row(order: OrderAgreement) -> tuple[str, ...]:
    counts = (order.order, order.agreed, order.disagreed, order.undecided)
    return (order.function, *map(str, counts), f"{order.worst.error:.1e}", f"{order.worst.x:.6g}")


def _details(order: OrderAgreement) -> list[str]:
    """All digits of the worst point, so that it can be looked into."""
    name = ("value", "derivative", "second derivative")[order.order]
    worst = order.worst
    numbers = [("closed form", worst.closed), ("finite difference", worst.finite), ("formula", worst.formula)]
    note = f" ({worst.note})" if worst.note else ""
    heading = f"{order.function}: the {name} is worst at x = {worst.x!r}, {worst.verdict}{note}"
    return [heading, *(f"  {label:<18} {number!r}" for label, number in numbers)]


def _vector_details(row: VectorRow) -> list[str]:
    """All digits of the worst element, so that it can be looked into."""
    worst = row.worst
    note = f" ({worst.note})" if worst.note else ""
    place = ", ".join(map(str, worst.index))
    against = f" against {_vector_text(worst.target)}" if worst.target is not None else ""
    heading = f"{row.function}: the {row.what} is worst at {_vector_text(worst.at)}{against}"
    return [
        f"{heading}, element {place}: {worst.verdict}{note}",
        f"  {'closed form':<18} {worst.closed!r}",
        f"  {_truth_name(row, worst):<18} {worst.truth!r}",
    ]


def _truth_name(row: VectorRow, worst: Element) -> str:
    return "differences" if worst.note else "sample" if row.unit else "definition"


def _vector_text(numbers: Sequence[float]) -> str:
    return f"({', '.join(map(repr, numbers))})"


def _conclusion(agreements: Sequence[Agreement | VectorAgreement]) -> str:
    failed = [agreement.function for agreement in agreements if not agreement.passed]
    if failed:
        return f"{len(failed)} of {len(agreements)} functions failed: {', '.join(failed)}"
    return f"{len(agreements)} function{'s' if len(agreements) > 1 else ''} checked, all agree"
