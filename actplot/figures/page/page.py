"""A page on which boxes and texts stand where inches from the upper left corner say, without axes."""

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from ..colours import paper
from ..look import Look
from .layout import TITLE_SIZE
from .legend import text_widths

NOTE, NAME = 0.86, 0.95  # sizes relative to the usual letters
ROOM = 0.9  # part of a box that a number may take

Box = tuple[float, float, float, float]  # left, top, width and height


@dataclass(frozen=True)
class Page:
    """A figure and the axes that measure it."""

    figure: Figure
    axes: Axes
    scale: float
    paper: str  # light or dark

    def boxes(self, boxes: Sequence[Box], colours: np.ndarray, gutter: float, **options: object) -> None:
        """Filled boxes, apart by a gutter; without one, joined so that no page is seen between them."""
        half = gutter / 2
        corners = [_corners(x + half, y + half, width - gutter, height - gutter) for x, y, width, height in boxes]
        edges = {"linewidths": 0.0} if gutter else {"linewidths": 0.4, "edgecolors": colours}
        self.axes.add_collection(PolyCollection(corners, facecolors=colours, **{"zorder": 2, **edges, **options}))

    def title(self, x: float, y: float, text: str) -> None:
        size = TITLE_SIZE * mpl.rcParams["axes.titlesize"]
        self._fitted(x, y, text, size, self.width - 2 * x, weight="bold", va="top")

    def heading(self, x: float, y: float, text: str, width: float) -> None:
        self._fitted(x, y, text, mpl.rcParams["axes.titlesize"], width, style="italic", va="top")

    def note(self, x: float, y: float, text: str, ha: str = "left", va: str = "top") -> None:
        size = NOTE * mpl.rcParams["font.size"]
        self.axes.text(x, y, text, size=size, ha=ha, va=va, color=self.muted)

    def name(self, x: float, y: float, text: str, ha: str, va: str) -> None:
        size = NAME * mpl.rcParams["font.size"]
        self.axes.text(x, y, text, size=size, ha=ha, va=va, color=self.muted)

    def number(self, x: float, y: float, text: str, width: float, colour: object) -> None:
        """A number in the middle of a box of some width."""
        self._fitted(x, y, text, mpl.rcParams["font.size"], ROOM * width, ha="center", va="center", color=colour)

    @property
    def width(self) -> float:
        return self.axes.get_xlim()[1]

    @property
    def muted(self) -> object:
        return mpl.rcParams["axes.labelcolor"]

    def _fitted(self, x: float, y: float, text: str, size: float, width: float, **look: object) -> None:
        """A text, smaller where it would be broader than a width in inches of the page."""
        weight = str(look.get("weight", "normal"))
        (length,) = text_widths([text], size, weight)
        size *= min(1.0, 0.97 * width * self.scale / max(length, 1e-9))
        self.axes.text(x, y, text, size=size, zorder=3, **{"color": mpl.rcParams["text.color"], **look})


def page_of(size: tuple[float, float], look: Look, scale: float) -> Page:
    """An empty page, in the middle of the figure where the look asks for another shape."""
    width, height = look.size or size
    across, down = scale * size[0] / width, scale * size[1] / height
    figure = Figure(figsize=(width, height), dpi=look.dpi)
    axes = figure.add_axes(((1 - across) / 2, (1 - down) / 2, across, down))
    axes.set_xlim(0, size[0])
    axes.set_ylim(size[1], 0)
    axes.set_axis_off()
    return Page(figure, axes, scale, paper())


def _corners(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
