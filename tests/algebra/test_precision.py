"""Values and derivatives of formulas at adaptive precision, against numbers known from elsewhere."""

import math
import time
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath.libmp import from_int

from actplot.algebra.evaluating.context import mp, mpf
from actplot.algebra.evaluating.elementary import FUNCTIONS, Work, exp
from actplot.algebra.evaluating.evaluator import compiled
from actplot.algebra.evaluating.precision import derivative, derivatives, value
from actplot.algebra.reading.parser import parse
from actplot.errors import BadInput

STABLE = settings(max_examples=60, deadline=None, derandomize=True)
POINTS = (5e-324, 1e-300, 1e-8, 0.3, 1.7, 8.0, 37.0, 110.0, 745.0, 1e3, 1e300)
EVERYWHERE = (*POINTS, *(-x for x in POINTS))


def at(text, **environment):
    return value(parse(text), environment)


def close(found, expected, digits=15):
    """Equal to so many digits, or both below every float."""
    if abs(expected) < mpf("1e-330"):
        return abs(found) < mpf("1e-330")
    with mp.workdps(60):
        return abs(found - expected) <= abs(expected) * mpf(10) ** -digits


# formula, its derivative and second derivative as formulas that do not cancel
PAIRS = {
    "1/(1+exp(-x))": ("sigmoid(x)sigmoid(-x)", "sigmoid(x)sigmoid(-x)(-tanh(x/2))"),
    "(exp(x)-exp(-x))/(exp(x)+exp(-x))": ("1/cosh(x)^2", "-2tanh(x)/cosh(x)^2"),
    "log(1+exp(b x))/b": ("sigmoid(b x)", "b sigmoid(b x)sigmoid(-b x)"),
    "x/2*(1+erf(x/sqrt(2)))": ("erfc(-x/√2)/2 + x*exp(-x²/2)/√(2π)", "(2-x²)*exp(-x²/2)/√(2π)"),
    "x*tanh(log(1+exp(x)))": ("tanh(softplus(x)) + x sigmoid(x)/cosh(softplus(x))²", None),
    "where(x>0, x, 0.1x)": ("where(x>0, 1, 0.1)", "0"),
    "x - tanh(x)": ("tanh(x)²", "2tanh(x)/cosh(x)²"),
    "x/(1+|x|)": ("1/(1+|x|)²", "-2sign(x)/(1+|x|)³"),
    "log(cosh(x))": ("tanh(x)", "1/cosh(x)²"),
    "sin(x)": ("cos(x)", "-sin(x)"),
}


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("formula", PAIRS)
@pytest.mark.parametrize("x", EVERYWHERE)
def test_derivatives_from_the_smallest_to_the_largest(formula, x):
    found = derivatives(parse(formula), {"x": x, "b": 3.0}, "x")
    for order, expected in enumerate((formula, *PAIRS[formula])):
        if expected is not None:
            assert close(found[order], at(expected, x=x, b=3.0)), order


@pytest.mark.parametrize(
    ("formula", "x", "order", "expected"),
    [
        ("1/(1+exp(-x))", 40.0, 1, 4.248354255291589e-18),
        ("tanh(x)", 30.0, 1, 3.502604305078608e-26),
        ("x/2*(1+erf(x/sqrt(2)))", -10.0, 0, -7.619853024160526e-23),
        ("tanh(x)", 100.0, 1, 5.535588014405126e-87),
        ("(exp(x)-exp(-x))/(exp(x)+exp(-x))", 0.0, 1, 1.0),
        ("x*tanh(log(1+exp(x)))", 0.0, 1, 0.6),
        ("log(1+exp(x))", 0.0, 2, 0.25),
        ("exp(2x) + log(1+exp(x))", -200.0, 1, math.exp(-200)),
        ("x^3", -2.0, 2, -12.0),
        ("sin(x)", 1e300, 0, -0.8178819121159085),
    ],
)
def test_known_numbers(formula, x, order, expected):
    assert float(derivative(parse(formula), {"x": x}, "x", order)) == pytest.approx(expected, rel=1e-15)


def test_sides_of_a_kink_and_of_a_jump():
    relu, step = parse("max(0, x)"), parse("where(x > 0, 1, 0)")
    assert [derivative(relu, {"x": 0.0}, "x", 1, side) for side in (-1, 0, 1)] == [0, 0.5, 1]
    assert mp.isnan(derivative(relu, {"x": 0.0}, "x", 2))
    assert derivative(relu, {"x": 0.0}, "x", 2, 1) == 0
    assert derivative(step, {"x": 0.0}, "x", 1, -1) == 0
    assert mp.isnan(derivative(step, {"x": 0.0}, "x", 1, 1))
    squared = parse("max(0, 1 - x)^2")
    assert derivative(squared, {"x": 1.0}, "x", 1, -1) == 0
    assert derivative(squared, {"x": 1.0}, "x", 2, -1) == 2
    assert derivative(squared, {"x": 1.0}, "x", 2, 1) == 0


@pytest.mark.parametrize("x", [0.1, 1.0, -3.0, 1e300, 5e-324])
def test_no_break_at_a_neighbouring_float_is_crossed(x):
    kinked = parse("where(x > c, 2x, x)")
    assert derivative(kinked, {"x": math.nextafter(x, math.inf), "c": x}, "x", 1) == 2
    assert derivative(kinked, {"x": math.nextafter(x, -math.inf), "c": x}, "x", 1) == 1


def test_literals_are_exact_decimals_and_floats_exact_floats():
    assert at("0.1") == value(parse("a"), {"a": Fraction(1, 10)})
    assert at("where(x > 0.1, 1, 0)", x=0.1) == 1  # the float lies above one tenth
    assert at("where(x > a, 1, 0)", x=0.1, a=0.1) == 0
    assert float(at("a - 0.1", a=0.1)) == 5.551115123125783e-18


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0/0", "nan"),
        ("log(-1)", "nan"),
        ("(-8)^(1/3)", "nan"),
        ("sqrt(-1)", "nan"),
        ("asin(2)", "nan"),
        ("0*log(0)", "nan"),
        ("max(0/0, 1)", "nan"),
        ("log(0)", "-inf"),
        ("1/|x|", "inf"),
        ("-1/x", "-inf"),
        ("0^0", "1"),
        ("where(x == 0, 5, 1/0)", "5"),
        ("where(x != 0, log(-1), 2)", "2"),
        ("where(0/0 < 1, 1, 2)", "nan"),
        ("heaviside(0)", "0"),
        ("heaviside(0, 1/2)", "0.5"),
        ("sign(-3)", "-1"),
        ("clip(7, 0, 6)", "6"),
        ("relu6(7)", "6"),
        ("2^-2", "0.25"),
        ("log10(1000)", "3"),
        ("log2(8)", "3"),
        ("elu(-1, alpha=2) + 2 - 2e^-1", "0"),
        ("celu(x, alpha=3)", "0"),
    ],
)
def test_special_values(text, expected):
    found = at(text, x=0)
    assert mp.isnan(found) if expected == "nan" else found == mpf(expected)


TOWERS = [
    "10**10**10",
    "10^10^10^10",
    "9^9^9^9^9^9",
    "(-2)^(10^10^10)",
    "exp(exp(exp(1000)))",
    "sin(exp(1e300))",
    "tanh(10^10^10)",
    "erf(10^10^10) + erfc(10^10^10)",
    "Phi(-1e300)phi(1e300)",
    "cosh(1e300)/sinh(1e300)",
    "1.5^1e18",
    "e" + "^e" * 50,
    "exp(" * 50 + "1" + ")" * 50,
    "(1 + 1e-300)^1e300",
    "tan(1e308)",
]


@pytest.mark.parametrize("text", TOWERS)
def test_towers_are_quick(text):
    begin = time.perf_counter()
    at(text)
    assert time.perf_counter() - begin < 1


def test_a_missing_value_is_named():
    with pytest.raises(BadInput, match="'gamma'"):
        at("gamma*x", x=1.0)


@pytest.mark.parametrize("x", [math.inf, -math.inf, math.nan])
def test_no_derivative_at_infinity(x):
    assert mp.isnan(derivative(parse("x^2"), {"x": x}, "x", 1))


@STABLE
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_adaptive_precision_beats_cancellation(x):
    """sinh and its definition, tanh and its definition agree wherever they are taken."""
    assert close(at("(exp(x) - exp(-x))/2", x=x), at("sinh(x)", x=x), 24)
    assert close(at("(1 - exp(-2x))/(1 + exp(-2x))", x=x), at("tanh(x)", x=x), 24)


@STABLE
@given(
    st.floats(min_value=-30, max_value=30),
    st.integers(1, 5),
    st.sampled_from(("sigmoid({})", "log1p(({})^2)", "atan({})", "exp(-({})^2)")),
)
def test_the_chain_rule_holds(x, scale, outer):
    term = parse(outer.format(f"{scale}x"))
    inner = derivative(parse(outer.format("x")), {"x": Fraction(x) * scale}, "x", 1)
    with mp.workdps(60):
        expected = scale * inner
    assert close(derivative(term, {"x": x}, "x", 1), expected, 20)


@pytest.mark.parametrize("text", ["exp(x^2)", "sinh(exp(x))", "exp(-x^3)"])
def test_quotients_far_above_every_float_are_not_zero(text):
    """They shrink with the step, as those of a parabola at its vertex do."""
    x = 100.0 if "sinh" in text else -1e30
    _, first, second = derivatives(parse(text), {"x": x}, "x")
    assert first != 0
    assert second != 0


def test_what_does_not_move_is_evaluated_once_for_a_precision(monkeypatch):
    asked = Counter()

    def counted(work, x):
        asked[work.precision] += 1
        return exp(work, x)

    monkeypatch.setitem(FUNCTIONS, "exp", counted)
    term, grown = parse("x^2 * exp(a/7) + x^3"), {}
    for x, a in ((1.25, 0.5), (1.5, 0.5), (1.75, 0.5), (1.5, 0.25)):
        _, slope, bend = derivatives(term, {"x": x, "a": a}, "x")
        grown[a] = mp.exp(mpf(a) / 7)
        assert close(slope, 2 * x * grown[a] + 3 * mpf(x) ** 2)
        assert close(bend, 2 * grown[a] + 6 * mpf(x))
    assert set(asked.values()) == {len(grown)}


def test_what_is_remembered_still_tells_that_an_addend_vanished():
    evaluate = compiled(parse("sigmoid(a) + x"))
    for x in (1, 2, 3):
        work = Work(100)
        evaluate(work, {"a": from_int(200), "x": from_int(x)})
        assert work.absorbed
