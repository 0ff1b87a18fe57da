"""Thumbnails: the curves of a figure's first panel as a few short paths, whose colours are the page's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..figures.curves.records import Panel, Trace
from ..figures.page.limits import y_limits
from ..requests.picture import Picture

WIDTH, HEIGHT, MARGIN = 120.0, 72.0, 4.0
TOLERANCE = 0.12  # of the page's units, by which a path may leave its curve
FAR = 3.0  # heights, beyond which no path goes on
ORDERS = 2  # how many derivatives there is room for, with the function itself
MOST = 6  # curves that can be told apart


@dataclass(frozen=True)
class Stroke:
    """A curve."""

    path: str
    ink: int  # its place among the colours of curves
    order: int


@dataclass(frozen=True)
class Thumbnail:
    """What a template draws: axes through 0, where they are seen, and curves."""

    strokes: tuple[Stroke, ...]
    across: float | None  # where y is 0
    up: float | None  # where x is 0
    width: float = WIDTH
    height: float = HEIGHT


def thumbnail(picture: Picture) -> Thumbnail | None:
    """The small picture of a figure; None of one without curves."""
    panels = getattr(picture.content(), "panels", ())
    if not panels:
        return None
    traces = _told(panels)
    frame = _Frame(panels[0].interval, y_limits([trace.curve for trace in traces]))
    orders = [trace.curve.order for trace in traces]
    inks = [orders[:place].count(order) for place, order in enumerate(orders)]
    strokes = tuple(
        Stroke(path, ink, trace.curve.order)
        for trace, ink in zip(traces, inks, strict=True)
        if (path := frame.path(trace.curve))
    )
    return Thumbnail(strokes, frame.down(0.0), frame.across(0.0)) if strokes else None


def _told(panels: Sequence[Panel]) -> list[Trace]:
    """The curves of the first panel, and of one alone the derivative, wherever that is."""
    traces = [trace for panel in panels for trace in panel.traces]
    values = [trace for trace in traces if trace.curve.order == 0]
    return values[:MOST] if len(values) > 1 else [trace for trace in traces if trace.curve.order < ORDERS]


@dataclass(frozen=True)
class _Frame:
    """Where points of a panel lie on the page."""

    interval: tuple[float, float]
    limits: tuple[float, float]

    def across(self, x: float) -> float | None:
        found = float(self._across(np.array(x)))
        return round(found, 2) if 0 <= found <= WIDTH else None

    def down(self, y: float) -> float | None:
        found = float(self._down(np.array(y)))
        return round(found, 2) if 0 <= found <= HEIGHT else None

    def _across(self, x: np.ndarray) -> np.ndarray:
        low, high = self.interval
        return MARGIN + (x - low) / (high - low) * (WIDTH - 2 * MARGIN)

    def _down(self, y: np.ndarray) -> np.ndarray:
        low, high = self.limits
        within = np.clip(y, low - FAR * (high - low), high + FAR * (high - low))
        return MARGIN + (high - within) / (high - low) * (HEIGHT - 2 * MARGIN)

    def path(self, curve: Any) -> str:
        return "".join(self._paths(curve))

    def _paths(self, curve: Any) -> Iterator[str]:
        for x, y in curve.pieces:
            if len(x) > 1:
                points = np.column_stack([self._across(x), self._down(y)])
                yield "M" + "L".join(f"{a:.5g} {b:.5g}" for a, b in np.round(points[_kept(points)], 1))


def _kept(points: np.ndarray) -> np.ndarray:
    """Which points of a line stay, so that no other one is farther from it than the tolerance."""
    kept = np.zeros(len(points), bool)
    kept[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        start, way = points[first], points[last] - points[first]
        between = points[first + 1 : last] - start
        length = float(np.hypot(*way))
        apart = np.abs(between @ [way[1], -way[0]]) / length if length else np.hypot(*between.T)
        farthest = int(apart.argmax())
        if apart[farthest] > TOLERANCE:
            middle = first + 1 + farthest
            kept[middle] = True
            waiting += [(first, middle), (middle, last)]
    return kept
