"""Closed forms against the formula at adaptive precision, in units in the last place (ULP).

The suite measures on a small share of the grid. ACTPLOT_ACCURACY_SHARE=1 measures on all of it, which takes an
hour or two: `ACTPLOT_ACCURACY_SHARE=1 pytest tests/accuracy`. A share of 0.05 takes some minutes.
"""

import math
import os
from dataclasses import astuple

import numpy as np
import pytest
from accuracy.table import table, worst
from cases import CASES, ENTRIES, whole_line

import actplot
from actplot.algebra.evaluating.precision import derivatives
from actplot.calculus.checks.accuracy import grid, measure_accuracy, ulps
from actplot.calculus.letters import formula_of
from actplot.calculus.subjects import subject
from actplot.catalogue.kinds.functions import METHODS, Precision

SHARE = float(os.environ.get("ACTPLOT_ACCURACY_SHARE", 0))
USUAL = (4, 4, 16)
EXTREMES = [-1e300, -1e30, -745.1, -38.5, 38.5, 1e30, 1e300, 5e-324, -5e-324, 1e-310, 3e-160, -3e-160]
SINGLES = [1e-38, -1e-38, 1e-20, -1e-20, 1e-4, -1e-4, 0.3, -0.3, 1.5, -1.5, 4, -4, 17.5, -17.5, 90, -90, 1e10, -1e10]
SMALLEST_NORMAL = 2.0**-1022


def truths(function, x):
    """Value and derivatives of the formula at every point."""
    term = formula_of(function)
    return [derivatives(term, {**function.numbers, "x": float(at)}, "x") for at in x]


def inside(function, x):
    """The points of the domain that are no breaks; of a bounded domain some near its ends as well."""
    low, high = function.domain
    if math.isfinite(high - low):
        x = np.concatenate([x, low + (high - low) * np.abs(x) / 100, high - (high - low) * np.abs(x) / 100])
    x = np.unique(x[(x > low) & (x < high)])
    return x[~np.isin(x, function.breaks)]


def hard_points(function):
    """Both sides of every break, and arguments as large and as small as they come."""
    breaks = np.array(function.breaks)
    beside = [np.nextafter(breaks, -np.inf), np.nextafter(breaks, np.inf), breaks * (1 - 1e-6), breaks * (1 + 1e-6)]
    return inside(function, np.concatenate([EXTREMES, *beside]))


@pytest.mark.exhaustive(keep=0.025)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_within_some_units_in_the_last_place(function):
    share = SHARE or (0.002 if function in ENTRIES else 0.0006)
    assert [(one.order, one.worst) for one in measure_accuracy(function, share) if not one.passed] == []


@pytest.mark.exhaustive(keep=0.1, thorough=0.12)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_beside_breaks_and_at_the_ends_of_floats(function):
    x, limits = hard_points(function), astuple(function.precision)[:3]
    exact = truths(function, x)
    for order, (method, limit) in enumerate(zip(METHODS, limits, strict=True)):
        for at, closed, truth in zip(x, getattr(function, method)(x), exact, strict=True):
            assert ulps(closed, truth[order]) <= limit, (method, at, closed, float(truth[order]))


@pytest.mark.exhaustive(keep=0.0357)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_a_normal_number_does_not_become_0_or_infinite(function):
    tiny = 10.0 ** np.linspace(-307, -3, 20)
    x = inside(function, np.concatenate([tiny, -tiny, np.linspace(-60, 60, 13), [-700, 700]]))
    for method, exact in zip(METHODS, zip(*truths(function, x), strict=True), strict=True):
        true = np.array([float(one) for one in exact])
        closed = getattr(function, method)(x)
        normal = np.isfinite(true) & (np.abs(true) >= SMALLEST_NORMAL)
        assert np.isfinite(closed[normal]).all()
        assert (closed[normal] != 0).all(), x[normal][closed[normal] == 0]


@pytest.mark.exhaustive(keep=0.17, thorough=0.25)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_float32_is_within_2_units(function):
    x = inside(function, np.float32(SINGLES).astype(np.float64))
    x = x[x == x.astype(np.float32)]
    exact = truths(function, x)
    for order, method in enumerate(METHODS):
        closed = getattr(function, method)(x.astype(np.float32))
        assert closed.dtype == np.float32
        with np.errstate(over="ignore", under="ignore"):
            rounded = np.array([float(truth[order]) for truth in exact]).astype(np.float32)
            finite = np.isfinite(rounded)
            unit = np.spacing(np.abs(rounded[finite])).astype(np.float64)
        assert np.array_equal(closed[~finite], rounded[~finite], equal_nan=True)
        errors = np.abs(closed[finite].astype(np.float64) - rounded[finite].astype(np.float64))
        assert np.all(errors <= 2 * unit), (method, x[finite][errors > 2 * unit])


def test_no_entry_declares_less_precision():
    assert [one.name for one in ENTRIES if one.precision != Precision()] == []


def test_the_usual_precision():
    assert astuple(Precision())[:3] == USUAL


def test_the_whole_grid_has_the_points_that_it_promises():
    x = grid(actplot.get("tanh"))
    assert len(x) == 20_000 + 1000 + 1000 + 2 * 21 + 2  # no zero but 0
    assert np.count_nonzero(np.abs(x) > 30) == 1000 + 2 * 19
    assert np.abs(x[x != 0]).min() < 1e-300
    assert np.array_equal(x, grid(actplot.get("tanh")))
    loss = grid(actplot.get("binary_cross_entropy"))
    assert len(loss) >= 20_000
    assert ((loss > 0) & (loss < 1)).all()
    assert np.count_nonzero(loss < 1e-200) > 100
    assert not np.isin(grid(actplot.get("relu")), 0).any()


@pytest.mark.parametrize("method", METHODS)
def test_an_error_is_found(method, monkeypatch):
    """The measure itself: 20 units more in one of a hundred points are seen, in their region."""
    cls = type(actplot.get("softplus"))
    right = getattr(cls, method)
    monkeypatch.setattr(cls, method, lambda self, x: right(self, x) * np.where(np.asarray(x) < -500, 1 + 2.0**-47, 1))
    wrong = [one for one in measure_accuracy(actplot.get("softplus"), 0.002) if not one.passed]
    assert [METHODS[one.order] for one in wrong] == [method]
    assert wrong[0].worst["tails"].ulps > 16
    assert wrong[0].worst["tails"].x < -500
    assert wrong[0].worst["bulk"].ulps <= 4


PLANTED = {
    "0 close to 0": ("tanh", lambda right, x: np.where(np.abs(x) < 1e-17, 0.0, right)),
    "the wrong sign close to 0": ("tanh", lambda right, x: np.where(np.abs(x) < 1e-16, -x, right)),
    "nine digits close to 0": ("tanh", lambda right, x: np.where(np.abs(x) < 1e-7, x * (1 + 1e-9), right)),
    "a difference of floats": ("tanh_shrink", lambda right, x: x - np.tanh(x)),
}


@pytest.mark.exhaustive(keep=0.02, thorough=0.4)
@pytest.mark.parametrize("case", PLANTED)
def test_small_errors_beside_a_zero_are_found(case, monkeypatch):
    name, wrong = PLANTED[case]
    cls, right = type(actplot.get(name)), type(actplot.get(name)).value
    monkeypatch.setattr(cls, "value", lambda self, x: wrong(right(self, x), np.asarray(x)))
    assert not all(one.passed for one in measure_accuracy(actplot.get(name)))
    assert not next(iter(subject(actplot.get(name)).agreements())).passed


def test_the_grid_comes_close_to_every_zero():
    """As close as neighbouring floats, and to all distances up to a tenth."""
    for name, zero in {"silu": -1.2784645427610738, "mish": 1.4905711794854284, "gcu": 0.8603335890193797}.items():
        apart = np.abs(grid(actplot.get(name), 0.02) / zero - 1)
        assert apart.min() < 3e-16
        assert np.count_nonzero(apart < 0.5) > 5
        assert np.count_nonzero(np.abs(grid(actplot.get(name)) / zero - 1) < 1e-12) > 10


WORKED = {
    ("silu", "derivative", -1.2782565999364346): 4.5298722622541217e-05,
    ("sigmoid_cross_entropy_with_logits:0.5", "derivative", 1e-20): 2.5e-21,
    ("sigmoid", "derivative", 40): 4.248354255291589e-18,
    ("tanh", "derivative", 30): 3.502604305078608e-26,
    ("gelu", "value", -10): -7.619853024160526e-23,
    ("softplus", "value", -745): 5e-324,
    ("hard_sigmoid", "derivative", 0): 1 / 6,
    ("mish", "derivative", 0): 0.6,
    ("mish", "second_derivative", 0): 0.64,
    ("log_cosh", "value", 1e300): 1e300,
}


@pytest.mark.parametrize(("spec", "method", "x"), WORKED)
def test_worked_numbers(spec, method, x):
    expected = WORKED[spec, method, x]
    assert abs(getattr(actplot.get(spec), method)(x) - expected) <= math.ulp(expected)


def test_float32_tables():
    """Tables that TensorFlow printed in float32, to within the error of its own sigmoid and tanh."""
    x = np.linspace(-10, 10, 10, dtype=np.float32)
    sigmoid = [4.5418739e-05, 4.1875243e-04, 3.8510859e-03, 3.4445167e-02, 2.4766389e-01, 7.5233626e-01]
    slopes = [4.5416677e-05, 4.1857705e-04, 3.8362551e-03, 3.3258699e-02, 1.8632649e-01, 1.8632641e-01]
    assert np.allclose(actplot.get("sigmoid").value(x)[:6], sigmoid, rtol=0, atol=1.2e-7)
    assert np.allclose(actplot.get("sigmoid").derivative(x)[:6], slopes, rtol=0, atol=1.2e-7)
    tanh = [-0.99990916, -0.9991625, -0.99229795, -0.9311096, -0.5046722]
    assert np.allclose(actplot.get("tanh").value(x / 2)[:5], tanh, rtol=0, atol=3e-7)
    leaky = [-0.2, -0.15555556, -0.11111112, -0.06666666, -0.02222222]
    assert np.allclose(actplot.get("leaky_relu:0.2").value(x / 10)[:5], leaky, rtol=0, atol=6e-8)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "silu", "gelu"])
def test_long_double_is_answered_in_float64(name):
    assert actplot.get(name).value(np.longdouble(0.5)).dtype == np.float64


def test_terms_do_not_overflow_before_they_are_weighted():
    assert actplot.get("binary_cross_entropy:1e-9").second_derivative(1.25e-155) == pytest.approx(6.4e300)
    assert actplot.get("elu:1e300").derivative(-1000.0) == pytest.approx(5.075958897549384e-135)


def test_whole_lines_are_most_of_the_catalogue():
    assert sum(map(whole_line, ENTRIES)) > 90


def test_the_table():
    lines = table(("tanh", "mse", "tanh_shrink"), 0.002).splitlines()
    assert lines[0].startswith("| function | actplot |")
    for line in lines[2:]:
        name, cell, *_ = line.strip("| ").split(" | ")
        assert actplot.get(name.strip("`"))
        assert max(map(float, cell.split(" / "))) <= 4


def test_the_table_finds_what_floats_lose():
    function = actplot.get("tanh_shrink")
    x = np.array([0.0009765625, 1.0, 3.0])
    found = worst(lambda x: (x - np.tanh(x), np.tanh(x) ** 2), x, truths(function, x))
    assert found[0] > 1e4
    assert found[1] < 4


@pytest.mark.parametrize("spec", ["torch:Threshold:threshold=3.25,value=5e-324", "threshold:value=1e308,threshold=1"])
def test_parameters_at_the_ends_of_floats_are_measured_in_silence(spec):
    assert all(order.passed for order in measure_accuracy(actplot.get(spec), 0.02))
