"""What is said of breaks of formulas: their kinds, and what f, f′ and f″ do on both sides, as worked out by hand."""

import json
import math

import pytest
from click.testing import CliRunner

from actplot.calculus.curves.breaks import Approach, Break, breaks_of, nearest_breaks
from actplot.calculus.curves.telling import without_limit
from actplot.calculus.curves.tracing import trace
from actplot.calculus.derivations.deriving import derive
from actplot.cli import main
from actplot.spec.specs import get

INF, PI = math.inf, math.pi
TURNS = "oscillates"


def at(text: str, x: float):
    """The break of a formula next to a point."""
    (point,) = breaks_of(get(text), (x - 1e-3, x + 1e-3))
    return point


def seen(side) -> tuple | None:
    """f and f′ from one side."""
    return side and tuple(TURNS if one.turns else one.limit for one in side[:2])


BREAKS = [  # formula, place, kind, then f and f′ from the left and from the right
    ("sqrt(|x|)", 0, "vertical tangent", (0, -INF), (0, INF)),
    ("|x|^(2/3)", 0, "vertical tangent", (0, -INF), (0, INF)),
    ("log(1+sqrt(|x|))", 0, "vertical tangent", (0, -INF), (0, INF)),
    ("sqrt(|x-1|)", 1, "vertical tangent", (0, -INF), (0, INF)),
    ("sqrt(|x^2-1|)", -1, "vertical tangent", (0, -INF), (0, INF)),
    ("sqrt(relu(x))", 0, "vertical tangent", (0, 0), (0, INF)),
    ("max(x,0)^0.5", 0, "vertical tangent", (0, 0), (0, INF)),
    ("where(-1<x<1, sqrt(1-x^2), 0)", -1, "vertical tangent", (0, 0), (0, INF)),
    ("where(-1<x<1, sqrt(1-x^2), 0)", 1, "vertical tangent", (0, -INF), (0, 0)),
    ("sqrt(x^2-1)", -1, "vertical tangent", (0, -INF), None),
    ("sqrt(x^2-1)", 1, "vertical tangent", None, (0, INF)),
    ("where(x<=0, 1, x^2)", 0, "jump", (1, 0), (0, 0)),
    ("where(x<=0, -x^2/2+1, x^2/2)", 0, "jump", (1, 0), (0, 0)),
    ("sign(x)^2", 0, "jump", (1, 0), (1, 0)),
    ("tanh(1/x)", 0, "jump", (-1, 0), (1, 0)),
    ("sign(sin(2*pi*x))", 0.5, "jump", (1, 0), (-1, 0)),
    ("1/x", 0, "pole", (-INF, -INF), (INF, -INF)),
    ("1/sqrt(|x|)", 0, "pole", (INF, INF), (INF, -INF)),
    ("log(|x|)", 0, "pole", (-INF, -INF), (-INF, INF)),
    ("tan(x)", PI / 2, "pole", (INF, INF), (-INF, INF)),
    ("cos(x)/(1+sin(x))", -PI / 2, "pole", (-INF, -INF), (INF, -INF)),
    ("x/(x^2-3x+2)", 2, "pole", (-INF, -INF), (INF, -INF)),
    ("exp(1/x)", 0, "pole", (0, 0), (INF, -INF)),
    ("where(x<0, log(-x), sqrt(x))", 0, "pole", (-INF, -INF), (0, INF)),
    ("-log(-log(x))", 0, "pole", None, (-INF, INF)),
    ("-log(-log(x))", 1, "pole", (INF, INF), None),
    ("1/log(x)", 0, "edge", None, (0, -INF)),
    ("1/log(x)", 1, "pole", (-INF, -INF), (INF, -INF)),
    ("sin(1/x)", 0, "oscillation", (TURNS, TURNS), (TURNS, TURNS)),
    ("where(x<=0, 0, x*sin(1/x))", 0, "oscillation", (0, 0), (0, TURNS)),
    ("x*sin(1/x)", 0, "gap", (0, TURNS), (0, TURNS)),
    ("sin(x)/x", 0, "gap", (1, 0), (1, 0)),
    ("(exp(x)-1)/x", 0, "gap", (1, 0.5), (1, 0.5)),
    ("exp(-1/x^2)", 0, "gap", (0, 0), (0, 0)),
    ("(x^2-1)/(x-1)", 1, "gap", (2, 1), (2, 1)),
    ("|exp(x)-exp(-x)|", 0, "kink", (0, -2), (0, 2)),
    ("||x-1|-|x+1||", 0, "kink", (0, -2), (0, 2)),
    ("|(x+1)^2-(x-1)^2|", 0, "kink", (0, -4), (0, 4)),
    ("|sin(x)|", PI, "kink", (0, -1), (0, 1)),
    ("x*sqrt(|x|)", 0, "smooth", (0, 0), (0, 0)),
]


@pytest.mark.exhaustive(keep=0.0553, thorough=0.25)
@pytest.mark.parametrize(("text", "x", "kind", "left", "right"), BREAKS)
def test_both_sides_of_a_break(text, x, kind, left, right):
    point = at(text, x)
    assert point.kind == kind
    assert (seen(point.left), seen(point.right)) == (left, right)


def test_an_isolated_point_has_a_value_and_no_derivative():
    point = at("sqrt(x^4-x^2)", 0)
    assert (point.kind, point.value, point.derivative, point.sides) == ("isolated point", 0, None, ())


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize(
    ("text", "slope"),
    [
        *[("sin(x)/x", 0), ("(exp(x)-1)/x", 0.5), ("exp(-1/x^2)", 0), ("x*sin(1/x)", None)],
        # the slope of the line to 0 is x·sin(1/x), which tends to 0 though f′ does not
        *[("x^2*sin(1/x)", 0), ("cos(x)+3*x+x^2*sin(1/x)", 3), ("x*tanh(1/x)+x^2*cos(1/x)", None)],
    ],
)
def test_the_slope_at_a_gap_is_that_of_the_continuous_extension(text, slope):
    assert at(text, 0).derivative == slope


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("text", ["1/x", "sqrt(|x|)", "sin(1/x)", "x*sin(1/x)", "sqrt(x^4-x^2)", "log(x)"])
def test_a_derivative_that_does_not_exist_is_none(text):
    assert at(text, 0).derivative is None
    assert json.loads(shown(text, "--json"))["derivative_at_zero"] is None


@pytest.mark.parametrize("text", ["where(x>2, sigmoid(x)-sigmoid(2), 1)"])
def test_a_limit_of_0_is_0(text):
    assert at(text, 2).right_value == 0


@pytest.mark.exhaustive(keep=0.75, thorough=1)
@pytest.mark.parametrize("x", [-1, -0.5, 0, 0.5, 1, 1.5])
def test_the_value_at_the_exact_place_counts(x):
    assert at("sign(sin(2*pi*x))", x).value == 0


def test_second_derivatives_have_limits_too():
    point = at("where(x<0, x^2, x^3+1/2*x^2)", 0)
    assert (point.limit(-1, 2), point.limit(1, 2)) == (2, 1)


def test_of_many_breaks_the_nearest_to_0_are_looked_at():
    found, further = nearest_breaks(get("tan(x)"), 6)
    assert further
    assert [point.x for point in found] == pytest.approx([k * PI / 2 for k in (-5, -3, -1, 1, 3, 5)])
    assert nearest_breaks(get("|x^2-1|"), 6)[1] is False


def shown(*words: str) -> str:
    result = CliRunner().invoke(main, ["show", *words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.mark.exhaustive(keep=0.03, thorough=0.15)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/x", "x = 0: pole; f → −∞ from the left and → ∞ from the right; f′ → −∞ from both sides f′(0)"),
        ("tan(x)", "x = ±π/2, ±3π/2, ±5π/2"),
        ("tan(x)", "and further ones: pole; f → ∞ from the left and → −∞ from the right"),
        ("sin(1/x)", "x = 0: oscillation, no derivative; f oscillates without limit from both sides"),
        ("x*sin(1/x)", "gap, no value; the continuous extension is 0; f′ oscillates without limit from both sides"),
        ("sin(x)/x", "x = 0: gap, no value; the continuous extension is 1 and has slope 0"),
        ("(exp(x)-1)/x", "f′(0) 0.5 of the continuous extension"),
        ("sqrt(|x|)", "x = 0: vertical tangent, no derivative; f′ → −∞ from the left and → ∞ from the right"),
        ("sqrt(x^4-x^2)", "x = 0: isolated point, f(x) = 0, no derivative"),
        ("where(x==0, 5, 1/x)", "f(x) = 5"),
        ("sqrt(|x|)", "f′(0) none: f has a vertical tangent at 0"),
        ("1/x", "vertical: x = 0"),
    ],
)
def test_cards_say_what_happens(text, said):
    assert said in shown(text)


def test_what_is_not_known_is_said_not_to_be():
    unknown = (Approach(None),) * 3
    point = Break(0.0, "undecided", None, None, unknown, (Approach(1.0), Approach(0.0), Approach(0.0)))
    assert without_limit(point) == "f has no limit that could be decided from the left and → 1 from the right"


@pytest.mark.exhaustive(keep=0.09, thorough=0.25)
@pytest.mark.parametrize("text", ["1/x", "log(|x|)", "tan(x)", "exp(1/x)", "sqrt(|x|)", "sin(1/x)", "sqrt(relu(x))"])
def test_only_what_jumps_is_said_to_jump(text):
    assert "jump" not in shown(text)
    assert "f(x) = ∞" not in shown(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/x", "At x = 0 f has a pole: f → −∞ from the left and → ∞ from the right."),
        ("sqrt(|x|)", "At x = 0 f has a vertical tangent: f′ → −∞ from the left and → ∞ from the right,"),
        ("sin(x)/x", "At x = 0 f has a gap: the continuous extension is 1 and has slope 0."),
        ("sin(1/x)", "At x = 0 there is no derivative: f oscillates without limit from both sides."),
        ("1/log(x)", "At x = 0 the domain ends: f → 0 from the right, f′ → −∞ from the right."),
    ],
)
def test_derivations_say_what_happens(text, said):
    assert any(remark.startswith(said) for remark in derive(get(text)).remarks)


def at_poles(text: str, order: int, interval: tuple[float, float]):
    return trace(get(text), order, interval, 1000)


@pytest.mark.parametrize(
    ("text", "order", "poles"),
    [
        ("1/x", 0, (0,)),
        ("tan(x)", 0, (-PI / 2, PI / 2)),
        ("log(|x|)", 1, (0,)),
        ("sqrt(|x|)", 0, ()),
        ("sqrt(|x|)", 1, (0,)),
        ("sqrt(relu(x))", 1, (0,)),
        ("where(x<0, log(-x), sqrt(x))", 0, (0,)),
        ("sin(1/x)", 0, ()),
    ],
)
def test_curves_know_their_poles_and_do_not_cross_them(text, order, poles):
    curve = at_poles(text, order, (-2.0, 2.0))
    assert curve.poles == pytest.approx(poles)
    assert all(not x[0] < pole < x[-1] for x, _ in curve.pieces for pole in poles)


@pytest.mark.parametrize(
    ("text", "order", "dots"),
    [
        ("1/x", 0, []),
        ("sin(1/x)", 0, []),
        ("sin(1/x)", 1, []),
        ("sqrt(|x|)", 0, []),
        ("sqrt(|x|)", 1, []),
        ("sqrt(relu(x))", 1, [(0, 0, False)]),
        ("where(x<=0, 1, x^2)", 0, [(0, 0, False), (0, 1, True)]),
        ("sin(x)/x", 0, [(0, 1, False)]),
        ("sqrt(x^4-x^2)", 0, [(0, 0, True)]),
        ("exp(1/x)", 0, [(0, 0, False)]),
        ("log(x)", 0, []),
        ("sqrt(x)", 0, []),
        ("x*log(x)", 0, [(0, 0, False)]),
        ("sign(sin(2*pi*x))", 0, [(0, -1, False), (0, 1, False), (0, 0, True)]),
    ],
)
def test_dots_stand_at_limits_and_values_alone(text, order, dots):
    found = at_poles(text, order, (-0.2, 0.2) if "pi" in text else (-2.0, 2.0)).dots
    assert [(dot.x, dot.y, dot.filled) for dot in found if abs(dot.x) < 0.3] == dots
