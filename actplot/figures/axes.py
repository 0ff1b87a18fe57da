"""Dresses one pair of axes: limits, zero lines, labels, and textbook axes through the origin."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .look import Look

RULES = "_rules"  # the label, which no legend shows, of the zero lines, which belong to the axes


def set_limits(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Fix both ranges and choose ticks that suit the size of the panel."""
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    width, height = axes.get_position().size * axes.figure.get_size_inches()
    axes.xaxis.set_major_locator(MaxNLocator(nbins=max(2, min(10, int(width / 0.5))), steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=max(2, min(8, int(height / 0.42))), steps=[1, 2, 2.5, 5, 10]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


def centred() -> bool:
    """Whether the style centres titles; then the figure's title is the panel's."""
    return mpl.rcParams["axes.titlelocation"] == "center"


def prepare(axes: Axes, title: str, x_label: str, note: str, look: Look) -> None:
    """Labels and zero lines; a note stands at the right end of the heading."""
    lone = centred() and look.title is not None
    axes.set_title(look.title if lone else title, style="normal" if lone else "italic")
    axes.set_xlabel(look.x_label if look.x_label is not None else x_label)
    if look.y_label is not None:
        axes.set_ylabel(look.y_label)
    if note:
        muted = mpl.rcParams["axes.labelcolor"]
        axes.annotate(
            note, (1, 1), (0, 8), xycoords="axes fraction", textcoords="offset points",
            ha="right", va="bottom", fontsize=0.82 * mpl.rcParams["font.size"], color=muted,
        )  # fmt: skip
    if look.axes == "origin":
        _through_origin(axes)
    elif not (axes.spines["top"].get_visible() and axes.spines["right"].get_visible()):
        _zero_lines(axes)


def _zero_lines(axes: Axes) -> None:
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
    for x in axes.get_xticks():
        _label(axes, x, axes.get_xlim(), (x, at_y), (0, -4), ha="center", va="top")
    for y in axes.get_yticks():
        _label(axes, y, axes.get_ylim(), (at_x, y), (-4, 0), ha="right", va="center")
    axes.annotate("0", (at_x, at_y), (-4, -4), textcoords="offset points", ha="right", va="top", **_tick_text())
    axes.tick_params(labelbottom=False, labelleft=False)
    axes.xaxis.set_label_coords(1.0, -0.02)


def _label(axes: Axes, value: float, limits: tuple[float, float], at, shift, **alignment: str) -> None:
    """A tick's label above the curves, which are seen through its ground; none at the origin."""
    if value and limits[0] <= value <= limits[1]:
        ground = {"facecolor": axes.get_facecolor(), "edgecolor": "none", "alpha": 0.75, "pad": 0.6}
        text = {**_tick_text(), **alignment, "bbox": ground, "zorder": 4}
        axes.annotate(number(value), at, shift, textcoords="offset points", **text)


def _tick_text() -> dict[str, object]:
    return {"color": mpl.rcParams["xtick.labelcolor"], "fontsize": mpl.rcParams["xtick.labelsize"]}


def number(value: float) -> str:
    """A tick's number: short, without rounding noise, with a real minus sign."""
    return f"{value:.12g}".replace("-", "−").replace("e+", "e")
