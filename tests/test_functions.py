"""The contract of every function: shapes, dtypes, limits, special values, identity, and the losses' chain rule."""

import dataclasses

import numpy as np
import pytest
from cases import CASES
from hypothesis import given
from hypothesis import strategies as st

import actplot
from actplot.function import Activation, param
from actplot.registry import lookup, register

METHODS = ("value", "derivative", "second_derivative")
POINTS = np.array([0.1, 0.25, 0.5, 0.75, 0.9, 0.001])
LOSSES = [function for function in CASES if function.kind == "loss"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_shapes_and_dtypes(function, method):
    evaluate = getattr(function, method)
    expected = evaluate(POINTS)
    assert expected.dtype == np.float64
    assert np.array_equal(evaluate(list(POINTS)), expected)
    assert np.array_equal(evaluate(POINTS.reshape(1, 3, 2)), expected.reshape(1, 3, 2))
    assert np.array_equal(evaluate(POINTS[::-2]), expected[::-2])
    assert evaluate(np.empty((0, 3))).shape == (0, 3)
    assert np.ndim(evaluate(0.5)) == 0
    assert evaluate(np.float32(0.5)).dtype == np.float32
    assert evaluate(POINTS.astype(np.float32)).dtype == np.float32
    assert evaluate(POINTS.astype(">f8")).tolist() == expected.tolist()
    assert evaluate(np.array([0, 1])).dtype == np.float64
    assert evaluate(np.float16([0, 1])).dtype == np.float64
    assert evaluate([True, False]).dtype == np.float64


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_float32_is_float64_rounded_once(function, method):
    x = POINTS.astype(np.float32)
    exact = getattr(function, method)(x.astype(np.float64))
    assert np.array_equal(getattr(function, method)(x), exact.astype(np.float32))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_input_is_not_changed_and_nan_passes_through(function, method):
    x = np.array([np.nan, 0.3, np.inf, -np.inf, 0.0, 1.0])
    before = x.copy()
    result = getattr(function, method)(x)
    assert np.array_equal(x, before, equal_nan=True)
    assert np.isnan(result[0])
    assert not np.shares_memory(result, x)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_limit_at_infinity_is_what_large_arguments_approach(function, method):
    if function.domain != (-np.inf, np.inf):
        assert np.all(np.isnan(getattr(function, method)([-np.inf, np.inf])))
        return
    for side in (-1, 1):
        limit, far = getattr(function, method)(np.array([side * np.inf, side * 1e300]))
        if np.isinf(limit):
            assert abs(far) > 1e250
            assert np.sign(far) == np.sign(limit)
        else:
            assert far == pytest.approx(limit, rel=1e-12, abs=1e-100)


@pytest.mark.parametrize("function", CASES, ids=str)
def test_asymptotes_are_approached(function):
    for side, asymptote in zip((-1, 1), function.asymptotes, strict=True):
        if asymptote is not None:
            x = side * 1e6
            line = asymptote.slope * x + asymptote.intercept
            assert function.value(x) == pytest.approx(float(line), rel=1e-12, abs=2e-6)


@pytest.mark.parametrize("function", CASES, ids=str)
def test_values_stay_finite_and_within_the_bounds(function):
    low, high = function.domain
    x = np.concatenate([np.linspace(-60, 60, 24001), [-1e300, -1e30, 1e30, 1e300, 5e-324, -5e-324]])
    x = x if np.isinf(low) else np.linspace(low, high, 4001)[1:-1]
    value, slack = function.value(x), 1e-15
    bounds = function.bounds
    assert np.all(value >= bounds.low - slack * abs(bounds.low))
    assert np.all(value <= bounds.high + slack * abs(bounds.high))
    if function.asymptotes != (None, None) or np.isfinite(low):
        assert np.all(np.isfinite(value)) or None in function.asymptotes
        assert np.all(np.isfinite(function.derivative(x)))
        assert np.all(np.isfinite(function.second_derivative(x)))


@pytest.mark.parametrize("function", CASES, ids=str)
def test_bounds_are_no_wider_than_the_values(function):
    low, high = function.domain
    sides = np.nextafter([function.breaks, function.breaks], [[-np.inf], [np.inf]]).ravel()
    x = np.concatenate([np.linspace(-50, 50, 400_001), [-1e300, 1e300, *function.breaks], sides])
    value = function.value(x if np.isinf(low) else np.linspace(low, high, 100_001))
    for bound, reached in ((function.bounds.low, value.min()), (function.bounds.high, value.max())):
        assert abs(reached) > 1e250 if np.isinf(bound) else reached == pytest.approx(bound, abs=1e-6)


@pytest.mark.parametrize("function", CASES, ids=str)
def test_identity(function):
    assert function(0.5) == function.value(0.5)
    same = actplot.get(str(function))
    assert same == function
    assert hash(same) == hash(function)
    assert {same: 1}[function] == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        function.name = "other"


def test_equality_ignores_spelling():
    assert actplot.get("LeakyReLU:alpha=1/5") == actplot.get("leaky_relu:0.2")
    assert actplot.get("elu:1.0") == actplot.get("elu")
    assert actplot.get("elu:2") != actplot.get("elu")
    assert actplot.get("elu") != actplot.get("celu")
    assert actplot.get("prelu:-0.0") == actplot.get("prelu:0")


@pytest.mark.parametrize("bad", ["text", None, 1j, [[1], [2, 3]], np.array(["1"]), object(), [10**400]])
def test_what_is_not_a_real_number_is_refused(bad):
    with pytest.raises(actplot.BadInput, match="real numbers"):
        actplot.get("relu").value(bad)


@pytest.mark.parametrize("name", actplot.names())
def test_every_entry_is_documented(name):
    cls = lookup(name)
    assert cls.__doc__.strip().endswith(".")
    assert cls.note.endswith(".")
    assert cls.strengths
    assert cls.weaknesses
    assert cls.sources
    assert cls.equivalents
    assert cls.aliases or name == "mish"
    assert len(cls.aliases) == len(set(cls.aliases))
    assert all(parameter.meaning and parameter.constraint for parameter in cls.declared)
    assert not cls.breaks or cls.convention or not any(cls().breaks)


@pytest.mark.parametrize("name", actplot.names())
def test_a_kink_or_jump_has_a_stated_convention(name):
    from actplot.calculus.breaks import breaks_of

    function = actplot.get(name)
    if any(point.kind != "smooth" for point in breaks_of(function)):
        assert "0" in function.convention or "mean" in function.convention or "=" in function.convention


def test_kinds_partition_the_catalogue():
    assert sorted(actplot.names("activation") + actplot.names("loss")) == sorted(actplot.names())
    with pytest.raises(actplot.UnknownName, match="Did you mean 'activation'"):
        actplot.names("activations")


def test_a_name_can_be_taken_once():
    with pytest.raises(actplot.ActplotError, match="belongs to 'relu'"):

        @register
        class Again(Activation):
            """Takes a name that is taken."""

            slope: float = param(1, "slope")
            name = "again"
            aliases = ("Re_LU",)


CONVENTIONS = {
    ("relu", 0): 0, ("relu6", 0): 0, ("relu6", 6): 0, ("leaky_relu", 0): 0.01, ("leaky_relu:0.2", 0): 0.2,
    ("prelu", 0): 0.25, ("rrelu", 0): 11 / 48, ("elu:0.5", 0): 0.5, ("celu:0.5", 0): 1, ("selu", 0): 1.7580993408473768,
    ("hard_tanh", -1): 0, ("hard_tanh", 1): 0, ("hard_sigmoid", 3): 0, ("hard_sigmoid", -3): 0, ("hard_silu", -3): 0,
    ("hard_silu", 3): 1, ("hard_shrink", 0.5): 0, ("soft_shrink", -0.5): 0, ("threshold", 0): 0, ("step", 0): 0,
    ("sign", 0): 0, ("mae", 0): 0, ("huber", 1): 1, ("hinge", 1): 0, ("squared_hinge", 1): 0, ("softsign", 0): 1,
}  # fmt: skip


@pytest.mark.parametrize(("spec", "x"), CONVENTIONS)
def test_derivative_at_a_break(spec, x):
    assert actplot.get(spec).derivative(x) == CONVENTIONS[spec, x]
    assert actplot.get(spec).second_derivative(x) == 0


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_gradient_is_the_derivative_of_the_loss_by_the_prediction(loss):
    rng = np.random.default_rng(0)
    prediction = rng.uniform(0.1, 0.9, (4, 1)) if loss.variable == "probability" else rng.normal(0, 2, (4, 1))
    target = np.array([-1.0, 1.0, 1.0]) if loss.variable == "margin" else np.array([0.0, 0.25, 1.0])
    step = 1e-6
    slope = (loss.evaluate(prediction + step, target) - loss.evaluate(prediction - step, target)) / (2 * step)
    assert slope.shape == (4, 3)
    assert np.allclose(loss.gradient(prediction, target), slope, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_losses_keep_the_dtype_of_both_arguments(loss):
    prediction, target = np.float32([0.25, 0.5]), np.float32([1, 1])
    assert loss.evaluate(prediction, target).dtype == np.float32
    assert loss.gradient(prediction, target).dtype == np.float32
    assert loss.evaluate(prediction, 1.0).dtype == np.float64


def test_worked_losses():
    # x = 5, w = 10, b = 2, y = 50.6296: the squared error, and by the chain rule its derivative by w.
    assert actplot.get("mse").evaluate(5 * 10 + 2, 50.6296) == pytest.approx(1.87799616, rel=1e-12)
    assert 5 * actplot.get("mse").gradient(5 * 10 + 2, 50.6296) == pytest.approx(13.704, rel=1e-12)
    assert actplot.get("hinge").evaluate([2.0, 0.5, -1.0], [1, 1, 1]).tolist() == [0, 0.5, 2]
    assert actplot.get("hinge").gradient([2.0, 0.5, -0.5], [1, 1, -1]).tolist() == [0, -1, 1]
    bce = actplot.get("binary_cross_entropy:0.7")
    assert bce.evaluate([0.25, 0.25, 0.0, 0.0], [1, 0, 0, 1]).tolist() == [np.log(4), -np.log1p(-0.25), 0, np.inf]


@pytest.mark.parametrize(
    ("spec", "target", "message"),
    [
        ("hinge", 0, "-1 or 1"),
        ("soft_margin", [1, 1, np.nan], "-1 or 1"),
        ("sigmoid_cross_entropy_with_logits", 1.5, "from 0 to 1"),
        ("binary_cross_entropy", [0, 1, np.nan], "from 0 to 1"),
        ("mse", [[1, 2], [3, 4]], r"\(3,\) and \(2, 2\)"),
    ],
)
def test_targets_that_a_loss_does_not_take(spec, target, message):
    with pytest.raises(actplot.BadInput, match=message):
        actplot.get(spec).evaluate([0.1, 0.2, 0.3], target)


@given(x=st.floats(allow_nan=False), name=st.sampled_from(actplot.names()))
def test_no_number_warns_or_raises(x, name):
    function = actplot.get(name)
    inside = function.domain[0] <= x <= function.domain[1]
    assert inside != bool(np.isnan(function.value(x)))
