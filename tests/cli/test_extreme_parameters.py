"""Every parameter of every entry, at the largest and the smallest numbers: a card, pictures and a check, or a refusal.

Commands run in this process; a warning, a traceback, and more than ten seconds are faults. What a check finds is a
fault of the entry or of the check.
"""

import math
from zlib import crc32

import mpmath
import numpy as np
import pytest
from mpmath import mp, mpf

import actplot
from actplot.algebra.evaluating.precision import value
from actplot.calculus.letters import formula_of
from actplot.catalogue.registry import elementwise_names, lookup
from fuzz import running

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


def extremes(parameter):
    """Both signs, and what lies beside the ends of an interval; lists and words are left out."""
    if parameter.many or parameter.words:
        return []
    ends = (parameter.above, parameter.at_least, parameter.at_most, parameter.below)
    beside = [math.nextafter(end, side * math.inf) for end in ends if end for side in (-1, 1)]
    return [*dict.fromkeys([*SIZES, *(-size for size in SIZES), *beside])]


CASES = [
    (name, parameter, number)
    for name in actplot.names()
    for parameter in lookup(name).declared
    for number in extremes(parameter)
]
ACCEPTED = [(name, parameter, number) for name, parameter, number in CASES if parameter.accepts(number)]


def spec(name, parameter, number):
    return f"{name}:{parameter.name}={number!r}"


def told(name, number, parameter):
    return f"{name}-{parameter.name}-{number!r}"


def ended(line):
    """What a line printed, and what is wrong with how it ended."""
    done = running.Run(0, 0, line)
    result = running._watched(done)
    if result is not None:
        done.faults += running._ended(result, line)
    return result, done.faults


@pytest.mark.exhaustive(keep=0.002, thorough=0.05)
@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize(("name", "parameter", "number"), ACCEPTED, ids=str)
def test_a_card_a_picture_and_a_check_or_a_refusal(name, parameter, number, what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if what in PICTURES and name not in elementwise_names():
        return
    result, faults = ended([word.format(spec(name, parameter, number)) for word in COMMANDS[what]])
    assert not faults
    refused = result.exit_code == 2 and f"{name}" in result.stderr
    assert result.exit_code == 0 or refused, result.stdout + result.stderr


@pytest.mark.exhaustive(keep=0.02)
@pytest.mark.parametrize(("name", "parameter", "number"), [one for one in CASES if one not in ACCEPTED], ids=str)
def test_what_the_constraint_forbids_is_refused_by_it(name, parameter, number):
    result, faults = ended(["show", spec(name, parameter, number)])
    assert not faults
    assert result.exit_code == 2
    assert f"{name}: {parameter.name} must be" in result.stderr
