"""What every picture is asked for: its size, resolution, title and look."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue.entry import Entry
from ..errors import BadOption
from .grammar.kinds import Choice, Names, Number, Pair, Text
from .grammar.options import option
from .request import Request

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..figures.curves.panels import CurveFigure
    from ..figures.derivations import DerivationFigure
    from ..figures.page.sheets import Sheets


MOST_PIXELS = 1e8
SHORTEST_SIDE = 100  # pixels below which letters vanish
LONGEST_SIDE = 2**16 - 1  # pixels that matplotlib draws in one direction


def size_option(default: str) -> Any:
    return option("--size", Pair(1, 100), None, f"Width and height in inches. [default: chosen by the {default}]")


def dpi_option() -> Any:
    return option("--dpi", Number(10, 1200), 150.0, "Pixels per inch.")


def title_option() -> Any:
    return option("--title", Text(), None, "Text above the figure.")


def theme_option() -> Any:
    return option("--theme", Choice(("light", "dark")), "light", "Colours for a light or a dark page.")


def style_option() -> Any:
    return option("--style", Names(), (), "Style sheets of matplotlib: names or paths.")


@dataclass(frozen=True)
class Picture(Request):
    """A request whose answer can be drawn; it has the options `size`, `dpi`, `title`, `theme` and `style`."""

    def split(self) -> "tuple[Picture, ...]":
        """The requests of the single figures that this one asks for."""
        return (self,)

    def content(self) -> "CurveFigure | DerivationFigure":
        """What the figure shows, as a record that can draw itself; `BadOption` where it would be several figures."""
        raise NotImplementedError

    def draw(self, sheets: "Sheets | None" = None) -> "Figure":
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        return self.content().draw(sheets)

    def keep_styles_local(self) -> None:
        """Make paths of style sheets relative to the current folder: an image shall hold no path of a machine."""
        local = tuple(os.path.relpath(name) if Path(name).is_absolute() else name for name in self.style)
        object.__setattr__(self, "style", local)


@dataclass(frozen=True)
class SinglePicture(Picture):
    """A picture of one entry, which fills it."""

    @property
    def function(self) -> Entry:
        return self.functions[0]

    def check_single(self, noun: str = "function") -> None:
        """Raise `BadOption` for several entries, and for a size that cannot be drawn."""
        self.keep_styles_local()
        if self.size:
            check_pixels(self.size, self.dpi)
        if len(self.functions) != 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"{self.command} takes one {noun}, and these are {len(self.functions)}: {names}")


def check_pixels(size: tuple[float, float], dpi: float) -> None:
    """Raise `BadOption` for a picture too small to read or too large to draw."""
    width, height = size
    pixels = width * height * dpi**2
    if min(width, height) * dpi < SHORTEST_SIDE:
        raise BadOption(f"--size, --dpi: a side needs {SHORTEST_SIDE} pixels at least. Raise one of them.")
    if max(width, height) * dpi > LONGEST_SIDE:
        raise BadOption(f"--size, --dpi: a side may have {LONGEST_SIDE} pixels at most. Lower one of them.")
    if pixels > MOST_PIXELS:
        asked = f"{width:g} by {height:g} inches at {dpi:g} dpi are {pixels / 1e6:.0f} million pixels"
        raise BadOption(f"--size, --dpi: {asked}, allowed are {MOST_PIXELS / 1e6:.0f} million. Lower one of them.")
