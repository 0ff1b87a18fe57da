"""Numbers in their order, each once, are those of numpy."""

import numpy as np
import pytest

from actplot.numerics.arrays import distinct


@pytest.mark.parametrize(
    "numbers", [[], [1.0], [3, 1, 1, 2], [0.0, -0.0, 5e-324], [[1.0, 2.0], [2.0, -np.inf]], [np.inf, 1e308, np.inf]]
)
def test_what_numpy_calls_unique(numbers):
    found, expected = distinct(numbers), np.unique(np.array(numbers, dtype=float))
    assert found.dtype == expected.dtype
    assert found.tobytes() == expected.tobytes()
