"""The smooth relatives of the rectifier that a logarithm makes."""

import numpy as np

from .. import kernels
from ..function import LINE, ZERO, Activation, Interval, Line, param
from ..registry import register


@register
class Softplus(Activation):
    """A smooth rectifier: close to 0 on the left, close to x on the right."""

    beta: float = param(1, "sharpness of the bend", symbol="β", above=0)

    name = "softplus"
    aliases = ("Softplus", "smooth_relu")
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
    bounds = Interval(0)
    asymptotes = (ZERO, LINE)
    note = "Its derivative is the sigmoid σ(βx); it tends to relu as β grows. PyTorch returns x itself where βx > 20."
    strengths = ("Smooth everywhere and always positive.", "Its gradient is never exactly 0.")
    weaknesses = (
        "Costs an exponential and a logarithm.",
        "Gives no exact zeros, so no sparsity, and in practice seldom beats relu.",
    )
    sources = (
        "Dugas et al. 2000, Incorporating second-order functional knowledge for better option pricing, NIPS 13",
        "Glorot, Bordes and Bengio 2011, Deep sparse rectifier neural networks, PMLR 15:315-323",
    )
    equivalents = {
        "PyTorch": "torch.nn.Softplus(beta={beta})",
        "TensorFlow": "tf.nn.softplus({beta} * x) / {beta}",
        "Keras": "keras.activations.softplus({beta} * x) / {beta}",
        "JAX": "jax.nn.softplus({beta} * x) / {beta}",
    }
    equivalents_of_defaults = {
        "TensorFlow": "tf.nn.softplus(x)",
        "Keras": "keras.activations.softplus(x)",
        "JAX": "jax.nn.softplus(x)",
    }

    def value(self, x):
        bend = np.log1p(kernels.exp(kernels.falling(kernels.two_product(self.beta, x))))
        return np.maximum(x, 0.0) + bend / self.beta

    def derivative(self, x):
        return kernels.sigmoid(kernels.two_product(self.beta, x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.two_product(self.beta, x), self.beta)


@register
class LogSigmoid(Activation):
    """The logarithm of the sigmoid: the log-probability that a logit stands for."""

    name = "log_sigmoid"
    aliases = ("logsigmoid", "LogSigmoid")
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
    strengths = ("Gives log-probabilities that stay finite where log(sigmoid(x)) underflows.",)
    weaknesses = ("Saturates towards 0 on the right.", "Used inside losses rather than between layers.")
    sources = ("Bishop 2006, Pattern Recognition and Machine Learning, section 4.3.2, ISBN 978-0-387-31073-2",)
    equivalents = {
        "PyTorch": "torch.nn.LogSigmoid()",
        "TensorFlow": "tf.math.log_sigmoid(x)",
        "Keras": "keras.activations.log_sigmoid(x)",
        "JAX": "jax.nn.log_sigmoid(x)",
    }

    def value(self, x):
        return -kernels.softplus(kernels.word(-x))

    def derivative(self, x):
        return kernels.sigmoid(kernels.word(-x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x), -1.0)
