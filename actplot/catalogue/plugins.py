"""Finds what installed packages add to the catalogue: modules that are named in the entry-point group of actplot."""

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from importlib.machinery import PathFinder
from typing import Any

from ..errors import ActplotError, PluginWarning
from ..frozen import record

GROUP = "actplot.functions"
ENTRY_POINTS = "entry_points.txt"  # in the records of a distribution
RECORDS = (".dist-info", "egg-info")  # how the names of those end
_LONGEST_REASON = 300
_LOADING: ContextVar[str] = ContextVar("loading", default="")


@record
class Plugin:
    """A module of a distribution whose import registers entries."""

    distribution: str  # such as "acme-functions 1.2"
    module: str
    load: Callable[[], Any] = field(compare=False)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Entries that are registered meanwhile are its own."""
        before = _LOADING.set(self.distribution)
        try:
            yield
        finally:
            _LOADING.reset(before)

    def complain(self, error: BaseException) -> None:
        """Warn that it cannot be used."""
        said = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
        reason = said if isinstance(error, ActplotError) else f"{type(error).__name__}: {said}"
        warnings.warn(
            f"the plugin {self.distribution} ({self.module}) cannot be used: {reason}. Its functions are left out.",
            PluginWarning,
            stacklevel=2,
        )


def origin_of(module: str) -> str:
    """Where a class outside of actplot comes from: the distribution that is being loaded, else its module."""
    if module.startswith(f"{__package__}."):
        return ""
    return _LOADING.get() or module.partition(".")[0]


def found_plugins() -> list[Plugin]:
    """Those of all installed distributions, in an order that does not change."""
    if not _may_be_named():
        return []
    from importlib.metadata import entry_points  # late: it loads what reads mail and archives

    try:
        found = list(entry_points(group=GROUP))
    except Exception as error:  # the records of some distribution are broken
        Plugin("of some distribution", GROUP, lambda: None).complain(error)
        return []
    plugins = [Plugin(_distribution(one), one.value, one.load) for one in found]
    return sorted(plugins, key=lambda plugin: (plugin.distribution, plugin.module))


def _may_be_named() -> bool:
    """Whether a distribution may name the group, as far as one can tell from the files of the folders on the path.

    Where something else finds distributions too, or an archive is on the path, it may.
    """
    others = [one for one in sys.meta_path if hasattr(one, "find_distributions") and one is not PathFinder]
    return bool(others) or any(map(_names_group, sys.path))


def _names_group(place: str) -> bool:
    """Whether the records of a distribution in a folder of the path name the group."""
    try:
        records = [one.path for one in os.scandir(place or os.curdir) if one.name.lower().endswith(RECORDS)]
    except FileNotFoundError:
        return False
    except OSError:  # an archive
        return True
    return any(_says_group(os.path.join(record, ENTRY_POINTS)) for record in records)  # noqa: PTH118


def _says_group(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return GROUP.encode() in file.read()
    except (FileNotFoundError, NotADirectoryError):  # most have none; and some are a single file
        return False
    except OSError:
        return True


def _distribution(point: Any) -> str:
    name, version = (getattr(point.dist, key, None) for key in ("name", "version"))
    return f"{name} {version}" if name and version else str(name or point.name)
