"""Plain floats in place of double-double numbers: the same float32 everywhere, and nearly the same float64."""

import mpmath
import numpy as np
import pytest
from cases import CASES, ENTRIES

import actplot
from actplot.catalogue.kinds.functions import METHODS, Function
from actplot.numerics import jets, normal, plain

COMPOSED = [one for one in CASES if type(one).compose is not Function.compose]
COUNT = 1500


def points(function):
    """Usual ones, the tails of float32 on both sides, and ever closer to breaks, to 0 and to ±1."""
    random = np.random.default_rng(len(str(function)))
    near = np.array([0.0, 1.0, -1.0, *(x for x in map(float, function.breaks[:20]) if np.isfinite(x))])
    signs = random.choice([-1, 1], COUNT)
    beside = random.choice(near, COUNT) * (1 + signs * 10 ** random.uniform(-8, -0.3, COUNT))
    tails = signs * 10 ** random.uniform(-38, 38, COUNT)
    ends = [0.0, -0.0, np.inf, -np.inf, np.nan]
    x = [random.normal(0, 3, COUNT), random.uniform(0, 1, COUNT), tails, beside, near, ends]
    return np.concatenate(x).astype(np.float32)


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize("function", COMPOSED, ids=str)
def test_float32_is_that_of_double_double_numbers(function):
    x = points(function)
    for method in METHODS:
        with np.errstate(over="ignore"):
            expected = getattr(function.in_float32(), method)(x.astype(np.float64)).astype(np.float32)
        np.testing.assert_array_equal(getattr(function, method)(x), expected, err_msg=method)


@pytest.mark.parametrize("loss", [one for one in COMPOSED if getattr(one, "takes_target", False)], ids=str)
def test_losses_of_float32_are_rounded_once(loss):
    prediction = np.random.default_rng(3).uniform(0.01, 0.99, 500).astype(np.float32)
    for method in ("evaluate", "gradient"):
        exact = getattr(loss.in_float32(), method)(prediction.astype(np.float64), 1.0)
        given = getattr(loss, method)(prediction, np.float32(1.0))
        np.testing.assert_array_equal(given, exact.astype(np.float32), err_msg=method)


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize("function", COMPOSED, ids=str)
def test_few_digits_are_a_dozen(function):
    x = np.random.default_rng(7).uniform(*np.clip(function.domain, -8, 8), 400)
    for method in METHODS:
        exact = getattr(function, method)(x)
        with plain.few_digits():
            few = getattr(function, method)(x)
        size = np.max(np.abs(exact[np.isfinite(exact)]), initial=0.0)
        np.testing.assert_allclose(few, exact, rtol=1e-11, atol=1e-12 * size, err_msg=method)


@pytest.mark.exhaustive(keep=0.1)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("function", CASES, ids=str)
def test_value_and_slope_are_both(function, dtype):
    x = points(function)[::7].astype(dtype)
    value, slope = function.value_and_slope(x)
    np.testing.assert_array_equal(value, function.value(x))
    np.testing.assert_array_equal(slope, function.derivative(x))
    assert value.dtype == slope.dtype == dtype
    assert all(np.ndim(one) == 0 for one in function.value_and_slope(0.25))


@pytest.mark.parametrize("loss", [one for one in ENTRIES if getattr(one, "takes_target", False)], ids=str)
def test_losses_and_slopes_are_both(loss):
    prediction, target = np.linspace(0.05, 0.95, 31), 1.0
    both = loss.losses_and_slopes(prediction, target)
    for one, other in zip(both, (loss.losses(prediction, target), loss.slopes(prediction, target)), strict=True):
        np.testing.assert_array_equal(one, other)


def test_users_may_ask_for_few_digits():
    x = np.linspace(-4, 4, 101)
    serf, focal = actplot.get("serf"), actplot.get("sigmoid_focal")
    for method in METHODS:
        exact, few = getattr(serf, method)(x), getattr(serf, method)(x, exact=False)
        np.testing.assert_allclose(few, exact, rtol=1e-12, atol=1e-15)
        assert np.any(few != exact)
    for method in ("evaluate", "gradient"):
        few = getattr(focal, method)(x, 1.0, exact=False)
        np.testing.assert_allclose(few, getattr(focal, method)(x, 1.0), rtol=1e-12)
        assert np.any(few != getattr(focal, method)(x, 1.0))
    assert np.all(serf.value(x) == serf.value(x, exact=True))


def test_plain_floats_are_used_where_few_digits_are_needed_alone(monkeypatch):
    asked = []
    watched = jets.evaluate_watched
    monkeypatch.setattr(
        jets, "evaluate_watched", lambda form, x, order: asked.append(x.size) or watched(form, x, order)
    )
    function, x = actplot.get("ndtr"), np.linspace(-3, 3, 1000)
    function.value(x)
    assert sum(asked) == 1000
    function.value(x.astype(np.float32))
    assert sum(asked) < 1020
    with plain.few_digits():
        function.value(x)
    assert sum(asked) < 1020


def test_quick_tail():
    for t in np.concatenate([np.linspace(0, 20, 101), [1e-300, 1e-9, 37.5, 1e3, 1e8, 1e300]]):
        with mpmath.workdps(60):
            u = mpmath.mpf(t)
            far = u > 1e4
            exact = (1 / (u + 1 / u) if far else mpmath.ncdf(-u) / mpmath.npdf(u)) / mpmath.sqrt(2 * mpmath.pi)
            assert abs(normal.quick_tail(t) / exact - 1) < 6e-16
