"""The directive that derives a function, as mathematics."""

import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import only

from ..algebra.writing.latex import to_latex
from ..embedding.asked import Place, one_line, picture_of
from ..errors import BadOption
from .directives import ActplotDirective, Options
from .mathematics import PLAIN, formula_nodes

if TYPE_CHECKING:
    from ..requests.derivations.derive import DeriveRequest

ENVIRONMENT = re.compile(r"\\begin\{align\*\}.*\\end\{align\*\}", re.DOTALL)


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
