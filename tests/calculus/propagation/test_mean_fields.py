"""The mean field against closed forms and against quadrature with many digits."""

import math

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import dblquad

import actplot
from actplot.calculus.facts.moments import moments_of
from actplot.calculus.propagation.fixed_points import fixed_point
from actplot.calculus.propagation.gains import gain_of
from actplot.calculus.propagation.mean_fields import gradients, mean_field
from actplot.calculus.propagation.networks import Network
from actplot.calculus.propagation.propagating import at_best
from actplot.calculus.propagation.two_inputs import half_square_apart
from actplot.errors import BadOption


def field_of(name: str, gain: float, layers: int = 20, *, residual: bool = False):
    return mean_field(actplot.get(name), Network(layers, gain, residual))


def fixed_of(name: str, gain: float, layers: int = 20):
    function, network = actplot.get(name), Network(layers, gain)
    return fixed_point(function, network, mean_field(function, network))


def normal_mean(of, breaks=()) -> float:
    """E[of(z)] with many digits."""
    fences = sorted({-40, -8, -2, 0, 2, 8, 40, *breaks})
    return float(mpmath.quad(lambda z: of(z) * mpmath.npdf(z), fences))


def test_selu_with_lecun_keeps_mean_0_and_variance_1():
    """Klambauer et al. 2017."""
    field = field_of("selu", 1.0, 40)
    assert_allclose(field.mean, 0, atol=1e-12)
    assert_allclose(field.deviation, 1, rtol=1e-12)
    found = fixed_of("selu", 1.0)
    assert_allclose(found.length, 1, rtol=1e-12)
    steep = mpmath.mpf("1.0507009873554804934"), mpmath.mpf("1.6732632423543772848")
    slope = steep[0] ** 2 * (mpmath.mpf(1) / 2 + steep[1] ** 2 * mpmath.exp(2) * mpmath.ncdf(-2))
    assert_allclose(found.slope, float(slope), rtol=1e-12)


def test_relu_with_he_keeps_lengths_and_gradients():
    """He et al. 2015; correlations by the kernel of Cho and Saul 2009."""
    field = field_of("relu", math.sqrt(2), 30)
    assert_allclose(field.lengths, 2, rtol=1e-12)
    assert_allclose(field.steps, 1, rtol=1e-12)
    assert_allclose(gradients(field.steps), 1, rtol=1e-11)
    correlation = [0.5]
    for _ in range(30):
        c = correlation[-1]
        correlation.append((math.sqrt(1 - c * c) + c * (math.pi - math.acos(c))) / math.pi)
    assert_allclose(1 - field.unlikeness, correlation, rtol=1e-9)
    found = fixed_of("relu", math.sqrt(2))
    assert (found.slope, found.correlation, found.gradient_depth) == (1, 1, math.inf)


def test_relu_above_its_gain_has_no_fixed_length():
    field, found = field_of("relu", 2.0, 50), fixed_of("relu", 2.0)
    assert_allclose(field.deviation[1:] / field.deviation[:-1], [field.deviation[1]] + [math.sqrt(2)] * 49, rtol=1e-10)
    assert found.length is found.slope is found.gradient_depth is None
    assert "grow" in found.why


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_identity_is_linear(gain):
    field = field_of("identity", gain)
    assert_allclose(field.deviation, gain ** np.arange(21), rtol=1e-12)
    assert_allclose(gradients(field.steps), gain ** np.arange(21), rtol=1e-12)
    assert_allclose(field.unlikeness, 0.5, rtol=1e-10)


@pytest.mark.parametrize("gain", [0.7, 1.2, 3.0])
def test_erf_has_closed_forms(gain):
    """Williams 1997: E[erf(u)·erf(v)] = 2/π·asin(2·E[uv]/(1 + 2q))."""
    field = field_of("erf(x)", gain, 12)
    square, product = 1.0, 0.5
    for layer in range(12):
        q = gain**2 * square
        assert_allclose(field.lengths[layer], q, rtol=1e-11)
        assert_allclose(field.steps[layer], gain**2 * 4 / math.pi / math.sqrt(1 + 4 * q), rtol=1e-11)
        square, product = (2 / math.pi * math.asin(2 * gain**2 * one / (1 + 2 * q)) for one in (square, product))
        assert_allclose(field.deviation[layer + 1], math.sqrt(square), rtol=1e-11)
        assert_allclose(1 - field.unlikeness[layer + 1], product / square, rtol=1e-9)


def test_jumps_have_closed_forms():
    """Sheppard 1899: P(u, v > 0) = ¼ + asin(c)/2π."""
    step, sign = (field_of(name, 1.0, 8) for name in ("step", "sign"))
    alike = [0.5], [0.5]
    for _ in range(8):
        alike[0].append(0.5 + math.asin(alike[0][-1]) / math.pi)
        alike[1].append(2 / math.pi * math.asin(alike[1][-1]))
    assert_allclose(1 - step.unlikeness, alike[0], rtol=1e-8)
    assert_allclose(1 - sign.unlikeness, alike[1], rtol=1e-8)
    assert not step.steps.any()
    assert np.isnan(gradients(step.steps)[1:]).all()


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize("gain", [0.8, 1.5, 4.0])
def test_tanh_against_quadrature(gain):
    field, q = field_of("tanh", gain, 6), gain**2
    for layer in range(6):
        assert_allclose(field.lengths[layer], q, rtol=1e-10)
        root = mpmath.sqrt(q)
        slope = normal_mean(lambda z, root=root: mpmath.sech(root * z) ** 4)
        assert_allclose(field.steps[layer], gain**2 * slope, rtol=1e-10)
        q = gain**2 * normal_mean(lambda z, root=root: mpmath.tanh(root * z) ** 2)


def test_tanh_is_ordered_up_to_gain_1_and_chaotic_above():
    """Poole et al. 2016, without biases: the critical gain is 1."""
    ordered, critical, chaotic = (fixed_of("tanh", gain) for gain in (0.9, 1.0, 1.5))
    assert (ordered.length, ordered.correlation) == (0, None)
    assert_allclose([ordered.slope, critical.slope], [0.81, 1], rtol=1e-9)
    assert_allclose(ordered.gradient_depth, -1 / math.log(0.81), rtol=1e-8)
    assert (critical.length, critical.length_depth, critical.gradient_depth) == (0, math.inf, math.inf)
    q = mpmath.findroot(
        lambda q: 2.25 * normal_mean(lambda z: mpmath.tanh(mpmath.sqrt(q) * z) ** 2) - q, (0.5, 1.2), tol=1e-13
    )
    assert_allclose(chaotic.length, float(q), rtol=1e-9)
    slope = 2.25 * normal_mean(lambda z: mpmath.sech(mpmath.sqrt(q) * z) ** 4)
    assert_allclose(chaotic.slope, slope, rtol=1e-9)
    assert chaotic.slope > 1
    assert_allclose(chaotic.correlation, 0, atol=1e-9)  # an odd function: nothing is left of what was alike


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize(("name", "gain"), [("sigmoid", 1.0), ("tanh", 1.5), ("softsign", 3.0), ("elu", 1.3)])
def test_depth_scales_are_those_that_layers_show(name, gain):
    field, found = field_of(name, gain, 150), fixed_of(name, gain)
    far = np.abs(field.lengths - found.length) / found.length
    told = np.flatnonzero((far < 1e-3) & (far > 1e-8))[:2]
    if math.isfinite(found.length_depth) and told.size > 1:
        assert_allclose(np.log(far[told[0]] / far[told[1]]), 1 / found.length_depth, rtol=1e-2)
    gone = np.abs(field.unlikeness - (1 - found.correlation))
    told = np.flatnonzero((gone < 1e-3) & (gone > 1e-9))[:2]
    if told.size > 1:
        assert_allclose(np.log(gone[told[0]] / gone[told[1]]), 1 / found.correlation_depth, rtol=2e-2)
    assert_allclose(found.gradient_depth, 1 / abs(math.log(field.steps[-1])), rtol=1e-4)


def test_gradients_of_sigmoid_fall_by_a_quarter_at_best():
    function, network = actplot.get("sigmoid"), Network(50, 1.0)
    falls = gradients(mean_field(function, network).steps)
    assert at_best(function, network) == 0.25
    assert np.all(falls[1:] < 0.25 ** np.arange(1, 51))
    assert falls[-1] > 0.2**50
    assert at_best(function, Network(50, 1.0, residual=True)) == math.inf


@pytest.mark.parametrize("unlikeness", [1.0, 0.3, 1e-3, 1e-6])
@pytest.mark.parametrize("scale", [0.1, 1.0, 20.0, 300.0])
def test_two_inputs_against_a_closed_form(scale, unlikeness):
    function = actplot.get("erf(x)")
    known, (q, d) = moments_of(function, scale), map(mpmath.mpf, (scale**2, unlikeness))
    truth = 2 / mpmath.pi * (mpmath.asin(2 * q / (1 + 2 * q)) - mpmath.asin(2 * q * (1 - d) / (1 + 2 * q)))
    found = half_square_apart(function, scale, unlikeness, known.square, known.slope_square)
    assert_allclose(found, float(truth), rtol=1e-8)


@pytest.mark.parametrize("name", ["relu", "elu", "gelu", "hard_tanh"])
def test_two_near_inputs_see_the_tangent(name):
    """Up to what kinks add, of the order of √(1 − c); across the place at which the tangent is taken itself."""
    function = actplot.get(name)
    known = moments_of(function, 1.3)
    for unlikeness in (1e-8, 1e-12, 2e-16, 0.5e-16, 1e-40):
        found = half_square_apart(function, 1.3, unlikeness, known.square, known.slope_square)
        assert_allclose(found, unlikeness * 1.69 * known.slope_square, rtol=max(2 * math.sqrt(unlikeness), 1e-7))


def test_two_inputs_against_scipy():
    function = actplot.get("silu")
    scale, unlikeness = 1.7, 0.4
    share, rest = math.sqrt(unlikeness / 2), math.sqrt(1 - unlikeness / 2)

    def silu(x: float) -> float:
        return x / (1 + math.exp(-x))

    def apart(m: float, t: float) -> float:
        u, v = (silu(scale * (rest * m + sign * share * t)) for sign in (1, -1))
        return (u - v) ** 2 * math.exp(-(m * m + t * t) / 2) / (2 * math.pi)

    truth = dblquad(apart, -9, 9, -9, 9, epsabs=1e-9)[0] / 2
    known = moments_of(function, scale)
    assert_allclose(half_square_apart(function, scale, unlikeness, known.square, known.slope_square), truth, rtol=1e-8)


def test_residual_layers_add_variances_and_slopes():
    """Yang and Schoenholz 2017, with the mean of relu: √q/√(2π)."""
    field, gain = field_of("relu", 1.0, 10, residual=True), 1.0
    mean, variance = 0.0, 1.0
    for layer in range(10):
        q = gain**2 * (variance + mean**2)
        mean, variance = mean + math.sqrt(q / (2 * math.pi)), variance + q * (0.5 - 0.5 / math.pi)
        assert_allclose(field.mean[layer + 1], mean, rtol=1e-11)
        assert_allclose(field.deviation[layer + 1], math.sqrt(variance), rtol=1e-11)
    assert_allclose(field.steps, 1.5, rtol=1e-11)
    assert fixed_point(actplot.get("relu"), Network(10, 1.0, residual=True), field).length is None


@pytest.mark.parametrize(
    ("name", "gain"),
    [
        ("relu", math.sqrt(2)),
        ("identity", 1.0),
        ("selu", 1.0),
        ("leaky_relu:negative_slope=0.2", math.sqrt(2 / 1.04)),  # as torch.nn.init.calculate_gain has it
        ("step", math.sqrt(2)),
        ("exponential", math.exp(-1)),
    ],
)
def test_gains_of_functions(name, gain):
    assert_allclose(gain_of(actplot.get(name), "auto"), gain, rtol=1e-12)


def test_named_gains():
    relu = actplot.get("relu")
    assert [gain_of(relu, name) for name in ("he", "lecun", "glorot", 3.5)] == [math.sqrt(2), 1, 1, 3.5]
    with pytest.raises(BadOption, match="not defined for z < 0"):
        gain_of(actplot.get("log(x)"), "auto")


@pytest.mark.parametrize(
    ("name", "gain", "why"), [("exponential", 1.4, "explode"), ("cube", 2.0, "explode"), ("cube", 0.1, "vanish")]
)
def test_what_leaves_the_floats_is_told(name, gain, why):
    field = field_of(name, gain, 200)
    assert why in field.why
    assert field.reached < 200
    assert np.isfinite(field.deviation).all()
    assert field.steps.size == field.lengths.size == field.reached
