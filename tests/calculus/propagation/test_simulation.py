"""Random networks against networks that are written out here, and against the mean field."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

import actplot
from actplot.calculus.propagation import simulation
from actplot.calculus.propagation.mean_fields import gradients, mean_field
from actplot.calculus.propagation.networks import Network
from actplot.calculus.propagation.simulation import simulations


def simulated(names, gain, layers, width, seeds, *, residual=False):
    functions = [actplot.get(name) for name in names]
    return simulations(functions, [Network(layers, gain, residual)] * len(functions), width, seeds)


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("name", ["tanh", "gelu", "relu"])
def test_a_small_network_written_out(name, residual):
    """With a Jacobian by the chain rule, and the gradient it gives."""
    function, width, layers, gain = actplot.get(name), 6, 4, 1.3
    (found,) = simulated([name], gain, layers, width, 1, residual=residual)
    weights = [
        np.random.default_rng([0, n]).standard_normal((width, width)) * gain / math.sqrt(width) for n in (1, 2, 3, 4)
    ]
    first, other = simulation._inputs(0, width).T
    assert_allclose([np.mean(first**2), np.mean(other**2), np.mean(first * other)], [1, 1, 0.5], rtol=1e-12)
    jacobians, deviations = [], [math.sqrt((np.var(first) + np.var(other)) / 2)]
    for weight in weights:
        slopes = function.derivative(weight @ first)
        jacobians.append(slopes[:, None] * weight + residual * np.eye(width))
        first, other = (function.value(weight @ h) + residual * h for h in (first, other))
        deviations.append(math.sqrt((np.var(first) + np.var(other)) / 2))
    assert_allclose(found.deviation[0], deviations, rtol=1e-12)
    cosine = first @ other / math.sqrt((first @ first) * (other @ other))
    assert_allclose(1 - found.unlikeness[0, -1], cosine, rtol=1e-10)
    gradient = np.random.default_rng([0, 0, 1]).standard_normal(width)
    gradient /= math.sqrt(np.mean(gradient**2))
    sizes = [1.0]
    for jacobian in jacobians[::-1]:
        gradient = jacobian.T @ gradient
        sizes.append(math.sqrt(np.mean(gradient**2)))
    assert_allclose(found.gradient[0], sizes, rtol=1e-11)


@pytest.mark.parametrize(("name", "gain"), [("relu", math.sqrt(2)), ("tanh", 1.5), ("sigmoid", 1.0), ("selu", 1.0)])
def test_broad_networks_do_what_the_mean_field_says(name, gain):
    (found,) = simulated([name], gain, 8, 400, 6)
    field = mean_field(actplot.get(name), Network(8, gain))
    assert_allclose(np.median(found.deviation, axis=0), field.deviation, rtol=0.1)
    assert_allclose(np.median(found.gradient, axis=0), gradients(field.steps), rtol=0.15)
    assert_allclose(np.median(found.unlikeness, axis=0), field.unlikeness, rtol=0.25)


def test_a_function_meets_the_same_weights_alone_and_beside_others():
    alone, (beside, _, _) = simulated(["tanh"], 1.2, 6, 30, 3)[0], simulated(["tanh", "relu", "sin"], 1.2, 6, 30, 3)
    for name in ("deviation", "gradient", "unlikeness"):
        assert_allclose(getattr(alone, name), getattr(beside, name), rtol=1e-9)
        assert np.ptp(getattr(alone, name)[:, -1]) > 0  # seeds differ


def test_weights_that_are_not_kept_are_drawn_again(monkeypatch):
    kept = simulated(["tanh"], 1.2, 6, 30, 2)[0]
    monkeypatch.setattr(simulation, "_KEPT", 1)
    again = simulated(["tanh"], 1.2, 6, 30, 2)[0]
    assert np.array_equal(kept.gradient, again.gradient)


def test_what_leaves_the_floats_is_not_told():
    exploding, vanishing = simulated(["exponential", "0.001*x^3"], 2.0, 12, 20, 2)
    for found in (exploding, vanishing):
        told = np.isfinite(found.deviation)
        assert told[:, 0].all()
        assert not told[:, -1].any()
        assert np.array_equal(told, np.isfinite(found.unlikeness))
