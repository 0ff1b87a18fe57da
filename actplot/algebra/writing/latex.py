"""A tree to LaTeX, for documents with amsmath and for matplotlib's mathtext."""

from collections.abc import Sequence
from dataclasses import replace

from ...frozen import record
from ..term import Cases, Condition, Fold, Term
from .notation import LETTERS, NAMED_FOLDS, POWER, is_blank, split_name, split_number
from .writer import Writer

_NAMES = {"sigmoid": r"\sigma", "Phi": r"\Phi", "phi": r"\varphi", "log": r"\ln", "f": "f"}
_NAMES |= {"log2": r"\log_{2}", "log10": r"\log_{10}", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
_NAMES |= {name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min")}
_SIGNS = {"*": r" \cdot ", " <= ": r" \leq ", " >= ": r" \geq ", " != ": r" \neq ", " == ": " = "}
FENCES = {"⌊": r"\lfloor ", "⌋": r" \rfloor", "⌈": r"\lceil ", "⌉": r" \rceil"}
_LOOKS_ROMAN = {
    "Alpha": "A",
    "Beta": "B",
    "Epsilon": "E",
    "Zeta": "Z",
    "Eta": "H",
    "Iota": "I",
    "Kappa": "K",
    "Mu": "M",
}
_LOOKS_ROMAN |= {"Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X", "omicron": "o"}


def to_latex(term: Term | Condition) -> str:
    """LaTeX that needs amsmath alone."""
    return LATEX.write(term).text


def to_mathtext(term: Term | Condition) -> str:
    """The part of LaTeX that mathtext reads, without dollar signs. Raises `ValueError` for `Cases`, which it lacks."""
    return MATHTEXT.write(term).text


@record
class Piece:
    """Some LaTeX, whether it is higher than a line, as fractions are, and how far it reaches at ten points.

    How far it reaches above and below its line are estimates that are never too small.
    """

    text: str
    tall: bool = False
    up: float = 7.0
    down: float = 2.2
    excess: float = 0.0  # how much wider it is than the room that it was given

    @property
    def height(self) -> float:
        return self.up + self.down

    def higher(self, text: str, by: float = 0.0, *, tall: bool | None = None) -> "Piece":
        """Other LaTeX that holds this, and reaches farther up."""
        return replace(self, text=text, tall=self.tall if tall is None else tall, up=self.up + by)

    @property
    def smaller(self) -> "Piece":
        """The same where LaTeX sets fractions and sums small: in cases, and in fractions."""
        if not self.tall or "\\begin" in self.text:
            return self
        return replace(self, up=max(7.0, _SMALL * self.up), down=max(2.2, _SMALL * self.down))

    def fenced(self, text: str) -> "Piece":
        """The same between parentheses, which reach as far up as down from a line's middle."""
        if not self.tall:
            return replace(self, text=text, up=max(7.6, self.up), down=max(2.6, self.down))
        half = max(self.up - _AXIS, self.down + _AXIS) + 1
        return replace(self, text=text, up=half + _AXIS, down=half - _AXIS)


_AXIS = 2.5  # how far the middle of a line is above its baseline
_SUPER_DROP = 3.8  # from the top of what an exponent stands on
_SMALL = 0.72  # how high a fraction is in another one
_CRAMPED = 1.2  # how much lower exponents stand under a bar
_BAR_GAP = 1.4  # between the bar of a fraction and what stands above or below it
_STRUT = (8.5, 3.6)  # of a row in a table
BETWEEN_ROWS = 4.0  # of aligned formulas


def side_by_side(text: str, parts: Sequence[Piece]) -> Piece:
    """LaTeX that holds parts in one row."""
    up, down = max(part.up for part in parts), max(part.down for part in parts)
    return Piece(text, any(part.tall for part in parts), up, down, _excess(parts))


def piled(text: str, rows: Sequence[Piece], stretch: float = 1.0, between: float | None = None) -> Piece:
    """LaTeX that holds rows below each other, around the middle of a line."""
    half = sum(row_height(row, stretch, between) for row in rows) / 2
    return Piece(text, True, half + _AXIS, half - _AXIS, _excess(rows))


def _excess(parts: Sequence[Piece]) -> float:
    return max(part.excess for part in parts)


def row_height(row: Piece, stretch: float = 1.0, between: float | None = None) -> float:
    """How much of a page a row among others takes."""
    up, down = (stretch * part for part in _STRUT)
    return max(row.up, up) + max(row.down, down) + (BETWEEN_ROWS if between is None else between)


class _Latex(Writer[Piece]):
    stacked = True
    quotient = r"\frac"

    def row(self, *parts: Piece) -> Piece:
        return side_by_side("".join(part.text for part in parts), parts)

    def number(self, text: str) -> Piece:
        mantissa, exponent = split_number(text)
        shown = mantissa.replace("…", r"\ldots")
        return Piece(rf"{shown} \cdot 10^{{{exponent}}}" if exponent else shown)

    def symbol(self, name: str) -> Piece:
        if is_blank(name):
            return Piece(r"\ldots" * (len(name) // 3))
        letter, index = split_name(name)
        if letter in LETTERS:
            letter = _LOOKS_ROMAN.get(letter, rf"\{letter}")
        elif len(letter) > 1:
            letter = rf"\mathrm{{{_escaped(letter)}}}"
        return Piece(f"{letter}_{{{index}}}", down=3.1) if index else Piece(letter)

    def name(self, name: str) -> Piece:
        return Piece(_NAMES.get(name) or rf"\operatorname{{{_escaped(name)}}}")

    def sign(self, sign: str) -> Piece:
        return Piece(_SIGNS.get(sign, sign))

    def said(self, words: str) -> Piece:
        return Piece(words.replace(words.strip(), rf"\text{{{words}}}"))

    def fenced(self, inner: Piece, fences: str = "()") -> Piece:
        left, right = (FENCES.get(fence, fence) for fence in fences)
        # \left( around one line makes mathtext choose tiny parentheses.
        text = rf"\left{left.strip()} {inner.text} \right{right.strip()}" if inner.tall else left + inner.text + right
        return inner.fenced(text)

    def over(self, above: Piece, below: Piece) -> Piece:
        small, under = above.smaller, below.smaller
        up = max(6.8 + small.up, _AXIS + _BAR_GAP + small.height)
        cramped = under.height - (_CRAMPED if under.up > 8 else 0)
        down = max(6.9 + under.down, _BAR_GAP - _AXIS + cramped)
        return Piece(rf"{self.quotient}{{{above.text}}}{{{below.text}}}", True, up, down, _excess((above, below)))

    def raised(self, base: Piece, exponent: Term) -> Piece:
        above = _FLAT.write(exponent)
        raised = (max(4.2, base.up - _SUPER_DROP) if base.tall else 4.2) + 0.75 * above.up
        return replace(base, text=f"{base.text}^{{{above.text}}}", up=max(base.up, raised))

    def rooted(self, inner: Term) -> Piece:
        under = self.write(inner)
        return under.higher(rf"\sqrt{{{under.text}}}", 3)

    def cube_rooted(self, inner: Term) -> Piece:
        under = self.write(inner)
        return under.higher(rf"\sqrt[3]{{{under.text}}}", 3)

    def primed(self, base: Piece, count: int) -> Piece:
        text = base.text + "^{" + r"\prime" * count + "}"
        return replace(base, text=text, up=base.up + 1.5 if base.tall else max(base.up, 8.2))

    def differential(self, name: str = "") -> Piece:
        if not name:
            return Piece(r"\partial")
        symbol = self.symbol(name)
        return symbol.higher(rf"\partial {symbol.text}")

    def operated(self, operator: Piece, operand: Piece) -> Piece:
        return self.joined(" ", (operator, operand))

    def folded(self, term: Fold, body: Piece) -> Piece:
        supposed = "" if term.when is None else rf",\, {self.write(term.when).text}"
        count = term.count if len(term.count) == 1 else self.symbol(term.count).text
        gap = "" if term.name in NAMED_FOLDS else self.after_sum(body)
        text = rf"\{term.name}_{{{term.index}=1{supposed}}}^{{{count}}}{gap} {body.text}"
        return replace(body, text=text, tall=True, up=max(body.up, 18.5), down=max(body.down, 14.0))

    def after_sum(self, body: Piece) -> str:
        return r"\,"

    def cased(self, pieces: Sequence[tuple[Piece, Piece]]) -> Piece:
        rows = r" \\ ".join(f"{value.text} & {when.text}" for value, when in pieces)
        together = [side_by_side("", [cell.smaller for cell in row]) for row in pieces]
        return piled(rf"\begin{{cases}} {rows} \end{{cases}}", together, 1.2, between=1.0)


class _Flat(_Latex):
    """For exponents: a fraction is a slash."""

    stacked = False

    def strength(self, term: Term) -> int:
        return POWER if isinstance(term, Cases) else super().strength(term)

    def over(self, above: Piece, below: Piece) -> Piece:
        return side_by_side(f"{above.text}/{below.text}", (above, below))

    def fenced(self, inner: Piece, fences: str = "()") -> Piece:
        left, right = (FENCES.get(fence, fence) for fence in fences)
        return inner.higher(left + inner.text + right, tall=False)


class _Mathtext(_Latex):
    quotient = r"\dfrac"

    def after_sum(self, body: Piece) -> str:
        # Its sums leave no room for a fraction beside their wide limits.
        return r"\;" if body.tall else r"\,"

    def cased(self, pieces: Sequence[tuple[Piece, Piece]]) -> Piece:
        raise ValueError("mathtext has no cases: the layout of a figure draws them")


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")


LATEX, _FLAT, MATHTEXT = _Latex(), _Flat(), _Mathtext()
