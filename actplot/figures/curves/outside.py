"""Tells of curves that are wholly outside of their panel where they are, so that none is absent without a word."""

from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes

from ...calculus.curves.tracing import Curve
from ...calculus.written_names import upright
from ...numbers import in_powers, readable
from ..colours import legible
from ..lettering import Halo
from ..page.legend import text_widths
from ..page.ticks import POINTS_PER_INCH
from .records import Panel

SIZE = 0.82  # of a note, relative to the usual letters
INSIDE, LINE = 5.0, 1.3  # points between a note and the edge; height of its line, in letters
ARROWS = {"above": "↑", "below": "↓", "above and below": "↕"}
LONG = 1e6  # numbers that a narrow place has as powers of ten
Span = tuple[float, float]


def whereabouts(curve: Curve, limits: Span) -> tuple[str, ...]:
    """Such as "10 to 40" and "above"; nothing for a curve of which something is seen."""
    heights = [y for _, y in curve.pieces if y.size]
    if not heights or any(((y >= limits[0]) & (y <= limits[1])).any() for y in heights) or _crosses(heights, limits):
        return ()
    least, most = min(float(y.min()) for y in heights), max(float(y.max()) for y in heights)
    side = "above" if least > limits[1] else "below" if most < limits[0] else "above and below"
    ends = dict.fromkeys(in_powers(readable(end, 3), LONG) for end in (least, most))
    return " to ".join(ends), side


def _fitting(axes: Axes, name: str, place: Sequence[str], size: float) -> str:
    """As much of where a curve is as a panel has room for."""
    room = axes.get_position().width * axes.figure.get_figwidth() - 2 * INSIDE / POINTS_PER_INCH
    texts = [", ".join([name, *place]), f"{name} {place[1]}", f"{name} {ARROWS[place[1]]}"]
    return next((text for text in texts if text_widths([text], size)[0] <= room), texts[-1])


def _crosses(heights: Sequence, limits: Span) -> bool:
    """Whether a piece runs through the panel between two of its points."""
    return any(bool((y > limits[1]).any() and (y < limits[0]).any()) for y in heights)


def unseen(panel: Panel, limits: Span) -> tuple[str, ...]:
    """What is said of each curve that is wholly outside of a panel, of bands in place of lines, and of oscillations."""
    option = "--ylim-derivative" if panel.of_slopes else "--ylim"
    names = [upright(trace.label.text) for trace in panel.traces]
    curves = [trace.curve for trace in panel.traces]
    banded = " and ".join(name for name, curve in zip(names, curves, strict=True) if curve.bands)
    told = [f"note: {banded}: too fast to draw, the band is what it covers"] if banded else []
    for name, curve in zip(names, curves, strict=True):
        if curve.turning:
            places = ", ".join(readable(at) for at in curve.turning)
            told.append(f"note: {name} oscillates without limit at {upright(panel.letter)} = {places}")
        if place := whereabouts(curve, limits):
            where = ", ".join(place)
            told.append(f"{name} lies outside of its panel: {where}. Give other ends of the axis with {option}.")
    return tuple(told)


def add_edge_notes(axes: Axes, panel: Panel, limits: Span, colours: Sequence[str]) -> None:
    """Name such curves at the edge beyond which they are, where no name stands beside the panel."""
    size = SIZE * float(mpl.rcParams["font.size"])
    rows = {"above": 0, "below": 0}
    for trace, colour in zip(panel.traces, colours, strict=True):
        place = whereabouts(trace.curve, limits)
        if not place:
            continue
        side = "below" if place[1] == "below" else "above"
        away = INSIDE + LINE * size * rows[side]
        rows[side] += 1
        shift = -away if side == "above" else away
        text = _fitting(axes, trace.label.text, place, size)
        axes.annotate(
            text, (1, float(side == "above")), (-INSIDE, shift), color=legible(colour, "axes.facecolor"), zorder=7,
            xycoords="axes fraction", textcoords="offset points", ha="right", va="top" if side == "above" else "bottom",
            fontsize=size, path_effects=[Halo(3, axes.get_facecolor())],
        )  # fmt: skip
