"""Everything that actplot tells a user who asked for something it cannot do."""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SHOWN = 80  # characters of the user's text that a message repeats


class ActplotError(ValueError):
    """What was given, what is allowed and the next step, in one message."""

    def __reduce__(self) -> tuple[Callable, tuple]:
        """For pickle, which would call the class with the message, whatever the class takes."""
        return _again, (type(self), self.args, vars(self))


def _again(cls: type[ActplotError], args: tuple, known: Mapping[str, Any]) -> ActplotError:
    error = cls.__new__(cls, *args)
    vars(error).update(known)
    return error


class UnknownName(ActplotError):
    """No function, parameter, style or kind has this name."""


class BadParameter(ActplotError):
    """A parameter's value is outside what its function allows."""


class BadSpec(ActplotError):
    """A text that should name a function cannot be read as one."""


class BadInput(ActplotError):
    """Numbers that a function cannot be evaluated on."""


class BadOption(ActplotError):
    """An option of a figure or command is outside what it allows."""


class SuppliedError(ActplotError):
    """A function of a user's file cannot be loaded or called; `__cause__` is what its code raised, if it did."""


class OutputError(ActplotError):
    """A file or stream cannot be written as asked."""


class TooLong(ActplotError):
    """A formula that rules would make longer than anyone reads."""


class CheckFailed(ActplotError):
    """Something that actplot derived itself does not hold."""


class BrokenFamily(ActplotError):
    """A module of the catalogue cannot be imported."""


class ActplotWarning(UserWarning):
    """What a user should know of a file or package that could not be used, where the work went on without it."""


@contextmanager
def said_once() -> Iterator[None]:
    """Pass each warning on that is given meanwhile, the same one once."""
    with warnings.catch_warnings(record=True) as caught:
        yield
    for one in {(found.category, str(found.message)): found for found in reversed(caught)}.values():
        warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


class PluginWarning(ActplotWarning):
    """Of a package, which is told once for all figures."""


class FormulaError(ActplotError):
    """A text is not a formula; the message points at the place with a caret."""

    def __init__(self, reason: str, source: str, position: int):
        self.reason, self.source, self.position = reason, source, position
        super().__init__(f"{reason}\n{_pointed(source, position)}")


def _pointed(source: str, position: int, reach: int = 34) -> str:
    """The part of the source around a position, with a caret below it."""
    start = max(0, position - reach)
    visible = "".join(c if c.isprintable() else "·" for c in source[start : position + reach])
    return f"    {visible}\n    {' ' * (position - start)}^"


def shown(text: object) -> str:
    """A text, or path, whose control characters and other invisible ones are written out: no terminal heeds them."""
    text = str(text)
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


# Control characters but tabs and ends of lines, marks that turn the direction of writing, and halves of characters.
_HEEDED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def visible(text: str, written: Callable[[str], str] = shown) -> str:
    """A text of many lines with what terminals and browsers would heed, and not show, written out."""
    return _HEEDED.sub(lambda found: written(found[0]), text)


def quoted(text: str) -> str:
    """The user's text, printable and short enough for a message; its end stays, where the name of a path is."""
    if len(text) > SHOWN:
        text = f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"
    return f"'{shown(text)}'"


TOLD = 20  # problems of many that a message repeats
_HINTS = ContextVar("hints", default=True)


def most_of(lines: Sequence[str]) -> list[str]:
    """The first lines of many, and how many there are more."""
    rest = len(lines) - TOLD
    return [*lines[:TOLD], f"and {grouped(rest)} more"] if rest > 0 else list(lines)


def grouped(number: int) -> str:
    """A count with its digits in threes, such as 99 980."""
    return f"{number:,}".replace(",", " ")


@contextmanager
def without_hints() -> Iterator[None]:
    """Where messages are counted and not read, look for no names that are near: of thousands that takes minutes."""
    before = _HINTS.set(False)
    try:
        yield
    finally:
        _HINTS.reset(before)


def suggestion(given: str, allowed: Iterable[str], meant: Mapping[str, str] | None = None) -> str:
    """A sentence with the nearest allowed names, or what they are `meant` for; nothing where none is near."""
    if not _HINTS.get():
        return ""
    from difflib import get_close_matches

    near = get_close_matches(given[:SHOWN].lower(), list(allowed), n=3, cutoff=0.6)
    distinct = dict.fromkeys(repr(meant[name] if meant else name) for name in near)
    return f" Did you mean {' or '.join(distinct)}?" if near else ""
