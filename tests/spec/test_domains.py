"""Where formulas exist, change their course and what they come to far out: against mathematics done by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from actplot import get
from actplot.algebra.evaluating.compiler import written_out
from actplot.errors import FormulaError
from actplot.spec.formulas.behaviour import breaks_within
from actplot.spec.formulas.domains import value_at
from actplot.spec.formulas.zeros import PLACE_BITS, exactly

DOMAINS = {
    "log(x^2-1)": "(−∞, −1) ∪ (1, ∞)",
    "x*log(x^2-1)": "(−∞, −1) ∪ (1, ∞)",
    "sqrt(x^2-1)": "(−∞, −1] ∪ [1, ∞)",
    "acosh(|x|)": "(−∞, −1] ∪ [1, ∞)",
    "log(1-1/x)": "(−∞, 0) ∪ (1, ∞)",
    "log(x/(x-1))": "(−∞, 0) ∪ (1, ∞)",
    "log(x^2-x)": "(−∞, 0) ∪ (1, ∞)",
    "where(x>1, log(x-1), log(-x))": "(−∞, 0) ∪ (1, ∞)",
    "sqrt(x^4-x^2)": "(−∞, −1] ∪ {0} ∪ [1, ∞)",
    "sqrt(-x^2)": "{0}",
    "sqrt(-(x-1)^2*(x+2)^2)": "{−2} ∪ {1}",
    "asin(x^2-2)": "[−√3, −1] ∪ [1, √3]",
    "sqrt(x)*log(2-x)": "[0, 2)",
    # ends that are known to hundreds of digits only
    "atanh(sinh(x))": "(≈ −0.881374, ≈ 0.881374)",
    "atanh(x^2-2)": "(−√3, −1) ∪ (1, √3)",
    "log1p(x^2-3)": "(−∞, −√2) ∪ (√2, ∞)",
    "acos(3-x^2)": "[−2, −√2] ∪ [√2, 2]",
    "acosh(x^2-2)": "(−∞, −√3] ∪ [√3, ∞)",
    # of which no precision tells the sign far out
    "atanh(sinh(x^3-x))": "(≈ −1.29615, ≈ 1.29615)",
    "(x^2-1)^0.5/(x-3)": "(−∞, −1] ∪ [1, 3) ∪ (3, ∞)",
    "1/x": "(−∞, 0) ∪ (0, ∞)",
    "x/(x^2-3x+2)": "(−∞, 1) ∪ (1, 2) ∪ (2, ∞)",
    "1/log(x)": "(0, 1) ∪ (1, ∞)",
    "-log(-log(x))": "(0, 1)",
    "x^x": "(0, ∞)",
    "x^(1/x)": "(0, ∞)",
    "x^1.5": "[0, ∞)",
    "x^(-0.5)": "(0, ∞)",
    "log(x)": "(0, ∞)",
    "log(exp(x))": "(−∞, ∞)",
    "log(1-tanh(x)^2)": "(−∞, ∞)",
    "log(erfc(x))": "(−∞, ∞)",
    "log(Phi(x))": "(−∞, ∞)",
    "1/(1-Phi(x))": "(−∞, ∞)",
    "phi(x)/Phi(x)": "(−∞, ∞)",
    "atanh(tanh(x))": "(−∞, ∞)",
    "log(exp(x)-1)": "(0, ∞)",
    "exp(-1/x^2)": "(−∞, 0) ∪ (0, ∞)",
    "log(sin(x))": "(−4π, −3π) ∪ (−2π, −π) ∪ (0, π) ∪ (2π, 3π) and so on, with period 2π",
    "sqrt(sin(x))": "[−4π, −3π] ∪ [−2π, −π] ∪ [0, π] ∪ [2π, 3π] and so on, with period 2π",
    "sqrt(cos(2*x))": "[−9π/4, −7π/4] ∪ [−5π/4, −3π/4] ∪ [−π/4, π/4] ∪ [3π/4, 5π/4] and so on, with period π",
    "sqrt(sin(x)^2-1)": "{−3π/2} ∪ {−π/2} ∪ {π/2} ∪ {3π/2} and so on, with period π",
    "log(cos(x))": "(−9π/2, −7π/2) ∪ (−5π/2, −3π/2) ∪ (−π/2, π/2) ∪ (3π/2, 5π/2) and so on, with period 2π",
    "log(tan(x))": "(−2π, −3π/2) ∪ (−π, −π/2) ∪ (0, π/2) ∪ (π, 3π/2) and so on, with period π",
    "tan(x)": "(−5π/2, −3π/2) ∪ (−3π/2, −π/2) ∪ (−π/2, π/2) ∪ (π/2, 3π/2) and so on, with period π",
    "log(x^2-8)": "(−∞, −2√2) ∪ (2√2, ∞)",
    "log(x^2-2/3)": "(−∞, −√6/3) ∪ (√6/3, ∞)",
    "log(log(x)-1)+log(9*x-1)": "(e, ∞)",
    "log(9*x-1)": "(1/9, ∞)",
    "log(x*exp(x)-1)": "(≈ 0.567143, ∞)",
    "log(10*x-3)": "(0.3, ∞)",
    "log(floor(x))": "[1, ∞)",
    # 0 is a zero of each denominator, beside which no float and few digits tell it from 0
    "sin(x)/(1-cos(x))": "(−4π, −2π) ∪ (−2π, 0) ∪ (0, 2π) ∪ (2π, 4π) and so on, with period 2π",
    "1/(cosh(x)-1)": "(−∞, 0) ∪ (0, ∞)",
    "1/(sqrt(1+x^2)-1)": "(−∞, 0) ∪ (0, ∞)",
    "(x-sin(x))/(x-tanh(x))": "(−∞, 0) ∪ (0, ∞)",
}


@pytest.mark.exhaustive(keep=0.16)
@pytest.mark.parametrize(("text", "domain"), DOMAINS.items())
def test_domain(text, domain):
    assert get(text).domain_text == domain


@pytest.mark.exhaustive(keep=0.12)
@pytest.mark.parametrize("text", DOMAINS)
def test_nothing_outside_the_domain(text):
    formula = get(text)
    x = np.concatenate([np.linspace(-6.03, 6.07, 61), [0.0, 1.0, -1.0]])
    inside = np.array([any(at in part for part in formula.domain_parts) for at in x])
    assert np.array_equal(np.isfinite(formula.value(x)), inside)
    assert np.all(np.isnan(formula.derivative(x[~inside])))
    assert np.all(np.isnan(formula.second_derivative(x[~inside])))


@pytest.mark.parametrize("text", ["log(-1-x^2)", "sqrt(-1-|x|)", "log(x)*log(-x)", "acosh(sin(x)/2)", "1/(x-x)"])
def test_an_empty_domain_is_an_error(text):
    with pytest.raises(FormulaError, match="defined nowhere"):
        _ = get(text).breaks


BREAKS = {
    "where(|x|<=1, x^2/2, |x|-1/2)": (-1, 1),
    "where(x<=1, 0, log(x))": (1,),
    "max(x, x^2, -1)": (0, 1),
    "huber(x)+mse(x)": (-1, 1),
    "relu(x)-relu(-x)": (),
    "relu(x)*relu(-x)": (),
    "|x|*|x|": (),
    "sqrt(x^4)": (),
    "|x|^3": (0,),
    "log(exp(x))": (),
    "log(sigmoid(x))": (),
    "log(1-tanh(x)^2)": (),
    "||x-1|-|x+1||": (-1, 0, 1),
    "|exp(x)-exp(-x)|": (0,),
    "x*sign(x)": (0,),
    "where(x>1e10, 1, x)": (1e10,),
    "|3x-1|": (1 / 3,),
    "sin(x)/x": (),
}


@pytest.mark.parametrize(("text", "breaks"), BREAKS.items())
def test_breaks(text, breaks):
    assert get(text).breaks == breaks


ROUNDED = {  # in floats they change their sign wherever they are almost 0
    "floor((x^3-x)/x)": (0, 1, -1, math.sqrt(2)),
    "ceil((x^3-2*x)/x)": (0, 1, -1, math.sqrt(2)),
    "round((x^2+x)/x-1/2)": (0, 1, -1, 2),
    "floor(sin(x)^2+cos(x)^2)": (),
}


@pytest.mark.exhaustive(keep=0, thorough=0.4)
@pytest.mark.parametrize(("text", "nearest"), ROUNDED.items())
def test_jumps_nearest_to_zero(text, nearest):
    function = get(text)
    found = {*function.breaks, *function.behaviour.removable}
    assert {abs(at) for at in sorted(found, key=abs)[: len(nearest)]} == {abs(at) for at in nearest}
    assert bool(found) == bool(nearest)


AT_BREAKS = {
    "where(3-x^2>=1, 7, 0)": (math.sqrt(2), 7),
    "where(3-x^2<=1, 7, 0)": (math.sqrt(2), 7),
    "where(3-x^2<1, 7, 0)": (math.sqrt(2), 0),
    "where(3-x^2>1, 7, 0)": (math.sqrt(2), 0),
    "floor(3-x^2)": (math.sqrt(28), -25),
    "ceil(3-x^2)": (math.sqrt(29), -26),
    "trunc(3-x^2)": (math.sqrt(27), -24),
    "round(3-x^2)": (math.sqrt(26.5), -24),
    "mod(3-x^2, 1)": (math.sqrt(28), 0),
}


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("text", AT_BREAKS)
def test_values_at_breaks_that_are_no_short_numbers(text, side):
    at, expected = AT_BREAKS[text]
    function = get(text)
    place = next(place for near, place in function.behaviour.places.items() if abs(near - side * at) < 1e-12)
    assert value_at(written_out(function.term), {}, place) == expected


LINES = {
    "sin(x)/x": ((0, 0), (0, 0)),
    "x+sin(x)/x": ((1, 0), (1, 0)),
    "1/log(x^2+2)": ((0, 0), (0, 0)),
    "atanh(tanh(x))": ((1, 0), (1, 0)),
    "atan(x)+1e-9*x": ((1e-9, -math.pi / 2), (1e-9, math.pi / 2)),
    "log(1-tanh(x)^2)": ((2, math.log(4)), (-2, math.log(4))),
    "sqrt(x^2+x)": ((-1, -0.5), (1, 0.5)),
    "pi*x + log(x)/x": (None, (math.pi, 0)),
    "where(x>0, x, 0.3*x)": ((0.3, 0), (1, 0)),
    "sin(x)": (None, None),
    "x+log(|x|)": (None, None),
    "10^10^10*x": (None, None),
    "x*sin(1/x)": ((0, 1), (0, 1)),
    "exp(1/x)": ((0, 1), (0, 1)),
}


@pytest.mark.parametrize(("text", "lines"), LINES.items())
def test_lines_far_out(text, lines):
    assert [line and (line.slope, line.intercept) for line in get(text).asymptotes] == list(lines)


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("|x^3-2|", lambda: mp.cbrt(2)),
        ("|exp(x)-3|", lambda: mp.log(3)),
        ("|x*exp(x)-1|", lambda: mp.lambertw(1)),
        ("1/(x^2-2)^2", lambda: mp.sqrt(2)),
        ("tan(x)", lambda: mp.pi / 2),
        ("cos(x)/(1+sin(x))", lambda: -mp.pi / 2),
    ],
)
def test_places_are_known_to_hundreds_of_digits(text, place):
    with mp.workprec(2 * PLACE_BITS):
        truth = place()
        found = exactly(get(text).behaviour.places[float(truth)])
        assert abs(mpf(found.numerator) / found.denominator - truth) < mpf(10) ** -650


@pytest.mark.parametrize(
    ("text", "low", "high", "breaks"),
    [
        ("tan(x)", 1000, 1010, [(318 + k + 0.5) * math.pi for k in range(3)]),
        ("sign(sin(2*pi*x))", 1e6, 1e6 + 2, [1e6 + k / 2 for k in range(5)]),
        ("|sin(1/x)|", 0.00051, 0.00052, [1 / (k * math.pi) for k in range(624, 612, -1)]),
        ("floor(x)", 1000.5, 1003.5, [1001, 1002, 1003]),
    ],
)
def test_breaks_in_a_window_far_out_or_close_together(text, low, high, breaks):
    assert list(breaks_within(get(text).term, {}, low, high)) == pytest.approx(breaks, rel=1e-15)


@settings(max_examples=30, deadline=None)
@given(ends=st.lists(st.integers(-40, 40), min_size=2, max_size=6, unique=True), scale=st.sampled_from([1, 7, 0.5]))
def test_the_logarithm_of_a_polynomial_exists_where_it_is_positive(ends, scale):
    """Its domain are the intervals between zeros on which the sign is right."""
    roots = sorted(end / scale for end in ends)
    text = "*".join(f"(x - ({end}/{scale}))" for end in ends)
    edges = [-math.inf, *roots, math.inf]
    positive = [pair for i, pair in enumerate(pairwise(edges)) if (len(roots) - i) % 2 == 0]
    parts = get(f"log({text})").domain_parts
    assert [(part.low, part.high, part.ends) for part in parts] == [(*pair, "()") for pair in positive]
