"""Values of functions and losses of vectors, in units in the last place (ULP) of the result.

An error counts as well as small where a ULP of the largest input changes the result as much: so it does for the
shares of scores far behind, which are exponentials of differences.
"""

import mpmath
import numpy as np
import pytest
from definitions import definition

from actplot import get, names
from actplot.calculus.checks.points import pairs

FEW = 6


def exactly(values):
    """Nested lists of mpmath's numbers, or one number."""
    return [exactly(value) for value in values] if np.ndim(values) else mpmath.mpf(float(values))


def errors(found: np.ndarray, truth: list, slopes: np.ndarray, x: np.ndarray) -> list[float]:
    """Of each output, in units of its last place, or of what the last place of the largest input changes."""
    last = np.spacing(np.maximum(np.abs([float(number) for number in truth]), np.finfo(float).tiny))
    units = np.maximum(last, np.sum(np.abs(slopes), axis=-1) * np.spacing(np.max(np.abs(x))))
    pairs_of = zip(np.ravel(found), truth, units, strict=True)
    return [float(abs(mpmath.mpf(float(one)) - exact) / mpmath.mpf(float(unit))) for one, exact, unit in pairs_of]


@pytest.mark.parametrize("name", names("vector function"))
@pytest.mark.parametrize("spread", [0.3, 5.0, 100.0])
def test_values_of_functions(name, spread):
    function = get(name)
    with mpmath.workdps(300):  # shares are as small as exp(-500)
        for x in spread * np.random.default_rng(3).standard_normal((20, 6)):
            slopes = np.reshape(function.jacobian(x), (-1, x.size))
            assert max(errors(function(x), definition(function, exactly(x)), slopes, x)) <= FEW, x


@pytest.mark.parametrize("name", names("vector loss"))
def test_values_of_losses(name):
    loss, decided = get(name), 0
    with mpmath.workdps(60):
        for prediction, target in pairs(loss):
            value, slopes = loss.evaluate(prediction, target), loss.gradient(prediction, target)
            if np.isfinite(value) and np.isfinite(slopes).all():
                truth = definition(loss, exactly(prediction), exactly(target))
                assert max(errors(value, [truth], slopes, np.asarray(prediction))) <= FEW, (prediction, target)
                decided += 1
    assert decided > 5
