"""Sets a derivation on a slide: in two columns, with the largest letters that fit and none that cannot be read."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..page.page import POINTS_PER_INCH, no_room
from .arranging import BETWEEN, MARGIN, closing, columns, given_column, in_one_column
from .blocks import Block, table
from .outlined import Letters, Lines
from .shown import SOME_LINES, Shown

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
        least = list(self.arrangements(LEAST))
        if not any(map(self.fits, least)):
            return self.shortened()
        room = max(LEAST * min(1.2 * self.width / block.width, self.height / block.height) for block in least)
        larger = (self.whole(size) for size in SIZES[:-1] if size <= room)
        return next(filter(self.fits, larger), next(filter(self.fits, least)))

    def fits(self, block: Block) -> bool:
        return block.width <= self.width and block.height <= self.height

    def whole(self, size: float) -> Block:
        """All lines and remarks, the rules beside their lines if there is room for them."""
        blocks = list(self.arrangements(size))
        return next(filter(self.fits, blocks), blocks[-1])

    def shortened(self) -> Block:
        """With no more than the outcomes of side calculations; then without remarks; then without some lines between
        the ends, with remarks where these have room beside the others; then without a word on the check; then the ends
        alone.

        Raises `BadOption` for what fits nowhere with letters that can be read.
        """
        spared = self.spared
        tries = itertools.product(range(len(spared) + 1), (None, 1))
        for count, remarks in (*tries, (len(spared), 0)):
            for block in self.arrangements(LEAST, short=True, remarks=remarks, left_out=spared[:count]):
                if self.fits(block):
                    return block
        alone = self.alone()
        if self.fits(alone):
            return alone
        raise no_room(self.figure.look, "derivation", SOME_LINES)

    def alone(self) -> Block:
        """The ends of main chains in all of the width, without what is given."""
        inner = self.width - 2 * MARGIN
        letters = replace(LETTERS, size=LEAST, widest=inner - SIDES * LEAST, under=True)
        lines = Lines(self.figure, letters, self.spared)
        rows = table(lines.main(), letters, self.figure.lines)
        return in_one_column(self.figure, letters, inner, [rows, closing(list(lines.closing())[-1:], letters, inner)])

    @property
    def spared(self) -> list[int]:
        """The lines that can be left out, the first ones first: between the ends of main chains, those of the last one
        and its later ones before others.
        """
        lines, chains = Lines(self.figure, LETTERS), self.figure.derivation.chains
        mains = [index for index in range(len(chains)) if lines.is_main(index)]
        spans = [(self.figure.first_lines[index], len(chains[index].steps)) for index in reversed(mains)]
        return [line for first, count in spans for line in range(first + count - 2, first, -1)]

    def arrangements(
        self, size: float, *, short: bool = False, remarks: int | None = None, left_out: Sequence[int] = ()
    ) -> Iterator[Block]:
        """Rules beside their lines, and under them; with some of the remarks, the last ones."""
        inner = self.width - 2 * MARGIN
        letters = replace(LETTERS, size=size, widest=LEFT * inner - 0.5 * SIDES * size, under=True)
        given = Lines(self.figure, letters)
        said = list(given.closing())
        said = said if remarks is None else said[len(said) - remarks :]
        left = given_column(given, given.given(short=short), said)
        room = inner - max(block.width for block in left) - BETWEEN
        for under in (False, True):
            widest = room - SIDES * size if under else EXPRESSION * room
            main = replace(letters, widest=widest, under=under)
            yield columns(
                self.figure, letters, left, table(Lines(self.figure, main, left_out).main(), main, self.figure.lines)
            )
