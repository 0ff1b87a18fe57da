"""Draws axes through the origin, as in a textbook, with numbers that stand where no curve is."""

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from ...calculus.written_names import mathematical
from ...frozen import record
from ..lettering import Halo
from ..look import MATHS_LARGER, maths_face
from .legend import text_widths
from .numbering import COMMON_TO, RULES, Place, shape_ticks, tick_text
from .page import in_letters
from .ticks import POINTS_PER_INCH

PRIME = "′"
ARROW = 5.0  # size of an arrow, in points, for letters of the usual size
AWAY = 4.0  # from an axis to its numbers
HALO = 1.5  # in the colour of the page, around a number
NEAR = 2.0  # to which a number comes to a curve
TALL = 0.78  # height of a number, in heights of its letters
LETTER = 3  # characters of a text at the horizontal axis that is only a letter
BELOW_CURVES = 2.9
FURTHER = 17.0  # below an axis, under its numbers
LINE = 1.2  # height of a line of text, in letters
Shift = tuple[float, float, str, str]  # in points, and alignments
CORNERS: tuple[Shift, ...] = tuple(
    (dx, dy, ha, va) for dy, va in ((-AWAY, "top"), (AWAY, "bottom")) for dx, ha in ((-AWAY, "right"), (AWAY, "left"))
)
AROUND: dict[str, tuple[Shift, ...]] = {
    "x": tuple(
        (dx, dy, ha, va)
        for dx, ha in ((0.0, "center"), (-2.0, "right"), (2.0, "left"))
        for dy, va in ((-AWAY, "top"), (AWAY, "bottom"))
    ),
    "y": tuple(
        (dx, 0.0, ha, va) for va in ("center", "bottom", "top") for dx, ha in ((-AWAY, "right"), (AWAY, "left"))
    ),
}
Box = tuple[float, float, float, float]  # left, bottom, right and top


def through_origin(axes: Axes, *, primes: int = 0) -> None:
    """Axes through 0 with arrows and letters; a number stands on the side where no curve is, or nowhere."""
    dark = mpl.rcParams["text.color"]
    for name in ("bottom", "left"):
        axes.spines[name].set(position=("data", 0.0), color=dark, zorder=2.5)
    shape_ticks(axes)
    arrow = {
        "color": dark,
        "markersize": in_letters(ARROW),
        "clip_on": False,
        "linestyle": "none",
        "zorder": 2.6,
        "label": RULES,
    }
    axes.plot(1, 0, ">", transform=axes.get_yaxis_transform(), **arrow)
    axes.plot(0, 1, "^", transform=axes.get_xaxis_transform(), **arrow)
    axes.tick_params(labelbottom=False, labelleft=False)
    _move_common(axes)
    _write_numbers(axes, primes)


def _move_common(axes: Axes) -> None:
    """What the numbers of an axis leave out, to its tip."""
    across, up = (axes.transScale + axes.transLimits).transform((0, 0)).tolist()
    for text in axes.texts:
        if text.get_gid() == f"{COMMON_TO} x":
            text.xy = (1, up)
        if text.get_gid() == f"{COMMON_TO} y":
            text.xy = (across, 1)
            text.set_position((-AWAY - in_letters(ARROW), AWAY))


@record
class _Spot:
    """A text beside a place on an axis, and where it may stand: shifts in points, with their alignments."""

    text: str
    at: Place  # in points
    shifts: tuple[Shift, ...]
    letter: bool = False


class _Free:
    """What is drawn in a panel, in points from its lower left corner."""

    def __init__(self, axes: Axes):
        self.axes = axes
        self.size = POINTS_PER_INCH * axes.get_position().size * axes.figure.get_size_inches()
        lines = [line for line in axes.lines if line.get_label() != RULES]
        self.curves = np.concatenate([np.empty((0, 4)), *(self._segments(line) for line in lines)])
        self.taken: list[Box] = [box for line in lines for box in self._dots(line)]
        self.taken += [self._box(text) for text in axes.texts if text.get_text()]

    def place(self, x: float, y: float) -> Place:
        """Of a point in the units of the axes."""
        across, up = (self.axes.transScale + self.axes.transLimits).transform((x, y)) * self.size
        return float(across), float(up)

    def is_free(self, box: Box) -> bool:
        """Whether nothing is drawn in a box, nor nearer to it than the eye likes, and it reaches no other axis."""
        left, low, right, high = box
        wide = (left - NEAR, low - NEAR, right + NEAR, high + NEAR)
        return not any(_overlap(wide, other) for other in self.taken) and not _crossed(self.curves, wide).any()

    def _box(self, text: Annotation) -> Box:
        """Of a text beside a place of the panel."""
        at = self.place(*text.xy) if text.xycoords == "data" else text.xy * self.size
        dx, dy = text.get_position()
        lines, size = text.get_text().split("\n"), float(text.get_fontsize())
        width = POINTS_PER_INCH * max(text_widths(lines, size, family=text.get_fontfamily()))
        return _box((at[0] + dx, at[1] + dy), (width, LINE * size * len(lines)), text.get_ha(), text.get_va())

    def _segments(self, line: Line2D) -> np.ndarray:
        """Of a line: both ends of each."""
        if line.get_linestyle() in ("None", "none", "") or line.get_transform() != self.axes.transData:
            return np.empty((0, 4))
        points = (self.axes.transScale + self.axes.transLimits).transform(line.get_xydata()) * self.size
        segments = np.hstack([points[:-1], points[1:]])
        return segments[np.isfinite(segments).all(axis=1)]

    def _dots(self, line: Line2D) -> list[Box]:
        marker = line.get_marker()
        if (isinstance(marker, str) and marker in ("None", "none", "")) or line.get_transform() != self.axes.transData:
            return []
        half = line.get_markersize() / 2
        return [(x - half, y - half, x + half, y + half) for x, y in (self.place(*at) for at in line.get_xydata())]


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _crossed(segments: np.ndarray, box: Box) -> np.ndarray:
    """Which segments reach into a box: where they are within both of its sides at once."""
    enter, leave = np.zeros(len(segments)), np.ones(len(segments))
    for axis in (0, 1):
        start, step = segments[:, axis], segments[:, axis + 2] - segments[:, axis]
        level = np.abs(step) < 1e-9
        steps = np.where(level, 1.0, step)
        first, second = (box[axis] - start) / steps, (box[axis + 2] - start) / steps
        inside = (start > box[axis]) & (start < box[axis + 2])
        near, far = np.minimum(first, second), np.maximum(first, second)
        enter = np.maximum(enter, np.where(level, np.where(inside, 0.0, 2.0), near))
        leave = np.minimum(leave, np.where(level, np.where(inside, 1.0, -1.0), far))
    return enter < leave


def _write_numbers(axes: Axes, primes: int) -> None:
    """The ends first, then letters, then what is between them."""
    free = _Free(axes)
    numbers = _numbers(axes, free)
    for name, spot in [*numbers[True], *_letters(axes, free, primes), *numbers[False]]:
        _write(axes, free, name, spot)


def _letters(axes: Axes, free: _Free, primes: int) -> Iterator[tuple[str, _Spot]]:
    """At the tips of both axes; a longer text stands below the panel."""
    label, zero = axes.xaxis.label, free.place(0, 0)
    if len(label.get_text()) <= LETTER:
        text = label.get_text()
        label.set_text("")
        shifts = ((0.0, AWAY, "right", "bottom"), (0.0, -AWAY, "right", "top"), (0.0, -FURTHER, "right", "top"))
        yield "x", _Spot(text, (free.size[0], zero[1]), shifts, letter=True)
    else:
        below = AWAY + (FURTHER if zero[1] < FURTHER else 0.0)
        axes.xaxis.set_label_coords(1.0, -below / free.size[1])
    if not axes.get_ylabel():
        shifts = ((-AWAY - 1, -2.0, "right", "top"), (AWAY + 1, -2.0, "left", "top"))
        yield "y", _Spot(mathematical("y") + PRIME * primes, (zero[0], free.size[1]), shifts, letter=True)


def _numbers(axes: Axes, free: _Free) -> dict[bool, list[tuple[str, _Spot]]]:
    """Of both axes, those at ends and the others; the one at the origin belongs to both axes."""
    found: dict[bool, list[tuple[str, _Spot]]] = {True: [], False: []}
    for axis in (axes.xaxis, axes.yaxis):
        ticks, name, ends = axis.get_major_formatter().ticks, axis.axis_name, axis.get_view_interval().tolist()
        for place, label in zip(ticks.places, ticks.labels, strict=True):
            if not label or (place == 0 and name == "y") or not ends[0] <= place <= ends[1]:
                continue
            at = free.place(place, 0) if name == "x" else free.place(0, place)
            found[place in ends].append((name, _Spot(label, at, CORNERS if place == 0 else AROUND[name])))
    return found


def _write(axes: Axes, free: _Free, name: str, spot: _Spot) -> None:
    """A text at the first of its places that is free, with the page's colour around its letters; nowhere if none is."""
    options = tick_text(name)
    if spot.letter:
        options |= {"family": maths_face(), "fontsize": MATHS_LARGER * float(mpl.rcParams["axes.labelsize"])}
    size = float(options["fontsize"])
    (width,) = text_widths([spot.text], size, family=options.get("family"))
    for dx, dy, ha, va in spot.shifts:
        box = _box((spot.at[0] + dx, spot.at[1] + dy), (POINTS_PER_INCH * width, TALL * size), ha, va)
        if free.is_free(box):
            free.taken.append(box)
            halo = [Halo(2 * HALO, axes.get_facecolor())]
            axes.annotate(
                spot.text, spot.at / free.size, (dx, dy), xycoords="axes fraction", textcoords="offset points",
                ha=ha, va=va, path_effects=halo, zorder=BELOW_CURVES, annotation_clip=False, **options,
            )  # fmt: skip
            return


def _box(at: Place, size: Place, ha: str, va: str) -> Box:
    """Of a text that hangs at a place."""
    left = at[0] - size[0] * {"left": 0.0, "center": 0.5, "right": 1.0}[ha]
    low = at[1] - size[1] * {"bottom": 0.0, "center": 0.5, "top": 1.0}[va]
    return left, low, left + size[0], low + size[1]
