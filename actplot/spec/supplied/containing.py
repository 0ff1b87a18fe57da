"""Runs a user's code apart: what it prints goes to standard error, what it raises becomes one message."""

import contextlib
import io
import os
import sys
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from ...errors import SuppliedError, UnknownName, quoted, shown, suggestion
from ...files import portable

LONGEST_SAID = 200  # characters of what an error says
MOST_PRINTED = 4000  # characters that a process's user code may print before the rest is left out
_OURS = (str(Path(__file__).parents[2]) + os.sep, "<frozen ")
_PYTHONS = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib"))
_INSTALLED = ("site-packages", "dist-packages")


@contextlib.contextmanager
def contained(source: str) -> Iterator[None]:
    """Run what belongs to a file or module of this name.

    Raises `SuppliedError` for all that it raises but an interruption, and `UnknownName` where there is no such module.
    """
    try:
        with _Diverted():
            yield
    except (SuppliedError, KeyboardInterrupt):
        raise
    except BaseException as error:
        if isinstance(error, ModuleNotFoundError) and _is_named(error, source):
            raise UnknownName(
                f"there is no module {quoted(str(error.name))}.{_near_modules(str(error.name))}"
            ) from None
        raise SuppliedError(told(error, source)) from error


def told(error: BaseException, source: str) -> str:
    """What a user's code raised, in one line: the file and line, what it is and what it says."""
    if isinstance(error, SyntaxError) and error.lineno and str(error.filename).endswith(".py"):
        line = f" in {quoted(error.text.strip())}" if error.text else ""
        return f"{_named(str(error.filename))}, line {error.lineno}: {type(error).__name__}: {error.msg}{line}"
    return _place(error, source) + _what(error, source)


def _what(error: BaseException, source: str) -> str:
    if isinstance(error, SystemExit):
        return f"it ends the program by sys.exit({'' if error.code is None else repr(error.code)[:60]})"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"it imports {quoted(error.name)}, which is not installed"
    said = " ".join(_text_of(error).split())
    said = shown(said if len(said) <= LONGEST_SAID else f"{said[:LONGEST_SAID]}…")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _is_named(error: ModuleNotFoundError, source: str) -> bool:
    """Whether what is missing is the module of this name itself, or a package around it."""
    return not source.endswith(".py") and f"{source}.".startswith(f"{error.name}.")


def _near_modules(name: str) -> str:
    """Those of the current folder, or of a package that there is."""
    package, _, last = name.rpartition(".")
    folders = [*getattr(sys.modules.get(package), "__path__", ())] if package else ["."]
    names = [path.stem for folder in folders for path in Path(folder).glob("*") if path.suffix in ("", ".py")]
    return suggestion(last, names)


def _place(error: BaseException, source: str) -> str:
    """The file, line and function of a user's code in which an error arose, and the line as it stands there."""
    frame = _innermost(error)
    if frame is None:
        return f"{source}: "
    library = f"{source}: " if _is_installed(frame.filename) else ""
    inside = "" if frame.name == "<module>" else f", in {frame.name}"
    text = f" at {quoted(frame.line)}" if frame.line else ""
    return f"{library}{_named(frame.filename)}, line {frame.lineno}{inside}{text}: "


def _innermost(error: BaseException) -> traceback.FrameSummary | None:
    """The innermost frame that is not a library's, else the innermost that is not of Python itself."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_OURS)]
    frames = [frame for frame in frames if Path(frame.filename).is_file()]
    installed = [frame for frame in frames if _is_installed(frame.filename)]
    own = [frame for frame in frames if frame not in installed and not frame.filename.startswith(_PYTHONS)]
    return next(reversed(own or installed), None)


def _is_installed(filename: str) -> bool:
    return bool(set(_INSTALLED) & set(Path(filename).parts))


def _text_of(error: BaseException) -> str:
    """What an error says; those of users may not be able to."""
    try:
        return str(error)
    except Exception:
        return ""


def _named(filename: str) -> str:
    """A file as a message names it: from the current folder, by its name alone where it is elsewhere."""
    name = portable(filename)
    return Path(filename).name if name.startswith("..") else name


def whole(error: SuppliedError) -> str:
    """All that a user's code raised, with the lines that led there from its file on; empty where it raised nothing."""
    cause = error.__cause__
    if cause is None:
        return ""
    lines = traceback.format_exception(type(cause), cause, _from_the_users(cause.__traceback__))
    return "".join(lines).rstrip()


def _from_the_users(tail: TracebackType | None) -> TracebackType | None:
    while tail is not None and tail.tb_next and tail.tb_frame.f_code.co_filename.startswith(_OURS):
        tail = tail.tb_next
    return tail


class _Printed(io.TextIOBase):
    """What a user's code prints: passed on to standard error, but no more than a page of it in all."""

    left = MOST_PRINTED
    encoding = "utf-8"

    def __init__(self, stream: Any):
        self.stream = stream

    def write(self, text: str) -> int:
        kind = type(self)
        if kind.left > 0:
            self.stream.write(text[: kind.left])
            if len(text) > kind.left:
                self.stream.write("…\nnote: what is printed beyond this is left out\n")
        kind.left -= len(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        if not self.stream.closed:
            self.stream.flush()

    def fileno(self) -> int:
        return self.stream.fileno()

    @property
    def buffer(self) -> Any:
        return self.stream.buffer


class _Diverted:
    """While one is entered, prints go to standard error and warnings nowhere; whichever threads there are.

    Prints of programs that a user's code starts, and of libraries that know nothing of Python's streams, go there too.
    """

    _lock = threading.RLock()
    _entered = 0  # by how many; the first one diverts, and the last one restores what that one found
    _before = contextlib.ExitStack()

    def __init__(self) -> None:
        self._quiet = np.errstate(all="ignore")  # of this thread alone, which none but itself can restore

    def __enter__(self) -> None:
        cls = type(self)
        self._quiet.__enter__()
        with self._lock:
            if not cls._entered:
                cls._before = _redirected()
            cls._entered += 1

    def __exit__(self, *_: object) -> None:
        cls = type(self)
        with self._lock:
            cls._entered -= 1
            if not cls._entered:
                cls._before.close()
        self._quiet.__exit__(None, None, None)


def _redirected() -> contextlib.ExitStack:
    stack = contextlib.ExitStack()
    stack.enter_context(_ignored_warnings())
    stack.enter_context(_redirected_file())
    stack.enter_context(contextlib.redirect_stdout(_Printed(sys.stderr)))
    stack.enter_context(_without_bytecode())
    stack.enter_context(_same_folder())
    stack.enter_context(_same_arguments())
    return stack


@contextlib.contextmanager
def _same_folder() -> Iterator[None]:
    """A user's code may leave the current folder, in which the images that are drawn are looked for."""
    before = os.getcwd()  # noqa: PTH109  # a Path would take long for a call
    try:
        yield
    finally:
        if os.getcwd() != before:  # noqa: PTH109
            os.chdir(before)


@contextlib.contextmanager
def _same_arguments() -> Iterator[None]:
    """A user's code may read the command line in its own way, and empty it."""
    before = sys.argv[:]
    try:
        yield
    finally:
        sys.argv[:] = before


@contextlib.contextmanager
def _without_bytecode() -> Iterator[None]:
    """Leave nothing beside a user's files: what Python keeps there is taken for theirs for a second after a change."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


@contextlib.contextmanager
def _ignored_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _redirected_file() -> Iterator[None]:
    """The file number of standard output is that of standard error meanwhile."""
    _emptied()
    try:
        kept = os.dup(1)
    except OSError:  # closed: nothing can be printed there
        yield
        return
    try:
        with contextlib.suppress(OSError):
            os.dup2(2, 1)
        yield
    finally:
        _emptied()
        os.dup2(kept, 1)
        os.close(kept)


def _emptied() -> None:
    """Write what waits to be written, so that it goes where it belongs."""
    if sys.__stdout__ is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.__stdout__.flush()
