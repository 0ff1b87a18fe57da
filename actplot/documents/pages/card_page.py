"""The fact card of an entry as a piece of a page: headings, formulas in MathML, and facts in a table."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ...algebra.writing.mathml import operator, row, to_mathml
from ...calculus.facts.facts import Facts
from ..card_rows import cut_short, rows_of
from ..comparisons.identity import identity_line

STYLE = (
    ".actplot table tr th,.actplot table tr td{text-align:left;vertical-align:top}"  # notebooks set tables flush right
)
WHERE = "where"  # what symbols of the formula above mean


def card_html(facts: Facts, picture: str = "") -> str:
    """One `article` element; `picture` is an element that stands between formulas and facts."""
    kind = facts.told_by or ("formula" if facts.typed else f"{facts.kind} · {facts.family.replace('_', ' ')}")
    sentences = [kind, facts.description if not facts.typed else "", identity_line(facts.known)]
    head = [f"<h3><code>{escape(facts.spec)}</code></h3>", *(paragraph(one) for one in sentences if one)]
    body = "\n".join([*head, *_equations(facts), *([picture] if picture else []), _table(facts)])
    return f"<article>\n{body}\n</article>\n"


def _equations(facts: Facts) -> Iterator[str]:
    """Each under its label, which a lone one needs not."""
    for equation in facts.equations:
        label = f"<p>{escape(equation.label)}</p>\n" if equation.label and len(facts.equations) > 1 else ""
        right = equation.right if facts.typed else cut_short(equation.right)
        both = row(to_mathml(equation.left), operator("="), to_mathml(right))
        yield f'{label}<p><math displaystyle="true">{both}</math></p>'


def _table(facts: Facts) -> str:
    """A row for each label, with all that stands beside it."""
    return labelled_html((label, "<br/>".join(texts)) for label, texts in _told(facts))


def labelled_html(rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns: a label in each row, and the piece of a page beside it."""
    lines = [f'<tr><th scope="row">{escape(label)}</th><td>{told}</td></tr>' for label, told in rows]
    return "\n".join(["<table>", "<tbody>", *lines, "</tbody>", "</table>"])


def _told(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """Each label with the texts under it."""
    label, texts = "", list[str]()
    for new, text in rows_of(facts):
        if new and texts:
            yield label or WHERE, texts
            texts = []
        label = new or label
        texts.append(escape(text))
    if texts:
        yield label or WHERE, texts


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column names what the others are of."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = [f'<tr><th scope="row"><code>{escape(first)}</code></th>{_cells(rest)}</tr>' for first, *rest in rows]
    return "\n".join(["<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>", *lines, "</tbody>", "</table>"])


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)


def in_a_notebook(piece: str) -> str:
    """A piece of a page as a notebook shows it well."""
    return f'<div class="actplot">\n<style>{STYLE}</style>\n{piece}\n</div>'


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
