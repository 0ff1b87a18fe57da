"""Writes pixels as a PNG: of flat colours, so that no row is looked at for a better filter, which costs most."""

import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LEVEL = 3  # of zlib: from 4 on it takes twice the time, for a tenth of the bytes
ROWS = 64  # that are packed at a time: they fit into a processor's memory, and large images need no copy
METRE = 0.0254  # inches are as long
OPAQUE, WITH_ALPHA = 3, 4  # samples of a pixel
COLOURS = {OPAQUE: 2, WITH_ALPHA: 6}  # how a PNG says so


def png_of(pixels: "np.ndarray", dpi: float, texts: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The bytes of an image of shape (rows, columns, 3 or 4), with chunks of text before its pixels."""
    height, width, samples = pixels.shape
    header = b"".join([width.to_bytes(4), height.to_bytes(4), bytes([8, COLOURS[samples], 0, 0, 0])])
    density = int(dpi / METRE + 0.5).to_bytes(4)
    chunks = [
        (b"IHDR", header),
        *texts,
        (b"pHYs", density + density + b"\1"),
        (b"IDAT", b"".join(_packed(pixels))),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def plain_text(keyword: str, text: str) -> tuple[bytes, bytes]:
    """A chunk of text in Latin letters, or else in those of all scripts."""
    try:
        return b"tEXt", f"{keyword}\0{text}".encode("latin-1")
    except UnicodeEncodeError:
        return written_text(keyword, text)


def written_text(keyword: str, text: str, language: str = "", translated: str = "") -> tuple[bytes, bytes]:
    """A chunk of text in letters of any script, with its language and the keyword in it."""
    return b"iTXt", f"{keyword}\0\0\0{language}\0{translated}\0{text}".encode()


def _packed(pixels: "np.ndarray") -> Iterator[bytes]:
    import numpy as np  # not above: what is carried is read without it

    height, width, samples = pixels.shape
    packer = zlib.compressobj(LEVEL)
    block = np.zeros((min(ROWS, height), 1 + width * samples), np.uint8)  # each row begins with 0: it has no filter
    for start in range(0, height, ROWS):
        rows = pixels[start : start + ROWS]
        for sample in range(samples):  # which is faster than all at once, where their memory has one more
            block[: len(rows), 1 + sample :: samples] = rows[:, :, sample]
        yield packer.compress(block[: len(rows)])
    yield packer.flush()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = zlib.crc32(content, zlib.crc32(kind))
    return b"".join([len(content).to_bytes(4), kind, content, checked.to_bytes(4)])
