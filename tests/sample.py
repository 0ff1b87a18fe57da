"""The sample that the suite takes of large grids."""

import zlib

import pytest

USUAL = 0.35  # share that the stage takes of a grid that says none; `--every` takes all


def in_sample(item: pytest.Item, word: str = "keep") -> bool:
    """Whether a test is run: always, or for a share of the cases of a grid, drawn by their names.

    The suite takes the share `keep`, the stage `exhaustive` the share `thorough` of the largest products.
    """
    marker = item.get_closest_marker("exhaustive")
    return marker is None or zlib.crc32(item.name.encode()) < marker.kwargs.get(word, USUAL) * 2**32
