"""Samples a function or one of its derivatives into a record that can be drawn without knowing it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ...catalogue.kinds.functions import METHODS, Function, number_text
from ...errors import BadOption
from ...frozen import record
from ...numerics.scales import PLAIN, Scale, Scales
from .breaks import Break, breaks_of
from .sampling.crowds import MANY, Crowds, Points, Span, crowds_of, jumps_of
from .sampling.refining import COLUMNS, LARGEST, RINGS, TOO_FAST, Band, height_of_pixel, spread
from .sampling.scaled import refined_in

WIDE = 100.0  # a longer interval gets extra points where catalogue functions bend
EDGE = 0.03  # share of the interval, at each end, that a curve may spend running into a pole
ASIDE = 0.1  # share beyond which a pole is not felt
POLE = 3.0  # growth within the edge that only a pole explains
CLOSE = 1e-9  # relative difference of second derivatives at a smooth join
ROUNDING = 1e-12  # of the largest second derivative
TURNS, CLOSER = (3.0, 600.0), 4000  # shares of the interval between which it is sampled closer, and in how many points
PLACES = 101  # at which the size of a second derivative is looked up


@record
class Dot:
    """An end of a piece at a jump: filled where the value is taken, open where it is only approached."""

    x: float
    y: float
    filled: bool


@record
class Curve:
    """A function (order 0) or its derivative on an interval, in pieces that do not cross a jump."""

    label: str
    order: int
    pieces: tuple[Points, ...]
    dots: tuple[Dot, ...]
    missing: tuple[tuple[float, str], ...]  # where this derivative does not exist, with the kinds of the breaks
    kinks: tuple[tuple[float, float], ...]  # where the curve is continuous and its slope jumps
    joints: tuple[float, ...]  # where it is continuous and its formula changes, smoothly or not
    bounded: bool  # on the whole domain, not only on the interval, and not only since a pole is clipped
    bounds: tuple[float, float]  # of all values where known, else infinite
    poles: tuple[float, ...] = ()  # where it grows without end
    turning: tuple[float, ...] = ()  # where it oscillates without limit
    bands: tuple[Band, ...] = ()  # in place of its pieces where it turns faster than pixels can show
    fast: tuple[Span, ...] = ()  # where it turns so often that dashes would blur it
    tops: tuple[tuple[float, float], ...] = ()  # where it turns, more exactly than its samples
    endless: tuple[float, ...] = ()  # ends of its domain, beside which it grows without end


def trace(function: Function, order: int, interval: tuple[float, float], points: int, scales: Scales = PLAIN) -> Curve:
    """Sample the derivative of this order at about `points` points, as far apart on axes of some scales.

    It lands on every break.

    Raises `BadOption` where the function is defined, or finite, nowhere on the interval.
    """
    low, high = _inside(function, interval)
    breaks = breaks_of(function, (low, high))
    scale = _scale(function, low, high) if breaks and order else 0.0
    every = [_joint(function, order, point, scale) for point in breaks]
    method = getattr(function, METHODS[order])
    crowds = _crowds((function.value, method), [joint.x for joint in every], (low, high), points)
    joints = [joint for joint in every if not crowds.blur(joint.x)]
    poles = tuple(joint.x for joint in joints if joint.infinite)
    turning = tuple(point.x for point in breaks if any(side[order].turns for side in point.sides))
    dense = tuple(sorted({*(edge for edge, _ in _edges(function, low, high)), *poles}))  # a pole may stand at an edge
    stretches = _stretches(method, _grid((low, high), points, dense, turning, scales.x), joints)
    pieces = [run for piece in _joined(stretches, joints) for run in _finite_runs(*piece)]
    if any(joint.infinite for joint in every if crowds.blur(joint.x)):
        crowds = replace(crowds, poles=True)
    honest = refined_in(scales, method, pieces, (low, high), crowds)
    shown = [(joint, point) for joint, point in zip(every, breaks, strict=True) if not crowds.hide(joint.x)]
    ends = _at_ends(function, order)
    if function.known_range and all(len(x) < 2 for x, _ in pieces):  # a point alone is no curve
        raise _too_large(function, (low, high), "nearly all" if pieces else "all")
    return Curve(
        label=function.label,
        order=order,
        pieces=honest.pieces,
        dots=tuple(dot for joint, _ in shown for dot in joint.dots(low, high) if abs(dot.y) <= LARGEST),
        missing=tuple((joint.x, joint.kind) for joint in every if joint.missing),
        kinks=tuple(
            (joint.x, joint.value)
            for joint, point in shown
            if joint.continuous and order < 2 and not _joint(function, order + 1, point, scale).continuous
        ),
        joints=tuple(joint.x for joint in joints if joint.continuous),
        bounded=bool(np.all(np.isfinite(ends)))
        and not any(joint.infinite or joint.leaps(method, high - low) for joint in every)
        and not any(
            _clipped(method, end, 1 if end == low else -1, high - low) for end in set(function.domain) & {low, high}
        ),
        bounds=(function.bounds.low, function.bounds.high) if order == 0 else (-np.inf, np.inf),
        poles=tuple(joint.x for joint, _ in shown if joint.infinite),
        turning=turning,
        bands=honest.bands,
        fast=honest.fast,
        tops=honest.tops,
        endless=tuple(x for x, y in zip(function.domain, ends, strict=True) if low <= x <= high and np.isinf(y)),
    )


def _too_large(function: Function, interval: Span, share: str) -> BadOption:
    asked = " to ".join(map(number_text, interval))
    smaller = " or smaller parameters" if function.numbers else ""
    large = f"{function} exceeds {LARGEST:g}, and is not drawn, {share} the way from {asked}"
    return BadOption(f"--range: {large}. Choose a range nearer to 0{smaller}")


def _crowds(methods: Sequence[Callable], places: list[float], interval: Span, points: int) -> Crowds:
    """Where breaks are too near to each other to be drawn; those nobody looked for, of very many, as samples show."""
    many, farther = len(places) > MANY, list[float]()
    if many:
        x = np.sort(spread(interval, max(points, 2 * COLUMNS)))
        for method in dict.fromkeys(methods):
            piece = x, method(x)
            jumps = jumps_of(method, piece, height_of_pixel([piece], interval[1] - interval[0]))
            farther += [at for at in jumps if not places[0] <= at <= places[-1]]
        places = sorted({*places, *farther})
    apart = ((interval[1] - interval[0]) / COLUMNS * columns for columns in (TOO_FAST, RINGS))
    found = crowds_of(places, interval, *apart)
    return replace(found, many=True) if many else found


@record
class _Joint:
    """One order of a function at a break."""

    x: float
    value: float  # nan where there is none
    left: float
    right: float
    missing: bool  # a lower order has no value, or bends, here
    kind: str
    quiet: bool  # an end of a domain that needs no dot

    @property
    def continuous(self) -> bool:
        return not self.missing and self.left == self.value == self.right and bool(np.isfinite(self.value))

    @property
    def infinite(self) -> bool:
        return bool(np.isinf(self.left) or np.isinf(self.right))

    def leaps(self, method: Callable, width: float) -> bool:
        """Whether it swings beyond all bounds on a side where it has no limit."""
        sides = [side for side, limit in ((-1, self.left), (1, self.right)) if np.isnan(limit)]
        return any(_clipped(method, self.x, side, width) for side in sides)

    def dots(self, low: float, high: float) -> list[Dot]:
        """The ends to draw, of those sides that lie between low and high."""
        limits = [limit for limit, seen in ((self.left, self.x > low), (self.right, self.x < high)) if seen]
        if self.continuous or self.quiet:
            return []
        if self.missing or np.isnan(self.value):
            return [Dot(self.x, limit, filled=False) for limit in dict.fromkeys(limits)]
        opened = [Dot(self.x, limit, filled=False) for limit in dict.fromkeys(limits) if limit != self.value]
        return [*opened, Dot(self.x, self.value, filled=True)]


def _joint(function: Function, order: int, point: Break, scale: float) -> _Joint:
    """One order of a function at a break; second derivatives apart by rounding of their scale are the same."""
    left, right = (_known(point.limit(side, order)) for side in (-1, 1))
    if order == 0:
        quiet = point.is_continuous and bool(point.sides)
        return _Joint(point.x, _known(point.value), left, right, missing=False, kind=point.kind, quiet=quiet)
    quiet = point.kind == "edge"
    if order == 1:
        return _Joint(point.x, _known(point.derivative), left, right, not point.has_slope, point.kind, quiet)
    value = float(function.second_derivative(point.x))
    smooth, taken = np.isclose([right, value], left, rtol=CLOSE, atol=ROUNDING * scale)
    value = left if smooth and (taken or np.isnan(value)) else value
    return _Joint(point.x, value, left, left if smooth else right, point.kind != "smooth", point.kind, quiet)


def _scale(function: Function, low: float, high: float) -> float:
    """About the largest second derivative on an interval; its ends, where poles may stand, do not count."""
    sizes = np.abs(function.second_derivative(np.linspace(low, high, PLACES)[1:-1]))
    return float(sizes[sizes <= LARGEST].max(initial=0.0))  # false for nan


def _clipped(method: Callable, end: float, inwards: int, width: float) -> bool:
    """Whether a curve runs into a pole at an end of a piece, which may be cut off right before it, at 1e-7, say."""
    approach, (close, edge) = np.logspace(-12, -3, 91), (1e-3, EDGE)
    seen, near, inside = (np.abs(method(end + inwards * width * np.array(at))) for at in (approach, [close], [edge]))
    return bool(seen.max() > POLE * max(1.0, inside[0]) and seen.max() > 1.5 * near[0])


def _edges(function: Function, low: float, high: float) -> list[tuple[float, int]]:
    """Ends of an interval at which the domain ends too, with the side on which the interval lies."""
    return [(end, side) for end, side in ((low, 1), (high, -1)) if end in function.domain]


def _known(limit: float | None) -> float:
    """A one-sided limit; nan, which is not drawn, where the function is undefined on that side."""
    return np.nan if limit is None else limit


def _inside(function: Function, interval: tuple[float, float]) -> tuple[float, float]:
    """The part of the interval on which the function is defined."""
    low, high = max(interval[0], function.domain[0]), min(interval[1], function.domain[1])
    if low >= high:
        asked, domain = (" to ".join(map(number_text, ends)) for ends in (interval, function.domain))
        raise BadOption(f"--range: {function} is defined for a {function.variable} from {domain}, not from {asked}")
    return float(low), float(high)


def _at_ends(function: Function, order: int) -> np.ndarray:
    """What the derivative of this order is at both ends of the domain; a user's function may change meanwhile."""
    return (_found_at_ends if function.known_range else _found_at_ends.__wrapped__)(function, order)


@lru_cache(maxsize=256)  # each figure of a gallery asks anew
def _found_at_ends(function: Function, order: int) -> np.ndarray:
    return getattr(function, METHODS[order])(np.array(function.domain))


@lru_cache(maxsize=8)  # most curves of a figure have the same
def _grid(
    interval: Span, points: int, dense: tuple[float, ...], turning: tuple[float, ...], scale: Scale
) -> np.ndarray:
    """Even steps and 0, with more points near it on a very wide interval, and towards the edges of a domain and poles.

    Towards where a curve oscillates without limit they come closer as fast as most such curves turn. Do not change it.
    """
    low, high = interval
    x = [scale.spread(low, high, points), [0.0]]  # where many a function is sharpest
    if high - low > WIDE:
        x.append(np.linspace(-10, 10, 2001))
    approach = np.append(np.logspace(-12, -2, 101), (EDGE, ASIDE)) * (high - low) if dense else []
    ever_closer = (high - low) / np.linspace(*TURNS, CLOSER) if turning else []
    for places, steps in ((dense, approach), (turning, ever_closer)):
        x += [place + side * steps for place in places for side in (-1, 1)]
    every = np.unique(np.concatenate(x))
    grid = every[(every >= low) & (every <= high)]
    grid.flags.writeable = False
    return grid


def _stretches(method: Callable, grid: np.ndarray, joints: Sequence[_Joint]) -> list[Points]:
    """The samples between neighbouring breaks, ending in the one-sided limits there."""
    ends = [(-np.inf, None), *((joint.x, joint) for joint in joints), (np.inf, None)]
    stretches = []
    for (start, first), (stop, last) in pairwise(ends):
        x = grid[np.searchsorted(grid, start, "right") : np.searchsorted(grid, stop)] if joints else grid
        y = method(x)
        if first and x.size:
            x, y = np.append(first.x, x), np.append(first.right, y)
        if last and x.size:
            x, y = np.append(x, last.x), np.append(y, last.left)
        stretches.append((x, y))
    return stretches


def _finite_runs(x: np.ndarray, y: np.ndarray) -> list[Points]:
    """The parts of a piece between what cannot be drawn."""
    if x.size and np.abs(y).max() <= LARGEST:
        return [(x, y)]
    finite = np.concatenate([[False], np.abs(y) <= LARGEST, [False]])  # false for nan
    starts, stops = np.flatnonzero(finite[1:] & ~finite[:-1]), np.flatnonzero(finite[:-1] & ~finite[1:])
    return [(x[start:stop], y[start:stop]) for start, stop in zip(starts, stops, strict=True)]


def _joined(stretches: Sequence[Points], joints: Sequence[_Joint]) -> list[Points]:
    """One piece instead of two wherever the curve runs through a break without a jump."""
    pieces = [stretches[0]]
    for joint, (x, y) in zip(joints, stretches[1:], strict=True):
        if joint.continuous and pieces[-1][0].size and x.size:
            pieces[-1] = (np.append(pieces[-1][0], x[1:]), np.append(pieces[-1][1], y[1:]))
        else:
            pieces.append((x, y))
    return pieces
