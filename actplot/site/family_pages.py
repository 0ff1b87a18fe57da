"""The page of a family: its members side by side in a grid, and each with its own page."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ActplotError
from ..requests.command_line import line_of
from ..requests.reading import parse_picture
from .entry_pages import FIGURES
from .front import plural_of
from .in_both_themes import pictured
from .keeping.leaves import Leaf, Made
from .pages import rendered

FOLDER = "families"


@dataclass(frozen=True)
class FamilyLeaf(Leaf):
    """The page of a family; it shows what the pages of the members told of them."""

    kind: str
    title: str
    origin: str
    members: tuple[str, ...]  # as a line names them
    records: str  # of the members, as JSON

    @property
    def name(self) -> str:
        return f"the family {self.title}"

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.slug}.html"

    @property
    def stem(self) -> str:
        return f"{FIGURES}/family-{self.slug}"

    @property
    def claims(self) -> tuple[str, ...]:
        return (self.path, f"{self.stem}-light.svg", f"{self.stem}-dark.svg")

    def made(self) -> Made:
        from json import loads

        picture, files = self._grid()
        heading = f"{self.title}: {plural_of(self.kind).lower()}"
        page = rendered(
            "family.html",
            root="../",
            title=self.title,
            description=heading,
            leaf=self,
            members=loads(self.records),
            picture=picture,
        )
        return Made({self.path: page, **files})

    def _grid(self) -> tuple[Any, Mapping[str, bytes]]:
        """Its members in cells, as far as they have curves; nothing of one alone, whose page has its picture."""
        try:
            request = parse_picture(shlex.join(["grid", *self.members]))
        except ActplotError:  # functions of vectors have no cells
            return None, {}
        if len(request.functions) < 2:
            return None, {}
        return pictured(line_of(request), self.stem)
