"""Functions other than sigmoid and tanh that run from one bound to another."""

import numpy as np

from ...errors import BadParameter
from ...numerics import jets
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register

FAR = 1e150  # from here on 1 is nothing beside the square


@register
class Arctan(Activation):
    """The angle whose tangent is the input: bounded by ±π/2, which it approaches slowly."""

    name = "arctan"
    topics = ("vanishing gradient",)
    aliases = ("atan", "inverse_tangent", "ArcTan")
    few_passes = True
    formula = "atan(x)"
    routes = {
        "inverse": (
            Line("let", "y = atan(x)"),
            Line("differentiate both sides", "D(tan(y)) = D(x)", "x = tan y, so both have the same slope."),
            Line("derivative of x", "1"),
            Line("chain rule", "D(tan(y)) = (1 + tan(y)^2)*D(y)", "tan′ = 1 + tan²."),
            Line("tan(y) = x", "(1 + x^2)*D(y)", "y is the angle whose tangent is x."),
            Line("definition", "D(f(x)) = D(y)"),
            Line("solve for y′", "1/(1 + x^2)", "From above, (1 + x²)·y′ = 1."),
        ),
    }
    bounds = Interval(-np.pi / 2, np.pi / 2)
    asymptotes = (Asymptote(0, -np.pi / 2), Asymptote(0, np.pi / 2))
    note = "The derivative falls like 1/x², where tanh's falls exponentially."
    strengths = ("Zero-centred and smooth; saturates much later than tanh.",)
    weaknesses = ("Bounded, so the gradient still falls towards 0 on both sides.",)
    sources = (
        "Kamruzzaman and Aziz 2002, A note on activation function in multilayer feedforward learning, "
        "IJCNN 2002, volume 1, pages 519-523",
    )

    def value(self, x):
        return np.arctan(x)

    def derivative(self, x):
        return either(np.abs(x) > FAR, 1 / x / x, 1 / (1 + x * x))

    def second_derivative(self, x):
        ratio = 1 / (1 + x * x)
        return -2 * (x * ratio) * ratio


@register
class Elliott(Activation):
    """A softsign, moved and scaled to run from 0 to 1."""

    name = "elliott"
    display = "Elliott"
    aliases = ("elliot", "elliott_sigmoid", "elliotsig")
    formula = "x/(2*(1 + |x|)) + 1/2"
    routes = {
        "quotient": (
            Line("definition", "D(x/(2*(1 + |x|)) + 1/2)"),
            Line(
                "quotient rule",
                "(1 + |x| - x*D(1 + |x|))/(2*(1 + |x|)^2)",
                "(u/v)′ = (u′·v − u·v′)/v²; the factor 1/2 stays, and the summand 1/2 has no slope.",
            ),
            Line("derivative of |x|", "(1 + |x| - x*sign(x))/(2*(1 + |x|)^2)", "The slope of |x| is sign(x)."),
            Line("x·sign(x) = |x|", "(1 + |x| - |x|)/(2*(1 + |x|)^2)", "A number times its sign is its size."),
            Line("simplify", "1/(2*(1 + |x|)^2)"),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, 1)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    convention = "f′(0) = 1/2 from both sides; f″(0) = 0, where it jumps from 1 to −1."
    note = "Equal to (softsign(x) + 1)/2; its derivative is never above 1/2."
    strengths = ("A sigmoid shape that needs no exponential.",)
    weaknesses = ("Approaches its bounds slowly, and its outputs are not centred at zero.",)
    sources = (
        "Elliott 1993, A better activation function for artificial neural networks, Institute for Systems Research, "
        "University of Maryland, technical report 93-8",
    )
    equivalents = {
        "PyTorch": "(torch.nn.functional.softsign(x) + 1) / 2",
        "TensorFlow": "(tf.nn.softsign(x) + 1) / 2",
        "Keras": "(keras.activations.softsign(x) + 1) / 2",
        "JAX": "(jax.nn.soft_sign(x) + 1) / 2",
    }

    def value(self, x):
        tail = 0.5 / (1 + np.abs(x))
        return either(x < 0, tail, 1 - tail)

    def derivative(self, x):
        ratio = 1 / (1 + np.abs(x))
        return ratio * ratio / 2

    def second_derivative(self, x):
        ratio = 1 / (1 + np.abs(x))
        return -np.sign(x) * ratio * ratio * ratio


@register
class Isru(Activation):
    """The input divided by a root that grows with it: bounded by ±1/√alpha."""

    alpha: float = param(1, "how early it levels off", symbol="α", above=0)

    name = "isru"
    display = "ISRU"
    aliases = ("ISRU", "inverse_square_root_unit")
    formula = "x/sqrt(1 + alpha*x^2)"
    routes = {
        "quotient": (
            Line("let", "w = sqrt(1 + alpha*x^2)"),
            Line("derivative of the root", "D(w) = D(1 + alpha*x^2)/(2*sqrt(1 + alpha*x^2))"),
            Line("power rule", "2*alpha*x/(2*sqrt(1 + alpha*x^2))"),
            Line("cancel", "alpha*x/w"),
            Line("definition", "D(f(x)) = D(x/w)"),
            Line("quotient rule", "(w - x*D(w))/w^2", "The slope of x is 1."),
            Line("substitute", "(w - alpha*x^2/w)/w^2"),
            Line("common denominator", "(w^2 - alpha*x^2)/w^3"),
            Line("w² = 1 + α·x²", "1/w^3", "The square of the root, less α·x², is 1."),
            Line("substitute", "1/(1 + alpha*x^2)^(3/2)", "The name w is replaced by what it stands for."),
        ),
    }
    note = "Where x is not 0, its derivative is (f/x)³, so the value gives the slope at little further cost."
    strengths = ("A tanh shape from one inverse square root, which many processors have as an instruction.",)
    weaknesses = ("Bounded, so the gradient falls towards 0 on both sides.",)
    sources = (
        "Carlile, Delamarter, Kinney, Marti and Whitney 2017, Improving deep learning by inverse square root linear "
        "units (ISRLUs), arXiv:1710.09967",
    )
    equivalents = {
        "PyTorch": "x * torch.rsqrt(1 + {alpha} * x**2)",
        "TensorFlow": "x * tf.math.rsqrt(1 + {alpha} * x**2)",
        "Keras": "x * keras.ops.rsqrt(1 + {alpha} * x**2)",
        "JAX": "x * jax.lax.rsqrt(1 + {alpha} * x**2)",
    }
    equivalents_of_defaults = {
        "PyTorch": "x * torch.rsqrt(1 + x**2)",
        "TensorFlow": "x * tf.math.rsqrt(1 + x**2)",
        "Keras": "x * keras.ops.rsqrt(1 + x**2)",
        "JAX": "x * jax.lax.rsqrt(1 + x**2)",
    }

    @property
    def bounds(self):
        return Interval(-1 / np.sqrt(self.alpha), 1 / np.sqrt(self.alpha))

    @property
    def asymptotes(self):
        return (Asymptote(0, -1 / np.sqrt(self.alpha)), Asymptote(0, 1 / np.sqrt(self.alpha)))

    def compose(self, x):
        # Far from 0 the derivatives of x/√… would be differences of nearly equal numbers.
        near = x / jets.sqrt(1.0 + self.alpha * jets.square(x))
        far = np.sign(x.point) / jets.sqrt(self.alpha + 1.0 / jets.square(x))
        return jets.where(np.abs(x.point) * np.sqrt(self.alpha) < 1, near, far)


@register
class Sqnl(Activation):
    """A sigmoid shape of two parabolas between −2 and 2, constant outside."""

    name = "sqnl"
    display = "SQNL"
    aliases = ("SQNL", "square_nonlinearity")
    formula = "where(x <= -2, -1, where(x < 0, x + x^2/4, where(x < 2, x - x^2/4, 1)))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x <= -2, -1, where(x < 0, x + x^2/4, where(x < 2, x - x^2/4, 1))))"),
            Line("piece by piece", "where(x <= -2, 0, where(x < 0, D(x + x^2/4), where(x < 2, D(x - x^2/4), 0)))"),
            Line("power rule", "where(x <= -2, 0, where(x < 0, 1 + x/2, where(x < 2, 1 - x/2, 0)))"),
        ),
    }
    breaks = (-2.0, 0.0, 2.0)
    bounds = Interval(-1, 1, "[]")
    asymptotes = (Asymptote(0, -1), Asymptote(0, 1))
    convention = "f′(0) = 1 and f′(±2) = 0 from both sides; f″(0) = f″(±2) = 0, where it jumps."
    note = "Close to tanh, from which it differs by less than 0.05."
    strengths = ("Needs products and comparisons only, so it suits fixed-point hardware.",)
    weaknesses = ("The gradient is exactly 0 outside [−2, 2].",)
    sources = (
        "Wuraola and Patel 2018, SQNL: a new computationally efficient activation function, "
        "doi:10.1109/IJCNN.2018.8489043",
    )
    equivalents = {
        "PyTorch": "x.clamp(-2, 2) * (1 - x.clamp(-2, 2).abs() / 4)",
        "TensorFlow": "tf.clip_by_value(x, -2, 2) * (1 - tf.abs(tf.clip_by_value(x, -2, 2)) / 4)",
        "Keras": "keras.ops.clip(x, -2, 2) * (1 - keras.ops.abs(keras.ops.clip(x, -2, 2)) / 4)",
        "JAX": "jax.numpy.clip(x, -2, 2) * (1 - jax.numpy.abs(jax.numpy.clip(x, -2, 2)) / 4)",
    }

    def value(self, x):
        x = np.clip(x, -2.0, 2.0)
        return x * (1 - np.abs(x) / 4)

    def derivative(self, x):
        return np.maximum(1 - np.abs(x) / 2, 0.0)

    def second_derivative(self, x):
        return either(np.abs(x) < 2, -np.sign(x) / 2, 0.0)


_FLAT = 1e-10  # whose square is nothing beside 1


@register
class SoftClipping(Activation):
    """The input, clipped smoothly to the range from 0 to 1."""

    alpha: float = param(1, "sharpness of both bends", symbol="α", above=0, aliases=("p",))

    name = "soft_clipping"
    aliases = ("SoftClipping", "soft_clip")
    formula = "log((1 + exp(alpha*x))/(1 + exp(alpha*(x - 1))))/alpha"
    routes = {
        "chain": (
            Line("definition", "D(log((1 + exp(alpha*x))/(1 + exp(alpha*(x - 1))))/alpha)"),
            Line(
                "ln of a fraction",
                "D(log(1 + exp(alpha*x)) - log(1 + exp(alpha*(x - 1))))/alpha",
                "ln(u/v) = ln u − ln v.",
            ),
            Line(
                "derivative of ln",
                "(D(1 + exp(alpha*x))/(1 + exp(alpha*x)) - D(1 + exp(alpha*(x - 1)))/(1 + exp(alpha*(x - 1))))/alpha",
                "(ln v)′ = v′/v.",
            ),
            Line(
                "exponential rule",
                "(alpha*exp(alpha*x)/(1 + exp(alpha*x)) - alpha*exp(alpha*(x - 1))/(1 + exp(alpha*(x - 1))))/alpha",
            ),
            Line("cancel", "exp(alpha*x)/(1 + exp(alpha*x)) - exp(alpha*(x - 1))/(1 + exp(alpha*(x - 1)))"),
            Line("recognise σ", "sigmoid(alpha*x) - sigmoid(alpha*(x - 1))", "eᵘ/(1 + eᵘ) is the sigmoid of u."),
        ),
    }
    bounds = Interval(0, 1)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    note = "The difference of two softplus; it tends to clip(x, 0, 1) as alpha grows, and its paper takes alpha = 50."
    strengths = ("Close to the identity between its bounds for large alpha, and smooth.",)
    weaknesses = ("Saturates on both sides, abruptly where alpha is large.",)
    sources = (
        "Klimek and Perelstein 2018, Neural network-based approach to phase space integration, arXiv:1810.11509",
    )
    equivalents = {
        "PyTorch": "(torch.nn.functional.softplus({alpha} * x) - torch.nn.functional.softplus({alpha} * (x - 1)))"
        " / {alpha}",
        "TensorFlow": "(tf.nn.softplus({alpha} * x) - tf.nn.softplus({alpha} * (x - 1))) / {alpha}",
        "Keras": "(keras.activations.softplus({alpha} * x) - keras.activations.softplus({alpha} * (x - 1))) / {alpha}",
        "JAX": "(jax.nn.softplus({alpha} * x) - jax.nn.softplus({alpha} * (x - 1))) / {alpha}",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.nn.functional.softplus(x) - torch.nn.functional.softplus(x - 1)",
        "TensorFlow": "tf.nn.softplus(x) - tf.nn.softplus(x - 1)",
        "Keras": "keras.activations.softplus(x) - keras.activations.softplus(x - 1)",
        "JAX": "jax.nn.softplus(x) - jax.nn.softplus(x - 1)",
    }

    def compose(self, x):
        if self.alpha < _FLAT:  # the mean of σ over an interval as long as alpha, where the two softplus are one number
            return jets.sigmoid((x - 0.5) * self.alpha)
        # f(x) = 1 − f(1 − x): on the left half the two softplus do not cancel.
        right = x.point > 0.5
        inner = jets.where(right, 1.0 - x, x)
        left = (jets.softplus(self.alpha * inner) - jets.softplus(self.alpha * (inner - 1.0))) / self.alpha
        return jets.where(right, 1.0 - left, left)


@register
class SoftRootSign(Activation):
    """Rises to alpha on the right, dips below 0 on the left and returns to it."""

    alpha: float = param(2, "limit at the right", symbol="α", above=0)
    beta: float = param(3, "distance of the dip from 0", symbol="β", above=0)

    name = "soft_root_sign"
    aliases = ("SRS", "SoftRootSign")
    interval = (-10.0, 10.0)
    formula = "x/(x/alpha + exp(-x/beta))"
    routes = {
        "quotient": (
            Line("let", "u = exp(-x/beta)"),
            Line("exponential rule", "D(u) = -u/beta", "The slope of −x/β is −1/β."),
            Line("definition", "D(f(x)) = D(x/(x/alpha + u))"),
            Line("quotient rule", "(x/alpha + u - x*D(x/alpha + u))/(x/alpha + u)^2", "The slope of x is 1."),
            Line("substitute", "(x/alpha + u - x*(1/alpha - u/beta))/(x/alpha + u)^2"),
            Line("multiply out", "(x/alpha + u - x/alpha + x*u/beta)/(x/alpha + u)^2"),
            Line("factor out", "u*(1 + x/beta)/(x/alpha + u)^2", "The two terms x/α cancel."),
            Line("substitute", "exp(-x/beta)*(1 + x/beta)/(x/alpha + exp(-x/beta))^2", "u is written out."),
        ),
    }
    note = "The only minimum lies at x = −beta; a pole would appear for beta ≥ e·alpha, which is refused."
    strengths = Sentences(
        "Smooth and bounded.",
        ("Its outputs have a small mean for standard normal inputs.", lambda self: self.has_defaults),
        "Both of its numbers can be learned.",
    )
    weaknesses = ("Costs an exponential and a division, and saturates on both sides.",)
    sources = ("Zhou, Li, Huo and Kung 2020, Soft-root-sign activation function, arXiv:2003.00547",)
    equivalents = {
        "PyTorch": "x / (x / {alpha} + torch.exp(-x / {beta}))",
        "TensorFlow": "x / (x / {alpha} + tf.exp(-x / {beta}))",
        "Keras": "x / (x / {alpha} + keras.ops.exp(-x / {beta}))",
        "JAX": "x / (x / {alpha} + jax.numpy.exp(-x / {beta}))",
    }

    def validate(self):
        if self.beta >= np.e * self.alpha:
            values = f"{self.beta:g} and {self.alpha:g}"
            raise BadParameter(f"soft_root_sign: beta must be below e·alpha, where a pole appears, got {values}")

    @property
    def bounds(self):
        return Interval(-self.alpha * self.beta / (np.e * self.alpha - self.beta), self.alpha, "[)")

    @property
    def asymptotes(self):
        return (ZERO, Asymptote(0, self.alpha))

    def compose(self, x):
        # Far to the right the derivatives of the fraction would be differences of nearly equal numbers.
        decay = jets.exp(-x / self.beta)
        near = x / (x / self.alpha + decay)
        far = self.alpha / (1.0 + self.alpha * decay / x)
        return jets.where(x.point <= self.beta, near, far)
