"""Draws what a random layer does to a vector: in training with some seeds side by side, and in evaluation."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from ..calculus.vectors.layers import Draw, LayerAt
from ..numbers import equal_sign, readable
from .alternative.alternatives import MOST_TOLD, in_words
from .decimals import notation_of, short_text
from .lettering import Halo
from .look import Look, house_style
from .page.layout import add_head, head_height, with_words_in
from .page.legend import arrange, text_widths
from .page.numbering import number
from .page.page import LEFT, POINTS_PER_INCH, RIGHT, Margins, Page, in_letters, no_room, page_of, room_of, scale_of
from .page.sheets import Sheets
from .page.ticks import letters_of
from .stated import Stated

# In inches.
BETWEEN, BOTTOM, HEADING, AFTER_KEY = 0.22, 0.56, 0.34, 0.06
MARGINS = Margins(top=0.14)
PANEL, LEAST, WIDEST, UNIT = 2.7, 1.9, 5.2, 0.64  # height; least and greatest width; width of a unit
INPUT, EVALUATION = "input", "in evaluation"
MOST_BESIDE = 4  # units up to which all panels stand in one row
MOST_NUMBERS = 8  # units with their numbers at the bars
MOST_NAMED = 16
THICK = 0.62  # of a bar, in units
FAR_ROOM = 4.0  # times the largest number, on a logarithmic axis
ROOM = 0.16  # above and below the bars, for numbers
NARROWEST, TALL, LOWEST = 0.95, 1.35, 0.5  # of panels whose letters have a least size: width, height, least height
STEPS = (1, 2, 5, 10, 20, 50, 100)  # from one numbered unit to the next
HALO = 3.0  # points around a number, for letters of the usual size
APART = 0.08  # between two numbers
LINE = 1.2  # height of a line, in letters


@dataclass(frozen=True)
class LayerFigure:
    """A random layer at a vector and how it is to look."""

    layer: LayerAt
    look: Look

    def unseen(self) -> tuple[str, ...]:
        """Nothing: all bars are in view."""
        return ()

    def described(self) -> str:
        """What the figure shows, in plain words."""
        layer = self.layer
        rows = [("the input", layer.input), *((f"in training with seed {one.seed}", one.output) for one in layer.draws)]
        rows.append(("in evaluation", layer.evaluation))
        told = [f"{name}: {', '.join(readable(value, 3) for value in row[:MOST_TOLD].tolist())}" for name, row in rows]
        return in_words(self.look, self.look.caption or note_of(layer), "; ".join(told))

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
        look = with_words_in(self.look, _inner(self.layer, self.look))
        usual = _size(self.layer, look)
        scale = look.letters if look.purpose else scale_of(look, usual)
        room = usual if look.free else room_of(look, usual, scale)
        with house_style(look, 3, scale):
            page = page_of(replace(look, size=(room[0] * scale, room[1] * scale)), room, scale, MARGINS)
            return _drawn(page, self.layer, look)


def note_of(layer: LayerAt) -> str:
    """What happens to a unit, in numbers."""
    if layer.keep is None:
        return layer.drawn
    units = "all units together are" if layer.together else "each unit is"
    kept = f"{units} kept with probability {readable(layer.keep)}"
    if layer.scale is None:
        lost = [value for draw in layer.draws for value in draw.output[draw.dropped].tolist()]
        return f"{kept}; a dropped one becomes {readable(round(lost[0], 4))}" if lost else kept
    sign = equal_sign(layer.scale)
    scaled = f"1/{readable(layer.keep)} {sign} {readable(layer.scale)}" if layer.scale != 1 else "1"
    return f"{kept}, and then multiplied by {scaled}"


def _parts(layer: LayerAt) -> "list[Draw | str]":
    """What has a panel: the input where it shares no axis with the output, the draws, and the evaluation."""
    return [*([] if layer.alike else [INPUT]), *layer.draws, EVALUATION]


def _grid(layer: LayerAt, look: Look) -> tuple[int, int]:
    """Rows and columns of panels: all beside each other for few units, else two rows, to stay readable on a page."""
    panels = len(_parts(layer))
    if look.purpose:
        return _grid_of_place(layer, look, panels)
    rows = 1 if layer.input.size <= MOST_BESIDE and panels <= MOST_BESIDE else 2
    return rows, math.ceil(panels / rows)


def _grid_of_place(layer: LayerAt, look: Look, panels: int) -> tuple[int, int]:
    """As many columns as are not too narrow, and on a page of one height no more rows than it has room for."""
    inner = _inner(layer, look)
    wide = [columns for columns in range(1, panels + 1) if (inner + BETWEEN) / columns - BETWEEN >= NARROWEST]
    rows = -(-panels // max(wide, default=1))
    if not look.free:
        tall = (look.size[1] / look.letters - _head(layer, look)) / rows - BOTTOM - HEADING
        if tall < LOWEST:
            raise no_room(look, f"{panels} panels")
    return rows, -(-panels // rows)


def _size(layer: LayerAt, look: Look) -> tuple[float, float]:
    """Width and height before a small figure is scaled down: the usual ones, and at a place as it wants them."""
    rows, _ = _grid(layer, look)
    panel = TALL if look.purpose else PANEL
    return LEFT + _inner(layer, look) + RIGHT, _head(layer, look) + rows * (panel + BOTTOM + HEADING)


def _inner(layer: LayerAt, look: Look) -> float:
    """What panels take together, sideways."""
    if look.purpose and look.size:
        return look.size[0] / look.letters - LEFT - RIGHT
    columns = _grid(layer, look)[1]
    return columns * min(max(LEAST, UNIT * layer.input.size), WIDEST) + _gaps(layer, columns)


def _gaps(layer: LayerAt, columns: int) -> float:
    """What is free between all columns of panels."""
    return (columns - 1) * BETWEEN + _own(layer)


def _own(layer: LayerAt) -> float:
    """More beside the first column, where outputs have another axis than the input, with numbers of its own."""
    return 0.0 if layer.alike else LEFT - BETWEEN


def _head(layer: LayerAt, look: Look) -> float:
    """The height of everything above the headings of the first panels."""
    words = head_height(MARGINS, look)
    if not look.legend:
        return words
    with house_style(look, 3):
        return words + arrange(list(_entries(layer)), _inner(layer, look), 1.0).height + AFTER_KEY


def _drawn(page: Page, layer: LayerAt, look: Look) -> Figure:
    rows, columns = _grid(layer, look)
    head, (across, down) = _head(layer, look), page.size
    wide = (across - LEFT - RIGHT - _gaps(layer, columns)) / columns
    step = (down - head) / rows
    limits = _limits(layer.shown, layer.spans_sizes)
    for at, part in enumerate(_parts(layer)):
        row, column = divmod(at, columns)
        left = LEFT + column * (wide + BETWEEN) + min(column, 1) * _own(layer)
        bottom = down - head - (row + 1) * step + BOTTOM
        place = (left / across, bottom / down, wide / across, (step - BOTTOM - HEADING) / down)
        axes = page.figure.add_axes(place)
        _panel(axes, layer, part, _limits(layer.input, far=False) if part == INPUT else limits)
        axes.tick_params(labelleft=column == 0 or (column == 1 and not layer.alike and row == 0))
        if row == rows - 1:
            axes.set_xlabel("unit", labelpad=in_letters(mpl.rcParams["axes.labelpad"]))
    add_head(page, look)
    if look.legend:
        page.key(head_height(MARGINS, look), list(_entries(layer)))
    return page.figure


def _entries(layer: LayerAt) -> Iterator[tuple[Artist, str]]:
    if layer.alike:
        yield _ghost(), "input"
    yield Patch(facecolor=_colour(0), linewidth=0), "kept" if layer.keep is not None else "output"
    if layer.keep is not None:
        yield Line2D([], [], **_cross()), "dropped"
    yield Patch(facecolor=_colour(1), linewidth=0), EVALUATION
    if layer.mean is not None:
        yield Line2D([], [], **_middle()), "mean over all seeds"
    if layer.deviation is not None:
        ink = {"markeredgecolor": mpl.rcParams["text.color"], "markersize": in_letters(12)}
        yield Line2D([], [], linestyle="none", marker="|", **ink), "± deviation"


def _panel(axes: Axes, layer: LayerAt, part: "Draw | str", limits: tuple[float, float]) -> None:
    """One seed's output, the evaluation or the input, as bars; before the outlines of an input of the same kind."""
    drawn, evaluated = isinstance(part, Draw), part == EVALUATION
    output = part.output if isinstance(part, Draw) else layer.evaluation if evaluated else layer.input
    dropped = part.dropped if isinstance(part, Draw) else np.zeros(output.shape, bool)
    units = np.arange(output.size)
    axes.set_xlim(-0.6, output.size - 0.4)
    if layer.spans_sizes and part != INPUT:
        axes.set_yscale("symlog", linthresh=_least(layer.shown), linscale=0.6)
    axes.set_ylim(*limits)
    axes.axhline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=mpl.rcParams["axes.linewidth"], zorder=2)
    if layer.alike or part == INPUT:
        axes.bar(units, layer.input, THICK, fill=False, **_outline(), zorder=2.5)
    if part != INPUT:
        colour = _colour(0 if drawn else 1)
        axes.bar(units, np.where(dropped, 0.0, output), THICK * 0.86, color=colour, linewidth=0, zorder=3)
    if np.any(dropped):
        axes.plot(units[dropped], output[dropped], **_cross(), zorder=4)
    if evaluated and layer.mean is not None:
        _means(axes, units, layer)
    widest = max(text_widths(_texts(layer, output), _number_size())) + in_letters(HALO) / POINTS_PER_INCH
    if output.size <= MOST_NUMBERS and _unit(axes) >= widest:
        _numbers(axes, layer, output, dropped, whiskers=evaluated and layer.deviation is not None)
    names = (f"in training, seed {part.seed}", f"seed {part.seed}") if isinstance(part, Draw) else (part, part)
    width = _unit(axes) * (output.size + 0.2) + 0.5 * BETWEEN
    short = bool(text_widths(names[:1], mpl.rcParams["font.size"])[0] > width)
    _dress(axes, names[short].removeprefix("in " if short else ""), output.size)


def _means(axes: Axes, units: np.ndarray, layer: LayerAt) -> None:
    if layer.deviation is not None:
        ink = {"color": mpl.rcParams["text.color"], "linewidth": 1.2 * mpl.rcParams["axes.linewidth"], "zorder": 4}
        axes.vlines(units, layer.mean - layer.deviation, layer.mean + layer.deviation, **ink)
    axes.plot(units, layer.mean, **_middle(), zorder=5)


def _numbers(axes: Axes, layer: LayerAt, output: np.ndarray, dropped: np.ndarray, *, whiskers: bool) -> None:
    """Each number beyond the end of its bar, and of its whisker."""
    size = _number_size()
    halo = [Halo(in_letters(HALO), mpl.rcParams["figure.facecolor"])]
    spread = layer.deviation if whiskers else np.zeros(output.shape)
    middle = layer.mean if whiskers else output
    for unit, (value, text) in enumerate(zip(output.tolist(), _texts(layer, output), strict=True)):
        below = value < 0
        ends = (value, middle[unit] - spread[unit], middle[unit] + spread[unit])
        at, shift = (
            min(ends) if below else max(ends),
            (-4 if below else 4) + (8 if dropped[unit] else 0) * (-1) ** below,
        )
        axes.annotate(
            text, (unit, at), (0, in_letters(shift)), textcoords="offset points", ha="center",
            va="top" if below else "bottom",
            color=mpl.rcParams["axes.labelcolor" if dropped[unit] else "text.color"], annotation_clip=False,
            fontsize=size, zorder=6, path_effects=halo,
        )  # fmt: skip


def _number_size() -> float:
    return 0.86 * mpl.rcParams["font.size"]


def _unit(axes: Axes) -> float:
    """Inches from one unit to the next."""
    low, high = axes.get_xlim()
    return axes.get_position().width * axes.figure.get_figwidth() / (high - low)


def _texts(layer: LayerAt, output: np.ndarray) -> list[str]:
    """Numbers in one notation for all panels, if they need no power of ten."""
    notation = notation_of(np.concatenate([layer.evaluation, *(draw.output for draw in layer.draws)]))
    if notation.power or layer.spans_sizes:
        return [short_text(float(value)) for value in output]
    return [notation.text(float(value)) if value != round(value) else short_text(float(value)) for value in output]


def _dress(axes: Axes, title: str, count: int) -> None:
    axes.set_title(title, loc="left", fontsize=mpl.rcParams["font.size"], pad=in_letters(mpl.rcParams["axes.titlepad"]))
    axes.grid(visible=False, axis="x")
    if axes.get_yscale() == "linear":
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    else:
        axes.set_yticks(_apart(axes))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    axes.tick_params(pad=in_letters(mpl.rcParams["xtick.major.pad"]))
    widest = max(text_widths([str(count - 1)], letters_of("x"))) + APART
    usual = 1 if count <= MOST_NAMED else 4
    step = usual if usual * _unit(axes) >= widest else next(step for step in STEPS if step * _unit(axes) >= widest)
    axes.set_xticks(range(0, count, step), [str(unit) for unit in range(0, count, step)])


def _apart(axes: Axes) -> list[float]:
    """The places of numbers at an axis that do not touch each other, the first one before those above it."""
    low, high = axes.get_ylim()
    line, kept = LINE * letters_of("y") / POINTS_PER_INCH * axes.figure.dpi, list[float]()
    for place in sorted((place for place in axes.get_yticks() if low <= place <= high), key=abs):
        if all(abs(_pixel(axes, place) - _pixel(axes, one)) >= line for one in kept):
            kept.append(float(place))
    return kept


def _pixel(axes: Axes, y: float) -> float:
    return float(axes.transData.transform((0.0, y))[1])


def _limits(values: np.ndarray, far: bool) -> tuple[float, float]:
    """Ends of a vertical axis, with room for numbers; of a logarithmic one, where numbers reach far."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    if far:
        least = _least(values)
        return (FAR_ROOM * low if low < 0 else -0.5 * least), (FAR_ROOM * high if high > 0 else 0.5 * least)
    room = ROOM * ((high - low) or 1.0)
    return (low - room if low < 0 else -0.04 * (high - low or 1.0)), high + room


def _least(values: np.ndarray) -> float:
    """The power of ten from which an axis of far numbers is logarithmic: below most of them."""
    sizes = np.abs(values[values != 0])
    return float(10.0 ** math.floor(math.log10(np.quantile(sizes, 0.1))))


def _colour(index: int) -> str:
    colours = mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["black", "grey"])
    return colours[index % len(colours)]


def _outline() -> dict[str, object]:
    return {"edgecolor": mpl.rcParams["axes.labelcolor"], "linewidth": in_letters(1.0), "linestyle": (0, (3, 2))}


def _ghost() -> Patch:
    return Patch(fill=False, **_outline())


def _cross() -> dict[str, object]:
    return {
        "linestyle": "none",
        "marker": "x",
        "markersize": in_letters(8),
        "markeredgewidth": in_letters(2.2),
        "color": _colour(2),
    }


def _middle() -> dict[str, object]:
    face = mpl.rcParams["figure.facecolor"]
    ink = mpl.rcParams["text.color"]
    size = {"markersize": in_letters(5), "markeredgewidth": in_letters(1.0)}
    return {"linestyle": "none", "marker": "o", "markerfacecolor": face, "markeredgecolor": ink, **size}
