"""The largest, the smallest and the subnormal arguments, where 2x, x² and x/α overflow or lose their digits.

The truth is the formula, and its derivatives by the rules, at 12 000 bits: more than any of these cancels.
"""

import math

import numpy as np
import pytest
from cases import ENTRIES
from definitions import definition
from mpmath import mp, mpf
from mpmath.libmp import from_float

import actplot
from actplot.algebra.evaluating.compiler import derivatives_of
from actplot.algebra.evaluating.elementary import Undefined, Work
from actplot.algebra.evaluating.evaluator import compiled
from actplot.calculus.checks.accuracy import ulps
from actplot.calculus.letters import formula_of
from actplot.catalogue.kinds.functions import METHODS

BITS = 12_000
LIMITS = (4, 4, 16)
SMALLEST = 5e-324
SIZES = (1.7976931348623157e308, 1e308, 9e307, 1e200, 1e155, 1.35e154, 1e16, 1e-154, 1e-200, 1e-305, 2.2e-308, 1e-310)
ARGUMENTS = np.array([side * size for size in (*SIZES, SMALLEST) for side in (-1, 1)])
SINGLES = [3.4028235e38, -3.4028235e38, 1e38, 1.2e-38, 1e-40, -1e-40, 1.4e-45, 0.1, -1.1]
SPECS = (
    *("celu:1e10", "celu:1e-10", "elu:1e300", "leaky_relu:1e300", "leaky_relu:1e-300", "softplus:8e-8", "softplus:1e8"),
    *("celu:-1e10", "celu:-1e-10", "elu:-1e300", "softplus:-8e-8", "softplus:-1e8", "silu:-1e9", "silu:-1e-9"),
    *("snake:-1e10", "snake:-1e-5", "poisson_nll:1e300,true", "poisson_nll_rate:1e5,true", "gaussian_nll:1e300,true"),
    *("snake:1e10", "snake:1e-5", "snake:1e100", "silu:1e9", "silu:1e-9", "isru:1e10", "isrlu:1e-10", "smelu:1e300"),
    *("squareplus:1e300", "soft_clipping:1e5", "pelu:1e-5,1e5", "soft_root_sign:1e5,1e-5", "aria2:1e-3,1e3"),
    *("star_relu:1e10,1e10", "nlrelu:1e10", "nlrelu:1e-10", "xielu:1e-5,1e-5,1", "huber:1e200", "huber:1e-200"),
    *("pseudo_huber:1e200", "pseudo_huber:1e-200", "charbonnier:1e-200", "cauchy:1e200", "welsch:1e-200"),
    *(
        "barron:1,1e200",
        "barron:0.5,1e-200",
        "wing:1e300",
        "tukey_biweight:1e200",
        "smooth_l1:1e300",
        "smooth_l1:1e-300",
    ),
    *(
        "smooth_l1:1e-300",
        "mape:1e300",
        "msle:1e300",
        "gamma_deviance:1e300",
        "poisson_nll:1e300",
        "poisson_nll_rate:1e300",
    ),
    *("sigmoid_cross_entropy_with_logits:0.5", "weighted_cross_entropy_with_logits:0.5,1e5", "quantile:0.3"),
)
# Of what even these digits do not reach: the second derivative of log Φ is −1 there.
BEYOND = {("log_ndtr", "second_derivative"): (-1e150, mpf(-1))}
CASES = [*ENTRIES, *map(actplot.get, SPECS)]
SHARES = [0.1, 0.2, 0.3, 0.4]


def truth(term, function, method, x):
    """At so many bits, nan where there is none."""
    end, limit = BEYOND.get((function.name, method), (-math.inf, None))
    if x <= end:
        return limit
    numbers = {**function.numbers, "x": x}
    try:
        return mp.make_mpf(compiled(term)(Work(BITS), {name: from_float(float(one)) for name, one in numbers.items()}))
    except Undefined:
        return mpf("nan")


def arguments(function):
    low, high = function.domain
    x = ARGUMENTS[(low < ARGUMENTS) & (high > ARGUMENTS)]
    return x[~np.isin(x, function.breaks)]


def right(found, true, limit):
    """Within some units in the last place, or one of the smallest float."""
    close = math.isfinite(found) and abs(mpf(found) - true) <= mpf(SMALLEST) * 1.001
    return close or ulps(found, true) <= limit


@pytest.mark.exhaustive(keep=0.0055, thorough=0.06)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_every_order_at_every_size(function):
    terms = (formula_of(function), *derivatives_of(formula_of(function), "x")[1:])
    x = arguments(function)
    for method, term, limit in zip(METHODS, terms, LIMITS, strict=True):
        found = getattr(function, method)(x)
        wrong = {
            float(at): (float(one), float(true))
            for at, one, true in zip(x, found, [truth(term, function, method, float(at)) for at in x], strict=True)
            if not right(float(one), true, limit)
        }
        assert wrong == {}, method


WORKED = {
    ("mish", "value", -1e308): 0.0,
    ("bent_identity", "value", 1e308): 1.5e308,
    ("bent_identity", "derivative", -1.7976931348623157e308): 0.5,
    ("arctan", "derivative", 1.35e154): 5.48696844993141e-309,
    ("celu:1e10", "value", -1e-305): -1e-305,
    ("softplus:8e-8", "value", -9e9): 2.5402885030303281e-306,
    ("snake", "value", -1.7976931348623157e308): -1.7976931348623157e308,
    ("huber:1e200", "value", 1.35e154): 9.1125e307,
}


@pytest.mark.parametrize(("spec", "method", "x"), WORKED)
def test_worked_numbers(spec, method, x):
    expected = WORKED[spec, method, x]
    assert abs(getattr(actplot.get(spec), method)(x) - expected) <= 2 * math.ulp(expected)


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_float32_is_the_rounded_float64(function):
    with np.errstate(over="ignore", under="ignore"):
        x = np.concatenate([SINGLES, ARGUMENTS]).astype(np.float32)
        for method in METHODS:
            exact = getattr(function.in_float32(), method)(x.astype(np.float64)).astype(np.float32)
            found = getattr(function, method)(x)
            assert found.dtype == np.float32
            assert np.array_equal(found, exact, equal_nan=True)


VECTORS = [
    (1e308, -1e308, 0.0),
    (1.7976931348623157e308, 1e308, 9e307, -1e308),
    (1e308, 1e308, 1e308, 1e308),
    (1e200, -1e200, 3.0),
    (1.35e154, 1e154, -1e154, 1.0),
    (5e-324, -1e-310, 0.0, 1e-310),
    (1e-305, 1e-200, -1e-160),
    (1e155, 2e155),
]


def takes(function, x):
    try:
        function.check_shape(np.shape(x))
    except actplot.BadInput:
        return False
    return True


def near(found, true):
    """Within thirteen digits, or some of the smallest float; infinite where the truth exceeds every float."""
    if math.isinf(float(true)):
        return found == float(true)
    return bool(abs(mpf(float(found)) - true) <= max(mpf(SMALLEST) * 4, abs(true) * mpf(1e-13)))


@pytest.mark.exhaustive(keep=0.015, thorough=0.25)
@pytest.mark.parametrize("name", [name for name in actplot.names("vector function") if name != "geglu"])
def test_functions_of_vectors(name):
    function = actplot.get(name)
    with mp.workdps(1000):
        for x in filter(lambda x: takes(function, x), VECTORS):
            truths = definition(function, [mpf(number) for number in x])
            assert all(map(near, np.ravel(function(np.array(x))), truths)), x
            assert np.isfinite(function.jacobian(np.array(x))).all() or name == "bilinear", x


def test_a_gate_of_the_largest_numbers():
    """Definitions in mpmath take no erf that large."""
    assert actplot.get("geglu")([1e155, -1e308, 2e155, 1e308]).tolist() == [math.inf, 0.0]


def test_standard_scores_of_the_largest_numbers():
    scores = actplot.get("standardize")
    assert scores([1e308, -1e308, 0]) == pytest.approx([1.5**0.5, -(1.5**0.5), 0], rel=1e-15)
    slopes = scores.jacobian([1e308, -1e308, 0.0]) * 1e308
    assert slopes == pytest.approx(scores.jacobian([1e150, -1e150, 0.0]) * 1e150, rel=1e-14)


@pytest.mark.parametrize(("name", "target"), [("cross_entropy", 3.0), ("softmax_cross_entropy_with_logits", SHARES)])
def test_a_cross_entropy_of_which_single_terms_exceed_every_float(name, target):
    loss, z = actplot.get(name), [1e308, -1e308, 0.0, 1.0]
    with mp.workdps(700):
        goal = [mpf(share) for share in target] if np.ndim(target) else mpf(target)
        assert near(loss.evaluate(z, target), definition(loss, [mpf(number) for number in z], goal))
