"""Which files of its folder a file of Python code imports, directly and through them, as its text says."""

import ast
from collections.abc import Iterator
from pathlib import Path

from ...files import contents

_MOST = 1000  # files that are looked into
_LARGEST = 10_000_000


def imported_beside(first: Path) -> set[Path]:
    """Files of the folder of a file, and of those in it, that it imports wherever it does so, within functions too."""
    found: set[Path] = set()
    waiting = [first]
    while waiting and len(found) < _MOST:
        file = waiting.pop()
        new = {one for one in _imports_of(file, first.parent) if one not in found and one != first}
        found |= new
        waiting += sorted(new)
    return found


def _imports_of(file: Path, folder: Path) -> Iterator[Path]:
    try:
        tree = ast.parse(contents(file, _LARGEST))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(folder, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = folder if not node.level else file.parents[min(node.level, len(file.parents)) - 1]
            for alias in node.names:
                yield from _files(base, ".".join(filter(None, (node.module, alias.name))))


def _files(folder: Path, dotted: str) -> Iterator[Path]:
    """The files that run where a dotted name is imported: packages on the way, and the module."""
    for part in dotted.split("."):
        module, package = folder / f"{part}.py", folder / part / "__init__.py"
        if module.is_file():
            yield module.resolve()
        if package.is_file():
            yield package.resolve()
        folder /= part
