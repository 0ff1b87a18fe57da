"""A tree to one line of mathematics for a terminal, such as f(x)·(1 − f(x)); in Unicode or in ASCII."""

import re
from collections.abc import Sequence

from ..term import Condition, Fold, Term
from .notation import ATOM, FUNCTIONS, LETTERS, PRODUCT, SUM, in_unicode, lowered, raised, split_name, split_number
from .writer import TextWriter


def to_label(term: Term | Condition) -> str:
    """One line as a figure has it: exponents are raised, or e to them is written as a function."""
    return FIGURE.write(term)


def to_line(term: Term | Condition, *, ascii: bool = False) -> str:
    """One line, in Unicode or in nothing but ASCII."""
    return (ASCII if ascii else UNICODE).write(term)


_FOLDS = {"sum": "Σ", "prod": "Π"}


class _Ascii(TextWriter):
    raises = rounds = False
    fold_holds = SUM
    prime, partial_sign = "'", "d"

    def number(self, text: str) -> str:
        return text

    symbol = name = sign = said = number

    def raised(self, base: str, exponent: Term) -> str:
        return f"{base}^{self.held(exponent, ATOM)}"

    def primed(self, base: str, count: int) -> str:
        return base + self.prime * count

    def differential(self, name: str = "") -> str:
        return self.partial_sign + self.symbol(name)

    def operated(self, operator: str, operand: str) -> str:
        return f"{operator} {operand}"

    def folded(self, term: Fold, body: str) -> str:
        supposed = "" if term.when is None else f", {self.write(term.when)}"
        return f"{term.name}({body}, {term.index} = 1..{term.count}{supposed})"

    def cased(self, pieces: Sequence[tuple[str, str]]) -> str:
        return "{" + "; ".join(f"{value} {when}" for value, when in pieces) + "}"


class _Unicode(_Ascii):
    raises = rounds = True
    fold_holds = PRODUCT
    prime, partial_sign = "′", "∂"

    def number(self, text: str) -> str:
        mantissa, exponent = split_number(text)
        return f"{mantissa}·10{raised(exponent.replace('-', '−'))}" if exponent else text

    def symbol(self, name: str) -> str:
        letter, index = split_name(name)
        return LETTERS.get(letter, letter) + (index and (lowered(index) or f"_{index}"))

    def name(self, name: str) -> str:
        return FUNCTIONS.get(name, name)

    def sign(self, sign: str) -> str:
        return in_unicode(sign)

    def raised(self, base: str, exponent: Term) -> str:
        return base + (raised(self.write(exponent)) or super().raised("", exponent))

    def rooted(self, inner: Term) -> str:
        return "√" + self.held(inner, ATOM)

    def cube_rooted(self, inner: Term) -> str:
        return "∛" + self.held(inner, ATOM)

    def primed(self, base: str, count: int) -> str:
        return base + ("″" if count == 2 else self.prime * count)

    def folded(self, term: Fold, body: str) -> str:
        sign = _FOLDS.get(term.name)
        return f"{sign}{self.limits(term)} {body}" if sign else f"{term.name}{self.limits(term)}{body}"

    def limits(self, term: Fold) -> str:
        index, count = lowered(f"{term.index}=1"), raised(term.count)
        if index and count and term.when is None:
            return index + count
        supposed = "" if term.when is None else f", {self.write(term.when)}"
        return f"_{{{term.index}=1{supposed}}}^{term.count}"


class _Figure(_Unicode):
    def raised(self, base: str, exponent: Term) -> str:
        text = self.write(exponent)
        small = raised(text) or _all_raised(text)
        if small:
            return base + small
        return f"exp({text})" if base == self.symbol("e") else super().raised(base, exponent)


def _all_raised(text: str) -> str | None:
    """The text in superscript characters, fractions, decimals and products of letters among them."""
    parts = re.split(r"([/.·])", text)
    signs = {"/": "ᐟ", ".": "˙", "·": ""}
    small = [signs.get(part) if part in signs else raised(part) for part in parts]
    return None if None in small else "".join(part or "" for part in small)


UNICODE, ASCII, FIGURE = _Unicode(), _Ascii(), _Figure()
