"""Loads a user's file or module once, in a namespace of its own, and knows on which files of theirs it rests."""

import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Any

from ...alarms import TooLong, stopped_after
from ...errors import ActplotError, SuppliedError, UnknownName, quoted, suggestion
from ...files import contents, digest, digest_of
from ...frozen import record
from .addresses import Place
from .containing import contained
from .imports import imported_beside

_LARGEST_FILE = 10_000_000
SECONDS = 30.0  # that a file may take
NOT_LOADED = "it is named by a text inside an image, because of which no code is run. Draw the figure anew."
MOST_NAMES = 20  # that a message lists
_ALLOWED = ContextVar("allowed", default=True)


@contextlib.contextmanager
def nothing_loaded() -> Iterator[None]:
    """While texts are read that are not the user's own, such as those in images: they are no reason to run code."""
    before = _ALLOWED.set(False)
    try:
        yield
    finally:
        _ALLOWED.reset(before)


def may_load() -> bool:
    """Whether names in the texts that are read are those of the user."""
    return _ALLOWED.get()


@record
class Source:
    """A loaded file or module, and the digests of the files on which it rests that stand in its folder."""

    module: ModuleType
    digests: dict[Path, str]

    @property
    def is_current(self) -> bool:
        return all(digest_of(path) == known for path, known in self.digests.items())


_loaded: dict[str, Source] = {}  # by the resolved path of a file, or the name of a module
_failed: dict[str, tuple[dict[Path, str], ActplotError]] = {}  # digests of files that cannot be loaded, and why
_one_at_a_time = threading.RLock()


def loaded(place: Place) -> Source:
    """The source of a place, loaded once per process, and anew where its files have changed.

    Raises `SuppliedError` for what cannot be loaded, and `UnknownName` for what is not there.
    """
    if not may_load():
        raise SuppliedError(f"{place}: {NOT_LOADED}")
    path = _file(place) if place.is_file else None
    key = str(path or place.source)
    with _one_at_a_time:
        if key in _loaded and not _loaded[key].is_current:
            _forget(key)
        if key not in _loaded:
            _loaded[key] = _fresh(place, path, key)
        return _loaded[key]


def _fresh(place: Place, path: Path | None, key: str) -> Source:
    """What a file or module holds; one that failed is not run again before it has changed."""
    now = _digests({path, *imported_beside(path)}) if path else {}
    before, error = _failed.get(key, ({}, None))
    if error is not None and before == now:
        raise error
    known = set(sys.modules)
    try:
        with contained(place.source), _limited(place):
            module = _run(path) if path else _imported(place.source, place.folder)
    except ActplotError as error:
        _drop({str(one) for one in now}, set(sys.modules) - known)
        if path and not isinstance(error.__cause__, ImportError):  # a package may be installed meanwhile
            _failed[key] = now, error
        raise
    return Source(module, _own_files(module, set(sys.modules) - known))


@contextlib.contextmanager
def _limited(place: Place) -> Iterator[None]:
    try:
        with stopped_after(SECONDS):
            yield
    except TooLong:
        raise SuppliedError(f"{place.source} takes more than {SECONDS:g} s to load. Let it do less.") from None


def _forget(key: str) -> None:
    """Let a source be loaded anew, and what it imported from its folder with it."""
    _drop({str(path) for path in _loaded.pop(key).digests}, set(sys.modules))


def _drop(files: set[str], names: set[str]) -> None:
    """Let modules of these names be run again whose files are among some."""
    for name in names:
        if getattr(sys.modules.get(name), "__file__", None) in files:
            del sys.modules[name]


def named_in(place: Place) -> Any:
    """The object of that name. Raises `UnknownName` where there is none, with the nearest names of the file."""
    found: Any = loaded(place).module
    if not place.name:
        raise UnknownName(f"{quoted(place.source)} names a file and no function in it.{_listed(place, found)}")
    for part in place.name.split("."):
        if not part or not hasattr(found, part):
            told = _listed(place, found) if isinstance(found, ModuleType) else ""
            if set("(,=") & set(part):
                told = f" Settings stand behind a colon, as in {place.source}:act:alpha=0.5."
            raise UnknownName(f"{place.source} has no {quoted(place.name)}.{_near(part, found)}{told}")
        found = getattr(found, part)
    return found


def _near(part: str, found: Any) -> str:
    return suggestion(part, callables_of(found) if isinstance(found, ModuleType) else dir(found))


def _listed(place: Place, module: ModuleType) -> str:
    """The functions of a file, each as it may be named."""
    known = callables_of(module)
    if not known:
        return " It defines no function."
    more = f" and {len(known) - MOST_NAMES} more" if len(known) > MOST_NAMES else ""
    return f" It has: {', '.join(known[:MOST_NAMES])}{more}. Write '{place.source}:{known[0]}'."


def callables_of(module: ModuleType) -> list[str]:
    """The public names of functions that a file defines itself, in the order of the file."""
    own = vars(module).items()
    return [name for name, value in own if callable(value) and name[0] != "_" and _is_own(module, value)]


def _is_own(module: ModuleType, value: Any) -> bool:
    return getattr(value, "__module__", module.__name__) == module.__name__


def _file(place: Place) -> Path:
    try:
        if place.path.is_dir():
            raise UnknownName(f"{quoted(place.source)} is a folder. Name a file in it, such as mine.py:act")
        if not os.path.lexists(place.path):
            raise UnknownName(f"there is no file {quoted(place.source)}.{_near_files(place)}")
        return place.path.resolve(strict=True)
    except UnknownName:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # such as a name that is too long, or a link in a circle
        raise UnknownName(f"there is no file {quoted(place.source)}: {_reason(error)}") from None


def _near_files(place: Place) -> str:
    folder = place.path.parent
    if not folder.is_dir():
        return f" There is no folder {quoted(str(Path(place.source).parent))}."
    return suggestion(place.path.name, [one.name for one in folder.glob("*.py")])


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


_added: list[str] = []  # folders of users' files, at the end of the path


def _imported(name: str, folder: str) -> ModuleType:
    """A module, of this folder where none of that name is installed."""
    _prefer(folder)
    return importlib.import_module(name)


def look_in(folder: str) -> None:
    """Let the code of a folder's files find what stands beside them, where another folder's was run in between."""
    if _added and _added[0] != folder and folder in _added:
        _prefer(folder)


def _prefer(folder: str) -> None:
    """Let imports find what stands in a folder: behind all that is installed, before other folders of users' files.

    A helper.py beside one file is not that beside another.
    """
    others = [one for one in _added if one != folder]
    kept = [one for one in sys.path if one not in _added]
    _added[:] = [*([] if folder in kept else [folder]), *others]
    sys.path[:] = [*kept, *_added]
    for name, module in list(sys.modules.items()):
        if "." not in name and _stands_in(module, others) and (Path(folder, f"{name}.py").is_file()):
            del sys.modules[name]
    importlib.invalidate_caches()  # a file may be newer than the last look


def _stands_in(module: ModuleType, folders: list[str]) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and str(Path(file).parent) in folders


def _run(path: Path) -> ModuleType:
    """Run a file as a module of a name that no other module has, be the file's random.py."""
    try:
        text = contents(path, _LARGEST_FILE)
    except OSError as error:
        raise SuppliedError(f"{quoted(path.name)} is no file of Python code: {error.strerror}") from None
    _prefer(str(path.parent))
    module = ModuleType(str(path))
    module.__file__ = str(path)
    vars(module)[_DIGEST] = digest(text)
    sys.modules[module.__name__] = module  # where dataclasses look their module up
    try:
        exec(compile(text, str(path), "exec", dont_inherit=True), vars(module))
    except BaseException:
        sys.modules.pop(module.__name__, None)
        raise
    return module


_DIGEST = "__digest__"  # of the bytes that were run, in the namespace of a file


def _own_files(module: ModuleType, imported: set[str]) -> dict[Path, str]:
    """The file itself, and those that it imported from its folder, with their digests."""
    name = getattr(module, "__file__", None)
    if not name:
        return {}
    first = Path(name).resolve()
    others = [getattr(sys.modules.get(one), "__file__", None) for one in imported]
    found = {Path(other).resolve() for other in others if other}
    beside = {one for one in found if one.is_relative_to(first.parent)} | imported_beside(first)
    as_run = {first: vars(module)[_DIGEST]} if _DIGEST in vars(module) else {}
    return {**_digests({first}), **as_run, **_digests(beside - {first})}


def _digests(files: set[Path]) -> dict[Path, str]:
    found = {path: digest_of(path) for path in sorted(files)}
    return {path: known for path, known in found.items() if known}
