"""Every parameter of every entry, at the largest and the smallest numbers: a card, pictures and a check, or a refusal.

Commands run in this process; a warning, a traceback, and more than ten seconds are faults. What a check finds is a
fault of the entry or of the check.
"""

import math

import numpy as np
import pytest
from fuzz import running

import actplot
from actplot.algebra.evaluating.compiler import derivatives_of
from actplot.algebra.evaluating.precision import value
from actplot.calculus.letters import formula_of
from actplot.catalogue.kinds.functions import METHODS
from actplot.catalogue.registry import elementwise_names, lookup
from actplot.errors import BadParameter

SIZES = (5e-324, 1e-310, 1e-300, 1e-200, 1e-154, 1e-16, 1e16, 1e154, 1e200, 1e300, 1e308, 1.7976931348623157e308)
MARKS = ("--mark", "extrema,kinks,asymptotes,saturation", "--order", "2", "--formula")
COMMANDS = {
    "card": ("show", "{}"),
    "facts": ("show", "{}", "--json"),
    "LaTeX": ("show", "{}", "--format", "latex"),
    "panels": ("compare", "{}", *MARKS, "-o", "o.svg"),
    "alone": ("plot", "{}", *MARKS, "-o", "o.png"),
    "check": ("check", "{}"),
}
PICTURES = ("panels", "alone")


CANCELS = "the slope for one number is what is left of terms that cancel: they would have to be taken with more digits"
TURNS = "so far out in an oscillation the formula's derivatives are not told by the digits that they are given"
EDGE = "the least value is attained at the float beside the end of the domain, and the card names the end"
HALVED = "half of the smallest float, the weight of the other class, is 0"
KNOWN_MISSES = {  # what is known to be wrong, and why
    ("brier:target=0.9999999999999999", "check"): EDGE,
    **{(f"tversky:beta={size!r}", "check"): CANCELS for size in SIZES[:6]},  # those below 1
    ("snake:alpha=-1e+154", "check"): TURNS,
    ("snake:alpha=-1e+200", "check"): TURNS,
    ("snake:alpha=1e+200", "check"): TURNS,
    ("sigmoid_cross_entropy_with_logits:label_smoothing=5e-324", 0): HALVED,
}


def with_misses(specs, kinds):
    """Each with each, where those that are known to fail have to."""
    return [
        pytest.param(one.id, kind, id=f"{one.id}-{kind}", marks=_missed(one.id, kind))
        for one in specs
        for kind in kinds
    ]


def _missed(spec, kind):
    reason = KNOWN_MISSES.get((spec, kind))
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


def extremes(parameter):
    """Both signs, and what lies beside the ends of an interval; lists and words are left out."""
    if parameter.many or parameter.words:
        return []
    ends = (parameter.above, parameter.at_least, parameter.at_most, parameter.below)
    beside = [math.nextafter(end, side * math.inf) for end in ends if end for side in (-1, 1)]
    return [*dict.fromkeys([*SIZES, *(-size for size in SIZES), *beside])]


def told(name, parameter, number):
    return f"{name}:{parameter.name}={number!r}"


CASES = [
    (name, parameter, number)
    for name in actplot.names()
    for parameter in lookup(name).declared
    for number in extremes(parameter)
]
ACCEPTED = [pytest.param(told(*case), id=told(*case)) for case in CASES if case[1].accepts(case[2])]
FORBIDDEN = [pytest.param(*case, id=told(*case)) for case in CASES if not case[1].accepts(case[2])]
ELEMENTWISE = elementwise_names()
OF_ONE_VARIABLE = [one for one in ACCEPTED if one.id.partition(":")[0] in ELEMENTWISE]
PLACES = (*(side * size for size in (*SIZES, 1e-3, 1.0, 3.0, 40.0) for side in (-1, 1)), 0.0)
NEAR, FAINT = 1e-13, 16 * 5e-324


@pytest.mark.exhaustive(keep=0.0003, thorough=0.015)
@pytest.mark.parametrize(("spec", "what"), with_misses(ACCEPTED, COMMANDS))
def test_a_card_a_picture_and_a_check_or_a_refusal(spec, what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = spec.partition(":")[0]
    if what in PICTURES and name not in elementwise_names():
        pytest.skip("no curve of one variable")
    result, faults = running.ended([word.format(spec) for word in COMMANDS[what]])
    assert not faults
    refused = result.exit_code == 2 and name in result.stderr
    assert result.exit_code == 0 or refused, result.stdout + result.stderr


@pytest.mark.exhaustive(keep=0.02)
@pytest.mark.parametrize(("name", "parameter", "number"), FORBIDDEN)
def test_what_the_constraint_forbids_is_refused_by_it(name, parameter, number):
    result, faults = running.ended(["show", told(name, parameter, number)])
    assert not faults
    assert result.exit_code == 2
    assert f"{name}: {parameter.name} must be" in result.stderr


@pytest.mark.exhaustive(keep=0.01, thorough=0.1)
@pytest.mark.parametrize(("spec", "order"), with_misses(OF_ONE_VARIABLE, range(2)))
def test_value_and_slope_at_extreme_places(spec, order):
    """Those of the formula, at as many digits as they take, but at breaks and ends."""
    try:
        function = actplot.get(spec)
    except BadParameter:
        return
    ends = (*function.breaks, *function.domain)
    x = np.array([at for at in PLACES if function.covers(np.array([at]))[0] and at not in ends])
    term = derivatives_of(formula_of(function), "x")[order]
    exact = np.array([float(value(term, {**function.numbers, "x": at})) for at in x.tolist()])
    found = getattr(function, METHODS[order])(x)
    with np.errstate(all="ignore"):
        near = np.abs(found - exact) <= NEAR * np.abs(exact) + FAINT
    wrong = ~np.isnan(exact) & (found != exact) & ~near
    assert not np.any(wrong), list(zip(x[wrong].tolist(), found[wrong].tolist(), exact[wrong].tolist(), strict=True))
