"""Finds where the slope of a closed form changes its sign."""

import numpy as np

from ....catalogue.kinds.functions import Function
from ....numerics.search import crossings

_MOST = 40


def turning_points(function: Function, x: np.ndarray) -> list[float]:
    """Of many, those nearest to 0: among ascending points, or narrowed down to the float between two of them."""
    with np.errstate(all="ignore"):
        slopes = function.derivative(x)
        seen = np.flatnonzero(np.nan_to_num(slopes))
        changes = np.flatnonzero(np.sign(slopes[seen[:-1]]) != np.sign(slopes[seen[1:]]))
        starts, stops = seen[changes], seen[changes + 1]
        nearest = np.argsort(np.abs(x[starts]), kind="stable")[:_MOST]
        starts, stops = starts[nearest], stops[nearest]
        exact = stops - starts > 1  # with points of slope 0 in between
        lows, highs = crossings(function.derivative, x[starts[~exact]], x[stops[~exact]])
        return [*x[(starts[exact] + stops[exact]) // 2].tolist(), *lows.tolist(), *highs.tolist()]
