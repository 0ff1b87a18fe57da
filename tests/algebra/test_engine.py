"""The step engine: every line equals the one above it, and the last one is the derivative."""

import re
import time
from fractions import Fraction

import pytest
import sympy
from algebra.trees import terms
from hypothesis import HealthCheck, given, settings

import actplot
from actplot.algebra.evaluating.precision import common_digits, value
from actplot.algebra.reading.parser import parse
from actplot.algebra.rewriting.engine import MOST_LINES, differentiate, rewrites
from actplot.algebra.rewriting.rules import reason
from actplot.algebra.term import Add, And, Call, Cases, D, Div, Mul, Neg, Num, Pow, Rel, Sym
from actplot.algebra.writing.source import to_text
from actplot.calculus.checks.of_functions import variants
from actplot.calculus.derivations.closed_form import in_closed_form
from actplot.catalogue.registry import elementwise_names
from actplot.errors import ActplotError

FUNCTIONS = [one for name in elementwise_names() for one in (actplot.get(name), *variants(actplot.get(name)))]
DIGITS = 40
POINTS = [Fraction(n, 64) for n in (-275, -77, -35, 17, 53, 111, 340)]
EXPRESSIONS = {
    "x*tanh(log(1 + exp(x)))": "tanh(softplus(x)) + x*(1 - tanh(softplus(x))^2)*sigmoid(x)",
    "x/(1 + |x|)": "1/(1 + |x|)^2",
    "-log(1 + exp(-x))": "sigmoid(-x)",
    "log(1 + exp(x)) - x*y": "sigmoid(x) - y",
    "(x - y)^2": "2*(x - y)",
    "where(|x| <= delta, x^2/2, delta*(|x| - delta/2))": "where(|x| <= delta, x, delta*sign(x))",
    "x^x": "x^x*(log(x) + 1)",
    "exp(-x^2)": "-2*x*exp(-x^2)",
    "sin(x)/x": "(x*cos(x) - sin(x))/x^2",
    "sqrt(x)": "1/(2*sqrt(x))",
    "|x|^3": "3*x^2*sign(x)",
    "max(0, x)^2": "where(x > 0, 2*x, 0)",
    "min(max(0, x), 6)": "where(0 < x < 6, 1, 0)",
    "max(a*x, x)": "where(a*x > x, a, 1)",
    "x*sigmoid(1.702*x)": "sigmoid(1.702*x) + 1.702*x*sigmoid(1.702*x)*(1 - sigmoid(1.702*x))",
    "elu(2*x, alpha=0.5)": "where(x > 0, 2, exp(2*x))",
    "silu(x)": "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))",
    "10**10**10*x": "10^10^10",
    "a*x^2 + b": "2*a*x",
    "3": "0",
    "x": "1",
}
CLOSED = {
    "1/(1 + exp(-x))": "f(x)*(1 - f(x))",
    "(exp(x) - exp(-x))/(exp(x) + exp(-x))": "1 - f(x)^2",
    "exp(-x^2)": "-2*x*f(x)",
}


def formula(function):
    return parse(function.formula, symbols=tuple(function.numbers))


def environment(function, x):
    return {**{name: Fraction(value) for name, value in function.numbers.items()}, "x": x}


def points(function):
    low, high = function.domain
    away = [x for x in POINTS if all(abs(x - Fraction(at)) > Fraction(1, 1000) for at in function.breaks)]
    inside = [x for x in away if low < x < high]
    return inside if len(inside) > 2 else [Fraction(1, 8), Fraction(23, 64), Fraction(45, 64)]


@pytest.mark.exhaustive(keep=0.197, thorough=0.3)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_every_line_equals_the_one_above(function):
    term = formula(function)
    lines = [D(term, "x"), *(line.term for line in rewrites(term, "x"))]
    for x in points(function):
        values = [value(line, environment(function, x), DIGITS) for line in lines]
        assert [common_digits(values[0], other, DIGITS) for other in values] == [DIGITS] * len(lines)


@pytest.mark.exhaustive(keep=0.37, thorough=1)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_the_last_line_is_what_the_class_computes(function):
    last = differentiate(formula(function), "x")
    for x in points(function):
        truth = float(value(last, environment(function, x)))
        assert function.derivative(float(x)) == pytest.approx(truth, rel=1e-13, abs=1e-15)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("source", [*EXPRESSIONS, *(function.formula for function in FUNCTIONS)])
def test_lines_are_neat(source):
    symbols = {name for function in FUNCTIONS for name in function.parameters}
    for line in rewrites(parse(source, symbols=symbols), "x"):
        text = to_text(line.term)
        assert not re.search(r"(?<![\w.])1\*|\*1(?![\w.])|\^1(?![\w.])|\*\(-1\)|\+ -|--", text), text
        assert line.rules
        assert all(map(reason, line.rules)), line.rules


@pytest.mark.parametrize(("source", "derivative"), EXPRESSIONS.items())
def test_derivatives_as_a_textbook_has_them(source, derivative):
    assert to_text(differentiate(parse(source, symbols=("delta",)), "x")) == derivative


@pytest.mark.parametrize(("source", "found"), CLOSED.items())
def test_closed_forms_in_terms_of_f(source, found):
    term = parse(source)
    assert to_text(in_closed_form(term, differentiate(term, "x"), "x")) == found


def test_no_closed_form_where_there_is_none():
    term = parse("x^2 + sin(x)")
    assert in_closed_form(term, differentiate(term, "x"), "x") is None


def test_deep_compositions_are_fast_and_short():
    source = "x"
    for _ in range(4):
        source = f"tanh(log(1 + exp({source})))"
    start = time.perf_counter()
    lines = rewrites(parse(source), "x")
    assert len(lines) <= MOST_LINES
    assert time.perf_counter() - start < 2


def test_growth_beyond_all_measure_is_refused():
    with pytest.raises(ActplotError, match="parts"):
        differentiate(parse("max(" + ", ".join(f"x^{n}" for n in range(1, 14)) + ")"), "x")


# SymPy's opinion


def sigmoid(u):
    return 1 / (1 + sympy.exp(-u))


def normal_probability(u):
    return (1 + sympy.erf(u / sympy.sqrt(2))) / 2


SYMPY = {
    **{"log": sympy.log, "abs": sympy.Abs, "max": sympy.Max, "min": sympy.Min, "sigmoid": sigmoid},
    **{"Phi": normal_probability, "gelu": lambda u: u * normal_probability(u)},
    "clip": lambda u, low, high: sympy.Min(sympy.Max(u, low), high),
    "sparse_plus": lambda u: sympy.Piecewise((0, u <= -1), (u, u >= 1), ((u + 1) ** 2 / 4, True)),
}


def in_sympy(term):
    match term:
        case Num(number, _):
            return sympy.Rational(number.numerator, number.denominator)
        case Sym(name):
            return {"e": sympy.E, "pi": sympy.pi}.get(name) or sympy.Symbol(name, real=True)
        case Neg(operand):
            return -in_sympy(operand)
        case Add(args):
            return sympy.Add(*map(in_sympy, args))
        case Mul(args):
            return sympy.Mul(*map(in_sympy, args))
        case Div(first, second):
            return in_sympy(first) / in_sympy(second)
        case Pow(base, exponent):
            return in_sympy(base) ** in_sympy(exponent)
        case Call(name, args):
            return (SYMPY.get(name) or getattr(sympy, name))(*map(in_sympy, args))
        case Rel(operator, first, second):
            return sympy.Rel(in_sympy(first), in_sympy(second), operator)
        case And(args):
            return sympy.And(*map(in_sympy, args))
        case Cases(pieces):
            return sympy.Piecewise(
                *((in_sympy(piece), True if when is None else in_sympy(when)) for piece, when in pieces)
            )
    raise NotImplementedError(term)


@pytest.mark.exhaustive(keep=0.146, thorough=0.25)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_sympy_agrees(function):
    term = formula(function)
    theirs = sympy.diff(in_sympy(term), sympy.Symbol("x", real=True))
    ours = differentiate(term, "x")
    for x in points(function)[:3]:
        numbers = {  # not as fractions, whose powers SymPy would write out
            sympy.Symbol(name, real=True): sympy.Float(sympy.Rational(number.numerator, number.denominator), 60)
            for name, number in environment(function, x).items()
        }
        there = sympy.N(theirs.subs(numbers).doit(), 35)
        assert abs(sympy.Float(str(value(ours, environment(function, x), 15)), 15) - there) < 1e-12


# Anything

COMMON = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@COMMON
@given(terms)
def test_random_trees_are_differentiated_rightly(term):
    try:
        derivative = differentiate(term, "x")
    except ActplotError:
        return
    assert not any(isinstance(node, D) for node in [derivative])
    point = {"x": Fraction(45, 64), "a": Fraction(83, 64)}
    try:
        numeric, symbolic = value(D(term, "x"), point, 20), value(derivative, point, 20)
    except ActplotError:
        return
    if abs(numeric) < 1e30 and abs(symbolic) < 1e30:  # false for nan
        assert common_digits(numeric, symbolic, 15) >= 12 or abs(numeric - symbolic) < 1e-12


def test_equal_pieces_are_one_piece():
    assert to_text(differentiate(parse("where(x > 0, x, x)"), "x")) == "1"
    assert to_text(differentiate(parse("x*where(x > 0, x, x)"), "x")) == "2*x"
