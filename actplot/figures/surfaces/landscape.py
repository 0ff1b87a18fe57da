"""Draws the output of small networks over the plane, a panel for each function."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...calculus.models.levels import Levels
from ...calculus.networks.exclusive_or import POINTS
from ...calculus.networks.landscapes import Landscape
from ...calculus.written_names import upright
from ...numbers import readable, span_text
from ..alternative.alternatives import in_words
from ..colours import page_colour, paper
from ..look import MATHS_LARGER, Look, house_style, is_mathematical, maths_face
from ..page.layout import add_head
from ..page.legend import Key, add_legend
from ..page.numbering import hide_numbers, set_limits
from ..page.page import Page, page_of
from ..page.sheets import Sheets
from ..stated import Stated
from .bands import add_bar, shades, shown
from .contours import cells_of
from .plan import lettered, unit
from .tiles import MARGINS, Asked, Tiles, tiles_of

AXES = ("x1", "x2")
ROWS = 7  # of outputs that are stated, from side to side
DIGITS = 5


@dataclass(frozen=True, eq=False)
class Panel:
    """The landscape of one function: what it is called, its levels, and the sums x₁ + x₂ at which it is bent."""

    landscape: Landscape
    name: str
    levels: Levels
    folds: tuple[float, ...] = ()
    boundaries: tuple[float, ...] = ()  # the sums at which the class changes
    formula: str = ""


@dataclass(frozen=True)
class LandscapeFigure:
    """Landscapes of one network with several functions, or of solutions of exclusive or."""

    panels: tuple[Panel, ...]
    look: Look
    network: str  # in words
    solves: bool = False  # whether it is exclusive or, with its four points

    @property
    def shared(self) -> bool:
        """Whether all panels have one scale of colours."""
        return all(panel.levels is self.panels[0].levels for panel in self.panels)

    def described(self) -> str:
        """What the figure shows, in plain words."""
        low, high = self._span
        where = f"Each panel shows the output for 𝑥₁ and 𝑥₂ from {span_text(low, high)} as contours"
        scale = "on one scale of colours" if self.shared else "each on a scale of its own"
        told = [f"{upright(panel.name)} {_heights(panel.landscape)}" for panel in self.panels]
        solved = "the points (0, 0) and (1, 1) lie on one side of the boundary, (0, 1) and (1, 0) on the other"
        first = f"{where}, {scale}" if len(self.panels) > 1 else where.replace("Each", "The", 1)
        return in_words(self.look, self.look.caption or self.network, first, "; ".join(told), solved * self.solves)

    @property
    def _span(self) -> tuple[float, float]:
        x = self.panels[0].landscape.x
        return float(x[0]), float(x[-1])

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, lines=tuple(self._lines()))

    def _lines(self) -> Iterator[str]:
        """In text with as many digits as platforms agree on."""
        yield self.network
        yield f"both inputs from {span_text(*self._span)}"
        for panel in self.panels:
            levels = " ".join(shown(panel.levels.places, DIGITS))
            yield f"{panel.name}: {_heights(panel.landscape)}; levels {panel.levels.rule}: {levels}"
            if panel.formula:
                yield panel.formula
            if panel.folds:
                yield f"bent or broken where x₁ + x₂ is {', '.join(map(readable, panel.folds))}"
            if panel.boundaries:
                yield f"boundary where x₁ + x₂ is {', '.join(map(readable, panel.boundaries))}"
            height = panel.landscape.high - panel.landscape.low or 1.0
            places = np.linspace(0, len(panel.landscape.x) - 1, ROWS).round().astype(int)
            for row in panel.landscape.value[np.ix_(places, places)]:
                yield " ".join(_stated(value, height) for value in row)

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets are not used again, as each has a size of its own."""
        with house_style(self.look, 1):
            entries = self._entries()
        plan = tiles_of(self.look, Asked(len(self.panels), not self.shared, self._headed, entries))
        with house_style(self.look, 1, plan.scale):
            look = replace(plan.look, size=self._size(plan))
            page = page_of(look, plan.size, plan.scale, MARGINS)
            for index in range(len(self.panels)):
                self._draw(page, plan, index)
            add_head(page, plan.look)
            add_legend(page.figure, replace(plan.key, handles=tuple(self._handles(plan.key))), page.place(*plan.corner))
            return page.figure

    def _size(self, plan: Tiles) -> tuple[float, float] | None:
        """Of the figure, where it is not that of the plan."""
        if not self.look.free:
            return self.look.size
        return plan.scale * plan.size[0], plan.scale * plan.size[1]

    def _draw(self, page: Page, plan: Tiles, index: int) -> None:
        panel, box = self.panels[index], plan.box(index)
        axes = page.axes(box)
        colours = shades(paper(), len(panel.levels.places) - 1)
        set_limits(axes, self._span, self._span)
        _fill(axes, panel, colours)
        if self.solves:
            _draw_solution(axes, panel)
        _name_axes(axes, plan, index)
        if self._headed:
            _write_heading(page, box, panel.name)
        last = index == min(plan.columns, plan.count) - 1
        if not self.shared or last:
            add_bar(page, plan.bar(index), panel.levels, colours, "output")

    @property
    def _headed(self) -> bool:
        """Whether panels say whose they are, and not the title alone."""
        return len(self.panels) > 1 or not self.look.title

    def _handles(self, key: Key) -> Iterator[Artist]:
        """Those of a legend, drawn in the style in force."""
        drawn = {text: handle for handle, text in self._entries()}
        yield from (drawn[text] for text in key.labels)

    def _entries(self) -> list[tuple[Artist, str]]:
        """What the legend holds."""
        if not (self.solves and self.look.legend):
            return []
        pens = [({**_dot(kind), "ls": ""}, f"class {kind}") for kind in (0, 1)]
        pens.append((_boundary(), "boundary: output ½"))
        if any(panel.folds for panel in self.panels):
            pens.append((_fold(), "a unit bends or jumps"))
        return [(Line2D([], [], **pen), text) for pen, text in pens]


def _heights(landscape: Landscape) -> str:
    """How far outputs go, and where there are none."""
    ends = f"from {readable(landscape.low, 3)} to {readable(landscape.high, 3)}"
    blank = landscape.share_blank
    return ends + (f", blank over {readable(100 * blank, 2)} % of the plane" if blank else "")


def _stated(value: float, height: float) -> str:
    return f"{round(value / height, 6) * height:.4g}" if np.isfinite(value) else "none"


def _fill(axes: Axes, panel: Panel, colours: list[str]) -> None:
    """Bands between levels with thin lines between them; where there is no output, the page."""
    landscape, levels = panel.landscape, panel.levels.places
    x, y, value = landscape.x, landscape.x, landscape.value
    if landscape.stairs:
        x, y, value = cells_of(x, y, value)
    axes.contourf(x, y, value, levels=levels, colors=colours, zorder=1)
    if len(levels) > 2 and not landscape.stairs:
        pen = {"linewidths": 0.6 * unit(), "linestyles": "solid", "alpha": 0.55}
        axes.contour(x, y, value, levels=levels[1:-1], colors=page_colour(), zorder=2, **pen)
    axes.grid(visible=False)


def _draw_solution(axes: Axes, panel: Panel) -> None:
    """The boundary between the classes, the folds, and the four points."""
    low, high = float(panel.landscape.x[0]), float(panel.landscape.x[-1])
    for sums, pen in ((panel.folds, _fold()), (panel.boundaries, _boundary())):
        for total in sums:
            axes.plot([low, high], [total - low, total - high], zorder=3, **pen)
    for across, up, kind in POINTS:
        axes.plot(across, up, zorder=5, **_dot(kind))
    set_limits(axes, (low, high), (low, high))


def _boundary() -> dict:
    return {"color": mpl.rcParams["text.color"], "lw": 2.0 * unit()}


def _fold() -> dict:
    return {"color": mpl.rcParams["text.color"], "lw": 1.0 * unit(), "ls": (0, (4, 3))}


def _dot(kind: int) -> dict:
    """A point of a class: filled for 1."""
    ink, ground = mpl.rcParams["text.color"], page_colour()
    fill = {"markerfacecolor": ink if kind else ground, "markeredgecolor": ground if kind else ink}
    return {"marker": "o", "markersize": 9.5 * unit(), "markeredgewidth": 1.8 * unit(), **fill}


def _name_axes(axes: Axes, plan: Tiles, index: int) -> None:
    """Numbers and names at the left and below; panels in between have those of their neighbours."""
    inner = "x" * plan.has_below(index) + "y" * (index % plan.columns > 0)
    hide_numbers(axes, inner)
    for axis, name in ((axes.xaxis, AXES[0]), (axes.yaxis, AXES[1])):
        if axis.axis_name not in inner:
            text, font = lettered(name)
            axis.set_label_text(text, **font)


def _write_heading(page: Page, box: tuple[float, float, float, float], text: str) -> None:
    size = mpl.rcParams["font.size"]
    face = {"family": maths_face()} if is_mathematical(text) else {}
    size *= MATHS_LARGER if face else 1.0
    page.write(box[0], box[1] - 0.09, text, size, va="bottom", width=box[2], **face)
