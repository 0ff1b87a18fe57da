"""Gains: what the weights of a layer are scaled with, by the names of those who proposed them."""

import math

from ...catalogue.kinds.functions import Function
from ...errors import BadOption
from ...numbers import readable
from ..facts.moments import moments_of

NAMED = {  # of layers as wide as those before them, whose weights are N(0, gain²/width)
    "he": math.sqrt(2),  # He et al. 2015: variance 2/inputs
    "lecun": 1.0,  # LeCun et al. 1998: variance 1/inputs
    "glorot": 1.0,  # Glorot and Bengio 2010: variance 2/(inputs + outputs)
}
_SMALL = 0.01  # of a gain, with which a function that grows quickly may still have a mean square
AUTO = "auto"  # 1/√E[f(z)²], which keeps q = 1


def gain_of(function: Function, asked: str | float) -> float:
    """The number that a gain means for a function; `BadOption` where the function has none of its own."""
    if asked != AUTO:
        return NAMED[asked] if isinstance(asked, str) else asked
    check_inputs(function, 1.0)
    return moments_of(function).gain


def check_inputs(function: Function, gain: float) -> None:
    """Raise `BadOption` for a function of whose values at normal inputs of some size nothing can be told."""
    found = moments_of(function, gain)
    if found.why.startswith("not defined"):
        raise BadOption(
            f"propagate: {function} is {found.why}, and what goes into it is normal. Name a function that is defined "
            "everywhere, such as relu or 'log(1+exp(x))'."
        )
    if found.square == 0 or found.variance == 0:
        raise BadOption(f"propagate: {function} gives the same for every input, so that no signal is left to follow.")
    if not found.square < math.inf:
        why = (
            "E[f(z)²] has no bound that floats hold" if found.square == math.inf else found.why or "E[f(z)²] is unknown"
        )
        smaller = moments_of(function, _SMALL * gain).square < math.inf
        raise BadOption(
            f"propagate: {function}: {why} for z of standard deviation {readable(gain)}, so that no layer has a size. "
            + ("Give a smaller --gain." if smaller else "Name another function, such as tanh.")
        )
