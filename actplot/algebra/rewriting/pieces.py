"""Writes maxima, minima, clips and relu6 as pieces with conditions, which is how one differentiates them."""

from ..term import Add, Call, Cases, Condition, D, Fold, Rel, Sym, Term, children, number, rebuilt, walk
from .neat import ZERO, cases, depends, neatened, negated, numeric, quotient, rational, total, turned
from .tidy import split, tidied

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
    parts = [part for part in children(term) if isinstance(part, Cases)]
    if isinstance(term, D | Fold) or len(parts) != 1:
        return term
    (whole,) = parts
    pieces = [
        (rebuilt(term, lambda part, piece=piece: piece if part == whole else part), when)
        for piece, when in whole.pieces
    ]
    return cases(tuple((neatened(piece), when) for piece, when in pieces))


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
