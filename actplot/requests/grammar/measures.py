"""Lengths on a page, in inches or with a unit."""

import math
import re
from collections.abc import Sequence
from typing import Any

from ...frozen import record
from .kinds import Number, Pair


class Pixels(float):
    """A length in pixels, whose inches depend on the resolution."""


@record
class Lengths(Pair):
    """Two lengths in inches, each of which may come with a unit."""

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        return tuple(_length(flag, word) for word in words)

    def check(self, flag: str, value: Any) -> tuple[float, float]:
        given = tuple(_length(flag, side) if isinstance(side, str) else side for side in value)
        if any(isinstance(side, Pixels) for side in given):
            return given[0], given[1]  # held against the bounds once the resolution is known
        return super().check(flag, given)

    def in_inches(self, flag: str, value: Sequence[float], dpi: float) -> tuple[float, float]:
        """Checked lengths in inches, of which some may be in pixels."""
        return self.check(flag, tuple(_inches(side, dpi) if isinstance(side, Pixels) else side for side in value))


_ANY = Number(-1e9, 1e9)
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}
_LENGTH = re.compile(r"(.*?)(in|cm|mm|pt|px)")


def _length(flag: str, word: str) -> float:
    found = _LENGTH.fullmatch(word)
    if not found:
        return _ANY.read(flag, (word,))
    number, unit = _ANY.read(flag, (found[1],)), found[2]
    return Pixels(number) if unit == "px" else number * _INCHES[unit]


def _inches(pixels: float, dpi: float) -> float:
    """A length that is no pixel shorter, as an image has the whole ones."""
    inches = float(pixels) / dpi
    return inches if inches * dpi >= pixels else math.nextafter(inches, math.inf)
