"""Writes the formulas of functions in a strip under the panels, each behind a piece of its curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from ...algebra.term import Call, Sym, Term
from ...algebra.writing.line import to_line
from ...calculus.written_names import mathematical
from ..page.ink import MATHS, WORDS, Ink, beside, space, text_ink
from ..page.outlines import add_outline
from ..page.page import POINTS_PER_INCH
from ..page.setting import term_ink

SIZE = 12.0  # points, in a figure of the usual size
NAME, NAMED = 10.0, 6.0  # of names and values, and what is free behind a name
GAP, ROW_GAP, HANDLE, PAD = 26.0, 9.0, 30.0, 8.0  # points
TOP, BOTTOM = 4.0, 8.0


@dataclass(frozen=True)
class Formula:
    """What a function of one variable is, in the letters of a reader."""

    letter: str
    term: Term
    values: tuple[str, ...] = ()  # of letters in it, such as c = 4.685
    name: str = ""  # of the function, where there are others

    @property
    def text(self) -> str:
        """In one line."""
        return ", ".join([f"f({self.letter}) = {to_line(self.term)}", *self.values])


@dataclass(frozen=True)
class Strip:
    """Formulas in rows, each with the number of its function; lengths in points."""

    rows: tuple[tuple[tuple[int, Ink], ...], ...]

    @property
    def height(self) -> float:
        """In inches."""
        if not self.rows:
            return 0.0
        inks = [max(ink.height for _, ink in row) for row in self.rows]
        return (TOP + sum(inks) + ROW_GAP * (len(inks) - 1) + BOTTOM) / POINTS_PER_INCH


def arranged(formulas: Sequence[Formula], width: float) -> Strip:
    """As many formulas beside each other as fit into a width in inches; one that is too wide alone shrinks."""
    room = width * POINTS_PER_INCH
    lead = HANDLE + PAD if len(formulas) > 1 else 0.0
    rows: list[list[tuple[int, Ink]]] = [[]]
    used = 0.0
    for index, formula in enumerate(formulas):
        ink = _ink(formula)
        ink = ink.scaled((room - lead) / ink.width) if ink.width > room - lead else ink
        if rows[-1] and used + GAP + lead + ink.width > room:
            rows.append([])
        used = (used + GAP if rows[-1] else 0.0) + lead + ink.width
        rows[-1].append((index, ink))
    return Strip(tuple(map(tuple, rows)) if formulas else ())


def _ink(formula: Formula) -> Ink:
    name = [text_ink(formula.name, WORDS, NAME), space(NAMED)] if formula.name else []
    left = term_ink(Call("f", (Sym(formula.letter),)), SIZE)
    values = [text_ink(mathematical(", " + ", ".join(formula.values)), WORDS, NAME)] if formula.values else []
    return beside(*name, left, text_ink(r"\;=\;", MATHS, SIZE), term_ink(formula.term, SIZE), *values)


def add_strip(figure: Figure, strip: Strip, pens: Sequence, left: float, scale: float) -> None:
    """Draw the strip at the lower edge, from `left` inches on, with the curves' own lines before the formulas."""
    lone = sum(map(len, strip.rows)) == 1
    y = strip.height * POINTS_PER_INCH - TOP
    for row in strip.rows:
        ascent, descent = max(ink.ascent for _, ink in row), max(ink.descent for _, ink in row)
        y -= ascent
        x = left * POINTS_PER_INCH
        for index, ink in row:
            if not lone:
                _add_handle(figure, pens[index], (x, y), scale)
                x += HANDLE + PAD
            place = Affine2D().translate(x, y).scale(scale / POINTS_PER_INCH)
            add_outline(figure, ink, place, mpl.rcParams["text.color"])
            x += ink.width + GAP
        y -= descent + ROW_GAP


def _add_handle(figure: Figure, pen, start: tuple[float, float], scale: float) -> None:
    x, y = start
    middle = y + 0.25 * SIZE
    place = Affine2D().scale(scale / POINTS_PER_INCH) + figure.dpi_scale_trans
    line = Line2D([x, x + HANDLE], [middle, middle], color=pen.colour, linestyle=pen.dashes, linewidth=pen.width)
    line.set_transform(place)
    figure.add_artist(line)
