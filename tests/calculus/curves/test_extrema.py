"""The extrema that a figure points out: where they are, and when there are too many to tell."""

import numpy as np
import pytest

import actplot
from actplot.calculus.curves import marks
from actplot.calculus.curves.tracing import trace


class Watched:
    """A function of which the calls are counted."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def value(self, x):
        self.calls += 1
        return self.function.value(x)

    def derivative(self, x):
        self.calls += 1
        return self.function.derivative(x)


def test_all_extrema_are_found_together():
    function = actplot.get("sin(x)")
    watched = Watched(function)
    found = marks.extrema(watched, trace(function, 0, (-50.0, 50.0), 1001))
    at = [one.x for one in found]
    assert np.allclose(at, (np.arange(-16, 16) + 0.5) * np.pi, atol=1e-7)
    assert [one.highest for one in found] == [bool(i % 2 == 0) for i in range(-16, 16)]
    assert [one.y for one in found] == [1.0 if one.highest else -1.0 for one in found]
    assert watched.calls == marks.ZOOMS + 2


def test_none_where_there_is_none():
    function = actplot.get("tanh")
    assert marks.extrema(function, trace(function, 0, (-5.0, 5.0), 1001)) == ()


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize(
    ("spec", "interval"), [("sin(1e9*x)", (-5, 5)), ("snake", (-1e300, 1e300)), ("snake:alpha=1e16", (-5, 5))]
)
def test_of_too_many_none_is_told(spec, interval):
    function = actplot.get(spec)
    watched = Watched(function)
    assert marks.extrema(watched, trace(function, 1, interval, 1001)) is None
    assert watched.calls == 1
