"""Shares of three classes as places in a triangle, and the path that they take as the temperature falls."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...catalogue.entry import Entry
from ...errors import BadOption

CLASSES = 3
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, math.sqrt(3) / 2]])  # of the classes, one after the other
COLDEST, HOTTEST, STEPS = 1 / 64, 64.0, 481  # of the path, in temperatures of the function
TRIED = ((2.0, 1.0, 0.1), (0.0, 0.0, 0.0), (-3.0, 4.0, 1.0), (0.3, -0.2, 0.1))  # scores at which outputs are looked at
EXACT = 1e-9  # by which a sum of shares may differ from 1


@dataclass(frozen=True, eq=False)
class OnSimplex:
    """The shares of three scores at falling temperatures; those of the function itself at its own."""

    function: Entry
    scores: tuple[float, ...]
    own: float  # its temperature
    temperatures: np.ndarray
    shares: np.ndarray  # shape (m, 3)

    def at(self, temperature: float) -> np.ndarray:
        """The shares at a temperature."""
        with np.errstate(all="ignore"):
            return np.asarray(self.function.value(np.array(self.scores) * (self.own / temperature)))


def on_simplex(function: Any, scores: tuple[float, ...]) -> OnSimplex:
    """The path of some scores. Raises `BadOption` for outputs that are no three shares, or other than 3 scores."""
    if len(scores) != CLASSES:
        raise BadOption(
            f"--simplex shows three classes in a triangle, and --at holds {len(scores)} "
            f"number{'s' * (len(scores) > 1)}. Give three, such as --at 2,1,0.1."
        )
    if not gives_shares(function):
        raise BadOption(
            f"--simplex shows outputs that are shares of 1, and those of {function} are not. Take softmax, sparsemax "
            "or entmax15."
        )
    own = float(function.parameters.get("temperature", 1.0))
    temperatures = own * np.geomspace(HOTTEST, COLDEST, STEPS)
    path = OnSimplex(function, scores, own, temperatures, np.zeros((0, CLASSES)))
    shares = np.array([path.at(one) for one in temperatures])
    if not np.isfinite(shares).all():
        raise BadOption(
            f"--simplex: {function} overflows at a temperature of these scores. Divide the numbers of --at."
        )
    return OnSimplex(function, scores, own, temperatures, shares)


def gives_shares(function: Any) -> bool:
    """Whether three scores give three numbers that are not below 0 and sum to 1."""
    if not hasattr(function, "gives_number") or function.gives_number:
        return False
    outputs = [np.asarray(function.value(list(scores))) for scores in TRIED]
    return all(
        one.shape == (CLASSES,) and bool(np.all(one >= 0)) and abs(float(one.sum()) - 1) <= EXACT for one in outputs
    )


def places_of(shares: np.ndarray) -> np.ndarray:
    """Where shares lie in the triangle, of shape (…, 2): their corners in these shares."""
    return shares @ CORNERS


def entropy(shares: np.ndarray) -> np.ndarray:
    """In nats, over the last axis; of a share of 0 nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(shares > 0, shares * np.log(np.where(shares > 0, shares, 1.0)), 0.0)
    return -parts.sum(axis=-1) + 0.0
