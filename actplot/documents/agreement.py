"""The outcome of a check as an aligned table with the worst points, or as JSON."""

import json
from collections.abc import Sequence

from ..calculus.agreement import Agreement, OrderAgreement
from .numbers import json_number

_HEADER = ("function", "order", "agreed", "disagreed", "undecided", "worst error", "at x")
_GAP = "  "


def agreement_text(agreements: Sequence[Agreement]) -> str:
    """One row per function and order, the worst points of those that fail, and a closing line."""
    orders = [order for agreement in agreements for order in agreement.orders]
    failed = [order for order in orders if not order.passed]
    lines = [*_table(orders), "", *(line for order in failed for line in (*_details(order), ""))]
    return "\n".join([*lines, _conclusion(agreements), ""])


def agreement_json(agreements: Sequence[Agreement]) -> str:
    """An object whose `functions` holds one object per function and order."""
    records = [_object(order) for agreement in agreements for order in agreement.orders]
    return json.dumps({"functions": records}, allow_nan=False) + "\n"


def _object(order: OrderAgreement) -> dict:
    worst = {name: json_number(getattr(order.worst, name)) for name in ("x", "closed", "finite", "formula", "error")}
    counts = {name: getattr(order, name) for name in ("agreed", "disagreed", "undecided")}
    return {"function": order.function, "order": order.order, **counts, "worst": worst}


def _table(orders: Sequence[OrderAgreement]) -> list[str]:
    rows = [_HEADER, *map(_row, orders)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_GAP.join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]


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


def _conclusion(agreements: Sequence[Agreement]) -> str:
    failed = [agreement.function for agreement in agreements if not agreement.passed]
    if failed:
        return f"{len(failed)} of {len(agreements)} functions failed: {', '.join(failed)}"
    return f"{len(agreements)} function{'s' if len(agreements) > 1 else ''} checked, all agree"
