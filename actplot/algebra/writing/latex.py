"""A tree to LaTeX, for documents with amsmath."""

from collections.abc import Sequence
from itertools import pairwise

from ..term import Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Partial, Pow, Rel, Sym, Term
from .notation import (
    ATOM,
    LETTERS,
    MINUS,
    POWER,
    PRODUCT,
    QUOTIENT,
    is_tall,
    primed,
    split_name,
    split_number,
    squared_call,
    strength,
    with_strengths,
)

_NAMES = {"sigmoid": r"\sigma", "Phi": r"\Phi", "phi": r"\varphi", "log": r"\ln", "f": "f"}
_NAMES |= {"log2": r"\log_{2}", "log10": r"\log_{10}", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
_NAMES |= {name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min")}
_SIGNS = {"<=": r"\leq", ">=": r"\geq", "!=": r"\neq", "==": "="}
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
    return LatexWriter().text(term)


class LatexWriter:
    """Writes a tree; a dialect overrides what its reader lacks."""

    fraction = r"\frac"

    def text(self, term: Term | Condition) -> str:
        match term:
            case Num(_, text):
                return self.number(text)
            case Sym(name):
                return self.symbol(name)
            case Neg(operand):
                return "-" + self.at_least(operand, QUOTIENT)
            case Add(args):
                return self.at_least(args[0], MINUS) + "".join(map(self.further, args[1:]))
            case Mul(args):
                return self.product(args)
            case Div(first, second):
                return rf"{self.fraction}{{{self.text(first)}}}{{{self.text(second)}}}"
            case Pow():
                return self.power(term)
            case Call():
                return self.call(term)
            case Cases(pieces):
                return self.cases(pieces)
            case D():
                return self.derivative(term)
            case Partial():
                return self.partial(term)
            case Fold():
                return self.fold(term)
            case Rel(operator, left, right):
                return f"{self.text(left)} {_sign(operator)} {self.text(right)}"
            case And(args):
                return self.conjunction(args)
        raise TypeError(f"not a term: {term!r}")

    def fenced(self, term: Term, left: str = "(", right: str = ")") -> str:
        return self.around(self.text(term), left, right, tall=is_tall(term))

    def around(self, text: str, left: str, right: str, *, tall: bool) -> str:
        # \left( around one line makes mathtext choose tiny parentheses.
        return rf"\left{left} {text} \right{right}" if tall else f"{left}{text}{right}"

    def at_least(self, term: Term, least: int) -> str:
        closed = isinstance(term, Div | Partial) and least <= POWER
        open_end = isinstance(term, Cases)
        return self.text(term) if closed or (strength(term) >= least and not open_end) else self.fenced(term)

    def further(self, term: Term) -> str:
        if isinstance(term, Neg):
            return f" - {self.at_least(term.operand, QUOTIENT)}"
        return f" + {self.at_least(term, QUOTIENT)}"

    def product(self, factors: Sequence[Term]) -> str:
        return r" \cdot ".join(self.at_least(factor, least) for factor, least in with_strengths(factors))

    def number(self, text: str) -> str:
        mantissa, exponent = split_number(text)
        return rf"{mantissa} \cdot 10^{{{exponent}}}" if exponent else mantissa

    def symbol(self, name: str) -> str:
        letter, index = split_name(name)
        if letter in LETTERS:
            letter = _LOOKS_ROMAN.get(letter, rf"\{letter}")
        elif len(letter) > 1:
            letter = rf"\mathrm{{{_escaped(letter)}}}"
        return f"{letter}_{{{index}}}" if index else letter

    def power(self, term: Pow) -> str:
        if squared_call(term):
            return f"{self.name(term.base.name)}^{{{term.exponent.text}}}{self.arguments(term.base)}"
        return f"{self.raisable(term.base)}^{{{self.small(term.exponent)}}}"

    def raisable(self, base: Term) -> str:
        bare = strength(base) == ATOM and not isinstance(base, Cases)
        exponential = isinstance(base, Call) and base.name == "exp"
        return self.text(base) if bare and not exponential else self.fenced(base)

    def small(self, exponent: Term) -> str:
        """An exponent, in which fractions lie flat where they are short."""
        return _Small().text(exponent)

    def call(self, term: Call) -> str:
        if term.name == "exp":
            return f"e^{{{self.small(term.args[0])}}}"
        if term.name == "abs":
            return self.fenced(term.args[0], "|", "|")
        if term.name == "sqrt":
            return rf"\sqrt{{{self.text(term.args[0])}}}"
        return self.name(term.name) + self.arguments(term)

    def name(self, name: str) -> str:
        return _NAMES.get(name) or rf"\operatorname{{{_escaped(name)}}}"

    def arguments(self, term: Call) -> str:
        given = [*map(self.text, term.args)]
        given += [f"{self.symbol(word)} = {self.text(value)}" for word, value in term.keywords]
        return self.around(", ".join(given), "(", ")", tall=any(map(is_tall, term.args)))

    def derivative(self, term: D) -> str:
        found = primed(term)
        if found is None:
            return self.fenced(term.operand) + self.primes(1)
        inner, count = found
        if isinstance(inner, Sym):
            return self.symbol(inner.name) + self.primes(count)
        return f"f{self.primes(count)}{self.arguments(inner)}"

    def primes(self, count: int) -> str:
        return "^{" + r"\prime" * count + "}"

    def partial(self, term: Partial) -> str:
        operand, below = term.operand, rf"\partial {self.symbol(term.variable)}"
        if isinstance(operand, Sym):
            return rf"{self.fraction}{{\partial {self.symbol(operand.name)}}}{{{below}}}"
        return rf"{self.fraction}{{\partial}}{{{below}}} {self.fenced(operand)}"

    def fold(self, term: Fold) -> str:
        sign = r"\sum" if term.kind == "sum" else r"\prod"
        return rf"{sign}_{{{term.index}=1}}^{{{term.count}}}\, {self.at_least(term.body, PRODUCT)}"

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]]) -> str:
        rows = r" \\ ".join(f"{self.text(value)} & {self.condition(when)}" for value, when in pieces)
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def condition(self, when: Condition | None) -> str:
        return r"\text{otherwise}" if when is None else rf"\text{{if }} {self.text(when)}"

    def conjunction(self, relations: tuple[Rel, ...]) -> str:
        text = self.text(relations[0])
        for before, relation in pairwise(relations):
            if before.right == relation.left and before.operator[0] == relation.operator[0] in ("<", ">"):
                text += f" {_sign(relation.operator)} {self.text(relation.right)}"
            else:
                text += rf" \text{{ and }} {self.text(relation)}"
        return text


class _Small(LatexWriter):
    """Writes exponents: a fraction is a slash."""

    def text(self, term: Term | Condition) -> str:
        if isinstance(term, Div):
            return f"{self.at_least(term.numerator, PRODUCT)}/{self.at_least(term.denominator, POWER)}"
        return super().text(term)

    def at_least(self, term: Term, least: int) -> str:
        return self.text(term) if strength(term) >= least else f"({self.text(term)})"

    def around(self, text: str, left: str, right: str, *, tall: bool) -> str:
        return f"{left}{text}{right}"


def _sign(operator: str) -> str:
    return _SIGNS.get(operator, operator)


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")
