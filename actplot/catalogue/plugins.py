"""Finds what installed packages add to the catalogue: modules that are named in the entry-point group of actplot."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from ..errors import ActplotError, PluginWarning

GROUP = "actplot.functions"
_LONGEST_REASON = 300
_LOADING: ContextVar[str] = ContextVar("loading", default="")


@dataclass(frozen=True)
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
    from importlib.metadata import entry_points  # late: to look into every distribution takes time

    try:
        found = list(entry_points(group=GROUP))
    except Exception as error:  # the records of some distribution are broken
        Plugin("of some distribution", GROUP, lambda: None).complain(error)
        return []
    plugins = [Plugin(_distribution(one), one.value, one.load) for one in found]
    return sorted(plugins, key=lambda plugin: (plugin.distribution, plugin.module))


def _distribution(point: Any) -> str:
    name, version = (getattr(point.dist, key, None) for key in ("name", "version"))
    return f"{name} {version}" if name and version else str(name or point.name)
