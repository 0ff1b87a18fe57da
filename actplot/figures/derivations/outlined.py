"""The lines of a derivation as outlines: left side, sign, expression with what is new in it, and the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...algebra.term import Call, D, Sym, Term
from ...algebra.writing.line import to_line
from ...algebra.writing.news import fresh_parts
from ...calculus.derivations.derivation import Chain, LineCheck, Step
from ..page.ink import EMPTY, MATHS, Ink, balanced, text_ink, together, wrapped
from ..page.setting import broken, term_ink
from .shown import Shown

ROW_GAP, LINE_GAP, CHAIN_GAP = 14.0, 4.0, 24.0
WIDEST_NOTE = 24.0  # of a rule beside its line, relative to its letters


@dataclass(frozen=True)
class Letters:
    """Sizes in points, and how wide an expression may be."""

    size: float = 17.0
    note: float = 10.5
    title: float = 15.0
    widest: float = 640.0


@dataclass(frozen=True)
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


class Lines:
    """The rows of a figure: those of names and side calculations, and those of the main chain."""

    def __init__(self, figure: Shown, letters: Letters):
        self.figure, self.derivation, self.letters = figure, figure.derivation, letters
        self.count = 0

    def given(self, *, definition: bool = False) -> list[Row]:
        """What stands before the main chains; with what f is, where no line shows it or that is asked for."""
        derivation = self.derivation
        rows: list[Row] = []
        for name, term in derivation.lets:
            rows += self.plain(Sym(name), term, ROW_GAP if rows else CHAIN_GAP)
        if derivation.definition is not None and (derivation.needs_definition or definition):
            left = Call("f", (Sym(derivation.variable),))
            rows += self.plain(left, derivation.definition, ROW_GAP if rows else CHAIN_GAP)
        for chain, checks in self.chains(aside=True):
            rows += self.chain(chain, checks)
        return rows

    def main(self) -> list[Row]:
        """The rows that lead to the results, of which each has its left side once more."""
        return [row for chain, checks in self.chains(aside=False) for row in self.set_off(chain, checks)]

    def chains(self, *, aside: bool) -> Iterator[tuple[Chain, Sequence[LineCheck]]]:
        """Side calculations, or the main chains; of a gradient each component's is one."""
        last = self.derivation.chains[-1].left
        for chain, checks in zip(self.derivation.chains, self.figure.check.lines, strict=True):
            component = (
                isinstance(chain.left, D)
                and isinstance(last, D)
                and chain.left.operand == last.operand
                and chain.left.variable != last.variable
            )
            if aside == (chain.aside and not component):
                yield chain, checks

    def set_off(self, chain: Chain, checks: Sequence[LineCheck]) -> list[Row]:
        rows = self.chain(chain, checks)
        cut = chain is self.derivation.chains[-1] and not self.figure.complete
        if cut or len(chain.steps) < 2:
            return rows
        last = rows[-1].line
        first = next(index for index, row in enumerate(rows) if row.line == last)
        left = term_ink(chain.left, self.letters.size)
        results = [replace(row, result=True) for row in rows[first:]]
        results[0] = replace(results[0], left=left, gap=CHAIN_GAP)
        return [*rows[:first], *results]

    def plain(self, left: Term, right: Term, gap: float) -> Iterator[Row]:
        yield from self.rows((term_ink(left, self.letters.size), self.sign("=")), broken(right, *self.room), gap)

    @property
    def room(self) -> tuple[float, float]:
        return self.letters.size, self.letters.widest

    def chain(self, chain: Chain, checks: Sequence[LineCheck]) -> list[Row]:
        rows: list[Row] = []
        before: Term | None = None
        for step, line in zip(chain.steps, checks, strict=False):
            left = term_ink(chain.left, self.letters.size) if before is None else EMPTY
            rows += self.step(step, before, left, self.figure.note(step, line))
            before = step.term
        return rows

    def step(self, step: Step, before: Term | None, left: Ink, said: str) -> list[Row]:
        term, fresh = (step.term, frozenset[int]()) if before is None else fresh_parts(before, step.term)
        gap = CHAIN_GAP if before is None else ROW_GAP
        *rows, last = self.rows((left, self.sign(step.relation)), broken(term, *self.room, fresh), gap)
        note = paragraph(said, self.letters.note, WIDEST_NOTE * self.letters.note, even=True)
        return [*rows, replace(last, note=note, why=step.why if self.figure.explain else "")]

    def rows(self, start: tuple[Ink, Ink], parts: Iterator[Ink], gap: float) -> Iterator[Row]:
        for index, part in enumerate(parts):
            left, sign = (EMPTY, EMPTY) if index else start
            yield Row(self.count, LINE_GAP + 2 if index else gap, left, sign, part)
        self.count += 1

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
