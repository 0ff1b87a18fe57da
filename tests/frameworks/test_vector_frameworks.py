"""Compares functions and losses of vectors with the frameworks, by the code that the dialects print for them."""

import re
from importlib.util import find_spec

import numpy as np
import pytest
from frameworks.spoken_cases import DTYPES, adapter, installed
from frameworks.vector_cases import FUNCTIONS, LAYERS, LOSSES, data_for, departures_of, settings_of, vectors

from actplot.calculus.facts.dialects import code_of
from actplot.spec.dialects.spelling import REQUIRED

ROUNDING = 64  # units of the dtype's epsilon, of the largest number of a row
WHOLLY_IN_FLOAT32 = r"tf\.compat\.v1\.losses\..*"
SHORT = {"keras.losses.kld", "keras.losses.KLD"}  # known to keras.losses.get alone


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("spoken", list(installed(FUNCTIONS)))
def test_a_function_and_its_jacobian(spoken, dtype):
    x, wrong = vectors(dtype), []
    for given in settings_of(spoken):
        function, exact = spoken.with_parameters(given).along_last(), x.astype(np.float64)
        theirs = adapter(spoken).pulled(code_of(spoken, function), {"x": x}, dtype)
        slopes = function.jacobian(exact)
        ours = function.value(exact), slopes[:, None, :] if function.gives_number else slopes
        wrong += differences(spoken, given, dtype, x, ours, theirs)
    assert not wrong, f"{len(wrong)} differences, such as\n" + "\n".join(wrong[:8])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("spoken", list(installed(one for one in LOSSES if one.path not in SHORT)))
def test_a_loss_and_its_gradient(spoken, dtype):
    wrong = []
    for given in settings_of(spoken):
        loss = spoken.with_parameters(given).along_last()
        for data in _asked(spoken, data_for(loss, dtype)):
            theirs = adapter(spoken).pulled(code_of(spoken, loss), data, dtype)
            exact = [numbers.astype(np.float64) for numbers in data.values()]
            ours = loss.evaluate(*exact), loss.gradient(*exact)[..., None, :]
            wrong += differences(spoken, given, dtype, data["prediction"], ours, theirs)
    assert not wrong, f"{len(wrong)} differences, such as\n" + "\n".join(wrong[:8])


def _asked(spoken, data):
    """All vectors at once, or each one where the code is of one."""
    if "prediction[None]" not in spoken.spelling.data:
        return [data]
    return [{name: numbers[i] for name, numbers in data.items()} for i in range(len(data["prediction"]))]


def differences(spoken, given, dtype, x, ours, theirs):
    """A line for each vector whose value or slopes are farther off than is known of the framework."""
    epsilon = np.finfo("float32" if re.fullmatch(WHOLLY_IN_FLOAT32, spoken.path) else dtype).eps
    lines = []
    for order, (own, their) in enumerate(zip(ours, theirs, strict=True)):
        assert own.shape == their.shape
        size = _size(x, order)
        factor, skipped = departures_of(spoken, given, dtype, order, x)
        bound = ROUNDING * factor * epsilon * (np.abs(own) + size.reshape(size.shape + (1,) * (own.ndim - size.ndim)))
        with np.errstate(invalid="ignore"):
            near = np.abs(own - their) <= bound
        near |= (own == their) | (np.isnan(own) & np.isnan(their))
        near = np.all(near.reshape((*x.shape[:-1], -1)), axis=-1) | skipped
        for i in np.argwhere(~near):
            lines.append(f"{given} order {order} at {x[tuple(i)]}: {their[tuple(i)]}, dialect {own[tuple(i)]}")
    return lines


def _size(x, order):
    """How large the numbers are that rounding is about: a slope grows as one over a short length."""
    largest = np.max(np.abs(x), axis=-1).astype(np.float64)
    return np.maximum(1, largest) if order == 0 else 1 / np.clip(np.where(largest == 0, 1, largest), 1e-12, 1)


def across(names):
    """The names that take an axis, and whose code gives what they give whatever it is."""
    wanted = [one for one in names if one.spelling.axis and not one.spelling.after]
    return [one for one in wanted if getattr(one.canonical, "target_kind", "") != "pair" and one.path not in SHORT]


@pytest.mark.parametrize("axis", [0, 1, -2])
@pytest.mark.parametrize("spoken", list(installed(across(FUNCTIONS))))
def test_a_function_along_an_axis(spoken, axis):
    function, x = spoken.with_parameters({spoken.axis_name: axis}), vectors("float64")
    code = code_of(spoken, function)
    assert f"{spoken.axis_name}={axis}" in code
    theirs, _ = adapter(spoken).pulled(code, {"x": x}, "float64")
    np.testing.assert_allclose(function.value(x), theirs, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("axis", [0, 1])  # TensorFlow's cross-entropy fails at −2
@pytest.mark.parametrize("spoken", list(installed(across(LOSSES))))
def test_a_loss_along_an_axis(spoken, axis):
    required = {name: 0.5 for name, default in spoken.spelling.settings.items() if default is REQUIRED}
    loss = spoken.with_parameters({**required, spoken.axis_name: axis})
    data = {name: np.float64(numbers[6:10]) for name, numbers in data_for(loss.along_last(), "float64").items()}
    data = data if axis == 1 else {name: numbers.T for name, numbers in data.items()}
    if loss.target_kind == "class":
        data["target"] = data["target"].astype(int)
    theirs, _ = adapter(spoken).pulled(code_of(spoken, loss), data, "float64")
    np.testing.assert_allclose(loss.evaluate(*data.values()), theirs, rtol=1e-10, atol=1e-13)


def calls_without(names):
    """The functions, and no layers, that take no axis by default; of torch.softmax one has to be said."""
    found = [one for one in across(names) if one.spelling.axis.default is None and one.leaf[0].islower()]
    return [one for one in found if one.framework != "torch" or "functional" in one.path]


@pytest.mark.filterwarnings("ignore:Implicit dimension choice")
@pytest.mark.parametrize("spoken", list(installed(calls_without(FUNCTIONS))))
def test_a_call_that_says_no_axis(spoken):
    x = vectors("float64")
    theirs, _ = adapter(spoken).pulled(f"{spoken.path}(x)", {"x": x}, "float64")
    np.testing.assert_allclose(spoken.with_parameters({}).value(x), theirs, rtol=1e-12, atol=1e-14)


@pytest.mark.skipif(find_spec("keras") is None, reason="keras is missing")
def test_short_names_of_keras():
    import keras

    for path in SHORT:
        assert keras.losses.get(path.rpartition(".")[2]) is keras.losses.kl_divergence


@pytest.mark.parametrize("spoken", list(installed(LAYERS)))
def test_code_of_a_layer_draws_with_the_mean_of_the_entry(spoken):
    layer = next(layer for given in settings_of(spoken) if (layer := spoken.with_parameters(given)))
    code = code_of(spoken, layer)
    if not spoken.spelling.data:  # it needs a generator
        adapter(spoken).made(code)
        return
    x = np.tile(np.float32(layer.example[:2]), (3000, 4, 1))
    drawn = adapter(spoken).drawn(code, x)
    assert drawn.shape == x.shape
    mean, variance = layer.mean(x.astype(np.float64)), layer.variance(x.astype(np.float64))
    if mean is not None:
        spread = np.sqrt(np.mean(variance, axis=(0, 1)) / len(x) / 4)
        assert np.all(np.abs(drawn.mean(axis=(0, 1)) - mean[0, 0]) <= 8 * spread + 1e-5)
        assert drawn.var(axis=(0, 1)) == pytest.approx(variance[0, 0], rel=0.2, abs=1e-9)
