"""Dresses one pair of axes: limits, zero lines, labels, and textbook axes through the origin."""

from functools import partial

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..look import MATHS, MATHS_LARGER, Look, is_mathematical
from .legend import text_widths

BELOW_NUMBERS = 0.22  # inches
SMALLEST = 0.75  # of a note's letters, relative to those of other notes, before it takes a row of its own
APART = 0.2  # inches between a heading and a note
NOTE_SIZE = 0.82  # relative to the usual letters
LONGEST = 7  # letters of a tick's label for which margins have room
NARROW = 1e-3  # of a range, relative to where it is
Place = tuple[float, float]
RULES = "_rules"  # the label, which no legend shows, of the zero lines, which belong to the axes


def set_limits(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Fix both ranges and choose ticks that suit the size of the panel."""
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    width, height = axes.get_position().size * axes.figure.get_size_inches()
    axes.xaxis.set_major_locator(MaxNLocator(nbins=max(2, min(10, int(width / 0.5))), steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=max(2, min(8, int(height / 0.42))), steps=[1, 2, 2.5, 5, 10]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(partial(_tick_label, base_of(axis))))


def base_of(axis: Axis) -> float:
    """What tick labels leave out, since all of a narrow range's would be long and begin alike; else 0."""
    low, high = axis.get_view_interval()
    ticks = [tick for tick in axis.get_majorticklocs() if low <= tick <= high]
    long = any(len(number(tick)) > LONGEST for tick in ticks)
    return float(ticks[0]) if long and high - low < NARROW * abs(low) else 0.0


def _tick_label(base: float, value: float, _: int | None = None) -> str:
    return number(float(f"{value - base:.4g}")) if base else number(value)


def centred() -> bool:
    """Whether the style centres titles; then the figure's title is the panel's."""
    return mpl.rcParams["axes.titlelocation"] == "center"


def prepare(axes: Axes, title: str, x_label: str, note: str, look: Look) -> None:
    """Labels and zero lines; a note stands at the right end of the heading, or below the panel if there is no room."""
    lone = centred() and look.title is not None
    heading = axes.set_title(look.title if lone else title)
    if not lone and is_mathematical(title):
        heading.set(family=MATHS, fontsize=MATHS_LARGER * heading.get_fontsize())
    x_base, y_base = base_of(axes.xaxis), base_of(axes.yaxis)
    x_label = look.x_label if look.x_label is not None else x_label
    axes.set_xlabel(_minus(x_label, x_base))
    if y_base:
        note = "; ".join(filter(None, [f"vertical axis: {_minus('y', y_base)}", note]))
    if look.y_label is not None:
        axes.set_ylabel(look.y_label)
    size = NOTE_SIZE * mpl.rcParams["font.size"]
    beside = _fit_heading(axes, heading, note, size)
    if note and beside:
        _add_note(axes, note, size, (1, 1), 8)
    elif note:
        size, below = _fit_note(axes, note, size)
        _add_note(axes, note, size, (0, 0), -below)
    if look.axes == "origin":
        _through_origin(axes)
    elif not (axes.spines["top"].get_visible() and axes.spines["right"].get_visible()):
        zero_lines(axes)


def _fit_heading(axes: Axes, heading: Text, note: str, note_size: float) -> bool:
    """Shrink a heading that is broader than its panel; whether there is room for the note beside it."""
    width, size = axes.get_position().width * axes.figure.get_figwidth(), heading.get_fontsize()
    if (len(heading.get_text()) + len(note)) * size < 72 * width:  # letters are narrower than high
        return True
    (length,), (more,) = text_widths([heading.get_text()], size), text_widths([note], note_size)
    heading.set_fontsize(size * min(1.0, 0.97 * width / max(length, width / 2)))  # hinting moves letters a little
    return length + more + APART <= width and not centred()


def _fit_note(axes: Axes, note: str, size: float) -> tuple[float, float]:
    """Size of a note below its panel, and how far below: in the row of the label, or under it where both are long."""
    label, below = axes.xaxis.label, 72 * BELOW_NUMBERS
    width, bottom = axes.figure.get_size_inches() * (axes.get_position().width, 72 * axes.get_position().y0)
    (length,), (more,) = text_widths([label.get_text()], label.get_fontsize()), text_widths([note], size)
    room = (width - length if mpl.rcParams["xaxis.labellocation"] == "right" else (width - length) / 2) - APART
    under = below + 1.2 * label.get_fontsize()
    if room < SMALLEST * more and under + 1.5 * size < bottom:
        below, room = under, width
    return size * min(1.0, 0.97 * max(room, 0.2 * width) / more), below


def _add_note(axes: Axes, note: str, size: float, corner: Place, shift: float) -> None:
    """Outside the upper right or the lower left corner."""
    above = shift > 0
    axes.annotate(
        note, corner, (0, shift), xycoords="axes fraction", textcoords="offset points", ha="right" if above else "left",
        va="bottom" if above else "top", fontsize=size, color=mpl.rcParams["axes.labelcolor"],
    )  # fmt: skip


def _minus(what: str, base: float) -> str:
    """Such as x − 1000."""
    return f"{what} {'−' if base > 0 else '+'} {number(abs(base))}" if base else what


def zero_lines(axes: Axes) -> None:
    """Rules through 0, where it is in view."""
    width = mpl.rcParams["axes.linewidth"]
    rule = {"color": mpl.rcParams["axes.edgecolor"], "linewidth": width, "zorder": 1.5, "label": RULES}
    if axes.get_ylim()[0] < 0 < axes.get_ylim()[1]:
        axes.axhline(0, **rule)
    if axes.get_xlim()[0] < 0 < axes.get_xlim()[1]:
        axes.axvline(0, **rule)


def _through_origin(axes: Axes) -> None:
    """Spines through 0 with arrows and one shared label at the origin; at the edge where 0 is out of range."""
    dark = mpl.rcParams["text.color"]
    for name, (low, high) in (("bottom", axes.get_ylim()), ("left", axes.get_xlim())):
        axes.spines[name].set(position=("data", min(max(0.0, low), high)), color=dark, zorder=2.5)
    at_x, at_y = (min(max(0.0, low), high) for low, high in (axes.get_xlim(), axes.get_ylim()))
    arrow = {"color": dark, "markersize": 5, "clip_on": False, "linestyle": "none", "zorder": 2.6}
    axes.plot(1, at_y, ">", transform=axes.get_yaxis_transform(), **arrow)
    axes.plot(at_x, 1, "^", transform=axes.get_xaxis_transform(), **arrow)
    cross = _within(0, axes.get_xlim()) and _within(0, axes.get_ylim())
    for x in axes.get_xticks():
        if _within(x, axes.get_xlim()) and not (cross and x == 0):
            _label(axes, axes.xaxis, x, (x, at_y), (0, -4), ha="center", va="top")
    for y in axes.get_yticks():
        if _within(y, axes.get_ylim()) and not (cross and y == 0):
            _label(axes, axes.yaxis, y, (at_x, y), (-4, 0), ha="right", va="center")
    if cross:
        axes.annotate("0", (0, 0), (-4, -4), textcoords="offset points", ha="right", va="top", **_tick_text("x"))
    axes.tick_params(labelbottom=False, labelleft=False)
    lowest = at_y == axes.get_ylim()[0]  # then the numbers stand where the label would
    height = axes.get_position().height * axes.figure.get_figheight()
    axes.xaxis.set_label_coords(1.0, -0.02 - (BELOW_NUMBERS / height if lowest else 0))


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _label(axes: Axes, axis: Axis, value: float, at: Place, shift: Place, **alignment: str) -> None:
    """A tick's label above the curves, which are seen through its ground."""
    ground = {"facecolor": axes.get_facecolor(), "edgecolor": "none", "alpha": 0.75, "pad": 0.6}
    text = {**_tick_text(axis.axis_name), **alignment, "bbox": ground, "zorder": 4}
    axes.annotate(axis.get_major_formatter()(value), at, shift, textcoords="offset points", **text)


def _tick_text(axis: str) -> dict[str, object]:
    return {"color": mpl.rcParams[f"{axis}tick.labelcolor"], "fontsize": mpl.rcParams[f"{axis}tick.labelsize"]}


def number(value: float) -> str:
    """A tick's number: short, without rounding noise, with a real minus sign."""
    return f"{value:.12g}".replace("-", "−").replace("e+", "e").replace("e−0", "e−")
