"""Looks into SVG and PDF images: whether they are whole, and what they draw with and without text."""

import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
GLYPHS = re.compile(rb"q\s[^q]*?\scm\s*/F\d+\S*\s+Do\s+Q")  # letters outside the first 256 of a font
NOTHING = re.compile(rb"q\s[\d\s.+-]+cm\s+Q")  # a place where letters stood
LETTERS = re.compile(rb"[\d\s.+-]+d[01]\b|/CIDInit\b")  # the start of a stream that draws or maps one
WRITING = re.compile(rb"\bBT\b.*?\bET\b", re.DOTALL)
STREAM = re.compile(rb"(<<(?:(?!endobj).)*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
THOUSANDS = re.compile(rb"/BBox\s*\[\s*-?\d{3,}[\s.]")  # a letter's box; that of a dot is a few points wide
REFERENCE = re.compile(r"(^#|url\(#)([\w.-]+)")
SEEN = 0.05  # points that a line of an SVG may run beside another one: what rounding and sampling explain
LARGEST = 100_000_000  # bytes that a stream may unpack to

Element = tuple[int, str, tuple[tuple[str, str], ...], str]


def svg_fault(data: bytes) -> str | None:
    """Why bytes are not a whole SVG; None where they are."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"it is cut off or damaged: {error}"
    return None if root.tag.rpartition("}")[2] == "svg" else "it is not an SVG image"


def svg_elements(data: bytes, *, text: bool) -> list[Element]:
    """What an SVG draws: depth, tag, attributes and words of its elements, with or without text.

    The legend counts as text: how wide its labels are moves the rest of it.
    """
    found: list[Element] = []
    _collect(ElementTree.fromstring(data), 0, text, found)
    names: dict[str, str] = {}
    return [(depth, tag, _renamed(attributes, names), words) for depth, tag, attributes, words in found]


def _collect(element: ElementTree.Element, depth: int, text: bool, found: list) -> None:
    tag = element.tag.rpartition("}")[2]
    writing = tag == "text" or element.get("id", "").startswith(("text_", "legend_"))
    if tag == "metadata" or (writing and not text):
        return
    attributes = [(name.rpartition("}")[2], " ".join(value.split())) for name, value in element.attrib.items()]
    found.append((depth, tag, tuple(sorted(attributes)), " ".join((element.text or "").split())))
    for child in element:
        _collect(child, depth + 1, text, found)


def _renamed(attributes: tuple[tuple[str, str], ...], names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The attributes with identifiers counted, as they are hashes of the command line."""

    def counted(name: str) -> str:
        return names.setdefault(name, str(len(names)))

    def replaced(name: str, value: str) -> str:
        return counted(value) if name == "id" else REFERENCE.sub(lambda found: found[1] + counted(found[2]), value)

    return tuple((name, replaced(name, value)) for name, value in attributes)


def svg_panels(data: bytes) -> list[tuple[str, list[np.ndarray]]]:
    """Each panel's frame, and the lines clipped to it as points of shape (n, 2), in the order drawn."""
    groups = ElementTree.fromstring(data).iter(f"{SVG}g")
    panels = [group for group in groups if group.get("id", "").startswith("axes_")]
    return [(_frame(panel), [_points(path) for path in _lines(panel)]) for panel in panels]


def _frame(panel: ElementTree.Element) -> str:
    path = panel.find(f"{SVG}g/{SVG}path")
    return "" if path is None else " ".join(path.get("d", "").split())


def _lines(panel: ElementTree.Element) -> list[ElementTree.Element]:
    lines = [child for child in panel if child.get("id", "").startswith("line2d_")]
    return [path for line in lines for path in line.findall(f"{SVG}path") if path.get("clip-path")]


def _points(path: ElementTree.Element) -> np.ndarray:
    numbers = [float(number) for number in NUMBER.findall(path.get("d", ""))]
    return np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)


def same_frames(one: bytes, other: bytes) -> bool:
    """Whether the panels of two SVG images lie in the same places."""
    return [frame for frame, _ in svg_panels(one)] == [frame for frame, _ in svg_panels(other)]


def other_lines(image: bytes, expected: bytes) -> Iterator[str]:
    """What the lines of an SVG do that those of the expected one do not; nothing where its panels lie elsewhere."""
    if not same_frames(image, expected):
        return
    panels = zip(svg_panels(image), svg_panels(expected), strict=True)
    for number, ((_, old), (_, new)) in enumerate(panels, start=1):
        if len(old) != len(new):
            yield f"panel {number}: the image has {len(old)} lines, its command line gives {len(new)}"
        elif any(not _follow(*pair) for pair in zip(old, new, strict=True)):
            yield f"panel {number}: a line of the image runs elsewhere than its command line says"


def _follow(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two lines look the same, however they are sampled."""
    if one.shape == other.shape and np.abs(one - other).max(initial=0.0) <= SEEN:
        return True
    if not len(one) or not len(other) or np.any(np.diff(other[:, 0]) <= 0):
        return False
    ends = np.abs(one[[0, -1]] - other[[0, -1]]).max()
    apart = np.abs(np.interp(one[:, 0], other[:, 0], other[:, 1]) - one[:, 1]).max()
    return max(ends, apart) <= SEEN


def pdf_fault(data: bytes) -> str | None:
    """Why bytes are not a whole PDF; None where they are."""
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data[-2000:])
    if not end:
        return "it is cut off: its end is missing"
    start = int(end[1])
    if not re.match(rb"xref|\d+ \d+ obj", data[start : start + 30]):
        return "it is damaged: its table of contents is not where it should be"
    try:
        pdf_streams(data, text=True)
    except zlib.error as error:
        return f"it is damaged: {error}"
    return None


def pdf_streams(data: bytes, *, text: bool) -> list[bytes]:
    """What a PDF draws: the contents of its streams, with or without text."""
    streams = [(match[1], _unpacked(match[2])) for match in STREAM.finditer(data)]
    if text:
        return [stream for _, stream in streams]
    drawings = [stream for head, stream in streams if not THOUSANDS.search(head) and not LETTERS.match(stream)]
    return [re.sub(rb"\s+", b" ", NOTHING.sub(b"", GLYPHS.sub(b"", WRITING.sub(b"", one)))) for one in drawings]


def _unpacked(stream: bytes) -> bytes:
    return zlib.decompressobj().decompress(stream, LARGEST) if stream[:1] == b"x" else stream
