"""What is checked of functions and losses of whole vectors: closed forms against their formulas."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import VectorLoss
from ...catalogue.parameter import Parameter
from ...errors import BadParameter
from .of_arrays import Asked, in_arrays, stack
from .of_losses import of_batches
from .points import ordinary, pairs, special
from .quantities import Held, Quantity
from .truths import Truth, truth_of, truth_of_loss

_ROUNDING = 4 * 2.0**-53  # of an input, in units of max(1, |x|): what it changes of a value is no error
_SMALLEST = 64 * 5e-324  # results that small have few digits
_WEIGHTS = (0.5, 2.0, 1.0, 3.0)  # of classes
_NUMERICAL_GOOD = 1e-6  # estimated error up to which scipy's element is a judge
_NUMERICAL_ERRORS, _NUMERICAL_ABSOLUTE, _NUMERICAL_RELATIVE = 10, 1e-9, 1e-8


def variants(entry: Entry) -> Iterator[Entry]:
    """The same entry with parameters at values that are no defaults, where that is allowed: each alone, then all.

    One may say nothing until another has changed, as a margin does that belongs to one of two labels.
    """
    changed: dict[str, float] = {}
    for parameter in (one for one in entry.declared if one.attribute != "axis"):  # arrays are laid out already
        for value in _unusual(parameter):
            try:
                yield type(entry).with_parameters({parameter.name: value})
            except BadParameter:
                continue
            changed[parameter.name] = value
            break
    if len(changed) > 1:
        with suppress(BadParameter):
            yield type(entry).with_parameters(changed)


def _unusual(parameter: Parameter) -> tuple[Any, ...]:
    """Values to try: weights of classes, and the number of one, where a parameter is a list or may be none."""
    if parameter.many:
        return (_WEIGHTS,)
    if parameter.default is None:
        return (1.0, parameter.unusual(0.3))
    return (parameter.unusual(0.3), parameter.default + 1)


# Functions


def of_function(function: VectorFunction) -> Iterator[Quantity]:
    """Value and Jacobian; the latter also against `scipy.differentiate.jacobian`."""
    usual, values, slopes = list(ordinary(function)), [], []
    for number, x in enumerate((*usual, *special(function))):
        exact, closed = truth_of(function, x), _matrix(function, x)
        differences = _differences(function, x, closed) if number < len(usual) else None
        values += _values(x, None, np.atleast_1d(function.value(x)), exact)
        slopes += _slopes(x, None, closed, exact, differences)
    yield Quantity("value", _excused(values), _against(function))
    yield Quantity("Jacobian", _excused(slopes), _against(function))
    together = (stack(usual),)
    yield in_arrays(*(Asked(method, together) for method in (function.value, function.jacobian)))


def _matrix(function: VectorFunction, x: np.ndarray) -> np.ndarray:
    return np.reshape(function.jacobian(x), (-1, x.size))


def _differences(function: VectorFunction, x: np.ndarray, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Differences of float64 and how far they may be off, which is nan where they are no judge."""
    from scipy.differentiate import jacobian

    def of_columns(z: np.ndarray) -> np.ndarray:
        value = function.value(np.moveaxis(z, 0, -1))
        return value[None] if function.gives_number else np.moveaxis(value, -1, 0)

    with np.errstate(all="ignore"):
        numerical = jacobian(of_columns, x, initial_step=0.05)
    slack = _NUMERICAL_ERRORS * numerical.error + _NUMERICAL_ABSOLUTE + _NUMERICAL_RELATIVE * np.abs(closed)
    good = numerical.error <= _NUMERICAL_GOOD * (1.0 + np.abs(closed))  # `success` is never said of a 0
    return numerical.df, np.where(good, slack, np.nan)


# Losses


def of_loss(loss: VectorLoss) -> Iterator[Quantity]:
    """Loss and gradient."""
    loss, losses, slopes = loss.alone(), [], []
    for prediction, target in pairs(loss):
        exact = truth_of_loss(loss, prediction, target)
        losses += _values(prediction, target, np.atleast_1d(loss.evaluate(prediction, target)), exact)
        gradient = np.reshape(loss.gradient(prediction, target), (1, -1))
        slopes += _slopes(prediction, target, gradient, exact, rounding=_ROUNDING * loss.cancels)
    yield Quantity("loss", _excused(losses), _against(loss))
    yield Quantity("gradient", _excused(slopes), _against(loss))
    yield from of_batches(loss)


# Both


def _against(entry: VectorFunction | VectorLoss) -> str:
    return "formula" if entry.formula else "definition"


def _values(x: np.ndarray, target: np.ndarray | None, closed: np.ndarray, exact: Truth) -> Iterator[Held]:
    """The values, of which no more digits are asked than the inputs have."""
    rounding = exact.size @ (_ROUNDING * np.maximum(1.0, np.abs(x)))
    for place, value in enumerate(closed):
        sides = (float(exact.value[place]),)
        yield _held(x, target, (place,), float(value), sides, float(rounding[place]))


def _slopes(
    x: np.ndarray,
    target: np.ndarray | None,
    closed: np.ndarray,
    exact: Truth,
    differences: tuple[np.ndarray, np.ndarray] | None = None,
    rounding: float = 0.0,
) -> Iterator[Held]:
    for place in np.ndindex(closed.shape):
        sides = (float(exact.below[place]), float(exact.above[place]))
        held = _held(x, target, place if target is None else place[1:], float(closed[place]), sides, rounding)
        known = differences is not None and not np.isnan(differences[1][place])
        yield replace(held, differences=tuple(float(one[place]) for one in differences)) if known else held


def _held(
    x: np.ndarray,
    target: np.ndarray | None,
    index: tuple[int, ...],
    closed: float,
    sides: tuple[float, ...],
    rounding: float,
) -> Held:
    goal = None if target is None else tuple(np.ravel(target).tolist())
    return Held(tuple(x.tolist()), closed, sides, index, goal, slack=rounding + _SMALLEST)


def _excused(numbers: Sequence[Held]) -> tuple[Held, ...]:
    """The numbers, which may stay undecided where most others do not, and where there is none anyway."""
    unknown = [np.isnan(held.excess) for held in numbers]
    claimed = [one and not np.isnan(held.closed) for held, one in zip(numbers, unknown, strict=True)]
    excused = 2 * sum(claimed) < len(numbers)
    return tuple(replace(held, excused=excused and one) for held, one in zip(numbers, unknown, strict=True))
