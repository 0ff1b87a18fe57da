"""The target of a loss of vectors as an option: the number of a class, a vector, or a pair of vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .cutting import cut
from .kinds import ROWS, Kind, Vector

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Target(Kind):
    """Finite numbers with commas between; semicolons between the vectors of a pair."""

    metavar = "A,B,C"

    def read(self, flag: str, words: Sequence[str]) -> Rows:
        return tuple(Vector().read(flag, [row]) for row in cut(flag, words[0], ROWS, "a vector"))

    def check(self, flag: str, value: Any) -> Rows:
        rows = value if isinstance(value, Sequence) and value and isinstance(value[0], Sequence) else [value]
        return tuple(Vector().check(flag, row) for row in rows)

    def write(self, value: Rows) -> list[str]:
        return [ROWS.join(text for row in value for text in Vector().write(row))]


def as_target(rows: Rows, axes: int) -> Any:
    """What a loss takes whose target has so many axes."""
    if axes == 0 and len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return rows if axes > 1 or len(rows) > 1 else rows[0]
