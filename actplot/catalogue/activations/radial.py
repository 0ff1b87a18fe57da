"""Activations that depend on the distance of their input from zero only."""

from ...numerics import jets
from ..kinds.functions import ZERO, Activation, Interval, Line
from ..registry import register


@register
class Gaussian(Activation):
    """A bell: 1 at zero, and close to 0 a few units away on either side."""

    name = "gaussian"
    display = "Gaussian"
    aliases = ("Gaussian", "gaussian_rbf")
    formula = "exp(-x^2)"
    routes = {
        "chain": (
            Line("definition", "D(exp(-x^2))"),
            Line("exponential rule", "exp(-x^2)*D(-x^2)"),
            Line("power rule", "-2*x*exp(-x^2)"),
            Line("recognise f", "-2*x*f(x)"),
        ),
    }
    bounds = Interval(0, 1, "(]")
    asymptotes = (ZERO, ZERO)
    note = "Even: f(−x) = f(x). It has no factor 1/2 in its exponent; its slope is steepest, ∓0.8578, at x = ±1/√2."
    strengths = ("Local: a unit answers to inputs near its centre only.", "Bounded and smooth.")
    weaknesses = (
        "Value and gradient vanish quickly on both sides: a unit whose inputs lie far from 0 no longer learns.",
        "Even, so it loses the sign of its input.",
    )
    sources = (
        "Broomhead and Lowe 1988, Multivariable functional interpolation and adaptive networks, "
        "Complex Systems 2:321-355",
        "Moody and Darken 1989, Fast learning in networks of locally-tuned processing units, "
        "doi:10.1162/neco.1989.1.2.281",
    )
    equivalents = {
        "PyTorch": "torch.exp(-(x**2))",
        "TensorFlow": "tf.exp(-tf.square(x))",
        "Keras": "keras.ops.exp(-keras.ops.square(x))",
        "JAX": "jax.numpy.exp(-jax.numpy.square(x))",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return jets.exp(-jets.square(x))
