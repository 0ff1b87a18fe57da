"""What every picture is asked for: its size, resolution, title and look."""

import warnings
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from ..errors import ActplotWarning, BadOption, said_once
from ..files import local
from ..frozen import record
from ..images.sizes import check_pixels
from .command_line import line_if_any
from .grammar.kinds import Choice, Digit, Names, Number, Switch, Text
from .grammar.measures import Lengths, Pixels
from .grammar.options import LAST, PAGE, THEME, option, options_of
from .purposes import PAPERS, PURPOSES, STACKED, check_size_for, is_narrow, size_for
from .request import Request
from .showing import Shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..figures.curves.grid import GridFigure
    from ..figures.curves.panels import CurveFigure
    from ..figures.derivations.derivation import DerivationFigure
    from ..figures.differing import DifferenceFigure
    from ..figures.heatmap import JacobianFigure
    from ..figures.layers import LayerFigure
    from ..figures.look import Look
    from ..figures.page.sheets import Sheets
    from ..figures.surfaces.landscape import LandscapeFigure
    from ..figures.surfaces.simplex import SimplexFigure
    from ..figures.surfaces.surface import SurfaceFigure
    from ..figures.sweeps.crossed import CrossedFigure
    from ..figures.sweeps.outputs import OutputsFigure
    from ..images.encoding import Texts

    Content: TypeAlias = (
        CrossedFigure
        | CurveFigure
        | DerivationFigure
        | DifferenceFigure
        | GridFigure
        | JacobianFigure
        | LandscapeFigure
        | LayerFigure
        | OutputsFigure
        | SimplexFigure
        | SurfaceFigure
    )


THEMES, AUTO = ("light", "dark"), "auto"
DPI, TRUETYPE = 150.0, 42


@record(repr=False)
class Picture(Shown, Request):
    """A request whose answer can be drawn; None leaves a choice to the command."""

    shape: ClassVar[float | None] = None  # height relative to the width, of a figure that is no row of panels
    sized_by: ClassVar[str] = "figure"  # what chooses the size where the user does not say
    usual_size: ClassVar[tuple[float, float] | None] = None  # where one is known before anything is drawn
    in_pages: ClassVar[bool] = False  # whether several figures are pages of one

    size: tuple[float, float] | None = option(
        "--size",
        Lengths(1, 100),
        None,
        "Width and height in inches, or as 8cm, 80mm, 240pt, 800px. [default: chosen by the {request.sized_by}]",
        place=PAGE,
    )
    purpose: str | None = option(
        "--for", Choice(PURPOSES), None, "Size, letters and lines for a slide of 16 : 9, a paper or a page.", place=PAGE
    )
    paper: str | None = option(
        "--paper", Choice(tuple(PAPERS)), None, "As wide as a column of that paper; implies --for paper.", place=PAGE
    )
    columns: int = option("--columns", Digit((1, 2)), 1, "How many columns of the paper.", place=PAGE)
    dpi: float | None = option(
        "--dpi",
        Number(10, 1200),
        None,
        "Pixels per inch. [default: 150, or what a style sheet says]",
        place=PAGE,
    )
    title: str | None = option("--title", Text(), None, "Text above the figure.", place=PAGE)
    caption: str | None = option("--caption", Text(), None, "Text under the title, or below the figure.", place=PAGE)
    alt_text: str | None = option(
        "--alt-text", Text(), None, "Description inside the image. [default: written from what it shows]", place=PAGE
    )
    letters: str = option(
        "--text", Choice(("outlines", "real")), "outlines", "Letters of an SVG: outlines, or text.", place=PAGE
    )
    theme: str = option(
        "--theme",
        Choice((*THEMES, AUTO)),
        "light",
        "Colours for a light or a dark page, or an SVG that follows its reader's.",
        place=THEME,
    )
    background: str | None = option("--background", Choice(("none",)), None, "Draw no page.", place=THEME)
    style: tuple[str, ...] = option("--style", Names(), (), "Style sheets of matplotlib: names or paths.", place=THEME)

    def validate(self) -> None:
        super().validate()
        if self.size and any(isinstance(side, Pixels) for side in self.size):
            object.__setattr__(self, "size", Lengths(1, 100).in_inches("--size", self.size, self.resolution))
        if self.paper and self.purpose not in (None, "paper"):
            raise BadOption(f"--paper is for papers, and --for asks for a {self.purpose}. Give one of the two.")
        if self.place and self.size:
            check_size_for(self.place, self.size)
        size = self.size or self.size_there or self.usual_size
        if size:
            check_pixels(size, self.dpi or DPI)

    def unused(self, name: str) -> str:
        if name == "columns" and not self.paper:
            return "without --paper. Add --paper, or leave it out."
        if name == "columns" and len(set(PAPERS[self.paper or ""])) == 1:
            return f"in {self.paper}, whose pages have one column. Leave it out."
        return super().unused(name)

    @property
    def place(self) -> str | None:
        """Where the picture is to be shown."""
        return "paper" if self.paper else self.purpose

    @property
    def panel_count(self) -> int:
        """How many panels stand beside each other."""
        return 1

    @property
    def arranged(self) -> str | None:
        """How panels stand, where that is asked for."""
        return None

    @property
    def is_narrow(self) -> bool:
        """Whether a page has no room for panels beside each other."""
        size = self.size or (self.size_there if self.place else None)
        return bool(self.place and size and is_narrow(size[0], self.panel_count))

    @property
    def size_there(self) -> tuple[float, float] | None:
        """Width and height at the place where it is to be shown."""
        if not self.place:
            return None
        width, height = size_for(self.place, self.paper, self.columns, self.panel_count, arranged=self.arranged)
        return width, round(self.shape * width, 2) if self.shape and self.place != "slide" else height

    def split(self) -> "tuple[Picture, ...]":
        """The requests of the single figures that this one asks for."""
        return (self,)

    def content(self) -> "Content":
        """What the figure shows, as a record that can draw itself; `BadOption` where it would be several figures."""
        raise NotImplementedError

    def draw(self, sheets: "Sheets | None" = None) -> "Figure":
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        return self._content.draw(sheets)

    @cached_property
    def _content(self) -> "Any":
        """What the figure shows, computed once for all that is said of it and for its drawing."""
        return self.content()

    @property
    def alt(self) -> str:
        """What the figure shows in plain words, or what was given instead; of several figures a line for each."""
        pictures = self.split()
        if len(pictures) > 1:
            return "\n".join(picture.alt for picture in pictures)
        return self.texts(self._content).description

    def texts(self, content: "Content") -> "Texts":
        """What the image of a content carries in words."""
        from ..calculus.written_names import upright
        from ..images.encoding import Texts

        title = content.look.title or content.look.name
        described = content.described() if self.alt_text is None else self.alt_text
        return Texts(upright(title), described, self.letters == "real")

    def image(self, form: str) -> bytes:
        """The image file as a format has it, with the command line inside that drew it."""
        self.warn_of_fonts()
        with said_once():
            return self._encoded(form)

    def _encoded(self, form: str) -> bytes:
        from ..images.encoding import encode

        line, texts = line_if_any(self), self.texts(self._content)
        settings = (self.resolution, self.fonttype)
        if self.theme != AUTO:
            return encode(self.draw(), form, line, *settings, texts=texts)
        from ..images.schemes import follow_scheme

        self.check_format(form)
        themed = (replace(self, theme=one) for one in THEMES)
        return follow_scheme(*(encode(one.draw(), form, line, *settings, texts=texts) for one in themed))

    @property
    def usual_format(self) -> str:
        """Of a file whose name says none."""
        return "svg" if self.theme == AUTO else "png"

    def check_format(self, form: str) -> None:
        """Raise `BadOption` for a format that cannot show what is asked for."""
        if self.theme == AUTO and form != "svg":
            raise BadOption(
                f"--theme auto follows what a reader prefers, which {form.upper()} cannot. "
                'Write an SVG, as -o NAME.svg or formats = ["svg"], or choose light or dark.'
            )

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

    def warn_of_fonts(self) -> None:
        """Warn of fonts that style sheets ask for and that are not installed, and of TeX, which nothing is set with."""
        if self._chosen:
            from ..figures.settings import missing_fonts

            tex = "text.usetex is left out: letters are drawn without TeX" * bool(self._chosen.get("text.usetex"))
            for said in filter(None, (missing_fonts(self._chosen), tex)):
                warnings.warn(f"--style: {said}", ActplotWarning, stacklevel=3)

    @property
    def written(self) -> str:
        """All that may stand in the figure in letters of any script: what was given, and names that people write."""
        return " ".join([line_if_any(self), *(function.display for function in self.functions)])

    @property
    def look(self) -> "Look":
        """How the figure is to look: every option that has the name of a field of `Look`."""
        from ..figures.look import Look

        names = {field.name for field in fields(Look)}
        own = {option.name: getattr(self, option.name) for option in options_of(self) if option.name in names}
        own["written"] = self.written
        if self.size is None and (self.place or "figure.figsize" in self._chosen):
            own["size"] = self.size_there or tuple(self._chosen["figure.figsize"])
        if self.theme == AUTO:  # in which the drawing for a light page stands for both
            own["theme"] = THEMES[0]
        free = bool(self.place) and self.place != "slide" and self.size is None
        stacked = self.is_narrow if self.arranged is None else self.arranged == STACKED
        own |= {"caption": self.caption or "", "dpi": self.resolution, "purpose": self.place}
        return Look(**{**own, "stacked": stacked, "free": free})

    def settle(self) -> None:
        super().settle()
        # Paths are relative to the current folder: an image shall hold no path of a machine.
        object.__setattr__(self, "style", tuple(map(local, self.style)))
        if self.paper:
            object.__setattr__(self, "purpose", None)
        if self.dpi == DPI and not self.style and "dpi" not in self.insisted:  # a style could ask for another one
            object.__setattr__(self, "dpi", None)


@record
class Words:
    """What stands above a figure."""

    title: str
    caption: str


@record(repr=False)
class Captioned(Picture):
    """A picture that says what it shows, in a title and a line under it, if nothing else is asked for."""

    no_caption: bool = option(
        "--no-caption", Switch(), False, "Leave out the generated title and the line under it.", place=LAST
    )

    @property
    def is_captioned(self) -> bool:
        """Whether it says so itself; a paper has a caption below its figure."""
        return not (self.no_caption or self.place == "paper")

    def settle(self) -> None:
        super().settle()
        if self.place == "paper":  # whose figures have none: the same picture has one canonical line
            object.__setattr__(self, "no_caption", False)

    def with_words(self, look: "Look", words: Words) -> "Look":
        """A look with the generated words, and the title that was given."""
        look = replace(look, name=words.title)
        if not self.is_captioned:
            return look
        title = words.title if self.title is None else self.title
        if self.caption is not None:
            return replace(look, title=title, caption=self.caption)
        return replace(look, title=title, caption=words.caption, told=True)


@record(repr=False)
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
            raise BadOption(f"{self.command_name} takes one {self.noun}, and these are {len(self.functions)}: {names}")
