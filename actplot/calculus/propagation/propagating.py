"""Finds all that a figure of deep networks tells of some functions."""

import math
from collections.abc import Sequence

import numpy as np

from ...catalogue.kinds.functions import Function
from ..curves.breaks import breaks_of
from ..curves.extremes import extreme_derivative
from .fixed_points import fixed_point
from .mean_fields import gradients, mean_field
from .networks import Network, Propagation
from .simulation import simulations


def propagations(
    functions: Sequence[Function], networks: Sequence[Network], width: int, seeds: int
) -> tuple[Propagation, ...]:
    """Of each function in its network: the mean field, the simulation, and where both lead."""
    simulated = simulations(functions, networks, width, seeds)
    found = []
    for function, network, simulation in zip(functions, networks, simulated, strict=True):
        field = mean_field(function, network)
        fixed = fixed_point(function, network, field)
        found.append(
            Propagation(function, network, field, gradients(field.steps), simulation, fixed, at_best(function, network))
        )
    return tuple(found)


@np.errstate(all="ignore")
def at_best(function: Function, network: Network) -> float:
    """The most that a layer leaves of gradients, in the mean of squares; infinite where no bound is known."""
    if network.residual or not function.known_range:
        return math.inf
    breaks = breaks_of(function)
    return network.gain * max(abs(extreme_derivative(function, breaks, sign).value) for sign in (1, -1))
