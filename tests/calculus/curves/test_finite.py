"""Finite differences agree with closed forms where they converge, and say so where they do not."""

import numpy as np
import pytest
from cases import within

from actplot import get
from actplot.calculus.curves.finite import BREAK, CONVERGED, UNDECIDED, finite_difference
from actplot.catalogue.registry import elementwise_names
from actplot.errors import BadParameter

GRID = np.concatenate([np.linspace(-10, 10, 203), [1e-8, -1e-8, 1e-300, 37.5, 745.0, 1e3, 1e5]])


@pytest.mark.exhaustive(keep=0.215, thorough=0.3)
@pytest.mark.parametrize("name", elementwise_names())
@pytest.mark.parametrize("of_derivative", [False, True])
def test_what_converges_is_right_and_most_does(name, of_derivative):
    function = get(name)
    x = within(function, GRID, 101)
    estimate = finite_difference(function, x, of_derivative=of_derivative)
    closed = (function.second_derivative if of_derivative else function.derivative)(x)
    good = estimate.converged
    bound = 10 * estimate.error + 1e-11 + 1e-9 * np.abs(closed)
    assert np.all(np.abs(closed - estimate.derivative)[good] <= bound[good])
    assert np.mean(good | np.isin(x, function.breaks)) > 0.97
    assert np.all(np.isnan(estimate.derivative[~good]))


@pytest.mark.parametrize("spec", ["relu", "leaky_relu:-1", "mae", "step", "sign", "hard_shrink:1/3", "relu6"])
def test_a_kink_or_jump_has_no_derivative(spec):
    function = get(spec)
    estimate = finite_difference(function, function.breaks)
    assert set(estimate.status) == {BREAK}
    assert np.all(np.isnan(estimate.derivative))


def test_a_smooth_join_has_one():
    for spec in ("huber", "elu", "squared_hinge", "softsign"):
        function = get(spec)
        estimate = finite_difference(function, function.breaks)
        assert set(estimate.status) == {CONVERGED}
        np.testing.assert_allclose(estimate.derivative, function.derivative(function.breaks), atol=1e-6)
        assert set(finite_difference(function, function.breaks, of_derivative=True).status) == {BREAK}


def test_right_next_to_a_kink_it_looks_away():
    x = np.array([5e-324, -5e-324, 1e-300, -1e-9, 1e-3, -1e-3])
    estimate = finite_difference(get("leaky_relu"), x)
    assert np.all(estimate.converged)
    np.testing.assert_allclose(estimate.derivative, np.where(x > 0, 1, 0.01), rtol=1e-9)


@pytest.mark.parametrize("x", [1e300, -1e300, 1e12, np.inf, -np.inf, np.nan])
def test_where_steps_vanish_nothing_is_decided(x):
    estimate = finite_difference(get("sigmoid"), x)
    assert estimate.status == UNDECIDED
    assert np.isnan(estimate.derivative)
    assert np.isnan(estimate.error)


def test_the_domain_is_not_left():
    loss = get("binary_cross_entropy")
    x = np.array([-0.5, 0.0, 1e-9, 0.5, 1 - 1e-6, 1.0, 1.5])
    estimate = finite_difference(loss, x)
    assert list(estimate.status) == [UNDECIDED, UNDECIDED, *[CONVERGED] * 4, UNDECIDED]
    np.testing.assert_allclose(estimate.derivative[2:6], -1 / x[2:6], rtol=1e-6)


def test_shape_and_float32():
    estimate = finite_difference(get("tanh"), np.zeros((2, 3), dtype=np.float32))
    assert estimate.derivative.shape == estimate.error.shape == estimate.status.shape == (2, 3)
    assert estimate.derivative.dtype == np.float64
    assert finite_difference(get("tanh"), []).derivative.shape == (0,)
    assert finite_difference(get("tanh"), 0.5).derivative == pytest.approx(1 - np.tanh(0.5) ** 2)


@pytest.mark.parametrize("order", [0, 1, 3, -2, 2.5])
def test_orders_that_do_not_exist(order):
    with pytest.raises(BadParameter, match="even"):
        finite_difference(get("tanh"), [0.0], order=order)


def test_a_steep_function_is_undecided_rather_than_wrong():
    estimate = finite_difference(get("softplus:beta=1e6"), np.array([1e-5, -3e-6]))
    truth = get("softplus:beta=1e6").derivative(np.array([1e-5, -3e-6]))
    assert np.all(~estimate.converged | (np.abs(estimate.derivative - truth) < 1e-5))
