"""Writes maxima, minima, clips and relu6 as pieces with conditions, which is how one differentiates them."""

from collections.abc import Callable
from dataclasses import dataclass

from ...catalogue.registry import is_known
from ..term import (
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Fold,
    Mul,
    Pow,
    Rel,
    Sym,
    Term,
    children,
    number,
    rebuilt,
    walk,
)
from .cells import in_cells
from .neat import ZERO, cases, depends, neatened, negated, numeric, quotient, rational, total, turned
from .rules import TABLE
from .tidy import split, tidied

_MOST_PIECES = 8
_MOST_PLACED = 300  # lists that are read take some dozens
CHOOSING = ("max", "min", "clip", "relu6")


def chooses(term: Term) -> bool:
    """Whether a term holds a function that chooses between its arguments, or pieces inside something else."""
    below = [node for node in walk(term) if node is not term]
    return any(isinstance(node, Call) and node.name in CHOOSING for node in walk(term)) or any(
        isinstance(node, Cases) for node in below
    )


def in_pieces(term: Term, variable: str) -> Term:
    """The term with `where` in place of every max, min, clip and relu6."""
    inner = rebuilt(term, lambda part: in_pieces(part, variable))
    match inner:
        case Call("max", args):
            return _folded(">", args, variable)
        case Call("min", args):
            return _folded("<", args, variable)
        case Call("clip", (argument, low, high)):
            if depends(low, variable) or depends(high, variable):
                return _chosen("<", _chosen(">", argument, low, variable), high, variable)
            below, above = (solved(Rel(sign, argument, end), variable) for sign, end in (("<", low), (">", high)))
            return cases(((low, below), (high, above), (argument, None)))
        case Call("relu6", (argument,)):
            return _chosen("<", _chosen(">", argument, ZERO, variable), number("6"), variable)
        case Cases(pieces):
            return cases(tuple((piece, isolated(when, variable)) for piece, when in pieces))
    return _spread(inner)


def _spread(term: Term) -> Term:
    """An operation on one piecewise part becomes pieces with the operation in each."""
    parts = {part for part in children(term) if isinstance(part, Cases)}
    if isinstance(term, D | Fold) or len(parts) != 1:
        return term
    (whole,) = parts
    return cases(tuple((_at_piece(term, whole, piece), when) for piece, when in whole.pieces))


def _at_piece(term: Term, whole: Cases, piece: Term) -> Term:
    return tidied(neatened(rebuilt(term, lambda part: piece if part == whole else part)))


def together(term: Term, variable: str, *, points: bool = True) -> Term:
    """One list of pieces, where the parts of a term are pieces of their own; the term itself where there is none.

    So too where there would be more than anybody reads. `points` as for `in_cells`.
    """
    try:
        return _Joiner(variable, points).joined(term)
    except _TooMany:
        return term


class _TooMany(Exception):
    """The parts of a term have so many pieces together that no list of them would be read."""


@dataclass
class _Joiner:
    variable: str
    points: bool = True
    left: int = _MOST_PLACED  # pieces that may still be put in place of the whole

    def joined(self, term: Term) -> Term:
        inner = rebuilt(term, self.joined)
        parts = [part for part in children(inner) if isinstance(part, Cases)]
        if isinstance(inner, Cases):
            return in_cells(cases(inner.pieces), self.variable, points=self.points)
        if isinstance(inner, D | Fold) or not parts:
            return inner
        self.left -= len(parts[0].pieces)
        if self.left < 0:
            raise _TooMany
        pieces = tuple((self.joined(_at_piece(inner, parts[0], piece)), when) for piece, when in parts[0].pieces)
        return in_cells(cases(pieces), self.variable, points=self.points)


def unfolded(term: Term, variable: str, formula: Callable[[Call], Term]) -> Term | None:
    """The term in one list of pieces, those of the functions of the catalogue written out.

    None where the pieces would be many, or have long conditions.
    """
    try:
        found = _Joiner(variable).joined(in_pieces(_opened(term, variable, formula), variable))
    except _TooMany:
        return None
    if not isinstance(found, Cases) or len(found.pieces) > _MOST_PIECES:
        return None
    return found if all(_is_simple(when, variable) for _, when in found.pieces) else None


def calmed(slope: Term, function: Term, variable: str) -> Term:
    """A derivative without points of their own between intervals of one piece, as far as the function is continuous.

    That of max(x, 0) + min(x, 0), which is x, is 1 at 0 too, though those of both maxima are 0 there by convention.
    """
    calm = in_cells(slope, variable, points=False)
    if calm == slope:
        return slope
    try:
        whole = _Joiner(variable).joined(in_pieces(function, variable))
    except _TooMany:
        return slope
    beside = in_cells(whole, variable, points=False)
    alone = [when.right for _, when in getattr(whole, "pieces", ()) if isinstance(when, Rel) and when.operator == "=="]
    return calm if all(_taken(whole, variable, at) == _taken(beside, variable, at) for at in alone) else slope


def _taken(term: Term, variable: str, at: Term) -> Term:
    """What a term is at a point; of pieces the one that belongs to the point alone, or else the last."""
    if isinstance(term, Cases):
        own = [piece for piece, when in term.pieces if when == Rel("==", Sym(variable), at)]
        return _taken(own[0] if own else term.pieces[-1][0], variable, at)
    return tidied(neatened(_with(term, variable, at)))


def _with(term: Term, variable: str, at: Term) -> Term:
    return at if term == Sym(variable) else rebuilt(term, lambda part: _with(part, variable, at))


def where_defined(term: Term) -> Term:
    """The pieces without those that divide by 0: the function does not exist there, and its domain says so."""
    if not isinstance(term, Cases):
        return term
    kept = [(piece, when) for piece, when in term.pieces if not _is_undefined(piece)]
    if not kept or len(kept) == len(term.pieces):
        return term
    *others, (last, _) = kept
    return Cases((*others, (last, None))) if others else last


def _is_simple(when: Condition | None, variable: str) -> bool:
    """Whether a condition is one comparison, or says that the variable lies between two numbers."""
    if not isinstance(when, And):
        return True
    sides = [side for relation in when.args for side in (relation.left, relation.right)]
    return len(when.args) == 2 and all(side == Sym(variable) or not depends(side, variable) for side in sides)


def _opened(term: Term, variable: str, formula: Callable[[Call], Term]) -> Term:
    inner = rebuilt(term, lambda part: _opened(part, variable, formula))
    opens = isinstance(inner, Call) and depends(inner, variable) and _has_pieces(inner, formula)
    return formula(inner) if opens else inner


def holds_pieces(term: Term, formula: Callable[[Call], Term]) -> bool:
    """Whether a function with pieces stands inside another one, a power, a product or a fraction."""
    inside = [node for whole in walk(term) if isinstance(whole, Call | Pow | Mul | Div) for node in children(whole)]
    return any(_has_pieces(node, formula) for node in inside if isinstance(node, Call))


def _has_pieces(call: Call, formula: Callable[[Call], Term]) -> bool:
    """Whether a function of the catalogue has pieces, whatever its argument."""
    if call.name in TABLE or not is_known(call.name):
        return False
    written = formula(Call(call.name, (Sym("x"),), call.keywords))
    return isinstance(written, Cases) or chooses(written)


def _is_undefined(piece: Term) -> bool:
    """Whether a piece divides by 0, or is the logarithm of 0, or a power of 0 that is not a positive number."""
    return any(
        (isinstance(node, Div) and numeric(node.denominator) == 0)
        or (isinstance(node, Call) and node.name in ("log", "log2", "log10") and numeric(node.args[0]) == 0)
        or (isinstance(node, Pow) and numeric(node.base) == 0 and not (numeric(node.exponent) or 0) > 0)
        for node in walk(piece)
    )


def _folded(operator: str, args: tuple[Term, ...], variable: str) -> Term:
    first, *rest = args
    for other in rest:
        first = (
            _chosen(operator, other, first, variable)
            if not depends(first, variable)
            else _chosen(operator, first, other, variable)
        )
    return first


def _chosen(operator: str, first: Term, second: Term, variable: str) -> Term:
    """The first where it is above (or below) the second, else the second; pieces are compared one by one."""
    if isinstance(first, Cases):
        return cases(tuple((_chosen(operator, piece, second, variable), when) for piece, when in first.pieces))
    if isinstance(second, Cases):
        return cases(tuple((_chosen(operator, first, piece, variable), when) for piece, when in second.pieces))
    if first == second:
        return first
    left, right = numeric(first), numeric(second)
    if left is not None and right is not None:
        return first if (left > right) == (operator == ">") else second
    return Cases(((first, solved(Rel(operator, first, second), variable)), (second, None)))


def isolated(condition: Condition | None, variable: str) -> Condition | None:
    """A condition with its linear comparisons solved for the variable; |x| < 1 and -3 < x stay as they are."""
    if isinstance(condition, Rel) and not depends(condition.right, variable):
        return solved(condition, variable) if condition.left != Sym(variable) else condition
    return condition


def solved(relation: Rel, variable: str) -> Condition:
    """A linear comparison solved for the variable; any other as it is."""
    difference = tidied(total(relation.left, negated(relation.right)))
    slope, rest = _linear(difference, variable)
    if slope is None or numeric(slope) in (None, 0):
        return relation
    edge = tidied(negated(quotient(rest, slope)))
    found = Rel(relation.operator, Sym(variable), edge)
    return found if numeric(slope) > 0 else Rel(turned(found).operator, Sym(variable), edge)


def _linear(term: Term, variable: str) -> tuple[Term | None, Term]:
    """The number before the variable and the rest; None where the term is not linear in it."""
    slope, rest = ZERO, []
    for part in term.args if isinstance(term, Add) else (term,):
        if not depends(part, variable):
            rest.append(part)
            continue
        coefficient, inner = split(part)
        if inner != Sym(variable):
            return None, term
        slope = total(slope, rational(coefficient))
    return slope, total(*rest)
