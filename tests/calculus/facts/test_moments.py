"""Means over standard normal inputs against quadrature by mpmath, and what is said where there are none."""

import json
import math

import numpy as np
import pytest
from mpmath import mp

import actplot
from actplot.algebra.evaluating.precision import derivative, value
from actplot.calculus.facts.moments import moments_of
from actplot.calculus.letters import formula_of
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import names
from actplot.documents.answers.carded import card_json
from actplot.documents.card import card_text

FENCES = (-40, -20, -10, -6, -4, -2, -1, 0, 1, 2, 4, 6, 10, 20, 40)


def true_moments(function):
    """E[f], E[f²] and E[f′²] to 25 digits, from the formula alone."""
    term = formula_of(function)
    fences = sorted({*map(mp.mpf, FENCES), *(mp.mpf(x) for x in function.breaks if abs(x) < 40)})
    environment = dict(function.numbers)

    def mean(of):
        return mp.quad(lambda z: of({**environment, "x": z}) * mp.npdf(z), fences)

    with mp.workdps(25):
        found = [mean(lambda at: value(term, at)), mean(lambda at: value(term, at) ** 2)]
        return [*found, mean(lambda at: derivative(term, at, "x", 1) ** 2)]


ENTRIES = [actplot.get(name) for name in names("activation")]
CASES = [function for entry in ENTRIES for function in (entry, *subject(entry).variants())]
GAINS = {"relu": 1.41421356, "tanh": 1.5925, "gelu": 1.5335, "silu": 1.6765, "elu": 1.2452, "mish": 1.4868, "selu": 1.0}


@pytest.mark.exhaustive(keep=0.01, thorough=0.15)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_moments_of_the_catalogue(function):
    found = moments_of(function)
    if found.why:
        assert function.domain != (-math.inf, math.inf)
        return
    mean, square, slope_square = map(float, true_moments(function))
    assert found.mean == pytest.approx(mean, rel=1e-10, abs=1e-12)
    assert found.square == pytest.approx(square, rel=1e-10)
    assert found.variance == pytest.approx(square - mean * mean, rel=1e-9, abs=1e-13 * square)
    assert found.slope_square == pytest.approx(slope_square, rel=1e-10, abs=1e-14)


@pytest.mark.parametrize(("name", "gain"), GAINS.items())
def test_gains_that_are_well_known(name, gain):
    assert moments_of(actplot.get(name)).gain == pytest.approx(gain, abs=6e-5)


LOG = (math.log(2) + np.euler_gamma) / 2  # −E[log|z|]
SQUARED = 2**0.25 * math.gamma(0.75) / math.sqrt(math.pi)  # E[√|z|]


@pytest.mark.parametrize(
    ("formula", "mean", "square", "slope_square"),
    [
        ("x^3", 0, 15, 27),
        ("exp(x)", math.exp(0.5), math.exp(2), math.exp(2)),
        ("exp(15*x)", math.exp(112.5), math.exp(450), 225 * math.exp(450)),
        ("sin(100*x)", 0, 0.5, 5000),
        ("exp(-1e6*x^2)", 1 / math.sqrt(1 + 2e6), 1 / math.sqrt(1 + 4e6), 16e12 * (4e6 + 1) ** -1.5 / 4),
        ("sqrt(|x|)", SQUARED, math.sqrt(2 / math.pi), math.inf),
        ("log(|x|)", -LOG, math.pi**2 / 8 + LOG**2, math.inf),
        ("exp(0.24*x^2)", 1 / math.sqrt(0.52), 1 / math.sqrt(0.04), 0.2304 / 0.04**1.5),
        ("1/x", math.nan, math.inf, math.inf),
        ("1/(x-0.3)", math.nan, math.inf, math.inf),
        ("exp(x^2)", math.inf, math.inf, math.inf),
        ("x*exp(x^2)", math.nan, math.inf, math.inf),
        ("sign(x)", 0, 1, 0),
        ("x-x", 0, 0, 0),
    ],
)
def test_moments_of_formulas(formula, mean, square, slope_square):
    found = moments_of(actplot.get(formula))
    assert found.mean == pytest.approx(mean, rel=1e-9, abs=1e-12, nan_ok=True)
    assert found.square == pytest.approx(square, rel=1e-9)
    assert found.slope_square == pytest.approx(slope_square, rel=1e-9)


def test_steep_functions_are_not_stepped_over():
    """A spike of width 1e-6 lies between all points of a plain rule: E[f′²] ≈ k/(6·√(2π))."""
    found = moments_of(actplot.get("sigmoid(1e6*x)"))
    assert found.slope_square == pytest.approx(1e6 / 6 / math.sqrt(2 * math.pi), rel=1e-6)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("log(x)", "no gain: not defined for z < 0"),
        ("sqrt(1-x)", "no gain: not defined for z > 1"),
        ("sqrt(x^2-1)", "no gain: not defined for −1 < z < 1"),
        ("exp(x^2)", "no gain: E[f²] is infinite"),
        ("1/x", "no gain: E[f²] is infinite"),
        ("x-x", "no gain: E[f²] = 0"),
        ("sign(x)", "E[f′²] = 0 between the jumps"),
    ],
)
def test_cards_say_why_there_is_no_gain(formula, said):
    assert said in " ".join(card_text(subject(actplot.get(formula)).facts(), 200).split())


def test_what_turns_too_often_is_not_guessed():
    found = moments_of(actplot.get("sin(1e4*x)"))
    assert math.isnan(found.gain)
    assert found.why == "f varies too quickly for a quadrature"


def test_moments_in_json():
    told = json.loads(card_json(subject(actplot.get("relu")).facts()))["moments"]
    assert told["gain"] == pytest.approx(math.sqrt(2), rel=1e-14)
    assert told["variance"] == pytest.approx(0.5 - 1 / (2 * math.pi), rel=1e-14)
    endless = json.loads(card_json(subject(actplot.get("1/x")).facts()))["moments"]
    assert endless["square"] == "inf"
    assert endless["gain"] is None
    assert endless["mean"] is None


@pytest.mark.parametrize("text", ["exp(1/x)", "exp(1/|x - 1|)", "exp(x^2)", "exp(20*x)"])
def test_what_overflows_at_a_break_or_far_out_has_no_mean_square(text):
    assert math.isinf(moments_of(actplot.get(text)).square)
    assert text == "exp(20*x)" or math.isinf(moments_of(actplot.get(text)).mean)
