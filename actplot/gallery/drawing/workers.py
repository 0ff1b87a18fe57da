"""The processes that draw: how many, how they start and that none outlives the build; or those of a Dask cluster."""

import gc
import math
import multiprocessing
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext
from pathlib import Path
from urllib.parse import urlsplit

from ...errors import ActplotWarning, BadOption, OutputError, quoted
from . import FIGURES_PER_JOB

SAFE_PATH = "PYTHONSAFEPATH"
HOME = Path(__file__).parents[3]  # where actplot itself is imported from
PATIENCE = 10  # seconds for a scheduler to answer


def default_jobs(figures: int) -> int:
    """As many processes as there are processors, and no more than there is work for."""
    return max(1, min(_processors(), math.ceil(figures / FIGURES_PER_JOB)))


def warm_up() -> None:
    """Let the server from which workers are forked import what they need, while this process does other things."""
    if _context().get_start_method() == "forkserver":
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


def _context() -> BaseContext:
    """Never a plain fork, which copies whatever threads and locks there are."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([f"{__package__}.preload"])
    return context


@contextmanager
def process_pool(jobs: int) -> Iterator[Executor]:
    """Processes that draw; on an error nothing more is begun."""
    warm_up()
    with _SafePath():
        pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin)
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
    if _context().get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver

    number = getattr(forkserver._forkserver, "_forkserver_pid", None)
    if number:
        with suppress(OSError):  # it has ended
            os.kill(number, signal.SIGKILL)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler.

    Raises `BadOption` for what is no address or where Dask is not installed, `OutputError` where no scheduler answers.
    """
    place = _host_and_port(address)
    try:
        from distributed import Client
    except ImportError:
        raise BadOption("--scheduler needs the package 'distributed': pip install 'actplot[dask]'") from None
    try:
        if place:  # a client would ask again and again, and end with a traceback
            socket.create_connection(place, timeout=PATIENCE).close()
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f": {error}" if str(error) else ""
        raise OutputError(f"--scheduler: no Dask scheduler answers at {quoted(address)}{what}") from None
    with client:
        yield client.get_executor()


def _host_and_port(address: str) -> tuple[str, int] | None:
    """Where to connect for an address of the usual kinds; `BadOption` for what is none."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        if parts.scheme in ("ucx", "ws", "wss") and parts.hostname:
            return None
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:  # a port that is no number
        pass
    raise BadOption(
        f"--scheduler takes an address such as tcp://127.0.0.1:8786 (or tls, ucx, ws, wss), got {quoted(address)}"
    )


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Prepare a worker: it ends with the build, and does not search for garbage in what imports left."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches all processes; only the first one answers
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.set_threshold(100_000, 20, 100)
    warnings.simplefilter("ignore", ActplotWarning)  # the first process has said it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed build cannot tell its workers to stop, and they would wait for work for ever."""
    multiprocessing.parent_process().join()
    os._exit(1)
