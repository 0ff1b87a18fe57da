"""How much work evaluation at adaptive precision may take, counted alike on every machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_BITS = 1000  # with so many, twice the work of few
_left: ContextVar[list[float] | None] = ContextVar("_left", default=None)


class TooMuchWork(Exception):
    """What was allowed is spent."""


@contextmanager
def at_most(nodes: float) -> Iterator[None]:
    """Evaluate so many nodes of terms with few bits, or fewer with many; what needs more raises `TooMuchWork`."""
    token = _left.set([nodes])
    try:
        yield
    finally:
        _left.reset(token)


def spend(nodes: int, bits: int) -> None:
    """Count the evaluation of a term of so many nodes with so many bits."""
    left = _left.get()
    if left is not None:
        left[0] -= nodes * (1 + (bits / _BITS) ** 2)
        if left[0] < 0:
            raise TooMuchWork
