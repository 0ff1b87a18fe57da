"""The lines of a derivation as outlines: left side, sign, expression with what is new in it, and the rules."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ...algebra.term import Call, D, Sym, Term
from ...algebra.writing.line import to_line
from ...algebra.writing.news import fresh_parts
from ...calculus.derivations.derivation import Chain, LineCheck, Step
from ...calculus.excerpts import for_readers, is_blank
from ...frozen import record
from ..page.ink import EMPTY, MATHS, Ink, balanced, text_ink, together, wrapped
from ..page.setting import broken, narrowed, term_ink
from .shown import Shown

ROW_GAP, LINE_GAP, CHAIN_GAP = 14.0, 4.0, 24.0
UNCUT = 1.3  # how much wider than others a row may be that cannot be cut, before its letters shrink
TO_FILL_IN = 1.6  # how much more room there is above a line of dots
WIDEST_NOTE = 24.0  # of a rule beside its line, relative to its letters


@record
class Letters:
    """Sizes in points, and how wide an expression may be."""

    size: float = 17.0
    note: float = 10.5
    title: float = 15.0
    widest: float = 640.0
    shrinks: bool = True  # whether what is wider and cannot be cut is made smaller
    gaps: float = 1.0  # between rows, relative to the usual
    under: bool = False  # whether rules stand under their lines instead of beside them


@record
class Row:
    """One row on the page, and how far below the last one it stands."""

    line: int  # of the derivation, counted from 0; a long one has several rows
    gap: float
    left: Ink
    sign: Ink
    right: Ink
    note: Ink = EMPTY
    why: str = ""
    result: bool = False

    @property
    def ascent(self) -> float:
        return max(ink.ascent for ink in (self.left, self.sign, self.right, self.note))

    @property
    def descent(self) -> float:
        return max(ink.descent for ink in (self.left, self.sign, self.right, self.note))


def paragraph(text: str, size: float, width: float, *, even: bool = False) -> Ink:
    """Words in lines below each other; the first one stands on the baseline."""
    lines = (balanced if even else wrapped)(text, size, width)
    step = size + LINE_GAP
    placed = [(line, 0.0, -index * step) for index, line in enumerate(lines)]
    return together(placed, max(line.width for line in lines)) if lines else EMPTY


def _left_out(count: int) -> str:
    return f"{count} line{'s' if count > 1 else ''} left out here" if count else ""


class Lines:
    """The rows of a figure, in which every line of the derivation has its number, whatever the arrangement."""

    def __init__(self, figure: Shown, letters: Letters, left_out: Collection[int] = ()):
        self.figure, self.derivation, self.letters, self.left_out = figure, figure.derivation, letters, left_out

    def all(self) -> list[Row]:
        """All rows in the derivation's order."""
        chains = (self.chain_rows(index) for index in range(len(self.derivation.chains)))
        return [*self.names(), *self.definition(), *(row for rows in chains for row in rows)]

    def given(self, *, short: bool = False) -> list[Row]:
        """What is given, what the function is and side calculations; of these in short what they lead to."""
        asides = [index for index in range(len(self.derivation.chains)) if not self.is_main(index)]
        rows = [*self.names(), *self.definition(always=not short)]
        chains = [self.outcome(index) if short else self.chain_rows(index) for index in asides]
        return [*rows, *(row for rows in chains for row in rows)]

    def outcome(self, index: int) -> list[Row]:
        """The last line of a side calculation alone."""
        chain, line = self.derivation.chains[index], self.figure.first_lines[index] + self.count(index) - 1
        *_, last = chain.steps
        rows = self.step(line, last, None, term_ink(chain.left, self.letters.size), _left_out(self.count(index) - 1))
        return [replace(rows[0], gap=ROW_GAP), *rows[1:]]

    def count(self, index: int) -> int:
        return len(self.derivation.chains[index].steps)

    def main(self) -> list[Row]:
        """The rows that lead to the results."""
        mains = [index for index in range(len(self.derivation.chains)) if self.is_main(index)]
        return self.without_left_out([row for index in mains for row in self.chain_rows(index)])

    def without_left_out(self, rows: list[Row]) -> list[Row]:
        """Rows with one in the place of those beside each other for which there is no room."""
        kept: list[Row] = []
        for is_out, group in itertools.groupby(rows, key=lambda row: row.line in self.left_out):
            some = list(group)
            kept += [self.hole({row.line for row in some})] if is_out else some
        return kept

    def hole(self, lines: set[int]) -> Row:
        """What stands for lines that are left out."""
        dots = text_ink(r"\vdots", MATHS, self.letters.size)
        return Row(min(lines), ROW_GAP, EMPTY, dots, EMPTY, why=_left_out(len(lines)))

    def names(self) -> Iterator[Row]:
        for index, (name, term) in enumerate(self.derivation.lets):
            yield from self.plain(index, Sym(name), term)

    def definition(self, *, always: bool = False) -> Iterator[Row]:
        """What f is, where no other line shows it; else it belongs to no line, and is there from the first one on."""
        derivation = self.derivation
        needed = derivation.needs_definition
        if derivation.definition is not None and (needed or always):
            left = Call("f", (Sym(derivation.variable),))
            yield from self.plain(len(derivation.lets) if needed else 0, left, derivation.definition)

    def is_main(self, index: int) -> bool:
        """Whether a chain is no side calculation; of a gradient each component's leads to a result."""
        chain, last = self.derivation.chains[index], self.derivation.chains[-1]
        match chain.left, last.left:
            case D(operand, variable), D(other, another) if operand == other and variable != another:
                return True
        return not chain.aside

    def chain_rows(self, index: int) -> list[Row]:
        chain, checks = self.derivation.chains[index], self.figure.check.lines[index]
        first = self.figure.first_lines[index]
        return self.set_off(chain, checks, first) if self.is_main(index) else self.chain(chain, checks, first)

    def set_off(self, chain: Chain, checks: Sequence[LineCheck], first: int) -> list[Row]:
        """The rows of a chain, of which the result has its left side once more."""
        rows = self.chain(chain, checks, first)
        cut = chain is self.derivation.chains[-1] and not self.figure.complete
        if cut or len(chain.steps) < 2:
            return rows
        last = rows[-1].line
        start = next(index for index, row in enumerate(rows) if row.line == last)
        left = term_ink(chain.left, self.letters.size)
        results = [replace(row, result=True) for row in rows[start:]]
        results[0] = replace(results[0], left=left, gap=CHAIN_GAP)
        return [*rows[:start], *results]

    def plain(self, line: int, left: Term, right: Term) -> Iterator[Row]:
        relation, shown = for_readers(right)
        start = (term_ink(left, self.letters.size), self.sign(relation))
        yield from self.rows(line, start, broken(shown, *self.room), ROW_GAP)

    @property
    def room(self) -> tuple[float, float]:
        return self.letters.size, self.letters.widest

    def chain(self, chain: Chain, checks: Sequence[LineCheck], first: int) -> list[Row]:
        rows: list[Row] = []
        before: Term | None = None
        for index, (step, check) in enumerate(zip(chain.steps, checks, strict=False)):
            left = EMPTY if index else term_ink(chain.left, self.letters.size)
            rows += self.step(first + index, step, before, left, self.figure.note(step, check))
            before = step.term
        return rows

    def step(self, line: int, step: Step, before: Term | None, left: Ink, said: str) -> list[Row]:
        gap, blank = CHAIN_GAP if before is None else ROW_GAP, is_blank(step.term)
        compared = None if blank else before
        term, fresh = (step.term, frozenset[int]()) if compared is None else fresh_parts(compared, step.term)
        gap *= TO_FILL_IN if blank else 1
        *rows, last = self.rows(line, (left, self.sign(step.relation)), broken(term, *self.room, fresh), gap)
        why = step.why if self.figure.explain else ""
        if self.letters.under:
            return [*rows, replace(last, why=f"{said}: {why}" if why else said)]
        note = paragraph(said, self.letters.note, WIDEST_NOTE * self.letters.note, even=True)
        return [*rows, replace(last, note=note, why=why)]

    def rows(self, line: int, start: tuple[Ink, Ink], parts: Iterator[Ink], gap: float) -> Iterator[Row]:
        for index, part in enumerate(parts):
            left, sign = (EMPTY, EMPTY) if index else start
            part = narrowed(part, UNCUT * self.letters.widest) if self.letters.shrinks else part
            yield Row(line, LINE_GAP + 2 if index else gap, left, sign, part)

    def sign(self, relation: str) -> Ink:
        return text_ink(r"\approx" if relation == "≈" else "=", MATHS, self.letters.size)

    def closing(self) -> Iterator[tuple[str, Term | None]]:
        """What symbols mean, remarks, what lines suppose and what was checked: words, and a formula behind them."""
        derivation = self.derivation
        for symbol in derivation.symbols:
            yield f"{to_line(Sym(symbol.name))}: {symbol.meaning}", None
        yield from ((remark, None) for remark in derivation.remarks)
        for rule, condition in derivation.conditions:
            yield (
                f"Side condition of the line \N{LEFT SINGLE QUOTATION MARK}{rule}\N{RIGHT SINGLE QUOTATION MARK}:",
                condition,
            )
        yield self.figure.check.conclusion[0].upper() + self.figure.check.conclusion[1:] + ".", None
