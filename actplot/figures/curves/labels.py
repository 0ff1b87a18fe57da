"""Writes what marks say beside them, clear of curves, of each other and of the panel's edges, or leaves it out."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor, log10

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ...calculus.curves.marks import CONVENTION, Extremum
from ...frozen import record
from ..colours import legible
from ..page.legend import text_widths
from ..page.numbering import number
from ..page.page import in_letters
from ..page.ticks import letters_of
from .marks import height_of_rule
from .records import Trace
from .strokes import in_points
from .touching.triangles import paths_of_tangents

MOST = 6  # labels of a panel
SIZE = 0.82  # of the usual letters
TALL = 1.25  # heights of letters that a line takes
CLEAR = 2.2  # points between a label and a curve or another label
PAD = 5.0  # between an axis through the origin and its numbers
RADIUS = 5.5  # of a mark, in points, for letters of the usual size
NEAR = 12.0  # points between a label and its place, from which a thin line joins them
STEPS = (1.0, 1.6, 2.4, 3.2)  # distances from a mark, in those of the nearest label
SIGNIFICANT = 4
PARTS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾", Fraction(1, 3): "⅓", Fraction(2, 3): "⅔"}
ASIDE = 2.5  # points between a place and such a line
PARTS_OF_LINE = 24  # at which it is looked for labels in its way
_LEADER = {"linewidths": 0.8, "zorder": 6.9}

Box = tuple[float, float, float, float]  # left, bottom, right, top
Spot = tuple[str, Box, tuple[float, float]]  # a text, its box, and the place that it belongs to


@record
class Wanted:
    """A label at a place on a curve: the first of some texts for which there is room."""

    x: float
    y: float
    texts: tuple[str, ...]
    colour: str
    up: bool  # whether it stands above the place, if it can
    aside: bool = False  # whether beside it rather than that


@record
class Digits:
    """Decimals of the numbers of a figure, so that all of one axis have as many."""

    x: int
    y: int

    def place(self, x: float, y: float) -> str:
        return f"({written(x, self.x)}, {written(y, self.y)})"


def digits_of(traces: Iterable[Trace]) -> Digits:
    """Those that the marks of some traces ask for."""
    marks = [mark for trace in traces for mark in (*(trace.extrema or ()), *trace.told)]
    return Digits(_decimals([mark.x for mark in marks]), _decimals([mark.y for mark in marks]))


def _decimals(values: Sequence[float]) -> int:
    """So many that the largest has four digits, or fewer where those tell all."""
    rough = [abs(value) for value in values if not _exact(value) and np.isfinite(value)]
    if not rough:
        return 0
    most = int(np.clip(SIGNIFICANT - 1 - floor(log10(max(rough))), 0, 12))
    return max(len(f"{value:.{most}f}".partition(".")[2].rstrip("0")) for value in rough)


def written(value: float, decimals: int) -> str:
    """A number as a short fraction or in full where it is exact, else with some decimals."""
    exact = _exact(value)
    if exact:
        return exact
    if not 1e-12 < abs(value) < 1e7:
        return number(float(f"{value:.{SIGNIFICANT}g}"))
    return f"{value:.{decimals}f}".replace("-", "−")


def _exact(value: float) -> str:
    """What is a whole number or a short fraction but for rounding; empty of others."""
    if not np.isfinite(value) or abs(value) >= 1e6:
        return ""
    near = round(value)
    if abs(value - near) <= 1e-7:
        return number(float(near) or 0.0)
    part = next((sign for part, sign in PARTS.items() if abs(abs(value) - part) <= 1e-9), "")
    return "−" * (bool(part) and value < 0) + part


def add_labels(axes: Axes, traces: Sequence[Trace], colours: Sequence[str], digits: Digits) -> None:
    """What is told of the curves of a panel, then the places of its extrema, the global ones first."""
    told = [one for trace, colour in zip(traces, colours, strict=True) for one in _told(trace, colour, digits)]
    touching = [one for trace, colour in zip(traces, colours, strict=True) for one in _touching(trace, colour)]
    marks = [(one, colour) for trace, colour in zip(traces, colours, strict=True) for one in trace.extrema or ()]
    place_labels(axes, [*touching, *told, *extremum_labels(marks, digits)], traces)


def _told(trace: Trace, colour: str, digits: Digits) -> list[Wanted]:
    found = []
    marked = [extremum.y for extremum in trace.extrema or ()]
    for one in trace.told:
        if one.why != CONVENTION and np.isclose(one.y, marked, rtol=1e-9).any():
            continue  # its place is told
        value = written(one.y, digits.y)
        texts = (f"{value} {one.why}" if one.why == CONVENTION else f"{one.why} {value}", value)
        found.append(Wanted(one.x, one.y, texts, colour, one.y > 0))
    return found


def _touching(trace: Trace, colour: str) -> list[Wanted]:
    """The numbers of slope triangles, then those of slopes as points of a derivative, where nothing else tells them."""
    ink, found = mpl.rcParams["text.color"], []
    for one in trace.tangents:
        (across, up), slope = one.tip, f"slope {slope_text(one.slope)}"
        middle = (one.y + up) / 2
        alone = abs(one.run) == 1 or not one.slope
        upwards = slope if alone else slope_text(abs(one.rise))
        found.append(Wanted(across, middle, (upwards,), ink, up > one.y, aside=True))
        found.append(Wanted((one.x + across) / 2, one.y, (slope_text(abs(one.run)),), ink, up < one.y))
        found += [] if alone else [Wanted(one.x, one.y, (slope,), ink, one.slope < 0)]
    known = [mark.y for mark in (*trace.told, *(trace.extrema or ()))]
    for x, y in trace.slopes:
        if not np.isclose(y, known, rtol=1e-9).any():
            found.append(Wanted(x, y, (slope_text(y),), colour, y > 0))
    return found


def slope_text(slope: float) -> str:
    """A slope as a short fraction or in full where it is exact, else with four digits."""
    return _exact(slope) or number(float(f"{slope:.{SIGNIFICANT}g}"))


def extremum_labels(extrema: Sequence[tuple[Extremum, str]], digits: Digits) -> list[Wanted]:
    """The coordinates of extrema in some colours, those of the highest and the lowest first."""
    order = sorted(extrema, key=lambda pair: (-pair[0].y if pair[0].highest else pair[0].y, abs(pair[0].x), pair[0].x))
    highest, lowest = ([pair for pair in order if pair[0].highest is side] for side in (True, False))
    first = [one for pair in zip(highest, lowest, strict=False) for one in pair]
    rest = highest[len(lowest) :] + lowest[len(highest) :]
    return [Wanted(one.x, one.y, (digits.place(one.x, one.y),), colour, one.highest) for one, colour in [*first, *rest]]


def place_labels(axes: Axes, wanted: Sequence[Wanted], traces: Sequence[Trace]) -> None:
    """Write as many labels as a panel takes, each where it covers nothing."""
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    seen = [one for one in wanted if low <= one.y <= high and left <= one.x <= right]
    if not seen:
        return
    size = SIZE * mpl.rcParams["font.size"]
    page, count = _Page(axes, traces), 0
    told: set[tuple[str, str]] = set()
    most = MOST + 3 * sum(len(trace.tangents) for trace in traces)
    for one in seen:
        if count == most:
            return
        found = page.first_spot(one, size)
        if found is None:
            continue
        text, box, (across, up) = found
        if (text, one.colour) in told and page.is_far((across, up), box):
            continue  # a line across the panel tells no more than the same label nearer by
        told.add((text, one.colour))
        count += 1
        middle = (box[0] + box[2]) / 2 - across, (box[1] + box[3]) / 2 - up
        colour = legible(one.colour, "axes.facecolor")
        axes.annotate(
            text, (one.x, one.y), middle, textcoords="offset points", ha="center", va="center", fontsize=size,
            color=colour, zorder=7,
        )  # fmt: skip
        page.join((across, up), box, colour)
        page.taken.append(box)


class _Page:
    """What a panel holds already, in points from its lower left corner."""

    def __init__(self, axes: Axes, traces: Sequence[Trace]) -> None:
        self.axes = axes
        self.width, self.height = 72 * axes.get_position().size * axes.figure.get_size_inches()
        lines = [in_points(axes, *piece) for trace in traces for piece in trace.curve.pieces if piece[0].size > 1]
        lines += [in_points(axes, *np.transpose(path)) for trace in traces for path in paths_of_tangents(axes, trace)]
        self.lines = [_segments(x, y) for x, y in lines]
        marks = [(mark.x, mark.y) for trace in traces for mark in (*trace.curve.dots, *(trace.extrema or ()))]
        marks += [kink for trace in traces for kink in trace.kinks]
        marks += [point for trace in traces for point in (*((one.x, one.y) for one in trace.tangents), *trace.slopes)]
        wide = 2 * in_letters(RADIUS)
        self.taken: list[Box] = [_about(*self.at(*mark), wide, wide) for mark in marks]
        self.taken += [box for place in {x for trace in traces for x in trace.verticals} for box in [self._rule(place)]]
        self.taken += [
            self._saturated(float(x[0]), float(x[-1]), rank)
            for rank, trace in enumerate(traces)
            for x, _ in trace.saturation
        ]
        self.marked = len(self.taken)
        across, up = self.at(0.0, 0.0)
        self.zeros: list[Box] = [(across, 0.0, across, self.height), (0.0, up, self.width, up)]
        if axes.spines["left"].get_position() == ("data", 0):
            self.taken += self._numbers()

    def at(self, x: float, y: float) -> tuple[float, float]:
        across, up = in_points(self.axes, np.array([x]), np.array([y]))
        return float(across[0]), float(up[0])

    def first_spot(self, wanted: Wanted, size: float) -> Spot | None:
        """Where the first text covers nothing that can, beside the lines through 0 rather than on them."""
        own = self.taken
        for blocked in ([*own, *self.zeros], own):
            self.taken = blocked
            found = next((spot for text in wanted.texts if (spot := self.spot(wanted, text, size))), None)
            self.taken = own
            if found is not None:
                return found
        return None

    def spot(self, wanted: Wanted, text: str, size: float) -> Spot | None:
        """Where a text covers nothing, near to its place; None if that is nowhere."""
        at = self.at(wanted.x, wanted.y)
        (width,) = (72 * inches for inches in text_widths([text], size))
        out, tall, radius = 1 if wanted.up else -1, TALL * size, in_letters(RADIUS)
        for step in STEPS:
            side, rise = width / 2 + step * (radius + CLEAR), step * (tall / 2 + radius + CLEAR)
            shifts = [(0, out * rise), (side, out * rise), (-side, out * rise)]
            shifts += [(side, 0), (-side, 0), (side, -out * rise), (-side, -out * rise), (0, -out * rise)]
            shifts = [(side, 0), (-side, 0), *shifts] if wanted.aside else shifts
            for across, up in shifts:
                middle = min(max(at[0] + across, width / 2), self.width - width / 2) if across == 0 else at[0] + across
                box = _about(middle, at[1] + up, width, tall)
                if self._free(box) and self._way(at, box) is not None:
                    return text, box, at
        return None

    def is_far(self, place: tuple[float, float], box: Box) -> bool:
        """Whether a label stands so far from its place that a line joins them."""
        way = self._way(place, box)
        return way is not None and way.size > 0

    def join(self, place: tuple[float, float], box: Box, colour: str) -> None:
        """Draw a thin line from a place to a label that stands far from it."""
        way, start = self._way(place, box), np.array(place)
        if way is None or not way.size:
            return
        beginning = start + (way[-1] - start) * (ASIDE / np.hypot(*(way[-1] - start)))
        line = np.array([beginning, way[-1]]) / (self.width, self.height)
        leader = LineCollection([line], colors=[colour], transform=self.axes.transAxes, **_LEADER)
        self.axes.add_collection(leader, autolim=False)
        self.lines.append(_segments(*way.T))

    def _way(self, place: tuple[float, float], box: Box) -> np.ndarray | None:
        """Such a line, through no label; empty where the label is near, and None where there is none."""
        start, near = np.array(place), np.clip(place, box[:2], box[2:])
        if np.hypot(*(near - start)) < NEAR:
            return np.empty((0, 2))
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        sides = [(middle[0], box[1]), (middle[0], box[3]), (box[0], middle[1]), (box[2], middle[1])]
        ways = (np.linspace(start, end, PARTS_OF_LINE) for end in (near, *sides))
        others = [box, *self.taken[self.marked :]]
        return next((way for way in ways if not any(_within(way, other) for other in others)), None)

    def _free(self, box: Box) -> bool:
        if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
            return False
        wide = box[0] - CLEAR, box[1] - CLEAR, box[2] + CLEAR, box[3] + CLEAR
        if any(_meet(wide, other) for other in self.taken):
            return False
        return not any(
            np.any((left < wide[2]) & (right > wide[0]) & (low < wide[3]) & (high > wide[1]))
            for left, right, low, high in self.lines
        )

    def _rule(self, x: float) -> Box:
        across = self.at(x, 0.0)[0]
        return across - 1, 0.0, across + 1, self.height

    def _saturated(self, low: float, high: float, rank: int) -> Box:
        """Where the rule of one of the curves lies at the lower side."""
        up = height_of_rule(rank)
        return self.at(low, 0.0)[0], up - 1, self.at(high, 0.0)[0], up + 1

    def _numbers(self) -> list[Box]:
        """Where numbers at axes through the origin may stand, on either side of them."""
        boxes = []
        for axis, along in ((self.axes.xaxis, 0), (self.axes.yaxis, 1)):
            size, places = letters_of("xy"[along]), axis.get_majorticklocs().tolist()
            high = 2 * (TALL * size + PAD)
            for place, inches in zip(places, text_widths([number(one) for one in places], size), strict=True):
                wide = 72 * inches
                box = (wide + PAD, high) if along == 0 else (2 * (wide + 2 * PAD), TALL * size)
                boxes.append(_about(*self.at(*((place, 0.0) if along == 0 else (0.0, place))), *box))
        return boxes


def _segments(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, ...]:
    """The left, right, lower and upper ends of the parts of a line."""
    (left, right), (low, high) = ((np.minimum(one[1:], one[:-1]), np.maximum(one[1:], one[:-1])) for one in (x, y))
    return left, right, low, high


def _within(way: np.ndarray, box: Box) -> bool:
    """Whether a line runs through a box."""
    return bool(np.any(np.all((way > box[:2]) & (way < box[2:]), axis=1)))


def _about(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
