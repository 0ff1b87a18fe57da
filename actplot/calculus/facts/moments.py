"""What a function makes of standard normal inputs: mean, variance, mean squares, and the gain that keeps their size."""

import math
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function

_REACH = 38  # standard deviations, beyond which the density is below every float
_NODES = 40  # of Gauss and Legendre, on each stretch
_BESIDE = 2.0 ** -np.arange(1, 40)  # stretches shrink towards a break, where slopes may grow without end
_ROUNDING = 1e-15  # of a mean that is 0, relative to the spread
_STILL = 1e-9  # relative change with fewer nodes, above which a mean is not taken to exist


@dataclass(frozen=True)
class Moments:
    """Of f(z) for z ~ N(0, 1); the gain g makes E[(g·f(z))²] = 1, and is infinite where f is 0."""

    mean: float
    variance: float
    square: float  # E[f(z)²]
    slope_square: float  # E[f′(z)²]

    @property
    def gain(self) -> float:
        return 1 / math.sqrt(self.square) if self.square else math.inf


def moments_of(function: Function) -> Moments | None:
    """None where f has no value on a part of the line, or a mean that does not exist."""
    found = [_means(function, nodes) for nodes in (_NODES, _NODES - 12)]
    with np.errstate(all="ignore"):
        close = np.abs(found[0] - found[1]) <= _STILL * np.abs(found[0]) + 1e-15
    if not np.all(close[:2]):  # nan, too
        return None
    mean, square, slope_square = found[0].tolist()
    mean = 0.0 if abs(mean) <= _ROUNDING * math.sqrt(square) else mean
    return Moments(mean, max(square - mean * mean, 0.0), square, slope_square if close[2] else math.nan)


def _means(function: Function, nodes: int) -> np.ndarray:
    """E[f], E[f²] and E[f′²]."""
    places, weights = np.polynomial.legendre.leggauss(nodes)
    low, high = _stretches(function)
    half = (high - low)[:, None] / 2
    z = (low + high)[:, None] / 2 + half * places
    with np.errstate(all="ignore"):
        density = half * weights * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        value, slope = (np.where(density > 0, of(z), 0.0) for of in (function.value, function.derivative))
        return np.array([np.sum(density * power) for power in (value, value * value, slope * slope)])


def _stretches(function: Function) -> tuple[np.ndarray, np.ndarray]:
    """The line up to where the density ends, cut at whole numbers, and more and more finely towards breaks."""
    inside = [float(x) for x in function.breaks if -_REACH < x < _REACH][:200]
    beside = [x + side * step for x in inside for side in (-1, 1) for step in _BESIDE]
    fences = np.unique([*range(-_REACH, _REACH + 1), *inside, *beside])
    fences = fences[np.abs(fences) <= _REACH]
    return fences[:-1], fences[1:]
