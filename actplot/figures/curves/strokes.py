"""Shapes the strokes of curves on the page: they end at rings, and leave a panel with a head."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes

from ...calculus.curves.tracing import Curve
from ...frozen import record
from ...numerics.scales import EVEN, Scale, Scales
from ..page.numbering import scales_of
from .lanes import Stretch
from .pens import Pen, add_line

EASE = 44.0  # points in which a lane leaves the middle of its stroke, so slowly that no kink is seen
FARTHEST = 1e9  # from a panel, in its sizes
HEAD, SIDE = 3.4, 0.36  # length of a head, in widths of its curve, and half its width, in lengths
SPACED = 1.25  # lengths from one head to the next, where they follow each other
LONGEST_WAY = 200  # samples on which a head is set back
Place = tuple[float, float]
Way = tuple[np.ndarray, np.ndarray]


@record
class Paper:
    """The part of the page that a panel takes: its size in points, and what it shows."""

    size: tuple[float, float]
    x: tuple[float, float]
    y: tuple[float, float]
    scales: Scales

    @classmethod
    def of(cls, axes: Axes) -> "Paper":
        """That of a panel as it is now."""
        width, height = (72 * axes.get_position().size * axes.figure.get_size_inches()).tolist()
        return cls((width, height), axes.get_xlim(), axes.get_ylim(), scales_of(axes))

    def points(self, x: np.ndarray, y: np.ndarray) -> Way:
        """Places on the page, in points from the lower left corner of the panel."""
        return (
            shares_of(x, self.x, self.scales.x) * self.size[0],
            shares_of(y, self.y, self.scales.y) * self.size[1],
        )


@record
class Run:
    """A part of a curve, as it runs over the page."""

    paper: Paper
    x: np.ndarray
    y: np.ndarray

    @cached_property
    def points(self) -> Way:
        return self.paper.points(self.x, self.y)

    @cached_property
    def _along(self) -> Way:
        """The direction at each place."""
        places = np.stack(self.points)
        along = np.empty_like(places)  # as `np.gradient` gives it, in a quarter of its time
        along[:, 1:-1] = (places[:, 2:] - places[:, :-2]) / 2
        along[:, 0], along[:, -1] = places[:, 1] - places[:, 0], places[:, -1] - places[:, -2]
        return along, np.maximum(np.hypot(*along), 1e-12)

    def moved_across(self, offset: np.ndarray) -> Way:
        """Its places, moved by some points of the page across the direction in which it runs."""
        (along, length), (width, height), scales = self._along, self.paper.size, self.paper.scales
        (left, right), (low, high) = scales.x.span(self.paper.x), scales.y.span(self.paper.y)
        return (
            scales.x.value(scales.x.place(self.x) - offset * along[1] / length * (right - left) / width),
            scales.y.value(scales.y.place(self.y) + offset * along[0] / length * (high - low) / height),
        )


def in_points(axes: Axes, x: np.ndarray, y: np.ndarray) -> Way:
    """Places on the page, in points from the lower left corner of the panel."""
    return Paper.of(axes).points(x, y)


def shares_of(values: np.ndarray, span: tuple[float, float], scale: Scale = EVEN) -> np.ndarray:
    """Values as shares of what a panel shows, 0 at its low end and 1 at its high end; finite however far outside."""
    if not scale.is_linear:
        values, span = np.nan_to_num(scale.place(values), nan=-FARTHEST), scale.span(span)
    with np.errstate(over="ignore"):
        return np.minimum(np.maximum((values - span[0]) / (span[1] - span[0]), -FARTHEST), FARTHEST)


def without_rings(paper: Paper, x: np.ndarray, y: np.ndarray, rings: Sequence[Place], radius: float) -> Way:
    """A piece that ends at the edge of a ring instead of in its middle, which stays clear."""
    for ring in rings:
        if not x.size or ring not in ((x[0], y[0]), (x[-1], y[-1])):
            continue
        across, up = paper.points(x, y)
        at = 0 if ring == (x[0], y[0]) else -1
        far = np.hypot(across - across[at], up - up[at])
        outside = np.flatnonzero(far > radius)
        if not outside.size:
            return x[:0], y[:0]
        edge = outside[0] if at == 0 else outside[-1]
        inner = edge - 1 if at == 0 else edge + 1
        share = (radius - far[inner]) / (far[edge] - far[inner])
        cut = (x[inner] + share * (x[edge] - x[inner]), y[inner] + share * (y[edge] - y[inner]))
        x, y = (
            (np.append(c, v[edge:]) if at == 0 else np.append(v[: edge + 1], c))
            for c, v in zip(cut, (x, y), strict=True)
        )
    return x, y


def laid_aside(
    paper: Paper, x: np.ndarray, y: np.ndarray, part: Stretch, offset: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A part of a piece, moved by some points across the direction in which it runs, and by which share of that."""
    kept = (x >= part.low) & (x <= part.high)
    if np.count_nonzero(kept) < 2:
        return x[:0], y[:0], y[:0]
    run, view = Run(paper, x[kept], y[kept]), paper.x
    sharp = part.sharp[0] or run.x[0] <= view[0], part.sharp[1] or run.x[-1] >= view[1]
    shares = _eased(*run.points, sharp)
    return (*run.moved_across(offset * shares), shares)


def tapered(run: Run, width: np.ndarray) -> np.ndarray:
    """The outline of a line whose width in points changes along it."""
    sides = [np.stack(run.moved_across(side * width), axis=1) for side in (0.5, -0.5)]
    return np.concatenate([sides[0], sides[1][::-1]])


def _eased(across: np.ndarray, up: np.ndarray, sharp: tuple[bool, bool]) -> np.ndarray:
    """Shares that grow from 0 to 1 at both ends of a lane, but for ends that are sharp."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(across[1:] - across[:-1], up[1:] - up[:-1]))])
    share = np.ones_like(along)
    for far in ([] if sharp[0] else [along]) + ([] if sharp[1] else [along[-1] - along]):
        share = np.minimum(share, far / EASE)
    return share * share * (3 - 2 * share)


@record
class Leaver:
    """A curve that may leave its panel, with the lanes in which it lies beside others."""

    curve: Curve
    pen: Pen
    shared: Sequence[Stretch] = ()
    index: int = 0


@record
class _Head:
    """Where a curve crosses an edge, and its way there, from the edge inwards, in data and in points on the page."""

    leaver: Leaver
    x: np.ndarray
    y: np.ndarray
    across: np.ndarray
    up: np.ndarray

    @property
    def lane(self) -> Stretch | None:
        return next((one for one in self.leaver.shared if one.low <= self.x[0] <= one.high), None)

    def covers(self, other: "_Head") -> bool:
        """Whether two heads at one place would lie on each other; those of lanes have a side each."""
        near = SIDE * 2 * HEAD * self.leaver.pen.width
        apart = abs(self.across[0] - other.across[0]) >= near or abs(self.up[0] - other.up[0]) >= near
        return not apart and not (self.lane and other.leaver.index in self.lane.members)

    def set_back(self, far: float) -> tuple[Place, float]:
        """A place on the way some points from the edge, and the direction in which the curve leaves from there."""
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(self.across), np.diff(self.up)))])
        tip, back = (
            [float(np.interp(at, along, part)) for part in (self.x, self.y, self.across, self.up)]
            for at in (far, far + 1e-3 + along[1] * (far == 0))
        )
        return (tip[0], tip[1]), float(np.arctan2(tip[3] - back[3], tip[2] - back[2]))


def add_heads(axes: Axes, paper: Paper, leavers: Sequence[Leaver]) -> None:
    """A slim head wherever a curve leaves the panel through its top or bottom; of curves in lanes, a side for each.

    Where heads would lie on each other they follow each other, each on its curve. None where it turns so often that
    heads would lie on heads.
    """
    drawn: list[tuple[_Head, int]] = []
    for head in (head for leaver in leavers for head in _leaving(paper, leaver)):
        steps = [step for other, step in drawn if head.covers(other)]
        step = max(steps) + 1 if steps else 0
        drawn.append((head, step))
        pen = head.leaver.pen
        place, angle = head.set_back(step * SPACED * HEAD * pen.width)
        marker = np.array([(0.0, 0.0), *_sides(head.lane, head.leaver.index)])
        turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
        add_line(
            axes, *place, marker=np.vstack([marker, marker[:1]]) @ turn, markersize=2 * HEAD * pen.width,
            color=pen.colour, markeredgewidth=0, linestyle="none", clip_on=False, zorder=4.5,
        )  # fmt: skip


def _sides(lane: Stretch | None, index: int) -> list[Place]:
    """The back of a head: whole, or above or below the middle, as the lane lies."""
    back = [(-1.0, SIDE), (-0.78, 0.0), (-1.0, -SIDE)]
    if lane is None:
        return back
    aside = lane.offset(index, 1.0)
    return back[:2] if aside > 0 else back[1:] if aside < 0 else back


def _leaving(paper: Paper, leaver: Leaver) -> list[_Head]:
    """Where a curve crosses the upper or the lower edge outwards, but for where it turns often."""
    low, high = paper.y
    found = []
    for x, y in leaver.curve.pieces:
        inside = (y >= low) & (y <= high)
        for at in np.flatnonzero(inside[1:] != inside[:-1]):
            out, within = (at + 1, at) if inside[at] else (at, at + 1)
            edge = high if y[out] > high else low
            share = (edge - y[within]) / (y[out] - y[within])
            place = float(x[within] + share * (x[out] - x[within]))
            if any(first <= place <= last for first, last in leaver.curve.fast):
                continue
            way = slice(at, None, -1) if inside[at] else slice(at + 1, None)
            path = np.append(place, x[way][:LONGEST_WAY]), np.append(edge, y[way][:LONGEST_WAY])
            found.append(_Head(leaver, *path, *paper.points(*path)))
    return found
