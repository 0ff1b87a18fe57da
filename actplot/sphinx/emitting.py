"""Pictures in a doctree: what stands there when a page is read, and the images that a builder shows instead."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from ..embedding.asked import AUTO, Themed, reason
from ..embedding.kept import Kept
from ..errors import ActplotError
from .configured import follows_reader, format_for, store_of
from .references import functions_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

HTML = "html"
MIXED = "dark-light"  # tells some themes to leave an image as it is in both schemes
UNLINKED = "no-scaled-link"  # of two images one is hidden, and a link to nothing would remain


class pictures(nodes.General, nodes.Element):  # nodes have the names of elements
    """Pictures of one line; `pictures` holds a `Themed` as a dictionary for each."""


def node_of(found: list[Themed], **shown: Any) -> pictures:
    """What stands for pictures until a builder shows them."""
    node = pictures("", **shown)
    node["pictures"] = [{"commands": dict(one.commands), "folder": one.folder, "alt": one.alt} for one in found]
    return node


def kept_for(app: "Sphinx", picture: Themed) -> dict[str, Kept]:
    """What a builder shows of a picture, drawn where that has not been done, by theme.

    Raises `ActplotError` where it cannot be drawn.
    """
    form, store = format_for(app.builder), store_of(app)
    if app.builder.format == HTML and form == "svg":
        return {
            theme: store.picture(command, picture.folder, form)
            for theme, command in picture.shown(following=follows_reader(app)).items()
        }
    return {"": store.picture(picture.printed, picture.folder, form)}


class PlacePictures(SphinxPostTransform):
    """Puts images where pictures stand, in the format that a builder takes."""

    default_priority = 10

    @property
    def app(self) -> "Sphinx":
        return functions_in(self.env).app

    def run(self, **arguments: Any) -> None:
        for node in list(self.document.findall(pictures)):
            images = [image for one in node["pictures"] for image in self._images(node, Themed(**one))]
            if self.app.builder.format == HTML:  # some themes hide what stands beside a hidden image, such as a caption
                images = [nodes.paragraph("", "", *images, classes=["actplot"])]
            if images and node["ids"]:
                images[0]["ids"] += node["ids"]
            node.replace_self(images)

    def _images(self, node: pictures, picture: Themed) -> Iterator[nodes.Node]:
        try:
            kept = kept_for(self.app, picture)
        except ActplotError as error:  # of another builder than the one that the page was read for
            logger.warning(reason(error), location=node, type="actplot")
            return
        for theme, one in kept.items():
            yield self._image(node, picture, one, _classes(theme, alone=len(kept) == 1))

    def _image(self, node: pictures, picture: Themed, kept: Kept, classes: list[str]) -> nodes.Node:
        said = {key: node[key] for key in ("width", "align") if key in node}
        alt = kept.alt if picture.alt is None else picture.alt
        if kept.path is None:
            return nodes.paragraph("", f"[image: {alt}]")
        place = str(kept.path)
        self.env.images.add_file(self.env.docname, place)
        html = self.app.builder.format == HTML
        classes = [*node["classes"], *(classes if html else [])]
        return nodes.image(alt=alt, uri=place, candidates={"*": place}, classes=classes, **said)


def _classes(theme: str, *, alone: bool) -> list[str]:
    return [UNLINKED, MIXED if alone or theme == AUTO else f"only-{theme}"]
