"""Formula text is read as people write it, and everything else is refused at once, with a caret."""

import time

import pytest

from actplot.algebra.reading.parser import parse
from actplot.algebra.term import Cases, Mul, Neg, Num, Pow, Sym, children, number, symbols, walk
from actplot.algebra.writing.source import to_text
from actplot.errors import ActplotError, FormulaError

READINGS = {
    "2x": "2*x",
    "1e5x": "1e5*x",
    "2e": "2*e",
    "a x": "a*x",
    "2|x|": "2*|x|",
    "|x| + |1-x|": "|x| + |1 - x|",
    "|x||y|": "|x|*|y|",
    "||x|-1|": "abs(|x| - 1)",
    "|(|x|+1)|": "abs(|x| + 1)",
    "x²+3x−1": "x^2 + 3*x - 1",
    "x⁻²": "x^-2",
    "σ(x)": "sigmoid(x)",
    "√x+1": "sqrt(x) + 1",
    "√2x": "sqrt(2)*x",
    "√(2/π)": "sqrt(2/pi)",
    "x^-2": "x^-2",
    "x^-2y": "x^-2*y",
    "-x^2": "-x^2",
    "(-x)^2": "(-x)^2",
    "2**3**2": "2^3^2",
    "(2^3)^2": "(2^3)^2",
    "e^x": "e^x",
    "max(a x, x)": "max(a*x, x)",
    "where(x>0, x, 0.1x)": "where(x > 0, x, 0.1*x)",
    "where(-3<x<3, 1, 0)": "where(-3 < x < 3, 1, 0)",
    "where(x≤-3 and x≠4, 1, where(x≥3, 2, 0))": "where(x <= -3 and x != 4, 1, where(x >= 3, 2, 0))",
    "x if x>0 else -1 if x==0 else 2": "where(x > 0, x, where(x == 0, -1, 2))",
    "x*sigmoid(1.702*x)": "x*sigmoid(1.702*x)",
    "x*silu(x)": "x*silu(x)",
    "elu(x, alpha=0.5)": "elu(x, alpha=0.5)",
    "Swish(x)": "silu(x)",
    "sin(x)^2": "sin(x)^2",
    "x(x+1)": "x*(x + 1)",
    "1/2x": "(1/2)*x",
    "1/(2x)": "1/(2*x)",
    "a/b/c": "(a/b)/c",
    "a*b/c": "a*b/c",
    "a·b×c": "a*b*c",
    "-a*b": "-a*b",
    "2*-x*y": "2*(-x)*y",
    "a - (b - c)": "a - (b - c)",
    "a - -b": "a - (-b)",
    "+x": "x",
    "ln(x)": "log(x)",
    "arctan(x)": "atan(x)",
    "Φ(x)φ(x)": "Phi(x)*phi(x)",
    "β x + α_1 + w₂": "beta*x + alpha_1 + w_2",
    "alpha(exp(x)-1)": "alpha*(exp(x) - 1)",
    "\tx\n+ 1": "x + 1",
    ".5x + 5.": ".5*x + 5.",
    "1/(1+exp(-x))": "1/(1 + exp(-x))",
}

# text: what the message must say
REFUSED = {
    "": "empty",
    "   ": "empty",
    "tanh x": "tanh needs an argument, e.g. tanh(x)",
    "exp": "exp needs an argument, e.g. exp(x)",
    "exp()": "exp needs an argument",
    "max(0,x": "expected ')'",
    "(x": "expected ')'",
    "|x": "expected '|'",
    "x)": "unexpected ')'",
    "x +": "after '+'",
    "x,y": "unexpected ','",
    "xy": "x*y",
    "foo(x)": "unknown name 'foo'",
    "sigmod(x)": "'sigmoid'",
    "f(x)": "unknown function 'f'",
    "x1": "x_1",
    "x__y": "unknown name",
    "2 3": "product",
    "1.2.3": "product",
    "sin(x, y)": "sin takes 1 argument, got 2",
    "max(x)": "max takes 2 or more arguments, got 1",
    "clip(x)": "clip needs a bound, e.g. clip(x, 0, 1)",
    "clip(x, 0, 1, 2)": "clip takes 3 arguments, got 4",
    "heaviside(x, 0, 1)": "heaviside takes 2 arguments, got 3",
    "silu(x, 1)": "silu takes 1 argument, got 2",
    "elu(x, gamma=1)": "elu has no parameter 'gamma'; its parameters: alpha",
    "elu(x, alpha=1, alpha=2)": "given twice",
    "softplus(x, beta=0)": "beta must be any finite number but 0",
    "elu(alpha=1)": "elu needs an argument",
    "elu(alpha=1, x)": "positional",
    "exp(x, a=2)": "exp has no parameter 'a'",
    "where(x, 1, 2)": "condition",
    "where(x > 0, 1)": "where takes 3 arguments, got 2",
    "x < 3": "condition",
    "max(x > 0, 1)": "condition",
    "x and y": "condition",
    "x = 2": "==",
    "x.__class__": "unexpected '.__class__'; a method is called, e.g. x.tanh()",
    "__import__('os').getpid()": "unknown name '__import__'",
    "().__class__": "expected a number",
    "x.__class__.__base__": "unexpected '.__class__'",
    "x.__class__()": "'__class__' of torch is not known here",
    "os.system(x)": "unknown library 'os'",
    "x; y": "unexpected ';'",
    '"x"': "found '\"x\"'",
    "x[0]": "unexpected character '['",
    "x\0": "unexpected character",
    "😀": "unexpected character",
    "\u202ex": "unexpected character",
    "٣": "unexpected character",
    "x'": "unexpected character",
    "{x}": "unexpected character",
    "1e9999999": "exponent",
    "1e" + "0" * 400 + "309": "exponent",
    "1e-309": "exponent",
    "9" * 31: "30 digits",
    "x" + "²" * 31: "30 digits",
    "(" * 400: "60 levels",
    "(" * 61 + "x" + ")" * 61: "60 levels",
    "-" * 400 + "x": "60 levels",
    "+" * 400 + "x": "60 levels",
    "√" * 400 + "x": "60 levels",
    "|" * 400: "60 levels",
    "x^" * 200 + "x": "60 levels",
    "x/" * 100 + "x": "60 levels",
    "exp(" * 100: "60 levels",
    "x²" * 2499: "5000 parts",
    "(" * 10_000: "5000 characters",
    "-" * 10_000: "5000 characters",
    "x" * 5001: "5000 characters",
}
WORDS = ("negative_slope", "lambd", "min_val", "threshold")


@pytest.mark.parametrize("text", READINGS)
def test_reads_and_prints(text):
    term = parse(text)
    assert to_text(term) == READINGS[text]
    assert parse(to_text(term)) == term


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:25]))
def test_refuses_with_reason_and_caret_at_once(text):
    begin = time.process_time()
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert time.process_time() - begin < 0.5  # of the processor; 50 ms on a quiet machine
    assert REFUSED[text] in caught.value.reason
    assert 0 <= caught.value.position <= len(text)
    assert str(caught.value).splitlines()[-1].strip() == "^"
    assert isinstance(caught.value, ActplotError)
    assert caught.value.source == text


def test_the_caret_stands_at_the_place():
    with pytest.raises(FormulaError) as caught:
        parse("1 + tanh x")
    assert caught.value.position == 4
    assert str(caught.value).endswith("    1 + tanh x\n        ^")


def test_limits_are_reached_but_not_crossed():
    assert parse("(" * 60 + "x" + ")" * 60) == Sym("x")
    assert parse("-" * 60 + "x")
    assert parse("x^" * 60 + "x")
    assert parse("x/" * 60 + "x")
    assert parse("x+" * 1999 + "x")
    assert parse("1e308 + 1e-308 + " + "9" * 30)
    assert parse("x" + " " * 4999) == Sym("x")


def test_declared_names_are_symbols():
    assert symbols(parse("where(x > threshold, negative_slope*x, lambd)", symbols=WORDS)) == {"x", *WORDS} - {"min_val"}
    assert parse("sigma(x)", symbols=("sigma",)) == Mul((Sym("sigma"), Sym("x")))
    assert parse("exp(x)", symbols=("exp",)) == parse("exp(x)")
    with pytest.raises(FormulaError, match="unknown name 'negative_slop'"):
        parse("negative_slop*x", symbols=WORDS)
    with pytest.raises(FormulaError, match="'negative_slope'"):
        parse("negative_slop*x", symbols=WORDS)


def test_the_tree_keeps_the_form():
    assert parse("2*(3*x)") == Mul((number("2"), Mul((number("3"), Sym("x")))))
    assert parse("-x^2") == Neg(Pow(Sym("x"), number("2")))
    assert parse("1 + x - 1") != parse("x")
    assert isinstance(parse("where(x>0, 1, where(x<0, 2, 3))"), Cases)
    assert len(parse("where(x>0, 1, where(x<0, 2, 3))").pieces) == 3


def test_numbers_are_exact_and_equal_by_value():
    assert number("0.1").value.denominator == 10
    assert parse("0.10") == parse("1e-1")
    assert to_text(parse("0.10")) == "0.10"
    assert hash(parse("0.5x")) == hash(parse(".5x"))


def test_terms_do_not_change():
    with pytest.raises(AttributeError):
        parse("x").name = "y"


def test_walk_meets_every_node():
    term = parse("where(x > 1, elu(y, alpha=z), -2/a)")
    assert {node.name for node in walk(term) if isinstance(node, Sym)} == {"x", "y", "z", "a"}
    assert sum(isinstance(node, Num) for node in walk(term)) == 2
    assert children(Sym("x")) == ()
