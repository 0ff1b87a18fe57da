"""Losses of the predicted probability p of class 1, for a target y from 0 to 1."""

import numpy as np

from ..function import Interval, Line, ProbabilityLoss, param
from ..registry import register


@register
class BinaryCrossEntropy(ProbabilityLoss):
    """The number of nats by which a predicted probability is surprised by the target."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)

    name = "binary_cross_entropy"
    aliases = ("BCELoss", "bce", "binary_crossentropy", "BinaryCrossentropy", "log_loss")
    formula = "-target*log(x) - (1 - target)*log(1 - x)"
    routes = {
        "fraction": (
            Line("definition", "D(-target*log(x) - (1 - target)*log(1 - x))"),
            Line(
                "derivative of ln", "-target/x + (1 - target)/(1 - x)", "(ln p)′ = 1/p and (ln(1 − p))′ = −1/(1 − p)."
            ),
            Line("common denominator", "(-target*(1 - x) + (1 - target)*x)/(x*(1 - x))"),
            Line("simplify", "(x - target)/(x*(1 - x))", "−y + y·p + p − y·p = p − y."),
        ),
    }
    note = "0·log 0 counts as 0, so a certain and right prediction costs nothing."
    convention = "At p = 0 and p = 1 the limits from inside: infinite where the prediction is certain and wrong."
    strengths = ("A proper scoring rule: its expectation is least for the true probability.",)
    weaknesses = (
        "Infinite for a certain wrong prediction; PyTorch clamps each logarithm at −100, Keras clips p at 1e-7.",
        "Behind a sigmoid, the form with logits is the precise one.",
    )
    sources = ("Good 1952, Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x",)
    equivalents = {
        "PyTorch": "torch.nn.BCELoss()",
        "TensorFlow": "tf.keras.losses.BinaryCrossentropy()",
        "Keras": "keras.losses.BinaryCrossentropy()",
    }

    @property
    def bounds(self):
        y = self.target
        inside = 0 < y < 1
        return Interval(-(y * np.log(y) + (1 - y) * np.log1p(-y)) if inside else 0.0, ends="[)")

    def _sum(self, positive, negative):
        """The sum of the two terms, where a target of 0 or 1 silences one even if it is not finite."""
        y = self.target
        return np.where(np.equal(y, 0), 0.0, positive) + np.where(np.equal(y, 1), 0.0, negative)

    def value(self, x):
        return self._sum(-self.target * np.log(x), -(1 - self.target) * np.log1p(-x))

    def derivative(self, x):
        y = self.target
        certain = self._sum(-y / x, (1 - y) / (1 - x))
        return np.where(np.equal(y, 0) | np.equal(y, 1), certain, (x - y) / (x * (1 - x)))

    def second_derivative(self, x):
        return self._sum(self.target / x / x, (1 - self.target) / (1 - x) / (1 - x))
