"""Where the inputs of a function fall: their density, and the share of them at which it hardly has a slope."""

import math
from typing import Any

import numpy as np

from ..frozen import record
from ..numbers import number_text
from ..numerics.search import halved

SMALL = 0.1  # |f′| below which next to nothing is passed on
BINS = 40  # of a histogram over what is drawn
SMOOTH = 401  # points of a density
REACH = 9.0  # deviations beyond which there is less than a float can add to 1
STEPS = 6001  # places at which the size of a slope is looked at
Points = tuple[np.ndarray, np.ndarray]


@record
class Normal:
    """Inputs that are normally distributed."""

    mean: float = 0.0
    deviation: float = 1.0

    def __str__(self) -> str:
        square = "²" if self.deviation != 1 else ""
        return f"N({number_text(self.mean)},{number_text(self.deviation)}{square})"

    def within(self, interval: tuple[float, float]) -> float:
        """The share of them in an interval."""
        below = self._below(np.array(interval))
        return float(below[1] - below[0])

    def density(self, interval: tuple[float, float]) -> Points:
        """Corners of the density over an interval."""
        x = np.linspace(*interval, SMOOTH)
        scaled = (x - self.mean) / self.deviation
        return x, np.exp(-scaled * scaled / 2) / (self.deviation * math.sqrt(2 * math.pi))

    def share(self, function: Any) -> float:
        """How much of it lies where |f′| is small, to the float: between places at which it is a tenth."""
        grid = self.mean + self.deviation * np.linspace(-REACH, REACH, STEPS)
        places = list(function.special_points(grid[0], grid[-1]))
        beside = [math.nextafter(x, side * math.inf) for x in places for side in (-1, 1)]
        x = np.unique(np.concatenate([np.setdiff1d(grid, places), beside]))
        small = _is_small(function, x)
        turns = np.flatnonzero(small[1:] != small[:-1])
        rising = small[turns + 1]
        _, high = halved(x[turns], x[turns + 1], lambda _, middle, __: _kept(function, middle, rising))
        ends = np.concatenate([[-np.inf] * bool(small[0]), high, [np.inf] * bool(small[-1])])
        return float(np.sum(np.diff(self._below(ends).reshape(-1, 2), axis=1)))

    def _below(self, x: np.ndarray) -> np.ndarray:
        from scipy.special import ndtr

        return np.asarray(ndtr((x - self.mean) / self.deviation))


@record(eq=False)
class Sample:
    """Inputs that were given: finite numbers, and how many beside them were none."""

    name: str
    numbers: np.ndarray
    left_out: int = 0

    def __str__(self) -> str:
        return self.name

    def within(self, interval: tuple[float, float]) -> float:
        """The share of them in an interval."""
        return float(np.mean((self.numbers >= interval[0]) & (self.numbers <= interval[1])))

    def density(self, interval: tuple[float, float]) -> Points:
        """Corners of their histogram over an interval, whose areas are shares of all."""
        edges = np.linspace(*interval, BINS + 1)
        inside = self.numbers[(self.numbers >= interval[0]) & (self.numbers <= interval[1])]
        counts, _ = np.histogram(inside, edges)
        heights = counts / (self.numbers.size * (edges[1] - edges[0]))
        return np.repeat(edges, 2)[1:-1], np.repeat(heights, 2)

    def share(self, function: Any) -> float:
        """Of them, those at which |f′| is small."""
        return float(np.mean(_is_small(function, self.numbers)))


def _is_small(function: Any, x: np.ndarray) -> np.ndarray:
    return np.abs(function.derivative(x)) < SMALL  # false for nan, where it is not defined


def _kept(function: Any, middle: np.ndarray, rising: np.ndarray) -> np.ndarray:
    """On which side of a middle the slope becomes small, or stops being so."""
    return np.where(_is_small(function, middle) == rising, -1, 1)


@record(eq=False)
class Behind:
    """What stands behind curves: a density by its corners, whose inputs they are, and the share for each function."""

    x: np.ndarray
    heights: np.ndarray
    inputs: str
    shares: tuple[tuple[str, float], ...]
    outside: float  # share of all that is not over the interval

    @property
    def told(self) -> str:
        """The share for each function, in words."""
        if len(self.shares) == 1:
            return f"|f′| < {SMALL:g} for {percent(self.shares[0][1])} of them"
        each = ", ".join(f"{name} {percent(share)}" for name, share in self.shares)
        return f"share with |f′| < {SMALL:g}: {each}"

    @property
    def described(self) -> str:
        """What the shade is, its scale and the shares."""
        highest = float(self.heights.max(initial=0.0))
        aside = f", {percent(self.outside)} outside" if self.outside >= 5e-4 else ""
        return f"shade: inputs from {self.inputs}, density up to {highest:.3g}{aside}; {self.told}"


def behind(inputs: Normal | Sample, functions: Any, names: Any, interval: tuple[float, float]) -> Behind:
    """Where inputs fall over an interval, with the share for each function, by its name."""
    x, heights = inputs.density(interval)
    shares = tuple((name, inputs.share(one)) for name, one in zip(names, functions, strict=True))
    return Behind(x, heights, str(inputs), shares, 1.0 - inputs.within(interval))


def percent(share: float) -> str:
    """Such as 31.7%."""
    hundred = 100 * share
    if 0 < hundred < 0.05:
        return "less than 0.1%"
    if 99.95 < hundred < 100:
        return "more than 99.9%"
    return f"{hundred:.1f}".removesuffix(".0") + "%"
