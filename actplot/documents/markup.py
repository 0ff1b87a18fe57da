"""A derivation as LaTeX, Markdown and MathML."""

from collections.abc import Iterator
from html import escape
from textwrap import indent

from ..algebra.term import Sym
from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..algebra.writing.mathml import operator, row, to_mathml, words
from ..calculus.derivations.derivation import Check, Derivation
from .derivation import Page, side_condition
from .typeset.aligning import Row, aligned, formula_room, lines_of
from .wording import in_latex, in_markdown

TEXT_WIDTH = 345.0  # points: of LaTeX's article on A4, at ten points
_ROWS_OF_A_PAGE = 12  # a longer derivation may go on on the next one


def derivation_latex(derivation: Derivation, check: Check, page: Page) -> str:
    """An `align*` environment that needs amsmath, with remarks below it."""
    written = _rows(derivation, check, page)
    rows = indent(aligned(written), "  ")
    long = len(written) > _ROWS_OF_A_PAGE
    below = [f"{in_latex(line)}\\\\" for line in (*explained(derivation, page), *remarks(derivation))]
    below += [f"{line}\\\\" for line in conditions(derivation)]
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
    rows = aligned(_rows(derivation, check, page))
    listed = [f"- {in_markdown(line)}" for line in (*explained(derivation, page), *remarks(derivation))]
    listed += [f"- {line}" for line in _conditions_in_markdown(derivation)]
    lines = ["$$", "\\begin{aligned}", rows, "\\end{aligned}", "$$", "", *listed, *([""] if listed else [])]
    ending = in_markdown(f"{derivation.heading[:1].upper()}{derivation.heading[1:]}, {check.conclusion}")
    return "\n".join([*lines, f"*{ending}.*"]) + "\n"


def derivation_mathml(derivation: Derivation, check: Check, page: Page) -> str:
    """One `math` element, with LaTeX in an annotation for copying."""
    table = "\n".join(_cells(derivation, check, page))
    source = escape(aligned(_rows(derivation, check, page)).replace("\n", " "), quote=False)
    return (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">\n<semantics>\n'
        f'<mtable columnalign="right center left left" displaystyle="true" rowspacing="1ex">\n{table}\n</mtable>\n'
        f'<annotation encoding="application/x-tex">\\begin{{aligned}} {source} \\end{{aligned}}</annotation>\n'
        "</semantics>\n</math>\n"
    )


def _rows(derivation: Derivation, check: Check, page: Page) -> list[Row]:
    """A row for each line, with the rules in a column beside them, where all that fits the page."""
    lines = lines_of(derivation, check, page)
    room = formula_room(lines, TEXT_WIDTH)
    return [row for line in lines for row in line.rows(room)]


def _cells(derivation: Derivation, check: Check, page: Page) -> Iterator[str]:
    for line in lines_of(derivation, check, page):
        left = to_mathml(line.left) if line.begins else row()
        cells = (left, operator(line.relation), to_mathml(line.term), words(line.said))
        yield "<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in cells) + "</mtr>"


def explained(derivation: Derivation, page: Page) -> Iterator[str]:
    """The reasons of all lines, in their order, each once."""
    if page.explain:
        steps = (step for chain in derivation.chains for step in chain.steps if step.why)
        yield from dict.fromkeys(f"{step.note}: {step.why}" for step in steps)


def conditions(derivation: Derivation) -> Iterator[str]:
    """What some lines suppose, with mathematics between dollar signs."""
    for rule, condition in derivation.conditions:
        yield f"{in_latex(side_condition(rule))} ${to_latex(condition)}$"


def _conditions_in_markdown(derivation: Derivation) -> Iterator[str]:
    """The same, each with one run of mathematics, which begins behind a space."""
    for rule, condition in derivation.conditions:
        yield f"{in_markdown(side_condition(rule))} ${to_latex(condition)}$"


def remarks(derivation: Derivation) -> Iterator[str]:
    yield from (f"{to_line(Sym(symbol.name))}: {symbol.meaning}" for symbol in derivation.symbols)
    yield from derivation.remarks
