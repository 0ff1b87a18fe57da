"""Terms as one line."""

import pytest

from actplot.algebra.reading.authored import parse_line
from actplot.algebra.writing.line import to_line
from actplot.catalogue.registry import elementwise_names, lookup

LINES = [
    ("D((exp(x)-exp(-x))/(exp(x)+exp(-x)))", "((eˣ − e⁻ˣ)/(eˣ + e⁻ˣ))′", "((exp(x) - exp(-x))/(exp(x) + exp(-x)))'"),
    ("sigmoid(x)*(1-sigmoid(x))", "σ(x)·(1 − σ(x))", "sigmoid(x)*(1 - sigmoid(x))"),
    ("1/(1+exp(x))*exp(x)", "(1/(1 + eˣ))·eˣ", "(1/(1 + exp(x)))*exp(x)"),
    ("1-tanh(x)^2", "1 − tanh²(x)", "1 - tanh(x)^2"),
    ("exp(x)^2", "(eˣ)²", "(exp(x))^2"),
    ("sqrt(x)^2", "(√x)²", "(sqrt(x))^2"),
    ("D(x^2)^2", "((x²)′)²", "((x^2)')^2"),
    ("1e-5*x", "1·10⁻⁵·x", "1e-5*x"),
    ("sum(y_i, i, n)", "Σᵢ₌₁ⁿ yᵢ", "sum(y_i, i = 1..n)"),
    ("sum(y_q, q, N)", "Σ_{q=1}^N y_q", "sum(y_q, q = 1..N)"),
    ("where(x>0, x, 0)", "{x if x > 0; 0 otherwise}", "{x if x > 0; 0 otherwise}"),
]


@pytest.mark.parametrize(("source", "unicode", "plain"), LINES)
def test_lines(source, unicode, plain):
    term = parse_line(source)
    assert to_line(term) == unicode
    assert to_line(term, ascii=True) == plain


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("name", elementwise_names())
def test_plain_lines_hold_nothing_but_ascii(name):
    entry = lookup(name)
    term = parse_line(f"D({entry.formula})", symbols=tuple(parameter.name for parameter in entry.declared))
    assert to_line(term, ascii=True).isascii()
