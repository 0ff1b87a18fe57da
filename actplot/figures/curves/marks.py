"""Draws what is pointed out on a curve, and the legend entries that say what each mark means."""

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ...calculus.curves.marks import Extremum, Region, Segment
from ...calculus.curves.tracing import Points
from ..page.legend import text_widths
from ..page.numbering import number
from .records import Panel

_DOTTED = {"linestyle": (0, (1, 2)), "linewidth": 1.3}
_BAND = {"linewidth": 9.0, "alpha": 0.28, "solid_capstyle": "butt"}
_SHADE = {"alpha": 0.25, "linewidth": 0}
_DIAMOND = {"linestyle": "none", "marker": "D", "markersize": 6.5, "markeredgewidth": 1.4}
_PEAK = {"linestyle": "none", "markersize": 7.0}
_RING = {"linestyle": "none", "marker": "o", "markersize": 4.5, "markeredgewidth": 1.4}


def draw_asymptotes(axes: Axes, segments: Sequence[Segment], colour: str) -> None:
    for segment in segments:
        axes.plot(segment.x, segment.y, color=colour, zorder=2, **_DOTTED)


def draw_verticals(axes: Axes, places: Sequence[float], colour: str) -> None:
    for x in places:
        axes.axvline(x, color=colour, zorder=2.6, clip_on=False, **_DOTTED)  # whole, on a side of the panel too


def draw_envelope(axes: Axes, regions: Sequence[Region], colour: str) -> None:
    for region in regions:
        axes.fill_between(region.x, region.low, region.high, color=colour, zorder=2.1, **_SHADE)


def draw_saturation(axes: Axes, parts: Sequence[Points], colour: str) -> None:
    for x, y in parts:
        axes.plot(x, y, color=colour, zorder=2.2, **_BAND)


def draw_kinks(axes: Axes, kinks: Sequence[tuple[float, float]], colour: str) -> None:
    for x, y in kinks:
        if _visible(axes, y):
            axes.plot(x, y, color=colour, markerfacecolor="none", zorder=6, clip_on=False, **_DIAMOND)


def draw_extrema(axes: Axes, extrema: Sequence[Extremum], colour: str) -> None:
    """A triangle at each."""
    for extremum in extrema:
        if _visible(axes, extremum.y):
            marker = "^" if extremum.highest else "v"
            axes.plot(extremum.x, extremum.y, marker=marker, color=colour, zorder=6, clip_on=False, **_PEAK)


def label_extrema(axes: Axes, extrema: Sequence[Extremum]) -> None:
    """The coordinates of all extrema of a panel, each on the outer side and clear of the others."""
    size = 0.82 * mpl.rcParams["font.size"]
    taken: list[Label] = []
    for extremum in sorted(extrema, key=lambda extremum: extremum.x):
        if not _visible(axes, extremum.y):
            continue
        text = f"({_short(extremum.x)}, {_short(extremum.y)})"
        at = axes.transData.transform((extremum.x, extremum.y)) * 72 / axes.figure.dpi
        outward = 1 if extremum.highest else -1
        shifts = [outward * (11 + row * 1.3 * size) for row in (0, 1, 2, 3)] + [-outward * 12]
        (width,) = (72 * inches for inches in text_widths([text], size))
        places = [Label(_inside(axes, at[0], width), at[1] + shift, width) for shift in shifts]
        label = next((place for place in places if _free(axes, taken, place, size)), places[0])
        taken.append(label)
        axes.annotate(
            text, (extremum.x, extremum.y), (label.x - at[0], label.y - at[1]), textcoords="offset points",
            ha="center", va="center", fontsize=size, color=mpl.rcParams["text.color"], zorder=7,
            bbox={"facecolor": axes.get_facecolor(), "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
        )  # fmt: skip


@dataclass(frozen=True)
class Label:
    """The middle of a text and its width, in points."""

    x: float
    y: float
    width: float


def _inside(axes: Axes, x: float, width: float) -> float:
    """The middle of a text that would like to stand at x, moved so far that the sides of the panel do not cut it."""
    box = axes.get_window_extent()
    left, right = (edge * 72 / axes.figure.dpi for edge in (box.x0, box.x1))
    return min(max(x, left + width / 2), right - width / 2) if width < right - left else (left + right) / 2


def _free(axes: Axes, taken: Sequence[Label], label: Label, size: float) -> bool:
    """Whether a label lies between bottom and top of the panel and on no other label."""
    box = axes.get_window_extent()
    bottom, top = (edge * 72 / axes.figure.dpi for edge in (box.y0, box.y1))
    clear = all(
        abs(label.x - other.x) > (label.width + other.width) / 2 or abs(label.y - other.y) > 1.2 * size
        for other in taken
    )
    return clear and bottom + 0.6 * size < label.y < top - 0.6 * size


def mark_keys(panels: Sequence[Panel]) -> list[tuple[Artist, str]]:
    """A legend entry for each kind of mark that the panels hold."""
    grey = mpl.rcParams["axes.labelcolor"]
    traces = [trace for panel in panels for trace in panel.traces]
    entries = [
        ("asymptotes", Line2D([], [], color=grey, **_DOTTED), "asymptote"),
        ("saturation", Line2D([], [], color=grey, **_BAND), "saturation: |f′| < max/10"),
        ("envelope", Patch(facecolor=grey, **_SHADE), "range of the random values"),
        ("kinks", Line2D([], [], color=grey, markerfacecolor="none", **_DIAMOND), "kink"),
        ("extrema", Line2D([], [], color=grey, marker="^", **_PEAK), "extremum"),
        ("estimates", Line2D([], [], color=grey, markerfacecolor="none", **_RING), "finite difference"),
    ]
    kinds = {kind for trace in traces for kind in [entry[0] for entry in entries] if len(getattr(trace, kind) or ())}
    kinds |= {"asymptotes"} if any(trace.verticals for trace in traces) else set()
    return [(handle, text) for kind, handle, text in entries if kind in kinds]


def _visible(axes: Axes, y: float) -> bool:
    low, high = axes.get_ylim()
    return low <= y <= high


def _short(value: float) -> str:
    """Four digits, and 0 for what is only rounding away from it."""
    return number(float(f"{value:.4g}")) if abs(value) > 1e-7 else "0"
