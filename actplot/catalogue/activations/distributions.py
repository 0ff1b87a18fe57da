"""Sigmoids that are distribution functions: the normal one, scaled or not, and that of the smallest extreme value."""

from ...numerics import jets, kernels
from ..kinds.functions import Activation, Asymptote, Interval, Line
from ..registry import register


@register
class Erf(Activation):
    """The error function: the integral of a bell curve, scaled to run from −1 to 1."""

    name = "erf"
    aliases = ("error_function", "Erf")
    formula = "erf(x)"
    routes = {
        "definition": (
            Line("definition", "D(erf(x))", "erf(x) is 2/√π times the integral of e^(−t²) from 0 to x."),
            Line("derivative of erf", "2/sqrt(pi)*exp(-x^2)", "The derivative of an integral is what stands under it."),
        ),
    }
    bounds = Interval(-1, 1)
    asymptotes = (Asymptote(0, -1), Asymptote(0, 1))
    note = "erf(x) = 2·Φ(√2·x) − 1, with Φ the normal distribution function."
    strengths = ("Zero-centred and smooth; expectations over normal inputs have closed forms.",)
    weaknesses = ("Saturates faster than tanh: the gradient falls like e^(−x²).",)
    sources = (
        "Williams 1998, Computation with infinite neural networks, doi:10.1162/089976698300017412",
        "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, chapter 7, ISBN 978-0-486-61272-0",
    )

    def value(self, x):
        return kernels.erf(x)

    def compose(self, x):
        return jets.erf(x)


@register
class Ndtr(Activation):
    """The normal distribution function: how probable a standard normal number is to lie below the input."""

    name = "ndtr"
    display = "Φ"
    aliases = ("normal_cdf", "gaussian_cdf", "std_normal_cdf")
    formula = "(1 + erf(x/sqrt(2)))/2"
    routes = {
        "erf": (
            Line("definition", "D((1 + erf(x/sqrt(2)))/2)"),
            Line("constant factors and sums", "D(erf(x/sqrt(2)))/2"),
            Line(
                "chain rule",
                "2/sqrt(pi)*exp(-(x/sqrt(2))^2)*D(x/sqrt(2))/2",
                "erf′(u) = 2/√π·e^(−u²), times the slope inside.",
            ),
            Line("derivative of x", "exp(-(x/sqrt(2))^2)/(sqrt(pi)*sqrt(2))"),
            Line("simplify", "exp(-x^2/2)/sqrt(2*pi)", "√π·√2 = √(2·π)."),
            Line("recognise φ", "phi(x)", "This is the density of the standard normal distribution."),
        ),
    }
    bounds = Interval(0, 1)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    note = "Φ(x) = (1 + erf(x/√2))/2, the inverse of the probit link; gelu is x·Φ(x)."
    strengths = ("The output reads as a probability under a model with normal noise.",)
    weaknesses = ("Its tails fall like e^(−x²/2), so gradients vanish sooner than the sigmoid's.",)
    sources = (
        "Bliss 1934, The method of probits, doi:10.1126/science.79.2037.38",
        "Abramowitz and Stegun 1964, Handbook of Mathematical Functions, section 26.2, ISBN 978-0-486-61272-0",
    )
    equivalents = {
        "TensorFlow": "tf.math.erfc(-x / 2**0.5) / 2",
        "Keras": "(1 + keras.ops.erf(x / 2**0.5)) / 2",
    }

    def compose(self, x):
        return jets.Phi(x)


@register
class Cloglog(Activation):
    """An asymmetric sigmoid: slow to leave 0, quick to reach 1."""

    name = "cloglog"
    aliases = ("complementary_log_log", "CLogLog")
    formula = "1 - exp(-exp(x))"
    routes = {
        "chain": (
            Line("definition", "D(1 - exp(-exp(x)))"),
            Line("sum rule", "-D(exp(-exp(x)))", "The constant 1 has no slope."),
            Line("chain rule", "exp(-exp(x))*D(exp(x))", "The slope of −eˣ has a minus sign, and the two cancel."),
            Line("exponential rule", "exp(-exp(x))*exp(x)", "eˣ is its own derivative."),
            Line("collect", "exp(x - exp(x))", "A product of exponentials has the sum of their exponents."),
        ),
    }
    bounds = Interval(0, 1)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    note = "The inverse of the complementary log-log link; at 0 it is 1 − 1/e, not 1/2."
    strengths = ("Suits classes of very different frequency, for which a symmetric curve fits worse.",)
    weaknesses = ("Its right side saturates doubly exponentially: beyond x = 4 there is practically no gradient.",)
    sources = (
        "Fisher 1922, On the mathematical foundations of theoretical statistics, doi:10.1098/rsta.1922.0009",
        "Gomes and Ludermir 2008, Redes neurais artificiais com funções de ativação complemento log-log e probit para "
        "aproximar funções na presença de observações extremas, doi:10.21528/LNLM-vol6-no2-art4",
    )
    equivalents = {
        "PyTorch": "-torch.expm1(-torch.exp(x))",
        "TensorFlow": "-tf.math.expm1(-tf.exp(x))",
        "Keras": "-keras.ops.expm1(-keras.ops.exp(x))",
        "JAX": "-jax.numpy.expm1(-jax.numpy.exp(x))",
    }

    def compose(self, x):
        return -jets.expm1(-jets.exp(x))

    def second_derivative(self, x):  # by the chain rule it would cancel at 0
        return jets.evaluate(lambda u: -jets.exp(u - jets.exp(u)) * jets.expm1(u), x, 0)
