"""What a loss of one natural variable is, and how a prediction and a target make that variable."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import BadInput
from ...numerics.arrays import floats
from .functions import Function


class Loss(Function):
    """A function of one natural variable that a prediction and its target make."""

    kind = "loss"

    def evaluate(self, prediction, target):
        """Loss of each prediction against its target, broadcast against each other.

        Raises `BadInput` for targets that the loss does not take.
        """
        raise NotImplementedError

    def gradient(self, prediction, target):
        """Derivative of the loss with respect to the prediction, broadcast like `evaluate`."""
        raise NotImplementedError


def _pair(prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
    """Both as float64 arrays of one shape, and the dtype that the answer shall have."""
    (prediction, first), (target, second) = floats(prediction), floats(target)
    try:
        prediction, target = np.broadcast_arrays(prediction, target)
    except ValueError:
        shapes = f"{prediction.shape} and {target.shape}"
        raise BadInput(f"prediction and target do not broadcast: their shapes are {shapes}") from None
    return prediction, target, np.result_type(first, second)


class ResidualLoss(Loss):
    """A loss ψ(r) of the residual r = prediction − target."""

    variable = "residual"
    letter = "r"

    def evaluate(self, prediction, target):
        return self._of_residual(self.value, prediction, target)

    def gradient(self, prediction, target):
        return self._of_residual(self.derivative, prediction, target)

    def _of_residual(self, function: Callable, prediction: Any, target: Any):
        prediction, target, dtype = _pair(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(function(prediction - target)).astype(dtype)[()]


class MarginLoss(Loss):
    """A loss ψ(m) of the margin m = y·s, for a score s and a target y of −1 or 1."""

    variable = "margin"
    letter = "m"

    def evaluate(self, prediction, target):
        score, sign, dtype = self._scores(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(self.value(sign * score)).astype(dtype)[()]

    def gradient(self, prediction, target):
        score, sign, dtype = self._scores(prediction, target)
        with np.errstate(all="ignore"):
            return np.asarray(sign * self.derivative(sign * score) + 0.0).astype(dtype)[()]  # + 0.0: no -0.0

    def _scores(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
        prediction, target, dtype = _pair(prediction, target)
        if not np.all(np.abs(target) == 1):
            raise BadInput(f"{self.name}: a target must be -1 or 1; map labels 0 and 1 with 2*label - 1")
        return prediction, target, dtype


class TargetLoss(Loss):
    """A loss whose shape depends on the target, which it carries as a parameter."""

    def evaluate(self, prediction, target):
        return self._at_target(target, prediction, "value")

    def gradient(self, prediction, target):
        return self._at_target(target, prediction, "derivative")

    def _at_target(self, target: Any, prediction: Any, method: str):
        prediction, target, dtype = _pair(prediction, target)
        declared = next(parameter for parameter in self.declared if parameter.name == "target")
        if not declared.accepts(target):
            raise BadInput(f"{self.name}: every target must be {declared.constraint}")
        # The closed forms broadcast, so for this one call the parameter may be an array.
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, target=target)
        return np.asarray(getattr(copy, method)(prediction)).astype(dtype)[()]


class LogitLoss(TargetLoss):
    """A loss of the logit z, for a target y from 0 to 1."""

    variable = "logit"
    letter = "z"


class ProbabilityLoss(TargetLoss):
    """A loss of the predicted probability p of class 1, for a target y from 0 to 1."""

    variable = "probability"
    letter = "p"
    domain = (0.0, 1.0)
    interval = (0.0, 1.0)
