"""The tree of a formula, in the form in which it was written: building it never evaluates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

RELATIONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True, slots=True)
class Num:
    """A number that is not negative, with the digits that were typed; equal when the values are."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Sym:
    """A variable, a parameter, or one of the constants e and pi."""

    name: str


@dataclass(frozen=True, slots=True)
class Neg:
    operand: Term


@dataclass(frozen=True, slots=True)
class Add:
    """A sum of two or more terms; a difference holds a `Neg`."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@dataclass(frozen=True, slots=True)
class Mul:
    """A product of two or more factors."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@dataclass(frozen=True, slots=True)
class Div:
    numerator: Term
    denominator: Term


@dataclass(frozen=True, slots=True)
class Pow:
    base: Term
    exponent: Term


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language or the catalogue; `keywords` are pairs of a parameter's name and a term."""

    name: str
    args: tuple[Term, ...]
    keywords: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True, slots=True)
class Rel:
    """A comparison."""

    operator: str
    left: Term
    right: Term

    def __post_init__(self) -> None:
        assert self.operator in RELATIONS


@dataclass(frozen=True, slots=True)
class And:
    """Comparisons that hold together, such as the two of -3 < x < 3."""

    args: tuple[Rel, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@dataclass(frozen=True, slots=True)
class Cases:
    """Pieces with their conditions: the first that holds counts; the last piece has the condition None."""

    pieces: tuple[tuple[Term, Rel | And | None], ...]

    def __post_init__(self) -> None:
        assert len(self.pieces) > 1
        assert [condition is None for _, condition in self.pieces].index(True) == len(self.pieces) - 1
        assert not isinstance(self.pieces[-1][0], Cases), "further cases are further pieces"


Term = Num | Sym | Neg | Add | Mul | Div | Pow | Call | Cases
Condition = Rel | And


def piecewise(condition: Condition, then: Term, otherwise: Term) -> Cases:
    """`then` where the condition holds, else the other term, whose own pieces are continued."""
    rest = otherwise.pieces if isinstance(otherwise, Cases) else ((otherwise, None),)
    return Cases(((then, condition), *rest))


def number(text: str) -> Num:
    """The number that a short decimal text stands for."""
    return Num(Fraction(text), text)


def children(node: Term | Condition) -> tuple[Term | Condition, ...]:
    """The nodes directly below a node, in the order in which they are written."""
    match node:
        case Neg(operand):
            return (operand,)
        case Add(args) | Mul(args) | And(args):
            return args
        case Div(first, second) | Pow(first, second) | Rel(_, first, second):
            return (first, second)
        case Call(_, args, keywords):
            return (*args, *(term for _, term in keywords))
        case Cases(pieces):
            return tuple(part for piece in pieces for part in reversed(piece) if part is not None)
    return ()


def walk(node: Term | Condition) -> Iterator[Term | Condition]:
    """Every node of a tree, parents before their children."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def symbols(term: Term) -> frozenset[str]:
    """The names of the symbols that occur in a term."""
    return frozenset(node.name for node in walk(term) if isinstance(node, Sym))
