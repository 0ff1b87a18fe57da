"""The directives that tell: the facts of functions, and a derivation as mathematics."""

import re
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import only
from sphinx.util.nodes import make_id

from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..embedding.pictures import Place, one_line, picture_of
from ..errors import BadOption
from ..shell import words_of
from ..spec.formulas.in_force import using
from .directives import ActplotDirective, Options
from .functions import NAME, Functions

if TYPE_CHECKING:
    from ..calculus.facts.facts import Facts
    from ..requests.derivations.derive import DeriveRequest

PLAIN = "text or man or gettext"  # builders that set no mathematics
ENVIRONMENT = re.compile(r"\\begin\{align\*\}.*\\end\{align\*\}", re.DOTALL)
WIDTHS = (22, 78)  # percent of the columns of a card


class FactsDirective(ActplotDirective):
    """`.. actplot-facts:: gelu`."""

    option_spec: ClassVar = Options({"name": directives.unchanged, "class": directives.class_option})

    def shown(self) -> list[nodes.Node]:

        names = words_of(self.given())
        if not names:
            raise BadOption("name at least one function, such as gelu. See 'actplot list'.")
        from ..python.knowing import show

        with chdir(self.place.folder), using(self.place.project):
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
        domain = self.env.get_domain(NAME)
        assert isinstance(domain, Functions)
        domain.note(str(function), node_id)
        return card


def card_nodes(facts: "Facts") -> Iterator[nodes.Node]:
    """What a card says: what it is, its formulas, and a table of facts."""
    from ..documents.comparisons.identity import identity_line

    yield nodes.paragraph("", "", nodes.strong("", "", nodes.literal("", facts.spec)))
    for text in filter(None, ("" if facts.typed else facts.description, identity_line(facts.known))):
        yield nodes.paragraph("", text)
    for equation in facts.equations:
        if equation.label and len(facts.equations) > 1:
            yield nodes.paragraph("", equation.label)
        left, right = equation.left, equation.right
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
        nodes.row("", nodes.entry("", nodes.paragraph("", label)), nodes.entry("", *lines(texts)))
        for label, texts in rows
    ]
    group = nodes.tgroup("", *columns, nodes.tbody("", *cells), cols=len(columns))
    return nodes.table("", group, classes=["actplot-facts", "colwidths-given"])


def lines(texts: Sequence[str]) -> list[nodes.Node]:
    """One under the other."""
    block = nodes.line_block("", *(nodes.line("", text) for text in texts))
    return [nodes.paragraph("", texts[0]) if len(texts) == 1 else block]


def math_block(latex: str, *, whole: bool = False) -> nodes.math_block:
    """Displayed mathematics; `whole` says that it brings its environment along."""
    node = nodes.math_block(latex, latex, docname=None, label=None, number=None)
    node["nowrap"] = node["no-wrap"] = whole  # the name changed
    return node


def formula_nodes(latex: str, text: str, *, whole: bool = False) -> list[nodes.Node]:
    """Mathematics for a builder that sets it, and text for the others."""
    written = nodes.literal_block(text, text, language="none")
    return [only("", math_block(latex, whole=whole), expr=f"not ({PLAIN})"), only("", written, expr=PLAIN)]


class DerivationDirective(ActplotDirective):
    """`.. actplot-derivation:: gelu`."""

    option_spec: ClassVar = Options({"name": directives.unchanged, "class": directives.class_option})

    def shown(self) -> list[nodes.Node]:
        from ..requests.derivations.derive import DeriveRequest

        text = self.given()
        if not text.strip():
            raise BadOption("name a function, such as gelu. See 'actplot list'.")
        request = picture_of(f"derive {one_line(text)}", self.place)
        assert isinstance(request, DeriveRequest)
        self.depend_on(files_of(request, self.place))
        with chdir(self.place.folder):
            found = list(derivation_nodes(request))
        node = nodes.container("", *found, classes=["actplot-derivation", *self.options.get("class", [])])
        self.add_name(node)
        return [node]


def files_of(request: "DeriveRequest", place: Place) -> list[Path]:
    """The files that a derivation rests on."""
    return [*(Path(place.folder, name) for name in request.files), *request.function.digests]


def derivation_nodes(request: "DeriveRequest") -> Iterator[nodes.Node]:
    """The lines, and what is said below them."""
    from ..documents.derivation import side_condition
    from ..documents.markup import explained, remarks

    environment = ENVIRONMENT.search(request.latex())
    assert environment is not None
    yield from formula_nodes(environment[0], request.text(), whole=True)
    derivation = request.derivation
    said = [
        *(nodes.list_item("", nodes.paragraph("", text)) for text in explained(derivation, page_of(request))),
        *(nodes.list_item("", nodes.paragraph("", text)) for text in remarks(derivation)),
        *(
            nodes.list_item("", nodes.paragraph("", f"{side_condition(rule)} ", nodes.math("", to_latex(condition))))
            for rule, condition in derivation.conditions
        ),
    ]
    below = [nodes.bullet_list("", *said)] if said else []
    ending = f"{derivation.heading[:1].upper()}{derivation.heading[1:]}, {request.check.conclusion}."
    yield only("", *below, nodes.paragraph("", "", nodes.emphasis("", ending)), expr=f"not ({PLAIN})")


def page_of(request: "DeriveRequest") -> Any:
    from ..documents.derivation import Page

    return Page(80, False, explain=request.explain)
