"""Functions and losses of vectors whose components are the largest, the smallest and subnormal numbers, and mixtures.

Values and slopes are held against the definitions at 1 800 digits; a slope is the quotient of differences that are
shorter than any component. What exceeds every float is infinite.
"""

import math
from functools import partial

import mpmath
import numpy as np
import pytest
from definitions import definition
from mpmath import mp, mpf

import actplot

LARGEST, SMALLEST = 1.7976931348623157e308, 5e-324
DIGITS, STEP = 1800, mpf(10) ** -400
EQUAL = mpf(10) ** -100  # between slopes from both sides, where there is no kink
NEAR = 1e-13
VECTORS = (
    (1e308, -1e308, 0.0, 1.0),
    (LARGEST, 1e308, 9e307, -1e308),
    (LARGEST, -LARGEST, LARGEST, -LARGEST),
    (1e308, 1e308, 1e308, 1e308),
    (1e200, -1e200, 3.0, 0.5),
    (1.35e154, 1e154, -1e154, 1.0),
    (SMALLEST, -1e-310, 0.0, 1e-310),
    (1e-305, 1e-200, -1e-160, SMALLEST),
    (1e308, SMALLEST, -1e-310, -1e200),
    (-1e308, -1e200, -SMALLEST, -1e-310),
    (-LARGEST, SMALLEST, 1.5e308, -0.25),
)
SHARES, FEW = (0.1, 0.2, 0.3, 0.4), (1.0, 2.0, 0.5, -3.0)
LOSSES = (
    *actplot.names("vector loss"),
    *("multi_margin:2", "multi_margin:2,0", "cosine_embedding:-1", "contrastive:-1,1e308"),
    *("triplet_margin:5,3", "dice:1", "tversky:0.3,0.7", "generalized_kl:true", "kl_divergence:true", "poly_loss:-1"),
    *("categorical_focal:1,0", "categorical_focal:0.5,0.5", "cross_entropy:label_smoothing=0.3"),
)


def targets_of(loss, vector):
    """Some that a loss takes, and with an extreme prediction as extreme ones."""
    back, other = vector[::-1], tuple(-number for number in vector)
    return {
        "distribution": [SHARES, (0, 1, 0, 0), (0, 0, 0, 1)],
        "vector": [back, SHARES] if loss.takes == "probabilities" else [back, other, FEW, vector],
        "shares": [SHARES, (0, 1, 1, 0)],
        "multilabel": [(1, 0, 0, 1), (0, 1, 0, 1)],
        "class": [0, 1, 2, 3],
        "label": [1, -1],
        "pair": [(back, other), (FEW, back), ((1e308,) * 4, (-1e308, 1e308, 0, 1))],
    }[loss.target_kind]


def prediction_of(loss, vector):
    """Of the length that a loss takes; probabilities are not negative."""
    return tuple(abs(number) if loss.takes == "probabilities" else number for number in vector[: loss.length or 4])


def exactly(values):
    """Nested lists of mpmath's numbers, or one number."""
    return [exactly(value) for value in values] if np.ndim(values) else mpf(float(values))


def defined(outputs, x):
    """The outputs at x; none where there are none."""
    try:
        found = outputs(x)
    except (ValueError, ArithmeticError, TypeError):  # outside the domain; complex numbers do not compare
        return None
    return None if any(isinstance(one, mpmath.mpc) or mp.isnan(one) for one in found) else list(map(mpf, found))


def slopes_of(outputs, x, place):
    """Of all outputs by one input; none where it is not known, is lost in a far larger value or there is a kink."""
    around = [defined(outputs, [*x[:place], x[place] + side * STEP, *x[place + 1 :]]) for side in (-1, 0, 1)]
    if None in around or any(mp.isinf(one) for row in around for one in row):
        return None
    below, above = (
        [(right - left) / STEP for left, right in zip(*around[first : first + 2], strict=True)] for first in (0, 1)
    )
    noise = [abs(value) * mpf(10) ** (10 - DIGITS) / STEP for value in around[1]]  # of a value beyond all digits
    return [
        (left + right) / 2
        if abs(left - right) <= EQUAL * abs(left + right) + STEP / 2 and rounded <= max(EQUAL * abs(left), STEP)
        else None
        for left, right, rounded in zip(below, above, noise, strict=True)
    ]


def near(found, true, unit=0.0):
    """Within thirteen digits, some of the smallest float, or what rounding the input changes; else infinite."""
    if math.isinf(float(true)):
        return found == float(true)
    if not math.isfinite(found):
        return False
    return bool(abs(mpf(float(found)) - true) <= max(8 * mpf(SMALLEST), abs(true) * mpf(NEAR), 8 * mpf(unit)))


def changed_by_rounding(slopes, x):
    """What a unit in the last place of each input changes."""
    return np.abs(slopes) @ np.spacing(np.abs(x))


def faults(outputs, x, values, slopes, terms=0.0):
    """Where values, of shape (m,), and slopes, of shape (m, n), are not those of the definition.

    Slopes are allowed the rounding of terms of a given size whose differences they are.
    """
    exact, found = exactly(x), {}
    with np.errstate(all="ignore"):
        units = changed_by_rounding(slopes, np.array(x, float))
    for row, true in enumerate(defined(outputs, exact) or ()):
        if not near(float(values[row]), true, units[row]):
            found[row] = (float(values[row]), mp.nstr(true, 17))
    for place in range(len(x)):
        for row, true in enumerate(slopes_of(outputs, exact, place) or ()):
            if true is not None and not near(float(slopes[row, place]), true, np.spacing(terms)):
                found[row, place] = (float(slopes[row, place]), mp.nstr(true, 17))
    return found


@pytest.mark.exhaustive(keep=0.0085, thorough=0.06)
@pytest.mark.parametrize("vector", VECTORS, ids=str)
@pytest.mark.parametrize("spec", LOSSES)
def test_losses_and_gradients(spec, vector):
    loss = actplot.get(spec)
    x = prediction_of(loss, vector)
    with mp.workdps(DIGITS):
        for target in targets_of(loss, x):
            goal = exactly(target)
            outputs = lambda prediction, goal=goal: [definition(loss, prediction, goal)]  # noqa: E731
            values, slopes = loss.evaluate(x, target), loss.gradient(x, target)
            found = faults(outputs, x, np.reshape(values, 1), np.reshape(slopes, (1, -1)), loss.cancels)
            assert found == {}, target


@pytest.mark.exhaustive(keep=0.012, thorough=0.06)
@pytest.mark.parametrize("vector", VECTORS, ids=str)
@pytest.mark.parametrize("name", actplot.names("vector function"))
def test_functions_and_jacobians(name, vector):
    function = actplot.get(name)
    values, slopes = function(vector), function.jacobian(vector)
    with mp.workdps(DIGITS):
        assert faults(partial(definition, function), vector, np.ravel(values), np.reshape(slopes, (-1, 4))) == {}
