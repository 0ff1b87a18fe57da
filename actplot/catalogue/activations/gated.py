"""Activations that multiply their input by a gate between 0 and 1."""

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, REALS, ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register


@register
class Silu(Activation):
    """The input, gated by its own sigmoid."""

    beta: float = param(1, "sharpness of the gate", symbol="β")

    name = "silu"
    topics = ("lecture", "transformer", "gating")
    display = "SiLU"
    aliases = ("swish", "SiLU", "Swish", "sigmoid_linear_unit")
    few_passes = True
    formula = "x/(1 + exp(-beta*x))"
    routes = {
        "product": (
            Line("definition", "D(x/(1 + exp(-beta*x)))"),
            Line("recognise σ", "D(x*sigmoid(beta*x))"),
            Line("product rule", "sigmoid(beta*x) + x*D(sigmoid(beta*x))"),
            Line(
                "σ′ = σ·(1 − σ)",
                "sigmoid(beta*x) + beta*x*sigmoid(beta*x)*(1 - sigmoid(beta*x))",
                "The derivative of the sigmoid at βx, times (βx)′ = β.",
            ),
        ),
    }
    note = Text(
        ("f(x) = x·σ(βx); it dips to −0.2785/β at x = −1.2785/β.", lambda self: self.beta > 0),
        ("f(x) = x·σ(βx); with β below 0 it rises to −0.2785/β at x = −1.2785/β.", lambda self: self.beta < 0),
        ("With β = 0 the gate is half open everywhere, and f(x) = x/2.", lambda self: self.beta == 0),
    )
    strengths = Sentences(
        ("Smooth, unbounded above and bounded below.", lambda self: self.beta > 0),
        ("Smooth, bounded above and unbounded below.", lambda self: self.beta < 0),
        ("Smooth and strictly increasing.", lambda self: self.beta == 0),
        ("Lets a little of the negative side through, so units do not die.", lambda self: self.beta > 0),
    )
    weaknesses = Sentences(
        "Costs an exponential.",
        ("Not monotone: its slope is negative left of the dip.", lambda self: self.beta > 0),
        ("Not monotone: its slope is negative right of the hump.", lambda self: self.beta < 0),
        ("Adds no non-linearity.", lambda self: self.beta == 0),
    )
    sources = (
        "Elfwing, Uchibe and Doya 2017, Sigmoid-weighted linear units, arXiv:1702.03118",
        "Ramachandran, Zoph and Le 2017, Searching for activation functions, arXiv:1710.05941",
    )

    @property
    def bounds(self):
        extreme = -0.27846454276107379511 / self.beta if self.beta else 0.0
        if self.beta > 0:
            return Interval(extreme, ends="[)")
        return Interval(high=extreme, ends="(]") if self.beta < 0 else REALS

    @property
    def asymptotes(self):
        if self.beta == 0:
            return (Asymptote(0.5, 0), Asymptote(0.5, 0))
        return (ZERO, LINE) if self.beta > 0 else (LINE, ZERO)

    def _gate(self, x):
        return kernels.saturated(kernels.two_product(self.beta, x))

    def value(self, x):
        gate = kernels.two_product(self.beta, x)
        return kernels.times_sigmoid(x, gate if kernels.is_word(gate[1]) else kernels.saturated(gate))

    def derivative(self, x):
        high, low = self._gate(x)
        decay = kernels.falling((high, low))
        e = kernels.exp(decay)
        sum_of_terms = 1 + high + e + low
        left = kernels.sigmoid_slope(decay, sum_of_terms)
        slope = either(high < 0, left, (1 + e * (1 + high)) / (1 + e) ** 2)
        return self.recomposed(slope, np.abs(sum_of_terms) < 0.25, x, 1)

    def second_derivative(self, x):
        gate = self._gate(x)
        high, low = kernels.falling(gate)
        e = kernels.exp((high, low))
        bend = (2 + high + low) + e * (2 - high)  # (1 + e)·(2 − z·tanh(z/2)), exact where the first terms cancel
        second = kernels.sigmoid_slope((high, low), self.beta * bend / (1 + e))
        return self.recomposed(second, np.abs(bend) < 0.25, x, 2)

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.sigmoid(x * self.beta)


@register
class HardSilu(Activation):
    """The input, gated by the hard sigmoid: a silu without the exponential."""

    name = "hard_silu"
    display = "hard SiLU"
    aliases = ("hard_swish", "hardswish", "Hardswish")
    few_passes = True
    formula = "where(x <= -3, 0, where(x >= 3, x, x*(x + 3)/6))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x <= -3, 0, where(x >= 3, x, x*(x + 3)/6)))"),
            Line("multiply out", "D(where(x <= -3, 0, where(x >= 3, x, (x^2 + 3*x)/6)))", "x·(x + 3) = x² + 3x."),
            Line("piece by piece", "where(x <= -3, 0, where(x >= 3, 1, D(x^2 + 3*x)/6))"),
            Line("power rule", "where(x <= -3, 0, where(x >= 3, 1, (2*x + 3)/6))"),
        ),
    }
    breaks = (-3.0, 3.0)
    bounds = Interval(-0.375, ends="[)")
    asymptotes = (ZERO, LINE)
    convention = "f′(−3) = 0 and f′(3) = 1, the slopes from outside, as PyTorch, JAX and TensorFlow take them."
    note = "A parabola between −3 and 3, with kinks at both ends; it dips to −3/8 at x = −1.5."
    strengths = ("Close to silu at the cost of a clip and a product; quantises well.",)
    weaknesses = ("The gradient is exactly 0 for x < −3.", "Kinks at ±3, where the slope jumps by a half.")
    sources = ("Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244",)

    def value(self, x):
        gate = x + 3
        gate /= 6
        return x * np.clip(gate, 0.0, 1.0, out=gate)

    def derivative(self, x):
        return either(x >= 3, 1.0, either(x <= -3, 0.0, (2 * x + 3) / 6))

    def second_derivative(self, x):
        return either(np.abs(x) < 3, 1 / 3, 0.0)


@register
class Gelu(Activation):
    """The input, gated by the probability that a standard normal variable lies below it."""

    name = "gelu"
    topics = ("lecture", "transformer")
    display = "GELU"
    aliases = ("GELU", "gelu_exact", "gelu_erf", "gaussian_error_linear_unit")
    formula = "x/2*(1 + erf(x/sqrt(2)))"
    routes = {
        "exact": (
            Line("definition", "D(x/2*(1 + erf(x/sqrt(2))))"),
            Line("recognise Φ", "D(x*Phi(x))", "½·(1 + erf(x/√2)) is the normal distribution function Φ."),
            Line("product rule", "Phi(x) + x*D(Phi(x))"),
            Line("Φ′ = φ", "Phi(x) + x*phi(x)"),
        ),
        "tanh": (
            Line("let", "u = sqrt(2/pi)*(x + 0.044715*x^3)"),
            Line("power rule", "D(u) = sqrt(2/pi)*(1 + 0.134145*x^2)"),
            Line("definition", "f(x) = x*Phi(x)", "f is the input times the normal distribution function."),
            Line(
                "Φ(x) ≈ (1 + tanh(u))/2",
                "x/2*(1 + tanh(u))",
                "An approximation, not an equality: |difference| stays below 0.0005.",
                bound=0.0005,
            ),
            Line(
                "tanh form",
                "D(f(x)) = D(x/2*(1 + tanh(u)))",
                "The derivative of the approximation; |difference| from f′ stays below 0.001.",
                bound=0.001,
            ),
            Line("product rule", "(1 + tanh(u))/2 + x/2*D(tanh(u))"),
            Line("tanh′ = 1 − tanh²", "(1 + tanh(u))/2 + x/2*(1 - tanh(u)^2)*D(u)"),
            Line("substitute", "(1 + tanh(u))/2 + x/2*(1 - tanh(u)^2)*sqrt(2/pi)*(1 + 0.134145*x^2)"),
        ),
    }
    bounds = Interval(-0.16997120747990366169, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "f(x) = x·Φ(x), the exact form; JAX's default is the tanh form, here gelu_tanh."
    strengths = ("Smooth, and the usual choice in transformers.", "Bounded below, and units do not die.")
    weaknesses = ("Costs an error function.", "Not monotone: its slope is negative for x < −0.7518.")
    sources = ("Hendrycks and Gimpel 2016, Gaussian error linear units (GELUs), arXiv:1606.08415",)

    def value(self, x):
        return kernels.normal_gate(x)

    def derivative(self, x):
        slope = kernels.normal_cumulative_plus(x)
        return self.recomposed(slope, (np.abs(x) < 1) & (np.abs(slope) < 1e-6), x, 1)

    def second_derivative(self, x):
        high, low = kernels.square_half(x)
        return kernels.normal_density(x, 2 * np.clip(1 - high - low, -1e4, 1))

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.Phi(x)


_SLOPE, _BEND = "1.595769121605730711759784239737527473903", "0.07135481627260024877633875227986354099559"
_FAR = 100.0  # beyond it the tanh is 1


@register
class GeluTanh(Activation):
    """The approximation of gelu by a tanh, as the first transformers computed it."""

    name = "gelu_tanh"
    topics = ("transformer",)
    display = "GELU (tanh)"
    aliases = ("gelu_approximate", "gelu_new", "gelu_fast")
    formula = "x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))"
    routes = {
        "product": (
            Line("let", "u = sqrt(2/pi)*(x + 0.044715*x^3)"),
            Line("power rule", "D(u) = sqrt(2/pi)*(1 + 0.134145*x^2)"),
            Line("definition", "D(f(x)) = D(x/2*(1 + tanh(u)))"),
            Line("product rule", "(1 + tanh(u))/2 + x/2*D(tanh(u))"),
            Line("tanh′ = 1 − tanh²", "(1 + tanh(u))/2 + x/2*(1 - tanh(u)^2)*D(u)"),
            Line("substitute", "(1 + tanh(u))/2 + x/2*(1 - tanh(u)^2)*sqrt(2/pi)*(1 + 0.134145*x^2)"),
        ),
    }
    bounds = Interval(-0.17004075057125405064, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "Differs from gelu by less than 5e-4 in value."
    strengths = ("Needs tanh only, no error function.",)
    weaknesses = ("Not the exact gelu: weights trained with one should not be run with the other.",)
    sources = ("Hendrycks and Gimpel 2016, Gaussian error linear units (GELUs), arXiv:1606.08415",)

    def value(self, x):
        return kernels.times_sigmoid(x, kernels.cubic(np.clip(x, -_FAR, _FAR), _SLOPE, _BEND))

    def compose(self, x: jets.Jet) -> jets.Jet:
        # (1 + tanh(u))/2 = σ(2u), and 2u = x·(A + B·x²) with A = 2·√(2/π) and B = 0.044715·A.
        slope, bend = jets.constant(_SLOPE), jets.constant(_BEND)
        return x * jets.sigmoid(x * (jets.square(x) * bend + slope))
