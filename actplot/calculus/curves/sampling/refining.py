"""Samples a curve until no pixel tells it from its polyline, and finds where it turns faster than pixels can show."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np

from ....frozen import record
from .crowds import NONE, TURNS, Crowds, Points, Span, runs, split_at_jumps, without

COLUMNS, ROWS = 800, 400  # pixels of the panel by which all is decided, whatever the size of a figure
FINER = 3.0  # times that is done finer, for panels that are larger
BETWEEN = (3 - 5**0.5) / 2  # share of a step at which a curve is looked at: no period is a multiple of it
MOST = 20_000  # samples of a piece that was given fewer
OF_MIDDLE = 3.0  # heights of the middle of all values, beyond which a curve runs into a pole
TOO_FAST, FAST = 3.0, 16.0  # columns from turn to turn: below them a curve is drawn as a band, and thin
MOST_TOPS, SAMPLES_OF_TOP = 200, 33  # turns that are looked at more closely, and in how many samples
RINGS = 12.0  # columns from break to break, below which their rings lie on each other
USUAL = (0.1, 0.9)  # shares of what a curve with poles covers, between which its middle is
OF_POLES = (12, 400)  # columns on each side, and samples of a column, in which what runs into poles is met far out
STRIP = 2.0  # pixels from which on a band is more than a line
PER_COLUMN, ASIDE = 24, 3  # samples of a band, and the columns on each side from which it covers values
ROUNDING = 1e-13  # of the largest value: less is noise
LARGEST = 1e300  # what is above it is not drawn: sums of it overflow


@record
class Band:
    """What a curve covers where it turns faster than pixels can show, column by column."""

    x: np.ndarray
    low: np.ndarray
    high: np.ndarray
    endless: ClassVar[bool] = False  # whether it covers more than any sample tells

    @property
    def ends(self) -> Span:
        return float(self.x[0]), float(self.x[-1])


class EndlessBand(Band):
    """What a curve covers that has poles between columns."""

    endless = True


@record
class Refined:
    """The pieces of a curve, in as many points as it takes."""

    pieces: tuple[Points, ...]
    bands: tuple[Band, ...] = ()
    fast: tuple[Span, ...] = ()  # where it turns so often that dashes would blur it
    tops: tuple[tuple[float, float], ...] = ()  # where it turns, more exactly than its samples


def refined(method: Callable, pieces: Sequence[Points], width: float, crowds: Crowds = NONE) -> Refined:
    """Pieces whose polylines are within a pixel of the curve, on an interval of some width."""
    kept, bands, fast, tops = [], [], [*crowds.marked], []
    pixel = width / COLUMNS, height_of_pixel(pieces, width)
    pieces = without(pieces, crowds.blurred)
    if crowds.many:
        pieces = [part for piece in pieces for part in split_at_jumps(method, piece, pixel[1])]
    for piece in pieces:
        x, y = _closer(method, *piece, (pixel[0] / FINER, pixel[1] / FINER))
        turns = _turns(x, y, pixel[1])
        quick, quickest = (
            runs(turns, apart * pixel[0], (float(x[0]), float(x[-1]))) if x.size else [] for apart in (FAST, TOO_FAST)
        )
        found = [_band(method, span, pixel[0]) for span in quickest]
        own = [band for band in found if band is not None]
        for band in own:
            x, y = _replaced(x, y, band)
        kept.append((x, y))
        bands += own
        fast += quick
        tops += [] if own else _tops(method, x, y, turns)
    for span in crowds.blurred:
        piece, own = _blurred(method, span, pixel, poles=crowds.poles)
        kept += piece
        bands += own
    kept.sort(key=lambda piece: piece[0][:1].tolist())
    return Refined(tuple(kept), tuple(bands), tuple(fast), tuple(tops))


def _blurred(method: Callable, span: Span, pixel: Span, *, poles: bool) -> tuple[list[Points], list[Band]]:
    """What a curve with more breaks than pixels covers: a line where that is no higher than one, else a band.

    The piece in its place goes no farther than what a panel should show of it.
    """
    band = _band(method, span, pixel[0], 0)
    if band is None:
        return [], []
    if (band.high - band.low).max() <= STRIP * pixel[1]:
        return [(band.x, (band.low + band.high) / 2)], []
    ends = float(band.low.min()), float(band.high.max())
    if poles:
        band, ends = _band(method, span, pixel[0], *OF_POLES) or band, _usual(method, span)
        band = EndlessBand(band.x, band.low, band.high)
    else:
        band = _band(method, span, pixel[0]) or band
    zigzag = np.where(np.arange(band.x.size) % 2, np.minimum(band.high, ends[1]), np.maximum(band.low, ends[0]))
    return [(band.x, zigzag)], [band]


def _usual(method: Callable, span: Span) -> Span:
    """What a curve with poles covers, but for what is many times as high as the middle of its values."""
    y = method(spread(span, COLUMNS * PER_COLUMN))
    y = y[np.abs(y) <= LARGEST]
    low, high = np.quantile(y, USUAL).tolist()
    room = OF_MIDDLE * (high - low)
    return max(float(y.min()), high - room), min(float(y.max()), low + room)


def height_of_pixel(pieces: Sequence[Points], width: float) -> float:
    """Of a panel that shows pieces; poles, which it cuts off, do not count."""
    y = np.concatenate([np.zeros(0), *(_evenly(x, y, width) for x, y in pieces)])
    if not y.size:
        return 0.0
    tenth = y.size // 10
    part = np.partition(y, (tenth, y.size - 1 - tenth))
    whole, middle = part.max() / ROWS - part.min() / ROWS, part[y.size - 1 - tenth] / ROWS - part[tenth] / ROWS
    height = min(whole, OF_MIDDLE * middle) if middle > 0 else whole
    return float(max(height, ROUNDING * np.abs(part).max()))


def _evenly(x: np.ndarray, y: np.ndarray, width: float) -> np.ndarray:
    """Samples of a piece as far apart as its width wants, where it has more of them near breaks; with both ends."""
    count = 2 + int(COLUMNS * min(1.0, (x[-1] - x[0]) / width)) if x.size > 1 else 1
    return y[np.minimum(np.searchsorted(x, np.linspace(x[0], x[-1], count)), x.size - 1)]


def _closer(method: Callable, x: np.ndarray, y: np.ndarray, pixel: Span) -> Points:
    """A piece with samples between those whose connection misses the curve by a pixel."""
    most = max(MOST, 2 * x.size)
    looked = np.ones(max(x.size - 1, 0), bool)
    while looked.any() and x.size < most:
        every = bool(looked.all())  # as at first
        at = np.arange(looked.size) if every else np.flatnonzero(looked)
        before, behind = (slice(None, -1), slice(1, None)) if every else (at, at + 1)
        new = x[before] + BETWEEN * (x[behind] - x[before])
        heights = method(new)
        outside, bent = _off((y[before], y[behind]), heights, pixel[1])
        if bent.any():  # within a step that is wide or may hold a turn
            outside |= bent & (_turning(y) | (np.diff(x) > 1.01 * pixel[0]))[at]
        missed = outside & (np.abs(heights) <= LARGEST)
        if not missed.any():
            return x, y
        near = _with_neighbours(looked, at[missed])
        missed = near[at] & (new > x[at]) & (new < x[at + 1]) & (np.abs(heights) <= LARGEST)
        chosen = np.flatnonzero(missed)
        chosen = chosen[np.unique(np.linspace(0, chosen.size - 1, min(chosen.size, most - x.size)).astype(int))]
        places = at[chosen] + 1
        x, y = np.insert(x, places, new[chosen]), np.insert(y, places, heights[chosen])
        added = places + np.arange(places.size)  # where the new samples stand now
        looked = np.zeros(x.size - 1, bool)
        looked[added] = looked[added - 1] = True
    return x, y


def _with_neighbours(looked: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The steps that were missed and those beside them, where a curve that turns may have been met by chance."""
    near = np.zeros(looked.size, bool)
    for step in (-1, 0, 1):
        near[np.clip(at + step, 0, looked.size - 1)] = True
    return near & looked


def _turning(y: np.ndarray) -> np.ndarray:
    """Which steps are beside a turn of the polyline, so that the curve may turn within them."""
    rises = np.diff(y) > 0
    turns = np.concatenate([[False], rises[1:] != rises[:-1], [False]])
    return turns[1:] | turns[:-1]


def _off(ends: Points, heights: np.ndarray, pixel: float) -> tuple[np.ndarray, np.ndarray]:
    """Which steps are off the curve: it leaves their heights, or bends within them."""
    with np.errstate(all="ignore"):  # what is not finite is never off
        outside = (np.minimum(*ends) - heights > pixel) | (heights - np.maximum(*ends) > pixel)
        return outside, np.abs(heights - ends[0] - BETWEEN * (ends[1] - ends[0])) > pixel / 2


def _turns(x: np.ndarray, y: np.ndarray, pixel: float) -> np.ndarray:
    """Where a polyline turns up or down, but for what is lower than a pixel."""
    rises = np.diff(y) > 0
    at = np.flatnonzero(rises[1:] != rises[:-1]) + 1
    if at.size <= TURNS:
        return x[at]
    swings = np.abs(np.diff(y[at])) > pixel
    return x[at][np.append(swings, swings[-1]) | np.append(swings[0], swings)]


def _tops(method: Callable, x: np.ndarray, y: np.ndarray, turns: np.ndarray) -> list[tuple[float, float]]:
    """The highest or lowest places between the samples beside each turn: the tops of parabolas through finer ones."""
    if not 0 < turns.size <= MOST_TOPS:
        return []
    at = np.searchsorted(x, turns)
    near = np.linspace(x[at - 1], x[at + 1], SAMPLES_OF_TOP, axis=1)
    heights = method(near)
    signs = np.where(y[at] - y[at - 1] + y[at] - y[at + 1] < 0, -1.0, 1.0)
    rows, best = np.arange(at.size), np.argmax(signs[:, None] * heights, axis=1).clip(1, SAMPLES_OF_TOP - 2)
    with np.errstate(all="ignore"):  # a level has no top, and what is not finite is not taken
        left, middle, right = (heights[rows, best + step] for step in (-1, 0, 1))
        step = (right - left) / (2 * (2 * middle - left - right))
        places = near[rows, best] + np.where(np.abs(step) <= 1, step, 0.0) * (near[:, 1] - near[:, 0])
        found = method(places)
        better = signs * (found - y[at]) > 0
    return list(zip(np.where(better, places, x[at]).tolist(), np.where(better, found, y[at]).tolist(), strict=True))


def spread(span: Span, count: int) -> np.ndarray:
    """Places on a span, in no step with any period."""
    order = np.arange(count)
    return span[0] + (span[1] - span[0]) * ((order + order * BETWEEN % 1) / count)


def _band(method: Callable, span: Span, column: float, aside: int = ASIDE, per_column: int = PER_COLUMN) -> Band | None:
    """What a curve covers on a span; nothing where it has no values, or the span has hardly a column."""
    low, high = span
    count = int((high - low) / column)
    if count < 2 * ASIDE:
        return None
    y = method(spread(span, count * per_column)).reshape(count, per_column)
    drawn = np.abs(y) <= LARGEST
    lowest, highest = np.where(drawn, y, np.inf).min(axis=1), np.where(drawn, y, -np.inf).max(axis=1)
    windows = (np.pad(edge, aside, mode="edge") for edge in (lowest, highest))
    below, above = (np.lib.stride_tricks.sliding_window_view(edge, 2 * aside + 1) for edge in windows)
    lowest, highest = below.min(axis=1), above.max(axis=1)
    there = lowest <= highest
    return Band(np.linspace(low, high, count)[there], lowest[there], highest[there]) if there.sum() > 1 else None


def _replaced(x: np.ndarray, y: np.ndarray, band: Band) -> Points:
    """A piece that runs between the edges of a band instead of through what nobody could see."""
    low, high = band.ends
    before, after = (x < low) | (x == x[0]), (x > high) | (x == x[-1])
    inner = slice(int(x[0] == low), len(band.x) - int(x[-1] == high))
    zigzag = np.where(np.arange(band.x.size) % 2, band.high, band.low)[inner]
    return (
        np.concatenate([x[before], band.x[inner], x[after & ~before]]),
        np.concatenate([y[before], zigzag, y[after & ~before]]),
    )
