"""The contract of every function: shapes, dtypes, limits, special values, identity, and the losses' chain rule."""

import dataclasses

import numpy as np
import pytest
from cases import CASES, ENTRIES, TARGETS, whole_line, within
from hypothesis import given
from hypothesis import strategies as st

import actplot
from actplot.catalogue.kinds.functions import Activation, param
from actplot.catalogue.registry import KINDS, elementwise_names, lookup, register
from actplot.errors import BadOption

METHODS = ("value", "derivative", "second_derivative")
POINTS = np.array([0.1, 0.25, 0.5, 0.75, 0.9, 0.001])
LOSSES = [function for function in CASES if function.kind == "loss"]


@pytest.mark.exhaustive(keep=0.097, thorough=0.3)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_shapes_and_dtypes(function):
    for method in METHODS:
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


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_float32_is_float64_rounded_once(function):
    for method in METHODS:
        x = POINTS.astype(np.float32)
        exact = getattr(function, method)(x.astype(np.float64))
        assert np.array_equal(getattr(function, method)(x), exact.astype(np.float32))


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_input_is_not_changed_and_nan_passes_through(function):
    for method in METHODS:
        x = np.array([np.nan, 0.3, np.inf, -np.inf, 0.0, 1.0])
        before = x.copy()
        result = getattr(function, method)(x)
        assert np.array_equal(x, before, equal_nan=True)
        assert np.isnan(result[0])
        assert not np.shares_memory(result, x)


@pytest.mark.exhaustive(keep=0.235, thorough=0.5)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_limit_at_infinity_is_what_large_arguments_approach(function):
    for method in METHODS:
        evaluate = getattr(function, method)
        for side, end in zip((-1, 1), function.domain, strict=True):
            limit = evaluate(side * np.inf)
            near, far = evaluate(np.array([side * 1e150, side * 1e300]))
            if np.isfinite(end):
                assert np.isnan([limit, near, far]).all()
            elif np.isnan(limit):  # it oscillates
                assert np.ptp(evaluate(side * 1e300 * np.linspace(1, 2, 64))) > 0.1
            elif np.isinf(limit):
                assert np.sign(far) == np.sign(limit)
                assert np.isinf(far) or abs(far) > 1.9 * abs(near)
            else:
                assert far == pytest.approx(limit, rel=1e-12, abs=max(1e-100, 1e-30 * abs(near - limit)))


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_asymptotes_are_approached(function):
    for side, asymptote in zip((-1, 1), function.asymptotes, strict=True):
        if asymptote is not None:
            x = side * 1e6
            line = asymptote.slope * x + asymptote.intercept
            allowed = 2e-6 * max(1, abs(asymptote.intercept))  # some approach it like 1/x
            assert function.value(x) == pytest.approx(float(line), rel=1e-12, abs=allowed)


def spread(function) -> np.ndarray:
    """Points all over the domain, some of them as far out and as close to its ends as floats go."""
    far = [-1e300, -1e30, 1e30, 1e300, 5e-324, -5e-324]
    ends = [end for end in function.domain if np.isfinite(end)] if not np.isfinite(np.ptp(function.domain)) else []
    beside = [end + side * 10.0 ** np.linspace(-90, 0, 91) for end in ends for side in (-1, 1)]
    return within(function, np.concatenate([np.linspace(-60, 60, 6001), far, *beside]))


@pytest.mark.exhaustive(keep=0.16, thorough=0.3)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_values_stay_finite_and_within_the_bounds(function):
    x = spread(function)
    value, bounds = function.value(x), function.bounds
    low_slack, high_slack = (1e-15 * max(1, abs(bound)) if bound else 0 for bound in (bounds.low, bounds.high))
    assert np.all(value >= bounds.low - low_slack)
    assert np.all(value <= bounds.high + high_slack)
    with np.errstate(all="ignore"):
        lines = [x * (line.slope if line else np.inf) for line in function.asymptotes]
    beside_edge = np.min([np.abs(x - end) for end in function.domain], axis=0) < 1e-90
    known = (np.abs(x) <= 60) | np.isfinite(np.where(x < 0, *lines))
    for method in METHODS:
        assert np.all(np.isfinite(getattr(function, method)(x[known & ~beside_edge])))


def goes_to(function, bound: float) -> bool:
    """Whether the values grow without end towards an infinite bound: at an end of the domain, or beside it."""
    sizes = np.array([1e75, 1e150, 1e300])[:, None]
    for side, end in zip((-1, 1), function.domain, strict=True):
        x = side * sizes * np.linspace(1, 2, 64) if np.isinf(end) else end - side / sizes
        values = np.max(np.sign(bound) * function.value(x), axis=1)
        if np.sign(bound) * function.value(end) == np.inf or values[2] > 1.9 * values[1] > 3 * values[0] > 0:
            return True
    return False


@pytest.mark.exhaustive(keep=0.12)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_bounds_are_no_wider_than_the_values(function):
    ends = [end for end in function.domain if np.isfinite(end)]
    sides = np.nextafter([function.breaks, function.breaks], [[-np.inf], [np.inf]]).ravel()
    x = np.concatenate([np.linspace(-50, 50, 100_001), [-1e300, 1e300, *function.breaks], sides])
    value = function.value(np.append(within(function, x, 50_001), ends))
    for bound, reached in ((function.bounds.low, value.min()), (function.bounds.high, value.max())):
        assert goes_to(function, bound) if np.isinf(bound) else reached == pytest.approx(bound, abs=1e-6)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
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


@pytest.mark.parametrize("name", elementwise_names())
def test_what_breaks_has_a_convention(name):
    cls = lookup(name)
    assert not cls.breaks or cls.convention or not any(cls().breaks)


@pytest.mark.parametrize("name", elementwise_names())
def test_a_kink_or_jump_has_a_stated_convention(name):
    from actplot.calculus.curves.breaks import breaks_of

    function = actplot.get(name)
    if any(point.kind != "smooth" for point in breaks_of(function)):
        assert "0" in function.convention or "mean" in function.convention or "=" in function.convention


def test_kinds_partition_the_catalogue():
    assert sorted(name for kind in KINDS for name in actplot.names(kind)) == sorted(actplot.names())
    assert sorted(actplot.names("activation") + actplot.names("loss")) == sorted(elementwise_names())
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


def targets_of(loss) -> np.ndarray:
    """Some targets that a loss takes."""
    if loss.variable == "margin":
        return np.array([-1.0, 1.0])
    declared = [parameter for parameter in loss.declared if parameter.name == "target"]
    taken = [target for target in TARGETS if all(one.accepts(target) for one in declared)]
    return np.array([target for target in taken if loss.variable != "probability" or 0 <= target <= 1])


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_gradient_is_the_derivative_of_the_loss_by_the_prediction(loss):
    rng, low = np.random.default_rng(0), loss.domain[0]
    prediction = rng.normal(0, 2, (4, 1)) if whole_line(loss) else low + rng.uniform(0.1, 0.9, (4, 1))
    target = targets_of(loss)
    assert len(target) >= 2
    step = 1e-6
    slope = (loss.evaluate(prediction + step, target) - loss.evaluate(prediction - step, target)) / (2 * step)
    assert slope.shape == (4, len(target))
    assert np.allclose(loss.gradient(prediction, target), slope, rtol=1e-6, atol=1e-6)
    for column, one in enumerate(target):
        assert np.array_equal(loss.evaluate(prediction, one)[:, 0], loss.evaluate(prediction, target)[:, column])


@pytest.mark.parametrize(("reduction", "count"), [("none", 1), ("sum", 1), ("mean", 6), ("batchmean", 2)])
def test_losses_of_numbers_reduce_as_those_of_vectors_do(reduction, count):
    loss, prediction, target = actplot.get("mse"), np.arange(6.0).reshape(2, 3), np.ones((2, 3))
    losses, slopes = (prediction - 1) ** 2, 2 * (prediction - 1)
    expected = losses if reduction == "none" else np.sum(losses) / count
    assert np.array_equal(loss.evaluate(prediction, target, reduction), expected)
    assert np.array_equal(loss.gradient(prediction, target, reduction), slopes / count)


def test_a_single_row_is_one_example():
    assert actplot.get("mse").evaluate([3.0, 2.0], 1.0, "batchmean") == 5.0


def test_no_losses_have_no_mean_and_large_ones_have_one():
    mse, softmax_cross_entropy = actplot.get("mse"), actplot.get("cross_entropy")
    assert np.isnan(mse.evaluate([], [], "mean"))
    assert np.isnan(softmax_cross_entropy.evaluate(np.ones((0, 3)), [], "mean"))
    mean = mse.evaluate(np.full(8, 1e19, np.float32), np.float32(0), "mean")
    assert mean == np.float32(1e19) ** 2
    assert mean.dtype == np.float32
    assert mse.evaluate(np.full(8, 1e19, np.float32), np.float32(0), "sum") == np.inf


def test_an_unknown_reduction_is_refused():
    for spec, target in (("mse", [1.0, 0.0]), ("kl_divergence", [1.0, 0.0])):
        with pytest.raises(BadOption, match="unknown reduction 'means'"):
            actplot.get(spec).evaluate([0.5, 0.5], target, "means")


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_losses_keep_the_dtype_of_both_arguments(loss):
    prediction, target = np.float32([0.25, 0.5]), np.float32([1, 1])
    assert loss.evaluate(prediction, target, "mean").dtype == np.float32
    assert loss.gradient(prediction, target, "mean").dtype == np.float32
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
        ("binary_cross_entropy", 2, "from 0 to 1"),
        ("binary_focal", -0.1, "from 0 to 1"),
        ("hinge_embedding", 0, "-1 or 1"),
        ("sparsemax_loss", 0.5, "0 or 1"),
        ("gamma_deviance", 0, "above 0"),
        ("poisson_nll", -1, "at least 0"),
        ("mse", [[1, 2], [3, 4]], r"\(3,\) and \(2, 2\)"),
    ],
)
def test_targets_that_a_loss_does_not_take(spec, target, message):
    with pytest.raises(actplot.BadInput, match=message):
        actplot.get(spec).evaluate([0.1, 0.2, 0.3], target)


@given(x=st.floats(allow_nan=False), name=st.sampled_from(elementwise_names()))
def test_no_number_warns_or_raises(x, name):
    function = actplot.get(name)
    values = [getattr(function, method)(x) for method in METHODS]
    if not function.domain[0] <= x <= function.domain[1]:
        assert np.isnan(values).all()
    elif np.isfinite(x):
        assert not np.isnan(values[0])


@pytest.mark.parametrize("function", [function for function in ENTRIES if not whole_line(function)], ids=str)
def test_outside_the_domain_there_is_no_value_and_no_warning(function):
    low, high = function.domain
    outside = np.array([x for x in (-np.inf, -1e300, -1.5, -1e-300, 1.5, 1e300, np.inf) if not low <= x <= high])
    assert outside.size
    for method in METHODS:
        assert np.isnan(getattr(function, method)(outside)).all()
        assert not np.isnan(getattr(function, method)(within(function, np.linspace(0.1, 5, 50)))).any()


def test_a_probability_beyond_1():
    loss = actplot.get("binary_cross_entropy")
    assert np.isnan(loss.evaluate([1.5, -0.5, 0.5], 1)).tolist() == [True, True, False]
    assert np.isnan(loss.gradient([1.5, -0.5, 0.5], 1)).tolist() == [True, True, False]


def test_parameters_that_may_be_none():
    plain, weighed = actplot.get("sigmoid_focal"), actplot.get("sigmoid_focal:alpha=0.25")
    assert plain.parameters == {"target": 1, "gamma": 2, "alpha": None}
    assert plain.numbers == {"target": 1, "gamma": 2}
    assert actplot.get("sigmoid_focal:alpha=none") == actplot.get("sigmoid_focal:1,2,NONE") == plain
    assert str(plain) == "sigmoid_focal"
    assert hash(actplot.get("sigmoid_focal:alpha=none")) == hash(plain)
    assert weighed.parameters["alpha"] == weighed.numbers["alpha"] == 0.25
    assert weighed.formula != plain.formula
    assert weighed.value(0.5) == pytest.approx(0.25 * plain.value(0.5), rel=1e-15)
    assert type(plain)(alpha=None) == plain
    with pytest.raises(actplot.BadParameter, match="alpha must be none or from 0 to 1, got 2"):
        type(plain)(alpha=2)
    with pytest.raises(actplot.BadParameter, match="gamma must be"):
        type(plain)(gamma=None)


def test_gradients_of_losses_hold_no_minus_zero():
    for name in actplot.names("loss"):
        slopes = actplot.get(name).gradient([0.0, 0.5, 1.0, 3.0], [1.0, 1.0, 1.0, 1.0])
        assert not np.any(np.signbit(slopes) & (slopes == 0)), name
    assert not np.signbit(actplot.get("hinge").gradient(-2.0, -1.0))


def test_constraints_are_told_as_they_are():
    constraints = {p.name: p.constraint for name in actplot.names() for p in actplot.get(name).declared}
    assert constraints["rate"] == "from 0 to below 1"
    assert constraints["seed"] == "a whole number at least 0"
    assert constraints["pieces"] == "a whole number at least 1"
    assert constraints["ignore_index"] == "none or a whole number"
