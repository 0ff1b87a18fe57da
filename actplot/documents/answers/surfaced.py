"""A loss over two weights as JSON with all digits: the grid, the lowest place and the paths of descents."""

from collections.abc import Sequence
from typing import Any

from ...calculus.models.descent import Path
from ...calculus.models.surfaces import Surface
from ..jsonable import json_number, json_numbers, laid_out


def surface_json(function: str, surface: Surface, paths: Sequence[Path]) -> str:
    """One object; `loss[i][j]` belongs to the i-th number of the second axis and the j-th of the first."""
    first, second = surface.names
    about = {
        "function": function,
        "axes": [
            {"name": first, "values": json_numbers(surface.x)},
            {"name": second, "values": json_numbers(surface.y)},
        ],
        "loss": [json_numbers(row) for row in surface.value],
        "levels": [json_number(float(level)) for level in surface.levels],
        "lowest": _lowest(surface),
        "descents": list(map(_descent, paths)),
        "remarks": list(surface.remarks),
    }
    return laid_out(about) + "\n"


def _lowest(surface: Surface) -> dict[str, Any] | None:
    found = surface.lowest
    if found is None:
        return None
    at, loss = [json_number(float(one)) for one in found.place], json_number(float(found.value))
    return {"at": at, "loss": loss, "told": found.text}


def _descent(path: Path) -> dict[str, Any]:
    places = path.places if path.every is None else path.every
    losses = path.losses if path.course is None else path.course
    return {
        "start": list(map(float, path.start)),
        "rate": path.rate,
        "diverges": path.diverges,
        "told": path.text,
        "places": [json_numbers(place) for place in places],
        "losses": json_numbers(losses),
    }
