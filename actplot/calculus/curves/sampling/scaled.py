"""Samples a curve until no pixel tells it from its polyline on axes that are not even."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ....numerics.scales import LOG, SMALLEST, Scales
from .crowds import Crowds, Points, Span
from .refining import LARGEST, Refined, refined

HALVINGS, CLOSER = 60, np.logspace(-1, -60, 119)  # towards where a curve reaches 0; shares of the step there
MOST_ENDS = 100
NOTHING = np.empty(0), np.empty(0)
VANISHED, ENDLESS = 1e-6, 1e-299  # of a value, below which a curve reaches 0; how low that is on an axis without a 0


def refined_in(scales: Scales, method: Callable, pieces: Sequence[Points], interval: Span, crowds: Crowds) -> Refined:
    """Pieces whose polylines are within a pixel of the curve on axes of some scales, where these have places for it."""
    if scales.are_linear:
        return refined(method, pieces, interval[1] - interval[0], crowds)
    if scales.y.name == LOG:
        pieces = [part for piece in pieces for part in positive(method, piece)]
    placed = [(scales.x.place(x), scales.y.place(y)) for x, y in pieces]
    low, high = scales.x.span(interval)

    def heights(places: np.ndarray) -> np.ndarray:
        return scales.y.place(method(scales.x.value(places)))

    crowds = replace(crowds, **{name: _placed(scales, getattr(crowds, name)) for name in ("blurred", "marked")})
    found = refined(heights, placed, high - low, crowds)
    exact = {
        (u, v): (x, y) for piece, at in zip(pieces, placed, strict=True) for u, v, x, y in zip(*at, *piece, strict=True)
    }
    return Refined(
        pieces=tuple(_back(scales, piece, exact) for piece in found.pieces),
        bands=tuple(
            type(band)(scales.x.value(band.x), scales.y.value(band.low), scales.y.value(band.high))
            for band in found.bands
        ),
        fast=tuple((float(scales.x.value(start)), float(scales.x.value(stop))) for start, stop in found.fast),
        tops=tuple((float(scales.x.value(u)), float(scales.y.value(v))) for u, v in found.tops),
    )


def _placed(scales: Scales, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(scales.x.span(span) for span in spans)


def _back(scales: Scales, piece: Points, exact: dict) -> Points:
    """The values of a piece: of samples that were there before to the last bit."""
    u, v = piece
    x, y = np.array(scales.x.value(u)), np.array(scales.y.value(v))  # others may hold those of an even axis
    for index, pair in enumerate(zip(u.tolist(), v.tolist(), strict=True)):
        if pair in exact:
            x[index], y[index] = exact[pair]
    return x, y


def positive(method: Callable, piece: Points) -> list[Points]:
    """The parts of a piece that are above 0, each up to next to where it is not."""
    x, y = piece
    above = np.concatenate([[False], y >= SMALLEST, [False]])
    starts, stops = np.flatnonzero(above[1:] & ~above[:-1]), np.flatnonzero(above[:-1] & ~above[1:])
    parts, few = [], starts.size <= MOST_ENDS  # of more, nobody sees how each of them ends
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        before = _towards(method, piece, (start, start - 1)) if few and start else NOTHING
        behind = _towards(method, piece, (stop - 1, stop)) if few and stop < x.size else NOTHING
        ends = (tuple(part[::-1] for part in before), (x[start:stop], y[start:stop]), behind)
        parts.append(tuple(np.concatenate(part) for part in zip(*ends, strict=True)))
    return parts


def _towards(method: Callable, piece: Points, step: tuple[int, int]) -> Points:
    """A curve ever closer to where it stops being above 0, from one sample to another; down to the end if it falls."""
    (inside, outside), (height, _) = piece[0][[*step]].tolist(), piece[1][[*step]].tolist()
    if inside == outside:
        return NOTHING
    near, far = inside, outside
    for _ in range(HALVINGS):
        middle = near + (far - near) / 2
        near, far = (middle, far) if float(method(np.array([middle]))[0]) >= SMALLEST else (near, middle)
    x = far + (inside - far) * CLOSER
    y = method(x)
    kept = (y >= SMALLEST) & (y <= LARGEST) & (np.diff(x, prepend=inside) != 0)
    x, y = x[kept], y[kept]
    falls = y.size and y[-1] < VANISHED * height
    return (np.append(x, far), np.append(y, ENDLESS)) if falls else (x, y)
