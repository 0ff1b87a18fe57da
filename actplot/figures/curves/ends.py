"""Writes names at the ends of curves, in their colours, none over another."""

import re
from collections.abc import Sequence
from dataclasses import replace

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from ...calculus.curves.tracing import Curve
from ...calculus.written_names import Label, mathematical
from ...frozen import record
from ..colours import legible
from ..look import MATHS_LARGER, maths_face
from ..page.axes import NOTE_SIZE
from ..page.legend import HINTED, text_widths
from ..page.numbering import number
from ..page.page import in_letters
from .lanes import Size, Stretch
from .outside import whereabouts
from .records import Panel
from .strokes import shares_of

GAP = 0.09  # inches between a panel and the names beside it, for letters of the usual size
APART = 1.28  # heights of letters from one name to the next
BEFORE = 0.05  # of a panel's width
LONGEST = 22  # letters of a name in one line


@record
class EndName:
    """A name beside a panel; its middle at a height in inches above the panel's lower edge."""

    label: Label
    colour: str
    y: float = 0.0

    @property
    def lines(self) -> list[str]:
        """The name, with its parameters in as few lines of their own as there is room for where it is long."""
        lines = [""]
        for part in re.split(r"(?<=[,:;]) ", self.label.text):
            whole = f"{lines[-1]} {part}".strip()
            lines[-1:] = [whole] if len(whole) <= LONGEST or not lines[-1] else [lines[-1], part]
        return lines

    def width(self, size: float) -> float:
        """In inches, of letters of a size in points."""
        return max(text_widths(self.lines, self.size(size), family=self.face))

    def size(self, size: float) -> float:
        return size * (MATHS_LARGER if self.label.maths else 1.0)

    @property
    def face(self) -> list[str]:
        return maths_face() if self.label.maths else mpl.rcParams["font.family"]


def width_of_names(names: Sequence[EndName], scale: float = 1.0) -> float:
    """What names beside a panel take, in inches, before a small figure is scaled down."""
    hinted = HINTED if scale < 1 else 1.0
    return in_letters(GAP) / scale + hinted * max((name.width(_size() / scale) for name in names), default=0.0)


def height_of_names(names: Sequence[EndName], scale: float = 1.0) -> float:
    """What names take above each other, in inches, before a small figure is scaled down."""
    return sum(len(name.lines) for name in names) * APART * _size() / scale / 72


@record
class Ends:
    """How the curves of a panel leave it on the right, and what they are called there."""

    labels: tuple[Label, ...]
    pens: tuple[int, ...]  # whose pen each is drawn with
    wanted: tuple[float, ...]  # how high each leaves it, as a share of the panel's height
    before: tuple[float, ...]  # and how high it is a little before
    lifted: bool  # whether names stay above the last of the layers' numbers, which may be broad

    @classmethod
    def of(cls, panel: Panel, limits: Size, shared: Sequence[Stretch]) -> "Ends":
        """Those of a panel; curves that leave it as one line do so one below the other."""
        wanted = [_leaving(trace.curve, panel, limits) for trace in panel.traces]
        labels = [_with_place(trace.label, trace.curve, limits) for trace in panel.traces]
        pens = list(range(len(labels)))
        for stretch in (one for one in shared if one.everywhere or one.last):
            first, *others = stretch.members
            for index in others:
                wanted[index] = wanted[first] - 1e-9 * index  # below the first one
                labels[index] = replace(labels[index], name=f"{stretch.sign} {labels[index].name}")
                pens[index] = pens[first] if stretch.everywhere else pens[index]
            last = labels[others[-1]]
            labels[others[-1]] = replace(last, values=(*last.values, *_where(stretch, panel)))
        before = tuple(_before_end(trace.curve, panel.interval, limits) for trace in panel.traces)
        return cls(tuple(labels), tuple(pens), tuple(wanted), before, bool(panel.decades))

    def names(self, colours: Sequence[str], height: float) -> tuple[EndName, ...]:
        """Their names beside a panel of some height in inches, moved apart as little as that takes."""
        names = [EndName(label, colours[pen]) for label, pen in zip(self.labels, self.pens, strict=True)]
        step = APART * _size() / 72
        heights = np.maximum(np.array(self.wanted) * height, step / 2 if self.lifted else 0.0)
        places = _apart(heights, np.array([step * len(name.lines) for name in names]), height, self.before)
        return tuple(replace(name, y=y) for name, y in zip(names, places.tolist(), strict=True))


def _where(stretch: Stretch, panel: Panel) -> tuple[str, ...]:
    """On which part of the horizontal axis curves are one line; nothing of the whole of it."""
    letter = mathematical(panel.letter)
    if stretch.everywhere:
        return tuple(f"{letter} ≠ {number(place)}" for place in stretch.but)
    since = stretch.low if stretch.since is None else stretch.since
    return (f"{letter} > {number(float(f'{since:.2g}'))}",) if since > panel.interval[0] else ()


def told_inside(panel: Panel, shared: Sequence[Stretch], room: float, *, at_ends: bool) -> str:
    """Which curves are equal where no name tells it: the longest stretch that can be told in a width in inches.

    Names at the ends of curves, if that is where they stand, tell it of those that leave the panel as one line.
    """
    parts = [one for one in shared if one.equal and not one.everywhere]
    named = [one for one in parts if one.last and at_ends]
    spans = {
        span
        for one in parts
        for span in _spans(one.members, parts)
        if not (at_ends and span[2] >= panel.interval[1])
        and not any({*span[0]} <= {*end.members} and end.low < span[2] <= end.high for end in named)
    }
    texts = [_told(panel, *span) for span in sorted(spans, key=lambda span: (span[1] - span[2], span[0]))]
    widths = text_widths(texts, NOTE_SIZE * mpl.rcParams["font.size"])
    return next((text for text, width in zip(texts, widths, strict=True) if width <= room), "")


def _spans(members: tuple[int, ...], parts: Sequence[Stretch]) -> list[tuple[tuple[int, ...], float, float]]:
    """Where some curves are equal, alone or beside others, without the joins between stretches."""
    found: list[tuple[tuple[int, ...], float, float]] = []
    for one in sorted((one for one in parts if {*members} <= {*one.members}), key=lambda one: one.low):
        joined = found and found[-1][2] == one.low
        found[-1:] = [(members, found[-1][1], one.high)] if joined else [*found[-1:], (members, one.low, one.high)]
    return found


def _told(panel: Panel, members: tuple[int, ...], low: float, high: float) -> str:
    labels = [panel.traces[index].label for index in members]
    alike = len({label.name for label in labels}) < len(labels)  # which only their values tell apart
    names = " = ".join(
        f"{label.name} ({', '.join(label.values)})" if alike and label.values else label.name for label in labels
    )
    letter, ends = mathematical(panel.letter), [number(float(f"{end:.2g}")) for end in (low, high)]
    begins, stops = low <= panel.interval[0], high >= panel.interval[1]
    if stops:
        return names if begins else f"{names}, {letter} > {ends[0]}"
    return f"{names}, {letter} < {ends[1]}" if begins else f"{names}, {ends[0]} < {letter} < {ends[1]}"


def _with_place(label: Label, curve: Curve, limits: Size) -> Label:
    """The label; of a curve that is wholly outside of the panel with its values, and on which side it is."""
    return replace(label, values=(*label.values, *whereabouts(curve, limits)))


def add_names(axes: Axes, names: Sequence[EndName]) -> None:
    """Draw them at the right edge of a panel."""
    height = axes.get_position().height * axes.figure.get_figheight()
    for name in names:
        axes.annotate(
            "\n".join(name.lines), (1.0, name.y / height), (72 * in_letters(GAP), 0), xycoords="axes fraction",
            zorder=8, textcoords="offset points", ha="left", va="center", annotation_clip=False,
            color=legible(name.colour, "figure.facecolor"), fontsize=name.size(_size()), family=name.face,
            linespacing=1.15,
        )  # fmt: skip


def _size() -> float:
    return float(mpl.rcParams["legend.fontsize"])


def _leaving(curve: Curve, panel: Panel, limits: tuple[float, float]) -> float:
    """How high a curve is where it is last seen, as a share of the panel's height; a little beyond 0 or 1 outside."""
    if not curve.pieces:
        return 0.5
    x, y = curve.pieces[-1]
    end, interval = float(shares_of(y[-1:], limits, panel.scales.y)[0]), panel.interval
    if 0 <= end <= 1:
        return end
    share = shares_of(y, limits, panel.scales.y)
    outside = np.flatnonzero((share >= 0) & (share <= 1))
    last = x[outside[-1]] if outside.size else x[0]
    early = (x[-1] - last) / max(interval[1] - interval[0], 1e-300)  # who leaves first is told outermost
    return 1.0 + 1e-3 * early if end > 1 else -1e-3 * early


def _before_end(curve: Curve, interval: tuple[float, float], limits: tuple[float, float]) -> float:
    """How high a curve is a little before its end, which orders those that end at one place."""
    if not curve.pieces:
        return 0.0
    x, y = curve.pieces[-1]
    before = x[-1] - BEFORE * (interval[1] - interval[0])
    behind = int(np.searchsorted(x, before, "right"))
    step = slice(max(behind - 1, 0), max(behind, 1) + 1)
    return float(np.interp(before, x[step], shares_of(y[step], limits)))


def _apart(wanted: np.ndarray, heights: np.ndarray, room: float, before: Sequence[float]) -> np.ndarray:
    """Middles of texts of some heights, in the order of those wanted, as near to them as squares can tell.

    Those that want one place are in the order in which they were before.

    They stay within the room, but for half a text at both ends, as long as there is room for all.
    """
    order = np.lexsort((before, wanted))
    tall = heights[order]
    shifts = np.concatenate([[0.0], np.cumsum((tall[1:] + tall[:-1]) / 2)])
    blocks: list[list[float]] = []  # sum of what its members want of its first place, and their number
    for place, shift in zip(np.clip(wanted[order], 0, room), shifts, strict=True):
        blocks.append([place - shift, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1]]
    firsts = np.concatenate([np.full(int(count), total / count) for total, count in blocks])
    places = np.minimum(firsts + shifts, room - (shifts[-1] - shifts))
    places = np.maximum(places, shifts)
    found = np.empty_like(places)
    found[order] = places
    return found
