"""The points of lines as pgfplots reads them: no more than are seen, and none that TeX cannot compute with."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.lines import Line2D

FAR = 1e4  # of numbers on an axis that TeX can compute with
BEYOND = 0.5  # of an axis: how far lines are drawn outside of it, where they are cut off
STRAIGHT = 2e-4  # of an axis: how far a point may be from the line between others to be left out


class Side:
    """An axis: what its numbers are in the plot, as they are or, where TeX could not compute with them, from 0 to 1."""

    def __init__(self, axis: Axis, limits: tuple[float, float]):
        self.transform = axis.get_transform()
        ends = np.abs(limits)
        wide = ends.max() < FAR and abs(limits[1] - limits[0]) > 1 / FAR
        self.log = axis.get_scale() == "log" and ends.max() / max(ends.min(), 1e-300) < 1e30
        self.plain = axis.get_scale() == "linear" and wide
        self.ends = self.transform.transform(np.asarray(limits, float))
        self.low, self.high = limits if self.plain or self.log else (0.0, 1.0)

    def part(self, values: np.ndarray) -> np.ndarray:
        """Where values stand, from 0 to 1."""
        with np.errstate(all="ignore"):
            return (self.transform.transform(np.asarray(values, float)) - self.ends[0]) / (self.ends[1] - self.ends[0])

    def value(self, part: np.ndarray) -> np.ndarray:
        """What the plot says of a place from 0 to 1."""
        if self.plain or self.log:
            return self.transform.inverted().transform(self.ends[0] + part * (self.ends[1] - self.ends[0]))
        return part

    def told(self, value: float) -> float:
        return value if self.plain or self.log else float(self.part(np.array([value]))[0])


class Scaled:
    """The points of lines as a plot says them."""

    def __init__(self, axes: Axes):
        self.x, self.y = Side(axes.xaxis, axes.get_xlim()), Side(axes.yaxis, axes.get_ylim())

    def pieces(self, line: Line2D) -> Iterator[list[str]]:
        """The parts of a line between gaps."""
        places = self.places(line)
        gaps = ~np.isfinite(places).all(axis=1)
        for index in np.split(np.arange(len(places)), np.flatnonzero(gaps)):
            part = places[index[~gaps[index]]]
            if len(part) > 1:
                yield self.written(thinned(within(part)))

    def points(self, line: Line2D) -> list[str]:
        places = self.places(line)
        seen = np.isfinite(places).all(axis=1) & (np.abs(places - 0.5) <= 0.51).all(axis=1)
        return self.written(places[seen])

    def places(self, line: Line2D) -> np.ndarray:
        data = np.asarray(line.get_xydata(), float)
        return np.column_stack([self.x.part(data[:, 0]), self.y.part(data[:, 1])])

    def written(self, places: np.ndarray) -> list[str]:
        across, up = self.x.value(places[:, 0]), self.y.value(places[:, 1])
        return [f"({number(x)},{number(y)})" for x, y in zip(across, up, strict=True)]


def within(places: np.ndarray) -> np.ndarray:
    """A line that ends where it is out of sight, as TeX has no room for what is far away."""
    low, high = -BEYOND, 1 + BEYOND
    places = np.clip(places, -1e6, 1e6)
    kept = [places[:1]]
    for start, end in pairwise(places):
        cuts = []
        for axis in (0, 1):
            for edge in (low, high):
                if (start[axis] - edge) * (end[axis] - edge) < 0:
                    cuts.append((edge - start[axis]) / (end[axis] - start[axis]))
        kept += [np.atleast_2d(start + part * (end - start)) for part in sorted(cuts)]
        kept.append(end[None])
    return np.clip(np.concatenate(kept), low, high)


def thinned(places: np.ndarray) -> np.ndarray:
    """The points without which a line would look otherwise."""
    keep = np.zeros(len(places), bool)
    keep[[0, -1]] = True
    waiting = [(0, len(places) - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        along = places[end] - places[start]
        offsets = places[start + 1 : end] - places[start]
        length = np.hypot(*along)
        across = np.abs(along[0] * offsets[:, 1] - along[1] * offsets[:, 0])
        away = across / length if length else np.hypot(*offsets.T)
        farthest = int(np.argmax(away))
        if away[farthest] > STRAIGHT:
            middle = start + 1 + farthest
            keep[middle] = True
            waiting += [(start, middle), (middle, end)]
    return places[keep]


def number(value: float) -> str:
    return f"{float(value) + 0.0:.6g}"
