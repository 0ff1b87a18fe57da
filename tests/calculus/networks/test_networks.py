"""Outputs of small networks are those of plain loops, and two units solve exclusive or."""

import math

import numpy as np
import pytest

import actplot
from actplot.calculus.networks.exclusive_or import BOUNDARY, POINTS, solve
from actplot.calculus.networks.landscapes import banded, landscape_of, scales_of
from actplot.calculus.networks.network import random_network
from actplot.errors import BadOption

SCALAR = {"relu": lambda x: max(0.0, x), "tanh": math.tanh, "silu": lambda x: x / (1 + math.exp(-x)), "step": None}


def by_loops(network, function, place):
    """The output at one place, number by number."""
    signal = list(place)
    for layer in network.hidden:
        sums = [
            bias + math.fsum(w * s for w, s in zip(row, signal, strict=True))
            for row, bias in zip(layer.weights, layer.biases, strict=True)
        ]
        signal = [function(one) for one in sums]
    (row,), (bias,) = network.last.weights, network.last.biases
    return bias + math.fsum(w * s for w, s in zip(row, signal, strict=True))


@pytest.mark.parametrize("name", ["relu", "tanh", "silu"])
@pytest.mark.parametrize(("layers", "width", "seed"), [(1, 2, 0), (5, 16, 3), (3, 40, 7)])
def test_outputs_are_those_of_plain_loops(name, layers, width, seed):
    network = random_network(layers, width, seed)
    landscape = landscape_of(actplot.get(name), network, (-5.0, 4.0))
    for row, column in ((0, 0), (7, 150), (120, 33), (200, 200)):
        place = landscape.x[column], landscape.x[row]
        expected = by_loops(network, SCALAR[name], place)
        assert landscape.value[row, column] == pytest.approx(expected, rel=1e-9, abs=1e-9), (row, column)


def test_weights_are_drawn_once_in_order_from_the_seed():
    random = np.random.RandomState(3)
    network = random_network(2, 4, 3)
    first = random.standard_normal((4, 2)) * math.sqrt(2 / 2)
    assert np.array_equal(network.hidden[0].weights, first)
    assert np.array_equal(network.hidden[0].biases, random.standard_normal(4))
    assert np.array_equal(network.hidden[1].weights, random.standard_normal((4, 4)) * math.sqrt(2 / 4))
    random.standard_normal(4)
    assert np.allclose(network.last.weights, random.standard_normal((1, 4)) / 2, rtol=1e-15)


def test_a_wide_network_keeps_the_size_of_its_inputs():
    """What weights from N(0, 2/inputs) are for: the mean square of ReLU's sums stays, but for what biases add."""
    network = random_network(3, 128, 0)
    place, signal = np.array([[3.0], [4.0]]), None
    for layer in network.hidden:
        signal = np.maximum(layer.weights @ (place if signal is None else signal), 0)
    assert float(np.mean(signal**2)) == pytest.approx(25 / 2, rel=0.6)


XOR = ("relu", "tanh", "sigmoid", "leaky_relu", "elu", "gelu", "step", "sign", "square", "abs", "gaussian", "hard_tanh")


@pytest.mark.parametrize("name", XOR)
def test_two_units_solve_exclusive_or(name):
    function = actplot.get(name)
    solution = solve(function)
    for x1, x2, kind in POINTS:
        units = [float(function(x1 + x2 - threshold)) for threshold in solution.thresholds]
        output = solution.bias + math.fsum(f * u for f, u in zip(solution.factors, units, strict=True))
        assert output == pytest.approx(kind, abs=1e-9)
        assert (output > BOUNDARY) == bool(kind)
        assert float(solution.network.outputs(function, np.array([[x1, x2]]))[0]) == pytest.approx(kind, abs=1e-9)


def test_weights_of_relu_are_those_of_the_textbook():
    """Goodfellow, Bengio and Courville 2016, section 6.1."""
    solution = solve(actplot.get("relu"))
    assert (solution.thresholds, solution.factors, solution.bias) == ((0.0, 1.0), (1.0, -2.0), 0.0)
    assert solution.folds((-0.5, 1.5)) == (0.0, 1.0)
    assert solution.text("ReLU") == "𝑦 = ReLU(𝑥₁ + 𝑥₂) − 2 ReLU(𝑥₁ + 𝑥₂ − 1)"


@pytest.mark.parametrize("name", ["identity", "exponential", "2*x - 1"])
def test_what_cannot_solve_exclusive_or_is_refused(name):
    with pytest.raises(BadOption, match="do not solve XOR"):
        solve(actplot.get(name))


def test_steps_are_no_points_on_a_jump():
    for name in ("step", "sign"):
        assert solve(actplot.get(name)).thresholds == (0.5, 1.5)


def test_landscapes_that_are_alike_share_a_scale():
    network = random_network(5, 16, 0)
    relu, mish, tanh = (landscape_of(actplot.get(name), network, (-5.0, 5.0)) for name in ("relu", "mish", "tanh"))
    one, other = scales_of([relu, mish])
    assert one is other
    assert one.places[0] <= min(relu.low, mish.low)
    assert one.places[-1] >= max(relu.high, mish.high)
    first, second = scales_of([relu, tanh])
    assert first is not second
    assert second.places[-1] < 2 * tanh.high


def test_levels_of_towers_have_equal_areas():
    random = np.random.RandomState(0)
    values = np.exp(8 * random.standard_normal(20_000))
    levels = banded(values)
    shares = np.histogram(values, levels.places)[0] / values.size
    assert levels.rule == "of equal areas"
    assert shares.max() < 0.12
    assert list(levels.places) == sorted(levels.places)


def test_outputs_that_overflow_are_blank():
    found = landscape_of(actplot.get("cube"), random_network(6, 16, 0), (-50.0, 50.0))
    assert 0 < found.share_blank < 1
    with pytest.raises(BadOption, match="no finite output anywhere"):
        landscape_of(actplot.get("log1mexp"), random_network(8, 16, 0), (-5.0, 5.0))
