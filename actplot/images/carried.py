"""Reads back the command line that an image carries, from the bytes of a PNG, SVG or PDF."""

import html
import io
import re
import warnings
from typing import TYPE_CHECKING

from .encoding import KEYWORD

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 1_000_000  # bytes of a text in a PDF
PNG = b"\x89PNG\r\n\x1a\n"
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)  # what a damaged PNG raises
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def format_of(data: bytes) -> str | None:
    """png, svg or pdf by what the bytes are, whatever the file is called; None for anything else."""
    if data.startswith(PNG):
        return "png"
    if data.startswith(b"%PDF-"):
        return "pdf"
    return "svg" if re.search(rb"<(?:\w+:)?svg[\s/>]", data[:5000]) else None


def text_of(data: bytes) -> str | None:
    """The text in the place where actplot puts its command line; None where there is none.

    A damaged image is read as far as it goes. In an SVG or PDF of other makers the place can hold any text.
    """
    readers = {"png": _from_png, "svg": _from_svg, "pdf": _from_pdf}
    form = format_of(data)
    return readers[form](data) if form else None


def _from_png(data: bytes) -> str | None:
    """From before the pixels, where actplot puts it, or else from behind them, where other tools move it."""
    try:
        with opened(data) as image:
            if KEYWORD not in image.info:
                image.load()
            return image.info.get(KEYWORD)
    except UNREADABLE:
        return None


def opened(data: bytes) -> "Image":
    """A PNG whose pixels are not yet read; one of `UNREADABLE` where that cannot be."""
    from PIL import Image  # not above: an SVG or PDF is read without it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # actplot itself draws as many
        try:
            return Image.open(io.BytesIO(data), formats=["PNG"])
        except Image.DecompressionBombError as bomb:
            raise ValueError(bomb) from None


def _from_svg(data: bytes) -> str | None:
    found = re.search(rb"<dc:description>(.*?)</dc:description>", data, re.DOTALL)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else None


def _from_pdf(data: bytes) -> str | None:
    found = re.search(rb"/Subject\s*([(<])", data)
    if not found:
        return None
    raw = _literal(data, found.end()) if found[1] == b"(" else _hexadecimal(data, found.end())
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("latin-1")


def _literal(data: bytes, at: int) -> bytes:
    """A PDF string in round brackets, which nest, from behind the first."""
    text, depth = bytearray(), 1
    for token in re.finditer(rb"\\([0-7]{1,3}|\r\n|.)|[()]|[^\\()]+", data[at : at + LONGEST], re.DOTALL):
        word, escaped = token[0], token[1]
        depth += (word == b"(") - (word == b")")
        if not depth:
            break
        text += word if escaped is None else _escaped(escaped)
    return bytes(text)


def _escaped(word: bytes) -> bytes:
    if word[:1] in b"01234567":
        return bytes([int(word, 8) & 255])
    return b"" if word in (b"\n", b"\r", b"\r\n") else ESCAPES.get(word, word)


def _hexadecimal(data: bytes, at: int) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", data[at : at + LONGEST].split(b">", 1)[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
