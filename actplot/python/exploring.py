"""The interactive page, as a function: what it gives is a page, which a notebook shows."""

import html
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import BadOption, quoted
from ..requests.command_line import line_of
from ..requests.destinations import in_a_folder, is_folder, suffix_of
from ..requests.figures.explore import ExploreRequest
from ..requests.file_names import file_stem
from .asking import requested
from .helping import documented

SAVE, SUFFIX = "save:", "html"
HEIGHTS = {1: "48rem", 2: "60rem"}  # in a notebook, for what a page begins with


@dataclass(frozen=True)
class Page:
    """A page on which a reader moves parameters and a point."""

    request: ExploreRequest

    @cached_property
    def html(self) -> str:
        """The page, which holds all it needs. Raises `BadOption` where Jinja2 is not installed."""
        from ..site.pages import explore_page

        return explore_page(self.request)

    @property
    def command(self) -> str:
        """The command line that writes the same."""
        return f"actplot {line_of(self.request)}"

    @property
    def alt(self) -> str:
        """What the page shows at first, in words."""
        return self.request.still.alt

    @property
    def notes(self) -> tuple[str, ...]:
        """What the command line would tell beside the page."""
        return self.request.messages()

    def save(self, place: str | os.PathLike[str]) -> Path:
        """Write the page to a file, or to a folder in which it names itself, and give its path.

        Raises `BadOption` for a file that is no .html or whose folder is missing, `OutputError` where the system
        refuses.
        """
        from ..files import write

        named = os.fspath(place)
        if is_folder(named):
            path = Path(named, f"{file_stem(self.request)}.{SUFFIX}")
        elif suffix_of(named) == SUFFIX:
            path = in_a_folder(SAVE, named)
        else:
            raise BadOption(f"{SAVE} {quoted(named)}: a page is HTML. Name a file that ends in .{SUFFIX}.")
        write(path, self.html.encode())
        return path

    def __str__(self) -> str:
        return self.command

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that neither page's styles and scripts reach the other's."""
        style = f"width:100%;height:{HEIGHTS[self.request.order]};border:0"
        return f'<iframe title="{html.escape(self.alt)}" style="{style}" srcdoc="{html.escape(self.html)}"></iframe>'


def _explore(*names: Any, **options: Any) -> Page:
    return Page(requested(ExploreRequest, names, options))


explore = documented(_explore, ExploreRequest, __name__)
