"""The tree of a formula, in the form in which it was written: building it never evaluates."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction

from ..frozen import record

FOLDS = ("sum", "prod", "max", "min")
INDICES = "ijkl"  # letters that stand for places in vectors
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
RELATIONS = tuple(COMPARISONS)
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@record(slots=True)
class Num:
    """A number that is not negative, with the digits that were typed; equal when the values are."""

    value: Fraction
    text: str = field(compare=False)


@record(slots=True)
class Sym:
    """A variable, a parameter, or one of the constants e and pi."""

    name: str


@record(slots=True)
class Neg:
    operand: Term


@record(slots=True)
class Add:
    """A sum of two or more terms; a difference holds a `Neg`."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@record(slots=True)
class Mul:
    """A product of two or more factors."""

    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@record(slots=True)
class Div:
    numerator: Term
    denominator: Term


@record(slots=True)
class Pow:
    base: Term
    exponent: Term


@record(slots=True)
class Call:
    """A function of the language or the catalogue; `keywords` are pairs of a parameter's name and a term."""

    name: str
    args: tuple[Term, ...]
    keywords: tuple[tuple[str, Term], ...] = ()


@record(slots=True)
class Rel:
    """A comparison."""

    operator: str
    left: Term
    right: Term

    def __post_init__(self) -> None:
        assert self.operator in RELATIONS


@record(slots=True)
class And:
    """Comparisons that hold together, such as the two of -3 < x < 3."""

    args: tuple[Rel, ...]

    def __post_init__(self) -> None:
        assert len(self.args) > 1


@record(slots=True)
class Cases:
    """Pieces with their conditions: the first that holds counts; the last piece has the condition None."""

    pieces: tuple[tuple[Term, Rel | And | None], ...]

    def __post_init__(self) -> None:
        assert len(self.pieces) > 1
        assert [condition is None for _, condition in self.pieces].index(True) == len(self.pieces) - 1
        assert not isinstance(self.pieces[-1][0], Cases), "further cases are further pieces"


@record(slots=True)
class D:
    """The derivative of a term, not carried out: what is written as a prime, or if it is partial as ∂u/∂z_j."""

    operand: Term
    variable: str
    partial: bool = False


@record(slots=True)
class Fold:
    """The sum, product or extreme of a body over an index from 1 to a count; `y_i` stands for y_1, y_2, …"""

    name: str  # one of `FOLDS`
    body: Term
    index: str
    count: str
    when: Condition | None = None  # which of them take part, such as i != k

    def __post_init__(self) -> None:
        assert self.name in FOLDS


Term = Num | Sym | Neg | Add | Mul | Div | Pow | Call | Cases | D | Fold
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
        case Neg(operand) | D(operand):
            return (operand,)
        case Fold(_, body, _, _, when):
            return (body,) if when is None else (body, when)
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


def parts(node: Term | Condition) -> Iterator[Term | Condition]:
    """Every node of a tree; one that stands there as the same object several times, once."""
    met, waiting = set(), [node]
    while waiting:
        node = waiting.pop()
        if id(node) not in met:
            met.add(id(node))
            yield node
            waiting.extend(children(node))


def symbols(term: Term) -> frozenset[str]:
    """The names of the symbols that occur in a term."""
    return frozenset(node.name for node in walk(term) if isinstance(node, Sym))


def rebuilt(node: Term | Condition, change: Callable[[Term], Term]) -> Term | Condition:
    """The node with every term directly below it changed."""
    match node:
        case Neg(operand):
            return Neg(change(operand))
        case Add(args):
            return Add(tuple(map(change, args)))
        case Mul(args):
            return Mul(tuple(map(change, args)))
        case Div(first, second):
            return Div(change(first), change(second))
        case Pow(first, second):
            return Pow(change(first), change(second))
        case Call(name, args, keywords):
            return Call(name, tuple(map(change, args)), tuple((word, change(value)) for word, value in keywords))
        case Cases(pieces):
            *conditional, (last, _) = ((change(piece), when and rebuilt(when, change)) for piece, when in pieces)
            return Cases((*conditional, *(last.pieces if isinstance(last, Cases) else ((last, None),))))
        case Rel(operator, left, right):
            return Rel(operator, change(left), change(right))
        case And(args):
            return And(tuple(rebuilt(relation, change) for relation in args))
        case D(operand, variable, partial):
            return D(change(operand), variable, partial)
        case Fold(kind, body, index, count, when):
            return Fold(kind, change(body), index, count, when and rebuilt(when, change))
    return node


def substituted(term: Term, replacements: Mapping[str, Term]) -> Term:
    """The term with symbols replaced; the variable of a derivative follows where it is renamed to another symbol."""
    match term:
        case Sym(name):
            return replacements.get(name, term)
        case D(operand, variable, partial):
            new = replacements.get(variable)
            return D(substituted(operand, replacements), new.name if isinstance(new, Sym) else variable, partial)
    return rebuilt(term, lambda part: substituted(part, replacements))


def applied(term: Term, name: str, variable: str, body: Term) -> Term:
    """The term with every call `name(u)` replaced by the body at `variable` = u."""
    inner = rebuilt(term, lambda part: applied(part, name, variable, body))
    if isinstance(inner, Call) and inner.name == name:
        return substituted(body, {variable: inner.args[0]})
    return inner
