"""The rules of Gauss and Legendre that are written down are those of numpy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from actplot.calculus.quadrature import _UPPER, gauss_legendre


@pytest.mark.parametrize("nodes", _UPPER)
def test_nodes_and_weights_are_those_that_numpy_finds(nodes):
    places, weights = gauss_legendre(nodes)
    expected = np.polynomial.legendre.leggauss(nodes)
    assert_allclose(places, expected[0], rtol=1e-15, atol=1e-16)
    assert_allclose(weights, expected[1], rtol=1e-13)
    assert np.all(np.diff(places) > 0)
