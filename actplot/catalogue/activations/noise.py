"""Layers that draw random numbers in training: units dropped, noise added, slopes and classes drawn."""

import numpy as np

from ...errors import BadInput, BadParameter
from ...numerics.shares import shares_of, slopes_of_shares
from ..entry import Sentences, Text
from ..kinds.formula import Formula
from ..kinds.random_layers import RandomLayer
from ..kinds.vector_losses import param
from ..registry import register
from .exponential import SELU_SCALE_ALPHA

UNCHANGED = {"evaluation": Formula("y_i = x_i", prediction="x"), "mean": Formula("M_i = x_i", prediction="x")}
ALL_DROPPED = UNCHANGED | {"mean": Formula("M_i = 0", prediction="x"), "variance": Formula("V_i = 0", prediction="x")}
SCALED = UNCHANGED | {"variance": Formula("V_i = x_i^2*rate/(1 - rate)", prediction="x")}
ALPHA = f"d = -{SELU_SCALE_ALPHA!r}; a = 1/sqrt((1 - rate)*(1 + rate*d^2))"
OF_ALPHA = {"d": "the limit of SELU at −∞"}
ENDS = (
    ("With the rate 0 it does nothing.", lambda self: self.rate == 0),
    ("With the rate 1 every output is 0, and nothing is learned.", lambda self: self.rate == 1),
)


def unless_dropped(words: str) -> Text:
    """What is computed in training, which has no such form where nothing is kept."""
    return Text((words, lambda self: self.rate < 1), ("0 for every number", lambda self: self.rate == 1))


def rate_parameter(**limit: float):
    return param(0.5, "probability of being dropped", symbol="p", at_least=0, aliases=("p",), **limit)


def seed_parameter():
    return param(0, "chooses the numbers that are drawn", at_least=0, whole=True)


class RatedLayer(RandomLayer):
    """A layer with a rate: the share of what is dropped."""

    @property
    def keep(self) -> float:
        """The probability of being kept."""
        return 1.0 - self.rate

    def kept(self, shape: tuple[int, ...], random: "np.random.Generator") -> np.ndarray:
        return random.random(shape) < self.keep


def per_vector(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape with one number for each vector along the last axis; a single number is one of its own."""
    return (*shape[:-1], 1) if shape else ()


@register
class Dropout(RatedLayer):
    """Sets each number to 0 with some probability, and scales up those that are kept; in evaluation it does nothing."""

    rate: float = rate_parameter(at_most=1)
    seed: float = seed_parameter()

    name = "dropout"
    aliases = ("Dropout", "inverted_dropout")
    in_words = unless_dropped("m_i*x_i/(1 - rate), with m_i = 1 with probability 1 - rate, else 0")
    drawn = "which units are kept, each with probability 1 − rate"
    note = (
        "rate is the probability of being dropped, as PyTorch's p and the rate of TensorFlow 2, Keras and Flax are. "
        "keep_prob of TensorFlow 1 is the opposite, the probability of being kept: keep_prob=0.9 is rate=0.1. "
        "nan stays nan, dropped or not."
    )
    strengths = Sentences(
        ("A strong regulariser that costs nothing in evaluation.", lambda self: 0 < self.rate < 1),
        ("Silences what is behind it in training, and costs nothing in evaluation.", lambda self: self.rate == 1),
        ("The mean of the output is the input, so that evaluation needs no scaling.", lambda self: self.rate < 1),
    )
    weaknesses = Sentences(
        ("Adds noise of variance x²·rate/(1 − rate), so that training takes longer.", lambda self: 0 < self.rate < 1),
        ("Shifts the variance that a batch normalisation behind it has learned.", lambda self: self.rate > 0),
        *ENDS,
    )
    sources = (
        "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, Dropout: a simple way to prevent neural "
        "networks from overfitting, JMLR 15, pages 1929–1958; scaled in training, section 10",
    )

    @property
    def formulas(self):
        """Where all is dropped nothing is left that could be scaled up."""
        return ALL_DROPPED if self.rate == 1 else SCALED

    def draw(self, x, random):
        return np.where(self.kept(self.mask_shape(x.shape), random) | np.isnan(x), x / self.keep, 0.0)

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return shape

    def mean(self, x):
        return x if self.keep else 0.0 * x

    def variance(self, x):
        return x**2 * (self.rate / self.keep if self.keep else 0.0)


@register
class ChannelDropout(Dropout):
    """Dropout of whole vectors along the last axis, such as all values of one channel."""

    name = "channel_dropout"
    aliases = (
        *("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "spatial_dropout"),
        *("dropout1d", "dropout2d", "dropout3d", "feature_dropout"),
    )
    in_words = unless_dropped("m*x/(1 - rate), with one m for each vector, 1 with probability 1 - rate, else 0")
    drawn = "which vectors along the last axis are kept, each with probability 1 − rate"
    note = (
        "Numbers of one channel are alike, so that dropping some of them hides little. A channel is a vector along "
        "the last axis here; the frameworks drop all positions of a channel in images too. keep_prob of TensorFlow 1 "
        "is 1 − rate."
    )
    strengths = Sentences(
        ("Regularises convolutions, where plain dropout hardly does.", lambda self: 0 < self.rate < 1),
        ("Changes nothing.", lambda self: self.rate == 0),
        ("Costs nothing in evaluation.", lambda self: self.rate == 1),
    )
    weaknesses = Sentences(
        ("Few random choices, so that the noise is coarse.", lambda self: 0 < self.rate < 1),
        *ENDS,
    )
    sources = (
        "Tompson, Goroshin, Jain, LeCun and Bregler 2015, Efficient object localization using convolutional networks, "
        "arXiv:1411.4280",
    )
    equivalents = {"JAX": "flax.linen.Dropout(rate={rate}, broadcast_dims=(-1,))"}

    def mask_shape(self, shape):
        return per_vector(shape)


@register
class AlphaDropout(RatedLayer):
    """Dropout for SELU: dropped units take SELU's lowest value, and mean 0 and variance 1 are kept."""

    rate: float = rate_parameter(at_most=1)
    seed: float = seed_parameter()

    name = "alpha_dropout"
    aliases = ("AlphaDropout",)
    in_words = unless_dropped(
        "a*(m_i*x_i + (1 - m_i)*d) + b, with d = -1.7581, a = ((1 - rate)*(1 + rate*d^2))^(-1/2), b = -a*rate*d"
    )
    drawn = "which units are kept, each with probability 1 − rate"
    note = (
        "d = −λα is the limit of SELU at −∞. Inputs of mean 0 and variance 1 give outputs of mean 0 and variance 1; "
        "a single input x has the mean a·(1 − rate)·x, not x."
    )
    strengths = Sentences(
        ("Keeps networks of SELUs self-normalising.", lambda self: self.rate < 1),
        ("Costs nothing in evaluation.", lambda self: self.rate == 1),
    )
    weaknesses = Sentences(
        ("Wrong for activations that are not centred, such as ReLU.", lambda self: 0 < self.rate < 1),
        *ENDS,
    )
    sources = ("Klambauer, Unterthiner, Mayr and Hochreiter 2017, Self-normalizing neural networks, arXiv:1706.02515",)

    @property
    def formulas(self):
        """With the rate 1 all outputs are 0, as PyTorch has it."""
        if self.rate == 1:
            return ALL_DROPPED
        return UNCHANGED | {
            "mean": Formula("M_i = a*(1 - rate)*x_i", let=ALPHA, prediction="x", symbols=OF_ALPHA),
            "variance": Formula("V_i = a^2*(1 - rate)*rate*(x_i - d)^2", let=ALPHA, prediction="x", symbols=OF_ALPHA),
        }

    @property
    def scale(self) -> float:
        return 0.0 if self.rate == 1 else (self.keep * (1.0 + self.rate * SELU_SCALE_ALPHA**2)) ** -0.5

    def draw(self, x, random):
        kept = self.kept(self.mask_shape(x.shape), random) | np.isnan(x)
        return self.scale * (np.where(kept, x, -SELU_SCALE_ALPHA) + self.rate * SELU_SCALE_ALPHA)

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return shape

    def mean(self, x):
        return self.scale * self.keep * x

    def variance(self, x):
        return self.scale**2 * self.keep * self.rate * (x + SELU_SCALE_ALPHA) ** 2


@register
class FeatureAlphaDropout(AlphaDropout):
    """Alpha dropout of whole vectors along the last axis, such as all values of one channel."""

    name = "feature_alpha_dropout"
    aliases = ("FeatureAlphaDropout",)
    in_words = unless_dropped("a*(m*x + (1 - m)*d) + b, with one m for each vector, and d, a and b as in alpha_dropout")
    drawn = "which vectors along the last axis are kept, each with probability 1 − rate"
    note = "A channel is a vector along the last axis here. Mean and variance are those of alpha_dropout."
    strengths = Sentences(
        ("Keeps networks of SELUs self-normalising.", lambda self: self.rate < 1),
        ("Drops what belongs together.", lambda self: self.rate > 0),
    )
    weaknesses = Sentences(
        ("Few random choices, so that the noise is coarse.", lambda self: 0 < self.rate < 1),
        *ENDS,
    )
    sources = (*AlphaDropout.sources, "PyTorch documentation, torch.nn.FeatureAlphaDropout")
    equivalents = {}

    def mask_shape(self, shape):
        return per_vector(shape)


@register
class GaussianDropout(RatedLayer):
    """Multiplies each number by normal noise of mean 1; in evaluation it does nothing."""

    rate: float = rate_parameter(below=1)
    seed: float = seed_parameter()

    name = "gaussian_dropout"
    display = "Gaussian dropout"
    aliases = ("GaussianDropout",)
    in_words = "x_i*n_i, with n_i normal of mean 1 and variance rate/(1 - rate)"
    formulas = SCALED
    drawn = "each unit's factor, normal with mean 1 and variance rate/(1 − rate)"
    note = "Nothing is dropped: the rate is that of the dropout whose mean and variance the noise has."
    strengths = ("Same mean and variance as dropout, without zeros.",)
    weaknesses = Sentences(
        ("A factor may be negative, which turns the sign of a unit.", lambda self: self.rate > 0),
        *ENDS,
    )
    sources = (
        "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, Dropout: a simple way to prevent neural "
        "networks from overfitting, JMLR 15, pages 1929–1958, section 10",
    )

    @property
    def deviation(self) -> float:
        return (self.rate / self.keep) ** 0.5

    def draw(self, x, random):
        return x * random.normal(1.0, self.deviation, x.shape)

    def mean(self, x):
        return x

    def variance(self, x):
        return x**2 * (self.rate / self.keep)


@register
class GaussianNoise(RandomLayer):
    """Adds normal noise to each number; in evaluation it does nothing."""

    stddev: float = param(1, "standard deviation of the noise", symbol="σ", at_least=0, aliases=("sigma", "std"))
    seed: float = seed_parameter()

    name = "gaussian_noise"
    display = "Gaussian noise"
    aliases = ("GaussianNoise",)
    in_words = "x_i + n_i, with n_i normal of mean 0 and variance stddev^2"
    formulas = {**UNCHANGED, "variance": Formula("V_i = stddev^2", prediction="x")}
    drawn = "each unit's noise, normal with mean 0 and deviation stddev"
    note = "Keras has no default for stddev; 1 suits inputs that are standardised, and is strong."
    strengths = Sentences(
        (
            "On inputs it acts as a penalty on the squared derivatives, as long as it is small.",
            lambda self: self.stddev > 0,
        ),
        ("Changes nothing.", lambda self: self.stddev == 0),
    )
    weaknesses = ("The size of the noise has to fit that of the input.",)
    sources = (
        "Bishop 1995, Training with noise is equivalent to Tikhonov regularization, doi:10.1162/neco.1995.7.1.108",
    )
    equivalents = {"PyTorch": "x + {stddev} * torch.randn_like(x)"}

    def draw(self, x, random):
        return x + random.normal(0.0, self.stddev, x.shape)

    def mean(self, x):
        return x

    def variance(self, x):
        return np.where(np.isnan(x), x, np.square(self.stddev))


@register
class GumbelSoftmax(RandomLayer):
    """A random choice of a class by its scores that gradients can pass: a softmax of scores with noise."""

    tau: float = param(
        1, "temperature: the lower, the closer to a choice", symbol="τ", above=0, aliases=("temperature",)
    )
    hard: float = param(0, "1 for the choice itself, with a single 1", one_of=(0, 1))
    seed: float = seed_parameter()

    name = "gumbel_softmax"
    display = "Gumbel-softmax"
    aliases = ("GumbelSoftmax", "concrete")
    in_words = "p_i = exp((z_i + g_i)/tau)/sum(exp((z_j + g_j)/tau)), with g_j = -log(-log(u_j))"
    example = (2.0, 1.0, 0.1)
    drawn = "each score's noise, a Gumbel number: −ln(−ln(u)) with u uniform between 0 and 1"
    note = (
        "The largest score with noise is that of class i with probability softmax(z)_i, at any temperature. So with "
        "hard=1 the mean is softmax(z); with hard=0 mean and variance have no closed form. PyTorch always draws; "
        "evaluation here leaves the noise out. A score of −∞ is never chosen."
    )
    strengths = ("Trains networks that choose, by gradients through the choice.",)
    weaknesses = (
        "Biased: what is trained is the soft choice, not the hard one.",
        "At low temperatures the variance of the gradients is high.",
    )
    sources = (
        "Jang, Gu and Poole 2017, Categorical reparameterization with Gumbel-softmax, arXiv:1611.01144, equation 2",
        "Maddison, Mnih and Teh 2017, The concrete distribution, arXiv:1611.00712",
    )

    @property
    def formulas(self):
        """The soft choice has no mean in closed form; which of equal scores a hard one takes no formula says."""
        shares = "S = sum(exp(z_k), k, n); p_i = exp(z_i)/S"
        if self.hard:
            return {
                "mean": Formula("M_i = p_i", let=shares),
                "variance": Formula("V_i = p_i*(1 - p_i)", let=shares),
            }
        return {"evaluation": Formula("p_i = exp(z_i/tau)/S", let="S = sum(exp(z_k/tau), k, n)")}

    def check_shape(self, shape):
        if not shape or shape[-1] == 0:
            raise BadInput(f"{self.name} takes vectors of at least one number, got shape {shape}")

    def draw(self, x, random):
        return self.chosen(x + random.gumbel(size=x.shape))

    def settled(self, x):
        return self.chosen(x)

    def chosen(self, scores: np.ndarray) -> np.ndarray:
        if not self.hard:
            return shares_of((scores - np.max(scores, axis=-1, keepdims=True)) / self.tau)
        first = np.argmax(scores, axis=-1, keepdims=True)
        unknown = np.where(np.any(np.isnan(scores), axis=-1, keepdims=True), np.nan, 0.0)
        return (np.arange(scores.shape[-1]) == first) + unknown

    def mean(self, x):
        return shares_of(x) if self.hard else None

    def variance(self, x):
        return np.diagonal(slopes_of_shares(shares_of(x)), axis1=-2, axis2=-1) if self.hard else None


@register
class RandomRrelu(RandomLayer):
    """A leaky rectifier whose slope is drawn for each number in training; in evaluation it takes the mean slope."""

    lower: float = param(1 / 8, "lower end of the random slope", symbol="l")
    upper: float = param(1 / 3, "upper end of the random slope", symbol="u")
    seed: float = seed_parameter()

    name = "random_rrelu"
    display = "random RReLU"
    aliases = ("rrelu_training",)
    in_words = "x_i where x_i > 0, else r_i*x_i, with r_i uniform between lower and upper"
    formulas = {
        "evaluation": Formula("y_i = where(x_i > 0, x_i, (lower + upper)/2*x_i)", prediction="x"),
        "mean": Formula("M_i = where(x_i > 0, x_i, (lower + upper)/2*x_i)", prediction="x"),
        "variance": Formula("V_i = where(x_i > 0, 0, (x_i*(upper - lower))^2/12)", prediction="x"),
    }
    drawn = "the slope where a number is not positive, uniform from lower to upper"
    note = "The function of one variable that evaluation computes is `rrelu`, which has its curve."
    strengths = Sentences(
        ("The random slope regularises.", lambda self: self.lower < self.upper),
        ("No unit is dead.", lambda self: self.lower != 0 or self.upper != 0),
        "In evaluation as cheap as relu.",
    )
    weaknesses = Sentences(
        ("Training and evaluation compute different functions.", lambda self: self.lower < self.upper),
        ("Nothing is random where lower equals upper.", lambda self: self.lower == self.upper),
    )
    sources = ("Xu, Wang, Chen and Li 2015, Empirical evaluation of rectified activations, arXiv:1505.00853",)
    equivalents = {"PyTorch": "torch.nn.functional.rrelu(x, lower={lower}, upper={upper}, training=True)"}

    def validate(self):
        if self.lower > self.upper:
            raise BadParameter(f"{self.name}: lower must be at most upper, got {self.lower:g} and {self.upper:g}")

    @property
    def slope(self) -> float:
        return self.lower / 2 + self.upper / 2

    def draw(self, x, random):
        share, width = random.random(x.shape), self.upper - self.lower
        slopes = self.lower + width * share if np.isfinite(width) else self.lower * (1 - share) + self.upper * share
        return np.where(x > 0, x, slopes * x)

    def settled(self, x):
        return np.where(x > 0, x, self.slope * x)

    def mean(self, x):
        return np.where(x > 0, x, self.slope * x)

    def variance(self, x):
        return np.where(x > 0, 0.0, np.square(x * (self.upper / 2 - self.lower / 2) / 3**0.5))
