"""Gains of weights, by name or as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import BadOption, quoted, suggestion
from ...numbers import is_number, number_text
from .kinds import Kind, Number

_ALLOWED = Number(1e-6, 1e6)


@dataclass(frozen=True)
class Gain(Kind):
    """One of a few names, or a number above 0."""

    choices: tuple[str, ...]

    @property
    def metavar(self) -> str:
        return "|".join([*self.choices, "NUMBER"])

    def check(self, flag: str, value: Any) -> str | float:
        if isinstance(value, str) and not is_number(value):
            if value not in self.choices:
                near = suggestion(value, self.choices)
                allowed = f"{', '.join(self.choices)} or a number"
                raise BadOption(f"{flag}: unknown {quoted(value)}.{near} Allowed: {allowed}.")
            return value
        return _ALLOWED.check(flag, value)

    def write(self, value: str | float) -> Sequence[str]:  # type: ignore[override]
        return [value if isinstance(value, str) else number_text(value)]
