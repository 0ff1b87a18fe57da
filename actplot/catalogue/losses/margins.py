"""Losses of the margin y·s of a score s, for a target y of −1 or 1."""

import numpy as np

from ...numerics import kernels
from ...numerics.arrays import either
from ..kinds.functions import ZERO, Asymptote, Interval, Line, param
from ..kinds.losses import MarginLoss
from ..registry import register


@register
class Perceptron(MarginLoss):
    """Nothing for scores with the right sign, and the size of the score for the others."""

    name = "perceptron"
    display = "perceptron loss"
    aliases = ("perceptron_loss", "PerceptronLoss", "perceptron_criterion")
    formula = "max(0, -x)"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, -x))"),
            Line("write the pieces", "D(where(x < 0, -x, 0))"),
            Line("piece by piece", "where(x < 0, -1, 0)", "The slope of −m is −1, that of the constant 0 is 0."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, 0), ZERO)
    convention = "f′(0) = 0, the slope from the right; Optax on JAX takes −1/2."
    note = "Its gradient steps are the perceptron's rule: y times the input is added after each mistake, else nothing."
    strengths = ("Convex, and learns from mistakes only.",)
    weaknesses = (
        "Asks for no margin: a score of 0 for every input already has the loss 0.",
        "Not differentiable at 0.",
    )
    sources = ("Rosenblatt 1958, The perceptron: a probabilistic model, doi:10.1037/h0042519",)
    equivalents = {
        "PyTorch": "torch.relu(-target * score)",
        "TensorFlow": "tf.nn.relu(-target * score)",
    }

    def value(self, x):
        return np.maximum(-x, 0.0)

    def derivative(self, x):
        return either(x < 0, -1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Hinge(MarginLoss):
    """Nothing for margins of at least 1, and the missing distance below."""

    name = "hinge"
    topics = ("lecture",)
    display = "hinge loss"
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

    def value(self, x):
        return np.maximum(1 - x, 0.0)

    def derivative(self, x):
        return either(x < 1, -1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class SquaredHinge(MarginLoss):
    """The square of the hinge loss."""

    name = "squared_hinge"
    display = "squared hinge loss"
    aliases = ("SquaredHinge", "l2_hinge")
    interval = (-3.0, 3.0)
    formula = "max(0, 1 - x)^2"
    breaks = (1.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (None, ZERO)
    convention = "f″(1) = 0, where it jumps from 2 to 0."
    note = "The derivative is continuous, unlike that of the hinge loss."
    strengths = ("Convex and differentiable everywhere.",)
    weaknesses = ("A badly wrong example counts with its square.",)
    sources = (
        "Chang, Hsieh and Lin 2008, Coordinate descent method for large-scale L2-loss linear support vector machines, "
        "JMLR 9, 1369–1398",
    )
    equivalents = {
        "TensorFlow": "tf.keras.losses.SquaredHinge()",
    }

    def value(self, x):
        return np.maximum(1 - x, 0.0) ** 2

    def derivative(self, x):
        return -2 * np.maximum(1 - x, 0.0)

    def second_derivative(self, x):
        return either(x < 1, 2.0, 0.0)


@register
class SmoothedHinge(MarginLoss):
    """A hinge whose corner is rounded off by a parabola."""

    gamma: float = param(1, "width of the rounded part", symbol="γ", above=0)

    name = "smoothed_hinge"
    display = "smoothed hinge loss"
    aliases = ("smooth_hinge", "SmoothHinge", "SmoothedHinge", "smoothed_hinge_loss")
    formula = "where(x >= 1, 0, where(x <= 1 - gamma, 1 - x - gamma/2, (1 - x)^2/(2*gamma)))"
    routes = {
        "pieces": (
            Line(
                "definition",
                "D(where(x >= 1, 0, where(x <= 1 - gamma, 1 - x - gamma/2, (1 - x)^2/(2*gamma))))",
            ),
            Line(
                "piece by piece",
                "where(x >= 1, 0, where(x <= 1 - gamma, D(1 - x - gamma/2), D((1 - x)^2)/(2*gamma)))",
            ),
            Line(
                "the straight piece",
                "where(x >= 1, 0, where(x <= 1 - gamma, -1, D((1 - x)^2)/(2*gamma)))",
                "The slope of −m is −1, that of the constants is 0.",
            ),
            Line(
                "power and chain rule",
                "where(x >= 1, 0, where(x <= 1 - gamma, -1, -2*(1 - x)/(2*gamma)))",
                "The square gives 2·(1 − m), the inner slope is −1.",
            ),
            Line("cancel", "where(x >= 1, 0, where(x <= 1 - gamma, -1, -(1 - x)/gamma))"),
            Line("recognise a clip", "-clip((1 - x)/gamma, 0, 1)", "The missing distance over γ, cut off at 0 and 1."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(1 − gamma) = −1 and f′(1) = 0 from both sides; f″(1 − gamma) = f″(1) = 0."
    note = "Tends to the hinge as gamma tends to 0; its derivative is continuous, with slope 1/gamma between the lines."
    strengths = ("Convex and differentiable everywhere, and a badly wrong example pulls no harder than in the hinge.",)
    weaknesses = ("gamma has to be chosen.", "Scores are not probabilities.")
    sources = (
        "Shalev-Shwartz and Zhang 2013, Stochastic dual coordinate ascent methods for regularized loss minimization, "
        "arXiv:1209.1873",
    )
    equivalents = {
        "PyTorch": "torch.nn.functional.huber_loss("
        "torch.relu(1 - target * score), torch.zeros_like(score), delta={gamma}) / {gamma}",
        "Optax": "optax.huber_loss(jax.nn.relu(1 - target * score), delta={gamma}) / {gamma}",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.nn.functional.huber_loss(torch.relu(1 - target * score), torch.zeros_like(score))",
        "Optax": "optax.huber_loss(jax.nn.relu(1 - target * score))",
    }

    @property
    def breaks(self):
        return (1 - self.gamma, 1.0)

    @property
    def asymptotes(self):
        return (Asymptote(-1, 1 - self.gamma / 2), ZERO)

    def value(self, x):
        missing = np.maximum(1 - x, 0.0)
        rounded = missing * (np.minimum(missing, self.gamma) / self.gamma) / 2
        return either(missing < self.gamma, rounded, missing - self.gamma / 2)

    def derivative(self, x):
        return -np.clip((1 - x) / self.gamma, 0.0, 1.0)

    def second_derivative(self, x):
        return either((x > 1 - self.gamma) & (x < 1), 1 / self.gamma, 0.0)


@register
class ModifiedHuber(MarginLoss):
    """The squared hinge loss, continued by its tangent for badly wrong scores."""

    name = "modified_huber"
    display = "modified Huber loss"
    aliases = ("modified_huber_loss", "ModifiedHuber", "quadratically_smoothed_hinge")
    interval = (-3.0, 3.0)
    formula = "where(x >= -1, max(0, 1 - x)^2, -4*x)"
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= -1, max(0, 1 - x)^2, -4*x))"),
            Line("piece by piece", "where(x >= -1, D(max(0, 1 - x)^2), D(-4*x))"),
            Line(
                "power and chain rule",
                "where(x >= -1, 2*max(0, 1 - x)*D(max(0, 1 - x)), -4)",
                "The square gives twice its base, times the slope of the base; the slope of −4·m is −4.",
            ),
            Line(
                "slope of the hinge",
                "where(x >= -1, -2*max(0, 1 - x), -4)",
                "The hinge falls with slope −1 where it is not 0; where it is 0, so is the product.",
            ),
        ),
    }
    breaks = (-1.0, 1.0)
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-4, 0), ZERO)
    convention = "f′(−1) = −4 and f′(1) = 0 from both sides; f″(±1) = 0, where it jumps."
    note = "Four times smoothed_hinge with gamma = 2; the best score s stands for the probability (1 + s)/2 of class 1."
    strengths = (
        "Differentiable, less sensitive to outliers than squared_hinge, and its scores estimate probabilities.",
    )
    weaknesses = ("Scores beyond ±1 stand for the probabilities 0 and 1, which claims more certainty than there is.",)
    sources = (
        "Zhang 2004, Solving large scale linear prediction problems using stochastic gradient descent algorithms, "
        "doi:10.1145/1015330.1015332",
    )
    equivalents = {
        "PyTorch": "torch.where(target * score >= -1, torch.relu(1 - target * score)**2, -4 * target * score)",
        "Optax": "2 * optax.huber_loss(jax.nn.relu(1 - target * score), delta=2)",
    }

    def value(self, x):
        return either(x >= -1, np.square(np.clip(1 - x, 0.0, 2.0)), -4 * x)

    def derivative(self, x):
        return -2 * np.clip(1 - x, 0.0, 2.0)

    def second_derivative(self, x):
        return either(np.abs(x) < 1, 2.0, 0.0)


@register
class SoftMargin(MarginLoss):
    """The negative log-likelihood of logistic regression, for targets of −1 and 1."""

    name = "soft_margin"
    display = "soft-margin loss"
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
        "Optax": "optax.sigmoid_binary_cross_entropy(score, (target + 1) / 2)",
    }

    def value(self, x):
        return kernels.softplus(kernels.word(-x))

    def derivative(self, x):
        return -kernels.sigmoid(kernels.word(-x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x))


@register
class ExponentialLoss(MarginLoss):
    """Grows exponentially with the size of a wrong score: the loss of AdaBoost."""

    name = "exponential_loss"
    aliases = ("exponential_margin", "ExponentialLoss", "exp_loss", "adaboost_loss")
    interval = (-3.0, 3.0)
    formula = "exp(-x)"
    routes = {
        "chain": (
            Line("definition", "D(exp(-x))"),
            Line("chain rule", "exp(-x)*D(-x)", "The exponential is its own derivative; the inner slope follows."),
            Line("slope of −m", "-exp(-x)"),
            Line("in terms of f", "-f(x)", "The derivative is minus the loss itself."),
        ),
    }
    bounds = Interval(0)
    asymptotes = (None, ZERO)
    note = "Boosting with it is AdaBoost; the best score is half the log-odds of class 1."
    strengths = ("Smooth and convex, and its stagewise minimisation has a closed form.",)
    weaknesses = ("A badly wrong example outweighs all others: very sensitive to outliers and wrong labels.",)
    sources = (
        "Freund and Schapire 1997, A decision-theoretic generalization of on-line learning, doi:10.1006/jcss.1997.1504",
        "Friedman, Hastie and Tibshirani 2000, Additive logistic regression, doi:10.1214/aos/1016218223",
    )
    equivalents = {
        "PyTorch": "torch.exp(-target * score)",
        "TensorFlow": "tf.exp(-target * score)",
        "JAX": "jax.numpy.exp(-target * score)",
    }

    def value(self, x):
        return np.exp(-x)

    def derivative(self, x):
        return -np.exp(-x)

    def second_derivative(self, x):
        return np.exp(-x)
