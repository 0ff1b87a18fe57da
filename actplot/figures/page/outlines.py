"""Puts words and mathematics on a figure as outlines, which are text where letters are kept."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import font_family_aliases, ttfFontProperty
from matplotlib.mathtext import MathTextParser
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from ..lettering import are_kept
from .ink import MATHS, Ink, Part
from .page import POINTS_PER_INCH

_MATHS = MathTextParser("path")
_FINE = 100.0  # points of letters at which the places of formulas are asked for, as matplotlib rounds them to points


def add_outline(figure: Figure, ink: Ink, place: Affine2D, colour: str, fresh: str | None = None) -> None:
    """Outlines on a figure, their points at a place in inches; what is new in them may have a colour of its own."""
    where = place + figure.dpi_scale_trans
    colours = (colour, fresh or colour)
    if any(part.fresh for part in ink.parts):
        both = _Coloured([ink.path, ink.fresh], facecolors=colours, linewidths=0, transform=where)
        figure.add_artist(both.of(ink, place, colours))
    elif ink.parts:
        figure.add_artist(_Plain(ink.path, transform=where, facecolor=colour, linewidth=0).of(ink, place, colours))


class _Outlines(Artist):
    """Outlines that know what they are the outlines of."""

    _ink: Ink
    _place: Affine2D
    _colours: tuple[str, str]

    def of(self, ink: Ink, place: Affine2D, colours: tuple[str, str]) -> Self:
        self._ink, self._place, self._colours = ink, place, colours
        return self

    def draw(self, renderer) -> None:
        if not are_kept():
            super().draw(renderer)
            return
        writer = getattr(renderer, "writer", None)  # of an SVG
        if writer:
            self._write(writer, renderer.height)
        for part in self._ink.parts:
            if not (part.text and writer):
                artist = self._text(part) if part.text else self._shape(part)
                artist.set_figure(self.get_figure())
                artist.draw(renderer)

    def _shape(self, part: Part) -> Artist:
        """A sign that no font has so large."""
        colour = self._colours[part.fresh]
        return PathPatch(part.placed, transform=self.get_transform(), facecolor=colour, linewidth=0)

    def _text(self, part: Part) -> Artist:
        size, maths = part.factor * part.size, part.face == MATHS
        y = part.y + (_height(part, _FINE) * size / _FINE - _height(part, size) if maths else 0.0)
        look = {"color": self._colours[part.fresh], "fontproperties": part.font(size * self._larger)}
        return Text(part.x, y, part.text, transform=self.get_transform(), parse_math=maths, **look)

    @property
    def _larger(self) -> float:
        return self._place.get_matrix()[0, 0] * POINTS_PER_INCH

    def _write(self, writer, height: float) -> None:
        """All letters as one text, so that readers find f′(x) in it, each at its place whatever font draws it."""
        runs = _runs(glyph for part in self._ink.parts if part.text for glyph in _glyphs(part))
        if not runs:
            return
        where, larger = self.get_transform(), self._larger
        family = runs[0][0].families
        writer.start("text", style=f"font-family: {family}; fill: {to_hex(self._colours[0])}")
        for run in runs:
            places = where.transform([(glyph.x, glyph.y) for glyph in run])
            x = " ".join(f"{place:.6g}" for place in places[:, 0])
            style = _css(run[0], larger, family, self._colours)
            text = "".join(glyph.text for glyph in run)
            writer.element("tspan", text, x=x, y=f"{height - places[0, 1]:.6g}", style=style)
        writer.end("text")


class _Plain(_Outlines, PathPatch):
    """In one colour."""


class _Coloured(_Outlines, PathCollection):
    """In two colours."""


class _Glyph(NamedTuple):
    """A letter of a formula, or words in one, at its place."""

    text: str
    x: float
    y: float
    size: float
    families: str  # as CSS has them
    slant: str
    weight: int
    fresh: bool

    def follows(self, other: "_Glyph") -> bool:
        """Whether it stands on the same line in the same look; formulas are set to a hundredth of their letters."""
        level = abs(self.y - other.y) < 0.02 * self.size
        return level and len(self.text) == len(other.text) == 1 and self[3:] == other[3:]


def _glyphs(part: Part) -> Iterator[_Glyph]:
    size = part.factor * part.size
    if part.face != MATHS:
        font = part.font(size)
        weight = 700 if font.get_weight() == "bold" else 400
        yield _Glyph(part.text, part.x, part.y, size, _css_names(font.get_family()), "normal", weight, part.fresh)
        return
    factor = size / _FINE
    for face, letters, code, *_, x, y in _MATHS.parse(part.text, POINTS_PER_INCH, part.font(_FINE)).glyphs:
        entry = ttfFontProperty(face)
        look = (factor * letters, _css_names([entry.name]), entry.style, entry.weight, part.fresh)
        yield _Glyph(chr(code), part.x + factor * x, part.y + factor * y, *look)


def _runs(glyphs: Iterator[_Glyph]) -> list[list[_Glyph]]:
    """Letters that follow each other on one line and in one look."""
    runs: list[list[_Glyph]] = []
    for glyph in glyphs:
        if runs and glyph.follows(runs[-1][0]):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _css(glyph: _Glyph, larger: float, family: str, colours: tuple[str, str]) -> str:
    said = [f"font-size: {larger * glyph.size:.4g}px"]
    if glyph.families != family:
        said.append(f"font-family: {glyph.families}")
    if glyph.slant != "normal":
        said.append(f"font-style: {glyph.slant}")
    if glyph.weight != 400:
        said.append(f"font-weight: {glyph.weight}")
    if glyph.fresh:
        said.append(f"fill: {to_hex(colours[1])}")
    return "; ".join(said)


def _css_names(families: Sequence[str]) -> str:
    return ", ".join(name if name in font_family_aliases else f"'{name}'" for name in families)


def _height(part: Part, size: float) -> float:
    """Where the first letter of a formula stands, of a size."""
    return _MATHS.parse(part.text, POINTS_PER_INCH, part.font(size)).glyphs[0][-1]
