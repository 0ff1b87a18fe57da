"""How a curve runs, in words: where it rises, falls, turns, jumps, bends and grows without end."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ...calculus.curves.tracing import Curve, Points
from ...frozen import record
from ...numbers import readable
from ..curves.lanes import heights
from ..curves.records import Panel

RISES, FALLS, FLAT = "rises", "falls", "is"
DIGITS, PLACE_DIGITS = 3, 4  # of values; of places that are known exactly
TURN = 0.005  # share of a curve's height below which nobody sees that it turns
NEARLY = 0.01  # share of the height within which an end has all but reached 0 or a bound
FINEST = 1000  # parts of the width, to which a place that was found by sampling is told
MOST_TURNS, MOST_PLACES = 4, 6  # that are told one by one
BESIDE, ASIDE = 1e-6, 0.02  # shares of the width: how near to a pole a curve is cut, also where it is too large there
TOO_LARGE = 1e200  # values beyond which a curve may end before its panel does, since it cannot be drawn
LEVEL, VISIBLE = 1e-12, 1e-6  # of the height: how far a flat stretch may be from level; turns that count among many
ROUNDING = 1e-14  # of a value: what floats do not tell apart
PLACES = 1001  # at which the usual height of a curve is looked up that has poles


@record
class Stretch:
    """A part of a curve that only rises, only falls, or is level."""

    way: str
    start: tuple[float, float]
    end: tuple[float, float]


@record
class Scale:
    """What numbers of a curve are rounded beside."""

    width: float
    height: float
    bounds: tuple[float, float]
    panel: Panel

    def value(self, y: float, other: float) -> str:
        """The height of an end of a stretch in words: with its digits, or nearly 0 or nearly a bound.

        It is nearly what it comes near to beside the other end, and not what it comes from.
        """
        for bound in (0.0, *self.bounds):
            least = min(self.height, abs(bound) or math.inf)
            near = y != bound and abs(y - bound) <= min(NEARLY * least, abs(other - bound))
            if math.isfinite(bound) and near and not _is_short(y):
                return f"nearly {readable(bound, DIGITS)}"
        return self._written(y)

    def variable(self, x: float) -> str:
        """A place after the letter of the variable, so that nobody takes it for a height."""
        return f"{self.panel.letter} = {_exact(x)}"

    def _written(self, y: float) -> str:
        """With more digits where the curve is far from 0 and flat beside that."""
        return readable(y, DIGITS + _far(y, self.height))

    def exact(self, y: float) -> str:
        """The height of a turn, however small; rounding beside the height of the curve is 0."""
        return self._written(0.0 if abs(y) <= LEVEL * self.height else y)

    def place(self, x: float) -> str:
        """Where a curve turns, as finely as that is known."""
        step = 10.0 ** math.floor(math.log10(self.width / FINEST))
        if LEVEL * self.width < abs(x) < 10 * step:  # beside 0, on a wide interval
            return readable(x, 2)
        return readable(round(x / step) * step + 0.0, PLACE_DIGITS + _far(x, self.width))


def _is_short(y: float) -> bool:
    """Whether a number has so few digits that it takes no words to round it."""
    return bool(y == float(f"{y:.2g}"))


def _far(number: float, size: float) -> int:
    """How many digits more it takes to see the size of what a number is a part of."""
    if size <= 0 or number == 0:
        return 0
    return max(0, math.floor(math.log10(abs(number)) - math.log10(size)))


def course(curve: Curve, panel: Panel, *, short: bool = False) -> str:
    """What a curve does from left to right, such as: falls to its minimum −0.17 at −0.75, then rises to 5."""
    if curve.bands:
        return _fast(curve)
    pieces = [piece for piece in curve.pieces if piece[0].size > 1]
    if not pieces:
        return "is drawn at single points alone"
    if curve.endless:
        curve = replace(curve, poles=tuple(sorted({*curve.poles, *curve.endless})))
    scale = _scale(curve, pieces, panel)
    told = _from_to(pieces, scale, curve) if short else _turning(curve, pieces, scale)
    return ", ".join([told, *_places(curve, pieces, scale, short=short)])


def _fast(curve: Curve) -> str:
    """Where it turns faster than pixels can show, what it covers is all that can be told."""
    limits = f", oscillating without limit at {_listed(curve.turning)}" if curve.turning else ""
    poles = f", with {_counted('pole', curve.poles)}" if curve.poles else ""
    return f"turns faster than can be drawn{_covered(curve)}{limits}{poles}"


def _covered(curve: Curve) -> str:
    """Between which values, unless samples do not tell since there is no end to them."""
    if curve.poles or (curve.turning and not curve.bounded):
        return ""
    drawn = [end for _, y in curve.pieces if y.size for end in (y.min(), y.max())]
    ends = drawn + [end for band in curve.bands for end in (band.low.min(), band.high.max())]
    endless = any(band.endless for band in curve.bands)
    low = "−∞" if endless and min(ends) < min(drawn) else readable(float(min(ends)), DIGITS)
    high = "∞" if endless and max(ends) > max(drawn) else readable(float(max(ends)), DIGITS)
    return f", between {low} and {high}"


def _scale(curve: Curve, pieces: Sequence[Points], panel: Panel) -> Scale:
    low, high = float(pieces[0][0][0]), float(pieces[-1][0][-1])
    seen = heights(curve, np.linspace(low, high, PLACES)) if curve.poles or curve.turning else np.empty(0)
    seen = seen[np.isfinite(seen)]
    if seen.size:  # what lies beside a pole would make all else nothing
        ends = np.quantile(seen, (0.1, 0.9))
    else:
        ends = np.array([min(float(y.min()) for _, y in pieces), max(float(y.max()) for _, y in pieces)])
    height = float(ends[1] - ends[0])
    apart = height > ROUNDING * float(np.abs(ends).max())
    return Scale(high - low, height if apart else 1.0, curve.bounds, panel)


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
    for before, run in zip((None, *runs), runs, strict=False):
        jump = jumps.get(run[0].start[0]) if told else None
        if jump and run[0].way == FLAT:
            words = [f"{jump} and stays there" + (f" up to {scale.variable(run[0].end[0])}" if run[1:] else "")]
            words += list(_told(curve, run, scale, best))[1:]
        else:
            words = list(_told(curve, run, scale, best))
            words[:1] = [jump, f"{words[0]}"] if jump else words[:1]
        told += _gap(curve, before, run, scale) if before and not jump else ", then " if told else ""
        told += ", then ".join(words)
    return told


def _gap(curve: Curve, before: Sequence[Stretch], after: Sequence[Stretch], scale: Scale) -> str:
    """Between two pieces that do not meet: where the first one ends, and where the next one starts."""
    low, high = before[-1].end[0], after[0].start[0]
    if low == high or any(low <= pole <= high for pole in curve.poles):
        return ", then "
    up_to = " up to" if before[-1].way == FLAT else " at"
    return f"{up_to} {scale.variable(low)}, then from {scale.variable(high)} on "


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
    values = np.concatenate(
        [*(y for _, y in pieces), [y for _, y in curve.tops], [d.y for d in curve.dots if d.filled]]
    )
    between = f"lies between {scale.exact(float(values.min()))} and {scale.exact(float(values.max()))}"
    if turns <= MOST_TURNS or curve.turning:
        return between
    every = sum(len(_turns(y, VISIBLE * scale.height)) for _, y in _bridged(pieces))
    return f"{between} and turns {every} times"


def _stretches(curve: Curve, piece: Points, scale: Scale) -> list[Stretch]:
    """A piece as the fewest stretches: level ones end at breaks alone, as tails only come near to a level."""
    x, y = piece
    found: list[Stretch] = []
    for start, stop in _parts(x, y, curve.joints, scale):
        for part in _ways(x[start : stop + 1], y[start : stop + 1], scale, curve.tops):
            if found and found[-1].way == part.way:
                found[-1] = replace(found[-1], end=part.end)
            else:
                found.append(part)
    return found


def _parts(x: np.ndarray, y: np.ndarray, joints: Sequence[float], scale: Scale) -> list[tuple[int, int]]:
    """First and last sample of each level part between breaks, and of what lies between those."""
    inner = (np.flatnonzero(np.isin(x[1:-1], joints)) + 1).tolist() if joints else ()
    cuts = [0, *inner, x.size - 1]
    found: list[tuple[int, int]] = []
    was_level = True
    for start, stop in pairwise(cuts):
        level = _is_level(y[start : stop + 1], scale)
        found[-1:] = [(found[-1][0], stop)] if found and not level and not was_level else [*found[-1:], (start, stop)]
        was_level = level
    return found


def _is_level(y: np.ndarray, scale: Scale) -> bool:
    return bool(np.ptp(y) <= max(LEVEL * scale.height, ROUNDING * float(np.abs(y).max())))


def _ways(x: np.ndarray, y: np.ndarray, scale: Scale, known: Sequence[tuple[float, float]]) -> Iterator[Stretch]:
    """A part without breaks, between its turns that can be seen."""
    if _is_level(y, scale):
        yield Stretch(FLAT, (float(x[0]), float(y[0])), (float(x[-1]), float(y[-1])))
        return
    places = [0, *_turns(y, TURN * scale.height), x.size - 1]
    tops = [_top(x, y, at, known) for at in places]
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


@np.errstate(all="ignore")  # slopes beyond floats have no parabola
def _top(x: np.ndarray, y: np.ndarray, at: int, known: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A known top beside a sample, or that of the parabola through it and its neighbours, or the sample."""
    if 0 < at < x.size - 1:
        found = [top for top in known if x[at - 1] <= top[0] <= x[at + 1]]
        if found:
            return min(found, key=lambda top: abs(top[0] - x[at]))
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
    ends = [height for run in runs for part in run for height in (part.start[1], part.end[1])]
    return min(ends), max(ends)


def _told(curve: Curve, run: Sequence[Stretch], scale: Scale, best: tuple[float, float]) -> Iterator[str]:
    """Each stretch of a piece in words; the first one says where it starts."""
    for index, part in enumerate(run):
        last = index == len(run) - 1
        if part.way == FLAT:
            yield f"is {scale.exact(part.start[1])}" + ("" if last else f" up to {scale.variable(part.end[0])}")
            continue
        start = "" if index else _start(curve, part, scale)
        following = None if last else run[index + 1].way
        yield f"{part.way}{start} {_end(curve, part, following, scale, best)}"


def _start(curve: Curve, part: Stretch, scale: Scale) -> str:
    return f" from {_endless(curve, part.start, scale) or scale.value(part.start[1], part.end[1])}"


def _end(curve: Curve, part: Stretch, following: str | None, scale: Scale, best: tuple[float, float]) -> str:
    x, y = part.end
    if endless := _endless(curve, part.end, scale):
        return f"to {endless}"
    if following is None or following == FLAT:
        return f"to {scale.value(y, part.start[1])}"
    name = "maximum" if part.way == RISES else "minimum"
    whole = y in best
    place = _exact(x) if any(abs(x - kink) <= 1e-9 * scale.width for kink in curve.joints) else scale.place(x)
    return f"to {'its' if whole else 'a local'} {name} {scale.exact(y)} at {place}"


def _is_pole(curve: Curve, x: float, scale: Scale, within: float = BESIDE) -> bool:
    return any(abs(x - pole) <= within * scale.width for pole in curve.poles)


def _endless(curve: Curve, end: tuple[float, float], scale: Scale) -> str:
    """What stands for the height of an end that lies beside a pole, or beyond which values are too large."""
    x, y = end
    large = abs(y) > TOO_LARGE
    if _is_pole(curve, x, scale, ASIDE if large else BESIDE):
        return "−∞" if y < 0 else "∞"
    if not large or min(abs(x - edge) for edge in scale.panel.interval) <= BESIDE * scale.width:
        return ""
    limit = readable(math.copysign(TOO_LARGE, y))
    return f"{'more' if y > 0 else 'less'} than {limit} at {scale.variable(x)}"


def _from_to(pieces: Sequence[Points], scale: Scale, curve: Curve) -> str:
    """In few words: from where to where, or between which heights where it turns on its way."""
    values = np.concatenate([*(y for _, y in pieces), [y for _, y in curve.tops]])
    first, last = float(pieces[0][1][0]), float(pieces[-1][1][-1])
    low, high = float(values.min()), float(values.max())
    if _is_level(values, scale):
        return f"is {scale.exact(first)}"
    if curve.poles:
        return "is unbounded"
    if max(min(first, last) - low, high - max(first, last)) > TURN * scale.height:
        return f"lies between {scale.value(low, high)} and {scale.value(high, low)}"
    return f"goes from {scale.value(first, last)} to {scale.value(last, first)}"


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
        if before[-1] == x and not _is_pole(curve, x, scale) and abs(high[0] - low[-1]) > LEVEL * scale.height:
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
