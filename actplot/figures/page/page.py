"""The one planner of pages: how large letters are, and where words, keys, boxes and axes stand on a page."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from ...errors import BadOption
from ...frozen import record
from ..look import Look
from .legend import add_legend, arrange, text_widths

# In inches, for letters of the usual size.
LEFT, RIGHT, TOP = 0.62, 0.24, 0.12
TITLE, TITLE_LINE, CAPTION = 0.42, 0.25, 0.26  # heights of a title, of each further line of it, and of a caption's line
HEADING = 0.36  # height of what stands above a panel
CAPTION_SIZE = 0.9  # relative to the usual letters
TITLE_SIZE = 1.1  # of the figure's title, relative to headings
FITTING = 0.97  # part of a width that letters may take, as hinting moves them a little
POINTS_PER_INCH = 72.0
LETTERS = 11.0  # points of the usual letters, for which other sizes are meant

Size = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, width and height


def in_letters(size: float) -> float:
    """A size in points that grows and shrinks with the letters of the figure."""
    return size * mpl.rcParams["font.size"] / LETTERS


def scale_of(look: Look, least: Size) -> float:
    """The rule of `--size`: how large letters and lines are, relative to the usual, if a figure needs some least size.

    A larger page gives more room to what can stretch and leaves the letters as they are, so that figures
    printed beside each other have letters of one size. Only a page below the least is drawn smaller as a whole.
    """
    return look.shrunk * min(look.letters, look.size[0] / least[0], look.size[1] / least[1]) if look.size else 1.0


LESS = "Draw less in one figure, give a larger --size, or leave --for out."


def no_room(look: Look, what: str, instead: str = LESS) -> BadOption:
    """Says that there is no room for something at the place of a figure, and what to do instead."""
    return BadOption(
        f"--for: there is no room for the {what} on a {look.purpose} with letters that can be read. {instead}"
    )


def room_of(look: Look, usual: Size, scale: float) -> Size:
    """Width and height of the page in inches, before it is scaled down."""
    return (look.size[0] / scale, look.size[1] / scale) if look.size else usual


@record
class Margins:
    """What a page leaves free."""

    left: float = LEFT
    right: float = RIGHT
    top: float = TOP


USUAL = Margins()


@record
class Page:
    """A figure on which places are inches from the upper left corner, before it is scaled down."""

    figure: Figure
    size: Size
    scale: float
    margins: Margins
    ruled: Axes | None = None  # axes that measure the page in inches, where there are boxes on it

    def place(self, x: float, y: float) -> Size:
        """As fractions of the page."""
        return x / self.size[0], 1 - y / self.size[1]

    def axes(self, box: Box) -> Axes:
        return self.figure.add_axes(self.fractions(box))

    def fractions(self, box: Box) -> Box:
        """Left, bottom, width and height."""
        left, top, width, height = box
        return (*self.place(left, top + height), width / self.size[0], height / self.size[1])

    def words(self, x: float, y: float, text: str, size: float, **options: object) -> None:
        """Text in the colour of labels, of a size relative to the usual letters."""
        self.write(
            x, y, text, size * mpl.rcParams["font.size"], **{"color": mpl.rcParams["axes.labelcolor"], **options}
        )

    def write(self, x: float, y: float, text: str, size: float, **options: object) -> None:
        """Text of a size in points, hanging from a place if nothing else is said; smaller where a width asks for it."""
        width = options.pop("width", None)
        if width is not None:
            size = self.fitting([text], size, width, str(options.get("weight", "normal")))
        look = {"ha": "left", "va": "top", "color": mpl.rcParams["text.color"], "size": size, **options}
        if self.ruled:
            self.ruled.text(x, y, text, **look)
        else:
            self.figure.text(*self.place(x, y), text, **look)

    def fitting(self, texts: Sequence[str], size: float, width: float, weight: str = "normal") -> float:
        """A size in points at which no text is longer than a width."""
        longest = max(text_widths(texts, size, weight))
        return size * min(1.0, FITTING * width * self.scale / max(longest, 1e-9))

    def key(self, y: float, entries: Sequence[tuple[Artist, str]]) -> None:
        """A legend as wide as the page."""
        key = arrange(entries, self.inner, self.scale)
        add_legend(self.figure, key, self.place(self.margins.left, y))

    def boxes(self, boxes: Sequence[Box], colours: np.ndarray, gutter: float) -> None:
        """Filled boxes, apart by a gutter; without one, joined so that no page is seen between them."""
        half = gutter / 2
        corners = [_corners(x + half, y + half, width - gutter, height - gutter) for x, y, width, height in boxes]
        edges = {"linewidths": 0.0} if gutter else {"linewidths": 0.4, "edgecolors": colours}
        self.ruled.add_collection(PolyCollection(corners, facecolors=colours, zorder=2, **edges))

    def stack(self, boxes: Sequence[Box], colours: np.ndarray) -> None:
        """Filled boxes of which each covers a part of the one before."""
        self.ruled.add_collection(PolyCollection([_corners(*box) for box in boxes], facecolors=colours, lw=0, zorder=2))

    @property
    def corner(self) -> Size:
        """The upper left one of what is on the page, in inches of the figure from its lower left corner."""
        (width, height), (across, down) = self.figure.get_size_inches().tolist(), self.size
        return (width - self.scale * across) / 2, height - (height - self.scale * down) / 2

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.size[0] - self.margins.left - self.margins.right


def page_of(look: Look, size: Size, scale: float, margins: Margins = USUAL) -> Page:
    """An empty page, in the middle of the figure where the look asks for another shape."""
    return Page(Figure(figsize=look.size or size, dpi=look.dpi), size, scale, margins)


def ruled_page(look: Look, size: Size, scale: float, margins: Margins) -> Page:
    """An empty page for boxes."""
    page = page_of(look, size, scale, margins)
    width, height = page.figure.get_size_inches()
    across, down = scale * size[0] / width, scale * size[1] / height
    axes = page.figure.add_axes(((1 - across) / 2, (1 - down) / 2, across, down))
    axes.set(xlim=(0, size[0]), ylim=(size[1], 0))
    axes.set_axis_off()
    return Page(page.figure, size, scale, margins, axes)


def _corners(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
