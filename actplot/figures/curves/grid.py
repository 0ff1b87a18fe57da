"""Draws small multiples: a cell for each function, with the curves of the others in the colour of the grid."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..look import MATHS_LARGER, Look, house_style, is_mathematical, maths_face
from ..page.axes import zero_lines
from ..page.layout import add_words, title_height, with_broken_title
from ..page.legend import Key, add_legend, arrange, text_widths
from ..page.numbering import hide_numbers, set_limits
from ..page.page import FITTING, LEFT, RIGHT, TOP, no_room, room_of, scale_of
from ..page.sheets import Sheets
from ..page.ticks import letters_of
from ..stated import Stated
from .lanes import stretches
from .marks import mark_keys
from .outside import unseen
from .panels import limits_of, stated_panel
from .pens import Pen, pens_of
from .records import Panel
from .traces import draw_traces

# In inches, for letters of the usual size.
CELL, LEAST = (2.35, 1.55), (1.5, 1.0)  # of a cell, and below which letters shrink
GAPS = (0.3, 0.42)  # between cells, sideways and down
BOTTOM, LABEL = 0.3, 0.26  # for the numbers, and for the variable below them
LETTERS = 0.82  # of those of a figure with one or two panels
# Where letters have a least size: of a cell for as many columns as fit, of the least cell, and between cells.
PLACED, NARROWEST, CLOSE, LARGER = (1.3, 0.8), (0.45, 0.3), (0.14, 0.36), 0.92
SHAPE, MOST = 1.3, 6  # columns for each row, before they are filled up, and at most
FAINT = 0.45  # width of the other curves, in widths of a cell's own
THINNER = 0.8
SMALLEST = 0.8  # of a heading's letters, before it is broken into lines


@dataclass(frozen=True)
class Plan:
    """Where the cells of a grid stand; in inches, before a small figure is scaled down."""

    columns: int
    size: tuple[float, float]
    scale: float
    head: float
    cell: tuple[float, float]
    gaps: tuple[float, float] = GAPS

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a cell as fractions of the figure."""
        row, column = divmod(index, self.columns)
        width, height = self.size
        left = LEFT + column * (self.cell[0] + self.gaps[0])
        low = height - self.head - (row + 1) * (self.cell[1] + self.gaps[1])
        return left / width, low / height, self.cell[0] / width, self.cell[1] / height


@dataclass(frozen=True)
class GridFigure:
    """A figure of cells, all with one pair of axes."""

    cells: tuple[Panel, ...]
    look: Look

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are for figures of few panels."""
        with house_style(self.look, len(self.cells), self._scale * self._letters):
            pens = [replace(pen, width=THINNER * pen.width) for pen in pens_of(len(self.cells[0].traces))]
            width = room_of(self.look, self._across(CELL[0]), self._scale)[0] - LEFT - RIGHT
            look = with_broken_title(self.look, width, self._scale)
            key = arrange(self._entries(pens, look), width, self._scale)
            plan = self._plan(look, key)
            size = None if look.free else look.size
            figure = Figure(figsize=size or self._scaled(plan.size), dpi=look.dpi)
            for index, cell in enumerate(self.cells):
                axes = figure.add_axes(plan.box(index))
                self._draw_cell(axes, cell, pens)
                _add_heading(axes, cell.title, self.look.least)
                below = index + plan.columns >= len(self.cells)
                hide_numbers(axes, "x" * (not below) + "y" * (index % plan.columns > 0))
            self._add_words(figure, look, plan)
            add_legend(figure, key, (LEFT / plan.size[0], key.height / plan.size[1]))
            return figure

    @cached_property
    def _columns(self) -> int:
        return min(len(self.cells), MOST, math.ceil(math.sqrt(SHAPE * len(self.cells))))

    @property
    def _rows(self) -> int:
        return -(-len(self.cells) // self._columns)

    @property
    def _letters(self) -> float:
        return LARGER if self.look.purpose else LETTERS

    @property
    def _scale(self) -> float:
        if self.look.purpose:
            return self.look.letters
        down = TOP + LETTERS * title_height(self.look) + self._rows * (LEAST[1] + GAPS[1]) + BOTTOM + LABEL
        return scale_of(self.look, (self._across(LEAST[0])[0], down))

    def _across(self, cell: float) -> tuple[float, float]:
        """The width of a figure of cells of some width, whose height comes from its parts."""
        return LEFT + self._columns * cell + (self._columns - 1) * GAPS[0] + RIGHT, 0.0

    def _plan(self, look: Look, key: Key) -> Plan:
        head = TOP + self._letters * title_height(look)
        frame = head + BOTTOM + self._foot(key)
        if look.purpose:
            return self._plan_of_place(look, head, frame)
        width, height = room_of(look, self._across(CELL[0]), self._scale)
        down = (height - frame) / self._rows - GAPS[1] if height else CELL[1]
        height = height or frame + self._rows * (CELL[1] + GAPS[1])
        across = (width - LEFT - RIGHT - (self._columns - 1) * GAPS[0]) / self._columns
        return Plan(self._columns, (width, height), self._scale, head, (across, max(down, 0.2)))

    def _plan_of_place(self, look: Look, head: float, frame: float) -> Plan:
        """As many columns as give large cells; a page that may be higher has as many rows as it needs."""
        width, height = room_of(look, (0.0, 0.0), self._scale)
        inner, count = width - LEFT - RIGHT, len(self.cells)
        gap = self._numbers_beside()
        across = {columns: (inner + gap) / columns - gap for columns in range(1, count + 1)}
        if look.free:
            columns = max(columns for columns in across if columns == 1 or across[columns] >= PLACED[0])
            columns = -(-count // -(-count // columns))  # as few as take as many rows
            down = PLACED[1]
            height = frame + -(-count // columns) * (down + CLOSE[1])
        else:
            downs = {columns: (height - frame) / -(-count // columns) - CLOSE[1] for columns in across}
            columns = max(across, key=lambda some: min(across[some] / CELL[0], downs[some] / CELL[1]))
            down = downs[columns]
        if across[columns] < NARROWEST[0] or down < NARROWEST[1]:
            raise no_room(look, f"{count} functions")
        return Plan(columns, (width, height), self._scale, head, (across[columns], down), (gap, CLOSE[1]))

    def _numbers_beside(self) -> float:
        """Between two cells, with room for the numbers at the ends of their axes."""
        ends = [f"{end:g}" for end in self.cells[0].interval]
        return max(CLOSE[0], sum(text_widths(ends, letters_of("x") / self._scale)) / 2 + CLOSE[0] / 2)

    def _foot(self, key: Key) -> float:
        """The height of the variable and the legend, in one row where both fit into it."""
        size = mpl.rcParams["axes.labelsize"] / self._scale
        (label,) = text_widths([self._x_label], size)
        width = room_of(self.look, self._across(CELL[0]), self._scale)[0] - LEFT - RIGHT
        fits = key.rows <= 1 and key.width + label + GAPS[0] <= width
        return max(LABEL, key.height) if fits else LABEL + key.height

    @property
    def _x_label(self) -> str:
        return self.cells[0].x_label if self.look.x_label is None else self.look.x_label

    def _scaled(self, size: tuple[float, float]) -> tuple[float, float]:
        return size[0] * self._scale, size[1] * self._scale

    @cached_property
    def _limits(self) -> tuple[float, float]:
        """Of all cells: those that panels of the functions, and of each derivative, would have."""
        orders = zip(*(cell.traces for cell in self.cells), strict=True)
        alone = [limits_of(replace(self.cells[0], traces=traces), self._plain) for traces in orders]
        asked = self.look.y_range or (alone[0] if self.look.slope_range else None)
        return asked or (min(low for low, _ in alone), max(high for _, high in alone))

    @property
    def _plain(self) -> Look:
        """The look whose range of values is that of all curves of a cell."""
        return replace(self.look, y_range=None)

    def _entries(self, pens: list[Pen], look: Look) -> list[tuple[Artist, str]]:
        """What the legend holds: the orders of derivatives, the curves behind them, and the marks."""
        if not look.legend:
            return []
        keys = [] if look.told else mark_keys(self.cells)
        own = [(pen.handle(), trace.label.text) for pen, trace in zip(pens, self.cells[0].traces, strict=True)]
        return [*own, (Line2D([], [], **_faint()), "the other functions"), *keys]

    def _draw_cell(self, axes: Axes, cell: Panel, pens: list[Pen]) -> None:
        set_limits(axes, cell.interval, self._limits)
        for other in self.cells:
            if other is not cell:
                for x, y in other.traces[0].curve.pieces:
                    axes.plot(x, y, zorder=2, **_faint())
        size = tuple((axes.get_position().size * axes.figure.get_size_inches()).tolist())
        shared = stretches([trace.curve for trace in cell.traces], cell.interval, self._limits, size)
        places = range(len(cell.traces))
        lanes = [[replace(one, everywhere=False) for one in shared if index in one.members] for index in places]
        draw_traces(axes, list(zip(cell.traces, pens, lanes, places, strict=True)))
        zero_lines(axes)

    def _add_words(self, figure: Figure, look: Look, plan: Plan) -> None:
        """The title and the caption, and the variable below the last row."""
        width, height = plan.size
        add_words(figure, look, (LEFT / width, 1 - TOP / height))
        left, low, across, _ = plan.box(len(self.cells) - 1 - (len(self.cells) - 1) % plan.columns)
        right = left + (plan.columns * (across * width + plan.gaps[0]) - plan.gaps[0]) / width
        muted = {"color": mpl.rcParams["axes.labelcolor"], "fontsize": mpl.rcParams["axes.labelsize"]}
        figure.text(right, low - BOTTOM / height, self._x_label, ha="right", va="top", **muted)
        if look.y_label is not None:
            for axes in figure.axes[:: plan.columns]:
                axes.set_ylabel(look.y_label)

    def unseen(self) -> tuple[str, ...]:
        """Which curves are wholly outside of their cells, and where they are."""
        return tuple(said for cell in self.cells for said in unseen(cell, self._limits))

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from ..alternative.alternatives import of_cells

        return of_cells(self.cells, self.look)

    def stated(self) -> Stated:
        """What the figure says."""
        cells = [replace(stated_panel(cell, self.look), y_limits=self._limits, note="") for cell in self.cells]
        return Stated(self.look.title, self.look.legend, tuple(cells))


def _faint() -> dict[str, object]:
    """How the curves of others are drawn."""
    return {"color": mpl.rcParams["axes.edgecolor"], "lw": FAINT * mpl.rcParams["lines.linewidth"], "alpha": 0.5}


def _add_heading(axes: Axes, text: str, least: float) -> None:
    """The name of a function; smaller, or in two lines, where it is broader than its cell."""
    heading = axes.set_title(text)
    if is_mathematical(text):
        heading.set(family=maths_face(), fontsize=MATHS_LARGER * heading.get_fontsize())
    size, room = heading.get_fontsize(), FITTING * axes.get_position().width * axes.figure.get_figwidth()
    family = heading.get_fontfamily()
    (width,) = text_widths([text], size, family=family)
    if SMALLEST * width > room:
        text = _in_two(text)
        width = max(text_widths(text.split("\n"), size, family=family))
        size = min(size, 0.62 * size * 1.3) if "\n" in text else size
    heading.set(text=text, fontsize=max(least, min(size, size * room / width)), linespacing=1.0)


def _in_two(text: str) -> str:
    """Two lines of similar length."""
    middle = len(text) / 2
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    at = min(spaces, key=lambda at: abs(at - middle))
    return f"{text[:at]}\n{text[at + 1 :]}"
