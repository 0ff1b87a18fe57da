"""Where the parts of a derivation stand: all below each other, or what is given beside the lines of the main chain."""

from ..page.ink import BOLD, Ink, balanced, beside, space
from ..page.page import POINTS_PER_INCH, scale_of
from ..page.setting import term_ink
from .blocks import Block, table
from .outlined import CHAIN_GAP, LINE_GAP, Letters, Lines, paragraph
from .shown import Shown

MARGIN = 30.0
LEAST_WIDTH = 360.0
BETWEEN = 48.0  # two columns


def arranged(figure: Shown) -> Block:
    """The whole page, in the arrangement whose letters are larger on the page that is asked for."""
    letters = Letters()
    stacked = _below_each_other(figure, letters)
    if figure.look.size is None or _scale(figure, stacked) == 1.0:
        return stacked
    return max(stacked, _beside_each_other(figure, letters), key=lambda block: _scale(figure, block))


def _scale(figure: Shown, block: Block) -> float:
    return scale_of(figure.look, (block.width / POINTS_PER_INCH, block.height / POINTS_PER_INCH))


def _below_each_other(figure: Shown, letters: Letters) -> Block:
    lines = Lines(figure, letters)
    rows = table([*lines.given(), *lines.main()], letters, figure.lines)
    width = max(LEAST_WIDTH - 2 * MARGIN, rows.width)
    return _page(figure, letters, width, [[rows, _closing(lines, letters, width)]])


def _beside_each_other(figure: Shown, letters: Letters) -> Block:
    lines = Lines(figure, letters)
    given = lines.given(definition=True)
    left = [table(given, letters, figure.lines)] if given else []
    width = max(24 * letters.note, *(block.width for block in left), 0.0)
    right = table(lines.main(), letters, figure.lines)
    columns = [[*left, _closing(lines, letters, width)], [right]]
    return _page(figure, letters, width + BETWEEN + right.width, columns)


def _page(figure: Shown, letters: Letters, width: float, columns: list[list[Block]]) -> Block:
    """The title above columns of blocks, with a margin around all."""
    page = Block()
    head = _title(figure, letters, width)
    page.add(head, MARGIN, -MARGIN)
    top, x, lowest = -MARGIN - head.height - CHAIN_GAP, MARGIN, 0.0
    for blocks in columns:
        y = top
        for block in blocks:
            page.add(block, x, y)
            y -= block.height + CHAIN_GAP
        lowest = min(lowest, y + CHAIN_GAP)
        x += max(block.width for block in blocks) + BETWEEN
    page.width, page.height = max(page.width, width + MARGIN) + MARGIN, MARGIN - lowest
    return page


def _title(figure: Shown, letters: Letters, width: float) -> Block:
    given = figure.look.title
    block, y = Block(), 0.0
    for ink in balanced(figure.title if given is None else given, letters.title, width, BOLD):
        y -= ink.ascent
        block.put(ink, 0.0, y, "text")
        y -= ink.descent + LINE_GAP
    if given is None and figure.derivation.heading != figure.derivation.subject:
        route = paragraph(f"By the route {figure.derivation.route}", letters.note, width)
        y -= route.ascent
        block.put(route, 0.0, y, "muted")
        y -= route.descent
    block.height = -y
    return block


def _closing(lines: Lines, letters: Letters, width: float) -> Block:
    block, y = Block(), 0.0
    for words, formula in lines.closing():
        for ink in _said(words, letters, width) if formula is None else _said_with(words, formula, letters, width):
            y -= ink.ascent
            block.put(ink, 0.0, y, "muted")
            y -= ink.descent + LINE_GAP
    block.height = -y - LINE_GAP
    return block


def _said(words: str, letters: Letters, width: float) -> list[Ink]:
    return [paragraph(words, letters.note, width)]


def _said_with(words: str, formula: object, letters: Letters, width: float) -> list[Ink]:
    """Words and a formula, behind them where there is room, else below."""
    said, written = paragraph(words, letters.note, width), term_ink(formula, 1.12 * letters.note)
    together = beside(said, space(0.5 * letters.note), written)
    return [together] if together.width <= width and said.descent < letters.note else [said, written]
