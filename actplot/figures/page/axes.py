"""Dresses one pair of axes: limits, zero lines, labels, and textbook axes through the origin."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.text import Text

from ..look import MATHS_LARGER, Look, is_mathematical, maths_face
from .legend import text_widths
from .numbering import RULES, Place, at_the_edge, centred
from .origin import PRIME, through_origin
from .ticks import Span, letters_of, pad_of

BELOW_NUMBERS = 0.22  # inches
NUMBERS = 1.3  # heights of letters that numbers take with what is below them
SMALLEST = 0.75  # of a note's letters, relative to those of other notes, before it takes a row of its own
APART = 0.2  # inches between a heading and a note
NOTE_SIZE = 0.82  # relative to the usual letters
NO_ORIGIN = "axes at the edge: the origin is out of view"


def prepare(axes: Axes, title: str, x_label: str, note: str, look: Look) -> None:
    """Labels and zero lines; a note stands at the right end of the heading, or below the panel if there is no room."""
    lone = centred() and look.title is not None
    heading = axes.set_title(look.title if lone else title)
    if not lone and is_mathematical(title):
        heading.set(family=maths_face(), fontsize=MATHS_LARGER * heading.get_fontsize())
    axes.set_xlabel(x_label if look.x_label is None else look.x_label)
    _fit_label(axes, short="" if look.x_label is not None else x_label.split(" = ", maxsplit=1)[0])
    if look.y_label is not None:
        axes.set_ylabel(look.y_label)
    origin_seen = _within(0, axes.get_xlim()) and _within(0, axes.get_ylim())
    if look.axes == "origin" and not origin_seen:
        at_the_edge(axes)
        note = "; ".join(filter(None, [NO_ORIGIN, note]))
    size = NOTE_SIZE * mpl.rcParams["font.size"]
    beside = _fit_heading(axes, heading, note, size)
    if note and beside:
        _add_note(axes, note, size, (1, 1), 8)
    elif note:
        size, below = _fit_note(axes, note, size)
        _add_note(axes, note, size, (0, 0), -below)
    if look.axes == "origin" and origin_seen:
        through_origin(axes, primes=title.count(PRIME))
    elif not (axes.spines["top"].get_visible() and axes.spines["right"].get_visible()):
        zero_lines(axes)


def _fit_label(axes: Axes, short: str) -> None:
    """Shorten a text at the horizontal axis that is broader than the panel, or shrink it."""
    width, label = axes.get_position().width * axes.figure.get_figwidth(), axes.xaxis.label
    size = float(mpl.rcParams["axes.labelsize"])
    label.set_fontsize(size)
    if short and text_widths([label.get_text()], size)[0] > width:
        label.set_text(short)
    (length,) = text_widths([label.get_text()], size)
    label.set_fontsize(size * min(1.0, 0.97 * width / max(length, 1e-9)))


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
    label, below = axes.xaxis.label, max(72 * BELOW_NUMBERS, pad_of("x") + NUMBERS * letters_of("x"))
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


def zero_lines(axes: Axes) -> None:
    """Rules through 0, where it is in view."""
    width = mpl.rcParams["axes.linewidth"]
    rule = {"color": mpl.rcParams["axes.edgecolor"], "linewidth": width, "zorder": 1.5, "label": RULES}
    if axes.get_ylim()[0] < 0 < axes.get_ylim()[1]:
        axes.axhline(0, **rule)
    if axes.get_xlim()[0] < 0 < axes.get_xlim()[1]:
        axes.axvline(0, **rule)


def _within(value: float, limits: Span) -> bool:
    return limits[0] <= value <= limits[1]
