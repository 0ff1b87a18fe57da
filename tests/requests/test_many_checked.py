"""What a check of many entries finds depends neither on who looks nor on who is done first."""

from concurrent.futures import BrokenExecutor, Executor, Future

import pytest

import actplot
from actplot.calculus.subjects import subject
from actplot.errors import OutputError
from actplot.processes.sharing import shared
from actplot.requests.facts import many_checked
from actplot.requests.facts.many_checked import accuracy_of, agreements_of

ENTRIES = [actplot.get(name) for name in ("relu", "heaviside", "mae")]


@pytest.fixture(scope="module")
def alone():
    """As text, since a number that is none equals no other."""
    return [repr(agreement) for entry in ENTRIES for agreement in subject(entry).agreements()]


def found(entries, **who):
    return list(map(repr, agreements_of(entries, **who)))


def test_who_is_done_first_changes_nothing(alone, monkeypatch):
    monkeypatch.setattr(many_checked, "shared", lambda *work: reversed(list(shared(*work))))
    assert found(ENTRIES, jobs=1) == alone


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_processes_find_what_one_finds(alone):
    assert found(ENTRIES, jobs=2) == alone
    plain = [entry for entry in ENTRIES if entry.has_curve]
    assert repr(accuracy_of(plain, 0.001, jobs=2)) == repr(accuracy_of(plain, 0.001, jobs=1))


class Dead(Executor):
    def submit(self, *_, **__):
        future: Future = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future


def test_a_process_that_dies_is_told():
    with pytest.raises(OutputError, match=r"check: the process that was to look at relu died. Is there"):
        agreements_of(ENTRIES, executor=Dead())
    with pytest.raises(OutputError, match="that was to look at relu died"):
        accuracy_of(ENTRIES[:1], 0.01, executor=Dead())


class Unsent(Executor):
    def submit(self, *_, **__):
        future: Future = Future()
        future.set_exception(TypeError("cannot pickle"))
        return future


def test_what_cannot_be_sent_is_looked_at_here(alone):
    assert found(ENTRIES[:1], executor=Unsent()) == alone[:1]


def test_an_error_is_told_in_the_order_of_the_entries(monkeypatch):
    monkeypatch.setattr(many_checked, "subject", lambda entry: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        agreements_of(ENTRIES, jobs=1)
