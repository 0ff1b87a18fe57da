"""What people paste from notebooks and libraries is read as their libraries mean it."""

import ast
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from actplot.algebra.reading.library import MODULES, NOT_HERE
from actplot.algebra.writing.source import to_text
from actplot.errors import ActplotError, FormulaError
from actplot.spec.formulas.speaking import read_formula
from actplot.spec.specs import get

X = np.array([-7.25, -3.0, -2.5, -1.0, -0.5, -0.125, 0.0, 0.125, 0.5, 1.0, 1.5, 2.5, 3.0, 6.75])

# Python that NumPy or SciPy runs: what they give is right.
WITH_NEW_KEYWORDS = pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.1.0", reason="it takes a_min and a_max")
RUN = [
    "np.maximum(0, x)",
    "numpy.minimum(x, 1.5)",
    "np.fmax(x, 0.5)",
    "(x > 0)*x",
    "x*(x > 0) + 0.1*x*(x <= 0)",
    "1.0*(x > 0) - (x < -1)",
    "((0 < x) & (x < 1))*x",
    "(~(x > 0))*x",
    "((x < -1) | (x > 1))*x",
    "np.logical_or(x < -1, x > 1)*x",
    "np.logical_and(x > -1, x < 1)*x",
    "(x > 0).astype(float)*x",
    "x*np.floor(x)",
    "np.ceil(x) + np.trunc(x) - np.fix(x)",
    "np.round(x)",
    "np.rint(x)*x",
    "np.mod(x, 2)",
    "np.remainder(x, -3)",
    "np.fmod(x, 2)",
    "x % 1",
    "-x % 3",
    "x // 2",
    "x**2 // 3 % 2",
    "np.floor_divide(x, 2)",
    "np.pi*x + np.e",
    "np.clip(x, 0, 6)",
    "np.clip(x, a_min=-1, a_max=None)",
    "np.clip(x, None, 2)",
    pytest.param("np.clip(x, min=0, max=6)", marks=WITH_NEW_KEYWORDS),
    "x.clip(0, 6)",
    "np.where(x > 0, x, 0.01*x)",
    "np.where((x > 0) & (x < 1), x, np.expm1(x))",
    "np.logaddexp(0, x)",
    "np.logaddexp(x, 1)",
    "np.logaddexp2(x, 1)",
    "np.log1p(np.exp(x))",
    "np.square(x) + np.power(x, 3) + np.float_power(2, x)",
    "np.cbrt(x)",
    "np.hypot(x, 2)",
    "np.heaviside(x, 0.5)",
    "np.exp2(x)*np.reciprocal(x + 10)",
    "np.negative(np.absolute(x)) + np.fabs(x) + np.positive(x)",
    "np.sign(x)*np.sqrt(np.abs(x))",
    "np.sinc(x)",
    "x*np.tanh(np.log1p(np.exp(x)))",
    "0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * np.power(x, 3))))",
    "0.5*x*(1 + special.erf(x/np.sqrt(2)))",
    "special.expit(x)*x",
    "scipy.special.log_expit(x)",
    "special.ndtr(x) - special.log_ndtr(x)",
    "special.erfc(x) + special.erf(x)",
    "special.xlogy(x*x, x*x)",
    "special.xlog1py(x, x*x)",
    "scipy.stats.norm.cdf(x)*x",
    "stats.norm.pdf(x) + stats.norm.logcdf(x)",
    "np.arctan(x) + np.arcsinh(x) + np.deg2rad(x)",
    "np.float64(0.5)*x + np.zeros_like(x) + np.ones_like(x) + np.full_like(x, 3)",
    "np.subtract(np.multiply(x, 2), np.divide(x, 4)) + np.add(x, 1)",
    "(lambda x: x**2)(x)",
    "x - 1. + .5 + 1e-3",
]


@pytest.mark.exhaustive(keep=0.16, thorough=0.3)
@pytest.mark.parametrize("text", RUN)
def test_numpy_gives_the_same(text):
    names = {"np": np, "numpy": np, "special": special, "stats": stats, "x": X}
    import scipy

    names["scipy"] = scipy
    with np.errstate(all="ignore"):
        wanted = np.asarray(eval(compile(ast.parse(text, mode="eval"), "numpy", "eval"), names), dtype=float)
    body = text.removeprefix("(lambda x: ").removesuffix(")(x)") if "lambda" in text else text
    np.testing.assert_allclose(get(body).value(X), np.broadcast_to(wanted, X.shape), rtol=1e-13, atol=1e-15)


# The same function in the language, by what the documentation of each library says.
MEANT = {
    "math.exp(x) + math.log1p(x) + math.pow(x, 2)": "exp(x) + log1p(x) + x^2",
    "math.remainder(x, 2)": "x - 2*round(x/2)",
    "math.e**x": "e^x",
    "math.tau*x": "(2*pi)*x",
    "torch.clamp(x, min=0)": "max(x, 0)",
    "torch.clamp(x, max=6)": "min(x, 6)",
    "torch.clamp(input=x, min=0, max=6)": "clip(x, 0, 6)",
    "clamp(x, 0)": "max(x, 0)",
    "torch.clamp_min(x, 0)": "max(x, 0)",
    "x.clamp(min=0).tanh()": "tanh(max(x, 0))",
    "torch.tanh(x).mul(x)": "tanh(x)*x",
    "x.pow(2).add(1).sqrt()": "sqrt(x^2 + 1)",
    "(x > 0).float()*x": "where(x > 0, 1, 0)*x",
    "torch.where(x > 0, x, torch.zeros_like(x))": "where(x > 0, x, 0)",
    "torch.max(x, torch.tensor(0.))": "max(x, 0.)",
    "x*torch.tanh(F.softplus(x))": "x*tanh(softplus(x))",
    "x * torch.sigmoid(1.702*x)": "x*sigmoid(1.702*x)",
    "torch.frac(x)": "x - trunc(x)",
    "torch.sinc(x)": "sinc(pi*x)",
    "F.leaky_relu(x)": "leaky_relu(x)",
    "F.leaky_relu(x, negative_slope=0.2)": "leaky_relu(x, negative_slope=0.2)",
    "F.leaky_relu(x, 0.2, inplace=True)": "leaky_relu(x, negative_slope=0.2)",
    "F.gelu(x)": "gelu(x)",
    "F.gelu(x, approximate='tanh')": "gelu_tanh(x)",
    'F.gelu(x, approximate="none")': "gelu(x)",
    "F.hardtanh(x, min_val=-2, max_val=2)": "hard_tanh(x, min_val=-2, max_val=2)",
    "F.threshold(x, 0.1, 20)": "threshold(x, threshold=0.1, value=20)",
    "torch.nn.functional.softplus(x, beta=2)": "softplus(x, beta=2)",
    "F.softplus(x, beta=2, threshold=5)": "where(2*x > 5, x, log(1 + exp(2*x))/2)",
    "F.elu(x, alpha=0.5) + F.relu6(x) + F.silu(x) + F.mish(x)": "elu(x, alpha=0.5) + relu6(x) + silu(x) + mish(x)",
    "F.logsigmoid(x)": "log_sigmoid(x)",
    "torch.relu_(x)": "relu(x)",
    "nn.ReLU()(x)": "relu(x)",
    "nn.ReLU(inplace=True)(x)": "relu(x)",
    "nn.LeakyReLU(0.1)(x)": "leaky_relu(x, negative_slope=0.1)",
    "torch.nn.GELU(approximate='tanh')(x)": "gelu_tanh(x)",
    "nn.functional.relu(x)": "relu(x)",
    "tf.nn.leaky_relu(x)": "leaky_relu(x, negative_slope=0.2)",
    "tf.nn.leaky_relu(x, alpha=0.3)": "leaky_relu(x, negative_slope=0.3)",
    "tf.nn.gelu(x, approximate=True)": "gelu_tanh(x)",
    "tf.nn.swish(x)": "silu(x)",
    "tf.math.softplus(x) + tf.nn.softplus(x)": "softplus(x) + softplus(x)",
    "tf.maximum(x, 0.) + tf.math.abs(x)": "max(x, 0.) + |x|",
    "tf.cast(x > 0, tf.float32)*x": "where(x > 0, 1, 0)*x",
    "tf.clip_by_value(x, clip_value_min=0, clip_value_max=6)": "clip(x, 0, 6)",
    "tf.truncatemod(x, 2) + tf.math.floormod(x, 2)": "fmod(x, 2) + mod(x, 2)",
    "tf.keras.activations.relu(x, max_value=6)": "relu6(x)",
    "tf.keras.activations.relu(x)": "relu(x)",
    "keras.activations.gelu(x)": "gelu(x)",
    "keras.ops.gelu(x)": "gelu_tanh(x)",
    "keras.ops.leaky_relu(x)": "leaky_relu(x, negative_slope=0.2)",
    "keras.layers.LeakyReLU(negative_slope=0.3)(x)": "leaky_relu(x, negative_slope=0.3)",
    "jax.nn.gelu(x)": "gelu_tanh(x)",
    "jax.nn.gelu(x, approximate=False)": "gelu(x)",
    "nn.gelu(x)": "gelu_tanh(x)",
    "jnp.where(x > 0, x, jnp.expm1(x))": "where(x > 0, x, expm1(x))",
    "jax.numpy.sinc(x)": "sinc(pi*x)",
    "jax.nn.squareplus(x, b=2)": "squareplus(x, b=2)",
    "jax.scipy.special.expit(x)": "sigmoid(x)",
    "x if x > 0 else 0": "where(x > 0, x, 0)",
    "0 if x < 0 else x if x < 1 else 1": "where(x < 0, 0, where(x < 1, x, 1))",
    "where(x < -1 or x > 1, 0, x)": "where(x < -1, 0, where(x > 1, 0, x))",
    "where(not (x > 0 and x < 1), 0, x)": "where(x <= 0, 0, where(x >= 1, 0, x))",
    "lambda x: x**2": "x^2",
    "lambda x: x if x > 0 else 0.1*x": "where(x > 0, x, 0.1*x)",
    "lambda x, a=0.5: a*x": "0.5*x",
    "def f(x): return x*x": "x*x",
    "def swish(x, beta=1.5):\n    return x * torch.sigmoid(beta * x);": "x*sigmoid(1.5*x)",
    "def f(x: torch.Tensor) -> torch.Tensor: return x.relu()": "relu(x)",
    "def forward(self, x): return x.tanh()": "tanh(x)",
    "return x*torch.sigmoid(x)": "x*sigmoid(x)",
    "x − 1 – x": "x - 1 - x",
    "float(x) + torch.tensor(0.5)": "x + 0.5",
}


@pytest.mark.parametrize("text", MEANT)
def test_a_library_s_words_are_read(text):
    read = read_formula(text)
    assert to_text(read.term) == MEANT[text]
    assert read_formula(to_text(read.term)).term == read.term


def test_constants_of_a_lambda_are_no_label():
    formula = get("lambda x, a=0.5: a*x")
    assert (formula.label, float(formula.value(2))) == ("0.5*x", 1.0)
    assert get("twice = lambda x: 2*x").label == "twice"


@pytest.mark.parametrize(
    ("text", "variable", "written"),
    [
        ("lambda t: t**2", "t", "t^2"),
        ("lambda z: np.tanh(z)", "z", "tanh(z)"),
        ("lambda inputs: inputs**2", "x", "x^2"),
        ("lambda e: e**2", "x", "x^2"),
        ("def relu(features): return max(0, features)", "x", "max(0, x)"),
    ],
)
def test_an_argument_has_any_name(text, variable, written):
    formula = get(text)
    assert formula.letter == variable
    assert str(formula) in (written, "tanh(z)")
    assert float(formula.value(-1.5)) == float(get(written, None, variable).value(-1.5))


REFUSED = {
    "np.foo(x)": ("'foo' of numpy is not known here", 3),
    "np.tnah(x)": ("Did you mean 'tanh'", 3),
    "os.system(x)": ("unknown library 'os'", 0),
    "1 + foo.bar(x)": ("unknown library 'foo'", 4),
    "np.max(0, x)": ("maximum", 3),
    "np.inf*x": ("inf is no number", 3),
    "np.tanh": ("tanh needs an argument", 3),
    "F.leaky_relu(x, alpha=0.2)": ("leaky_relu has no argument 'alpha'; it has x, negative_slope", 16),
    "F.gelu(x, approximate='foo')": ("approximate must be none or tanh", 2),
    "F.gelu(x, approximate=2)": ("approximate must be none or tanh", 2),
    "F.softplus(x, beta=0)": ("beta must be any finite number but 0", 2),
    "F.threshold(x, 1)": ("has no default for value", 2),
    "F.mse_loss(x, 0)": ("is a loss", 2),
    "F.softmax(x)": ("vector function", 2),
    "nn.ReLU(x)": ("is a layer; write ReLU(…)(x)", 3),
    "torch.clamp(x)": ("needs a bound", 6),
    "torch.clamp(x, low=0)": ("clamp has no argument 'low'", 15),
    "torch.clamp(x, 0, min=1)": ("min is given twice", 18),
    "np.maximum(x)": ("maximum takes 2 arguments, got 1", 3),
    "np.exp(x, 2)": ("exp takes 1 argument, got 2", 3),
    "np.where(x, 1, 2)": ("condition", 9),
    "np.abs(x > 0)": ("condition", 7),
    "x > 0": ("condition", 0),
    "round(x, 2)": ("round(10*x)/10", 0),
    "gamma(x)": ("the function gamma is not in the formula language; a product is written gamma*(…)", 0),
    "γ(x)": ("the function gamma is not", 0),
    "2*beta(x, 2)": ("the function beta is not", 2),
    "zeta(x)": ("the function zeta is not", 0),
    "torch.lgamma(x)": ("the function lgamma is not", 6),
    "special.erfinv(x)": ("it has erf, erfc, Phi and phi", 8),
    "lambda x, y: x*y": ("y needs a value", 10),
    "lambda x: y if": ("expected", 14),
    "lambda 2: x": ("unexpected number", 7),
    "def f(x): x*x": ("expected 'return'", 10),
    "def f(): return 1": ("one argument", 7),
    "def f(x):\n    y = 2*x\n    return y": ("expected 'return'", 14),
    "x.where(x > 0, 0)": ("condition", 2),
    "x[0]": ("unexpected character '['", 1),
    "'tanh'": ("expected a number", 0),
    "None": ("None is no number", 0),
    "x; y": ("unexpected 'y'", 3),
    "a or b": ("'or' joins two conditions", 0),
    "where(" + " and ".join(f"(x > {n} or x < -{n})" for n in range(1, 9)) + ", 1, 0)": ("too many ways", 156),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_not_known_is_refused_at_its_place(text):
    reason, position = REFUSED[text]
    with pytest.raises(FormulaError) as caught:
        read_formula(text)
    assert reason in caught.value.reason
    assert caught.value.position == position


def test_a_declared_name_is_a_product():
    assert to_text(read_formula("gamma(x)", ("gamma",)).term) == "gamma*x"


def test_nothing_that_is_refused_is_known():
    from actplot.algebra.reading.names import ARITY

    assert not set(NOT_HERE) & set(ARITY)
    assert all(part.isidentifier() for path in MODULES for part in path.split("."))


@pytest.mark.parametrize("text", ["log1p(exp(x))", "np.logaddexp(0, x)", "log(exp(x) + 1)"])
def test_softplus_is_recognised(text):
    x = np.array([-745.0, -40.0, 0.0, 40.0, 800.0])
    np.testing.assert_array_equal(get(text).value(x), get("softplus").value(x))
    np.testing.assert_allclose(get(text).derivative(x), get("softplus").derivative(x), rtol=1e-15)


LONG = {
    "a sum of 600 terms": "+".join(["x"] * 600),
    "sines": "+".join(f"sin({k}*x)/{k}" for k in range(1, 340)),
    "factors": "*".join(f"(x-{k})" for k in range(1, 560)),
}


SLOW = pytest.param("sines", marks=pytest.mark.exhaustive(keep=0, thorough=1))


@pytest.mark.parametrize("name", ["a sum of 600 terms", SLOW, "factors"])
def test_a_formula_may_have_five_thousand_characters(name):
    text = LONG[name]
    formula = get(text)
    assert get(str(formula)) == formula
    if name == "sines":
        assert float(formula.value(1.0)) == pytest.approx(math.fsum(math.sin(k) / k for k in range(1, 340)), rel=1e-12)
        slope = math.fsum(math.cos(0.5 * k) for k in range(1, 340))
        assert float(formula.derivative(0.5)) == pytest.approx(slope, rel=1e-10)
    with pytest.raises(FormulaError, match="at most 5000 characters"):
        get(f"{text} + {text} + {text} + {text} + {text}")


LEAVES = (
    *(
        "x",
        "np.",
        "F.",
        "nn.",
        "torch.",
        "(",
        ")",
        ",",
        "|",
        "=",
        "<",
        ">",
        "and",
        "or",
        "not",
        "if",
        "else",
        "2",
        ".5",
    ),
    *("lambda", "x:", "def f(x):", "return", "%", "//", "**", ".", "'tanh'", "None", "min=", "clamp", "relu", "gelu"),
    *("approximate=", "where", "ReLU", "softplus", "gamma", "&", "~", "-", "+", "*", "/", " ", "\n", ";", ":", "->"),
    *("λ", "Softplus()(x)", "tf.nn.", "jax.nn.", "1e3", "x>"),
)
pieces = st.sampled_from(LEAVES)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=25).map("".join) | st.text(max_size=40))
def test_no_text_is_a_traceback(text):
    try:
        read = read_formula(text)
    except ActplotError:
        return
    assert read_formula(to_text(read.term)).term == read.term
