"""What a shell completes: names of functions, those in Python files, and words separated by commas."""

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..catalogue.registry import KINDS, declared_entries, is_own, lookup, names

_MOST_BYTES = 1_000_000  # of a file whose names are looked for
_FILE = ".py:"


class Completed(click.ParamType):
    """A text that the command reads itself, and that a shell completes."""

    name = "text"

    def __init__(self, known: Callable[[str], Iterable[str]]):
        self.known = known  # what may stand in place of the text so far

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(word) for word in self.known(incomplete) if word.startswith(incomplete)]


def functions_known(incomplete: str) -> Iterator[str]:
    """Names of the catalogue, of Python files, and of what stands in one: it is read, and not run."""
    yield from names()
    yield from _settings(incomplete)
    with suppress(OSError, ValueError, SyntaxError):
        path, is_named, _ = incomplete.partition(_FILE)
        if is_named:
            yield from (f"{path}{_FILE}{name}" for name in _defined(Path(f"{path}.py")))
        else:
            folder = incomplete[: max(map(incomplete.rfind, ("/", os.sep))) + 1]
            yield from (f"{folder}{one.name}:" for one in sorted(Path(folder or ".").glob("*.py")))


def _settings(incomplete: str) -> Iterator[str]:
    """The parameters of a name of the catalogue, behind what is given of them."""
    name, behind, _ = incomplete.partition(":")
    if behind and is_own(name):
        last = max(incomplete.rfind(","), incomplete.rfind(":")) + 1
        yield from (f"{incomplete[:last]}{parameter.name}=" for parameter in lookup(name).declared)


def _defined(path: Path) -> Iterator[str]:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def several(choices: Callable[[], Iterable[str]]) -> Completed:
    """Words of which any number may stand behind each other, separated by commas."""

    def known(incomplete: str) -> Iterable[str]:
        before, comma, _ = incomplete.rpartition(",")
        return [f"{before}{comma}{word}" for word in choices()]

    return Completed(known)


def families() -> set[str]:
    return {one.module.rpartition(".")[2] for one in declared_entries().values()}


def frameworks() -> tuple[str, ...]:
    from ..spec.dialects.finding import FRAMEWORKS

    return FRAMEWORKS


def traits() -> Iterator[str]:
    from ..calculus.facts.traits import TRAITS

    return (prefix + trait for prefix in ("", "not-") for trait in TRAITS)


class KindType(click.Choice):
    """A kind, whose words may be joined by a hyphen or an underscore."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(value.replace("-", " ").replace("_", " "), param, ctx)


ONE_FAMILY = Completed(lambda _: sorted(families()))
ONE_FRAMEWORK = Completed(lambda _: frameworks())
SOME_TRAITS = several(traits)
CHOICES: dict[str, click.ParamType] = {  # by the option that chooses functions by what they are
    "--where": SOME_TRAITS,
    "--kind": KindType(KINDS),
    "--family": ONE_FAMILY,
    "--framework": ONE_FRAMEWORK,
}
