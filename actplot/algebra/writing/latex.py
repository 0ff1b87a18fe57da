"""A tree to LaTeX, for documents with amsmath and for matplotlib's mathtext."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..term import Cases, Condition, Fold, Term
from .notation import LETTERS, NAMED_FOLDS, POWER, split_name, split_number
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


@dataclass(frozen=True)
class Piece:
    """Some LaTeX, and whether it is higher than a line, as fractions are."""

    text: str
    tall: bool = False


class _Latex(Writer[Piece]):
    stacked = True
    quotient = r"\frac"

    def row(self, *parts: Piece) -> Piece:
        return Piece("".join(part.text for part in parts), any(part.tall for part in parts))

    def number(self, text: str) -> Piece:
        mantissa, exponent = split_number(text)
        return Piece(rf"{mantissa} \cdot 10^{{{exponent}}}" if exponent else mantissa)

    def symbol(self, name: str) -> Piece:
        letter, index = split_name(name)
        if letter in LETTERS:
            letter = _LOOKS_ROMAN.get(letter, rf"\{letter}")
        elif len(letter) > 1:
            letter = rf"\mathrm{{{_escaped(letter)}}}"
        return Piece(f"{letter}_{{{index}}}" if index else letter)

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
        return Piece(text, inner.tall)

    def over(self, above: Piece, below: Piece) -> Piece:
        return Piece(rf"{self.quotient}{{{above.text}}}{{{below.text}}}", tall=True)

    def raised(self, base: Piece, exponent: Term) -> Piece:
        return Piece(f"{base.text}^{{{_FLAT.write(exponent).text}}}", base.tall)

    def rooted(self, inner: Term) -> Piece:
        under = self.write(inner)
        return Piece(rf"\sqrt{{{under.text}}}", under.tall)

    def cube_rooted(self, inner: Term) -> Piece:
        under = self.write(inner)
        return Piece(rf"\sqrt[3]{{{under.text}}}", under.tall)

    def primed(self, base: Piece, count: int) -> Piece:
        return Piece(base.text + "^{" + r"\prime" * count + "}", base.tall)

    def differential(self, name: str = "") -> Piece:
        return Piece(rf"\partial {self.symbol(name).text}" if name else r"\partial")

    def operated(self, operator: Piece, operand: Piece) -> Piece:
        return self.joined(" ", (operator, operand))

    def folded(self, term: Fold, body: Piece) -> Piece:
        supposed = "" if term.when is None else rf",\, {self.write(term.when).text}"
        count = term.count if len(term.count) == 1 else self.symbol(term.count).text
        gap = "" if term.name in NAMED_FOLDS else self.after_sum(body)
        return Piece(rf"\{term.name}_{{{term.index}=1{supposed}}}^{{{count}}}{gap} {body.text}", tall=True)

    def after_sum(self, body: Piece) -> str:
        return r"\,"

    def cased(self, pieces: Sequence[tuple[Piece, Piece]]) -> Piece:
        rows = r" \\ ".join(f"{value.text} & {when.text}" for value, when in pieces)
        return Piece(rf"\begin{{cases}} {rows} \end{{cases}}", tall=True)


class _Flat(_Latex):
    """For exponents: a fraction is a slash."""

    stacked = False

    def strength(self, term: Term) -> int:
        return POWER if isinstance(term, Cases) else super().strength(term)

    def over(self, above: Piece, below: Piece) -> Piece:
        return Piece(f"{above.text}/{below.text}")

    def fenced(self, inner: Piece, fences: str = "()") -> Piece:
        left, right = (FENCES.get(fence, fence) for fence in fences)
        return Piece(left + inner.text + right)


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
