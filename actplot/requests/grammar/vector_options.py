"""The option that holds a vector."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import BadOption
from ...numbers import number_text
from .options import Kind, Number, option

LONGEST = 1000
ANY = 1e300


@dataclass(frozen=True)
class Vector(Kind):
    """Finite numbers with commas between."""

    metavar = "A,B,C"

    def read(self, flag: str, words: Sequence[str]) -> tuple[float, ...]:
        parts = words[0].split(",")
        if not words[0].strip():
            raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1.")
        if any(not part.strip() for part in parts):
            raise BadOption(f"{flag}: a number is missing in '{words[0][:80]}'. Write them as 2,1,0.1.")
        number = Number(-ANY, ANY)
        return tuple(number.read(flag, [part]) for part in parts)

    def check(self, flag: str, value: Any) -> tuple[float, ...]:
        number = Number(-ANY, ANY)
        numbers = tuple(number.check(flag, one) for one in ([value] if isinstance(value, float | int) else value))
        if not numbers:
            raise BadOption(f"{flag} holds no numbers. Write them as 2,1,0.1.")
        if len(numbers) > LONGEST:
            raise BadOption(f"{flag} holds {len(numbers)} numbers, allowed are {LONGEST}")
        return numbers

    def write(self, value: Sequence[float]) -> list[str]:
        return [",".join(map(number_text, value))]


def at_option(help: str) -> Any:
    return option("--at", Vector(), None, help)
