"""Where claims are looked at: bulk, tails, tiny arguments, both sides of breaks, and where exponentials overflow."""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np

from ....catalogue.kinds.functions import Function
from .claims import Claim

BULK = 8.0
_TAILS = (8.5, 9.3, 10, 11, 12, 13.5, 15, 17, 18.5, 20, 22, 25, 28, 30, 33, 37, 40, 45, 50, 60, 70, 80)
_OVERFLOWS = (
    *(44, 44.4, 59, 59.2, 88, 88.7, 88.8, 95, 100, 103.9, 104, 110, 150, 200, 236.5, 236.6, 300, 354.8, 355),
    *(370, 372.6, 500, 600, 700, 709.7, 709.8, 711, 745.1, 745.2, 746, 800, 1e3, 1e4, 1e5, 1e6),
)
_STEPS = (1e-6, 1e-4, 1e-3, 0.1)
_MOST_BREAKS = 100
_MOST_EDGES = 4  # between finite results and others
_BETWEEN = 9  # points between neighbouring breaks


def points_of(claim: Claim) -> np.ndarray:
    """In ascending order, −0 before 0, in the domain or not."""
    functions = [one for one in (claim.truth, claim.function, claim.derivative) if one is not None]
    breaks = sorted({float(one) for function in functions for one in _nearest(function.breaks)})
    bulk = np.arange(-40 * BULK, 40 * BULK + 1) / 40
    sizes = np.concatenate([_TAILS, _OVERFLOWS, 10.0 ** np.arange(-30.0, -1.0, 1.5), *_scaled(claim.function)])
    x = np.concatenate([bulk, sizes, -sizes, *_around(breaks), _inside(claim.truth)])
    x = np.unique(x[np.isfinite(x)])
    return np.insert(x, np.searchsorted(x, 0.0), -0.0)


def with_edges(results: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """With the places, to a tenth, from which on far out results are nan or infinite, and those right before them."""
    finite = np.isfinite(results(x))
    far = np.abs(x[1:] + x[:-1]) / 2 > BULK
    edges = np.flatnonzero((finite[1:] != finite[:-1]) & far & (np.diff(x) > 0.15))
    found = [_edge(results, *(x[at : at + 2] if finite[at] else x[at : at + 2][::-1])) for at in edges[:_MOST_EDGES]]
    return np.insert(x, np.searchsorted(x, np.ravel(sorted(found))), np.ravel(sorted(found))) if found else x


def _edge(results: Callable[[np.ndarray], np.ndarray], inner: float, outer: float) -> list[float]:
    """The last tenth with a finite result and the first one without, in ascending order."""
    side = 1 if outer > inner else -1
    low, high = math.floor(10 * side * inner), math.ceil(10 * side * outer)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if np.isfinite(results(np.array([side * middle / 10]))[0]) else (low, middle)
    return sorted([side * low / 10, side * high / 10])


def _nearest(breaks: Iterable[float]) -> list[float]:
    return sorted((one for one in breaks if math.isfinite(one)), key=abs)[:_MOST_BREAKS]


def _around(breaks: list[float]) -> list[np.ndarray]:
    """Each break, the floats next to it, points close to it, and some between it and the next one."""
    beside = [one + side * step * max(1.0, abs(one)) for one in breaks for side in (-1, 1) for step in _STEPS]
    nearest = [np.nextafter(one, side * np.inf) for one in breaks for side in (-1, 1)]
    between = [np.linspace(low, high, _BETWEEN + 2) for low, high in pairwise(breaks)]
    return [np.array([*breaks, *beside, *nearest], float), *between]


def _scaled(function: Function) -> list[np.ndarray]:
    """The bulk of a function that its parameters stretch or squeeze."""
    sizes = {abs(float(one)) for one in function.numbers.values() if one and math.isfinite(one)}
    scales = [scale for size in sizes for scale in (size, 1 / size) if not 0.1 <= scale <= 10 and 1e-9 < scale < 1e9]
    return [scale * np.linspace(0.1, 6, 60) for scale in scales[:6]]


def _inside(truth: Function) -> np.ndarray:
    """As many points within a bounded domain as there are in the bulk of another one."""
    low, high = truth.domain
    if not math.isfinite(high - low):
        return np.zeros(0)
    near = (high - low) * 10.0 ** np.arange(-12.0, -1.0)
    return np.concatenate([np.linspace(low, high, 641), low + near, high - near])
