"""Functions as things that pages tell about, and other pages refer to."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain, ObjType
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import make_refnode

from ..embedding.asked import Place, reason
from ..errors import ActplotError
from ..spec.specs import get

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
NAME, FUNCTION = "actplot", "function"


class Functions(Domain):
    """The functions whose facts stand in some page, by the shortest text that names each."""

    name = NAME
    label = "Activation and loss functions"
    object_types: ClassVar = {FUNCTION: ObjType("function", FUNCTION)}
    initial_data: ClassVar = {"told": {}}  # of a function: its page and place there
    data_version = 1
    app: "Sphinx"  # of this build, which directives and transforms are no longer told by Sphinx
    place: Place

    def note(self, spec: str, node_id: str) -> None:
        """A page tells about a function; the first one in the order of pages is referred to."""
        self.data["told"].setdefault(spec, {})[self.env.docname] = node_id

    def clear_doc(self, docname: str) -> None:
        for places in self.data["told"].values():
            places.pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        wanted = set(docnames)
        for spec, places in otherdata["told"].items():
            for docname in wanted & places.keys():
                self.data["told"].setdefault(spec, {})[docname] = places[docname]

    def resolve_xref(
        self, env: "BuildEnvironment", fromdocname: str, builder: "Builder", typ: str, target: str,
        node: pending_xref, contnode: nodes.Element,
    ) -> nodes.reference | None:  # fmt: skip
        places = self.data["told"].get(target)
        if not places:
            return None
        docname = min(places)
        return make_refnode(builder, fromdocname, docname, places[docname], contnode, node["reftitle"])

    def resolve_any_xref(self, *arguments: Any) -> list[tuple[str, nodes.reference]]:
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for spec, places in sorted(self.data["told"].items()):
            for docname in sorted(places)[:1]:
                yield spec, spec, FUNCTION, docname, places[docname], 1


def functions_in(env: "BuildEnvironment") -> Functions:
    """The domain, which lives as long as an environment is in use, and is not kept with it."""
    domain = env.get_domain(NAME)
    assert isinstance(domain, Functions)
    return domain


def depend_on(env: "BuildEnvironment", paths: Iterable[Path]) -> None:
    """Read the page anew when one of these files changes, or one in which its names were looked for."""
    here = functions_in(env)
    named, consulted = env.config.actplot_functions, here.place.project and here.place.project.consulted
    for path in (*paths, *([Path(here.app.confdir, named)] if named else []), *([consulted] if consulted else [])):
        env.note_dependency(str(path))


class FunctionRole(ReferenceRole):
    """The name of a function, which leads to its facts where a page has them."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown = nodes.literal(self.rawtext, self.title, classes=["xref", NAME])
        try:
            with functions_in(self.env).place.entered():
                function = get(self.target)
        except ActplotError as error:
            self.env.note_reread()
            logger.warning(":actplot:`%s`: %s", self.target, reason(error), location=self.get_location(), type=NAME)
            return [shown], []
        depend_on(self.env, function.digests)
        reference = pending_xref(
            self.rawtext, shown, refdomain=NAME, reftype=FUNCTION, reftarget=str(function), refexplicit=True,
            refwarn=False, refdoc=self.env.docname, reftitle=sentence_of(function),
        )  # fmt: skip
        self.set_source_info(reference)
        return [reference], []


def sentence_of(function: Any) -> str:
    """What a function is, for someone who has never met it."""
    return str(function.summary or (type(function).__doc__ or "").strip())
