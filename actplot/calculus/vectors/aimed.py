"""A loss of vectors with its target, as a function of the prediction alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...catalogue.kinds.vector_losses import VectorLoss
from ...frozen import record
from ...numbers import readable
from .jacobians import Letters

MOST_TOLD = 6  # numbers of a target that a heading has room for


@record
class AimedLoss:
    """What `vary` traces of a loss: one number for each prediction, and its gradient."""

    loss: VectorLoss
    target: Any  # one, of whatever shape the loss takes

    @property
    def letters(self) -> Letters:
        formula = self.loss.formula
        first = formula.prediction.split(", ")[0] if formula else "z"
        return Letters(formula.text.partition(" = ")[0] if formula else "L", first, single=True)

    @property
    def told(self) -> str:
        """Such as target 0."""
        numbers = np.ravel(self.target)
        if numbers.size > MOST_TOLD or np.ndim(self.target) > 1:
            return "the target"
        text = ", ".join(map(readable, numbers.tolist()))
        return f"target ({text})" if np.ndim(self.target) else f"target {text}"

    def check(self, prediction: Sequence[float]) -> None:
        """Raise `BadInput` for a target that does not belong to the prediction."""
        self.loss.evaluate(prediction, self.target, "none")

    def value(self, predictions: np.ndarray) -> np.ndarray:
        """Of predictions of shape (k, n)."""
        return self.loss.evaluate(predictions, self._targets(len(predictions)), "none")

    def jacobian(self, predictions: np.ndarray) -> np.ndarray:
        return self.loss.gradient(predictions, self._targets(len(predictions)), "none")

    def _targets(self, count: int) -> np.ndarray:
        target = np.asarray(self.target, float)
        return np.broadcast_to(target, (count, *target.shape))
