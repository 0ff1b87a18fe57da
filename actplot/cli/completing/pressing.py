"""What a shell completes where a function is named: the catalogue, frameworks, and what stands in Python files."""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from ...catalogue.index import ELEMENTWISE, KINDS, declared_entries

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ...catalogue.parameter import Parameter
    from ...spec.dialects.keywords import Keyword

ACTIVATION, LOSS, VECTORS, LAYERS, _ = KINDS
# By command: the kinds of the entries that it is for, of which names are offered; all where nothing is said.
TAKES = {
    **dict.fromkeys(("compare", "grid", "sweep", "diff", "explore", "identify"), ELEMENTWISE),
    **dict.fromkeys(("propagate", "landscape"), (ACTIVATION,)),
    "plot": (*ELEMENTWISE, VECTORS, LAYERS),
    "jacobian": (VECTORS,),
    "surface": (LOSS,),
}
ALSO = {"jacobian": (ACTIVATION,)}  # offered where none of those begins so
FRAMEWORKS = ("torch", "keras", "tf", "jax", "flax", "optax")  # a test holds them against the dialects
_MOST_BYTES = 1_000_000  # of a file whose names are looked for
_FILE = ".py:"
_OF_PROJECT = re.compile(rb"^\[tool\.actplot\.functions|^\s*functions\s*=|^actplot\.", re.MULTILINE)


class Completed(click.ParamType):
    """A text that the command reads itself, and that a shell completes."""

    name = "text"

    def __init__(self, known: Callable[[click.Context, str], Iterable[str]]):
        self.known = known  # what may stand in place of the text so far, beside what has been typed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem  # not above: where nothing is completed it is not loaded

        known = dict.fromkeys(self.known(ctx, incomplete))
        return [CompletionItem(word) for word in known if word.startswith(incomplete)]


def functions_known(ctx: click.Context, incomplete: str) -> Iterator[str]:
    """Names of what the command takes, with their parameters; names of Python files: they are read, and not run."""
    name, colon, behind = incomplete.partition(":")
    if not colon:
        yield from _names(ctx.command.name or "", incomplete)
        yield from _of_project(ctx.params.get("named"))
        yield from (f"{framework}:" for framework in FRAMEWORKS) if incomplete else ()
    elif name in FRAMEWORKS:
        yield from _spoken(ctx.command.name or "", name, behind)
    else:
        yield from _settings(name, incomplete)
    yield from _of_python(incomplete)


def _names(command: str, incomplete: str) -> Iterator[str]:
    """Names of entries, and their aliases where no name begins so."""
    entries = declared_entries()
    for kinds in (TAKES.get(command, KINDS), ALSO.get(command, ())):
        chosen = [entries[name] for name in sorted(entries) if entries[name].kind in kinds]
        found = [one.name for one in chosen if one.name.startswith(incomplete)]
        found = found or [alias for one in chosen for alias in one.aliases if alias.startswith(incomplete)]
        yield from found
        if found:
            return


def _of_project(named: str | None) -> Iterator[str]:
    """What the file behind --functions and the nearest pyproject.toml name; of a faulty one nothing."""
    if named is None and not _names_functions():
        return
    from pathlib import Path

    from ...errors import ActplotError
    from ...spec.projects.project import Project, functions_of

    with warnings.catch_warnings(action="ignore"), suppress(ActplotError):
        yield from Project(None if named is None else functions_of(named), Path()).names()


def _names_functions() -> bool:
    """Whether the nearest pyproject.toml may do so: to look for that takes less than to read it."""
    with suppress(OSError):
        folder = os.getcwd()  # noqa: PTH109
        while not os.path.exists(file := os.path.join(folder, "pyproject.toml")):  # noqa: PTH110, PTH118
            above = os.path.dirname(folder)  # noqa: PTH120
            if above == folder:
                return False
            folder = above
        with open(file, "rb") as stream:  # noqa: PTH123
            return _OF_PROJECT.search(stream.read(_MOST_BYTES)) is not None
    return False


def _spoken(command: str, framework: str, behind: str) -> Iterator[str]:
    """What a framework calls what the command takes; behind a name of it and a colon its settings."""
    from ...spec.dialects.finding import framework as named

    name, colon, _ = behind.rpartition(":")
    entries, kinds = declared_entries(), (*TAKES.get(command, KINDS), *ALSO.get(command, ()))
    for spoken in named(framework).names():
        if colon and spoken.name == f"{framework}:{name}":
            yield from _assigned(spoken.accepted, f"{framework}:{behind}")
        elif spoken.canonical_name in entries and entries[spoken.canonical_name].kind in kinds:
            yield spoken.name


def _settings(name: str, incomplete: str) -> Iterator[str]:
    """The parameters of a name of the catalogue, behind what is given of them."""
    from ...catalogue.registry import is_own, lookup

    if is_own(name):
        yield from _assigned(lookup(name).declared, incomplete)


def _assigned(declared: "Iterable[Parameter | Keyword]", incomplete: str) -> Iterator[str]:
    """Parameters that are not given yet, or the words that the last one takes."""
    start = max(incomplete.rfind(","), incomplete.rfind(":")) + 1
    before, last = incomplete[:start], incomplete[start:]
    for one in declared:
        if last.startswith(f"{one.name}="):
            yield from (f"{before}{one.name}={word}" for word in one.words if "." not in word)
        elif f":{one.name}=" not in before and f",{one.name}=" not in before:
            yield f"{before}{one.name}="


def _of_python(incomplete: str) -> Iterator[str]:
    with suppress(OSError, ValueError, SyntaxError):
        path, is_named, _ = incomplete.partition(_FILE)
        if is_named:
            yield from (f"{path}{_FILE}{name}" for name in _defined(f"{path}.py"))
        else:
            folder = incomplete[: max(map(incomplete.rfind, ("/", os.sep))) + 1]
            files = sorted(file for file in os.listdir(folder or os.curdir) if file.endswith(".py"))  # noqa: PTH208
            yield from (f"{folder}{file}:" for file in files)


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
