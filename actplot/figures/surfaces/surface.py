"""Draws pictures of a loss over two weights: panels, a scale of colours, and what was found."""

from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...calculus.models.descent import Path
from ...calculus.models.fits import Fit
from ...calculus.models.surfaces import Surface, alike
from ...calculus.written_names import in_letters
from ...numbers import readable
from ..alternative.alternatives import in_words
from ..colours import paper
from ..look import Look, house_style
from ..page.layout import add_head, with_words_in
from ..page.page import Page, page_of
from ..page.sheets import Sheets
from ..stated import Stated
from .bands import NOTE, add_bar, shades, shown
from .beside import LOSS, Beside, draw_fit, draw_losses, stage_key
from .contours import draw_contours
from .plan import (
    ASIDE,
    BAR,
    BAR_GAP,
    GAP,
    HANDLE,
    LEFT,
    LINE,
    MARGINS,
    STARTS,
    Plan,
    Texts,
    heights,
    lettered,
    path_colour,
    room_shape,
    unit,
    width_of,
)
from .relief import add_relief, draw_relief

TICK_PAD = 7.0  # points above the numbers of the first weight, which clear those of the other at the corner


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
    beside: Beside | None = None

    def described(self) -> str:
        """What the figure shows, in plain words."""
        surface, view = self.surface, "seen from the side" if self.view == "3d" else "as contours"
        heights = (
            f"the loss, {view}, goes from {readable(self._lowest_seen, 3)} to {readable(surface.highest, 3)} there"
        )
        paths = [f"{one.heading} from {_place(path)}: {path.text}" for one in self.descents for path in one.paths]
        lowest = in_letters(surface.lowest.text, surface.names) if surface.lowest else ""
        beside = self.beside.told() if self.beside else ""
        told = (heights, lowest, "; ".join(surface.remarks), "; ".join(paths), beside)
        return in_words(self.look, self.look.caption or self.heading, *told)

    @property
    def _lowest_seen(self) -> float:
        """The lowest loss that is drawn: at the lowest place, which may lie between the places that were looked at."""
        lowest, axes = self.surface.lowest, (self.surface.x, self.surface.y)
        values = [float(np.nanmin(self.surface.value))]
        if lowest and all(places[0] <= at <= places[-1] for at, places in zip(lowest.place, axes, strict=True)):
            values.append(lowest.value)
        return min(values)

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, lines=tuple(self._lines()))

    def _lines(self) -> list[str]:
        """In text with as many digits as platforms agree on."""
        surface = self.surface
        scale = surface.levels[-1] - surface.levels[0]
        step = max(1, len(surface.x) // 8)
        rows = [" ".join(_stated(v, scale) for v in row[::step]) for row in surface.value[::step]]
        axes = zip(surface.names, (surface.x, surface.y), strict=True)
        ends = [f"{name} from {readable(places[0])} to {readable(places[-1])}" for name, places in axes]
        levels = f"levels {surface.scale.rule}".rstrip()
        said = [f"{self.view}: {self.heading}", *ends, f"{levels}: {' '.join(shown(surface.levels, 5))}"]
        paths = [f"{one.heading} from {_place(path)}: {path.text}" for one in self.descents for path in one.paths]
        beside = self.beside.lines() if self.beside else ()
        return [*said, *self.findings, *self.notes, *paths, *beside, *rows]

    @property
    def findings(self) -> tuple[str, ...]:
        """What was found on the surface, in words."""
        lowest = self.surface.lowest
        return (*([f"★ {lowest.text}"] if lowest else []), *self.surface.remarks)

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets are not used again, as each has a size of its own."""
        look = with_words_in(self.look, width_of(self._texts, self.look))
        plan = Plan(self.texts, look, self._shape)
        with house_style(self.look, 1, plan.scale):
            return _drawn(self, plan)

    @property
    def texts(self) -> Texts:
        """What stands round the panels."""
        texts = self._texts
        if not self.descents or self.view == "3d" or self._shape:
            return texts
        first, second = (in_letters(name, [name]) for name in self.surface.names)
        unlike = f"{first} and {second} have different units here: steps do not look perpendicular to the contours"
        return replace(texts, notes=(*texts.notes, unlike))

    @property
    def _texts(self) -> Texts:
        return Texts(
            panels=tuple(one.heading for one in self.descents),
            keys=tuple(tuple(f"from {_place(path)}: {path.text}" for path in one.paths) for one in self.descents),
            notes=(
                *(in_letters(text, self.surface.names) for text in self.findings),
                self._cut,
                " · ".join(self.notes),
            ),
            beside=self.beside.headings if self.beside else (),
            stages=len(stage_key(self.beside.fit)) if self.beside and self.beside.fit else 0,
            valley="the prediction of lowest loss for each target" if self.surface.valley is not None else "",
        )

    @property
    def _shape(self) -> float | None:
        """The height of a panel relative to its width, where both axes have equal units."""
        spans = self.spans
        equal = self.descents and self.view != "3d" and alike(spans, room_shape(self._texts, self.look))
        return (spans[1][1] - spans[1][0]) / (spans[0][1] - spans[0][0]) if equal else None

    @property
    def spans(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ends of both axes."""
        return tuple((float(places[0]), float(places[-1])) for places in (self.surface.x, self.surface.y))

    @property
    def _cut(self) -> str:
        """What a surface in three dimensions leaves out."""
        high = heights(self.surface)[1]
        whole = self.view != "3d" or high >= self.surface.highest
        return "" if whole else f"losses above {readable(high, 3)} are cut off"


def _stated(value: float, scale: float) -> str:
    return f"{round(value / scale, 7) * scale:.5g}" if np.isfinite(value) else "overflows"


def _place(path: Path) -> str:
    return f"({', '.join(readable(one, 4) for one in path.start)})"


def _drawn(figure: SurfaceFigure, plan: Plan) -> Figure:
    kind = paper()
    page = page_of(figure.look, plan.size, plan.scale, MARGINS)
    surface = figure.surface
    panels = figure.descents or (Descents("", ()),)
    colours = shades(kind, len(surface.levels) - 1)
    for column, descents in enumerate(panels):
        left, top = plan.left(column), plan.top
        if figure.view == "3d":
            axes = add_relief(page, plan, column)
            draw_relief(axes, surface, descents.paths, colours, kind)
        else:
            axes = page.axes((left, top, *plan.panel))
            draw_contours(axes, surface, descents.paths, colours, kind)
            _name(axes.xaxis, surface.names[0])
            axes.tick_params(axis="x", pad=TICK_PAD * unit())
            if column == 0:
                _name(axes.yaxis, surface.names[1])
        if descents.heading:
            width = plan.room[0] + ASIDE / 2 if figure.beside else None
            page.write(left, top - 0.12, descents.heading, mpl.rcParams["font.size"], va="bottom", width=width)
    bar = (plan.left(plan.columns - 1) + plan.panel[0] + BAR_GAP, plan.top, BAR, plan.panel[1])
    if plan.barred:
        add_bar(page, bar, surface.scale, colours, "loss")
    if figure.beside:
        _draw_beside(page, plan, figure.beside, kind)
    _words(page, plan, kind)
    return page.figure


def _draw_beside(page: Page, plan: Plan, beside: Beside, kind: str) -> None:
    """The loss over the steps and the fit, with their headings and a key."""
    for index, (one, heading) in enumerate(zip(beside.shown, beside.headings, strict=True)):
        box = plan.beside(index)
        axes = page.axes(box)
        axes.tick_params(axis="x", pad=TICK_PAD * unit())
        if one == LOSS:
            draw_losses(axes, beside, kind)
        elif beside.fit:
            draw_fit(axes, beside.fit, kind)
            _name(axes.xaxis, axes.get_xlabel())
            _name(axes.yaxis, axes.get_ylabel())
            _add_stages(page, (box[0], plan.below), beside.fit, kind)
        page.write(box[0], box[1] - 0.12, heading, mpl.rcParams["font.size"], va="bottom", width=box[2])


def _add_stages(page: Page, corner: tuple[float, float], fit: Fit, kind: str) -> None:
    """Which line is which, below the panel of the fit."""
    left, y = corner
    for pen, text in stage_key(fit):
        style = {"color": path_colour(kind, 0), "ls": pen["ls"], "lw": pen["lw"]}
        _handle(page, (left, y), **style)
        page.words(left + HANDLE, y, text, NOTE, color=mpl.rcParams["text.color"])
        y += LINE


def _name(axis: Axis, name: str) -> None:
    text, font = lettered(name)
    axis.set_label_text(text, **font)


def _words(page: Page, plan: Plan, kind: str) -> None:
    """The title, the heading, the key of the paths and the notes."""
    texts = plan.texts
    add_head(page, plan.look)
    for column, keys in enumerate(texts.keys):
        _key(page, (plan.left(column), plan.below), plan.lines(keys), kind)
    y, ink = plan.below + plan.key_lines * LINE + GAP, mpl.rcParams["text.color"]
    for line in plan.notes:
        page.words(LEFT, y, line, NOTE, color=ink)
        y += LINE
    if texts.valley:
        _handle(page, (LEFT, y), color=ink, ls=(0, (4, 2)), lw=1.6)
        page.words(LEFT + HANDLE, y, texts.valley, NOTE, color=ink)


def _key(page: Page, corner: tuple[float, float], texts: list[list[str]], kind: str) -> None:
    left, y = corner
    for index, lines in enumerate(texts):
        pen = {"color": path_colour(kind, index), "lw": 2.0 * page.scale}
        _handle(page, (left, y), marker=STARTS[index], markersize=6 * page.scale, **pen)
        for line in lines:
            page.words(left + HANDLE, y, line, NOTE, color=mpl.rcParams["text.color"])
            y += LINE


def _handle(page: Page, corner: tuple[float, float], **options: object) -> None:
    (x, y), (width, height) = corner, page.size
    place = 1 - (y + 0.075) / height
    x_ends = (x + 0.02) / width, (x + HANDLE - 0.1) / width
    page.figure.add_artist(Line2D(x_ends, (place, place), markevery=[0], **options))
