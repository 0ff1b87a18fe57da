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
AUTO = "auto"  # 1/√E[f(z)²], which keeps q = 1


def gain_of(function: Function, asked: str | float) -> float:
    """The number that a gain means for a function; `BadOption` where it has none of its own."""
    if asked != AUTO:
        return NAMED[asked] if isinstance(asked, str) else asked
    found = moments_of(function)
    if not 0 < found.gain < math.inf:
        why = found.why or f"E[f(z)²] is {readable(found.square)}"
        raise BadOption(f"--gain auto is 1/√E[f(z)²], and {function} has none: {why}. Give he, lecun or a number.")
    return found.gain


def check_inputs(function: Function, gain: float) -> None:
    """Raise `BadOption` for a function of whose values at normal inputs nothing can be told."""
    found = moments_of(function, gain)
    if found.why:
        raise BadOption(
            f"propagate: {function} is {found.why}, and inputs of a layer are normal. Name a function that is defined "
            "everywhere, such as relu or 'log(1+exp(x))'."
            if found.why.startswith("not defined")
            else f"propagate: {function}: {found.why}, and without E[f(z)²] no layer has a size. Name another function."
        )
    if not 0 < found.square < math.inf:
        size = "is 0" if found.square == 0 else "has no bound" if found.square == math.inf else "is not known"
        raise BadOption(
            f"propagate: E[f(z)²] of {function} {size} for normal z, so that no layer has a size. Name another function"
            " or, if it grows very quickly, a smaller --gain."
        )
