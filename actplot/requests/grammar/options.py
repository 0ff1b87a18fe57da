"""Declares an option of a request once; command-line options and the click-free parser are both made from it."""

from collections.abc import Sequence
from dataclasses import field, fields, replace
from functools import cache
from typing import Any

from ...errors import BadOption
from ...frozen import record
from .kinds import Kind

FIRST, PAGE, LABELS, THEME, LAST = range(5)  # where an option stands in a canonical line and in a command's help


@record
class Option:
    """A declared option: the field that holds its value, its flag, kind, default and meaning."""

    name: str
    default: Any
    flag: str
    kind: Kind
    help: str
    also: tuple[str, ...] = ()  # other flags that mean the same

    @property
    def flags(self) -> tuple[str, ...]:
        return (self.flag, *self.also)

    def read(self, words: Sequence[str]) -> Any:
        """The checked value that the words after the flag mean."""
        return self.kind.check(self.flag, self.kind.read(self.flag, words))

    def check(self, value: Any) -> Any:
        """The checked value in canonical form; None stays None where it is the default."""
        if value is None and self.default is None:
            return None
        try:
            return self.kind.check(self.flag, value)
        except TypeError:
            name = type(value).__name__
            raise BadOption(f"{self.flag} does not take {'an' if name[0] in 'aeiou' else 'a'} {name}") from None

    def write(self, value: Any) -> list[str]:
        """The flag and its words; nothing where the value is the default."""
        return [] if value == self.default else self.words(value)

    def words(self, value: Any) -> list[str]:
        """The flag and its words."""
        return [self.flag, *self.kind.write(value)]


def option(flag: str, kind: Kind, default: Any, help: str, *, place: int = FIRST, also: tuple[str, ...] = ()) -> Any:
    """Declare an option in a request's body: `dpi: float = option("--dpi", Number(10, 1200), 100, "…")`.

    The help may name what differs between requests, as `{request.command_name}`.
    """
    return field(default=default, metadata={"option": (flag, kind, help, also), "place": place})


def options_of(request: Any) -> tuple[Option, ...]:
    """The options of a request or request class, in their places, and there in the order of their declaration."""
    return _declared(request if isinstance(request, type) else type(request))


@cache
def _declared(cls: type) -> tuple[Option, ...]:
    declared = sorted((f for f in fields(cls) if "option" in f.metadata), key=lambda f: f.metadata["place"])
    options = (Option(f.name, f.default, *f.metadata["option"]) for f in declared)
    return tuple(replace(option, help=option.help.format(request=cls)) for option in options)
