"""What can be said of a user's function by itself: whether it loses values, in float32 too, and takes arrays apart."""

import math
from collections.abc import Iterator

import numpy as np

from .claims import ITSELF, VALUE, Claim, Row, Worst
from .mistakes import Results, kind_of
from .regions import lost_text
from .rightness import allowed_apart, lost_to_range

ALONE = "one by one"
_ASKED_ALONE = 48
_ORDINARY = 80.0  # a domain may end up to there; beyond it, values end where an exponential overflows
_LARGE = 1e-6  # of the largest float: what grows without end passes it before it is infinite


def rows_of_values(claim: Claim, x: np.ndarray, dtype: str) -> Iterator[Row]:
    """Of a function that can be asked for values alone."""
    function = claim.function
    if not function.by_values_alone:
        return
    yield _finite(claim, x) if dtype == "float64" else _in_short_floats(claim, x[function.covers(x)], dtype)
    if dtype == "float64" and (row := _one_by_one(claim, x)).wrong:
        yield row


def _finite(claim: Claim, x: np.ndarray) -> Row:
    """Whether values end in nan far out, or are infinite without having grown."""
    given = claim.value(x, "float64")
    lost = np.zeros(x.shape, bool)
    for side in (-1, 1):
        at = np.flatnonzero(side * x >= 0)[::side]
        ended = np.flatnonzero(~np.isfinite(given[at]))
        ended = ended[np.abs(x[at[ended]]) > _ORDINARY]
        if ended.size and ended[0] and np.isfinite(given[at[ended[0] - 1]]):
            ends = at[ended[0] - 1 : ended[0] + 1]
            lost[at[ended]] = _ends_at_once(claim, *x[ends])
    lost &= ~np.isfinite(given)
    worst = _lost(given, lost, x) if np.any(lost) else None
    return Row(VALUE, "float64", ITSELF, x.size, int(lost.sum()), 0, worst)


def _ends_at_once(claim: Claim, last: float, beyond: float) -> bool:
    """Whether the last finite value between two points is no large one: then something inside of it overflowed."""
    for _ in range(80):
        middle = last / 2 + beyond / 2
        if middle in (last, beyond):
            break
        is_finite = np.isfinite(claim.value(np.array([middle]), "float64")[0])
        last, beyond = (middle, beyond) if is_finite else (last, middle)
    value = abs(float(claim.value(np.array([last]), "float64")[0]))
    return value < _LARGE * float(np.finfo(float).max)


def _lost(given: np.ndarray, lost: np.ndarray, x: np.ndarray) -> Worst:
    first = int(np.flatnonzero(lost)[np.argmin(np.abs(x[lost]))])
    kind = f"right in the bulk, {lost_text(np.where(lost, given, 0.0), x)} in float64: something inside of it overflows"
    return Worst(float(x[first]), float(given[first]), math.nan, kind)


def _in_short_floats(claim: Claim, x: np.ndarray, dtype: str) -> Row:
    """Its values in float32, held against those in float64."""
    given, right = claim.value(x, dtype), claim.value(x, "float64")
    nothing = np.where(np.isnan(right), np.nan, 0.0)
    allowed = allowed_apart(right, nothing, x, dtype)
    with np.errstate(all="ignore"):
        apart = np.where(given == right, 0.0, np.abs(given - right))
        wrong = ~np.isnan(right) & ~(apart <= allowed) & ~lost_to_range(right, x, dtype)
    worst = None
    if np.any(wrong):
        nearest = np.where(wrong, np.where(np.isfinite(given), -apart / (allowed + np.abs(right)), np.abs(x)), np.inf)
        at = int(np.argmin(nearest))
        kind = kind_of(Results(VALUE, dtype, x, given, right, allowed, wrong))
        worst = Worst(float(x[at]), float(given[at]), float(right[at]), kind)
    return Row(VALUE, dtype, "its float64", x.size, int(wrong.sum()), int(np.isnan(right).sum()), worst)


def _one_by_one(claim: Claim, x: np.ndarray) -> Row:
    """Whether each value depends on its own point alone."""
    some = x[np.linspace(0, x.size - 1, _ASKED_ALONE).astype(int)]
    together = claim.value(some, "float64")
    alone = np.array([claim.value(some[at : at + 1], "float64")[0] for at in range(some.size)])
    with np.errstate(all="ignore"):
        same = np.isclose(together, alone, rtol=1e-12, atol=1e-300, equal_nan=True)
    worst = None
    if not same.all():
        at = int(np.flatnonzero(~same)[0])
        kind = "in an array it depends on the other numbers too"
        worst = Worst(float(some[at]), float(together[at]), float(alone[at]), kind)
    return Row(ALONE, "float64", ITSELF, some.size, int(np.count_nonzero(~same)), 0, worst)
