"""Odd functions that grow like a logarithm."""

import numpy as np

from ...numerics import jets
from ..kinds.functions import Activation, Line
from ..registry import register


@register
class Arcsinh(Activation):
    """The inverse of the hyperbolic sine: a straight line near 0, a logarithm far away."""

    name = "arcsinh"
    aliases = ("asinh", "inverse_hyperbolic_sine", "ihs")
    formula = "log(x + sqrt(x^2 + 1))"
    routes = {
        "logarithm": (
            Line("let", "w = sqrt(x^2 + 1)"),
            Line("derivative of the root", "D(w) = D(x^2 + 1)/(2*sqrt(x^2 + 1))"),
            Line("power rule", "2*x/(2*sqrt(x^2 + 1))"),
            Line("cancel", "x/w"),
            Line("definition", "D(f(x)) = D(log(x + w))"),
            Line("derivative of ln", "D(x + w)/(x + w)", "(ln v)′ = v′/v."),
            Line("substitute", "(1 + x/w)/(x + w)", "The slope of x is 1, that of w is x/w."),
            Line("common denominator", "((w + x)/w)/(x + w)"),
            Line("cancel", "1/w"),
            Line("substitute", "1/sqrt(x^2 + 1)", "The name w is replaced by what it stands for."),
        ),
    }
    note = "Close to x near 0 and to ±ln(2·|x|) far from it."
    strengths = ("Never saturates, and tames large values of either sign, smoothly.",)
    weaknesses = ("Its slope falls like 1/|x|.", "Costs a logarithm and a root.")
    sources = (
        "Burbidge, Magee and Robb 1988, Alternative transformations to handle extreme values of the dependent "
        "variable, doi:10.1080/01621459.1988.10478575",
    )

    def compose(self, x):
        return jets.asinh(x)


@register
class SymmetricLog(Activation):
    """The logarithm of 1 + |x|, with the sign of x."""

    name = "symmetric_log"
    aliases = ("symlog", "bi_symmetric_log", "signed_log")
    formula = "sign(x)*log(1 + |x|)"
    routes = {
        "chain": (
            Line("definition", "D(sign(x)*log(1 + |x|))"),
            Line("sign is constant", "sign(x)*D(log(1 + |x|))"),
            Line("derivative of ln", "sign(x)*D(1 + |x|)/(1 + |x|)", "(ln v)′ = v′/v."),
            Line("derivative of |x|", "sign(x)*sign(x)/(1 + |x|)", "The slope of |x| is sign(x)."),
            Line("sign(x)·sign(x) = 1", "1/(1 + |x|)", "The two signs are equal; at x = 0 the slope is 1 as well."),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = 1 from both sides; f″(0) = 0, where it jumps from 1 to −1."
    note = "Its inverse is sign(x)·(exp(|x|) − 1)."
    strengths = ("Brings values of any scale and either sign to a moderate size, and never saturates.",)
    weaknesses = ("Its slope falls like 1/|x|.", "The second derivative jumps at 0.")
    sources = (
        "Webber 2013, A bi-symmetric log transformation for wide-range data, doi:10.1088/0957-0233/24/2/027001",
        "Hafner, Pasukonis, Ba and Lillicrap 2023, Mastering diverse domains through world models, arXiv:2301.04104",
    )
    equivalents = {
        "PyTorch": "torch.sign(x) * torch.log1p(torch.abs(x))",
        "TensorFlow": "tf.sign(x) * tf.math.log1p(tf.abs(x))",
        "Keras": "keras.ops.sign(x) * keras.ops.log1p(keras.ops.abs(x))",
        "JAX": "jax.numpy.sign(x) * jax.numpy.log1p(jax.numpy.abs(x))",
    }

    def value(self, x):
        return np.sign(x) * np.log1p(np.abs(x))

    def derivative(self, x):
        return 1 / (1 + np.abs(x))

    def second_derivative(self, x):
        ratio = 1 / (1 + np.abs(x))
        return -np.sign(x) * ratio * ratio
