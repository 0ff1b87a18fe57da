"""When a process of ours looks for garbage: not among what imports leave, which stays, and not once more as it ends.

Searching that costs a quarter of a command that draws.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

gc.set_threshold(100_000, 20, 100)
atexit.register(gc.freeze)  # Python would search all of it before it lets go of it


@contextmanager
def postponed() -> Iterator[None]:
    """Search nothing while modules are imported, until a command begins."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def begin() -> None:
    """Search from here on, among what is yet to come."""
    _set_apart()
    gc.enable()


@cache
def _set_apart() -> None:
    """What is there, once: where commands run in a process of another's, what comes later may be garbage of its own."""
    gc.freeze()
