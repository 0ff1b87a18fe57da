"""Facts of several entries in one table: text, Markdown, HTML, LaTeX, CSV and JSON."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter

from ...algebra.term import Term
from ...algebra.writing.latex import to_latex
from ...algebra.writing.line import to_line
from ...algebra.writing.mathml import to_mathml
from ...calculus.facts.facts import Facts
from ...errors import BadOption, quoted, suggestion
from ...numbers import readable
from ..card_rows import rows_of
from ..columns import aligned
from ..wording import in_latex

Cell = str | Term
LABELS = {  # column → the label of the card that holds it
    "parameters": "parameters", "domain": "domain", "range": "range", "asymptotes": "asymptotes", "breaks": "breaks",
    "slope-at-zero": "f′(0)", "largest-slope": "largest f′", "smallest-slope": "smallest f′", "minimum": "minimum",
    "maximum": "maximum", "zeros": "zeros", "lipschitz": "Lipschitz", "smoothness": "smoothness", "traits": "traits",
    "note": "note", "strengths": "strengths", "weaknesses": "weaknesses", "sources": "sources",
}  # fmt: skip
MOMENTS = ("gain", "mean", "variance", "slope_square")
HEADINGS = {"gain": "gain", "mean": "E[f(z)]", "variance": "Var[f(z)]", "slope_square": "E[f′(z)²]"}
USUAL = ("formula", "derivative", "range", "smoothness", "lipschitz", "gain")
COLUMNS = ("formula", "derivative", "kind", "family", "aliases", *LABELS, *MOMENTS)


def check_columns(names: Sequence[str]) -> None:
    """Raise `BadOption` for a column that there is not."""
    for name in names:
        if name not in COLUMNS:
            raise BadOption(
                f"--columns: unknown {quoted(name)}.{suggestion(name, COLUMNS)} Columns: {', '.join(COLUMNS)}."
            )


def cells_of(facts: Facts, derivative: Term | None, columns: Sequence[str]) -> list[Cell]:
    """What stands in each column; nothing where it does not apply."""
    said = {label: "; ".join(text for _, text in rows) for label, rows in groupby(_filled(facts), itemgetter(0))}
    terms = {"formula": facts.equations[0].right if facts.equations else "", "derivative": derivative or ""}
    own = {"kind": facts.kind, "family": facts.family.replace("_", " "), "aliases": ", ".join(facts.aliases)}
    moments = {name: readable(getattr(facts.moments, name)) if facts.moments else "" for name in MOMENTS}
    known: Mapping[str, Cell] = {
        **terms,
        **own,
        **moments,
        **{name: said.get(label, "") for name, label in LABELS.items()},
    }
    return [known[name] for name in columns]


def _filled(facts: Facts) -> list[tuple[str, str]]:
    """The rows of the card, each with its label; what a definition in words opens with has none."""
    filled: list[tuple[str, str]] = []
    label = ""
    for named, text in rows_of(facts):
        label = named or label
        filled.append((label, text))
    return filled


def _headed(columns: Sequence[str]) -> list[str]:
    return ["function", *(HEADINGS.get(name, LABELS.get(name, name)) for name in columns)]


Rows = Sequence[tuple[str, Sequence[Cell]]]


def text(columns: Sequence[str], rows: Rows, width: int) -> str:
    """Aligned, with cells broken where the table is wider than the width."""
    lines = [[name, *map(_plain, cells)] for name, cells in rows]
    return "\n".join(aligned([_headed(columns), *lines], words=len(columns) + 1, width=width)) + "\n"


def markdown(columns: Sequence[str], rows: Rows, width: int) -> str:
    """A table of GitHub's, with mathematics between dollar signs."""
    head = _headed(columns)
    lines = [[f"`{name}`", *map(_in_markdown, cells)] for name, cells in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *lines))


def html(columns: Sequence[str], rows: Rows, width: int) -> str:
    """One `table` element, with formulas in MathML."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _headed(columns))
    body = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th>'
        f"{''.join(f'<td>{_in_html(cell)}</td>' for cell in cells)}</tr>\n"
        for name, cells in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def latex(columns: Sequence[str], rows: Rows, width: int) -> str:
    """A `tabular` that needs booktabs."""
    head = " & ".join(map(in_latex, _headed(columns)))
    lines = [" & ".join([rf"\texttt{{{in_latex(name)}}}", *map(_in_latex, cells)]) for name, cells in rows]
    body = " \\\\\n".join(lines)
    return (
        f"% needs \\usepackage{{amsmath,booktabs}}\n\\begin{{tabular}}{{{'l' * (len(columns) + 1)}}}\n\\toprule\n"
        f"{head} \\\\\n\\midrule\n{body} \\\\\n\\bottomrule\n\\end{{tabular}}\n"
    )


def comma_separated(columns: Sequence[str], rows: Rows, width: int) -> str:
    """CSV under one header line."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["function", *columns])
    writer.writerows([name, *map(_plain, cells)] for name, cells in rows)
    return written.getvalue()


def objects(columns: Sequence[str], rows: Rows, width: int) -> str:
    """An array with one object for each entry."""
    made = [{"function": name, **dict(zip(columns, map(_plain, cells), strict=True))} for name, cells in rows]
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Sequence[str], Rows, int], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "latex": latex,
    "csv": comma_separated,
    "json": objects,
}


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else to_line(cell)


def _in_markdown(cell: Cell) -> str:
    return cell.replace("|", "\\|") if isinstance(cell, str) else f"${to_latex(cell)}$".replace("|", "\\vert ")


def _in_html(cell: Cell) -> str:
    return escape(cell) if isinstance(cell, str) else f"<math>{to_mathml(cell)}</math>"


def _in_latex(cell: Cell) -> str:
    return in_latex(cell) if isinstance(cell, str) else f"${to_latex(cell)}$"
