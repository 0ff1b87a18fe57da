"""Evaluates a function and its derivatives at some points, for a table."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..catalogue.kinds.functions import METHODS, Function


@dataclass(frozen=True)
class Evaluation:
    """Columns of equal length by name; `x` comes first."""

    function: str
    dtype: str
    columns: dict[str, np.ndarray]


def evaluate(function: Function, x: Any, *, dtype: str = "float64", order: int = 1) -> Evaluation:
    """Value and derivatives up to an order (0, 1 or 2) at points x, all in one dtype."""
    with np.errstate(over="ignore"):
        points = np.asarray(x, dtype=np.float64).astype(dtype)
    columns = {method: getattr(function, method)(points) for method in METHODS[: order + 1]}
    return Evaluation(str(function), dtype, {"x": points, **columns})


def with_finite_difference(function: Function, evaluation: Evaluation) -> Evaluation:
    """The evaluation with columns for the finite difference, its error estimate and its status."""
    from .curves.finite import finite_difference

    estimate = finite_difference(function, evaluation.columns["x"])
    added = {
        "finite_difference": estimate.derivative,
        "finite_error": estimate.error,
        "finite_status": estimate.status,
    }
    return Evaluation(evaluation.function, evaluation.dtype, {**evaluation.columns, **added})
