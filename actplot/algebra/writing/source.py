"""A tree to one line of text that reads back to the same tree, as one would type it by hand."""

from collections.abc import Sequence

from ..term import Call, Condition, D, Fold, Neg, Num, Sym, Term
from .notation import ATOM, POWER, SUM, strength
from .writer import TextWriter


def to_text(term: Term | Condition) -> str:
    """One line in the language's own syntax, with no more parentheses than it needs."""
    return _SOURCE.write(term)


class _Source(TextWriter):
    raises = rounds = False
    fold_holds = SUM

    def strength(self, term: Term) -> int:
        return ATOM if isinstance(term, Num | Call | D | Fold) else strength(term)

    def number(self, text: str) -> str:
        return text

    symbol = name = said = number

    def sign(self, sign: str) -> str:
        return "=" if sign == " = " else sign

    def raised(self, base: str, exponent: Term) -> str:
        """x^-2 is what one types; any other minus sign gets parentheses."""
        typed = isinstance(exponent, Neg) and isinstance(exponent.operand, Num | Sym)
        return f"{base}^{self.held(exponent, SUM if typed else POWER)}"

    def derivative(self, term: D) -> str:
        return f"D({self.write(term.operand)}, {term.variable})"

    partial = derivative

    def folded(self, term: Fold, body: str) -> str:
        supposed = "" if term.when is None else f", {self.write(term.when)}"
        return f"{term.name}({body}, {term.index}, {term.count}{supposed})"

    def condition(self, when: Condition | None) -> str:
        return "" if when is None else self.write(when)

    def cased(self, pieces: Sequence[tuple[str, str]]) -> str:
        *conditional, (last, _) = pieces
        return "".join(f"where({when}, {value}, " for value, when in conditional) + last + ")" * len(conditional)


_SOURCE = _Source()
