"""Where the parts of a derivation stand: all below each other, or what is given beside the lines of the main chain."""

from collections.abc import Sequence

from ...algebra.term import Term
from ..page.ink import BOLD, Ink, balanced, beside, space
from ..page.page import POINTS_PER_INCH, scale_of
from ..page.setting import term_ink
from .blocks import Block, table
from .outlined import CHAIN_GAP, LINE_GAP, Letters, Lines, Row, paragraph
from .shown import Shown

Said = Sequence[tuple[str, Term | None]]  # remarks: words, and a formula behind them

MARGIN = 30.0
LEAST_WIDTH = 360.0
BETWEEN = 48.0  # two columns
LEAST_COLUMN = 15.0  # relative to the letters of its remarks


def arranged(figure: Shown) -> Block:
    """The whole page, in the arrangement whose letters are larger on the page that is asked for."""
    letters = Letters()
    stacked = below_each_other(figure, letters)
    if figure.look.size is None or _scale(figure, stacked) == 1.0:
        return stacked
    return max(stacked, beside_each_other(figure, letters), key=lambda block: _scale(figure, block))


def _scale(figure: Shown, block: Block) -> float:
    return scale_of(figure.look, (block.width / POINTS_PER_INCH, block.height / POINTS_PER_INCH))


def below_each_other(figure: Shown, letters: Letters) -> Block:
    lines = Lines(figure, letters)
    rows = table(lines.all(), letters, figure.lines)
    width = max(LEAST_WIDTH - 2 * MARGIN, rows.width)
    return _page(figure, letters, width, [[rows, closing(list(lines.closing()), letters, width)]])


def beside_each_other(figure: Shown, letters: Letters) -> Block:
    """What is given and the remarks on the left, and the lines of the main chain on the right."""
    lines = Lines(figure, letters)
    left = given_column(lines, lines.given(), list(lines.closing()))
    return columns(figure, letters, left, table(lines.main(), letters, figure.lines))


def given_column(lines: Lines, rows: list[Row], said: Said) -> list[Block]:
    """The blocks of the left column."""
    letters, figure = lines.letters, lines.figure
    blocks = [table(rows, letters, figure.lines)] if rows else []
    width = max(LEAST_COLUMN * letters.note, *(block.width for block in blocks), 0.0)
    return [*blocks, closing(said, letters, width)]


def columns(figure: Shown, letters: Letters, left: list[Block], right: Block) -> Block:
    width = max(LEAST_COLUMN * letters.note, *(block.width for block in left))
    return _page(figure, letters, width + BETWEEN + right.width, [left, [right]])


def in_one_column(figure: Shown, letters: Letters, width: float, blocks: list[Block], margin: float = MARGIN) -> Block:
    return _page(figure, letters, width, [blocks], margin)


def _page(figure: Shown, letters: Letters, width: float, columns: list[list[Block]], margin: float = MARGIN) -> Block:
    """The title above columns of blocks, with a margin around all."""
    page = Block()
    head = _title(figure, letters, width)
    page.add(head, margin, -margin)
    gap = letters.gaps * CHAIN_GAP
    top, x, lowest = -margin - head.height - gap * bool(head.height), margin, 0.0
    for blocks in columns:
        y = top
        for block in blocks:
            page.add(block, x, y)
            y -= block.height + gap
        lowest = min(lowest, y + gap)
        x += max(block.width for block in blocks) + BETWEEN
    page.width, page.height = max(page.width, width + margin) + margin, margin - lowest
    return page


def _title(figure: Shown, letters: Letters, width: float) -> Block:
    given = figure.look.title
    block, y = Block(), 0.0
    usual = "" if figure.look.purpose == "paper" else figure.title  # whose captions stand below figures
    for ink in balanced(usual if given is None else given, letters.title, width, BOLD):
        y -= ink.ascent
        block.put(ink, 0.0, y, "text")
        y -= ink.descent + LINE_GAP
    if caption := figure.look.caption if figure.look.purpose == "paper" else figure.caption:
        line = paragraph(caption, letters.note, width)
        y -= line.ascent
        block.put(line, 0.0, y, "muted")
        y -= line.descent
    block.height = -y
    return block


def closing(said: Said, letters: Letters, width: float) -> Block:
    """Remarks below each other."""
    block, y = Block(), 0.0
    for words, formula in said:
        for ink in _said(words, letters, width) if formula is None else _said_with(words, formula, letters, width):
            y -= ink.ascent
            block.put(ink, 0.0, y, "muted")
            y -= ink.descent + LINE_GAP
    block.height = -y - LINE_GAP
    return block


def _said(words: str, letters: Letters, width: float) -> list[Ink]:
    return [paragraph(words, letters.note, width)]


def _said_with(words: str, formula: Term, letters: Letters, width: float) -> list[Ink]:
    """Words and a formula, behind them where there is room, else below."""
    said, written = paragraph(words, letters.note, width), term_ink(formula, 1.12 * letters.note)
    together = beside(said, space(0.5 * letters.note), written)
    return [together] if together.width <= width and said.descent < letters.note else [said, written]
