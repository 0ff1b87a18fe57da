"""Facts of formulas and of files: what is proven is unmarked, the rest says where it was seen, nothing contradicts."""

import math

import numpy as np
import pytest
from mpmath import mp

import actplot
from actplot.calculus.facts.facts import Facts
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import names
from actplot.documents.card_rows import rows_of
from actplot.spec.formulas.expression import Expression

EXTREMES = ("minimum", "maximum", "smallest_derivative", "largest_derivative")


def facts_of(spec: str) -> Facts:
    return subject(actplot.get(spec)).facts()


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize(
    ("formula", "low", "high", "ends"),
    [
        ("x*sigmoid(1.702*x)", "-0.16361018963635357", "inf", "[)"),
        ("max(0, x)", "0", "inf", "[)"),
        ("1/(1+exp(-x))", "0", "1", "()"),
        ("exp(-x^2)", "0", "1", "(]"),
        ("exp(-(x-100)^2)", "0", "1", "(]"),  # far from where it is looked at first
        ("where(x>60, -x, x)", "-inf", "60", "(]"),
        ("x/(1+|x|)", "-1", "1", "()"),
        ("clip(x, -1, 1)", "-1", "1", "[]"),
        ("log(x)", "-inf", "inf", "()"),
        ("sqrt(x)", "0", "inf", "[)"),
        ("1/x", "-inf", "inf", "()"),
        ("x^2-1", "-1", "inf", "[)"),
        ("2*sin(x)", "-2", "2", "[]"),
    ],
)
def test_proven_ranges_of_formulas(formula, low, high, ends):
    facts = facts_of(formula)
    assert "bounds" not in facts.unproven
    assert facts.bounds.low == pytest.approx(float(low), rel=1e-12)
    assert facts.bounds.high == pytest.approx(float(high), rel=1e-12)
    assert facts.bounds.ends == ends


@pytest.mark.exhaustive(keep=0.2, thorough=0.4)
@pytest.mark.parametrize("formula", ["sin(x)/x", "tanh(x)-tanh(x-200)+0.001*sin(x)", "cos(x)*sigmoid(x)", "mod(x,1)"])
def test_what_is_not_proven_says_where_it_was_seen(formula):
    """A range that is told for the whole line holds at points far from the window, where nobody looked."""
    facts = facts_of(formula)
    assert facts.seen_on == (-50.0, 50.0)
    assert facts.unproven
    if "bounds" not in facts.unproven:
        x = np.concatenate([sign * np.geomspace(50, 1e6, 4001) for sign in (-1, 1)])
        y = actplot.get(formula).value(x)
        assert np.all(y >= facts.bounds.low - 1e-8)
        assert np.all(y <= facts.bounds.high + 1e-8)


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("tanh(x)-2*exp(-(x-1000)^2)", {"odd", "monotone", "increasing"}),
        ("x+3*exp(-(x-500)^2)", {"odd", "monotone", "increasing"}),
        ("x^2-100*exp(-(x-300)^2)", {"even", "convex"}),
        ("softplus(x)-2*exp(-(x-444.4)^2)", {"convex", "monotone", "increasing"}),
        ("where(x>70, -x, tanh(x))", {"odd", "monotone", "bounded", "bounded-below", "lipschitz-by-luck"}),
        ("1/x", {"monotone", "decreasing", "bounded", "continuous", "lipschitz"}),
        ("tan(x)", {"monotone", "increasing", "bounded", "continuous"}),
        ("x*sin(x)", {"bounded", "bounded-below", "bounded-above", "lipschitz", "saturating"}),
    ],
)
def test_no_trait_is_claimed_that_fails_far_out(formula, wrong):
    assert not wrong & set(facts_of(formula).traits)


@pytest.mark.exhaustive(keep=0.78, thorough=1)
@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("cos(x)+0", [mp.findroot(lambda x: mp.cos(x) - x, 0.7)]),
        ("x^2", [0, 1]),
        ("x+x^2", [0]),  # touches the line y = x
        ("x^2-1", [(1 - mp.sqrt(5)) / 2, (1 + mp.sqrt(5)) / 2]),
        ("sqrt(x)", [0, 1]),
        ("1/x", [-1, 1]),
        ("log(x)+1", [1]),
        ("2*x+3", [-3]),
        ("exp(x)", []),
        ("x+1", []),
        ("x*sigmoid(x)", [0]),
        ("sigmoid(x)-0.0", [mp.findroot(lambda x: 1 / (1 + mp.exp(-x)) - x, 0.6)]),
    ],
)
def test_fixed_points(formula, points):
    facts = facts_of(formula)
    assert [point.low for point in facts.fixed_points] == pytest.approx([float(one) for one in points], abs=1e-12)
    for point in facts.fixed_points:
        slope = actplot.get(formula).derivative(point.low)
        assert point.kind == (
            "neutral" if abs(abs(slope) - 1) < 1e-9 else "attracting" if abs(slope) < 1 else "repelling"
        )


@pytest.mark.parametrize("formula", ["max(0, x)", "clip(x, -1, 1)", "|x|", "where(x > 0, x, 0.25*x)"])
def test_whole_intervals_of_fixed_points(formula):
    (point,) = facts_of(formula).fixed_points
    x = np.linspace(max(point.low, -9), min(point.high, 9), 101)
    assert np.array_equal(actplot.get(formula).value(x), x)
    assert point.kind == "neutral"


def _same_place(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)


def assert_no_contradiction(own: Facts, told: Facts):
    """What is proven is what the card of the entry tells; what was seen holds between the ends."""
    proven = {name for name in EXTREMES if name not in own.unproven}
    for name in proven:
        mine, its = getattr(own, name), getattr(told, name)
        assert _same_place(mine.value, its.value), name
    for name in set(EXTREMES) - proven:
        mine, its = getattr(own, name).value, getattr(told, name).value
        sign = 1 if name in ("maximum", "largest_derivative") else -1
        assert math.isnan(mine) or math.isnan(its) or sign * mine <= sign * its + 1e-6 * max(abs(its), 1), name
    assert set(own.traits) <= set(told.traits)
    ends = own.seen_on
    inside = [zero for zero in told.zeros if ends[0] <= zero <= ends[1]]
    assert len(own.zeros) == len(inside)
    assert all(map(_same_place, own.zeros, inside))
    shown = [point for point in told.fixed_points if point.low <= ends[1] and point.high >= ends[0]]
    assert [point.low < point.high for point in own.fixed_points] == [point.low < point.high for point in shown]
    for mine, its in zip(own.fixed_points, shown, strict=True):
        assert _same_place(mine.low, max(its.low, ends[0])) or _same_place(mine.low, its.low)
        assert mine.kind == its.kind


ACTIVATIONS = names("activation")


@pytest.mark.exhaustive(keep=0.027)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_formula_tells_what_its_entry_tells(name):
    entry = actplot.get(name)
    own = subject(Expression(entry.formula, dict(entry.numbers))).facts()
    assert_no_contradiction(own, subject(entry).facts())


CALLABLES = {
    "relu": "np.maximum(x, 0)",
    "gelu": "x * 0.5 * (1 + special.erf(x / np.sqrt(2)))",
    "silu": "x / (1 + np.exp(-x))",
    "tanh": "np.tanh(x)",
    "softsign": "x / (1 + np.abs(x))",
    "hard_tanh": "np.clip(x, -1, 1)",
    "elu": "np.where(x > 0, x, np.expm1(np.minimum(x, 0)))",
    "softplus": "np.log1p(np.exp(x))",
}
OF_SHAPE = {"odd", "even", "monotone", "increasing", "decreasing", "convex", "concave", "nonnegative"}


@pytest.mark.exhaustive(keep=0.15, thorough=0.4)
@pytest.mark.parametrize("name", CALLABLES)
def test_a_callable_tells_what_its_entry_tells(name, tmp_path):
    file = tmp_path / "own.py"
    code = f"import numpy as np\nfrom scipy import special\n\n\ndef f(x):\n    return {CALLABLES[name]}\n"
    file.write_text(code, encoding="utf-8")
    own, told = facts_of(f"{file}:f"), facts_of(name)
    assert_no_contradiction(own, told)
    assert own.seen_on == (-50.0, 50.0)
    assert {*EXTREMES, "bounds", "zeros", "smoothness"} <= own.unproven
    assert own.traits == ()
    assert OF_SHAPE & set(own.traits_seen) == OF_SHAPE & set(told.traits)
    for mine, its in zip(own.asymptotes, told.asymptotes, strict=True):
        assert mine == its or (mine is None and name in ("softplus", "silu"))  # which overflow far out


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("formula", ["sin(x)*atan(x/20)", "x*sin(1/x)"])
def test_an_oscillation_that_grows_has_its_extremes_where_it_is_highest(formula):
    facts, function = facts_of(formula), actplot.get(formula)
    y = function.value(np.linspace(*facts.seen_on, 100_000))
    assert facts.maximum.value == pytest.approx(np.max(y), rel=1e-6)
    assert facts.minimum.value == pytest.approx(np.min(y), rel=1e-6)


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("formula", ["sin(1/x)", "x*sin(1/x)"])
def test_what_turns_without_end_has_no_zeros_nor_slopes_that_are_told(formula):
    facts = facts_of(formula)
    assert facts.zeros is facts.fixed_points is facts.largest_derivative is facts.lipschitz is None
    assert "turns without end beside x = 0" in " ".join(text for _, text in rows_of(facts))
