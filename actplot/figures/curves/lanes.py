"""Finds where curves of a panel lie on each other, and lays them beside each other there, as lanes of one stroke."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...calculus.curves.tracing import Curve

NEAR = 0.5  # points: nearer than that, curves are one line to the eye
SAME = 1e-9  # of a panel's height: nearer than that, they are equal
SHORTEST = {True: 14.0, False: 60.0}  # points that a stretch of equal, and of near curves takes at least
GAP = 20.0  # points by which a stretch may be interrupted
LANE = 0.62  # of a curve's width
GRID = 601
Size = tuple[float, float]


@dataclass(frozen=True)
class Stretch:
    """A part of the horizontal axis on which some curves are one line; their places among the panel's curves."""

    low: float
    high: float
    members: tuple[int, ...]
    equal: bool  # or only nearer than one can see
    last: bool  # whether it is where they are seen last
    everywhere: bool  # whether they are nowhere apart

    @property
    def sign(self) -> str:
        return "=" if self.equal else "≈"

    def offset(self, index: int, width: float) -> float:
        """How far above the middle of the stroke the lane of a curve lies, in points."""
        return (self.members.index(index) - (len(self.members) - 1) / 2) * -LANE * width


def stretches(curves: Sequence[Curve], interval: Size, limits: Size, size: Size) -> tuple[Stretch, ...]:
    """All of them in a panel of a size in inches, each as long as it goes; where curves are equal before others."""
    if len(curves) < 2:
        return ()
    x = np.linspace(*interval, GRID)
    y = np.stack([_heights(curve, x) for curve in curves])
    page = 72 * size[0] / (interval[1] - interval[0]), 72 * size[1] / (limits[1] - limits[0])
    across, up = (x - interval[0]) * page[0], (y - limits[0]) * page[1]
    seen = (y >= limits[0]) & (y <= limits[1])
    joints = np.array(sorted({joint for curve in curves for joint in curve.joints}))
    found: list[Stretch] = []
    mixed = len({curve.order for curve in curves}) > 1  # whose names say what they are
    for near in (SAME * 72 * size[1],) if mixed else (SAME * 72 * size[1], NEAR):
        groups = _groups(up, across, near)
        for members in dict.fromkeys(group for column in groups for group in column):
            together = np.array([any(set(members) <= set(group) for group in column) for column in groups])
            apart = np.isfinite(up[list(members)]).any(axis=0) & ~together
            free = [not any(index in one.members for one in found if one.everywhere) for index in members]
            for first, last in _runs(_closed(together & seen[members[0]], across)) if all(free) else ():
                ends = _end(x, first, joints), _end(x, last, joints)
                length = np.hypot(np.diff(across[first : last + 1]), np.diff(up[members[0], first : last + 1])).sum()
                if length >= SHORTEST[near < NEAR] and not _covered(ends, members, found):
                    ended = not np.any(seen[members[0], last + 1 :])
                    found.append(Stretch(*ends, members, near < NEAR, ended, not np.any(apart)))
    return tuple(found)


def _covered(ends: Size, members: tuple[int, ...], found: Sequence[Stretch]) -> bool:
    """Whether one of the curves is in another stretch there."""
    return any(set(members) & set(one.members) and one.low < ends[1] and ends[0] < one.high for one in found)


def _closed(together: np.ndarray, across: np.ndarray) -> np.ndarray:
    """The same with short gaps filled."""
    filled = together.copy()
    for first, last in _runs(~together):
        if first and last < together.size - 1 and across[last] - across[first] < GAP:
            filled[first : last + 1] = True
    return filled


def _end(x: np.ndarray, at: int, joints: np.ndarray) -> float:
    """An end of a stretch: the joint of curves that is near, else the place on the grid."""
    near = joints[np.abs(joints - x[at]) <= 3 * (x[1] - x[0])] if joints.size else joints
    return float(near[np.argmin(np.abs(near - x[at]))]) if near.size else float(x[at])


def _heights(curve: Curve, x: np.ndarray) -> np.ndarray:
    """A curve at places, nan where it has no piece."""
    heights = np.full(x.shape, np.nan)
    for at, values in curve.pieces:
        if at.size:
            inside = (x >= at[0]) & (x <= at[-1])
            heights[inside] = np.interp(x[inside], at, values)
    return heights


def _groups(up: np.ndarray, across: np.ndarray, within: float) -> list[tuple[tuple[int, ...], ...]]:
    """At each place, which curves are nearer than can be seen, across the direction in which they run."""
    with np.errstate(all="ignore"):
        slope = np.gradient(up, across, axis=1)
        slope = np.where(np.isfinite(slope), slope, 0.0)
        count = len(up)
        near = np.zeros((count, count, across.size), bool)
        for i in range(count):
            for j in range(i):
                near[i, j] = np.abs(up[i] - up[j]) <= within * np.hypot(1, np.minimum(abs(slope[i]), abs(slope[j])))
    patterns, place = np.unique(near.reshape(count * count, -1), axis=1, return_inverse=True)
    told = [_clusters(pattern.reshape(count, count)) for pattern in patterns.T]
    return [told[index] for index in place.reshape(-1)]


def _clusters(near: np.ndarray) -> tuple[tuple[int, ...], ...]:
    clusters: list[list[int]] = []
    for index in range(len(near)):
        home = next((cluster for cluster in clusters if all(near[index, other] for other in cluster)), None)
        if home is None:
            clusters.append([index])
        else:
            home.append(index)
    return tuple(tuple(cluster) for cluster in clusters if len(cluster) > 1)


def _runs(true: np.ndarray) -> list[tuple[int, int]]:
    """First and last place of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], true.astype(int), [0]])))
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]
