"""Sets a derivation on a slide: in two columns, with the largest letters that fit and none that cannot be read."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from ..page.page import POINTS_PER_INCH, no_room
from .arranging import BETWEEN, MARGIN, closing, columns, given_column, in_one_column
from .blocks import Block, table
from .outlined import Letters, Lines
from .shown import Shown

LEAST = 18.0  # points of letters on a slide
SIZES = (36.0, 32.0, 28.0, 25.0, 22.0, 20.0, LEAST)
LETTERS = Letters(LEAST, LEAST, 26.0, shrinks=False, gaps=0.6)
LEFT = 0.36  # part of the width that expressions may take in the left column
SIDES = 4.5  # of the left side of a line and its sign, relative to its letters
EXPRESSION = 0.62  # part of a column that an expression may take beside its rules


def on_slide(figure: Shown, size: tuple[float, float]) -> Block:
    """The derivation on a page of a size in inches."""
    width, height = (POINTS_PER_INCH * side for side in size)
    block = _Slide(figure, width, height).block()
    block.width, block.height = max(width, block.width), max(height, block.height)
    return block


class _Slide:
    def __init__(self, figure: Shown, width: float, height: float):
        self.figure, self.width, self.height = figure, width, height

    def block(self) -> Block:
        """The derivation with its largest letters, or with the least and without some lines."""
        least = self.whole(LEAST)
        if not self.fits(least):
            return self.shortened()
        room = LEAST * min(1.2 * self.width / least.width, self.height / least.height)
        larger = (self.whole(size) for size in SIZES[:-1] if size <= room)
        return next(filter(self.fits, larger), least)

    def fits(self, block: Block) -> bool:
        return block.width <= self.width and block.height <= self.height

    def whole(self, size: float) -> Block:
        """All lines and remarks, the rules beside their lines if there is room for them."""
        blocks = list(self.arrangements(size))
        return next(filter(self.fits, blocks), blocks[-1])

    def shortened(self) -> Block:
        """With no more than the outcomes of side calculations; then without remarks; then without some lines in the
        middle, with remarks where these have room beside the others; then the first and the last line alone.

        Raises `BadOption` for what fits nowhere with letters that can be read.
        """
        for count, remarks in itertools.product(range(max(1, self.middle)), (True, False)):
            for block in self.arrangements(LEAST, short=True, remarks=remarks, left_out=count):
                if self.fits(block):
                    return block
        alone = self.alone()
        if self.fits(alone):
            return alone
        raise no_room(self.figure.look, "derivation")

    def alone(self) -> Block:
        """The first line and the last in all of the width, without what is given."""
        inner = self.width - 2 * MARGIN
        letters = replace(LETTERS, size=LEAST, widest=inner - SIDES * LEAST, under=True)
        last = self.figure.first_lines[-1] + self.middle
        lines = Lines(self.figure, letters, range(last - max(0, self.middle - 1), last))
        rows = table(lines.main(), letters, self.figure.lines)
        return in_one_column(self.figure, letters, inner, [rows, closing(list(lines.closing())[-1:], letters, inner)])

    @property
    def middle(self) -> int:
        """How many lines there are between the first and the last of the main chain."""
        return len(self.figure.derivation.chains[-1].steps) - 1

    def arrangements(
        self, size: float, *, short: bool = False, remarks: bool = True, left_out: int = 0
    ) -> Iterator[Block]:
        """Rules beside their lines, and under them."""
        inner = self.width - 2 * MARGIN
        letters = replace(LETTERS, size=size, widest=LEFT * inner - 0.5 * SIDES * size, under=True)
        given = Lines(self.figure, letters)
        said = list(given.closing())
        left = given_column(given, given.given(short=short), said if remarks else said[-1:])
        room = inner - max(block.width for block in left) - BETWEEN
        last = self.figure.first_lines[-1] + self.middle
        hole = range(last - left_out, last)
        for under in (False, True):
            widest = room - SIDES * size if under else EXPRESSION * room
            main = replace(letters, widest=widest, under=under)
            yield columns(
                self.figure, letters, left, table(Lines(self.figure, main, hole).main(), main, self.figure.lines)
            )
