"""How far long work has come, for whoever watches it; where nobody does, counting costs nothing."""

from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """The loops at work, outermost first; it may be read from another thread."""

    def __init__(self) -> None:
        self._loops: list[list[int]] = []  # turns done and turns in all

    @property
    def share(self) -> float | None:
        """Of the outermost loop, with the part of its turn that inner ones have done; None outside of any."""
        loops, share, part = list(self._loops), 0.0, 1.0
        for done, total in loops:
            part /= max(total, 1)
            share += part * done
        return min(share, 1.0) if loops else None

    def counted(self, items: Iterable[Item], total: int) -> Iterator[Item]:
        loop = [0, total]
        self._loops.append(loop)
        try:
            for item in items:
                yield item
                loop[0] += 1
        finally:
            self._loops = [other for other in self._loops if other is not loop]


_watched: ContextVar[Progress | None] = ContextVar("_watched", default=None)


@contextmanager
def watched() -> Iterator[Progress]:
    """What is counted while the context lasts, in this thread."""
    progress = Progress()
    token = _watched.set(progress)
    try:
        yield progress
    finally:
        _watched.reset(token)


def counted(items: Iterable[Item], total: int | None = None) -> Iterator[Item]:
    """The items, each counted as it is done with; `total` is told where they have no length."""
    progress = _watched.get()
    if progress is None:
        return iter(items)
    assert total is not None or isinstance(items, Sized)
    return progress.counted(items, len(items) if total is None else total)  # type: ignore[arg-type]
