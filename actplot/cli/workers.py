"""The options that say who does long work: processes of this machine, or the workers of a cluster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor


def workers_options(work: str) -> Callable[[Callable], Callable]:
    """Give a command `jobs` and `scheduler`; `work` is what the workers do, such as draw."""
    jobs = click.option(
        "--jobs", metavar="N", type=click.IntRange(min=1), help=f"Processes that {work}. [default: by the work]"
    )
    scheduler = click.option(
        "--scheduler", metavar="ADDRESS", help=f"{work.capitalize()} on the workers of a Dask scheduler."
    )
    return lambda command: jobs(scheduler(command))


@contextmanager
def executor_of(scheduler: str | None) -> "Iterator[Executor | None]":
    """The workers of the scheduler that was named, or none.

    Raises `BadOption` for what is no address, `OutputError` where no scheduler answers.
    """
    if scheduler is None:
        yield None
        return
    from ..processes.scheduler import cluster

    with cluster(scheduler) as executor:
        yield executor
