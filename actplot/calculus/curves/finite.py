"""Derivatives from values alone: a function's finite differences, between its breaks."""

from typing import Any

import numpy as np

from ...catalogue.kinds.functions import Function
from ...errors import BadParameter
from ...numerics.stencils import BREAK, CONVERGED, LONGEST_STEP, UNDECIDED, Estimate, Surroundings

__all__ = ["BREAK", "CONVERGED", "UNDECIDED", "Estimate", "finite_difference"]


def finite_difference(
    function: Function, x: Any, *, order: int = 8, of_derivative: bool = False, longest_step: float = LONGEST_STEP
) -> Estimate:
    """Differentiate from values alone, never stepping across a break or out of the domain.

    Parameters
    ----------
    x : array, any shape; points that are not finite or not in the domain are undecided
    order : even int, of the difference formula; `BadParameter` otherwise
    of_derivative : differentiate the closed form of the first derivative instead of the value
    longest_step : of the first and coarsest difference

    Returns
    -------
    Estimate: arrays of the shape of x. A point that fails is marked; it does not raise.
    """
    if order != int(order) or order < 2 or order % 2:
        raise BadParameter(f"order must be an even whole number, at least 2, got {order}")
    points = np.asarray(x, dtype=np.float64)
    values = function.derivative if of_derivative else function.value
    breaks = sorted(set(map(float, function.breaks)))
    surroundings = Surroundings(values, function.domain, breaks, int(order), function.grain)
    with np.errstate(all="ignore"):
        estimate = surroundings.estimate(points.ravel(), longest_step)
    return Estimate(*(part.reshape(points.shape) for part in (estimate.derivative, estimate.error, estimate.status)))
