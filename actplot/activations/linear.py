"""The activation that does nothing."""

import numpy as np

from ..function import LINE, Activation
from ..registry import register


@register
class Identity(Activation):
    """Passes its input on unchanged."""

    name = "identity"
    aliases = ("linear", "Identity")
    formula = "x"
    asymptotes = (LINE, LINE)
    note = "Layers with it alone compose to one linear layer, however many there are."
    strengths = ("Right for the output of a regression: every real number can be reached.",)
    weaknesses = ("Adds no non-linearity, so depth adds no expressive power.",)
    sources = ("Widrow and Hoff 1960, Adaptive switching circuits, IRE WESCON Convention Record 4:96-104",)
    equivalents = {
        "PyTorch": "torch.nn.Identity()",
        "TensorFlow": "tf.identity(x)",
        "Keras": "keras.activations.linear(x)",
        "JAX": "jax.nn.identity(x)",
    }

    def value(self, x):
        return x

    def derivative(self, x):
        return np.ones_like(x)

    def second_derivative(self, x):
        return np.zeros_like(x)
