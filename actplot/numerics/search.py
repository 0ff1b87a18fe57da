"""Brackets halved, or parted by secants, until their ends are neighbouring floats, all of them at once."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import numpy as np

_ASIDE = np.array([-(2.0**-8), -(2.0**-20), 2.0**-20, 2.0**-8])  # of a bracket, from where its secant is 0
Bracket = np.ndarray | list[float]
Real = TypeVar("Real", bound=Any)  # such as a number of mpmath
Ends = tuple[np.ndarray, np.ndarray]
# From the two ends and the middle of every bracket: below 0 where the lower half is kept, above 0 where the upper one
# is, 0 where the middle is what was looked for.
Side = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def halved(low: Bracket, high: Bracket, side: Side, times: int | None = None) -> Ends:
    """Brackets of shape (n,) around what `side` leads to: neighbouring floats, or twice the float that it is.

    With `times` they are halved at most so often.
    """
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    for _ in count() if times is None else range(times):
        middle = low / 2 + high / 2  # their sum may overflow
        opened = (low < middle) & (middle < high)
        if not np.any(opened):
            break
        kept = side(low, middle, high)
        low, high = np.where(opened & (kept >= 0), middle, low), np.where(opened & (kept <= 0), middle, high)
    return low, high


def crossings(values: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray) -> Ends:
    """The neighbouring floats at a change of sign in each bracket, or twice the float with the value 0.

    `values` is given arrays of shape (m, n) for n brackets.
    """
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    if not low.size:
        return low, high
    at_low, at_high = values(np.stack([low, high]))
    signs, rows = np.sign(at_low), np.arange(low.size)
    while True:
        inside = parted(low, high, at_low, at_high)
        if not np.any((inside > low[:, None]) & (inside < high[:, None])):
            return low, high
        found = values(inside.T).T
        x, y = np.column_stack([low, inside, high]), np.column_stack([at_low, found, at_high])
        last = np.argmax(np.column_stack([np.sign(found) != signs[:, None], np.ones(low.shape, bool)]), axis=1)
        high, at_high = x[rows, last + 1], y[rows, last + 1]
        zero = (at_high == 0) & (last < inside.shape[1])
        low, at_low = np.where(zero, high, x[rows, last]), np.where(zero, 0.0, y[rows, last])


def parted(low: np.ndarray, high: np.ndarray, at_low: np.ndarray, at_high: np.ndarray, parts: int = 4) -> np.ndarray:
    """Ascending points in every bracket: its equal parts, and close to both sides of where the secant is 0."""
    with np.errstate(all="ignore"):
        share = at_low / (at_low - at_high)
    close = np.where(np.isfinite(share), share, 0.5)[:, None] + _ASIDE
    even = np.broadcast_to(np.linspace(0, 1, parts + 1)[1:-1], (low.size, parts - 1))
    shares = np.clip(np.concatenate([even, close], axis=1), 0, 1)
    return np.sort(low[:, None] * (1 - shares) + high[:, None] * shares, axis=1)


def halved_exactly(low: Real, high: Real, keeps_upper: Callable[[Real], bool], times: int) -> Real:
    """The lower end of a bracket of numbers of any precision that was halved so often."""
    for _ in range(times):
        middle = (low + high) / 2
        low, high = (middle, high) if keeps_upper(middle) else (low, middle)
    return low
