"""Draws panels of curves beside each other under one legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..look import DASHES, Look, house_style
from ..page.axes import centred, prepare, set_limits
from ..page.layout import Layout, lay_out, scale_of_panels, width_of, with_fitting_title
from ..page.legend import add_legend
from ..page.limits import with_room, y_limits
from ..page.page import LEFT, TITLE_SIZE
from ..page.sheets import Sheets, blank
from ..stated import Stated, StatedPanel
from .marks import (
    draw_asymptotes,
    draw_envelope,
    draw_extrema,
    draw_kinks,
    draw_saturation,
    draw_verticals,
    label_extrema,
    mark_keys,
)
from .records import Panel, Trace

if TYPE_CHECKING:
    from .formulas import Formula, Strip


DENSE = 0.08  # share of the width, beside a point where a curve oscillates without limit
THIN = 0.3  # of a curve's width


@dataclass(frozen=True)
class CurveFigure:
    """A whole figure of panels."""

    panels: tuple[Panel, ...]
    look: Look
    formulas: "tuple[Formula, ...]" = ()  # of the functions, in the order of the first panel

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        return draw(self.panels, self.look, sheets, self.formulas)

    def stated(self) -> Stated:
        """What the figure says."""
        panels = tuple(stated_panel(panel, self.look) for panel in self.panels)
        formulas = tuple(formula.text for formula in self.formulas)
        return Stated(self.look.title, self.look.legend, panels, formulas=formulas)


@dataclass(frozen=True)
class Pen:
    """How all curves of one function are drawn."""

    colour: str
    dashes: object
    width: float
    rank: int

    def handle(self) -> Line2D:
        """For the legend."""
        return Line2D([], [], color=self.colour, linestyle=self.dashes, linewidth=self.width)


def draw(
    panels: Sequence[Panel], look: Look, sheets: Sheets | None = None, formulas: "Sequence[Formula]" = ()
) -> Figure:
    """A figure of the panels; the legend names the curves of the first, with their pens.

    With `sheets` it may be one that was drawn on before.
    """
    count = len(panels[0].traces)
    with house_style(look, count, scale_of_panels(look, len(panels))):
        look = with_fitting_title(look, len(panels))
        pens = pens_for(count)
        strip = _strip(formulas, width_of(look, len(panels))) if formulas else None
        layout = lay_out(look, len(panels), _entries(panels, pens) if look.legend else [], strip.height if strip else 0)
        figure = sheets.figure(layout, look) if sheets and not strip else blank(layout, look)
        for axes, panel in zip(figure.axes, panels, strict=True):
            draw_panel(axes, panel, pens, look)
        finish(figure, layout, look)
        if strip:
            from .formulas import add_strip

            add_strip(figure, strip, pens, LEFT, scale_of_panels(look, len(panels)))
        return figure


def _strip(formulas: "Sequence[Formula]", width: float) -> "Strip":
    from .formulas import arranged  # loads mathtext, which a figure without formulas does not need

    return arranged(formulas, width)


def _entries(panels: Sequence[Panel], pens: Sequence[Pen]) -> list[tuple[Artist, str]]:
    """What the legend holds: the curves of the first panel, then what marks mean."""
    curves = [(pen.handle(), trace.curve.label) for pen, trace in zip(pens, panels[0].traces, strict=True)]
    return [*curves, *mark_keys(panels)]


def finish(figure: Figure, layout: Layout, look: Look) -> None:
    """Write the title and the legend."""
    if look.title is not None and not centred():
        x, y = layout.title
        size = TITLE_SIZE * mpl.rcParams["axes.titlesize"]
        figure.text(x, y, look.title, fontsize=size, ha="left", va="top", weight="bold")
    if look.legend:
        add_legend(figure, layout.key, layout.legend)


def pens_for(count: int) -> list[Pen]:
    """Different in colour, dash and width, thinner from the first on, so that curves on each other stay visible."""
    colours = mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["black"])
    width = mpl.rcParams["lines.linewidth"]
    thinnest = 0.7 * width
    steps = max(count - 1, 4)
    return [
        Pen(
            colour=colours[i % len(colours)],
            dashes=DASHES[(i + i // len(colours)) % len(DASHES)],
            width=max(thinnest, width - (width - thinnest) * i / steps),
            rank=i,
        )
        for i in range(count)
    ]


def stated_panel(panel: Panel, look: Look) -> StatedPanel:
    """What a panel says."""
    return StatedPanel(
        title=panel.title,
        x_label=panel.x_label if look.x_label is None else look.x_label,
        y_label=look.y_label,
        x_limits=panel.interval,
        y_limits=limits_of(panel, look),
        note=panel.note,
        traces=panel.traces,
    )


def limits_of(panel: Panel, look: Look) -> tuple[float, float]:
    """Ends of a panel's vertical axis."""
    if look.y_range is not None:
        return look.y_range
    regions = [region for trace in panel.traces for region in trace.envelope]
    spans = [(float(region.low.min()), float(region.high.max())) for region in regions if region.x.size]
    limits = y_limits([trace.curve for trace in panel.traces], spans)
    return with_room(limits) if any(trace.extrema for trace in panel.traces) else limits


def draw_panel(axes: Axes, panel: Panel, pens: Sequence[Pen], look: Look) -> None:
    """Curves, their marks, and what stands at the axes."""
    set_limits(axes, panel.interval, limits_of(panel, look))
    for trace, pen in zip(panel.traces, pens, strict=True):
        draw_trace(axes, trace, pen)
    label_extrema(axes, [extremum for trace in panel.traces for extremum in trace.extrema or ()])
    prepare(axes, panel.title, panel.x_label, panel.note, look)


def draw_trace(axes: Axes, trace: Trace, pen: Pen) -> None:
    """A curve and its marks."""
    draw_envelope(axes, trace.envelope, pen.colour)
    draw_asymptotes(axes, trace.asymptotes, pen.colour)
    draw_verticals(axes, trace.verticals, pen.colour)
    draw_saturation(axes, trace.saturation, pen.colour)
    for x, y in trace.curve.pieces:
        _draw_piece(axes, x, y, trace.curve.turning, pen)
    if trace.estimates is not None:
        _draw_markers(axes, *trace.estimates, pen, "o", size=4.5)
    for dot in trace.curve.dots:
        low, high = axes.get_ylim()
        if low <= dot.y <= high:
            _draw_markers(axes, [dot.x], [dot.y], pen, "o", size=2.2 * pen.width + 1.5, filled=dot.filled)
    draw_kinks(axes, trace.kinks, pen.colour)
    draw_extrema(axes, trace.extrema or (), pen.colour)


def _draw_piece(axes: Axes, x: np.ndarray, y: np.ndarray, turning: Sequence[float], pen: Pen) -> None:
    """A line, thin and without gaps where it oscillates faster than one can see."""
    low, high = axes.get_xlim()
    if not turning:
        _draw_line(axes, x, y, pen, pen.dashes, pen.width)
        return
    dense = np.any([np.abs(x - at) < DENSE * (high - low) for at in turning], axis=0)
    _draw_line(axes, x, np.where(dense, np.nan, y), pen, pen.dashes, pen.width)
    _draw_line(axes, x, np.where(dense, y, np.nan), pen, "-", THIN * pen.width)


def _draw_line(axes: Axes, x: np.ndarray, y: np.ndarray, pen: Pen, dashes: object, width: float) -> None:
    # Unsnapped, so that curves that lie on each other do so to the pixel.
    axes.plot(x, y, color=pen.colour, ls=dashes, lw=width, zorder=3 + pen.rank / 1000, snap=False)


def _draw_markers(axes: Axes, x, y, pen: Pen, marker: str, *, size: float, filled: bool = False) -> None:
    axes.plot(
        x, y, linestyle="none", marker=marker, markersize=size, markeredgecolor=pen.colour, clip_on=False,
        markerfacecolor=pen.colour if filled else axes.get_facecolor(), markeredgewidth=0.6 * pen.width,
        zorder=5 + pen.rank / 1000 + (0.5 if filled else 0),
    )  # fmt: skip
