"""Formulas in a doctree: mathematics for a builder that sets it, and text for the others."""

from typing import Any

from docutils import nodes
from sphinx.addnodes import only
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..documents.wording import runs

PLAIN = "text or man or gettext"  # builders that set no mathematics


def math_block(latex: str, *, whole: bool = False) -> nodes.math_block:
    """Displayed mathematics; `whole` says that it brings its environment along."""
    node = nodes.math_block(latex, latex, docname=None, label=None, number=None)
    node["nowrap"] = node["no-wrap"] = whole  # the name changed
    return node


def formula_nodes(latex: str, text: str, *, whole: bool = False) -> list[nodes.Node]:
    """Mathematics for a builder that sets it, and text for the others."""
    written = nodes.literal_block(text, text, language="none")
    return [only("", math_block(latex, whole=whole), expr=f"not ({PLAIN})"), only("", written, expr=PLAIN)]


class SayInFormulas(SphinxPostTransform):
    """Sets the mathematical characters of words as formulas: pdfLaTeX, which Sphinx takes by itself, has no others."""

    default_priority = 60  # once what is for other builders is gone
    formats = ("latex",)

    def run(self, **arguments: Any) -> None:
        for container in list(self.document.findall(_is_ours)):
            for text in list(container.findall(nodes.Text)):
                if not isinstance(text.parent, nodes.math | nodes.math_block | nodes.literal_block):
                    _replace(text)


def _is_ours(node: nodes.Node) -> bool:
    """Whether a node came from a directive or a role here, as its classes say."""
    return isinstance(node, nodes.Element) and any(name.startswith("actplot") for name in node["classes"])


def _replace(text: nodes.Text) -> None:
    parts = [nodes.math(maths, maths) if maths else nodes.Text(words) for words, maths in runs(text.astext())]
    if any(isinstance(part, nodes.math) for part in parts):
        text.parent.replace(text, parts)
