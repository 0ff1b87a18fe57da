"""The directives that draw: one line, or all figures of a gallery."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..embedding.asked import Place, Themed, check_themes, in_themes, one_line, pictures_of, reason
from ..errors import ActplotError, BadOption, quoted, suggestion
from .configured import format_for, store_of, usual_themes
from .emitting import kept_for, node_of
from .references import depend_on, functions_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
KIND = "actplot"  # of warnings, as suppress_warnings names it


class Options(dict[str, Callable[[str], Any]]):
    """What a directive may be told, by name; another name is answered with those that there are."""

    def __missing__(self, name: str) -> Callable[[str], Any]:
        def refuse(value: str) -> Any:
            raise ValueError(f"there is no such option.{suggestion(name, self)} Options: {', '.join(self)}")

        return refuse


def _themes(text: str | None) -> tuple[str, ...]:
    try:
        return check_themes(text or "")
    except ActplotError as error:
        raise ValueError(str(error).rstrip(".")) from None  # to which a period is added


def _width(text: str | None) -> str:
    return str(directives.length_or_percentage_or_unitless(text or ""))


def _align(text: str | None) -> str:
    return str(directives.choice(text, ("left", "center", "right")))


SHOWN = {"themes": _themes, "width": _width, "align": _align, "class": directives.class_option}


class ActplotDirective(SphinxDirective):
    """What says something about functions: an error is a warning of the build, with its place."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            return self.shown()
        except ActplotError as error:
            self.env.note_reread()  # what mends it may be in a file that is not there yet
            logger.warning("%s: %s", self.name, reason(error), location=self.get_location(), type=KIND)
            return [nodes.literal_block(self.block_text, self.block_text, language="rst")]

    def shown(self) -> list[nodes.Node]:
        """What stands in the page. Raises `ActplotError`."""
        raise NotImplementedError

    def given(self) -> str:
        """What the directive is about, on its own line or, where nothing stands there, below it."""
        argument, content = "\n".join(self.arguments), "\n".join(self.content)
        if argument.strip() and content.strip():
            told = content.strip().splitlines()[0]
            raise BadOption(f"{quoted(told)} has no place here: each line needs its own directive.")
        return argument or content

    @property
    def place(self) -> Place:
        return functions_in(self.env).place

    @property
    def app(self) -> "Sphinx":
        return functions_in(self.env).app

    def depend_on(self, paths: Iterable[Path]) -> None:
        """Read the page anew when one of these files changes."""
        depend_on(self.env, paths)


class DrawingDirective(ActplotDirective):
    """What shows pictures."""

    def drawn(self, found: Sequence[Themed]) -> nodes.Element:
        """The node of pictures, which are drawn now, so that many pages are drawn at once."""
        for picture in found:
            self.depend_on(store_of(self.app).sources(picture.printed, picture.folder))
            if format_for(self.app.builder):
                for kept in kept_for(self.app, picture).values():
                    for text in kept.warnings:
                        logger.warning("%s: %s", self.name, text, location=self.get_location(), type=KIND)
        shown = {key: self.options[key] for key in ("width", "align") if key in self.options}
        node = node_of(list(found), **shown, classes=[KIND, *self.options.get("class", [])])
        self.set_source_info(node)
        return node

    def figure(self, node: nodes.Element, caption: Sequence[nodes.Node]) -> nodes.figure:
        """Pictures with a caption, which may be numbered."""
        figure = nodes.figure("", node, nodes.caption("", "", *caption))
        if "align" in node:
            figure["align"] = node.attributes.pop("align")
        self.set_source_info(figure)
        return figure


class PictureDirective(DrawingDirective):
    """`.. actplot:: compare gelu silu`."""

    option_spec: ClassVar = Options(
        alt=directives.unchanged, caption=directives.unchanged, name=directives.unchanged, **SHOWN
    )

    def shown(self) -> list[nodes.Node]:
        themes = self.options.get("themes", ())
        found = self._pictures(themes)
        node = self.drawn(found)
        caption = self.options.get("caption")
        if caption:
            told, messages = self.parse_inline(caption, lineno=self.lineno)
            node = self.figure(node, told)
        else:
            messages = []
        self.add_name(node)
        return [node, *messages]

    def _pictures(self, themes: Sequence[str]) -> list[Themed]:
        text, alt = self.given(), self.options.get("alt")
        usual = usual_themes(self.config)
        one_line(text)
        if not themes and "--theme" not in text:
            themes = usual
        return pictures_of(text, self.place, themes=themes, alt=alt)


class GalleryDirective(DrawingDirective):
    """`.. actplot-gallery:: gallery.toml`."""

    option_spec: ClassVar = Options(tags=directives.unchanged_required, **SHOWN)

    def shown(self) -> list[nodes.Node]:
        from ..gallery.manifest.manifest import load

        named = self.given().strip()
        if not named:
            raise BadOption("name a manifest, such as gallery.toml, from the folder of this page.")
        relative, path = self.env.relfn2path(named)
        self.env.note_dependency(relative)
        manifest = load(path)
        self.depend_on([manifest.consulted] if manifest.consulted else [])
        return list(self._figures(manifest.figures))

    def _figures(self, entries: Sequence[Any]) -> Iterator[nodes.Node]:
        wanted = self.options.get("tags", "").replace(",", " ").split()
        seen = set()
        themes = self.options.get("themes") or usual_themes(self.config)
        for entry in entries:
            if wanted and not set(wanted) & set(entry.tags):
                continue
            picture = in_themes(entry.request, entry.folder, themes)
            if picture.printed not in seen:  # the same in another theme is another figure of the manifest
                seen.add(picture.printed)
                yield self.figure(self.drawn([picture]), [self._command(picture)])

    def _command(self, picture: Themed) -> nodes.literal:
        return nodes.literal("", f"actplot {picture.printed}", classes=["actplot-command"])


DIRECTIVES = {"actplot": PictureDirective, "actplot-gallery": GalleryDirective}
