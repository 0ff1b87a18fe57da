"""Distances between a predicted distribution q and the distribution p that is aimed at, summed over the classes."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from ...numerics.shares import LARGE, series, unit_of, weighed
from ..kinds.formula import Formula
from ..kinds.vector_losses import VectorLoss
from ..parameter import param
from ..registry import register
from .routes import DIVERGENCE, DIVERGENCE_ROUTES

WORDS = {"false": 0.0, "true": 1.0}
NEAR = 0.5  # |log(p/q)| below which a series is more precise than a difference
LIN = "Lin 1991, Divergence measures based on the Shannon entropy, doi:10.1109/18.61115"
KULLBACK = "Kullback and Leibler 1951, On information and sufficiency, doi:10.1214/aoms/1177729694"


def log_ratio(a: np.ndarray, b: np.ndarray, difference: np.ndarray) -> np.ndarray:
    """log(a/b), exact where a − b is given exactly and small, and where the quotient overflows."""
    quotient = a / b
    usual = np.isfinite(quotient) & (quotient > np.finfo(float).tiny)
    far = np.where(usual, np.log(quotient), np.log(a) - np.log(b))
    return np.where(np.abs(difference) <= b / 2, np.log1p(difference / b), far)


class _Relative(VectorLoss):
    """What the Kullback–Leibler divergences share: the surprise at q of what p draws, beyond that at p itself."""

    log_prediction: float
    usual: ClassVar[Formula]
    of_logs: ClassVar[Formula]

    @property
    def formula(self):
        return self.of_logs if self.log_prediction else self.usual

    @property
    def example(self):
        return ((-0.6931, -1.204, -1.6094) if self.log_prediction else (0.5, 0.3, 0.2), (0.7, 0.2, 0.1))

    @property
    def takes(self):
        return "log-probabilities" if self.log_prediction else "probabilities"

    def _probability(self, prediction):
        return np.exp(prediction) if self.log_prediction else prediction

    def _surprise(self, prediction, target):
        """log(p/q)."""
        if self.log_prediction:
            return np.log(target) - prediction
        return log_ratio(target, prediction, target - prediction)

    def _missing(self, prediction, target):
        """p − q, of which the logarithm of a probability near 1 tells more than the probability."""
        plain = target - self._probability(prediction)
        return np.where(target > 0.5, (target - 1) - np.expm1(prediction), plain) if self.log_prediction else plain

    def _excess(self, prediction, target):
        """p·log(p/q) − p + q of each class, which is never negative and of second order where q is near p."""
        q, surprise = self._probability(prediction), self._surprise(prediction, target)
        factorials = np.cumprod(np.arange(2.0, 20.0))
        small = series(-surprise, [0.0, *(1 / factorials)])  # exp(−d) − 1 + d
        near = np.abs(surprise) < NEAR
        return np.where(target == 0, q, np.where(near, target * small, target * surprise - target + q))

    def elements(self, prediction, target):
        return weighed(target, self._surprise(prediction, target))

    def shown(self, prediction, target):
        surprise = self._surprise(prediction, target)
        logs = prediction if self.log_prediction else np.log(prediction)
        return {
            "probability": self._probability(prediction),
            "log-probability": logs,
            "contribution": weighed(target, surprise),
            "cross-entropy": -np.sum(weighed(target, logs), axis=-1),
            "entropy": -np.sum(weighed(target, np.log(target)), axis=-1),
        }


def _log_prediction():
    return param(0, "whether the prediction is log q in place of q", one_of=(0, 1), words=WORDS)


@register
class KullbackLeibler(_Relative):
    """How many nats more the prediction is surprised by draws from the target than the target itself would be."""

    log_prediction: float = _log_prediction()

    name = "kl_divergence"
    display = "KL divergence"
    aliases = (
        *("kl_div", "kld", "KLDivLoss", "KLDivergence", "kullback_leibler", "kullback_leibler_divergence"),
        *("relative_entropy", "kl_loss"),
    )
    usual = DIVERGENCE
    of_logs = replace(DIVERGENCE, text="KL = sum(p_i*(log(p_i) - l_i), i, n)", prediction="l")
    routes = DIVERGENCE_ROUTES
    note = (
        "The cross-entropy of p and q less the entropy of p; prediction q first, target p second. The other order "
        "of the two, KL(q‖p), is another number: swap the arguments to see it. PyTorch and Optax take (log q, p), "
        "log_prediction=true here; Keras takes (p, q), target first, and clips both to [1e-7, 1]. PyTorch's 'mean' is "
        "over every element; its 'batchmean' is the mean here."
    )
    convention = (
        "0·log 0 = 0: a class with p_i = 0 costs nothing and has the slope 0. "
        "Where q_i = 0 < p_i the loss is ∞ and the slope −∞. PyTorch gives nan where log q_i = −∞ and p_i = 0."
    )
    strengths = (
        "For distributions never negative, and 0 only where they are equal.",
        "Taken of log q it is finite for probabilities that underflow.",
    )
    weaknesses = (
        "Infinite where the prediction gives 0 to a class that occurs.",
        "Not symmetric: this order makes q cover all of p, the other one makes it pick a mode.",
    )
    sources = (KULLBACK,)

    @property
    def equivalents(self):
        if self.log_prediction:
            return {}
        return {
            "PyTorch": "torch.nn.functional.kl_div(torch.log(q), target, reduction='none').sum(-1)",
            "TensorFlow": "tf.keras.losses.KLDivergence(reduction='none')(target, q)",
            "Optax": "optax.kl_divergence(jax.numpy.log(q), target)",
        }

    def loss(self, prediction, target):
        # Where q is near p, the terms of first order are summed alone: they nearly cancel.
        surprise = self._surprise(prediction, target)
        near = (np.abs(surprise) < NEAR) & (target > 0)
        first = np.where(near, self._missing(prediction, target), 0.0)
        rest = np.where(near, self._excess(prediction, target), weighed(target, surprise))
        return np.sum(rest, axis=-1) + np.sum(first, axis=-1)

    def slope(self, prediction, target):
        return -target if self.log_prediction else np.where(target == 0, 0.0, -target / prediction)


@register
class GeneralizedKL(_Relative):
    """The Kullback–Leibler divergence for weights of any sum: the difference of the sums is added."""

    log_prediction: float = _log_prediction()

    name = "generalized_kl"
    display = "generalized KL divergence"
    any_sum = True
    aliases = ("generalized_kl_divergence", "convex_kl_divergence", "i_divergence", "generalized_i_divergence")
    usual = replace(DIVERGENCE, text="D = sum(p_i*log(p_i/q_i) - p_i + q_i, i, n)")
    of_logs = replace(DIVERGENCE, text="D = sum(p_i*(log(p_i) - l_i) - p_i + exp(l_i), i, n)", prediction="l")
    note = (
        "Equal to kl_divergence where both sum to 1. Prediction q first, target p second; Optax takes (log q, p), "
        "log_prediction=true here."
    )
    convention = "0·log 0 = 0: a class with p_i = 0 costs q_i and has the slope 1. Where q_i = 0 < p_i the slope is −∞."
    strengths = ("Never negative, also for weights that are no distributions.", "Convex in q and in log q.")
    weaknesses = ("Infinite where the prediction gives 0 to a class that occurs.",)
    sources = (
        "Csiszár 1991, Why least squares and maximum entropy?, doi:10.1214/aos/1176348385",
        KULLBACK,
    )

    @property
    def equivalents(self):
        log_q, q = ("log_q", "torch.exp(log_q)") if self.log_prediction else ("torch.log(q)", "q")
        jax = "log_q" if self.log_prediction else "jax.numpy.log(q)"
        return {
            "PyTorch": f"(torch.nn.functional.kl_div({log_q}, target, reduction='none') - target + {q}).sum(-1)",
            "Optax": f"optax.losses.generalized_kl_divergence({jax}, target)",
        }

    def loss(self, prediction, target):
        return np.sum(self._excess(prediction, target), axis=-1)

    def doubt(self, target, prediction=None):
        """Weights of any sum are what it is for; only negative ones are none."""
        given = {"target": target, "prediction": None if self.log_prediction else prediction}
        for name, weights in given.items():
            if weights is not None and np.any(np.asarray(weights, float) < 0):
                return f"{self.name}: the {name} has an entry below 0; loss and gradient are those of the formula."
        return ""

    def slope(self, prediction, target):
        if self.log_prediction:
            surprise = self._surprise(prediction, target)
            return np.where(np.abs(surprise) < NEAR, target * np.expm1(-surprise), np.exp(prediction) - target)
        return np.where(target == 0, 1.0, (prediction - target) / prediction)


@register
class JensenShannon(VectorLoss):
    """The mean Kullback–Leibler divergence of two distributions from their average."""

    name = "jensen_shannon"
    display = "Jensen–Shannon divergence"
    aliases = ("jensen_shannon_divergence", "js_divergence", "jsd", "js")
    takes = "probabilities"
    example = ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1))
    formula = Formula(
        "JS = sum(p_i*log(p_i/m_i) + q_i*log(q_i/m_i), i, n)/2",
        let="m_i = (p_i + q_i)/2",
        prediction="q",
        target="p",
        silent=True,
    )
    note = (
        "In nats, so at most ln 2 for distributions. Its square root is a metric, which SciPy's jensenshannon gives "
        "after dividing both by their sums. The slope is log(q_i/m_i)/2."
    )
    convention = "0·log 0 = 0. At q_i = 0 < p_i the slope is −∞; at p_i = q_i = 0 it is ln(2)/2, the limit from inside."
    strengths = ("Symmetric and bounded, also where the supports differ.",)
    weaknesses = ("Saturates: where the supports do not overlap it is ln 2, however far apart they are.",)
    sources = (LIN,)
    equivalents = {
        "PyTorch": "sum(torch.xlogy(v, 2 * v / (q + target)).sum(-1) for v in (q, target)) / 2",
        "JAX": "sum(jax.scipy.special.rel_entr(v, (q + target) / 2).sum(-1) for v in (q, target)) / 2",
    }

    def loss(self, prediction, target):
        part = np.where(self._is_large(prediction, target), 0.5, 1.0)
        prediction, target = prediction * part, target * part
        total = prediction + target
        lean = np.where(total == 0, 0.0, (prediction - target) / total)
        square = np.square(lean)
        small = series(square, [1 / (k * (2 * k - 1)) for k in range(1, 16)])
        terms = weighed(1 + lean, np.log1p(lean)) + weighed(1 - lean, np.log1p(-lean))
        far = _xlog(2 * (prediction / total)) + _xlog(2 * (target / total))
        entropy = np.where(square < 0.1, small, np.where(np.abs(lean) < 0.9, terms, far))
        return np.sum(np.where(total == 0, 0.0, total * (entropy / (4 * part))), axis=-1)

    def slope(self, prediction, target):
        ratio = log_ratio(2 * prediction, prediction + target, prediction - target)
        halves = prediction / 2, target / 2  # what is lost of small ones is nothing beside large ones
        of_large = log_ratio(prediction, halves[0] + halves[1], halves[0] - halves[1])
        ratio = np.where(self._is_large(prediction, target), of_large, ratio)
        return np.where((prediction == 0) & (target == 0), np.log(2), ratio) / 2

    @staticmethod
    def _is_large(prediction, target):
        """Where the sum may exceed every float."""
        return np.maximum(prediction, target) > LARGE

    def shown(self, prediction, target):
        return {"average": (prediction + target) / 2}


def _xlog(x: np.ndarray) -> np.ndarray:
    return weighed(x, np.log(x))


@register
class Hellinger(VectorLoss):
    """The distance between the square roots of two distributions, over √2."""

    name = "hellinger"
    display = "Hellinger distance"
    aliases = ("hellinger_distance",)
    takes = "probabilities"
    example = ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1))
    formula = Formula("H = sqrt(sum((sqrt(p_i) - sqrt(q_i))^2, i, n)/2)", prediction="q", target="p")
    note = "From 0 to 1 for distributions. H² is 1 − Σ√(p_i·q_i), and H² ≤ total variation ≤ √2·H."
    convention = "At q = p, the tip of a cone, the slope 0. At q_i = 0 < p_i it is −∞."
    strengths = ("A bounded metric, finite where the supports differ.",)
    weaknesses = ("Its slope is without bound near q_i = 0.", "No derivative at its minimum, as with any distance.")
    sources = (
        "Hellinger 1909, Neue Begründung der Theorie quadratischer Formen von unendlichvielen Veränderlichen, "
        "doi:10.1515/crll.1909.136.210",
    )
    equivalents = {
        "PyTorch": "torch.linalg.vector_norm(q.sqrt() - target.sqrt(), dim=-1) / math.sqrt(2)",
        "JAX": "jax.numpy.linalg.norm(jax.numpy.sqrt(q) - jax.numpy.sqrt(target), axis=-1) / math.sqrt(2)",
    }

    @staticmethod
    def _gaps(prediction, target):
        """√q − √p; the quotient is exact where they are close."""
        roots = np.sqrt(prediction) + np.sqrt(target)
        return np.where(roots == 0, 0.0, (prediction - target) / roots)

    def loss(self, prediction, target):
        gaps = self._gaps(prediction, target)
        size = np.max(np.abs(gaps), axis=-1, keepdims=True)  # squares of small gaps would underflow
        scaled = np.where(size == 0, 0.0, gaps / size)
        return size[..., 0] * np.sqrt(np.sum(np.square(scaled), axis=-1) / 2)

    def slope(self, prediction, target):
        distance = self.loss(prediction, target)[..., None]
        gaps = self._gaps(prediction, target) / np.sqrt(prediction)
        gaps = np.where((prediction == 0) & (target == 0), 1.0, gaps)
        return np.where(distance == 0, 0.0, gaps / (4 * distance))

    def shown(self, prediction, target):
        return {"root of prediction": np.sqrt(prediction), "root of target": np.sqrt(target)}


@register
class TotalVariation(VectorLoss):
    """The largest difference that two distributions can have about the probability of any event."""

    name = "total_variation"
    aliases = ("total_variation_distance", "tv_distance", "statistical_distance")
    takes = "probabilities"
    example = ((0.5, 0.3, 0.2), (0.7, 0.2, 0.1))
    formula = Formula("TV = sum(|p_i - q_i|, i, n)/2", prediction="q", target="p")
    note = "From 0 to 1 for distributions. Not TensorFlow's image.total_variation, a sum over neighbouring pixels."
    convention = "At q_i = p_i the slope 0, which PyTorch takes for |x|."
    strengths = ("Bounded, and easy to read: a share of the mass has to move.",)
    weaknesses = ("The slope has one size, however far a class is off, and jumps where it is right.",)
    sources = ("Levin, Peres and Wilmer 2009, Markov Chains and Mixing Times, chapter 4, ISBN 978-0821847398",)
    equivalents = {
        "PyTorch": "(q - target).abs().sum(-1) / 2",
        "JAX": "jax.numpy.abs(q - target).sum(-1) / 2",
    }

    def loss(self, prediction, target):
        unit = unit_of(np.abs(prediction) + np.abs(target))
        return np.sum(np.abs(prediction * unit - target * unit), axis=-1) / 2 / unit[..., 0]

    def slope(self, prediction, target):
        return np.sign(prediction - target) / 2

    def shown(self, prediction, target):
        return {"difference": prediction - target}
