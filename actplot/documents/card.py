"""The fact card of an entry, for readers."""

import textwrap
from collections.abc import Iterator

from ..algebra.writing.boxes import beside, text_box, to_box
from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..calculus.facts.facts import Equation, Facts
from .card_rows import cut_short, rows_of
from .columns import hanging, wrapped_formula

LABEL = 15  # width of the column of labels
NARROW = 40  # columns below which a label gets a line of its own


def card_text(facts: Facts, width: int, *, ascii: bool = False) -> str:
    """The card, wrapped to a width."""
    entry = [f"{facts.kind} · {facts.family.replace('_', ' ')}", facts.description]
    own = ["function of a file", facts.told_by] if facts.told_by else ["formula"] if facts.typed else entry
    head = [facts.spec, *own]
    rows = [row_text(label, text, width) for label, text in rows_of(facts)]
    formulas = [line for equation in _set(facts, width, ascii) for line in equation]
    wrapped = [textwrap.fill(line, width) for line in [*head, _known(facts)] if line]
    return "\n".join([*wrapped, "", *formulas, *rows, ""])


def _known(facts: Facts) -> str:
    """What a user's function is known as."""
    if not facts.known:
        return ""
    from .comparisons.identity import identity_line  # late: an entry of the catalogue is none other

    return identity_line(facts.known)


def _set(facts: Facts, width: int, ascii: bool) -> Iterator[list[str]]:
    """The equations, with a free line above those that are tall."""
    tall = True
    for equation in facts.equations:
        lines = _equation(equation, facts.typed, width, ascii)
        yield [""] if len(lines) > 1 and lines[-1] == "" and not tall else []
        yield lines
        tall = lines[-1] == ""


def _equation(equation: Equation, typed: bool, width: int, ascii: bool) -> list[str]:
    """An equation in two dimensions, or in wrapped lines where that is too wide."""
    left, term = f"{to_line(equation.left, ascii=ascii)} = ", equation.right if typed else cut_short(equation.right)
    box = to_box(term, ascii=ascii)
    if width >= NARROW and LABEL + len(left) + box.width <= width:
        whole = beside(text_box(left), box)
        starts = [equation.label if row == whole.baseline else "" for row in range(whole.height)]
        lines = [f"{start.ljust(LABEL)}{line}".rstrip() for start, line in zip(starts, whole.lines, strict=True)]
        return [*lines, ""] if whole.height > 1 else lines
    indent = LABEL if width >= NARROW else 2
    first, *rest = wrapped_formula(left + to_line(term, ascii=ascii), width - indent)
    above = f"{equation.label}\n" if equation.label else ""
    start = equation.label.ljust(indent) if width >= NARROW else above + " " * indent
    return [start + first, *(" " * indent + line for line in rest)]


def formula_latex(facts: Facts) -> str:
    """The formula alone, as LaTeX: one line, or several that are aligned at their signs."""
    first, *more = facts.equations
    right = [to_latex(one.right if facts.typed else cut_short(one.right)) for one in facts.equations]
    if facts.domain is not None or not more:
        return f"{to_latex(first.left)} = {right[0]}\n"
    rows = (
        f"{to_latex(one.left)} &= {term}" + (rf" && \text{{({one.label})}}" if facts.formulas and one.label else "")
        for one, term in zip(facts.equations, right, strict=True)
    )
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n"


def formula_markdown(facts: Facts) -> str:
    """The formula alone, as a block of mathematics."""
    return f"$$\n{formula_latex(facts)}$$\n"


def row_text(label: str, text: str, width: int) -> str:
    if width < NARROW:
        wrapped = textwrap.fill(text, width, initial_indent="  ", subsequent_indent="  ")
        return f"{label}\n{wrapped}" if label else wrapped
    return hanging(label.ljust(LABEL), text, width)
