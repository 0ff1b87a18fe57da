"""Places one legend for all panels beside or below them, where it can cover no curve."""

import warnings
from collections.abc import Sequence
from functools import cache, lru_cache

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from ...frozen import record
from ..fonts import needed_fonts
from ..look import MATHS_LARGER, is_mathematical, maths_face
from .pixels.glyphs import Renderer

ROW = 1.77  # from one entry to the next, in heights of letters
SPACING = 2.2  # between columns, in letter heights
HANDLE = 2.9  # long enough to show a dash pattern whole
PAD = 0.7  # between a handle and its label
TINY, ENLARGED = 7.0, (2, 4)  # points of letters that are measured so many times as large
HINTED = 1.06  # width of small letters on a grid of pixels, in widths of large ones


@record
class Key:
    """What a legend holds, arranged for a figure of known width."""

    handles: tuple[Artist, ...]
    labels: tuple[str, ...]
    columns: int
    width: float  # in inches
    row: float = 0.0  # height of a row, in inches
    shrunk: float = 1.0  # letters of one that would be broader than the figure

    @property
    def rows(self) -> int:
        return -(-len(self.labels) // self.columns) if self.labels else 0

    @property
    def height(self) -> float:
        """In inches."""
        return self.row * self.rows + 0.1 if self.labels else 0.0


def arrange(entries: Sequence[tuple[Artist, str]], width: float, scale: float) -> Key:
    """As many columns as fit into a width in inches; sizes are those before a small figure is scaled down."""
    widths, spacing = _widths(entries, scale)
    fitting = (n for n in range(len(entries), 0, -1) if n == 1 or _total(widths, n) <= width + spacing)
    return _key(entries, next(fitting, 1), scale, width)


def arrange_beside(entries: Sequence[tuple[Artist, str]], height: float, scale: float) -> Key:
    """As few columns as a height in inches takes."""
    most = max(1, int(height / _row(scale)))
    return _key(entries, -(-len(entries) // most), scale)


def _key(entries: Sequence[tuple[Artist, str]], columns: int, scale: float, room: float = 0.0) -> Key:
    """A legend of some columns, with smaller letters where it would be broader than the room."""
    if not entries:
        return Key((), (), 1, 0.0)
    widths, spacing = _widths(entries, scale)
    by_column = [entry for column in range(columns) for entry in entries[column::columns]]  # as matplotlib fills them
    total = _total(widths, columns) - spacing
    shrunk = min(1.0, 0.97 * room / total) if 0 < room < total else 1.0
    handles, labels = zip(*by_column, strict=True)
    return Key(handles, labels, columns, shrunk * total, _row(scale), shrunk)


def _widths(entries: Sequence[tuple[Artist, str]], scale: float) -> tuple[list[float], float]:
    """Of entries, with what is between two of them, and of that alone."""
    size = mpl.rcParams["legend.fontsize"] / scale
    letter = size / 72
    hinted = HINTED if scale < 1 else 1.0
    texts = text_widths([text for _, text in entries], size)
    return [(HANDLE + PAD + SPACING) * letter + hinted * text for text in texts], SPACING * letter


def _row(scale: float) -> float:
    return ROW * mpl.rcParams["legend.fontsize"] / scale / 72


def add_legend(figure: Figure, key: Key, corner: tuple[float, float]) -> None:
    """Put the legend's upper left corner at a place given as fractions of the figure."""
    if key.labels:
        legend = figure.legend(
            key.handles, key.labels, loc="upper left", bbox_to_anchor=corner, ncols=key.columns, borderpad=0,
            frameon=False,
            fontsize=key.shrunk * mpl.rcParams["legend.fontsize"],
            borderaxespad=0, handlelength=HANDLE, handletextpad=PAD, columnspacing=SPACING, labelspacing=0.55,
        )  # fmt: skip
        for text in legend.get_texts():
            if is_mathematical(text.get_text()):
                text.set(family=maths_face(), fontsize=MATHS_LARGER * text.get_fontsize())


def _total(widths: Sequence[float], columns: int) -> float:
    """Width of a legend whose entries fill the columns row by row."""
    return sum(max(widths[column::columns]) for column in range(columns))


@cache
def _ruler() -> Renderer:
    """One that only measures."""
    return Renderer(1, 1, 72)


def text_widths(
    labels: Sequence[str], size: float, weight: str = "normal", family: Sequence[str] | None = None
) -> list[float]:
    """In inches, as the font draws them."""
    families = family or mpl.rcParams["font.family"]
    settings = measured_settings()
    enlarged = (1,) if size >= TINY else ENLARGED  # hinting makes tiny letters narrower or broader, by the resolution
    fonts = [(weight, tuple(needed_fonts(label, families, weight)), settings) for label in labels]
    return [
        max(_width(label, larger * size, *font) / larger for larger in enlarged)
        for label, font in zip(labels, fonts, strict=True)
    ]


def measured_settings() -> tuple[str, ...]:
    """What widths of texts depend on, but for the families that a text asks for."""
    return tuple(str(dict.__getitem__(mpl.rcParams, name)) for name in _MEASURED)  # past its checks of old names


_MEASURED = ("font.sans-serif", "font.serif", "font.monospace", "text.hinting", "text.hinting_factor")


@lru_cache(maxsize=4096)
def _width(label: str, size: float, weight: str, families: tuple[str, ...], _: tuple[str, ...]) -> float:
    """Of one text, under settings that generic families and hinting depend on."""
    font = FontProperties(size=size, weight=weight, family=families)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a missing glyph is reported once the text is drawn
        ruler = _ruler()
        ruler.heed_settings()
        return float(ruler.get_text_width_height_descent(label, font, ismath=False)[0]) / 72
