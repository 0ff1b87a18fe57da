"""Finds where breaks of a curve follow each other so closely that a picture cannot show each of them."""

from collections.abc import Callable, Sequence

import numpy as np

from ....frozen import record

TURNS = 5  # places that must follow each other so closely
MANY = 50  # breaks, beyond which others may be farther out that nobody looked for
STEEP, HALVINGS = 2.0, 60  # pixels that a step must rise to be a jump, and halvings until it must be sure

Points = tuple[np.ndarray, np.ndarray]
Span = tuple[float, float]


@record
class Crowds:
    """The breaks of a curve that nobody could tell apart."""

    blurred: tuple[Span, ...] = ()  # where they are nearer than pixels can show
    marked: tuple[Span, ...] = ()  # where their marks would lie on each other
    many: bool = False  # whether there may be more than those that were found
    poles: bool = False  # whether the curve grows without end at some of those that are blurred

    def hide(self, x: float) -> bool:
        """Whether a break is not marked."""
        return any(low <= x <= high for low, high in self.marked)

    def blur(self, x: float) -> bool:
        """Whether a break is not even drawn."""
        return any(low <= x <= high for low, high in self.blurred)


NONE = Crowds()


def crowds_of(places: Sequence[float], interval: Span, blurred: float, marked: float) -> Crowds:
    """Where breaks of a curve are nearer to each other than one or the other distance."""
    if len(places) <= TURNS:
        return NONE
    return Crowds(*(tuple(runs(np.array(places), apart, interval)) for apart in (blurred, marked)))


def jumps_of(method: Callable, piece: Points, height: float) -> list[float]:
    """Where a piece jumps, or has poles, as its samples show."""
    return _jumps(method, piece, height)[1][0].tolist()


def runs(places: np.ndarray, apart: float, ends: Span) -> list[Span]:
    """Where places follow each other within a distance, up to the ends of a piece that are as near."""
    if places.size <= TURNS:
        return []
    starts = np.flatnonzero(places[TURNS:] - places[:-TURNS] < TURNS * apart)
    found: list[Span] = []
    for low, high in zip(places[starts].tolist(), places[starts + TURNS].tolist(), strict=True):
        if found and low <= found[-1][1] + 2 * apart:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return [
        (ends[0] if low - ends[0] < 2 * apart else low, ends[1] if ends[1] - high < 2 * apart else high)
        for low, high in found
    ]


def without(pieces: Sequence[Points], spans: Sequence[Span]) -> list[Points]:
    """The parts of pieces that are outside of some spans."""
    for low, high in spans:
        pieces = [
            (x[kept], y[kept]) for x, y in pieces for kept in (x <= low, x >= high) if (x.size > 1) <= kept.sum() - 1
        ]
    return list(pieces)


def split_at_jumps(method: Callable, piece: Points, height: float) -> list[Points]:
    """A piece, in parts that end where it jumps by more than some height."""
    at, *ends = _jumps(method, piece, height)
    parts = np.split(np.arange(piece[0].size), at + 1)
    return [_part(piece, part, ends, index) for index, part in enumerate(parts)]


def _jumps(method: Callable, piece: Points, height: float) -> tuple[np.ndarray, Points, Points]:
    """Behind which samples a curve jumps, as halving the steps makes sure, and the places right before and behind."""
    x, y = piece
    with np.errstate(all="ignore"):  # what is not finite is no jump
        steep = np.flatnonzero(np.abs(np.diff(y)) > STEEP * height)
    low, high, before, after = x[steep], x[steep + 1], y[steep], y[steep + 1]
    for _ in range(HALVINGS if steep.size else 0):
        middle = low + (high - low) / 2
        here = method(middle)
        with np.errstate(all="ignore"):
            left = np.abs(here - before) > np.abs(after - here)
        low, high = np.where(left, low, middle), np.where(left, middle, high)
        before, after = np.where(left, before, here), np.where(left, here, after)
    with np.errstate(all="ignore"):
        sure = np.abs(after - before) > np.abs(y[steep + 1] - y[steep]) / 2
    return steep[sure], (low[sure], before[sure]), (high[sure], after[sure])


def _part(piece: Points, part: np.ndarray, ends: Sequence[Points], index: int) -> Points:
    """A part of a piece from the jump before it to the one behind."""
    (lows, lefts), (highs, rights) = ends
    x, y = piece[0][part], piece[1][part]
    if index and highs[index - 1] < x[0]:
        x, y = np.append(highs[index - 1], x), np.append(rights[index - 1], y)
    if index < lows.size and lows[index] > x[-1]:
        x, y = np.append(x, lows[index]), np.append(y, lefts[index])
    return x, y
