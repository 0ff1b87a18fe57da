"""What every picture is asked for: its size, resolution, title and look."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import ActplotWarning, BadOption
from ..files import local
from ..images.sizes import check_pixels
from .command_line import line_of
from .grammar.kinds import Choice, Names, Number, Pair, Switch, Text
from .grammar.options import LAST, PAGE, THEME, option, options_of
from .request import Request

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..figures.curves.differing import DifferenceFigure
    from ..figures.curves.grid import GridFigure
    from ..figures.curves.panels import CurveFigure
    from ..figures.derivations.derivation import DerivationFigure
    from ..figures.heatmap import JacobianFigure
    from ..figures.layers import LayerFigure
    from ..figures.look import Look
    from ..figures.page.sheets import Sheets
    from ..figures.surfaces.surface import SurfaceFigure

    Content = (
        CurveFigure | DerivationFigure | DifferenceFigure | GridFigure | JacobianFigure | LayerFigure | SurfaceFigure
    )


DPI, TRUETYPE = 150.0, 42
PURPOSES = ("slide",)
SIZES = {"slide": (13.333, 7.5)}  # in inches


def purpose_option() -> Any:
    """`--for`, of the commands whose figures know a place to be shown at."""
    return option("--for", Choice(PURPOSES), None, "Size and letters for a slide of 16 : 9.", place=PAGE)


@dataclass(frozen=True)
class Picture(Request):
    """A request whose answer can be drawn; None leaves a choice to the command."""

    sized_by: ClassVar[str] = "figure"  # what chooses the size where the user does not say
    usual_size: ClassVar[tuple[float, float] | None] = None  # where one is known before anything is drawn

    size: tuple[float, float] | None = option(
        "--size",
        Pair(1, 100),
        None,
        "Width and height in inches. [default: chosen by the {request.sized_by}]",
        place=PAGE,
    )
    dpi: float | None = option(
        "--dpi",
        Number(10, 1200),
        None,
        "Pixels per inch. [default: 150, or what a style sheet says]",
        place=PAGE,
    )
    title: str | None = option("--title", Text(), None, "Text above the figure.", place=PAGE)
    theme: str = option(
        "--theme", Choice(("light", "dark")), "light", "Colours for a light or a dark page.", place=THEME
    )
    style: tuple[str, ...] = option("--style", Names(), (), "Style sheets of matplotlib: names or paths.", place=THEME)

    def validate(self) -> None:
        super().validate()
        size = self.size or self.usual_size
        if size:
            check_pixels(size, self.dpi or DPI)

    def split(self) -> "tuple[Picture, ...]":
        """The requests of the single figures that this one asks for."""
        return (self,)

    def content(self) -> "Content":
        """What the figure shows, as a record that can draw itself; `BadOption` where it would be several figures."""
        raise NotImplementedError

    def draw(self, sheets: "Sheets | None" = None) -> "Figure":
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        return self.content().draw(sheets)

    def image(self, form: str) -> bytes:
        """The image file as a format has it, with the command line inside that drew it."""
        from ..images.encoding import encode

        self._warn_of_fonts()
        return encode(self.draw(), form, line_of(self), self.resolution, self.fonttype)

    @property
    def _chosen(self) -> Mapping[str, Any]:
        """What style sheets set."""
        if not self.style:
            return {}
        from ..figures.look import chosen_by

        return chosen_by(self.style)

    @property
    def resolution(self) -> float:
        """Pixels per inch, as asked for or as a style sheet says."""
        said = self._chosen.get("savefig.dpi") if self.dpi is None else self.dpi
        return Number(10, 1200).check("savefig.dpi", said) if isinstance(said, int | float) else DPI

    @property
    def fonttype(self) -> int:
        """How PDF embeds fonts: TrueType, or as a style sheet says."""
        return int(self._chosen.get("pdf.fonttype", TRUETYPE))

    def _warn_of_fonts(self) -> None:
        families = self._chosen.get("font.family")
        if families:
            from ..figures.settings import missing_fonts

            if said := missing_fonts(families):
                warnings.warn(f"--style: {said}", ActplotWarning, stacklevel=3)

    @property
    def look(self) -> "Look":
        """How the figure is to look: every option that has the name of a field of `Look`."""
        from ..figures.look import Look

        names = {field.name for field in fields(Look)}
        own = {option.name: getattr(self, option.name) for option in options_of(self) if option.name in names}
        if self.size is None and "figure.figsize" in self._chosen:
            own["size"] = tuple(self._chosen["figure.figsize"])
        return Look(**{**own, "dpi": self.resolution})

    def settle(self) -> None:
        super().settle()
        # Paths are relative to the current folder: an image shall hold no path of a machine.
        object.__setattr__(self, "style", tuple(map(local, self.style)))
        if self.dpi == DPI and not self.style:  # which could ask for another resolution
            object.__setattr__(self, "dpi", None)


@dataclass(frozen=True)
class Words:
    """What stands above a figure."""

    title: str
    caption: str


@dataclass(frozen=True)
class Captioned(Picture):
    """A picture that says what it shows, in a title and a line under it, if nothing else is asked for."""

    no_caption: bool = option(
        "--no-caption", Switch(), False, "Leave out the generated title and the line under it.", place=LAST
    )

    def with_words(self, look: "Look", words: Words) -> "Look":
        """A look with the generated words, and the title that was given."""
        if self.no_caption:
            return look
        return replace(look, title=words.title if self.title is None else self.title, caption=words.caption)


@dataclass(frozen=True)
class SinglePicture(Picture):
    """A picture of one entry, which fills it."""

    noun: ClassVar[str] = "function"

    @property
    def function(self) -> Any:
        return self.functions[0]

    def validate(self) -> None:
        super().validate()
        if len(self.functions) != 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"{self.command} takes one {self.noun}, and these are {len(self.functions)}: {names}")
