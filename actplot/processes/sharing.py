"""Does pieces of work: in this process, in others, or wherever an executor does them."""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from queue import Empty, SimpleQueue
from typing import Any

from ..frozen import record
from .pool import default_jobs, process_pool

CHUNKS = 24  # per worker, as far as that makes chunks of sizes that pay: no worker waits long for the last one
MOST_DEATHS = 3  # in a row, after which it is not the pieces of work that kill their workers
Work = Callable[[Sequence[Any]], Sequence[Any]]  # some pieces to as many answers, in their order; never raises
Numbered = Sequence[tuple[int, Any]]


@record
class Crew:
    """Who works: so many processes, or an executor in their place; and how work is cut for them.

    Without `jobs` it goes by the work.
    """

    preload: str  # the module that a process imports before all others
    jobs: int | None = None
    executor: Executor | None = None
    enough: int = 1  # pieces of work that are worth starting a process
    sizes: tuple[int, int] = (1, 1)  # of the smallest and the largest chunk, where there is work enough


@record
class Lost:
    """What there is in place of an answer: the executor's own failure."""

    error: BaseException


def shared(work: Work, pieces: Sequence[Any], crew: Crew) -> Iterator[tuple[int, Any]]:
    """The position of each piece of work and its answer, or `Lost`, in the order in which they are done.

    Raises `OutputError` where a cluster's scheduler or its workers are gone.
    """
    numbered = list(enumerate(pieces))
    if crew.executor is not None:
        yield from _submitted(work, numbered, crew, crew.executor, workers_of(crew.executor) or crew.jobs or 2)
        return
    jobs = crew.jobs or default_jobs(len(pieces), crew.enough)
    if jobs == 1 or len(pieces) < 2:
        yield from ((index, work([piece])[0]) for index, piece in numbered)
    else:
        yield from _in_processes(work, numbered, crew, min(jobs, len(pieces)))


def workers_of(executor: Executor) -> int | None:
    """How many work for an executor, where it knows."""
    return getattr(executor, "_max_workers", None)


def chunk_size(pieces: int, jobs: int, sizes: tuple[int, int]) -> int:
    """Such that chunks neither cost much nor keep the others waiting, and each worker gets one."""
    least, most = sizes
    wanted = min(most, max(least, math.ceil(pieces / (CHUNKS * jobs))))
    return max(1, min(wanted, math.ceil(pieces / jobs)))


def _in_processes(work: Work, numbered: Numbered, crew: Crew, jobs: int) -> Iterator[tuple[int, Any]]:
    """In processes of our own; where one dies, what it held is done one by one to find the culprit."""
    unfinished: list[int] = []
    with process_pool(jobs, crew.preload) as pool:
        for index, answer in _submitted(work, numbered, crew, pool, jobs):
            if isinstance(answer, Lost):
                unfinished.append(index)
            else:
                yield index, answer
    deaths, answer = 0, None
    for index in sorted(unfinished):
        if deaths < MOST_DEATHS:
            with process_pool(1, crew.preload) as pool:
                ((_, answer),) = _submitted(work, [numbered[index]], crew, pool, 1)
        deaths = deaths + 1 if isinstance(answer, Lost) else 0
        yield index, answer


def _submitted(work: Work, numbered: Numbered, crew: Crew, executor: Executor, jobs: int) -> Iterator[tuple[int, Any]]:
    """The answer to each piece of work; nothing is kept of those that are given."""
    size = chunk_size(len(numbered), jobs, crew.sizes)
    chunks = [numbered[start : start + size] for start in range(0, len(numbered), size)]
    futures: dict[Future, Numbered] = {}
    refused: list[tuple[int, Any]] = []
    for chunk in chunks:
        try:
            futures[executor.submit(work, [piece for _, piece in chunk])] = chunk
        except BrokenExecutor as error:  # a worker can die while its pool is still being filled
            refused += [(index, Lost(error)) for index, _ in chunk]
    yield from refused
    done: SimpleQueue[Future] = SimpleQueue()
    for future in list(futures):
        future.add_done_callback(done.put)
    while futures:
        future = _next(done, executor)
        chunk = futures.pop(future)
        yield from zip((index for index, _ in chunk), _answers(future, len(chunk), executor), strict=True)
        del future  # and with it the answers, while the next one is waited for


def _next(done: "SimpleQueue[Future]", executor: Executor) -> Future:
    """The next one that is done; an executor that may have nobody left is asked in between."""
    look = getattr(executor, "look", None)
    while look:
        try:
            return done.get(timeout=executor.every)  # type: ignore[attr-defined]
        except Empty:
            look()
    return done.get()


def _answers(future: Future, count: int, executor: Executor) -> Sequence[Any]:
    try:
        return future.result()
    except (Exception, CancelledError) as error:  # the executor's own failure: work never raises
        refuse = getattr(executor, "refuse", None)
        if refuse:
            refuse(error)
        return [Lost(error)] * count
