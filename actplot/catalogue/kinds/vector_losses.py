"""What functions, losses and random layers of whole vectors are; vectors lie along the last axis of an array."""

from typing import Any, ClassVar

import numpy as np

from ...errors import BadInput
from ...numerics.arrays import floats
from ..call import EACH, ELEMENTS, Reduction
from ..parameter import param as param
from .array_axes import Along
from .formula import Formula
from .reductions import REDUCTIONS as REDUCTIONS
from .reductions import divisor

# What the target of a loss is, and how many axes one of them has. Labels are −1 or 1; multilabel is 0 or 1 for each
# class; shares are from 0 to 1 each.
TARGETS = {"distribution": 1, "vector": 1, "shares": 1, "multilabel": 1, "labels": 1, "class": 0, "label": 0, "pair": 2}


class VectorLoss(Along):
    """A loss of a whole prediction against a whole target, such as a cross-entropy.

    `evaluate` takes predictions of shape (…, n) and gives one number per vector; `gradient` gives the derivative with
    respect to the prediction. A target has the shape of the prediction, or (…) where it is the number of a class or
    one label, or (…, 2, n) where it is a pair of vectors. Where the axis is not the last, vectors lie along it. The
    answer is an array of numpy, or a scalar of it where it is one number; it is float32 where the prediction is, and
    float64 for all other real numbers. An entry writes `loss`, `slope` and `shown` for float64 arrays that were checked
    and laid out.
    """

    kind = "vector loss"
    usually_in = ("torch", "keras", "tf", "optax")
    formula: ClassVar[Formula | None] = None  # an instance may choose among several
    takes: ClassVar[str] = "logits"  # what a prediction is: logits, probabilities, log-probabilities, scores, vectors
    target_kind: ClassVar[str] = "distribution"  # or one of `TARGETS`
    renormalises: ClassVar[bool] = False  # whether probabilities of any sum are divided by it
    length: ClassVar[int | None] = None  # of a prediction, where it is fixed
    reach: ClassVar[float] = 1.9  # of the numbers at which derivations are checked: where nothing is at rest
    weight: tuple[float, ...] | None = None  # of each class, where a loss declares it
    cancels: ClassVar[float] = 0.0  # the size of terms whose differences its slopes are, of which rounding leaves some
    mean_of_weights: ClassVar[bool] = False  # whether a mean is divided by the weights of the classes aimed at
    example: ClassVar[tuple] = ((2.0, 1.0, 0.1), (1.0, 0.0, 0.0))  # a prediction and a target to show it with

    @property
    def formulas(self) -> dict[str, Formula]:
        """What a card shows, by its label."""
        return {"formula": self.formula} if self.formula else {}

    def answer(self, example: tuple) -> np.ndarray:
        prediction, target = example
        return self.along_last().evaluate(prediction, target, EACH)

    def evaluate(self, prediction: Any, target: Any, reduction: str | Reduction | None = None) -> np.ndarray:
        """The loss of every vector, or their sum, mean, or sum over the number of vectors.

        Without a reduction it is the one that a framework's call named, or none. Raises `BadInput` for shapes that do
        not match and targets that are not allowed, `BadOption` for an unknown reduction.
        """
        how, shape = self.call.reducing(reduction), floats(prediction)[0].shape
        prediction, target, dtype = self.pair(prediction, target)
        with np.errstate(all="ignore"):
            count = self.count(target, how)
            lost = self.lost(prediction, target)
            if how.over == ELEMENTS and how.how == "none":
                each = np.where(lost[..., None], np.nan, self.elements(prediction, target) + 0.0)
                return np.asarray(self.laid_back(each, shape), dtype)[()]
            losses = np.where(lost, np.nan, self.loss(prediction, target) + 0.0)
            if count == 0 and how.zero_of_none:
                return np.zeros((), dtype)[()]
            return np.asarray(losses if how.how == "none" else np.sum(losses) / count, dtype)[()]

    def elements(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        """What each number of a vector adds to its loss; only of a loss that a framework does not sum."""
        raise NotImplementedError

    def gradient(self, prediction: Any, target: Any, reduction: str | Reduction | None = None) -> np.ndarray:
        """The derivative of the loss with respect to the prediction; of the reduced loss where there is a reduction."""
        how, shape = self.call.reducing(reduction), floats(prediction)[0].shape
        prediction, target, dtype = self.pair(prediction, target)
        with np.errstate(all="ignore"):
            slopes = self.slope(prediction, target)
            slopes = np.where(slopes == 0, 0.0, slopes / self.count(target, how))  # the count may be 0
            slopes = np.where(self.lost(prediction, target)[..., None], np.nan, slopes)
            return np.asarray(self.laid_back(slopes + 0.0, shape), dtype)[()]

    def parts(self, prediction: Any, target: Any) -> dict[str, np.ndarray]:
        """What a reader wants to see on the way, by the names of table columns, such as probabilities.

        Each has the shape (…, n) of the prediction, or (…) where it is one number per vector.
        """
        shape = floats(prediction)[0].shape
        prediction, target, dtype = self.pair(prediction, target)
        with np.errstate(all="ignore"):
            shown = {
                name: self.laid_back(values + 0.0, shape) for name, values in self.shown(prediction, target).items()
            }
            return {name: np.asarray(values, dtype)[()] for name, values in shown.items()}

    def loss(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def slope(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def shown(self, prediction: np.ndarray, target: np.ndarray) -> dict[str, np.ndarray]:
        """The parts of an entry; none by default."""
        return {}

    def truth(self, prediction: list[Any], target: Any) -> Any:
        """The loss of one vector of mpmath's numbers, straight from its definition; only of one that has no formula.

        The target is a list, or a number where it is a class or a label, or two lists where it is a pair.
        """
        raise NotImplementedError

    def doubt(self, target: Any, prediction: Any = None) -> str:
        """A sentence for a user where the target, or the prediction, should be a distribution and is none."""
        fault = _fault(target, 1e-6) if self.target_kind == "distribution" else ""
        faults = [f"the target {fault}"] if fault else []
        if prediction is not None and (fault := self._fault_of(prediction)):
            faults.append(f"the prediction {fault}")
        if not faults:
            return ""
        return f"{self.name}: {' and '.join(faults)}; loss and gradient are those of the formula as it stands."

    def lost(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Which vectors hold a nan, or their targets do."""
        inner = tuple(range(target.ndim - TARGETS[self.target_kind], target.ndim))
        return np.any(np.isnan(prediction), axis=-1) | np.any(np.isnan(target), axis=inner)

    def _fault_of(self, prediction: Any) -> str:
        """What is wrong with a prediction that should be distributions, if there are several classes."""
        values, _ = floats(prediction)
        if self.renormalises or self.target_kind not in ("distribution", "class") or values.shape[-1:] in ((), (1,)):
            return ""
        if self.takes == "log-probabilities":
            values = np.exp(np.minimum(values, 1.0))  # above e it is none anyway
        return _fault(values, 1e-3) if "probabilities" in self.takes else ""

    def weights(self, target: np.ndarray) -> np.ndarray:
        """What each vector counts in a mean."""
        return np.ones(target.shape[: target.ndim - TARGETS[self.target_kind]])

    def count(self, target: np.ndarray, reduction: Reduction) -> np.float64:
        """What the sum of the losses is divided by."""
        weights = self.weights(target)
        if reduction.over == ELEMENTS:  # whose batch is the first axis, also of a single vector
            return np.float64(divisor(reduction.how, mean=target.size, batchmean=len(target)))
        return np.float64(divisor(reduction.how, mean=np.sum(weights), batchmean=weights.size))

    def pair(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
        """Both as float64 arrays of shapes that belong together, and the dtype of the answer."""
        (prediction, first), (target, _) = (floats(numbers, self.call.dtype) for numbers in (prediction, target))
        prediction, target = self.laid(prediction), self.laid_target(target)
        self.check_prediction(prediction.shape)
        wanted = self.target_shape(prediction.shape)
        if target.shape != wanted:
            raise BadInput(
                f"{self.name}: predictions of shape {prediction.shape} need targets of shape {wanted}, "
                f"{'the number of a class for each vector, ' if self.target_kind == 'class' else ''}got {target.shape}"
            )
        self.check_target(prediction, target)
        return prediction, target, first

    def laid_target(self, target: np.ndarray) -> np.ndarray:
        """A target that belongs to predictions that are laid out: numbers of classes have no axis of their own."""
        axes = TARGETS[self.target_kind]
        if axes == 1:
            return self.laid(target)
        if axes == 2 and self.along_last() is not self:
            raise BadInput(f"{self.name}: {self.axis_text} is not taken, since its target is a pair of vectors.")
        return target

    def target_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Of the targets that belong to predictions of a shape."""
        inner = {0: (), 1: shape[-1:], 2: (2, *shape[-1:])}
        return (*shape[:-1], *inner[TARGETS[self.target_kind]])

    def check_prediction(self, shape: tuple[int, ...]) -> None:
        """Raise `BadInput` for what is not made of vectors of a length that the loss takes."""
        if not shape or shape[-1] == 0:
            raise BadInput(f"{self.name} takes vectors of at least one number, got shape {shape}")
        if self.length not in (None, shape[-1]):
            raise BadInput(f"{self.name} takes vectors of {self.length} numbers, got shape {shape}")
        if self.weight is not None and len(self.weight) != shape[-1]:
            raise BadInput(
                f"{self.name}: predictions of shape {shape} need {shape[-1]} weights, one for each class, "
                f"got {len(self.weight)}"
            )

    def check_target(self, prediction: np.ndarray, target: np.ndarray) -> None:
        """Raise `BadInput` for targets that the loss does not take."""
        if self.target_kind == "class":
            self.check_class(prediction, target)
        if self.target_kind in ("label", "labels") and not np.all(np.abs(target) == 1):
            raise BadInput(f"{self.name}: every target must be -1 or 1")
        if self.target_kind == "multilabel" and not np.all((target == 0) | (target == 1)):
            raise BadInput(f"{self.name}: every target must be 0 or 1, where 1 marks a class that applies")
        if self.target_kind == "shares" and np.any((target < 0) | (target > 1)):
            raise BadInput(f"{self.name}: every target must be from 0 to 1")

    def check_class(self, prediction: np.ndarray, target: np.ndarray) -> None:
        """Raise `BadInput` for what is no number of a class."""
        classes = prediction.shape[-1]
        wrong = ~((target >= 0) & (target < classes) & (target == np.floor(target)))
        if np.any(wrong):
            given = target[wrong].flat[0]
            raise BadInput(f"{self.name}: a class must be a whole number from 0 to {classes - 1}, got {given:g}")


def _fault(given: Any, tolerance: float) -> str:
    """What is wrong with the first vector that is no distribution, if there is one."""
    values = np.atleast_2d(floats(given)[0])
    with np.errstate(all="ignore"):
        sums = np.sum(values, axis=-1)
    negative = np.any(values < 0, axis=-1)
    wrong = negative | (np.abs(sums - 1) > tolerance)
    if not np.any(wrong):
        return ""
    first = np.argmax(wrong.reshape(-1))
    if negative.reshape(-1)[first]:
        return "is no distribution, for it has an entry below 0"
    return f"is no distribution, for its sum is {sums.reshape(-1)[first]:.6g}"
