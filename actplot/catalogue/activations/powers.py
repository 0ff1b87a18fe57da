"""Powers of the input."""

import numpy as np

from ..kinds.functions import Activation, Interval, Line
from ..registry import register


@register
class Square(Activation):
    """The input times itself."""

    name = "square"
    aliases = ("quadratic", "squared")
    interval = (-3.0, 3.0)
    few_passes = True
    formula = "x^2"
    routes = {
        "power": (
            Line("definition", "D(x^2)"),
            Line("power rule", "2*x", "The exponent comes down as a factor and falls by one."),
        ),
        "product": (
            Line("definition", "D(x*x)", "A square is a product of two equal factors."),
            Line("product rule", "D(x)*x + x*D(x)"),
            Line("derivative of x", "x + x"),
            Line("collect", "2*x"),
        ),
    }
    bounds = Interval(0, ends="[)")
    note = "A polynomial of degree 2: a network of such units computes a polynomial of its inputs."
    strengths = ("Costs a single product: possible on homomorphically encrypted inputs, and simple enough for theory.",)
    weaknesses = (
        "Grows without bound, and so does its gradient: deep stacks of it diverge easily.",
        "Even, so the sign of the input is lost.",
    )
    sources = (
        "Gilad-Bachrach et al. 2016, CryptoNets: applying neural networks to encrypted data with high throughput and "
        "accuracy, PMLR 48:201-210",
        "Du and Lee 2018, On the power of over-parametrization in neural networks with quadratic activation, "
        "arXiv:1803.01206",
    )

    def value(self, x):
        return x * x

    def derivative(self, x):
        return 2 * x

    def second_derivative(self, x):
        return np.full_like(x, 2.0)


@register
class Cube(Activation):
    """The third power of the input."""

    name = "cube"
    aliases = ("cubic", "cubed")
    interval = (-2.0, 2.0)
    formula = "x^3"
    routes = {
        "power": (
            Line("definition", "D(x^3)"),
            Line("power rule", "3*x^2", "The exponent comes down as a factor and falls by one."),
        ),
        "product": (
            Line("definition", "D(x*x^2)", "A cube is the input times its square."),
            Line("product rule", "D(x)*x^2 + x*D(x^2)"),
            Line("power rule", "x^2 + x*2*x", "The slope of x is 1, and that of x² is 2·x."),
            Line("collect", "3*x^2"),
        ),
    }
    note = "Of a sum of inputs it holds every product of three of them, which is why it models feature combinations."
    strengths = ("Keeps the sign of the input and models products of three features directly.",)
    weaknesses = ("Its gradient vanishes at 0 and grows with the square of the input.",)
    sources = (
        "Chen and Manning 2014, A fast and accurate dependency parser using neural networks, doi:10.3115/v1/D14-1082",
    )
    equivalents = {
        "PyTorch": "torch.pow(x, 3)",
        "TensorFlow": "tf.pow(x, 3)",
        "Keras": "keras.ops.power(x, 3)",
        "JAX": "jax.numpy.power(x, 3)",
    }

    def value(self, x):
        return x * x * x

    def derivative(self, x):
        return 3 * x * x

    def second_derivative(self, x):
        return 6 * x
