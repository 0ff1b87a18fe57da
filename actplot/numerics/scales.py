"""How values of an axis become places on it: evenly, by their logarithms, or by those with an even part about 0."""

from dataclasses import field
from typing import Any

import numpy as np

from ..frozen import record

LINEAR, LOG, SYMLOG = "linear", "log", "symlog"
NAMES = (LINEAR, LOG, SYMLOG)
DECADE = 1.0 / (1.0 - 0.1)  # length of the even part on each side of 0, in decades
SMALLEST = 1e-300  # what is nearer to 0 has no place of its own


@record
class Scale:
    """The places of values on an axis, in decades of a logarithmic one; even within a threshold about 0."""

    name: str = LINEAR
    threshold: float = 1.0  # of a symmetrical one

    @property
    def is_linear(self) -> bool:
        return self.name == LINEAR

    def place(self, values: Any) -> np.ndarray:
        """Where values lie; nan of those that have no logarithm."""
        values = np.asarray(values, float)
        if self.is_linear:
            return values
        with np.errstate(all="ignore"):
            if self.name == LOG:
                return np.log10(np.where(values >= SMALLEST, values, np.nan))
            size = np.abs(values) / self.threshold
            beyond = np.sign(values) * (DECADE + np.log10(np.maximum(size, 1.0)))
            return np.where(size <= 1, DECADE * values / self.threshold, beyond)

    def value(self, places: Any) -> np.ndarray:
        """What lies at some places."""
        places = np.asarray(places, float)
        if self.is_linear:
            return places
        with np.errstate(over="ignore"):
            if self.name == LOG:
                return 10.0**places
            beyond = np.sign(places) * self.threshold * 10.0 ** (np.abs(places) - DECADE)
            return np.where(np.abs(places) <= DECADE, places / DECADE * self.threshold, beyond)

    def spread(self, low: float, high: float, count: int) -> np.ndarray:
        """So many values from one to another, as far from each other on the axis."""
        if self.is_linear:
            return np.linspace(low, high, count)
        values = self.value(np.linspace(float(self.place(low)), float(self.place(high)), count))
        values[0], values[-1] = low, high
        return values

    def span(self, ends: tuple[float, float]) -> tuple[float, float]:
        """The places of two ends."""
        return ends if self.is_linear else (float(self.place(ends[0])), float(self.place(ends[1])))


EVEN = Scale()


@record
class Scales:
    """Those of both axes of a panel."""

    x: Scale = field(default=EVEN)
    y: Scale = field(default=EVEN)

    @property
    def are_linear(self) -> bool:
        return self.x.is_linear and self.y.is_linear


PLAIN = Scales()


def threshold_of(values: np.ndarray) -> float:
    """A power of ten below most sizes of some values, but not by many decades below the largest."""
    sizes = np.abs(values[np.isfinite(values) & (np.abs(values) >= SMALLEST)])
    if not sizes.size:
        return 1.0
    largest = np.log10(sizes.max())
    usual = float(np.quantile(np.log10(sizes), 0.1))
    return float(10.0 ** np.floor(np.clip(usual, largest - 6.0, largest - 1.0)))
