"""What a shell completes where a function is named: the catalogue, and what stands in Python files."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from ...catalogue.index import declared_entries

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST_BYTES = 1_000_000  # of a file whose names are looked for
_FILE = ".py:"


class Completed(click.ParamType):
    """A text that the command reads itself, and that a shell completes."""

    name = "text"

    def __init__(self, known: Callable[[str], Iterable[str]]):
        self.known = known  # what may stand in place of the text so far

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem  # not above: where nothing is completed it is not loaded

        return [CompletionItem(word) for word in self.known(incomplete) if word.startswith(incomplete)]


def functions_known(incomplete: str) -> Iterator[str]:
    """Names of the catalogue, of Python files, and of what stands in one: it is read, and not run."""
    yield from sorted(declared_entries())
    yield from _settings(incomplete)
    with suppress(OSError, ValueError, SyntaxError):
        path, is_named, _ = incomplete.partition(_FILE)
        if is_named:
            yield from (f"{path}{_FILE}{name}" for name in _defined(f"{path}.py"))
        else:
            folder = incomplete[: max(map(incomplete.rfind, ("/", os.sep))) + 1]
            files = sorted(file for file in os.listdir(folder or os.curdir) if file.endswith(".py"))  # noqa: PTH208
            yield from (f"{folder}{file}:" for file in files)


def _settings(incomplete: str) -> Iterator[str]:
    """The parameters of a name of the catalogue, behind what is given of them."""
    name, behind, _ = incomplete.partition(":")
    if not behind:
        return
    from ...catalogue.registry import is_own, lookup

    if is_own(name):
        last = max(incomplete.rfind(","), incomplete.rfind(":")) + 1
        yield from (f"{incomplete[:last]}{parameter.name}=" for parameter in lookup(name).declared)


def _defined(path: str) -> Iterator[str]:
    import ast  # not above, as all that a name of the catalogue does without: each is read after a key is pressed
    from pathlib import Path

    file = Path(path)
    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        return
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


class FunctionType(Completed):
    """The text that names a function, which is read with the values of its symbols."""

    name = "function"

    def __init__(self) -> None:
        super().__init__(functions_known)


words_of_functions = click.argument("functions", metavar="FUNCTION...", nargs=-1, type=FunctionType())
