"""What functions, losses and random layers of whole vectors are; vectors lie along the last axis of an array."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

import numpy as np

from .entry import Entry
from .errors import BadInput, BadOption, quoted, suggestion
from .numerics.arrays import floats
from .parameter import param as param

REDUCTIONS = ("none", "sum", "mean", "batchmean")


def _of_vectors(method: Callable) -> Callable:
    """Put the contract of arrays round a closed form that is written for float64 arrays of vectors."""

    @wraps(method)
    def evaluate(self: "VectorFunction", x: Any) -> np.ndarray:
        values, dtype = floats(x)
        self.check_shape(values.shape)
        with np.errstate(all="ignore"):
            return np.asarray(method(self, values) + 0.0, dtype)[()]  # + 0.0: no -0.0

    return evaluate


class VectorFunction(Entry):
    """An immutable function of a vector, with its Jacobian in closed form.

    `value` takes an array of shape (…, n) and gives (…, m), or (…) where the result is one number; `jacobian` gives
    (…, m, n), whose element [i, j] is ∂output_i/∂input_j, or (…, n). float32 and float64 are kept, other real numbers
    become float64. `BadInput` is raised for what is no vector of real numbers, or one of a length that is not allowed.
    """

    kind = "vector function"
    formula: ClassVar[str]  # of one component, for a reader: p_i = exp(z_i)/sum(exp(z_j))
    gives_number: ClassVar[bool] = False  # such as logsumexp
    example: ClassVar[tuple[float, ...]] = (2.0, 1.0, 0.1)  # a vector to show it with
    breaks: ClassVar[str] = ""  # where it has no derivative, in words

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for method in ("value", "jacobian"):
            if method in vars(cls):
                setattr(cls, method, _of_vectors(vars(cls)[method]))

    def __call__(self, x: Any) -> np.ndarray:
        return self.value(x)

    def check_shape(self, shape: tuple[int, ...]) -> None:
        """Raise `BadInput` for what is not made of vectors of a length that the function takes."""
        if not shape:
            raise BadInput(f"{self.name} takes vectors, got one number. Give several, such as 2,1,0.1.")
        if shape[-1] == 0:
            raise BadInput(f"{self.name} takes vectors of at least one number, got an empty one")
        self.check_length(shape[-1])

    def check_length(self, length: int) -> None:
        """Raise `BadInput` for a length that the function does not take."""

    def value(self, x: Any) -> np.ndarray:
        raise NotImplementedError

    def jacobian(self, x: Any) -> np.ndarray:
        raise NotImplementedError

    def truth(self, x: list[Any]) -> list[Any]:
        """The output for numbers of mpmath, straight from the definition: what the closed form is held against."""
        raise NotImplementedError


class RandomLayer(Entry):
    """A layer that draws random numbers in training and none in evaluation; equal seeds draw equal numbers.

    `train` and `evaluate` take arrays of any shape; `mean` and `variance` are those of `train` over all seeds.
    """

    kind = "random layer"
    formula: ClassVar[str]
    drawn: ClassVar[str] = ""  # what is random, in words

    def train(self, x: Any) -> np.ndarray:
        """The output in training, where the numbers drawn are those of the seed."""
        values, dtype = floats(x)
        return np.asarray(self.draw(values, np.random.default_rng(int(self.seed))), dtype)[()]

    def evaluate(self, x: Any) -> np.ndarray:
        """The output in evaluation."""
        values, dtype = floats(x)
        return np.asarray(self.settled(values), dtype)[()]

    def draw(self, x: np.ndarray, random: np.random.Generator) -> np.ndarray:
        raise NotImplementedError

    def settled(self, x: np.ndarray) -> np.ndarray:
        """By default the input itself."""
        return x

    def mean(self, x: Any) -> np.ndarray | None:
        """The mean of the output in training, None where it has no closed form."""
        raise NotImplementedError

    def variance(self, x: Any) -> np.ndarray | None:
        """The variance of the output in training, None where it has no closed form."""
        raise NotImplementedError


class VectorLoss(Entry):
    """A loss of a whole prediction against a whole target, such as a cross-entropy.

    `evaluate` takes predictions of shape (…, n) and targets of the same shape, or of shape (…) where the target is the
    number of a class, and gives one number per vector; `gradient` gives the derivative with respect to the prediction.
    An entry writes `loss` and `slope` for float64 arrays of one shape.
    """

    kind = "vector loss"
    formula: ClassVar[str]
    takes: ClassVar[str] = "logits"  # what a prediction is: logits, probabilities, log-probabilities, scores, vectors
    target: ClassVar[str] = "distribution"  # distribution, class, labels (−1 or 1), multilabel (0 or 1), vector
    example: ClassVar[tuple[tuple[float, ...], tuple[float, ...]]] = ((2.0, 1.0, 0.1), (1.0, 0.0, 0.0))

    def evaluate(self, prediction: Any, target: Any, reduction: str = "none") -> np.ndarray:
        """The loss of every vector, or their sum, mean, or sum over the number of vectors.

        Raises `BadInput` for shapes that do not match and targets that are not allowed, `BadOption` for an unknown
        reduction.
        """
        prediction, target, dtype = self.pair(prediction, target)
        with np.errstate(all="ignore"):
            losses = np.asarray(self.loss(prediction, target) + 0.0)
        return np.asarray(self.reduced(losses, target, reduction), dtype)[()]

    def gradient(self, prediction: Any, target: Any, reduction: str = "none") -> np.ndarray:
        """The derivative of the loss with respect to the prediction; of the reduced loss where there is a reduction."""
        prediction, target, dtype = self.pair(prediction, target)
        with np.errstate(all="ignore"):
            slopes = self.slope(prediction, target) * self.share(target, reduction)[..., None]
        return np.asarray(slopes + 0.0, dtype)[()]

    def loss(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def slope(self, prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def parts(self, prediction: Any, target: Any) -> dict[str, np.ndarray]:
        """What a reader wants to see on the way, such as probabilities; by the names of table columns."""
        return {}

    def truth(self, prediction: list[Any], target: list[Any]) -> Any:
        """The loss for numbers of mpmath, straight from the definition: what the closed form is held against."""
        raise NotImplementedError

    def weights(self, target: np.ndarray) -> np.ndarray:
        """What each vector counts in a mean."""
        return np.ones(target.shape[:-1] if self.target != "class" else target.shape)

    def share(self, target: np.ndarray, reduction: str) -> np.ndarray:
        """What the loss of each vector counts in the reduced one."""
        if reduction not in REDUCTIONS:
            near = suggestion(str(reduction), REDUCTIONS)
            raise BadOption(f"unknown reduction {quoted(str(reduction))}.{near} Allowed: {', '.join(REDUCTIONS)}.")
        weights = self.weights(target)
        counts = {"mean": np.sum(weights), "batchmean": weights.size}
        return np.full(weights.shape, 1.0 / counts[reduction] if reduction in counts else 1.0)

    def reduced(self, losses: np.ndarray, target: np.ndarray, reduction: str) -> np.ndarray:
        share = self.share(target, reduction)
        return losses if reduction == "none" else np.sum(losses * share)

    def pair(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
        """Both as float64 arrays of shapes that belong together, and the dtype of the answer."""
        (prediction, first), (target, _) = floats(prediction), floats(target)
        wanted = prediction.shape[:-1] if self.target == "class" else prediction.shape
        if not prediction.shape or prediction.shape[-1] == 0:
            raise BadInput(f"{self.name} takes vectors of at least one number, got shape {prediction.shape}")
        if target.shape != wanted:
            raise BadInput(
                f"{self.name}: predictions of shape {prediction.shape} need targets of shape {wanted}, "
                f"got {target.shape}"
            )
        self.check_target(prediction, target)
        return prediction, target, first

    def check_target(self, prediction: np.ndarray, target: np.ndarray) -> None:
        """Raise `BadInput` for targets that the loss does not take."""
        if self.target == "class":
            self.check_class(prediction, target)
        if self.target == "labels" and not np.all(np.abs(target) == 1):
            raise BadInput(f"{self.name}: every target must be -1 or 1")
        if self.target == "multilabel" and not np.all((target == 0) | (target == 1)):
            raise BadInput(f"{self.name}: every target must be 0 or 1")

    def check_class(self, prediction: np.ndarray, target: np.ndarray) -> None:
        classes = prediction.shape[-1]
        wrong = ~((target >= 0) & (target < classes) & (target == np.floor(target)))
        if np.any(wrong):
            given = target[wrong].flat[0]
            raise BadInput(f"{self.name}: a class must be a whole number from 0 to {classes - 1}, got {given:g}")
