"""Curves and points of a derivative that finite differences give, in place of the closed form."""

from dataclasses import replace

import numpy as np

from ...catalogue.kinds.functions import Function
from .finite import finite_difference
from .tracing import Curve, Dot, Points


def estimated(function: Function, curve: Curve) -> Curve:
    """The curve of a derivative, by finite differences; it has gaps where they decide nothing."""
    pieces = tuple(part for x, _ in curve.pieces for part in _decided(function, curve.order, x))
    ends = {(float(x[i]), float(y[i])) for x, y in curve.pieces for i in (0, -1)}
    dots = dict.fromkeys(Dot(dot.x, dot.y, filled=False) for dot in curve.dots if (dot.x, dot.y) in ends)
    return replace(curve, pieces=pieces, dots=tuple(dots), kinks=(), tops=())


def sampled(function: Function, curve: Curve, count: int) -> Points:
    """At most `count` finite differences, evenly spread over a curve's interval."""
    low, high = curve.pieces[0][0][0], curve.pieces[-1][0][-1]
    x = np.linspace(low, high, count)
    estimate = _difference(function, curve.order, x)
    return x[estimate.converged], estimate.derivative[estimate.converged]


def _difference(function: Function, order: int, x: np.ndarray):
    return finite_difference(function, x, of_derivative=order == 2)


def _decided(function: Function, order: int, x: np.ndarray) -> list[Points]:
    """Runs of neighbouring points whose difference converged."""
    estimate = _difference(function, order, x)
    good = np.concatenate([[False], estimate.converged, [False]])
    starts, stops = np.flatnonzero(good[1:] & ~good[:-1]), np.flatnonzero(good[:-1] & ~good[1:])
    return [(x[start:stop], estimate.derivative[start:stop]) for start, stop in zip(starts, stops, strict=True)]
