"""Errors in units in the last place, as an aligned table or as JSON."""

import json
import math
from collections.abc import Sequence

from ..calculus.checks.accuracy import REGIONS, OrderAccuracy
from .jsonable import json_number

_NAMES = ("value", "f′", "f″")
_GAP = "  "


def accuracy_text(orders: Sequence[OrderAccuracy]) -> str:
    """One row per function and order, with the worst error of each region and where the worst of all is."""
    rows = [("function", "order", *REGIONS, "allowed", "worst at x"), *map(_row, orders)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_GAP.join(_aligned(row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, "", *_conclusion(orders), ""])


def accuracy_json(orders: Sequence[OrderAccuracy]) -> str:
    """An object whose `functions` holds one object per function and order."""
    return json.dumps({"functions": list(map(_object, orders))}, allow_nan=False) + "\n"


def _row(order: OrderAccuracy) -> tuple[str, ...]:
    errors = [f"{order.worst[region].ulps:.1f}" if region in order.worst else "" for region in REGIONS]
    allowed = "" if math.isinf(order.allowed) else f"{order.allowed:g}"
    worst = max(order.worst.values(), key=lambda worst: worst.ulps)
    return (order.function, _NAMES[order.order], *errors, allowed, f"{worst.x:.6g}" if worst.ulps else "")


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Names to the left, numbers to the right."""
    return [*map(str.ljust, row[:2], widths[:2]), *map(str.rjust, row[2:], widths[2:])]


def _conclusion(orders: Sequence[OrderAccuracy]) -> list[str]:
    points = max(order.points for order in orders)
    failed = [
        f"{order.function}: {_NAMES[order.order]} at x = {worst.x!r} is {worst.closed!r}, the formula gives "
        f"{worst.truth!r}."
        for order in orders
        for worst in order.worst.values()
        if worst.ulps > order.allowed
    ]
    unit = "errors in units in the last place (ULP) of float64, against the formula at adaptive precision"
    return [*failed, f"{points} points; {unit}"]


def _object(order: OrderAccuracy) -> dict:
    worst = {
        region: {name: json_number(getattr(found, name)) for name in ("ulps", "x", "closed", "truth")}
        for region, found in order.worst.items()
    }
    allowed = None if math.isinf(order.allowed) else order.allowed
    named = {"function": order.function, "order": order.order, "points": order.points}
    return {**named, "allowed": allowed, "worst": worst}
