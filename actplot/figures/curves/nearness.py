"""Tells which curves are so near to each other that a picture cannot show them apart, and where a part of it could."""

from collections.abc import Sequence

import numpy as np

from ...calculus.curves.tracing import Curve
from ...frozen import record
from .lanes import absent, clusters, equal_pairs, heights
from .records import Panel

NEAR = 0.015  # of a panel's height
GRID = 1201
PART = 0.08  # of the width, that an inset shows at most
SEEN = 0.2  # of an inset's height, that should lie between the curves
MOST = 2.0  # times less than that, where curves bend
LEAST = 1e-9  # of the width, that an inset shows at least
ACROSS = 33  # places at which it is looked at

Span = tuple[float, float]


@record
class Nearness:
    """Some curves by their places, and a part of the horizontal axis on which they would be seen apart."""

    members: tuple[int, ...]
    part: tuple[float, float]


def near_curves(panels: Sequence[tuple[Panel, Span]]) -> tuple[Nearness, ...]:
    """Those that are near in the whole of each panel, which has some vertical limits, and not equal in all of them."""
    near = np.all([_near(panel, limits) for panel, limits in panels], axis=0)
    np.fill_diagonal(near, False)
    if not near.any():  # as mostly: no sample is looked at
        return ()
    near &= ~np.all([_equal(panel) for panel, _ in panels], axis=0)
    np.fill_diagonal(near, True)
    return tuple(Nearness(members, _part(panels[0][0], members)) for members in clusters(near))


def _near(panel: Panel, limits: tuple[float, float]) -> np.ndarray:
    """For each pair of curves, whether they are near wherever one of them is."""
    _, y = _drawn(panel)
    low, high = panel.scales.y.span(limits)
    seen = panel.scales.y.place(np.clip(y, *limits))
    apart = np.abs(seen[:, None] - seen[None]) >= NEAR * (high - low)
    here = np.isfinite(y)[:, None] & np.isfinite(y)[None]
    return np.all(~apart & here | absent(y), axis=-1)


def _equal(panel: Panel) -> np.ndarray:
    """For each pair of curves, whether they are equal wherever one of them is."""
    x, y = _drawn(panel)
    return np.all(equal_pairs([trace.curve for trace in panel.traces], x, y, 0.0) | absent(y), axis=-1)


def _drawn(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """Places on the horizontal axis, and each curve there."""
    x = panel.scales.x.spread(*panel.interval, GRID)
    return x, np.stack([heights(trace.curve, x) for trace in panel.traces])


def _part(panel: Panel, members: Sequence[int]) -> tuple[float, float]:
    """Where they are farthest apart in comparison with what they rise, as wide as that lets them be seen apart."""
    low, high = panel.interval
    curves = [panel.traces[index].curve for index in members]
    x = np.unique(np.concatenate([np.linspace(low, high, GRID), *(at for curve in curves for at, _ in curve.pieces)]))
    y = np.stack([heights(curve, x) for curve in curves])
    with np.errstate(all="ignore"):
        apart = np.nan_to_num(y.max(axis=0) - y.min(axis=0))
        rise = np.nan_to_num(np.abs(np.gradient(y, x, axis=1)).max(axis=0), nan=np.inf)
        width = np.minimum(PART * (high - low), apart / SEEN / np.maximum(rise, 1e-300))
        at = int(np.argmax(np.where(width > 0, np.minimum(1.0, width / (high - low) / PART) * apart, -1.0)))
    half = _half(curves, float(x[at]), float(apart[at]), float(width[at]) / 2, LEAST * (high - low))
    middle = min(max(float(x[at]), low + half), high - half)
    digits = int(np.ceil(-np.log10(half))) + 1
    ends = round(middle - half, digits), round(middle + half, digits)
    return max(ends[0], low), min(ends[1], high)


def _half(curves: Sequence[Curve], middle: float, apart: float, half: float, least: float) -> float:
    """Half the width of a part, in which curves that bend do not rise so much that they cannot be seen apart."""
    while half > least:
        y = np.stack([heights(curve, np.linspace(middle - half, middle + half, ACROSS)) for curve in curves])
        if np.nanmax(y) - np.nanmin(y) <= MOST / SEEN * apart:
            return half
        half /= 2
    return least
