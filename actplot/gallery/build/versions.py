"""Digests of files and of the package, and versions of packages, all found without importing anything heavy."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[2]
SOURCES = (".py", ".toml", ".mplstyle")
DRAWN_WITH = ("matplotlib", "numpy")


def stamp_of(path: str | os.PathLike) -> list[int] | None:
    """What changes with every change of a file, at the price of a stat; None where nothing can be relied on.

    The time of the last change of the inode cannot be set back, unlike that of the contents.
    """
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino] if os.name == "posix" else None


def package_digest() -> str:
    """One digest of all of actplot's own sources, so that nothing else needs a look where it is the same."""
    total = hashlib.sha256()
    start = len(str(PACKAGE))
    for path in _sources(str(PACKAGE)):
        with open(path, "rb", buffering=0) as source:  # noqa: PTH123
            text = source.read()
        total.update(b"%s %d\n" % (path[start:].encode(), len(text)))
        total.update(text)
    return total.hexdigest()


def _sources(folder: str) -> Iterator[str]:
    """Those in a folder and below it, in an order that does not change."""
    inner = []
    for one in sorted(os.scandir(folder), key=attrgetter("name")):
        if one.name.endswith(SOURCES):
            yield one.path
        elif one.is_dir() and one.name != "__pycache__":
            inner.append(one.path)
    for path in inner:
        yield from _sources(path)


def installed() -> dict[str, Any]:
    """Versions of the packages that draw, and where that is written, for `still_installed`."""
    from importlib.metadata import distribution

    found = {name: distribution(name) for name in DRAWN_WITH}
    return {
        "prefix": sys.prefix,
        "versions": {name: one.version for name, one in found.items()},
        "places": {name: str(getattr(one, "_path", "")) for name, one in found.items()},
    }


def still_installed(environment: Mapping[str, Any]) -> bool:
    """Whether these versions are still what this interpreter would import; a stat each instead of a search."""
    places = environment["places"].values()
    return environment["prefix"] == sys.prefix and all(
        os.path.dirname(place) in sys.path and os.path.isdir(place)  # noqa: PTH112, PTH120
        for place in places
    )
