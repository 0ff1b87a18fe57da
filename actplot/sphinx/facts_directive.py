"""The directive that tells the facts of functions."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.nodes import make_id

from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..embedding.asked import names_in
from ..errors import BadOption
from .directives import ActplotDirective, Options
from .mathematics import formula_nodes
from .references import functions_in

if TYPE_CHECKING:
    from ..calculus.facts.facts import Facts

WIDTHS = (22, 78)  # percent of the columns of a card


class FactsDirective(ActplotDirective):
    """`.. actplot-facts:: gelu`."""

    option_spec: ClassVar = Options({"name": directives.unchanged, "class": directives.class_option})

    def shown(self) -> list[nodes.Node]:
        names = names_in(self.given())
        if not names:
            raise BadOption("name at least one function, such as gelu. See 'actplot list'.")
        from ..python.knowing import show

        with self.place.entered():
            cards = show(*names)
            described = list(zip(cards.functions, cards.facts, strict=True))
            paths = [path for function in cards.functions for path in function.digests]
        self.depend_on(paths)
        return [self._card(function, facts) for function, facts in described]

    def _card(self, function: Any, facts: "Facts") -> nodes.Element:
        card = nodes.container("", *card_nodes(facts), classes=["actplot-facts", *self.options.get("class", [])])
        node_id = make_id(self.env, self.state.document, "actplot", facts.spec)
        card["ids"].append(node_id)
        self.state.document.note_explicit_target(card)
        self.add_name(card)
        functions_in(self.env).note(str(function), node_id)
        return card


def card_nodes(facts: "Facts") -> Iterator[nodes.Node]:
    """What a card says: what it is, its formulas, and a table of facts."""
    from ..documents.card_rows import cut_short
    from ..documents.comparisons.identity import identity_line

    yield nodes.paragraph("", "", nodes.strong("", "", nodes.literal("", facts.spec)))
    for text in filter(None, ("" if facts.typed else facts.description, identity_line(facts.known))):
        yield nodes.paragraph("", text)
    for equation in facts.equations:
        if equation.label and len(facts.equations) > 1:
            yield nodes.paragraph("", equation.label)
        left, right = equation.left, equation.right if facts.typed else cut_short(equation.right)
        yield from formula_nodes(f"{to_latex(left)} = {to_latex(right)}", f"{to_line(left)} = {to_line(right)}")
    yield facts_table(list(told(facts)))


def told(facts: "Facts") -> Iterator[tuple[str, list[str]]]:
    """Each label of a card with all that stands beside it."""
    from ..documents.card_rows import rows_of

    label, texts = "", list[str]()
    for new, text in rows_of(facts):
        if new and texts:
            yield label, texts
            texts = []
        label = new or label
        texts.append(text)
    if texts:
        yield label, texts


def facts_table(rows: Sequence[tuple[str, list[str]]]) -> nodes.table:
    columns = [nodes.colspec(colwidth=width) for width in WIDTHS]
    columns[0]["stub"] = 1
    cells = [
        nodes.row(
            "",
            nodes.entry("", nodes.paragraph("", label)),
            nodes.entry("", *(nodes.paragraph("", text) for text in texts)),
        )
        for label, texts in rows
    ]
    group = nodes.tgroup("", *columns, nodes.tbody("", *cells), cols=len(columns))
    return nodes.table("", group, classes=["actplot-facts", "colwidths-given"])
