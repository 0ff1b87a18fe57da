"""The bisection that everything uses ends at neighbouring floats."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actplot.numerics.search import crossings, halved


@pytest.mark.parametrize("root", [math.pi, 1e-200, -3.0, 1e300])
def test_neighbouring_floats_at_a_change_of_sign(root):
    low, high = crossings(lambda x: x - root, [-1.5e308], [1.7e308])
    assert (low[0], high[0]) == (root, root)  # a float with the value 0 is found itself
    low, high = crossings(lambda x: np.where(x > root, 1.0, -1.0), [-1.5e308], [1.7e308])
    assert (low[0], high[0]) == (root, math.nextafter(root, math.inf))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5))
def test_all_brackets_at_once_are_each_one_alone(roots):
    roots = np.array(roots)
    ends = crossings(lambda x: x - roots + 1e-9, np.full(roots.shape, -2e6), np.full(roots.shape, 2e6))
    for index, root in enumerate(roots):
        alone = crossings(lambda x, root=root: x - root + 1e-9, [-2e6], [2e6])
        assert (ends[0][index], ends[1][index]) == (alone[0][0], alone[1][0])


def test_no_more_often_than_asked():
    calls = []
    halved([0.0], [1.0], lambda low, middle, high: calls.append(middle[0]) or np.array([1]), times=3)
    assert calls == [0.5, 0.75, 0.875]


def test_no_bracket_at_all():
    assert [end.size for end in crossings(np.sin, np.empty(0), np.empty(0))] == [0, 0]
