"""Draws two functions above their difference, with a band down to 0 and its largest values marked."""

from dataclasses import dataclass, replace
from itertools import pairwise

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .curves.ends import height_of_names, width_of_names
from .curves.labels import digits_of, extremum_labels, place_labels
from .curves.panels import (
    View,
    draw_panel,
    finish,
    has_room,
    limits_of,
    scale_as_they_stand,
    stated_panel,
    view_of,
    with_lanes,
    with_title,
)
from .curves.pens import Pen, pens_of
from .curves.records import Panel
from .curves.traces import draw_traces
from .look import Look, house_style
from .page.axes import prepare
from .page.layout import Layout, lay_out
from .page.legend import text_widths
from .page.limits import with_room
from .page.numbering import set_limits
from .page.page import POINTS_PER_INCH
from .page.sheets import Sheets, blank
from .page.stacked import WIDTH, lay_out_stack
from .page.ticks import Window
from .stated import Stated

HEIGHTS = (2.3, 2.0)  # of the panels, in inches
MOST_LABELLED = 4  # of the largest differences
LINES = 6.5  # of text, below which a panel has no room for labels
MOST, NEAR = 12, 0.19  # marks that are looked at; share of the width that a label takes
_BAND = {"alpha": 0.22, "linewidth": 0, "zorder": 2.1}


@dataclass(frozen=True)
class DifferenceFigure:
    """Two functions in one panel, and what is between them in the panel below."""

    functions: Panel
    difference: Panel
    look: Look

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        with house_style(self.look, 3, scale_as_they_stand(self.look, 2)):
            look = with_title(self.look, 2)
            *pens, last = pens_of(3)
            view = view_of(self.functions, look, (WIDTH, HEIGHTS[0]))
            layout, look = self._laid_out(view, pens, look)
            if look.keyed or not look.legend:
                (view,) = with_lanes([view])
            figure = sheets.figure(layout, look) if sheets else blank(layout, look)
            above, below = figure.axes
            draw_panel(above, view, pens, look)
            _draw_difference(below, self.difference, replace(last, dashes="-"), _below(look))
            finish(figure, layout, look)
            return figure

    def _laid_out(self, view: View, pens: list[Pen], look: Look) -> tuple[Layout, Look]:
        """Where all stands, and the look with a legend in place of names for which there is no room."""
        if look.legend and not look.keyed:
            scale = scale_as_they_stand(look, 2)
            names = view.names(pens, HEIGHTS[0])
            aside = width_of_names(names, scale)
            layout = self._placed(look, aside, [])
            if has_room(
                replace(layout, panels=layout.panels[:1]), height_of_names(names, scale) * scale, [aside], scale
            ):
                return layout, look
            look = replace(look, keyed=True)
        return self._placed(look, 0.0, self._entries(pens) if look.legend else []), look

    def _placed(self, look: Look, aside: float, entries: list[tuple[Artist, str]]) -> Layout:
        """Above each other, or side by side."""
        if not look.stacked:
            return lay_out(look, [aside, 0.0], entries, windows=self._windows(look))
        return lay_out_stack(look, HEIGHTS, entries, self._windows(look), aside)

    def _windows(self, look: Look) -> list[Window]:
        """What both panels show."""
        upper, lower = self.functions, self.difference
        asked = look.y_range is not None
        return [
            Window(upper.interval, limits_of(upper, look), asked, scales=upper.scales),
            Window(lower.interval, _limits(lower, look), scales=lower.scales),
        ]

    def _entries(self, pens: list[Pen]) -> list[tuple[Artist, str]]:
        """What the legend holds."""
        return [(pen.handle(), trace.label.text) for pen, trace in zip(pens, self.functions.traces, strict=True)]

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from .alternative.alternatives import of_panels

        return of_panels((self.functions, self.difference), self.look)

    def stated(self) -> Stated:
        """What the figure says."""
        below = replace(stated_panel(self.difference, _below(self.look)), y_limits=_limits(self.difference, self.look))
        return Stated(self.look.title, self.look.legend, (stated_panel(self.functions, self.look), below))


def _below(look: Look) -> Look:
    """The look of the lower panel, which has limits and a heading of its own."""
    return replace(look, y_range=None, title=None)


def _limits(panel: Panel, look: Look) -> tuple[float, float]:
    """Ends of the lower vertical axis, with room for labels, which stand above each other where they are close."""
    limits = limits_of(panel, _below(look))
    limits = with_room(limits) if panel.traces[0].extrema else limits
    close = NEAR * (panel.interval[1] - panel.interval[0])
    marks = sorted(panel.traces[0].extrema or (), key=lambda one: (one.highest, one.x))[:MOST]
    crowded = any(other.x - one.x < close for one, other in pairwise(marks) if one.highest == other.highest)
    return with_room(limits) if crowded else limits


def _draw_difference(axes: Axes, panel: Panel, pen: Pen, look: Look) -> None:
    low, high = _limits(panel, look)
    set_limits(axes, panel.interval, (low, high), scales=panel.scales)
    (trace,) = panel.traces
    for x, y in trace.curve.pieces:
        # What runs out of the panel is cut a little beyond it: polygons of endless height are not drawn rightly.
        axes.fill_between(x, 0, np.clip(y, 2 * low - high, 2 * high - low), color=pen.colour, **_BAND)
    draw_traces(axes, [(trace, pen, (), 0)])
    if _lines(axes) >= LINES:  # else the note alone tells them
        nearest = sorted(trace.extrema or (), key=lambda extremum: abs(extremum.x))[:MOST_LABELLED]
        place_labels(axes, extremum_labels([(one, pen.colour) for one in nearest], digits_of([trace])), [trace])
    prepare(axes, _heading(axes, panel.title), panel.x_label, panel.note, look)


def _heading(axes: Axes, title: str) -> str:
    """The title of the panel, or in short what it shows, where the names have no room."""
    width = axes.get_position().width * axes.figure.get_figwidth()
    (length,) = text_widths([title], mpl.rcParams["axes.titlesize"])
    power = title.rpartition(", ×10")
    return title if length <= width else f"difference{power[1]}{power[2]}" if power[1] else "difference"


def _lines(axes: Axes) -> float:
    """How many lines of text are as high as a panel."""
    height = axes.get_position().height * axes.figure.get_figheight()
    return height * POINTS_PER_INCH / mpl.rcParams["font.size"]
