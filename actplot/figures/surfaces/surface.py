"""Lays out pictures of a loss over two weights: panels, a scale of colours, and what was found."""

import textwrap
from dataclasses import dataclass
from functools import cached_property

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...calculus.models.descent import Path
from ...calculus.models.surfaces import Surface
from ...numbers import readable
from ..colours import paper
from ..look import Look, house_style
from ..page.layout import TITLE_SIZE
from ..page.sheets import Sheets

# In inches, for letters of the usual size.
PANEL = {1: (5.2, 4.1), 2: (4.2, 3.5), 3: (3.7, 3.2), 4: (3.3, 2.9)}  # size of a panel by their number
EDGE, LEFT, BETWEEN = 0.26, 0.86, 0.78
BAR, BAR_GAP, BAR_LABELS = 0.17, 0.2, 0.78
TITLE, HEADING, PANEL_HEADING = 0.44, 0.42, 0.34
AXIS, LINE, GAP = 0.56, 0.225, 0.08
HANDLE = 0.42
LETTER = 0.079  # mean width of a letter in the notes
NOTE = 0.86  # their size, relative to the usual letters
USUAL_LINE = 2.6  # points, of the house style
TWO_COLUMNS = 9  # bands above which only every second level is named

# From the lowest loss to the highest; lightness changes in one direction, so that colour vision does not matter.
COLOURS = {
    "light": ("#0d3b5c", "#1c6a96", "#4f9fc4", "#9bcbe0", "#d3e8f0", "#f2f8fa"),
    "dark": ("#c9f0f7", "#7cc7de", "#4096b8", "#286582", "#1d4152", "#1a2a34"),
}
PATHS = {
    "light": ("#f57c00", "#c2185b", "#6a1bb1", "#1d2125", "#8a6d00", "#00695c"),
    "dark": ("#ffb454", "#ff6fa3", "#c39bff", "#ffffff", "#f2e05c", "#7dffb8"),
}
STARTS = ("o", "s", "^", "D", "v", "P")


@dataclass(frozen=True)
class Descents:
    """One panel's heading and the paths in it, one for each start."""

    heading: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class SurfaceFigure:
    """A loss over two numbers, the paths that descend on it, and how it is to look."""

    surface: Surface
    look: Look
    view: str
    heading: str
    descents: tuple[Descents, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """What the figure says, in text with as many digits as platforms agree on."""
        surface = self.surface
        scale = surface.levels[-1] - surface.levels[0]
        step = max(1, len(surface.x) // 8)
        rows = [" ".join(_stated(v, scale) for v in row[::step]) for row in surface.value[::step]]
        axes = zip(surface.names, (surface.x, surface.y), strict=True)
        ends = [f"{name} from {readable(places[0])} to {readable(places[-1])}" for name, places in axes]
        said = [f"{self.view}: {self.heading}", *ends, "levels " + " ".join(readable(one, 5) for one in surface.levels)]
        paths = [f"{one.heading} from {_place(path)}: {path.text}" for one in self.descents for path in one.paths]
        return [*said, *self.findings, *self.notes, *paths, *rows]

    @property
    def findings(self) -> tuple[str, ...]:
        """What was found on the surface, in words."""
        lowest = self.surface.lowest
        return (*([f"★ {lowest.text}"] if lowest else []), *self.surface.remarks)

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets are not used again, as each has a size of its own."""
        plan = Plan(self)
        with house_style(self.look, 1, plan.scale):
            return _drawn(self, plan)


def _stated(value: float, scale: float) -> str:
    return f"{round(value / scale, 7) * scale:.5g}" if np.isfinite(value) else "overflows"


def _place(path: Path) -> str:
    return f"({', '.join(readable(one, 4) for one in path.start)})"


class Plan:
    """Where everything stands, in inches from the upper left corner; a figure of a given size is filled."""

    def __init__(self, figure: SurfaceFigure):
        self.figure = figure
        self.columns = max(1, len(figure.descents))
        self.panel = PANEL[self.columns]
        self.scale = 1.0
        width, height = self.size
        if figure.look.size:
            asked = figure.look.size
            self.scale = min(1.0, asked[0] / width, asked[1] / height)
            more = (asked[0] / self.scale - width) / self.columns, asked[1] / self.scale - height
            self.panel = (self.panel[0] + more[0], self.panel[1] + more[1])
            self.panel = (self.panel[0], self.panel[1] + asked[1] / self.scale - self.size[1])  # wider lines are fewer

    @property
    def top(self) -> float:
        title = TITLE if self.figure.look.title is not None else 0
        return EDGE - 0.06 + title + HEADING + (PANEL_HEADING if self.figure.descents else 0)

    @property
    def width(self) -> float:
        return LEFT + self.columns * self.panel[0] + (self.columns - 1) * BETWEEN + BAR_GAP + BAR + BAR_LABELS

    @property
    def size(self) -> tuple[float, float]:
        return self.width, self.top + self.panel[1] + AXIS + (self.key_lines + self.note_lines) * LINE + GAP + EDGE

    @property
    def step(self) -> float:
        return self.panel[0] + BETWEEN

    def left(self, column: int) -> float:
        return LEFT + column * self.step

    @property
    def key_lines(self) -> int:
        return max((sum(map(len, self.keys(one))) for one in self.figure.descents), default=0)

    def keys(self, descents: Descents) -> list[list[str]]:
        """The lines of text of each path."""
        letters = int((self.panel[0] - HANDLE + (BETWEEN if self.columns == 1 else 0.3)) / LETTER)
        return [textwrap.wrap(f"from {_place(path)}: {path.text}", max(letters, 20)) for path in descents.paths]

    @cached_property
    def valley_named(self) -> bool:
        return self.figure.surface.valley is not None

    def notes(self) -> list[str]:
        texts = (*self.figure.findings, self.cut, " · ".join(self.figure.notes))
        letters = max(30, int((self.width - LEFT - EDGE) / LETTER))
        return [line for text in texts if text for line in textwrap.wrap(text, letters)]

    @cached_property
    def cut(self) -> str:
        """What a surface in three dimensions leaves out."""
        from .relief import heights

        high = heights(self.figure.surface)[1]
        whole = self.figure.view != "3d" or high >= self.figure.surface.levels[-1]
        return "" if whole else f"losses above {readable(high, 3)} are cut off"

    @property
    def note_lines(self) -> int:
        return len(self.notes()) + self.valley_named


def _drawn(figure: SurfaceFigure, plan: Plan) -> Figure:
    from .contours import draw_contours
    from .relief import add_relief, draw_relief

    kind = paper()
    width, height = plan.size
    page = Figure(figsize=(width * plan.scale, height * plan.scale), dpi=figure.look.dpi)
    surface = figure.surface
    panels = figure.descents or (Descents("", ()),)
    colours = _bands(kind, len(surface.levels) - 1)
    for column, descents in enumerate(panels):
        box = (plan.left(column), plan.top, *plan.panel)
        if figure.view == "3d":
            axes = add_relief(page, plan, column)
            draw_relief(axes, surface, descents.paths, colours, kind)
        else:
            axes = page.add_axes(_fractions(box, plan))
            draw_contours(axes, surface, descents.paths, colours, kind)
            axes.set_xlabel(surface.names[0])
            if column == 0:
                axes.set_ylabel(surface.names[1])
        if descents.heading:
            _text(page, plan, plan.left(column), plan.top - 0.12, descents.heading, va="bottom", style="italic")
    _bar(page, plan, surface, colours)
    _words(page, plan, kind)
    return page


def _fractions(box: tuple[float, float, float, float], plan: Plan) -> tuple[float, float, float, float]:
    (left, top, width, height), (page_width, page_height) = box, plan.size
    return left / page_width, 1 - (top + height) / page_height, width / page_width, height / page_height


def _text(page: Figure, plan: Plan, x: float, y: float, text: str, **options: object) -> None:
    width, height = plan.size
    page.text(x / width, 1 - y / height, text, **{"ha": "left", "va": "top", **options})


def _bands(kind: str, count: int) -> list[str]:
    ramp = LinearSegmentedColormap.from_list("loss", COLOURS[kind])
    return [to_hex(ramp(share)) for share in (np.linspace(0, 1, count) if count > 1 else [0.5])]


def unit() -> float:
    """The size of markers and halos relative to the usual one: they grow with the lines."""
    return mpl.rcParams["lines.linewidth"] / USUAL_LINE


def path_colour(kind: str, index: int) -> str:
    """The colour of the path from one of the starts."""
    return PATHS[kind][index % len(STARTS)]


def _bar(page: Figure, plan: Plan, surface: Surface, colours: list[str]) -> None:
    """The bands as boxes of one height, with their levels beside them."""
    left = plan.left(plan.columns - 1) + plan.panel[0] + BAR_GAP
    inset = 0.06 * plan.panel[1]
    axes = page.add_axes(_fractions((left, plan.top + inset, BAR, plan.panel[1] - 2 * inset), plan))
    axes.barh(np.arange(len(colours)), 1, height=1.0, align="edge", color=colours, linewidth=0.4, edgecolor=colours)
    axes.set(xlim=(0, 1), ylim=(0, len(colours)), xticks=[])
    every = 1 if len(colours) <= TWO_COLUMNS else 2
    named = range(1, len(surface.levels) - 1, every)
    axes.set_yticks(list(named), [readable(surface.levels[i], 3) for i in named])
    axes.yaxis.tick_right()
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    size = NOTE * mpl.rcParams["font.size"]
    _text(page, plan, left, plan.top + inset - 0.08, "loss", va="bottom", fontsize=size, color=_muted())


def _muted() -> str:
    return mpl.rcParams["axes.labelcolor"]


def _words(page: Figure, plan: Plan, kind: str) -> None:
    """The title, the heading, the key of the paths and the notes."""
    figure, y = plan.figure, EDGE - 0.06
    if figure.look.title is not None:
        size = TITLE_SIZE * mpl.rcParams["axes.titlesize"]
        _text(page, plan, LEFT, y, figure.look.title, fontsize=size, weight="bold")
        y += TITLE
    size = mpl.rcParams["axes.titlesize"]
    room = (plan.width - LEFT - EDGE) / (0.6 * size / plan.scale / 72) / len(figure.heading)
    _text(page, plan, LEFT, y, figure.heading, fontsize=size * min(1.0, room))
    size = NOTE * mpl.rcParams["font.size"]
    below = plan.top + plan.panel[1] + AXIS
    for column, descents in enumerate(figure.descents):
        _key(page, plan, (plan.left(column), below), descents, kind)
    y = below + plan.key_lines * LINE + GAP
    for line in plan.notes():
        _text(page, plan, LEFT, y, line, fontsize=size, color=mpl.rcParams["text.color"])
        y += LINE
    if plan.valley_named:
        _handle(page, plan, (LEFT, y), color=mpl.rcParams["text.color"], ls=(0, (4, 2)), lw=1.6)
        _text(page, plan, LEFT + HANDLE, y, "the prediction of lowest loss for each target", fontsize=size)


def _key(page: Figure, plan: Plan, corner: tuple[float, float], descents: Descents, kind: str) -> None:
    left, y = corner
    size = NOTE * mpl.rcParams["font.size"]
    for index, lines in enumerate(plan.keys(descents)):
        colour = path_colour(kind, index)
        _handle(
            page, plan, (left, y), color=colour, lw=2.0 * plan.scale, marker=STARTS[index], markersize=6 * plan.scale
        )
        for line in lines:
            _text(page, plan, left + HANDLE, y, line, fontsize=size)
            y += LINE


def _handle(page: Figure, plan: Plan, corner: tuple[float, float], **options: object) -> None:
    (x, y), (width, height) = corner, plan.size
    place = 1 - (y + 0.075) / height
    x_ends = (x + 0.02) / width, (x + HANDLE - 0.1) / width
    page.add_artist(Line2D(x_ends, (place, place), markevery=[0], **options))
