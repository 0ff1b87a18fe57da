"""What a description says of how a curve runs is so, judged from the function alone, on a grid of its own."""

import re

import numpy as np
import pytest

from actplot.catalogue.registry import elementwise_names
from actplot.requests.reading import parse_picture as parse

NUMBER = r"(?:nearly )?−?(?:\d+(?:\.\d+)?(?:e[+−]?\d+)?|∞)"
PLACE = rf"(?:\w = )?({NUMBER})"
MOVES = re.compile(
    rf"(rises|falls)(?: from ({NUMBER}))? to (?:(?:its|a local) (?:maximum|minimum) )?({NUMBER})(?: at {PLACE})?"
)
JUMPS = re.compile(rf"jumps from ({NUMBER}) to ({NUMBER}) at {PLACE}")
BETWEEN = re.compile(rf"lies between ({NUMBER}) and ({NUMBER})")
SLOPES = ("value", "derivative", "second_derivative")
BACK = 0.006  # of the height: what nobody sees
RANGES = ["", " --range -1 1", " --range -30 2", " --range 100 110"]


def number(text):
    return float(text.removeprefix("nearly ").replace("−", "-").replace("∞", "inf"))


def slack(text, height):
    """How far a number may be from the truth: 1 % of the height where it is nearly so, else half of its last digit."""
    if text.startswith("nearly"):
        return 0.0101 * height
    digits, _, power = text.replace("−", "-").lstrip("-").partition("e")
    places = len(digits.partition(".")[2])
    last = int(power or 0) - places if places else int(power or 0) + max(0, len(digits) - 3)
    return 0.51 * 10.0**last + 1e-9 * height


def judge(method, interval, told):
    """Hold the clauses of a course against a function."""
    x = np.linspace(*interval, 20_001)
    y = method(x)
    finite = y[np.isfinite(y)]
    height = float(np.ptp(finite)) or 1.0
    if found := BETWEEN.match(told):
        for text, truth in zip(found.groups(), (finite.min(), finite.max()), strict=True):
            assert abs(number(text) - truth) <= slack(text, height) + 1e-6 * height, told
    clauses = re.split(r", (?:then |with )", told)
    at = interval[0]
    for clause, following in zip(clauses, [*clauses[1:], ""], strict=True):
        jump = JUMPS.match(following)
        if found := MOVES.match(clause):
            way, start, end, place = found.groups()
            stop = number(place) if place else number(jump[3]) if jump else interval[1] if not following else None
            if at is not None and stop is not None:
                part = method(np.linspace(at, stop, 2003)[1:-1])
                runs = part if way == "rises" else -part
                assert np.max(np.maximum.accumulate(runs) - runs) <= BACK * height, clause
            if start and at is not None and np.isfinite(number(start)):
                assert abs(method(np.array(at + 1e-9)) - number(start)) <= slack(start, height) + 1e-6 * height, clause
            if place:
                near = method(stop + np.linspace(-1, 1, 2001) * slack(place, 0))
                best = near.max() if "maximum" in clause else near.min()
                assert abs(best - number(end)) <= slack(end, height), clause
            at = stop
        elif found := JUMPS.match(clause):
            at = number(found[3])
            for text, side in zip(found.groups()[:2], (-1, 1), strict=True):
                assert abs(method(np.array(at + side * 1e-9)) - number(text)) <= slack(text, height) + 1e-6 * height
        else:
            at = None


@pytest.mark.exhaustive(keep=0.0505)
@pytest.mark.parametrize("ends", RANGES, ids=lambda ends: ends or "usual")
@pytest.mark.parametrize("name", elementwise_names())
def test_every_clause_of_a_course_is_so(name, ends):
    request = parse(f"plot {name}{ends} --order 2")
    (function,) = request.functions
    low, high = (max(request.interval[0], function.domain[0]), min(request.interval[1], function.domain[1]))
    if low >= high:
        pytest.skip("not defined there")
    told = {0: [], 1: [], 2: []}
    for sentence in re.split(r"; |\. (?=f)", request.alt):
        if found := re.match(r"f(′|″|)\(\w\) (.*?)\.?$", sentence):
            told[("", "′", "″").index(found[1])].append(found[2])
    for order, (course, *_) in ((order, some) for order, some in told.items() if some):
        if "pole" not in course and "equal" not in course:
            judge(getattr(function, SLOPES[order]), (low, high), course)


def test_the_judge_finds_what_is_not_so():
    method = np.tanh
    judge(method, (-5.0, 5.0), "rises from nearly −1 to nearly 1")
    for wrong in ("falls from nearly 1 to nearly −1", "lies between −2 and 1", "rises from −0.9 to 1"):
        with pytest.raises(AssertionError):
            judge(method, (-5.0, 5.0), wrong)
