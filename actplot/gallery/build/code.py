"""Finds the sources that draw a figure by following imports in their text, so that a change rebuilds what uses them."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .versions import PACKAGE
from ...files import digest, digest_of

if TYPE_CHECKING:
    from ...requests.picture import Picture

ENCODER = PACKAGE / "images" / "encoding.py"


def code_of(request: "Picture") -> str:
    """A digest of all sources that a figure comes from: its request's, its functions', and what those import."""
    styles = PACKAGE.rglob("*.mplstyle") if getattr(request, "style", ()) else ()
    return _digest_of_sources(frozenset([ENCODER, *map(_source, _types(request)), *styles]))


def styles_of(request: "Picture", folder: str) -> dict[str, str]:
    """Digests of the style sheets that a request names by path, and of the data that it draws."""
    named = (*getattr(request, "style", ()), *getattr(request, "files", ()))
    digests = {name: digest_of(Path(folder, name)) for name in named}
    return {name: found for name, found in digests.items() if found}


@cache
def _digest_of_sources(roots: frozenset[Path]) -> str:
    sources = sorted(set().union(*map(reached, roots)))
    return digest("\n".join(f"{_relative(path)} {digest_of(path)}" for path in sources).encode())


@cache
def reached(root: Path) -> frozenset[Path]:
    """A source, and all sources of the package that it imports, directly or not."""
    found, waiting = set(), [root]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path) if path.suffix == ".py" and path.is_relative_to(PACKAGE) else ()
    return frozenset(found)


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The package's own sources that a source imports, late imports too; never the package itself."""
    nodes = ast.walk(ast.parse(path.read_bytes()))
    relative = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level]
    return tuple(source for node in relative for source in _targets(path.parents[node.level - 1], node))


def _targets(folder: Path, node: ast.ImportFrom) -> Iterator[Path]:
    base = folder.joinpath(*node.module.split(".")) if node.module else folder
    if base.with_suffix(".py").is_file():
        yield base.with_suffix(".py")
        return
    for alias in node.names:
        inner = base / f"{alias.name}.py"
        if inner.is_file():
            yield inner
        elif (base / alias.name / "__init__.py").is_file():
            yield base / alias.name / "__init__.py"


def _types(value: Any) -> Iterator[type]:
    """The types of a record, of their bases and of what the record holds."""
    if isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _types(item)
    elif is_dataclass(value):
        yield from _known(type(value).__mro__)
        for one in fields(value):
            yield from _types(getattr(value, one.name))


def _known(types: Iterable[type]) -> Iterator[type]:
    """Those whose source is at hand and is not Python's own."""
    return (one for one in types if one.__module__ not in sys.stdlib_module_names and _source(one))


def _source(cls: type) -> Path | None:
    return _file(cls.__module__)


@cache
def _file(module: str) -> Path | None:
    file = getattr(sys.modules.get(module), "__file__", None)
    return Path(file) if file else None


def _relative(path: Path) -> str:
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else str(path)
