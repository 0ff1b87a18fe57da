"""What a loss of one natural variable is, and how a prediction and a target make that variable."""

from typing import Any, ClassVar, Self

import numpy as np

from ...errors import BadInput
from ...numerics.arrays import floats
from ...numerics.plain import digits_for, to_digits
from ..call import ROWS, Reduction
from .forms import LETTERS, LOGIT, SIGMOID, Inner
from .functions import Function
from .reductions import divisor

TAIL = np.array([5.0, 10.0, 20.0, 40.0])  # predictions at which a loss that falls for ever still falls
Pair = tuple[float, float]


class Loss(Function):
    """A function of one natural variable that a prediction and its target make.

    `evaluate` and `gradient` take predictions and targets that broadcast against each other, and give an array of numpy
    of the shape of both, or a scalar of it where it is one number; it is float32 where both are, and float64 for all
    other real numbers; `exact=False` is that of functions. A kind of losses writes `losses`, `slopes` and both at once,
    for every pair.
    """

    kind = "loss"
    usually_in = ("torch", "keras", "tf", "optax")
    of_normal = False
    target_kind: ClassVar[str] = "vector"  # of the numbers that predictions are aimed at: vector, labels or shares
    of_classes: ClassVar[bool] = False  # whether a target may be the label of one of two classes
    of_difference: ClassVar[bool] = False  # whether only prediction − target matters
    other_target: ClassVar[float] = 2.0  # one that it takes beside 1
    usual_plane: ClassVar[tuple[Pair, Pair]] = ((0.25, 5.0), (0.25, 5.0))  # predictions and targets to show it over

    def evaluate(
        self, prediction: Any, target: Any, reduction: str | Reduction | None = None, *, exact: bool = True
    ) -> np.ndarray:
        """Loss of each prediction against its target, or their sum, mean, or sum over the number of rows.

        Without a reduction it is the one that a framework's call named, or none. Raises `BadInput` for targets that
        the loss does not take, `BadOption` for an unknown reduction.
        """
        how = self.call.reducing(reduction)
        with to_digits(exact):
            losses = _averaged(self.losses(prediction, target), how)
        if how.how == "none":
            return losses
        with np.errstate(all="ignore"):  # no losses have no mean
            total = np.sum(losses, dtype=np.float64) / _divisor(losses, how.how)
            return np.asarray(total, losses.dtype)[()]

    def gradient(
        self, prediction: Any, target: Any, reduction: str | Reduction | None = None, *, exact: bool = True
    ) -> np.ndarray:
        """Derivative with respect to the prediction; of the reduced loss where there is a reduction."""
        how = self.call.reducing(reduction)
        with to_digits(exact):
            slopes = self.slopes(prediction, target)
        if how.over == ROWS and np.ndim(slopes):
            slopes = slopes / np.shape(slopes)[-1]
        return slopes if how.how == "none" else slopes / _divisor(_averaged(slopes, how), how.how)

    def parts(self, prediction: Any, target: Any) -> dict[str, np.ndarray]:
        """What a reader wants to see on the way, by the names of table columns: of such a loss nothing."""
        return {}

    def doubt(self, target: Any, prediction: Any = None) -> str:
        """A sentence for a user where a prediction is outside what the loss is made for, such as logarithms."""
        low, high = self.domain
        values, _ = floats(0.0 if prediction is None else prediction)
        wrong = values[(values < low) | (values > high)]
        if prediction is None or not wrong.size:
            return ""
        ends = f"from {low:g} to {high:g}" if np.isfinite([low, high]).all() else f"of at least {low:g}"
        return f"{self.name} takes a {self.variable} {ends}, got {wrong.flat[0]:g}. See 'actplot show {self.name}'."

    @property
    def only_targets(self) -> str:
        """Which targets there are, in words, where there are none between them."""
        return next((p.constraint for p in self.declared if p.name == "target" and p.one_of), "")

    @property
    def takes_target(self) -> bool:
        """Whether it depends on a target at all."""
        return any(parameter.name == "target" for parameter in self.declared)

    @property
    def falls_for_ever(self) -> bool:
        """Whether the right class, given with more certainty, always costs less."""
        if not self.of_classes:
            return False
        with np.errstate(all="ignore"):
            right, other = self.slopes(TAIL, 1.0), self.slopes(-TAIL, self.other_target)
        return bool(np.all(right < 0) and np.all(other > 0))

    def targets(self, signs: np.ndarray) -> np.ndarray:
        """The targets of classes that are given as −1 and 1."""
        return (signs + 1) / 2

    def suitable(self, target: np.ndarray) -> np.ndarray:
        """Predictions that suit targets, as far as a first guess goes."""
        return 2 * target - 1

    is_soft: bool = False  # whether its target lies between two classes

    @property
    def forms(self) -> tuple[str, ...]:  # type: ignore[override]
        """The variables of which it is a function for a target that is a class; none of a loss of other numbers."""
        return tuple(over for over in LETTERS if self.inner(over, 1.0) is not None)

    def inner(self, over: str, sign: float) -> Inner | None:
        """How its own variable follows from another one, for a class of sign −1 or 1; None where it does not.

        The classes of scores are −1 and 1, those of probabilities 0 and 1.
        """
        return None

    def losses(self, prediction: Any, target: Any) -> np.ndarray:
        raise NotImplementedError

    def slopes(self, prediction: Any, target: Any) -> np.ndarray:
        raise NotImplementedError

    def losses_and_slopes(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray]:
        """Both, which share their work where they can."""
        raise NotImplementedError


def _averaged(losses: np.ndarray, how: Reduction) -> np.ndarray:
    """The mean of each row where a framework takes it first."""
    if how.over != ROWS or not np.ndim(losses):
        return losses
    with np.errstate(all="ignore"):
        return np.asarray(np.mean(losses, axis=-1, dtype=np.float64), losses.dtype)[()]


def _divisor(each: np.ndarray, reduction: str) -> float:
    """A single row is one example."""
    return divisor(reduction, mean=np.size(each), batchmean=len(np.atleast_2d(each)))


def _pair(prediction: Any, target: Any, dtype: str = "") -> tuple[np.ndarray, np.ndarray, np.dtype]:
    """Both as float64 arrays of one shape, and the dtype that the answer shall have."""
    (prediction, first), (target, second) = (floats(numbers, dtype) for numbers in (prediction, target))
    try:
        prediction, target = np.broadcast_arrays(prediction, target)
    except ValueError:
        shapes = f"{prediction.shape} and {target.shape}"
        raise BadInput(f"prediction and target do not broadcast: their shapes are {shapes}") from None
    return prediction, target, np.result_type(first, second)


def _cast(numbers: Any, dtype: np.dtype) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(numbers + 0.0).astype(dtype, copy=False)[()]  # + 0.0: no -0.0


class ResidualLoss(Loss):
    """A loss ψ(r) of the residual r = prediction − target."""

    topics = ("regression",)

    variable = "residual"
    letter = "r"
    of_difference = True
    takes_target = True
    usual_plane = ((-3.0, 3.0), (-3.0, 3.0))

    def inner(self, over: str, sign: float) -> Inner | None:
        """The prediction is the score beside margins and logits, and the probability beside probabilities."""
        forms = {
            "margin": Inner(sign, -sign),
            "logit": Inner(shift=-sign),
            "probability": Inner(shift=-(1 + sign) / 2),
            "residual": Inner(),
        }
        return forms[over]

    def suitable(self, target: np.ndarray) -> np.ndarray:
        return target

    def losses(self, prediction: Any, target: Any) -> np.ndarray:
        residual, dtype = self._residuals(prediction, target)
        with digits_for(dtype):
            return _cast(self.value(residual), dtype)

    def slopes(self, prediction: Any, target: Any) -> np.ndarray:
        residual, dtype = self._residuals(prediction, target)
        with digits_for(dtype):
            return _cast(self.derivative(residual), dtype)

    def losses_and_slopes(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray]:
        residual, dtype = self._residuals(prediction, target)
        with digits_for(dtype):
            value, slope = self.value_and_slope(residual)
        return _cast(value, dtype), _cast(slope, dtype)

    def _residuals(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.dtype]:
        prediction, target, dtype = _pair(prediction, target, self.call.dtype)
        with np.errstate(all="ignore"):
            return prediction - target, dtype


class MarginLoss(Loss):
    """A loss ψ(m) of the margin m = y·s, for a score s and a target y of −1 or 1."""

    topics = ("classification",)

    variable = "margin"
    letter = "m"
    target_kind = "labels"
    of_classes = True
    other_target = -1.0
    only_targets = "-1 or 1"
    takes_target = True

    def inner(self, over: str, sign: float) -> Inner | None:
        """The residual is that of the score."""
        forms = {
            "margin": Inner(),
            "logit": Inner(sign),
            "probability": Inner(sign, (1 - sign) / 2, LOGIT),
            "residual": Inner(sign, 1.0),
        }
        return forms[over]

    def targets(self, signs: np.ndarray) -> np.ndarray:
        return signs

    def signs_of(self, target: np.ndarray) -> np.ndarray:
        """Targets as −1 and 1, of a framework that takes others."""
        return target

    def suitable(self, target: np.ndarray) -> np.ndarray:
        return target

    def losses(self, prediction: Any, target: Any) -> np.ndarray:
        score, sign, dtype = self._scores(prediction, target)
        with digits_for(dtype):
            return _cast(self.value(sign * score), dtype)

    def slopes(self, prediction: Any, target: Any) -> np.ndarray:
        score, sign, dtype = self._scores(prediction, target)
        with digits_for(dtype):
            return _cast(sign * self.derivative(sign * score), dtype)

    def losses_and_slopes(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray]:
        score, sign, dtype = self._scores(prediction, target)
        with digits_for(dtype):
            value, slope = self.value_and_slope(sign * score)
        return _cast(value, dtype), _cast(sign * slope, dtype)

    def _scores(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray, np.dtype]:
        prediction, target, dtype = _pair(prediction, target, self.call.dtype)
        target = self.signs_of(target)
        if not np.all(np.abs(target) == 1):
            raise BadInput(f"{self.name}: a target must be -1 or 1; map labels 0 and 1 with 2*label - 1")
        return prediction, target, dtype


class TargetLoss(Loss):
    """A loss whose shape depends on the target, which it carries as a parameter."""

    def __init__(self, *values: float, **named: float) -> None:
        super().__init__(*values, **named)
        given = [parameter.name for parameter in self.declared][: len(values)]
        vars(self)["is_aimed"] = "target" in (*given, *named)

    def as_aimed(self) -> Self:
        text = str(self)
        if not self.is_aimed or not self.classes or "target" in self.set_parameters:
            return self
        return self.altered(all_words=(f"{text}{':' if text == self.name else ','}target={self.numbers['target']:g}",))

    @property
    def classes(self) -> tuple[float, ...]:
        """The targets that two classes have, the higher first; none where a target is no class."""
        declared = [parameter for parameter in self.declared if parameter.name == "target"]
        if any((one.at_least, one.at_most) == (0, 1) for one in declared):
            return (1.0, 0.0)
        return tuple(sorted((float(target) for one in declared for target in one.one_of), reverse=True))

    def by_target(self) -> tuple[Self, ...]:
        return (self,) if self.is_aimed or not self.classes else tuple(map(self.aimed_at, self.classes))

    def inner(self, over: str, sign: float) -> Inner | None:
        """Over the variable itself whatever the target, over others for a target that is a class."""
        return Inner() if over == self.variable else self.of_class(over, sign)

    def of_class(self, over: str, sign: float) -> Inner | None:
        """The same over another variable, which a kind knows that has classes."""
        return None

    @property
    def is_soft(self) -> bool:  # type: ignore[override]
        """Whether its target lies between two classes."""
        return bool(self.classes) and self.numbers["target"] not in self.classes

    def losses(self, prediction: Any, target: Any) -> np.ndarray:
        loss, prediction, dtype = self._at_target(target, prediction)
        with digits_for(dtype):
            return _cast(loss.value(prediction), dtype)

    def slopes(self, prediction: Any, target: Any) -> np.ndarray:
        loss, prediction, dtype = self._at_target(target, prediction)
        with digits_for(dtype):
            return _cast(loss.derivative(prediction), dtype)

    def losses_and_slopes(self, prediction: Any, target: Any) -> tuple[np.ndarray, np.ndarray]:
        loss, prediction, dtype = self._at_target(target, prediction)
        with digits_for(dtype):
            value, slope = loss.value_and_slope(prediction)
        return _cast(value, dtype), _cast(slope, dtype)

    def _at_target(self, target: Any, prediction: Any) -> tuple[Function, np.ndarray, np.dtype]:
        prediction, target, dtype = _pair(prediction, target, self.call.dtype)
        declared = next(parameter for parameter in self.declared if parameter.name == "target")
        if not declared.accepts(target):
            raise BadInput(f"{self.name}: every target must be {declared.constraint}")
        loss: Function = self.aimed_at(target)
        return (loss.in_float32() if dtype == np.float32 else loss), prediction, dtype

    def aimed_at(self, target: Any) -> Self:
        """The same loss of another target, or of an array of them, with which its closed forms broadcast."""
        return self.altered(target=target)


class LogitLoss(TargetLoss):
    """A loss of the logit z, for a target y from 0 to 1."""

    topics = ("classification",)

    variable = "logit"
    letter = "z"
    target_kind = "shares"
    of_classes = True
    other_target = 0.0
    usual_plane = ((-5.0, 5.0), (0.0, 1.0))

    def of_class(self, over: str, sign: float) -> Inner | None:
        """The residual is that of the score, as a loss of the margin has it."""
        if over == "probability":
            return Inner(link=LOGIT)
        return None if self.is_soft else Inner(sign) if over == "margin" else Inner(shift=sign)


class ProbabilityLoss(TargetLoss):
    """A loss of the predicted probability p of class 1, for a target y from 0 to 1."""

    topics = ("classification",)

    variable = "probability"
    letter = "p"
    target_kind = "shares"
    usual_plane = ((0.005, 0.995), (0.0, 1.0))
    domain = (0.0, 1.0)
    interval = (0.0, 1.0)

    def of_class(self, over: str, sign: float) -> Inner | None:
        """The residual is that of the probability."""
        if over == "logit":
            return Inner(link=SIGMOID)
        if over == "residual":
            return Inner(shift=self.numbers.get("target", 1.0))
        return None if self.is_soft else Inner(sign, link=SIGMOID)

    def mirrored(self) -> "ProbabilityLoss":
        """What it is as a function of 1 − p."""
        return self.aimed_at(1.0 - self.numbers["target"])
