"""Measures closed forms against the formula at adaptive precision, in units in the last place (ULP)."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from mpmath import mpf

from ...algebra.evaluating.precision import derivatives
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import METHODS, Function
from ...errors import BadOption
from ..letters import formula_of

BULK, TAILS, TINY = "bulk", "tails", "near 0"
REGIONS = (BULK, TAILS, TINY)
_BULK, _FAR = 30.0, 1000.0
_POINTS = 20_000  # in the bulk; the tails and the tiny numbers have a twentieth of it each
_SMALLEST = 1e-307
_EDGES = (20, 30, 50, 88, 88.8, 89, 100, 103.9, 104, 200, 355, 500, 700, 709, 709.7, 710, 720, 740, 745, 746, 1000)
_UNIT = 2.0**-53
_ZERO_NEAR = 1.0  # distance from a zero within which an absolute error decides
_LOOKED = 401  # points in which a zero is looked for there


@dataclass(frozen=True)
class Worst:
    """The largest error of one order in a region, and where it is; an error of 0 means that every point is exact."""

    ulps: float
    x: float
    closed: float
    truth: float


@dataclass(frozen=True)
class OrderAccuracy:
    """One order of a function: how many points, the worst one of each region, and what is allowed."""

    function: str
    order: int
    points: int
    worst: dict[str, Worst]
    allowed: float

    @property
    def ulps(self) -> float:
        return max(worst.ulps for worst in self.worst.values())

    @property
    def passed(self) -> bool:
        return self.ulps <= self.allowed


def measure_all(entries: Sequence[Entry], share: float) -> list[OrderAccuracy]:
    """The accuracy of several functions; raises `BadOption`, before any is measured, for what has no curve."""
    for entry in entries:
        if not entry.has_curve:
            raise BadOption(
                f"check --accuracy: {entry} is a {entry.kind}, and ULPs are measured of functions of one variable. "
                f"See 'actplot check {entry}'."
            )
    return [order for entry in entries for order in measure_accuracy(entry, share)]


def measure_accuracy(function: Function, share: float = 0.02) -> tuple[OrderAccuracy, ...]:
    """The errors of value, first and second derivative on this share of the full grid; formulas are allowed any.

    Where the true result has a zero within 1 of the point, an absolute error of 4·2⁻⁵³·max(1, |x|) counts as none.
    """
    x = grid(function, share)
    term, environment = formula_of(function), function.numbers
    truths = [derivatives(term, {**environment, "x": float(at)}, "x") for at in x]
    allowed = astuple(function.precision)[:3]
    return tuple(_order(function, order, x, [truth[order] for truth in truths], allowed[order]) for order in range(3))


def grid(function: Function, share: float = 1.0) -> np.ndarray:
    """Bulk, tails, special and tiny points inside the domain, without the breaks; the same ones every time."""
    random = np.random.default_rng(0)
    bulk, few = max(1, round(_POINTS * share)), max(1, round(_POINTS * share / 20))
    near = np.concatenate([random.uniform(-_BULK, _BULK, bulk * 3 // 4), random.normal(0, 1.5, bulk - bulk * 3 // 4)])
    sides = random.choice([-1.0, 1.0], few)
    far = sides * random.uniform(_BULK, _FAR, few)
    tiny = 10.0 ** random.uniform(math.log10(_SMALLEST), 0, few) * random.choice([-1.0, 1.0], few)
    edges = np.array([*_EDGES, *(-edge for edge in _EDGES)])
    low, high = function.domain
    if math.isfinite(high - low):  # as many points inside a bounded domain, some of them close to its ends
        near = low + (high - low) * (near + _BULK) / (2 * _BULK)
        near = np.concatenate([near, low + np.abs(tiny) * (high - low), high - np.abs(tiny) * (high - low)])
    x = np.concatenate([near, far, edges, tiny, [0.0, -0.0]])
    x = x[(x > low) & (x < high)]
    return x[~np.isin(x, function.breaks)]


def _order(function: Function, order: int, x: np.ndarray, truths: Sequence[mpf], allowed: float) -> OrderAccuracy:
    method = METHODS[order]
    closed = getattr(function, method)(x)
    errors = np.array([_ulps(one, truth) for one, truth in zip(closed, truths, strict=True)])
    for i in np.flatnonzero(errors > min(allowed, 4)):
        if _excused(function, method, float(x[i]), float(closed[i]), truths[i]):
            errors[i] = 0.0
    worst = {}
    for region, inside in _regions(x).items():
        if np.any(inside):
            i = np.flatnonzero(inside)[np.argmax(errors[inside])]
            worst[region] = Worst(float(errors[i]), float(x[i]), float(closed[i]), float(truths[i]))
    return OrderAccuracy(str(function), order, len(x), worst, allowed)


def _regions(x: np.ndarray) -> dict[str, np.ndarray]:
    size = np.abs(x)
    return {BULK: (size >= 1e-3) & (size <= _BULK), TAILS: size > _BULK, TINY: size < 1e-3}


def _ulps(closed: float, truth: mpf) -> float:
    rounded = float(truth)
    if not math.isfinite(rounded) or not math.isfinite(closed):
        same = closed == rounded or (math.isnan(closed) and math.isnan(rounded))
        return 0.0 if same else math.inf
    return float(abs(mpf(float(closed)) - truth) / mpf(math.ulp(rounded)))


def _excused(function: Function, method: str, x: float, closed: float, truth: mpf) -> bool:
    """Whether the true result has a zero nearby, and the absolute error is small."""
    small = 4 * _UNIT * max(1.0, abs(x))
    if not math.isfinite(closed) or abs(mpf(closed) - truth) > small:
        return False
    around = getattr(function, method)(np.linspace(x - _ZERO_NEAR, x + _ZERO_NEAR, _LOOKED))
    signs = np.sign(around[around != 0])
    return bool(np.any(signs[1:] != signs[:-1]))
