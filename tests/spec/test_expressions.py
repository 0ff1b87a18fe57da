"""Formulas are functions like those of the catalogue: names, facts, pictures, checks."""

import math
import pickle

import numpy as np
import pytest
from algebra.trees import terms
from hypothesis import HealthCheck, given, settings

import actplot
from actplot.algebra.writing.source import to_text
from actplot.calculus.checks.trust import doubts, doubts_of_rows
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.curves.tracing import trace
from actplot.calculus.subjects import subject
from actplot.calculus.written_names import mathematical
from actplot.errors import ActplotError
from actplot.requests.command_line import line_of
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.figures.curves import MARKS
from actplot.requests.reading import parse
from actplot.spec.formulas.expression import Expression
from actplot.spec.specs import get


def test_a_formula_equals_its_like():
    one, other = get("x*sigmoid(1.702x)"), get("x * sigmoid(1.702*x)")
    assert one == other
    assert hash(one) == hash(other)
    assert one != get("quick = x*sigmoid(1.702x)")
    assert get("a*x", {"a": 1}) != get("a*x", {"a": 2})
    assert pickle.loads(pickle.dumps(get("k = a*z", {"a": 2}))) == get("k = a*z", {"a": 2})


@pytest.mark.parametrize(
    ("text", "label"),
    [("quick gelu = x*sigmoid(1.702*x)", "quick gelu"), ("x^2", "x^2"), ("where(x == 0, 1, 2)", "where(x == 0, 1, 2)")],
)
def test_labels(text, label):
    assert get(text).label == label
    assert get(str(get(text))) == get(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("elu(x, alpha=0.5)", "elu:0.5"),
        ("max(0, x)", "relu"),
        ("x*Phi(x)", "gelu"),
        ("log(1 + exp(2x))/2", "softplus:2"),
        ("where(x > 0, x, a*x)", "leaky_relu:0.3"),
        ("z/(1 + exp(-z))", "silu"),
        ("clip(x, -1, 1)", "hard_tanh"),
        ("|x|", "mae"),
    ],
)
def test_a_formula_is_what_the_catalogue_has(text, name):
    x = np.array([-400, -30, -3.5, -1.25, -0.5, -1e-9, 1e-9, 0.25, 0.75, 2.5, 30, 400])
    formula, entry = get(text, {"a": 0.3} if "a*x" in text else None), get(name)
    for method in ("value", "derivative", "second_derivative"):
        np.testing.assert_allclose(getattr(formula, method)(x), getattr(entry, method)(x), rtol=1e-10, atol=1e-200)
    assert sorted(formula.breaks) == sorted(entry.breaks)
    assert [b.kind for b in breaks_of(formula)] == [b.kind for b in breaks_of(entry)]
    for found, known in zip(formula.asymptotes, entry.asymptotes, strict=True):
        assert (found is None) == (known is None)
        assert found is None or (found.slope, found.intercept) == pytest.approx(
            (known.slope, known.intercept), abs=1e-15
        )


@pytest.mark.parametrize(
    ("text", "domain", "kinds"),
    [
        ("1/x", (-np.inf, np.inf), {0.0: "pole"}),
        ("1/(x - 1)^2", (-np.inf, np.inf), {1.0: "pole"}),
        ("log(x)", (0.0, np.inf), {0.0: "pole"}),
        ("sqrt(2 - x)", (-np.inf, 2.0), {2.0: "vertical tangent"}),
        ("sqrt(x^2 - 1)", (-np.inf, np.inf), {-1.0: "vertical tangent", 1.0: "vertical tangent"}),
        ("|x^2 - 2|", (-np.inf, np.inf), {-math.sqrt(2): "kink", math.sqrt(2): "kink"}),
        ("sign(x)*x^2", (-np.inf, np.inf), {0.0: "smooth"}),
        ("heaviside(x - 3)", (-np.inf, np.inf), {3.0: "jump"}),
        ("sin(x)/x", (-np.inf, np.inf), {0.0: "gap"}),
        ("x^x", (0.0, np.inf), {0.0: "edge"}),
        ("exp(x)", (-np.inf, np.inf), {}),
    ],
)
def test_breaks_and_domains(text, domain, kinds):
    formula = get(text)
    assert formula.domain == domain
    assert {point.x: point.kind for point in breaks_of(formula)} == pytest.approx(kinds)


@pytest.mark.parametrize("text", ["1/x", "tan(x)", "sqrt(x^2 - 1)", "1/(x - 1)^2", "where(x > 0, 1/x, 2)"])
@pytest.mark.parametrize("order", [0, 1])
def test_no_line_crosses_a_gap_or_a_pole(text, order):
    formula = get(text)
    curve = trace(formula, order, (-5, 5), 1000)
    for at in formula.breaks:
        assert not any(x[0] < at < x[-1] for x, _ in curve.pieces)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x*sigmoid(1.702*x)", []),
        ("log(1 + exp(x))", []),
        ("log(x)", ["note: log(x) is defined for x > 0 alone"]),
        ("sqrt(x)", ["note: sqrt(x) is defined for x ≥ 0 alone"]),
        ("sin(x)/x", ["note: sin(x)/x has no value at x = 0, only a limit"]),
        ("10^10^10*x", ["note: 10^10^10*x exceeds every float"]),
        ("(1 - cos(x) + 1e12) - 1e12", []),
        ("log(exp(x) - 1)", ["note: log(exp(x) - 1) is defined for x > 0 alone"]),
    ],
)
def test_what_a_reader_is_told(text, said):
    found = list(doubts(get(text), (-5, 5)))
    assert len(found) == len(said)
    assert all(line.startswith(start) for line, start in zip(found, said, strict=True))


def test_a_row_whose_digits_no_precision_tells_is_warned_about():
    found = list(doubts_of_rows(get("acos(Phi(x/3))"), np.array([1.0, 800.0]), 1))
    assert found == [
        "warning: the derivative of acos(Phi(x/3)) may have fewer than 12 right digits at x = 800",
    ]


def test_rows_of_any_size_are_right_beside_each_other():
    formula = get("(sqrt(x^2+4)+x)/2")
    assert formula.value([-1e8, 1e8]).tolist() == pytest.approx([9.999999999999999e-9, 1e8], rel=1e-15)
    assert list(doubts_of_rows(formula, np.array([-1e8, 1e8]), 2)) == []


@pytest.mark.parametrize("text", ["erfc(x)*exp(x^2)", "log(erfc(x))", "atanh(tanh(x))", "log(exp(x) - 1)"])
def test_no_note_says_that_an_ordinary_value_is_none(text):
    assert list(doubts(get(text), (20, 900))) == []


@pytest.mark.parametrize("text", ["2*1e308*x", "1e308*10*x", "x/1e308/1e308", "where(x > 1e308*10, 1, 0)"])
def test_constants_may_exceed_every_float(text):
    assert not np.isnan(get(text).value([-1.0, 0.0, 2.0])).any()


def test_the_same_digits_with_float32_scalars_and_arrays():
    formula = get("x - tanh(x)")
    assert formula.value(np.float32(1e-4)).dtype == np.float32
    assert float(formula.value(np.float32(1e-4))) == pytest.approx(float(np.float32(1e-4)) ** 3 / 3, rel=1e-6)
    assert formula.derivative([[1e-9], [0.0]]).tolist() == [[pytest.approx(1e-18, rel=1e-15)], [0.0]]


@pytest.mark.exhaustive(keep=0.04, thorough=0.2)
@pytest.mark.parametrize(
    "text",
    [
        "x*sigmoid(1.702*x)",
        "|x^2 - 2|",
        "sqrt(x)",
        "elu(x, alpha=0.5)",
        "1/x",
        "tanh(x)^3",
        "log(x)",
        "sin(x)/x",
        "x^3",
        "exp(x)/(1 + exp(x))^2",
        "x - tanh(x)",
        "log(exp(x) - 1)",
        "x^x",
        "log(x^2 - 1)",
        "x*log(x^2 - 1)",
        "sqrt(|x|)",
        "where(x > 0.1, x - 0.1, 0)^2",
        "exp(-exp(-x))",
    ],
)
def test_checks_pass(text):
    assert subject(get(text)).agreement().passed


@pytest.mark.parametrize(
    ("text", "values", "variable", "parts"),
    [
        ("tanh x", {}, None, ("needs an argument", "^")),
        ("foo(x)", {}, None, ("unknown name 'foo'", "^")),
        ("xy", {}, None, ("a product is written x*y", "^")),
        ("elu(x, beta=1)", {}, None, ("elu has no parameter 'beta'", "^")),
        ("max(0,x", {}, None, ("expected ')'", "^")),
        ("0/0", {}, None, ("defined nowhere", "^")),
        ("log(-1-x^2)", {}, None, ("defined nowhere", "^")),
        ("", {}, None, ("the formula is empty", "^")),
        ("x^2", {"e": 1}, None, ("e is a constant",)),
        ("x^2", {"x": 1}, None, ("x is the variable",)),
        ("x*z", {}, "z", ("x would be a constant",)),
        (" = x", {}, None, ("the label before '='",)),
        ("a*x", {}, None, ("needs a value for a", "--param a=0.1")),
    ],
)
def test_errors(text, values, variable, parts):
    with pytest.raises(ActplotError) as caught:
        found_out(text, values, variable)
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def found_out(text, values, variable):
    return get(text, values, variable).behaviour


def test_formulas_share_axes_with_anything():
    request = CompareRequest(("huber", "|x| - 0.5"))
    assert request.panels()[0].x_label == mathematical("residual r = prediction − target")
    assert CompareRequest(("z^2",)).panels()[0].x_label == mathematical("z")


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize("derivative", ["closed", "finite", "both"])
@pytest.mark.parametrize(
    "text", ["1/x", "tan(x)", "|x^2 - 2|", "sqrt(x^2 - 1)", "x*sigmoid(1.702*x)", "log(x)", "10^10^10*x", "x^x", "3"]
)
def test_every_mark_and_derivative(text, derivative):
    request = CompareRequest((text,), mark=MARKS, derivative=derivative, order=2, points=200)
    assert len(request.panels()) == 3
    traces = [panel.traces[0] for panel in request.panels()]
    assert bool(traces[0].saturation) == (text == "x*sigmoid(1.702*x)")


def test_a_hole_on_the_interval_is_told():
    assert not list(doubts(get("sin(x) + 1"), (0, 500)))
    assert not list(doubts(get("1/(x - 2)"), (0, 5)))
    (note,) = doubts(get("log(x^2 - 1)"), (-3, 3))
    assert note == "note: log(x^2 - 1) is defined for x in (−∞, −1) ∪ (1, ∞) alone"


def test_a_minus_sign_in_front():
    line = line_of(CompareRequest(("-x*exp(-x^2)", "relu"), dpi=90))
    assert line == "compare --dpi 90 -- '-x*exp(-x^2)' relu"
    assert parse(line) == parse("compare '-x*exp(-x^2)' relu --dpi 90")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms)
def test_random_formulas_are_drawn_or_refused(term):
    try:
        formula = Expression(to_text(term), {"a": 1.3} if "a" in to_text(term).replace("tan", "") else {})
        trace(formula, 0, (-5, 5), 50)
        trace(formula, 1, (-5, 5), 50)
    except ActplotError:
        return
    assert actplot.get(str(formula), formula.parameters) == formula


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x/1e308/1e308", None),  # its slope is 1e-616
        ("x*1e308*10", None),
        ("1e308*10 + 1/x", None),
        ("1e-200*1e-200 + 1/x", None),
        ("x/1e300 + 1", (1e-300, 1.0)),
        ("1e308 + 1/x", (0.0, 1e308)),
    ],
)
def test_an_asymptote_whose_numbers_no_float_holds_is_not_told(text, line, side):
    found = get(text).asymptotes[side]
    assert (found and (found.slope, found.intercept)) == line


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("x/1e308/1e308", 2.0, True),
        ("exp(-x^2)", 40.0, True),
        ("x/1e308/1e308", 0.0, False),
        ("x - x", 2.0, False),
        ("exp(-x^2)", 2.0, False),
    ],
)
def test_a_value_that_floats_take_for_0_is_told(text, at, told):
    notes = list(doubts_of_rows(get(text), np.array([at]), 1))
    assert any("is nearer to 0 than every other float" in note for note in notes) == told


@pytest.mark.parametrize("count", [1, 2, 3])
def test_words_that_asked_for_a_function_are_no_targets_of_its_points(count):
    (function,) = CompareRequest(("keras:Poisson",)).functions
    points = np.full(count, 1 - 1e-7)  # where the loss is worked out in another way, point by point
    assert np.array_equal(function.value(points), np.full(count, function.value(1 - 1e-7)))
