"""Sets a derivation in a column of a paper or of a page in the web, as high as its lines need."""

from collections.abc import Iterator
from dataclasses import replace

from ..page.page import POINTS_PER_INCH, no_room
from .arranging import closing, in_one_column
from .blocks import Block, table
from .outlined import Letters, Lines
from .shown import SOME_LINES, Shown

LETTERS = {  # from usual to least ones
    "paper": tuple(Letters(size, 8.0, 10.0, shrinks=False, gaps=0.5) for size in (10.0, 9.0, 8.0)),
    "web": tuple(Letters(size, 12.0, 16.0, shrinks=False, gaps=0.8) for size in (17.0, 14.0, 12.0)),
}
MARGINS = {"paper": 8.0, "web": 20.0}
SIDES = 4.5  # of the left side of a line and its sign, relative to its letters
EXPRESSION = 0.5  # part of a column that an expression may take beside its rules


def in_column(figure: Shown, width: float) -> Block:
    """The derivation in a column of a width in inches; `BadOption` where its letters could not be read there."""
    room = POINTS_PER_INCH * width
    block = next((block for block in _blocks(figure, room) if block.width <= room), None)
    if block is None:
        raise no_room(figure.look, "derivation", SOME_LINES)
    block.width = room
    return block


def _blocks(figure: Shown, room: float) -> Iterator[Block]:
    """Rules beside their lines, and under them."""
    place = figure.look.purpose or "web"
    inner = room - 2 * MARGINS[place]
    for usual in LETTERS[place]:
        for under in (False, True):
            widest = inner - SIDES * usual.size if under else EXPRESSION * inner
            letters = replace(usual, widest=widest, under=under)
            lines = Lines(figure, letters)
            parts = [table(lines.all(), letters, figure.lines), closing(list(lines.closing()), letters, inner)]
            yield in_one_column(figure, letters, inner, parts, MARGINS[place])
