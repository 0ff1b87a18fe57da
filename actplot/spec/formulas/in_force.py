"""The names that a project gives to functions, while what a user wrote for it is read."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol


class Names(Protocol):
    """What finds a function by the name that a project gives it."""

    def find(self, name: str) -> Any:
        """What the name means, as formulas and specs ask it; None for a name that it does not give.

        Raises `ActplotError` for a definition that is none.
        """

    @property
    def definitions(self) -> Sequence[Any]:
        """All of them, as the project says them."""

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with those that were left out."""

    def names(self) -> Collection[str]:
        """All of them, for a reader who mistyped one."""


_NAMES: ContextVar[Names | None] = ContextVar("names", default=None)


def names_in_force() -> Names | None:
    """Those of the project that is read; none where nobody said which."""
    return _NAMES.get()


@contextmanager
def using(names: Names | None) -> Iterator[None]:
    """Let a project's names mean its functions, and no other project's."""
    before = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(before)
