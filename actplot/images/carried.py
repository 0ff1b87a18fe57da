"""Reads back the command line that an image carries, from the bytes of a PNG, SVG or PDF."""

import html
import re
import zlib
from collections.abc import Iterator

from .encoding import KEYWORD

LONGEST = 1_000_000  # bytes of a text chunk, against files that unpack to gigabytes
PNG = b"\x89PNG\r\n\x1a\n"
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


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Kind, content and soundness of the chunks of a PNG, as far as it goes."""
    at = len(PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        check = data[at + 8 + size : at + 12 + size]
        yield kind, content, check == zlib.crc32(kind + content).to_bytes(4)
        at += 12 + size


def _from_png(data: bytes) -> str | None:
    for kind, content, sound in chunks(data):
        keyword, _, rest = content.partition(b"\0")
        if sound and keyword == KEYWORD.encode() and kind in (b"tEXt", b"zTXt", b"iTXt"):
            return _chunk_text(kind, rest)
    return None


def _chunk_text(kind: bytes, rest: bytes) -> str | None:
    """The text of a chunk behind its keyword, packed or not."""
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
    try:
        raw = zlib.decompressobj().decompress(rest, LONGEST) if packed else rest
        return raw.decode("utf-8" if kind == b"iTXt" else "latin-1")
    except (zlib.error, UnicodeDecodeError):
        return None


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
