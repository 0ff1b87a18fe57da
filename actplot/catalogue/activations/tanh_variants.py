"""The hyperbolic tangent, scaled, rectified or weakened on one side."""

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register


@register
class LecunTanh(Activation):
    """A tanh scaled so that it takes the values ±1 at ±1."""

    name = "lecun_tanh"
    display = "LeCun tanh"
    aliases = ("LeCunTanh", "scaled_tanh")
    formula = "1.7159*tanh(2/3*x)"
    routes = {
        "chain": (
            Line("let", "A = 1.7159"),
            Line("let", "b = 2/3"),
            Line("definition", "D(f(x)) = D(A*tanh(b*x))"),
            Line("constant factor", "A*D(tanh(b*x))", "A constant factor stays."),
            Line("chain rule", "A*(1 - tanh(b*x)^2)*D(b*x)", "tanh′ = 1 − tanh², times the slope inside."),
            Line("derivative of x", "A*b*(1 - tanh(b*x)^2)"),
            Line("in terms of f", "A*b*(1 - (f(x)/A)^2)", "tanh(b·x) = f/A."),
        ),
    }
    bounds = Interval(-1.7159, 1.7159)
    asymptotes = (Asymptote(0, -1.7159), Asymptote(0, 1.7159))
    note = "f(±1) = ±1 to four digits, and f″ is largest in size near ±1, so targets of ±1 lie where the curve bends."
    strengths = ("Keeps the variance of normalised inputs near 1, and targets of ±1 do not drive units to saturation.",)
    weaknesses = ("Saturates on both sides, so gradients still vanish for large inputs.",)
    sources = ("LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, doi:10.1007/3-540-49430-8_2",)
    equivalents = {
        "PyTorch": "1.7159 * torch.tanh(2 / 3 * x)",
        "TensorFlow": "1.7159 * tf.nn.tanh(2 / 3 * x)",
        "Keras": "1.7159 * keras.activations.tanh(2 / 3 * x)",
        "JAX": "1.7159 * jax.nn.tanh(2 / 3 * x)",
    }

    def compose(self, x):
        return jets.tanh(x * jets.constant("2/3")) * jets.constant("1.7159")


@register
class RectifiedTanh(Activation):
    """The tanh for positive inputs, 0 for the others."""

    name = "rectified_tanh"
    aliases = ("RectifiedTanh", "rectified_hyperbolic_tangent", "relu_tanh")
    formula = "max(0, tanh(x))"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, tanh(x)))"),
            Line("write the pieces", "D(where(x > 0, tanh(x), 0))", "tanh has the sign of x."),
            Line("piece by piece", "where(x > 0, D(tanh(x)), 0)", "The slope of the constant 0 is 0."),
            Line("tanh′ = 1 − tanh²", "where(x > 0, 1 - tanh(x)^2, 0)"),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, 1, "[)")
    asymptotes = (ZERO, Asymptote(0, 1))
    convention = "f′(0) = 0, the slope from the left, as for relu."
    note = "Equal to relu(tanh(x)) and to tanh(relu(x))."
    strengths = ("Exact zeros like relu and outputs below 1 like tanh.",)
    weaknesses = ("Units can die on the left and saturate on the right.",)
    sources = ("Deeplearning4j documentation, ActivationRectifiedTanh",)
    equivalents = {
        "PyTorch": "torch.relu(torch.tanh(x))",
        "TensorFlow": "tf.nn.relu(tf.nn.tanh(x))",
        "Keras": "keras.activations.relu(keras.activations.tanh(x))",
        "JAX": "jax.nn.relu(jax.nn.tanh(x))",
    }

    def value(self, x):
        return np.tanh(np.maximum(x, 0.0))

    def derivative(self, x):
        return either(x > 0, kernels.sech2(x), 0.0)

    def second_derivative(self, x):
        return either(x > 0, kernels.sech2(x, -2.0 * np.tanh(x)), 0.0)


@register
class PenalizedTanh(Activation):
    """The tanh, with its negative side multiplied by a factor, usually a small one."""

    a: float = param(0.25, "factor of the negative side", symbol="a", at_least=0, aliases=("alpha", "slope"))

    name = "penalized_tanh"
    aliases = ("PenalizedTanh", "leaky_tanh")
    formula = "where(x > 0, tanh(x), a*tanh(x))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x > 0, tanh(x), a*tanh(x)))"),
            Line("piece by piece", "where(x > 0, D(tanh(x)), a*D(tanh(x)))", "The constant factor a stays."),
            Line("tanh′ = 1 − tanh²", "where(x > 0, 1 - tanh(x)^2, a*(1 - tanh(x)^2))"),
        ),
    }
    convention = "f′(0) = a, the slope from the left, as leaky_relu has it; f″(0) = 0."
    note = "To tanh what leaky_relu is to the identity: for a = 1 it is tanh, for a = 0 the rectified tanh."
    strengths = Sentences(
        (
            "Breaks the symmetry of tanh, which its authors found to train deep networks as well as rectifiers do.",
            lambda self: self.a != 1,
        ),
        ("Did well across many language tasks in a comparison of 21 activations.", lambda self: self.a == 0.25),
        ("Equal to tanh: its outputs are centred at zero.", lambda self: self.a == 1),
    )
    weaknesses = ("Saturates on both sides.",)
    sources = (
        "Xu, Huang and Li 2016, Revise saturated activation functions, arXiv:1602.05980",
        "Eger, Youssef and Gurevych 2018, Is it time to swish? Comparing deep learning activation functions across NLP "
        "tasks, doi:10.18653/v1/D18-1472",
    )
    equivalents = {
        "PyTorch": "torch.where(x > 0, torch.tanh(x), {a} * torch.tanh(x))",
        "TensorFlow": "tf.where(x > 0, tf.nn.tanh(x), {a} * tf.nn.tanh(x))",
        "Keras": "keras.ops.where(x > 0, keras.ops.tanh(x), {a} * keras.ops.tanh(x))",
        "JAX": "jax.numpy.where(x > 0, jax.nn.tanh(x), {a} * jax.nn.tanh(x))",
    }

    @property
    def breaks(self):
        return () if self.a == 1 else (0.0,)

    @property
    def bounds(self):
        return Interval(-self.a, 1, "()" if self.a > 0 else "[)")

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.a), Asymptote(0, 1))

    def _factor(self, x):
        return either(x > 0, 1.0, self.a)

    def value(self, x):
        return self._factor(x) * np.tanh(x)

    def derivative(self, x):
        return kernels.sech2(x, self._factor(x))

    def second_derivative(self, x):
        return -2.0 * kernels.sech2(x, self._factor(x) * np.tanh(x))
