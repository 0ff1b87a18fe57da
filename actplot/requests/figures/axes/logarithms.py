"""Chooses how values become places on the axes of a panel, and says what such axes cannot show."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ....calculus.written_names import upright
from ....catalogue.kinds.functions import METHODS
from ....errors import BadOption
from ....numbers import number_text, readable
from ....numerics.scales import LINEAR, LOG, SYMLOG, Scale, Scales, threshold_of

if TYPE_CHECKING:
    from ....figures.curves.records import Panel, Trace
    from .choices import Curves

_KINDS = {LOG: "logarithmic", SYMLOG: "symmetrically logarithmic"}
NAMED = 3  # curves with gaps that a note names
UNDERFLOW = 1e-290
LOOKED, FEWEST = 801, 1e-3  # places at which values are looked up; the low end of a usual range, of its high one


def with_scales(curves: "Curves", orders: Sequence[int]) -> "Curves":
    """The same with the scales of a panel that shows some orders."""
    name = curves.y_scale if 0 in orders else curves.slope_scale
    if name == curves.x_scale == LINEAR:
        return replace(curves, scales=Scales())
    low, high = curves.interval
    across = Scale(curves.x_scale, threshold_of(np.array([low, high])) / 10 if curves.x_scale == SYMLOG else 1.0)
    up = Scale(name, threshold_of(_values(curves, orders, across)) if name == SYMLOG else 1.0)
    return replace(curves, scales=Scales(across, up))


def _values(curves: "Curves", orders: Sequence[int], across: Scale) -> np.ndarray:
    x = across.spread(*curves.interval, LOOKED)
    return np.concatenate([getattr(function, METHODS[order])(x) for function in curves.functions for order in orders])


def check_range(flag: str, scale: str, ends: tuple[float, float]) -> None:
    """Raise `BadOption` for ends that a logarithmic axis cannot show."""
    if ends[0] <= 0:
        low, high = map(number_text, ends)
        above = number_text(ends[1]) if ends[1] > 1e-2 else "10"
        raise BadOption(
            f"{scale} log shows what is above 0 alone, and {flag} is {low} to {high}. "
            f"Give one above 0, such as {flag} 0.01 {above}, or {scale} symlog."
        )


def usual_above_zero(interval: tuple[float, float]) -> tuple[float, float]:
    """A usual range, as much of it as a logarithmic axis can show."""
    low, high = interval
    return (low, high) if low > 0 or high <= 0 else (FEWEST * high, high)


def check_values(panel: "Panel", curves: "Curves") -> "Panel":
    """The panel, with a note on what a logarithmic axis leaves out; `BadOption` where that is all of a curve."""
    if panel.scales.y.name != LOG:
        return panel
    lacking = [trace.label.text for trace in panel.traces if not any((y > 0).any() for _, y in trace.curve.pieces)]
    if lacking:
        flag = "--yscale-derivative" if panel.of_slopes and curves.slope_scale == LOG else "--yscale"
        name, alone = (
            upright(lacking[0]),
            ", --layout stacked for an axis of its own" * (len(lacking) < len(panel.traces)),
        )
        raise BadOption(
            f"{flag} log: {name} has no values above 0 there. Give {flag} symlog{alone}, or another --range."
        )
    cut = [trace.label.text for index, trace in enumerate(panel.traces) if _is_cut(trace, curves, index)]
    told = f"gaps: {' and '.join(cut)} ≤ 0" if len(cut) <= NAMED else "gaps: values ≤ 0"
    return replace(panel, note="; ".join(filter(None, [panel.note, told if cut else ""])))


def _is_cut(trace: "Trace", curves: "Curves", index: int) -> bool:
    """Whether a curve has values that a logarithmic axis cannot show."""
    function = curves.functions[index if len(curves.functions) > 1 else 0]
    y = getattr(function, METHODS[trace.curve.order])(curves.scales.x.spread(*curves.interval, LOOKED))
    vanishes = y[y > 0].min(initial=1.0) < UNDERFLOW  # too small for floats is not 0
    return bool(np.sum(y < 0) > 1 or (np.sum(y == 0) > 1 and not vanishes))


def told_scales(panels: "Sequence[Panel]") -> list[str]:
    """Which axes are logarithmic, for a caption."""
    across, ups = panels[0].scales.x, [panel.scales.y for panel in panels]
    told = [] if across.is_linear else [_told("horizontal axis", across)]
    if len(set(ups)) == 1:
        return told if ups[0].is_linear else [*told, _told("vertical axis", ups[0])]
    names = [panel.title or "values" for panel in panels]
    return [*told, *(_told(f"axis of {name}", up) for name, up in zip(names, ups, strict=True) if not up.is_linear)]


def told_scales_of_cells(panels: "Sequence[Panel]") -> list[str]:
    """The same of cells, each of which may be linear in a part of its own."""
    if len({panel.scales for panel in panels}) == 1:
        return told_scales(panels[:1])
    told = [("horizontal axes", panels[0].scales.x), ("vertical axes", panels[0].scales.y)]
    return [f"{_KINDS[scale.name]} {axes}" for axes, scale in told if not scale.is_linear]


def _told(axis: str, scale: Scale) -> str:
    part = f", linear within ±{readable(scale.threshold)}" if scale.name == SYMLOG else ""
    return f"{_KINDS[scale.name]} {axis}{part}"
