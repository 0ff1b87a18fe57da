"""Formulas with the values of their parameters in them mean what the functions compute, and are short."""

import numpy as np
import pytest
from cases import CASES, within

import actplot
from actplot.algebra.term import substituted, symbols
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.source import to_text
from actplot.calculus.letters import Sym, formula_in_numbers, letter_of
from actplot.numbers import number_text

PLACES = np.linspace(-3.3, 3.7, 24)


@pytest.mark.exhaustive(keep=0.1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_a_formula_in_numbers_is_the_function(function):
    term, values = formula_in_numbers(function)
    named = {letter_of(p).name: p.name for p in function.declared}
    left = [name for name in named if name in symbols(term)]
    assert len(values) == len(left)
    text = to_text(substituted(term, {function.letter: Sym("x"), **{name: Sym(named[name]) for name in left}}))
    for name in left:
        text = text.replace(named[name], f"({number_text(function.numbers[named[name]])})")
    x = within(function, PLACES, 24)
    there = actplot.get(f"f = {text}")(x)
    known = np.isfinite(function(x)) & np.isfinite(there)
    assert known.sum() > len(x) / 2
    np.testing.assert_allclose(there[known], function(x)[known], rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    ("spec", "written", "values"),
    [
        ("elu", "{x if x > 0; eˣ − 1 otherwise}", ()),
        ("elu:0.5", "{x if x > 0; 0.5·(eˣ − 1) otherwise}", ()),
        ("softplus", "ln(1 + eˣ)", ()),
        ("barron", "√(r² + 1) − 1", ()),
        ("binary_cross_entropy", "−ln(p)", ()),
        ("charbonnier", "√(r² + ε²)", ("ε = 0.001",)),
        ("rrelu", "{x if x > 0; x·(l + 1/3)/2 otherwise}", ("l = 0.125",)),
    ],
)
def test_values_stand_in_a_formula_or_behind_it(spec, written, values):
    term, told = formula_in_numbers(actplot.get(spec))
    assert (to_line(term), told) == (written, values)
