"""The mean field of a deep network: means, sizes and distances from layer to layer, for layers of endless width.

Poole et al. 2016, arXiv:1606.05340, and Schoenholz et al. 2017, arXiv:1611.01232, without biases:
q_l = g²·E[h_{l−1}²] is the mean square of z_l, and χ = g²·E[f′(√q·z)²] what a layer multiplies the mean square of
gradients by on their way back. Residual layers, h_l = h_{l−1} + f(z_l), as Yang and Schoenholz 2017,
arXiv:1712.08969, with the mean of f where it is not 0.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from ...catalogue.kinds.functions import Function
from ..facts.moments import Moments, moments_of
from .networks import ALIKE, LARGEST, LEAST, MOST, SMALLEST, MeanField, Network
from .two_inputs import half_square_apart

_SETTLED = 1e-14  # relative change of q that is no more than rounding
_SAME = 1e-14  # relative change of 1 − c, from which on it is told once


@dataclass
class Sizes:
    """E[f], its variance, E[f²] and E[f′²] for inputs of some mean square, asked again only where that has moved."""

    function: Function
    length: float = math.nan
    known: Moments | None = None

    def at(self, length: float) -> Moments:
        if self.known is None or not abs(length - self.length) <= _SETTLED * length:
            self.known, self.length = moments_of(self.function, math.sqrt(length)), length
        return self.known


@dataclass
class _Walk:
    """What is known of the layers so far."""

    function: Function
    network: Network
    mean: list[float] = field(default_factory=lambda: [0.0])
    variance: list[float] = field(default_factory=lambda: [1.0])
    apart: list[float] = field(default_factory=lambda: [1 - ALIKE])  # ½·E[(h − h′)²]
    lengths: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    def run(self) -> str:
        """Walk through the layers; why that ends early, if it does."""
        sizes = Sizes(self.function)
        for _ in range(self.network.layers):
            square = self.variance[-1] + self.mean[-1] ** 2
            length = self.network.gain**2 * square
            if length < LEAST**2:
                return "activations vanish"
            found = sizes.at(length)
            why = self.add(length, square, found)
            if why:
                return why
        return ""

    def add(self, length: float, square: float, found: Moments) -> str:
        """One layer; or why there is none that can be told."""
        before = self.network.residual
        mean = found.mean + before * self.mean[-1]
        variance = found.variance + before * self.variance[-1]
        total = variance + mean * mean
        if found.why or (math.isnan(total) and not self.overflows(length)):
            return found.why or "the mean square of f is not known"
        if not total <= MOST**2:
            return "activations explode"
        if total < LEAST**2:
            return "activations vanish"
        apart = self.left_apart(length, self.apart[-1] / square, found) + before * self.apart[-1]
        self.mean.append(mean)
        self.variance.append(variance)
        self.apart.append(apart)
        self.lengths.append(length)
        self.steps.append(self.network.gain**2 * found.slope_square + before)
        return ""

    def overflows(self, length: float) -> bool:
        """Whether what is known of f is too large for floats where inputs of some length are."""
        seen = self.function.value(math.sqrt(length) * np.linspace(-8, 8, 17))
        return not np.all(np.abs(seen) <= MOST)

    def left_apart(self, length: float, unlikeness: float, found: Moments) -> float:
        """½·E[(f − f′)²], from the last layer's where neither lengths nor distances move any more."""
        if not self.network.residual and len(self.lengths) > 1 and abs(length - self.lengths[-1]) <= _SETTLED * length:
            earlier = self.apart[-2] / (self.variance[-2] + self.mean[-2] ** 2)
            if abs(unlikeness - earlier) <= _SAME * unlikeness:
                return self.apart[-1]
        return half_square_apart(self.function, math.sqrt(length), unlikeness, found.square, found.slope_square)


@np.errstate(all="ignore")
def mean_field(function: Function, network: Network) -> MeanField:
    """What a network of endless width makes of inputs of size 1 and of two that are half alike."""
    walk = _Walk(function, network)
    why = walk.run()
    mean, variance, apart = (np.array(part) for part in (walk.mean, walk.variance, walk.apart))
    return MeanField(
        mean=mean,
        deviation=np.sqrt(variance),
        unlikeness=np.maximum(apart / (variance + mean**2), 0.0),
        lengths=np.array(walk.lengths),
        steps=np.array(walk.steps),
        why=why,
    )


def gradients(steps: np.ndarray) -> np.ndarray:
    """The standard deviation of gradients by layers back from the last, where it is 1; nan beyond floats."""
    with np.errstate(divide="ignore"):
        logarithms = np.concatenate([[0.0], np.cumsum(np.log(steps[::-1]) / 2)])
    told = (logarithms >= math.log(SMALLEST)) & (logarithms <= math.log(LARGEST))
    return np.where(told, np.exp(np.where(told, logarithms, 0.0)), np.nan)
