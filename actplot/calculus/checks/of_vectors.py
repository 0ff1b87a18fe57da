"""Holds functions, losses and random layers of whole vectors against their definitions."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.random_layers import RandomLayer
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import VectorLoss
from ...errors import BadParameter
from .of_functions import AGREED, DISAGREED, UNDECIDED
from .vector_points import ordinary, pairs, special
from .vector_truth import Truth, truth

VALUE, JACOBIAN, LOSS, GRADIENT, MEAN, VARIANCE, SEED = (
    *("value", "Jacobian", "loss", "gradient"),
    *("mean", "variance", "seed"),
)
SIGMAS = 5.0  # a sample that is further from a mean contradicts it

_RELATIVE = 1e-12
_ROUNDING = 4 * 2.0**-53  # of an input, in units of max(1, |x|): what it changes of a value is no error
_SMALLEST = 64 * 5e-324  # results that small have few digits
_SAMPLED = 1e-10  # what rounding does to a sum over many draws
_NUMERICAL_GOOD = 1e-6  # estimated error up to which scipy's element is a judge
_NUMERICAL_ERRORS, _NUMERICAL_ABSOLUTE, _NUMERICAL_RELATIVE = 10, 1e-9, 1e-8
_DRAWS = 40_000
_DRAWN_AT = np.array([1.0, -0.6, 0.0, 2.5, -3.0])


@dataclass(frozen=True)
class Element:
    """One number of a value, a derivative or a statistic, and what it is held against."""

    at: tuple[float, ...]
    target: tuple[float, ...] | None  # of a loss
    index: tuple[int, ...]  # in the output, or (output, input) in a Jacobian
    closed: float
    truth: float
    error: float  # relative to the truth, or in standard errors where numbers are drawn
    verdict: str
    note: str = ""


@dataclass(frozen=True)
class VectorRow:
    """How all elements of one quantity came out."""

    function: str
    what: str
    agreed: int
    disagreed: int
    undecided: int
    worst: Element
    unit: str  # of the error: σ where numbers are drawn, else nothing

    @property
    def passed(self) -> bool:
        """Nothing disagreed, and most could be decided."""
        return not self.disagreed and self.agreed > self.undecided


@dataclass(frozen=True)
class VectorAgreement:
    """The quantities of one function, loss or random layer of vectors."""

    function: str
    rows: tuple[VectorRow, ...]

    @property
    def passed(self) -> bool:
        return all(row.passed for row in self.rows)


def check_vector(entry: Entry) -> VectorAgreement:
    """Compare closed forms with definitions at adaptive precision, and of what is random the statistics.

    Functions: value and Jacobian, the latter also with `scipy.differentiate.jacobian`. Losses: loss and gradient.
    Random layers: mean and variance of many draws, and that equal seeds draw equal numbers. Where there is no
    derivative, anything between those of both sides agrees.
    """
    if isinstance(entry, VectorFunction):
        quantities = _of_function(entry)
    elif isinstance(entry, VectorLoss):
        quantities = _of_loss(entry)
    else:
        quantities = _of_layer(entry)
    unit = "σ" if isinstance(entry, RandomLayer) else ""
    rows = [_row(str(entry), what, elements, unit) for what, elements in quantities.items() if elements]
    return VectorAgreement(str(entry), tuple(rows))


def check_vector_entry(entry: Entry) -> list[VectorAgreement]:
    """The check of an entry and, if its parameters are the defaults, of each failing variant of it."""
    agreements = [check_vector(entry)]
    if entry.has_defaults:
        agreements += [result for variant in variants(entry) if not (result := check_vector(variant)).passed]
    return agreements


def variants(entry: Entry) -> Iterator[Entry]:
    """The same entry with one parameter at a time at a value that is not its default, where that is allowed."""
    for parameter in entry.declared:
        if parameter.many or parameter.default is None:
            continue
        for value in (parameter.unusual(0.3), parameter.default + 1):
            try:
                yield type(entry).with_parameters({parameter.name: value})
            except BadParameter:
                continue
            break


# --- functions


def _of_function(function: VectorFunction) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {VALUE: [], JACOBIAN: []}
    for x in (*ordinary(function), *special(function)):
        exact = truth(function.truth, x)
        value, jacobian = np.atleast_1d(function.value(x)), _matrix(function, x)
        found[VALUE] += _values(x, None, value, exact)
        found[JACOBIAN] += _derivatives(x, None, jacobian, exact)
    for x in ordinary(function):
        found[JACOBIAN] += _against_scipy(function, x)
    return found


def _matrix(function: VectorFunction, x: np.ndarray) -> np.ndarray:
    return np.reshape(function.jacobian(x), (-1, x.size))


def _against_scipy(function: VectorFunction, x: np.ndarray) -> Iterator[Element]:
    """The elements of a Jacobian that differences of float64 contradict."""
    from scipy.differentiate import jacobian

    def of_columns(z: np.ndarray) -> np.ndarray:
        value = function.value(np.moveaxis(z, 0, -1))
        return value[None] if function.gives_number else np.moveaxis(value, -1, 0)

    closed = _matrix(function, x)
    with np.errstate(all="ignore"):
        numerical = jacobian(of_columns, x, initial_step=0.05)
    slack = _NUMERICAL_ERRORS * numerical.error + _NUMERICAL_ABSOLUTE + _NUMERICAL_RELATIVE * np.abs(closed)
    judged = numerical.error <= _NUMERICAL_GOOD * (1.0 + np.abs(closed))  # `success` is never said of a 0
    wrong = judged & ~(np.abs(closed - numerical.df) <= slack)
    for index in np.argwhere(wrong):
        place, note = tuple(map(int, index)), "scipy.differentiate.jacobian disagrees"
        one, other = float(closed[place]), float(numerical.df[place])
        yield Element(_numbers(x), None, place, one, other, _relative(one, other, 0.0), DISAGREED, note)


# --- losses


def _of_loss(loss: VectorLoss) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {LOSS: [], GRADIENT: []}
    for prediction, target in pairs(loss):
        exact = truth(lambda x, y=target: [loss.truth(x, _exact_target(y))], prediction)
        value = np.atleast_1d(loss.evaluate(prediction, target))
        gradient = np.reshape(loss.gradient(prediction, target), (1, -1))
        found[LOSS] += _values(prediction, target, value, exact)
        found[GRADIENT] += _derivatives(prediction, target, gradient, exact)
    return found


def _exact_target(target: np.ndarray) -> list | object:
    """The target in numbers of mpmath: lists of lists as the array is one, or a single number."""
    from mpmath import mpf

    return [_exact_target(part) for part in target] if target.ndim else mpf(float(target))


# --- elements


def _values(x: np.ndarray, target: np.ndarray | None, closed: np.ndarray, exact: Truth | None) -> Iterator[Element]:
    """The values, of which no more digits are asked than the inputs have."""
    rounding = exact.size @ (_ROUNDING * np.maximum(1.0, np.abs(x))) if exact else np.zeros(closed.shape)
    for place, value in enumerate(closed):
        sides = (float(exact.value[place]),) if exact else ()
        yield _element(x, target, (place,), float(value), sides, float(rounding[place]))


def _derivatives(
    x: np.ndarray, target: np.ndarray | None, closed: np.ndarray, exact: Truth | None
) -> Iterator[Element]:
    for place in np.ndindex(closed.shape):
        sides = (float(exact.below[place]), float(exact.above[place])) if exact else ()
        index = place if target is None else place[1:]
        yield _element(x, target, index, float(closed[place]), sides, 0.0)


def _element(
    x: np.ndarray,
    target: np.ndarray | None,
    index: tuple[int, ...],
    closed: float,
    sides: Sequence[float],
    rounding: float,
) -> Element:
    known = [side for side in sides if not math.isnan(side)]
    at, goal = _numbers(x), None if target is None else _numbers(np.ravel(target))
    if not known:
        return Element(at, goal, index, closed, math.nan, math.nan, UNDECIDED)
    nearest = min(known, key=lambda side: abs(closed - side) if side != closed else 0.0)
    between = min(known) <= closed <= max(known)
    error = 0.0 if between else _relative(closed, nearest, rounding + _SMALLEST)
    return Element(at, goal, index, closed, nearest, error, AGREED if error <= _RELATIVE else DISAGREED)


def _relative(closed: float, exact: float, slack: float) -> float:
    """The error as a share of the result; an error within the slack is one within the tolerance."""
    if closed == exact:
        return 0.0
    if not (math.isfinite(closed) and math.isfinite(exact)):
        return math.inf
    size = abs(exact) + slack / _RELATIVE
    return abs(closed - exact) / size if size else math.inf


def _numbers(x: np.ndarray) -> tuple[float, ...]:
    return tuple(map(float, x))


def _row(function: str, what: str, elements: Sequence[Element], unit: str) -> VectorRow:
    counts = [sum(element.verdict == verdict for element in elements) for verdict in (AGREED, DISAGREED, UNDECIDED)]
    return VectorRow(function, what, *counts, max(elements, key=_badness), unit)


def _badness(element: Element) -> tuple[bool, bool, float]:
    """Disagreement first, with the definition rather than with scipy, then the largest error."""
    return element.verdict == DISAGREED, not element.note, -1.0 if math.isnan(element.error) else element.error


# --- random layers


def _of_layer(layer: RandomLayer) -> dict[str, list[Element]]:
    draws = np.asarray(layer.train(np.tile(_DRAWN_AT, (_DRAWS, 1))))
    mean, variance = layer.mean(_DRAWN_AT), layer.variance(_DRAWN_AT)
    return {
        MEAN: [] if mean is None else list(_means(draws, mean, variance)),
        VARIANCE: [] if variance is None else list(_variances(draws, variance)),
        SEED: list(_repeated(layer)),
    }


def _means(draws: np.ndarray, mean: np.ndarray, variance: np.ndarray | None) -> Iterator[Element]:
    spread = np.var(draws, axis=0) if variance is None else variance
    deviations = np.sqrt(spread / len(draws))
    for place, closed in enumerate(mean):
        yield _drawn(place, float(closed), float(np.mean(draws[:, place])), float(deviations[place]))


def _variances(draws: np.ndarray, variance: np.ndarray) -> Iterator[Element]:
    squares = (draws - np.mean(draws, axis=0)) ** 2
    sampled = np.mean(squares, axis=0)
    deviations = np.std(squares, axis=0) / math.sqrt(len(draws))
    for place, closed in enumerate(variance):
        yield _drawn(place, float(closed), float(sampled[place]), float(deviations[place]))


def _drawn(place: int, closed: float, sampled: float, deviation: float) -> Element:
    """A statistic of a sample, which is as good as its standard error."""
    rounding = _SAMPLED * max(1.0, abs(closed))
    apart = max(0.0, abs(closed - sampled) - rounding)
    error = 0.0 if apart == 0 else apart / deviation if deviation > 0 else math.inf
    verdict = AGREED if error < SIGMAS else DISAGREED
    return Element(_numbers(_DRAWN_AT), None, (place,), closed, sampled, error, verdict)


def _repeated(layer: RandomLayer) -> Iterator[Element]:
    """Whether equal seeds draw equal numbers."""
    again = type(layer).with_parameters(layer.parameters)
    x = np.tile(_DRAWN_AT, (3, 1))
    for place, (one, other) in enumerate(zip(layer.train(x)[0], again.train(x)[0], strict=True)):
        error, verdict = (0.0, AGREED) if one == other else (math.inf, DISAGREED)
        yield Element(_numbers(_DRAWN_AT), None, (place,), float(one), float(other), error, verdict)
