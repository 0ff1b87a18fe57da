"""Draws tangents with their slope triangles, and their slopes as points of the derivative below or beside them."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from ....calculus.curves.tangents import Tangent
from ...page.page import in_letters
from ..pens import Pen
from ..records import Trace

LONG, BEYOND = 0.3, 1.2  # of a panel's width on each side of the point, and of its triangle, that a line takes
LINE, LEGS = 1.4, 1.1  # widths in points, for letters of the usual size
POINT = 6.0
SEGMENTS = 48  # of a line, so that labels are measured against all of it
_SHADE = {"alpha": 0.16, "linewidth": 0, "zorder": 2.3}

Path = list[tuple[float, float]]


def spans_of_tangents(trace: Trace) -> list[tuple[float, float]]:
    """What a panel must show of the vertical axis, for the triangles of a curve and its points."""
    spans = [(min(one.y, one.tip[1]), max(one.y, one.tip[1])) for one in trace.tangents]
    return [*spans, *((y, y) for _, y in trace.slopes)]


def draw_tangents(axes: Axes, traces: Sequence[Trace], pens: Sequence[Pen]) -> None:
    """Those of the curves of a panel, and a thin rule at each of their places."""
    ink, rule = mpl.rcParams["text.color"], mpl.rcParams["axes.labelcolor"]
    for trace, pen in zip(traces, pens, strict=True):
        for one in trace.tangents:
            _draw_tangent(axes, one, pen.colour)
            _draw_point(axes, one.x, one.y, ink)
        for x, y in trace.slopes:
            _draw_point(axes, x, y, pen.colour)
    for x in {x for trace in traces for x in _places(trace)}:
        axes.axvline(x, color=rule, linewidth=in_letters(0.9), linestyle=(0, (3, 2)), zorder=2.2)


def _places(trace: Trace) -> set[float]:
    """Where lines touch a curve, or its function."""
    return {*(one.x for one in trace.tangents), *(x for x, _ in trace.slopes)}


def _draw_tangent(axes: Axes, tangent: Tangent, colour: str) -> None:
    ink = mpl.rcParams["text.color"]
    line, legs = _line(axes, tangent), _legs(tangent)
    corners = np.array([*legs, legs[0]])
    axes.fill(*corners.T, color=colour, **_SHADE)
    axes.plot(*np.transpose(legs), color=ink, linewidth=in_letters(LEGS), zorder=2.7, solid_joinstyle="miter")
    axes.plot(*np.transpose(line), color=ink, linewidth=in_letters(LINE), zorder=3.5, scalex=False, scaley=False)


def _draw_point(axes: Axes, x: float, y: float, colour: str) -> None:
    axes.plot(
        x, y, marker="o", linestyle="none", markersize=in_letters(POINT), color=colour, zorder=6.2, clip_on=False,
        markeredgecolor=mpl.rcParams["axes.facecolor"], markeredgewidth=in_letters(1.0),
    )  # fmt: skip


def paths_of_tangents(axes: Axes, trace: Trace) -> list[Path]:
    """The lines that are drawn for the tangents of a curve, which no label may cover."""
    rules = [[(x, low), (x, high)] for x in _places(trace) for low, high in [axes.get_ylim()]]
    return [path for one in trace.tangents for path in (_line(axes, one), _legs(one))] + rules


def _line(axes: Axes, tangent: Tangent) -> Path:
    """The tangent, so long that its triangle is part of it."""
    low, high = axes.get_xlim()
    far = max(LONG * (high - low), BEYOND * abs(tangent.run))
    x = np.linspace(max(low, tangent.x - far), min(high, tangent.x + far), SEGMENTS)
    return list(zip(x.tolist(), (tangent.y + tangent.slope * (x - tangent.x)).tolist(), strict=True))


def _legs(tangent: Tangent) -> Path:
    """Along, then up or down."""
    across, up = tangent.tip
    return [(tangent.x, tangent.y), (across, tangent.y), (across, up)]
