"""Draws what is pointed out on a curve, and the legend entries that say what each mark means."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import TICKLEFT, TICKRIGHT, Line2D
from matplotlib.patches import Patch

from ...calculus.curves.marks import Extremum, Limit, Region, Segment
from ...calculus.curves.tracing import Points
from ...calculus.inputs import Behind
from ..page.numbering import scales_of
from ..page.page import in_letters
from .pens import add_line
from .records import Panel

# Sizes in points, for letters of the usual size.
_DOTTED = {"linestyle": (0, (1, 2)), "linewidth": 1.3}
_RULE = {"linewidth": 2.0, "alpha": 0.75, "solid_capstyle": "butt"}
RULES_APART = 3.2
SEGMENTS = 400
_SHADE = {"alpha": 0.25, "linewidth": 0}
_DIAMOND = {"linestyle": "none", "marker": "D", "markersize": 6.5, "markeredgewidth": 1.4}
_PEAK = {"linestyle": "none", "markersize": 7.0}
_TICK = {"linestyle": "none", "markersize": 2.8, "markeredgewidth": 1.6}
_CROSS = {"linestyle": "none", "marker": "x", "markersize": 4.5, "markeredgewidth": 1.4}
_DOT = {"linestyle": "none", "marker": "o", "markersize": 2.6, "markeredgewidth": 0.6}
HEIGHT = 0.34  # of a panel, that the highest density of inputs takes
SHADE, EDGE = 0.10, 0.28  # how much of the ink there is in its shade and in its outline
BELOW = 0.6  # its zorder, under the grid and all lines
_SIZES = ("linewidth", "markersize", "markeredgewidth")


def _drawn(look: Mapping[str, Any]) -> dict[str, Any]:
    """How a mark looks beside the letters of its figure."""
    return {name: in_letters(value) if name in _SIZES else value for name, value in look.items()}


def draw_asymptotes(axes: Axes, segments: Sequence[Segment], colour: str) -> None:
    even = scales_of(axes).are_linear
    for segment in segments:
        x, y = (segment.x, segment.y) if even else _curved(axes, segment)
        add_line(axes, x, y, color=colour, zorder=2, **_drawn(_DOTTED))


def _curved(axes: Axes, segment: Segment) -> Points:
    """A straight line in so many points that it is seen as it is on axes that are not even."""
    x = scales_of(axes).x.spread(*segment.x, SEGMENTS)
    return x, np.interp(x, segment.x, segment.y)


def draw_at_best(axes: Axes, segment: Segment, colour: str) -> None:
    add_line(axes, segment.x, segment.y, color=colour, zorder=2.6, **_drawn(_DOTTED))


def draw_verticals(axes: Axes, places: Sequence[float], colour: str) -> None:
    for x in places:
        axes.axvline(x, color=colour, zorder=2.6, clip_on=False, **_drawn(_DOTTED))  # whole, on a side of the panel too


def draw_envelope(axes: Axes, regions: Sequence[Region], colour: str) -> None:
    for region in regions:
        axes.fill_between(region.x, region.low, region.high, color=colour, zorder=2.1, **_drawn(_SHADE))


def draw_saturation(axes: Axes, parts: Sequence[Points], colour: str, rank: int) -> None:
    """A thin rule at the lower side of the panel, one above the other of several curves."""
    height = 72 * axes.get_position().height * axes.figure.get_figheight()
    for x, _ in parts:
        add_line(
            axes, (x[0], x[-1]), [height_of_rule(rank) / height] * 2, color=colour, zorder=2.2,
            transform=axes.get_xaxis_transform(), **_drawn(_RULE),
        )  # fmt: skip


def height_of_rule(rank: int) -> float:
    """Of the rule of one of several curves above the lower side of the panel, in points."""
    return (rank + 1) * in_letters(RULES_APART)


def draw_kinks(axes: Axes, kinks: Sequence[tuple[float, float]], colour: str) -> None:
    for x, y in kinks:
        if _visible(axes, y):
            add_line(axes, x, y, color=colour, markerfacecolor="none", zorder=6, clip_on=False, **_drawn(_DIAMOND))


def draw_extrema(axes: Axes, extrema: Sequence[Extremum], colour: str) -> None:
    """A triangle at each."""
    for extremum in extrema:
        if _visible(axes, extremum.y):
            marker = "^" if extremum.highest else "v"
            add_line(
                axes, extremum.x, extremum.y, marker=marker, color=colour, zorder=6, clip_on=False, **_drawn(_PEAK)
            )


def draw_limits(axes: Axes, limits: Sequence[Limit], colour: str) -> None:
    """A short tick outside of the edge of the panel on the side of each."""
    for limit in limits:
        if _visible(axes, limit.y):
            add_line(
            axes,     float(limit.right), limit.y, transform=axes.get_yaxis_transform(), color=colour, zorder=4.6,
                marker=TICKRIGHT if limit.right else TICKLEFT, clip_on=False, **_drawn(_TICK),
            )  # fmt: skip


def mark_keys(panels: Sequence[Panel]) -> list[tuple[Artist, str]]:
    """A legend entry for each kind of mark that the panels hold."""
    grey = mpl.rcParams["axes.labelcolor"]
    traces = [trace for panel in panels for trace in panel.traces]
    entries = [
        ("asymptotes", Line2D([], [], color=grey, **_drawn(_DOTTED)), "asymptote"),
        ("saturation", Line2D([], [], color=grey, **_drawn(_RULE)), "saturation: slope below a tenth of its largest"),
        ("envelope", Patch(facecolor=grey, **_drawn(_SHADE)), "range of the random values"),
        ("kinks", Line2D([], [], color=grey, markerfacecolor="none", **_drawn(_DIAMOND)), "kink"),
        ("extrema", Line2D([], [], color=grey, marker="^", **_drawn(_PEAK)), "extremum"),
        ("simulated", Line2D([], [], color=grey, **_drawn(_DOT)), "random networks"),
        ("at_best", Line2D([], [], color=grey, **_drawn(_DOTTED)), "the most that f′ allows"),
        ("estimates", Line2D([], [], color=grey, **_drawn(_CROSS)), "finite difference"),
    ]
    kinds = {kind for trace in traces for kind in [entry[0] for entry in entries] if len(getattr(trace, kind) or ())}
    kinds |= {"asymptotes"} if any(trace.verticals for trace in traces) else set()
    return [(handle, text) for kind, handle, text in entries if kind in kinds]


def _visible(axes: Axes, y: float) -> bool:
    low, high = axes.get_ylim()
    return low <= y <= high


def draw_behind(axes: Axes, behind: Behind) -> None:
    """Shade the density; it takes no part in the limits of the axes."""
    highest = behind.heights.max(initial=0.0)
    if not highest > 0:
        return
    limits, heights = axes.axis(), HEIGHT * behind.heights / highest
    ink, place = mpl.rcParams["text.color"], axes.get_xaxis_transform()
    axes.fill_between(
        behind.x, heights, np.zeros_like(heights), transform=place, color=ink, alpha=SHADE, lw=0, zorder=BELOW
    )
    axes.plot(
        behind.x, heights, transform=place, color=ink, alpha=EDGE, lw=0.8, zorder=BELOW, scalex=False, scaley=False
    )
    axes.axis(limits)
