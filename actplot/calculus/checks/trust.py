"""Holds a formula's floats against adaptive precision, and says where they are wrong, undefined or infinite."""

from collections.abc import Iterator

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.precision import value
from ...algebra.term import Call, Term, walk
from ...numbers import readable
from ...spec.formulas.expression import Expression
from ...spec.formulas.zeros import SEARCHED
from ..derivations.remarks import domain_text

POINTS = 32
VISIBLE = 1e-6  # of the height of a curve
_NAMES = ("the value", "the derivative")


def doubts(function: Expression, interval: tuple[float, float]) -> Iterator[str]:
    """Notes and warnings on a formula over an interval, each a line of text."""
    x = _points(function, interval)
    low, high = function.domain
    if interval[0] < low or interval[1] > high:
        yield f"note: {function} is defined for {domain_text(function)} alone"
    if max(map(abs, interval)) > SEARCHED and _is_periodic(function.term):
        reach = readable(SEARCHED)
        yield f"note: poles and kinks of {function} are looked for between −{reach} and {reach} alone"
    yield from _holes(function, interval, x)
    for order in (0, 1):
        yield from _wrong(function, order, x)


def _is_periodic(term: Term) -> bool:
    """Whether a formula may have poles and kinks without end."""
    return any(isinstance(node, Call) and node.name in ("sin", "cos", "tan") for node in walk(term))


def _points(function: Expression, interval: tuple[float, float]) -> np.ndarray:
    """Points inside the interval and the domain, off the round numbers."""
    low, high = max(interval[0], function.domain[0]), min(interval[1], function.domain[1])
    if low >= high:
        return np.array([low]) if low == high else np.array([])
    steps = (np.arange(POINTS) + 0.4837) / POINTS
    return low + (high - low) * steps


def _holes(function: Expression, interval: tuple[float, float], x: np.ndarray) -> Iterator[str]:
    """Points inside the domain without a value, and overflows."""
    y = function.value(x)
    for at in function.behaviour.removable:
        if interval[0] <= at <= interval[1]:
            yield f"note: {function} has no value at {function.letter} = {readable(at)}, only a limit"
    undefined = x[np.isnan(y)]
    if undefined.size:
        yield f"note: {function} has no value around {function.letter} = {readable(float(undefined[0]))}"
    infinite = x[np.isinf(y)]
    if infinite.size:
        where = f"{function.letter} = {readable(float(infinite[0]))}"
        yield f"note: {function} exceeds every float, for instance at {where}"


def _wrong(function: Expression, order: int, x: np.ndarray) -> Iterator[str]:
    """The worst error that a reader of the curve would see."""
    floats = np.asarray((function.value, function.derivative)[order](x), dtype=float)
    term = derivatives_of(function.term, "x")[order]
    truths = np.array([_truth(term, function, float(at)) for at in x])
    known = np.isfinite(truths) & (np.abs(truths) < 1e300)
    if not known.any():
        return
    wrong = np.full(x.shape, np.inf)  # where the float is not finite and the truth is
    np.abs(floats - np.where(known, truths, 0.0), out=wrong, where=np.isfinite(floats))
    errors = np.where(known, wrong, 0.0)
    height = float(np.ptp(truths[known])) or float(np.max(np.abs(truths[known])))
    worst = int(np.argmax(errors))
    if errors[worst] > VISIBLE * height:
        where = f"{function.letter} = {readable(float(x[worst]))}"
        amount = f"off by {errors[worst]:.1g}" if np.isfinite(errors[worst]) else "not finite"
        yield f"warning: {_NAMES[order]} of {function} is {amount} near {where}: floating point loses digits there"


def _truth(term: Term, function: Expression, x: float) -> float:
    return float(value(term, {**function.values, "x": x}))
