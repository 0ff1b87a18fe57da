"""Known functions are found again however they are written, and nothing is taken for what it is not."""

import numpy as np
import pytest

import actplot
from actplot.calculus.identities.identifying import identify, known_as
from actplot.catalogue.registry import ELEMENTWISE, lookup, names
from actplot.spec.formulas.expression import Expression

CLASSES = [lookup(name) for kind in ELEMENTWISE for name in names(kind)]
IN_X = [cls for cls in CLASSES if cls.variable == "x"]


def found(text, **values):
    return [str(one) for one in known_as(Expression(text, values))]


@pytest.mark.exhaustive(keep=0.2, thorough=0.38)
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("x*sigmoid(1.702*x)", "quick_gelu"),
        ("2*sigmoid(2*x) - 1", "tanh"),
        ("where(x>0, x, 0.3*x)", "leaky_relu:0.3"),
        ("x/(1+exp(-x))", "silu"),
        ("x*tanh(log(1+exp(x)))", "mish"),
        ("log(1+exp(2*x))/2", "softplus:2"),
        ("sigmoid(x)*(1-sigmoid(x))", "sigmoid′"),
        ("1/(1+exp(-x))", "sigmoid"),
        ("3*tanh(2*x-1)+4", "3*tanh(2*x - 1) + 4"),
        ("(x-1)^2", "square(x - 1)"),
    ],
)
def test_what_people_write(text, first):
    assert found(text)[0] == first


@pytest.mark.exhaustive(keep=0.004, thorough=0.11)
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0.5*x*(1+erf(x/sqrt(2)))", "gelu"),
        ("x*Phi(x)", "gelu"),
        ("0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))", "gelu_tanh"),
        ("max(x, x/3)", "leaky_relu:0.3333333333333333"),
        ("where(x>0, x, 0.7*(exp(x)-1))", "elu:0.7"),
        ("min(max(x, 0), 5)", "relu_general:max_value=5"),
        ("clip(x, -2, 3)", "hard_tanh:-2,3"),
        ("where(abs(x)>0.37, x, 0)", "hard_shrink:0.37"),
        ("sign(x)*max(abs(x)-0.37, 0)", "soft_shrink:0.37"),
        ("where(x>0.3, x, -2)", "threshold:0.3,-2"),
        ("where(abs(x)<1.35, x^2/2, 1.35*(abs(x)-1.35/2))", "huber:1.35"),
        ("where(abs(x-2)<1, (x-2)^2/2, abs(x-2)-0.5)", "huber(x - 2)"),
        ("where(x>=0, 1, 0)", "step:1"),
        ("exp(2*x+1)", "exponential(2*x + 1)"),
        ("relu(2*x-1)", "relu(2*x - 1)"),
        ("cos(x)", "cos"),
        ("1-exp(x)", "-exponential(x) + 1"),
        ("0.7*gelu(-1.3*x+0.7)-2", "0.7*gelu(-1.3*x + 0.7) - 2"),
        ("tanh(1000*x)", "tanh(1000*x)"),
        ("sin(x)/x", "sinc"),
        ("x^2/x", "identity"),
    ],
)
def test_what_else_people_write(text, first):
    assert found(text)[0] == first


def test_all_that_a_function_is_fewest_chosen_numbers_first():
    known = known_as(Expression("x*sigmoid(1.702*x)"))
    assert [str(one) for one in known][:2] == ["quick_gelu", "silu:1.702"]
    assert [one.free for one in known] == sorted(one.free for one in known)
    assert {"sigmoid", "softplus′"} <= set(found("1/(1+exp(-x))"))


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_the_derivative_of_a_function_is_known():
    slopes = [str(one) for one in identify(Expression("log(1+exp(x))+5")).derivative.matches]
    assert slopes[0] == "sigmoid"


def test_values_of_symbols():
    assert found("x*sigmoid(b*x)", b=1.5)[0] == "silu:1.5"
    with pytest.raises(actplot.ActplotError, match="--param b"):
        found("x*sigmoid(b*x)")


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize(
    ("slope", "name"),
    [
        ("sqrt(2)", "silu:1.4142135623730951"),
        ("1.4142135623730951", "silu:1.4142135623730951"),
        ("1.70200000000001", "silu:1.70200000000001"),  # not quick_gelu
    ],
)
def test_numbers_that_are_no_decimals_are_found_to_40_digits(slope, name):
    assert found(f"x*sigmoid({slope}*x)")[0] == name


def test_a_rounded_constant_is_told():
    (selu,) = known_as(Expression("1.0507009873554805*where(x>0, x, 1.6732632423543772*(exp(x)-1))"))
    assert (str(selu), selu.digits) == ("selu", 14)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize(
    "text",
    [
        "where(x>100, 0, silu(x))",  # another piece where hardly anyone looks
        "where(abs(x-2.3456)<0.0001, 5, tanh(x))",
        "where(x<-5000, 1, relu(x))",
        "tanh(x) + 1e-13*sin(x)",  # floats can hardly tell
        "sigmoid(x) + 1e-30*x",
    ],
)
def test_what_differs_anywhere_is_another_function(text):
    known = identify(Expression(text)).value
    assert known.matches == ()
    assert known.near[0].difference < 1e-12 or text.startswith("where(abs")


@pytest.mark.exhaustive(keep=0, thorough=0.1)
@pytest.mark.parametrize(
    "text",
    [
        "x^3 + x",
        "cosh(x)",
        "x^2*sigmoid(x)",
        "sqrt(x)",
        "log(x)",
        "1/x",
        "floor(x)",
        "exp(exp(x))",
        "exp(1000*x)",
        "x*sin(x^2)",
        "tanh(x)*sigmoid(3*x)",
        "relu(x) + 0.1*sin(5*x)",
        "tan(x)",
        "log(1-x)",
        "1.0507*where(x>0, x, 1.6733*(exp(x)-1))",  # too few digits for selu
    ],
)
def test_what_nobody_knows(text):
    known = identify(Expression(text)).value
    assert known.matches == ()
    assert [one.difference for one in known.near] == sorted(one.difference for one in known.near)


@pytest.mark.exhaustive(keep=0.8)
@pytest.mark.parametrize(("text", "value"), [("3", 3.0), ("0*x", 0.0), ("x-x", 0.0)])
def test_constants_are_no_function_at_odd_parameters(text, value):
    known = identify(Expression(text)).value
    assert (known.constant, known.matches, known.near) == (value, (), ())


@pytest.mark.exhaustive(keep=0)
def test_a_line_has_a_constant_derivative():
    assert identify(Expression("2*x+1")).derivative.constant == 2


def test_the_nearest_are_those_of_a_grid():
    known = identify(actplot.get("gelu")).value
    assert [str(one) for one in known.matches] == ["gelu"]
    nearest = known.near[0]
    x = np.linspace(-5, 5, 2001)
    apart = np.abs(actplot.get("gelu").value(x) - actplot.get("gelu_tanh").value(x))
    assert (str(nearest.entry), nearest.difference) == ("gelu_tanh", apart.max())
    assert abs(nearest.at) == pytest.approx(2.7)


# Grids


def unusual(cls, share):
    """An entry at numbers that nobody uses; at its defaults where these do not go together."""
    free = [p for p in cls.declared if not (p.words or p.whole or p.many or p.one_of)][:2]
    try:
        return cls.with_parameters({p.name: round(p.unusual(share + 0.1 * i), 3) for i, p in enumerate(free)})
    except actplot.ActplotError:
        return cls()


def substituted(function):
    """The formula of an entry with numbers in place of its parameters."""
    return Expression(function.formula, function.numbers, "x")


@pytest.mark.exhaustive(keep=0.005, thorough=0.05)
@pytest.mark.parametrize("share", [0.0, 0.37, 0.83])
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_every_entry_is_found_by_its_formula(cls, share):
    function = unusual(cls, share) if share else cls()
    if np.isfinite(function.domain).any():
        pytest.skip("its formula goes on outside of its domain")
    known = known_as(substituted(function))
    assert any(np.array_equal(one(X), function.value(X)) for one in known if one.is_plain), list(map(str, known))
    assert cls.name in {one.entry.name for one in known}


X = np.linspace(-4.5, 4.5, 100)
