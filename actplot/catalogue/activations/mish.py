"""Mish and its relatives: the input, gated by a function that saturates."""

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import either
from ..kinds.functions import LINE, ZERO, Activation, Asymptote, Interval, Line
from ..registry import register


@register
class Mish(Activation):
    """The input, gated by the tanh of its softplus."""

    name = "mish"
    display = "Mish"
    aliases = ("Mish",)
    formula = "x*tanh(log(1 + exp(x)))"
    routes = {
        "product": (
            Line("let", "u = log(1 + exp(x))"),
            Line("softplus′ = σ", "D(u) = sigmoid(x)"),
            Line("definition", "D(f(x)) = D(x*tanh(u))"),
            Line("product rule", "tanh(u) + x*D(tanh(u))"),
            Line("tanh′ = 1 − tanh²", "tanh(u) + x*(1 - tanh(u)^2)*D(u)"),
            Line("substitute", "tanh(u) + x*sigmoid(x)*(1 - tanh(u)^2)"),
        ),
    }
    bounds = Interval(-0.30884341301725040663, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "With w = eˣ, f(x) = x·(w² + 2w)/(w² + 2w + 2); it dips to −0.3088 at x = −1.1924."
    strengths = ("Smooth, unbounded above and bounded below.", "Units do not die.")
    weaknesses = ("Costs more than silu for a similar curve.", "Not monotone.")
    sources = ("Misra 2019, Mish: a self regularized non-monotonic activation function, arXiv:1908.08681",)

    # Each form is a fraction of polynomials in e = exp(x) where x < 0 and in e = exp(−x) elsewhere,
    # so that nothing overflows and, for x > 0, no terms cancel.

    def value(self, x):
        e = np.exp(-np.abs(x))
        left = kernels.times_exp(x * ((e + 2) / (e * (e + 2) + 2)), kernels.word(-np.abs(x)))
        return either(x < 0, left, x * ((1 + 2 * e) / (1 + 2 * e * (1 + e))))

    def derivative(self, x):
        e, inside = np.exp(-np.abs(x)), np.clip(x, -1e4, 1e4)
        left, right = 2 + e * (2 + e), 1 + 2 * e * (1 + e)
        straight, bent = 4 * (inside + 1), e * ((4 * inside + 6) + e * (4 + e))
        far = (straight + bent) / left / left
        near = (2 + e + 4 * inside * (1 + e) / left) / left  # the same, in the order that rounds less for x > -1
        lost = e * (2 + e) - (left - 2)  # by the rounding of `left`, given back through the exponent
        decay = -np.abs(x), either(x < -1, -2 * lost / left, 0.0)
        below = kernels.times_exp(either(x < -1, far, near), decay)
        slope = either(x < 0, below, (1 + 2 * e + 4 * inside * e * e * (1 + e) / right) / right)
        small = np.abs(either(x < -1, straight + bent, near * left)) < 1
        return self.recomposed(slope, (x < 0) & small, x, 1)

    def second_derivative(self, x):
        e, inside = np.exp(-np.abs(x)), np.clip(x, -1e4, 1e4)
        decay = kernels.word(-np.abs(x))
        left = 8 * (inside + 2) + e * (8 * (inside + 4) + e * (12 * (2 - inside) + e * 8 * (1 - inside)))
        right = 8 * (1 - inside) + e * (12 * (2 - inside) + e * (8 * (inside + 4) + e * 8 * (inside + 2)))
        below = kernels.times_exp(left / (2 + e * (2 + e)) ** 3, decay)
        above = kernels.times_exp(right / (1 + 2 * e * (1 + e)) ** 3, kernels.word(-2 * np.abs(x)))
        return self.recomposed(either(x < 0, below, above), np.abs(either(x < 0, left, right)) < 1, x, 2)

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.tanh(jets.softplus(x))


@register
class HardMish(Activation):
    """A mish of two straight pieces and a parabola between them."""

    name = "hard_mish"
    display = "hard Mish"
    aliases = ("HardMish", "h_mish")
    formula = "x/2*min(2, max(0, x + 2))"
    routes = {
        "pieces": (
            Line("definition", "D(x/2*min(2, max(0, x + 2)))"),
            Line(
                "write the pieces",
                "D(where(x <= -2, 0, where(x >= 0, x, x/2*(x + 2))))",
                "The gate x + 2 is cut off at 0, where x = −2, and at 2, where x = 0.",
            ),
            Line("multiply out", "D(where(x <= -2, 0, where(x >= 0, x, x^2/2 + x)))", "x/2·(x + 2) = x²/2 + x."),
            Line("piece by piece", "where(x <= -2, 0, where(x >= 0, 1, D(x^2/2 + x)))"),
            Line("power rule", "where(x <= -2, 0, where(x >= 0, 1, x + 1))"),
        ),
    }
    breaks = (-2.0, 0.0)
    bounds = Interval(-0.5, ends="[)")
    asymptotes = (ZERO, LINE)
    convention = "f′(−2) = 0, the slope from outside; f″(−2) = f″(0) = 0."
    note = "A parabola between −2 and 0, with a kink at −2 and a smooth join at 0; it dips to −1/2 at x = −1."
    strengths = ("Close to mish at the cost of a clip and a product.", "Equals the identity for x > 0.")
    weaknesses = ("The gradient is exactly 0 for x < −2.", "A kink at −2, where the slope jumps by 1.")
    sources = ("Misra, H-Mish (notes of the author of mish), github.com/digantamisra98/H-Mish",)
    equivalents = {
        "PyTorch": "x / 2 * torch.clamp(x + 2, min=0, max=2)",
        "TensorFlow": "x / 2 * tf.clip_by_value(x + 2, 0, 2)",
        "Keras": "x / 2 * keras.ops.clip(x + 2, 0, 2)",
        "JAX": "x / 2 * jax.numpy.clip(x + 2, 0, 2)",
    }

    def value(self, x):
        return either(x >= 0, x, either(x <= -2, 0.0, x * ((x + 2) / 2)))

    def derivative(self, x):
        return either(x >= 0, 1.0, either(x <= -2, 0.0, x + 1))

    def second_derivative(self, x):
        return either((x > -2) & (x < 0), 1.0, 0.0)


@register
class Serf(Activation):
    """The input, gated by the error function of its softplus."""

    name = "serf"
    display = "Serf"
    aliases = ("Serf", "log_softplus_error")
    formula = "x*erf(log(1 + exp(x)))"
    routes = {
        "product": (
            Line("let", "u = log(1 + exp(x))"),
            Line("softplus′ = σ", "D(u) = sigmoid(x)"),
            Line("definition", "D(f(x)) = D(x*erf(u))"),
            Line("product rule", "erf(u) + x*D(erf(u))"),
            Line("derivative of erf", "erf(u) + 2/sqrt(pi)*x*exp(-u^2)*D(u)", "erf′(u) = 2/√π·e^(−u²)."),
            Line("substitute", "erf(u) + 2/sqrt(pi)*x*sigmoid(x)*exp(-u^2)"),
        ),
    }
    bounds = Interval(-0.34843745875960642022, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "mish with the error function in place of tanh; it dips to −0.3484 at x = −1.1931."
    strengths = ("Smooth, unbounded above and bounded below.", "Units do not die.")
    weaknesses = ("Costs a softplus and an error function for a curve close to mish.", "Not monotone.")
    sources = (
        "Nag and Bhattacharyya 2021, SERF: Towards better training of deep neural networks using log-softplus error "
        "activation function, arXiv:2108.09598",
    )
    equivalents = {
        "PyTorch": "x * torch.erf(torch.nn.functional.softplus(x))",
        "TensorFlow": "x * tf.math.erf(tf.nn.softplus(x))",
        "Keras": "x * keras.ops.erf(keras.activations.softplus(x))",
        "JAX": "x * jax.scipy.special.erf(jax.nn.softplus(x))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.erf(jets.softplus(x))


@register
class Phish(Activation):
    """The input, gated by the tanh of its gelu: positive on both sides of zero."""

    name = "phish"
    display = "Phish"
    aliases = ("Phish",)
    formula = "x*tanh(gelu(x))"
    routes = {
        "product": (
            Line("let", "g = gelu(x)"),
            Line("derivative of gelu", "D(g) = Phi(x) + x*phi(x)", "gelu(x) = x·Φ(x), and Φ′ = φ, the normal density."),
            Line("definition", "D(f(x)) = D(x*tanh(g))"),
            Line("product rule", "tanh(g) + x*D(tanh(g))"),
            Line("tanh′ = 1 − tanh²", "tanh(g) + x*(1 - tanh(g)^2)*D(g)"),
            Line("substitute", "tanh(g) + x*(1 - tanh(g)^2)*(Phi(x) + x*phi(x))"),
        ),
    }
    bounds = Interval(0, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "Here with the exact gelu. It has a bump of 0.1647 at x = −1.1954 and its minimum, 0, at x = 0."
    strengths = ("Smooth, unbounded above and bounded below, with no parameter.",)
    weaknesses = (
        "Its value and its slope are both 0 at x = 0, so small inputs hardly pass.",
        "Not monotone, and costs an error function and a tanh.",
    )
    sources = (
        "Naveen 2022, Phish: A novel hyper-optimizable activation function, TechRxiv, version 2, "
        "doi:10.36227/techrxiv.17283824.v2",
    )
    equivalents = {
        "PyTorch": "x * torch.tanh(torch.nn.functional.gelu(x))",
        "TensorFlow": "x * tf.tanh(tf.nn.gelu(x))",
        "Keras": "x * keras.ops.tanh(keras.activations.gelu(x))",
        "JAX": "x * jax.numpy.tanh(jax.nn.gelu(x, approximate=False))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.tanh(x * jets.Phi(x))


@register
class Logish(Activation):
    """The input, gated by the logarithm of one plus its sigmoid."""

    name = "logish"
    display = "Logish"
    aliases = ("Logish",)
    formula = "x*log(1 + sigmoid(x))"
    routes = {
        "product": (
            Line("let", "s = sigmoid(x)"),
            Line("σ′ = σ·(1 − σ)", "D(s) = s*(1 - s)"),
            Line("definition", "D(f(x)) = D(x*log(1 + s))"),
            Line("product rule", "log(1 + s) + x*D(log(1 + s))"),
            Line("derivative of ln", "log(1 + s) + x*D(s)/(1 + s)", "(ln v)′ = v′/v."),
            Line("substitute", "log(1 + s) + x*s*(1 - s)/(1 + s)"),
        ),
    }
    bounds = Interval(-0.25276881678944039531, ends="[)")
    asymptotes = (ZERO, Asymptote(np.log(2.0), 0))
    note = "Its slope tends to ln 2 = 0.6931 on the right; it dips to −0.2528 at x = −1.3725."
    strengths = ("Smooth, unbounded above and bounded below.", "Units do not die.")
    weaknesses = (
        "Its slope stays below 0.75, so it shrinks large inputs where silu and mish keep them.",
        "Costs an exponential and a logarithm, and is not monotone.",
    )
    sources = (
        "Zhu, Zeng, Liu and Zhang 2021, Logish: A new nonlinear nonmonotonic activation function for convolutional "
        "neural network, doi:10.1016/j.neucom.2021.06.067",
    )
    equivalents = {
        "PyTorch": "x * torch.log1p(torch.sigmoid(x))",
        "TensorFlow": "x * tf.math.log1p(tf.nn.sigmoid(x))",
        "Keras": "x * keras.ops.log1p(keras.activations.sigmoid(x))",
        "JAX": "x * jax.numpy.log1p(jax.nn.sigmoid(x))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.log1p(jets.sigmoid(x))


@register
class Smish(Activation):
    """The input, gated by the tanh of the logarithm of one plus its sigmoid."""

    name = "smish"
    display = "Smish"
    aliases = ("Smish",)
    formula = "x*tanh(log(1 + sigmoid(x)))"
    routes = {
        "product": (
            Line("let", "u = log(1 + sigmoid(x))"),
            Line("derivative of ln", "D(u) = D(sigmoid(x))/(1 + sigmoid(x))", "(ln v)′ = v′/v."),
            Line("σ′ = σ·(1 − σ)", "sigmoid(x)*(1 - sigmoid(x))/(1 + sigmoid(x))"),
            Line("definition", "D(f(x)) = D(x*tanh(u))"),
            Line("product rule", "tanh(u) + x*D(tanh(u))"),
            Line("tanh′ = 1 − tanh²", "tanh(u) + x*(1 - tanh(u)^2)*D(u)"),
            Line("substitute", "tanh(u) + x*(1 - tanh(u)^2)*sigmoid(x)*(1 - sigmoid(x))/(1 + sigmoid(x))"),
        ),
    }
    bounds = Interval(-0.24999366366012949539, ends="[)")
    asymptotes = (ZERO, Asymptote(0.6, 0))
    note = "logish with a tanh round its logarithm. Its slope tends to 3/5; it dips to −0.2500 at x = −1.3945."
    strengths = ("Smooth, unbounded above and bounded below.", "Units do not die.")
    weaknesses = (
        "Its slope stays below 0.64, so it shrinks large inputs where silu and mish keep them.",
        "Costs an exponential, a logarithm and a tanh, and is not monotone.",
    )
    sources = (
        "Wang, Ren and Wang 2022, Smish: A novel activation function for deep learning methods, "
        "doi:10.3390/electronics11040540",
    )
    equivalents = {
        "PyTorch": "x * torch.tanh(torch.log1p(torch.sigmoid(x)))",
        "TensorFlow": "x * tf.tanh(tf.math.log1p(tf.nn.sigmoid(x)))",
        "Keras": "x * keras.ops.tanh(keras.ops.log1p(keras.activations.sigmoid(x)))",
        "JAX": "x * jax.numpy.tanh(jax.numpy.log1p(jax.nn.sigmoid(x)))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.tanh(jets.log1p(jets.sigmoid(x)))


@register
class TanhExp(Activation):
    """The input, gated by the tanh of its exponential."""

    name = "tanh_exp"
    display = "TanhExp"
    aliases = ("TanhExp", "TeLU", "hyperbolic_tangent_exponential_linear_unit")
    formula = "x*tanh(exp(x))"
    routes = {
        "product": (
            Line("let", "u = exp(x)"),
            Line("exponential rule", "D(u) = u"),
            Line("definition", "D(f(x)) = D(x*tanh(u))"),
            Line("product rule", "tanh(u) + x*D(tanh(u))"),
            Line("tanh′ = 1 − tanh²", "tanh(u) + x*(1 - tanh(u)^2)*D(u)"),
            Line("substitute", "tanh(u) + x*u*(1 - tanh(u)^2)"),
        ),
    }
    bounds = Interval(-0.35328577784821127099, ends="[)")
    asymptotes = (ZERO, LINE)
    note = "mish without its logarithm, published twice: as TanhExp and as TeLU. It dips to −0.3533 at x = −1.0789."
    strengths = (
        "Smooth, bounded below, and closer to the identity for x > 0 than silu, gelu and mish.",
        "Units do not die.",
    )
    weaknesses = ("Costs an exponential and a tanh.", "Not monotone.")
    sources = (
        "Liu and Di 2020, TanhExp: A smooth activation function with high convergence speed for lightweight neural "
        "networks, arXiv:2003.09855",
        "Fernandez and Mali 2024, Stable and robust deep learning by hyperbolic tangent exponential linear unit "
        "(TeLU), arXiv:2402.02790",
    )
    equivalents = {
        "PyTorch": "x * torch.tanh(torch.exp(x))",
        "TensorFlow": "x * tf.tanh(tf.exp(x))",
        "Keras": "x * keras.ops.tanh(keras.ops.exp(x))",
        "JAX": "x * jax.numpy.tanh(jax.numpy.exp(x))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        # From 20 on tanh(e^x) is 1 to many more digits than there are; there e^x could outgrow any exponent.
        return jets.where(x.point > 20, x, x * jets.tanh(jets.exp(x)))


@register
class Lisht(Activation):
    """The input times its own tanh: a smooth absolute value that is flat at zero."""

    name = "lisht"
    display = "LiSHT"
    aliases = ("LiSHT", "linearly_scaled_hyperbolic_tangent")
    formula = "x*tanh(x)"
    routes = {
        "product": (
            Line("definition", "D(x*tanh(x))"),
            Line("product rule", "tanh(x) + x*D(tanh(x))"),
            Line("tanh′ = 1 − tanh²", "tanh(x) + x*(1 - tanh(x)^2)"),
        ),
    }
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, 0), LINE)
    note = "Even: f(−x) = f(x). It behaves like x² near 0 and like |x| far from it."
    strengths = ("Smooth, and its gradient does not vanish on either side.", "Has no parameter.")
    weaknesses = (
        "Even, so it loses the sign of its input.",
        "Its outputs are never negative, hence not centred at zero.",
    )
    sources = (
        "Roy, Manna, Dubey and Chaudhuri 2019, LiSHT: Non-parametric linearly scaled hyperbolic tangent activation "
        "function for neural networks, arXiv:1901.05894",
    )
    equivalents = {
        "PyTorch": "x * torch.tanh(x)",
        "TensorFlow": "x * tf.tanh(x)",
        "Keras": "x * keras.ops.tanh(x)",
        "JAX": "x * jax.numpy.tanh(x)",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.tanh(x)
