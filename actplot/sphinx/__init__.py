"""The Sphinx extension: pictures, derivations, facts and galleries of functions, as directives of a page."""

import hashlib
from typing import TYPE_CHECKING, Any

from .. import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """What Sphinx calls for `extensions = ["actplot.sphinx"]`."""
    from ..embedding.kept import versions
    from . import configured, derivation_directive, directives, emitting, facts_directive, mathematics, references

    for name, directive in directives.DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("actplot-facts", facts_directive.FactsDirective)
    app.add_directive("actplot-derivation", derivation_directive.DerivationDirective)
    app.add_domain(references.Functions)
    app.add_role("actplot", references.FunctionRole())
    app.add_node(emitting.pictures)
    app.add_post_transform(emitting.PlacePictures)
    app.add_post_transform(mathematics.SayInFormulas)
    configured.add_values(app)
    app.connect("config-inited", configured.check_values)
    app.connect("builder-inited", configured.find_place)
    drawn_with = int.from_bytes(hashlib.sha256(versions().encode()).digest()[:4])
    return {
        "version": __version__,
        "env_version": drawn_with,  # pages are read anew where other versions draw
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
