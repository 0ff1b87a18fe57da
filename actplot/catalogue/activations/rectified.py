"""Activations that pass positive inputs on and treat the others in another way."""

import numpy as np

from ...errors import BadParameter
from ...numerics.arrays import at_least_0, either
from ..entry import Sentences
from ..kinds.functions import LINE, REALS, ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register


@register
class Relu(Activation):
    """Passes positive inputs on and blocks the others."""

    name = "relu"
    topics = ("lecture", "vanishing gradient")
    display = "ReLU"
    aliases = ("ReLU", "rectifier", "rectified_linear")
    few_passes = True
    formula = "max(0, x)"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, x))"),
            Line("write the pieces", "D(where(x > 0, x, 0))"),
            Line("piece by piece", "where(x > 0, 1, 0)", "The slope of x is 1, that of the constant 0 is 0."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (ZERO, LINE)
    convention = "f′(0) = 0, as PyTorch, JAX and TensorFlow take it."
    note = "The default choice for hidden layers of convolutional networks."
    strengths = (
        "The gradient is exactly 1 for x > 0, so it does not vanish with depth there.",
        "Gives exact zeros, hence sparse representations, and costs one comparison.",
    )
    weaknesses = (
        "The gradient is exactly 0 for x < 0: a unit that never fires no longer learns (a dead unit).",
        "Outputs are not centred at zero.",
    )
    sources = (
        "Fukushima 1969, Visual feature extraction by a multilayered network, doi:10.1109/TSSC.1969.300225",
        "Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines, ICML 2010",
    )

    def value(self, x):
        return at_least_0(x)

    def derivative(self, x):
        return either(x > 0, 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Relu6(Activation):
    """A rectifier that stops at 6."""

    name = "relu6"
    topics = ("quantisation",)
    display = "ReLU6"
    aliases = ("ReLU6", "relu_6")
    interval = (-4.0, 10.0)
    few_passes = True
    formula = "min(max(0, x), 6)"
    breaks = (0.0, 6.0)
    bounds = Interval(0, 6, "[]")
    asymptotes = (ZERO, Asymptote(0, 6))
    convention = "f′(0) = f′(6) = 0, as PyTorch, JAX and TensorFlow take it."
    note = "The bound keeps activations within reach of low-precision arithmetic."
    strengths = ("A fixed output range, which quantises well.",)
    weaknesses = ("The gradient is exactly 0 on both sides of [0, 6].",)
    sources = (
        "Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10, University of Toronto",
        "Sandler et al. 2018, MobileNetV2: inverted residuals and linear bottlenecks, arXiv:1801.04381",
    )

    def value(self, x):
        return np.clip(x, 0.0, 6.0)

    def derivative(self, x):
        return either((x > 0) & (x < 6), 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


class _Leaky(Activation):
    """x above 0 and slope·x up to it, for an entry that gives `slope`."""

    slope: float

    @property
    def breaks(self):
        return () if self.slope == 1 else (0.0,)

    @property
    def bounds(self):
        return REALS if self.slope > 0 else Interval(0, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(self.slope, 0.0), LINE)

    def value(self, x):
        line = self.slope * x
        return np.maximum(x, line, out=line) if 0 <= self.slope <= 1 else either(x > 0, x, line)

    def derivative(self, x):
        return either(x > 0, 1.0, self.slope)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class LeakyRelu(_Leaky):
    """A rectifier that multiplies negative inputs by a fixed slope, usually a small one."""

    negative_slope: float = param(0.01, "slope for x < 0", symbol="a", aliases=("alpha", "slope"))

    name = "leaky_relu"
    topics = ("lecture", "vanishing gradient")
    display = "leaky ReLU"
    aliases = ("LeakyReLU", "lrelu")
    few_passes = True
    formula = "where(x > 0, x, negative_slope*x)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, x, negative_slope*x))"),
            Line("piece by piece", "where(x > 0, D(x), negative_slope*D(x))"),
            Line("derivative of x", "where(x > 0, 1, negative_slope)"),
        ),
    }
    convention = "f′(0) = negative_slope, as PyTorch and TensorFlow take it; JAX takes 1."
    note = "The default slope is 0.01 in PyTorch and JAX, 0.2 in TensorFlow and Keras, but 0.3 in Keras' layer."
    strengths = Sentences(
        ("The gradient is never 0, so no unit dies.", lambda self: self.negative_slope != 0),
        "As cheap as relu.",
        ("Gives exact zeros, as relu does.", lambda self: self.negative_slope == 0),
    )
    weaknesses = Sentences(
        "The slope has to be chosen.",
        ("Gives no exact zeros, and its negative outputs are unbounded.", lambda self: self.negative_slope > 0),
        ("The gradient is exactly 0 for x < 0, as that of relu: units can die.", lambda self: self.negative_slope == 0),
        ("Not monotone: negative inputs give positive outputs.", lambda self: self.negative_slope < 0),
        ("With the slope 1 it is the identity and adds no non-linearity.", lambda self: self.negative_slope == 1),
    )
    sources = (
        "Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models, ICML workshop",
    )

    @property
    def slope(self):
        return self.negative_slope


@register
class Prelu(_Leaky):
    """A leaky rectifier whose slope is learned with the weights."""

    weight: float = param(
        0.25, "slope for x < 0, learned in training", symbol="a", aliases=("alpha", "negative_slope", "init")
    )

    name = "prelu"
    display = "PReLU"
    aliases = ("PReLU", "parametric_relu")
    few_passes = True
    formula = "where(x > 0, x, weight*x)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, x, weight*x))"),
            Line("piece by piece", "where(x > 0, D(x), weight*D(x))"),
            Line("derivative of x", "where(x > 0, 1, weight)"),
        ),
    }
    convention = "f′(0) = weight, as PyTorch takes it; Keras takes 0 and Flax 1."
    note = "The default is PyTorch's initial slope; Keras starts at 0, Flax at 0.01."
    strengths = ("Learns how much of the negative side to keep, at almost no extra cost.",)
    weaknesses = Sentences(
        "A learned slope can overfit on little data.",
        (
            "As long as the slope is 0, the gradient is exactly 0 for x < 0, as that of relu.",
            lambda self: self.weight == 0,
        ),
        ("Not monotone: negative inputs give positive outputs.", lambda self: self.weight < 0),
        ("With the slope 1 it is the identity.", lambda self: self.weight == 1),
    )
    sources = ("He, Zhang, Ren and Sun 2015, Delving deep into rectifiers, arXiv:1502.01852",)

    @property
    def slope(self):
        return self.weight


@register
class Rrelu(_Leaky):
    """A leaky rectifier whose slope is drawn at random in training; this is its evaluation form."""

    lower: float = param(1 / 8, "lower end of the random slope", symbol="l")
    upper: float = param(1 / 3, "upper end of the random slope", symbol="u")

    name = "rrelu"
    display = "RReLU"
    aliases = ("RReLU", "randomized_leaky_relu")
    few_passes = True
    formula = "where(x > 0, x, (lower + upper)/2*x)"
    convention = "f′(0) = (lower + upper)/2, the mean slope, as PyTorch takes it."
    note = "In training each element draws its slope uniformly from lower to upper; evaluation takes the mean."
    strengths = Sentences(
        ("The random slope regularises.", lambda self: self.lower < self.upper), "In evaluation as cheap as relu."
    )
    weaknesses = Sentences(
        ("Training and evaluation compute different functions.", lambda self: self.lower < self.upper),
        ("Nothing is random where lower equals upper: it is leaky_relu.", lambda self: self.lower == self.upper),
        ("In evaluation the gradient is exactly 0 for x < 0, as that of relu.", lambda self: self.slope == 0),
        ("Not monotone in evaluation: negative inputs give positive outputs.", lambda self: self.slope < 0),
    )
    sources = ("Xu, Wang, Chen and Li 2015, Empirical evaluation of rectified activations, arXiv:1505.00853",)

    def validate(self):
        if self.lower > self.upper:
            raise BadParameter(f"rrelu: lower must be at most upper, got {self.lower:g} and {self.upper:g}")

    @property
    def envelope(self):
        return Rrelu(self.lower, self.lower), Rrelu(self.upper, self.upper)

    @property
    def slope(self):
        return self.lower / 2 + self.upper / 2  # halves first: the sum of two large ends would overflow


@register
class Threshold(Activation):
    """Passes on what lies above a threshold and replaces the rest by one value."""

    threshold: float = param(0, "largest input that is replaced", symbol="θ")
    replacement: float = param(0.5, "output up to the threshold", symbol="v", name="value", aliases=("default_value",))

    name = "threshold"
    aliases = ("Threshold",)
    few_passes = True
    formula = "where(x > threshold, x, value)"
    convention = (
        "f′(threshold) = 0, as PyTorch and TensorFlow take it; there is no derivative where the function jumps."
    )
    note = "relu where both parameters are 0; it jumps unless they are equal."
    strengths = Sentences(
        "Leaves inputs above the threshold exactly as they are.",
        ("Silences the others.", lambda self: self.replacement == 0),
    )
    weaknesses = Sentences(
        ("Jumps at the threshold.", lambda self: self.replacement != self.threshold),
        "The gradient is exactly 0 below the threshold.",
    )
    sources = ("PyTorch documentation, torch.nn.Threshold",)

    @property
    def breaks(self):
        return (self.threshold,)

    @property
    def bounds(self):
        below = self.replacement <= self.threshold
        return Interval(self.replacement, ends="[)") if below else Interval(self.threshold)

    @property
    def asymptotes(self):
        return (Asymptote(0, self.replacement), LINE)

    def in_float32(self):
        """With a threshold in float32, as PyTorch compares."""
        with np.errstate(over="ignore", under="ignore"):
            return self.altered(threshold=float(np.float32(self.threshold)))

    def value(self, x):
        return either(x > self.threshold, x, self.replacement)

    def derivative(self, x):
        return either(x > self.threshold, 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)
