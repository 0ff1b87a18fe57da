"""Holds what is claimed of a function against what is right, in each precision."""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ....numbers import number_text, readable
from ..accuracy import OrderAccuracy, measure_claimed
from .claims import DERIVATIVE, VALUE, Claim, Judgement, Row, Worst
from .lookouts import BULK, points_of, with_edges
from .mistakes import Results, kind_of, may_stand_for
from .regions import short
from .rightness import Right, allowed_apart, differences, doubted, lost_to_range, right_slopes, right_values
from .unclaimed import rows_of_values

_TIES = 0.8  # of the largest error: of these points the plainest is told
_TINY = 0.05  # x nearer to 0 is no plain place
_MOST_TOLD = 8


def judged(claim: Claim, dtypes: Sequence[str] = ("float64",)) -> Judgement:
    """Raises `SuppliedError` for a function that cannot be called."""
    everywhere = points_of(claim)
    rows: list[Row] = []
    for dtype in dtypes:
        rows += _rows_of_values(claim, _at(everywhere, lambda x, name=dtype: claim.value(x, name), dtype), dtype)
        if claim.has_slopes:
            at = _at(everywhere, lambda x, name=dtype: claim.slope(x, name), dtype)
            rows.append(_of_slopes(claim, at[claim.truth.covers(at)], dtype))
    return Judgement(claim, tuple(rows), _accuracy(claim), claim.notes)


def _at(x: np.ndarray, results: Callable[[np.ndarray], np.ndarray], dtype: str) -> np.ndarray:
    """The points as numbers of this precision, and where results end."""
    return with_edges(results, x).astype(dtype).astype(np.float64)


def _rows_of_values(claim: Claim, x: np.ndarray, dtype: str) -> list[Row]:
    if claim.formula is None:
        return list(rows_of_values(claim, x, dtype))
    return [_of_values(claim, x[claim.truth.covers(x)], dtype)]


def _of_values(claim: Claim, x: np.ndarray, dtype: str) -> Row:
    return row_of(claim, VALUE, claim.value(x, dtype), right_values(claim, x), dtype, x)


def _of_slopes(claim: Claim, x: np.ndarray, dtype: str) -> Row:
    return row_of(claim, DERIVATIVE, claim.slope(x, dtype), right_slopes(claim, x, dtype), dtype, x)


def row_of(claim: Claim, what: str, given: np.ndarray, right: Right, dtype: str, x: np.ndarray) -> Row:
    """How results came out, the worst point, and what is told besides."""
    nearest = right.nearest(given)
    allowed = allowed_apart(nearest, right.error, x, dtype)
    with np.errstate(all="ignore"):
        apart = np.where(given == nearest, 0.0, np.abs(given - nearest))
        known = np.isfinite(allowed) & ~np.isnan(nearest)
        out_of_range = lost_to_range(nearest, x, dtype)
        differs = known & ~(apart <= allowed)
        known &= ~doubted(claim, right, given, x, differs & ~out_of_range)
        differs &= known
    wrong = differs & ~out_of_range
    undecided = int(np.count_nonzero(~known & ~out_of_range))
    told = list(_told(claim, what, given, right, x, dtype))
    if np.any(differs & out_of_range):
        told.append(_out_of_range(given, differs & out_of_range, x, dtype))
    worst = None
    if np.any(wrong):
        known_here = np.where(out_of_range, np.inf, allowed)
        results = Results(what, dtype, x, given, nearest, known_here, wrong, *_surroundings(claim, what))
        worst = _worst(results, apart)
    return Row(what, dtype, right.by, x.size, int(wrong.sum()), undecided, worst, tuple(told[:_MOST_TOLD]))


def _surroundings(claim: Claim, what: str) -> tuple:
    truth, given = claim.truth, claim.derivative if what == DERIVATIVE else claim.function
    bends = truth.second_derivative if claim.has_exact_truth else None

    def slopes(x: np.ndarray) -> np.ndarray:
        return np.asarray(truth.derivative(x)) if claim.has_exact_truth else differences(truth, x)[0]

    breaks, own = tuple(map(float, truth.breaks)), tuple(map(float, given.breaks)) if given else ()
    others = may_stand_for(what, truth.value, slopes, bends)
    return breaks, own, others, truth.value if what == DERIVATIVE else None


# The worst point


def _worst(results: Results, apart: np.ndarray) -> Worst:
    """Where the error is largest for the size of results nearby, so that no zero of theirs is the worst by itself."""
    x, finite = results.x, results.bad
    if np.any(finite):
        excess = np.where(finite, np.where(finite, apart, 0.0) / _sizes_nearby(results), -1.0)
        ties = np.flatnonzero(excess >= _TIES * min(1.0, excess.max()))  # twice as large as all there is: no more
        at = int(
            min(
                ties,
                key=lambda one: (
                    abs(x[one]) > BULK,
                    -round(min(float(excess[one]), 10.0), 1),
                    len(number_text(float(x[one]))),
                    abs(x[one]),
                ),
            )
        )
    else:
        at = int(min(np.flatnonzero(results.wrong), key=lambda one: (0 < abs(x[one]) < _TINY, abs(x[one]))))
    right = float(results.right[at]) if abs(results.right[at]) > results.allowed[at] else 0.0
    return Worst(float(x[at]), float(results.given[at]), right, kind_of(results))


def _sizes_nearby(results: Results) -> np.ndarray:
    """The largest right result within a third of each point, or of x itself."""
    x, size = results.x, np.where(np.isfinite(results.right), np.abs(results.right), 0.0)
    near = np.abs(x[:, None] - x[None, :]) <= np.maximum(1.0, np.abs(x))[:, None] / 3
    local = np.max(np.where(near, size[None, :], 0.0), axis=1)
    general = float(np.quantile(size[np.abs(x) <= BULK], 0.5)) if np.any(np.abs(x) <= BULK) else 1.0
    return np.maximum(local, 1e-3 * general) + results.allowed


# What fails nothing


def _told(claim: Claim, what: str, given: np.ndarray, right: Right, x: np.ndarray, dtype: str) -> Iterator[str]:
    kinked = np.flatnonzero((right.low != right.high) & ~np.isnan(right.low))
    nearest = {int(kinked[np.argmin(np.abs(x[kinked] - one.x))]) for one in right.kinks if kinked.size}
    for index in sorted(nearest):
        low, high, taken = right.low[index], right.high[index], given[index]
        if low <= taken <= high:
            yield f"kink at {short(x[index])}: {short(taken)} is between the slopes {short(low)} and {short(high)}"
    yield from _at_the_ends(claim, what, dtype)


def _at_the_ends(claim: Claim, what: str, dtype: str) -> Iterator[str]:
    """What is given at ±∞ and for nan, where it is not the limit."""
    ends = np.array([-math.inf, math.inf, math.nan])
    given = (claim.value if what == VALUE else claim.slope)(ends, dtype)
    if not math.isnan(given[2]):
        yield f"for nan it gives {short(given[2])}, not nan"
    if not claim.has_exact_truth:
        return
    limits = np.asarray((claim.truth.value if what == VALUE else claim.truth.derivative)(ends[:2]), float)
    for name, taken, limit in zip(("−∞", "∞"), given, limits, strict=False):
        if not math.isnan(limit) and not (taken == limit or abs(taken - limit) <= 1e-6 * max(1.0, abs(limit))):
            yield f"at {name} it gives {readable(taken)}, and the limit is {readable(limit)}"


def _out_of_range(given: np.ndarray, differs: np.ndarray, x: np.ndarray, dtype: str) -> str:
    first = int(np.flatnonzero(differs)[np.argmin(np.abs(x[differs]))])
    return (
        f"at x = {short(x[first])} it gives {readable(given[first])}, where what is right is beyond the range of "
        f"{dtype} or nearly so: that fails nothing"
    )


# Units in the last place


def _accuracy(claim: Claim) -> tuple[OrderAccuracy, ...]:
    if claim.formula is None:
        return ()
    ways = [lambda x: claim.value(x, "float64"), *([lambda x: claim.slope(x, "float64")] if claim.has_slopes else [])]
    return measure_claimed(str(claim.function), claim.formula, ways)
