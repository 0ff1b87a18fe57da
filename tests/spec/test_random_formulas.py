"""What is said of random formulas: no traceback, no false limit, no digit that is wrong without a warning."""

import json
import math
import re
from fractions import Fraction
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from mpmath import mp, mpf

from actplot import get
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.curves.tracing import trace
from actplot.cli import main
from actplot.errors import ActplotError, FormulaError
from actplot.spec.formulas.expression import Expression
from actplot.spec.formulas.zeros import exactly
from tests.formulas import FORMULAS, Formula

DISTANCES = (20, 40, 80, 160)
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=80)
POINTS = (-40.25, -3.0, -1.0, -0.7, -1e-9, 0.0, 1e-9, 0.3, 1.0, 2.0, 3.7, 50.5)


@pytest.mark.exhaustive(keep=0.0)
@MANY
@given(formula=FORMULAS)
def test_many_limits(formula):
    hold_limits(formula)


@FEW
@given(formula=FORMULAS)
def test_limits(formula):
    hold_limits(formula)


def hold_limits(formula: Formula):
    """Each finite limit is what values come to: they are closer at each smaller distance."""
    function = get(formula.text)
    try:
        found = sorted(breaks_of(function), key=lambda point: abs(point.x))[:4]
    except FormulaError:  # such as one that is defined nowhere
        return
    for point in found:
        for side, limit in ((-1, point.left_value), (1, point.right_value)):
            if limit is not None:
                hold_limit(formula, function, point.x, side, limit)


def hold_limit(formula: Formula, function, x: float, side: int, limit: float):
    place = exactly(function.behaviour.places[x]) if isinstance(function, Expression) else Fraction(x)

    def beside(digits):
        centre = mpf(place.numerator) / place.denominator
        return centre + side * (abs(centre) or 1) * mpf(10) ** -digits

    try:
        values = [formula.at(lambda digits=digits: beside(digits)) for digits in DISTANCES]
    except (ArithmeticError, ValueError):
        return
    assert None not in values, (formula.text, x, side, limit)
    if math.isinf(limit):
        signed = [math.copysign(1, limit) * value for value in values]
        assert 0 < signed[0] < signed[1] < signed[2] < signed[3], (formula.text, x, side, limit)
        return
    with mp.workprec(700):  # the limit is printed as a float, which is 12 digits and more
        apart = [max(abs(value - mpf(limit)) - abs(mpf(limit)) * mpf(10) ** -13, 0) for value in values]
        assert all(after < before or after == 0 for before, after in pairwise(apart)), (
            formula.text,
            x,
            side,
            limit,
        )


@pytest.mark.exhaustive(keep=0.0)
@MANY
@given(formula=FORMULAS)
def test_many_numbers(formula):
    hold_numbers(formula)


@FEW
@given(formula=FORMULAS)
def test_numbers(formula):
    hold_numbers(formula)


def hold_numbers(formula: Formula):
    """Each value that is printed has 12 right digits, or a warning names its row; none is finite off the domain."""
    at = ",".join(map(repr, POINTS))
    result = CliRunner().invoke(main, ["eval", formula.text, "--at", at, "--order", "0", "--format", "json"])
    if result.exit_code:
        assert "defined nowhere" in result.output, (formula.text, result.output)
        return
    warned = result.stderr
    values = map(float, json.loads(result.stdout)["functions"][0]["value"])
    for x, printed in zip(POINTS, values, strict=True):
        try:
            truth = formula.at(lambda x=x: mpf(x))
        except (ArithmeticError, ValueError):
            continue
        if truth is None:
            assert not math.isfinite(printed), (formula.text, x, printed)
        elif abs(truth) < mpf(10) ** 308:
            right = abs(mpf(printed) - truth) <= abs(truth) * mpf(10) ** -12 + mpf(10) ** -320
            assert right or re.search(rf"\b{re.escape(f'{x:g}')}\b", warned), (formula.text, x, printed, float(truth))


@pytest.mark.exhaustive(keep=0.0)
@settings(MANY, max_examples=20)
@given(formula=FORMULAS)
def test_many_commands(formula, tmp_path_factory):
    hold_commands(formula, tmp_path_factory.mktemp("drawn"))


@settings(FEW, max_examples=4)
@given(formula=FORMULAS)
def test_commands(formula, tmp_path_factory):
    hold_commands(formula, tmp_path_factory.mktemp("drawn"))


def hold_commands(formula: Formula, folder):
    """No command ends in a traceback."""
    picture = str(folder / "drawn.svg")
    for command in ("show", "derive", "check", "eval --at 0.3,1", f"plot -o {picture}", "derive --order 2"):
        first, *rest = command.split()
        result = CliRunner().invoke(main, [first, formula.text, *rest])
        assert result.exception is None or isinstance(result.exception, SystemExit), (formula.text, command)
        assert "Traceback" not in result.output


@FEW
@given(formula=FORMULAS)
def test_nothing_is_drawn_off_the_domain(formula):
    try:
        curve = trace(get(formula.text), 0, (-5, 5), 200)
    except ActplotError:
        return
    for x, _ in curve.pieces:
        for at in x[1:-1:7].tolist():
            try:
                assert formula.at(lambda at=at: mpf(at)) is not None, (formula.text, at)
            except (ArithmeticError, ValueError):
                continue
