"""What a project says of functions, as records."""

from typing import TYPE_CHECKING

from ...catalogue.index import folded
from ...errors import BadSpec
from ...frozen import record

if TYPE_CHECKING:
    from ..supplied.addresses import Place


class BadDefinition(BadSpec):
    """A function of a project that cannot be read."""


@record
class Definition:
    """What a project says of a function; its formula is not read yet."""

    name: str
    text: str  # a formula, or where a function stands in a file
    parameters: tuple[tuple[str, float], ...] = ()  # by name, in their order
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    origin: str = ""  # the file that says so
    where: str = ""  # in that file, for messages
    folder: str = ""  # of that file, from which paths of code start

    @property
    def stands_in(self) -> "Place | None":
        """The file or module, and the name there; None of a formula."""
        from ..supplied.addresses import place_of

        return place_of(self.text)


@record
class Table:
    """The functions of one file, and what is wrong with those that cannot be read, by their names."""

    definitions: tuple[Definition, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()  # the name, empty where all are meant, and the message

    @property
    def spellings(self) -> dict[str, Definition]:
        """Every definition by its folded name and aliases."""
        return {folded(name): one for one in self.definitions for name in (one.name, *one.aliases)}

    @property
    def faults(self) -> dict[str, str]:
        """What is wrong, by the folded name of what cannot be read."""
        return {folded(name): message for name, message in self.problems}
