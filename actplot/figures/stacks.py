"""Draws a function and its derivatives in a panel each, above or beside each other: the same x, a height for each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from .curves.marks import mark_keys
from .curves.panels import (
    CurveFigure,
    View,
    draw_panel,
    finish,
    limits_of,
    scale_as_they_stand,
    strip_of,
    view_of,
    width_as_they_stand,
    with_title,
)
from .curves.pens import Pen, pens_of
from .curves.records import Panel
from .look import Look, house_style
from .page.layout import PANEL, Layout, lay_out
from .page.page import HEADING, LEFT
from .page.sheets import Sheets, blank
from .page.stacked import HEIGHT, WIDTH, lay_out_stack

if TYPE_CHECKING:
    from .curves.formulas import Strip

LEAST = 0.1  # share of the height, below which a curve that bends looks straight


class StackFigure(CurveFigure):
    """One curve in each panel, one panel above the other; headings name the curves."""

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        count, scale = len(self.panels), scale_as_they_stand(self.look, len(self.panels))
        with house_style(self.look, count, scale):
            look, pens = with_title(self.look, count), [replace(pen, dashes="-") for pen in pens_of(count)]
            strip = strip_of(self.formulas, width_as_they_stand(look, count)) if self.formulas else None
            views = [view_of(panel, look, (WIDTH, HEIGHT) if look.stacked else PANEL[count]) for panel in self.panels]
            layout = self._laid_out(views, look, strip.height if strip else 0.0)
            new = sheets is None or strip or self.inset
            figure = blank(layout, look) if new else sheets.figure(layout, look)
            for axes, view, pen in zip(figure.axes, views, pens, strict=True):
                draw_panel(axes, view, [pen], replace(look, legend=False))
            finish(figure, layout, look)
            self._add_parts(figure, pens, strip)
            return figure

    def _laid_out(self, views: Sequence[View], look: Look, strip: float) -> Layout:
        """Where all stands; names are in the headings."""
        windows = [view.window for view in views]
        keys = [] if look.told else mark_keys(self.panels)
        if look.stacked:
            return lay_out_stack(look, [HEIGHT] * len(views), keys, windows, strip=strip)
        return lay_out(look, [0.0] * len(views), keys, strip, HEADING, windows)

    def _add_parts(self, figure: Figure, pens: Sequence[Pen], strip: "Strip | None") -> None:
        """The inset of the first panel, and the formula below all."""
        if self.inset is not None:
            from .curves.insets import add_inset, inset_limits

            limits = inset_limits(self.inset, (self.panels[0], limits_of(self.panels[0], self.look)))
            add_inset(figure.axes[0], self.inset, limits, pens[:1])
        if strip:
            from .curves.formulas import add_strip

            add_strip(figure, strip, pens[:1], LEFT, scale_as_they_stand(self.look, len(self.panels)))


def is_flattened(panel: Panel, look: Look) -> bool:
    """Whether a curve of a panel bends, but within so small a share of the height that nobody sees it."""
    scale = panel.scales.y
    low, high = scale.span(limits_of(panel, look))
    for trace in panel.traces:
        heights = [scale.place(y) for _, y in trace.curve.pieces if y.size]
        seen = np.clip(np.concatenate(heights), low, high) if heights else np.zeros(1)
        if 0 < seen.max() - seen.min() < LEAST * (high - low):
            return True
    return False


def one_by_one(panel: Panel, headings: Sequence[str]) -> tuple[Panel, ...]:
    """A panel for each of its curves; the last one has the note."""
    last = len(panel.traces) - 1
    return tuple(
        replace(
            panel,
            title=heading,
            traces=(trace,),
            note=panel.note * (i == last),
        )
        for i, (trace, heading) in enumerate(zip(panel.traces, headings, strict=True))
    )
