"""The activation that does nothing, and lines with a bend."""

import numpy as np

from ..kinds.functions import LINE, Activation, Asymptote, Interval, Line
from ..registry import register


@register
class Identity(Activation):
    """Passes its input on unchanged."""

    name = "identity"
    topics = ("output layer",)
    aliases = ("linear", "Identity")
    few_passes = True
    formula = "x"
    asymptotes = (LINE, LINE)
    note = "Layers with it alone compose to one linear layer, however many there are."
    strengths = ("Right for the output of a regression: every real number can be reached.",)
    weaknesses = ("Adds no non-linearity, so depth adds no expressive power.",)
    sources = ("Widrow and Hoff 1960, Adaptive switching circuits, IRE WESCON Convention Record 4:96-104",)

    def value(self, x):
        return x

    def derivative(self, x):
        return np.ones_like(x)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class BentIdentity(Activation):
    """The identity, bent smoothly: half its slope far to the left, one and a half times its slope far to the right."""

    name = "bent_identity"
    aliases = ("BentIdentity",)
    formula = "(sqrt(x^2 + 1) - 1)/2 + x"
    routes = {
        "chain": (
            Line("definition", "D((sqrt(x^2 + 1) - 1)/2 + x)"),
            Line("sum rule", "D(sqrt(x^2 + 1))/2 + 1", "The constant −1/2 has no slope, and that of x is 1."),
            Line("derivative of the root", "D(x^2 + 1)/(2*2*sqrt(x^2 + 1)) + 1", "(√v)′ = v′/(2·√v)."),
            Line("power rule", "2*x/(4*sqrt(x^2 + 1)) + 1"),
            Line("cancel", "x/(2*sqrt(x^2 + 1)) + 1"),
        ),
    }
    asymptotes = (Asymptote(0.5, -0.5), Asymptote(1.5, -0.5))
    note = "x plus half of the hyperbola √(x² + 1) − 1; f(0) = 0 and f′(0) = 1."
    strengths = ("Smooth and strictly increasing, with a slope between 1/2 and 3/2: no vanishing gradients.",)
    weaknesses = (
        "Nearly linear, so it adds little expressive power per layer.",
        "Unbounded on both sides, and it gives no exact zeros.",
    )
    sources = (
        "Kunc and Kléma 2024, Three decades of activations: a comprehensive survey of 400 activation functions for "
        "neural networks, arXiv:2402.09092",
    )
    equivalents = {
        "PyTorch": "(torch.sqrt(x**2 + 1) - 1) / 2 + x",
        "TensorFlow": "(tf.sqrt(x**2 + 1) - 1) / 2 + x",
        "Keras": "(keras.ops.sqrt(x**2 + 1) - 1) / 2 + x",
        "JAX": "(jax.numpy.sqrt(x**2 + 1) - 1) / 2 + x",
    }

    def value(self, x):
        return x * (1 + x / 2 / (np.hypot(x, 1.0) + 1))  # without √(x² + 1) − 1, which cancels near 0

    def derivative(self, x):
        return 1 + x / 2 / np.hypot(x, 1.0)

    def second_derivative(self, x):
        ratio = 1 / np.hypot(x, 1.0)
        return ratio * ratio * ratio / 2


@register
class Absolute(Activation):
    """The size of its input, without the sign."""

    name = "abs"
    display = "|x|"
    aliases = ("absolute", "absolute_value", "Abs")
    formula = "|x|"
    routes = {
        "pieces": (
            Line("definition", "D(|x|)"),
            Line("write the pieces", "D(where(x > 0, x, -x))", "The size of a number is itself or its negative."),
            Line("piece by piece", "where(x > 0, 1, -1)"),
            Line("recognise the sign", "sign(x)", "1 for positive and −1 for negative inputs."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, 0), Asymptote(1, 0))
    convention = "f′(0) = 0, as PyTorch and TensorFlow take it; JAX takes 1."
    note = "Rectifies both half-waves; relu keeps one. As a loss of the residual it is mae."
    strengths = ("Detects a feature whatever its polarity, and its slope is ±1 everywhere but at 0.",)
    weaknesses = ("Not monotone: opposite inputs give the same output.", "A kink at 0.")
    sources = (
        "Jarrett, Kavukcuoglu, Ranzato and LeCun 2009, What is the best multi-stage architecture for object "
        "recognition?, doi:10.1109/ICCV.2009.5459469",
    )

    def value(self, x):
        return np.abs(x)

    def derivative(self, x):
        return np.sign(x)

    def second_derivative(self, x):
        return np.zeros_like(x)
