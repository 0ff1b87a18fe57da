"""The one judge: what agrees, what disagrees, and what may stay undecided."""

import math

import pytest

from actplot.calculus.checks.quantities import CONTRADICTED, Held, Quantity, agreement_of, judged

NAN, INF = math.nan, math.inf
JUDGED = {
    "the result itself": (Held((0.0,), 2.0, (2.0,)), "agreed", 0.0),
    "within the tolerance": (Held((0.0,), 2.0 + 1e-12, (2.0,)), "agreed", 5e-13),
    "outside the tolerance": (Held((0.0,), 2.0 + 4e-12, (2.0,)), "disagreed", 2e-12),
    "within the slack": (Held((0.0,), 1e-16, (0.0,), slack=4e-16), "agreed", 0.25e-12),
    "outside the slack": (Held((0.0,), 8e-16, (0.0,), slack=4e-16), "disagreed", 2e-12),
    "between both sides": (Held((0.0,), 0.3, (0.0, 1.0)), "agreed", 0.0),
    "outside both sides": (Held((0.0,), 1.5, (0.0, 1.0)), "disagreed", 0.5),
    "a convention at a kink": (Held((0.0,), 0.0, (1.0, 2.0), conventions=(0.0,)), "agreed", 0.0),
    "no convention where it is smooth": (Held((0.0,), 0.0, (1.0, 1.0), conventions=(0.0,)), "disagreed", 1.0),
    "nothing between a convention and a side": (Held((0.0,), 0.5, (1.0, 2.0), conventions=(0.0,)), "disagreed", 0.5),
    "infinite on both": (Held((0.0,), INF, (INF,)), "agreed", 0.0),
    "infinite on one": (Held((0.0,), 1e300, (INF,)), "disagreed", INF),
    "not a number": (Held((0.0,), NAN, (1.0,)), "disagreed", INF),
    "one side unknown": (Held((0.0,), 1.0, (NAN, 1.0)), "agreed", 0.0),
    "no side known": (Held((0.0,), 1.0, (NAN, NAN)), "undecided", NAN),
    "no side at all": (Held((0.0,), 1.0, ()), "undecided", NAN),
    "a difference in place of a side": (Held((0.0,), 1.0, (NAN,), differences=(1.1, 0.2)), "agreed", 1 / 11),
    "a difference that contradicts": (Held((0.0,), 1.0, (1.0,), differences=(1.1, 0.01)), "disagreed", 0.0),
    "within five deviations": (Held((0.0,), 1.0, (1.4,), deviation=0.1), "agreed", 4.0),
    "beyond five deviations": (Held((0.0,), 1.0, (1.6,), deviation=0.1), "disagreed", 6.0),
    "a sample without spread": (Held((0.0,), 1.0, (1.5,), deviation=0.0), "disagreed", INF),
    "rounding of a sample without spread": (Held((0.0,), 1.0, (1.5,), slack=1.0, deviation=0.0), "agreed", 0.0),
    "a fault": (Held((0.0,), 1.0, (1.0,), fault="jumps"), "disagreed", 0.0),
    "an excuse": (Held((0.0,), 1.0, (2.0,), excuse="rounded"), "undecided", 0.5),
}


@pytest.mark.parametrize("case", JUDGED)
def test_judges(case):
    held, verdict, error = JUDGED[case]
    found = judged(held)
    assert found.verdict == verdict
    assert found.error == pytest.approx(error, rel=1e-3, nan_ok=True)


def test_says_why():
    assert judged(JUDGED["a difference that contradicts"][0]).note == CONTRADICTED
    assert judged(JUDGED["an excuse"][0]).note == "rounded"
    assert judged(JUDGED["a fault"][0]).note == "jumps"


RIGHT, WRONG, UNKNOWN = Held((0.0,), 1.0, (1.0,)), Held((2.0,), 1.0, (2.0,)), Held((1.0,), 1.0, ())
EXCUSED = Held((1.0,), 1.0, (), excused=True)


@pytest.mark.parametrize(
    ("numbers", "passed", "worst"),
    [
        ((RIGHT, EXCUSED), True, RIGHT),
        ((RIGHT, UNKNOWN), False, UNKNOWN),
        ((RIGHT, UNKNOWN, WRONG), False, WRONG),
        ((Held((3.0,), 1.0, (1.0,)), RIGHT), True, RIGHT),
    ],
)
def test_a_row_passes_where_nothing_is_wrong_or_open(numbers, passed, worst):
    (row,) = agreement_of("f", [Quantity("value", numbers), Quantity("nothing", ())]).rows
    assert row.passed == passed
    assert row.worst.held == worst
