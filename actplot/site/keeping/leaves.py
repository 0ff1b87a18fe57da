"""The leaves of a site: pages with their pictures, each made on its own, in whatever process."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from ...errors import ActplotError
from ...files import digest
from ...gallery.build.versions import package_digest
from ...processes.sharing import Crew
from ..pages import STATIC, TEMPLATES

PACKAGES = ("numpy", "scipy", "matplotlib", "mpmath", "jinja2")  # on which the bytes of pages depend
ENOUGH = 12  # leaves that are worth starting a process
CHUNK_SIZES = (1, 6)
PRELOAD = f"{__package__.rpartition('.')[0]}.preload"


@dataclass(frozen=True)
class Made:
    """The files of a leaf by their paths, and what other pages say of it; or why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Leaf(ABC):
    """What a page is made from; equal leaves give equal bytes."""

    slug: str  # what its files are called

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called in messages."""

    @property
    @abstractmethod
    def claims(self) -> tuple[str, ...]:
        """The paths of all files that it may have."""

    @abstractmethod
    def made(self) -> Made:
        """Its files. Raises `ActplotError`, and what code of others raises."""

    def sources(self) -> Mapping[str, str | None]:
        """Digests of files of others on which it rests."""
        return {}

    def stated(self) -> Mapping[str, Any]:
        """Its fields, as JSON takes them."""
        return asdict(self)

    def key(self) -> str:
        """What is the same as long as its files would be."""
        told = {"leaf": type(self).__name__, **self.stated(), "sources": dict(self.sources()), "with": _world()}
        return digest(json.dumps(told, sort_keys=True).encode())


def make(leaves: Sequence[Leaf]) -> list[Made]:
    """Each made; an error is part of the answer."""
    return list(map(_tried, leaves))


def crew(jobs: int | None, executor: Executor | None) -> Crew:
    """Who makes leaves."""
    return Crew(PRELOAD, jobs, executor, ENOUGH, CHUNK_SIZES)


def _tried(leaf: Leaf) -> Made:
    try:
        return leaf.made()
    except Exception as error:  # what is wrong with one leaf is told of it, whoever made it
        text = " ".join(str(error).split())
        return Made(error=text if isinstance(error, ActplotError) else f"{type(error).__name__}: {text}")


@cache
def _world() -> str:
    """A digest of this program, its templates and what it computes with."""
    from importlib.metadata import version

    files = sorted(path for folder in (STATIC, TEMPLATES) for path in folder.iterdir() if path.is_file())
    ours = {path.name: digest(path.read_bytes()) for path in files}
    versions = {name: version(name) for name in PACKAGES}
    return digest(json.dumps([package_digest(), ours, versions], sort_keys=True).encode())
