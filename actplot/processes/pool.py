"""The processes that work for this one: how many, how they start, and that none outlives it."""

import gc
import math
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext
from pathlib import Path

from ..errors import ActplotWarning

SAFE_PATH = "PYTHONSAFEPATH"
THRESHOLDS = (10_000, 10, 10)  # of the search for garbage: higher ones gain no time and let it grow
HOME = Path(__file__).parents[2]  # where actplot itself is imported from


def default_jobs(pieces: int, enough: int) -> int:
    """As many processes as there are processors, but none for fewer pieces of work than are enough for one."""
    return max(1, min(_processors(), math.ceil(pieces / enough)))


def warm_up(preload: str) -> None:
    """Let the server from which workers are forked import what they need, while this process does other things."""
    if _context(preload).get_start_method() == "forkserver":
        from multiprocessing import forkserver, resource_tracker

        with _SafePath():
            resource_tracker.ensure_running()  # before: when it starts, it lets Ctrl-C through again
            with _deaf():
                forkserver.ensure_running()


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C waits, here and, for good, in processes that are started: interrupted imports would tell of themselves."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(preload: str) -> BaseContext:
    """Never a plain fork, which copies whatever threads and locks there are; `preload` is what its server imports."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([preload])
    return context


@contextmanager
def process_pool(jobs: int, preload: str) -> Iterator[Executor]:
    """Processes that work, once a module of this name is imported; on an error nothing more is begun."""
    warm_up(preload)
    with _SafePath():
        pool = ProcessPoolExecutor(jobs, mp_context=_context(preload), initializer=_begin)
        try:
            yield pool
        except BaseException as error:
            begun = list((getattr(pool, "_processes", None) or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, KeyboardInterrupt):
                _stop_server()
                for process in begun:
                    process.kill()
            raise
        pool.shutdown()


class _SafePath:
    """While one is entered, Python processes that start do not look for modules in the current folder.

    multiprocessing starts them with `-c`, and a gallery's folder may hold a random.py of a stranger's.
    """

    _lock = threading.Lock()
    _entered = 0  # by how many threads; the last one restores what the first one found
    _before: tuple[str | None, bool] = (None, False)

    def __enter__(self) -> None:
        with self._lock:
            if not _SafePath._entered:
                here = "" in sys.path and Path.cwd() != HOME  # of an interactive Python, whose path workers get
                _SafePath._before = os.environ.get(SAFE_PATH), here
                os.environ[SAFE_PATH] = "1"
                if here:
                    sys.path.remove("")
            _SafePath._entered += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            _SafePath._entered -= 1
            if _SafePath._entered:
                return
            variable, here = _SafePath._before
            if here:
                sys.path.insert(0, "")
            if variable is None:
                os.environ.pop(SAFE_PATH, None)
            else:
                os.environ[SAFE_PATH] = variable


def _stop_server() -> None:
    """End the server that workers are forked from: one that still begins would miss us, and say so at length."""
    from multiprocessing import forkserver

    number = getattr(forkserver._forkserver, "_forkserver_pid", None)
    if number:
        with suppress(OSError):  # it has ended
            os.kill(number, signal.SIGKILL)


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Prepare a worker: it ends with the build, and does not search for garbage in what imports left."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches all processes; only the first one answers
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.freeze()  # what imports left stays
    gc.set_threshold(*THRESHOLDS)
    warnings.simplefilter("ignore", ActplotWarning)  # the first process has said it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed build cannot tell its workers to stop, and they would wait for work for ever."""
    multiprocessing.parent_process().join()
    os._exit(1)
