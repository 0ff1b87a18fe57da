"""Options that name columns of a CSV file by their header."""

from collections.abc import Sequence
from typing import Any

from ...frozen import record
from .cutting import check_filled
from .kinds import Names, Text


@record
class Columns(Names):
    """Names of columns in their order; one that holds a comma stands in double quotes."""

    def read(self, flag: str, words: Sequence[str]) -> tuple[str, ...]:
        names = _names_in(words[0])
        check_filled(flag, names, words[0], "a name")
        return names

    def check(self, flag: str, value: Any) -> tuple[str, ...]:
        given = _names_in(value) if isinstance(value, str) else value
        text = Text()
        return tuple(dict.fromkeys(text.check(flag, name).strip() for name in given))

    def write(self, value: Sequence[str]) -> list[str]:
        from ...calculus.models.headers import written

        return [written(value)]


@record
class Column(Text):
    """The name of one column."""

    metavar = "NAME"

    def check(self, flag: str, value: Any) -> str:
        name = super().check(flag, value).strip()
        check_filled(flag, [name], name, "a name")
        return name


def _names_in(text: str) -> tuple[str, ...]:
    from ...calculus.models.headers import names_in  # late: it loads what reads files, and few derivations have any

    return names_in(text)
