"""Finds what a figure can point out on a curve: asymptotes, extrema and saturation."""

from collections.abc import Callable

import numpy as np

from ...catalogue.kinds.functions import Function
from ...frozen import record
from .breaks import HUGE, Break, breaks_of
from .tracing import LARGEST, METHODS, Curve, Points

CONVENTION, LARGEST_SLOPE, STEEPEST = "by convention", "largest slope", "steepest slope"
SATURATION = 0.1  # share of the largest |f′| below which a function counts as saturated
FAR = 200  # places beyond what is drawn, at which a tail is looked at
LOST = 0.08  # share of the width beside a point where a curve oscillates, in which no turn is pointed out
ZOOMS = 8  # each narrows an extremum's place 25 times
MOST_TURNS = 200  # of a curve: of more, samples do not tell which they are, nor a picture


@record
class Segment:
    """The part of an asymptote that lies on the side where it holds."""

    x: tuple[float, float]
    y: tuple[float, float]


@record
class Region:
    """What lies between two curves of the same points."""

    x: np.ndarray
    low: np.ndarray
    high: np.ndarray


@record
class Extremum:
    """A strict local maximum or minimum."""

    x: float
    y: float
    highest: bool


@record
class Told:
    """A place on the curve of a derivative whose value is told, and what that value is."""

    x: float
    y: float
    why: str


@record
class Limit:
    """What a curve approaches on one side, where it approaches a number."""

    right: bool
    y: float


def told(function: Function, curve: Curve) -> tuple[Told, ...]:
    """The values of a derivative that conventions take, and its largest one if that is a peak."""
    conventions = [Told(dot.x, dot.y, CONVENTION) for dot in curve.dots if dot.filled and curve.order]
    return (*conventions, *(_largest(function, curve) if curve.order == 1 else ()))


def _largest(function: Function, curve: Curve) -> list[Told]:
    """Where the slope is largest, if it is so at one or two places alone, and nowhere outside of what is drawn."""
    ends = [abs(function.derivative(float(end))) for end in function.domain if np.isinf(end)]
    sizes = [np.abs(y) for _, y in curve.pieces]
    if not sizes or not curve.bounded or curve.bands or not np.all(np.isfinite(ends)):
        return []
    most = max(float(size.max()) for size in sizes)
    peaks = [
        (x[i - 1], x[i], x[i + 1], np.sign(y[i]))
        for (x, y), size in zip(curve.pieces, sizes, strict=True)
        for i in np.flatnonzero(size >= (1 - 1e-4) * most)
        if 0 < i < size.size - 1 and size[i - 1] < size[i] >= size[i + 1]
    ]
    if not 0 < len(peaks) <= 2:
        return []
    found = _zoomed(function.derivative, *np.array(peaks, float).T)
    highest = max(abs(one.y) for one in found)
    beyond = max([*ends, *(abs(end) for x, y in curve.pieces for end in (y[0], y[-1]))], default=0.0)
    if highest < most * (1 - 1e-12) or beyond >= highest * (1 - 1e-9):
        return []
    return [
        Told(one.x, one.y, LARGEST_SLOPE if one.y > 0 else STEEPEST)
        for one in found
        if abs(one.y) >= highest * (1 - 1e-12)
    ]


def limits(function: Function, order: int, interval: tuple[float, float]) -> tuple[Limit, ...]:
    """The numbers that the derivative of this order approaches on the sides that are drawn."""
    sides = [side for side, drawn in ((-1, interval[0] < 0), (1, interval[1] > 0)) if drawn]
    lines = [(side > 0, _line(function, order, side)) for side in sides]
    return tuple(Limit(right, line[1]) for right, line in lines if line is not None and line[0] == 0)


def asymptotes(function: Function, order: int, interval: tuple[float, float]) -> tuple[Segment, ...]:
    """Lines that the derivative of this order approaches, each on its own side of 0."""
    low, high = interval
    sides = [(-1, low, min(high, 0.0)), (1, max(low, 0.0), high)]
    lines = [(_line(function, order, side), start, stop) for side, start, stop in sides if start < stop]
    return tuple(
        Segment((start, stop), (line[0] * start + line[1], line[0] * stop + line[1]))
        for line, start, stop in lines
        if line is not None and max(abs(line[0] * start), abs(line[0] * stop), abs(line[1])) <= LARGEST / 2
    )


def vertical_asymptotes(function: Function, curve: Curve, interval: tuple[float, float]) -> tuple[float, ...]:
    """Where a curve grows without end: at its breaks, and at ends of its domain."""
    method = getattr(function, METHODS[curve.order])
    low, high = interval
    ends = [float(end) for end in function.domain if low <= end <= high and np.isinf(method(end))]
    return tuple(sorted({*curve.poles, *ends}))


def _line(function: Function, order: int, side: int) -> tuple[float, float] | None:
    if np.isfinite(function.domain[side > 0]):
        return None
    if order == 0:
        line = function.asymptotes[side > 0]
        return line and (float(line.slope), float(line.intercept))
    limit = float(getattr(function, METHODS[order])(side * np.inf))
    return (0.0, limit) if np.isfinite(limit) else None


def envelope(function: Function, curve: Curve) -> tuple[Region, ...]:
    """Where the values lie of a function that is random in training, piece by piece of its curve."""
    if function.envelope is None:
        return ()
    first, second = (getattr(one, METHODS[curve.order]) for one in function.envelope)
    # Inside a piece: at its ends, which are breaks, conventions would decide.
    inner = [x[1:-1] if curve.order else x for x, _ in curve.pieces]
    return tuple(Region(x, np.minimum(first(x), second(x)), np.maximum(first(x), second(x))) for x in inner)


def extrema(function: Function, curve: Curve) -> tuple[Extremum, ...] | None:
    """Strict local extrema of a curve inside its pieces; plateaus, jumps and ends have none.

    None where it turns too often to tell them.
    """
    method = getattr(function, METHODS[curve.order])
    turns = [turn for piece in curve.pieces for turn in _turns(curve, *_doubled(method, *piece))]
    if len(turns) > MOST_TURNS:
        return None
    return tuple(sorted(_zoomed(method, *np.array(turns).T), key=lambda extremum: extremum.x)) if turns else ()


def _turns(curve: Curve, x: np.ndarray, y: np.ndarray) -> list[tuple[float, float, float, int]]:
    """Three points about each extremum, the highest or lowest in their middle, and 1 or −1 for which it is."""
    slack = 1e-12 * np.abs(y[1:-1])
    found = []
    for sign in (1, -1):
        rises = sign * (y[1:-1] - y[:-2]) > slack
        falls = sign * (y[1:-1] - y[2:]) > slack
        found += [(x[i], x[i + 1], x[i + 2], sign) for i in np.flatnonzero(rises & falls) if not _lost(curve, x[i + 1])]
    return found


def _lost(curve: Curve, x: float) -> bool:
    """Whether a turn is among those without end of what oscillates."""
    width = max(piece[0][-1] for piece in curve.pieces) - min(piece[0][0] for piece in curve.pieces)
    return any(abs(x - at) < LOST * width for at in curve.turning)


def _doubled(method: Callable, x: np.ndarray, y: np.ndarray) -> Points:
    """The samples and those between them: two equal neighbours may have a peak in their middle."""
    middles = (x[:-1] + x[1:]) / 2
    at = np.arange(1, len(x))
    return np.insert(x, at, middles), np.insert(y, at, method(middles))


def _zoomed(
    method: Callable, low: np.ndarray, middle: np.ndarray, high: np.ndarray, sign: np.ndarray
) -> list[Extremum]:
    """The extrema between two points each, found by ever finer sampling that keeps their middles."""
    rows = np.arange(len(low))
    for _ in range(ZOOMS):
        x = np.sort(np.column_stack([np.linspace(low, high, 51, axis=1), middle]), axis=1)
        middle = x[rows, np.argmax(sign[:, None] * method(x), axis=1)]
        apart = (high - low) / 100  # from the middle: one of the others may be the same but for rounding
        below, above = x < (middle - apart)[:, None], x > (middle + apart)[:, None]
        low, high = np.max(np.where(below, x, x[:, :1]), axis=1), np.min(np.where(above, x, x[:, -1:]), axis=1)
    found = zip(middle, method(middle), sign, strict=True)
    return [Extremum(float(x), float(y), bool(side > 0)) for x, y, side in found]


def saturation(function: Function, curve: Curve) -> tuple[Points, ...]:
    """The tails and plateaus of a function on which |f′| is below a tenth of its largest value.

    None if that is infinite. Where f′ goes through 0, values turn, which is no saturation.
    """
    if curve.order:
        return ()
    largest = _steepest(function) if function.known_range else _steepest_seen(function, curve)
    if not 0 < largest < np.inf:
        return ()
    level = SATURATION * largest
    parts = [part for piece in curve.pieces for part in _below(function, piece, level)]
    seen = curve.pieces[0][0][0], curve.pieces[-1][0][-1]
    tails = [side for side, end in zip((-1, 1), seen, strict=True) if _stays_flat(function, float(end), side, level)]
    return tuple(
        part
        for part in parts
        if (-1 in tails and part[0][0] == seen[0])
        or (1 in tails and part[0][-1] == seen[1])
        or _is_plateau(function, part)
    )


def _stays_flat(function: Function, end: float, side: int, level: float) -> bool:
    """Whether the slope stays small from an end of what is drawn to that of the domain."""
    last = float(function.domain[side > 0])
    if np.isfinite(last):
        beyond = np.linspace(end, last, FAR)[:-1]
    else:
        beyond = end + side * np.append(np.geomspace(max(1e-3, 1e-3 * abs(end)), max(1e3, 1e3 * abs(end)), FAR), np.inf)
    return bool(np.all(np.abs(function.derivative(beyond)) < level))


def _is_plateau(function: Function, part: Points) -> bool:
    """Whether values go on in one direction over a part, or stay what they are."""
    x = part[0]
    slopes = function.derivative((x[:-1] + x[1:]) / 2)
    return not (np.any(slopes > 0) and np.any(slopes < 0))


def _steepest(function: Function) -> float:
    from .extremes import extreme_derivative  # not above: of a figure without such marks nothing is searched

    breaks = breaks_of(function)
    return max(abs(extreme_derivative(function, breaks, sign).value) for sign in (1, -1))


def _steepest_seen(function: Function, curve: Curve) -> float:
    """Of a formula, what its curve shows: it may have more pieces elsewhere than one could look at."""
    if not curve.pieces:
        return np.inf
    ends = (min(x[0] for x, _ in curve.pieces), max(x[-1] for x, _ in curve.pieces))
    if any(map(_is_wild, breaks_of(function, ends))):
        return np.inf
    slopes = np.abs(function.derivative(np.concatenate([x for x, _ in curve.pieces])))
    largest = float(np.nanmax(slopes, initial=0.0))
    return largest if largest < HUGE else np.inf


def _is_wild(point: Break) -> bool:
    """Whether f or f′ grows or oscillates without end beside a break."""
    return point.grows(0) or point.grows(1) or any(side[1].turns for side in point.sides)


def _below(function: Function, piece: Points, level: float) -> list[Points]:
    """Stretches of a piece where |f′| is below a level, to the sample."""
    x, y = piece
    middles = (x[:-1] + x[1:]) / 2  # never on a break, where a convention would decide
    inside = np.concatenate([[False], np.abs(function.derivative(middles)) < level, [False]])
    starts, stops = np.flatnonzero(inside[1:] & ~inside[:-1]), np.flatnonzero(inside[:-1] & ~inside[1:])
    return [(x[start : stop + 1], y[start : stop + 1]) for start, stop in zip(starts, stops, strict=True)]
