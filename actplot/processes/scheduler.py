"""The workers of a Dask cluster, as an executor that says in one message what is missing."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import BadOption, OutputError, quoted, shown

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds for a scheduler to answer, and to have a worker
LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado", "asyncio")


@contextmanager
def cluster(address: str) -> Iterator["Cluster"]:
    """The workers of a Dask scheduler.

    Raises `BadOption` for what is no address or where Dask is not installed, `OutputError` where no scheduler
    answers or where it has no workers.
    """
    place = _host_and_port(address)
    try:
        from distributed import Client
    except ImportError:
        raise BadOption("--scheduler needs the package 'distributed': pip install 'actplot[dask]'") from None
    with _silent():
        try:
            if place:  # a client would ask again and again, and end with a traceback
                socket.create_connection(place, timeout=PATIENCE).close()
            asyncio.run(_greet(address))
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            what = f": {shown(str(error))}" if str(error) else ""
            raise OutputError(
                f"--scheduler: no Dask scheduler answers at {quoted(address)}{what}. "
                "Start one with 'dask scheduler', or leave --scheduler out"
            ) from None
        with client:
            found = Cluster(client, address)
            found.wait()
            yield found


class Cluster(Executor):
    """The workers of a scheduler; where it or all of them are gone, that is said once, and nobody waits for ever."""

    every = 1.0  # seconds between two looks while nothing is done

    def __init__(self, client: "Client", address: str):
        self.client, self.address = client, address
        self._executor = client.get_executor(pure=False)
        self._seen = time.monotonic()  # when there was a worker

    @property
    def _max_workers(self) -> int:
        """As many as there are now, each of which does one chunk at a time."""
        return max(1, len(self._workers()))

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future:
        try:
            return self._executor.submit(function, *arguments, **named)
        except Exception as error:
            raise self._gone() from error

    def wait(self) -> None:
        """Until there is a worker; raises `OutputError` where none comes."""
        while not self._workers():
            self.look()
            time.sleep(0.1)

    def look(self) -> None:
        """Raise `OutputError` where the scheduler, or for some time every worker, is gone."""
        now = time.monotonic()
        if self._workers():
            self._seen = now
        elif now - self._seen > PATIENCE:
            raise OutputError(
                f"--scheduler: the Dask scheduler at {quoted(self.address)} has no workers. "
                f"Start some with 'dask worker {shown(self.address)}', and give the command again"
            )

    def refuse(self, error: BaseException) -> None:
        """Raise `OutputError` for a failure that is not of one piece of work alone."""
        from distributed.scheduler import KilledWorker

        if isinstance(error, CancelledError) or self.client.status != "running":
            raise self._gone() from None
        if not isinstance(error, KilledWorker):
            raise OutputError(
                f"--scheduler: workers of {quoted(self.address)} cannot do this: {type(error).__name__}: "
                f"{shown(' '.join(str(error).split()))}. Install the same actplot there and here"
            ) from None

    def _workers(self) -> dict[str, Any]:
        if self.client.status != "running":
            raise self._gone()
        try:
            return self.client.nthreads()
        except Exception as error:
            raise self._gone() from error

    def _gone(self) -> OutputError:
        return OutputError(
            f"--scheduler: the Dask scheduler at {quoted(self.address)} no longer answers. "
            "Start it again and give the command again, or leave --scheduler out"
        )


@contextmanager
def _silent() -> Iterator[None]:
    """Dask logs every connection that is lost, with a traceback; what is to be done about it is said once, by us."""
    loggers = [logging.getLogger(name) for name in LOGS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


async def _greet(address: str) -> None:
    """Raise `OSError` for what does not speak as Dask does: a client would wait for it for ever."""
    from distributed.comm import connect
    from distributed.security import Security

    how = Security().get_connection_args("client")
    connection = await asyncio.wait_for(connect(address, timeout=PATIENCE, **how), PATIENCE)
    connection.abort()


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
