"""Reads back the command line that an image carries, from the bytes of a PNG, SVG or PDF, or of a figure for LaTeX."""

import html
import io
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from .encoding import KEYWORD, TEX, TEX_BEGIN
from .png import SIGNATURE
from .sizes import MOST_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 100_000  # bytes of a command line, as an image has them
MOST_OF_A_PDF = 2 * LONGEST + 2  # in UTF-16, behind a mark that says so
WRITTEN = 4  # bytes in a PDF for one of a text at most: a backslash and three digits
MOST_CHUNKS = 100_000
TOO_MANY = f"it has more than {MOST_PIXELS / 1e6:.0f} million pixels, which actplot does not draw"
TIKZ = re.compile(rb"^\\begin\{tikzpicture\}", re.MULTILINE)
BEGIN, END = b"<dc:description>", b"</dc:description>"
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)  # what a damaged PNG raises
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class TooMuchText(ValueError):
    """Where the command line should be there is more than any has."""


def format_of(data: bytes) -> str | None:
    """png, svg, pdf or tex by what the bytes are, whatever the file is called; None for anything else."""
    if data.startswith(SIGNATURE):
        return "png"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(TEX_BEGIN) or (data.startswith(b"%") and TIKZ.search(data[:5000])):
        return TEX
    return "svg" if re.search(rb"<(?:\w+:)?svg[\s/>]", data[:5000]) else None


def text_of(data: bytes) -> str | None:
    """The text in the place where actplot puts its command line; None where there is none.

    A damaged image is read as far as it goes. In an SVG or PDF of other makers the place can hold any text. Time and
    memory are those of one look at the bytes. Raises `TooMuchText`.
    """
    readers = {"png": _from_png, "svg": _from_svg, "pdf": _from_pdf, TEX: _from_tex}
    form = format_of(data)
    text = readers[form](data) if form else None
    return None if text is None else _short(text)


def _from_png(data: bytes) -> str | None:
    """From before the pixels, where actplot puts it, or else from behind them, where other tools move it."""
    start = KEYWORD.encode() + b"\0"
    for kind, content in islice(_chunks(data), MOST_CHUNKS):
        if content.startswith(start):
            return TEXTS[kind](content.removeprefix(start))
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the chunks of a PNG, up to one that is cut off; none whose checksum is another one."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if end + 4 > len(data):
            return
        if kind in TEXTS and zlib.crc32(data[at + 4 : end]) == int.from_bytes(data[end : end + 4]):
            yield kind, data[at + 8 : end]
        else:
            yield b"", b""
        at = end + 4


def _plain(content: bytes) -> str:
    return _short(content).decode("latin-1")


def _packed(content: bytes) -> str | None:
    found = _unpacked(content[1:])  # behind the number of the method, of which there is one
    return None if found is None else found.decode("latin-1")


def _international(content: bytes) -> str | None:
    """A text in UTF-8, maybe packed, behind a language and the keyword in it."""
    packed, parts = content[:1] == b"\1", content[2:].split(b"\0", 2)
    if len(parts) < 3:
        return None
    found = _unpacked(parts[2]) if packed else _short(parts[2])
    return None if found is None else found.decode("utf-8", "replace")


TEXTS: dict[bytes, Callable[[bytes], str | None]] = {b"tEXt": _plain, b"zTXt": _packed, b"iTXt": _international}


def _unpacked(content: bytes) -> bytes | None:
    try:
        return _short(zlib.decompressobj().decompress(content, LONGEST + 1))
    except zlib.error:
        return None


Text = TypeVar("Text", bytes, str)


def _short(text: Text) -> Text:
    """The text, if it is no longer than a command line can be."""
    if len(text) > LONGEST:
        raise TooMuchText(f"holds a text of more than {LONGEST // 1000} kB, which no command line of actplot has")
    return text


def opened(data: bytes) -> "Image":
    """A PNG whose pixels are not yet read; one of `UNREADABLE` where that cannot be."""
    from PIL import Image  # not above: a command line is read without it

    if next(islice(_chunks(data), MOST_CHUNKS, None), None):
        raise ValueError(f"it has more than {MOST_CHUNKS} chunks")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # actplot itself draws as many
        try:
            image = Image.open(io.BytesIO(data), formats=["PNG"])
        except Image.DecompressionBombError:
            raise ValueError(TOO_MANY) from None
    if image.width * image.height > MOST_PIXELS:
        raise ValueError(TOO_MANY)
    return image


def _from_svg(data: bytes) -> str | None:
    start = data.find(BEGIN)
    end = data.find(END, start)
    if start < 0 or end < 0:
        return None
    return html.unescape(_short(data[start + len(BEGIN) : end]).decode("utf-8", "replace"))


def _from_tex(data: bytes) -> str | None:
    if not data.startswith(TEX_BEGIN):
        return None
    return _short(data[len(TEX_BEGIN) :][: LONGEST + 1].split(b"\n")[0]).decode("utf-8", "replace")


def _from_pdf(data: bytes) -> str | None:
    # The subject is what the picture shows; in images of the first version it was the command line.
    found = re.search(rb"/Keywords\s*([(<])", data) or re.search(rb"/Subject\s*([(<])", data)
    if not found:
        return None
    place = data[found.end() : found.end() + WRITTEN * MOST_OF_A_PDF]
    raw = _literal(place) if found[1] == b"(" else _hexadecimal(place)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("latin-1")


def _literal(place: bytes) -> bytes:
    """A PDF string in round brackets, which nest, from behind the first."""
    text, depth = bytearray(), 1
    for token in re.finditer(rb"\\([0-7]{1,3}|\r\n|.)|[()]|[^\\()]+", place, re.DOTALL):
        word, escaped = token[0], token[1]
        depth += (word == b"(") - (word == b")")
        if not depth or len(text) > MOST_OF_A_PDF:
            break
        text += word if escaped is None else _escaped(escaped)
    return bytes(text)


def _escaped(word: bytes) -> bytes:
    if word[:1] in b"01234567":
        return bytes([int(word, 8) & 255])
    return b"" if word in (b"\n", b"\r", b"\r\n") else ESCAPES.get(word, word)


def _hexadecimal(place: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", place.split(b">", 1)[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
