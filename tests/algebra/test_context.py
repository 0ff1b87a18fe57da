"""The numbers that actplot computes with neither heed nor change what others do with mpmath."""

import copy
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import mpmath
import pytest

import actplot
from actplot.algebra.evaluating.context import mp, mpf
from actplot.calculus.checks.accuracy import measure_accuracy
from actplot.calculus.subjects import subject
from actplot.documents.card import card_text

THREADS = 8


def test_a_thread_sets_its_own_precision():
    start = Barrier(THREADS)

    def third(bits: int) -> bool:
        with mp.workprec(bits):
            start.wait()
            found = mpf(1) / 3
            start.wait()
            return abs(3 * found - 1) < mpf(2) ** -(bits - 2) and mp.prec == bits

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(third, range(100, 100 * THREADS + 1, 100)))
    assert mp.prec == 53
    assert mpf(1) / 3 == 1 / 3


def test_the_precision_of_the_user_stays_and_is_not_heeded():
    with mpmath.workprec(11), mp.workprec(200):
        assert mpmath.mp.prec == 11
        assert mp.nstr(mp.pi + 0, 40) == "3.141592653589793238462643383279502884197"
    assert mpmath.mp.prec == 53


@pytest.fixture(params=[10, 300])
def user_precision(request) -> Iterator[None]:
    """A user works with few or many digits, as in a notebook."""
    with mpmath.workprec(request.param):
        yield


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.usefixtures("user_precision")
def test_cards_and_checks_are_the_same_at_any_precision_of_the_user():
    card = card_text(subject(actplot.get("tan(x) + 0")).facts(), 200)
    assert "vertical: x = ±π/2, ±3π/2" in card
    assert all(one.passed for one in measure_accuracy(actplot.get("square"), 0.005))


def test_threads_that_ask_for_cards_get_the_same_ones():
    texts = ("log(x^2 - 1)", "|exp(x) - exp(-x)|", "x^(1/x)", "elu")

    def card(text: str) -> str:
        return card_text(subject(actplot.get(text)).facts(), 80)

    alone = list(map(card, texts))
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(card, texts * 2)) == alone * 2
    assert mpmath.mp.prec == mp.prec == 53


def test_numbers_can_be_sent_and_copied():
    number = mpf(2) / 3
    for other in (pickle.loads(pickle.dumps(number)), copy.deepcopy(number)):
        assert (other, type(other)) == (number, mpf)
    assert mpf(mpmath.mpf("0.1")) == mpmath.mpf("0.1")


def test_nothing_computes_in_the_context_of_the_user():
    for module in Path(actplot.__file__).parent.rglob("*.py"):
        imported = re.findall(r"^ *(?:from|import) mpmath\b.*", module.read_text(encoding="utf-8"), re.MULTILINE)
        shared = [line for line in imported if "libmp" not in line]
        assert not shared or module.name == "context.py", f"{module}: {shared}: import mp from evaluating/context.py"
