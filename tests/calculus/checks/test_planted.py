"""The check fails for every kind of error, planted in every entry where it makes sense."""

import math
from dataclasses import replace

import numpy as np
import pytest
from planted import FUNCTION_KINDS, KINDS_OF, PAIR_KINDS

from actplot import get, names
from actplot.calculus.checks.quantities import AGREED, DISAGREED, UNDECIDED, judged
from actplot.calculus.facts.counterexamples import quantities
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import elementwise_names


def fails(entry):
    """Whether a number fails; the first one decides."""
    for quantity in subject(entry).quantities():
        for held in quantity.numbers:
            found = judged(held)
            if not (found.verdict == AGREED or (found.verdict == UNDECIDED and found.excused)):
                return True
    return False


def caught(entry):
    """By the check of the entry, or of one of its variants."""
    return any(fails(one) for one in (entry, *subject(entry).variants()))


@pytest.fixture(autouse=True)
def no_search(monkeypatch):
    """The search between floats takes most of the time, and nothing that is planted here needs it."""
    monkeypatch.setattr("actplot.calculus.checks.of_functions.find_hidden_breaks", lambda function: ())


GROUPS = 14
LOSSES = [name for name in elementwise_names() if subject(get(name)).is_loss]


def missed(entry, kinds):
    """The kinds of errors that make sense in an entry, and that its check passes."""
    planted = {kind: plant(entry) for kind, plant in kinds.items()}
    return [kind for kind, wrong in planted.items() if wrong is not None and not caught(wrong)]


@pytest.mark.exhaustive(keep=0.00096, thorough=0.015)
@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("name", elementwise_names())
def test_errors_in_a_function_are_caught(name, group):
    kinds = dict(list(FUNCTION_KINDS.items())[group::GROUPS])
    assert missed(get(name), kinds) == []


@pytest.mark.exhaustive(keep=0.03, thorough=0.12)
@pytest.mark.parametrize("name", LOSSES)
def test_errors_in_predictions_against_targets_are_caught(name):
    flat = not np.any(get(name).derivative(np.linspace(-3, 3, 62)))  # nothing can be wrong with a gradient of 0
    kinds = {kind: plant for kind, plant in PAIR_KINDS.items() if not (flat and "gradient" in kind)}
    assert missed(get(name), kinds) == []


@pytest.mark.exhaustive(keep=0.015, thorough=0.12)
@pytest.mark.parametrize("name", [name for kind in KINDS_OF for name in names(kind)])
def test_errors_of_vectors_are_caught(name):
    entry = get(name)
    assert missed(entry, KINDS_OF[entry.kind]) == []


def test_there_are_more_kinds_of_errors_than_entries_have_promises():
    assert len(FUNCTION_KINDS) + len(PAIR_KINDS) + sum(map(len, KINDS_OF.values())) >= 138


def shifted(extreme, by):
    return None if extreme is None or math.isinf(extreme.value) else replace(extreme, value=extreme.value + by)


FALSE_FACTS = {
    "minimum too high": lambda facts: {"minimum": shifted(facts.minimum, 1e-6)},
    "minimum too low": lambda facts: {"minimum": shifted(facts.minimum, -1e-3)},
    "maximum too high": lambda facts: {"maximum": shifted(facts.maximum, 1e-3)},
    "maximum too low": lambda facts: {"maximum": shifted(facts.maximum, -1e-6)},
    "largest slope too small": lambda facts: {"largest_derivative": shifted(facts.largest_derivative, -1e-6)},
    "largest slope too large": lambda facts: {"largest_derivative": shifted(facts.largest_derivative, 1e-3)},
    "smallest slope too large": lambda facts: {"smallest_derivative": shifted(facts.smallest_derivative, 1e-6)},
    "a zero moved": lambda facts: {"zeros": tuple(zero + 1e-6 for zero in facts.zeros) or None},
    "slope at 0": lambda facts: {"derivative_at_zero": None if facts.derivative_at_zero is None else 77.0},
} | {
    f"{trait} that is not": lambda facts, trait=trait: (
        {"traits": (*facts.traits, trait)} if trait not in facts.traits else {}
    )
    for trait in ("odd", "even", "increasing", "decreasing", "convex", "concave", "nonnegative")
}


@pytest.mark.exhaustive(keep=0.02, thorough=0.2)
@pytest.mark.parametrize("name", elementwise_names())
def test_false_facts_on_a_card_are_caught(name):
    function = get(name)
    facts = subject(function).facts()
    for kind, change in FALSE_FACTS.items():
        changed = change(facts)
        lost_at_a_break = kind.endswith("that is not") and function.breaks  # alone, between the samples
        if not changed or None in changed.values() or lost_at_a_break:
            continue
        numbers = [held for quantity in quantities(function, replace(facts, **changed)) for held in quantity.numbers]
        assert any(judged(held).verdict == DISAGREED for held in numbers), kind
