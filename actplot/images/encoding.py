"""Turns a figure into the bytes of an image, the same each time, and writes files whole or not at all."""

import io
import zlib
from typing import TYPE_CHECKING

from .sizes import check_pixels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
KEYWORD = "actplot"  # of the PNG text chunk that holds the command line


def encode(figure: "Figure", format: str, command: str, dpi: float, fonttype: int = 42) -> bytes:
    """An image of a figure that carries the command line that drew it.

    The same figure and command give the same bytes: no date, version or random number goes in.
    PDF embeds fonts as TrueType, which is type 42, if no other type is asked for.
    Raises `BadOption` for a text that the font cannot draw, and for too many pixels.
    """
    from ..figures.look import matplotlib_defaults, with_all_glyphs  # not above: tables are written without matplotlib

    check_pixels(figure.get_size_inches(), dpi)  # which may be what a formula or a style sheet asks for
    encoders = {"png": _png, "svg": _svg, "pdf": _pdf}
    settings = {"svg.hashsalt": command, "svg.fonttype": "path", "pdf.fonttype": fonttype}
    with matplotlib_defaults(settings), with_all_glyphs():
        return encoders[format](figure, command, dpi)


def _png(figure: "Figure", command: str, dpi: float) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image, PngImagePlugin

    from ..figures.page.sheets import Sheet

    figure.set_dpi(dpi)
    if isinstance(figure, Sheet):
        canvas = figure.painted()
    else:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    size, pixels = canvas.get_width_height(), canvas.buffer_rgba()
    image = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    if figure.patch.get_facecolor()[3] == 1:
        image = image.convert("RGB")
    facts = PngImagePlugin.PngInfo()
    facts.add_text(KEYWORD, command)
    buffer = io.BytesIO()
    # Flat colours come in runs: looking for nothing else is faster than level 1, and smaller.
    image.save(buffer, "png", pnginfo=facts, dpi=(dpi, dpi), compress_level=6, compress_type=zlib.Z_RLE)
    return buffer.getvalue()


def _svg(figure: "Figure", command: str, dpi: float) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    return _printed(FigureCanvasSVG(figure).print_svg, {"Date": None, "Creator": None, "Description": command})


def _pdf(figure: "Figure", command: str, dpi: float) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Subject": command}
    return _printed(FigureCanvasPdf(figure).print_pdf, metadata)


def _printed(print_to, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    print_to(buffer, metadata=metadata)
    return buffer.getvalue()
