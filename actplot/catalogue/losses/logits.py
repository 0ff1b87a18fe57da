"""Losses of a logit z, for a target y from 0 to 1."""

import numpy as np

from ...numerics import jets, kernels, wide
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import Asymptote, Interval, Line, param
from ..kinds.losses import LogitLoss
from ..registry import register
from .probabilities import SmoothedTarget, entropy


class _WeighedLogit:
    """The slope of a cross-entropy with the weights that an entry gives both classes, as floats and as wide numbers."""

    def _quick_slope(self, x):
        """negative·σ(z) − positive·σ(−z), with one rounding before the terms cancel."""
        positive, negative = self._positive, self._negative
        decay = kernels.word(-np.abs(x))
        e = kernels.exp(decay)
        right = kernels.times_exp(-positive / (1 + e), decay)  # alone where negative is 0, as far as it reaches
        difference = either(x < 0, negative * e - positive, negative - positive * e)
        left = kernels.times_exp(negative / (1 + e), decay)
        alone = ((x >= 0) & (negative == 0)) | ((x < 0) & (positive == 0))
        slope = either(alone, either(x < 0, left, right), difference / (1 + e))
        cancelled = ~alone & (np.abs(difference) < either(x < 0, positive, negative) / 2)
        return self.recomposed(slope, cancelled, x, 0, _WeighedLogit._slope)

    def _slope(self, z):  # with half of the weights taken away, which leaves a tanh that is precise near 0
        positive, negative = self._wide_weights
        return jets.tanh(z * 0.5) * (0.5 * (negative + positive)) + 0.5 * (negative - positive)


@register
class SigmoidCrossEntropyWithLogits(_WeighedLogit, SmoothedTarget, LogitLoss):
    """The cross-entropy between a target and the probability that a logit stands for."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)
    label_smoothing: float = param(
        0, "share of the target that is spread evenly over both classes", symbol="ε", at_least=0, at_most=1
    )

    name = "sigmoid_cross_entropy_with_logits"
    display = "BCE with logits"
    aliases = (
        "binary_cross_entropy_with_logits",
        "BCEWithLogitsLoss",
        "bce_with_logits",
        "sigmoid_binary_cross_entropy",
        "sigmoid_cross_entropy",
    )
    formula = "log(1 + exp(x)) - target*x"
    formulas_given = {
        "label_smoothing": "log(1 + exp(x)) - (target*(1 - label_smoothing) + label_smoothing/2)*x",
    }
    routes = {
        "logits": (
            Line(
                "cross-entropy of σ(z)",
                "f(x) = -target*log(sigmoid(x)) - (1 - target)*log(1 - sigmoid(x))",
                "The binary cross-entropy of the probability σ(z).",
            ),
            Line(
                "write out σ",
                "target*log(1 + exp(-x)) + (1 - target)*log(1 + exp(x))",
                "−ln σ(z) = ln(1 + e⁻ᶻ), and 1 − σ(z) = σ(−z).",
            ),
            Line(
                "take out e⁻ᶻ",
                "target*(log(1 + exp(x)) - x) + (1 - target)*log(1 + exp(x))",
                "ln(1 + e⁻ᶻ) = ln(e⁻ᶻ·(eᶻ + 1)) = ln(1 + eᶻ) − z.",
            ),
            Line("collect", "log(1 + exp(x)) - target*x"),
            Line("collected form", "D(f(x)) = D(log(1 + exp(x)) - target*x)", "The form from above."),
            Line("derivative of ln", "exp(x)/(1 + exp(x)) - target", "(ln v)′ = v′/v, and (1 + eᶻ)′ = eᶻ."),
            Line("recognise σ", "sigmoid(x) - target"),
        ),
        "likelihood": (
            Line(
                "let",
                "L = prod(p_i^y_i*(1 - p_i)^(1 - y_i), i, n)",
                "The likelihood of n examples with labels 0 or 1: a product without any sign in front.",
            ),
            Line("let", "p = sigmoid(x)"),
            Line(
                "definition",
                "log(L) = log(prod(p_i^y_i*(1 - p_i)^(1 - y_i), i, n))",
                "It is the product of all examples' Bernoulli probabilities; no minus sign belongs to it.",
            ),
            Line(
                "ln of a product",
                "sum(log(p_i^y_i*(1 - p_i)^(1 - y_i)), i, n)",
                "The logarithm of a product is the sum of the logarithms.",
            ),
            Line(
                "ln of powers",
                "sum(y_i*log(p_i) + (1 - y_i)*log(1 - p_i), i, n)",
                "The sum runs over both terms: they stand in one bracket.",
            ),
            Line(
                "one example, with a minus sign",
                "f(x) = -(target*log(p) + (1 - target)*log(1 - p))",
                "The loss is minus the log-likelihood, so that less is better; this is its share for one example.",
            ),
            Line("σ′ = σ·(1 − σ)", "D(p) = p*(1 - p)"),
            Line(
                "chain rule",
                "D(f(x)) = -(target/p*D(p) - (1 - target)/(1 - p)*D(p))",
                "(ln p)′ = p′/p and (ln(1 − p))′ = −p′/(1 − p).",
            ),
            Line("substitute", "-(target*(1 - p) - (1 - target)*p)", "p′ = p·(1 − p) cancels p and 1 − p."),
            Line("simplify", "p - target", "−y + y·p + p − y·p = p − y."),
            Line(
                "write out p",
                "sigmoid(x) - target",
                "The gradient of logistic regression per example: prediction minus label.",
            ),
        ),
    }
    note = (
        "−y·log σ(z) − (1 − y)·log(1 − σ(z)), simplified; its derivative is σ(z) − y. "
        "Label smoothing puts y·(1 − ε) + ε/2 in place of y, which keeps the best logit finite."
    )
    strengths = (
        "Convex in the logit, and the gradient σ(z) − y does not vanish for confident wrong answers.",
        "Never takes the logarithm of 0.",
    )
    weaknesses = Sentences(
        (
            "Never exactly 0 for a target of 0 or 1, so logits keep growing unless regularised or smoothed.",
            lambda self: self.target in (0, 1) and self.label_smoothing == 0,
        ),
        (
            "Its least value is the entropy of the target and not 0.",
            lambda self: not (self.target in (0, 1) and self.label_smoothing == 0),
        ),
    )
    sources = (
        "Cox 1958, The regression analysis of binary sequences, doi:10.1111/j.2517-6161.1958.tb00292.x",
        "Szegedy et al. 2016, Rethinking the Inception architecture, section 7 (label smoothing), arXiv:1512.00567",
    )
    equivalents = {
        "PyTorch": "torch.nn.functional.binary_cross_entropy_with_logits("
        "z, target * (1 - {label_smoothing}) + {label_smoothing} / 2)",
        "Optax": "optax.sigmoid_binary_cross_entropy(z, target * (1 - {label_smoothing}) + {label_smoothing} / 2)",
    }

    @property
    def bounds(self):
        return Interval(entropy(self._positive, self._negative), ends="[)" if 0 < self._positive < 1 else "()")

    @property
    def asymptotes(self):
        return (Asymptote(-self._positive, 0.0), Asymptote(self._negative, 0.0))

    def value(self, x):
        share = either(x > 0, self._negative, -self._positive)
        return x * share + np.log1p(np.exp(-np.abs(x)))

    def derivative(self, x):
        return self._quick_slope(x)

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x))


@register
class WeightedCrossEntropyWithLogits(_WeighedLogit, LogitLoss):
    """A sigmoid cross-entropy in which positive examples count pos_weight times."""

    target: float = param(1, "probability of class 1 that is aimed at", symbol="y", at_least=0, at_most=1)
    pos_weight: float = param(1, "weight of the positive term", symbol="q", at_least=0)

    name = "weighted_cross_entropy_with_logits"
    display = "weighted BCE with logits"
    aliases = ("weighted_bce_with_logits", "weighted_sigmoid_cross_entropy")
    formula = "(1 - target)*x + (1 + (pos_weight - 1)*target)*log(1 + exp(-x))"
    routes = {
        "pos_weight": (
            Line(
                "weighted cross-entropy of σ(z)",
                "f(x) = -pos_weight*target*log(sigmoid(x)) - (1 - target)*log(1 - sigmoid(x))",
                "The positive term counts q times.",
            ),
            Line(
                "take the derivative",
                "D(f(x)) = D(-pos_weight*target*log(sigmoid(x)) - (1 - target)*log(1 - sigmoid(x)))",
                "The form from above.",
            ),
            Line(
                "derivative of ln",
                "-pos_weight*target*D(sigmoid(x))/sigmoid(x) + (1 - target)*D(sigmoid(x))/(1 - sigmoid(x))",
                "(ln σ)′ = σ′/σ, and (ln(1 − σ))′ = −σ′/(1 − σ).",
            ),
            Line(
                "σ′ = σ·(1 − σ)",
                "-pos_weight*target*(1 - sigmoid(x)) + (1 - target)*sigmoid(x)",
                "σ cancels in the first fraction, 1 − σ in the second.",
            ),
            Line(
                "collect",
                "(1 - target + pos_weight*target)*sigmoid(x) - pos_weight*target",
                "Terms with σ(z) are put together.",
            ),
        ),
    }
    note = "−q·y·log σ(z) − (1 − y)·log(1 − σ(z)), with q = pos_weight."
    strengths = Sentences(
        ("Trades recall against precision when one class is rare.", lambda self: self.pos_weight != 1),
        "Convex in the logit.",
    )
    weaknesses = Sentences(
        ("The outputs are no longer calibrated probabilities.", lambda self: self.pos_weight not in (0, 1)),
        ("With pos_weight = 0 positive examples do not count at all.", lambda self: self.pos_weight == 0),
        (
            "With pos_weight = 1 it is the plain sigmoid cross-entropy.",
            lambda self: self.pos_weight == 1,
        ),
    )
    sources = ("King and Zeng 2001, Logistic regression in rare events data, doi:10.1093/oxfordjournals.pan.a004868",)

    @property
    def _positive(self):
        return self.pos_weight * self.target

    @property
    def _negative(self):
        return 1 - self.target

    @property
    def _wide_weights(self):
        target = wide.widened(self.target)
        return target * self.pos_weight, 1.0 - target

    @property
    def bounds(self):
        if self._positive == self._negative == 0:
            return Interval(0, 0, "[]")
        if not (self._positive > 0 and self._negative > 0):
            return Interval(0)
        return Interval(float(self.value(np.log(self._positive) - np.log(self._negative))), ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(-self._positive, 0.0), Asymptote(self._negative, 0.0))

    def value(self, x):
        share = either(x > 0, self._negative, -self._positive)
        return x * share + (self._negative + self._positive) * np.log1p(np.exp(-np.abs(x)))

    def derivative(self, x):
        return self._quick_slope(x)

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x), self._negative + self._positive)


@register
class SparsemaxLoss(LogitLoss):
    """A cross-entropy of sparse probabilities: 0 as soon as a logit is right by at least 1."""

    target: float = param(1, "the true class", symbol="y", one_of=(0, 1))

    name = "sparsemax_loss"
    aliases = ("SparsemaxLoss", "binary_sparsemax_loss")
    formula = "sparse_plus((1 - 2*target)*x)"
    routes = {
        "chain": (
            Line("definition", "D(sparse_plus((1 - 2*target)*x))"),
            Line(
                "chain rule",
                "sparse_sigmoid((1 - 2*target)*x)*D((1 - 2*target)*x)",
                "sparse_sigmoid is the derivative of sparse_plus.",
            ),
            Line("slope of a line", "(1 - 2*target)*sparse_sigmoid((1 - 2*target)*x)", "1 − 2·y is −1 or 1."),
        ),
    }
    breaks = (-1.0, 1.0)
    bounds = Interval(0, ends="[)")
    convention = "The pieces join smoothly; f″(±1) = 0, where it jumps."
    note = "A quarter of modified_huber of the margin. f′(z) is sparse_sigmoid(z) − y; the cross-entropy has σ(z) − y."
    strengths = ("Convex and differentiable, and examples that are right by enough stop counting.",)
    weaknesses = ("The probabilities that belong to it are exactly 0 or 1 beyond |z| = 1.",)
    sources = (
        "Martins and Astudillo 2016, From softmax to sparsemax, arXiv:1602.02068",
        "Blondel, Martins and Niculae 2020, Learning with Fenchel-Young losses, arXiv:1901.02324",
    )

    @property
    def equivalents(self):
        wrong, sign = ("-z", "-") if self.target else ("z", "+")
        return {
            "PyTorch": f"torch.nn.functional.huber_loss(torch.relu(1 {sign} z), torch.zeros_like(z), delta=2) / 2",
            "Keras": f"keras.activations.sparse_plus({wrong})",
        }

    @property
    def _side(self):
        return 1 - 2 * self.target

    @property
    def asymptotes(self):
        return (Asymptote(-self.target, 0.0), Asymptote(1 - self.target, 0.0))

    def value(self, x):
        wrong = self._side * x
        return either(wrong < 1, np.square(np.maximum(wrong, -1.0) + 1) / 4, wrong)

    def derivative(self, x):
        return self._side * np.clip((self._side * x + 1) / 2, 0.0, 1.0)

    def second_derivative(self, x):
        return either(np.abs(x) < 1, 0.5, 0.0)
