"""What a framework computes where it is not the function of the catalogue: switches, floors and clipped arguments."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ....catalogue.activations.rectified_variants import ReluGeneral
from ....catalogue.activations.smooth import Softplus
from ....catalogue.entry import Text
from ....catalogue.kinds.functions import LINE, REALS, Asymptote, Function, Interval, param
from ....catalogue.losses.likelihoods import STIRLING, GaussianNll, PoissonNllRate, stirling
from ....catalogue.losses.relative import MeanSquaredLogarithmicError
from ....catalogue.losses.residuals import SmoothL1
from ....catalogue.parameter import declared_parameters
from ....catalogue.registry import lookup
from ....errors import BadParameter
from ....numerics import jets
from ....numerics.search import halved

KERAS_EPSILON = 1e-7
CLIPPED = (KERAS_EPSILON, 1 - KERAS_EPSILON)
SINGLE_CLIPPED = (float(np.float32(CLIPPED[0])), float(np.float32(CLIPPED[1])))


@lru_cache(maxsize=64)
def last_below(factor: float, least: float) -> float:
    """The last float before a product with a factor, as floats round it, exceeds a number; infinite if none does.

    It is the largest one for a positive factor, and the smallest one for a negative factor.
    """
    side, largest = np.sign(factor), np.finfo(np.float64).max
    if least == 0:
        return 0.0
    with np.errstate(all="ignore"):
        reach = abs(least) * 2.0**-50 + 2 * math.ulp(0.0)  # by which a product may be rounded
        low, high = np.clip([(least - reach) / abs(factor), (least + reach) / abs(factor)], -largest, largest)
        if abs(factor) * high <= least:
            return side * math.inf
        if abs(factor) * low > least:
            return -side * math.inf
        below, _ = halved([low], [high], lambda _, middle, __: np.where(abs(factor) * middle > least, -1, 1))
    return float(side * below[0])


def variant(cls: type[Function]) -> type[Function]:
    """Make a class a dataclass like an entry, without a place in the catalogue."""
    cls = dataclass(init=False, repr=False, eq=False)(cls)
    cls.declared = declared_parameters(cls)
    return cls


@variant
class TorchSoftplus(Softplus):
    """A softplus that is x itself beyond a threshold."""

    threshold: float = param(20, "value of βx beyond which the result is x", symbol="c")

    formula = "where(beta*x > threshold, x, log(1 + exp(beta*x))/beta)"
    convention = "Up to βx = threshold the softplus, beyond it the line; f″ = 0 at the switch."
    note = "Its derivative is σ(βx) up to the switch, where f jumps by log(1 + e^(−threshold))/β, and 1 beyond."

    summary = ""
    decides_in_floats = True
    _precision = np.float64  # in which the product is compared

    def in_float32(self):
        return self.altered(_precision=np.float32)

    @property
    def _switch(self):
        return last_below(self.beta, self.threshold)

    @property
    def breaks(self):
        return (self._switch,) if np.isfinite(self._switch) else ()

    @property
    def bounds(self):
        if self._switch == -np.sign(self.beta) * np.inf:  # it is x itself everywhere
            return REALS
        return Interval(min(0.0, self._switch)) if self.beta > 0 else Interval(high=max(0.0, self._switch))

    @property
    def asymptotes(self):
        return (LINE, LINE) if self._switch == -np.sign(self.beta) * np.inf else super().asymptotes

    def _is_line(self, x):
        factor, least = self._precision(self.beta), self._precision(self.threshold)
        factor = factor if least else np.sign(factor)  # a product that is too small for a float would be 0
        return factor * x.astype(self._precision) > least

    def value(self, x):
        line, curve = self._is_line(x), super().value(x)
        return np.where(line, x, curve) if np.any(line) else curve

    def derivative(self, x):
        return np.where(self._is_line(x), 1.0, super().derivative(x))

    def second_derivative(self, x):
        return np.where(self._is_line(x) | (x == self._switch), 0.0, super().second_derivative(x))


@variant
class KerasRelu(ReluGeneral):
    """Keras' relu with all its arguments, which is 0 and not x at its threshold."""

    formula = "where(x > threshold, x, negative_slope*(x - threshold))"
    convention = (
        "f(threshold) = 0 and f′(threshold) = 0; f′(max_value) = 1, but 0 for max_value = 6 with threshold = 0, as "
        "Keras on TensorFlow takes them."
    )
    formulas_given = {"max_value": "where(x > threshold, max(0, min(x, max_value)), negative_slope*(x - threshold))"}

    @property
    def jumps(self):
        """Whether what is passed on begins anywhere but at 0."""
        first = self.threshold if self.max_value is None else max(0.0, min(self.threshold, self.max_value))
        return first != 0

    def validate(self):
        """Keras takes a cap on any side of the threshold, and below 0, where nothing is left above the threshold."""

    def plain(self):
        """The entry of the catalogue that these arguments make, if there is one."""
        if self.threshold == 0 and self.max_value is None:
            return lookup("leaky_relu")(negative_slope=self.negative_slope) if self.negative_slope else lookup("relu")()
        plain = (self.threshold, self.max_value, self.negative_slope) == (0, 6, 0)
        return lookup("relu6")() if plain else None

    @property
    def _cap(self):
        return np.inf if self.max_value is None else self.max_value

    @property
    def breaks(self):
        ends = (0.0, self._cap) if 0 < self._cap < np.inf else ()
        beside = self.value(np.nextafter(self.threshold, np.inf))  # a constant: 0 from here on, or the cap
        at_once = self.max_value is not None and (self.threshold < 0 or self._cap <= self.threshold)
        flat = at_once and self.negative_slope == 0 and beside == 0
        return (*(() if flat else (self.threshold,)), *(end for end in ends if end > self.threshold))

    @property
    def asymptotes(self):
        capped = LINE if self.max_value is None else Asymptote(0, max(0.0, self.max_value))
        return (super().asymptotes[0], capped)

    @property
    def bounds(self):
        ends = [self.asymptotes[0].limit(-1, 0), self.asymptotes[1].limit(1, 0), self.value(self.breaks)]
        beside = self.value(np.nextafter(self.breaks, np.inf))
        low, high = (float(pick(np.hstack([*ends, beside]))) for pick in (np.min, np.max))
        ends = ("[" if np.isfinite(low) else "(") + ("]" if np.isfinite(high) else ")")
        return Interval(low, high, ends)

    def value(self, x):
        low = -np.inf if self.max_value is None else 0.0
        capped = np.maximum(np.minimum(x, self._cap), low)
        return np.where(x > self.threshold, capped, self.negative_slope * (x - self.threshold))

    def derivative(self, x):
        like_relu6 = self.threshold == 0 and self.max_value == 6
        low = -np.inf if self.max_value is None else 0.0
        passed = (low < self._cap) & (x >= low) & ((x < self._cap) if like_relu6 else (x <= self._cap))
        return np.where(x > self.threshold, passed, np.where(x < self.threshold, self.negative_slope, 0.0))

    def second_derivative(self, x):
        return np.zeros_like(x)


@variant
class TorchSmoothL1(SmoothL1):
    """A smooth_l1 that takes beta = 0 for the absolute error."""

    beta: float = param(1, "residual at which the line takes over", symbol="β", at_least=0)

    def plain(self):
        """The entry of the catalogue that it is for every beta."""
        return lookup("smooth_l1")(beta=self.beta) if self.beta else lookup("mae")()


@variant
class KerasMsle(MeanSquaredLogarithmicError):
    """The squared difference of logarithms, with prediction and target raised to at least 1e-7."""

    target: float = param(1, "the number that is aimed at", symbol="t")

    domain = (-np.inf, np.inf)
    formula = "(log(1 + max(x, 1e-7)) - log(1 + max(target, 1e-7)))^2"
    breaks = (KERAS_EPSILON,)
    convention = "f′ = 0 below p = 1e-7; at 1e-7 the slope from the right, and f″ = 0."
    note = "Per element; the mean over elements is the MSLE. Prediction and target are raised to at least 1e-7."
    weaknesses = (
        "The gradient is exactly 0 for predictions below 1e-7.",
        "Not convex for p above e·(1 + target) − 1, where the gradient fades.",
    )

    @property
    def asymptotes(self):
        return (Asymptote(0, self._raised().value(np.full(np.shape(self.target), KERAS_EPSILON))), None)

    def _raised(self):
        return lookup("msle")().aimed_at(np.maximum(self.target, KERAS_EPSILON))

    def value(self, x):
        return self._raised().value(np.maximum(x, KERAS_EPSILON))

    def derivative(self, x):
        return np.where(x < KERAS_EPSILON, 0.0, self._raised().derivative(np.maximum(x, KERAS_EPSILON)))

    def second_derivative(self, x):
        return np.where(x <= KERAS_EPSILON, 0.0, self._raised().second_derivative(np.maximum(x, KERAS_EPSILON)))


@variant
class PoissonRateWithEpsilon(PoissonNllRate):
    """A poisson_nll_rate with a small number inside the logarithm."""

    eps: float = param(1e-8, "what is added inside the logarithm", symbol="ε", at_least=0)

    formula = "x - target*log(x + eps)"
    formulas_given = {"full": f"x - target*log(x + eps) + full*{STIRLING}"}
    note = Text(
        ("With Stirling's approximation of log t! for counts above 1.", lambda self: self.full),
        "eps keeps the loss finite at p = 0.",
    )
    convention = "At p = 0 the limits from inside."

    def plain(self):
        """The entry of the catalogue that it is where nothing is added."""
        return None if self.eps else lookup("poisson_nll_rate")(target=self.target, full=self.full)

    @property
    def bounds(self):
        return Interval(float(self.value(np.maximum(self.target - self.eps, 0.0))), ends="[)")

    def compose(self, x):
        loss = x - jets.log(x + self.eps) * self.target
        return loss + stirling(self.target) if self.full else loss

    value, derivative, second_derivative = Function.value, Function.derivative, Function.second_derivative


@variant
class TorchGaussianNll(GaussianNll):
    """A gaussian_nll that raises the variance to at least eps."""

    variance: float = param(1, "variance of the errors", symbol="v", at_least=0, aliases=("var",))
    eps: float = param(1e-6, "least variance", symbol="ε")

    def validate(self):
        """A variance of 0 needs something to be raised to."""
        if max(self.variance, self.eps) <= 0:
            raise BadParameter(f"{self.name}: eps must be above 0 where variance is 0, got {self.eps:g}")

    def plain(self):
        """The entry of the catalogue that it is."""
        return lookup("gaussian_nll")(variance=max(self.variance, self.eps), full=self.full)
