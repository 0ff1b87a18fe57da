"""Draws a function above its derivative where one axis would flatten one of them: the same x, a height for each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from .curves.marks import mark_keys
from .curves.panels import CurveFigure, draw_panel, finish, limits_of, view_of
from .curves.pens import pens_of
from .curves.records import Panel
from .look import Look, house_style
from .page.sheets import Sheets, blank
from .page.stacked import WIDTH, lay_out_stack, scale_of_stack, with_title_over_stack

HEIGHT = 1.95  # of each panel, in inches
LEAST = 0.1  # share of the height, below which a curve that bends looks straight


class StackFigure(CurveFigure):
    """One curve in each panel, one panel above the other; headings name the curves."""

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        count = len(self.panels)
        with house_style(self.look, count, scale_of_stack(self.look, count)):
            look = with_title_over_stack(self.look, count)
            views = [view_of(panel, look, (WIDTH, HEIGHT)) for panel in self.panels]
            windows = [view.window for view in views]
            keys = [] if look.told else mark_keys(self.panels)
            layout = lay_out_stack(look, [HEIGHT] * count, keys, windows)
            figure = sheets.figure(layout, look) if sheets else blank(layout, look)
            for axes, view, pen in zip(figure.axes, views, pens_of(count), strict=True):
                draw_panel(axes, view, [replace(pen, dashes="-")], replace(look, legend=False))
            finish(figure, layout, look)
            return figure


def is_flattened(panel: Panel, look: Look) -> bool:
    """Whether a curve of a panel bends, but within so small a share of the height that nobody sees it."""
    low, high = limits_of(panel, look)
    for trace in panel.traces:
        heights = [y for _, y in trace.curve.pieces if y.size]
        seen = np.clip(np.concatenate(heights), low, high) if heights else np.zeros(1)
        if 0 < seen.max() - seen.min() < LEAST * (high - low):
            return True
    return False


def above_each_other(panel: Panel, headings: Sequence[str]) -> tuple[Panel, ...]:
    """A panel for each of its curves; the last one has the note and the text at the axis."""
    last = len(panel.traces) - 1
    return tuple(
        replace(
            panel, title=heading, traces=(trace,), note=panel.note * (i == last), x_label=panel.x_label * (i == last)
        )
        for i, (trace, heading) in enumerate(zip(panel.traces, headings, strict=True))
    )
