"""Sets terms and words as outlines: mathtext for each piece, with braces, tall parentheses and fractions of our own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from ...algebra.term import Add, Cases, Condition, Fold, Mul, Neg, Term, walk
from ...algebra.writing.latex import FENCES, MATHTEXT, Piece, to_mathtext
from ...algebra.writing.notation import MINUS, POWER
from ...algebra.writing.writer import Composer
from ..look import with_all_glyphs

MATHS, WORDS, BOLD = "maths", "words", "bold"
_FONTS = {
    MATHS: FontProperties(math_fontfamily="stix"),
    WORDS: FontProperties(family="DejaVu Sans"),
    BOLD: FontProperties(family="DejaVu Sans", weight="bold"),
}
_OUTLINES = TextToPath()
_AXIS = 0.25  # height of the middle of a formula above the baseline, relative to the size
_ROW_GAP = 0.45  # between pieces of a case
_CONDITION_GAP = 1.1  # between a piece and its condition
_BAR = 0.045  # thickness of a fraction's bar


@dataclass(frozen=True)
class Ink:
    """Outlines with their origin on the baseline; all lengths in points."""

    path: Path
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        return self.ascent + self.descent

    def moved(self, x: float, y: float) -> Path:
        return Path(self.path.vertices + np.array([x, y]), self.path.codes) if len(self.path.vertices) else self.path

    def scaled(self, factor: float) -> "Ink":
        path = Path(self.path.vertices * factor, self.path.codes)
        return Ink(path, self.width * factor, self.ascent * factor, self.descent * factor)


EMPTY = Ink(Path(np.empty((0, 2)), np.empty(0, np.uint8)), 0.0, 0.0, 0.0)


@lru_cache(maxsize=2048)
def text_ink(text: str, kind: str, size: float) -> Ink:
    """One line of words, or of mathematics without dollar signs."""
    if not text:
        return EMPTY
    maths = kind == MATHS
    source, font = (f"${text}$" if maths else text), _FONTS[kind].copy()
    font.set_size(size)
    with with_all_glyphs():
        vertices, codes = _OUTLINES.get_text_path(font, source, ismath=maths)
        width, height, descent = _OUTLINES.get_text_width_height_descent(source, font, maths)
    factor = size / _OUTLINES.FONT_SCALE
    path = Path(np.asarray(vertices, float).reshape(-1, 2) * factor, np.asarray(codes, np.uint8))
    if not maths:  # every line of words is as high as its font
        descent, height = 0.24 * size, size
    return Ink(path, float(width), float(height - descent), float(descent))


def beside(*inks: Ink, gap: float = 0.0) -> Ink:
    """Outlines in one row, on one baseline."""
    paths, x = [], 0.0
    for ink in inks:
        paths.append(ink.moved(x, 0))
        x += ink.width + gap
    return Ink(_joined(paths), max(x - gap, 0.0), max(i.ascent for i in inks), max(i.descent for i in inks))


def _joined(paths: Sequence[Path]) -> Path:
    filled = [path for path in paths if len(path.vertices)]
    return Path.make_compound_path(*filled) if filled else EMPTY.path


def term_ink(term: Term, size: float) -> Ink:
    """A term; everything without cases is one piece of mathtext."""
    return _Outlines(size).write(term)


class _Outlines(Composer[Ink]):
    """Puts terms with cases together from smaller outlines."""

    def __init__(self, size: float):
        super().__init__(MATHTEXT)
        self.size = size

    def write(self, term: Term) -> Ink:
        if any(isinstance(node, Cases) for node in walk(term)):
            return super().write(term)
        return self.maths(to_mathtext(term))

    def maths(self, text: str) -> Ink:
        return text_ink(text, MATHS, self.size)

    def piece(self, written: Piece) -> Ink:
        return self.maths(written.text)

    def row(self, *parts: Ink) -> Ink:
        return beside(*parts)

    def sign(self, sign: str) -> Ink:
        return self.maths(rf"\;{self.pieces.sign(sign).text.strip()}\;")

    def listed(self, items: Sequence[Ink]) -> Ink:
        *others, last = items
        return beside(*(beside(item, self.maths(",")) for item in others), last, gap=0.6 * self.size)

    def condition(self, when: Condition | None) -> Ink:
        if when is not None and any(isinstance(node, Cases) for node in walk(when)):
            return beside(self.maths(r"\mathrm{if}\;\;"), super().write(when))
        return self.maths(r"\mathrm{otherwise}" if when is None else rf"\mathrm{{if}}\;\;{to_mathtext(when)}")

    def folded(self, term: Fold, body: Ink) -> Ink:
        return beside(self.piece(self.pieces.folded(term, Piece(""))), body)

    def cased(self, pieces: Sequence[tuple[Ink, Ink]]) -> Ink:
        column = max(value.width for value, _ in pieces) + _CONDITION_GAP * self.size
        paths, y = [], 0.0
        for value, condition in pieces:
            row = beside(value, condition)
            y -= row.ascent
            paths += [value.moved(0, y), condition.moved(column, y)]
            y -= row.descent + _ROW_GAP * self.size
        height = -y - _ROW_GAP * self.size
        middle = height / 2 + _AXIS * self.size
        width = column + max(condition.width for _, condition in pieces)
        body = Ink(_joined(paths), width, 0.0, height)
        shifted = Ink(body.moved(0, middle), width, middle, height - middle)
        return beside(self.tall(r"\{", shifted), shifted, gap=0.3 * self.size)

    def tall(self, sign: str, beside_ink: Ink) -> Ink:
        """A brace or parenthesis, stretched to the height of what it stands beside."""
        glyph = self.maths(sign)
        box = glyph.path.get_extents()
        wanted = beside_ink.height + 0.25 * self.size
        stretch = max(1.0, wanted / box.height)
        widen = min(1.0 + 0.12 * (stretch - 1.0), 1.5)
        vertices = (glyph.path.vertices - (box.x0, box.y0)) * (widen, stretch)
        low = -beside_ink.descent - 0.125 * self.size if stretch > 1 else box.y0
        path = Path(vertices + np.array([0.08 * self.size, low]), glyph.path.codes)
        width = box.width * widen + 0.16 * self.size
        return Ink(path, width, low + box.height * stretch, -low)

    def fenced(self, inner: Ink, fences: str = "()") -> Ink:
        left, right = (FENCES.get(fence, fence).strip() for fence in fences)
        return beside(self.tall(left, inner), inner, self.tall(right, inner), gap=0.12 * self.size)

    def raised(self, base: Ink, exponent: Term) -> Ink:
        return _lifted(base, term_ink(exponent, 0.7 * self.size))

    def primed(self, base: Ink, count: int) -> Ink:
        return _lifted(base, self.maths(r"\prime" * count))

    def over(self, above: Ink, below: Ink) -> Ink:
        axis, gap = _AXIS * self.size, 0.22 * self.size
        width = max(above.width, below.width) + 0.3 * self.size
        bar = Path.unit_rectangle().transformed(Affine2D().scale(width, _BAR * self.size).translate(0, axis))
        high, low = axis + gap + above.descent, axis - gap - below.ascent
        top = above.moved((width - above.width) / 2, high)
        bottom = below.moved((width - below.width) / 2, low)
        return Ink(_joined([top, bar, bottom]), width, high + above.ascent, below.descent - low)


def _lifted(base: Ink, exponent: Ink) -> Ink:
    lift = base.ascent - 0.75 * exponent.ascent
    return beside(base, Ink(exponent.moved(0, lift), exponent.width, exponent.ascent + lift, 0.0))


def wrapped(text: str, size: float, width: float, kind: str = WORDS) -> list[Ink]:
    """Words in as many lines as they need."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_ink(longer, kind, size).width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [text_ink(line, kind, size) for line in lines]


def broken(term: Term, size: float, width: float) -> Iterator[Ink]:
    """A term in one row, or where it is too wide in several, cut at + − or ·; a row that is still too wide shrinks."""
    whole = term_ink(term, size)
    pieces = _pieces(term, size) if whole.width > width else [whole]
    rows: list[Ink] = []
    for piece in pieces:
        longer = beside(rows[-1], piece) if rows else piece
        if rows and longer.width > width:
            rows.append(beside(replace(EMPTY, width=size), piece))
        else:
            rows[-1:] = [longer]
    yield from (row if row.width <= width else row.scaled(width / row.width) for row in rows)


def _pieces(term: Term, size: float) -> list[Ink]:
    """The terms of a sum or the factors of a product, each with the sign before it."""
    writer = _Outlines(size)
    match term:
        case Add((first, *rest)):
            return [writer.held(first, MINUS), *(beside(*writer.further(part)) for part in rest)]
        case Mul((first, *rest)):
            times = writer.sign("*")
            return [writer.held(first, POWER), *(beside(times, writer.held(part, POWER)) for part in rest)]
        case Neg(Mul() as product):
            first, *rest = _pieces(product, size)
            return [beside(writer.maths("-"), first), *rest]
    return [writer.write(term)]
