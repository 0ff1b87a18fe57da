"""How a curve runs, in words: where it rises, falls, turns, jumps, bends and grows without end."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ...calculus.curves.tracing import Curve, Points
from ...numbers import readable

RISES, FALLS, FLAT = "rises", "falls", "is"
DIGITS, PLACE_DIGITS = 3, 4  # of values; of places that are known exactly
TURN = 0.005  # share of a curve's height below which nobody sees that it turns
NEARLY = 0.01  # share of the height within which an end has all but reached 0 or a bound
FINEST = 1000  # parts of the width, to which a place that was found by sampling is told
MOST_TURNS, MOST_PLACES = 4, 6  # that are told one by one
BESIDE = 1e-6  # how near to a pole a curve is cut
STEEP, INSIDE = 3.0, 0.03  # growth at an end of the domain, within a share of the width, that has no end
LEVEL = 1e-12  # of the height: how far a flat stretch may be from level


@dataclass(frozen=True)
class Stretch:
    """A part of a curve that only rises, only falls, or is level."""

    way: str
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """What numbers of a curve are rounded beside."""

    width: float
    height: float
    bounds: tuple[float, float]

    def value(self, y: float) -> str:
        """A height in words: with its digits, or nearly 0 or nearly a bound."""
        for bound in (0.0, *self.bounds):
            if math.isfinite(bound) and y != bound and abs(y - bound) <= NEARLY * min(self.height, 1e300):
                return f"nearly {readable(bound, DIGITS)}"
        return self._written(y)

    def _written(self, y: float) -> str:
        """With more digits where the curve is far from 0 and flat beside that."""
        return readable(y, DIGITS + _far(y, self.height))

    def exact(self, y: float) -> str:
        """The height of a turn, however small; rounding beside the height of the curve is 0."""
        return self._written(0.0 if abs(y) <= LEVEL * self.height else y)

    def place(self, x: float) -> str:
        """Where a curve turns, as finely as that is known."""
        step = 10.0 ** math.floor(math.log10(self.width / FINEST))
        return readable(round(x / step) * step + 0.0, PLACE_DIGITS + _far(x, self.width))


def _far(number: float, size: float) -> int:
    """How many digits more it takes to see the size of what a number is a part of."""
    return math.floor(math.log10(max(abs(number) / size, 1.0))) if size > 0 else 0


def course(curve: Curve, *, short: bool = False) -> str:
    """What a curve does from left to right, such as: falls to its minimum −0.17 at −0.75, then rises to 5."""
    if curve.bands:
        return _fast(curve)
    pieces = [piece for piece in curve.pieces if piece[0].size > 1]
    if not pieces:
        return "is drawn at single points alone"
    curve = replace(curve, poles=tuple(sorted({*curve.poles, *_at_edges(curve, pieces)})))
    scale = _scale(curve, pieces)
    told = _from_to(pieces, scale, curve) if short else _turning(curve, pieces, scale)
    return ", ".join([told, *_places(curve, pieces, scale, short=short)])


def _at_edges(curve: Curve, pieces: Sequence[Points]) -> Iterator[float]:
    """Ends of what is drawn at which the curve grows without end; there it was sampled ever closer."""
    for (x, y), end, inwards in ((pieces[0], 0, 1), (pieces[-1], -1, -2)):
        width = x[-1] - x[0]
        inside = np.interp(x[end] + (INSIDE if end == 0 else -INSIDE) * width, x, y)
        close = abs(x[inwards] - x[end]) <= BESIDE * width
        if close and not curve.bounded and abs(y[end]) > STEEP * max(1.0, abs(inside)):
            yield float(round(x[end], 9))


def _fast(curve: Curve) -> str:
    """Where it turns faster than pixels can show, what it covers is all that can be told."""
    heights = [*(end for band in curve.bands for end in (band.low.min(), band.high.max()))]
    heights += [end for _, y in curve.pieces if y.size for end in (y.min(), y.max())]
    low, high = (readable(float(end), DIGITS) for end in (min(heights), max(heights)))
    limits = f", oscillating without limit at {_listed(curve.turning)}" if curve.turning else ""
    poles = f", with {_counted('pole', curve.poles)}" if curve.poles else ""
    return f"turns faster than can be drawn, between {low} and {high}{limits}{poles}"


def _scale(curve: Curve, pieces: Sequence[Points]) -> Scale:
    heights = np.concatenate([y for _, y in pieces])
    if curve.poles or curve.turning:  # what lies beside a pole would make all else nothing
        low, high = np.quantile(heights, (0.1, 0.9))
    else:
        low, high = heights.min(), heights.max()
    return Scale(float(pieces[-1][0][-1] - pieces[0][0][0]), float(high - low) or 1.0, curve.bounds)


def _turning(curve: Curve, pieces: Sequence[Points], scale: Scale) -> str:
    """The stretches one by one, or how often it turns where they are too many."""
    runs = [_stretches(curve, piece, scale) for piece in _bridged(pieces)]
    pairs = [{one.way, other.way} for run in runs for one, other in pairwise(run)]
    turns = pairs.count({RISES, FALLS})
    if curve.turning or turns > MOST_TURNS or len(runs) > MOST_TURNS:
        return _swinging(curve, pieces, scale, turns)
    best = _best(runs)
    jumps = {x: f"jumps from {before} to {after} at {_exact(x)}" for x, before, after in _jumps(curve, pieces, scale)}
    told = ""
    for run in runs:
        jump = jumps.get(run[0].start[0]) if told else None
        if jump and run[0].way == FLAT:
            words = [f"{jump} and stays there" + (f" up to {_exact(run[0].end[0])}" if run[1:] else "")]
            words += list(_told(curve, run, scale, best))[1:]
        else:
            words = list(_told(curve, run, scale, best))
            words[:1] = [jump, f"{words[0]}"] if jump else words[:1]
        told += (", then " if told else "") + ", then ".join(words)
    return told


def _bridged(pieces: Sequence[Points]) -> list[Points]:
    """The pieces, two as one where nothing but a single point is missing between them."""
    found = [pieces[0]]
    for x, y in pieces[1:]:
        before, height = found[-1]
        if before[-1] == x[0] and height[-1] == y[0]:
            found[-1] = (np.append(before, x[1:]), np.append(height, y[1:]))
        else:
            found.append((x, y))
    return found


def _swinging(curve: Curve, pieces: Sequence[Points], scale: Scale, turns: int) -> str:
    if curve.poles:
        return "has a branch on each side of every pole"
    heights = np.concatenate([y for _, y in pieces])
    between = f"lies between {scale.exact(float(heights.min()))} and {scale.exact(float(heights.max()))}"
    return f"{between} and turns {turns} times" if turns > MOST_TURNS and not curve.turning else between


def _stretches(curve: Curve, piece: Points, scale: Scale) -> list[Stretch]:
    """A piece as the fewest stretches: level ones end at breaks alone, as tails only come near to a level."""
    x, y = piece
    cuts = [0, *np.flatnonzero(np.isin(x[1:-1], curve.joints)) + 1, x.size - 1]
    found: list[Stretch] = []
    for start, stop in pairwise(cuts):
        for part in _ways(x[start : stop + 1], y[start : stop + 1], scale):
            if found and found[-1].way == part.way:
                found[-1] = replace(found[-1], end=part.end)
            else:
                found.append(part)
    return found


def _ways(x: np.ndarray, y: np.ndarray, scale: Scale) -> Iterator[Stretch]:
    """A part without breaks, between its turns that can be seen."""
    if np.ptp(y) <= LEVEL * scale.height:
        yield Stretch(FLAT, (float(x[0]), float(y[0])), (float(x[-1]), float(y[-1])))
        return
    places = [0, *_turns(y, TURN * scale.height), x.size - 1]
    tops = [_top(x, y, at) for at in places]
    for start, end in pairwise(tops):
        yield Stretch(RISES if end[1] >= start[1] else FALLS, start, end)


def _turns(y: np.ndarray, least: float) -> list[int]:
    """Where it turns, and goes back by more than a little on both sides."""
    found: list[int] = []
    low = high = 0
    way = 0
    slopes = np.sign(np.diff(y))
    turning = np.flatnonzero(slopes[1:] != slopes[:-1]) + 1
    for at in (0, *turning.tolist(), y.size - 1):
        height = y[at]
        low, high = (at if height < y[low] else low), (at if height > y[high] else high)
        if way >= 0 and y[high] - height > least:
            found += [high] if way or high else []
            way, low = -1, at
            high = at
        elif way <= 0 and height - y[low] > least:
            found += [low] if way or low else []
            way, high = 1, at
            low = at
    return found


def _top(x: np.ndarray, y: np.ndarray, at: int) -> tuple[float, float]:
    """A sample, or the top of the parabola through it and its neighbours where it lies between them."""
    if 0 < at < x.size - 1:
        (left, here, right), (a, b, c) = x[at - 1 : at + 2], y[at - 1 : at + 2]
        first, second = (b - a) / (here - left), (c - b) / (right - here)
        bend = (second - first) / (right - left)
        if (
            bend
            and first * second < 0
            and max(abs(first), abs(second)) < 20 * abs(first + second) + 20 * min(abs(first), abs(second))
        ):
            top = (left + here) / 2 - first / (2 * bend)
            if left <= top <= right:
                return float(top), float(a + first * (top - left) + bend * (top - left) * (top - here))
    return float(x[at]), float(y[at])


def _best(runs: Sequence[Sequence[Stretch]]) -> tuple[float, float]:
    """The lowest and the highest value of all."""
    heights = [height for run in runs for part in run for height in (part.start[1], part.end[1])]
    return min(heights), max(heights)


def _told(curve: Curve, run: Sequence[Stretch], scale: Scale, best: tuple[float, float]) -> Iterator[str]:
    """Each stretch of a piece in words; the first one says where it starts."""
    for index, part in enumerate(run):
        last = index == len(run) - 1
        if part.way == FLAT:
            yield f"is {scale.exact(part.start[1])}" + ("" if last else f" up to {_exact(part.end[0])}")
            continue
        start = "" if index else _start(curve, part, scale)
        following = None if last else run[index + 1].way
        yield f"{part.way}{start} {_end(curve, part, following, scale, best)}"


def _start(curve: Curve, part: Stretch, scale: Scale) -> str:
    x, y = part.start
    return f" from {_endless(y)}" if _is_pole(curve, x) else f" from {scale.value(y)}"


def _end(curve: Curve, part: Stretch, following: str | None, scale: Scale, best: tuple[float, float]) -> str:
    x, y = part.end
    if _is_pole(curve, x):
        return f"to {_endless(y)}"
    if following is None or following == FLAT:
        return f"to {scale.value(y)}"
    name = "maximum" if part.way == RISES else "minimum"
    whole = y in best
    place = _exact(x) if any(abs(x - kink) <= 1e-9 * scale.width for kink in curve.joints) else scale.place(x)
    return f"to {'its' if whole else 'a local'} {name} {scale.exact(y)} at {place}"


def _is_pole(curve: Curve, x: float) -> bool:
    return any(abs(x - pole) <= BESIDE * (1 + abs(pole)) for pole in curve.poles)


def _endless(y: float) -> str:
    return "−∞" if y < 0 else "∞"


def _from_to(pieces: Sequence[Points], scale: Scale, curve: Curve) -> str:
    (_, first), (_, last) = pieces[0], pieces[-1]
    heights = np.concatenate([y for _, y in pieces])
    if np.ptp(heights) <= LEVEL * scale.height:
        return f"is {scale.exact(float(first[0]))}"
    if curve.poles:
        return "is unbounded"
    return f"goes from {scale.value(float(first[0]))} to {scale.value(float(last[-1]))}"


def _places(curve: Curve, pieces: Sequence[Points], scale: Scale, *, short: bool) -> Iterator[str]:
    """Where it bends, jumps or grows without end."""
    if curve.poles:
        yield f"with {_counted('pole', curve.poles)}"
    if curve.turning:
        yield f"oscillating without limit at {_listed(curve.turning)}"
    jumps = [x for x, _, _ in _jumps(curve, pieces, scale)]
    if jumps and (short or len(pieces) > MOST_TURNS):
        yield f"with {_counted('jump', jumps)}"
    if curve.kinks:
        yield f"with {_counted('kink', [x for x, _ in curve.kinks])}"


def _jumps(curve: Curve, pieces: Sequence[Points], scale: Scale) -> Iterator[tuple[float, str, str]]:
    for (before, low), (after, high) in pairwise(pieces):
        x = float(after[0])
        if before[-1] == x and not _is_pole(curve, x) and abs(high[0] - low[-1]) > LEVEL * scale.height:
            yield x, scale.exact(float(low[-1])), scale.exact(float(high[0]))


def _counted(noun: str, places: Sequence[float]) -> str:
    several = len(places) > 1
    return f"{noun}s at {_listed(places)}" if several else f"a {noun} at {_listed(places)}"


def _listed(places: Sequence[float]) -> str:
    """Such as −1, 0 and 1; of many the first ones and how many there are more."""
    shown = [_exact(x) for x in sorted(places)]
    if len(shown) > MOST_PLACES:
        return f"{', '.join(shown[:MOST_PLACES])} and {len(shown) - MOST_PLACES} more places"
    *others, last = shown
    return f"{', '.join(others)} and {last}" if others else last


def _exact(x: float) -> str:
    """A place that is known exactly, with further digits where it lies far out."""
    return readable(x, PLACE_DIGITS + _far(x, 100.0))
