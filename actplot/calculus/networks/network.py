"""A small network with random weights that makes one number of each place of the plane."""

from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function

BLOCK = 4096  # places that go through the network at a time: numbers that stay in the processor's cache
GAIN, SPREAD = 2.0, 1.0  # the variance of weights times the inputs of a unit, He et al. 2015; deviation of biases


@dataclass(frozen=True, eq=False)
class Layer:
    """Units that each add up their inputs, of shape (units, inputs), and a bias."""

    weights: np.ndarray
    biases: np.ndarray

    def sums(self, inputs: np.ndarray) -> np.ndarray:
        """Of inputs of shape (inputs, places), added one after the other, so that every machine finds the same."""
        total = np.repeat(self.biases[:, None], inputs.shape[1], axis=1)
        for weights, values in zip(self.weights.T, inputs, strict=True):
            total += weights[:, None] * values
        return total


@dataclass(frozen=True, eq=False)
class Network:
    """Hidden layers with one function behind each unit, and a last layer of one unit without it."""

    hidden: tuple[Layer, ...]
    last: Layer

    def outputs(self, function: Function, places: np.ndarray) -> np.ndarray:
        """The number at each of some places, shape (m, 2); nan where it overflows or a function is not defined."""
        with np.errstate(all="ignore"):
            blocks = [self._output(function, places[start : start + BLOCK]) for start in range(0, len(places), BLOCK)]
        found = np.concatenate(blocks)
        return np.where(np.isfinite(found), found, np.nan)

    def _output(self, function: Function, places: np.ndarray) -> np.ndarray:
        signal = np.ascontiguousarray(places.T)
        for layer in self.hidden:
            signal = function(layer.sums(signal))
        return self.last.sums(signal)[0]


def random_network(layers: int, width: int, seed: int) -> Network:
    """Weights from N(0, 2/inputs), biases from N(0, 1); those of the last layer from N(0, 1/inputs), without a bias."""
    random = np.random.RandomState(seed)  # whose stream stays the same in every version of numpy
    hidden = []
    for inputs in [2, *[width] * (layers - 1)]:
        weights = random.standard_normal((width, inputs)) * np.sqrt(GAIN / inputs)
        hidden.append(Layer(weights, SPREAD * random.standard_normal(width)))
    last = Layer(random.standard_normal((1, width)) / np.sqrt(width), np.zeros(1))
    return Network(tuple(hidden), last)
