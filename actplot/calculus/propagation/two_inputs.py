"""How far apart a function leaves two correlated normal inputs, by quadrature over their mean and their difference."""

import math
from collections.abc import Sequence

import numpy as np

from ...catalogue.kinds.functions import Function
from ..quadrature import gauss_legendre

_APART = np.array([0, 0.02, 0.1, 0.4, 1, 2, 3.5, 5.5, 9.0])  # fences of the difference, which has a sign but no other
_MIDDLE = np.array([-14, -10, -7, -5, -3.5, -2.5, -1.6, -0.8, 0])
_INNER = np.array([0.5, 1, 2, 4, 8])  # places of f, where it bends, that wide inputs would pass over
_WIDE = 2.0  # standard deviation of inputs from which they do
_ACROSS, _ALONG = 12, (12, 24, 48)  # nodes of Gauss and Legendre; the second more where f needs them
_NEAR = 1e-16  # 1 − c below which f is its tangent: what kinks add is of the order of √(1 − c)
_AGREE = 1e-9  # of E[f²], by which this quadrature may differ from the one that adapts
_MOST_BREAKS = 40


@np.errstate(all="ignore")
def half_square_apart(function: Function, scale: float, unlikeness: float, square: float, slope_square: float) -> float:
    """½·E[(f(u) − f(v))²] for u and v from N(0, scale²) with the correlation 1 − unlikeness.

    With E[f(u)²] and E[f′(u)²] at hand; nan where this quadrature does not find the first of them.
    """
    if unlikeness * max(1.0, scale * scale) < _NEAR:
        return unlikeness * scale * scale * slope_square
    for nodes in _ALONG:
        found, check = _summed(function, scale, unlikeness, nodes)
        if abs(check - square) <= _AGREE * square:
            return found
    return math.nan


def _summed(function: Function, scale: float, unlikeness: float, nodes: int) -> tuple[float, float]:
    """The half square, and E[f²] from the same nodes."""
    share, rest = math.sqrt(unlikeness / 2), math.sqrt(1 - unlikeness / 2)
    apart, weights = _rule(_ACROSS, _APART)
    weights = 2 * weights * _density(apart)
    middle, inner = _rows(_places(function, scale), share * apart, rest, nodes)
    inner = inner * _density(middle)
    ahead = scale * (rest * middle + share * apart[:, None])
    behind = scale * (rest * middle - share * apart[:, None])
    first, second = function.value(ahead), function.value(behind)
    both = weights[:, None] * inner
    kept = both > 0  # f may be beyond floats where nobody is
    squares = np.where(kept, both * (first - second) ** 2, 0.0)
    return float(np.sum(squares)) / 2, float(np.sum(np.where(kept, both * (first**2 + second**2), 0.0))) / 2


def _places(function: Function, scale: float) -> np.ndarray:
    """Where inputs in standard deviations meet breaks, and bends that they would pass over."""
    breaks = [float(x) for x in function.special_points()][:_MOST_BREAKS]
    bends = [0.0, *_INNER, *-_INNER] if scale > _WIDE else []
    found = np.unique([*breaks, *bends]) / scale
    return found[np.abs(found) < -_MIDDLE[0]]


def _rows(places: np.ndarray, shifts: np.ndarray, rest: float, nodes: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of the mean, a row for each difference, between the places that either input meets."""
    ends = np.broadcast_to([*_MIDDLE, *-_MIDDLE[:-1]], (shifts.size, 2 * _MIDDLE.size - 1))
    met = [(places[None, :] + sign * shifts[:, None]) / rest for sign in (1, -1)] if places.size else []
    fences = np.sort(np.clip(np.concatenate([ends, *met], axis=1), _MIDDLE[0], -_MIDDLE[0]), axis=1)
    at, weights = gauss_legendre(nodes)
    low, half = fences[:, :-1, None], np.diff(fences, axis=1)[:, :, None] / 2
    return (low + half * (1 + at)).reshape(shifts.size, -1), (half * weights).reshape(shifts.size, -1)


def _rule(nodes: int, fences: Sequence[float] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    at, weights = gauss_legendre(nodes)
    low, half = np.asarray(fences)[:-1, None], np.diff(fences)[:, None] / 2
    return (low + half * (1 + at)).ravel(), (half * weights).ravel()


def _density(z: np.ndarray) -> np.ndarray:
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
