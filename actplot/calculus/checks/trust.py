"""Says where a formula is undefined or exceeds every float, and where its numbers have too few right digits."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.context import mp
from ...algebra.evaluating.precision import value
from ...numbers import number_text, readable
from ...spec.formulas.expression import Expression
from ..derivations.remarks import domain_text

POINTS = 32
_NAMES = ("the value", "the derivative", "the second derivative")
_NAMED = 20  # points in a message


def doubts(function: Expression, interval: tuple[float, float]) -> Iterator[str]:
    """Notes and warnings on a formula over an interval, each a line of text."""
    return _told(function, interval, _points(function, interval), 1)


def doubts_of_rows(function: Expression, x: np.ndarray, order: int) -> Iterator[str]:
    """Notes and warnings on the numbers of a table, with derivatives up to an order; each row is judged by itself."""
    rows = np.asarray(x, dtype=float)
    rows = np.unique(rows[np.isfinite(rows)])
    if rows.size:
        yield from _told(function, (float(rows[0]), float(rows[-1])), rows, order)


def _told(function: Expression, interval: tuple[float, float], x: np.ndarray, order: int) -> Iterator[str]:
    if _is_undefined_somewhere(function, interval):
        yield f"note: {function} is defined for {domain_text(function)} alone"
    inside = [(x >= part.low) & (x <= part.high) for part in function.domain_parts]
    yield from _holes(function, interval, x[np.any(inside, axis=0)])
    yield from _lost_digits(function, x, order)


def _is_undefined_somewhere(function: Expression, interval: tuple[float, float]) -> bool:
    """Whether there is no value on a stretch of an interval; a pole or a gap alone is none."""
    low, high = function.domain
    ends = [(before.high, after.low) for before, after in pairwise(function.domain_parts)]
    stretches = [(start, stop) for start, stop in ((-math.inf, low), *ends, (high, math.inf)) if start < stop]
    return any(start < interval[1] and interval[0] < stop for start, stop in stretches)


def _points(function: Expression, interval: tuple[float, float]) -> np.ndarray:
    """Points inside the interval and the domain, off the round numbers."""
    parts = [(max(interval[0], part.low), min(interval[1], part.high)) for part in function.domain_parts]
    steps = (np.arange(POINTS) + 0.4837) / POINTS
    inside = [low + (high - low) * steps if low < high else np.array([low]) for low, high in parts if low <= high]
    return np.concatenate(inside) if inside else np.array([])


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
    where = None if np.any(y) else first_hidden(function, x[x != 0])
    if where is not None:
        near = f"{function.letter} = {readable(where)}"
        yield f"note: {function} is nearer to 0 than every other float, for instance at {near}"


def first_hidden(function: Expression, x: np.ndarray, order: int = 0) -> float | None:
    """The first point if the value there, or a derivative, is not 0 though no float is nearer to it."""
    term = derivatives_of(function.term, "x")[order]
    exact = value(term, {**function.values, "x": float(x[0])}) if x.size else mp.nan
    return float(x[0]) if exact and not float(exact) else None


def _lost_digits(function: Expression, x: np.ndarray, order: int) -> Iterator[str]:
    """Warnings of numbers with fewer than 12 right digits at points, by point; each is judged by its own size."""
    for what, places in ((name, _unsure(function, at, x)) for at, name in enumerate(_NAMES[: order + 1])):
        if places.size:
            named = (number_text(at).replace("-", "−") for at in places[:_NAMED].tolist())
            where = ", ".join(f"{function.letter} = {at}" for at in named)
            others = f" and {places.size - _NAMED} others" if places.size > _NAMED else ""
            yield f"warning: {what} of {function} may have fewer than 12 right digits at {where}{others}"


def _unsure(function: Expression, order: int, x: np.ndarray) -> np.ndarray:
    return np.unique(np.asarray(x, dtype=float)[function.unsure(order, x)])
