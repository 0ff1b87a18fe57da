"""Functions of vectors in parts: gates of one half by the other, halves by sign, and the largest of several parts."""

from collections.abc import Callable

import numpy as np

from ...errors import BadInput
from ...numerics import kernels
from ..entry import Sentences
from ..kinds.formula import Formula
from ..kinds.vector_functions import VectorFunction
from ..kinds.vector_losses import param
from ..registry import register

FAR = 1e5  # below its negative a gate is 0 in floats, whatever it multiplies
HALVES = {"a_i": "number i of the first half of z", "b_i": "number i of the second half"}


def halves(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = z.shape[-1] // 2
    return z[..., :middle], z[..., middle:]


def diagonal(entries: np.ndarray) -> np.ndarray:
    """A matrix with these numbers on its diagonal and 0 elsewhere."""
    return np.where(np.eye(entries.shape[-1], dtype=bool), entries[..., None, :], 0.0)


def _by_product(gated: Callable, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """gated(a·b), which is small wherever a is far below 0, where the product overflows as well."""
    whole = a * b
    huge = np.isinf(whole) & np.isfinite(a) & np.isfinite(b)
    if not np.any(huge):
        return gated(whole)
    return np.where(huge, gated(b) * np.maximum(a, -FAR), gated(whole))


class Gate(VectorFunction):
    """A product f(a, b) of the two halves a and b of a vector, number by number."""

    example = (1.0, -2.0, 0.5, 3.0)

    def check_length(self, length):
        if length % 2:
            raise BadInput(
                f"{self.name} takes vectors of even length, a half a and a half b, got {length} "
                f"number{'s' if length > 1 else ''}"
            )

    def product(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def slopes(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The derivatives with respect to a and b."""
        raise NotImplementedError

    def value(self, x):
        return self.product(*halves(x))

    def jacobian(self, x):
        return np.concatenate([diagonal(slopes) for slopes in self.slopes(*halves(x))], axis=-1)


@register
class Glu(Gate):
    """One half of a vector, each number let through as far as the sigmoid of its partner in the other half says."""

    name = "glu"
    topics = ("transformer", "gating")
    display = "GLU"
    aliases = ("GLU", "gated_linear_unit")
    formula = Formula("g_i = a_i*sigmoid(b_i)", prediction="a, b", symbols=HALVES)
    note = (
        "The gate is the second half, in PyTorch, Keras and JAX alike. The output is half as long as the "
        "input, so that no curve of one variable shows it: a*sigmoid(a) is SiLU, another function."
    )
    strengths = ("Linear in a, so that gradients pass an open gate unchanged.",)
    weaknesses = ("Needs two numbers, and so two rows of weights, for each output.",)
    sources = (
        "Dauphin, Fan, Auli and Grangier 2017, Language modeling with gated convolutional networks, arXiv:1612.08083, "
        "equation 1",
    )

    def product(self, a, b):
        return kernels.times_sigmoid(a, kernels.word(b))

    def slopes(self, a, b):
        return kernels.sigmoid(kernels.word(b)), kernels.sigmoid_slope(kernels.word(b), a)


@register
class Swiglu(Gate):
    """One half of a vector times the SiLU of the other."""

    name = "swiglu"
    topics = ("transformer", "gating")
    display = "SwiGLU"
    aliases = ("SwiGLU", "silu_and_mul")
    formula = Formula("g_i = silu(a_i)*b_i", prediction="a, b", symbols=HALVES)
    note = (
        "The first half goes through the SiLU, as in the paper and in LLaMA's gate projection; glu gates with the "
        "second half. The paper's Swish has β = 1, which is SiLU."
    )
    strengths = ("In transformers better than one ReLU or GELU layer with as many weights.",)
    weaknesses = ("Three matrices of weights in place of two; grows as a product.",)
    sources = ("Shazeer 2020, GLU variants improve transformer, arXiv:2002.05202, section 2",)
    equivalents = {"PyTorch": "torch.nn.functional.silu(z.chunk(2, -1)[0]) * z.chunk(2, -1)[1]"}

    def product(self, a, b):
        gate = kernels.word(a)
        return _by_product(lambda factor: kernels.times_sigmoid(factor, gate), a, b)

    def slopes(self, a, b):
        gate = kernels.word(a)
        return (
            kernels.times_sigmoid(b, gate) + _by_product(lambda factor: kernels.sigmoid_slope(gate, factor), a, b),
            kernels.times_sigmoid(a, gate),
        )


@register
class Geglu(Gate):
    """One half of a vector times the GELU of the other."""

    name = "geglu"
    topics = ("transformer", "gating")
    display = "GEGLU"
    aliases = ("GEGLU", "gelu_and_mul")
    formula = Formula("g_i = gelu(a_i)*b_i", prediction="a, b", symbols=HALVES)
    note = (
        "The first half goes through the exact GELU, as in the paper; glu gates with the second half, and some "
        "libraries do so here too, or take the approximation with tanh."
    )
    strengths = ("In transformers better than one ReLU or GELU layer with as many weights.",)
    weaknesses = ("Three matrices of weights in place of two; grows as a product.",)
    sources = ("Shazeer 2020, GLU variants improve transformer, arXiv:2002.05202, section 2",)
    equivalents = {"PyTorch": "torch.nn.functional.gelu(z.chunk(2, -1)[0]) * z.chunk(2, -1)[1]"}

    def product(self, a, b):
        return _by_product(lambda factor: kernels.normal_cumulative(a, factor), a, b)

    def slopes(self, a, b):
        density = _by_product(lambda factor: kernels.normal_density(a, factor), a, b)
        by_gate = kernels.normal_cumulative(a, b) + density
        return by_gate, kernels.normal_cumulative(a, a)


@register
class Reglu(Gate):
    """One half of a vector, let through where the other half is positive, and multiplied by it."""

    name = "reglu"
    topics = ("transformer", "gating")
    display = "ReGLU"
    aliases = ("ReGLU",)
    formula = Formula("g_i = max(0, a_i)*b_i", prediction="a, b", symbols=HALVES)
    breaks = "where a number of the first half is 0"
    convention = "At a = 0 the derivative of max(0, a) is 0, as the frameworks take it."
    note = "The first half goes through the ReLU, as in the paper; glu gates with the second half."
    strengths = ("Cheap, and sparse as a ReLU.",)
    weaknesses = ("No gradient where the gate is closed; grows as a product.",)
    sources = ("Shazeer 2020, GLU variants improve transformer, arXiv:2002.05202, section 2",)
    equivalents = {"PyTorch": "torch.relu(z.chunk(2, -1)[0]) * z.chunk(2, -1)[1]"}

    def product(self, a, b):
        return np.maximum(a, 0.0) * b

    def slopes(self, a, b):
        return np.where(a > 0, b, 0.0 * a + 0.0 * b), np.maximum(a, 0.0)  # 0·nan is nan


@register
class Bilinear(Gate):
    """The products of the numbers of one half of a vector with those of the other."""

    name = "bilinear"
    topics = ("gating",)
    aliases = ("bilinear_glu", "Bilinear_GLU")
    formula = Formula("g_i = a_i*b_i", prediction="a, b", symbols=HALVES)
    note = "A gated linear unit without a nonlinearity in the gate. The order of the halves does not matter."
    strengths = ("The simplest gate: polynomial, and without saturation.",)
    weaknesses = ("Grows as a product on all sides; no gradient at the origin.",)
    sources = (
        "Shazeer 2020, GLU variants improve transformer, arXiv:2002.05202, section 2, after Mnih and Hinton 2007, "
        "Three new graphical models for statistical language modelling, ICML",
    )
    equivalents = {
        "PyTorch": "z.chunk(2, -1)[0] * z.chunk(2, -1)[1]",
        "JAX": "jax.numpy.multiply(*jax.numpy.split(z, 2, -1))",
    }

    def product(self, a, b):
        return a * b

    def slopes(self, a, b):
        return b, a


@register
class Crelu(VectorFunction):
    """The positive parts of all numbers, then the sizes of the negative ones: twice as many outputs as inputs."""

    name = "crelu"
    display = "CReLU"
    aliases = ("CReLU", "concatenated_relu")
    formula = Formula("c_i = max(0, z_i); d_i = max(0, -z_i)", symbols={"c_i": "the outputs, with d_i behind them"})
    example = (2.0, -1.0, 0.5)
    breaks = "where a number is 0"
    convention = "At 0 both derivatives are 0, as TensorFlow takes them."
    note = "Nothing is lost: z is the first half of the output less the second."
    strengths = ("No dead units: for a number that is not 0, one of its two outputs passes the gradient on.",)
    weaknesses = ("Twice the outputs, and so twice the weights of the next layer.",)
    sources = (
        "Shang, Sohn, Almeida and Lee 2016, Understanding and improving convolutional neural networks via "
        "concatenated rectified linear units, arXiv:1603.05201",
    )
    equivalents = {
        "PyTorch": "torch.cat([torch.relu(z), torch.relu(-z)], -1)",
        "JAX": "jax.numpy.concatenate([jax.nn.relu(z), jax.nn.relu(-z)], -1)",
    }

    def value(self, x):
        return np.concatenate([np.maximum(x, 0.0), np.maximum(-x, 0.0)], axis=-1)

    def jacobian(self, x):
        unknown = np.where(np.isnan(x), np.nan, 0.0)
        parts = [diagonal((x > 0) + unknown), diagonal(unknown - (x < 0))]
        return np.concatenate(parts, axis=-2)


@register
class Maxout(VectorFunction):
    """The largest of several linear functions, unit by unit: here of equally long parts of a vector."""

    pieces: float = param(2, "parts that the vector is cut into", symbol="k", at_least=1, whole=True, aliases=("k",))

    name = "maxout"
    aliases = ("Maxout",)
    formula = Formula("m_i = max(z_ki, k, pieces)", parts="pieces", symbols={"z_ki": "number i of part k"})
    example = (1.0, -2.0, 0.5, 3.0)
    breaks = "where the largest numbers of two parts are equal"
    convention = "Parts that tie share the derivative equally, as amax in PyTorch and max in TensorFlow and JAX do."
    note = (
        "The parts lie one after the other. Implementations that take neighbouring numbers together give other "
        "results on the same vector; with learned weights that is a matter of their order."
    )
    strengths = Sentences(
        ("Learns its own convex function: ReLU and |x| are maxima of two linear ones.", lambda self: self.pieces > 1),
        ("With one piece it is the identity.", lambda self: self.pieces == 1),
    )
    weaknesses = Sentences(
        ("As many weights again for each piece.", lambda self: self.pieces > 1),
        ("With one piece it adds no non-linearity.", lambda self: self.pieces == 1),
    )
    sources = (
        "Goodfellow, Warde-Farley, Mirza, Courville and Bengio 2013, Maxout networks, arXiv:1302.4389, section 3",
    )
    equivalents = {
        "PyTorch": "z.unflatten(-1, ({pieces}, -1)).amax(-2)",
        "JAX": "z.reshape(*z.shape[:-1], {pieces}, -1).max(-2)",
    }

    def check_length(self, length):
        if length % int(self.pieces):
            raise BadInput(
                f"{self.name} cuts vectors into {self.pieces:g} equal parts, so that their length must be a multiple "
                f"of {self.pieces:g}, got {length}"
            )

    def parts(self, x: np.ndarray) -> np.ndarray:
        pieces = int(self.pieces)
        return x.reshape(*x.shape[:-1], pieces, x.shape[-1] // pieces)  # not −1, which no array says that is empty

    def value(self, x):
        return np.max(self.parts(x), axis=-2)

    def jacobian(self, x):
        parts = self.parts(x)
        highest = np.max(parts, axis=-2, keepdims=True)
        shares = np.where(np.isnan(highest), np.nan, parts == highest)
        shares = shares / np.sum(shares, axis=-2, keepdims=True)
        return np.concatenate(np.moveaxis(diagonal(shares), -3, 0), axis=-1)
