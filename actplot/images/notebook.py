"""A figure of matplotlib that a notebook shows without pyplot, with the text that stands for it."""

import base64
from typing import Any

from matplotlib.figure import Figure

from .encoding import Texts, encode

INCH = 96  # pixels of a page in a browser


class NotebookFigure(Figure):
    """A figure that shows itself as pixels; it is changed and saved like every other."""

    alt = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        dpi = self.dpi
        image = encode(self, "png", "", dpi, texts=Texts(description=self.alt))
        width = round(self.get_figwidth() * INCH)
        return {"image/png": base64.b64encode(image).decode()}, {"image/png": {"alt": self.alt, "width": width}}


def shown_in_notebooks(figure: Figure, alt: str) -> Figure:
    """The same figure, which from now on shows itself: those who draw it need not know notebooks."""
    figure.__class__ = NotebookFigure
    figure.alt = alt  # type: ignore[attr-defined]
    return figure
