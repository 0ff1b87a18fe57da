"""A derivation as LaTeX, Markdown and MathML."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ..algebra.term import Call, Sym, Term
from ..algebra.writing.breaking import latex_rows
from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..algebra.writing.mathml import operator, row, to_mathml, words
from ..algebra.writing.widths import latex_width, words_width
from ..calculus.derivations.derivation import Check, Derivation, LineCheck, Step
from .derivation import Page, side_condition
from .wording import in_formula, in_latex, in_markdown

TEXT_WIDTH = 345.0  # points: of LaTeX's article on A4, at ten points
_ROWS_OF_A_PAGE = 12  # a longer derivation may go on on the next one
_SIGN, _COLUMN_GAP = 14.0, 24.0
_BELOW = r"&\phantom{{}={}}"  # as wide as the sign that stands above
_SIGNS = {"=": "=", "≈": r"\approx"}


def derivation_latex(derivation: Derivation, check: Check, page: Page) -> str:
    """An `align*` environment that needs amsmath, with remarks below it."""
    written = _rows(derivation, check, page)
    rows = " \\\\\n".join(f"  {line}" for line in written)
    long = len(written) > _ROWS_OF_A_PAGE
    below = [f"{in_latex(line)}\\\\" for line in (*_explained(derivation, page), *_remarks(derivation))]
    below += [f"{line}\\\\" for line in _conditions(derivation)]
    lines = [
        f"% {derivation.heading}: needs \\usepackage{{amsmath}}",
        *(["\\begingroup\\allowdisplaybreaks"] if long else []),
        "\\begin{align*}",
        rows,
        "\\end{align*}",
        *(["\\endgroup"] if long else []),
        *(["\\noindent", *below] if below else []),
        f"% {check.conclusion}",
    ]
    return "\n".join(lines) + "\n"


def derivation_markdown(derivation: Derivation, check: Check, page: Page) -> str:
    """A block of mathematics between dollar signs, with remarks as a list."""
    rows = " \\\\\n".join(_rows(derivation, check, page))
    listed = [f"- {in_markdown(line)}" for line in (*_explained(derivation, page), *_remarks(derivation))]
    listed += [f"- {line}" for line in _conditions(derivation)]
    lines = ["$$", "\\begin{aligned}", rows, "\\end{aligned}", "$$", "", *listed, *([""] if listed else [])]
    ending = in_markdown(f"{derivation.heading[:1].upper()}{derivation.heading[1:]}, {check.conclusion}")
    return "\n".join([*lines, f"*{ending}.*"]) + "\n"


def derivation_mathml(derivation: Derivation, check: Check, page: Page) -> str:
    """One `math` element, with LaTeX in an annotation for copying."""
    table = "\n".join(_cells(derivation, check, page))
    source = escape(" \\\\ ".join(_rows(derivation, check, page)), quote=False)
    return (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">\n<semantics>\n'
        f'<mtable columnalign="right center left left" displaystyle="true" rowspacing="1ex">\n{table}\n</mtable>\n'
        f'<annotation encoding="application/x-tex">\\begin{{aligned}} {source} \\end{{aligned}}</annotation>\n'
        "</semantics>\n</math>\n"
    )


def _lines(derivation: Derivation, check: Check) -> Iterator[tuple[Term | None, Step | Term, LineCheck | None]]:
    """Left side where a chain begins, then a step or, of a local name, what it stands for."""
    for name, term in derivation.lets:
        yield Sym(name), term, None
    definition = derivation.definition
    if derivation.needs_definition:
        yield Call("f", (Sym(derivation.variable),)), definition, None
    for chain, checks in zip(derivation.chains, check.lines, strict=True):
        for index, (step, line) in enumerate(zip(chain.steps, checks, strict=False)):
            yield (None if index else chain.left), step, line


def _said(item: Step | Term, line: LineCheck | None, page: Page) -> str:
    if not isinstance(item, Step):
        return ""
    return item.note + (f"; {line.verdict}" if page.details and line else "")


def _rows(derivation: Derivation, check: Check, page: Page) -> list[str]:
    """A row for each line, with the rules in a column beside them, where all that fits the page."""
    lines = [_Row.of(left, item, _said(item, line, page)) for left, item, line in _lines(derivation, check)]
    left = max(line.left_width for line in lines)
    beside = left + _SIGN + max(latex_width(line.term) for line in lines)
    if beside + _COLUMN_GAP + max(words_width(line.said) for line in lines) <= TEXT_WIDTH:
        return [line.in_columns() for line in lines]
    return [row for line in lines for row in line.in_rows(TEXT_WIDTH - left - _SIGN)]


@dataclass(frozen=True)
class _Row:
    """One line of a derivation: sides, sign and rules."""

    left: Term | None
    sign: str
    term: Term
    said: str

    @classmethod
    def of(cls, left: Term | None, item: Step | Term, said: str) -> "_Row":
        term, sign = (item.term, item.relation) if isinstance(item, Step) else (item, "=")
        return cls(left, _SIGNS[sign], term, f"({said})" if said else "")

    @property
    def left_width(self) -> float:
        return latex_width(self.left) if self.left else 0.0

    @property
    def begun(self) -> str:
        return f"{to_latex(self.left) if self.left else ''} &{self.sign} "

    def in_columns(self) -> str:
        comment = rf" && {in_formula(self.said)}" if self.said else ""
        return f"{self.begun}{to_latex(self.term)}{comment}".strip()

    def in_rows(self, room: float) -> Iterator[str]:
        """The formula in as many rows as it needs, the rules behind the last one or below it."""
        first, *rest = latex_rows(self.term, room)
        rows = [f"{self.begun}{first}".strip(), *(f"{_BELOW} {row}" for row in rest)]
        if self.said and latex_width(self.term) + _COLUMN_GAP + words_width(self.said) <= room:
            rows[-1] += rf" \quad {in_formula(self.said)}"
        elif self.said:
            rows += [rf"{_BELOW} {in_formula(words)}" for words in _wrapped(self.said, room)]
        yield from rows


def _wrapped(text: str, room: float) -> list[str]:
    """Words in as many lines as they need."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and words_width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cells(derivation: Derivation, check: Check, page: Page) -> Iterator[str]:
    for left, item, line in _lines(derivation, check):
        term, sign = (item.term, item.relation) if isinstance(item, Step) else (item, "=")
        said = _said(item, line, page)
        cells = (
            to_mathml(left) if left else row(),
            operator(sign),
            to_mathml(term),
            words(f"({said})" if said else ""),
        )
        yield "<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in cells) + "</mtr>"


def _explained(derivation: Derivation, page: Page) -> Iterator[str]:
    """The reasons of all lines, in their order, each once."""
    if page.explain:
        steps = (step for chain in derivation.chains for step in chain.steps if step.why)
        yield from dict.fromkeys(f"{step.note}: {step.why}" for step in steps)


def _conditions(derivation: Derivation) -> Iterator[str]:
    """What some lines suppose, with mathematics between dollar signs."""
    for rule, condition in derivation.conditions:
        yield f"{in_latex(side_condition(rule))} ${to_latex(condition)}$"


def _remarks(derivation: Derivation) -> Iterator[str]:
    yield from (f"{to_line(Sym(symbol.name))}: {symbol.meaning}" for symbol in derivation.symbols)
    yield from derivation.remarks
