"""A tree to one line of mathematics for a terminal, such as f(x)·(1 − f(x)); in Unicode or in ASCII."""

from dataclasses import dataclass
from itertools import pairwise

from ..term import Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Partial, Pow, Rel, Sym, Term
from .notation import (
    ATOM,
    FUNCTIONS,
    LETTERS,
    MINUS,
    POWER,
    PRODUCT,
    QUOTIENT,
    SIGNS,
    lowered,
    primed,
    raised,
    split_name,
    split_number,
    squared_call,
    strength,
    with_strengths,
)


def to_line(term: Term | Condition, *, ascii: bool = False) -> str:
    """One line, in Unicode or in nothing but ASCII."""
    return (ASCII if ascii else UNICODE).text(term)


@dataclass(frozen=True)
class Writer:
    """The signs that a line is written with."""

    minus: str
    times: str
    prime: str
    partial_sign: str
    root: str
    folds: dict[str, str]
    names: dict[str, str]
    letters: dict[str, str]
    signs: dict[str, str]
    raises: bool  # whether there are superscript characters

    def text(self, term: Term | Condition) -> str:
        match term:
            case Num(_, text):
                return self.number(text)
            case Sym(name):
                return self.symbol(name)
            case Neg(operand):
                return self.minus + self.at_least(operand, QUOTIENT)
            case Add(args):
                return self.at_least(args[0], MINUS) + "".join(map(self.further, args[1:]))
            case Mul(args):
                return self.times.join(self.at_least(factor, least) for factor, least in with_strengths(args))
            case Div(first, second):
                return f"{self.at_least(first, PRODUCT)}/{self.at_least(second, POWER)}"
            case Pow():
                return self.power(term)
            case Call():
                return self.call(term)
            case Cases(pieces):
                return "{" + "; ".join(map(self.piece, pieces)) + "}"
            case D():
                return self.derivative(term)
            case Partial():
                return self.partial(term)
            case Fold():
                return self.fold(term)
            case Rel(operator, left, right):
                return f"{self.text(left)} {self.sign(operator)} {self.text(right)}"
            case And(args):
                return self.conjunction(args)
        raise TypeError(f"not a term: {term!r}")

    def at_least(self, term: Term, least: int) -> str:
        text = self.text(term)
        return text if strength(term) >= least else f"({text})"

    def further(self, term: Term) -> str:
        if isinstance(term, Neg):
            return f" {self.minus} {self.at_least(term.operand, QUOTIENT)}"
        return f" + {self.at_least(term, QUOTIENT)}"

    def number(self, text: str) -> str:
        mantissa, exponent = split_number(text)
        if not exponent or not self.raises:
            return text
        return f"{mantissa}{self.times}10{raised(exponent.replace('-', '−'))}"

    def symbol(self, name: str) -> str:
        letter, index = split_name(name)
        letter = self.letters.get(letter, letter)
        if not index:
            return letter
        low = lowered(index) if self.raises else None
        return letter + (low or f"_{index}")

    def power(self, term: Pow) -> str:
        if squared_call(term) and self.raises:
            return self.name(term.base.name) + raised(term.exponent.text) + self.arguments(term.base)
        return self.raised_to(self.at_least(term.base, ATOM), term.exponent)

    def raised_to(self, base: str, exponent: Term) -> str:
        text = self.text(exponent)
        high = raised(text) if self.raises else None
        if high:
            return base + high
        return f"{base}^{text}" if strength(exponent) == ATOM else f"{base}^({text})"

    def call(self, term: Call) -> str:
        if term.name == "exp" and self.raises:
            return self.raised_to("e", term.args[0])
        if term.name == "abs" and "|" not in (inner := self.text(term.args[0])):
            return f"|{inner}|"
        if term.name == "sqrt" and self.root:
            return self.root + self.at_least(term.args[0], ATOM)
        return self.name(term.name) + self.arguments(term)

    def name(self, name: str) -> str:
        return self.names.get(name, name)

    def arguments(self, term: Call) -> str:
        given = [*map(self.text, term.args)]
        given += [f"{self.symbol(word)} = {self.text(value)}" for word, value in term.keywords]
        return f"({', '.join(given)})"

    def derivative(self, term: D) -> str:
        found = primed(term)
        if found is None:
            return f"({self.text(term.operand)}){self.prime}"
        inner, count = found
        primes = "″" if count == 2 and self.raises else self.prime * count
        if isinstance(inner, Sym):
            return self.symbol(inner.name) + primes
        return f"f{primes}{self.arguments(inner)}"

    def partial(self, term: Partial) -> str:
        below = self.partial_sign + self.symbol(term.variable)
        if isinstance(term.operand, Sym):
            return f"{self.partial_sign}{self.symbol(term.operand.name)}/{below}"
        return f"{self.partial_sign}/{below} ({self.text(term.operand)})"

    def fold(self, term: Fold) -> str:
        if not self.raises:
            return f"{term.kind}({self.text(term.body)}, {term.index} = 1..{term.count})"
        least = QUOTIENT if isinstance(term.body, Partial) else PRODUCT
        return f"{self.limits(term)} {self.at_least(term.body, least)}"

    def limits(self, term: Fold) -> str:
        """The sign of a sum or product, with its index and count."""
        index, count = lowered(f"{term.index}=1"), raised(term.count)
        return self.folds[term.kind] + (f"{index}{count}" if index and count else f"_{{{term.index}=1}}^{term.count}")

    def piece(self, piece: tuple[Term, Condition | None]) -> str:
        value, when = piece
        return f"{self.text(value)} {'otherwise' if when is None else f'if {self.text(when)}'}"

    def sign(self, operator: str) -> str:
        return self.signs.get(operator, operator)

    def conjunction(self, relations: tuple[Rel, ...]) -> str:
        """Neighbours that share a term and a direction are chained: −3 < x < 3."""
        text = self.text(relations[0])
        for before, relation in pairwise(relations):
            if before.right == relation.left and before.operator[0] == relation.operator[0] in ("<", ">"):
                text += f" {self.sign(relation.operator)} {self.text(relation.right)}"
            else:
                text += f" and {self.text(relation)}"
        return text


UNICODE = Writer("−", "·", "′", "∂", "√", {"sum": "Σ", "prod": "Π"}, FUNCTIONS, LETTERS, SIGNS, raises=True)
ASCII = Writer("-", "*", "'", "d", "", {}, {}, {}, {}, raises=False)
