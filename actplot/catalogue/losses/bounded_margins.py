"""Losses of the margin y·s that stay bounded however wrong a score is."""

import numpy as np

from ...numerics import jets
from ...numerics.arrays import either
from ..kinds.functions import ZERO, Asymptote, Interval, Line
from ..kinds.losses import MarginLoss
from ..registry import register

ONE = Asymptote(0.0, 1.0)
ZERO_OF_TANGENT = jets.constant("0.5463024898437905132551794657802853832975517201797912461640914")  # tan(1/2)


@register
class ZeroOne(MarginLoss):
    """Counts mistakes: 1 for a score with the wrong sign or of 0, else 0."""

    name = "zero_one"
    display = "0–1 loss"
    aliases = ("zero_one_loss", "ZeroOneLoss", "misclassification")
    formula = "where(x <= 0, 1, 0)"
    breaks = (0.0,)
    bounds = Interval(0, 1, "[]")
    asymptotes = (ONE, ZERO)
    convention = "f(0) = 1: a score of 0 counts as a mistake; f′(0) = 0, although the loss jumps there."
    note = "Its mean over examples is the error rate, which the other margin losses stand in for."
    strengths = ("It is what a classifier is judged by, and no outlier counts more than once.",)
    weaknesses = ("Its derivative is 0 wherever it exists, so gradient descent learns nothing from it.",)
    sources = (
        "Bartlett, Jordan and McAuliffe 2006, Convexity, classification, and risk bounds, "
        "doi:10.1198/016214505000000907",
    )
    equivalents = {
        "PyTorch": "(target * score <= 0).float()",
        "TensorFlow": "tf.cast(target * score <= 0, tf.float32)",
        "JAX": "(target * score <= 0).astype(float)",
    }

    def value(self, x):
        return either(x <= 0, 1.0, 0.0)

    def derivative(self, x):
        return np.zeros_like(x)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Ramp(MarginLoss):
    """The hinge loss, cut off at 1."""

    name = "ramp"
    display = "ramp loss"
    aliases = ("ramp_loss", "RampLoss", "truncated_hinge", "robust_hinge")
    formula = "min(1, max(0, 1 - x))"
    routes = {
        "pieces": (
            Line("definition", "D(min(1, max(0, 1 - x)))"),
            Line("write the pieces", "D(where(x < 0, 1, where(x < 1, 1 - x, 0)))"),
            Line(
                "piece by piece",
                "where(0 < x < 1, -1, 0)",
                "The slope of 1 − m is −1, that of the constants 1 and 0 is 0.",
            ),
        ),
    }
    breaks = (0.0, 1.0)
    bounds = Interval(0, 1, "[]")
    asymptotes = (ONE, ZERO)
    convention = "f′(0) = f′(1) = 0, the slopes of the flat parts."
    note = "The difference of two hinges: max(0, 1 − m) − max(0, −m), which is hinge − perceptron."
    strengths = (
        "An outlier costs at most 1, and machines trained with it keep fewer support vectors than with the hinge.",
    )
    weaknesses = ("Not convex, and the gradient is 0 for every example with the wrong sign.",)
    sources = (
        "Collobert, Sinz, Weston and Bottou 2006, Trading convexity for scalability, ICML 2006",
        "Wu and Liu 2007, Robust truncated hinge loss support vector machines, doi:10.1198/016214507000000617",
    )
    equivalents = {
        "PyTorch": "torch.clamp(1 - target * score, 0, 1)",
        "TensorFlow": "tf.clip_by_value(1 - target * score, 0, 1)",
        "Optax": "jax.numpy.minimum(1, optax.hinge_loss(score, target))",
    }

    def value(self, x):
        return np.clip(1 - x, 0.0, 1.0)

    def derivative(self, x):
        return either((x > 0) & (x < 1), -1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Savage(MarginLoss):
    """The squared probability that a logistic model gives to the wrong class."""

    name = "savage"
    display = "Savage loss"
    aliases = ("savage_loss", "SavageLoss", "savageboost_loss")
    formula = "1/(1 + exp(x))^2"
    routes = {
        "chain": (
            Line("definition", "D(1/(1 + exp(x))^2)"),
            Line("power and chain rule", "-2*D(1 + exp(x))/(1 + exp(x))^3", "(v⁻²)′ = −2·v′·v⁻³."),
            Line("exponential rule", "-2*exp(x)/(1 + exp(x))^3"),
            Line("split the fraction", "-2*(1/(1 + exp(x)))^2*(exp(x)/(1 + exp(x)))"),
            Line("recognise σ", "-2*sigmoid(-x)^2*sigmoid(x)", "1/(1 + eᵐ) = σ(−m), and eᵐ/(1 + eᵐ) = σ(m)."),
        ),
    }
    bounds = Interval(0, 1)
    asymptotes = (ONE, ZERO)
    note = (
        "σ(−m)²; the Brier score of the probability σ(s), written as a loss of the margin. The paper has 2·m in "
        "place of m, so that the best score is half the log-odds."
    )
    strengths = ("An outlier costs at most 1 and hardly pulls, which makes boosting robust to wrong labels.",)
    weaknesses = ("Not convex, and the gradient vanishes for badly wrong scores.",)
    sources = (
        "Masnadi-Shirazi and Vasconcelos 2008, On the design of loss functions for classification: theory, "
        "robustness to outliers, and SavageBoost, NIPS 2008",
    )
    equivalents = {
        "PyTorch": "torch.sigmoid(-target * score)**2",
        "TensorFlow": "tf.sigmoid(-target * score)**2",
        "JAX": "jax.nn.sigmoid(-target * score)**2",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        return jets.square(jets.sigmoid(-x))


@register
class Tangent(MarginLoss):
    """A bounded loss that is 0 at one moderate margin, and charges for larger ones too."""

    name = "tangent"
    display = "tangent loss"
    aliases = ("tangent_loss", "TangentLoss", "tangentboost_loss")
    formula = "(2*atan(x) - 1)^2"
    routes = {
        "chain": (
            Line("definition", "D((2*atan(x) - 1)^2)"),
            Line("power and chain rule", "2*(2*atan(x) - 1)*D(2*atan(x) - 1)", "(v²)′ = 2·v·v′."),
            Line("derivative of arctan", "2*(2*atan(x) - 1)*(2/(1 + x^2))", "arctan′(m) = 1/(1 + m²)."),
            Line("collect", "4*(2*atan(x) - 1)/(1 + x^2)"),
        ),
    }
    bounds = Interval(0, (np.pi + 1) ** 2, "[)")
    asymptotes = (Asymptote(0.0, (np.pi + 1) ** 2), Asymptote(0.0, (np.pi - 1) ** 2))
    note = "Least, with the value 0, at m = tan(1/2) ≈ 0.5463; beyond it the loss grows again, towards (π − 1)²."
    strengths = ("Robust: outliers on both sides cost a bounded amount and hardly pull.",)
    weaknesses = ("Not convex, and it punishes scores that are right by a large margin.",)
    sources = (
        "Masnadi-Shirazi, Mahadevan and Vasconcelos 2010, On the design of robust classifiers for computer vision, "
        "doi:10.1109/CVPR.2010.5540136",
    )
    equivalents = {
        "PyTorch": "(2 * torch.atan(target * score) - 1)**2",
        "TensorFlow": "(2 * tf.atan(target * score) - 1)**2",
        "JAX": "(2 * jax.numpy.arctan(target * score) - 1)**2",
    }

    def compose(self, x: jets.Jet) -> jets.Jet:
        # Near its zero a, 2·arctan x − 1 would cancel; there it is 2·(arctan x − arctan a), by the addition theorem.
        near = 2.0 * jets.atan((x - ZERO_OF_TANGENT) / (1.0 + ZERO_OF_TANGENT * x))
        return jets.square(jets.where((x.point > -1.5) & (x.point < 1e6), near, 2.0 * jets.atan(x) - 1.0))
