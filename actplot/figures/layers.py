"""Draws what a random layer does to a vector: in training with some seeds side by side, and in evaluation."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..calculus.vectors.layers import Draw, LayerAt
from ..numbers import equal_sign, readable
from .decimals import short_text
from .look import Look, house_style
from .page.axes import number
from .page.layout import add_head, head_height, with_words_in
from .page.page import LEFT, RIGHT, Margins, Page, page_of, room_of, scale_of
from .page.sheets import Sheets
from .stated import Stated

# In inches.
BETWEEN, BOTTOM, HEADING, LEGEND = 0.22, 0.42, 0.34, 0.34
MARGINS = Margins(top=0.14)
FONT = 11.0  # points of the house style's text, for which other sizes are meant
PANEL, LEAST, WIDEST, UNIT = 2.7, 1.9, 5.2, 0.64  # height; least and greatest width; width of a unit
MOST_BESIDE = 4  # units up to which all panels stand in one row
MOST_NUMBERS = 8  # units with their numbers at the bars
MOST_NAMED = 16
THICK = 0.62  # of a bar, in units
ROOM = 0.16  # above and below the bars, for numbers


@dataclass(frozen=True)
class LayerFigure:
    """A random layer at a vector and how it is to look."""

    layer: LayerAt
    look: Look

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, lines=tuple(self._lines()))

    def _lines(self) -> list[str]:
        """In text with as many digits as platforms agree on."""
        layer = self.layer
        rows = [(f"training, seed {draw.seed}", draw.output) for draw in layer.draws]
        rows += [("input", layer.input), ("evaluation", layer.evaluation)]
        rows += [(name, row) for name, row in (("mean", layer.mean), ("deviation", layer.deviation)) if row is not None]
        numbers = [f"{name}: {' '.join(f'{value:.9g}' for value in row.tolist())}" for name, row in rows]
        dropped = [f"dropped by seed {draw.seed}: {np.flatnonzero(draw.dropped).tolist()}" for draw in layer.draws]
        return [layer.function, note_of(layer), *numbers, *dropped]

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; its panels are its own and are not used again."""
        look = with_words_in(self.look, _size(self.layer, self.look)[0] - LEFT - RIGHT)
        usual = _size(self.layer, look)
        scale = scale_of(look, usual)
        with house_style(look, 3, scale):
            page = page_of(look, room_of(look, usual, scale), scale, MARGINS)
            return _drawn(page, self.layer, look)


def note_of(layer: LayerAt) -> str:
    """What happens to a unit, in numbers."""
    if layer.keep is None:
        return layer.drawn
    kept = f"each unit is kept with probability {readable(layer.keep)}"
    if layer.scale is None:
        lost = [value for draw in layer.draws for value in draw.output[draw.dropped].tolist()]
        return f"{kept}; a dropped one becomes {readable(round(lost[0], 4))}" if lost else kept
    sign = equal_sign(layer.scale)
    scaled = f"1/{readable(layer.keep)} {sign} {readable(layer.scale)}" if layer.scale != 1 else "1"
    return f"{kept}, and then multiplied by {scaled}"


def _grid(layer: LayerAt) -> tuple[int, int]:
    """Rows and columns of panels: all beside each other for few units, else two rows, to stay readable on a page."""
    panels = len(layer.draws) + 1
    rows = 1 if layer.input.size <= MOST_BESIDE else 2
    return rows, math.ceil(panels / rows)


def _size(layer: LayerAt, look: Look) -> tuple[float, float]:
    rows, columns = _grid(layer)
    width = min(max(LEAST, UNIT * layer.input.size), WIDEST)
    return LEFT + columns * width + (columns - 1) * BETWEEN + RIGHT, _head(look) + rows * (PANEL + BOTTOM + HEADING)


def _head(look: Look) -> float:
    """The height of everything above the headings of the first panels."""
    return head_height(MARGINS, look) + (LEGEND if look.legend else 0)


def _drawn(page: Page, layer: LayerAt, look: Look) -> Figure:
    rows, columns = _grid(layer)
    head, (across, down) = _head(look), page.size
    wide = (across - LEFT - RIGHT - (columns - 1) * BETWEEN) / columns
    step = (down - head) / rows
    limits = _limits(layer)
    for at, draw in enumerate([*layer.draws, None]):
        row, column = divmod(at, columns)
        left, bottom = LEFT + column * (wide + BETWEEN), down - head - (row + 1) * step + BOTTOM
        place = (left / across, bottom / down, wide / across, (step - BOTTOM - HEADING) / down)
        axes = page.figure.add_axes(place)
        _panel(axes, layer, draw, limits)
        axes.tick_params(labelleft=column == 0)
    add_head(page, look)
    if look.legend:
        page.key(head_height(MARGINS, look), list(_entries(layer)))
    return page.figure


def _entries(layer: LayerAt) -> Iterator[tuple[Artist, str]]:
    yield _ghost(), "input"
    yield Patch(facecolor=_colour(0), linewidth=0), "kept" if layer.keep is not None else "output"
    if layer.keep is not None:
        yield Line2D([], [], **_cross()), "dropped"
    if layer.deviation is not None:
        yield Line2D([], [], **_middle()), "mean ± deviation over all seeds"
    elif layer.mean is not None:
        yield Line2D([], [], **_middle()), "mean over all seeds"


def _panel(axes: Axes, layer: LayerAt, draw: Draw | None, limits: tuple[float, float]) -> None:
    """One seed's output, or the evaluation, as bars before the outlines of the input."""
    output = layer.evaluation if draw is None else draw.output
    dropped = np.zeros(output.shape, bool) if draw is None else draw.dropped
    units = np.arange(output.size)
    axes.set_xlim(-0.6, output.size - 0.4)
    axes.set_ylim(*limits)
    axes.axhline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=mpl.rcParams["axes.linewidth"], zorder=2)
    axes.bar(units, layer.input, THICK, fill=False, **_outline(), zorder=2.5)
    colour = _colour(0 if draw is not None else 1)
    axes.bar(units, np.where(dropped, 0.0, output), THICK * 0.86, color=colour, linewidth=0, zorder=3)
    if np.any(dropped):
        axes.plot(units[dropped], output[dropped], **_cross(), zorder=4)
    if draw is None and layer.mean is not None:
        _means(axes, units, layer)
    if output.size <= MOST_NUMBERS:
        _numbers(axes, output, dropped, draw is None and layer.deviation is not None)
    _dress(axes, "in evaluation" if draw is None else f"in training, seed {draw.seed}", output.size)


def _means(axes: Axes, units: np.ndarray, layer: LayerAt) -> None:
    if layer.deviation is not None:
        ink = {"color": mpl.rcParams["text.color"], "linewidth": 1.2 * mpl.rcParams["axes.linewidth"], "zorder": 4}
        axes.vlines(units, layer.mean - layer.deviation, layer.mean + layer.deviation, **ink)
    axes.plot(units, layer.mean, **_middle(), zorder=5)


def _numbers(axes: Axes, output: np.ndarray, dropped: np.ndarray, beside: bool) -> None:
    """Each number beyond the end of its bar; where whiskers stand there, at the foot of the panel."""
    size = 0.86 * mpl.rcParams["font.size"]
    low = axes.get_ylim()[0]
    for unit, (value, text) in enumerate(zip(output.tolist(), map(_short, output), strict=True)):
        below = value < 0
        at, shift = (low, 3) if beside else (value, (-4 if below else 4) + (8 if dropped[unit] else 0) * (-1) ** below)
        align = "bottom" if beside or not below else "top"
        axes.annotate(
            text, (unit, at), (0, shift), textcoords="offset points", ha="center", va=align, fontsize=size, zorder=6,
            color=mpl.rcParams["axes.labelcolor" if dropped[unit] else "text.color"], annotation_clip=False,
        )  # fmt: skip


def _short(value: float) -> str:
    """Three digits, so that neighbours stay apart."""
    return short_text(float(value))


def _dress(axes: Axes, title: str, count: int) -> None:
    axes.set_title(title, loc="left", fontsize=mpl.rcParams["font.size"], pad=_points(mpl.rcParams["axes.titlepad"]))
    axes.grid(visible=False, axis="x")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    step = 1 if count <= MOST_NAMED else 4
    axes.set_xticks(range(0, count, step), [str(unit) for unit in range(0, count, step)])


def _limits(layer: LayerAt) -> tuple[float, float]:
    """Ends of the vertical axis of all panels, with room for numbers."""
    rows: list[Sequence[float]] = [layer.input, layer.evaluation, *(draw.output for draw in layer.draws), [0.0]]
    if layer.mean is not None and layer.deviation is not None:
        rows += [layer.mean - layer.deviation, layer.mean + layer.deviation]
    values = np.concatenate([np.asarray(row, float) for row in rows])
    low, high = float(values.min()), float(values.max())
    room = ROOM * ((high - low) or 1.0)
    return low - room, high + room


def _colour(index: int) -> str:
    colours = mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["black", "grey"])
    return colours[index % len(colours)]


def _outline() -> dict[str, object]:
    return {"edgecolor": mpl.rcParams["axes.labelcolor"], "linewidth": _points(1.0), "linestyle": (0, (3, 2))}


def _ghost() -> Patch:
    return Patch(fill=False, **_outline())


def _cross() -> dict[str, object]:
    return {
        "linestyle": "none",
        "marker": "x",
        "markersize": _points(8),
        "markeredgewidth": _points(2.2),
        "color": _colour(2),
    }


def _middle() -> dict[str, object]:
    face = mpl.rcParams["figure.facecolor"]
    ink = mpl.rcParams["text.color"]
    size = {"markersize": _points(5), "markeredgewidth": _points(1.0)}
    return {"linestyle": "none", "marker": "o", "markerfacecolor": face, "markeredgecolor": ink, **size}


def _points(size: float) -> float:
    """A size in points, smaller in a smaller figure, as its text is."""
    return size * mpl.rcParams["font.size"] / FONT
