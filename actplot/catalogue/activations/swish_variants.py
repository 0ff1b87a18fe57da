"""Variants of swish: the input, or an exponential of it, gated by a sigmoid that is scaled, raised or clipped."""

import math

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import LINE, ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register

_FAR = 1e3  # beyond it a gate is open or closed
_DIP = -0.27846454276107379511  # the minimum of x·σ(x)


@register
class QuickGelu(Activation):
    """The approximation of gelu by a sigmoid in place of the normal distribution function."""

    name = "quick_gelu"
    topics = ("transformer",)
    display = "QuickGELU"
    aliases = ("QuickGELU", "QuickGELUActivation")
    formula = "x*sigmoid(1.702*x)"
    routes = {
        "product": (
            Line("let", "c = 1.702"),
            Line("definition", "D(f(x)) = D(x*sigmoid(c*x))"),
            Line("product rule", "sigmoid(c*x) + x*D(sigmoid(c*x))"),
            Line(
                "σ′ = σ·(1 − σ)",
                "sigmoid(c*x) + c*x*sigmoid(c*x)*(1 - sigmoid(c*x))",
                "The derivative of the sigmoid at c·x, times (c·x)′ = c.",
            ),
        ),
    }
    bounds = Interval(_DIP / 1.702, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "silu with β = 1.702; it differs from gelu by less than 0.0204 and dips to −0.1636 at x = −0.7512."
    strengths = ("Needs one exponential only, where gelu needs an error function.",)
    weaknesses = (
        "Farther from gelu than its tanh form: weights trained with one should not be run with the other.",
        "Not monotone.",
    )
    sources = (
        "Hendrycks and Gimpel 2016, Gaussian error linear units (GELUs), arXiv:1606.08415",
        "Radford et al. 2021, Learning transferable visual models from natural language supervision, arXiv:2103.00020",
    )
    equivalents = {
        "PyTorch": "x * torch.sigmoid(1.702 * x)",
        "TensorFlow": "tf.nn.silu(x, beta=1.702)",
        "Keras": "x * keras.activations.sigmoid(1.702 * x)",
        "JAX": "x * jax.nn.sigmoid(1.702 * x)",
    }

    def value(self, x):
        return kernels.times_sigmoid(x, kernels.times_constant("1.702", np.clip(x, -_FAR, _FAR)))

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.sigmoid(x * jets.constant("1.702"))


@register
class ESwish(Activation):
    """A silu that is stretched upwards, so that its slope exceeds 1."""

    beta: float = param(1.5, "factor of the silu", symbol="β", at_least=1, at_most=2)

    name = "e_swish"
    display = "E-swish"
    aliases = ("ESwish",)
    formula = "beta*x*sigmoid(x)"
    routes = {
        "product": (
            Line("definition", "D(beta*x*sigmoid(x))"),
            Line("product rule", "beta*sigmoid(x) + beta*x*D(sigmoid(x))", "The factors are β·x and σ(x)."),
            Line("σ′ = σ·(1 − σ)", "beta*sigmoid(x) + beta*x*sigmoid(x)*(1 - sigmoid(x))"),
            Line("recognise f", "beta*sigmoid(x) + f(x)*(1 - sigmoid(x))", "f(x) = β·x·σ(x)."),
            Line("collect σ", "f(x) + sigmoid(x)*(beta - f(x))"),
        ),
    }
    note = "β times silu; β = 1 is silu itself. It dips to −0.2785·β at x = −1.2785."
    strengths = Sentences(
        ("Slopes above 1 keep gradients larger than those of silu.", lambda self: self.beta > 1),
        ("Equal to silu, the usual choice, with β = 1.", lambda self: self.beta == 1),
    )
    weaknesses = ("β has to be chosen, and large values make gradients explode in deep networks.", "Not monotone.")
    sources = ("Alcaide 2018, E-swish: Adjusting activations to different network depths, arXiv:1801.07145",)
    equivalents = {
        "PyTorch": "{beta} * torch.nn.functional.silu(x)",
        "TensorFlow": "{beta} * tf.nn.silu(x)",
        "Keras": "{beta} * keras.activations.silu(x)",
        "JAX": "{beta} * jax.nn.silu(x)",
    }

    @property
    def bounds(self):
        return Interval(_DIP * self.beta, ends="[)")

    @property
    def asymptotes(self):
        return (ZERO, Asymptote(self.beta, 0))

    def compose(self, x: jets.Jet) -> jets.Jet:
        return self.beta * x * jets.sigmoid(x)


@register
class Aria2(Activation):
    """The input, gated by a power of a sigmoid, which sets the depth and the place of the dip."""

    alpha: float = param(1.5, "power of the gate", symbol="α", above=0)
    beta: float = param(2, "sharpness of the gate", symbol="β", above=0)

    name = "aria2"
    display = "ARiA2"
    aliases = ("ARiA2", "adaptive_richards_curve_weighted_activation")
    formula = "x*(1 + exp(-beta*x))^(-alpha)"
    routes = {
        "product": (
            Line("definition", "D(x*(1 + exp(-beta*x))^(-alpha))"),
            Line("product rule", "(1 + exp(-beta*x))^(-alpha) + x*D((1 + exp(-beta*x))^(-alpha))"),
            Line(
                "power rule",
                "(1 + exp(-beta*x))^(-alpha) - alpha*x*(1 + exp(-beta*x))^(-alpha - 1)*D(1 + exp(-beta*x))",
            ),
            Line(
                "exponential rule",
                "(1 + exp(-beta*x))^(-alpha) + alpha*beta*x*(1 + exp(-beta*x))^(-alpha - 1)*exp(-beta*x)",
                "(1 + e^(−βx))′ = −β·e^(−βx), and the two minus signs cancel.",
            ),
            Line(
                "factor out",
                "(1 + exp(-beta*x))^(-alpha)*(1 + alpha*beta*x*exp(-beta*x)/(1 + exp(-beta*x)))",
            ),
            Line(
                "recognise σ",
                "sigmoid(beta*x)^alpha*(1 + alpha*beta*x*sigmoid(-beta*x))",
                "1/(1 + e^(−βx)) = σ(βx), and e^(−βx)/(1 + e^(−βx)) = σ(−βx).",
            ),
        ),
    }
    asymptotes = (ZERO, LINE)
    note = "f(x) = x·σ(βx)^α, silu with the same β where α = 1. With the defaults it dips to −0.0700 at x = −0.4649."
    strengths = ("Smooth, and its two parameters set the depth and the place of the dip.",)
    weaknesses = ("Two parameters have to be chosen.", "Costs an exponential and a power, and is not monotone.")
    sources = (
        "Patwardhan, Ingalhalikar and Walambe 2018, ARiA: Utilizing Richard's curve for controlling the "
        "non-monotonicity of the activation function in deep neural nets, arXiv:1805.08878",
    )
    equivalents = {
        "PyTorch": "x * torch.sigmoid({beta} * x) ** {alpha}",
        "TensorFlow": "x * tf.nn.sigmoid({beta} * x) ** {alpha}",
        "Keras": "x * keras.activations.sigmoid({beta} * x) ** {alpha}",
        "JAX": "x * jax.nn.sigmoid({beta} * x) ** {alpha}",
    }

    @property
    def bounds(self):
        # f′ = 0 where αβx + 1 = −e^(βx); with w = −(βx + 1/α) that is w·e^w = e^(−1/α)/α, Lambert's function.
        from scipy.special import lambertw

        scaled = self.alpha * float(lambertw(math.exp(-1 / self.alpha) / self.alpha).real)
        low = -math.exp((1 - self.alpha) * math.log1p(scaled) - 1 - scaled) / self.alpha / self.beta
        return Interval(min(low, -math.ulp(0.0)), ends="[)")  # there is a dip even where every float is deeper

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.exp(-self.alpha * jets.softplus(-self.beta * x))


@register
class DSilu(Activation):
    """The derivative of silu, a sigmoid that overshoots on both sides."""

    name = "d_silu"
    display = "dSiLU"
    aliases = ("dSiLU", "silu_derivative")
    formula = "sigmoid(x)*(1 + x*(1 - sigmoid(x)))"
    routes = {
        "product": (
            Line("let", "s = sigmoid(x)"),
            Line("σ′ = σ·(1 − σ)", "D(s) = s*(1 - s)"),
            Line("definition", "D(f(x)) = D(s*(1 + x*(1 - s)))"),
            Line("product rule", "D(s)*(1 + x*(1 - s)) + s*D(x*(1 - s))"),
            Line("product rule", "D(s)*(1 + x*(1 - s)) + s*(1 - s - x*D(s))"),
            Line("substitute", "s*(1 - s)*(1 + x*(1 - s)) + s*(1 - s - x*s*(1 - s))"),
            Line("factor out", "s*(1 - s)*(1 + x*(1 - s) + 1 - x*s)", "Both terms contain σ·(1 − σ)."),
            Line("simplify", "s*(1 - s)*(2 + x*(1 - 2*s))"),
        ),
    }
    bounds = Interval(-0.099839320128866916958, 1.0998393201288669170, "[]")
    asymptotes = (ZERO, Asymptote(0, 1))
    note = "f(x) + f(−x) = 1. It rises to 1.0998 at x = 2.3994 and dips to −0.0998 at x = −2.3994."
    strengths = ("Steeper than the sigmoid: its slope at 0 is 1/2 instead of 1/4.", "Bounded and smooth.")
    weaknesses = ("Saturates on both sides.", "Not monotone, and its values leave [0, 1], so none is a probability.")
    sources = (
        "Elfwing, Uchibe and Doya 2017, Sigmoid-weighted linear units for neural network function approximation in "
        "reinforcement learning, arXiv:1702.03118",
    )
    equivalents = {
        "PyTorch": "torch.sigmoid(x) * (1 + x * torch.sigmoid(-x))",
        "TensorFlow": "tf.nn.sigmoid(x) * (1 + x * tf.nn.sigmoid(-x))",
        "Keras": "keras.activations.sigmoid(x) * (1 + x * keras.activations.sigmoid(-x))",
        "JAX": "jax.nn.sigmoid(x) * (1 + x * jax.nn.sigmoid(-x))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return jets.sigmoid(x) * (1.0 + x * jets.sigmoid(-x))


@register
class Elish(Activation):
    """A silu for positive inputs, joined to an elu that a sigmoid gates."""

    name = "elish"
    display = "ELiSH"
    aliases = ("ELiSH", "exponential_linear_squashing")
    formula = "where(x >= 0, x*sigmoid(x), (exp(x) - 1)*sigmoid(x))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= 0, x*sigmoid(x), (exp(x) - 1)*sigmoid(x)))"),
            Line("piece by piece", "where(x >= 0, D(x*sigmoid(x)), D((exp(x) - 1)*sigmoid(x)))"),
            Line(
                "product rule",
                "where(x >= 0, sigmoid(x) + x*D(sigmoid(x)), exp(x)*sigmoid(x) + (exp(x) - 1)*D(sigmoid(x)))",
            ),
            Line(
                "σ′ = σ·(1 − σ)",
                "where(x >= 0, sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x)), "
                "exp(x)*sigmoid(x) + (exp(x) - 1)*sigmoid(x)*(1 - sigmoid(x)))",
            ),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(-0.17157287525380990240, ends="[)")
    asymptotes = (ZERO, LINE)
    convention = (
        "f″(0) = 1/2, from the right: the second derivative jumps from 1 to 1/2 there; the first is continuous."
    )
    note = "It dips to 2·√2 − 3 = −0.1716 at x = ln(√2 − 1) = −0.8814, less deep than silu."
    strengths = ("Unbounded above and bounded below, and units do not die.",)
    weaknesses = ("Costs two exponentials on the negative side.", "Not monotone.")
    sources = ("Basirat and Roth 2018, The quest for the golden activation function, arXiv:1808.00783",)
    equivalents = {
        "PyTorch": "torch.where(x >= 0, x, torch.expm1(x)) * torch.sigmoid(x)",
        "TensorFlow": "tf.where(x >= 0, x, tf.math.expm1(x)) * tf.nn.sigmoid(x)",
        "Keras": "keras.ops.where(x >= 0, x, keras.ops.expm1(x)) * keras.activations.sigmoid(x)",
        "JAX": "jax.numpy.where(x >= 0, x, jax.numpy.expm1(x)) * jax.nn.sigmoid(x)",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return jets.where(x.point >= 0, x, jets.expm1(x)) * jets.sigmoid(x)


@register
class HardElish(Activation):
    """An elish whose gate is a clipped line instead of a sigmoid."""

    name = "hard_elish"
    display = "hard ELiSH"
    aliases = ("HardELiSH",)
    formula = "where(x >= 0, x, exp(x) - 1)*clip((x + 1)/2, 0, 1)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= 0, x, exp(x) - 1)*clip((x + 1)/2, 0, 1))"),
            Line(
                "write the pieces",
                "D(where(x <= -1, 0, where(x < 0, (exp(x) - 1)*(x + 1)/2, where(x < 1, x*(x + 1)/2, x))))",
            ),
            Line(
                "piece by piece",
                "where(x <= -1, 0, where(x < 0, D((exp(x) - 1)*(x + 1))/2, where(x < 1, D(x^2 + x)/2, 1)))",
                "x·(x + 1) = x² + x.",
            ),
            Line(
                "product rule",
                "where(x <= -1, 0, where(x < 0, (exp(x)*(x + 1) + exp(x) - 1)/2, where(x < 1, D(x^2 + x)/2, 1)))",
            ),
            Line(
                "power rule",
                "where(x <= -1, 0, where(x < 0, (exp(x)*(x + 1) + exp(x) - 1)/2, where(x < 1, (2*x + 1)/2, 1)))",
            ),
            Line(
                "simplify",
                "where(x <= -1, 0, where(x < 0, (exp(x)*(x + 2) - 1)/2, where(x < 1, x + 1/2, 1)))",
            ),
        ),
    }
    breaks = (-1.0, 0.0, 1.0)
    bounds = Interval(-0.099673151528742617938, ends="[)")
    asymptotes = (ZERO, LINE)
    convention = (
        "f′(−1) = 0 and f′(1) = 1, the slopes from outside; at 0 the pieces join smoothly and f′(0) = 1/2; "
        "f″(−1) = f″(0) = f″(1) = 0."
    )
    note = "Kinks at −1 and 1; it dips to −0.0997 at x = −0.4429 and is the identity from 1 on."
    strengths = ("Equals the identity for x ≥ 1, and costs one exponential.",)
    weaknesses = ("The gradient is exactly 0 for x < −1.", "Kinks at ±1, where the slope jumps.")
    sources = ("Basirat and Roth 2018, The quest for the golden activation function, arXiv:1808.00783",)
    equivalents = {
        "PyTorch": "torch.where(x >= 0, x, torch.expm1(x)) * torch.clamp((x + 1) / 2, 0, 1)",
        "TensorFlow": "tf.where(x >= 0, x, tf.math.expm1(x)) * tf.clip_by_value((x + 1) / 2, 0, 1)",
        "Keras": "keras.ops.where(x >= 0, x, keras.ops.expm1(x)) * keras.ops.clip((x + 1) / 2, 0, 1)",
        "JAX": "jax.numpy.where(x >= 0, x, jax.numpy.expm1(x)) * jax.numpy.clip((x + 1) / 2, 0, 1)",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        parabola, bend = x * (x + 1.0) / 2.0, jets.expm1(x) * (x + 1.0) / 2.0
        inside = jets.where(x.point >= 0, parabola, bend)
        return jets.where(x.point <= -1, 0.0, jets.where(x.point >= 1, x, inside))

    def second_derivative(self, x):
        # At a break: 0; (e^x·(x + 3))/2 left of 0.
        left = np.exp(x) * (x + 3) / 2
        return either((np.abs(x) >= 1) | (x == 0), 0.0, either(x > 0, 1.0, left))
