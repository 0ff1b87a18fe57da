"""Activations that swing: sine, cosine and what is built from them."""

import numpy as np

from ...numerics import jets, kernels, wide
from ...numerics.arrays import either
from ..kinds.functions import REALS, ZERO, Activation, Interval, Line, param
from ..registry import register

LONG_WAY = 1e9  # an angle from which on floats of it are far apart


def _sine(angle: kernels.Words) -> kernels.Words:
    """sin(high + low), relative to its own size; the low word of a large angle may be large too."""
    high, low = angle
    sine = np.sin(high)
    return kernels.two_sum(sine, np.cos(high) * np.sin(low) - 2 * sine * np.sin(low / 2) ** 2)


@register
class Sin(Activation):
    """The sine: a wave that passes through zero."""

    name = "sin"
    aliases = ("Sin", "sine")
    interval = (-10.0, 10.0)
    formula = "sin(x)"
    routes = {
        "rule": (
            Line("definition", "D(sin(x))"),
            Line("derivative of sin", "cos(x)"),
        ),
    }
    bounds = Interval(-1, 1, "[]")
    note = "Periodic, with period 2π; close to x near 0. It has no limit at ±∞, so its value there is nan."
    strengths = (
        "Represents fine detail and its derivatives, which suits images, sound and differential equations.",
        "Its derivative is a shifted copy of itself.",
    )
    weaknesses = (
        "Periodic, so many inputs share one output and the loss has many local minima.",
        "Needs careful initialisation.",
    )
    sources = (
        "Lapedes and Farber 1987, Nonlinear signal processing using neural networks, LA-UR-87-2662",
        "Sitzmann et al. 2020, Implicit neural representations with periodic activation functions, arXiv:2006.09661",
    )

    def value(self, x):
        return np.sin(x)

    def derivative(self, x):
        return np.cos(x)

    def second_derivative(self, x):
        return -np.sin(x)


@register
class Cos(Activation):
    """The cosine: a wave that is highest at zero."""

    name = "cos"
    aliases = ("Cos", "cosine")
    interval = (-10.0, 10.0)
    formula = "cos(x)"
    routes = {
        "rule": (
            Line("definition", "D(cos(x))"),
            Line("derivative of cos", "-sin(x)"),
        ),
        "shift": (
            Line("definition", "f(x) = cos(x)", "First the cosine is written as a shifted sine."),
            Line("cos(x) = sin(x + π/2)", "sin(x + pi/2)", "The cosine is a quarter of a period ahead of the sine."),
            Line("sin′ = cos", "D(f(x)) = cos(x + pi/2)", "The chain rule, with (x + π/2)′ = 1."),
            Line("cos(x + π/2) = −sin(x)", "-sin(x)", "A quarter of a period later the cosine is minus the sine."),
        ),
    }
    bounds = Interval(-1, 1, "[]")
    note = "Even and periodic, with period 2π. It has no limit at ±∞, so its value there is nan."
    strengths = ("With random frequencies and phases it gives the features of a Gaussian kernel.",)
    weaknesses = (
        "Even, so it loses the sign of its input, and its slope at 0 is 0.",
        "Periodic, so many inputs share one output and the loss has many local minima.",
    )
    sources = ("Rahimi and Recht 2007, Random features for large-scale kernel machines, NIPS 20",)

    def value(self, x):
        return np.cos(x)

    def derivative(self, x):
        return -np.sin(x)

    def second_derivative(self, x):
        return -np.cos(x)


@register
class Sinc(Activation):
    """A wave that dies out on both sides: sine over its argument, and 1 at zero."""

    name = "sinc"
    aliases = ("Sinc", "cardinal_sine", "unnormalized_sinc")
    interval = (-15.0, 15.0)
    formula = "where(x == 0, 1, sin(x)/x)"
    routes = {
        "quotient": (
            Line("definition", "D(sin(x)/x)", "For x ≠ 0. At 0 the function has its maximum, so f′(0) = 0."),
            Line("quotient rule", "(D(sin(x))*x - sin(x)*D(x))/x^2"),
            Line("derivative of sin", "(x*cos(x) - sin(x))/x^2"),
            Line("split the fraction", "cos(x)/x - sin(x)/x^2"),
            Line("recognise f", "(cos(x) - f(x))/x", "sin(x)/x² is f(x)/x."),
        ),
    }
    bounds = Interval(-0.21723362821122165741, 1, "[]")
    asymptotes = (ZERO, ZERO)
    note = "Smooth at 0 too, where f = 1, f′ = 0 and f″ = −1/3. numpy, torch and JAX give this name to sin(πx)/(πx)."
    strengths = ("Bounded and smooth, and its waves die out with distance.",)
    weaknesses = (
        "The gradient vanishes and changes sign again and again on both sides.",
        "Even, so it loses the sign of its input.",
    )
    sources = (
        "Woodward and Davies 1952, Information theory and inverse probability in telecommunication, "
        "doi:10.1049/pi-3.1952.0011",
    )
    equivalents = {
        "PyTorch": "torch.sinc(x / torch.pi)",
        "TensorFlow": "tf.experimental.numpy.sinc(x / math.pi)",
        "Keras": "keras.ops.where(x == 0, 1.0, keras.ops.sin(x) / keras.ops.where(x == 0, 1.0, x))",
        "JAX": "jax.numpy.sinc(x / jax.numpy.pi)",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        # Near 0 cos(x) and sin(x)/x cancel in the derivative, so there the power series takes over.
        near = np.abs(x.point) < 1
        square, series = jets.square(x), jets.where(near, 1.0, 1.0 + 0.0 * x)
        for order in range(26, 0, -2):
            series = 1.0 - square * series / float(order * (order + 1))
        return jets.where(near, series, jets.sin(x) / jets.where(near, 1.0 + 0.0 * x, x))


@register
class Gcu(Activation):
    """The growing cosine unit: a cosine whose swings grow with its input."""

    name = "gcu"
    display = "GCU"
    aliases = ("GCU", "growing_cosine_unit")
    interval = (-10.0, 10.0)
    formula = "x*cos(x)"
    routes = {
        "product": (
            Line("definition", "D(x*cos(x))"),
            Line("product rule", "cos(x) + x*D(cos(x))"),
            Line("derivative of cos", "cos(x) - x*sin(x)"),
        ),
    }
    note = "Odd; its zeros are 0 and all odd multiples of π/2. It has no limit at ±∞, so its value there is nan."
    strengths = ("Oscillates, so that a single unit can separate XOR.", "Close to the identity near 0.")
    weaknesses = ("The swings of value and gradient grow without bound, so large inputs make training unstable.",)
    sources = (
        "Noel, Arunkumar L., Trivedi and Dutta 2021, Growing cosine unit: A novel oscillatory activation function that "
        "can speedup training and reduce parameters in convolutional neural networks, arXiv:2108.12943",
    )
    equivalents = {
        "PyTorch": "x * torch.cos(x)",
        "TensorFlow": "x * tf.cos(x)",
        "Keras": "x * keras.ops.cos(x)",
        "JAX": "x * jax.numpy.cos(x)",
    }

    def value(self, x):
        return x * np.cos(x)

    def derivative(self, x):
        swing, cosine = x * np.sin(x), np.cos(x)
        return self.recomposed(cosine - swing, np.abs(cosine - swing) < np.abs(cosine) / 2, x, 1)

    def second_derivative(self, x):
        sine, swing = 2 * np.sin(x), x * np.cos(x)
        return self.recomposed(-sine - swing, np.abs(sine + swing) < np.abs(sine) / 2, x, 2)

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x * jets.cos(x)


@register
class Snake(Activation):
    """The identity with a periodic ripple, which lets a network go on with a period that it has seen."""

    alpha: float = param(1, "frequency of the ripple", symbol="α", never=0, aliases=("a",))

    name = "snake"
    display = "Snake"
    aliases = ("Snake",)
    formula = "x + sin(alpha*x)^2/alpha"
    routes = {
        "chain": (
            Line("definition", "D(x + sin(alpha*x)^2/alpha)"),
            Line("sum rule", "1 + D(sin(alpha*x)^2)/alpha"),
            Line("power rule", "1 + 2*sin(alpha*x)*D(sin(alpha*x))/alpha"),
            Line("chain rule", "1 + 2*sin(alpha*x)*cos(alpha*x)", "(sin(αx))′ = α·cos(αx), and α cancels."),
            Line("double angle", "1 + sin(2*alpha*x)", "2·sin(u)·cos(u) = sin(2u)."),
        ),
    }
    bounds = REALS
    note = "Its slope, 1 + sin(2αx), runs from 0 to 2, so it is monotone; it stays within 1/|α| of the identity."
    strengths = (
        "Extrapolates periodic data, where relu and tanh networks go on straight or flat.",
        "Monotone, and its gradient averages 1.",
    )
    weaknesses = ("α has to be chosen or learned.", "The slope is 0 once in every period.")
    sources = (
        "Ziyin, Hartwig and Ueda 2020, Neural networks fail to learn periodic functions and how to fix it, "
        "arXiv:2006.08195",
    )
    equivalents = {
        "PyTorch": "x + torch.sin({alpha} * x) ** 2 / {alpha}",
        "TensorFlow": "x + tf.square(tf.sin({alpha} * x)) / {alpha}",
        "Keras": "x + keras.ops.square(keras.ops.sin({alpha} * x)) / {alpha}",
        "JAX": "x + jax.numpy.square(jax.numpy.sin({alpha} * x)) / {alpha}",
    }
    equivalents_of_defaults = {
        "PyTorch": "x + torch.sin(x) ** 2",
        "TensorFlow": "x + tf.square(tf.sin(x))",
        "Keras": "x + keras.ops.square(keras.ops.sin(x))",
        "JAX": "x + jax.numpy.square(jax.numpy.sin(x))",
    }

    def value(self, x):
        sine = _sine(kernels.two_product(self.alpha, x))
        high, low = kernels.multiply(sine, sine)
        ripple, rest = kernels.two_quotient(high, self.alpha)
        total, lost = kernels.two_sum(x, ripple)  # x and the ripple cancel partly for x < 0
        value = total + (lost + (rest + low / self.alpha))
        value = self.recomposed(value, ~(np.abs(self.alpha * x) < LONG_WAY), x, 0)
        return either(np.isinf(x), x, either(np.isinf(total), total, value))

    def derivative(self, x):
        angle = kernels.two_product(2 * self.alpha, x)
        slope = 1 + _sine(angle)[0]
        return self.recomposed(slope, ~((slope > 0.5) & (np.abs(angle[0]) < LONG_WAY)), x, 0, Snake._slope)

    def second_derivative(self, x):
        high, low = kernels.two_product(2 * self.alpha, x)
        cosine = np.cos(high)
        bend = 2 * self.alpha * (cosine - (np.sin(high) * np.sin(low) + 2 * cosine * np.sin(low / 2) ** 2))
        return self.recomposed(bend, ~(np.abs(high) < LONG_WAY), x, 0, Snake._bend)

    def compose(self, x: jets.Jet) -> jets.Jet:
        return x + jets.square(jets.sin(x * self.alpha)) / self.alpha

    def _slope(self, x: jets.Jet) -> jets.Jet:  # 1 + sin(2αx) as a square, for it does not cancel beside its zeros
        return jets.square(jets.sin(x * self.alpha) + jets.cos(x * self.alpha))

    def _bend(self, x: jets.Jet) -> jets.Jet:
        return jets.cos(x * self.alpha * 2.0) * (2.0 * wide.widened(self.alpha))
