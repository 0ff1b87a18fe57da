"""The check fails for every kind of error, planted in every entry where it makes sense."""

import pytest
from planted import FUNCTION_KINDS, KINDS_OF, PAIR_KINDS

from actplot import get, names
from actplot.calculus.checks.quantities import AGREED, UNDECIDED, judged
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


@pytest.mark.exhaustive(keep=0.004)
@pytest.mark.parametrize("kind", FUNCTION_KINDS)
@pytest.mark.parametrize("name", elementwise_names())
def test_an_error_in_a_function_is_caught(name, kind):
    wrong = FUNCTION_KINDS[kind](get(name))
    if wrong is None:
        pytest.skip("makes no sense here")
    assert caught(wrong)


LOSSES = [name for name in elementwise_names() if subject(get(name)).is_loss]


@pytest.mark.exhaustive(keep=0.01)
@pytest.mark.parametrize("kind", PAIR_KINDS)
@pytest.mark.parametrize("name", LOSSES)
def test_an_error_in_predictions_against_targets_is_caught(name, kind):
    wrong = PAIR_KINDS[kind](get(name))
    if wrong is None:
        pytest.skip("makes no sense here")
    assert caught(wrong)


@pytest.mark.exhaustive(keep=0.05)
@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for what, kinds in KINDS_OF.items() for name in names(what) for kind in kinds],
)
def test_an_error_of_vectors_is_caught(name, kind):
    entry = get(name)
    wrong = KINDS_OF[entry.kind][kind](entry)
    if wrong is None:
        pytest.skip("makes no sense here")
    assert caught(wrong)


def test_there_are_more_kinds_of_errors_than_entries_have_promises():
    assert len(FUNCTION_KINDS) + len(PAIR_KINDS) + sum(map(len, KINDS_OF.values())) >= 138
