"""What a function makes of standard normal inputs: mean, variance, mean squares, and the gain that keeps their size."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from ...algebra.evaluating.effort import TooMuchWork, at_most
from ...catalogue.kinds.functions import Function
from ...frozen import record
from ...numbers import readable
from ...numerics.arrays import distinct
from ..quadrature import gauss_legendre

_FAR = 54.0  # standard deviations: there the root of the density is below every float
_DENSE = (0.5, 1, 1.5, *range(2, 11), 12, 14, 17, 21, 26, 32, 38, 46, _FAR)
_FENCES = np.array([0, *2.0 ** np.arange(-24, -1, 3), *_DENSE])  # near 0 too, where f may be steep
_SEEN = 38.0  # where the density itself is below every float
_NODES, _FEWER = 24, 17  # of Gauss and Legendre, whose sums agree where a stretch is short enough
_CLOSE = 1e-14  # of the whole, that they may differ by
_ROUNDS, _MOST = 40, 500  # times that stretches are halved, and stretches in all
_WORK = 60_000  # nodes of formulas that are evaluated with more digits than floats have
_SIDES = 12  # of breaks, those nearest to 0, that are looked at so closely
_HALVES = (24, 110)  # towards a break, and towards one at 0, where floats are denser
_ENDLESS = 0.98  # from one half to the next, above which what is added has no end
_NEGLIGIBLE = 1e-15  # of a whole
_ROUNDING = 1e-15  # of a mean that is 0, relative to the spread
_CONSTANT = 1e-28  # of a mean square, the variance of what does not vary


@record
class Moments:
    """Of f(s·z) for z ~ N(0, 1) and a scale s; the gain g makes E[(g·f(s·z))²] = 1.

    A moment is infinite where it has no bound or is beyond floats, and nan where there is none or it is not known.
    """

    mean: float
    variance: float
    square: float  # E[f(s·z)²]
    slope_square: float  # E[f′(s·z)²], of f′ between jumps
    why: str = ""  # there are none

    @property
    def gain(self) -> float:
        """Nan where there is none."""
        return 1 / math.sqrt(self.square) if 0 < self.square < math.inf else math.nan


@np.errstate(all="ignore")
def moments_of(function: Function, scale: float = 1.0) -> Moments:
    """The means over normal inputs of some standard deviation, by quadrature between breaks."""
    hole = hole_of(function, scale)
    if hole:
        return Moments(math.nan, math.nan, math.nan, math.nan, f"not defined for {hole}")
    found = _Quadrature(function, scale)
    try:
        with at_most(_WORK):
            found.run()
    except TooMuchWork:
        found.unknown = True
    mean, square, slope_square = found.totals()
    if found.unknown and math.isnan(square):
        return Moments(math.nan, math.nan, math.nan, math.nan, "f varies too quickly for a quadrature")
    mean = 0.0 if abs(mean) <= _ROUNDING * found.sizes[0] else mean
    return Moments(mean, found.variance(mean, square), square, slope_square)


def hole_of(function: Function, scale: float = 1.0) -> str:
    """Where normal inputs meet no value, in words; nothing where that is at points alone."""
    parts = [part for part in function.domain_parts if part.low < part.high]
    ends = [-math.inf, *(end for part in parts for end in (part.low, part.high)), math.inf]
    holes = [(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True) if low < high]
    for low, high in holes:
        if low >= _SEEN * scale or high <= -_SEEN * scale:
            continue
        if low == -math.inf:
            return f"z < {readable(high)}" if high != math.inf else "any z"
        if high == math.inf:
            return f"z > {readable(low)}"
        return f"{readable(low)} < z < {readable(high)}"
    return ""


@dataclass
class _Quadrature:
    """The sums so far of f·φ, f²·φ and f′²·φ, and what they were made of."""

    function: Function
    scale: float = 1.0
    sums: np.ndarray = field(default_factory=lambda: np.zeros(3))
    sizes: np.ndarray = field(default_factory=lambda: np.full(3, 1e-300))  # of the sums of what has no sign
    endless: list[set[float]] = field(default_factory=lambda: [set(), set(), set()])  # signs of what has no bound
    unknown: bool = False
    beside_breaks: bool = False  # whether something was added that no values tell
    parts: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)  # weights, and values

    def run(self) -> None:
        low, high = _stretches(self.breaks)
        low, high = self.added(low, high)
        if low.size:
            beside = np.isin(low, self.breaks) | np.isin(high, self.breaks)
            halves = sorted(zip(low[beside].tolist(), high[beside].tolist(), strict=True), key=lambda one: abs(one[0]))
            self.unknown, halves = len(halves) > _SIDES, halves[:_SIDES]
            further = [cell for pair in halves for cell in self.halved_to_break(*pair)]
            low, high = _joined(low[~beside], high[~beside], further)
        left = _MOST
        for _ in range(_ROUNDS):
            if not low.size:
                return
            if low.size > left:
                break
            left -= low.size
            middle = low + (high - low) / 2
            low, high = self.added(np.concatenate([low, middle]), np.concatenate([middle, high]))
        self.unknown = self.unknown or bool(low.size)

    @property
    def breaks(self) -> list[float]:
        places = (float(x) / self.scale for x in self.function.special_points())
        return [x for x in places if abs(x) < _FAR][:200]

    def added(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add the stretches on which both rules agree; those that are left."""
        fine, values, weights = self.summed(low, high, _NODES)
        coarse = self.summed(low, high, _FEWER)[0]
        fine, kept = self.without_overflow(fine, low)
        sizes = self.sizes + np.nansum(np.where(np.isfinite(fine), np.abs(fine), 0.0), axis=1)
        bounded = np.array([[not signs] for signs in self.endless])
        apart = ~(np.abs(fine - coarse) <= _CLOSE * sizes[:, None]) & (fine != coarse)
        agreed = ~np.any(apart & kept & bounded, axis=0)
        self.sums += np.sum(fine[:, agreed], axis=1)
        self.sizes += np.sum(np.abs(fine[:, agreed]), axis=1)
        weights, values = weights[agreed].ravel(), values[agreed].ravel()
        self.parts.append((weights[weights > 0], values[weights > 0]))
        return low[~agreed], high[~agreed]

    def without_overflow(self, sums: np.ndarray, low: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Stretches on which f is beyond floats: left out where what is beside them is nothing, else without bound."""
        kept = np.ones(sums.shape, bool)
        for order in range(3):
            bad = ~np.isfinite(sums[order])
            if not np.any(bad):
                continue
            kept[order, bad] = False
            good = np.abs(np.where(bad, 0.0, sums[order]))
            for side in (-1, 1):
                beyond = bad & (np.sign(low + 1e-9) == side)
                if np.any(beyond):
                    inner = np.flatnonzero(~bad & (np.sign(low + 1e-9) == side))
                    if not inner.size or good[_nearest(low, inner, beyond)] > _NEGLIGIBLE * np.max(good):
                        self.endless[order].add(float(np.sign(sums[order][beyond][0])) if order == 0 else 1.0)
            sums[order, bad] = 0.0
        return sums, kept

    def summed(self, low: np.ndarray, high: np.ndarray, nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The three sums over each stretch, with values and weights."""
        places, weights = gauss_legendre(nodes)
        half = (high - low)[:, None] / 2
        z = low[:, None] + half * (1 + places)
        root = np.exp(-z * z / 4) / (2 * math.pi) ** 0.25
        value, slope = self.function.value(self.scale * z), self.function.derivative(self.scale * z)
        scaled, steep = value * root, slope * root
        weights = half * weights
        totals = [np.sum(weights * one, axis=1) for one in (scaled * root, scaled * scaled, steep * steep)]
        return np.array(totals), value, weights * root * root

    def halved_to_break(self, low: float, high: float) -> Iterator[tuple[float, float]]:
        """A stretch beside a break in halves towards it; what is left beside it is told from the last of them."""
        from_low = low in self.breaks
        at = low if from_low else high
        halves = _HALVES[at == 0]
        width = (high - low) * 2.0 ** -np.arange(halves + 1)
        near = at + width if from_low else at - width
        cells = [tuple(sorted(pair)) for pair in pairwise(near.tolist())]
        sums = self.summed(*np.array(cells[-2:]).T, _NODES)[0]
        for order, (before, last) in enumerate(sums):
            share = last / before if before else 0.0
            if abs(share) >= _ENDLESS or not math.isfinite(last):
                self.endless[order].add(float(np.sign(last)) if math.isfinite(last) else 1.0)
            else:
                self.sums[order] += last * share / (1 - share)
                self.beside_breaks = True
        yield from cells  # type: ignore[misc]

    def totals(self) -> tuple[float, float, float]:
        """Infinite where something without bound was met, nan where it was met on both sides or nothing is known."""
        grows = self.grows_at_ends()
        found = []
        for order in range(3):
            signs = self.endless[order] | grows[order]
            total = math.nan if self.unknown else float(self.sums[order])
            found.append(total if not signs else signs.pop() * math.inf if len(signs) == 1 else math.nan)
        return found[0], found[1], found[2]

    def grows_at_ends(self) -> list[set[float]]:
        """The signs of what has not faded where the density of floats ends."""
        grows: list[set[float]] = [set(), set(), set()]
        for side in (-1, 1):
            ends = np.array(sorted([side * _FENCES[-1], side * _FENCES[-2]]))
            sums, _, _ = self.summed(ends[:1], ends[1:], _NODES)
            for order, (one,) in enumerate(sums):
                if abs(one) > 1e-9 * self.sizes[order] and math.isfinite(one):
                    grows[order].add(float(np.sign(one)))
        return grows

    def variance(self, mean: float, square: float) -> float:
        if not math.isfinite(square) or not math.isfinite(mean):
            return square if math.isinf(square) and not math.isnan(mean) else math.nan
        if self.beside_breaks:
            return square - mean * mean
        found = float(sum(np.sum(weights * (values - mean) ** 2) for weights, values in self.parts))
        found = found if math.isfinite(found) else square - mean * mean
        return 0.0 if found <= _CONSTANT * square else found


def _nearest(low: np.ndarray, inner: np.ndarray, beyond: np.ndarray) -> int:
    """Which of some stretches is beside those that are beyond floats, be they far out or at a break."""
    apart = np.abs(low[inner][:, None] - low[beyond]).min(axis=1)
    return int(inner[np.argmin(apart)])


def _stretches(breaks: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """The line up to where the density ends, cut at breaks too."""
    fences = distinct([*-_FENCES, *_FENCES, *breaks])
    return fences[:-1], fences[1:]


def _joined(low: np.ndarray, high: np.ndarray, cells: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    more = np.array(cells, dtype=float).reshape(-1, 2).T
    return np.concatenate([low, more[0]]), np.concatenate([high, more[1]])
