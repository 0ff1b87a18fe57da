"""Draws small multiples: a cell for each function, with the curves of the others in the colour of the grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...calculus.curves.tracing import Curve
from ...calculus.written_names import Label
from ...numerics.scales import Scales
from ..look import MATHS_LARGER, Look, house_style, is_mathematical, maths_face
from ..page.axes import zero_lines
from ..page.gridded import BOTTOM, CLOSE, GAPS, LABEL, LARGER, LETTERS, ROW, Around, Plan, Rows
from ..page.layout import add_words, title_height, with_broken_title
from ..page.legend import HINTED, Key, add_legend, arrange, text_widths
from ..page.numbering import hide_numbers, set_limits, take_common
from ..page.origin import through_origin
from ..page.page import FITTING, LEFT, RIGHT, TOP
from ..page.sheets import Sheets
from ..page.ticks import Window, letters_of
from ..page.uneven.decades import left_of, numbers_of
from ..stated import Stated
from .lanes import stretches
from .marks import mark_keys
from .outside import add_edge_notes, unseen
from .panels import limits_of, stated_panel
from .pens import Pen, pens_of
from .records import Panel, Trace
from .traces import draw_traces

EITHER = (0.0, 1.0)  # of an axis whose numbers do not count
FAINT = 0.45  # width of the other curves, in widths of a cell's own
THINNER = 0.8
SMALLEST = 0.8  # of a heading's letters, before it is broken into lines
FEW = 5  # one in how many may leave axes that are shared
GROWTH, NEAR = 8.0, 0.25  # how high one may be, in heights of the usual ones, and what may be added for the others
Span = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """A function with its derivatives, what of it is seen, and the curves of others behind it."""

    panel: Panel
    limits: Span
    behind: tuple[Curve, ...] = ()


def cells_alike(panels: Sequence[Panel], look: Look) -> tuple[Cell, ...]:
    """Cells of which all of one variable have the same axes."""
    groups = {panel.x_label: [one for one in panels if one.x_label == panel.x_label] for panel in panels}
    limits = {label: _shared_limits(group, look) for label, group in groups.items()}
    return tuple(Cell(panel, limits[panel.x_label]) for panel in panels)


def cells_apart(panels: Sequence[Panel], look: Look) -> tuple[Cell, ...]:
    """Cells of which each has the axes that suit it."""
    return tuple(Cell(panel, limits_of(panel, look)) for panel in panels)


def among_others(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells with the functions of all others behind each."""
    curves = [cell.panel.traces[0].curve for cell in cells]
    return tuple(replace(cell, behind=(*curves[:at], *curves[at + 1 :])) for at, cell in enumerate(cells))


def _shared_limits(panels: Sequence[Panel], look: Look) -> Span:
    """Those that suit most of some cells: the few that grow far beyond the others leave theirs."""
    alone = sorted((limits_of(panel, look) for panel in panels), key=_height)
    most = GROWTH * _height(alone[(len(alone) - 1) // 2])
    some = alone[: len(alone) - len(alone) // FEW]
    low, high = _union([span for span in some if _height(span) <= most] or some)
    near = NEAR * (high - low)
    return _union([(low, high), *(span for span in alone if low - near <= span[0] and span[1] <= high + near)])


def _height(span: Span) -> float:
    return span[1] - span[0]


def _union(spans: Sequence[Span]) -> Span:
    return min(low for low, _ in spans), max(high for _, high in spans)


@dataclass(frozen=True)
class GridFigure:
    """A figure of cells in rows."""

    cells: tuple[Cell, ...]
    look: Look
    asked: int | None = None  # how many cells a row has
    planned: int = 0  # cells of a page, of which this one may have fewer

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are for figures of few panels."""
        rows = self._rows(Around(LETTERS * title_height(self.look)))
        with house_style(self.look, len(self.cells), rows.scale * self._letters):
            pens = [replace(pen, width=THINNER * pen.width) for pen in pens_of(len(self.panels[0].traces))]
            width = rows.width - LEFT - RIGHT
            look = with_broken_title(self.look, width, rows.scale)
            key = arrange(self._entries(pens, look), width, rows.scale)
            plan = self._plan(look, key)
            figure = Figure(figsize=self._size(plan), dpi=look.dpi)
            for index, cell in enumerate(self.cells):
                self._draw_cell(figure.add_axes(plan.box(index)), cell, pens, self._hidden(index, plan.columns))
            self._add_words(figure, look, plan)
            add_legend(figure, key, (plan.left / plan.size[0], key.height / plan.size[1]))
            return figure

    def _size(self, plan: Plan) -> tuple[float, float]:
        """Of the figure, in inches."""
        if self.look.size and not self.look.free:
            return self.look.size
        return plan.size[0] * plan.scale, plan.size[1] * plan.scale

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Of all cells."""
        return tuple(cell.panel for cell in self.cells)

    @property
    def _letters(self) -> float:
        return LARGER if self.look.purpose else LETTERS

    def _rows(self, around: Around) -> Rows:
        count = len(self.cells)
        return Rows(
            self.look, max(count, self.planned), self.asked and min(self.asked, max(count, self.planned)), around
        )

    def _plan(self, look: Look, key: Key) -> Plan:
        """Where all stands: numbers beside and below each cell take room where cells have axes of their own."""
        around = Around(self._letters * title_height(look), self._foot(key), below=self._below, gaps=self._gaps)
        first = self._rows(around).plan()
        beside = self._numbers_beside(first)
        left = max(LEFT, beside + bool(self._y_label) * ROW)
        ends = self._ends_beside(first)
        across = max(around.gaps[0], ends if self._one_height else max(beside + around.gaps[0] / 2, ends))
        return self._rows(replace(around, left=left, gaps=(across, around.gaps[1]))).plan()

    @property
    def _gaps(self) -> tuple[float, float]:
        return CLOSE if self.look.purpose else GAPS

    @property
    def _below(self) -> tuple[float, float]:
        """The height of the numbers and of the variable that each cell has, where it has its own."""
        return ROW * (not self._alike), ROW * self._named_apart

    def _numbers_beside(self, plan: Plan) -> float:
        """What the widest of the numbers beside cells takes, in inches before a small figure is scaled down."""
        seen = {(cell.limits, cell.panel.interval, cell.panel.scales) for cell in self.cells}
        windows = [Window(interval, limits, scales=scales) for limits, interval, scales in seen]
        return max(left_of(window, plan.cell[1] * plan.scale, plan.scale) for window in windows)

    def _ends_beside(self, plan: Plan) -> float:
        """What the numbers at the ends of two axes beside each other take, as those at the left do."""
        size = letters_of("x")
        shown = [
            numbers_of(window, 0, (plan.cell[0] * plan.scale, size), ends=True).labels
            for window in {Window(one.interval, EITHER, scales=Scales(one.scales.x)) for one in self.panels}
        ]
        first, last = (max(text_widths([labels[at] for labels in shown], size / plan.scale)) for at in (0, -1))
        return HINTED * (first + last) / 2 + CLOSE[0] / 2

    @cached_property
    def _one_height(self) -> bool:
        return len({cell.limits for cell in self.cells}) == 1

    @cached_property
    def _alike(self) -> bool:
        """Whether all cells have one horizontal axis."""
        return self._one_variable and len({panel.interval for panel in self.panels}) == 1

    @cached_property
    def _one_variable(self) -> bool:
        return len({panel.x_label for panel in self.panels}) == 1

    @property
    def _named_apart(self) -> bool:
        """Whether each cell says what its variable is."""
        return not self._one_variable and self.look.x_label is None

    def _hidden(self, index: int, columns: int) -> str:
        """The axes of a cell whose numbers a neighbour has."""
        below = index + columns >= len(self.cells)
        return "x" * (self._alike and not below) + "y" * (self._one_height and index % columns > 0)

    def _foot(self, key: Key) -> float:
        """The height of the variable and the legend, in one row where both fit into it."""
        rows = self._rows(Around())
        (label,) = text_widths([self._x_label], mpl.rcParams["axes.labelsize"] / rows.scale)
        fits = key.rows <= 1 and key.width + label + GAPS[0] <= rows.width - LEFT - RIGHT
        return max(LABEL, key.height) if fits else LABEL + key.height

    @property
    def _x_label(self) -> str:
        """Below all cells, where they have one variable."""
        if self.look.x_label is not None:
            return self.look.x_label
        return self.panels[0].x_label if self._one_variable else ""

    @property
    def _y_label(self) -> str | None:
        return self.look.slope_label if self.panels[0].of_slopes else self.look.y_label

    def _entries(self, pens: list[Pen], look: Look) -> list[tuple[Artist, str]]:
        """What the legend holds: the orders of derivatives, the curves behind them, and the marks."""
        if not look.legend:
            return []
        keys = [] if look.told else mark_keys(self.panels)
        own = [(pen.handle(), self._named(trace)) for pen, trace in zip(pens, self.panels[0].traces, strict=True)]
        others = (
            [(Line2D([], [], **_faint()), "the other functions")] if any(cell.behind for cell in self.cells) else []
        )
        return [*own, *others, *keys]

    def _named(self, trace: Trace) -> str:
        """What stands for the function or a derivative of it in all cells."""
        letters = {panel.letter for panel in self.panels}
        return trace.label.text if len(letters) == 1 else trace.label.text.partition("(")[0]

    def _draw_cell(self, axes: Axes, cell: Cell, pens: list[Pen], hidden: str) -> None:
        panel, limits = cell.panel, cell.limits
        set_limits(axes, panel.interval, limits, asked=limits == self.look.y_range, scales=panel.scales)
        for curve in cell.behind:
            for x, y in curve.pieces:
                axes.plot(x, y, zorder=2, **_faint())
        size = tuple((axes.get_position().size * axes.figure.get_size_inches()).tolist())
        shared = stretches([trace.curve for trace in panel.traces], panel.interval, limits, size, panel.scales)
        places = range(len(panel.traces))
        lanes = [[replace(one, everywhere=False) for one in shared if index in one.members] for index in places]
        draw_traces(axes, list(zip(panel.traces, pens, lanes, places, strict=True)))
        add_edge_notes(axes, panel, limits, [pen.colour for pen in pens])
        _add_heading(axes, panel.title, self.look.least)
        self._add_axes(axes, cell, hidden)

    def _add_axes(self, axes: Axes, cell: Cell, hidden: str) -> None:
        """Numbers and zero lines, or axes through the origin where that is in view."""
        hide_numbers(axes, hidden)
        if self._named_apart:
            _add_variable(axes, cell.panel, self.look.least)
        seen = all(low <= 0 <= high for low, high in (cell.panel.interval, cell.limits))
        if self.look.axes == "origin" and seen:
            through_origin(axes)
        else:
            zero_lines(axes)

    def _add_words(self, figure: Figure, look: Look, plan: Plan) -> None:
        """The title and the caption, and the variable below the last row."""
        width, height = plan.size
        add_words(figure, look, (plan.left / width, 1 - TOP / height))
        left, low, across, _ = plan.box(len(self.cells) - 1 - (len(self.cells) - 1) % plan.columns)
        right = left + (plan.columns * (across * width + plan.gaps[0]) - plan.gaps[0]) / width
        muted = {"color": mpl.rcParams["axes.labelcolor"], "fontsize": mpl.rcParams["axes.labelsize"]}
        figure.text(right, low - BOTTOM / height, self._x_label, ha="right", va="top", **muted)
        if self._y_label is not None:
            for axes in figure.axes[:: plan.columns]:
                axes.set_ylabel(self._y_label)

    def unseen(self) -> tuple[str, ...]:
        """Which curves are wholly outside of their cells, and where they are."""
        return tuple(said for cell in self.cells for said in unseen(_with_names(cell.panel), cell.limits))

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from ..alternative.alternatives import of_cells

        return of_cells(self.panels, self.look)

    def stated(self) -> Stated:
        """What the figure says."""
        cells = [replace(stated_panel(cell.panel, self.look), y_limits=cell.limits, note="") for cell in self.cells]
        return Stated(self.look.title, self.look.legend, tuple(cells))


def _faint() -> dict[str, object]:
    """How the curves of others are drawn."""
    return {"color": mpl.rcParams["axes.edgecolor"], "lw": FAINT * mpl.rcParams["lines.linewidth"], "alpha": 0.5}


def _with_names(panel: Panel) -> Panel:
    """A cell whose curves have the name of its function, as it stands above them."""
    name = Label(panel.title)
    return replace(panel, traces=tuple(replace(one, label=name.primed(one.curve.order)) for one in panel.traces))


def _add_variable(axes: Axes, panel: Panel, least: float) -> None:
    """Below the numbers of a cell whose neighbours have another variable."""
    common = take_common(axes, "x")
    label = axes.set_xlabel(" ".join(filter(None, [common, panel.x_label.partition(" = ")[0]])))
    room = FITTING * axes.get_position().width * axes.figure.get_figwidth()
    (width,) = text_widths([label.get_text()], label.get_fontsize())
    if width > room:
        label.set_text(" ".join(filter(None, [common, panel.letter])))
    label.set_fontsize(max(least, label.get_fontsize()))


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
