"""Facts of several entries in one table: text, Markdown, HTML, LaTeX, CSV and JSON."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

from ...algebra.term import Term
from ...algebra.writing.latex import to_latex
from ...algebra.writing.line import to_line
from ...algebra.writing.mathml import to_mathml
from ...calculus.facts.facts import Facts
from ...errors import BadOption, quoted, suggestion
from ...frozen import record
from ...numbers import number_text, readable
from ..answers.carded import card_object
from ..card_rows import cut_short, rows_of
from ..columns import aligned, hanging
from ..wording import in_latex, in_markdown

Cell = str | Term | float | None  # a number has its digits in CSV, None stands where there is nothing to say
_MOST_LINES = 6  # of a function in a table of text, above which its facts stand below each other


@record
class Column:
    """A fact: what its column holds, its heading, the row of a card and the key of its JSON that tell it."""

    meaning: str
    heading: str = ""
    label: str = ""
    key: str = ""


COLUMNS: dict[str, Column] = {
    "formula": Column("the value", key="formula"),
    "derivative": Column("f′, as derive ends"),
    "kind": Column("activation, loss, …", key="kind"),
    "family": Column("of its kind", key="family"),
    "aliases": Column("its other names", key="aliases"),
    "description": Column("in a sentence", key="description"),
    "parameters": Column("with values and defaults", label="parameters", key="parameters"),
    "domain": Column("where there are values", label="domain", key="domain_parts"),
    "range": Column("the values taken", label="range", key="range"),
    "asymptotes": Column("lines far out, and poles", label="asymptotes", key="asymptotes"),
    "breaks": Column("kinks, jumps, joins", label="breaks", key="breaks"),
    "convention": Column("f′ at kinks", label="convention", key="convention"),
    "slope-at-zero": Column("f′(0)", label="f′(0)", key="derivative_at_zero"),
    "largest-slope": Column("where, too", label="largest f′", key="derivative_maximum"),
    "smallest-slope": Column("where, too", label="smallest f′", key="derivative_minimum"),
    "minimum": Column("where, too", label="minimum", key="minimum"),
    "maximum": Column("where, too", label="maximum", key="maximum"),
    "zeros": Column("where f(x) = 0", label="zeros", key="zeros"),
    "fixed-points": Column("where f(x) = x", label="fixed points", key="fixed_points"),
    "lipschitz": Column("the constant", label="Lipschitz", key="lipschitz_constant"),
    "smoothness": Column("C⁰, C¹, …", label="smoothness", key="smoothness"),
    "traits": Column("odd, monotone, …", label="traits", key="traits"),
    "gain": Column("1/√E[f(z)²], z ~ N(0, 1)", "gain"),
    "mean": Column("E[f(z)]", "E[f(z)]"),
    "variance": Column("Var[f(z)]", "Var[f(z)]"),
    "slope-square": Column("E[f′(z)²]", "E[f′(z)²]"),
    "note": Column("what to know", label="note", key="note"),
    "strengths": Column("in sentences", label="strengths", key="strengths"),
    "weaknesses": Column("in sentences", label="weaknesses", key="weaknesses"),
    "sources": Column("papers", label="sources", key="sources"),
}
USUAL = ("formula", "derivative", "range", "smoothness", "lipschitz", "gain")
_MOMENTS = {"gain": "gain", "mean": "mean", "variance": "variance", "slope-square": "slope_square"}


def columns_of(text: str) -> tuple[str, ...]:
    """The columns that a text such as `formula,range` names, each once. Raises `BadOption` for what is none."""
    known = {_folded(name): name for name in COLUMNS}
    return tuple(dict.fromkeys(_column(word.strip(), known) for word in text.split(",")))


def _column(word: str, known: Mapping[str, str]) -> str:
    if _folded(word) not in known:
        near = suggestion(word, COLUMNS)
        raise BadOption(f"--columns: unknown {quoted(word)}.{near} Columns: {', '.join(COLUMNS)}.")
    return known[_folded(word)]


def _folded(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")


@record
class Row:
    """A function: what it is called, what it says in each column, and the same as JSON has it."""

    name: str
    cells: Sequence[Cell]
    values: Sequence[Any]


def row_of(facts: Facts, derivative: Term | None, columns: Sequence[str]) -> Row:
    """What stands in each column; nothing where it does not apply."""
    said = {label: "; ".join(text for _, text in rows) for label, rows in groupby(_labelled(facts), itemgetter(0))}
    cells = [_cell(name, facts, derivative, said) for name in columns]
    whole = card_object(facts)
    values = [_value(name, cell, facts, whole) for name, cell in zip(columns, cells, strict=True)]
    return Row(facts.spec, cells, values)


def _shown(term: Term, facts: Facts) -> Term:
    """A formula as a reader takes it in; of a typed one with all digits."""
    return term if facts.typed else cut_short(term)


def _cell(name: str, facts: Facts, derivative: Term | None, said: Mapping[str, str]) -> Cell:
    if name in _MOMENTS:
        number = getattr(facts.moments, _MOMENTS[name]) if facts.moments else None
        return None if number is None or number != number else number
    own: dict[str, Cell] = {
        "formula": _shown(facts.equations[0].right, facts) if facts.equations else facts.in_words or None,
        "derivative": derivative and _shown(derivative, facts),
        "kind": facts.kind,
        "family": facts.family.replace("_", " "),
        "aliases": ", ".join(facts.aliases) or None,
        "description": facts.description or facts.told_by or None,
    }
    if name in own:
        return own[name]
    if name == "domain" and facts.domain is not None:
        return facts.domain_text
    if name == "smoothness":
        return facts.smoothness or None
    found = said.get(COLUMNS[name].label)
    return found and found.removeprefix("constant ")


def _value(name: str, cell: Cell, facts: Facts, whole: Mapping[str, Any]) -> Any:
    """With all digits, in the shape that the card's JSON has."""
    if name in _MOMENTS:
        return (whole.get("moments") or {}).get(_MOMENTS[name])
    if name == "derivative":
        return None if cell is None else _plain(cell)
    found = whole.get(COLUMNS[name].key)
    return found if found not in ("", [], {}) else None


def _labelled(facts: Facts) -> list[tuple[str, str]]:
    """The rows of the card, each with its label."""
    labelled: list[tuple[str, str]] = []
    for label, text in rows_of(facts):
        labelled.append((label or (labelled[-1][0] if labelled else ""), text))
    return labelled


def _heading(name: str) -> str:
    return COLUMNS[name].heading or COLUMNS[name].label or name


def _headed(columns: Sequence[str]) -> list[str]:
    return ["function", *map(_heading, columns)]


def text(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """Aligned, with cells broken where it is too wide; where that is no table, the facts of each below each other."""
    table = [_headed(columns), *([row.name, *map(_plain, row.cells)] for row in rows)]
    lines = aligned(table, words=len(columns) + 1, width=width)
    if max(map(len, lines)) <= width and len(lines) <= _MOST_LINES * len(table):
        return "\n".join(lines) + "\n"
    return "\n".join(_block(columns, row, width) for row in rows)


def _block(columns: Sequence[str], row: Row, width: int) -> str:
    label = min(max(map(len, map(_heading, columns))) + 4, width // 2)
    facts = [(_heading(name), _plain(cell)) for name, cell in zip(columns, row.cells, strict=True)]
    lines = [hanging(f"  {name}".ljust(label), said, width) for name, said in facts if said]
    return "\n".join([row.name, *lines, ""])


def markdown(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """A table of GitHub's, with mathematics between dollar signs."""
    head = [in_markdown(name).replace("|", "\\|") for name in _headed(columns)]
    lines = [[_code(row.name), *map(_in_markdown, row.cells)] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *lines))


def _code(name: str) -> str:
    """Between backticks, where a bar would end the cell."""
    return f"`{name}`".replace("|", "\\|")


def html(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """One `table` element, with formulas in MathML."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _headed(columns))
    body = "".join(
        f'<tr><th scope="row"><code>{escape(row.name)}</code></th>'
        f"{''.join(f'<td>{_in_html(cell)}</td>' for cell in row.cells)}</tr>\n"
        for row in rows
    )
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def latex(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """A `tabular` that needs booktabs."""
    head = " & ".join(map(in_latex, _headed(columns)))
    lines = [" & ".join([rf"\texttt{{{in_latex(row.name)}}}", *map(_in_latex, row.cells)]) for row in rows]
    body = " \\\\\n".join(lines)
    return (
        f"% needs \\usepackage{{amsmath,booktabs}}\n\\begin{{tabular}}{{{'l' * (len(columns) + 1)}}}\n\\toprule\n"
        f"{head} \\\\\n\\midrule\n{body} \\\\\n\\bottomrule\n\\end{{tabular}}\n"
    )


def comma_separated(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """CSV under one header line, numbers with all their digits."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["function", *columns])
    writer.writerows([row.name, *map(_exact, row.cells)] for row in rows)
    return written.getvalue()


def objects(columns: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """An array with one object for each function, whose facts are those of its card in JSON."""
    made = [{"function": row.name, **dict(zip(columns, row.values, strict=True))} for row in rows]
    return json.dumps(made, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


FORMATS: dict[str, Callable[[Sequence[str], Sequence[Row], int], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "latex": latex,
    "csv": comma_separated,
    "json": objects,
}


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case float() | int():
            return readable(float(cell))
    return to_line(cell)


def _exact(cell: Cell) -> str:
    return number_text(cell).replace("−∞", "-inf").replace("∞", "inf") if isinstance(cell, float) else _plain(cell)


def _in_markdown(cell: Cell) -> str:
    if not isinstance(cell, Term):
        return in_markdown(_plain(cell)).replace("|", "\\|")
    return f"${to_latex(cell)}$".replace("\\|", "\\Vert ").replace("|", "\\vert ")


def _in_html(cell: Cell) -> str:
    return f"<math>{to_mathml(cell)}</math>" if isinstance(cell, Term) else escape(_plain(cell))


def _in_latex(cell: Cell) -> str:
    return f"${to_latex(cell)}$" if isinstance(cell, Term) else in_latex(_plain(cell))
