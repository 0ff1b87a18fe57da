"""Words and mathematics as outlines: what is drawn of them, how wide and high it is, and what is new in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from ...algebra.writing.notation import LETTERS, LOWERED, RAISED
from ...frozen import record
from ..look import with_all_glyphs
from ..scripts import boxes_unsaid, tell_of_boxes_in

MATHS, WORDS, BOLD = "maths", "words", "bold"
LARGE = ("STIXGeneral", "STIXSizeOneSym", "STIXSizeTwoSym", "STIXSizeThreeSym", "STIXSizeFourSym")  # brackets
_FONTS = {
    MATHS: FontProperties(math_fontfamily="stix"),
    WORDS: FontProperties(),
    BOLD: FontProperties(weight="bold"),
} | {name: FontProperties(family=name) for name in LARGE}
_OUTLINES = TextToPath()
_LARGER = 1.12  # mathematics between words: its letters are smaller than theirs

_FROM = {raised: plain for plain, raised in RAISED.items()}
_BELOW = {lowered: plain for plain, lowered in LOWERED.items()}
_GREEK = "".join(letter for letter in LETTERS.values() if len(letter) == 1)
_MARKS = "′″" + "".join(_FROM) + "".join(_BELOW)
# A letter that stands alone; "a" is the article, unless something is raised, lowered or equal.
_SYMBOL = re.compile(
    rf"(?<![\w{_MARKS}])(?:(?:[b-zB-HJ-Z]|[{_GREEK}])(?![^\W{_MARKS}{_GREEK}]|[-'’])[{_MARKS}]*"
    rf"|[aAI](?:[{_MARKS}]+|(?= [=<>≤≥]|\()))"
)

# A line may end behind each of the letters of scripts that leave no gaps between words, and what closes a phrase.
_UNSPACED = "\u2e80-\u3000\u3003-\u3007\u3012\u3013\u3020-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORD = re.compile(rf"(\s*)([{_UNSPACED}][^\s\w]*|[^\s{_UNSPACED}]+)")
_SLANTED = re.compile("([\U0001d434-\U0001d7ffℎ]+)")

_NOTHING = Path(np.empty((0, 2)), np.empty(0, np.uint8))


def _font(kind: str, size: float, families: tuple[str, ...]) -> FontProperties:
    font = _FONTS[kind].copy()
    font.set_size(size)
    if families:
        font.set_family(families)
    return font


@record
class Part:
    """Outlines at a place: of a text, or of a sign that no font has so large."""

    path: Path
    text: str = ""  # as matplotlib reads it
    face: str = MATHS
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0
    factor: float = 1.0
    families: tuple[str, ...] = ()  # fonts of words
    fresh: bool = False  # what is new against the line above has a colour of its own

    def moved(self, x: float, y: float) -> "Part":
        return replace(self, x=self.x + x, y=self.y + y)

    def scaled(self, factor: float) -> "Part":
        return replace(self, x=factor * self.x, y=factor * self.y, factor=factor * self.factor)

    @property
    def placed(self) -> Path:
        return Path(self.factor * self.path.vertices + np.array([self.x, self.y]), self.path.codes)

    def font(self, size: float) -> FontProperties:
        return _font(self.face, size, self.families)


@record
class Ink:
    """Outlines with their origin on the baseline; all lengths in points."""

    parts: tuple[Part, ...]
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        return self.ascent + self.descent

    def scaled(self, factor: float) -> "Ink":
        parts = tuple(part.scaled(factor) for part in self.parts)
        return Ink(parts, self.width * factor, self.ascent * factor, self.descent * factor)

    def as_fresh(self) -> "Ink":
        return replace(self, parts=tuple(replace(part, fresh=True) for part in self.parts))

    def shifted(self, x: float, y: float = 0.0) -> "Ink":
        """The same room, with what is drawn elsewhere in it."""
        return replace(self, parts=tuple(part.moved(x, y) for part in self.parts))

    @cached_property
    def path(self) -> Path:
        """All that is not new."""
        return _joined(part for part in self.parts if not part.fresh)

    @cached_property
    def fresh(self) -> Path:
        """What is new."""
        return _joined(part for part in self.parts if part.fresh)


EMPTY = Ink((), 0.0, 0.0, 0.0)
Placed = tuple[Ink, float, float]


def _joined(parts: Iterable[Part]) -> Path:
    paths = [part.placed for part in parts]
    return Path.make_compound_path(*paths) if paths else _NOTHING


def shape(path: Path, width: float, ascent: float, descent: float) -> Ink:
    """A sign that no font has."""
    return Ink((Part(path),), width, ascent, descent)


def together(placed: Sequence[Placed], width: float) -> Ink:
    """Outlines at their places, as high as they reach."""
    return Ink(
        tuple(part.moved(x, y) for ink, x, y in placed for part in ink.parts),
        width,
        max(ink.ascent + y for ink, _, y in placed),
        max(ink.descent - y for ink, _, y in placed),
    )


def beside(*inks: Ink, gap: float = 0.0) -> Ink:
    """Outlines in one row, on one baseline."""
    placed: list[Placed] = []
    x = 0.0
    for ink in inks:
        placed.append((ink, x, 0.0))
        x += ink.width + gap
    return together(placed, max(x - gap, 0.0))


def space(width: float) -> Ink:
    return Ink((), width, 0.0, 0.0)


def text_ink(text: str, kind: str, size: float) -> Ink:
    """One line of words in the fonts in force, or of mathematics without dollar signs."""
    if kind not in (WORDS, BOLD):
        return _text_ink(text, kind, size, ())
    tell_of_boxes_in(text)
    return _text_ink(text, kind, size, tuple(mpl.rcParams["font.family"]))


@lru_cache(maxsize=4096)
def _text_ink(text: str, kind: str, size: float, families: tuple[str, ...]) -> Ink:
    if not text:
        return EMPTY
    maths = kind == MATHS
    source, font = (f"${text}$" if maths else text), _font(kind, size, families)
    with boxes_unsaid() if families else with_all_glyphs():
        vertices, codes = _OUTLINES.get_text_path(font, source, ismath=maths)
        width, height, descent = _OUTLINES.get_text_width_height_descent(source, font, maths)
    factor = size / _OUTLINES.FONT_SCALE
    path = Path(np.asarray(vertices, float).reshape(-1, 2) * factor, np.asarray(codes, np.uint8))
    if kind in (WORDS, BOLD):  # every line of words is as high as its font
        descent, height = 0.24 * size, size
    parts = (Part(path, source, kind, size, families=families),) if len(path.vertices) else ()
    return Ink(parts, float(width), float(height - descent), float(descent))


@lru_cache(maxsize=4096)
def glyphs(text: str, size: float) -> Ink:
    """Mathematics as wide as its outlines, which slanted letters leave at the top and at the bottom."""
    ink = text_ink(text, MATHS, size)
    if not ink.parts:
        return ink
    box = ink.path.get_extents()
    left = max(0.0, 0.02 * size - box.x0)
    return replace(
        ink.shifted(left), width=max(ink.width + left, box.x1 + left + 0.03 * size), ascent=box.y1, descent=-box.y0
    )


def prose(text: str, size: float) -> Ink:
    """Words in which single letters are mathematics, with what is raised or lowered at them."""
    runs, end = [], 0
    for found in _SYMBOL.finditer(text):
        runs += [text_ink(text[end : found.start()], WORDS, size), _symbol(found[0], size)]
        end = found.end()
    ink = beside(*runs, text_ink(text[end:], WORDS, size))
    return replace(ink, ascent=max(ink.ascent, 0.76 * size), descent=max(ink.descent, 0.24 * size))


def _symbol(text: str, size: float) -> Ink:
    letter, marks = text[0], text[1:]
    primes = sum(2 if mark == "″" else mark == "′" for mark in marks)
    above = "".join(_FROM[mark] for mark in marks if mark in _FROM)
    below = "".join(_BELOW[mark] for mark in marks if mark in _BELOW)
    source = letter + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    return beside(glyphs(source, _LARGER * size), primes_ink(primes, _LARGER * size), space(0.04 * size))


def primes_ink(count: int, size: float) -> Ink:
    """Primes as the face has them, which are raised already."""
    return beside(*[glyphs(r"\prime", size)] * count, gap=-0.05 * size) if count else EMPTY


def wrapped(text: str, size: float, width: float, kind: str = WORDS) -> list[Ink]:
    """Words in as many lines as they need."""
    return [_line(line, size, kind) for line in _lines(text, size, width, kind)]


def balanced(text: str, size: float, width: float, kind: str = WORDS) -> list[Ink]:
    """Words in as few lines as they need, and these as even as can be."""
    lines = _lines(text, size, width, kind)
    for _ in range(20):
        width *= 0.95
        closer = _lines(text, size, width, kind)
        if len(closer) > len(lines):
            break
        lines = closer
    return [_line(line, size, kind) for line in lines]


def _line(text: str, size: float, kind: str) -> Ink:
    if kind == WORDS:
        return prose(text, size)
    runs = [run for run in _SLANTED.split(text) if run]
    return beside(*(text_ink(run, LARGE[0] if _SLANTED.match(run) else kind, size) for run in runs))


def _lines(text: str, size: float, width: float, kind: str) -> list[str]:
    lines: list[str] = []
    for gap, word in _WORD.findall(text):
        longer = f"{lines[-1]}{' ' * bool(gap)}{word}" if lines else word
        if lines and _line(longer, size, kind).width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
