"""Draws one function over two parameters: colours for the values of one, a cell for each value of the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..curves.marks import mark_keys
from ..curves.outside import unseen
from ..curves.panels import asked_limits, limits_of, stated_panel
from ..curves.pens import Pen, pens_for
from ..curves.records import Panel
from ..curves.traces import draw_traces
from ..look import MATHS_LARGER, Look, house_style, is_mathematical, maths_face
from ..page.axes import zero_lines
from ..page.layout import add_words, title_height, with_broken_title
from ..page.legend import Key, add_legend, arrange, text_widths
from ..page.numbering import hide_numbers, set_limits
from ..page.page import FITTING, LEFT, RIGHT, TOP, no_room, room_of, scale_of
from ..page.sheets import Sheets
from ..stated import Stated
from .bar import add_bar, bar_of, width_of_bar

# In inches, for letters of the usual size.
CELL, LEAST = (2.6, 1.7), (1.3, 0.8)  # of a cell, and below which letters shrink
SMALLEST = (0.9, 0.45)  # of a cell at a place whose letters do not shrink
GAPS = (0.3, 0.44)  # between cells, sideways and down
BOTTOM, LABEL = 0.32, 0.26  # for the numbers, and for the variable below them
MOST = 4  # columns
THINNER = 0.8
LETTERS = 0.86  # of those of a figure with one or two panels


@dataclass(frozen=True)
class Cell:
    """A panel, which derivative it shows, and where it stands."""

    panel: Panel
    order: int  # its place among the rows
    line: int
    column: int


@dataclass(frozen=True)
class Plan:
    """The size of a page and of its cells, in inches before a small figure is scaled down."""

    size: tuple[float, float]
    cell: tuple[float, float]
    head: float

    def box(self, cell: Cell) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a cell as fractions of the figure."""
        (width, height), (across, down) = self.size, self.cell
        left = LEFT + cell.column * (across + GAPS[0])
        low = height - self.head - (cell.line + 1) * (down + GAPS[1])
        return left / width, low / height, across / width, down / height


@dataclass(frozen=True)
class CrossedFigure:
    """A row of cells for each derivative that is drawn, a cell for each value of the second parameter."""

    rows: tuple[tuple[Panel, ...], ...]
    look: Look
    named: tuple[Panel, ...] = ()  # all curves of each derivative, with whole names

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; its axes are its own and are not used again."""
        with house_style(self.look, self._curves, self._scale * self._letters):
            pens = [replace(pen, width=THINNER * pen.width) for pen in pens_for(self.look, self._curves)]
            look = with_broken_title(self.look, self._inner, self._scale)
            key = arrange(self._entries(pens, look), self._inner, self._scale)
            plan = self._plan(look, key)
            size = None if look.free else look.size
            figure = Figure(figsize=size or tuple(self._scale * side for side in plan.size), dpi=look.dpi)
            for cell in self.cells:
                self._draw_cell(figure.add_axes(plan.box(cell)), cell, pens)
            self._finish(figure, look, plan, key)
            if bar := bar_of(look):
                add_bar(figure, self._beside(plan), bar, pens)
            return figure

    @property
    def _curves(self) -> int:
        return len(self.rows[0][0].traces)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells where they stand: in blocks of columns, the derivatives of each block below each other."""
        blocks = -(-len(self.rows[0]) // self._most)
        columns = -(-len(self.rows[0]) // blocks)
        return tuple(
            Cell(panel, order, (place // columns) * len(self.rows) + order, place % columns)
            for order, panels in enumerate(self.rows)
            for place, panel in enumerate(panels)
        )

    @property
    def _most(self) -> int:
        """Columns that a page has room for."""
        if not self.look.purpose or not self.look.size:
            return MOST
        inner = self.look.size[0] / self.look.letters - LEFT - RIGHT
        return max(1, min(MOST, int((inner + GAPS[0]) / (SMALLEST[0] + GAPS[0]))))

    @property
    def _columns(self) -> int:
        return 1 + max(cell.column for cell in self.cells)

    @property
    def _lines(self) -> int:
        return 1 + max(cell.line for cell in self.cells)

    @property
    def _letters(self) -> float:
        return 1.0 if self.look.purpose else LETTERS

    @cached_property
    def _scale(self) -> float:
        if self.look.purpose:
            return self.look.letters
        down = TOP + LETTERS * title_height(self.look) + self._lines * (LEAST[1] + GAPS[1]) + BOTTOM + LABEL
        return scale_of(self.look, (self._across(LEAST[0]), down))

    def _across(self, cell: float) -> float:
        """The width of a figure of cells of some width."""
        return LEFT + self._columns * cell + (self._columns - 1) * GAPS[0] + RIGHT

    @property
    def _width(self) -> float:
        aside = width_of_bar(bar, self._scale) if (bar := bar_of(self.look)) else 0.0
        return room_of(self.look, (self._across(CELL[0]) + aside, 0.0), self._scale)[0]

    @property
    def _inner(self) -> float:
        """What is between the margins."""
        return self._width - LEFT - RIGHT

    def _plan(self, look: Look, key: Key) -> Plan:
        head = TOP + self._letters * title_height(look)
        frame = head + BOTTOM + LABEL + key.height
        bar = bar_of(look)
        inner = self._inner - (width_of_bar(bar, self._scale) if bar else 0.0)
        across = (inner - (self._columns - 1) * GAPS[0]) / self._columns
        height = room_of(look, (0.0, 0.0), self._scale)[1]
        down = (height - frame) / self._lines - GAPS[1] if height else CELL[1]
        if look.purpose and (across < SMALLEST[0] or (down < SMALLEST[1] and not look.free)):
            raise no_room(look, f"{len(self.cells)} panels")
        down = max(down, CELL[1] / CELL[0] * across if look.free else 0.2)
        height = height if height and not look.free else frame + self._lines * (down + GAPS[1])
        return Plan((self._width, height), (across, down), head)

    def _beside(self, plan: Plan) -> tuple[float, float, float, float]:
        """The place of all cells together, as fractions of the figure."""
        first, last = (plan.box(Cell(self.rows[0][0], 0, *at)) for at in ((0, 0), (self._lines - 1, self._columns - 1)))
        return first[0], last[1], last[0] + last[2] - first[0], first[1] + first[3] - last[1]

    @cached_property
    def _limits(self) -> tuple[tuple[float, float], ...]:
        """Of each row: those that one panel of all its curves would have."""
        return tuple(
            limits_of(replace(row[0], traces=tuple(trace for cell in row for trace in cell.traces)), self.look)
            for row in self.rows
        )

    def _entries(self, pens: Sequence[Pen], look: Look) -> list[tuple[Artist, str]]:
        """What the legend holds: the values that colours stand for, and the marks."""
        keys = [] if look.told or not look.legend else mark_keys([cell.panel for cell in self.cells])
        if not look.legend or bar_of(look):
            return keys
        named = zip(pens, self.rows[0][0].traces, strict=True)
        return [*((pen.handle(), trace.label.text) for pen, trace in named), *keys]

    def _draw_cell(self, axes: Axes, cell: Cell, pens: Sequence[Pen]) -> None:
        set_limits(
            axes, cell.panel.interval, self._limits[cell.order], asked=self._asked(cell), scales=cell.panel.scales
        )
        draw_traces(
            axes, [(trace, pen, (), i) for i, (trace, pen) in enumerate(zip(cell.panel.traces, pens, strict=True))]
        )
        zero_lines(axes)
        _add_heading(axes, cell.panel.title, self.look.least)
        below = any(other.column == cell.column and other.line == cell.line + 1 for other in self.cells)
        hide_numbers(axes, "x" * below + "y" * (cell.column > 0))

    def _asked(self, cell: Cell) -> bool:
        return asked_limits(cell.panel, self.look) is not None

    def _finish(self, figure: Figure, look: Look, plan: Plan, key: Key) -> None:
        """The title and the caption, the variable below the last cell, labels, and the legend."""
        width, height = plan.size
        add_words(figure, look, (LEFT / width, 1 - TOP / height))
        left, low, across, _ = self._beside(plan)
        muted = {"color": mpl.rcParams["axes.labelcolor"], "fontsize": mpl.rcParams["axes.labelsize"]}
        text = self.rows[0][0].x_label if look.x_label is None else look.x_label
        figure.text(left + across, low - BOTTOM / height, text, ha="right", va="top", **muted)
        for axes, cell in zip(figure.axes, self.cells, strict=True):
            label = look.slope_label if cell.panel.of_slopes else look.y_label
            if label is not None and cell.column == 0:
                axes.set_ylabel(label)
        add_legend(figure, key, (LEFT / width, key.height / height))

    def unseen(self) -> tuple[str, ...]:
        """Which curves are wholly outside of their cells, and where they are."""
        return tuple(said for panel, ends in zip(self.named, self._limits, strict=True) for said in unseen(panel, ends))

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from ..alternative.alternatives import of_sweep

        return of_sweep(self.named, self.look)

    def stated(self) -> Stated:
        """What the figure says."""
        panels = [
            replace(stated_panel(cell.panel, self.look), y_limits=self._limits[cell.order]) for cell in self.cells
        ]
        return Stated(self.look.title, self.look.legend, tuple(panels))


def _add_heading(axes: Axes, text: str, least: float) -> None:
    """What a cell shows, in smaller letters where it is broader than the cell."""
    heading = axes.set_title(text)
    if is_mathematical(text):
        heading.set(family=maths_face(), fontsize=MATHS_LARGER * heading.get_fontsize())
    size = heading.get_fontsize()
    room = FITTING * axes.get_position().width * axes.figure.get_figwidth()
    (width,) = text_widths([text], size, family=heading.get_fontfamily())
    heading.set_fontsize(max(least, min(size, size * room / width)))
