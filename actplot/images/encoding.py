"""Turns a figure into the bytes of an image, the same each time, and writes files whole or not at all."""

import html
import io
import re
from contextlib import nullcontext
from hashlib import blake2b
from typing import TYPE_CHECKING

from ..frozen import record
from .selectable import make_selectable
from .sizes import check_pixels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
TEX = "tex"  # for pgfplots: what a figure shows, set anew by LaTeX
TEX_BEGIN = b"% actplot "  # of the comment that holds the command line, in front of all
_PATH = re.compile(rb' d="[^"]*"')
_FINER = re.compile(rb"(\.[0-9]{3})[0-9]+")  # than a thousandth of a point, which nobody sees
KEYWORD = "actplot"  # of the PNG text chunk that holds the command line


@record
class Texts:
    """Words inside an image for readers who cannot see it, and how its own words are kept."""

    title: str = ""
    description: str = ""
    real: bool = False  # whether an SVG holds its letters as text, which readers' fonts draw, or as outlines


NO_TEXTS = Texts()


def drawn_with() -> dict[str, str]:
    """Versions of the packages on which the bytes of an image depend."""
    import matplotlib
    import numpy as np

    return {"matplotlib": matplotlib.__version__, "numpy": np.__version__}


def encode(
    figure: "Figure", format: str, command: str, dpi: float, fonttype: int = 42, *, texts: Texts = NO_TEXTS
) -> bytes:
    """An image of a figure that carries the command line that drew it, where there is one, a title and a description.

    The same figure, command and texts give the same bytes: no date, version or random number goes in.
    PDF embeds fonts as TrueType, which is type 42, if no other type is asked for.
    Letters that no font has are told in a warning. Raises `BadOption` for too many pixels.
    """
    from ..figures.fonts import without_spare_fonts
    from ..figures.lettering import letters_kept
    from ..figures.look import matplotlib_defaults  # not above: tables are written without matplotlib
    from ..figures.scripts import told_of_boxes

    keeping = letters_kept(figure) if format == "pdf" or (format == "svg" and texts.real) else nullcontext()
    if format == TEX:
        return _tex(figure, command)
    check_pixels(figure.get_size_inches(), dpi)  # which may be what a formula or a style sheet asks for
    encoders = {"png": _png, "svg": _svg, "pdf": _pdf}
    settings: dict[str, dict[str, object]] = {
        "svg": {"svg.hashsalt": command, "svg.fonttype": "none" if texts.real else "path"},
        "pdf": {"pdf.fonttype": fonttype},
    }
    spared = nullcontext() if texts.real else without_spare_fonts(figure)  # real text names all for its reader
    with matplotlib_defaults(settings.get(format, {})), told_of_boxes(), keeping, spared:
        return encoders[format](figure, command, dpi, texts)


def _tex(figure: "Figure", command: str) -> bytes:
    from ..figures.look import matplotlib_defaults
    from ..figures.scripts import boxes_unsaid
    from .typesetting import pgfplots

    with matplotlib_defaults({}), boxes_unsaid():  # its letters are LaTeX's
        drawn = pgfplots(figure)
    return TEX_BEGIN + " ".join(command.splitlines()).encode() + b"\n" + drawn if command else drawn


def _png(figure: "Figure", command: str, dpi: float, texts: Texts) -> bytes:
    import numpy as np

    from ..figures.page.pixels.painting import painted
    from ..figures.page.sheets import Sheet
    from .png import OPAQUE, WITH_ALPHA, plain_text, png_of, written_text

    figure.set_dpi(dpi)
    canvas = figure.painted() if isinstance(figure, Sheet) else painted(figure)
    told = [("Title", texts.title), ("Description", texts.description)]
    chunks = [written_text(keyword, text, "en", keyword) for keyword, text in told if text]
    samples = OPAQUE if figure.patch.get_facecolor()[3] == 1 else WITH_ALPHA
    line = [plain_text(KEYWORD, command)] if command else []
    return png_of(np.asarray(canvas.buffer_rgba())[:, :, :samples], dpi, [*line, *chunks])


def _svg(figure: "Figure", command: str, dpi: float, texts: Texts) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    metadata = {"Date": None, "Creator": None, "Description": command or None}
    drawn = _PATH.sub(lambda path: _FINER.sub(rb"\1", path[0]), _printed(FigureCanvasSVG(figure).print_svg, metadata))
    return _named(make_selectable(drawn) if texts.real else drawn, command, texts)


def _named(image: bytes, command: str, texts: Texts) -> bytes:
    """An SVG with its title and description as its first children, by which programs that read aloud know it."""
    mark = blake2b((command or texts.description).encode(), digest_size=4).hexdigest()  # pages may hold several images
    told = [("title", texts.title), ("desc", texts.description)]
    told = [(tag, text, f"{tag}-{mark}") for tag, text in told if text]
    elements = "".join(f'\n <{tag} id="{name}">{html.escape(text, quote=False)}</{tag}>' for tag, text, name in told)
    begin = image.index(b"<svg ") + len(b"<svg ")
    end = image.index(b">", begin) + 1
    labels = f'role="img" aria-labelledby="{" ".join(name for _, _, name in told)}" ' if told else 'role="img" '
    return b"".join([image[:begin], labels.encode(), image[begin:end], elements.encode(), image[end:]])


def _pdf(figure: "Figure", command: str, dpi: float, texts: Texts) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Keywords": command or None}
    metadata |= {key: text for key, text in (("Title", texts.title), ("Subject", texts.description)) if text}
    return _printed(FigureCanvasPdf(figure).print_pdf, metadata)


def _printed(print_to, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    print_to(buffer, metadata=metadata)
    return buffer.getvalue()
