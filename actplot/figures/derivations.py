"""Draws a derivation as a page: columns of left sides, signs, expressions and rules, as large as its lines need."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import matplotlib as mpl
from matplotlib.figure import Figure

from ..algebra.term import Call, Sym, Term
from ..algebra.writing.line import to_line
from ..calculus.derivations.derivation import Chain, Check, Derivation, Step
from .look import Look, house_style
from .page.ink import BOLD, EMPTY, MATHS, WORDS, Ink, broken, term_ink, text_ink, wrapped
from .page.page import POINTS_PER_INCH, Page, page_of, scale_of
from .page.sheets import Sheets
from .stated import Stated

# In points.
SIZE, NOTE, TITLE = 17.0, 10.5, 14.0
MARGIN, ROW_GAP, LINE_GAP, CHAIN_GAP, COLUMN_GAP = 30.0, 14.0, 4.0, 24.0, 34.0
WIDEST = 640.0  # of an expression
LEAST_WIDTH = 360.0
SIGN_GAP = 7.0


@dataclass(frozen=True)
class DerivationFigure:
    """A derivation and how it is to look."""

    derivation: Derivation
    check: Check
    look: Look
    explain: bool = False

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are not used again, as each has a size of its own."""
        with house_style(self.look, 1):
            return _Setter(self).block().on_page(self.look).figure

    def stated(self) -> Stated:
        """What the figure says: every line as text, with its rules."""
        derivation = self.derivation
        lets = [f"{name} = {to_line(term)}" for name, term in derivation.lets]
        lines = [
            f"{to_line(chain.left)} {step.relation} {to_line(step.term)} [{step.note}]"
            for chain in derivation.chains
            for step in chain.steps
        ]
        return Stated(self.look.title, self.explain, lines=(*lets, *lines, *derivation.remarks))


@dataclass(frozen=True)
class Row:
    """One line on the page: outlines by column, and how far below the last line it stands."""

    gap: float
    left: Ink
    sign: Ink
    right: Ink
    note: Ink = EMPTY
    why: str = ""

    @property
    def ascent(self) -> float:
        return max(ink.ascent for ink in (self.left, self.sign, self.right, self.note))

    @property
    def descent(self) -> float:
        return max(ink.descent for ink in (self.left, self.sign, self.right, self.note))


@dataclass
class Block:
    """Placed outlines, from the upper left corner down; each with the name of its colour."""

    width: float = 0.0
    height: float = 0.0
    placed: list[tuple[Ink, float, float, str]] = field(default_factory=list)

    def put(self, ink: Ink, x: float, y: float, colour: str) -> None:
        self.placed.append((ink, x, y, colour))

    def on_page(self, look: Look) -> Page:
        """The block on a page of its own size, or in the middle of one that is asked for."""
        size = (self.width / POINTS_PER_INCH, self.height / POINTS_PER_INCH)
        page = page_of(look, size, scale_of(look, size))
        colours = {"text": mpl.rcParams["text.color"], "muted": mpl.rcParams["axes.labelcolor"]}
        for ink, x, y, colour in self.placed:
            if len(ink.path.vertices):
                page.outline(ink, x, y, colours[colour])
        return page


class _Setter:
    def __init__(self, figure: DerivationFigure):
        self.figure, self.derivation = figure, figure.derivation

    def block(self) -> Block:
        rows = list(self.rows())
        lefts = max(row.left.width for row in rows)
        signs = max(row.sign.width for row in rows)
        rights = max(row.right.width for row in rows)
        columns = (MARGIN, MARGIN + lefts + SIGN_GAP, MARGIN + lefts + signs + 2 * SIGN_GAP)
        notes = columns[2] + rights + COLUMN_GAP
        block = Block(width=max(LEAST_WIDTH, notes + max(row.note.width for row in rows) + MARGIN))
        y = self.titled(block)
        for row in rows:
            y -= row.gap + row.ascent
            block.put(row.left, columns[0] + lefts - row.left.width, y, "text")
            block.put(row.sign, columns[1], y, "text")
            block.put(row.right, columns[2], y, "text")
            block.put(row.note, notes, y, "muted")
            y -= row.descent
            for ink in wrapped(row.why, NOTE, block.width - columns[2] - MARGIN):
                y -= LINE_GAP + ink.ascent
                block.put(ink, columns[2], y, "muted")
                y -= ink.descent
        block.height = -self.closed(block, y) + MARGIN
        return block

    def titled(self, block: Block) -> float:
        given = self.figure.look.title
        heading = self.derivation.heading
        text = given if given is not None else heading[0].upper() + heading[1:]
        y = -MARGIN
        for ink in wrapped(text, TITLE, block.width - 2 * MARGIN, BOLD):
            y -= ink.ascent
            block.put(ink, MARGIN, y, "text")
            y -= ink.descent + LINE_GAP
        return y

    def closed(self, block: Block, y: float) -> float:
        """Remarks and what was checked; the depth that they reach."""
        y -= CHAIN_GAP - LINE_GAP
        for text in (*self.meanings(), *self.derivation.remarks, *self.conditions(), self.figure.check.conclusion):
            for ink in wrapped(text, NOTE, block.width - 2 * MARGIN):
                y -= ink.ascent
                block.put(ink, MARGIN, y, "muted")
                y -= ink.descent + LINE_GAP
        return y + LINE_GAP

    def meanings(self) -> Iterator[str]:
        for symbol in self.derivation.symbols:
            yield f"{to_line(Sym(symbol.name))}: {symbol.meaning}"

    def conditions(self) -> Iterator[str]:
        for rule, condition in self.derivation.conditions:
            yield f"Side condition of the line {rule!r}: {to_line(condition)}"

    # Rows

    def rows(self) -> Iterator[Row]:
        gap = CHAIN_GAP
        for name, term in self.derivation.lets:
            yield self.plain(Sym(name), term, gap)
            gap = ROW_GAP
        if self.derivation.needs_definition:
            yield self.plain(Call("f", (Sym(self.derivation.variable),)), self.derivation.definition, gap)
        for chain in self.derivation.chains:
            yield from self.chain(chain)

    def plain(self, left: Term, right: Term, gap: float) -> Row:
        return Row(gap, term_ink(left, SIZE), _sign("="), next(broken(right, SIZE, WIDEST)))

    def chain(self, chain: Chain) -> Iterator[Row]:
        for index, step in enumerate(chain.steps):
            left = EMPTY if index else term_ink(chain.left, SIZE)
            yield from self.step(step, left, CHAIN_GAP if not index else ROW_GAP)

    def step(self, step: Step, left: Ink, gap: float) -> Iterator[Row]:
        parts = list(broken(step.term, SIZE, WIDEST))
        note = text_ink(step.note, WORDS, NOTE)
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            sign = EMPTY if index else _sign(step.relation)
            why = step.why if last and self.figure.explain else ""
            left = EMPTY if index else left
            yield Row(LINE_GAP if index else gap, left, sign, part, note if last else EMPTY, why)


def _sign(relation: str) -> Ink:
    return text_ink(r"\approx" if relation == "≈" else "=", MATHS, SIZE)
