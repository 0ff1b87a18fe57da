"""What a picture is to whoever holds it in Python: a figure, a file, a line of text, and what a notebook shows."""

import os
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadOption
from .command_line import line_for_readers, line_of
from .destinations import image_format, in_a_folder, is_folder
from .file_names import file_stems

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HTML = "text/html"
MIME = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
LARGEST_SVG = 150_000  # bytes of one that a notebook keeps; larger ones, such as surfaces, are shown as pixels
INCH = 96  # pixels of a page in a browser
SAVE = "save:"  # in front of messages

Bundle = tuple[dict[str, Any], dict[str, Any]]  # data and what is said of it, each by media type


class Shown:
    """What every picture does for whoever holds it; `self` is a `Picture`, whose module imports this one."""

    def figure(self: Any) -> "Figure":
        """The matplotlib Figure, drawn anew at each call; it is yours to change.

        Raises `BadOption` where several figures are asked for: take one of `split()`.
        """
        from ..images.notebook import shown_in_notebooks

        self.warn_of_fonts()
        return shown_in_notebooks(self.draw(), self.alt)

    def save(self: Any, place: str | os.PathLike, *, format: str | None = None) -> Path | tuple[Path, ...]:
        """Write an image, and give its path; of several figures the paths.

        Parameters
        ----------
        place : a file, whose suffix says the format, .png, .svg, .pdf or .tex for pgfplots, or a folder in which the
            picture names itself
        format : where no suffix says it

        Raises `BadOption` for an unknown suffix or a missing folder, `OutputError` where the system refuses.
        """
        from ..files import write

        targets = self._targets(named_place(place), format)
        for picture, path, form in targets:
            picture.check_format(form)
            write(path, picture.image(form))
        paths = tuple(path for _, path, _ in targets)
        return paths[0] if len(paths) == 1 else paths

    def _targets(self: Any, place: str, format: str | None) -> list[tuple[Any, Path, str]]:
        """Each figure with its file and format."""
        pictures = self.split()
        if format is not None:
            image_format(SAVE, f"x.{format}", None)
        if not place or not is_folder(place):
            path, form = in_a_folder(SAVE, place), image_format(SAVE, place, format)
            if len(pictures) == 1:
                return [(pictures[0], path, form)]
            paths = [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, len(pictures) + 1)]
            return [(one, path, form) for one, path in zip(pictures, paths, strict=True)]
        form = format or self.usual_format
        stems = file_stems(pictures)
        return [(one, Path(place, f"{stem}.{form}"), form) for one, stem in zip(pictures, stems, strict=True)]

    @property
    def command(self: Any) -> str:
        """The command line that draws the same.

        Raises `BadSpec` where a function of your program stands in no file, so that no line can name it.
        """
        return f"actplot {line_of(self)}"

    @cached_property
    def facts(self: Any) -> dict[str, Any]:
        """What the figure says as numbers and words: curves, limits, labels and marks, ready for JSON."""
        from .stating import facts_of_content

        return facts_of_content(self._content, self.alt)

    @property
    def notes(self: Any) -> tuple[str, ...]:
        """What the command line would tell beside the picture."""
        return tuple(note for picture in self.split() for note in picture.messages())

    def __str__(self: Any) -> str:
        return f"actplot {line_for_readers(self)}"

    def __repr__(self) -> str:
        return f"<{self}>"

    def _repr_mimebundle_(
        self: Any,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
    ) -> Bundle:
        """What a notebook shows: an SVG, or pixels where those are asked for or it would be very large.

        Twice: for what cannot give an image a text, a page's element has it.
        """
        pictures = self.split()
        if len(pictures) > 1:
            return chosen(_several(pictures), include, exclude)
        wanted = set(include or (*MIME.values(), HTML)) - set(exclude or ())
        found: Bundle = ({"text/plain": self.alt}, {})
        for form in ("svg", "png") if self.theme != "auto" else ("svg",):
            if wanted & {MIME[form], HTML}:
                image = self.image(form)
                if form == "png" or len(image) <= LARGEST_SVG or MIME["png"] not in wanted:
                    found = _shown(self, image, form)
                    break
        return chosen(found, include, exclude)


def named_place(place: str | os.PathLike) -> str:
    """A path as text; `BadOption` for what is none."""
    if not isinstance(place, str | os.PathLike):
        raise BadOption(f"{SAVE} takes a path, such as 'elu.svg', got {type(place).__name__}")
    return os.fspath(place)


def chosen(bundle: Bundle, include: Collection[str] | None, exclude: Collection[str] | None) -> Bundle:
    """Of a bundle the media types that are asked for."""
    kept = [kind for kind in bundle[0] if (not include or kind in include) and kind not in (exclude or ())]
    return {kind: bundle[0][kind] for kind in kept}, {kind: bundle[1][kind] for kind in kept if kind in bundle[1]}


def _shown(picture: Any, image: bytes, form: str) -> Bundle:
    """An image with the text that stands for it, in the size of the figure."""
    said: dict[str, Any] = {"alt": picture.alt}
    if form == "png":
        width = int.from_bytes(image[16:20], "big")  # as the header of every PNG says
        said["width"] = round(width * INCH / picture.resolution)
    data = image.decode() if form == "svg" else _in_letters(image)
    page = element(image, form, picture.alt, said.get("width"))
    return {HTML: page, MIME[form]: data, "text/plain": picture.alt}, {MIME[form]: said}


def _several(pictures: tuple[Any, ...]) -> Bundle:
    """Figures below each other, as a page, which alone has room for several."""
    images = [f"<p>{embedded(picture)}</p>" for picture in pictures]
    return {HTML: "\n".join(images), "text/plain": "\n".join(picture.alt for picture in pictures)}, {}


def embedded(picture: Any) -> str:
    """A picture as an element of a page."""
    return element(picture.image("svg"), "svg", picture.alt)


def element(image: bytes, form: str, alt: str, width: int | None = None) -> str:
    """An image in a page, no wider than it, with the text that stands for it."""
    from html import escape  # late, as for letters: what is not shown in a page needs neither

    data, wide = _in_letters(image), f"width:{width}px;" if width else ""
    return f'<img alt="{escape(alt)}" style="{wide}max-width:100%" src="data:{MIME[form]};base64,{data}"/>'


def _in_letters(image: bytes) -> str:
    from base64 import b64encode

    return b64encode(image).decode()
