"""Rectifiers that are bent, capped, squared or compressed."""

import numpy as np

from ...errors import BadParameter
from ...numerics import jets
from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, ZERO, Activation, Asymptote, Interval, Line, param
from ..registry import register
from .squashing import Isru


@register
class ReluGeneral(Activation):
    """A rectifier with a threshold of its own, a slope below it and, if wanted, a cap."""

    negative_slope: float = param(0, "slope below the threshold", symbol="a", aliases=("alpha", "slope"))
    max_value: float | None = param(None, "cap of the output", symbol="c", optional=True)
    threshold: float = param(0, "smallest input that is passed on", symbol="θ", aliases=("theta",))

    name = "relu_general"
    display = "general ReLU"
    aliases = ("keras_relu", "general_relu", "ReLUGeneral")
    formula = "where(x >= threshold, x, negative_slope*(x - threshold))"
    formulas_given = {
        "max_value": "where(x >= max_value, max_value, where(x >= threshold, x, negative_slope*(x - threshold)))"
    }
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= threshold, x, negative_slope*(x - threshold)))"),
            Line("piece by piece", "where(x >= threshold, D(x), negative_slope*D(x - threshold))"),
            Line("derivative of x", "where(x >= threshold, 1, negative_slope)", "A constant summand has slope 0."),
        ),
    }
    convention = (
        "f′(threshold) = negative_slope and f′(max_value) = 0, as relu and relu6 have it. Keras documents x as the "
        "value at x = threshold but returns 0 there; at max_value its slope is 1 on TensorFlow and 0.5 on JAX."
    )
    note = Text("Keras' relu with all its arguments.", ("It jumps at the threshold.", lambda self: self.jumps))
    strengths = ("One definition covers relu, relu6, the leaky rectifier and the thresholded one.",)
    weaknesses = Sentences(
        ("Jumps at the threshold.", lambda self: self.jumps),
        ("Three numbers have to be chosen.", lambda self: not self.jumps),
        (
            "Not monotone: it falls up to the threshold.",
            lambda self: self.negative_slope < 0 and self.max_value is None,
        ),
    )
    sources = (
        "Chollet et al. 2015, Keras, https://keras.io",
        "Konda, Memisevic and Krueger 2014, Zero-bias autoencoders and the benefits of co-adapting features, "
        "arXiv:1402.3337",
    )
    equivalents_of_defaults = {
        "PyTorch": "torch.nn.ReLU()",
        "TensorFlow": "tf.nn.relu(x)",
        "JAX": "jax.nn.relu(x)",
    }

    @property
    def equivalents(self):
        capped = self.max_value is not None
        found = {}
        for framework, where in (("PyTorch", "torch.where"), ("TensorFlow", "tf.where"), ("JAX", "jax.numpy.where")):
            text = where + "(x >= {threshold}, x, {negative_slope} * (x - {threshold}))"
            found[framework] = where + "(x >= {max_value}, {max_value}, " + text + ")" if capped else text
        return found

    @property
    def jumps(self):
        """Whether the values on both sides of the threshold, 0 and the threshold itself, differ."""
        return self.threshold != 0

    def validate(self):
        if self.max_value is not None and self.max_value < self.threshold:
            values = f"{self.max_value:g} and {self.threshold:g}"
            raise BadParameter(f"relu_general: max_value must be at least threshold, got {values}")

    @property
    def breaks(self):
        jumps = (self.threshold,) if self.threshold or self.negative_slope != 1 else ()
        return jumps if self.max_value in (None, *jumps) else (*jumps, self.max_value)

    @property
    def bounds(self):
        slope, top = self.negative_slope, np.inf if self.max_value is None else self.max_value
        low = -np.inf if slope > 0 else min(0.0, self.threshold)
        high = np.inf if slope < 0 else max(0.0, top)
        # Below the threshold all values lie on one side of 0, which is itself taken only where the slope is 0.
        reaches_low = slope == 0 or self.threshold <= 0
        reaches_high = slope == 0 or top >= 0
        left = "[" if np.isfinite(low) and reaches_low else "("
        return Interval(low, high, left + ("]" if np.isfinite(high) and reaches_high else ")"))

    @property
    def asymptotes(self):
        below = Asymptote(self.negative_slope, -self.negative_slope * self.threshold)
        return (below, LINE if self.max_value is None else Asymptote(0, self.max_value))

    def value(self, x):
        below = x - self.threshold
        halves = self.negative_slope * (x / 2 - self.threshold / 2) * 2  # of what is beyond every float
        passed = either(x >= self.threshold, x, either(np.isinf(below), halves, self.negative_slope * below))
        return passed if self.max_value is None else either(x >= self.max_value, self.max_value, passed)

    def derivative(self, x):
        slope = either(x > self.threshold, 1.0, self.negative_slope)
        return slope if self.max_value is None else either(x >= self.max_value, 0.0, slope)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class ReluSquared(Activation):
    """The square of the rectifier."""

    name = "relu_squared"
    display = "ReLU²"
    aliases = ("squared_relu", "ReLU2", "relu_2", "SquaredReLU")
    interval = (-3.0, 3.0)
    formula = "max(0, x)^2"
    routes = {
        "pieces": (
            Line("definition", "D(max(0, x)^2)"),
            Line("write the pieces", "D(where(x > 0, x^2, 0))", "The maximum is x where x > 0, else 0."),
            Line("piece by piece", "where(x > 0, D(x^2), 0)", "The slope of the constant 0 is 0."),
            Line("power rule", "where(x > 0, 2*x, 0)"),
            Line("as one formula", "2*max(0, x)", "Twice the rectifier."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (ZERO, None)
    convention = "f′(0) = 0 from both sides; f″(0) = 0, where it jumps from 0 to 2."
    note = "Its derivative is 2·relu, and x·relu(x) is the same function."
    strengths = (
        "Continuous slope, exact zeros and no exponential.",
        "Found by architecture search; it trained language models faster than gelu.",
    )
    weaknesses = ("Grows with the square of its input, and its gradient with the input.",)
    sources = ("So et al. 2021, Primer: searching for efficient transformers for language modeling, arXiv:2109.08668",)
    equivalents = {
        "PyTorch": "torch.relu(x) ** 2",
        "TensorFlow": "tf.nn.relu(x) ** 2",
        "Keras": "keras.activations.relu(x) ** 2",
        "JAX": "jax.nn.relu(x) ** 2",
    }

    def value(self, x):
        return np.maximum(x, 0.0) ** 2

    def derivative(self, x):
        return 2 * np.maximum(x, 0.0)

    def second_derivative(self, x):
        return either(x > 0, 2.0, 0.0)


@register
class StarRelu(Activation):
    """A squared rectifier, scaled and shifted: by default so that normal inputs give mean 0 and variance 1."""

    s: float = param(0.8944, "scale of the squared rectifier", symbol="s", above=0, aliases=("scale",))
    b: float = param(-0.4472, "output for x ≤ 0", symbol="b", aliases=("bias",))

    name = "star_relu"
    display = "StarReLU"
    aliases = ("StarReLU",)
    interval = (-3.0, 3.0)
    formula = "s*max(0, x)^2 + b"
    routes = {
        "pieces": (
            Line("definition", "D(s*max(0, x)^2 + b)"),
            Line("write the pieces", "D(where(x > 0, s*x^2 + b, b))", "The maximum is x where x > 0, else 0."),
            Line("piece by piece", "where(x > 0, D(s*x^2 + b), 0)", "The slope of the constant b is 0."),
            Line("power rule", "where(x > 0, 2*s*x, 0)"),
            Line("as one formula", "2*s*max(0, x)"),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = 0 from both sides; f″(0) = 0, where it jumps from 0 to 2·s."
    note = "The defaults are 2/√5 and −1/√5, rounded: relu(x)² of a standard normal x has mean 1/2 and variance 5/4."
    strengths = Sentences(
        (
            "Keeps mean 0 and variance 1 for standard normal inputs, at a few operations per unit.",
            lambda self: self.has_defaults,
        ),
        "Both of its numbers can be learned.",
    )
    weaknesses = ("Grows with the square of its input.", "The gradient is exactly 0 for x < 0.")
    sources = ("Yu et al. 2022, MetaFormer baselines for vision, arXiv:2210.13452",)
    equivalents = {
        "PyTorch": "{s} * torch.relu(x) ** 2 + {b}",
        "TensorFlow": "{s} * tf.nn.relu(x) ** 2 + {b}",
        "Keras": "{s} * keras.activations.relu(x) ** 2 + {b}",
        "JAX": "{s} * jax.nn.relu(x) ** 2 + {b}",
    }

    @property
    def bounds(self):
        return Interval(self.b, ends="[)")

    @property
    def asymptotes(self):
        return (Asymptote(0, self.b), None)

    def compose(self, x):
        return jets.where(x.point > 0, self.s * jets.square(x) + self.b, self.b)


@register
class Nlrelu(Activation):
    """A rectifier whose output is compressed by a logarithm."""

    beta: float = param(1, "slope at 0 from the right", symbol="β", above=0)

    name = "nlrelu"
    display = "NLReLU"
    aliases = ("NLReLU", "natural_logarithm_relu")
    formula = "log(1 + beta*max(0, x))"
    routes = {
        "chain": (
            Line("definition", "D(log(1 + beta*max(0, x)))"),
            Line("write the pieces", "D(where(x > 0, log(1 + beta*x), 0))", "For x ≤ 0 it is ln 1 = 0."),
            Line("derivative of ln", "where(x > 0, D(1 + beta*x)/(1 + beta*x), 0)", "(ln v)′ = v′/v."),
            Line("derivative of x", "where(x > 0, beta/(1 + beta*x), 0)"),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (ZERO, None)
    convention = "f′(0) = 0, the slope from the left, as for relu."
    note = "Its slope for x > 0 is beta/(1 + beta·x), so large outputs are pulled together."
    strengths = ("Gives exact zeros like relu and keeps large activations small.",)
    weaknesses = ("The gradient is exactly 0 for x < 0 and falls like 1/x above.", "Costs a logarithm.")
    sources = (
        "Liu et al. 2019, Natural-logarithm-rectified activation function in convolutional neural "
        "networks, arXiv:1908.03682",
    )
    equivalents = {
        "PyTorch": "torch.log1p({beta} * torch.relu(x))",
        "TensorFlow": "tf.math.log1p({beta} * tf.nn.relu(x))",
        "Keras": "keras.ops.log1p({beta} * keras.activations.relu(x))",
        "JAX": "jax.numpy.log1p({beta} * jax.nn.relu(x))",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.log1p(torch.relu(x))",
        "TensorFlow": "tf.math.log1p(tf.nn.relu(x))",
        "Keras": "keras.ops.log1p(keras.activations.relu(x))",
        "JAX": "jax.numpy.log1p(jax.nn.relu(x))",
    }

    def compose(self, x):
        return jets.where(x.point > 0, jets.log1p(self.beta * x), 0.0)


@register
class SRelu(Activation):
    """Three straight pieces that join: the identity between two thresholds, lines of other slopes outside."""

    t_right: float = param(1, "input above which the right piece begins", symbol="t_r")
    a_right: float = param(0.5, "slope of the right piece", symbol="a_r")
    t_left: float = param(-1, "input below which the left piece begins", symbol="t_l")
    a_left: float = param(0.1, "slope of the left piece", symbol="a_l")

    name = "s_relu"
    display = "SReLU"
    aliases = ("SReLU", "s_shaped_relu")
    formula = (
        "where(x >= t_right, t_right + a_right*(x - t_right), where(x <= t_left, t_left + a_left*(x - t_left), x))"
    )
    routes = {
        "pieces": (
            Line(
                "definition",
                "D(where(x >= t_right, t_right + a_right*(x - t_right),"
                " where(x <= t_left, t_left + a_left*(x - t_left), x)))",
            ),
            Line(
                "piece by piece",
                "where(x >= t_right, a_right*D(x), where(x <= t_left, a_left*D(x), D(x)))",
                "Inside each piece the thresholds are constants, which have no slope.",
            ),
            Line("derivative of x", "where(x >= t_right, a_right, where(x <= t_left, a_left, 1))"),
        ),
    }
    convention = "f′(t_right) = a_right and f′(t_left) = a_left, the slopes of the outer pieces; f″ = 0 everywhere."
    note = "The four numbers are learned per channel; relu is t_left = 0, a_left = 0 and a_right = 1."
    strengths = ("Learns convex and non-convex shapes, at the cost of a comparison.",)
    weaknesses = ("Four parameters per channel that need a careful start.",)
    sources = ("Jin et al. 2015, Deep learning with S-shaped rectified linear activation units, arXiv:1512.07030",)
    equivalents = {
        "PyTorch": "torch.where(x >= {t_right}, {t_right} + {a_right} * (x - {t_right}), "
        "torch.where(x <= {t_left}, {t_left} + {a_left} * (x - {t_left}), x))",
        "TensorFlow": "tf.where(x >= {t_right}, {t_right} + {a_right} * (x - {t_right}), "
        "tf.where(x <= {t_left}, {t_left} + {a_left} * (x - {t_left}), x))",
        "Keras": "keras.ops.where(x >= {t_right}, {t_right} + {a_right} * (x - {t_right}), "
        "keras.ops.where(x <= {t_left}, {t_left} + {a_left} * (x - {t_left}), x))",
        "JAX": "jax.numpy.where(x >= {t_right}, {t_right} + {a_right} * (x - {t_right}), "
        "jax.numpy.where(x <= {t_left}, {t_left} + {a_left} * (x - {t_left}), x))",
    }

    def validate(self):
        if self.t_left > self.t_right:
            raise BadParameter(f"s_relu: t_left must be at most t_right, got {self.t_left:g} and {self.t_right:g}")

    @property
    def breaks(self):
        if self.t_left == self.t_right:
            return () if self.a_left == self.a_right else (self.t_right,)
        ends = ((self.t_left, self.a_left), (self.t_right, self.a_right))
        return tuple(at for at, slope in ends if slope != 1)

    @property
    def bounds(self):
        low = -np.inf if self.a_left > 0 or self.a_right < 0 else self.t_left
        high = np.inf if self.a_right > 0 or self.a_left < 0 else self.t_right
        return Interval(low, high, ("[" if np.isfinite(low) else "(") + ("]" if np.isfinite(high) else ")"))

    @property
    def asymptotes(self):
        left, right = (self.a_left, self.t_left), (self.a_right, self.t_right)
        return tuple(Asymptote(slope, at - slope * at) for slope, at in (left, right))

    def compose(self, x):
        right = self.t_right + self.a_right * (x - self.t_right)
        left = self.t_left + self.a_left * (x - self.t_left)
        return jets.where(x.point >= self.t_right, right, jets.where(x.point <= self.t_left, left, x))


@register
class Isrlu(Activation):
    """The identity for x ≥ 0, and an inverse square root that levels off at −1/√alpha below."""

    alpha: float = param(1, "how early the negative side levels off", symbol="α", above=0)

    name = "isrlu"
    display = "ISRLU"
    aliases = ("ISRLU", "inverse_square_root_linear_unit")
    formula = "where(x >= 0, x, x/sqrt(1 + alpha*x^2))"
    routes = {
        "pieces": (
            Line("definition", "D(where(x >= 0, x, x/sqrt(1 + alpha*x^2)))"),
            Line("piece by piece", "where(x >= 0, 1, D(x/sqrt(1 + alpha*x^2)))", "The slope of x is 1."),
            Line(
                "quotient rule",
                "where(x >= 0, 1, (sqrt(1 + alpha*x^2) - x*D(sqrt(1 + alpha*x^2)))/(1 + alpha*x^2))",
                "The square of the root is 1 + α·x².",
            ),
            Line(
                "derivative of the root",
                "where(x >= 0, 1, (sqrt(1 + alpha*x^2) - alpha*x^2/sqrt(1 + alpha*x^2))/(1 + alpha*x^2))",
                "(√v)′ = v′/(2·√v), and v′ = 2·α·x.",
            ),
            Line(
                "common denominator",
                "where(x >= 0, 1, (1 + alpha*x^2 - alpha*x^2)/(sqrt(1 + alpha*x^2)*(1 + alpha*x^2)))",
            ),
            Line("simplify", "where(x >= 0, 1, 1/(1 + alpha*x^2)^(3/2))"),
        ),
    }
    breaks = (0.0,)
    convention = "f′(0) = 1 and f″(0) = 0 from both sides: the pieces join twice continuously differentiable."
    note = "An elu without the exponential; below 0 it is isru."
    strengths = ("Twice continuously differentiable; below 0 it costs a square root where elu costs an exponential.",)
    weaknesses = ("Saturates for very negative x.",)
    sources = (
        "Carlile, Delamarter, Kinney, Marti and Whitney 2017, Improving deep learning by inverse square root linear "
        "units (ISRLUs), arXiv:1710.09967",
    )
    equivalents = {
        "PyTorch": "torch.where(x >= 0, x, x * torch.rsqrt(1 + {alpha} * x**2))",
        "TensorFlow": "tf.where(x >= 0, x, x * tf.math.rsqrt(1 + {alpha} * x**2))",
        "Keras": "keras.ops.where(x >= 0, x, x * keras.ops.rsqrt(1 + {alpha} * x**2))",
        "JAX": "jax.numpy.where(x >= 0, x, x * jax.lax.rsqrt(1 + {alpha} * x**2))",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.where(x >= 0, x, x * torch.rsqrt(1 + x**2))",
        "TensorFlow": "tf.where(x >= 0, x, x * tf.math.rsqrt(1 + x**2))",
        "Keras": "keras.ops.where(x >= 0, x, x * keras.ops.rsqrt(1 + x**2))",
        "JAX": "jax.numpy.where(x >= 0, x, x * jax.lax.rsqrt(1 + x**2))",
    }

    @property
    def bounds(self):
        return Interval(-1 / np.sqrt(self.alpha))

    @property
    def asymptotes(self):
        return (Asymptote(0, -1 / np.sqrt(self.alpha)), LINE)

    def compose(self, x):
        return jets.where(x.point >= 0, x, Isru(self.alpha).compose(x))
