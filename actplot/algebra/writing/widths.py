"""How wide formulas and words are in LaTeX at ten points: estimates that are never too small."""

from collections.abc import Sequence

from ...frozen import record
from ..term import Cases, Condition, Fold, Term
from .notation import FUNCTIONS, LETTERS, POWER, is_blank, split_name, split_number
from .writer import Writer

_ITALIC = dict(zip("abcdefghijklm", (5.3, 4.3, 4.4, 5.3, 4.7, 6.0, 5.2, 5.8, 3.5, 4.7, 5.6, 3.2, 8.8), strict=True))
_ITALIC |= dict(zip("nopqrstuvwxyz", (6.1, 4.9, 5.1, 4.9, 4.9, 4.7, 3.7, 5.8, 5.3, 7.5, 5.8, 5.3, 5.1), strict=True))
_ROMAN = dict(zip("abcdefghijklm", (5.0, 5.6, 4.5, 5.6, 4.5, 3.2, 5.1, 5.6, 2.8, 3.1, 5.3, 2.8, 8.4), strict=True))
_ROMAN |= dict(zip("nopqrstuvwxyz", (5.6, 5.0, 5.6, 5.3, 4.0, 4.0, 3.9, 5.6, 5.3, 7.3, 5.3, 5.3, 4.5), strict=True))
_ROMAN |= {**dict.fromkeys("0123456789", 5.0), **dict.fromkeys(" .,;:'|[]", 3.4), **dict.fromkeys("()", 3.9)}
_SIGNS = {"*": 7.3, ",": 4.5, "-": 7.8, " = ": 13.4}  # with the space around them
_OPERATOR = 13.4  # + − ≤ and the like between two terms
_CAPITAL, _OTHER, _GREEK = 8.3, 8.5, 6.6
_RAISED = 0.72
_BAR = 2.6  # beside a fraction
_DOT = 4.5  # of a line of dots
_THIN = 1.7  # between a function's name and what it is of


@record
class Extent:
    """The width of a formula, and how many fractions stand in each other, by which parentheses grow."""

    width: float
    tall: int = 0


def latex_width(term: Term | Condition) -> float:
    return _WIDTHS.write(term).width


def words_width(text: str) -> float:
    """Of text in the upright face."""
    return sum(_roman(character) for character in text)


def _roman(character: str) -> float:
    return _ROMAN.get(character, _CAPITAL if character.isascii() else _OTHER)


class _Widths(Writer[Extent]):
    stacked = True

    def row(self, *parts: Extent) -> Extent:
        return Extent(sum(part.width for part in parts), max((part.tall for part in parts), default=0))

    def number(self, text: str) -> Extent:
        mantissa, exponent = split_number(text)
        return Extent(5.05 * len(mantissa) + (17.5 + _RAISED * 6 * len(exponent) if exponent else 0))

    def symbol(self, name: str) -> Extent:
        if is_blank(name):
            return Extent(_DOT * len(name))
        letter, index = split_name(name)
        lowered = _RAISED * sum(_ITALIC.get(character, _CAPITAL) for character in index) + bool(index)
        if letter in LETTERS:
            return Extent(_GREEK + lowered)
        return Extent((_ITALIC.get(letter, _CAPITAL) if len(letter) == 1 else words_width(letter)) + lowered)

    def name(self, name: str) -> Extent:
        shown = FUNCTIONS.get(name, name)
        return Extent((_GREEK if len(shown) == 1 and not shown.isascii() else words_width(shown)) + _THIN)

    def sign(self, sign: str) -> Extent:
        return Extent(_SIGNS.get(sign.strip() if sign.strip() in _SIGNS and sign == sign.strip() else sign, _OPERATOR))

    def said(self, words: str) -> Extent:
        return Extent(words_width(words))

    def fenced(self, inner: Extent, fences: str = "()") -> Extent:
        return Extent(inner.width + (2 * (4.5 + 3.2 * inner.tall)), inner.tall)

    def over(self, above: Extent, below: Extent) -> Extent:
        return Extent(max(above.width, below.width) + _BAR, min(1 + max(above.tall, below.tall), 3))

    def raised(self, base: Extent, exponent: Term) -> Extent:
        return Extent(base.width + _RAISED * _RAISED_WIDTHS.write(exponent).width + 0.6, base.tall)

    def rooted(self, inner: Term) -> Extent:
        under = self.write(inner)
        return Extent(under.width + 8.6 + 2 * under.tall, under.tall)

    def primed(self, base: Extent, count: int) -> Extent:
        return Extent(base.width + 2.9 * count, base.tall)

    def differential(self, name: str = "") -> Extent:
        return Extent(5.9 + (self.symbol(name).width if name else 0))

    def folded(self, term: Fold, body: Extent) -> Extent:
        supposed = 0.0 if term.when is None else self.write(term.when).width
        return Extent(max(16.0, 12 + _RAISED * supposed) + 6 + body.width, max(1, body.tall))

    def cased(self, pieces: Sequence[tuple[Extent, Extent]]) -> Extent:
        columns = [max(piece[column].width for piece in pieces) for column in (0, 1)]
        return Extent(sum(columns) + 22, 3)


class _Flat(_Widths):
    """For exponents: a fraction is a slash."""

    stacked = False

    def strength(self, term: Term) -> int:
        return POWER if isinstance(term, Cases) else super().strength(term)

    def over(self, above: Extent, below: Extent) -> Extent:
        return Extent(above.width + below.width + 5.1)


_WIDTHS, _RAISED_WIDTHS = _Widths(), _Flat()
