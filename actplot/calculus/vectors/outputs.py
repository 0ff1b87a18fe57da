"""What one function of vectors gives for one vector, at several values of a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .jacobians import Letters


@dataclass(frozen=True)
class Outputs:
    """A vector of n numbers, and a row of m outputs for each of some functions."""

    letters: Letters
    input: np.ndarray
    rows: np.ndarray
    drawn: str = ""  # which of its random numbers are shown, in words

    @property
    def names(self) -> tuple[str, ...]:
        """Such as p_0, p_1."""
        return self.letters.outputs(self.rows.shape[1])


def outputs_of(letters: Letters, at: Sequence[float], rows: Sequence[np.ndarray], drawn: str) -> Outputs:
    """The record of rows that functions give for a vector."""
    return Outputs(letters, np.asarray(at, float), np.array([np.atleast_1d(row) for row in rows], float), drawn)
