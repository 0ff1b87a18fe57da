"""Fixes what a pair of axes shows, and writes the numbers at both."""

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.ticker import FixedFormatter, NullLocator

from ...numerics.scales import LOG, PLAIN, SYMLOG, Scale, Scales
from .ticks import POINTS_PER_INCH, Places, Span, Ticks, Window, behind_last, letters_of, pad_of
from .uneven.decades import numbers_of

COMMON = 0.6  # above the panel, in heights of letters
ROW = 1.3  # from one row of numbers to the next, in heights of letters
COMMON_TO = "common to numbers of"  # the mark of what they leave out, before the name of the axis
Place = tuple[float, float]
RULES = "_rules"  # the label, which no legend shows, of the zero lines, which belong to the axes


class Written(FixedFormatter):
    """Numbers as a plan has them, with what all of them leave out."""

    def __init__(self, ticks: Ticks):
        super().__init__(ticks.labels)
        self.ticks = ticks


def scales_of(axes: Axes) -> Scales:
    """How values become places on both axes of a panel."""
    return Scales(*map(_scale_of, (axes.xaxis, axes.yaxis)))


def _scale_of(axis: Axis) -> Scale:
    transform = axis.get_transform()
    return Scale(axis.get_scale(), float(getattr(transform, "linthresh", 1.0)))


def _set_scale(axis: Axis, scale: Scale) -> None:
    """Give an axis a scale, if it is not the one that it has."""
    if scale == _scale_of(axis):
        return
    options = {LOG: {"nonpositive": "mask"}, SYMLOG: {"linthresh": scale.threshold}}
    getattr(axis.axes, f"set_{axis.axis_name}scale")(scale.name, **options.get(scale.name, {}))
    axis.set_minor_locator(NullLocator())


def set_limits(axes: Axes, x: Span, y: Span, *, asked: bool = False, scales: Scales = PLAIN) -> None:
    """Fix both ranges, and numbers that suit the size of the panel; vertical ends have one if they were asked for.

    In a style that looks like matplotlib's own, ends have none but by chance, as there.
    """
    set_window(axes, Window(x, y, asked, scales=scales))


def set_window(axes: Axes, window: Window) -> None:
    """Fix both ranges with their scales and numbers, which may be powers of ten over whole numbers."""
    size = axes.get_position().size * axes.figure.get_size_inches()
    for axis, place, length, ends in zip(
        (axes.xaxis, axes.yaxis), (0, 1), size, (not centred(), window.asked and not centred()), strict=True
    ):
        ticks = numbers_of(window, place, (float(length), letters_of(axis.axis_name)), ends=ends)
        if not _shows(axis, window, ticks):
            _show(axis, window, ticks)
    shape_ticks(axes)
    _add_common(axes)


def _shows(axis: Axis, window: Window, ticks: Ticks) -> bool:
    """Whether an axis that was drawn before has these ends and numbers."""
    scale, span = _of_window(axis, window)
    written, places = axis.get_major_formatter(), axis.get_major_locator()
    return (
        isinstance(written, Written)
        and isinstance(places, Places)
        and written.ticks == ticks
        and tuple(places.locs) == ticks.places
        and tuple(axis.get_view_interval().tolist()) == tuple(span)
        and _scale_of(axis) == scale
    )


def _show(axis: Axis, window: Window, ticks: Ticks) -> None:
    scale, span = _of_window(axis, window)
    _set_scale(axis, scale)
    axis.set_major_locator(Places(()))  # else one that moves ends that are near to 0
    getattr(axis.axes, f"set_{axis.axis_name}lim")(*span)
    axis.set_major_locator(Places(ticks.places))
    axis.set_major_formatter(Written(ticks))


def _of_window(axis: Axis, window: Window) -> tuple[Scale, Span]:
    return (window.scales.x, window.x) if axis.axis_name == "x" else (window.scales.y, window.y)


def shape_ticks(axes: Axes) -> None:
    """No line of the grid at an edge, where it is half a frame, and the lowest number clear of those below it."""
    for axis in (axes.xaxis, axes.yaxis):
        name, ends, scale = axis.axis_name, axis.get_view_interval().tolist(), _scale_of(axis)
        low, high = scale.span((ends[0], ends[1]))
        places = axis.get_major_formatter().ticks.places
        height = POINTS_PER_INCH * axes.get_position().height * axes.figure.get_figheight()
        half = 0.5 * letters_of("y") / height * (high - low)
        for place, tick in zip(places, _ticks(axis, len(places)), strict=True):
            tick.gridline.set_visible(place not in ends and _has_grid(name))
            if name == "y":
                tick.label1.set_va(
                    "bottom" if float(scale.place(place)) - low < half else mpl.rcParams["ytick.alignment"]
                )


def _ticks(axis: Axis, count: int) -> list[Tick]:
    """As many ticks as there are numbers, without what takes a sixth of their time: a deep copy of each marker.

    All are made with the same lines and letters, so that new ones lack only how the first is placed and clipped.
    """
    vars(axis)["_copy_tick_props"] = _place_alike
    try:
        return axis.get_major_ticks(count)
    finally:
        del vars(axis)["_copy_tick_props"]


def _place_alike(first: Tick, new: Tick) -> None:
    for one, other in zip((new, *new.get_children()), (first, *first.get_children()), strict=True):
        Artist.update_from(one, other)


def at_the_edge(axes: Axes) -> None:
    """Put back axes that were drawn through an origin before."""
    for name in ("bottom", "left"):
        spine = axes.spines[name]
        if spine.get_position() == ("data", 0.0):
            spine.set(position=("outward", 0.0), color=mpl.rcParams["axes.edgecolor"], zorder=2.5)
            axes.tick_params(labelbottom=True, labelleft=True)
    shape_ticks(axes)


def _has_grid(name: str) -> bool:
    return bool(mpl.rcParams["axes.grid"]) and mpl.rcParams["axes.grid.axis"] in (name, "both")


def _add_common(axes: Axes) -> None:
    """What numbers leave out, at the axis' end: above those of the vertical one, behind the last of the other."""
    across, up = (axis.get_major_formatter().ticks for axis in (axes.xaxis, axes.yaxis))
    if up.common:
        _note_at(axes, "y", up.common, (0, 1), (-pad_of("y"), COMMON * letters_of("y")), ha="right", va="bottom")
    if across.common:
        behind = 72 * behind_last(across, letters_of("x"))
        _note_at(axes, "x", across.common, (1, 0), (behind, -pad_of("x")), ha="left", va="top")


def _note_at(axes: Axes, name: str, text: str, corner: Place, shift: Place, **alignment: str) -> None:
    options = {**alignment, **tick_text(name), "gid": f"{COMMON_TO} {name}"}
    axes.annotate(text, corner, shift, xycoords="axes fraction", textcoords="offset points", **options)


def hide_numbers(axes: Axes, names: str) -> None:
    """Leave out those of the axes of some names, which other panels have; what others leave out stands below them."""
    for text in axes.texts:
        if text.get_gid() == f"{COMMON_TO} x":
            text.set(position=(0, -pad_of("x") - ROW * letters_of("x")), ha="right")
    axes.tick_params(labelbottom="x" not in names, labelleft="y" not in names)
    for text in [text for text in axes.texts if text.get_gid() in [f"{COMMON_TO} {name}" for name in names]]:
        text.remove()


def take_common(axes: Axes, name: str) -> str:
    """What the numbers of an axis leave out, if anything, for another text to tell it."""
    found = [text for text in axes.texts if text.get_gid() == f"{COMMON_TO} {name}"]
    for text in found:
        text.remove()
    return " ".join(text.get_text() for text in found)


def centred() -> bool:
    """Whether the style centres titles; then the figure's title is the panel's."""
    return mpl.rcParams["axes.titlelocation"] == "center"


def tick_text(axis: str) -> dict[str, object]:
    return {"color": mpl.rcParams[f"{axis}tick.labelcolor"], "fontsize": letters_of(axis)}


def number(value: float) -> str:
    """A tick's number: short, without rounding noise, with a real minus sign."""
    return f"{value:.12g}".replace("-", "−").replace("e+", "e").replace("e−0", "e−")
