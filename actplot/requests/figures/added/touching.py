"""Adds to the panels of a function what touches it: tangents, and the points of the derivative at the same places."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ....calculus.curves.tangents import tangent_at, with_run
from ....catalogue.kinds.functions import Function
from ....errors import BadOption
from ....numbers import number_text, readable

if TYPE_CHECKING:
    from ....figures.curves.records import Panel
    from ....figures.look import Look


def with_tangents(panel: "Panel", function: Function, places: Sequence[float], look: "Look") -> "Panel":
    """A panel with the tangents of its function at some places; `BadOption` where there are none."""
    from ....figures.curves.panels import limits_of

    found = [tangent_at(function, place, panel.interval) for place in places]
    limits = limits_of(replace(panel, traces=panel.traces[:1]), look)
    for one in found if look.y_range else ():
        if not limits[0] <= one.y <= limits[1]:
            shown = " ".join(map(number_text, limits))
            raise BadOption(
                f"--tangent {number_text(one.x)}: {function} is {readable(one.y)} there, outside of --ylim {shown}. "
                "Give another place, or other ends."
            )
    tangents = tuple(with_run(one, panel.interval, limits, fixed=look.y_range is not None) for one in found)
    slopes = tuple((one.x, one.slope) for one in tangents)
    traces = (
        replace(trace, tangents=tangents * (trace.curve.order == 0), slopes=slopes * (trace.curve.order == 1))
        for trace in panel.traces
    )
    return replace(panel, traces=tuple(traces))
