"""Floor, ceil, round, trunc, mod, fmod and the cube root: in floats, in many digits, and as they are written."""

import math
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp

from actplot.algebra.evaluating.precision import value
from actplot.algebra.reading.parser import parse
from actplot.algebra.writing.boxes import to_box
from actplot.algebra.writing.latex import to_latex
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.calculus.subjects import subject
from actplot.spec.specs import get

POINTS = [-1e300, -7.5, -3.0, -2.5, -1.5, -0.5, -1e-300, 0.0, 1e-300, 0.3, 0.5, 1.5, 2.0, 2.5, 3.999999999999999, 1e17]
EXACTLY = {
    "floor(x)": math.floor,
    "ceil(x)": math.ceil,
    "round(x)": round,  # half to even, as numpy and every framework do
    "trunc(x)": math.trunc,
    "mod(x, 2)": lambda x: x % 2,
    "mod(x, -3)": lambda x: x % -3,  # the sign of the divisor
    "mod(x, 1/4)": lambda x: x % Fraction(1, 4),
    "fmod(x, 2)": lambda x: x - 2 * math.trunc(x / 2),  # the sign of x
    "fmod(x, -3)": lambda x: x + 3 * math.trunc(x / -3),
}


@pytest.mark.exhaustive(keep=0.1, thorough=0.5)
@pytest.mark.parametrize("text", EXACTLY)
def test_both_evaluators_are_exact(text):
    wanted = [EXACTLY[text](Fraction(x)) for x in POINTS]
    assert list(get(text).value(POINTS)) == [float(one) for one in wanted]
    for x, one in zip(POINTS, wanted, strict=True):
        with mp.workdps(400):
            assert mp.almosteq(value(parse(text), {"x": x}), mp.mpf(one.numerator) / one.denominator, 1e-20, 0)


def test_the_cube_root_is_real():
    x = np.array([-8.0, -1e-300, 0.0, 2.0, 1e300])
    with mp.workdps(40):
        wanted = [float(mp.sign(one) * mp.cbrt(abs(mp.mpf(one)))) for one in x.tolist()]
        slopes = [math.inf if not one else float(1 / (3 * mp.cbrt(abs(mp.mpf(one))) ** 2)) for one in x.tolist()]
    np.testing.assert_allclose(get("cbrt(x)").value(x), wanted, rtol=4e-16)
    np.testing.assert_allclose(get("cbrt(x)").derivative(x), slopes, rtol=1e-15)
    for one, root in zip(x.tolist(), wanted, strict=True):
        assert float(value(parse("cbrt(x)"), {"x": one})) == pytest.approx(root, rel=1e-15)


@pytest.mark.exhaustive(keep=0.15, thorough=0.5)
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("floor(x)", [0, -1, 1, -2, 2]),
        ("ceil(2x - 1)", [0, -0.5, 0.5, -1, 1]),
        ("round(x)", [-0.5, 0.5, -1.5, 1.5]),
        ("trunc(x)", [-1, 1, -2, 2]),
        ("mod(x, 3)", [0, -3, 3, -6, 6]),
        ("fmod(x, 3)", [-3, 3, -6, 6]),
        ("x*floor(x^2)", [-1, 1, -math.sqrt(2), math.sqrt(2), -math.sqrt(3), math.sqrt(3), -2, 2]),
        ("floor(exp(x))", [0, math.log(2), math.log(3), math.log(4)]),
    ],
)
def test_every_jump_in_view_is_found(text, first):
    found = sorted(get(text).breaks, key=lambda x: (round(abs(x), 9), x))
    assert found[: len(first)] == pytest.approx(first, rel=3e-16, abs=2e-16)


def test_what_is_left_by_a_divisor_beyond_memory_is_the_number_itself():
    """Its digits are not written out beside those of x."""
    assert get("mod(x, sinh(1e12))").value(3.0) == 3.0
    assert get("fmod(x, sinh(1e12))").value(-3.0) == -3.0


@pytest.mark.exhaustive(keep=0.35, thorough=0.5)
@pytest.mark.parametrize("text", ["cbrt(x^2 + 1)", "x*cbrt(x - 1)", "floor(x)", "x*round(x)", "mod(x, 2)"])
def test_they_pass_the_check(text):
    assert subject(get(text)).agreement().passed


def test_each_medium_writes_brackets_and_roots():
    term = parse("floor(x/2) + ceil(x)*cbrt(x)^2")
    assert to_line(term) == "⌊x/2⌋ + ⌈x⌉·(∛x)²"
    assert to_line(term, ascii=True) == "floor(x/2) + ceil(x)*(cbrt(x))^2"
    assert [line.rstrip() for line in to_box(term).lines] == ["⎢ x ⎥", "⎢───⎥ + ⌈x⌉·(∛x)²", "⎣ 2 ⎦"]
    assert to_latex(term) == (r"\left\lfloor \frac{x}{2} \right\rfloor + \lceil x \rceil \cdot (\sqrt[3]{x})^{2}")
    assert "<mroot><mi>x</mi><mn>3</mn></mroot>" in to_mathml(term)
    assert ">⌊</mo>" in to_mathml(term)
