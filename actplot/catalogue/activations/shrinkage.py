"""Activations that pull their input towards zero."""

import math

import numpy as np

from ...numerics import kernels
from ...numerics.arrays import by_sign, either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, Activation, Asymptote, param
from ..registry import register


@register
class HardShrink(Activation):
    """Sets small inputs to zero and leaves the others as they are."""

    lambd: float = param(0.5, "half width of the zero part", symbol="λ", aliases=("threshold", "lambda"))

    name = "hard_shrink"
    aliases = ("hardshrink", "Hardshrink", "hard_threshold")
    few_passes = True
    formula = "where(|x| > lambd, x, 0)"
    asymptotes = (LINE, LINE)
    convention = Text(
        (
            "f′(±lambd) = 0, as PyTorch and TensorFlow take it; the function jumps there and has no derivative.",
            lambda self: self.lambd > 0,
        ),
    )
    note = Text(
        "The proximal operator of the number of non-zero entries, scaled by lambd²/2.",
        ("With a lambd of 0 or less it is the identity.", lambda self: self.lambd <= 0),
    )
    strengths = Sentences("Does not bias large values.", ("Gives exact zeros.", lambda self: self.lambd > 0))
    weaknesses = Sentences(
        ("Jumps at ±lambd, and the gradient is exactly 0 between.", lambda self: self.lambd > 0),
        ("Adds no non-linearity.", lambda self: self.lambd <= 0),
    )
    sources = ("Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage, doi:10.1093/biomet/81.3.425",)

    @property
    def breaks(self):
        return (-self.lambd, self.lambd) if self.lambd > 0 else ()

    def value(self, x):
        room = np.abs(x)
        return by_sign(np.subtract(self.lambd, room, out=room), x, 0.0)

    def derivative(self, x):
        return either((np.abs(x) > self.lambd) | (self.lambd <= 0), 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class SoftShrink(Activation):
    """Pulls every input towards zero by a fixed amount, and small ones onto it."""

    lambd: float = param(0.5, "half width of the zero part", symbol="λ", at_least=0, aliases=("threshold", "lambda"))

    name = "soft_shrink"
    aliases = ("softshrink", "Softshrink", "soft_threshold")
    few_passes = True
    formula = "where(x < -lambd, x + lambd, where(x > lambd, x - lambd, 0))"
    convention = Text(("f′(±lambd) = 0, as PyTorch and TensorFlow take it.", lambda self: self.lambd > 0))
    note = Text(
        "The proximal operator of lambd·|x|.", ("With lambd = 0 it is the identity.", lambda self: self.lambd == 0)
    )
    strengths = Sentences("Continuous, and costs two comparisons.", ("Gives exact zeros.", lambda self: self.lambd > 0))
    weaknesses = Sentences(
        ("Biases large values by lambd, and the gradient is exactly 0 between ±lambd.", lambda self: self.lambd > 0),
        ("Adds no non-linearity.", lambda self: self.lambd == 0),
    )
    sources = ("Donoho 1995, De-noising by soft-thresholding, doi:10.1109/18.382009",)

    @property
    def breaks(self):
        return (-self.lambd, self.lambd) if self.lambd else ()

    @property
    def asymptotes(self):
        return (Asymptote(1, self.lambd), Asymptote(1, -self.lambd))

    def value(self, x):
        taken = np.clip(x, -self.lambd, self.lambd)
        return np.subtract(x, taken, out=taken)

    def derivative(self, x):
        return either((np.abs(x) > self.lambd) | (self.lambd == 0), 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class TanhShrink(Activation):
    """The input minus its tanh: almost nothing near zero, almost a line far away."""

    name = "tanh_shrink"
    aliases = ("tanhshrink", "Tanhshrink")
    formula = "x - tanh(x)"
    asymptotes = (Asymptote(1, 1), Asymptote(1, -1))
    note = "Close to x³/3 near 0; its derivative is tanh²."
    strengths = ("A smooth shrinkage without a threshold to choose.",)
    weaknesses = ("The gradient vanishes at 0, where most activations lie.",)
    sources = ("PyTorch documentation, torch.nn.Tanhshrink",)

    # x·cosh x − sinh x = Σ 2k/(2k + 1)!·x^(2k+1): no cancellation, enough terms for |x| < 2.
    _SERIES = tuple(2 * k / math.factorial(2 * k + 1) for k in range(15, 0, -1))

    def value(self, x):
        near = np.clip(x, -2.0, 2.0)
        square = near * near
        series = kernels.polynomial(self._SERIES, square) * square * near
        return by_sign(np.abs(x) - 2, series / np.cosh(near), x - np.tanh(x))

    def derivative(self, x):
        return np.tanh(x) ** 2

    def second_derivative(self, x):
        return kernels.sech2(x, 2 * np.tanh(x))
