"""Tells the case of two equal indices apart from that of two others."""

from ..evaluating.sized import about_indices, is_kronecker, split_index
from ..rewriting.neat import ONE, ZERO
from ..term import And, Cases, Condition, Rel, Sym, Term, piecewise, rebuilt, walk
from .sums import one_sided, where

Pair = frozenset[str]  # of indices


def case_by_case(term: Term) -> Term:
    """A term with δ_jk, beside pieces that need j ≠ k, as one for j = k and one for all others."""
    conditions = (when for node in walk(term) if isinstance(node, Cases) for _, when in node.pieces if when)
    unequal = (_pair(relation) for when in conditions for relation in _relations(when))
    deltas = {frozenset(split_index(node.name)[1]) for node in walk(term) if _is_delta(node)}
    pair = next((pair for pair in unequal if pair in deltas), None)
    if pair is None:
        return term
    first, second = map(Sym, sorted(pair))
    return piecewise(Rel("==", first, second), _decided(term, pair, True), _decided(term, pair, False))


def _is_delta(node: Term | Condition) -> bool:
    return isinstance(node, Sym) and is_kronecker(node.name)


def _pair(relation: Rel) -> Pair | None:
    """The two indices that a condition asks to differ."""
    differ = relation.operator == "!=" and about_indices(relation)
    return frozenset((relation.left.name, relation.right.name)) if differ else None


def _relations(condition: Condition) -> tuple[Rel, ...]:
    return condition.args if isinstance(condition, And) else (condition,)


def _decided(term: Term, pair: Pair, equal: bool) -> Term:
    """The term where the two indices are equal, or where they are not."""
    if _is_delta(term) and frozenset(split_index(term.name)[1]) == pair:
        return ONE if equal else ZERO
    if one_sided(term):
        (value, condition), _ = term.pieces
        left = [relation for relation in _relations(condition) if _pair(relation) != pair]
        if equal and len(left) < len(_relations(condition)):
            return ZERO
        inner = _decided(value, pair, equal)
        return where(left[0] if len(left) == 1 else And(tuple(left)), inner) if left else inner
    return rebuilt(term, lambda part: _decided(part, pair, equal))
