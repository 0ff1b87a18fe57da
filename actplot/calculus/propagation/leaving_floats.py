"""Says where signals leave the floats, so that curves that end say why."""

from collections.abc import Iterator

import numpy as np

from .networks import Propagation

NOTHING, ENDLESS = "0", "no bound"


def endings(one: Propagation) -> Iterator[str]:
    """What of a function's curves ends before the last layer, and where."""
    if one.field.why:
        yield f"{one.field.why} behind layer {one.field.reached}"
    if came_back(one) == NOTHING:
        yield "no gradient passes a layer, as f′ is 0"
    elif came_back(one):
        yield "gradients have no bound, as E[f′(z)²] has none"
    elif np.isnan(one.gradient).any():
        last = int(np.argmax(np.isnan(one.gradient))) - 1
        yield f"gradients {'vanish' if one.gradient[last] < 1 else 'explode'} {last} layers back"


def came_back(one: Propagation) -> str:
    """What is left of gradients by a single layer, where that is nothing or has no bound; else empty."""
    steps = one.field.steps
    if not steps.size:
        return ""
    return NOTHING if not steps.any() else ENDLESS if np.isinf(steps).all() else ""
