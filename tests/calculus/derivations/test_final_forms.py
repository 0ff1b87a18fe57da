"""Derivations by rules end where a textbook ends, and their results are derivatives by SymPy and mpmath."""

import random
import re
from itertools import pairwise

import mpmath
import pytest
import sympy

import actplot
from actplot.algebra.reading.parser import parse
from actplot.algebra.rewriting.engine import differentiate
from actplot.algebra.rewriting.neat import size
from actplot.algebra.rewriting.shortening import shortened
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.source import to_text
from actplot.calculus.derivations.checking import check_derivation, passed
from actplot.calculus.derivations.deriving import RULES, derive
from actplot.catalogue.registry import elementwise_names

# As textbooks and papers have them.
SECOND = {
    "charbonnier": "ε²/(r² + ε²)^(3/2)",
    "pseudo_huber": "1/(1 + (r/δ)²)^(3/2)",
    "bent_identity": "1/(2·(x² + 1)^(3/2))",
    "cauchy": "(1 − (r/c)²)/(1 + (r/c)²)²",
    "silu": "β·σ(β·x)·(1 − σ(β·x))·(2 + β·x·(1 − 2·σ(β·x)))",
    "log_ndtr": "−(φ(x)/Φ(x))·(φ(x)/Φ(x) + x)",
    "softsign": "−2·sign(x)/(1 + |x|)³",
    "softplus": "β·σ(β·x)·(1 − σ(β·x))",
    "squareplus": "b/(2·(x² + b)^(3/2))",
    "arcsinh": "−x/(x² + 1)^(3/2)",
    "gelu": "φ(x)·(2 − x²)",
    "geman_mcclure": "(1 − 3·r²)/(1 + r²)³",
    "welsch": "e^(−(r/c)²/2)·(1 − (r/c)²)",
    "mish": "σ(x)·(1 − tanh²(u))·(2 + x·(1 − σ(x)·(1 + 2·tanh(u))))",
    "lisht": "2·(1 − tanh²(x))·(1 − x·tanh(x))",
    "gelu_tanh": "√(2/π)·(1 − tanh²(u))·(1 + x·(0.26829·x − √(2/π)·tanh(u)·(1 + 0.134145·x²)²))",
}
FORMULAS = {
    "exp(x)/(1+exp(x))^2": "eˣ·(1 − eˣ)/(1 + eˣ)³",
    "(x^2-1)/(x-1)": "1",
    "atan(1/x)": "−1/(1 + x²)",
    "erf(x/sqrt(2))": "√(2/π)·e^(−x²/2)",
    "Phi(x)*(1-Phi(x))": "φ(x)·(1 − 2·Φ(x))",
    "x^1.5": "1.5·x^0.5",
    "(x/10)^1e10": "1000000000·(x/10)⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹",
    "x/(x^2-3*x+2)": "(2 − x²)/(x² − 3·x + 2)²",
    "(x^2+1)/(x^2-1)": "−4·x/(x² − 1)²",
    "x^3*(1-x)^4": "x²·(1 − x)³·(3 − 7·x)",
    "log(x+sqrt(x^2+1))": "1/√(x² + 1)",
    "asin(x)+x/sqrt(1-x^2)": "(2 − x²)/(1 − x²)^(3/2)",
    "sqrt(x)*(1+x)": "(1 + 3·x)/(2·√x)",
    "cosh(x)/sinh(x)": "1 − f²(x)",
    "3+cosh(x)/sinh(x)": "−1/sinh²(x)",
    "sin(x)/cos(x)": "1/cos²(x)",
    "(exp(x)-exp(-x))/(exp(x)+exp(-x))": "1 − f²(x)",
    "x*exp(-x^2/2)": "e^(−x²/2)·(1 − x²)",
    "tanh(x)^3*(1-tanh(x)^2)": "tanh²(x)·(1 − tanh²(x))·(3 − 5·tanh²(x))",
    "x*log(x)-x": "ln(x)",
    "atan(2/(3*x))": "−6/(4 + 9·x²)",
    "x^2/(x+1)-x+1": "−1/(x + 1)²",
    "(x^3-x)/(x^2-x)": "1",
    "sigmoid(x)*tanh(x)": "σ(x)·(1 + tanh(x)·(1 − tanh(x) − σ(x)))",
}
POINTS = [-2.3125, -0.6875, 0.40625, 1.8125, 3.4375]


def last_line(function, **options):
    return derive(actplot.get(function), **options).chains[-1].steps[-1].term


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("formula", ["x^1.5", "2*x^2.5 + x^0.5", "x^0.1*sin(x)", *FORMULAS])
def test_no_line_says_what_the_one_above_said(formula):
    lines = [to_line(step.term) for step in derive(actplot.get(formula)).chains[-1].steps]
    assert all(one != other for one, other in pairwise(lines))


@pytest.mark.parametrize("name", SECOND)
def test_second_derivative_of_the_textbook(name):
    assert to_line(last_line(name, order=2)) == SECOND[name]


@pytest.mark.exhaustive(keep=0.34, thorough=1)
@pytest.mark.parametrize("formula", FORMULAS)
def test_derivative_of_the_textbook(formula):
    function = actplot.get(formula)
    derivation = derive(function)
    assert to_line(derivation.chains[-1].steps[-1].term) == FORMULAS[formula]
    assert passed(derivation, check_derivation(derivation, function))


# Parts of which random formulas are made: rational functions, roots, and functions that come back in derivatives.
PARTS = (
    *("x", "x^2", "x + 1", "x^2 + 2", "2*x - 3", "exp(x)", "exp(-x)", "exp(-x^2/2)", "1 + exp(x)", "sigmoid(x)"),
    *("1 - sigmoid(x)", "tanh(x)", "1 - tanh(x)^2", "Phi(x)", "phi(x)", "sqrt(x^2 + 1)", "log(x^2 + 1)", "|x|"),
    *("1 + |x|", "sin(x)", "cos(x)", "softplus(x)", "x/3", "erf(x/sqrt(2))", "x^3 - x"),
)


def random_formula(seed):
    numbers = random.Random(seed)
    first, second, third = numbers.sample(PARTS, 3)
    return numbers.choice(
        (
            f"({first})*({second})",
            f"({first})/({second})",
            f"({first})/({second})^2 + ({third})",
            f"({first})*({second})*({third})",
            f"({first})*({second})/({third})",
            f"(({first}) - ({second}))/(({first}) + ({third}))",
        )
    )


@pytest.mark.exhaustive(keep=0.03)
@pytest.mark.parametrize("seed", range(400))
def test_the_shortest_form_has_the_same_value(seed):
    formula = parse(random_formula(seed))
    long = differentiate(formula, "x")
    short = shortened(long)
    assert size(short) <= size(long)
    with mpmath.workdps(50):
        for point in POINTS:
            expected = mpmath.diff(lambda x: in_mpmath(formula, x), mpmath.mpf(point))
            assert mpmath.almosteq(in_mpmath(short, mpmath.mpf(point)), expected, 1e-18, 1e-20)


NAMES = {name: getattr(mpmath, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tanh", "erf", "sign")}
NAMES |= {"sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)), "softplus": lambda u: mpmath.log(1 + mpmath.exp(u))}
NAMES |= {"Phi": mpmath.ncdf, "phi": mpmath.npdf, "pi": mpmath.pi, "abs": abs}


def in_mpmath(term, x):
    """The value of a formula by mpmath alone, from its text."""
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", to_text(term)).replace("^", "**")
    text = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"mpf(\1)", text)
    return eval(text, {"x": x, "mpf": mpmath.mpf, **NAMES})  # the text is ours


RATIONAL = (
    *("x/(x^2+1)", "(x^3-1)/(x-1)", "(x^2-4)/(x^2+x-6)", "x^2/(1-x)^3", "1/(x*(x+1))", "(2*x+1)/(x^2-x-2)", "x+1/x"),
    *("(x-1)^2/(x^2-1)", "x/(1+x/(1+x))", "1/(1+1/x)", "(x^4-1)/(x^2+1)", "(1-x)^4*(1+x)^3", "1/(x^2+1)^2"),
)


@pytest.mark.parametrize("formula", RATIONAL)
def test_rational_functions_have_no_common_factor_left(formula):
    """SymPy cancels nothing that is still there."""
    x = sympy.Symbol("x")
    found = sympy.sympify(to_text(shortened(differentiate(parse(formula), "x"))).replace("^", "**"))
    assert sympy.simplify(found - sympy.diff(sympy.sympify(formula.replace("^", "**")), x)) == 0
    above, below = sympy.fraction(found)
    assert sympy.gcd(sympy.expand(above), sympy.expand(below)) in (1, sympy.gcd_list([*sympy.Poly(below, x).coeffs()]))


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize("name", ["gelu_tanh", "mish", "smish", "serf", "sigmoid_focal", "binary_focal", "phish"])
def test_second_derivatives_keep_the_names_of_the_first(name):
    function = actplot.get(name)
    first, second = derive(function), derive(function, order=2)
    assert second.lets
    assert set(second.lets) <= set(first.lets)
    moving = {name for name, _ in second.lets if name not in ("lambda", "alpha")}
    assert {to_line(chain.left) for chain in second.chains[1:-1]} == {f"{name}′" for name in moving}
    assert to_line(second.chains[0].left).startswith("f′(")


@pytest.mark.exhaustive(keep=0.0705, thorough=0.12)
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", elementwise_names())
def test_no_line_spells_out_a_constant_that_has_a_name(name, order):
    function = actplot.get(name)
    for route in (None, RULES) if order == 1 else (None,):
        for chain in derive(function, route, order).chains:
            written = [digits for step in chain.steps for digits in re.findall(r"[\d.]+", to_line(step.term))]
            assert not [digits for digits in written if len(digits.replace(".", "").strip("0")) > 6]
