"""A derivation as text, LaTeX, Markdown, MathML and data, and as the mathematics that a notebook shows."""

import os
import re
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..destinations import in_a_folder, suffix_of
from ..showing import MIME, SAVE, Bundle, Shown, chosen, named_place

if TYPE_CHECKING:
    from ...documents.derived_lines import DerivedLine

WIDTH = 80
TEXTS = {"txt": "text", "tex": "latex", "md": "markdown", "mml": "mathml", "html": "mathml"}  # suffix → method
MATHEMATICS = re.compile(r"\$\$.*?\$\$", re.DOTALL)


class Written(Shown):
    """What a derivation is beside a picture; `self` is a `DeriveRequest`, whose module imports this one.

    Every method raises `CheckFailed` where a line does not hold.
    """

    def text(self: Any, *, width: int = WIDTH, layout: str = "lines") -> str:
        """One line for each step, or with `layout="boxes"` fractions with bars, over several lines."""
        from ...documents.derivation import derivation_text

        return self._document(derivation_text, width, boxes=layout == "boxes")

    def latex(self: Any) -> str:
        """An `align*` environment that needs amsmath."""
        from ...documents.markup import derivation_latex

        return self._document(derivation_latex)

    def beamer(self: Any, *, lines_per_slide: int = 6, overlays: bool = False) -> str:
        """Frames of beamer that fit a slide; with `overlays` the lines of a slide come one after the other."""
        from ...documents.typeset.beamer import Slides, derivation_beamer

        return self._document(partial(derivation_beamer, slides=Slides(lines_per_slide, overlays)))

    def markdown(self: Any) -> str:
        """A block of mathematics between dollar signs, with remarks as a list."""
        from ...documents.markup import derivation_markdown

        return self._document(derivation_markdown)

    def mathml(self: Any) -> str:
        """One `math` element."""
        from ...documents.markup import derivation_mathml

        return self._document(derivation_mathml)

    @property
    def lines(self: Any) -> "tuple[DerivedLine, ...]":
        """Each line with both sides, the rule, why it follows, its LaTeX and to how many digits it was checked."""
        from ...documents.derived_lines import lines_of

        self.require_agreement()
        return lines_of(self.derivation, self.check)

    def to_dict(self: Any) -> dict[str, Any]:
        """The derivation as data, ready for JSON."""
        from ...documents.derived_lines import derivation_object

        self.require_agreement()
        return {"function": str(self.function), **derivation_object(self.derivation, self.check)}

    def _document(self: Any, write: Callable[..., str], width: int = WIDTH, *, boxes: bool = False) -> str:
        from ...documents.derivation import Page

        self.require_agreement()
        return write(self.derivation, self.check, Page(width, boxes, False, self.explain, self.details))

    def save(self: Any, place: str | os.PathLike, *, format: str | None = None) -> Path | tuple[Path, ...]:
        """Write an image, or a text where the suffix is .txt, .tex, .md or .mml, and give its path."""
        from ...files import write

        name = named_place(place)
        method = TEXTS.get(suffix_of(name))
        if method is None or format is not None:
            return super().save(place, format=format)
        path = in_a_folder(SAVE, name)
        write(path, getattr(self, method)().encode())
        return path

    def _repr_markdown_(self: Any) -> str:
        return str(self.markdown())

    def _repr_latex_(self: Any) -> str:
        """The lines alone, between dollar signs."""
        found = MATHEMATICS.search(self.markdown())
        return found[0] if found else ""

    def _repr_mimebundle_(
        self: Any, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> Bundle:
        """What a notebook shows: the lines as mathematics; the picture where that is asked for."""
        if include and set(include) <= {*MIME.values()}:
            return super()._repr_mimebundle_(include, exclude)
        texts = {
            "text/markdown": self._repr_markdown_(),
            "text/latex": self._repr_latex_(),
            "text/plain": self.text(),
        }
        return chosen((texts, {}), include, exclude)
