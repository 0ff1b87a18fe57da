"""The sample that the suite takes of large grids."""

import zlib

import pytest


def in_sample(item: pytest.Item) -> bool:
    """Whether the suite runs a test: always, or for a share of the cases of a grid, drawn by their names."""
    marker = item.get_closest_marker("exhaustive")
    return marker is None or zlib.crc32(item.name.encode()) < marker.kwargs["keep"] * 2**32
