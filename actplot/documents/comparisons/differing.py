"""How two functions differ, as text or JSON."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from ...calculus.curves.differing import Apart, Largest, Tail
from ...numbers import equal_sign, number_text, readable
from ..jsonable import json_number

_WHAT = ("|f − g|", "|f′ − g′|")
_SIDES = ("−∞", "∞")


def apart_text(found: Apart) -> str:
    """What differs, line by line."""
    return "\n".join([*_lines(found), ""])


def _lines(found: Apart) -> Iterator[str]:
    low, high = map(readable, found.interval)
    yield f"f = {found.first}, g = {found.second}, on [{low}, {high}]"
    if found.are_equal:
        yield "equal: nothing but rounding is between them"
    for what, largest in zip(_WHAT, found.largest, strict=True):
        yield f"{what.ljust(12)}{_largest(largest)}"
    if not found.are_equal:
        yield f"{'cross'.ljust(12)}{_places(found.crossings) if found.crossings else 'nowhere'}"
        yield from (f"{'equal'.ljust(12)}on [{readable(a)}, {readable(b)}]" for a, b in found.equal_on)
    for side, tail in zip(_SIDES, found.tails, strict=True):
        yield f"{'far out'.ljust(12)}{_tail(tail)} as x → {side}"
    yield from found.only


def _largest(largest: Largest) -> str:
    if math.isnan(largest.difference):
        return "no common values"
    if largest.difference == 0:
        return "0 everywhere"
    size = "unbounded" if math.isinf(largest.difference) else f"largest {largest.difference:.10g}"
    points = [low for low, high in largest.at if low == high]
    stretches = [f"on [{readable(low)}, {readable(high)}]" for low, high in largest.at if low < high]
    return f"{size} {' and '.join([*([f'at x {_places(points)}'] if points else []), *stretches])}"


def _places(at: Sequence[float]) -> str:
    sign = "=" if all(equal_sign(x) == "=" for x in at) else "≈"
    return f"{sign} {', '.join(readable(x) for x in at)}"


def _tail(tail: Tail) -> str:
    if tail.limit == 0:
        return "f − g → 0" + (", and floats are equal there" if tail.equal else "")
    return "f − g has no limit that was found" if math.isnan(tail.limit) else f"f − g → {readable(tail.limit)}"


def apart_json(found: Apart) -> str:
    """One object, with all digits."""
    return json.dumps(_object(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _object(found: Apart) -> dict[str, Any]:
    largest = [
        {
            "difference": json_number(one.difference),
            "at": [low for low, high in one.at if low == high],
            "on": [list(place) for place in one.at if place[0] < place[1]],
        }
        for one in found.largest
    ]
    return {
        "first": str(found.first),
        "second": str(found.second),
        "range": [json_number(end) for end in found.interval],
        "equal": found.are_equal,
        "value": largest[0],
        "derivative": largest[1],
        "crossings": list(found.crossings),
        "equal_on": [list(one) for one in found.equal_on],
        "tails": {
            name: {"limit": json_number(tail.limit), "equal": tail.equal}
            for name, tail in zip(("-inf", "inf"), found.tails, strict=True)
        },
        "only": list(found.only),
    }


def exceeded(found: Apart, order: int, tolerance: float) -> list[str]:
    """What is farther apart than is tolerated, in words."""
    return [
        f"{what} is {largest.difference:.6g}, more than {number_text(tolerance)}"
        for what, largest in list(zip(_WHAT, found.largest, strict=True))[: order + 1]
        if not largest.difference <= tolerance
    ]
