"""Checks many entries, in this process, in others or on a cluster; what is found depends on none of them."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor
from typing import Any

from ...calculus.checks.accuracy import OrderAccuracy, check_measurable, measure_accuracy
from ...calculus.checks.quantities import Agreement
from ...calculus.subjects import subject
from ...catalogue.entry import Entry
from ...errors import OutputError
from ...processes.sharing import Crew, Lost, Work, shared
from ...progress import counted

ENOUGH = 40  # entries and variants for a process: below that, starting it costs more than it saves
FEW = 4  # the same where each is measured on its full grid
PRELOAD = f"{__package__}.preload"


def agreements_of(
    entries: Sequence[Entry], *, jobs: int | None = None, executor: Executor | None = None
) -> list[Agreement]:
    """What a check of each entry finds, in their order, each followed by its variants that fail.

    Raises `OutputError` where a process dies.
    """
    asked = [(one, bool(place)) for entry in entries for place, one in enumerate(subject(entry).checked())]
    found = _answers(agree, [one for one, _ in asked], Crew(PRELOAD, jobs, executor, ENOUGH))
    return [one for one, (_, beside) in zip(found, asked, strict=True) if not (beside and one.passed)]


def accuracy_of(
    entries: Sequence[Entry], share: float, *, jobs: int | None = None, executor: Executor | None = None
) -> list[OrderAccuracy]:
    """The accuracy of each entry on this share of the full grid.

    Raises `BadOption`, before any is measured, for what has no curve, `OutputError` where a process dies.
    """
    check_measurable(entries)
    crew = Crew(PRELOAD, jobs, executor, FEW if share == 1 else ENOUGH)
    return [order for orders in _answers(measure, [(entry, share) for entry in entries], crew) for order in orders]


def agree(entries: Sequence[Entry]) -> list[Any]:
    """What a check of each finds, or what it raises."""
    return [_tried(lambda entry: subject(entry).agreement(), entry) for entry in entries]


def measure(asked: Sequence[tuple[Any, float]]) -> list[Any]:
    """The accuracy of each entry on a share of its grid, or what measuring it raises."""
    return [_tried(lambda one: measure_accuracy(*one), one) for one in asked]


def _tried(ask: Any, piece: Any) -> Any:
    try:
        return ask(piece)
    except Exception as error:  # told in the order of the entries, whoever is done first
        return error


def _answers(work: Work, pieces: Sequence[Any], crew: Crew) -> list[Any]:
    """The answers in the order of what was asked; raises the first of what was raised."""
    answers = dict(counted(shared(work, pieces, crew), len(pieces)))
    return [_answer(work, piece, answers[index]) for index, piece in enumerate(pieces)]


def _answer(work: Work, piece: Any, answer: Any) -> Any:
    if isinstance(answer, Lost) and isinstance(answer.error, BrokenExecutor):
        what = piece[0] if isinstance(piece, tuple) else piece
        raise OutputError(f"check: the process that was to look at {what} died. Is there enough memory?")
    if isinstance(answer, Lost):  # such as an entry that cannot be sent
        (answer,) = work([piece])
    if isinstance(answer, Exception):
        raise answer
    return answer
