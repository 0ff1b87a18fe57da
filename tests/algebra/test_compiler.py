"""What is compiled keeps its digits, evaluates pieces only where they hold, and never warns."""

import math
from pathlib import Path

import numpy as np
import pytest
from algebra.trees import terms
from hypothesis import HealthCheck, given, settings

import actplot
from actplot.algebra.evaluating.compiler import compiled_numpy, derivatives_of, orders
from actplot.algebra.evaluating.precision import derivatives, value
from actplot.algebra.reading.parser import parse
from actplot.catalogue.registry import elementwise_names
from actplot.errors import ActplotError

METHODS = ("value", "derivative", "second_derivative")
FUNCTIONS = [actplot.get(name) for name in elementwise_names()]
SIZES = (1e-17, 1e-8, 1e-3, 0.3, 1.0, 2.5, 7.0, 16.0, 20.0, 37.0, 40.0, 88.0, 100.0, 355.0, 700.0, 709.0, 745.0, 1000.0)
X = np.array(sorted([*(-x for x in SIZES), 0.0, *SIZES]))
LOSES_DIGITS = Path(__file__).with_name("loses_digits.txt")
EXPRESSIONS = (
    "x*sigmoid(1.702*x)",
    "gelu(2*x)",
    "silu(x)*x",
    "mish(x - 1)",
    "log(1 + exp(2x))",
    "x*tanh(log(1 + exp(x)))",
    "exp(-x^2)",
    "1/(1 + exp(-x))^2",
    "x^3*exp(-x)",
    "tanh(x)^3",
    "x/(1 + exp(-x)) + |x|",
    "log(cosh(x))",
    "elu(x, alpha=0.5)",
)


def close(found, truth, units):
    tiny = max(math.ulp(truth), 5e-324) if math.isfinite(truth) else math.inf
    return found == truth or (math.isnan(found) and math.isnan(truth)) or abs(found - truth) <= units * tiny


def points(function):
    x = X[(function.domain[0] < X) & (function.domain[1] > X)]
    return x[~np.isin(x, function.breaks)]


def wrong_digits(function, order):
    """Where what is compiled from a formula is not what the entry computes."""
    x = points(function)
    compiled = orders(parse(function.formula, symbols=tuple(function.parameters)), "x")[order]
    found, truth = compiled(x, function.numbers), getattr(function, METHODS[order])(x)
    # Exponentials magnify the rounding of products such as βx, more the farther out.
    units = 64 + 64 * np.abs(x)
    return [at for at, f, t, n in zip(x, found, truth, units, strict=True) if abs(t) > 1e-200 and not close(f, t, n)]


def recorded() -> dict[str, tuple[tuple[int, ...], str]]:
    """The orders in which an entry's formula loses digits, and why."""
    lines = [line for line in LOSES_DIGITS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    parts = (line.partition("  # ") for line in lines)
    return {words.split()[0]: (tuple(map(int, words.split()[1:])), why) for words, _, why in parts}


def record(name: str, orders: tuple[int, ...]) -> None:
    """Write down what was measured of one entry; the reason stays."""
    text = LOSES_DIGITS.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    known = recorded()
    known[name] = orders, known.get(name, ((), ""))[1]
    lines = [
        f"{n} {' '.join(map(str, found))}  # {why}".rstrip(" #") for n, (found, why) in sorted(known.items()) if found
    ]
    LOSES_DIGITS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.exhaustive(keep=0.47, thorough=1)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_formulas_lose_digits_where_it_is_recorded_and_nowhere_else(function, pytestconfig):
    found = tuple(order for order in range(3) if wrong_digits(function, order))
    if pytestconfig.getoption("update"):
        record(function.name, found)
    else:
        (expected, _) = recorded().get(function.name, ((), ""))
        assert found == expected, f"{function}: if this is meant, write it down with --update"


def test_the_record_names_entries_alone():
    assert set(recorded()) <= set(elementwise_names())


@pytest.mark.parametrize("name", recorded())
def test_what_loses_digits_is_right_with_more_of_them(name):
    function = actplot.get(name)
    terms = derivatives_of(parse(function.formula, symbols=tuple(function.parameters)), "x")
    for order in recorded()[name][0]:
        for x in wrong_digits(function, order):
            exact = value(terms[order], {**function.numbers, "x": float(x)})
            if (name, x) != ("sinc", 0):  # there a piece of one point says nothing about slopes
                assert float(exact) == pytest.approx(float(getattr(function, METHODS[order])(x)), rel=1e-12)


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_expressions_keep_their_digits(source):
    term = parse(source)
    found = [compiled(X, {}) for compiled in orders(term, "x")]
    for index, x in enumerate(X):
        truths = [float(truth) for truth in derivatives(term, {"x": float(x)}, "x")]
        for order, truth in enumerate(truths):
            if not math.isnan(truth) and abs(truth) > 1e-200 and x != 0:
                assert close(float(found[order][index]), truth, 4096 + 64 * abs(x) ** 2), (x, order)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("source", ["where(x > 0, log(x), 0)", "where(x == 0, 1, sin(x)/x)", "where(x < 5, exp(x), 7)"])
def test_pieces_are_evaluated_where_they_hold(source):
    x = np.array([-1.0, 0.0, 2.0, 1e4])
    assert np.isfinite(compiled_numpy(parse(source), "x")(x, {})).all()


def test_constants_have_the_shape_of_x():
    assert compiled_numpy(parse("3"), "x")(np.zeros((2, 3)), {}).tolist() == [[3.0] * 3] * 2
    assert orders(parse("a*x"), "x")[1](np.zeros(4), {"a": 0.5}).tolist() == [0.5] * 4


def test_a_million_points():
    x = np.linspace(-10, 10, 1_000_000)
    assert np.isfinite(orders(parse("x*sigmoid(1.702*x)"), "x")[1](x, {})).all()


def test_undefined_is_nan():
    assert np.isnan(compiled_numpy(parse("log(x) + x^0.5"), "x")(np.array([-1.0]), {})).all()
    assert np.isnan(compiled_numpy(parse("where(x > 0, 1, 2)"), "x")(np.array([np.nan]), {})).all()


@pytest.mark.filterwarnings("error")
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms)
def test_random_trees_compile_to_what_they_are(term):
    x = np.array([-1.3125, 0.703125, 2.25])
    try:
        compiled = orders(term, "x")
    except ActplotError:
        return
    found = [one(x, {"a": 1.296875}) for one in compiled]
    assert [one.shape for one in found] == [x.shape] * 3
    for at, number in zip(x, found[0], strict=True):
        truth = value(term, {"x": float(at), "a": 1.296875})
        if abs(truth) < 1e12 and np.isfinite(number):
            assert float(number) == pytest.approx(float(truth), rel=1e-6, abs=1e-6)
