"""Dresses one pair of axes: limits, zero lines, labels, and textbook axes through the origin."""

import itertools
import re

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ..look import MATHS_LARGER, Look, is_mathematical, maths_face
from .layout import bottom_of
from .legend import text_widths
from .numbering import RULES, Place, at_the_edge, centred, scales_of
from .origin import PRIME, through_origin
from .page import LETTERS, POINTS_PER_INCH, in_letters
from .ticks import Span, letters_of, pad_of

BELOW_NUMBERS = 0.22  # inches
NUMBERS = 1.3  # heights of letters that numbers take with what is below them
SMALLEST = 0.75  # of a note's letters, relative to those of others, before it is left out
APART = 0.2  # inches between a heading and a note, for letters of the usual size
NOTE_SIZE = 0.82  # relative to the usual letters
FREE = 2.0  # points below a note at a place, whose letters may be higher
NOTE_LINE = 1.4  # from one of its lines to the next, in heights of letters
NO_ORIGIN = "axes at the edge: the origin is out of view"


def prepare(axes: Axes, title: str, x_label: str, note: str, look: Look) -> None:
    """Labels and zero lines; a note stands at the right end of the heading, or below the panel if there is no room."""
    lone = centred() and look.title is not None
    heading = axes.set_title(look.title if lone else title)
    mathematical = not lone and is_mathematical(title)
    heading.set_fontfamily(maths_face() if mathematical else mpl.rcParams["font.family"])  # of one drawn on before, too
    if mathematical:
        heading.set_fontsize(MATHS_LARGER * heading.get_fontsize())
    axes.set_xlabel(x_label if look.x_label is None else look.x_label)
    short = re.split(" = |; ", x_label, maxsplit=1)[0] if look.x_label is None else ""
    _fit_label(axes, short, look.least)
    if look.y_label is not None:
        axes.set_ylabel(look.y_label)
    origin_seen = _within(0, axes.get_xlim()) and _within(0, axes.get_ylim())
    if look.axes == "origin" and not origin_seen:
        at_the_edge(axes)
        note = "; ".join(filter(None, [NO_ORIGIN, note]))
    size = NOTE_SIZE * mpl.rcParams["font.size"]
    beside = _fit_heading(axes, heading, note, (size, look.least))
    if note and beside:
        _add_note(axes, note, beside, (1, 1), in_letters(8))
    elif note:
        text, size, below = _fit_note(axes, note, (size, look.least), short)
        if size:
            _add_note(axes, text, size, (0, 0), -below)
    if look.axes == "origin" and origin_seen:
        through_origin(axes, primes=title.count(PRIME))
    elif not (axes.spines["top"].get_visible() and axes.spines["right"].get_visible()):
        zero_lines(axes)


def _fit_label(axes: Axes, short: str, least: float) -> None:
    """Shorten a text at the horizontal axis that is broader than the panel, or shrink it."""
    width, label = axes.get_position().width * axes.figure.get_figwidth(), axes.xaxis.label
    size = float(mpl.rcParams["axes.labelsize"])
    label.set_fontsize(size)
    if short and text_widths([label.get_text()], size)[0] > width:
        label.set_text(short)
    (length,) = text_widths([label.get_text()], size)
    label.set_fontsize(max(least, size * min(1.0, 0.97 * width / max(length, 1e-9))))


def _fit_heading(axes: Axes, heading: Text, note: str, sizes: tuple[float, float]) -> float:
    """Shrink a heading that is broader than its panel; the size of the note beside it, 0 where there is no room."""
    width, size = axes.get_position().width * axes.figure.get_figwidth(), heading.get_fontsize()
    note_size, least = sizes  # of the note, and of letters that can be read
    if (len(heading.get_text()) + len(note)) * size < 72 * width:  # letters are narrower than high
        return note_size
    (length,), (more,) = text_widths([heading.get_text()], size), text_widths([note], note_size)
    size *= min(1.0, 0.97 * width / max(length, width / 2))  # hinting moves letters a little
    heading.set_fontsize(max(least, size))
    share = (width - length - in_letters(APART)) / max(more, 1e-9)
    return note_size * min(1.0, share) if share >= _smallest(sizes) and not centred() else 0.0


def _smallest(sizes: tuple[float, float]) -> float:
    """How small a note may become, relative to its usual letters."""
    size, least = sizes
    return max(SMALLEST, min(1.0, least / size))


def _fit_note(axes: Axes, note: str, sizes: tuple[float, float], short: str) -> tuple[str, float, float]:
    """A note in the row of the label below its panel, its size, 0 where it could not be read, and how far below it is.

    What the label says beyond its short form makes room for the note, which else has two lines.
    """
    label, below = axes.xaxis.label, max(72 * in_letters(BELOW_NUMBERS), pad_of("x") + NUMBERS * letters_of("x"))
    width = axes.get_position().width * axes.figure.get_figwidth()
    size, smallest = sizes[0], _smallest(sizes)
    labels = dict.fromkeys(filter(None, (label.get_text(), short)))
    for written, text in itertools.product((note, _in_two(note)), labels):
        lines = written.split("\n")
        (length,) = text_widths([text], label.get_fontsize())
        right = mpl.rcParams["xaxis.labellocation"] == "right"
        room = (width - length if right else (width - length) / 2) - in_letters(APART)
        share = 0.97 * room / max(text_widths(lines, size))
        if share >= smallest and (
            len(lines) == 1 or below + NOTE_LINE * size * len(lines) + FREE * bool(sizes[1]) <= _bottom(axes)
        ):
            label.set_text(text)
            return written, size * min(1.0, share), below
    return note, 0.0, below


def _in_two(text: str) -> str:
    """In two lines, broken after a part or else near the middle."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    after = [at for at in spaces if text[at - 1] == ";"] or spaces
    at = min(after, key=lambda at: abs(at - len(text) / 2), default=None)
    return text if at is None else f"{text[:at]}\n{text[at + 1 :]}"


def _bottom(axes: Axes) -> float:
    """What is free below a panel and above a legend, in points."""
    scale = mpl.rcParams["font.size"] / LETTERS
    return POINTS_PER_INCH * min(axes.figure.get_figheight() * axes.get_position().y0, scale * bottom_of(scale))


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
    (left, right), (low, high), scales = axes.get_xlim(), axes.get_ylim(), scales_of(axes)
    if low < 0 < high and scales.y.is_linear:  # no look at what it covers: limits are fixed
        axes.add_artist(Line2D([0, 1], [0, 0], transform=axes.get_yaxis_transform(which="grid"), **rule))
    elif low < 0 < high:
        axes.axhline(0, **rule)
    if left < 0 < right and scales.x.is_linear:
        axes.add_artist(Line2D([0, 0], [0, 1], transform=axes.get_xaxis_transform(which="grid"), **rule))
    elif left < 0 < right:
        axes.axvline(0, **rule)


def _within(value: float, limits: Span) -> bool:
    return limits[0] <= value <= limits[1]
