"""Chooses the range of the vertical axis, so that no curve flattens the others."""

import math
from collections.abc import Sequence

import numpy as np

from ...calculus.curves.tracing import ASIDE, EDGE, POLE, Curve, Points
from ...frozen import record
from ...numerics.scales import Scales

ROOM = 1.2  # height that unbounded curves may add, in heights of what must be seen whole
ALL = 5.0  # height up to which all is shown, in heights of the bounded curves
SEEN = 0.4  # share of a curve's width that should be in view
GROWTH = 2.5  # height that this may add on a side, in heights of what else is seen
SOME, LOST = 0.02, 1000.0  # share below which nobody would find a curve; growth for such ones, unless they are most
FLAT, FLATTENED = 0.05, 25.0  # share of the height within which curves are straight anyway; growth beside such ones
OF_MIDDLE = 3.0  # height beside poles, in heights of what is between
OF_PIECE = 0.1  # share of the longest piece that a pole may take at most, where poles are many
MARGIN = 0.06
LOWEST, HIGHEST = -299.0, 299.0  # decades that an axis can show
LABELS = 0.08  # margin added for labels outside the lowest and highest point
NEAR_ZERO = 0.5  # share of the farther end
ROUNDED = 1e-11  # share of a height within which a curve is level: what it does there is no more than rounding

Span = tuple[float, float]


def y_limits(curves: Sequence[Curve], regions: Sequence[Span] = ()) -> Span:
    """Ends of the vertical axis: bounded curves and all regions whole, other curves as far as the room allows.

    A function among its own derivatives is what the panel is about, and is seen whole too.
    """
    spans = [_span(curve) for curve in curves]
    mixed = len({curve.order for curve in curves}) > 1
    functions = [span for curve, span in zip(curves, spans, strict=True) if mixed and curve.order == 0]
    whole = _union([*_seen_whole(curves, spans), *functions, *regions])
    bounded = [span for curve, span in zip(curves, spans, strict=True) if curve.bounded]
    low, high = _extended(whole, _union([*spans, *regions]), ALL * _height(bounded))
    low, high = _with_zero(*_with_everyone(curves, (low, high)))
    margin = MARGIN * (high - low)
    return low - margin, high + margin


def _with_everyone(curves: Sequence[Curve], limits: Span) -> Span:
    """Limits within which every curve is seen for some share of its width, as far as growth allows."""
    low, high = limits
    parts = [_weighed(curve) for curve in curves]
    shares = [_share(part, limits) for part in parts]
    if all(share == 1.0 for share in shares):
        return limits
    height = max(high, 0.0) - min(low, 0.0)
    flat = all(top - bottom <= FLAT * height for bottom, top in _seen(curves, limits))
    most_are = sum(share < SOME for share in shares) > len(curves) / 2
    lost = LOST * height if height and not most_are else np.inf
    for (heights, widths), share in zip(parts, shares, strict=True):
        beyond = np.maximum(np.maximum(low - heights, heights - high), 0.0)
        if not heights.size or widths[beyond == 0].sum() >= SEEN * widths.sum():
            continue
        most = lost if share < SOME else FLATTENED * height if flat else GROWTH * (high - low)
        order = np.argsort(beyond, kind="stable")
        enough = np.searchsorted(np.cumsum(widths[order]), SEEN * widths.sum()) + 1
        taken = heights[order[:enough]][beyond[order[:enough]] <= most]
        if taken.size:
            low, high = min(low, float(taken.min())), max(high, float(taken.max()))
    return low, high


def _share(part: Points, limits: Span) -> float:
    """How much of its width a curve of some heights and widths is seen within limits."""
    heights, widths = part
    inside = (heights >= limits[0]) & (heights <= limits[1])
    return 1.0 if inside.all() else float(widths[inside].sum() / widths.sum())


def _seen(curves: Sequence[Curve], limits: Span) -> list[Span]:
    """The heights of those curves that are seen within limits, as far as they are."""
    pieces = [np.concatenate([y for _, y in curve.pieces]) for curve in curves if curve.pieces]
    inside = [y[(y >= limits[0]) & (y <= limits[1])] for y in pieces]
    return [(float(y.min()), float(y.max())) for y in inside if y.size]


def _weighed(curve: Curve) -> Points:
    """Heights of a curve, and the widths over which it has them."""
    parts = [(y[:-1] / 2 + y[1:] / 2, np.diff(x)) for x, y in curve.pieces if x.size > 1]
    if not parts:
        return np.empty(0), np.empty(0)
    heights, widths = (np.concatenate(part) for part in zip(*parts, strict=True))
    return heights, widths


def _with_zero(low: float, high: float) -> Span:
    """The span, from 0 where it begins near it, so that heights can be compared."""
    if low == high == 0:
        return -1.0, 1.0
    if high - low <= ROUNDED * max(abs(low), abs(high)):
        low = high  # what is between them is rounding
    if 0 < low <= NEAR_ZERO * high or low == high > 0:
        return 0.0, high
    if 0 > high >= NEAR_ZERO * low or low == high < 0:
        return low, 0.0
    return low, high


def limits_in_scale(curves: Sequence[Curve], regions: Sequence[Span], scales: Scales, *, labelled: bool) -> Span:
    """Ends of a vertical axis that is not even: all curves, but for where they run towards 0 where it has none."""
    seen = [end for curve in curves for piece in curve.pieces for end in _seen_in_scale(piece, curve, scales)]
    seen += [float(scales.y.place(end)) for region in regions for end in region]
    dots = [float(scales.y.place(dot.y)) for curve in curves for dot in curve.dots]
    known = [place for place in (*seen, *dots) if np.isfinite(place)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (MARGIN + LABELS * labelled) * ((high - low) or 1.0)
    first, last = scales.y.value([max(low - room, LOWEST), min(high + room, HIGHEST)]).tolist()
    return first, last


def _seen_in_scale(piece: Points, curve: Curve, scales: Scales) -> list[float]:
    """The lowest and the highest place of a piece, away from where it leaves all bounds."""
    x, y = scales.x.place(piece[0]), scales.y.place(piece[1])
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if not y.size:
        return []
    edge = EDGE * (x[-1] - x[0])
    inside = y[(x >= x[0] + edge) & (x <= x[-1] - edge)]
    if not inside.size or not edge:
        return [float(y.min()), float(y.max())]
    whole = max(float(inside.max() - inside.min()), 1.0)
    ends = [y[side] for side in (x < x[0] + edge, x > x[-1] - edge)]
    tame = [end for end in ends if end.size and inside.min() - whole <= end.min() and end.max() <= inside.max() + whole]
    every = np.concatenate([inside, *tame])
    return [float(every.min()), float(every.max())]


def with_room(limits: Span) -> Span:
    """Limits with room for a label beyond the lowest and the highest point."""
    room = LABELS * (limits[1] - limits[0])
    return limits[0] - room, limits[1] + room


@record
class _Pole:
    """Where a piece of a curve leaves all bounds, and how high it is there at the least."""

    x: float
    high: float


def _span(curve: Curve) -> Span:
    """Smallest and largest value to show of a curve; nothing of one that is nowhere finite."""
    ends = [x[at] for x, _ in curve.pieces for at in (0, -1)]
    edge = EDGE * (max(ends) - min(ends)) if ends else 0.0
    longest = max((float(x[-1] - x[0]) for x, _ in curve.pieces), default=0.0)
    edge = min(edge, OF_PIECE * longest) or edge
    poles = [_poles(curve, piece, edge) for piece in curve.pieces]
    everywhere = [pole for some in poles for pole in some]
    values = [dot.y for dot in curve.dots if not _leaves(dot.x, dot.y, everywhere, edge)]
    for (x, y), own in zip(curve.pieces, poles, strict=True):
        own = own or _shared(x, y, everywhere, edge)
        seen = _away(x, y, own, edge)
        short = everywhere and not own and _leaves(float(x[0]), float(np.abs(y).max()), everywhere, edge)
        values += [] if short else [seen.min(), seen.max()]
    if not values:
        return 0.0, 0.0
    return _beside_poles(curve, poles, (float(min(values)), float(max(values))), edge)


def _beside_poles(curve: Curve, poles: Sequence[Sequence[_Pole]], span: Span, edge: float) -> Span:
    """The span, no higher than a few heights of what lies away from poles."""
    if not any(poles):
        return span
    aside = ASIDE / EDGE * edge
    away = [
        _away(x, y, own, aside)
        for (x, y), own in zip(curve.pieces, poles, strict=True)
        if x[-1] - x[0] > 2.5 * aside * len(own)
    ]
    if not away:
        return span
    least, most = min(float(y.min()) for y in away), max(float(y.max()) for y in away)
    if least == most:
        return span
    unit = 10.0 ** (np.floor(np.log10(most - least)) - 1)  # ends that do not hang on where samples lie
    least, most = float(np.floor(least / unit) * unit), float(np.ceil(most / unit) * unit)
    room = OF_MIDDLE * (most - least)
    return max(span[0], most - room), min(span[1], least + room)


def _poles(curve: Curve, piece: Points, edge: float) -> list[_Pole]:
    """At the ends of a piece."""
    x, y = piece
    inside = y[:0] if curve.bounded else y[(x >= x[0] + edge) & (x <= x[-1] - edge)]
    if not inside.size:
        return []
    high = POLE * max(1.0, float(np.abs(inside).max()))
    sides = ((x[0], y[x <= x[0] + edge]), (x[-1], y[x >= x[-1] - edge]))
    return [_Pole(float(end), high) for end, side in sides if np.abs(side).max() > high]


def _shared(x: np.ndarray, y: np.ndarray, poles: Sequence[_Pole], edge: float) -> list[_Pole]:
    """The poles of neighbours that a piece runs into as well, where it is too short to tell them by itself."""
    ends = ((float(x[0]), abs(y[0])), (float(x[-1]), abs(y[-1])))
    near = [(end, [pole.high for pole in poles if abs(end - pole.x) < edge and size > pole.high]) for end, size in ends]
    return [_Pole(end, min(highs)) for end, highs in near if highs]


def _leaves(x: float, y: float, poles: Sequence[_Pole], edge: float) -> bool:
    """Whether a point has gone with a pole, as what a clip leaves of one does."""
    return any(abs(x - pole.x) <= edge and abs(y) > pole.high for pole in poles)


def _away(x: np.ndarray, y: np.ndarray, poles: Sequence[_Pole], edge: float) -> np.ndarray:
    """Values of a piece, without what is nearer to its poles than the edge, with those right at it."""
    if not poles:
        return y
    low = max([pole.x + edge for pole in poles if pole.x == x[0]], default=x[0])
    high = min([pole.x - edge for pole in poles if pole.x == x[-1]], default=x[-1])
    # Between samples, so that the range does not hang on where they lie; in parts of a width that may be tiny.
    ends, places = ((at - x[0]) / ((x[-1] - x[0]) or 1.0) for at in (np.array([low, high]), x))
    return np.append(y[(x >= low) & (x <= high)], np.interp(ends, places, y))


def _seen_whole(curves: Sequence[Curve], spans: Sequence[Span]) -> list[Span]:
    """Bounded curves, and the bounded side of the others; where there is nothing of either, the flatter half of all."""
    bounded = [span for curve, span in zip(curves, spans, strict=True) if curve.bounded]
    if bounded:
        bounded += [side for curve, span in zip(curves, spans, strict=True) for side in _bounded_sides(curve, span)]
    if any(high > low for low, high in bounded):
        return bounded
    flattest = sorted(spans, key=lambda span: span[1] - span[0])
    return [*bounded, *flattest[: (len(flattest) + 1) // 2]]


def _bounded_sides(curve: Curve, span: Span) -> list[Span]:
    return [(end, end) for end, bound in zip(span, curve.bounds, strict=True) if math.isfinite(bound)]


def _union(spans: Sequence[Span]) -> Span:
    return min(low for low, _ in spans), max(high for _, high in spans)


def _height(spans: Sequence[Span]) -> float:
    low, high = _union(spans) if spans else (0.0, 0.0)
    return high - low


def _extended(whole: Span, everything: Span, enough: float) -> Span:
    """Everything, if that is high enough; else the span that must be seen, with room shared below and above it."""
    below, above = whole[0] - everything[0], everything[1] - whole[1]
    room = ROOM * (whole[1] - whole[0])
    if below + above <= room or everything[1] - everything[0] <= enough:
        return everything
    down = min(below, max(room / 2, room - above))
    return whole[0] - down, whole[1] + min(above, room - down)
