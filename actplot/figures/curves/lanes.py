"""Finds where curves of a panel lie on each other, and lays them beside each other there, as lanes of one stroke."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...calculus.curves.tracing import Curve, Points
from ...numerics.scales import PLAIN, Scales

NEAR = 0.5  # points: nearer than that, curves are one line to the eye
SAME, ROUNDING = 1e-12, 1e-15  # relative to the values, and to a panel's height: nearer than that, they are equal
SHORTEST = {True: 14.0, False: 60.0}  # points that a stretch of equal, and of near curves takes at least
GAP, APART = 20.0, 1.5  # points by which a stretch may be interrupted, and by which its curves may part there
LANE, STROKE = 0.62, 2.2  # of a curve's width: a lane, and all lanes of a stroke at most
GRID = 601
Size = tuple[float, float]
Ends = tuple[bool, bool]


@dataclass(frozen=True)
class Stretch:
    """A part of the horizontal axis on which some curves are one line; their places among the panel's curves."""

    low: float
    high: float
    members: tuple[int, ...]
    equal: bool  # or only nearer than one can see
    last: bool  # whether it is where they are seen last
    everywhere: bool  # whether they are nowhere apart
    sharp: Ends = (False, False)  # whether it begins, and ends, where a piece of its curves does
    since: float | None = None  # from where on they are one line, beside others at first; from its lower end if None
    but: tuple[float, ...] = ()  # where curves that are nowhere else apart have other values

    @property
    def sign(self) -> str:
        return "=" if self.equal else "≈"

    def offset(self, index: int, width: float) -> float:
        """How far above the middle of the stroke the lane of a curve lies, in points."""
        return (self.members.index(index) - (len(self.members) - 1) / 2) * -self.lane * width

    @property
    def lane(self) -> float:
        """The width of a lane, in widths of a curve."""
        return min(LANE, STROKE / len(self.members))


def stretches(
    curves: Sequence[Curve], interval: Size, limits: Size, size: Size, scales: Scales = PLAIN
) -> tuple[Stretch, ...]:
    """All of them in a panel of a size in inches, each as long as it goes; where curves are equal before others."""
    if len(curves) < 2:
        return ()
    (left, right), (bottom, top) = scales.x.span(interval), scales.y.span(limits)
    page = 72 * size[0] / (right - left), 72 * size[1] / (top - bottom)
    if page[1] == math.inf:  # of a panel as low as the smallest of all numbers
        return ()
    x = _places(curves, interval, NEAR / page[1], scales)
    y = np.stack([heights(curve, x) for curve in curves])
    across, up = (scales.x.place(x) - left) * page[0], (scales.y.place(y) - bottom) * page[1]
    seen = (y >= limits[0]) & (y <= limits[1])
    joints = np.array(sorted({joint for curve in curves for joint in _joints(curve)}))
    mixed = len({curve.order for curve in curves}) > 1  # whose names say what they are
    equal = equal_pairs(curves, x, y, ROUNDING * (limits[1] - limits[0]) * scales.y.is_linear)
    found = [
        Stretch(*interval, members, True, True, True, (True, True), None, _unlike([curves[index] for index in members]))
        for members in clusters(np.all(equal | absent(y), axis=-1))
    ]
    drawn = np.stack([~within(x, [band.ends for band in curve.bands]) for curve in curves])
    hidden = [index for one in found for index in one.members[1:]]
    for same in (True,) if mixed else (True, False):
        groups, place = _groups(equal if same else _near(up, across), hidden)
        for members in dict.fromkeys(group for some in groups for group in some):
            together = np.array([members in some for some in groups])[place] & drawn[[*members]].all(axis=0)
            containing = np.array([any({*members} <= {*group} for group in some) for some in groups])[place]
            apart = ~together if same else _far(up, across, members)
            whole = [run for run in _runs(_closed(together, across, apart)) if not same or _settled(x, run, joints)]
            beside = _closed(containing, across, apart)
            for first, last in _runs(_closed(together & seen[members[0]], across, apart)):
                if not any(start <= first <= end for start, end in whole):
                    continue
                ends = _end(x, first, joints, same), _end(x, last, joints, same)
                length = np.hypot(np.diff(across[first : last + 1]), np.diff(up[members[0], first : last + 1])).sum()
                if length >= SHORTEST[same] and not _covered(ends, members, found):
                    ended = not np.any(seen[members[0], last + 1 :])
                    sharp = bool(np.isin(ends[0], joints)), bool(np.isin(ends[1], joints))
                    begun = next(start for start, end in _runs(beside | together) if start <= first <= end)
                    since = _end(x, begun, joints, same)
                    found.append(Stretch(*ends, members, same, ended, False, sharp, since))
    return tuple(found)


def equal_pairs(curves: Sequence[Curve], x: np.ndarray, y: np.ndarray, rounding: float) -> np.ndarray:
    """For each pair of curves, at each place, whether all samples on both sides of it, up to the next, are equal."""
    samples = [_samples(curve) for curve in curves]
    pairs = np.zeros((len(curves), len(curves), x.size), bool)
    for i, (at, values) in enumerate(samples):
        pairs[i, i] = True
        for j, (other_at, other_values) in enumerate(samples[:i]):
            shared, own, others = np.intersect1d(at, other_at, assume_unique=True, return_indices=True)
            if shared.size:
                a, b = values[own], other_values[others]
                same = np.abs(a - b) <= SAME * np.maximum(np.abs(a), np.abs(b)) + rounding
                behind = np.searchsorted(shared, x).clip(0, shared.size - 1)
                pairs[i, j] = same[behind] & same[(behind - 1).clip(0)] & np.isfinite(y[i]) & np.isfinite(y[j])
                unlike = np.searchsorted(x, shared[~same])
                pairs[i, j, unlike.clip(0, x.size - 1)] = pairs[i, j, (unlike - 1).clip(0)] = False
                pairs[j, i] = pairs[i, j]
    return pairs


def _samples(curve: Curve) -> Points:
    """The samples of a curve at places at which it has one value."""
    if not curve.pieces:
        return np.empty(0), np.empty(0)
    x, y = (np.concatenate(part) for part in zip(*curve.pieces, strict=True))
    once, first, counts = np.unique(x, return_index=True, return_counts=True)
    return once[counts == 1], y[first[counts == 1]]


def absent(y: np.ndarray) -> np.ndarray:
    """For each pair of curves, at each place, whether neither is there."""
    missing = np.isnan(y)
    return missing[:, None] & missing[None]


def _unlike(curves: Sequence[Curve]) -> tuple[float, ...]:
    """Where values at jumps differ, as conventions do."""
    dots = [{(dot.x, dot.y) for dot in curve.dots if dot.filled} for curve in curves]
    return tuple(sorted({x for some in dots for x, _ in some ^ dots[0]}))


def _settled(x: np.ndarray, run: tuple[int, int], joints: np.ndarray) -> bool:
    """Whether curves begin and cease to be equal where a formula changes; others only come near, to all digits."""
    return all(at in (0, x.size - 1) or _end(x, at, joints, True) in joints for at in run)


def _joints(curve: Curve) -> set[float]:
    """Where a curve changes its formula, and where its pieces end."""
    return {*curve.joints, *(float(x[at]) for x, _ in curve.pieces if x.size for at in (0, -1))}


def _covered(ends: Size, members: tuple[int, ...], found: Sequence[Stretch]) -> bool:
    """Whether one of the curves is in another stretch there."""
    parts = [one for one in found if not one.everywhere]
    return any(set(members) & set(one.members) and one.low < ends[1] and ends[0] < one.high for one in parts)


def _closed(together: np.ndarray, across: np.ndarray, far: np.ndarray) -> np.ndarray:
    """The same with short gaps filled, in which the curves stay beside each other."""
    filled = together.copy()
    for first, last in _runs(~together):
        short = first and last < together.size - 1 and across[last] - across[first] < GAP
        if short and not far[first : last + 1].any():
            filled[first : last + 1] = True
    return filled


def _far(up: np.ndarray, across: np.ndarray, members: tuple[int, ...]) -> np.ndarray:
    """Where some curves are farther apart than what interrupts one line may be."""
    own = up[[*members]]
    return ~_near(own, across, APART).all(axis=(0, 1)) & np.isfinite(own).all(axis=0)


def _end(x: np.ndarray, at: int, joints: np.ndarray, same: bool) -> float:
    """An end of a stretch: the joint of curves that is near, else the place on the grid.

    Of curves that only come near it is within a step: farther away they may be apart.
    """
    steps = 3 if same else 1
    low, high = x[max(at - steps, 0)], x[min(at + steps, x.size - 1)]
    near = joints[(joints >= low) & (joints <= high)] if joints.size else joints
    return float(near[np.argmin(np.abs(near - x[at]))]) if near.size else float(x[at])


def _places(curves: Sequence[Curve], interval: Size, height: float, scales: Scales) -> np.ndarray:
    """Even steps, and samples of curves that turn within one by more than a height."""
    x = scales.x.spread(*interval, GRID)
    found = [x]
    for curve in curves:
        for at, values in curve.pieces:
            if at.size:
                between = np.interp(at, x, np.interp(x, at, values))
                found.append(at[np.abs(scales.y.place(between) - scales.y.place(values)) > height])
    return x if all(not some.size for some in found[1:]) else np.unique(np.concatenate(found))


def heights(curve: Curve, x: np.ndarray) -> np.ndarray:
    """A curve at places, nan where it has no piece."""
    heights = np.full(x.shape, np.nan)
    for at, values in curve.pieces:
        if at.size:
            inside = (x >= at[0]) & (x <= at[-1])
            heights[inside] = np.interp(x[inside], at, values)
    return heights


def within(x: np.ndarray, spans: Sequence[Size]) -> np.ndarray:
    """Which places are on one of some spans."""
    return np.any([np.zeros(x.shape, bool), *((x >= low) & (x <= high) for low, high in spans)], axis=0)


def _near(up: np.ndarray, across: np.ndarray, distance: float = NEAR) -> np.ndarray:
    """For each pair of curves, at each place, whether they are nearer than can be seen, across their direction."""
    with np.errstate(all="ignore"):
        slope = np.gradient(up, across, axis=1)
        slope = np.abs(np.where(np.isfinite(slope), slope, 0.0))
        return np.abs(up[:, None] - up[None]) <= distance * np.hypot(1, np.minimum(slope[:, None], slope[None]))


def _groups(pairs: np.ndarray, hidden: Sequence[int]) -> tuple[list[tuple[tuple[int, ...], ...]], np.ndarray]:
    """The ways in which curves, but for hidden ones, belong together, and which of these it is at each place."""
    pairs = pairs.copy()
    pairs[hidden] = pairs[:, hidden] = False
    count = len(pairs)
    packed = np.packbits(pairs.reshape(count * count, -1), axis=0)
    _, firsts, place = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    return [clusters(pairs[:, :, first]) for first in firsts], place.reshape(-1)


def clusters(near: np.ndarray) -> tuple[tuple[int, ...], ...]:
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
