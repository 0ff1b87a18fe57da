"""The outcome of a check, and errors in units in the last place, as aligned tables or as JSON."""

import json
import math
from collections.abc import Sequence

from ..calculus.checks.accuracy import REGIONS, OrderAccuracy
from ..calculus.checks.quantities import Agreement, Held, Row
from .columns import aligned
from .jsonable import json_number

SHOWN = 3  # numbers of a vector that a table has room for
DIFFERENCE = "finite difference"
_MANY = 1e9  # ULPs, of which nobody counts the digits
_ORDERS = ("value", "f′", "f″")
_SPELT = {"f′": "derivative", "f″": "second derivative"}
_HEADER = ("function", "what", "agreed", "disagreed", "undecided", "worst error", "at")


def agreement_text(agreements: Sequence[Agreement]) -> str:
    """One row per function and quantity, the worst numbers of those that fail, and a closing line."""
    rows = [row for agreement in agreements for row in agreement.rows]
    failed = [line for row in rows if not row.passed for line in (*_details(row), "")]
    remarks = [f"{row.function}: {remark}" for row in rows for remark in row.remarks]
    said = [*failed, *remarks, agreement_conclusion(agreements)]
    return "\n".join([*aligned(agreement_rows(agreements), words=2), "", *said, ""])


def agreement_rows(agreements: Sequence[Agreement]) -> list[tuple[str, ...]]:
    """The heading of that table, and a row for each function and quantity."""
    return [_HEADER, *(_cells(row) for agreement in agreements for row in agreement.rows)]


def agreement_conclusion(agreements: Sequence[Agreement]) -> str:
    """The closing line."""
    failed = [agreement.function for agreement in agreements if not agreement.passed]
    if failed:
        return f"{len(failed)} of {len(agreements)} functions failed: {', '.join(failed)}"
    return f"{len(agreements)} function{'s' if len(agreements) > 1 else ''} checked, all agree"


def agreement_json(agreements: Sequence[Agreement]) -> str:
    """An object whose `functions` holds one object per function and quantity."""
    return objects_json(agreement_objects(agreements))


def agreement_objects(agreements: Sequence[Agreement]) -> list[dict]:
    """One object per function and quantity."""
    return [_object(row) for agreement in agreements for row in agreement.rows]


def objects_json(objects: Sequence[dict]) -> str:
    """An object whose `functions` holds those of a check."""
    return json.dumps({"functions": list(objects)}, allow_nan=False) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    counts = map(str, (row.agreed, row.disagreed, row.undecided))
    place = _place(row.worst.held.at) if row.worst.error else ""
    return (row.function, row.what, *counts, _error_text(row), place)


def _error_text(row: Row) -> str:
    return f"{row.worst.error:.1f} {row.unit}" if row.unit else f"{row.worst.error:.1e}"


def _place(at: Sequence[float]) -> str:
    """A number, or the first ones of a vector."""
    if len(at) == 1:
        return f"{at[0]:.6g}"
    return ",".join([*(f"{number:.3g}" for number in at[:SHOWN]), *(["…"] if len(at) > SHOWN else [])])


def _details(row: Row) -> list[str]:
    """All digits of the worst number, so that it can be looked into."""
    worst, held = row.worst, row.worst.held
    note = f" ({worst.note})" if worst.note else ""
    numbers = [("closed form", held.closed), (row.against, held.nearest)]
    numbers += [(DIFFERENCE, held.differences[0])] if held.differences else []
    heading = f"{row.function}: the {_SPELT.get(row.what, row.what)} is worst at {_exact_place(held)}"
    return [f"{heading}, {worst.verdict}{note}", *(f"  {label:<18} {number!r}" for label, number in numbers)]


def _exact_place(held: Held) -> str:
    if not held.index:
        return f"x = {held.at[0]!r}"
    against = "" if held.target is None else f" against {_vector(held.target)}"
    return f"{_vector(held.at)}{against}, element {', '.join(map(str, held.index))}"


def _vector(numbers: Sequence[float]) -> str:
    return f"({', '.join(map(repr, numbers))})"


def _object(row: Row) -> dict:
    held = row.worst.held
    worst = {
        "at": list(map(json_number, held.at)),
        "target": None if held.target is None else list(map(json_number, held.target)),
        "index": list(held.index),
        "closed": json_number(held.closed),
        "truth": json_number(held.nearest),
        "finite": json_number(held.differences[0]) if held.differences else None,
        "error": json_number(row.worst.error),
    }
    named = ("function", "what", "against", "agreed", "disagreed", "undecided", "unit")
    remarks = {"remarks": list(row.remarks)} if row.remarks else {}
    return {**{name: getattr(row, name) for name in named}, **remarks, "worst": worst}


# Units in the last place


def accuracy_text(orders: Sequence[OrderAccuracy]) -> str:
    """One row per function and order, with the worst error of each region and where the worst of all is."""
    rows = [("function", "order", *REGIONS, "allowed", "worst at x"), *map(_accuracy_cells, orders)]
    return "\n".join([*aligned(rows, words=2), "", *_accuracy_conclusion(orders), ""])


def accuracy_json(orders: Sequence[OrderAccuracy]) -> str:
    """An object whose `functions` holds one object per function and order."""
    return objects_json(accuracy_objects(orders))


def accuracy_objects(orders: Sequence[OrderAccuracy]) -> list[dict]:
    """One object per function and order."""
    return list(map(_accuracy_object, orders))


def _accuracy_cells(order: OrderAccuracy) -> tuple[str, ...]:
    errors = [_ulps_text(order.worst[region].ulps) if region in order.worst else "" for region in REGIONS]
    allowed = "" if math.isinf(order.allowed) else f"{order.allowed:g}"
    worst = max(order.worst.values(), key=lambda worst: worst.ulps)
    return (order.function, _ORDERS[order.order], *errors, allowed, f"{worst.x:.6g}" if worst.ulps else "")


def _ulps_text(ulps: float) -> str:
    return f"{ulps:.1f}" if ulps < _MANY or math.isinf(ulps) else f"{ulps:.1e}"


def _accuracy_conclusion(orders: Sequence[OrderAccuracy]) -> list[str]:
    points = max(order.points for order in orders)
    failed = [
        f"{order.function}: {_ORDERS[order.order]} at x = {worst.x!r} is {worst.closed!r}, the formula gives "
        f"{worst.truth!r}."
        for order in orders
        for worst in order.worst.values()
        if worst.ulps > order.allowed
    ]
    unit = "errors in units in the last place (ULP) of float64, against the formula at adaptive precision"
    return [*failed, f"{points} points; {unit}"]


def _accuracy_object(order: OrderAccuracy) -> dict:
    worst = {
        region: {name: json_number(getattr(found, name)) for name in ("ulps", "x", "closed", "truth")}
        for region, found in order.worst.items()
    }
    allowed = None if math.isinf(order.allowed) else order.allowed
    named = {"function": order.function, "order": order.order, "points": order.points}
    return {**named, "allowed": allowed, "worst": worst}
