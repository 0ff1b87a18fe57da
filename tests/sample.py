"""The sample that the suite takes of large grids."""

import zlib

import pytest

USUAL = 0.15  # share that the stage takes of a grid that says none; `--every` takes all


def in_sample(item: pytest.Item, word: str = "keep") -> bool:
    """Whether a test is run: always, or for a share of the cases of a grid, drawn by their names.

    The suite takes the share `keep`, the stage `exhaustive` the share `thorough`, or the usual one, which is larger.
    """
    marker = item.get_closest_marker("exhaustive")
    share = max(marker.kwargs.get(word, USUAL), marker.kwargs.get("keep", 0.0)) if marker else 1.0
    return zlib.crc32(item.name.encode()) < share * 2**32
