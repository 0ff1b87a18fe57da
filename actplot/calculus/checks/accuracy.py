"""Measures closed forms against the formula at adaptive precision, in units in the last place (ULP)."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.precision import derivatives, value
from ...algebra.term import Term
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import METHODS, Function
from ...errors import BadOption
from ...frozen import record
from ...numerics.search import crossings
from ..letters import formula_of

BULK, TAILS, TINY = "bulk", "tails", "near 0"
REGIONS = (BULK, TAILS, TINY)
_BULK, _FAR = 30.0, 1000.0
_POINTS = 20_000  # in the bulk; the tails and the tiny numbers have a twentieth of it each
_SMALLEST = 1e-307
_EDGES = (20, 30, 50, 88, 88.8, 89, 100, 103.9, 104, 200, 355, 500, 700, 709, 709.7, 710, 720, 740, 745, 746, 1000)
_MOST_ZEROS = 12  # of each order: of more those nearest to 0
_CLOSEST = 1e-16  # relative distance from a zero
_BESIDE = 60  # points on each side of a zero, on the whole grid
_SCALES = np.concatenate([-np.logspace(6, -12, 1081), np.logspace(-12, 6, 1081)])


@record
class Worst:
    """The largest error of one order in a region, and where it is; an error of 0 means that every point is exact."""

    ulps: float
    x: float
    closed: float
    truth: float


@record
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


def check_measurable(entries: Iterable[Entry]) -> None:
    """Raise `BadOption` for what has no curve."""
    for entry in entries:
        if not entry.has_curve:
            raise BadOption(
                f"check --accuracy: {entry} is a {entry.kind}, and ULPs are measured of functions of one variable. "
                f"See 'actplot check {entry}'."
            )


def measure_accuracy(function: Function, share: float = 0.02) -> tuple[OrderAccuracy, ...]:
    """The errors of value, first and second derivative on this share of the full grid; formulas are allowed any.

    Each error is relative to the result at that point, down to its zeros: nothing excuses one.
    """
    x = grid(function, share)
    term, environment = formula_of(function), function.numbers
    truths = [_truth(term, {**environment, "x": float(at)}) for at in x]
    allowed = astuple(function.precision)[:3]
    closed = [getattr(function, method)(x) for method in METHODS]
    return tuple(
        _order(str(function), order, x, closed[order], truths, allowed[order]) for order in range(len(METHODS))
    )


def measure_claimed(
    name: str, formula: Function, claimed: Sequence[Callable[[np.ndarray], np.ndarray]], share: float = 0.02
) -> tuple[OrderAccuracy, ...]:
    """The errors of what is claimed to be a formula's value, and its derivative if there are two; any are allowed."""
    x = grid(formula, share)
    truths = [_truth(formula_of(formula), {**formula.numbers, "x": float(at)}) for at in x]
    return tuple(_order(name, order, x, way(x), truths, math.inf) for order, way in enumerate(claimed))


def _truth(term: Term, environment: Mapping[str, float]) -> list[mpf]:
    """Value and derivatives; what difference quotients leave undecided, such as a derivative of 0, is that by rules."""
    numbers = list(derivatives(term, environment, "x"))
    for order in range(1, len(numbers)):
        if mp.isnan(numbers[order]):
            numbers[order] = value(derivatives_of(term, "x")[order], environment)
    return numbers


def grid(function: Function, share: float = 1.0) -> np.ndarray:
    """Bulk, tails, special and tiny points, and points close to zeros, in the domain, without the breaks.

    They are the same ones every time.
    """
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
    x = np.concatenate([near, far, edges, tiny, [0.0, -0.0], _beside_zeros(function, max(2, round(_BESIDE * share)))])
    x = x[(x > low) & (x < high)]
    return x[~np.isin(x, function.breaks)]


def _beside_zeros(function: Function, count: int) -> np.ndarray:
    """Zeros of value and derivatives, the floats next to them, and so many points on each side, from far to close."""
    random, found = np.random.default_rng(1), []
    for order in range(len(METHODS)):
        for zero in _zeros(function, order):
            apart = 10.0 ** random.uniform(math.log10(_CLOSEST), -0.5, 2 * count)
            sides = np.repeat([-1.0, 1.0], count)
            found += [zero + zero * sides * apart, np.nextafter(zero, [-np.inf, np.inf]), [zero]]
    return np.concatenate(found) if found else np.zeros(0)


def _zeros(function: Function, order: int) -> np.ndarray:
    """Floats at which the closed form changes its sign, but for 0 and breaks; of many, those nearest to 0."""
    method = getattr(function, METHODS[order])
    x = _looked_at(function)
    signs = np.sign(method(x))
    seen = np.flatnonzero(np.isfinite(signs) & (signs != 0))
    changed = np.flatnonzero(signs[seen[:-1]] != signs[seen[1:]])
    low, high = x[seen[changed]], x[seen[changed + 1]]
    nearest = np.argsort(np.minimum(np.abs(low), np.abs(high)), kind="stable")[: 2 * _MOST_ZEROS]
    zeros = crossings(method, low[nearest], high[nearest])[0]
    zeros = zeros[(zeros != 0) & ~np.isin(zeros, function.breaks)]
    return zeros[:_MOST_ZEROS]


def _looked_at(function: Function) -> np.ndarray:
    """Where changes of sign are looked for: on a logarithmic scale about 0, about breaks, and as parameters scale."""
    sizes = np.abs([number for number in function.numbers.values() if number])
    with np.errstate(over="ignore", invalid="ignore"):  # of parameters near either end of floats
        scaled = [scale * _SCALES for scale in (1.0, *sizes, *1 / sizes)]
    x = np.unique(np.concatenate([*scaled, *(at + _SCALES for at in function.breaks)]))
    low, high = function.domain
    return x[np.isfinite(x) & (x > low) & (x < high)]


def _order(
    name: str, order: int, x: np.ndarray, closed: np.ndarray, numbers: Sequence[Sequence[mpf]], allowed: float
) -> OrderAccuracy:
    truths = [truth[order] for truth in numbers]
    errors = np.array([ulps(one, truth) for one, truth in zip(closed, truths, strict=True)])
    worst = {}
    for region, inside in _regions(x).items():
        if np.any(inside):
            i = np.flatnonzero(inside)[np.argmax(errors[inside])]
            worst[region] = Worst(float(errors[i]), float(x[i]), float(closed[i]), float(truths[i]))
    return OrderAccuracy(name, order, len(x), worst, allowed)


def _regions(x: np.ndarray) -> dict[str, np.ndarray]:
    size = np.abs(x)
    return {BULK: (size >= 1e-3) & (size <= _BULK), TAILS: size > _BULK, TINY: size < 1e-3}


def ulps(closed: float, truth: mpf) -> float:
    """The error in units in the last place of the truth; infinite where only one of them is a finite number."""
    rounded = float(truth)
    if not math.isfinite(rounded) or not math.isfinite(closed):
        same = closed == rounded or (math.isnan(closed) and math.isnan(rounded))
        return 0.0 if same else math.inf
    return float(abs(mpf(float(closed)) - truth) / mpf(math.ulp(rounded)))
