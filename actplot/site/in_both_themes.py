"""A picture of a page, for light and for dark, with the words that belong to it."""

import re
import shlex
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import OutputError
from ..gallery.drawing.render import render_figure

FORM = "svg"
_SIZE = re.compile(rb'<svg [^>]*?\bviewBox="0 0 ([0-9.]+) ([0-9.]+)"')
INCH = 96  # pixels of a page in a browser
POINT = INCH / 72
PNG = b"\x89PNG"
INCH_IN_METRES = 0.0254


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
    """Width and height of an SVG or a PNG in pixels of a page."""
    if image.startswith(PNG):
        sides, density = struct.unpack(">II", image[16:24]), _density(image)
        return round(sides[0] * INCH / density), round(sides[1] * INCH / density)
    found = _SIZE.search(image)
    assert found
    width, height = (round(float(side) * POINT) for side in found.groups())
    return width, height


def _density(image: bytes) -> float:
    """Pixels per inch, as a PNG says."""
    at = image.index(b"pHYs") + 4
    return struct.unpack(">I", image[at : at + 4])[0] * INCH_IN_METRES
