"""Random networks of finite width: what they make of two inputs on the way forward, and of a gradient on the way back.

All functions of a figure meet the same weights, so that what differs is the function.
"""

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...catalogue.kinds.functions import Function
from .networks import ALIKE, LARGEST, LEAST, MOST, SMALLEST, Network, Simulation

_KEPT = 16_000_000  # numbers of weight matrices that are kept for the way back; others are drawn again


@dataclass
class _Weights:
    """Matrices of standard normal numbers, each drawn from a generator of its own."""

    seed: int
    width: int
    kept: OrderedDict[int, np.ndarray] = field(default_factory=OrderedDict)

    def layer(self, number: int) -> np.ndarray:
        if number not in self.kept:
            self.kept[number] = np.random.default_rng([self.seed, number]).standard_normal((self.width, self.width))
            while len(self.kept) > max(1, _KEPT // self.width**2):
                self.kept.popitem(last=False)
        return self.kept[number]


@np.errstate(all="ignore")
def simulations(
    functions: Sequence[Function], networks: Sequence[Network], width: int, seeds: int
) -> tuple[Simulation, ...]:
    """What networks of some width do, for each function; as many as there are seeds."""
    runs = [_run(functions, networks, width, seed) for seed in range(seeds)]
    stacked = [np.stack(parts, axis=1) for parts in zip(*runs, strict=True)]
    return tuple(Simulation(*(part[index] for part in stacked)) for index in range(len(functions)))


def _run(
    functions: Sequence[Function], networks: Sequence[Network], width: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deviations, gradients and unlikeness of one seed: a row for each function, a column for each layer."""
    weights = _Weights(seed, width)
    signals = np.repeat(_inputs(seed, width)[:, None, :], len(functions), axis=1)
    layers, scales = networks[0].layers, np.array([one.gain for one in networks]) / math.sqrt(width)
    deviation, unlikeness = [_deviations(signals)], [_unlikeness(signals)]
    entered = []
    for number in range(1, layers + 1):
        before = (weights.layer(number) @ signals.reshape(width, -1)).reshape(signals.shape) * scales[:, None]
        made = np.stack([f.value(before[:, index]) for index, f in enumerate(functions)], axis=1)
        entered.append(before[..., 0])
        signals = made + signals if networks[0].residual else made
        deviation.append(_deviations(signals))
        unlikeness.append(_unlikeness(signals))
    forward = np.stack(deviation, axis=1)
    told = _told(forward)
    places = np.stack(entered)
    slopes = np.stack([f.derivative(places[..., index]) for index, f in enumerate(functions)], axis=-1)
    back = _back(weights, slopes, scales, residual=networks[0].residual)
    return forward * told, back, np.stack(unlikeness, axis=1) * told


def _inputs(seed: int, width: int) -> np.ndarray:
    """Two vectors of mean square 1, whose correlation is what it should be to the last digit."""
    first, other = np.random.default_rng([seed, 0]).standard_normal((2, width))
    first /= math.sqrt(np.mean(first**2))
    other -= np.mean(other * first) * first
    other /= math.sqrt(np.mean(other**2))
    return np.stack([first, ALIKE * first + math.sqrt(1 - ALIKE**2) * other], axis=1)


def _deviations(signals: np.ndarray) -> np.ndarray:
    """Over the units of a layer, for each function; of both inputs together."""
    return np.sqrt(np.mean(np.var(signals, axis=0), axis=-1))


def _unlikeness(signals: np.ndarray) -> np.ndarray:
    """1 − the cosine of the two vectors, from the difference of their directions, which keeps its digits."""
    directions = signals / np.linalg.norm(signals, axis=0)
    return np.sum((directions[..., 0] - directions[..., 1]) ** 2, axis=0) / 2


def _told(deviation: np.ndarray) -> np.ndarray:
    """1 up to the first layer whose numbers are beyond floats or all alike, nan from there on."""
    inside = (deviation >= LEAST) & (deviation <= MOST)
    return np.where(np.logical_and.accumulate(inside, axis=1), 1.0, np.nan)


def _back(weights: _Weights, slopes: np.ndarray, scales: np.ndarray, *, residual: bool) -> np.ndarray:
    """The standard deviation of a gradient that is random at the last layer, by layers back from there."""
    _, width, count = slopes.shape
    start = np.random.default_rng([weights.seed, 0, 1]).standard_normal(width)
    gradient = np.repeat((start / math.sqrt(np.mean(start**2)))[:, None], count, axis=1)
    size, found = np.zeros(count), [np.zeros(count)]
    for number in range(len(slopes), 0, -1):
        passed = (weights.layer(number).T @ (slopes[number - 1] * gradient)) * scales
        gradient = passed + gradient if residual else passed
        one = np.sqrt(np.mean(gradient**2, axis=0))
        size = size + np.log(one)
        gradient = np.where(one > 0, gradient / one, 0.0)
        found.append(size)
    logarithms = np.stack(found, axis=1)
    told = (logarithms >= math.log(SMALLEST)) & (logarithms <= math.log(LARGEST))
    return np.where(told, np.exp(np.where(told, logarithms, 0.0)), np.nan)
