"""Tells what of a surface in three dimensions is hidden from the viewer by the surface itself."""

import numpy as np

from ...calculus.models.surfaces import Surface

STEPS = 160  # along a ray towards the viewer
NEAR = 0.012  # of the height: by so much a ray may graze the surface


class Sheet:
    """The surface as seen along one direction from afar, so that all rays are parallel."""

    def __init__(
        self,
        surface: Surface,
        ends: tuple[float, float],
        box: tuple[float, float, float],
        angles: tuple[float, float],
    ):
        self.surface, self.high = surface, ends[1]
        spans = np.array([np.ptp(surface.x), np.ptp(surface.y), ends[1] - ends[0]])
        elevation, azimuth = np.radians(angles)
        level = np.cos(elevation)
        towards = np.array([level * np.cos(azimuth), level * np.sin(azimuth), np.sin(elevation)])
        self.towards = towards * spans / np.array(box)  # in the units of the axes, across a box of size 1
        self.near = NEAR * spans[2]

    def holds(self, places: np.ndarray) -> np.ndarray:
        """Which places lie within the ranges of the surface."""
        (x, y), (xs, ys) = places.T, (self.surface.x, self.surface.y)
        return (x >= xs[0]) & (x <= xs[-1]) & (y >= ys[0]) & (y <= ys[-1])

    def heights(self, places: np.ndarray) -> np.ndarray:
        """The loss between the known places, cut at the top of the box; nan beyond the surface."""
        return np.minimum(self._losses(places), self.high)

    def _losses(self, places: np.ndarray) -> np.ndarray:
        known = self.surface.value
        (column, across), (row, along) = _cells(self.surface.x, places[:, 0]), _cells(self.surface.y, places[:, 1])
        left, right = ((1 - along) * known[row, at] + along * known[row + 1, at] for at in (column, column + 1))
        return np.where(self.holds(places), (1 - across) * left + across * right, np.nan)

    def covers(self, places: np.ndarray, heights: np.ndarray) -> np.ndarray:
        """Which points on the surface are behind another part: rays from them to the viewer pass through it."""
        reach = np.arange(1, STEPS + 1) / STEPS * 2.0  # further than any side of the box
        rays = places[:, None, :] + reach[:, None] * self.towards[:2]
        above = heights[:, None] + reach * self.towards[2]
        losses = self._losses(rays.reshape(-1, 2)).reshape(above.shape)
        over = np.where((above <= self.high) & (losses <= self.high), losses - above, np.nan)
        return np.any(over > self.near, axis=1) & np.any(over < -self.near, axis=1)


def _cells(known: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In which cell of evenly spaced places each lies, and how far along it."""
    at = (places - known[0]) / (known[1] - known[0])
    cell = np.clip(np.nan_to_num(at), 0, len(known) - 2).astype(int)
    return cell, at - cell
