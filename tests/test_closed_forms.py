"""Closed forms against the formula at adaptive precision, in units in the last place."""

import numpy as np
import pytest
from cases import CASES
from mpmath import mpf

import actplot
from actplot.algebra.parser import parse
from actplot.algebra.precision import derivatives

ULPS = {"gelu": (8, 8, 32), "gelu_tanh": (64, 64, 256)}
USUAL = (4, 4, 16)
EDGES = [-1e300, -1000, -745.1, -744, -709, -45, -38.4, -37.7, -20, -9, 9, 20, 30, 37, 40, 710, 746, 1e5, 1e300]
TINY = [5e-324, -5e-324, 1e-300, -1e-300, 1e-17, -1e-17, 1e-8, -1e-8, 1e-3, -1e-3]


def points(function) -> np.ndarray:
    """Bulk, tails, tiny arguments and both sides of every break; new ones for each function, the same each time."""
    rng = np.random.default_rng(sum(map(ord, str(function))))
    if function.domain == (0, 1):
        near = 10.0 ** rng.uniform(-15, -1, 15)
        return np.concatenate([rng.uniform(0, 1, 40), near, 1 - near, [5e-324, 1e-300, 1 - 2**-53]])
    bulk = np.concatenate([rng.uniform(-6, 6, 40), rng.uniform(-45, 45, 15), rng.uniform(-750, 750, 10)])
    breaks = np.array(function.breaks)
    sides = [np.nextafter(breaks, -np.inf), np.nextafter(breaks, np.inf), breaks - 1e-6, breaks + 1e-6]
    x = np.unique(np.concatenate([bulk, EDGES, TINY, *sides]))
    return x[~np.isin(x, breaks)]


def zeros(function, method: str) -> np.ndarray:
    """Where a closed form changes its sign, or touches 0."""
    x = np.linspace(*function.domain, 20001)[1:-1] if function.domain == (0, 1) else np.linspace(-60, 60, 120_001)
    y = getattr(function, method)(x)
    return x[np.flatnonzero((y[1:] * y[:-1] <= 0) & ((y[1:] != 0) | (y[:-1] != 0)))]


def errors(function):
    """Per order, every point with its error in units in the last place, 0 where the absolute rule is met."""
    term = parse(function.formula, symbols=list(function.parameters))
    x = points(function)
    methods = ("value", "derivative", "second_derivative")
    closed = [getattr(function, method)(x) for method in methods]
    roots = [zeros(function, method) for method in methods]
    for i, at in enumerate(x):
        truth = derivatives(term, {**function.parameters, "x": float(at)}, "x")
        for order in range(3):
            near = roots[order].size and np.min(np.abs(roots[order] - at)) < 1
            yield order, at, ulps(closed[order][i], truth[order], max(1.0, abs(at)) if near else 0.0)


def ulps(closed: float, truth: mpf, scale: float) -> float:
    rounded = float(truth)
    if not np.isfinite(rounded) or not np.isfinite(closed):
        return 0.0 if closed == rounded else np.inf
    error = abs(mpf(float(closed)) - truth)
    return 0.0 if error <= 4 * 2.0**-53 * scale else float(error / mpf(float(np.spacing(abs(rounded)))))


@pytest.mark.parametrize("function", CASES, ids=str)
def test_full_precision_everywhere(function):
    allowed = ULPS.get(function.name, USUAL)
    wrong = [(order, x, error) for order, x, error in errors(function) if error > allowed[order]]
    assert not wrong


WORKED = {
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
    assert getattr(actplot.get(spec), method)(x) == WORKED[spec, method, x]


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
