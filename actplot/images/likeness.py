"""Compares two images of a figure: whether they look alike, and whether only their text differs."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from .carried import UNREADABLE, format_of, opened
from .drawings import pdf_fault, pdf_streams, svg_elements, svg_fault, tex_fault, tex_lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RED = np.array([228.0, 37.0, 54.0])  # of the difference image
FAINT = 0.25  # strength of what is the same in it
LAST = b"IEND\xaeB`\x82"  # chunk of a PNG, which has no content, with its checksum
STRIP = 500  # rows
PAD = 0.8  # of a letter's height: how far a text may reach elsewhere in another font


@dataclass(frozen=True)
class Likeness:
    """How two images compare; `only_text` also holds where they are the same."""

    same: bool
    only_text: bool
    rms: float  # of 255, over all pixels; without meaning for a format that has none
    text: str  # for a reader


def fault(data: bytes, form: str) -> str | None:
    """Why bytes are not a whole image of a format; None where they are one."""
    found = format_of(data)
    if not data:
        return "it is empty"
    if found != form:
        return f"it is no {form.upper()} image" + (f" but holds {found.upper()}" if found else "")
    return {"png": _png_fault, "svg": svg_fault, "pdf": pdf_fault, "tex": tex_fault}[form](data)


def _png_fault(data: bytes) -> str | None:
    try:
        with opened(data) as image:
            image.load()
        with opened(data) as image:
            image.verify()  # checksums, which reading pixels passes over
    except UNREADABLE as error:
        return f"it cannot be decoded: {error}"
    return None if data.endswith(LAST) else "it is cut off"


def pixels(data: bytes) -> np.ndarray:
    """The pixels of a PNG, shape (height, width, 3); one of `UNREADABLE` for a damaged one."""
    with opened(data) as image:
        return np.asarray(image.convert("RGB"))


def likeness_of(before: bytes, now: bytes, form: str, draw: "Callable[[], Figure]") -> Likeness:
    """Compare two whole images of one format; `draw` gives the figure of the second, asked only where it helps."""
    if form == "png":
        return _of_pixels(before, now, draw)
    parts = {"svg": svg_elements, "pdf": pdf_streams, "tex": tex_lines}[form]
    if parts(before, text=True) == parts(now, text=True):
        return Likeness(True, True, 0.0, "drawn alike")
    if parts(before, text=False) == parts(now, text=False):
        return Likeness(False, True, 0.0, "only text is drawn otherwise")
    if form == "pdf":  # where a legend and the ground of a label are lines and areas as any other
        return Likeness(False, False, 0.0, "drawn otherwise, maybe not only text")
    return Likeness(False, False, 0.0, "lines, colours or places are drawn otherwise, not only text")


def _of_pixels(image: bytes, other: bytes, draw: "Callable[[], Figure]") -> Likeness:
    resized, sizes = "", (_size(image), _size(other))
    if sizes[0] != sizes[1]:
        resized = "{} x {} pixels have become {} x {}".format(*sizes[0], *sizes[1])
        if np.abs(np.subtract(*sizes)).max() > 1:
            return Likeness(False, False, 255.0, resized)
    before, now = _shared(pixels(image), pixels(other))  # versions of matplotlib round sizes otherwise
    changed = (before != now).any(axis=2)
    if not changed.any() and not resized:
        return Likeness(True, True, 0.0, "equal to the pixel")
    squares = [np.sum((before[rows].astype(float) - now[rows]) ** 2) for rows in _strips(len(before))]
    rms = float(np.sqrt(sum(squares) / before.size))
    amount = "; ".join(filter(None, [f"{int(changed.sum())} pixels differ, RMS {rms:.3g}", resized]))
    if not (changed & ~_text_places(draw(), changed.shape)).any():
        return Likeness(False, True, rms, f"only text is drawn otherwise: {amount}")
    return Likeness(False, False, rms, f"lines, colours or places are drawn otherwise, not only text: {amount}")


def _size(data: bytes) -> tuple[int, int]:
    with opened(data) as image:
        return image.size


def _strips(height: int) -> list[slice]:
    """The rows of an image in parts, of which floats take little memory."""
    return [slice(top, min(top + STRIP, height)) for top in range(0, height, STRIP)]


def _shared(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What two images of almost the same size share, from the lower left corner, where matplotlib has its origin."""
    height, width = np.minimum(one.shape, other.shape)[:2]
    return one[-height:, :width], other[-height:, :width]


def _text_places(figure: "Figure", shape: tuple[int, ...]) -> np.ndarray:
    """Which pixels of a figure are on or close to a text or the legend, which texts of another width move."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from ..figures.scripts import boxes_unsaid

    canvas = FigureCanvasAgg(figure)
    with boxes_unsaid():
        canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    height, places = shape[0], np.zeros(shape, bool)
    for artist in [*texts, *figure.legends]:
        box = artist.get_window_extent(canvas.get_renderer())
        letters = artist.get_fontsize() if isinstance(artist, Text) else artist.prop.get_size_in_points()
        pad = PAD * letters * figure.dpi / 72 + 2
        right = shape[1] if artist in figure.legends else box.x1 + pad + 1
        rows = slice(max(0, int(height - box.y1 - pad)), max(0, int(height - box.y0 + pad) + 1))
        places[rows, max(0, int(box.x0 - pad)) : max(0, int(right))] = True
    return places


def difference_image(before: bytes, now: bytes) -> bytes:
    """A PNG of what differs between two PNGs: red where they do, a faint grey of the first where not."""
    old, new = pixels(before), pixels(now)
    height, width = np.maximum(old.shape[:2], new.shape[:2])
    page = np.empty((height, width, 3), np.uint8)
    for rows in _strips(height):
        page[rows] = _difference(_padded(old, rows, width), _padded(new, rows, width))
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "png")
    return buffer.getvalue()


def _difference(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    apart = np.abs(old - new).max(axis=2, keepdims=True) / 255
    grey = 255 - FAINT * (255 - old.mean(axis=2, keepdims=True))
    strength = np.where(apart > 0, np.clip(2 * apart, 0.3, 1), 0)
    return (grey * (1 - strength) + RED * strength).round()


def _padded(image: np.ndarray, rows: slice, width: int) -> np.ndarray:
    """Some rows of an image on a larger page, of a colour that no pixel beside it has."""
    page = np.full((rows.stop - rows.start, width, 3), 127.0)
    part = image[rows]
    page[: part.shape[0], : part.shape[1]] = part
    return page
