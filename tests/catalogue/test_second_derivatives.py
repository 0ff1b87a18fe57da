"""Second derivatives are derived as one does by hand: what stands below the line is a power first."""

import pytest

import actplot
from actplot.algebra.reading.parser import parse
from actplot.algebra.rewriting.tidy import as_power
from actplot.algebra.writing.line import to_line
from actplot.calculus.derivations.deriving import derive


@pytest.mark.parametrize(
    ("text", "power"),
    [
        ("1/sqrt(1 + x^2)", "(1 + x²)^(−1/2)"),
        ("-1/x^2", "−x⁻²"),
        ("3/(2*(1 + a*x)^3)", "3·(1 + a·x)⁻³/2"),
        ("where(x > 0, 1, a/sqrt(x))", "{1 if x > 0; a·x^(−1/2) otherwise}"),
        ("1/(1 + x^2)", "1/(1 + x²)"),
        ("x/sqrt(1 + x^2)", "x/√(1 + x²)"),
        ("1/(x^2*exp(x))", "1/(x²·eˣ)"),
        ("1/a^2", "1/a²"),
    ],
)
def test_reciprocals_of_powers_are_powers(text, power):
    assert to_line(as_power(parse(text, symbols=("a",)), "x")) == power


@pytest.mark.parametrize(
    ("spec", "lines"),
    [
        ("softsign", ["(1/(1 + |x|)²)′", "((1 + |x|)⁻²)′", "−2·(1 + |x|)⁻³·(|x|)′"]),
        ("arctan", ["(1/(1 + x²))′", "−(x²)′/(1 + x²)²"]),
    ],
)
def test_first_lines_of_a_second_derivative(spec, lines):
    steps = derive(actplot.get(spec), order=2).chains[-1].steps
    assert [to_line(step.term) for step in steps[: len(lines)]] == lines


@pytest.mark.parametrize(
    ("spec", "last"),
    [
        ("arcsinh", "−x/(x² + 1)^(3/2)"),
        ("isru", "−3·α·x/(1 + α·x²)^(5/2)"),
        ("elliott", "−sign(x)/(1 + |x|)³"),
        ("softsign", "−2·sign(x)/(1 + |x|)³"),
    ],
)
def test_last_line_of_a_second_derivative(spec, last):
    assert to_line(derive(actplot.get(spec), order=2).chains[-1].steps[-1].term) == last
