"""A picture of a page, for light and for dark, with the words that belong to it."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import OutputError
from ..gallery.drawing.render import render_figure

FORM = "svg"
_SIZE = re.compile(rb'<svg [^>]*?\bviewBox="0 0 ([0-9.]+) ([0-9.]+)"')
POINT = 96 / 72  # pixels of a page in a browser


@dataclass(frozen=True)
class Version:
    """The picture for a theme: where it is, and the command that draws it."""

    file: str
    command: str


@dataclass(frozen=True)
class Pictured:
    """What a template shows of a picture."""

    light: Version
    dark: Version
    alt: str
    width: int  # in pixels
    height: int

    @property
    def versions(self) -> tuple[tuple[str, Version], ...]:
        return ("light", self.light), ("dark", self.dark)


def pictured(line: str, stem: str, folder: str = ".") -> tuple[Pictured, Mapping[str, bytes]]:
    """The picture that a line asks for, in both themes, and its files; `stem` is their path without its end.

    Raises `OutputError` where it cannot be drawn.
    """
    versions, files, alt = [], {}, ""
    own = shlex.quote(f"{stem.rpartition('/')[2]}.{FORM}")
    for theme, options in (("light", ""), ("dark", " --theme dark")):
        drawn = render_figure(stem, f"{line}{options}", (FORM,), folder)
        if drawn.error is not None:
            raise OutputError(drawn.error)
        place = f"{stem}-{theme}.{FORM}"
        files[place] = drawn.images[FORM]
        alt = alt or drawn.facts["alt"]
        versions.append(Version(place, f"actplot {drawn.command} -o {own}"))
    width, height = size_of(next(iter(files.values())))
    return Pictured(*versions, alt, width, height), files


def size_of(image: bytes) -> tuple[int, int]:
    """Width and height of an SVG in pixels."""
    found = _SIZE.search(image)
    assert found
    width, height = (round(float(side) * POINT) for side in found.groups())
    return width, height
