"""What is checked of random layers: mean and variance of many draws, and that equal seeds draw equal numbers."""

import math
from collections.abc import Iterator

import numpy as np

from ...catalogue.kinds.random_layers import RandomLayer
from .quantities import SIGMA, Held, Quantity

SAMPLE = "sample"

_SAMPLED = 1e-10  # what rounding does to a sum over many draws
_DRAWS = 40_000
_DRAWN_AT = np.array([1.0, -0.6, 0.0, 2.5, -3.0])


def quantities(layer: RandomLayer) -> Iterator[Quantity]:
    """Mean and variance where they have a closed form, and the numbers of a seed."""
    draws = np.asarray(layer.train(np.tile(_DRAWN_AT, (_DRAWS, 1))))
    mean, variance = layer.mean(_DRAWN_AT), layer.variance(_DRAWN_AT)
    yield Quantity("mean", () if mean is None else _means(draws, mean, variance), SAMPLE, SIGMA)
    yield Quantity("variance", () if variance is None else _variances(draws, variance), SAMPLE, SIGMA)
    yield Quantity("seed", _repeated(layer), SAMPLE, SIGMA)


def _means(draws: np.ndarray, mean: np.ndarray, variance: np.ndarray | None) -> tuple[Held, ...]:
    spread = np.var(draws, axis=0) if variance is None else variance
    return _drawn(mean, np.mean(draws, axis=0), np.sqrt(spread / len(draws)))


def _variances(draws: np.ndarray, variance: np.ndarray) -> tuple[Held, ...]:
    squares = (draws - np.mean(draws, axis=0)) ** 2
    return _drawn(variance, np.mean(squares, axis=0), np.std(squares, axis=0) / math.sqrt(len(draws)))


def _drawn(closed: np.ndarray, sampled: np.ndarray, deviations: np.ndarray) -> tuple[Held, ...]:
    """Statistics of a sample, each of which is as good as its standard error."""
    numbers = zip(closed.tolist(), sampled.tolist(), deviations.tolist(), strict=True)
    return tuple(
        _held(place, one, other, _SAMPLED * max(1.0, abs(one)), deviation)
        for place, (one, other, deviation) in enumerate(numbers)
    )


def _repeated(layer: RandomLayer) -> tuple[Held, ...]:
    """What two layers of one seed draw, which must be the same."""
    again = type(layer).with_parameters(layer.parameters)
    x = np.tile(_DRAWN_AT, (3, 1))
    numbers = zip(layer.train(x)[0].tolist(), again.train(x)[0].tolist(), strict=True)
    return tuple(_held(place, one, other, 0.0, 0.0) for place, (one, other) in enumerate(numbers))


def _held(place: int, closed: float, other: float, slack: float, deviation: float) -> Held:
    return Held(tuple(_DRAWN_AT.tolist()), closed, (other,), (place,), slack=slack, deviation=deviation)
