"""Renames the indices of terms about vectors; those that a sum binds give way."""

from collections.abc import Collection, Mapping

from ...errors import ActplotError
from ..evaluating.sized import free_indices, split_index
from ..term import INDICES, D, Fold, Sym, Term, rebuilt, walk


def reindexed(term: Term, places: Mapping[str, str]) -> Term:
    """The term with open indices replaced by others, such as z_k for z_i."""
    match term:
        case Sym(name):
            return Sym(_renamed(name, places))
        case D(operand, variable, partial):
            return D(reindexed(operand, places), _renamed(variable, places), partial)
        case Fold(index=index):
            left = {old: new for old, new in places.items() if old != index and old in free_indices(term)}
            if index in left.values():
                term = bound_to(term, fresh(term, left.values()))
            return rebuilt(term, lambda part: reindexed(part, left)) if left else term
    return rebuilt(term, lambda part: reindexed(part, places))


def _renamed(name: str, places: Mapping[str, str]) -> str:
    if name in INDICES:
        return places.get(name, name)
    stem, letters = split_index(name)
    return f"{stem}_{''.join(places.get(letter, letter) for letter in letters)}" if letters else name


def bound_to(fold: Fold, index: str) -> Fold:
    """The same sum over another index."""
    places = {fold.index: index}
    when = fold.when and rebuilt(fold.when, lambda part: reindexed(part, places))
    return Fold(fold.name, reindexed(fold.body, places), index, fold.count, when)


def fresh(fold: Fold, taken: Collection[str] = ()) -> str:
    """The first letter that neither the sum nor anything around it uses."""
    inner = {node.index for node in walk(fold.body) if isinstance(node, Fold)}
    used = free_indices(fold) | inner | set(taken)
    for letter in sorted(INDICES, key=lambda letter: "iklj".index(letter)):
        if letter not in used:
            return letter
    raise ActplotError("the formula needs more letters for indices than there are")


def apart(term: Term, taken: Collection[str]) -> Term:
    """The term with every sum over an index of its own, none of those that are taken."""
    inner = rebuilt(term, lambda part: apart(part, taken))
    if isinstance(inner, Fold) and inner.index in taken:
        return bound_to(inner, fresh(inner, taken))
    return inner


def canonical(term: Term) -> Term:
    """The term with the letters of its sums chosen by one rule, so that equal sums are equal."""
    inner = rebuilt(term, canonical)
    return bound_to(inner, fresh(inner)) if isinstance(inner, Fold) else inner
