"""Formulas as functions of JavaScript: what is written, and what is refused."""

import pytest

from actplot.algebra.evaluating.compiler import KERNELS
from actplot.algebra.reading.parser import reread
from actplot.algebra.term import D, Sym
from actplot.algebra.writing.javascript import POSITIVE_POWER, PROVIDED, NoScript, to_javascript


@pytest.mark.parametrize(
    ("formula", "script"),
    [
        ("x", "(x, p) => x"),
        ("a*x - 2", "(x, p) => p.a * x - 2"),
        ("a - (x - 2)", "(x, p) => p.a - (x - 2)"),
        ("-x^2", "(x, p) => -(x * x)"),
        ("x/(2*a)", "(x, p) => x / (2 * p.a)"),
        ("x*(2/a)", "(x, p) => x * (2 / p.a)"),
        ("x^3 + pi", "(x, p) => Math.pow(x, 3) + Math.PI"),
        ("where(x < 0, 0, where(x <= a, x, 1))", "(x, p) => x < 0 ? 0 : x <= p.a ? x : 1"),
        ("where(0 < x < 1, x, 0) + 1", "(x, p) => (0 < x && x < 1 ? x : 0) + 1"),
        (
            "where(log(x) > 0, 1, 0)",
            "(x, p) => { const t0 = Math.log(x); return Number.isNaN(t0) ? NaN : t0 > 0 ? 1 : 0; }",
        ),
        ("sigmoid(x)*sigmoid(x)", "(x, p) => { const t0 = kernels.sigmoid(x); return t0 * t0; }"),
        ("(1 + x)^2", "(x, p) => { const t0 = 1 + x; return t0 * t0; }"),
        ("0.1*x", "(x, p) => 0.1 * x"),
        ("max(0, x, a)", "(x, p) => Math.max(0, x, p.a)"),
    ],
)
def test_a_formula_is_written(formula, script):
    assert to_javascript(reread(formula, symbols=("a",)), ("a",)) == script


@pytest.mark.parametrize("term", [D(Sym("x"), "x"), Sym("b")])
def test_what_no_page_computes_is_refused(term):
    with pytest.raises(NoScript):
        to_javascript(term, ("a",))


def test_every_kernel_of_numpy_is_one_of_a_page():
    from actplot.algebra.writing.javascript import _BUILT_IN

    assert {*_BUILT_IN, *PROVIDED} == {*KERNELS}
    assert POSITIVE_POWER in PROVIDED
