"""What a framework computes of probabilities where it clips, floors or labels them otherwise than the catalogue."""

import numpy as np

from ....catalogue.kinds.functions import Function, Interval, param
from ....catalogue.losses.focal import BinaryFocal, SigmoidFocal
from ....catalogue.losses.margins import Hinge, SquaredHinge
from ....catalogue.losses.probabilities import BinaryCrossEntropy, smoothed
from ....catalogue.registry import lookup
from ....numerics import jets
from .functions import CLIPPED, KERAS_EPSILON, SINGLE_CLIPPED, variant

_PROBABILITY = "clip(x, 1e-7, 1 - 1e-7)"
_SMOOTH = "(target*(1 - label_smoothing) + label_smoothing/2)"
LARGEST_LOG = 100.0  # the size at which PyTorch's BCELoss clamps each logarithm
SMALLEST_PRODUCT = float(np.float32(1e-12))  # the floor of p·(1 − p) in its gradient


@variant
class TorchBinaryCrossEntropy(BinaryCrossEntropy):
    """The binary cross-entropy with each logarithm clamped at −100."""

    formula = "-target*max(log(x), -100) - (1 - target)*max(log(1 - x), -100)"
    slope_stated = f"(x - target)/max(x*(1 - x), {SMALLEST_PRODUCT!r})"
    convention = "f′ = (p − target)/max(p·(1 − p), 1e-12), which is finite at p = 0 and p = 1, unlike f's own slope."
    formulas_given = {}

    @property
    def breaks(self):
        return () if np.all(np.equal(self.target, 0)) else (float(np.exp(-LARGEST_LOG)),)

    @property
    def bounds(self):
        return Interval(super().bounds.low, LARGEST_LOG * max(self.target, 1 - self.target), "[]")

    def value(self, x):
        logs = np.maximum(np.log(x), -LARGEST_LOG), np.maximum(np.log1p(-x), -LARGEST_LOG)
        return -self.target * logs[0] - (1 - self.target) * logs[1]

    def derivative(self, x):
        return (x - self.target) / np.maximum(x * (1 - x), SMALLEST_PRODUCT)

    def second_derivative(self, x):
        return np.where(x * (1 - x) < SMALLEST_PRODUCT, 1 / SMALLEST_PRODUCT, super().second_derivative(x))


class _Clipped:
    """What Keras' losses of a probability share: both ends at which it is clipped, in float32 rounded to that."""

    _single = False

    def in_float32(self):
        return self.altered(_single=True)

    @property
    def breaks(self):
        return SINGLE_CLIPPED if self._single else CLIPPED

    @property
    def _clipped_logs(self):
        """log p and log(1 − p) at the lower end, then at the upper one."""
        low, rest = self.breaks[0], self._rest
        return (np.log(low), np.log1p(-low)), (np.log1p(-rest), np.log(rest))

    @property
    def _rest(self):
        """What the upper end leaves of 1: 1e-7, for the float64 is just above 1 − 1e-7, of which it has the value."""
        return 1 - self.breaks[1] if self._single else KERAS_EPSILON


@variant
class KerasBinaryCrossEntropy(_Clipped, BinaryCrossEntropy):
    """The binary cross-entropy of a probability that is first clipped to [1e-7, 1 − 1e-7]."""

    formula = f"-target*log({_PROBABILITY}) - (1 - target)*log(1 - {_PROBABILITY})"
    formulas_given = {
        "label_smoothing": f"-(target*(1 - label_smoothing) + label_smoothing/2)*log({_PROBABILITY})"
        f" - ((1 - target)*(1 - label_smoothing) + label_smoothing/2)*log(1 - {_PROBABILITY})"
    }
    convention = "f′ = 0 where p is clipped; at 1e-7 and 1 − 1e-7 the slope from inside. f″ = 0 there."

    @property
    def bounds(self):
        ends = [float(self.value(x)) for x in (0.0, 1.0)]
        return Interval(float(self.value(np.clip(self._positive, *CLIPPED))), max(ends), "[]")

    def value(self, x):
        start, end = self.breaks
        low, high = (-self._positive * p - self._negative * q for p, q in self._clipped_logs)
        return np.where(x < start, low, np.where(x >= end, high, super().value(x)))

    def derivative(self, x):
        start, end = self.breaks
        return np.where((x < start) | (x > end), 0.0, super().derivative(x))

    def second_derivative(self, x):
        start, end = self.breaks
        return np.where((x <= start) | (x >= end), 0.0, super().second_derivative(x))


@variant
class TensorflowLogLoss(BinaryCrossEntropy):
    """The binary cross-entropy with a small number added inside each logarithm."""

    epsilon: float = param(1e-7, "what is added inside each logarithm", symbol="ε", at_least=0)

    convention = "At p = 0 and p = 1 the limits from inside."
    note = "Finite everywhere: at most −log ε for a certain wrong prediction, and a little below 0 for a right one."
    strengths = ("No prediction costs infinitely much.",)

    formula = "-target*log(x + epsilon) - (1 - target)*log(1 - x + epsilon)"
    formulas_given = {}

    def plain(self):
        """The entry of the catalogue that it is where nothing is added."""
        return None if self.epsilon else lookup("binary_cross_entropy")(target=self.target)

    @property
    def bounds(self):
        lowest = self.target + (2 * self.target - 1) * self.epsilon
        return Interval(float(self.value(np.clip(lowest, 0, 1))), max(float(self.value(x)) for x in (0.0, 1.0)), "[]")

    def compose(self, x):
        positive, negative = jets.log(x + self.epsilon), jets.log1p(self.epsilon - x)
        return -positive * self.target - negative * (1 - self.target)

    value, derivative, second_derivative = Function.value, Function.derivative, Function.second_derivative


@variant
class KerasBinaryFocal(_Clipped, BinaryFocal):
    """The focal loss of a probability, which is clipped inside the logarithm alone."""

    alpha: float = param(0.25, "weight of class 1, where classes are balanced", symbol="α", at_least=0, at_most=1)
    apply_class_balancing: float = param(0, "1 to use alpha", symbol="b", one_of=(0, 1))
    label_smoothing: float = param(0, "share of the target given to both classes", symbol="s", at_least=0, at_most=1)

    formula = (
        f"(1 - apply_class_balancing + apply_class_balancing*({_SMOOTH}*alpha + (1 - {_SMOOTH})*(1 - alpha)))"
        f"*(1 - {_SMOOTH}*x - (1 - {_SMOOTH})*(1 - x))^gamma"
        f"*(-{_SMOOTH}*log({_PROBABILITY}) - (1 - {_SMOOTH})*log(1 - {_PROBABILITY}))"
    )
    formulas_given = {}
    convention = "Where p is clipped, the logarithm has slope 0; the factor (1 − pₜ)^γ keeps its own."

    @property
    def bounds(self):
        return Interval(self._least(0.0, 1.0), max(float(self.value(x)) for x in (0.0, 1.0)), "[]")

    def compose(self, x):
        smooth = smoothed(self.target, self.label_smoothing)
        start, end = self.breaks
        inside = (x.point >= start) & (x.point <= end)
        clipped = zip(*self._clipped_logs, strict=True)
        far, near = (jets.where(x.point < 0.5, low + 0.0 * x, high + 0.0 * x) for low, high in clipped)
        top = x.point == end  # with the slope from inside
        left = jets.constant("1e-7") if self._rest == KERAS_EPSILON else self._rest
        rest = jets.where(top, left + (end - x), 1.0 - x)
        log = jets.where(top, jets.log1p(-rest), jets.log(x))
        logs = jets.where(inside, log, far), jets.where(inside, jets.log(rest), near)
        entropy = logs[0] * -smooth - logs[1] * (1 - smooth)
        balance = self.apply_class_balancing
        weight = 1 - balance + balance * (smooth * self.alpha + (1 - smooth) * (1 - self.alpha))
        missing = x * (1 - smooth) + (1.0 - x) * smooth
        return jets.power(missing, self.gamma) * entropy * weight

    value, derivative, second_derivative = Function.value, Function.derivative, Function.second_derivative


class _LabelsOfZero:
    """What Keras' hinge losses take: labels 0 and 1 for −1 and 1, where there are no others."""

    only_targets = "-1 or 1, or 0 or 1"

    def signs_of(self, target):
        return 2 * target - 1 if np.all((target == 0) | (target == 1)) else target


@variant
class KerasHinge(_LabelsOfZero, Hinge):
    """Nothing for margins of at least 1, and the missing distance below, of labels that may be 0 and 1."""


@variant
class KerasSquaredHinge(_LabelsOfZero, SquaredHinge):
    """The square of the hinge loss, of labels that may be 0 and 1."""


@variant
class KerasSigmoidFocal(SigmoidFocal):
    """The focal loss of a logit under Keras' arguments."""

    alpha: float = param(0.25, "weight of class 1, where classes are balanced", symbol="α", at_least=0, at_most=1)
    apply_class_balancing: float = param(0, "1 to use alpha", symbol="b", one_of=(0, 1))
    label_smoothing: float = param(0, "share of the target given to both classes", symbol="s", at_least=0, at_most=1)

    formula = (
        f"(1 - apply_class_balancing + apply_class_balancing*({_SMOOTH}*alpha + (1 - {_SMOOTH})*(1 - alpha)))"
        f"*({_SMOOTH}*sigmoid(-x) + (1 - {_SMOOTH})*sigmoid(x))^gamma*(log(1 + exp(x)) - {_SMOOTH}*x)"
    )
    formulas_given = {}

    def plain(self):
        """The entry of the catalogue that it is for all targets, which smoothing would change."""
        if self.label_smoothing:
            return None
        return lookup("sigmoid_focal")(target=self.target, gamma=self.gamma, alpha=self._alpha)

    @property
    def _alpha(self):
        return self.alpha if self.apply_class_balancing else None

    @property
    def _of_smoothed(self):
        target = smoothed(self.target, self.label_smoothing)
        return lookup("sigmoid_focal")().altered(target=target, gamma=self.gamma, alpha=self._alpha)

    @property
    def bounds(self):
        return self._of_smoothed.bounds

    @property
    def asymptotes(self):
        return self._of_smoothed.asymptotes

    def compose(self, x):
        return SigmoidFocal.compose(self._of_smoothed, x)
