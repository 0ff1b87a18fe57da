"""The one bisection: brackets halved until their ends are neighbouring floats, all of them at once."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

import numpy as np

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
    """The neighbouring floats at a change of sign in each bracket, or twice the float with the value 0."""
    signs = np.sign(values(np.asarray(low, np.float64)))

    def side(_: np.ndarray, middle: np.ndarray, __: np.ndarray) -> np.ndarray:
        found = np.sign(values(middle))
        return np.where(found == 0, 0, np.where(found == signs, 1, -1))

    return halved(low, high, side)


def halved_exactly(low: Real, high: Real, keeps_upper: Callable[[Real], bool], times: int) -> Real:
    """The lower end of a bracket of numbers of any precision that was halved so often."""
    for _ in range(times):
        middle = (low + high) / 2
        low, high = (middle, high) if keeps_upper(middle) else (low, middle)
    return low
