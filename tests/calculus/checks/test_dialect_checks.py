"""Every name of a framework passes `check`; where its gradient is not the slope, that is told and still held."""

import re

import numpy as np
import pytest
from planted import with_method

from actplot import get
from actplot.calculus.checks.of_functions import quantities
from actplot.calculus.checks.quantities import agreement_of
from actplot.calculus.subjects import subject
from actplot.errors import BadSpec
from actplot.spec.dialects.finding import FRAMEWORKS, framework

NAMES = sorted(
    {
        next(one.name for one in framework(key).names() if one.spelling is spelling)
        for key in FRAMEWORKS
        for spelling in framework(key).spellings
    }
)
OTHERS = ("torch:BCELoss:target=0.15", "torch:BCELoss:target=0.85", "torch:BCELoss:target=0", "keras:Hinge")


def made(name):
    """The entry; where a name has no default for something, with what the message proposes."""
    try:
        return get(name)
    except BadSpec as error:
        return get(re.search(r"Write '(.+)'\.", str(error))[1])


def found(entry):
    return {row.what: row for row in subject(entry).agreement().rows}


@pytest.mark.exhaustive(keep=0.005, thorough=0.12)
@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_a_framework_passes(name):
    assert [str(one.rows) for one in subject(made(name)).agreements() if not one.passed] == []


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("name", ["keras:Tversky", "keras:tversky"])
def test_variants_of_a_loss_of_all_numbers_are_laid_out_as_it_is(name):
    assert all(one.passed for one in subject(get(name)).agreements())


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize("spec", OTHERS)
def test_with_other_targets(spec):
    assert subject(get(spec)).agreement().passed


def test_where_the_gradient_is_not_the_slope_it_is_told_and_held_against_what_is_stated():
    rows = found(get("torch:BCELoss:target=0.85"))
    assert rows["f′ as stated"].against == rows["f″ as stated"].against == "convention"
    assert 0 < rows["f′ as stated"].agreed < rows["f′"].agreed
    assert rows["f′"].agreed > 50
    assert "f′ as stated" not in found(get("bce:0.85"))


@pytest.mark.exhaustive(keep=0.25)
@pytest.mark.parametrize(
    ("low", "high", "row"),
    [(1e-3, 1.0, "f′"), (1e-11, 1e-8, "f′"), (0.0, 1e-40, "f′ as stated"), (1 - 1e-12, 1.0, "f′ as stated")],
)
@pytest.mark.parametrize("change", [lambda y: y * (1 + 1e-9), lambda y: -y, np.zeros_like])
def test_an_error_of_that_gradient_is_caught_everywhere(low, high, row, change):
    def wrong(self, right, x):
        y = right(self, x)
        return np.where((np.asarray(x) >= low) & (np.asarray(x) <= high), change(y), y).astype(np.asarray(y).dtype)[()]

    planted = with_method(get("torch:BCELoss:target=0.85"), "derivative", wrong)
    rows = {one.what: one for one in agreement_of("planted", quantities(planted)).rows}
    assert rows[row].disagreed > 0


def test_a_slope_of_the_loss_itself_is_no_excuse():
    """The slope of the clamped loss, in place of the gradient that PyTorch has there."""

    def clamped(self, right, x):
        return np.where(np.asarray(x) < np.exp(-100), 0.15, right(self, x))[()]

    planted = with_method(get("torch:BCELoss:target=0.85"), "derivative", clamped)
    rows = {one.what: one for one in agreement_of("planted", quantities(planted)).rows}
    assert not rows["f′ as stated"].passed
