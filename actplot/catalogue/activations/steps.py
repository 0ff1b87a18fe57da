"""Activations that jump."""

import numpy as np

from ..entry import Sentences
from ..kinds.functions import Activation, Asymptote, Interval, param
from ..registry import register


@register
class Step(Activation):
    """Fires or does not: 0 below zero, 1 above it."""

    at_zero: float = param(0, "value at x = 0", symbol="c")

    name = "step"
    topics = ("lecture", "vanishing gradient")
    aliases = ("heaviside", "binary_step", "unit_step")
    few_passes = True
    formula = "where(x < 0, 0, where(x > 0, 1, at_zero))"
    breaks = (0.0,)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    convention = "f′(0) = 0, as JAX takes it, although the function jumps there."
    note = "The threshold unit of the first artificial neurons."
    strengths = Sentences(
        ("Its output is a decision, with nothing to round.", lambda self: self.at_zero in (0, 1)),
        ("Its output is a decision for every input but 0.", lambda self: self.at_zero not in (0, 1)),
    )
    weaknesses = ("The derivative is 0 wherever it exists, so gradient descent learns nothing through it.",)
    sources = (
        "McCulloch and Pitts 1943, A logical calculus of the ideas immanent in nervous activity, "
        "doi:10.1007/BF02478259",
    )

    @property
    def bounds(self):
        return Interval(min(0.0, self.at_zero), max(1.0, self.at_zero), "[]")

    def value(self, x):
        return np.heaviside(x, self.at_zero)

    def derivative(self, x):
        return np.zeros_like(x)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Sign(Activation):
    """Keeps only the sign of its input: −1, 0 or 1."""

    name = "sign"
    aliases = ("sgn", "signum")
    few_passes = True
    formula = "where(x < 0, -1, where(x > 0, 1, 0))"
    breaks = (0.0,)
    bounds = Interval(-1, 1, "[]")
    asymptotes = (Asymptote(0, -1), Asymptote(0, 1))
    convention = "f′(0) = 0, as PyTorch, JAX and TensorFlow take it, although the function jumps there."
    note = "The output of the perceptron; binarised networks use it with a straight-through gradient."
    strengths = ("One bit per activation.",)
    weaknesses = ("The derivative is 0 wherever it exists, so gradient descent learns nothing through it.",)
    sources = ("Rosenblatt 1958, The perceptron, doi:10.1037/h0042519",)

    def value(self, x):
        return np.sign(x)

    def derivative(self, x):
        return np.zeros_like(x)

    def second_derivative(self, x):
        return np.zeros_like(x)
