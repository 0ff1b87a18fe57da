"""Formulas in a doctree: mathematics for a builder that sets it, and text for the others."""

from docutils import nodes
from sphinx.addnodes import only

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
