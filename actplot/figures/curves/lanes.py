"""Finds where curves of a panel lie on each other, and lays them beside each other there, as lanes of one stroke."""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from ...calculus.curves.tracing import Curve, Points
from ...frozen import record
from ...numerics.scales import PLAIN, Scales

NEAR = 0.5  # points: nearer than that, curves are one line to the eye
SAME, ROUNDING = 1e-12, 1e-15  # relative to the values, and to a panel's height: nearer than that, they are equal
SHORTEST = {True: 14.0, False: 60.0}  # points that a stretch of equal, and of near curves takes at least
GAP, APART = 20.0, 1.5  # points by which a stretch may be interrupted, and by which its curves may part there
LANE, STROKE = 0.62, 2.2  # of a curve's width: a lane, and all lanes of a stroke at most
GRID = 601
Size = tuple[float, float]
Ends = tuple[bool, bool]


@record
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
    drawn = np.stack([~within(x, [band.ends for band in curve.bands]) for curve in curves])
    sight = _Sight(
        x,
        (scales.x.place(x) - left) * page[0],
        (scales.y.place(y) - bottom) * page[1],
        (y >= limits[0]) & (y <= limits[1]),
        drawn,
        tuple(sorted({joint for curve in curves for joint in _joints(curve)})),
    )
    equal = equal_pairs(curves, x, y, ROUNDING * (limits[1] - limits[0]) * scales.y.is_linear)
    found = [
        Stretch(*interval, members, True, True, True, (True, True), None, _unlike([curves[index] for index in members]))
        for members in clusters(np.all(equal | absent(y), axis=-1))
    ]
    hidden = [index for one in found for index in one.members[1:]]
    mixed = len({curve.order for curve in curves}) > 1  # whose names say what they are
    for same in (True,) if mixed else (True, False):
        groups, place = _groups(equal if same else sight.near(NEAR), hidden)
        for members in dict.fromkeys(group for some in groups for group in some):
            for one in _Party(sight, members, same, groups, place).stretches():
                found += [] if _covered((one.low, one.high), members, found) else [one]
    return tuple(found)


@record
class _Sight:
    """Curves as they are seen: at places, in points from the lower left corner of their panel."""

    x: np.ndarray
    across: np.ndarray
    up: np.ndarray
    seen: np.ndarray  # where each is within the panel
    drawn: np.ndarray  # where each is a line
    joints: tuple[float, ...]

    def near(self, distance: float) -> np.ndarray:
        """For each pair of curves, at each place, whether they are nearer than some points, across their direction."""
        first, second = pairs_of(len(self.up))
        near = np.empty((len(self.up), *self.up.shape), bool)
        near[first, second] = near[second, first] = self._apart[0] <= distance * self._apart[1]
        return near

    @cached_property
    def all_drawn(self) -> bool:
        """Whether all are lines everywhere."""
        return bool(self.drawn.all())

    @cached_property
    def _apart(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each pair of curves, and of each curve and itself: how far above each other, and how much that shows."""
        first, second = pairs_of(len(self.up))
        with np.errstate(all="ignore"):
            slope = np.gradient(self.up, self.across, axis=1)
            slope = np.abs(np.where(np.isfinite(slope), slope, 0.0))
            return np.abs(self.up[first] - self.up[second]), np.hypot(1, np.minimum(slope[first], slope[second]))

    @cached_property
    def _beside(self) -> np.ndarray:
        """For each pair of curves, at each place, whether they are as near as what interrupts one line may be."""
        return self.near(APART)

    def far(self, members: tuple[int, ...]) -> np.ndarray:
        """Where some curves are farther apart than what interrupts one line may be."""
        near = self._beside[np.ix_(members, members)].all(axis=(0, 1))
        return ~near & np.isfinite(self.up[[*members]]).all(axis=0)


@lru_cache(maxsize=16)
def pairs_of(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of some curves once, and each curve with itself."""
    return np.triu_indices(count)


@record
class _Party:
    """Some curves that are one line somewhere; the ways in which curves belong together, and where each is so."""

    sight: _Sight
    members: tuple[int, ...]
    same: bool
    groups: Sequence[tuple[tuple[int, ...], ...]]
    place: np.ndarray

    def stretches(self) -> Iterator[Stretch]:
        """Where they are one line for long enough to be seen so."""
        sight, x = self.sight, self.sight.x
        for first, last in self._runs(self._together & sight.seen[self.members[0]]):
            across, up = sight.across[first : last + 1], sight.up[self.members[0], first : last + 1]
            length = np.hypot(across[1:] - across[:-1], up[1:] - up[:-1]).sum()
            if length < SHORTEST[self.same] or not any(start <= first <= end for start, end in self._whole):
                continue
            low, high = (_end(x, at, sight.joints, self.same) for at in (first, last))
            sharp = low in sight.joints, high in sight.joints
            ended = not np.any(sight.seen[self.members[0], last + 1 :])
            yield Stretch(low, high, self.members, self.same, ended, False, sharp, self._since(first))

    @cached_property
    def _together(self) -> np.ndarray:
        at = np.array([self.members in some for some in self.groups])[self.place]
        return at if self.sight.all_drawn else at & self.sight.drawn[[*self.members]].all(axis=0)

    @cached_property
    def _apart(self) -> np.ndarray:
        return ~self._together if self.same else self.sight.far(self.members)

    @cached_property
    def _whole(self) -> list[tuple[int, int]]:
        """Where they are one line, seen or not."""
        runs = self._runs(self._together)
        return [run for run in runs if not self.same or _settled(self.sight.x, run, self.sight.joints)]

    def _since(self, first: int) -> float:
        """From where on they are one line up to a place, beside others at first."""
        containing = np.array([any({*self.members} <= {*group} for group in some) for some in self.groups])
        begun = next(start for start, end in self._runs(containing[self.place]) if start <= first <= end)
        return _end(self.sight.x, begun, self.sight.joints, self.same)

    def _runs(self, together: np.ndarray) -> list[tuple[int, int]]:
        """First and last place of each run, over short gaps in which the curves stay beside each other."""
        across, found = self.sight.across, list[tuple[int, int]]()
        for first, last in _runs(together):
            gap = (found[-1][1] + 1, first - 1) if found else (0, 0)
            if found and across[gap[1]] - across[gap[0]] < GAP and not self._apart[gap[0] : first].any():
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found


def equal_pairs(curves: Sequence[Curve], x: np.ndarray, y: np.ndarray, rounding: float) -> np.ndarray:
    """For each pair of curves, at each place, whether all samples on both sides of it, up to the next, are equal."""
    samples, there = [_samples(curve) for curve in curves], np.isfinite(y)
    pairs = np.zeros((len(curves), len(curves), x.size), bool)
    for i, own in enumerate(samples):
        pairs[i, i] = True
        for j, other in enumerate(samples[:i]):
            shared, a, b = _shared(own, other)
            apart = np.abs(a - b)
            if shared.size and apart.min() <= SAME * max(np.abs(a).max(), np.abs(b).max()) + rounding:
                same = apart <= SAME * np.maximum(np.abs(a), np.abs(b)) + rounding
                behind = np.minimum(np.searchsorted(shared, x), shared.size - 1)
                pairs[i, j] = same[behind] & same[np.maximum(behind - 1, 0)] & there[i] & there[j]
                unlike = np.searchsorted(x, shared[~same])
                pairs[i, j, np.minimum(unlike, x.size - 1)] = pairs[i, j, np.maximum(unlike - 1, 0)] = False
                pairs[j, i] = pairs[i, j]
    return pairs


def _samples(curve: Curve) -> Points:
    """The samples of a curve at places at which it has one value, from left to right."""
    if not curve.pieces:
        return np.empty(0), np.empty(0)
    x, y = curve.pieces[0] if len(curve.pieces) == 1 else map(np.concatenate, zip(*curve.pieces, strict=True))
    if np.any(x[1:] < x[:-1]):
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    steps = np.concatenate([[True], x[1:] != x[:-1], [True]])
    once = steps[1:] & steps[:-1]
    return (x, y) if once.all() else (x[once], y[once])


def _shared(one: Points, other: Points) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places that two curves have samples at, and the values of each there."""
    (x, y), (other_x, other_y) = one, other
    if x is other_x or np.array_equal(x, other_x):
        return x, y, other_y
    at = np.searchsorted(other_x, x)
    own = np.flatnonzero(np.append(other_x, np.nan)[at] == x)
    return x[own], y[own], other_y[at[own]]


def absent(y: np.ndarray) -> np.ndarray:
    """For each pair of curves, at each place, whether neither is there."""
    missing = np.isnan(y)
    return missing[:, None] & missing[None]


def _unlike(curves: Sequence[Curve]) -> tuple[float, ...]:
    """Where values at jumps differ, as conventions do."""
    dots = [{(dot.x, dot.y) for dot in curve.dots if dot.filled} for curve in curves]
    return tuple(sorted({x for some in dots for x, _ in some ^ dots[0]}))


def _settled(x: np.ndarray, run: tuple[int, int], joints: Sequence[float]) -> bool:
    """Whether curves begin and cease to be equal where a formula changes; others only come near, to all digits."""
    return all(at in (0, x.size - 1) or _end(x, at, joints, True) in joints for at in run)


def _joints(curve: Curve) -> set[float]:
    """Where a curve changes its formula, and where its pieces end."""
    return {*curve.joints, *(float(x[at]) for x, _ in curve.pieces if x.size for at in (0, -1))}


def _covered(ends: Size, members: tuple[int, ...], found: Sequence[Stretch]) -> bool:
    """Whether one of the curves is in another stretch there."""
    parts = [one for one in found if not one.everywhere]
    return any(set(members) & set(one.members) and one.low < ends[1] and ends[0] < one.high for one in parts)


def _end(x: np.ndarray, at: int, joints: Sequence[float], same: bool) -> float:
    """An end of a stretch: the joint of curves that is near, else the place on the grid.

    Of curves that only come near it is within a step: farther away they may be apart.
    """
    steps = 3 if same else 1
    low, here, high = (float(x[place]) for place in (max(at - steps, 0), at, min(at + steps, x.size - 1)))
    return min((joint for joint in joints if low <= joint <= high), key=lambda joint: abs(joint - here), default=here)


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
            own = np.interp(x, at, values, np.nan, np.nan)
            heights = own if at is curve.pieces[0][0] else np.where((x >= at[0]) & (x <= at[-1]), own, heights)
    return heights


def within(x: np.ndarray, spans: Sequence[Size]) -> np.ndarray:
    """Which places are on one of some spans."""
    found = np.zeros(x.shape, bool)
    for low, high in spans:
        found |= (x >= low) & (x <= high)
    return found


def _groups(pairs: np.ndarray, hidden: Sequence[int]) -> tuple[list[tuple[tuple[int, ...], ...]], np.ndarray]:
    """The ways in which curves, but for hidden ones, belong together, and which of these it is at each place."""
    pairs = pairs.copy()
    pairs[hidden] = pairs[:, hidden] = False
    packed = np.packbits(pairs[pairs_of(len(pairs))], axis=0)
    changes = np.flatnonzero((packed[:, 1:] != packed[:, :-1]).any(axis=0)) + 1
    starts = [0, *changes.tolist()]
    ways = [packed[:, start].tobytes() for start in starts]
    numbers = {way: number for number, way in enumerate(sorted(set(ways)))}
    place = np.repeat([numbers[way] for way in ways], np.diff([*starts, pairs.shape[-1]]))
    return [_clusters_of(way, len(pairs)) for way in numbers], place


@lru_cache(maxsize=256)  # figures of a gallery have the same ways
def _clusters_of(way: bytes, count: int) -> tuple[tuple[int, ...], ...]:
    """Those of curves of which pairs are near to each other, as bits say."""
    near, (first, second) = np.empty((count, count), bool), pairs_of(count)
    near[first, second] = near[second, first] = np.unpackbits(np.frombuffer(way, np.uint8), count=first.size)
    return clusters(near)


def clusters(near: np.ndarray) -> tuple[tuple[int, ...], ...]:
    """Those that are near to all that are in it, by their numbers."""
    clusters: list[list[int]] = []
    for index, beside in enumerate(near.tolist()):
        home = next((cluster for cluster in clusters if all(map(beside.__getitem__, cluster))), None)
        if home is None:
            clusters.append([index])
        else:
            home.append(index)
    return tuple(tuple(cluster) for cluster in clusters if len(cluster) > 1)


def _runs(true: np.ndarray) -> list[tuple[int, int]]:
    """First and last place of each run."""
    changes = np.flatnonzero(true[1:] != true[:-1]).tolist()
    edges = [*[-1][: int(true[0])], *changes, *[true.size - 1][: int(true[-1])]]
    return [(first + 1, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]
