"""Says where signals leave the floats, so that curves that end say why."""

from collections.abc import Iterator

import numpy as np

from .networks import Propagation


def endings(one: Propagation) -> Iterator[str]:
    """What of a function's curves ends before the last layer, and where."""
    if one.field.why:
        yield f"{one.field.why} behind layer {one.field.reached}"
    if blocks(one):
        yield "no gradient passes a layer, as f′ is 0"
    elif np.isnan(one.gradient).any():
        last = int(np.argmax(np.isnan(one.gradient))) - 1
        yield f"gradients {'vanish' if one.gradient[last] < 1 else 'explode'} {last} layers back"


def blocks(one: Propagation) -> bool:
    """Whether the slope is 0 almost everywhere, so that nothing comes back through a layer."""
    return bool(one.field.steps.size) and not one.field.steps.any()
