"""Terms as LaTeX and as mathtext."""

import pytest

from actplot.algebra.reading.authored import parse_line
from actplot.algebra.term import Cases, walk
from actplot.algebra.writing.latex import to_latex, to_mathtext
from actplot.algebra.writing.line import to_line
from actplot.catalogue.registry import elementwise_names, lookup


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("name", elementwise_names())
def test_formulas_and_their_derivatives_are_balanced_and_parse_in_mathtext(name):
    from matplotlib.mathtext import MathTextParser

    entry = lookup(name)
    symbols = tuple(parameter.name for parameter in entry.declared)
    for source in (entry.formula, f"D({entry.formula})"):
        term = parse_line(source, symbols=symbols)
        text = to_latex(term)
        assert text.count("{") == text.count("}")
        assert text.count(r"\left") == text.count(r"\right")
        if not any(isinstance(node, Cases) for node in walk(term)):
            MathTextParser("path").parse(f"${to_mathtext(term)}$")


def test_no_double_superscript():
    assert to_latex(parse_line("D(x^2)^2")) == r"((x^{2})^{\prime})^{2}"


def test_a_power_of_ten_below_a_bar_stays_there():
    term = parse_line("b^(2e-300/1e10)")
    assert to_line(term) == "b^(2·10⁻³⁰⁰/(1·10¹⁰))"
    assert to_latex(term) == r"b^{2 \cdot 10^{-300}/(1 \cdot 10^{10})}"
    assert to_latex(term.exponent) == r"\frac{2 \cdot 10^{-300}}{1 \cdot 10^{10}}"


def test_mathtext_has_no_cases():
    with pytest.raises(ValueError, match="mathtext has no cases"):
        to_mathtext(parse_line("where(x > 0, x, 0)"))
