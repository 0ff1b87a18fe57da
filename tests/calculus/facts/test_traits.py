"""Traits, extremes, zeros and smoothness: what is known of well-known functions, and what points say of every one."""

import math
from functools import cache

import mpmath
import numpy as np
import pytest
from cases import CASES, ENTRIES, within
from mpmath import mp

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.facts.facts import facts_of
from actplot.calculus.facts.listing import select_entries
from actplot.calculus.facts.trait_words import TRAITS, read_traits, telling
from actplot.calculus.facts.traits import has_traits, smoothness, traits_of, zeros
from actplot.catalogue.kinds.functions import METHODS

INF = math.inf
FUNCTIONS = [*ENTRIES, *CASES[len(ENTRIES) :: 3]]
facts = cache(facts_of)  # most tests ask for the same

# What everybody knows. Each letter says yes, its absence no:
# odd, even, monotone, convex, concave, bounded below, bounded above, zero-centred, Lipschitz, saturating on both sides
LETTERS = {
    **{"o": "odd", "e": "even", "m": "monotone", "v": "convex", "c": "concave", "b": "bounded-below"},
    **{"a": "bounded-above", "z": "zero-centred", "l": "lipschitz", "s": "saturating"},
}
KNOWN = {  # letters, class of smoothness, Lipschitz constant
    "identity": ("omvczl", "C∞", 1),
    "relu": ("mvbl", "C⁰", 1),
    "relu6": ("mbals", "C⁰", 1),
    "leaky_relu": ("mvl", "C⁰", 1),
    "prelu": ("mvl", "C⁰", 1),
    "prelu:-0.5": ("vbl", "C⁰", 1),
    "abs": ("evbl", "C⁰", 1),
    "elu": ("mvbl", "C¹", 1),
    "elu:0.5": ("mvbl", "C⁰", 1),
    "elu:2": ("mbl", "C⁰", 2),
    "selu": ("mbzl", "C⁰", 1.0507009873554805 * 1.6732632423543772),
    "celu:2": ("mvbl", "C¹", 1),
    "softplus": ("mvbl", "C∞", 1),
    "log_sigmoid": ("mcal", "C∞", 1),
    "sigmoid": ("mbals", "C∞", 0.25),
    "tanh": ("ombazls", "C∞", 1),
    "softsign": ("ombazls", "C¹", 1),
    "arctan": ("ombazls", "C∞", 1),
    "arcsinh": ("omzl", "C∞", 1),
    "erf": ("ombazls", "C∞", 2 / math.sqrt(math.pi)),
    "hard_tanh": ("ombazls", "C⁰", 1),
    "hard_sigmoid": ("mbals", "C⁰", 1 / 6),
    "hard_silu": ("bl", "C⁰", 1.5),
    "hard_shrink": ("omz", "not continuous", INF),
    "soft_shrink": ("omzl", "C⁰", 1),
    "tanh_shrink": ("omzl", "C∞", 1),
    "step": ("mbas", "not continuous", INF),
    "sign": ("ombazs", "not continuous", INF),
    "gelu": ("bl", "C∞", None),
    "silu": ("bl", "C∞", None),
    "mish": ("bl", "C∞", None),
    "gaussian": ("ebals", "C∞", math.sqrt(2 / math.e)),
    "sin": ("obazl", "C∞", 1),
    "cos": ("ebal", "C∞", 1),
    "square": ("evb", "C∞", INF),
    "cube": ("omz", "C∞", INF),
    "exponential": ("mvb", "C∞", INF),
    "relu_squared": ("mvb", "C¹", INF),
    "mse": ("evb", "C∞", INF),
    "mae": ("evbl", "C⁰", 1),
    "huber": ("evbl", "C¹", 1),
    "huber:3": ("evbl", "C¹", 3),
    "log_cosh": ("evbl", "C∞", 1),
    "pseudo_huber": ("evbl", "C∞", 1),
    "cauchy": ("ebl", "C∞", None),
    "welsch": ("ebals", "C∞", None),
    "tukey_biweight": ("ebals", "C²", None),
    "quantile:0.9": ("vbl", "C⁰", 0.9),
    "hinge": ("mvbl", "C⁰", 1),
    "squared_hinge": ("mvb", "C¹", INF),
    "soft_margin": ("mvbl", "C∞", 1),
    "exponential_loss": ("mvb", "C∞", INF),
    "zero_one": ("mbas", "not continuous", INF),
    "perceptron": ("mvbl", "C⁰", 1),
    "sigmoid_cross_entropy_with_logits": ("mvbl", "C∞", 1),
    "ramp": ("mbals", "C⁰", 1),
    "savage": ("mbals", "C∞", None),
}


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("spec", KNOWN)
def test_traits_of_well_known_functions(spec):
    letters, smooth, constant = KNOWN[spec]
    found = traits_of(actplot.get(spec))
    assert {name for name in LETTERS.values() if name in found} == {LETTERS[letter] for letter in letters}
    assert smoothness(actplot.get(spec)) == smooth
    if constant is not None:
        assert facts_of(actplot.get(spec)).lipschitz == pytest.approx(constant, rel=1e-9)


# Extremes and zeros in other arithmetic, from formulas written down here.


def normal(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


FORMULAS = {
    "gelu": lambda x: x * normal(x),
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
    "gelu_tanh": lambda x: x * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3))) / 2,
    "quick_gelu": lambda x: x / (1 + mp.exp(-mp.mpf("1.702") * x)),
    "serf": lambda x: x * mp.erf(mp.log(1 + mp.exp(x))),
    "logish": lambda x: x * mp.log(1 + 1 / (1 + mp.exp(-x))),
    "smish": lambda x: x * mp.tanh(mp.log(1 + 1 / (1 + mp.exp(-x)))),
    "tanh_exp": lambda x: x * mp.tanh(mp.exp(x)),
}
MINIMA = {  # where the lowest value is sought, and what is known of it to some digits
    "gelu": (-0.75, -0.16997), "silu": (-1.28, -0.278465), "mish": (-1.19, -0.30884), "gelu_tanh": (-0.75, -0.17004),
    "quick_gelu": (-0.75, -0.16362), "serf": (-1.1, -0.348), "logish": (-1.3, -0.2528), "smish": (-1.3, -0.25),
    "tanh_exp": (-1.1, -0.3532),
}  # fmt: skip
STEEPEST = {
    "gelu": (1.41, 1.12890), "silu": (2.4, 1.09984), "mish": (1.5, 1.08850), "gelu_tanh": (1.4, 1.129),
    "quick_gelu": (1.41, 1.09984), "tanh_exp": (0.8, 1.0), "serf": (1.2, 1.1),
}  # fmt: skip


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("name", MINIMA)
def test_the_lowest_value(name):
    start, roughly = MINIMA[name]
    with mp.workdps(40):
        at = mpmath.findroot(lambda x: mp.diff(FORMULAS[name], x), start)
        value = FORMULAS[name](at)
    assert float(value) == pytest.approx(roughly, abs=0.02)
    lowest = facts_of(actplot.get(name)).minimum
    assert lowest.value == pytest.approx(float(value), rel=1e-14)
    (place,) = lowest.places
    assert place.low == place.high == pytest.approx(float(at), rel=1e-7)


@pytest.mark.exhaustive(keep=0.78, thorough=1)
@pytest.mark.parametrize("name", STEEPEST)
def test_the_largest_derivative(name):
    start, roughly = STEEPEST[name]
    with mp.workdps(40):
        at = mpmath.findroot(lambda x: mp.diff(FORMULAS[name], x, 2), start)
        slope = mp.diff(FORMULAS[name], at)
    assert float(slope) == pytest.approx(roughly, abs=0.1)
    largest = facts_of(actplot.get(name)).largest_derivative
    assert largest.value == pytest.approx(float(slope), rel=1e-14)
    (place,) = largest.places
    assert place.low == place.high == pytest.approx(float(at), rel=1e-7)


def test_numbers_that_papers_give():
    silu = facts_of(actplot.get("silu"))
    assert silu.minimum.value == pytest.approx(-0.27846454, abs=1e-8)
    assert silu.minimum.places[0].low == pytest.approx(-1.27846454, abs=1e-8)
    assert silu.largest_derivative.value == pytest.approx(1.09984, abs=1e-5)
    gelu = facts_of(actplot.get("gelu"))
    assert gelu.minimum.value == pytest.approx(-0.16997, abs=1e-5)
    assert gelu.largest_derivative.value == pytest.approx(1.12890, abs=1e-5)
    assert facts_of(actplot.get("mish")).minimum.value == pytest.approx(-0.30884, abs=1e-5)
    assert facts_of(actplot.get("selu")).minimum.value == pytest.approx(-1.7580993408473768, rel=1e-12)
    assert facts_of(actplot.get("hard_silu")).minimum.value == -0.375
    assert facts_of(actplot.get("sigmoid")).maximum.value == 1
    assert facts_of(actplot.get("sinc")).maximum.value == 1
    assert facts_of(actplot.get("sinc")).minimum.value == pytest.approx(-0.217233628211221657, rel=1e-14)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("gelu", (0.0,)), ("sigmoid", ()), ("tanh", (0.0,)), ("relu", ()), ("log_sigmoid", ()), ("softplus", ()),
        ("hard_silu", (0.0,)), ("elu", (0.0,)), ("mse", (0.0,)), ("sign", (0.0,)), ("step", ()), ("cube", (0.0,)),
        ("binary_cross_entropy", (1.0,)),
        ("gaussian_nll:0.01", (-0.1 * math.log(100) ** 0.5, 0.1 * math.log(100) ** 0.5)),
        ("s_relu", (0.0,)), ("tanh_shrink", (0.0,)), ("msle:7", (7.0,)), ("lecun_tanh", (0.0,)),
        ("|x^2 - 2|", (-(2**0.5), 2**0.5)), ("|x^2 - 2| + 1", ()),
    ],
)  # fmt: skip
def test_zeros(spec, expected):
    assert zeros(actplot.get(spec)) == pytest.approx(expected, rel=1e-14, abs=1e-300)


def test_zeros_of_what_oscillates_are_those_that_are_near():
    assert zeros(actplot.get("sin")) == pytest.approx([k * math.pi for k in range(-15, 16)], rel=1e-15, abs=1e-300)
    assert zeros(actplot.get("cos")) == pytest.approx([(k + 0.5) * math.pi for k in range(-16, 16)], rel=1e-15)


# Every function, on points of its own choice


def spots(function):
    """Points that no other module picks: scattered, far out, and both sides of every break."""
    random = np.random.default_rng(7)
    sizes = 10.0 ** random.uniform(-9, 2.8, 400)
    breaks = np.array([at for at in function.breaks if math.isfinite(at)])
    steps = np.array([1e-12, 1e-6, 1e-3]) * np.maximum(1, np.abs(breaks))[:, None] if breaks.size else np.zeros((0, 3))
    beside = [(breaks[:, None] + side * steps).ravel() for side in (-1, 1)] if breaks.size else []
    x = np.concatenate([random.uniform(-12, 12, 2500), sizes, -sizes, *beside])
    if math.isfinite(np.ptp(function.domain)):
        x = np.concatenate([random.uniform(*function.domain, 3000), *beside])
    low, high = function.domain
    x = np.append(x, breaks)
    return np.unique(x[(x > low) & (x < high)])


def slack(values):
    return 1e-13 * np.maximum(1e-290, np.abs(values))


def holds(function, trait):
    """Whether points contradict a trait, each by its definition and not by the derivative."""
    x = spots(function)
    y = function.value(x)
    low, high = function.domain
    if trait in ("odd", "even"):
        sign = -1 if trait == "odd" else 1
        return low == -high and bool(np.all(np.abs(function.value(-x) - sign * y) <= slack(y)))
    if trait in ("monotone", "increasing", "decreasing"):
        steps, allowed = np.diff(y), np.maximum(slack(y[1:]), slack(y[:-1]))
        up, down = np.all(steps >= -allowed), np.all(steps <= allowed)
        return bool({"monotone": up or down, "increasing": up, "decreasing": down}[trait])
    if trait in ("convex", "concave"):
        sign = 1 if trait == "convex" else -1
        return all(above_chords(x[start::step], sign * y[start::step]) for step in (1, 37) for start in range(step))
    if trait == "nonnegative":
        return bool(np.all(y >= 0))
    raise NotImplementedError(trait)


def above_chords(x, y):
    """Whether no point lies above the straight line between its neighbours, up to rounding."""
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    chords = y[:-2] + share * (y[2:] - y[:-2])
    size = np.max(np.abs([y[:-2], y[1:-1], y[2:]]), axis=0)
    return bool(np.all(chords - y[1:-1] >= -1e-12 * np.maximum(1e-290, size)))


def mean(function):
    """The mean over standard normal inputs by the midpoint rule, relative to that of the size."""
    x = (np.arange(-12_000, 12_000) + 0.5) * 1e-3
    weight = np.exp(-x * x / 2)
    values = function.value(x)
    return float(np.sum(values * weight) / max(np.sum(np.abs(values) * weight), 1e-300))


POINTWISE = ("odd", "even", "monotone", "increasing", "decreasing", "convex", "concave", "nonnegative")


@pytest.mark.exhaustive(keep=0.007)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_points_agree_with_every_trait(function):
    found = facts(function).traits
    assert {trait for trait in POINTWISE if holds(function, trait)} == set(found) & set(POINTWISE)


@pytest.mark.exhaustive(keep=0.091, thorough=0.2)
@pytest.mark.parametrize("function", ENTRIES, ids=str)
def test_zero_centred_is_a_mean_of_0(function):
    """Of activations: what a loss is given is no normal number."""
    if function.kind == "loss" or np.isfinite(function.domain).any():
        assert "zero-centred" not in facts(function).traits
    else:
        assert (abs(mean(function)) < 1e-6) == ("zero-centred" in facts(function).traits)


@pytest.mark.exhaustive(keep=0.008)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_extremes_are_reached_and_not_passed(function):
    known, x = facts(function), np.append(spots(function), function.breaks)
    for extreme, sign in ((known.maximum, 1), (known.minimum, -1)):
        if math.isfinite(extreme.value):
            rounding = 1e-13 * max(abs(extreme.value), 1e-290)
            assert np.all(sign * function.value(x) <= sign * extreme.value + rounding)
        bound = known.bounds.high if sign > 0 else known.bounds.low
        assert extreme.value == pytest.approx(bound, rel=1e-12, abs=1e-15), "the range and the extreme differ"


@pytest.mark.exhaustive(keep=0.05, thorough=0.1)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_lipschitz_constant_bounds_every_chord(function):
    constant, x = facts(function).lipschitz, spots(function)
    y = function.value(x)
    slopes = np.abs(np.diff(y)) / np.diff(x)
    rounding = 1e-15 * np.maximum(np.abs(y[1:]), np.abs(y[:-1])) / np.diff(x)
    assert ("lipschitz" in facts(function).traits) == math.isfinite(constant)
    if math.isfinite(constant):
        assert np.all(slopes <= constant * (1 + 1e-12) + 4 * rounding)
        fine = within(function, np.concatenate([np.linspace(-12, 12, 12_001), [-1e9, 1e9]]), 12_001)
        ends = np.nextafter(function.domain, function.domain[::-1])[np.isfinite(function.domain)]
        spread = np.concatenate([fine, ends, np.nextafter(function.breaks, INF)])
        steepest = np.max(np.abs(function.derivative(spread)), initial=0)
        steepest = max(steepest, *(abs(p.left_derivative) for p in breaks_of(function)), 0)
        assert steepest == pytest.approx(constant, rel=1e-4, abs=1e-12)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_smoothness_is_what_both_sides_of_the_breaks_say(function):
    points = [point for point in breaks_of(function) if function.domain[0] < point.x < function.domain[1]]
    step = 1e-8
    worst = "C∞" if not points else "C²"
    for point in points:
        at = point.x
        width = step * max(1e-3, abs(at))
        sides = [[getattr(function, m)(at + s * width) for m in METHODS] for s in (-1, 1)]
        bend = max(1.0, *(abs(side[2]) for side in sides))
        jump, kink, bent = (abs(a - b) for a, b in zip(*sides, strict=True))
        slope = max(1.0, *(abs(side[1]) for side in sides))
        found = (
            "not continuous" if jump > 100 * slope * width
            else "C⁰" if kink > 100 * bend * width
            else "C¹" if bent > 1e-4 * bend
            else "C²"
        )  # fmt: skip
        worst = min(worst, found, key=["not continuous", "C⁰", "C¹", "C²", "C∞"].index)
    assert smoothness(function) == worst


@pytest.mark.exhaustive(keep=0.05, thorough=0.2)
@pytest.mark.parametrize("function", ENTRIES, ids=str)
def test_zeros_are_zeros_and_none_is_missing(function):
    found = zeros(function)
    assert len(set(found)) == len(found)
    for root in found:
        sides = function.value(np.array([root - 1e-7, root, root + 1e-7]))
        size = max(1.0, abs(root)) * max(1.0, abs(function.derivative(root)))
        crossed = np.nanmin(sides) <= 0 <= np.nanmax(sides)
        assert abs(sides[1]) <= 4e-15 * size or (crossed and any(point.x == root for point in breaks_of(function)))
    x = spots(function)
    y = np.sign(function.value(x))
    for at in np.flatnonzero(y[1:] * y[:-1] < 0):
        jumps = any(x[at] <= p.x <= x[at + 1] and p.kind == "jump" for p in breaks_of(function))
        assert jumps or abs(x[at]) > 45 or any(x[at] <= root <= x[at + 1] for root in found)


# Asking for them


@pytest.mark.exhaustive(keep=0.0)
def test_every_trait_belongs_to_some_functions_and_not_to_all():
    for trait in TRAITS:
        count = sum(trait in facts(function).traits for function in ENTRIES)
        assert 0 < count < len(ENTRIES), trait


def test_where_selects_what_has_the_traits():
    chosen = {one.name for one in select_entries(None, "", "odd,bounded")}
    assert {"tanh", "softsign", "hard_tanh", "sign", "arctan", "erf", "sin"} <= chosen
    assert not {"sigmoid", "relu", "identity", "gelu", "cos"} & chosen
    others = {one.name for one in select_entries("activation", "", "not-monotone,smooth")}
    assert {"gelu", "silu", "mish", "sin", "gaussian"} <= others
    assert not {"tanh", "relu", "mse", "cauchy"} & others


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("monotone", ("monotone",)), ("zero-centered", ("zero-centred",)), ("Zero_Centred", ("zero-centred",)),
        ("not-monotone", ("not-monotone",)), ("not_bounded_below", ("not-bounded-below",)),
        ("odd, even", ("odd", "even")),

        ("non-decreasing", ("increasing",)), ("nondecreasing", ("increasing",)), ("non-odd", ("not-odd",)),
    ],
)  # fmt: skip
def test_reading_traits(text, names):
    assert read_traits(text) == names


@pytest.mark.parametrize("text", ["", "monoton", "odd,,even", "not-", "x" * 5000, "odd;even"])
def test_what_is_no_trait(text):
    with pytest.raises(actplot.UnknownName, match="Traits: odd, even") as caught:
        read_traits(text)
    assert len(str(caught.value)) < 500


def test_telling_leaves_out_what_follows():
    found = telling(traits_of(actplot.get("tanh")))
    assert "bounded" in found
    assert not {"bounded-below", "monotone", "continuous", "differentiable"} & set(found)
    for function in ENTRIES[::5]:
        assert has_traits(function, facts(function).traits)
