"""Reads a sampled curve between its samples, and says how unsure that is."""

from collections.abc import Sequence

import numpy as np

LINE, CUBIC, QUINTIC = 2, 4, 6  # samples that a polynomial goes through


def interpolated(
    x: np.ndarray, y: np.ndarray, at: np.ndarray, bends: Sequence[float] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Values of a sampled curve at other places, and how far they may be off, from what a higher order changes.

    Parameters
    ----------
    x, y : arrays, shape (n,), x ascending
    at : array, shape (m,), within x
    bends : places where the slope jumps, that no polynomial goes across
    """
    values, unsure = np.empty(len(at)), np.empty(len(at))
    inner = [bend for bend in bends if x[0] < bend < x[-1]]
    edges = np.array([x[0], *inner, x[-1]])
    runs = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2)
    for run in np.unique(runs):
        samples, here = (x >= edges[run]) & (x <= edges[run + 1]), runs == run
        orders = (_polynomial(x[samples], y[samples], at[here], count) for count in (LINE, CUBIC, QUINTIC))
        line, cubic, quintic = orders
        # The line's share is for pieces that join smoothly, where the curvature jumps.
        values[here], unsure[here] = quintic, 2 * np.abs(quintic - cubic) + np.abs(cubic - line) / 4
    return values, unsure


def _polynomial(x: np.ndarray, y: np.ndarray, at: np.ndarray, count: int) -> np.ndarray:
    """Lagrange's polynomial through the samples nearest to each place."""
    count = min(count, len(x))
    if count == 0:
        return np.full(len(at), np.nan)
    first = np.clip(np.searchsorted(x, at) - count // 2, 0, len(x) - count)
    window = first[:, None] + np.arange(count)
    nodes, result = x[window], np.zeros(len(at))
    for i in range(count):
        others = np.delete(nodes, i, axis=1)
        weight = np.prod((at[:, None] - others) / (nodes[:, i, None] - others), axis=1)
        result += weight * y[window[:, i]]
    return result
