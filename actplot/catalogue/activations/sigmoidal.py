"""Activations that run from one bound to another."""

import numpy as np

from ...errors import BadParameter
from ...numerics import kernels
from ...numerics.arrays import either
from ..entry import Sentences
from ..kinds.functions import Activation, Asymptote, Interval, Line, param
from ..registry import register


@register
class Sigmoid(Activation):
    """Squeezes any number into a probability between 0 and 1."""

    name = "sigmoid"
    topics = ("lecture", "vanishing gradient", "gating", "output layer")
    aliases = ("logistic", "expit", "Sigmoid")
    few_passes = True
    formula = "1/(1 + exp(-x))"
    routes = {
        "quotient": (
            Line("definition", "D(1/(1 + exp(-x)))"),
            Line(
                "quotient rule",
                "-D(1 + exp(-x))/(1 + exp(-x))^2",
                "(u/v)′ = (u′·v − u·v′)/v² with u = 1, whose derivative is 0.",
            ),
            Line("chain rule", "exp(-x)/(1 + exp(-x))^2", "(1 + e⁻ˣ)′ = −e⁻ˣ, and the two minus signs cancel."),
            Line("add and subtract 1", "(1 + exp(-x) - 1)/(1 + exp(-x))^2"),
            Line("split the fraction", "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))"),
            Line("recognise f", "f(x)*(1 - f(x))"),
        ),
        "chain": (
            Line("definition", "D((1 + exp(-x))^-1)", "The reciprocal is the power −1."),
            Line("power rule", "-(1 + exp(-x))^-2*D(1 + exp(-x))"),
            Line("sum rule", "-(1 + exp(-x))^-2*D(exp(-x))"),
            Line("exponential rule", "-(1 + exp(-x))^-2*exp(-x)*D(-x)"),
            Line(
                "derivative of −x", "(1 + exp(-x))^-2*exp(-x)", "The slope of −x is −1, and the two minus signs cancel."
            ),
            Line("write as a fraction", "exp(-x)/(1 + exp(-x))^2", "A negative power stands below the line."),
            Line("add and subtract 1", "(1 + exp(-x) - 1)/(1 + exp(-x))^2"),
            Line("split the fraction", "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))"),
            Line("recognise f", "f(x)*(1 - f(x))"),
        ),
    }
    bounds = Interval(0, 1)
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    note = "Its derivative is f·(1 − f), never above 1/4."
    strengths = (
        "The output lies between 0 and 1 and reads as a probability, which suits a binary output layer.",
        "Smooth and strictly increasing, with a derivative that its own value gives.",
    )
    weaknesses = (
        "Saturates on both sides, and each layer multiplies the gradient by at most 1/4: gradients vanish with depth.",
        "Its outputs are not centred at zero.",
    )
    sources = (
        "Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors, "
        "doi:10.1038/323533a0",
    )

    def value(self, x):
        return kernels.sigmoid(kernels.word(x))

    def derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x))

    def second_derivative(self, x):
        return kernels.sigmoid_slope(kernels.word(x), -np.tanh(x / 2))


@register
class Tanh(Activation):
    """Squeezes any number into the range from −1 to 1, symmetrically about zero."""

    name = "tanh"
    topics = ("lecture", "vanishing gradient")
    aliases = ("hyperbolic_tangent", "Tanh")
    few_passes = True
    formula = "(exp(x) - exp(-x))/(exp(x) + exp(-x))"
    routes = {
        "quotient": (
            Line("let", "a = exp(x)"),
            Line("let", "b = exp(-x)"),
            Line("exponential rule", "D(a) = a"),
            Line("chain rule", "D(b) = -b", "(e⁻ˣ)′ = e⁻ˣ·(−x)′ = −e⁻ˣ."),
            Line("definition", "D(f(x)) = D((a - b)/(a + b))"),
            Line("quotient rule", "(D(a - b)*(a + b) - (a - b)*D(a + b))/(a + b)^2"),
            Line(
                "substitute",
                "((a + b)*(a + b) - (a - b)*(a - b))/(a + b)^2",
                "a′ = a and b′ = −b, so (a − b)′ = a + b and (a + b)′ = a − b.",
            ),
            Line("write as squares", "((a + b)^2 - (a - b)^2)/(a + b)^2", "A factor times itself is its square."),
            Line("split the fraction", "1 - ((a - b)/(a + b))^2", "The first square is the denominator itself."),
            Line("recognise f", "1 - f(x)^2"),
        ),
        "sigmoid": (
            Line("definition", "f(x) = (exp(x) - exp(-x))/(exp(x) + exp(-x))", "First tanh is written as a sigmoid."),
            Line("divide by eˣ", "(1 - exp(-2*x))/(1 + exp(-2*x))", "Both parts of the fraction are divided by eˣ."),
            Line("add and subtract 1", "(2 - (1 + exp(-2*x)))/(1 + exp(-2*x))", "1 − e^(−2x) is 2 − (1 + e^(−2x))."),
            Line("split the fraction", "2/(1 + exp(-2*x)) - 1"),
            Line("recognise σ", "2*sigmoid(2*x) - 1"),
            Line("tanh(x) = 2·σ(2·x) − 1", "D(f(x)) = D(2*sigmoid(2*x) - 1)", "The identity from above."),
            Line("constant factor", "2*D(sigmoid(2*x))", "A constant has slope 0, and a constant factor stays."),
            Line(
                "σ′ = σ·(1 − σ)",
                "4*sigmoid(2*x)*(1 - sigmoid(2*x))",
                "The derivative of the sigmoid at 2x, times (2x)′ = 2.",
            ),
            Line(
                "σ(2·x) = (1 + f(x))/2",
                "2*(1 + f(x))*(1 - (1 + f(x))/2)",
                "The identity from above, solved for the sigmoid.",
            ),
            Line("multiply out the 2", "(1 + f(x))*(1 - f(x))", "2·(1 − (1 + f)/2) = 1 − f."),
            Line("difference of squares", "1 - f(x)^2", "(1 + u)·(1 − u) = 1 − u²."),
        ),
    }
    bounds = Interval(-1, 1)
    asymptotes = (Asymptote(0, -1), Asymptote(0, 1))
    note = "A rescaled sigmoid: tanh(x) = 2·sigmoid(2x) − 1. Its derivative is 1 − f²."
    strengths = (
        "Outputs are centred at zero, and training usually converges faster than with the sigmoid.",
        "The derivative at zero is 1, four times that of the sigmoid.",
    )
    weaknesses = ("Saturates on both sides, so gradients still vanish for large inputs.",)
    sources = ("LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, doi:10.1007/3-540-49430-8_2",)

    def value(self, x):
        return np.tanh(x)

    def derivative(self, x):
        return kernels.sech2(x)

    def second_derivative(self, x):
        return kernels.sech2(x, -2.0 * np.tanh(x))


@register
class Softsign(Activation):
    """A sigmoid shape that approaches its bounds slowly, as a fraction and not as an exponential."""

    name = "softsign"
    topics = ("vanishing gradient",)
    aliases = ("soft_sign", "Softsign")
    few_passes = True
    formula = "x/(1 + |x|)"
    routes = {
        "quotient": (
            Line("definition", "D(x/(1 + |x|))"),
            Line("quotient rule", "(D(x)*(1 + |x|) - x*D(1 + |x|))/(1 + |x|)^2"),
            Line("derivative of |x|", "(1 + |x| - x*sign(x))/(1 + |x|)^2", "The slope of |x| is sign(x)."),
            Line("x·sign(x) = |x|", "(1 + |x| - |x|)/(1 + |x|)^2", "A number times its sign is its size."),
            Line("simplify", "1/(1 + |x|)^2"),
            Line("in terms of f", "(1 - |f(x)|)^2", "1 − |x|/(1 + |x|) = 1/(1 + |x|)."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(-1, 1)
    asymptotes = (Asymptote(0, -1), Asymptote(0, 1))
    convention = "f″(0) = 0: the second derivative jumps from 2 to −2 there; the first is continuous."
    note = "The derivative falls like 1/x², where tanh's falls exponentially."
    strengths = ("Saturates much later than tanh.", "Needs no exponential.")
    weaknesses = ("Bounded, so the gradient still falls towards 0 on both sides.",)
    sources = (
        "Elliott 1993, A better activation function for artificial neural networks, Institute for Systems Research, "
        "University of Maryland, technical report 93-8",
        "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, "
        "PMLR 9:249-256",
    )

    def value(self, x):
        return x / (1 + np.abs(x))

    def derivative(self, x):
        ratio = 1 / (1 + np.abs(x))
        return ratio * ratio

    def second_derivative(self, x):
        ratio = 1 / (1 + np.abs(x))
        return -2 * np.sign(x) * ratio * ratio * ratio


@register
class HardSigmoid(Activation):
    """A sigmoid of three straight pieces."""

    name = "hard_sigmoid"
    topics = ("vanishing gradient", "quantisation")
    aliases = ("hardsigmoid", "Hardsigmoid")
    few_passes = True
    formula = "where(x <= -3, 0, where(x >= 3, 1, (x + 3)/6))"
    breaks = (-3.0, 3.0)
    bounds = Interval(0, 1, "[]")
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    convention = "f′(−3) = f′(3) = 0, as PyTorch, JAX and TensorFlow take it."
    note = "The slope is 1/6 in all current frameworks; Keras 2 had 0.2."
    strengths = ("Cheap and exact in fixed-point arithmetic.",)
    weaknesses = ("The gradient is exactly 0 outside [−3, 3].",)
    sources = (
        "Courbariaux, Bengio and David 2015, BinaryConnect, arXiv:1511.00363",
        "Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244",
    )

    def value(self, x):
        line = x + 3
        line /= 6
        return np.clip(line, 0.0, 1.0, out=line)

    def derivative(self, x):
        return either(np.abs(x) < 3, 1 / 6, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class SparseSigmoid(Activation):
    """A sigmoid of three straight pieces, which rises from 0 at −1 to 1 at 1: the derivative of sparse_plus."""

    name = "sparse_sigmoid"
    aliases = ("SparseSigmoid",)
    formula = "where(x <= -1, 0, where(x >= 1, 1, (x + 1)/2))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x <= -1, 0, where(x >= 1, 1, (x + 1)/2)))"),
            Line("piece by piece", "where(x <= -1, 0, where(x >= 1, 0, D(x + 1)/2))", "Constants have slope 0."),
            Line("derivative of x", "where(x <= -1, 0, where(x >= 1, 0, 1/2))"),
        ),
    }
    breaks = (-1.0, 1.0)
    bounds = Interval(0, 1, "[]")
    asymptotes = (Asymptote(0, 0), Asymptote(0, 1))
    convention = "f′(−1) = f′(1) = 0, as Keras on TensorFlow takes it; JAX takes 1/4."
    note = "The two-class case of sparsemax: the first of the probabilities of the scores (x/2, −x/2)."
    strengths = ("Reaches 0 and 1 exactly, and costs no exponential.",)
    weaknesses = ("The gradient is exactly 0 outside [−1, 1]: a saturated unit stops learning.",)
    sources = (
        "Martins and Astudillo 2016, From softmax to sparsemax, arXiv:1602.02068",
        "Blondel, Martins and Niculae 2020, Learning with Fenchel-Young losses, arXiv:1901.02324",
    )
    equivalents = {
        "PyTorch": "torch.clamp((x + 1) / 2, 0, 1)",
        "TensorFlow": "tf.clip_by_value((x + 1) / 2, 0, 1)",
    }

    def value(self, x):
        return np.clip((x + 1) / 2, 0.0, 1.0)

    def derivative(self, x):
        return either(np.abs(x) < 1, 0.5, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class HardTanh(Activation):
    """Clips its input to a range, by default from −1 to 1."""

    min_val: float = param(-1, "lower bound of the output", symbol="a", aliases=("min_value",))
    max_val: float = param(1, "upper bound of the output", symbol="b", aliases=("max_value",))

    name = "hard_tanh"
    topics = ("vanishing gradient", "quantisation")
    aliases = ("hardtanh", "Hardtanh")
    few_passes = True
    formula = "where(x <= min_val, min_val, where(x >= max_val, max_val, x))"
    convention = "f′(min_val) = f′(max_val) = 0, as PyTorch takes it; JAX and TensorFlow take 1."
    note = "The identity, cut off on both sides."
    strengths = Sentences(
        ("Cheap, and its gradient is exactly 1 between the bounds.", lambda self: self.min_val < self.max_val),
        ("Costs two comparisons.", lambda self: self.min_val == self.max_val),
    )
    weaknesses = Sentences(
        (
            "The gradient is exactly 0 outside the bounds: a saturated unit stops learning.",
            lambda self: self.min_val < self.max_val,
        ),
        (
            "Constant where both bounds are equal: the gradient is exactly 0 everywhere.",
            lambda self: self.min_val == self.max_val,
        ),
    )
    sources = ("Collobert 2004, Large Scale Machine Learning, PhD thesis, Université Paris VI",)

    def validate(self):
        if self.min_val > self.max_val:
            raise BadParameter(
                f"{self.name}: min_val must be at most max_val, got {self.min_val:g} and {self.max_val:g}"
            )

    @property
    def breaks(self):
        return (self.min_val, self.max_val) if self.min_val < self.max_val else ()

    @property
    def bounds(self):
        return Interval(self.min_val, self.max_val, "[]")

    @property
    def asymptotes(self):
        return (Asymptote(0, self.min_val), Asymptote(0, self.max_val))

    def value(self, x):
        return np.clip(x, self.min_val, self.max_val)

    def derivative(self, x):
        return either((x > self.min_val) & (x < self.max_val), 1.0, 0.0)

    def second_derivative(self, x):
        return np.zeros_like(x)
