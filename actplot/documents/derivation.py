"""A derivation as text for a terminal: lines of two dimensions, or one line for each step."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from ..algebra.term import Add, Neg, Sym, Term
from ..algebra.writing.boxes import Box, beside, text_box, to_box
from ..algebra.writing.line import to_line
from ..calculus.derivations.derivation import Chain, Check, Derivation, LineCheck, Step
from ..calculus.excerpts import for_readers
from ..frozen import record
from .columns import wrapped_formula
from .wording import in_ascii

INDENT = 2
_GAP = 2  # between a formula and its rule
_LEAST = 10  # columns that a formula is given, however narrow the page


@record
class Page:
    """How a derivation is set."""

    width: int
    boxes: bool  # fractions with bars, over several lines; else one line for each step
    ascii: bool = False
    explain: bool = False  # a sentence on each rule
    details: bool = False  # digits and points for each line


def derivation_text(derivation: Derivation, check: Check, page: Page) -> str:
    """The derivation under its heading, with remarks and what was checked."""
    text = "\n".join(_Setter(derivation, check, page).lines()) + "\n"
    return in_ascii(text) if page.ascii else text


def side_condition(rule: str) -> str:
    """What stands before that which a line supposes."""
    return f"Side condition of the line '{rule}':"


class _Setter:
    def __init__(self, derivation: Derivation, check: Check, page: Page):
        self.derivation, self.check, self.page = derivation, check, page

    def lines(self) -> Iterator[str]:
        derivation = self.derivation
        yield from self.prose(derivation.heading)
        yield ""
        for name, term in derivation.lets:
            relation, shown = for_readers(term)
            yield from self.row(f"{self.line(Sym(name))} {self.sign(relation)} ", shown, "let")
            yield from self.spacing()
        if derivation.needs_definition:
            yield from self.row(f"f({derivation.variable}) = ", derivation.definition, "")
            yield from self.spacing()
        for chain, checks in zip(derivation.chains, self.check.lines, strict=True):
            yield from self.chain(chain, checks)
            yield ""
        yield from self.remarks()
        yield from self.prose(self.check.conclusion)

    def spacing(self) -> list[str]:
        return [""] if self.page.boxes else []

    def remarks(self) -> Iterator[str]:
        for symbol in self.derivation.symbols:
            yield from self.prose(f"{self.line(Sym(symbol.name))}: {symbol.meaning}")
        for remark in self.derivation.remarks:
            yield from self.prose(remark)
        for rule, condition in self.derivation.conditions:
            yield from self.prose(f"{side_condition(rule)} {self.line(condition)}")
        if self.derivation.symbols or self.derivation.remarks or self.derivation.conditions:
            yield ""

    def prose(self, text: str, indent: int = 0) -> list[str]:
        if self.page.ascii:
            text = in_ascii(text)
        start = " " * indent
        return textwrap.wrap(
            text, max(self.page.width, indent + _LEAST), initial_indent=start, subsequent_indent=start
        ) or [""]

    def line(self, term: Term) -> str:
        return to_line(term, ascii=self.page.ascii)

    def chain(self, chain: Chain, checks: Sequence[LineCheck]) -> Iterator[str]:
        left = self.line(chain.left)
        for index, (step, check) in enumerate(zip(chain.steps, checks, strict=False)):
            if index:
                yield from self.spacing()
            shown = left if not index else " " * len(left)
            yield from self.row(f"{shown} {self.sign(step.relation)} ", step.term, self.note(step, check))
            if self.page.explain and step.why:
                yield from self.prose(step.why, INDENT + len(left) + 3)

    def sign(self, relation: str) -> str:
        return "~" if self.page.ascii and relation == "≈" else relation

    def note(self, step: Step, check: LineCheck) -> str:
        return step.note + (f"; {check.verdict}" if self.page.details else "")

    def row(self, start: str, term: Term, said: str) -> Iterator[str]:
        """Left side and sign, the formula, and the rule at the right edge or on a line of its own."""
        said = f"[{in_ascii(said) if self.page.ascii else said}]" if said else ""
        start = " " * INDENT + start
        room = max(_LEAST, self.page.width - len(start))
        boxes = self.boxes(term, room)
        for index, box in enumerate(boxes):
            last = index == len(boxes) - 1
            whole = beside(text_box(start if not index else " " * len(start)), box)
            yield from self.noted(whole, said if last else "")

    def noted(self, box: Box, said: str) -> Iterator[str]:
        lines = [line.rstrip() for line in box.lines]
        gap = self.page.width - box.width - len(said)
        if not said or gap >= _GAP:
            lines[box.baseline] = (box.lines[box.baseline] + " " * gap + said) if said else lines[box.baseline]
            yield from lines
            return
        yield from lines
        wrapped = textwrap.wrap(said, max(_LEAST, self.page.width - 2 * INDENT), break_on_hyphens=False)
        yield from (part.rjust(self.page.width) for part in wrapped)

    def boxes(self, term: Term, room: int) -> list[Box]:
        """The formula in one box, or where it is too wide in several: cut at + and −, else as wrapped lines."""
        if self.page.boxes:
            whole = to_box(term, ascii=self.page.ascii)
            if whole.width <= room:
                return [whole]
            cut = _cut(term, room, lambda part: to_box(part, ascii=self.page.ascii))
            if cut:
                return cut
        return [text_box(part) for part in wrapped_formula(self.line(term), room)]


def _cut(term: Term, room: int, draw: Callable[[Term], Box]) -> list[Box] | None:
    """The terms of a sum in as many rows as they need; None where one of them is too wide."""
    if not isinstance(term, Add):
        return None
    rows: list[list[Term]] = [[]]
    for part in term.args:
        if rows[-1] and draw(_sum([*rows[-1], part])).width + INDENT > room:
            rows.append([])
        rows[-1].append(part)
    signs = ["", *("  " if _negative(row) else "+ " for row in rows[1:])]
    boxes = [beside(text_box(sign), draw(_sum(row))) for sign, row in zip(signs, rows, strict=True)]
    return boxes if all(box.width <= room for box in boxes) else None


def _negative(row: Sequence[Term]) -> bool:
    return isinstance(row[0], Neg)


def _sum(terms: Sequence[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Add(tuple(terms))
