"""The exponential, and rectifiers whose negative side is one that levels off."""

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import at_least_0, by_sign, either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, REALS, ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register

NOTHING = 1e-20  # the exponential less 1 of a smaller number is that number
_SMALL = 1e-6
FAR = 600.0  # the exponential of a larger number may exceed every float, and the 1 is lost in it
# Self-normalising constants of Klambauer et al. 2017, equation 14.
SELU_SCALE = 1.0507009873554804934193349852946
SELU_SCALE_ALPHA = 1.7580993408473768599402175208123


@register
class Exponential(Activation):
    """e to the power of the input."""

    name = "exponential"
    aliases = ("exp", "natural_exponential")
    interval = (-3.0, 3.0)
    few_passes = True
    formula = "exp(x)"
    routes = {
        "definition": (
            Line("definition", "D(exp(x))"),
            Line("exponential rule", "exp(x)", "Of all bases, e is the one whose power is its own derivative."),
            Line("recognise f", "f(x)", "The function is its own derivative."),
        ),
    }
    bounds = Interval(0)
    asymptotes = (ZERO, None)
    note = "The inverse of the log link: with it, an output layer gives rates and other positive numbers."
    strengths = ("Always positive, and it turns sums of inputs into products.",)
    weaknesses = ("Grows, with its gradient, beyond every float: from x ≈ 709.8 on, in float32 from 88.7 on.",)
    sources = ("Nelder and Wedderburn 1972, Generalized linear models, doi:10.2307/2344614",)

    def value(self, x):
        return np.exp(x)

    def derivative(self, x):
        return np.exp(x)

    def second_derivative(self, x):
        return np.exp(x)


@register
class Elu(Activation):
    """x above zero, and an exponential that levels off at −alpha below."""

    alpha: float = param(1, "depth of the negative side", symbol="α")

    name = "elu"
    topics = ("lecture", "vanishing gradient")
    display = "ELU"
    aliases = ("ELU", "exponential_linear_unit")
    few_passes = True
    formula = "where(x > 0, x, alpha*(exp(x) - 1))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, x, alpha*(exp(x) - 1)))"),
            Line("piece by piece", "where(x > 0, D(x), alpha*D(exp(x) - 1))"),
            Line(
                "exponential rule",
                "where(x > 0, 1, alpha*exp(x))",
                "The slope of x is 1; eˣ is its own derivative, and the constant 1 has none.",
            ),
            Line("in terms of f", "where(x > 0, 1, f(x) + alpha)", "Left of 0, α·eˣ = α·(eˣ − 1) + α."),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = alpha, as PyTorch, JAX and TensorFlow take it; f″(0) = 0."
    note = Text(
        "f′ is continuous at 0 only for alpha = 1.", ("With alpha = 0 it is relu.", lambda self: self.alpha == 0)
    )
    strengths = Sentences(
        ("Negative outputs bring the mean activation closer to zero.", lambda self: self.alpha > 0),
        ("The gradient for x < 0 is not 0, which avoids dead units.", lambda self: self.alpha != 0),
        ("Its outputs are never negative.", lambda self: self.alpha < 0),
        ("Gives exact zeros, as relu does.", lambda self: self.alpha == 0),
    )
    weaknesses = Sentences(
        ("Costs an exponential, so it is slower than relu and its variants.", lambda self: self.alpha != 0),
        ("Saturates for very negative x.", lambda self: self.alpha != 0),
        (
            "The gradient is exactly 0 for x < 0: a unit that never fires no longer learns.",
            lambda self: self.alpha == 0,
        ),
        ("Not monotone: negative inputs give positive outputs.", lambda self: self.alpha < 0),
    )
    sources = (
        "Clevert, Unterthiner and Hochreiter 2015, Fast and accurate deep network learning by exponential linear units "
        "(ELUs), arXiv:1511.07289",
    )

    @property
    def bounds(self):
        return Interval(-self.alpha) if self.alpha > 0 else Interval(0, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.alpha), LINE)

    def value(self, x):
        return by_sign(x, self.alpha * np.expm1(x), x)

    def derivative(self, x):
        return either(x > 0, 1.0, kernels.times_exp(self.alpha, kernels.word(x)))

    def second_derivative(self, x):
        return either(x < 0, kernels.times_exp(self.alpha, kernels.word(x)), 0.0)


@register
class Celu(Activation):
    """An elu that is smooth at zero whatever its alpha."""

    alpha: float = param(1, "depth and scale of the negative side", symbol="α", never=0)

    name = "celu"
    display = "CELU"
    aliases = ("CELU", "continuously_differentiable_elu")
    few_passes = True
    formula = "max(0, x) + min(0, alpha*(exp(x/alpha) - 1))"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, x) + min(0, alpha*(exp(x/alpha) - 1)))"),
            Line(
                "write the pieces",
                "D(where(x > 0, x, alpha*(exp(x/alpha) - 1)))",
                "For x > 0 the minimum is 0, elsewhere the maximum is 0.",
            ),
            Line("piece by piece", "where(x > 0, D(x), alpha*D(exp(x/alpha) - 1))"),
            Line("chain rule", "where(x > 0, 1, alpha*exp(x/alpha)/alpha)", "The slope of x is 1; that of x/α is 1/α."),
            Line("cancel", "where(x > 0, 1, exp(x/alpha))"),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = 1 from both sides; f″(0) = 0, where it jumps from 1/alpha to 0."
    note = Text(
        "Equal to elu for alpha = 1.",
        ("With an alpha below 0 the exponential rises to the left.", lambda self: self.alpha < 0),
    )
    strengths = Sentences(
        ("The derivative is continuous and never above 1 for every alpha above 0.", lambda self: self.alpha > 0),
        "Smooth at 0, unlike elu with an alpha that is not 1.",
    )
    weaknesses = Sentences(
        "Costs an exponential.",
        ("Saturates for very negative x.", lambda self: self.alpha > 0),
        (
            "Falls exponentially to the left, where its gradient exceeds every float.",
            lambda self: self.alpha < 0,
        ),
    )
    sources = ("Barron 2017, Continuously differentiable exponential linear units, arXiv:1704.07483",)

    @property
    def bounds(self):
        return Interval(-self.alpha) if self.alpha > 0 else REALS

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.alpha) if self.alpha > 0 else None, LINE)

    def _scaled(self, x):
        return kernels.two_quotient(-at_least_0(-x), self.alpha)

    def value(self, x):
        scaled = self._scaled(x)
        left = self.alpha * kernels.expm1(scaled)
        if self.alpha < 0:
            left = either(scaled[0] > FAR, kernels.times_exp(self.alpha, scaled), left)
        # Right of 0, and where the quotient may have lost digits as a subnormal number, it is the line.
        return by_sign(NOTHING - np.abs(scaled[0]), left, x)

    def derivative(self, x):
        return either(x > 0, 1.0, kernels.exp(self._scaled(x)))

    def second_derivative(self, x):
        return either(x < 0, kernels.times_exp(1 / self.alpha, self._scaled(x)), 0.0)


@register
class Selu(Activation):
    """An elu with the two constants that keep activations at mean 0 and variance 1."""

    name = "selu"
    topics = ("vanishing gradient",)
    display = "SELU"
    aliases = ("SELU", "scaled_elu")
    few_passes = True
    formula = (
        "where(x > 0, 1.05070098735548049341933498*x,"
        " 1.05070098735548049341933498*1.67326324235437728481704299*(exp(x) - 1))"
    )
    routes = {
        "pieces": (
            Line("let", "lambda = 1.05070098735548049341933498"),
            Line("let", "alpha = 1.67326324235437728481704299"),
            Line("definition", "D(f(x)) = D(where(x > 0, lambda*x, lambda*alpha*(exp(x) - 1)))"),
            Line("piece by piece", "where(x > 0, lambda*D(x), lambda*alpha*D(exp(x) - 1))"),
            Line(
                "exponential rule",
                "where(x > 0, lambda, lambda*alpha*exp(x))",
                "The slope of x is 1; eˣ is its own derivative, and the constant 1 has none.",
            ),
            Line(
                "in terms of f", "where(x > 0, lambda, f(x) + lambda*alpha)", "Left of 0, λ·α·eˣ = λ·α·(eˣ − 1) + λ·α."
            ),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(-SELU_SCALE_ALPHA)
    asymptotes = (Asymptote(0, -SELU_SCALE_ALPHA), Asymptote(SELU_SCALE, 0))
    convention = (
        "f′(0) = 1.7581, the slope from the left, as PyTorch and JAX take it; TensorFlow takes 1.0507. f″(0) = 0."
    )
    note = "scale·elu with alpha = 1.6733 and scale = 1.0507."
    strengths = ("Activations normalise themselves through many dense layers, without batch normalisation.",)
    weaknesses = (
        "The guarantee needs dense layers, LeCun-normal initial weights and alpha dropout.",
        "Costs an exponential.",
    )
    sources = ("Klambauer, Unterthiner, Mayr and Hochreiter 2017, Self-normalizing neural networks, arXiv:1706.02515",)

    def value(self, x):
        return by_sign(x, SELU_SCALE_ALPHA * np.expm1(x), SELU_SCALE * x)

    def derivative(self, x):
        return either(x > 0, SELU_SCALE, kernels.times_exp(SELU_SCALE_ALPHA, kernels.word(x)))

    def second_derivative(self, x):
        return either(x < 0, kernels.times_exp(SELU_SCALE_ALPHA, kernels.word(x)), 0.0)


@register
class Pelu(Activation):
    """A line above zero and an exponential below, with a common slope at zero and two learned numbers."""

    a: float = param(1, "depth of the negative side", symbol="a", above=0, aliases=("alpha",))
    b: float = param(1, "scale of the exponential", symbol="b", above=0, aliases=("beta",))

    name = "pelu"
    display = "PELU"
    aliases = ("PELU", "parametric_elu")
    formula = "where(x >= 0, a/b*x, a*(exp(x/b) - 1))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= 0, a/b*x, a*(exp(x/b) - 1)))"),
            Line("piece by piece", "where(x >= 0, a/b*D(x), a*D(exp(x/b)))", "The constant −a has no slope."),
            Line("chain rule", "where(x >= 0, a/b, a*exp(x/b)/b)", "The slope of x/b is 1/b."),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = a/b from both sides; f″(0) = 0, where it jumps from a/b² to 0."
    note = "elu for a = b = 1; keeping both numbers positive keeps it increasing."
    strengths = ("Learns how deep and how steep the negative side is, smooth at 0 throughout.",)
    weaknesses = (
        "Costs an exponential, and two parameters that have to be kept positive.",
        "Saturates for very negative x.",
    )
    sources = (
        "Trottier, Giguère and Chaib-draa 2016, Parametric exponential linear unit for deep convolutional neural "
        "networks, arXiv:1605.09332",
    )
    equivalents = {
        "PyTorch": "torch.where(x >= 0, {a} / {b} * x, {a} * torch.expm1(x.clamp(max=0) / {b}))",
        "TensorFlow": "tf.where(x >= 0, {a} / {b} * x, {a} * tf.math.expm1(tf.minimum(x, 0) / {b}))",
        "Keras": "keras.ops.where(x >= 0, {a} / {b} * x, {a} * keras.ops.expm1(keras.ops.minimum(x, 0) / {b}))",
        "JAX": "jax.numpy.where(x >= 0, {a} / {b} * x, {a} * jax.numpy.expm1(jax.numpy.minimum(x, 0) / {b}))",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.nn.ELU()",
        "TensorFlow": "tf.nn.elu(x)",
        "Keras": "keras.activations.elu(x)",
        "JAX": "jax.nn.elu(x)",
    }

    @property
    def bounds(self):
        return Interval(-self.a)

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.a), Asymptote(self.a / self.b, 0))

    def compose(self, x):
        return jets.where(x.point >= 0, self.a * (x / self.b), self.a * jets.expm1(x / self.b))


@register
class Xielu(Activation):
    """A parabola above zero and the integral of an elu below, with three learned numbers."""

    alpha_p: float = param(0.8, "curvature of the positive side", symbol="α_p", above=0)
    alpha_n: float = param(0.8, "curvature of the negative side", symbol="α_n", above=0)
    beta: float = param(0.5, "slope at 0", symbol="β")

    name = "xielu"
    display = "xIELU"
    aliases = ("xIELU", "expanded_integral_elu")
    interval = (-4.0, 2.0)
    formula = "where(x > 0, alpha_p*x^2 + beta*x, alpha_n*(exp(x) - 1 - x) + beta*x)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, alpha_p*x^2 + beta*x, alpha_n*(exp(x) - 1 - x) + beta*x))"),
            Line("piece by piece", "where(x > 0, D(alpha_p*x^2 + beta*x), D(alpha_n*(exp(x) - 1 - x) + beta*x))"),
            Line(
                "power rule",
                "where(x > 0, 2*alpha_p*x + beta, D(alpha_n*(exp(x) - 1 - x) + beta*x))",
                "(x²)′ = 2·x, and the slope of β·x is β.",
            ),
            Line(
                "exponential rule",
                "where(x > 0, 2*alpha_p*x + beta, alpha_n*(exp(x) - 1) + beta)",
                "eˣ is its own derivative, and the slope of x is 1.",
            ),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = beta from both sides; f″(0) = alpha_n, its value from the left, and 2·alpha_p from the right."
    note = "The integral of a simple slope: beta plus 2·alpha_p·x above 0, and beta plus an elu below."
    strengths = ("The slope grows with x above 0 and may be negative below, both to a degree that is learned.",)
    weaknesses = ("Grows with the square of its input.", "Costs an exponential and three parameters.")
    sources = ("Huang and Schlag 2024, Deriving activation functions using integration, arXiv:2411.13010",)
    equivalents = {
        "PyTorch": "torch.where(x > 0, {alpha_p} * x**2, {alpha_n} * (torch.expm1(x.clamp(max=0)) - x)) + {beta} * x",
        "TensorFlow": "tf.where(x > 0, {alpha_p} * x**2, {alpha_n} * (tf.math.expm1(tf.minimum(x, 0)) - x))"
        " + {beta} * x",
        "Keras": "keras.ops.where(x > 0, {alpha_p} * x**2, {alpha_n} * (keras.ops.expm1(keras.ops.minimum(x, 0)) - x))"
        " + {beta} * x",
        "JAX": "jax.numpy.where(x > 0, {alpha_p} * x**2, "
        "{alpha_n} * (jax.numpy.expm1(jax.numpy.minimum(x, 0)) - x)) + {beta} * x",
    }

    @property
    def bounds(self):
        curvature, slope = self.alpha_n, self.beta
        if slope <= 0:  # the parabola has the least value
            return Interval(-slope * slope / (4 * self.alpha_p), ends="[)")
        if slope < curvature:  # the left side falls to a dip at ln(1 − β/α_n)
            return Interval(float(self.value(np.log1p(-slope / curvature))), ends="[)")
        return Interval(-curvature) if slope == curvature else REALS

    @property
    def asymptotes(self):
        return (Asymptote(self.beta - self.alpha_n, -self.alpha_n), None)

    def compose(self, x):
        line = self.beta * x
        above = jets.square(x) * 0.5 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0))))
        above = jets.where(x.point > -_SMALL, above, jets.expm1(x) - x)  # e^x − 1 − x, whose x would be lost near 0
        near = self.alpha_n * above + line
        far = self.alpha_n * jets.expm1(x) + (line - self.alpha_n * x)  # the lines cancel where their slopes are close
        left = jets.where(x.point > -1, near, far)
        return jets.where(x.point > 0, self.alpha_p * jets.square(x) + line, left)
