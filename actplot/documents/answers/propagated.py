"""What was found of deep networks, as JSON with all digits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...calculus.propagation.networks import FixedPoint, Propagation
from ..jsonable import json_number, json_numbers, laid_out


def propagated_json(found: Sequence[Propagation], gain: str | float, width: int) -> str:
    """One object: how the networks were made, and for each function where they lead and what each layer has.

    Layer 0 are the inputs. Gradients are counted from the last layer that the mean field reaches.
    """
    network = found[0].network
    asked = {
        "layers": network.layers,
        "gain": gain,
        "residual": network.residual,
        "width": width,
        "seeds": len(found[0].simulation.deviation),
    }
    return laid_out({**asked, "functions": list(map(_of_one, found))}) + "\n"


def _of_one(one: Propagation) -> dict[str, Any]:
    field, simulation = one.field, one.simulation
    return {
        "function": str(one.function),
        "gain": one.network.gain,
        **_of_fixed(one.fixed),
        "ends_early": field.why or None,
        "gradient_at_best": json_number(one.at_best),
        "mean_field": {
            "mean": json_numbers(field.mean),
            "std": json_numbers(field.deviation),
            "q": [None, *json_numbers(field.lengths)],
            "chi": [None, *json_numbers(field.steps)],
            "correlation": json_numbers(1 - field.unlikeness),
            "one_minus_correlation": json_numbers(field.unlikeness),
            "gradient_by_layers_back": json_numbers(one.gradient),
        },
        "simulation": {
            "std": _rows(simulation.deviation),
            "one_minus_correlation": _rows(simulation.unlikeness),
            "gradient_by_layers_back": _rows(simulation.gradient),
        },
    }


def _of_fixed(fixed: FixedPoint) -> dict[str, Any]:
    numbers = {
        "q_star": fixed.length,
        "chi_1": fixed.slope,
        "c_star": fixed.correlation,
        "depth_scale": fixed.gradient_depth,
        "depth_scale_q": fixed.length_depth,
        "depth_scale_correlation": fixed.correlation_depth,
    }
    return {**{name: json_number(number) for name, number in numbers.items()}, "why_no_q_star": fixed.why or None}


def _rows(numbers: np.ndarray) -> list[list[Any]]:
    """One for each seed."""
    return [json_numbers(row) for row in numbers]
