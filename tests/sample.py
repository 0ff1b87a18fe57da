"""The sample that the suite takes of large grids."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

USUAL = 0.08  # share of a grid that suite and stage take together where it says none; `--every` takes all


class Case:
    """A test that is not made yet, as far as its share is concerned."""

    def __init__(self, definition: pytest.Item, call: Any):
        self.definition, self.call = definition, call
        self.name = self.nodeid = f"{definition.name}[{call.id}]"

    def iter_markers(self, name: str) -> Iterator[pytest.Mark]:
        yield from self.definition.iter_markers(name)
        yield from (mark for mark in self.call.marks if mark.name == name)


def share_of(items: Sequence[pytest.Item], share: float) -> list[pytest.Item]:
    """As large a share of the suite, for what changes numbers, pictures or texts of many tests if of any."""
    return [item for item in items if in_sample(item, share=share)]


def sample(items: Sequence[pytest.Item], word: str = "keep") -> list[pytest.Item]:
    """The tests that are run; of a grid of which the suite takes some, at least the one that is drawn first."""
    first: dict[str, pytest.Item] = {}
    if word == "keep":
        for item in filter(_shared, items):
            grid = item.nodeid.partition("[")[0]
            first[grid] = min(first.get(grid, item), item, key=_drawn)
    firsts = {item.nodeid for item in first.values()}
    return [item for item in items if item.nodeid in firsts or in_sample(item, word)]


def in_sample(item: pytest.Item, word: str = "keep", share: float = 1) -> bool:
    """Whether a test is run: always, or for a share of the cases of a grid, drawn by their names.

    The suite takes the share `keep`; the stage `exhaustive` goes on from there to `thorough`, or to the usual one.
    What is asked for a `share` of the suite draws tests that are no grid as well.
    """
    marker, drawn = _marker(item), _drawn(item)
    if not marker:
        return drawn < share
    keep = marker.kwargs["keep"]
    return drawn < keep * share if word == "keep" else keep <= drawn < marker.kwargs.get("thorough", _usual(item))


def _usual(item: pytest.Item) -> float:
    """All of what is no grid."""
    return USUAL if "[" in item.name else 1


def _shared(item: pytest.Item) -> bool:
    """Whether the suite takes a share, and not nothing."""
    marker = _marker(item)
    return bool(marker and marker.kwargs["keep"])


def _marker(item: pytest.Item) -> pytest.Mark | None:
    """What is said of a test's share: of a case of its own, where it is less than that of the grid."""
    return min(item.iter_markers("exhaustive"), key=lambda marker: marker.kwargs["keep"], default=None)


def _drawn(item: pytest.Item) -> float:
    """A number from 0 to 1 that is the same each time."""
    return zlib.crc32(item.name.encode()) / 2**32
