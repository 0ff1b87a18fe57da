"""What a fact card says about breaks and derivatives is true."""

import math
import re
from functools import cache

import numpy as np
import pytest
from cases import within

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.curves.extremes import Extreme, Place, extreme_derivative
from actplot.calculus.facts import facts
from actplot.catalogue.registry import elementwise_names
from actplot.documents.card import card_text

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
CASES = [actplot.get(spec) for spec in (*elementwise_names(), *UNUSUAL)]
facts_of = cache(facts.facts_of)  # most tests ask for the same cards
FAR = np.concatenate([np.linspace(-40, 40, 160_001), np.logspace(-200, 200, 4001), -np.logspace(-200, 200, 4001)])


def inside(function) -> np.ndarray:
    """Points of the domain that are not breaks."""
    x = within(function, FAR, 100_001)
    return x[~np.isin(x, function.breaks)]


@pytest.mark.exhaustive(keep=0.07, thorough=0.12)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_no_derivative_lies_beyond_the_extremes(function):
    known, slope = facts_of(function), function.derivative(inside(function))
    slack = 1e-12 * np.abs(slope)
    assert np.all(slope <= known.largest_derivative.value + slack)
    assert np.all(slope >= known.smallest_derivative.value - slack)


@pytest.mark.exhaustive(keep=0.13, thorough=0.3)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_extremes_are_where_the_card_says(function):
    known = facts_of(function)
    for extreme in (known.largest_derivative, known.smallest_derivative):
        assert extreme.places
        for place in extreme.places:
            if math.isinf(extreme.value):  # between 1 and 2 times as far out, some of what oscillates is as large
                slopes = math.copysign(1, extreme.value) * function.derivative(near(place) * np.linspace(1, 2, 64))
                assert np.nanmax(slopes) > (1e100 if math.isinf(place.low) else 1e6)
            else:
                slope = float(function.derivative(near(place)))
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


@pytest.mark.exhaustive(keep=0.35, thorough=1)
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
    assert facts_of(actplot.get("silu:2")).equivalents == (("TensorFlow", "tf.nn.silu(x, beta=2)"),)
    assert dict(facts_of(actplot.get("softplus")).equivalents)["JAX"] == "jax.nn.softplus(x)"
    assert dict(facts_of(actplot.get("softplus:2")).equivalents)["JAX"] == "jax.nn.softplus(2 * x) / 2"


def test_the_derivative_at_zero():
    assert facts_of(actplot.get("relu")).derivative_at_zero == 0
    assert facts_of(actplot.get("sigmoid")).derivative_at_zero == 0.25
    assert facts_of(actplot.get("step")).derivative_at_zero is None
    assert facts_of(actplot.get("binary_cross_entropy")).derivative_at_zero == -math.inf


@pytest.mark.exhaustive(keep=0.15)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_equivalents_name_no_placeholder(function):
    assert all("{" not in text for _, text in facts_of(function).equivalents)


@pytest.mark.parametrize("spec", ["arcsinh", "symmetric_log"])
def test_a_slope_that_tends_to_0_slowly(spec):
    sides = (Place(-math.inf, -math.inf, approach=1), Place(math.inf, math.inf, approach=-1))
    assert facts_of(actplot.get(spec)).smallest_derivative == Extreme(0, sides)


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("spec", ["snake", "snake:1.3", "snake:17"])
def test_a_slope_that_touches_0_is_0_there_at_every_turn(spec):
    function = actplot.get(spec)
    smallest = facts_of(function).smallest_derivative
    period = math.pi / function.alpha
    assert smallest.value == 0
    assert len(smallest.places) > 3
    for place in smallest.places:
        turns = (place.low + period / 4) / period
        assert turns == pytest.approx(round(turns), abs=1e-12)


@pytest.mark.exhaustive(keep=0.41, thorough=1)
@pytest.mark.parametrize(
    ("spec", "zeros"),
    [
        ("tangent", (math.tan(0.5),)),
        ("brier", (1.0,)),
        ("brier:0.15", (0.15,)),
        ("binary_cross_entropy", (1.0,)),
        ("binary_cross_entropy:0", (0.0,)),
        ("binary_cross_entropy:0.3", ()),
        ("nll", (1.0,)),
        ("gamma_deviance:1.3", (1.3,)),
        ("mish", (0.0,)),
        ("silu", (0.0,)),
        ("charbonnier", ()),
        ("relu", ()),
        ("sigmoid", ()),
        ("threshold:-3,9", (0.0,)),
        ("relu_general:-0.2,none,-1", (0.0,)),
        ("relu_general:0.1,6,1", ()),
        ("sign", (0.0,)),
        ("mape:1e-9", (1e-9,)),
        ("xielu", (-2.4324842769, 0.0)),
    ],
)
def test_zeros(spec, zeros):
    assert facts_of(actplot.get(spec)).zeros == pytest.approx(zeros, rel=1e-7)


def test_zeros_where_the_loss_touches_0():
    known = facts_of(actplot.get("tangent"))
    (place,) = known.minimum.places
    assert known.minimum.value == 0
    assert known.zeros == (place.low,)


def test_zeros_of_what_oscillates():
    zeros = np.array(facts_of(actplot.get("sin")).zeros)
    assert zeros == pytest.approx(math.pi * np.arange(-15, 16), rel=1e-15)


def test_the_steepest_point_of_a_symmetric_slope_is_0_itself():
    for spec in ("cloglog", "sigmoid", "tanh", "ndtr", "arctan"):
        assert facts_of(actplot.get(spec)).largest_derivative.places == (Place(0, 0),)


@pytest.mark.parametrize("formula", ["x - x^5/5", "x - x^7"])
def test_a_turn_is_at_0_where_the_slope_underflows_about_it(formula):
    assert extreme_derivative(actplot.get(formula), (), 1) == Extreme(1, (Place(0, 0),))


def test_the_slope_of_gelu_at_0_is_one_half():
    assert actplot.get("gelu").derivative(0.0) == 0.5
    assert actplot.get("gelu").derivative([-0.0, 5e-324, -1e-300, 1e-17]).tolist() == [0.5] * 4


def line(spec: str, label: str) -> str:
    """The first line behind a label of a card."""
    lines = [line for line in card_text(facts_of(actplot.get(spec)), 150).splitlines() if line[:15].strip() == label]
    return lines[0][15:]


@pytest.mark.exhaustive(keep=0.37, thorough=0.5)
@pytest.mark.parametrize(
    ("spec", "label", "text"),
    [
        ("arcsinh", "smallest f′", "approaches 0 as x → −∞ and as x → ∞"),
        ("tangent", "minimum", "0 at m ≈ 0.546302"),
        ("tangent", "zeros", "m ≈ 0.546302"),
        ("snake", "smallest f′", "0 at x ≈ −3.92699, −0.785398, 2.35619 and elsewhere"),
        ("sin", "maximum", "1 at x ≈ −4.71239, 1.5708, 7.85398 and elsewhere"),
        ("sin", "zeros", "x ≈ −6.28319, −3.14159, 0, 3.14159, 6.28319 and further ones"),
        ("cos", "zeros", "x ≈ −4.71239, −1.5708, 1.5708, 4.71239 and further ones"),
        ("sinc", "zeros", "x ≈ −6.28319, −3.14159, 3.14159, 6.28319 and further ones"),
        ("sinc", "minimum", "≈ −0.217234 at x ≈ −4.49341 and 4.49341"),
        ("relu", "minimum", "0 for x ≤ 0"),
        ("step", "minimum", "0 for x ≤ 0"),
        ("step:0.5", "minimum", "0 for x < 0"),
        ("step", "maximum", "1 for x > 0"),
        ("relu", "smallest f′", "0 for x < 0"),
        ("huber", "largest f′", "1 for r ≥ 1"),
        ("epsilon_insensitive", "minimum", "0 for −0.1 ≤ r ≤ 0.1"),
        ("hard_shrink", "largest f′", "1 for x < −0.5 and for x > 0.5"),
        ("tukey_biweight", "maximum", "≈ 3.6582 for r ≤ −4.685 and for r ≥ 4.685"),
        ("nll", "variable", "p is the probability of the true class"),
        ("brier", "variable", "p is the probability of class 1"),
        ("selu", "formula", "f(x) = ⎧ 1.050700987…·x                      if x > 0"),
    ],
)
def test_words_of_cards(spec, label, text):
    assert line(spec, label) == text


@pytest.mark.exhaustive(keep=0.0)
def test_no_card_shows_noise_or_more_digits_than_a_float_has():
    for function in CASES:
        text = card_text(facts_of(function), 150)
        assert not re.search(r"e−(3\d|[12]\d\d)\b", text), text
        assert not re.search(r"\d\.\d{17}", text), text


def test_the_formula_of_a_user_keeps_its_digits():
    typed = actplot.get("1.05070098735548049341933498*x")
    assert "1.05070098735548049341933498·x" in card_text(facts.facts_of(typed), 150)


@pytest.mark.parametrize("spec", ["gelu", "elu:0.5", "step", "binary_cross_entropy", "relu_general"])
def test_what_a_check_takes_of_a_card_is_what_the_card_says(spec):
    function = actplot.get(spec)
    card, seen = facts.facts_of(function), facts.seen_of(function)
    assert {name: getattr(card, name) for name in vars(seen)} == vars(seen)
