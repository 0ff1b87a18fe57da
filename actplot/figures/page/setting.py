"""Sets terms as outlines: fractions, roots, brackets, primes and braces, with what is new in a line marked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from ...algebra.term import Add, Call, Condition, D, Div, Fold, Mul, Neg, Num, Pow, Sym, Term
from ...algebra.writing.latex import MATHTEXT, Piece, to_mathtext
from ...algebra.writing.notation import MINUS, POWER, split_name
from ...algebra.writing.writer import Composer
from .ink import EMPTY, LARGE, Ink, Placed, beside, glyphs, primes_ink, shape, space, text_ink, together

# All relative to the size of the letters.
_AXIS = 0.25  # height of the middle of a formula above the baseline
_ROW_GAP = 0.6  # between pieces of a case
_CONDITION_GAP = 1.1  # between a piece and its condition
_BAR = 0.045  # thickness of a fraction's bar
_SMALLER = 0.7  # of what is raised
_LIFT = 0.38  # of what is raised beside a letter
_THIN, _MEDIUM, _THICK = 0.16, 0.22, 0.28  # spaces: between factors, around + and around =
_SPACES = {"*": _THIN, "+": _MEDIUM, "-": _MEDIUM}
_COVERED = 0.9  # part of what it holds that a large bracket must reach over
_PLAIN = 1.3  # height up to which a bracket stays as it is


def term_ink(term: Term | Condition, size: float, fresh: Collection[int] = ()) -> Ink:
    """A term; parts that are among `fresh`, by their identity, are marked as new."""
    return _Outlines(size, fresh).write(term)


class _Outlines(Composer[Ink]):
    """Puts terms together from the outlines of their letters."""

    primes_names = True

    def __init__(self, size: float, fresh: Collection[int] = ()):
        super().__init__(MATHTEXT)
        self.size, self.fresh = size, fresh

    def write(self, term: Term | Condition) -> Ink:
        written = super().write(term)
        return written.as_fresh() if id(term) in self.fresh else written

    def maths(self, text: str) -> Ink:
        return glyphs(text, self.size)

    def piece(self, written: Piece) -> Ink:
        return self.maths(written.text)

    def name(self, name: str) -> Ink:
        ink = super().name(name)  # mathtext leaves a gap behind it
        return replace(ink, width=ink.path.get_extents().x1 + 0.03 * self.size)

    def row(self, *parts: Ink) -> Ink:
        return beside(*parts)

    def sign(self, sign: str) -> Ink:
        bare = sign.strip()
        glyph = self.maths(self.pieces.sign(sign if sign in ("*", bare) else f" {bare} ").text.strip())
        around = space(self.size * (_SPACES.get(bare, _THICK) if sign != bare or bare == "*" else 0.03))
        return beside(around, glyph, around)

    def said(self, words: str) -> Ink:
        word = self.maths(rf"\mathrm{{{words.strip()}}}")
        before, after = (space(0.45 * self.size) if words[end] == " " else EMPTY for end in (0, -1))
        return beside(before, word, after)

    def listed(self, items: Sequence[Ink]) -> Ink:
        *others, last = items
        return beside(*(beside(item, self.maths(",")) for item in others), last, gap=_MEDIUM * self.size)

    def product(self, factors: Sequence[Term], items: Sequence[Ink]) -> Ink:
        return beside(items[0], *(self.factor(index, factors, items[index]) for index in range(1, len(items))))

    def factor(self, index: int, factors: Sequence[Term], item: Ink) -> Ink:
        """A factor behind others; between a number and a letter stands no sign."""
        if _reads_without_sign(factors[index - 1], factors[index]):
            named = isinstance(factors[index], Call | Fold)
            return beside(space((_THIN if named else 0.06) * self.size), item)
        return beside(self.sign("*"), item)

    def further(self, term: Term) -> tuple[Ink, Ink]:
        sign, written = super().further(term)
        return (sign.as_fresh(), written.as_fresh()) if id(term) in self.fresh else (sign, written)

    def held(self, term: Term, least: int) -> Ink:
        written = super().held(term, least)
        return written.as_fresh() if id(term) in self.fresh else written

    def power(self, term: Pow) -> Ink:
        match term:
            case Pow(Sym(name), Num()) if split_name(name)[1]:  # what is raised stands above the index
                return self.maths(to_mathtext(term))
        written = super().power(term)
        return written.as_fresh() if id(term.base) in self.fresh else written

    def folded(self, term: Fold, body: Ink) -> Ink:
        return beside(self.maths(self.pieces.folded(term, Piece("")).text), space(0.03 * self.size), body)

    def operated(self, operator: Ink, operand: Ink) -> Ink:
        return beside(operator, operand, gap=0.08 * self.size)

    def derivative(self, term: D) -> Ink:
        match term.operand:
            case Call("abs") as bars:  # which hold it together
                return self.primed(self.write(bars), 1)
        return super().derivative(term)

    def applied(self, name: Ink, arguments: Ink) -> Ink:
        return beside(name, arguments, gap=0.02 * self.size)

    def cased(self, pieces: Sequence[tuple[Ink, Ink]]) -> Ink:
        column = max(value.width for value, _ in pieces) + _CONDITION_GAP * self.size
        placed: list[Placed] = []
        y = 0.0
        for value, condition in pieces:
            y -= max(value.ascent, condition.ascent)
            placed += [(value, 0.0, y), (condition, column, y)]
            y -= max(value.descent, condition.descent) + _ROW_GAP * self.size
        middle = (-y - _ROW_GAP * self.size) / 2 + _AXIS * self.size
        raised = [(ink, x, y + middle) for ink, x, y in placed]
        body = together(raised, column + max(condition.width for _, condition in pieces))
        return beside(self.tall("{", body), body, gap=0.3 * self.size)

    def fenced(self, inner: Ink, fences: str = "()") -> Ink:
        return beside(self.tall(fences[0], inner), inner, self.tall(fences[1], inner), gap=0.03 * self.size)

    def tall(self, sign: str, held: Ink) -> Ink:
        """A bracket as high as what it holds: the face's own of the next size, stretched the rest of the way."""
        axis = _AXIS * self.size
        wanted = 2 * max(held.ascent - axis, held.descent + axis)
        glyph = self.bracket(sign, wanted)
        box = glyph.path.get_extents()
        plain = wanted <= _PLAIN * self.size
        stretch = 1.0 if plain else max(1.0, wanted / box.height)
        low = box.y0 if plain else axis - stretch * box.height / 2
        place = Affine2D().translate(-box.x0, -box.y0).scale(1, stretch).translate(0.06 * self.size, low)
        room = (box.width + 0.1 * self.size, low + stretch * box.height, -low)
        if plain:
            return Ink(glyph.shifted(0.06 * self.size - box.x0, low - box.y0).parts, *room)
        return shape(place.transform_path(glyph.path), *room)

    def bracket(self, sign: str, wanted: float) -> Ink:
        if sign == "|" or wanted <= _PLAIN * self.size:
            return text_ink(sign, LARGE[0], self.size)
        sizes = [text_ink(sign, kind, self.size) for kind in LARGE]
        return next((ink for ink in sizes if ink.path.get_extents().height >= _COVERED * wanted), sizes[-1])

    def rooted(self, inner: Term) -> Ink:
        return self.under_root(self.write(inner))

    def cube_rooted(self, inner: Term) -> Ink:
        root, index = self.under_root(self.write(inner)), glyphs("3", 0.6 * self.size)
        out = max(0.0, index.width - 0.3 * self.size)
        return together([(index, 0.0, 0.45 * root.ascent), (root, out, 0.0)], root.width + out)

    def under_root(self, inner: Ink) -> Ink:
        """A root's sign as high as what stands under it."""
        size, bar = self.size, _BAR * self.size
        top, low = inner.ascent + 0.14 * size, min(-inner.descent, -0.1 * size)
        left, right = 0.5 * size, 0.55 * size + inner.width + 0.06 * size
        hook = low + 0.55 * min(top - low, size)
        corners = [
            *((0.02 * size, hook - 0.08 * size), (0.15 * size, hook), (0.29 * size, low + 0.28 * size)),
            *((left - bar, top + bar), (right, top + bar), (right, top), (left, top)),
            *(
                (0.3 * size, low),
                (0.25 * size, low),
                (0.11 * size, hook - 0.1 * size),
                (0.03 * size, hook - 0.12 * size),
            ),
        ]
        sign = shape(Path([*corners, corners[0]], closed=True), 0.0, top + bar, -low)
        return together([(sign, 0.0, 0.0), (inner, 0.55 * size, 0.0)], right + 0.04 * size)

    def raised(self, base: Ink, exponent: Term) -> Ink:
        small = _Raised(_SMALLER * self.size, self.fresh).write(exponent)
        lift = max(_LIFT * self.size, base.ascent - 0.6 * small.ascent, small.descent + 0.28 * self.size)
        across = base.width + 0.03 * self.size
        return together([(base, 0.0, 0.0), (small, across, lift)], across + small.width + 0.02 * self.size)

    def primed(self, base: Ink, count: int) -> Ink:
        prime = primes_ink(count, self.size)
        lift = max(0.0, base.ascent - prime.ascent)
        return together([(base, 0.0, 0.0), (prime, base.width, lift)], base.width + prime.width)

    def over(self, above: Ink, below: Ink) -> Ink:
        axis, gap = _AXIS * self.size, 0.24 * self.size
        width = max(above.width, below.width) + 0.24 * self.size
        bar = Path.unit_rectangle().transformed(Affine2D().scale(width, _BAR * self.size).translate(0, axis))
        high, low = axis + gap + above.descent, axis - gap - below.ascent
        placed = [(above, (width - above.width) / 2, high), (below, (width - below.width) / 2, low)]
        rule = shape(bar, width, axis, -axis)
        ink = together([*placed, (rule, 0.0, 0.0)], width)
        return beside(space(0.06 * self.size), ink, space(0.06 * self.size))


class _Raised(_Outlines):
    """For exponents: a fraction is a slash."""

    stacked = False

    def over(self, above: Ink, below: Ink) -> Ink:
        return beside(above, self.maths("/"), below)

    def sign(self, sign: str) -> Ink:
        return self.maths(self.pieces.sign(sign).text.strip())


def _reads_without_sign(before: Term, after: Term) -> bool:
    """Whether a number stands before what does not begin with one; a factor 0 or 1 is there to be seen."""
    if not isinstance(before, Num) or "e" in before.text.lower() or before.value in (0, 1):
        return False
    while isinstance(after, Pow):
        after = after.base
    return not isinstance(after, Num | Div | Neg)


def broken(term: Term, size: float, width: float, fresh: Collection[int] = ()) -> Iterator[Ink]:
    """A term in one row, or where it is too wide in several, cut at + − or ·; a part that cannot be cut stays wider."""
    whole = term_ink(term, size, fresh)
    pieces = _pieces(term, size, fresh) if whole.width > width else [whole]
    rows: list[Ink] = []
    for piece in pieces:
        longer = beside(rows[-1], piece) if rows else piece
        if rows and longer.width > width:
            rows.append(beside(space(size), piece))
        else:
            rows[-1:] = [longer]
    yield from rows


def narrowed(ink: Ink, width: float) -> Ink:
    """Outlines that are made smaller where they are too wide."""
    return ink if ink.width <= width else ink.scaled(width / ink.width)


def _pieces(term: Term, size: float, fresh: Collection[int]) -> list[Ink]:
    """The terms of a sum or the factors of a product, each with the sign before it."""
    writer = _Outlines(size, fresh)
    pieces = _parts(term, writer)
    return [piece.as_fresh() for piece in pieces] if id(term) in fresh else pieces


def _parts(term: Term, writer: _Outlines) -> list[Ink]:
    match term:
        case Add((first, *rest)):
            return [writer.held(first, MINUS), *(beside(*writer.further(part)) for part in rest)]
        case Mul(factors):
            held = [writer.held(factor, POWER) for factor in factors]
            return [held[0], *(writer.factor(index, factors, held[index]) for index in range(1, len(held)))]
        case Neg(Mul() as product):
            first, *rest = _parts(product, writer)
            return [beside(writer.sign("-"), first), *rest]
    return [writer.write(term)]
