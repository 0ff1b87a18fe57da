"""The sample that the suite takes of large grids."""

import zlib

import pytest

USUAL = 0.15  # share of a grid that suite and stage take together where it says none; `--every` takes all


def in_sample(item: pytest.Item, word: str = "keep") -> bool:
    """Whether a test is run: always, or for a share of the cases of a grid, drawn by their names.

    The suite takes the share `keep`; the stage `exhaustive` goes on from there to `thorough`, or to the usual one.
    """
    marker = item.get_closest_marker("exhaustive")
    if not marker:
        return True
    drawn, keep = zlib.crc32(item.name.encode()) / 2**32, marker.kwargs["keep"]
    return drawn < keep if word == "keep" else keep <= drawn < marker.kwargs.get("thorough", USUAL)
