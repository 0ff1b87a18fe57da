"""The smooth relatives of the rectifier: made by a logarithm, a root or a parabola."""

import numpy as np

from ...numerics import jets, kernels
from ...numerics.arrays import at_least_0, either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, ZERO, Activation, Interval, Line, param
from ..registry import register

TAIL = 40.0  # from here on log(1 + exp(−x)) is exp(−x)


@register
class Softplus(Activation):
    """A smooth rectifier: close to 0 on the left, close to x on the right."""

    beta: float = param(1, "sharpness of the bend", symbol="β", never=0)

    name = "softplus"
    topics = ("lecture", "output layer")
    aliases = ("Softplus", "smooth_relu")
    few_passes = True
    formula = "log(1 + exp(beta*x))/beta"
    routes = {
        "chain": (
            Line("definition", "D(log(1 + exp(beta*x))/beta)"),
            Line("derivative of ln", "D(1 + exp(beta*x))/(beta*(1 + exp(beta*x)))", "(ln v)′ = v′/v."),
            Line("exponential rule", "beta*exp(beta*x)/(beta*(1 + exp(beta*x)))"),
            Line("cancel", "exp(beta*x)/(1 + exp(beta*x))"),
            Line(
                "divide by the exponential",
                "1/(1 + exp(-beta*x))",
                "Both parts of the fraction are divided by e^(β·x).",
            ),
            Line("recognise σ", "sigmoid(beta*x)"),
        ),
    }
    summary = Text(
        (
            "A smooth rectifier turned by half a circle: close to x on the left, close to 0 on the right.",
            lambda self: self.beta < 0,
        )
    )
    note = "Its derivative is the sigmoid σ(βx); it tends to relu as β grows. PyTorch returns x itself where βx > 20."
    strengths = Sentences(
        ("Smooth everywhere.", lambda self: not self.breaks),
        ("Always positive.", lambda self: self.bounds.low >= 0),
        "Its gradient is never exactly 0.",
    )
    weaknesses = Sentences(
        "Costs an exponential and a logarithm.",
        ("Gives no exact zeros, so no sparsity, and in practice seldom beats relu.", lambda self: self.bounds.low >= 0),
    )
    sources = (
        "Dugas et al. 2000, Incorporating second-order functional knowledge for better option pricing, NIPS 13",
        "Glorot, Bordes and Bengio 2011, Deep sparse rectifier neural networks, PMLR 15:315-323",
    )
    equivalents = {
        "TensorFlow": "tf.nn.softplus({beta} * x) / {beta}",
        "Keras": "keras.activations.softplus({beta} * x) / {beta}",
        "JAX": "jax.nn.softplus({beta} * x) / {beta}",
    }

    @property
    def bounds(self):
        return Interval(0) if self.beta > 0 else Interval(high=0)

    @property
    def asymptotes(self):
        return (ZERO, LINE) if self.beta > 0 else (LINE, ZERO)

    def value(self, x):
        decay = kernels.falling(kernels.two_product(self.beta, x))
        bend = np.log1p(kernels.exp(decay)) / self.beta
        if np.min(decay[0], initial=0.0) < -TAIL:  # where log(1 + e) is e
            bend = either(decay[0] < -TAIL, kernels.times_exp(1 / self.beta, decay), bend)
        return (at_least_0(x) if self.beta > 0 else np.minimum(x, 0.0)) + bend

    def derivative(self, x):
        return kernels.sigmoid(kernels.two_product(self.beta, x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.two_product(self.beta, x), self.beta)


@register
class LogSigmoid(Activation):
    """The logarithm of the sigmoid: the log-probability that a logit stands for."""

    name = "log_sigmoid"
    display = "log-sigmoid"
    aliases = ("logsigmoid", "LogSigmoid")
    few_passes = True
    formula = "log(1/(1 + exp(-x)))"
    routes = {
        "chain": (
            Line("definition", "D(log(1/(1 + exp(-x))))"),
            Line("ln of a reciprocal", "D(-log(1 + exp(-x)))", "ln(1/v) = −ln v."),
            Line("derivative of ln", "-D(1 + exp(-x))/(1 + exp(-x))", "(ln v)′ = v′/v."),
            Line("exponential rule", "exp(-x)/(1 + exp(-x))", "(e⁻ˣ)′ = −e⁻ˣ, and the two minus signs cancel."),
            Line("add and subtract 1", "(1 + exp(-x) - 1)/(1 + exp(-x))"),
            Line("split the fraction", "1 - 1/(1 + exp(-x))"),
            Line("recognise σ", "1 - sigmoid(x)"),
        ),
    }
    bounds = Interval(high=0)
    asymptotes = (LINE, ZERO)
    note = "log_sigmoid(x) = −softplus(−x); its derivative is σ(−x) = 1 − σ(x)."
    strengths = ("Finite where log(σ(x)) written out is not: σ(x) underflows below x = −745.",)
    weaknesses = ("Saturates towards 0 on the right.", "Used inside losses rather than between layers.")
    sources = (
        "PyTorch documentation, torch.nn.LogSigmoid",
        "Bishop 2006, Pattern Recognition and Machine Learning, section 4.3.2 (its use), ISBN 978-0-387-31073-2",
    )

    def value(self, x):
        return -kernels.softplus(kernels.word(-x))

    def derivative(self, x):
        return kernels.sigmoid(kernels.word(-x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x), -1.0)


@register
class LogNdtr(Activation):
    """The logarithm of the normal distribution function: a log-probability that a probit model needs."""

    name = "log_ndtr"
    display = "log Φ"
    aliases = ("log_normal_cdf", "logPhi")
    formula = "log(Phi(x))"
    routes = {
        "chain": (
            Line("definition", "D(log(Phi(x)))", "Φ is the distribution function of the standard normal distribution."),
            Line("derivative of ln", "D(Phi(x))/Phi(x)", "(ln v)′ = v′/v."),
            Line("Φ′ = φ", "phi(x)/Phi(x)"),
        ),
    }
    bounds = Interval(high=0)
    asymptotes = (None, ZERO)
    note = "Falls like −x²/2 on the left; its derivative, the inverse Mills ratio at −x, is close to −x there."
    strengths = ("Finite where log(Φ(x)) written out is not: Φ(x) underflows below x = −38.",)
    weaknesses = ("Saturates towards 0 on the right.", "Used inside losses rather than between layers.")
    sources = (
        "SciPy documentation, scipy.special.log_ndtr",
        "Bliss 1934, The method of probits, doi:10.1126/science.79.2037.38",
        "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, section 26.2, ISBN 978-0-486-61272-0",
    )
    equivalents = {
        "TensorFlow": "tf.math.log(tf.math.erfc(-x / 2**0.5) / 2)",
        "Keras": "keras.ops.log((1 + keras.ops.erf(x / 2**0.5)) / 2)",
    }

    def compose(self, x):
        return jets.log_Phi(x)


@register
class Log1mexp(Activation):
    """The logarithm of 1 − e⁻ˣ for x > 0: the log-probability of the opposite event."""

    name = "log1mexp"
    aliases = ("log1m_exp", "log_one_minus_exp")
    domain = (0.0, np.inf)
    interval = (0.0, 5.0)
    formula = "log(1 - exp(-x))"
    routes = {
        "chain": (
            Line("definition", "D(log(1 - exp(-x)))"),
            Line("derivative of ln", "D(1 - exp(-x))/(1 - exp(-x))", "(ln v)′ = v′/v."),
            Line("exponential rule", "exp(-x)/(1 - exp(-x))", "(e⁻ˣ)′ = −e⁻ˣ, and the two minus signs cancel."),
            Line("divide by e⁻ˣ", "1/(exp(x) - 1)", "Both parts of the fraction are multiplied by eˣ."),
        ),
    }
    bounds = Interval(high=0)
    asymptotes = (None, ZERO)
    convention = "At x = 0 the limits from the right: f = −∞, f′ = ∞ and f″ = −∞. Not defined for x < 0."
    note = "If −x is the logarithm of a probability p, it is log(1 − p); hence f(−f(x)) = −x."
    strengths = ("Precise where log(1 − e⁻ˣ) written out loses all digits, near 0 and far to the right.",)
    weaknesses = ("Defined for positive inputs only.", "Used inside losses rather than between layers.")
    sources = ("Mächler 2012, Accurately computing log(1 − exp(−|a|)), vignette of the R package Rmpfr",)
    equivalents = {
        "PyTorch": "torch.where(x < 0.6931472, torch.log(-torch.expm1(-x)), torch.log1p(-torch.exp(-x)))",
        "TensorFlow": "tf.where(x < 0.6931472, tf.math.log(-tf.math.expm1(-x)), tf.math.log1p(-tf.exp(-x)))",
        "Keras": "keras.ops.where(x < 0.6931472, keras.ops.log(-keras.ops.expm1(-x)), "
        "keras.ops.log1p(-keras.ops.exp(-x)))",
    }

    def value(self, x):
        return either(x < np.log(2.0), np.log(-np.expm1(-x)), np.log1p(-np.exp(-x)))

    def derivative(self, x):
        return np.exp(-x) / -np.expm1(-x)

    def second_derivative(self, x):
        return -np.exp(-x) / np.expm1(-x) / np.expm1(-x)


@register
class Squareplus(Activation):
    """A rectifier made by a square root, smooth where b is above 0."""

    b: float = param(4, "size of the bend; relu for 0", symbol="b", at_least=0)

    name = "squareplus"
    aliases = ("SquarePlus",)
    formula = "(x + sqrt(x^2 + b))/2"
    routes = {
        "chain": (
            Line("definition", "D((x + sqrt(x^2 + b))/2)"),
            Line("sum rule", "(1 + D(sqrt(x^2 + b)))/2", "The slope of x is 1."),
            Line("derivative of the root", "(1 + D(x^2 + b)/(2*sqrt(x^2 + b)))/2", "(√v)′ = v′/(2·√v)."),
            Line("power rule", "(1 + 2*x/(2*sqrt(x^2 + b)))/2", "(x²)′ = 2·x, and the constant b has no slope."),
            Line("cancel", "(1 + x/sqrt(x^2 + b))/2"),
            Line("in terms of f", "f(x)/sqrt(x^2 + b)", "Over one denominator, x + √(x² + b) is 2·f."),
        ),
    }
    asymptotes = (ZERO, LINE)
    convention = "Smooth for b > 0. For b = 0 it is relu, and f′(0) = f″(0) = 0."
    note = "f(0) = √b/2: b = 4·ln(2)² gives it the value of softplus at 0, and b = 4 its second derivative there."
    strengths = Sentences(
        "Costs a square root where softplus costs an exponential and a logarithm.",
        ("Smooth everywhere and always positive.", lambda self: self.b > 0),
        ("Close to softplus.", lambda self: 1 <= self.b <= 5),
    )
    weaknesses = Sentences(
        ("Approaches relu slowly, like b/(4·|x|), and gives no exact zeros.", lambda self: self.b > 0),
        ("With b = 0 it is relu: the gradient is exactly 0 for x < 0.", lambda self: self.b == 0),
    )
    sources = ("Barron 2021, Squareplus: a softplus-like algebraic rectifier, arXiv:2112.11687",)
    equivalents = {
        "PyTorch": "(x + torch.sqrt(x**2 + {b})) / 2",
        "TensorFlow": "(x + tf.sqrt(x**2 + {b})) / 2",
    }

    @property
    def breaks(self):
        return () if self.b > 0 else (0.0,)

    @property
    def bounds(self):
        return Interval(0, ends="()" if self.b > 0 else "[)")

    def compose(self, x):
        if self.b == 0:
            return jets.where(x.point > 0, x, 0.0)
        # The larger of the two roots (√(x² + b) ± x)/2 has no cancellation, and their product is b/4.
        size = jets.where(x.point > 0, x, -x)
        near = size + jets.sqrt(jets.square(x) + self.b)
        far = size * (1.0 + jets.sqrt(1.0 + self.b / jets.square(x)))
        larger = jets.where(np.abs(x.point) < np.sqrt(self.b), near, far) / 2.0
        return jets.where(x.point > 0, larger, self.b / (4.0 * larger))


class _Parabola(Activation):
    """0 up to −h, x from h on, and the parabola between that joins them smoothly; an entry gives `half_width`."""

    half_width: float
    asymptotes = (ZERO, LINE)
    bounds = Interval(0, ends="[)")

    @property
    def breaks(self):
        return (-self.half_width, self.half_width)

    def compose(self, x):
        h = self.half_width
        between = jets.square(x + h) / h * 0.25
        return jets.where(x.point <= -h, 0.0, jets.where(x.point >= h, x, between))


@register
class SparsePlus(_Parabola):
    """0 up to −1, x from 1 on, and a parabola between that joins them smoothly."""

    half_width = 1.0

    name = "sparse_plus"
    aliases = ("SparsePlus",)
    formula = "where(x <= -1, 0, where(x >= 1, x, (x + 1)^2/4))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x <= -1, 0, where(x >= 1, x, (x + 1)^2/4)))"),
            Line("piece by piece", "where(x <= -1, 0, where(x >= 1, 1, D((x + 1)^2)/4))"),
            Line("power rule", "where(x <= -1, 0, where(x >= 1, 1, 2*(x + 1)/4))", "The slope of x + 1 is 1."),
            Line("cancel", "where(x <= -1, 0, where(x >= 1, 1, (x + 1)/2))"),
        ),
    }
    convention = "f′(−1) = 0 and f′(1) = 1 from both sides; f″(±1) = 0, where it jumps between 1/2 and 0."
    note = "Its derivative is sparse_sigmoid, as that of softplus is the sigmoid; equal to smelu with beta = 1."
    strengths = ("Gives exact zeros like relu, yet its slope is continuous.",)
    weaknesses = ("The gradient is exactly 0 for x < −1, so units can still die.",)
    sources = (
        "Blondel, Martins and Niculae 2020, Learning with Fenchel-Young losses, arXiv:1901.02324",
        "JAX documentation, jax.nn.sparse_plus",
    )
    equivalents = {
        "PyTorch": "torch.where(x >= 1, x, torch.clamp(x + 1, min=0) ** 2 / 4)",
        "TensorFlow": "tf.where(x >= 1, x, tf.maximum(x + 1, 0) ** 2 / 4)",
    }


@register
class Smelu(_Parabola):
    """0 up to −beta, x from beta on, and a parabola between that joins them smoothly."""

    beta: float = param(1, "half width of the bend", symbol="β", above=0)

    name = "smelu"
    display = "SmeLU"
    aliases = ("SmeLU", "smooth_relu_quadratic")
    formula = "where(x <= -beta, 0, where(x >= beta, x, (x + beta)^2/(4*beta)))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x <= -beta, 0, where(x >= beta, x, (x + beta)^2/(4*beta))))"),
            Line("piece by piece", "where(x <= -beta, 0, where(x >= beta, 1, D((x + beta)^2)/(4*beta)))"),
            Line(
                "power rule",
                "where(x <= -beta, 0, where(x >= beta, 1, 2*(x + beta)/(4*beta)))",
                "The slope of x + β is 1.",
            ),
            Line("cancel", "where(x <= -beta, 0, where(x >= beta, 1, (x + beta)/(2*beta)))"),
        ),
    }
    convention = "f′(−beta) = 0 and f′(beta) = 1 from both sides; f″(±beta) = 0, where it jumps."
    note = "Tends to relu as beta falls to 0; equal to sparse_plus for beta = 1."
    strengths = ("Simple to compute, and smooth enough that repeated trainings agree more closely than with relu.",)
    weaknesses = ("The gradient is exactly 0 for x < −beta, and the width has to be chosen.",)
    sources = (
        "Shamir, Lin and Coviello 2020, Smooth activations and reproducibility in deep networks, arXiv:2010.09931",
    )
    equivalents = {
        "PyTorch": "torch.where(x >= {beta}, x, torch.clamp(x + {beta}, min=0) ** 2 / (4 * {beta}))",
        "TensorFlow": "tf.where(x >= {beta}, x, tf.maximum(x + {beta}, 0) ** 2 / (4 * {beta}))",
        "Keras": "keras.ops.where(x >= {beta}, x, keras.ops.maximum(x + {beta}, 0) ** 2 / (4 * {beta}))",
        "JAX": "jax.numpy.where(x >= {beta}, x, jax.numpy.maximum(x + {beta}, 0) ** 2 / (4 * {beta}))",
    }
    equivalents_of_defaults = {
        **SparsePlus.equivalents,
        "Keras": "keras.activations.sparse_plus(x)",
        "JAX": "jax.nn.sparse_plus(x)",
    }

    @property
    def half_width(self):
        return self.beta
