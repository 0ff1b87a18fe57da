"""Loads a user's file or module once, in a namespace of its own; what goes wrong there is told with file and line."""

import contextlib
import importlib
import io
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from ...errors import SuppliedError, quoted, suggestion
from .addresses import Place

_MOST_PRINTED = 4000  # characters that a user's code may print before the rest is left out
_LARGEST_FILE = 10_000_000


@dataclass(frozen=True)
class Source:
    """A loaded file or module, and the files on which it rests that stand in its folder."""

    module: ModuleType
    files: tuple[Path, ...]


_loaded: dict[str, Source] = {}  # by the resolved path of a file, or the name of a module


def loaded(place: Place) -> Source:
    """The source of a place, loaded once per process. Raises `SuppliedError` for what cannot be loaded."""
    path = _file(place) if place.is_file else None
    key = str(path or place.source)
    if key not in _loaded:
        before = set(sys.modules)
        with contained(place.source):
            module = _run(path) if path else importlib.import_module(place.source)
        _loaded[key] = Source(module, _own_files(module, set(sys.modules) - before))
    return _loaded[key]


def named_in(place: Place) -> Any:
    """The object of that name. Raises `SuppliedError` where there is none, with the nearest names of the file."""
    found: Any = loaded(place).module
    for part in place.name.split("."):
        if not hasattr(found, part):
            known = callables_of(found) if isinstance(found, ModuleType) else []
            names = f" It has: {', '.join(known[:20])}." if known else ""
            raise SuppliedError(f"{place.source} has no {quoted(place.name)}.{suggestion(part, known)}{names}")
        found = getattr(found, part)
    return found


def callables_of(module: ModuleType) -> list[str]:
    """The public names of functions that a file defines itself, in the order of the file."""
    own = vars(module).items()
    return [name for name, value in own if callable(value) and name[0] != "_" and _is_own(module, value)]


def _is_own(module: ModuleType, value: Any) -> bool:
    return getattr(value, "__module__", module.__name__) == module.__name__


def _file(place: Place) -> Path:
    path = Path(place.source)
    try:
        if path.is_dir():
            raise SuppliedError(f"{quoted(place.source)} is a folder. Name a file in it, such as mine.py:act")
        if not path.exists():
            near = suggestion(path.name, [one.name for one in path.parent.glob("*.py")]) if path.parent.is_dir() else ""
            raise SuppliedError(f"there is no file {quoted(place.source)}.{near}")
        if not path.is_file() or path.stat().st_size > _LARGEST_FILE:
            raise SuppliedError(f"{quoted(place.source)} is no file of Python code")
    except (OSError, ValueError) as error:
        raise SuppliedError(f"{quoted(place.source)} cannot be read: {error}") from None
    return path.resolve()


def _run(path: Path) -> ModuleType:
    """Run a file as a module; its folder comes last on the path, so that it hides nothing that is installed."""
    module = ModuleType(str(path))  # a name that no other module has, be the file's random.py
    module.__file__ = str(path)
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.append(folder)
    sys.modules[module.__name__] = module  # where dataclasses look their module up
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except BaseException:
        del sys.modules[module.__name__]
        raise
    return module


def _own_files(module: ModuleType, imported: set[str]) -> tuple[Path, ...]:
    """The file itself, and those that it imported from its folder."""
    first = Path(getattr(module, "__file__", None) or ".").resolve()
    others = (getattr(sys.modules[name], "__file__", None) for name in imported if name in sys.modules)
    found = {Path(other).resolve() for other in others if other}
    return (first, *sorted(one for one in found if one != first and one.is_relative_to(first.parent)))


class _Printed(io.TextIOBase):
    """What a user's code prints: passed on to standard error, but no more than a page of it."""

    def __init__(self, stream: TextIO):
        self.stream, self.left = stream, _MOST_PRINTED

    def write(self, text: str) -> int:
        if self.left > 0:
            self.stream.write(text[: self.left])
            if len(text) > self.left:
                self.stream.write("…\n")
        self.left -= len(text)
        return len(text)

    def writable(self) -> bool:
        return True


@contextlib.contextmanager
def contained(source: str) -> Iterator[None]:
    """Run a user's code: what it prints goes to standard error, what it raises becomes one message."""
    try:
        with contextlib.redirect_stdout(_Printed(sys.stderr)):
            yield
    except SuppliedError:
        raise
    except SyntaxError as error:
        place = f"{Path(error.filename or source).name}, line {error.lineno}"
        raise SuppliedError(f"{place}: {error.msg}: {quoted((error.text or '').strip())}") from error
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        wrong = (
            f"{package!r} is not installed" if package != source.partition(".")[0] else f"there is no module {source!r}"
        )
        raise SuppliedError(f"{_where(error, source)}{wrong}") from error
    except (Exception, SystemExit) as error:
        raise SuppliedError(f"{_where(error, source)}{type(error).__name__}: {_said(error)}") from error


def _said(error: BaseException) -> str:
    """Its text, in one line, short enough for a message."""
    return quoted(" ".join(str(error).split()))[1:-1] or "no text"


def _where(error: BaseException, source: str) -> str:
    """The file and line of a user's code in which an error arose: the innermost one that is not a library's."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).name == Path(source).name]
    if not own:
        return f"{source}: "
    return f"{Path(source).name}, line {own[-1].lineno}, in {own[-1].name}: "
