"""The rows of a derivation as LaTeX aligns them, no wider than a page has room."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...algebra.term import Call, Sym, Term
from ...algebra.writing.breaking import latex_rows
from ...algebra.writing.latex import LATEX, Piece, row_height, to_latex
from ...algebra.writing.widths import latex_width, words_width
from ...calculus.derivations.derivation import Check, Derivation, LineCheck, Step
from ...calculus.excerpts import for_readers, is_blank
from ...frozen import record
from ..derivation import Page
from ..wording import in_formula

SIGN, _COLUMN_GAP = 14.0, 24.0
_BELOW = r"\phantom{{}={}}"  # as wide as the sign that stands above
_SIGNS = {"=": "=", "≈": r"\approx"}
FILL_IN = 12.0  # points above a line of dots
_PLAIN = 16.1  # of a row that holds words alone


@record
class Row:
    """What stands before the sign, from the sign on, and in a column of its own; how high, and how much too wide."""

    left: str
    right: str
    beside: str = ""
    height: float = _PLAIN
    excess: float = 0.0
    blank: bool = False  # to be filled in by hand
    told: bool = False  # whether it says the rules of the rows above it

    @property
    def text(self) -> str:
        comment = f" && {self.beside}" if self.beside else ""
        return f"{self.left} &{self.right}{comment}".strip()

    def wrapped(self, command: str) -> "Row":
        """Each part as the argument of a command, which may not reach over several."""
        left, right, beside = (f"{command}{{{part}}}" if part else "" for part in (self.left, self.right, self.beside))
        return replace(self, left=left, right=right, beside=beside)


@record
class Line:
    """One line of a derivation: sides, sign and rules."""

    left: Term  # of its chain
    begins: bool  # whether it is the first of its chain, which shows the left side
    relation: str
    term: Term
    said: str

    @property
    def sign(self) -> str:
        return _SIGNS[self.relation]

    @property
    def left_width(self) -> float:
        return latex_width(self.left)

    @property
    def left_text(self) -> str:
        return to_latex(self.left) if self.begins else ""

    def rows(self, room: float | None) -> list[Row]:
        """The rows where the formula has so much room, or all the room that it needs, with the rules beside it."""
        return [self._whole()] if room is None else list(self._broken(room))

    def _whole(self) -> Row:
        written = LATEX.write(self.term)
        left = self._left_height
        height = max(left, row_height(written)) + self._space
        return Row(self.left_text, f"{self.sign} {written.text}", self._comment, height, blank=self.is_blank)

    def _broken(self, room: float) -> Iterator[Row]:
        """As many rows as are needed, the rules behind the last one or below it."""
        first, *rest = latex_rows(self.term, room)
        start = _row(f"{self.sign} {first.text}", first)
        height = max(self._left_height, start.height) + self._space
        start = replace(start, left=self.left_text, height=height, blank=self.is_blank)
        rows = [start, *(_row(f"{_BELOW} {piece.text}", piece) for piece in rest)]
        if self.said and latex_width(self.term) + _COLUMN_GAP + words_width(self.said) <= room:
            rows[-1] = replace(rows[-1], right=rf"{rows[-1].right} \quad {self._comment}")
        elif self.said:
            rows += [Row("", rf"{_BELOW} {in_formula(words)}", told=True) for words in wrapped(self.said, room)]
        yield from rows

    @property
    def is_blank(self) -> bool:
        return is_blank(self.term)

    @property
    def _space(self) -> float:
        return FILL_IN if self.is_blank else 0.0

    @property
    def _comment(self) -> str:
        return in_formula(self.said) if self.said else ""

    @property
    def _left_height(self) -> float:
        return row_height(LATEX.write(self.left)) if self.begins else 0.0


def _row(right: str, piece: Piece) -> Row:
    return Row("", right, height=row_height(piece), excess=piece.excess)


def aligned(rows: Sequence[Row]) -> str:
    """Rows below each other, with room above those that are to be filled in by hand."""
    first, *rest = rows
    further = (f" \\\\{f'[{FILL_IN:g}pt]' if row.blank else ''}\n{row.text}" for row in rest)
    return first.text + "".join(further)


def lines_of(derivation: Derivation, check: Check, page: Page) -> list[Line]:
    """All lines: what local names stand for, what f is where no line shows it, and the chains."""
    given: list[tuple[Term, Term]] = [(Sym(name), term) for name, term in derivation.lets]
    if derivation.needs_definition and derivation.definition is not None:
        given.append((Call("f", (Sym(derivation.variable),)), derivation.definition))
    lines = [Line(left, True, *for_readers(term), "") for left, term in given]
    for chain, checks in zip(derivation.chains, check.lines, strict=True):
        for index, (step, line) in enumerate(zip(chain.steps, checks, strict=False)):
            said = said_of(step, line, page)
            lines.append(Line(chain.left, not index, step.relation, step.term, f"({said})" if said else ""))
    return lines


def said_of(step: Step, line: LineCheck, page: Page) -> str:
    """The rules of a line, and what was found about it where that is asked for."""
    return step.note + (f"; {line.verdict}" if page.details else "")


def formula_room(lines: Sequence[Line], width: float) -> float | None:
    """How wide formulas may be, with rules behind or below them; None where all that fits with rules in a column."""
    left = max(line.left_width for line in lines)
    beside = left + SIGN + max(latex_width(line.term) for line in lines)
    if beside + _COLUMN_GAP + max(words_width(line.said) for line in lines) <= width:
        return None
    return width - left - SIGN


def wrapped(text: str, room: float) -> list[str]:
    """Words in as many lines as they need."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and words_width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
