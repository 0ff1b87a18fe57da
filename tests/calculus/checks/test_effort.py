"""What a check does not finish it says, and how much it does is counted and not timed."""

import json

import numpy as np
import pytest

import actplot
from actplot.algebra.evaluating.effort import TooMuchWork, at_most
from actplot.calculus.checks import of_functions
from actplot.calculus.checks.points import check_points
from actplot.calculus.subjects import subject
from actplot.documents.checks import agreement_json, agreement_text

GIVEN_UP = "the search for jumps between the points that are checked was given up: it would take too long"


def test_a_search_that_is_given_up_is_said(monkeypatch):
    monkeypatch.setattr(of_functions, "_EFFORT", 100)
    (agreement,) = subject(actplot.get("log1mexp(squareplus(x))")).agreements()
    assert agreement.passed
    lines = agreement_text([agreement]).splitlines()
    assert f"log1mexp(squareplus(x)): {GIVEN_UP}" in lines
    assert lines[2].split()[-5:-2] == [lines[2].split()[-5], "0", "1"]
    rows = {row["what"]: row for row in json.loads(agreement_json([agreement]))["functions"]}
    assert rows["f′"]["remarks"] == [GIVEN_UP]
    assert rows["f′"]["undecided"] == 1
    assert "remarks" not in rows["value"]


def test_one_that_is_finished_says_nothing():
    (agreement,) = subject(actplot.get("x*tanh(x)")).agreements()
    assert not any(row.remarks for row in agreement.rows)


def test_work_grows_with_points_and_ends():
    function = actplot.get("log1mexp(squareplus(sinh(x)))")
    with at_most(10_000):
        function.value(np.array([5.25]))
    with at_most(10_000), pytest.raises(TooMuchWork):
        function.value(np.linspace(5.0, 6.0, 5000))


@pytest.mark.parametrize(
    ("spec", "x", "value"),
    [
        ("2^x^x^x", 9.8, np.inf),  # 2 to a power of more than 10^9 digits
        ("0.5^x^x^x", 9.8, 0.0),
        ("1.001^(x^x^x)", 9.8, np.inf),
        ("(1-1e-9)^(x^x^x)", 9.8, 0.0),
        ("log(2^x^x^x)", 3.0, 5285661396803.749),  # 3^27·log(2), of which the power itself is no float
        ("2^(-x^x^x)", 3.0, 0.0),
    ],
)
def test_powers_beyond_every_float_are_told_at_once(spec, x, value):
    function = actplot.get(spec)
    with at_most(10_000):
        assert function.value(np.array([x]))[0] == pytest.approx(value, rel=1e-12)


def test_only_about_the_nearest_breaks_the_bulk_comes_again():
    function = actplot.get("sin(x)/sqrt(1-cos(x))")
    assert len(function.breaks) > 50
    assert len(check_points(function)) < 2500
