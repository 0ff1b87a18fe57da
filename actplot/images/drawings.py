"""Looks into SVG, PDF and LaTeX: whether they are whole, and what they draw with and without text."""

import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
# Of what a stranger may have written: each of these looks at no byte more than a few times.
GLYPHS = re.compile(rb"q\s[^q]*?\scm\s*+/F\d\S*+\s++Do\s++Q")  # letters outside the first 256 of a font
NOTHING = re.compile(rb"q\s[\d\s.+-]++cm\s++Q")  # a place where letters stood
LETTERS = re.compile(rb"[\d\s.+-]++d[01]\b|/CIDInit\b")  # the start of a stream that draws or maps one
WRITING, WRITTEN = re.compile(rb"\bBT\b"), re.compile(rb"\bET\b")
STREAM, STREAM_END = re.compile(rb">>\s*+stream\r?\n"), re.compile(rb"\r?\nendstream")
THOUSANDS = re.compile(rb"/BBox\s*+\[\s*+-?\d{3,}[\s.]")  # a letter's box; that of a dot is a few points wide
REFERENCE = re.compile(r"(^#|url\(#)([\w.-]+)")
UNSEEN, NAMED_BY = ("metadata", "title", "desc"), "aria-labelledby"  # of an SVG: what it says and does not draw
TEX_END = b"\\end{tikzpicture}\n"
TEX_WORDS = re.compile(rb"ticklabels=\{.*\}|\\node\[.*")  # of a line
MOST_DIGITS = 30  # of a number that is read
OUTSIDE = 1e9  # points: farther out than any picture reaches
SEEN = 0.05  # points that a line of an SVG may run beside another one: what rounding and sampling explain
LARGEST = 10_000_000  # bytes of an SVG, or of all that a PDF unpacks to, that are looked at
TOO_MUCH = "it holds more than any picture of actplot's, and is not looked into"
MOST_PARTS = 1_000_000  # elements and attributes of an SVG that is looked at
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")

Element = tuple[int, str, tuple[tuple[str, str], ...], str]


class TooMuch(ValueError):
    """What a PDF unpacks to is more than any picture needs."""


def svg_fault(data: bytes) -> str | None:
    """Why bytes are not a whole SVG; None where they are."""
    if len(data) > LARGEST or data.count(b"<") + data.count(b"=") > MOST_PARTS:
        return TOO_MUCH
    if any(b"<!ENTITY".decode().encode(encoding) in data for encoding in ENCODINGS):
        return "it declares entities, which could unpack to anything"
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"it is cut off or damaged: {error}"
    return None if root.tag.rpartition("}")[2] == "svg" else "it is not an SVG image"


def svg_elements(data: bytes, *, text: bool) -> list[Element]:
    """What an SVG draws: depth, tag, attributes and words of its elements, with or without text.

    The legend counts as text: how wide its labels are moves the rest of it.
    """
    names: dict[str, str] = {}
    found = _drawn(ElementTree.fromstring(data), text)
    return [(depth, tag, _renamed(attributes, names), words) for depth, tag, attributes, words in found]


def _drawn(root: ElementTree.Element, text: bool) -> Iterator[Element]:
    """The elements in the order of the file, however deep they are nested."""
    waiting = [(0, root)]
    while waiting:
        depth, element = waiting.pop()
        tag = element.tag.rpartition("}")[2]
        writing = tag == "text" or element.get("id", "").startswith(("text_", "legend_"))
        if tag in UNSEEN or (writing and not text):
            continue
        seen = {name: value for name, value in element.attrib.items() if name != NAMED_BY}
        attributes = [(name.rpartition("}")[2], " ".join(value.split())) for name, value in seen.items()]
        yield depth, tag, tuple(sorted(attributes)), " ".join((element.text or "").split())
        waiting += [(depth + 1, child) for child in reversed(element)]


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
    numbers = [float(number[:MOST_DIGITS]) for number in NUMBER.findall(path.get("d", ""))]
    numbers = [min(max(number, -OUTSIDE), OUTSIDE) for number in numbers]
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
    return bool(max(ends, apart) <= SEEN)


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
    except TooMuch:
        return TOO_MUCH
    except zlib.error as error:
        return f"it is damaged: {error}"
    return None


def pdf_streams(data: bytes, *, text: bool) -> list[bytes]:
    """What a PDF draws: the contents of its streams, with or without text.

    Raises `TooMuch` where they unpack to more than any picture needs, `zlib.error` where they are damaged.
    """
    streams = list(_streams(data))
    if text:
        return [stream for _, stream in streams]
    drawings = [stream for head, stream in streams if not THOUSANDS.search(head) and not LETTERS.match(stream)]
    return [re.sub(rb"\s+", b" ", NOTHING.sub(b"", GLYPHS.sub(b"", _unwritten(one)))) for one in drawings]


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The dictionary of each stream, and what it unpacks to; each byte is looked at a few times, whatever they are."""
    at, room = 0, LARGEST
    while (begin := STREAM.search(data, at)) and (end := STREAM_END.search(data, begin.end())):
        head = max(at, data.rfind(b"endobj", at, begin.start()))
        stream = _unpacked(data[begin.end() : end.start()], room)
        room -= len(stream)
        yield data[head : begin.start()], stream
        at = end.end()


def _unpacked(stream: bytes, most: int) -> bytes:
    found = zlib.decompressobj().decompress(stream, most + 1) if stream[:1] == b"x" else stream
    if len(found) > most:
        raise TooMuch
    return found


def _unwritten(stream: bytes) -> bytes:
    """A drawing without the parts that write text."""
    parts, at = [], 0
    while (begin := WRITING.search(stream, at)) and (end := WRITTEN.search(stream, begin.end())):
        parts.append(stream[at : begin.start()])
        at = end.end()
    return b"".join([*parts, stream[at:]])


def tex_fault(data: bytes) -> str | None:
    """Why bytes are not a whole figure for LaTeX; None where they are."""
    if len(data) > LARGEST:
        return TOO_MUCH
    return None if data.endswith(TEX_END) else "it is cut off: its end is missing"


def tex_lines(data: bytes, *, text: bool) -> list[bytes]:
    """What a figure for LaTeX draws, with or without text; its comments draw nothing."""
    drawn = [line for line in data.splitlines() if not line.startswith(b"%")]
    return drawn if text else [TEX_WORDS.sub(b"", line) for line in drawn]
