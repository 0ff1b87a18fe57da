"""Rectifiers whose negative side is an exponential that levels off."""

import numpy as np

from .. import kernels
from ..function import LINE, Activation, Asymptote, Interval, Line, param
from ..registry import register

# Self-normalising constants of Klambauer et al. 2017, equation 14.
SELU_SCALE = 1.0507009873554804934193349852946
SELU_SCALE_ALPHA = 1.7580993408473768599402175208123


@register
class Elu(Activation):
    """x above zero, and an exponential that levels off at −alpha below."""

    alpha: float = param(1, "depth of the negative side", symbol="α", at_least=0)

    name = "elu"
    aliases = ("ELU", "exponential_linear_unit")
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
    note = "Smooth at 0 only for alpha = 1."
    strengths = (
        "Negative outputs bring the mean activation closer to zero.",
        "The gradient for x < 0 is not 0, which avoids dead units.",
    )
    weaknesses = ("Costs an exponential, so it is slower than relu and its variants.", "Saturates for very negative x.")
    sources = (
        "Clevert, Unterthiner and Hochreiter 2015, Fast and accurate deep network learning by ELUs, arXiv:1511.07289",
    )
    equivalents = {
        "PyTorch": "torch.nn.ELU(alpha={alpha})",
        "Keras": "keras.activations.elu(x, alpha={alpha})",
        "JAX": "jax.nn.elu(x, alpha={alpha})",
    }
    equivalents_of_defaults = {"TensorFlow": "tf.nn.elu(x)"}

    @property
    def bounds(self):
        return Interval(-self.alpha) if self.alpha > 0 else Interval(0, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.alpha), LINE)

    def value(self, x):
        return np.where(x > 0, x, self.alpha * np.expm1(x))

    def derivative(self, x):
        return np.where(x > 0, 1.0, kernels.times_exp(self.alpha, kernels.word(x)))

    def second_derivative(self, x):
        return np.where(x < 0, kernels.times_exp(self.alpha, kernels.word(x)), 0.0)


@register
class Celu(Activation):
    """An elu that is smooth at zero whatever its alpha."""

    alpha: float = param(1, "depth and scale of the negative side", symbol="α", above=0)

    name = "celu"
    aliases = ("CELU", "continuously_differentiable_elu")
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
    note = "Equal to elu for alpha = 1."
    strengths = ("The derivative is continuous and never above 1 for every alpha.",)
    weaknesses = ("Costs an exponential.", "Saturates for very negative x.")
    sources = ("Barron 2017, Continuously differentiable exponential linear units, arXiv:1704.07483",)
    equivalents = {
        "PyTorch": "torch.nn.CELU(alpha={alpha})",
        "Keras": "keras.activations.celu(x, alpha={alpha})",
        "JAX": "jax.nn.celu(x, alpha={alpha})",
    }

    @property
    def bounds(self):
        return Interval(-self.alpha)

    @property
    def asymptotes(self):
        return (Asymptote(0, -self.alpha), LINE)

    def _scaled(self, x):
        return kernels.two_quotient(np.minimum(x, 0.0), self.alpha)

    def value(self, x):
        return np.where(x > 0, x, self.alpha * kernels.expm1(self._scaled(x)))

    def derivative(self, x):
        return np.where(x > 0, 1.0, kernels.exp(self._scaled(x)))

    def second_derivative(self, x):
        return np.where(x < 0, kernels.times_exp(1 / self.alpha, self._scaled(x)), 0.0)


@register
class Selu(Activation):
    """An elu with the two constants that keep activations at mean 0 and variance 1."""

    name = "selu"
    aliases = ("SELU", "scaled_elu")
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
    equivalents = {
        "PyTorch": "torch.nn.SELU()",
        "TensorFlow": "tf.nn.selu(x)",
        "Keras": "keras.activations.selu(x)",
        "JAX": "jax.nn.selu(x)",
    }

    def value(self, x):
        return np.where(x > 0, SELU_SCALE * x, SELU_SCALE_ALPHA * np.expm1(x))

    def derivative(self, x):
        return np.where(x > 0, SELU_SCALE, kernels.times_exp(SELU_SCALE_ALPHA, kernels.word(x)))

    def second_derivative(self, x):
        return np.where(x < 0, kernels.times_exp(SELU_SCALE_ALPHA, kernels.word(x)), 0.0)
