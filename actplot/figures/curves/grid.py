"""Draws small multiples: a cell for each function, with the curves of the others in the colour of the grid."""

import math
from dataclasses import dataclass, replace

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..look import Look, house_style
from ..page.axes import set_limits, zero_lines
from ..page.layout import add_words, title_height
from ..page.page import LEFT, RIGHT, TOP, room_of, scale_of
from ..page.sheets import Sheets
from ..stated import Stated
from .panels import limits_of, stated_panel
from .pens import pens_of
from .records import Panel
from .traces import draw_trace

# In inches, for letters of the usual size.
CELL = (2.35, 1.55)
GAPS = (0.3, 0.42)  # between cells, sideways and down
BOTTOM = 0.5
LETTERS = 0.82  # of those of a figure with one or two panels
SHAPE = 1.3  # columns for each row, before they are filled up
FAINT = 0.45  # width of the other curves, in widths of a cell's own


@dataclass(frozen=True)
class GridFigure:
    """A figure of cells, all with one pair of axes."""

    cells: tuple[Panel, ...]
    look: Look

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are for figures of few panels."""
        columns = min(len(self.cells), math.ceil(math.sqrt(SHAPE * len(self.cells))))
        rows = -(-len(self.cells) // columns)
        head = TOP + title_height(self.look)
        usual = (
            LEFT + columns * CELL[0] + (columns - 1) * GAPS[0] + RIGHT,
            head + rows * (CELL[1] + GAPS[1]) + BOTTOM,
        )
        scale = scale_of(self.look, usual)
        with house_style(self.look, len(self.cells), scale * LETTERS):
            size = room_of(self.look, usual, scale)
            figure = Figure(figsize=self.look.size or usual, dpi=self.look.dpi)
            across = (size[0] - LEFT - RIGHT - (columns - 1) * GAPS[0]) / columns
            down = (size[1] - head - BOTTOM) / rows - GAPS[1]
            limits = limits_of(replace(self.cells[0], traces=self._traces), self.look)
            for index, cell in enumerate(self.cells):
                row, column = divmod(index, columns)
                left = LEFT + column * (across + GAPS[0])
                low = size[1] - head - (row + 1) * (down + GAPS[1])
                axes = figure.add_axes((left / size[0], low / size[1], across / size[0], down / size[1]))
                self._draw_cell(axes, cell, limits)
                last = index + columns >= len(self.cells)
                axes.tick_params(labelleft=column == 0, labelbottom=last)
            add_words(figure, self.look, (LEFT / size[0], 1 - TOP / size[1]))
            return figure

    @property
    def _traces(self) -> tuple:
        return tuple(trace for cell in self.cells for trace in cell.traces)

    def _draw_cell(self, axes: Axes, cell: Panel, limits: tuple[float, float]) -> None:
        set_limits(axes, cell.interval, limits)
        for other in self.cells:
            if other is not cell:
                self._draw_behind(axes, other)
        pens = pens_of(len(cell.traces))
        for trace, pen in reversed(list(zip(cell.traces, pens, strict=True))):
            draw_trace(axes, trace, replace(pen, width=0.8 * pen.width), (), 0)
        axes.set_title(cell.title)
        zero_lines(axes)

    def _draw_behind(self, axes: Axes, other: Panel) -> None:
        for x, y in other.traces[0].curve.pieces:
            width = FAINT * mpl.rcParams["lines.linewidth"]
            axes.plot(x, y, color=mpl.rcParams["axes.edgecolor"], lw=width, alpha=0.5, zorder=2)

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, self.look.legend, tuple(stated_panel(cell, self.look) for cell in self.cells))
