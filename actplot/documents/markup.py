"""A derivation as LaTeX, Markdown and MathML."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from ..algebra.term import Call, Sym, Term
from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..algebra.writing.mathml import operator, row, to_mathml, words
from ..calculus.derivations.derivation import Check, Derivation, LineCheck, Step
from .derivation import Page, side_condition
from .wording import in_latex

_SIGNS = {"=": "=", "≈": r"\approx"}


def derivation_latex(derivation: Derivation, check: Check, page: Page) -> str:
    """An `align*` environment that needs amsmath, with remarks below it."""
    rows = " \\\\\n".join(f"  {line}" for line in _rows(derivation, check, page))
    below = [f"{in_latex(line)}\\\\" for line in (*_explained(derivation, page), *_remarks(derivation))]
    below += [f"{line}\\\\" for line in _conditions(derivation)]
    lines = [
        f"% {derivation.heading}: needs \\usepackage{{amsmath}}",
        "\\begin{align*}",
        rows,
        "\\end{align*}",
        *(["\\noindent", *below] if below else []),
        f"% {check.conclusion}",
    ]
    return "\n".join(lines) + "\n"


def derivation_markdown(derivation: Derivation, check: Check, page: Page) -> str:
    """A block of mathematics between dollar signs, with remarks as a list."""
    rows = " \\\\\n".join(_rows(derivation, check, page))
    listed = [f"- {line}" for line in (*_explained(derivation, page), *_remarks(derivation))]
    listed += [f"- {line}" for line in _conditions(derivation)]
    lines = ["$$", "\\begin{aligned}", rows, "\\end{aligned}", "$$", "", *listed, *([""] if listed else [])]
    return "\n".join([*lines, f"*{derivation.heading.capitalize()}, {check.conclusion}.*"]) + "\n"


def derivation_mathml(derivation: Derivation, check: Check, page: Page) -> str:
    """One `math` element, with LaTeX in an annotation for copying."""
    table = "\n".join(_cells(derivation, check, page))
    source = escape(" \\\\ ".join(_rows(derivation, check, page)))
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


def _rows(derivation: Derivation, check: Check, page: Page) -> Iterator[str]:
    for left, item, line in _lines(derivation, check):
        term, sign = (item.term, item.relation) if isinstance(item, Step) else (item, "=")
        said = _said(item, line, page)
        comment = rf" && \text{{({in_latex(said)})}}" if said else ""
        yield f"{to_latex(left) if left else ''} &{_SIGNS[sign]} {to_latex(term)}{comment}".strip()


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
