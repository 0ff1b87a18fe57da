"""Where slopes of users' functions grow without end that is told as such, and not as a jump."""

import math

import pytest

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.facts.facts import facts_of
from actplot.calculus.facts.moments import moments_of

CODE = """
import numpy as np

def cube_root(x): return np.cbrt(x)
def signed_root(x): return np.sign(x)*np.sqrt(np.abs(x))
def cusp(x): return np.abs(x)**0.3
def fifth_root(x): return np.sign(x)*np.abs(x)**(1/5)
def tenth_root(x): return np.abs(x)**0.1
def aside(x): return x + np.cbrt(x - 1.1)
def logarithmic(x): return np.where(x == 0, 0, x*np.log(np.abs(np.where(x == 0, 1, x))))
def one_sided(x): return np.where(x > 0, np.sqrt(np.abs(x)), 2*x)
def root(x): return np.sqrt(x)
def root_aside(x): return np.sqrt(1.1 - x)
def arcsine(x): return np.arcsin(x)
def bent(x): return np.abs(x)**1.5
def stairs(x): return np.floor(x)
def halves(x): return np.where(x > 0, 3 + x, np.exp(x))
def bent_aside(x): return 3*x + np.abs(x - 1.1)**1.5
"""
UP, DOWN = math.inf, -math.inf
STEEP = {  # the place, and the slopes on its two sides
    "cube_root": (0, UP, UP),
    "signed_root": (0, UP, UP),
    "cusp": (0, DOWN, UP),
    "fifth_root": (0, UP, UP),
    "tenth_root": (0, DOWN, UP),
    "aside": (1.1, UP, UP),
    "logarithmic": (0, DOWN, DOWN),
    "one_sided": (0, 2, UP),
    "root": (0, None, UP),
    "root_aside": (1.1, DOWN, None),
}


@pytest.fixture
def named(tmp_path, monkeypatch):
    (tmp_path / "steep.py").write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda name: actplot.get(f"steep.py:{name}")


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("name", STEEP)
def test_a_vertical_tangent_is_told_as_one(name, named):
    x, left, right = STEEP[name]
    (point,) = breaks_of(named(name))
    assert (point.x, point.kind, point.is_continuous) == (pytest.approx(x, rel=1e-15), "vertical tangent", True)
    assert point.value == pytest.approx(1.1 if name == "aside" else 0, abs=1e-15)
    assert (point.left_derivative, point.right_derivative) == (left, right)


def test_where_only_the_second_derivative_has_no_end_slopes_meet(named):
    for name, x, slope in (("bent", 0, 0), ("bent_aside", 1.1, 3)):
        (point,) = breaks_of(named(name))
        assert (point.kind, point.x) == ("smooth", pytest.approx(x, rel=1e-7))
        assert point.derivative == pytest.approx(slope, abs=1e-6)


def test_a_card_tells_continuity_and_slopes_of_a_root(named):
    facts = facts_of(named("cube_root"))
    assert facts.largest_derivative.value == math.inf
    assert facts.smoothness == "C⁰"
    assert "continuous" in facts.traits_seen
    assert facts.moments.slope_square == math.inf
    facts = facts_of(named("arcsine"))
    assert (facts.bounds.ends, facts.largest_derivative.value) == ("[]", math.inf)
    assert [place.low for place in facts.largest_derivative.places] == [-1, 1]
    assert "differentiable" not in facts.traits_seen


def test_slopes_that_grow_towards_a_break_are_known_beside_it(named):
    """E[(1 + log|z|)²] = 1 − (γ + log 2) + π²/8 + (γ + log 2)²/4."""
    mean = 0.5772156649015329 + math.log(2)
    expected = 1 - mean + math.pi**2 / 8 + mean**2 / 4
    assert moments_of(named("logarithmic")).slope_square == pytest.approx(expected, rel=1e-7)


def test_a_cusp_is_not_concave():
    facts = facts_of(actplot.get("|x|^0.3"))
    assert "concave" not in {*facts.traits, *facts.traits_seen}
    assert "concave" in {*facts_of(actplot.get("sqrt(x)")).traits}


@pytest.mark.parametrize(
    ("name", "left", "right"), [("stairs", (-1, 0, 0), (0, 0, 0)), ("halves", (1, 1, 1), (3, 1, 0))]
)
def test_limits_beside_a_jump_have_the_digits_that_are_known(name, left, right, named):
    at_zero = next(point for point in breaks_of(named(name)) if point.x == 0)
    for side, expected in ((at_zero.sides[0], left), (at_zero.sides[1], right)):
        assert [approach.limit for approach in side] == pytest.approx(expected, abs=1e-7)
    assert (at_zero.left_derivative or 0.0) == pytest.approx(left[1], abs=1e-9)
