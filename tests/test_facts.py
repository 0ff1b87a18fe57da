"""What a fact card says about breaks and derivatives is true."""

import math

import numpy as np
import pytest

import actplot
from actplot.calculus.breaks import breaks_of
from actplot.calculus.extremes import Extreme, Place
from actplot.calculus.facts import facts_of

UNUSUAL = (
    "prelu:1",
    "prelu:-0.25",
    "leaky_relu:2",
    "elu:2",
    "elu:0.5",
    "celu:3",
    "hard_tanh:-2,3",
    "softplus:1e-5",
    "softplus:1e6",
    "silu:30",
    "step:0.5",
    "threshold:0,0",
    "threshold:0.5,2",
    "hard_shrink:2",
    "soft_shrink:0",
    "huber:1e-3",
    "sigmoid_cross_entropy_with_logits:target=0",
    "weighted_cross_entropy_with_logits:target=0.3,pos_weight=5",
    "binary_cross_entropy:0",
    "binary_cross_entropy:0.3",
)
CASES = [actplot.get(spec) for spec in (*actplot.names(), *UNUSUAL)]
FAR = np.concatenate([np.linspace(-40, 40, 160_001), np.logspace(-200, 200, 4001), -np.logspace(-200, 200, 4001)])


def inside(function) -> np.ndarray:
    """Points of the domain that are not breaks."""
    low, high = function.domain
    x = FAR if math.isinf(low) else np.linspace(low, high, 100_001)[1:-1]
    return x[~np.isin(x, function.breaks)]


@pytest.mark.parametrize("function", CASES, ids=str)
def test_no_derivative_lies_beyond_the_extremes(function):
    known, slope = facts_of(function), function.derivative(inside(function))
    slack = 1e-12 * np.abs(slope)
    assert np.all(slope <= known.largest_derivative.value + slack)
    assert np.all(slope >= known.smallest_derivative.value - slack)


@pytest.mark.parametrize("function", CASES, ids=str)
def test_extremes_are_where_the_card_says(function):
    known = facts_of(function)
    for extreme in (known.largest_derivative, known.smallest_derivative):
        assert extreme.places
        for place in extreme.places:
            slope = float(function.derivative(near(place)))
            if math.isinf(extreme.value):
                assert abs(slope) > 1e100 or function.domain != (-math.inf, math.inf)
                assert math.copysign(1, slope) == math.copysign(1, extreme.value)
            else:
                assert slope == pytest.approx(extreme.value, rel=1e-12, abs=1e-15)


def near(place: Place) -> float:
    """A point where the derivative has the extreme value, or nearly so."""
    if place.approach:
        return (
            math.copysign(1e250, place.low) if math.isinf(place.low) else np.nextafter(place.low, place.approach * 9e9)
        )
    if place.low == place.high:
        return place.low
    return float(np.clip(0.1, np.nextafter(place.low, 9e9), np.nextafter(place.high, -9e9)))


@pytest.mark.parametrize("function", CASES, ids=str)
def test_one_sided_values_are_limits(function):
    for point in breaks_of(function):
        for side, value, slope in (
            (-1, point.left_value, point.left_derivative),
            (1, point.right_value, point.right_derivative),
        ):
            step = side * 2.0**-30 * max(1e-3, abs(point.x))
            x = point.x + step
            curve = abs(float(function.second_derivative(x))) + 1
            assert float(function.value(x)) == pytest.approx(value + slope * step, abs=2 * curve * step**2 + 1e-15)
            assert float(function.derivative(x)) == pytest.approx(slope, rel=1e-13, abs=2 * curve * abs(step))


@pytest.mark.parametrize(
    ("spec", "largest"),
    [
        ("sigmoid", Extreme(0.25, (Place(0, 0),))),
        ("tanh", Extreme(1, (Place(0, 0),))),
        ("relu", Extreme(1, (Place(0, math.inf),))),
        ("relu6", Extreme(1, (Place(0, 6),))),
        ("identity", Extreme(1, (Place(-math.inf, math.inf),))),
        ("prelu:1", Extreme(1, (Place(-math.inf, math.inf),))),
        ("leaky_relu:2", Extreme(2, (Place(-math.inf, 0),))),
        ("hard_shrink", Extreme(1, (Place(-math.inf, -0.5), Place(0.5, math.inf)))),
        ("step", Extreme(0, (Place(-math.inf, 0), Place(0, math.inf)))),
        ("elu", Extreme(1, (Place(0, math.inf),))),
        ("elu:2", Extreme(2, (Place(0, 0, approach=-1),))),
        ("hard_silu", Extreme(1.5, (Place(3, 3, approach=-1),))),
        ("softsign", Extreme(1, (Place(0, 0),))),
        ("softplus", Extreme(1, (Place(math.inf, math.inf, approach=-1),))),
        ("mse", Extreme(math.inf, (Place(math.inf, math.inf, approach=-1),))),
        ("binary_cross_entropy", Extreme(-1, (Place(1, 1),))),
    ],
)
def test_largest_derivatives(spec, largest):
    assert facts_of(actplot.get(spec)).largest_derivative == largest


@pytest.mark.parametrize(
    ("spec", "value", "x"),
    [
        ("gelu", 0.5 + math.erf(1) / 2 + math.exp(-1) / math.sqrt(math.pi), math.sqrt(2)),
        ("silu", 1.0998393201288672, 2.3993572805154675),
        ("silu:1e-3", 1.0998393201288672, 2399.3572805154675),
    ],
)
def test_extremes_between_the_points_of_a_grid(spec, value, x):
    extreme = facts_of(actplot.get(spec)).largest_derivative
    (place,) = extreme.places
    assert extreme.value == pytest.approx(value, rel=4e-15)
    assert place.low == place.high == pytest.approx(x, rel=1e-14)


@pytest.mark.parametrize(
    ("spec", "kinds"),
    [
        ("relu", ["kink"]),
        ("relu6", ["kink", "kink"]),
        ("elu", ["smooth"]),
        ("elu:2", ["kink"]),
        ("step", ["jump"]),
        ("threshold", ["jump"]),
        ("threshold:0,0", ["kink"]),
        ("huber", ["smooth", "smooth"]),
        ("squared_hinge", ["smooth"]),
        *((f"celu:{alpha}", ["smooth"]) for alpha in (0.3, 1.5, 2, 3, 7, 10, 100)),
        ("soft_shrink:1e100", ["kink", "kink"]),
        ("hard_tanh:-1,1e200", ["kink", "kink"]),
        ("soft_shrink:0", []),
        ("sigmoid", []),
    ],
)
def test_kinds_of_breaks(spec, kinds):
    assert [point.kind for point in breaks_of(actplot.get(spec))] == kinds


def test_sides_of_a_kink_are_exact():
    left, right = breaks_of(actplot.get("hard_silu"))
    assert (left.left_derivative, left.right_derivative) == (0, -0.5)
    assert (right.left_derivative, right.right_derivative) == (1.5, 1)


def test_equivalents_are_of_these_parameters():
    assert dict(facts_of(actplot.get("silu")).equivalents)["PyTorch"] == "torch.nn.SiLU()"
    assert dict(facts_of(actplot.get("silu:2")).equivalents) == {"TensorFlow": "tf.nn.silu(x, beta=2)"}
    assert dict(facts_of(actplot.get("softplus")).equivalents)["JAX"] == "jax.nn.softplus(x)"
    assert dict(facts_of(actplot.get("softplus:2")).equivalents)["JAX"] == "jax.nn.softplus(2 * x) / 2"


def test_the_derivative_at_zero():
    assert facts_of(actplot.get("relu")).derivative_at_zero == 0
    assert facts_of(actplot.get("sigmoid")).derivative_at_zero == 0.25
    assert facts_of(actplot.get("step")).derivative_at_zero is None
    assert facts_of(actplot.get("binary_cross_entropy")).derivative_at_zero == -math.inf


@pytest.mark.parametrize("function", CASES, ids=str)
def test_equivalents_name_no_placeholder(function):
    assert all("{" not in text for _, text in facts_of(function).equivalents)
