"""Choices between arrays without branches are those of numpy, bit for bit; factors that need no product are none."""

import numpy as np
import pytest

from actplot.numerics import jets
from actplot.numerics.arrays import at_least_0, by_sign, either

X = np.concatenate([np.random.default_rng(0).normal(0, 1, 3000), [np.inf, -np.inf, np.nan, 5e-324, -5e-324, 1e308]])
SPECIAL = np.resize([0.0, -0.0, np.inf, -np.inf, np.nan, 1.5, -5e-324], X.shape)


@pytest.mark.parametrize("x", [X, X[:9], X[1000:1001], X[:0], X[:3000].reshape(30, 100), X[::-1]], ids=np.shape)
def test_either_is_where(x):
    others = SPECIAL[: x.size].reshape(x.shape)
    for condition in (x > 0, x == x, x != x, np.abs(x) < 0.1):
        for first, second in [(x, others), (1.0, others), (others, 0.0), (2, 3), (x > 0, others), (x, x)]:
            expected = np.where(condition, first, second).astype(np.float64)
            np.testing.assert_array_equal(np.signbit(either(condition, first, second)), np.signbit(expected))
            np.testing.assert_array_equal(either(condition, first, second), expected)


def test_either_takes_shapes_that_broadcast():
    column = np.arange(600.0)[:, None]
    np.testing.assert_array_equal(either(column > 3, column, X[:5]), np.where(column > 3, column, X[:5]))
    assert either(np.bool_(True), 1.0, 2.0) == 1.0


def test_what_is_chosen_is_no_view():
    x = X.copy()
    either(x == x, x, 0.0)[:] = 7.0
    either(np.ones(X.shape, bool), x, 0.0)[:] = 7.0
    np.testing.assert_array_equal(x, X)


@pytest.mark.parametrize("x", [X, X[:9], X[::-1]], ids=np.shape)
def test_signs_choose(x):
    known = ~np.isnan(x)
    np.testing.assert_array_equal(by_sign(x, -x, x / 2)[known], np.where(x < 0, -x, x / 2)[known])
    np.testing.assert_array_equal(at_least_0(x), np.maximum(x, 0.0))


@pytest.mark.parametrize("factor", [1.0, -1.0, 0.5, -4.0, 2.0**60, 3.0])
def test_factors_that_need_no_product(factor):
    x = np.linspace(-3, 3, 101)
    for order in (0, 1, 2):
        product = jets.evaluate(lambda u: jets.exp(u) * factor, x, order)
        np.testing.assert_array_equal(product, jets.evaluate(lambda u: jets.exp(u) * np.array([factor]), x, order))
