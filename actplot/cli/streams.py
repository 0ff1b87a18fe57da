"""The standard streams, made fit for what is written: whatever letters they have, however full or closed they are."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TextIO

import click

from ..errors import visible

LETTERS = "′⎛ᵢ∞"  # what writes these writes mathematics
QUIET = "--quiet"
SPELT = "actplot_"  # before the name of an encoding that lacks them


@contextmanager
def fit_streams() -> Iterator[None]:
    """Let nothing that is printed fail for its letters, vanish or be cut off unnoticed, while the context lasts."""
    given = sys.stdin, sys.stdout, sys.stderr
    if None in given:
        _fill_gaps()
    sys.stdin = given[0] or _nothing()
    sys.stdout = _fit(given[1]) if given[1] else _Closed()
    sys.stderr = _fit(given[2]) if given[2] else _nothing()
    fit = sys.stdout, sys.stderr  # not what click puts in their place where a reader has gone
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = given
        for stream in filter(None, (*fit, *given[1:])):
            _emptied(stream)


def writes_mathematics(stream: TextIO | None) -> bool:
    """Whether a stream takes mathematical characters as they are."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return not encoding.startswith(SPELT) and _has_letters(encoding)


def answer(text: str, form: str = "text") -> None:
    """Print what was asked for; where mathematical characters cannot be shown, in ASCII, or as its format has them."""
    text = harmless(text, form)
    if form in ESCAPED and not writes_mathematics(sys.stdout):
        text = "".join(character if character.isascii() else ESCAPED[form](character) for character in text)
    _echo(text if form != "text" else _coloured(text, sys.stdout), sys.stdout)


def _coloured(text: str, stream: TextIO) -> str:
    from .terminal import coloured  # not above: a key that completes a word prints nothing in colour

    return coloured(text, stream)


def _echo(text: str, stream: TextIO) -> None:
    """Write a text as it is: whether it has colours was decided before."""
    click.echo(text, nl=False, err=stream is sys.stderr, color=True)


def harmless(text: str, form: str) -> str:
    """The text without what a terminal or browser would heed: names in a file's header may be a stranger's."""
    return visible(text, _in_json) if form == "json" else visible(text)


def _in_json(character: str) -> str:
    import json  # not above: help prints none

    return json.dumps(character)[1:-1]


def note(text: str) -> None:
    """Say what was done, if anybody hears; the work itself is elsewhere."""
    if not isinstance(sys.stdout, _Closed) and not quiet():
        click.echo(visible(text))


def quiet() -> bool:
    """Whether nobody wants to hear what was done."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(QUIET))


def warn(text: str) -> None:
    """Say on standard error what a user should know."""
    _echo(f"{_coloured(visible(text), sys.stderr)}\n", sys.stderr)


def _fit(stream: TextIO) -> TextIO:
    """The stream itself, told how to write what it has no letters for; buffered, since what is not loses what is late.

    A write to a file that is not buffered may end after a part of the text, of which nobody is told.
    """
    if not hasattr(stream, "reconfigure"):
        return stream
    if isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        whole = open(stream.fileno(), "wb", closefd=False)  # noqa: SIM115
        stream = io.TextIOWrapper(whole, stream.encoding, line_buffering=True)
    lacking = not _has_letters(stream.encoding)
    stream.reconfigure(encoding=_spelt(stream.encoding) if lacking else None, errors="backslashreplace")
    return stream


class _Closed(io.TextIOBase):
    """Standard output that the shell has closed."""

    encoding, errors = "utf-8", "backslashreplace"

    @property
    def buffer(self) -> "_Closed":
        return self

    def write(self, _: str | bytes) -> int:
        raise OSError("standard output is closed")


def _nothing() -> TextIO:
    """In place of standard input and standard error that are closed: nothing to read, nobody who reads."""
    return io.TextIOWrapper(io.BytesIO(), "utf-8")


def _has_letters(encoding: str) -> bool:
    try:
        LETTERS.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


# How a format writes a character that a stream lacks.
ESCAPED = {"json": _in_json, "mathml": lambda character: f"&#{ord(character)};"}


@cache
def _spelt(encoding: str) -> str:
    """The name of an encoding like this one, but for mathematical characters, which it writes in ASCII.

    Its name is another one also because click would write UTF-8 where it reads that of ASCII.
    """
    name = SPELT + encoding.lower().replace("-", "_")
    found = codecs.lookup(encoding)

    class Encoder(codecs.IncrementalEncoder):
        def encode(self, text: str, final: bool = False) -> bytes:
            from ..documents.wording import spelt

            return spelt(text).encode(encoding, self.errors)

    info = codecs.CodecInfo(
        found.encode, found.decode, incrementalencoder=Encoder, incrementaldecoder=found.incrementaldecoder, name=name
    )
    codecs.register(lambda asked: info if asked == name else None)
    return name


def _fill_gaps() -> None:
    """Keep files from getting the numbers of closed standard streams, whose output they would receive."""
    while (lowest := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(lowest, True)
    os.close(lowest)


def _emptied(stream: TextIO) -> None:
    """Write what is left, or let it go: its failure was told, and Python would tell it again at the end."""
    try:
        stream.flush()
    except (OSError, ValueError):
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):  # a stream that is no file of the system
            pass
