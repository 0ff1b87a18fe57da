"""Shapes the strokes of curves on the page: they end at rings, and leave a panel with a head."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from ...calculus.curves.tracing import Curve, Points
from .lanes import Stretch

EASE = 44.0  # points in which a lane leaves the middle of its stroke, so slowly that no kink is seen
FARTHEST = 1e9  # from a panel, in its sizes
HEAD = 3.4  # length of a head, in widths of its curve
Place = tuple[float, float]


def in_points(axes: Axes, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places on the page, in points from the lower left corner of the panel."""
    width, height = 72 * axes.get_position().size * axes.figure.get_size_inches()
    return shares_of(x, axes.get_xlim()) * width, shares_of(y, axes.get_ylim()) * height


def shares_of(values: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    """Values as shares of what a panel shows, 0 at its low end and 1 at its high end; finite however far outside."""
    with np.errstate(over="ignore"):
        return np.clip((values - span[0]) / (span[1] - span[0]), -FARTHEST, FARTHEST)


def without_rings(
    axes: Axes, x: np.ndarray, y: np.ndarray, rings: Sequence[Place], radius: float
) -> tuple[np.ndarray, np.ndarray]:
    """A piece that ends at the edge of a ring instead of in its middle, which stays clear."""
    for ring in rings:
        if not x.size or ring not in ((x[0], y[0]), (x[-1], y[-1])):
            continue
        across, up = in_points(axes, x, y)
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


def laid_aside(axes: Axes, x: np.ndarray, y: np.ndarray, part: Stretch, offset: float) -> tuple[np.ndarray, np.ndarray]:
    """A part of a piece, moved by some points across the direction in which it runs."""
    kept = (x >= part.low) & (x <= part.high)
    if kept.sum() < 2:
        return x[:0], y[:0], y[:0]
    x, y = x[kept], y[kept]
    across, up = in_points(axes, x, y)
    view = axes.get_xlim()
    shares = _eased(across, up, (part.sharp[0] or x[0] <= view[0], part.sharp[1] or x[-1] >= view[1]))
    return (*moved_across(axes, x, y, offset * shares), shares)


def moved_across(axes: Axes, x: np.ndarray, y: np.ndarray, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points of a curve, moved by some points of the page across the direction in which it runs."""
    along = np.gradient(np.stack(in_points(axes, x, y)), axis=1)
    length = np.maximum(np.hypot(*along), 1e-12)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    width, height = 72 * axes.get_position().size * axes.figure.get_size_inches()
    return (
        x - offset * along[1] / length * (right - left) / width,
        y + offset * along[0] / length * (high - low) / height,
    )


def tapered(axes: Axes, x: np.ndarray, y: np.ndarray, width: np.ndarray) -> np.ndarray:
    """The outline of a line whose width in points changes along it."""
    sides = [np.stack(moved_across(axes, x, y, side * width), axis=1) for side in (0.5, -0.5)]
    return np.concatenate([sides[0], sides[1][::-1]])


def _eased(across: np.ndarray, up: np.ndarray, sharp: tuple[bool, bool]) -> np.ndarray:
    """Shares that grow from 0 to 1 at both ends of a lane, but for ends that are sharp."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(across), np.diff(up)))])
    begins = np.ones_like(along) if sharp[0] else np.clip(along / EASE, 0, 1)
    stops = np.ones_like(along) if sharp[1] else np.clip((along[-1] - along) / EASE, 0, 1)
    share = np.minimum(begins, stops)
    return share * share * (3 - 2 * share)


def add_heads(axes: Axes, curve: Curve, colour: str, width: float, shared: Sequence[tuple[Stretch, int]] = ()) -> None:
    """A slim head wherever a curve leaves the panel through its top or bottom; of curves in lanes, a side for each.

    None where it turns so often that heads would lie on heads.
    """
    for place, angle in _leaving(axes, curve.pieces):
        if any(low <= place[0] <= high for low, high in curve.fast):
            continue
        lane = next((one for one in shared if one[0].low <= place[0] <= one[0].high), None)
        marker = np.array([(0.0, 0.0), *_sides(lane)])
        turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
        axes.plot(
            *place, marker=np.vstack([marker, marker[:1]]) @ turn, markersize=2 * HEAD * width, color=colour,
            markeredgewidth=0, linestyle="none", clip_on=False, zorder=4.5,
        )  # fmt: skip


def _sides(lane: tuple[Stretch, int] | None) -> list[Place]:
    """The back of a head: whole, or above or below the middle, as the lane lies."""
    back = [(-1.0, 0.36), (-0.78, 0.0), (-1.0, -0.36)]
    if lane is None:
        return back
    aside = lane[0].offset(lane[1], 1.0)
    return back[:2] if aside > 0 else back[1:] if aside < 0 else back


def _leaving(axes: Axes, pieces: Sequence[Points]) -> list[tuple[Place, float]]:
    """Where curves cross the upper or the lower edge outwards, and the direction there on the page."""
    low, high = axes.get_ylim()
    found = []
    for x, y in pieces:
        inside = (y >= low) & (y <= high)
        for at in np.flatnonzero(inside[1:] != inside[:-1]):
            out, within = (at + 1, at) if inside[at] else (at, at + 1)
            edge = high if y[out] > high else low
            share = (edge - y[within]) / (y[out] - y[within])
            place = (float(x[within] + share * (x[out] - x[within])), float(edge))
            across, up = in_points(axes, x[[within, out]], y[[within, out]])
            found.append((place, float(np.arctan2(up[1] - up[0], across[1] - across[0]))))
    return found
