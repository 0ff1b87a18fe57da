"""What is right at each point, how surely, and how far from it rounding alone may lead."""

import math
from collections.abc import Callable

import numpy as np

from ....catalogue.kinds.functions import Function
from ....frozen import record
from ....numerics.stencils import CENTRAL, FORWARD
from ...curves.breaks import Break
from ...curves.finite import finite_difference
from .claims import CLOSED_FORM, DIFFERENCES, FORMULA_SAYS, Claim

WITHIN = {"float64": 1e-9, "float32": 1e-5}  # relative error that is none
_WITHIN_DIFFERENCES = 1e-8  # where pieces are joined that differ by less, differences see it
_DECIDES = 1e-6  # relative above 1: a larger error of a difference decides nothing
_HALVED = 2**10  # as often as steps of differences are at most
_SCATTER = 3e-5  # between points at which values are looked at for their rounding
SMALLEST = {"float64": 1e-300, "float32": 1e-36}  # below which results may be lost
_NOISE = 64  # times the rounding of what a result is computed from, which is of the size of f′ near 0, or of x
_FARTHEST = 1e3  # x beyond which rounding of x counts no more
_SAFETY = 4  # times the estimated error of a difference
_LONGEST = (0.5, 0.11, 0.023)  # steps that differences start from: of three, one fits
_ROUGH = 256  # times the rounding of x: what differences make of it
_OF_SIXTH = math.sqrt(924)  # the spread of sixth differences of numbers that scatter by 1
_UNSURE = 64  # times the rounding of values over the step: it leaves a sixth of what is to be told
_AT_A_KINK = 1e-6  # error of one-sided slopes that differences give
_VANISHED = 1e-100  # what is smaller farther in, and 0 here, is below the smallest float


@record
class Right:
    """What is right at each point: between two sides where there is a kink, and within an error."""

    low: np.ndarray
    high: np.ndarray
    error: np.ndarray  # nan where nothing is known
    by: str
    kinks: tuple[Break, ...] = ()

    def nearest(self, given: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(given), self.low, np.clip(given, self.low, self.high))


def right_values(claim: Claim, x: np.ndarray) -> Right:
    right = np.asarray(claim.truth.value(x), np.float64)
    return Right(right, right, np.zeros(x.shape), by_whom(claim.truth))


def right_slopes(claim: Claim, x: np.ndarray, dtype: str) -> Right:
    """By the closed form or the formula; of what has neither, by differences of its values."""
    if claim.has_exact_truth:
        right, error, by = np.asarray(claim.truth.derivative(x), float), np.zeros(x.shape), by_whom(claim.truth)
    else:
        (right, error), by = differences(claim.truth, x), DIFFERENCES
        error += _ROUGH * np.spacing(np.abs(x)) * np.maximum(np.abs(right), size_near_zero(right, x))
    low, high, kinks = right.copy(), right.copy(), []
    for point in claim.breaks:
        sides = [side for side in (point.left_derivative, point.right_derivative) if side is not None]
        sides = [_tidied(side) for side in sides] if by == DIFFERENCES else sides
        at = np.abs(x - point.x) <= max(_blur(point.x, dtype, by), claim.function.resolution(point.x))
        if not point.is_corner or not sides or not np.any(at):
            continue
        kinks.append(point)
        low[at], high[at] = min(sides), max(sides)
        error[at] = _AT_A_KINK * (1 + max(map(abs, sides))) if by == DIFFERENCES else 0.0
    return Right(low, high, error, by, tuple(kinks))


def doubted(claim: Claim, right: Right, given: np.ndarray, x: np.ndarray, differs: np.ndarray) -> np.ndarray:
    """Where a difference is not confirmed by the closest steps that could tell what is given from it.

    There may be a break that nothing has found, or a narrow piece, over which its own error knows nothing.
    """
    at = np.flatnonzero(differs & (right.low == right.high) & np.isfinite(given))
    found = np.zeros(x.shape, bool)
    if right.by != DIFFERENCES or not at.size:
        return found
    slope, gap = right.low[at], np.abs(given[at] - right.low[at])
    lost = rounding_of(claim.truth.value, x[at])
    for direction in (0, -1, 1):
        places = np.arange(-2, 3) if not direction else direction * np.arange(5)
        weights = CENTRAL if not direction else direction * FORWARD
        here = np.abs(claim.truth.value(x[at]))
        noise = _UNSURE * (lost + claim.truth.grain * here + np.spacing(np.abs(x[at])) * np.abs(slope))
        step = np.maximum(noise / gap, 2 * np.spacing(np.abs(x[at])))
        step = (x[at] + step) - x[at]
        y = claim.truth.value((x[at][:, None] + places * step[:, None]).ravel()).reshape(at.size, -1)
        with np.errstate(all="ignore"):
            close = np.sum(weights * y, axis=1) / step
            found[at] |= ~(np.abs(close - slope) <= gap / 2)
    return found


def _tidied(side: float) -> float:
    """A one-sided slope that differences give, without digits that they do not know."""
    return round(side, 9) + 0.0 if abs(side) < 1 else float(f"{side:.9g}")


def by_whom(truth: Function) -> str:
    return CLOSED_FORM if truth.known_range else FORMULA_SAYS


def _blur(place: float, dtype: str, by: str) -> float:
    """How near to a break a point may belong to either side: the break of a short number is where it is."""
    if float(np.float32(place)) == place:
        return 0.0
    return max(2 * float(np.spacing(np.abs(np.dtype(dtype).type(place)))), 1e-9 if by == DIFFERENCES else 0.0)


def differences(function: Function, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes from values alone and their errors: of several differences the surest, doubted where they disagree.

    What values lose in rounding is measured, as they may be computed in shorter floats than they are returned in.
    """
    estimates = [finite_difference(function, x, longest_step=longest) for longest in _LONGEST]
    lost = 16 * _HALVED * rounding_of(function.value, x)
    slopes = np.array([one.derivative for one in estimates])
    errors = np.array(
        [
            np.where(one.converged, _SAFETY * one.error + lost / longest, np.inf)
            for one, longest in zip(estimates, _LONGEST, strict=True)
        ]
    )
    best = np.argmin(errors, axis=0)[None]
    slope, error = (np.take_along_axis(one, best, 0)[0] for one in (slopes, errors))
    with np.errstate(all="ignore"):
        apart = np.where(np.isfinite(errors), np.abs(slopes - slope) - errors, 0.0).max(axis=0)
        error = np.where(np.isfinite(error), np.maximum(error, apart), np.nan)
        error = np.where(error <= _DECIDES * np.maximum(1.0, np.abs(slope)), error, np.nan)
    return np.where(np.isnan(error), np.nan, slope), error


def rounding_of(values: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """How much values near each point scatter: by sixth differences to the left, about it and to the right."""
    step = _SCATTER * np.maximum(1.0, np.abs(x))
    with np.errstate(all="ignore"):
        heights = np.array([values(x + shift * step) for shift in range(-6, 7)])
        scatter = np.abs(np.diff(heights, 6, axis=0))[[0, 3, 6]] / _OF_SIXTH
        least = np.nan_to_num(np.where(np.isnan(scatter), np.inf, scatter).min(axis=0), posinf=0.0)
        shares = least / np.abs(heights[6])  # of a value; that of most counts where it seems to be less by chance
        usual = np.median(shares[np.isfinite(shares)]) if np.any(np.isfinite(shares)) else 0.0
        return np.maximum(least, np.nan_to_num(usual * np.abs(heights[6]), nan=0.0, posinf=0.0))


def size_near_zero(right: np.ndarray, x: np.ndarray) -> float:
    """The size of results near 0, of which others are sums: the rounding of these remains where they cancel."""
    for reach in (2.0, 10.0, math.inf):
        sizes = np.abs(right[(np.abs(x) <= reach) & np.isfinite(right)])
        if sizes.size > 20 and np.any(sizes):
            return float(np.quantile(sizes, 0.9)) or float(sizes.max())
    return 1.0


def allowed_apart(right: np.ndarray, error: np.ndarray, x: np.ndarray, dtype: str) -> np.ndarray:
    """How far from what is right a result may be; infinite where that is unknown."""
    size = np.abs(x)
    rounding = _NOISE * np.finfo(dtype).eps * size_near_zero(right, x) * np.clip(size, 1.0, _FARTHEST)
    within = np.where(error > 0, max(WITHIN[dtype], _WITHIN_DIFFERENCES), WITHIN[dtype])
    return within * np.abs(right) + rounding + np.nan_to_num(error, nan=np.inf)


def lost_to_range(right: np.ndarray, x: np.ndarray, dtype: str) -> np.ndarray:
    """Where results are too large or too small for floats, so that nothing that is given there is wrong."""
    size = np.abs(right)
    beyond = (size > float(np.finfo(dtype).max)) | np.isinf(right)
    return beyond | ((size > 0) & (size < SMALLEST[dtype])) | _vanished(right, x)


def _vanished(right: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Where 0 stands for what became too small: farther in, it is the smaller the farther out."""
    vanished = np.zeros(x.shape, bool)
    for side in (-1, 1):
        at = np.flatnonzero(np.sign(x) == side)[::side]  # from 0 outwards
        sizes = np.abs(right[at])
        ends = np.flatnonzero(sizes != 0)
        if ends.size and sizes[ends[-1]] < _VANISHED:
            vanished[at[ends[-1] + 1 :]] = True
    return vanished
