"""Where lengths and correlations of a deep network settle, and in how many layers."""

import math
from collections.abc import Callable

import numpy as np

from ...catalogue.kinds.functions import Function
from .mean_fields import Sizes
from .networks import ALIKE, FixedPoint, MeanField, Network
from .two_inputs import half_square_apart

_STAYS = 1e-11  # relative change of what stays where it is
_SEEN = 1e-12  # of one step, below which rounding may have turned its sign
_LONGEST, _SHORTEST = 1e20, 1e-12  # between which lengths are looked for; correlations from 1e-12 of 1
_FACTOR = 4.0  # from one place that is looked at to the next
_HALVINGS = 60
_STEP = 1e-3  # relative, of differences of fourth order
_TINY = 1e-6  # standard deviation of inputs that stand for ever shorter ones
_NEUTRAL = 1e-9  # difference of a slope from 1 that is rounding

Map = Callable[[float], float]


@np.errstate(all="ignore")
def fixed_point(function: Function, network: Network, field: MeanField) -> FixedPoint:
    """q*, χ₁, c* and the depth scales of Schoenholz et al. 2017, from where the inputs lead."""
    if network.residual:
        return FixedPoint(None, None, why="lengths of a residual network grow with every layer")
    if not field.lengths.size:
        return FixedPoint(None, None, why=field.why)
    sizes, square = Sizes(function), network.gain**2

    def longer(length: float) -> float:
        return square * sizes.at(length).square

    length = 0.0 if field.why == "activations vanish" else settled(longer, float(field.lengths[-1]), _LONGEST)
    if length is None:
        return FixedPoint(None, None, why="lengths grow without bound")
    at = length or _TINY**2
    pace = _slope(longer, length) if length else _rounded(longer(at) / at)
    if length and abs(pace) > 1 + _NEUTRAL:
        return FixedPoint(None, None, why="lengths do not settle")
    slope = _rounded(square * sizes.at(at).slope_square)
    # Ever shorter inputs see a straight line, which keeps whatever correlation they have come to.
    rest = _correlation(function, at, slope, sizes) if length else (None, None)
    return FixedPoint(length, slope, rest[0], _depth(pace), rest[1])


def _correlation(function: Function, length: float, slope: float, sizes: Sizes) -> tuple[float | None, float | None]:
    """c* and its depth scale, for inputs of a length that is settled."""
    found = sizes.at(length)

    def farther(unlikeness: float) -> float:
        scale = math.sqrt(length)
        apart = half_square_apart(function, scale, unlikeness, found.square, found.slope_square)
        return apart / found.square

    rest = settled(farther, 1 - ALIKE, 1.0)
    if rest is None:
        rest = 1.0  # a map of E[f(u)·f(v)] leads from above 0 to no farther than 0
    if math.isnan(rest):
        return None, None
    return 1 - rest, _depth(_slope(farther, rest) if rest else slope)


def settled(step: Map, start: float, most: float) -> float | None:
    """Where a map that grows leads from a start, 0 for ever nearer to 0, None beyond the most."""
    drift = step(start) / start - 1
    if math.isnan(drift):
        return math.nan
    if abs(drift) <= _STAYS:
        return start
    sign = math.copysign(1.0, drift)
    before, place = start, start
    while _SHORTEST < place < most:
        before, place = place, min(place * _FACTOR**sign, most)
        now = step(place) / place - 1
        if math.isnan(now):
            return math.nan
        if sign * now < -_SEEN:
            return _between(step, before, place, sign)
    return 0.0 if sign < 0 else None


def _between(step: Map, low: float, high: float, sign: float) -> float:
    """Where a map crosses the diagonal between two places, by halving their ratio."""
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        if sign * (step(middle) / middle - 1) > 0:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def _slope(step: Map, place: float) -> float:
    """Of a map, by differences."""
    ends = [step(place * (1 + k * _STEP)) for k in (-2, -1, 1, 2)]
    return _rounded((ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / (12 * _STEP * place))


def _rounded(slope: float) -> float:
    """1 where nothing but rounding is between."""
    return 1.0 if abs(slope - 1) <= _NEUTRAL else slope


def _depth(slope: float) -> float:
    """Layers in which a distance falls by e: −1/ln of what one layer leaves of it; infinite where it does not fall."""
    if math.isnan(slope):
        return math.nan
    return math.inf if abs(slope) >= 1 else 0.0 if slope == 0 else -1 / math.log(abs(slope))
