"""Samples the output of a small network over the plane, with levels that several functions may share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ..models.levels import Levels, levels_of
from .network import Network

COUNT = 201  # places along each axis
FINE = 401  # of a function of steps, whose edges show the grid
ALIKE = 4.0  # times that the heights of landscapes may differ and still have one scale
CROWDED = 0.15  # share of the height in which nine tenths of the places lie: then levels have equal areas
BANDS = 12  # of levels with equal areas
WHERE, TOLD = 3, 5  # significant digits of such levels

Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Landscape:
    """Outputs on a square grid: `value[i, j]` belongs to `x[j]` and `x[i]`; nan where there is none."""

    function: Function
    x: np.ndarray
    value: np.ndarray
    stairs: bool = False  # whether it is flat between steps

    @property
    def low(self) -> float:
        return float(np.nanmin(self.value))

    @property
    def high(self) -> float:
        return float(np.nanmax(self.value))

    @property
    def share_blank(self) -> float:
        """Of the places, those without an output."""
        return float(np.mean(np.isnan(self.value)))


def landscape_of(function: Function, network: Network, span: Span) -> Landscape:
    """The output of a network over the square from an end of a span to the other, twice.

    Raises `BadOption` where there is no finite output at all.
    """
    stairs = is_of_steps(function)
    x = np.linspace(*span, FINE if stairs else COUNT)
    places = np.column_stack([ends.ravel() for ends in np.meshgrid(x, x)])
    value = network.outputs(function, places).reshape(len(x), len(x))
    if np.isnan(value).all():
        raise BadOption(
            f"landscape: with {function} the network has no finite output anywhere in this range: the function "
            "overflows, or is not defined there. Give fewer --layers, a narrower --range, or leave it out."
        )
    return Landscape(function, x, value, stairs)


def is_of_steps(function: Function) -> bool:
    """Whether a function has no slope anywhere but at its jumps."""
    with np.errstate(all="ignore"):
        return bool(function.breaks) and not np.any(np.asarray(function.derivative(np.linspace(-9.7, 9.3, 60))))


def scales_of(landscapes: Sequence[Landscape]) -> list[Levels]:
    """One scale for all landscapes whose heights are alike, or a scale for each."""
    heights = [(one.high - one.low) or 1e-300 for one in landscapes]
    together = min(one.low for one in landscapes), max(one.high for one in landscapes)
    shared = len(landscapes) == 1 or together[1] - together[0] <= ALIKE * min(heights)
    if shared:
        return [banded(np.concatenate([one.value.ravel() for one in landscapes]))] * len(landscapes)
    return [banded(one.value) for one in landscapes]


def banded(values: np.ndarray) -> Levels:
    """Even levels; where few places are far above or below all others, levels whose bands have equal areas."""
    seen = values[np.isfinite(values)]
    low, high = float(seen.min()), float(seen.max())
    within = float(np.quantile(seen, 0.95) - np.quantile(seen, 0.05))
    with np.errstate(over="ignore"):
        if within > CROWDED * (high - low) or not np.unique(seen).size > BANDS:
            return levels_of(np.linspace(low, high, 3))  # even ones
    places = np.unique([float(f"{one:.{WHERE}g}") for one in np.quantile(seen, np.arange(1, BANDS) / BANDS)])
    inner = places[(places > low) & (places < high)]
    return Levels((low, *inner.tolist(), high), rule="of equal areas")
