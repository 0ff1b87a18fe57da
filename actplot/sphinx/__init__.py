"""The Sphinx extension: pictures, derivations, facts and galleries of functions, as directives of a page."""

import hashlib
from typing import TYPE_CHECKING, Any

from .. import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """What Sphinx calls for `extensions = ["actplot.sphinx"]`."""
    from ..embedding.store import versions
    from . import configured, directives, functions, pages, placing

    for name, directive in directives.DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("actplot-facts", pages.FactsDirective)
    app.add_directive("actplot-derivation", pages.DerivationDirective)
    app.add_domain(functions.Functions)
    app.add_role("actplot", functions.FunctionRole())
    app.add_node(placing.pictures)
    app.add_post_transform(placing.PlacePictures)
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
