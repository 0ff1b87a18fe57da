"""What is asked about signals in a deep network, and what is found, as records."""

from dataclasses import dataclass

import numpy as np

from ...catalogue.kinds.functions import Function

SMALLEST, LARGEST = 1e-300, 1e300  # between which sizes are told
LEAST, MOST = 1e-150, 1e150  # of activations, whose squares are floats
ALIKE = 0.5  # correlation of the two inputs


@dataclass(frozen=True)
class Network:
    """A network of equally wide layers without biases, whose weights are N(0, gain²/width).

    Layer l makes h_l = f(z_l) with z_l = W_l·h_{l−1}, or h_l = h_{l−1} + f(z_l) in a residual one. The inputs h_0
    have mean 0 and mean square 1.
    """

    layers: int
    gain: float
    residual: bool = False


@dataclass(frozen=True)
class MeanField:
    """What a network of endless width does; all arrays go from the inputs, layer 0, to the last layer it reaches.

    Where activations leave the floats, nothing is told of further layers.
    """

    mean: np.ndarray  # E[h]
    deviation: np.ndarray  # of h
    unlikeness: np.ndarray  # 1 − E[h·h′]/E[h²], of two inputs; nan where it is not known
    lengths: np.ndarray  # E[z²] of each layer but the first, of which there is none
    steps: np.ndarray  # what one layer multiplies E[δ²] by on the way back: gain²·E[f′(z)²], or 1 more
    why: str = ""  # it ends early

    @property
    def reached(self) -> int:
        """The last layer that is told of."""
        return self.deviation.size - 1


@dataclass(frozen=True)
class Simulation:
    """The same of random networks: a row for each seed, a column for each layer, nan beyond floats."""

    deviation: np.ndarray
    gradient: np.ndarray  # by layers back from the last
    unlikeness: np.ndarray


@dataclass(frozen=True)
class FixedPoint:
    """Where lengths settle, and how quickly; None where there is no such number."""

    length: float | None  # q*
    slope: float | None  # χ₁ there
    correlation: float | None = None  # c*
    length_depth: float | None = None  # layers in which the distance from q* falls by e, infinite where it does not
    correlation_depth: float | None = None
    why: str = ""  # there is no q*

    @property
    def gradient_depth(self) -> float | None:
        """Layers in which gradients grow or fall by √e: 1/|ln χ₁|."""
        if self.slope is None:
            return None
        return 0.0 if self.slope == 0 else 1 / abs(float(np.log(self.slope))) if self.slope != 1 else float("inf")


@dataclass(frozen=True)
class Propagation:
    """Of one function: the network, what theory and simulation say of it, and the most that a layer lets through."""

    function: Function
    network: Network
    field: MeanField
    gradient: np.ndarray  # by layers back from the last one that is reached
    simulation: Simulation
    fixed: FixedPoint
    at_best: float  # gain·max|f′|: no gradient passes a layer with more, in the mean of squares
