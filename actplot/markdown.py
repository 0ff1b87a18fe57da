"""Pictures in pages of MkDocs: what SuperFences calls for the blocks of a page that begin with ```actplot."""

import base64
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from .embedding.asked import AUTO, Place, Themed, check_themes, pictures_of, reason
from .embedding.kept import Kept, Store
from .errors import ActplotError, BadOption, quoted, suggestion

KEPT = Path(".cache", "actplot")  # from the folder of mkdocs.yml
OPTIONS = ("alt", "caption", "themes", "width")
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:%|px|em|rem|ch|vw|cm|mm|in|pt)?")
# Of two images a page shows the one of its scheme, as Material and MkDocs' own theme mark it, else as readers prefer.
# Themes show every image of a figure as a block, which only what is important can undo.
_MARKS = {"data-md-color-scheme": "slate", "data-bs-theme": "dark"}
_UNMARKED = "html:not([data-bs-theme]) body:not([data-md-color-scheme])"
_DARK = [f"[{name}={dark}] .actplot-light" for name, dark in _MARKS.items()]
_LIGHT = [f"[{name}]:not([{name}={dark}]) .actplot-dark" for name, dark in _MARKS.items()]
STYLE = (
    "<style>.actplot img{max-width:100%}"
    f"{','.join((*_DARK, *_LIGHT))}{{display:none!important}}"
    f"@media(prefers-color-scheme:dark){{{_UNMARKED} .actplot-light{{display:none!important}}}}"
    f"@media not (prefers-color-scheme:dark){{{_UNMARKED} .actplot-dark{{display:none!important}}}}</style>"
)


def validator(language: str, inputs: dict[str, Any], options: dict[str, Any], attrs: dict[str, Any], md: Any) -> bool:
    """Take what stands behind ```actplot; what is not known ends the build."""
    for name, value in inputs.items():
        if name not in OPTIONS:
            near = suggestion(name, OPTIONS)
            raise _broken(f"there is no option {quoted(name)}.{near} Options: {', '.join(OPTIONS)}.")
        options[name] = value
    return True


def fence(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **attributes: Any) -> str:
    """The pictures of a block, drawn or as they were kept; a broken line ends the build with what is wrong."""
    return _drawn(source, css_class, options, _folder_of(md), None, attributes)


def fences(functions: str) -> Callable[..., str]:
    """The same with the functions of a TOML file, which is named from the folder of mkdocs.yml."""
    return partial(_fence_with, functions)


def _fence_with(functions: str, source: str, language: str, css_class: str, options: dict[str, Any], md: Any,
                **attributes: Any) -> str:  # fmt: skip
    return _drawn(source, css_class, options, _folder_of(md), functions, attributes)


def _drawn(
    source: str, css_class: str, options: dict[str, Any], folder: Path, functions: str | None,
    attributes: dict[str, Any],
) -> str:  # fmt: skip
    try:
        place = Place.of(folder, functions)
        width = _checked_width(options.get("width"))
        themes = check_themes(options["themes"]) if "themes" in options else ()
        found = pictures_of(source, place, themes=themes, alt=options.get("alt"))
        images = "\n".join(_images(one, _store(Path(place.folder)), width) for one in found)
    except ActplotError as error:
        raise _broken(reason(error), source) from None
    except Exception as error:  # which SuperFences would pass over, and show the block as code
        raise _broken(f"{type(error).__name__}: {error}", source) from error
    caption = f"\n<figcaption>{escape(options['caption'])}</figcaption>" if options.get("caption") else ""
    classes = " ".join(dict.fromkeys(["actplot", *css_class.split(), *attributes.get("classes", ())]))
    named = f' id="{escape(attributes["id_value"])}"' if attributes.get("id_value") else ""
    return f'<figure class="{escape(classes)}"{named}>{STYLE}\n{images}{caption}\n</figure>'


def _images(picture: Themed, store: Store, width: str) -> str:
    """An image for each theme; the texts that stand for them are the same."""
    commands = picture.shown(following=False)
    kept = {theme: store.picture(command, picture.folder, "svg") for theme, command in commands.items()}
    classed = {theme: f' class="actplot-{theme}"' if len(kept) > 1 and theme != AUTO else "" for theme in kept}
    return "\n".join(_image(one, picture, f"{classed[theme]}{width}") for theme, one in kept.items())


def _image(kept: Kept, picture: Themed, shown: str) -> str:
    assert kept.path is not None
    data = base64.b64encode(kept.path.read_bytes()).decode()
    alt = kept.alt if picture.alt is None else picture.alt
    return f'<img{shown} alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def _checked_width(width: str | None) -> str:
    if width is None:
        return ""
    if not _LENGTH.fullmatch(width):
        raise BadOption(f"width is a length, such as 60% or 400px, got {quoted(width)}")
    return f' style="width:{width}{"px" if width[-1].isdigit() else ""}"'


def _folder_of(md: Any) -> Path:
    """The folder of mkdocs.yml, where MkDocs has told; else the current one."""
    links = md.treeprocessors["relpath"] if "relpath" in getattr(md, "treeprocessors", ()) else None
    told = getattr(getattr(links, "config", None), "config_file_path", None)
    return Path(told).parent if told else Path.cwd()


def _store(folder: Path) -> Store:
    return Store(folder / KEPT, ignored=True)


def _broken(message: str, source: str = "") -> Exception:
    """What SuperFences passes on, and MkDocs tells with the page before it ends."""
    from pymdownx.superfences import SuperFencesException

    mkdocs = sys.modules.get("mkdocs.exceptions")
    bases: Sequence[type] = (SuperFencesException, *([mkdocs.BuildError] if mkdocs else []))
    lines = source.strip().splitlines()
    where = f"actplot, in the block {quoted(lines[0])}" if lines else "actplot"
    error: Exception = type("BrokenBlock", tuple(bases), {})(f"{where}: {message}")
    return error
