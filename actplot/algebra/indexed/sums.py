"""Works sums out as far as arithmetic goes: terms with δ contracted, constants in front, conditions on indices."""

from collections.abc import Sequence

from ..evaluating.sized import about_indices, free_indices, is_kronecker, split_index
from ..rewriting.neat import ONE, ZERO, cases, negated, product, quotient, rational, split_product, total
from ..term import Add, Cases, Condition, Div, Fold, Mul, Neg, Rel, Sym, Term, rebuilt
from .indices import reindexed

_MOST_ROUNDS = 4


def contracted(term: Term) -> Term:
    """The term with its sums worked out: Σ_k δ_kj·g_k is g_j, and Σ_k c·g_k is c·Σ_k g_k."""
    for _ in range(_MOST_ROUNDS):
        before, term = term, _contracted(term)
        if term == before:
            break
    return term


def _contracted(term: Term) -> Term:
    match rebuilt(term, _contracted):
        case Fold("sum") as fold:
            return _over(fold, fold.body, (fold.when,) if fold.when else ())
        case Mul() | Div() as inner:
            return _in_pieces(inner)
        case Add() as inner:
            return _together(inner)
        case inner:
            return inner


def where(condition: Condition, value: Term) -> Term:
    """The value where the condition holds, else 0."""
    if value == ZERO:
        return ZERO
    if isinstance(condition, Rel) and condition.left == condition.right:
        return value if condition.operator in ("==", "<=", ">=") else ZERO
    return cases(((value, condition), (ZERO, None)))


def one_sided(term: Term) -> bool:
    """Whether a term is a value where a condition holds, and else 0."""
    return isinstance(term, Cases) and len(term.pieces) == 2 and term.pieces[1][0] == ZERO


def split(fold: Fold) -> Term:
    """A sum of several terms as one sum for each, worked out."""
    parts = fold.body.args if isinstance(fold.body, Add) else (fold.body,)
    guards = (fold.when,) if fold.when else ()
    return total(*(_over(fold, part, guards) for part in parts))


# One sum: over the index and count of a fold, of a value where conditions hold


def _over(fold: Fold, value: Term, guards: Sequence[Condition]) -> Term:
    if isinstance(value, Neg):
        return negated(_over(fold, value.operand, guards))
    if one_sided(value):
        (inner, condition), _ = value.pieces
        return _over(fold, inner, (*guards, condition))
    value = _multiplied_out(value, fold.index)
    if isinstance(value, Add):
        return _over_terms(fold, value, guards)
    delta = _delta_in(value, fold.index)
    if delta is not None:
        return _at_one_place(fold, value, delta, guards)
    return _constants_out(fold, value, guards)


def _over_terms(fold: Fold, value: Add, guards: Sequence[Condition]) -> Term:
    """Terms in which δ picks out one place apart from the others, which stay in one sum."""
    picked = [part for part in value.args if _has_delta(part, fold.index)]
    left = [part for part in value.args if part not in picked]
    if not picked:
        return _constants_out(fold, value, guards)
    apart = [_over(fold, part, guards) for part in picked]
    return total(*apart, _over(fold, total(*left), guards)) if left else total(*apart)


def _at_one_place(fold: Fold, value: Term, delta: Sym, guards: Sequence[Condition]) -> Term:
    """The value at the place that δ picks out, where that takes part in the sum."""
    places = {fold.index: _other(delta, fold.index)}
    found = reindexed(_without(value, delta), places)
    for guard in reversed(guards):
        found = where(rebuilt(guard, lambda part: reindexed(part, places)), found)
    return found


def _constants_out(fold: Fold, value: Term, guards: Sequence[Condition]) -> Term:
    """What does not depend on the index stands before the sum, and so do conditions."""
    number, above, below = split_product(value)
    if not number:
        return ZERO
    (inner, outer), (lower, under) = (_told_apart(side, fold.index) for side in (above, below))
    body = quotient(product(*inner), product(*lower))
    over = quotient(product(rational(number), *outer), product(*under))
    within, beside = _told_apart(guards, fold.index)
    found = (
        product(over, Sym(fold.count)) if body == ONE and not within else product(over, _guarded(fold, body, within))
    )
    for guard in reversed(beside):
        found = where(guard, found)
    return found


def _guarded(fold: Fold, body: Term, guards: Sequence[Condition]) -> Fold:
    """The sum over the places that a condition allows; further conditions stay with the body."""
    first, *others = sorted(guards, key=lambda guard: not about_indices(guard)) or [None]
    for guard in reversed(others):
        body = where(guard, body)
    return Fold("sum", body, fold.index, fold.count, first)


def _told_apart(parts: Sequence, index: str) -> tuple[list, list]:
    """Those that depend on the index, and the others."""
    return [part for part in parts if index in free_indices(part)], [
        part for part in parts if index not in free_indices(part)
    ]


# δ


def _other(factor: Term, index: str) -> str:
    """The other index of a δ; nothing where a factor is none, or has not this index."""
    if not (isinstance(factor, Sym) and is_kronecker(factor.name)):
        return ""
    letters = split_index(factor.name)[1]
    return letters.replace(index, "") if index in letters else ""


def _has_delta(term: Term, index: str) -> bool:
    """Whether a part of a sum holds a δ that its index meets, outside of further sums and functions."""
    match term:
        case Sym():
            return bool(_other(term, index))
        case Neg(operand):
            return _has_delta(operand, index)
        case Add(args) | Mul(args):
            return any(_has_delta(part, index) for part in args)
        case Div(numerator, _):
            return _has_delta(numerator, index)
        case Cases(pieces):
            return any(_has_delta(piece, index) for piece, _ in pieces)
    return False


def _delta_in(value: Term, index: str) -> Sym | None:
    """A δ that is a factor of the value; of pieces one that is a factor of each."""
    if isinstance(value, Cases):
        found = [_delta_in(piece, index) for piece, _ in value.pieces if piece != ZERO]
        return found[0] if len(set(found)) == 1 else None
    return next((factor for factor in split_product(value)[1] if _other(factor, index)), None)


def _without(term: Term, factor: Term) -> Term:
    """The term with 1 in place of a factor that it has once."""
    match term:
        case Neg(operand):
            return negated(_without(operand, factor))
        case Mul(args):
            place = next(place for place, one in enumerate(args) if factor in split_product(one)[1])
            return product(*args[:place], _without(args[place], factor), *args[place + 1 :])
        case Div(numerator, denominator):
            return quotient(_without(numerator, factor), denominator)
        case Cases(pieces):
            return cases(tuple((_without(piece, factor), when) for piece, when in pieces))
    return ONE if term == factor else term


def _multiplied_out(value: Term, index: str) -> Term:
    """A product with a sum that holds a δ, term by term."""
    number, above, below = split_product(value)
    place = next((p for p, one in enumerate(above) if isinstance(one, Add) and _has_delta(one, index)), None)
    if place is None or isinstance(value, Add):
        return value
    others = [rational(number), *above[:place], *above[place + 1 :]]
    parts = (quotient(product(*others, part), product(*below)) for part in above[place].args)
    return total(*(_multiplied_out(part, index) for part in parts))


# Pieces


def _in_pieces(term: Term) -> Term:
    """A product with pieces of which all but the first are 0: the other factors stand in the first."""
    number, above, below = split_product(term)
    place = next((place for place, one in enumerate(above) if one_sided(one)), None)
    if place is None:
        return term
    (value, condition), _ = above[place].pieces
    others = [rational(number), *above[:place], *above[place + 1 :]]
    return where(condition, quotient(product(*others, value), product(*below)))


def _together(term: Add) -> Term:
    """Pieces that count under one condition as one."""
    found: dict[Condition, list[Term]] = {}
    left = []
    for part in term.args:
        bare = part.operand if isinstance(part, Neg) else part
        if one_sided(bare):
            (value, condition), _ = bare.pieces
            found.setdefault(condition, []).append(negated(value) if isinstance(part, Neg) else value)
        else:
            left.append(part)
    if all(len(values) == 1 for values in found.values()):
        return term
    return total(*left, *(where(condition, total(*values)) for condition, values in found.items()))
