"""Work is cut into chunks that suit any number of workers, its answers are not kept, and who is gone is said once."""

import weakref
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from actplot.errors import OutputError
from actplot.processes import scheduler
from actplot.processes.sharing import Crew, Lost, chunk_size, shared

ADDRESS = "tcp://127.0.0.1:8786"


class Answer:
    def __init__(self, piece: int):
        self.piece = piece


def answers(pieces):
    return list(map(Answer, pieces))


@pytest.mark.parametrize("jobs", [1, 2, 3, 32, 100])
def test_chunks_are_small_however_much_there_is_to_do(jobs):
    for pieces in (1, 2, 7, 40, 200, 1000, 5000, 100_000):
        size = chunk_size(pieces, jobs, (4, 8))
        assert 1 <= size <= 8
        assert size >= 4 or pieces < 4 * jobs
        assert (pieces - 1) // size + 1 >= min(pieces, jobs) // 2  # chunks, so that workers get one
        assert chunk_size(pieces, jobs, (1, 1)) == 1


def test_each_answer_has_the_place_of_its_piece_and_is_not_kept():
    alive: list[weakref.ref] = []
    with ThreadPoolExecutor(2) as pool:
        found = {}
        for index, answer in shared(answers, range(200), Crew("", executor=pool, sizes=(4, 8))):
            found[index] = answer.piece
            alive.append(weakref.ref(answer))
            del answer
            if len(found) == 200:
                assert sum(one() is not None for one in alive) <= 2 * 8
    assert found == {piece: piece for piece in range(200)}


class Broken(Executor):
    """An executor that loses what it is given."""

    def submit(self, *_, **__):
        future: Future = Future()
        future.set_exception(RuntimeError("gone"))
        return future


def test_what_an_executor_loses_is_no_error_of_the_others():
    found = dict(shared(answers, range(3), Crew("", executor=Broken())))
    assert [type(found[index]) for index in range(3)] == [Lost] * 3


def cluster_of(workers: int = 2, status: str = "running", **more) -> scheduler.Cluster:
    """A cluster whose client says so."""
    pool = ThreadPoolExecutor(2)
    client = SimpleNamespace(
        status=status, nthreads=lambda: {f"w{n}": 4 for n in range(workers)}, get_executor=lambda **_: pool, **more
    )
    return scheduler.Cluster(client, ADDRESS)


@pytest.mark.parametrize("workers", [1, 2, 100])
def test_a_cluster_is_asked_how_many_workers_it_has(workers):
    sizes = []

    def work(pieces):
        sizes.append(len(pieces))
        return answers(pieces)

    found = dict(shared(work, range(1000), Crew("", executor=cluster_of(workers), sizes=(4, 8))))
    assert len(found) == 1000
    assert max(sizes) == chunk_size(1000, workers, (4, 8))


def lose(pieces):
    raise CancelledError


def miss(pieces):
    raise ModuleNotFoundError("No module named 'actplot'")


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lose, f"the Dask scheduler at '{ADDRESS}' no longer answers. Start it again"),
        (
            miss,
            "cannot do this: ModuleNotFoundError: No module named 'actplot'. Install the same actplot there and here",
        ),
    ],
)
def test_a_failure_of_the_cluster_is_one_message(work, words):
    pytest.importorskip("distributed")
    with pytest.raises(OutputError, match="--scheduler: ") as raised:
        list(shared(work, range(100), Crew("", executor=cluster_of())))
    assert words in str(raised.value)


def test_nobody_waits_for_workers_that_do_not_come(monkeypatch):
    monkeypatch.setattr(scheduler, "PATIENCE", 0)
    with pytest.raises(OutputError, match=f"has no workers. Start some with 'dask worker {ADDRESS}'"):
        cluster_of(0).wait()
    with pytest.raises(OutputError, match="no longer answers"):
        cluster_of(status="closed").look()


def test_a_cluster_that_dies_while_it_is_waited_for_is_told(monkeypatch):
    monkeypatch.setattr(scheduler.Cluster, "every", 0.01)
    found, never = cluster_of(), Future()
    found.submit = lambda *_: vars(found.client).update(status="closed") or never
    with pytest.raises(OutputError, match="no longer answers"):
        list(shared(answers, range(3), Crew("", executor=found)))
