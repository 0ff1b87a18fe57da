"""Losses of the margin y·s of a score s, for a target y of −1 or 1."""

import numpy as np

from .. import kernels
from ..function import ZERO, Asymptote, Interval, Line, MarginLoss
from ..registry import register


@register
class Hinge(MarginLoss):
    """Nothing for margins of at least 1, and the missing distance below."""

    name = "hinge"
    aliases = ("hinge_loss", "Hinge", "max_margin")
    formula = "max(0, 1 - x)"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, 1 - x))"),
            Line("write the pieces", "D(where(x < 1, 1 - x, 0))"),
            Line("piece by piece", "where(x < 1, -1, 0)", "The slope of 1 − m is −1, that of the constant 0 is 0."),
        ),
    }
    breaks = (1.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, 1), ZERO)
    convention = "f′(1) = 0, the slope from the right; Keras on TensorFlow takes −1, Optax −1/2."
    note = "The loss of the support vector machine."
    strengths = ("Convex, and examples with enough margin stop counting, which gives sparse solutions.",)
    weaknesses = ("Not differentiable at 1.", "Scores are not probabilities.")
    sources = ("Cortes and Vapnik 1995, Support-vector networks, doi:10.1007/BF00994018",)
    equivalents = {
        "TensorFlow": "tf.keras.losses.Hinge()",
        "Keras": "keras.losses.Hinge()",
        "Optax": "optax.hinge_loss(score, target)",
    }

    def value(self, x):
        return np.maximum(1 - x, 0.0)

    def derivative(self, x):
        return np.where(x < 1, -1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class SquaredHinge(MarginLoss):
    """The square of the hinge loss."""

    name = "squared_hinge"
    aliases = ("SquaredHinge", "l2_hinge")
    formula = "max(0, 1 - x)^2"
    breaks = (1.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (None, ZERO)
    convention = "f″(1) = 0, where it jumps from 2 to 0."
    note = "The derivative is continuous, unlike that of the hinge loss."
    strengths = ("Convex and differentiable everywhere.",)
    weaknesses = ("A badly wrong example counts with its square.",)
    sources = ("Rosasco et al. 2004, Are loss functions all the same?, doi:10.1162/089976604773135104",)
    equivalents = {
        "TensorFlow": "tf.keras.losses.SquaredHinge()",
        "Keras": "keras.losses.SquaredHinge()",
    }

    def value(self, x):
        return np.maximum(1 - x, 0.0) ** 2

    def derivative(self, x):
        return -2 * np.maximum(1 - x, 0.0)

    def second_derivative(self, x):
        return np.where(x < 1, 2.0, 0.0)


@register
class SoftMargin(MarginLoss):
    """The negative log-likelihood of logistic regression, for targets of −1 and 1."""

    name = "soft_margin"
    aliases = ("soft_margin_loss", "SoftMarginLoss", "logistic_loss", "logistic_nll", "log_loss_margin")
    formula = "log(1 + exp(-x))"
    routes = {
        "chain": (
            Line("definition", "D(log(1 + exp(-x)))"),
            Line("derivative of ln", "D(1 + exp(-x))/(1 + exp(-x))", "(ln v)′ = v′/v."),
            Line("exponential rule", "-exp(-x)/(1 + exp(-x))"),
            Line("multiply by eᵐ", "-1/(1 + exp(x))", "Both parts of the fraction are multiplied by eᵐ."),
            Line("recognise σ", "-sigmoid(-x)"),
        ),
    }
    bounds = Interval(0)
    asymptotes = (Asymptote(-1, 0), ZERO)
    note = "softplus of minus the margin; equal to sigmoid_cross_entropy_with_logits for labels 0 and 1."
    strengths = ("Smooth, convex, and its scores are log-odds.",)
    weaknesses = ("Never exactly 0: on separable data the weights grow without bound unless regularised.",)
    sources = ("Cox 1958, The regression analysis of binary sequences, doi:10.1111/j.2517-6161.1958.tb00292.x",)
    equivalents = {
        "PyTorch": "torch.nn.SoftMarginLoss()",
        "Optax": "optax.sigmoid_binary_cross_entropy(score, (target + 1) / 2)",
    }

    def value(self, x):
        return kernels.softplus(kernels.word(-x))

    def derivative(self, x):
        return -kernels.sigmoid(kernels.word(-x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x))
