"""Finds the shortest way to write a result: common denominators, factors taken out and cancelled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from itertools import product as product_of

from ..term import (
    Add,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Fold,
    Mul,
    Neg,
    Pow,
    Sym,
    Term,
    rebuilt,
    substituted,
    symbols,
    walk,
)
from .gathering import Gathered
from .neat import cases, count, numeric, product, size, total
from .polynomials import TooLarge
from .ratios import RELATIONS, Ratios

MOST = 300  # nodes of a term that is worked with
_MOST_ROUNDS = 4
_MOST_PARTS = 3
_MOST_AT_ONCE = 150  # nodes of a term that is put over one bar
_LOCAL = "_q"  # no name that a formula could hold


def shortened(term: Term, parts: Iterable[Div] = ()) -> Term:
    """The shortest of several ways to write a term, itself among them.

    `parts` are fractions in terms of which it may be short, though they do not occur in it.
    """
    return _shortened(term, tuple(dict.fromkeys(parts)))


@lru_cache(maxsize=256)
def _shortened(term: Term, parts: tuple[Div, ...]) -> Term:
    if any(isinstance(node, D | Fold) for node in walk(term)):
        return term
    if isinstance(term, Cases):
        return cases(tuple((_shortened(piece, parts), when) for piece, when in term.pieces))
    for _ in range(_MOST_ROUNDS):
        if count(term) > MOST:
            break
        before, term = term, min([term, *_candidates(term, parts)], key=measure)
        if measure(term) == measure(before):
            break
    return term


def measure(term: Term) -> tuple[int, int]:
    """What a reader has to take in: symbols, numbers and functions first, then signs."""
    return size(term), count(term)


def _candidates(term: Term, parts: Sequence[Div]) -> Iterator[Term]:
    if count(term) <= _MOST_AT_ONCE:
        yield from _over_one_bar(term)
        yield from _with_local_names(term, parts)
    with suppress(TooLarge, ZeroDivisionError):
        gathered = Gathered(_inside, "", term)
        yield gathered.term(gathered.read(term))
    if isinstance(term, Add):
        yield total(*map(shortened, term.args))


def _with_local_names(term: Term, parts: Sequence[Div]) -> Iterator[Term]:
    """Forms in terms of a fraction, or of roots of numbers, that stay as they are."""
    for part in islice(filter(_is_simple, dict.fromkeys([*parts, *walk(term)])), _MOST_PARTS):
        other = _in_terms_of(term, part)
        yield from (substituted(found, {_LOCAL: part}) for found in _over_one_bar(other))
    if names := _constant_roots(term):
        named = _replaced(term, names)
        meanings = {local.name: root for root, local in names.items()}
        yield from (_squared(substituted(found, meanings)) for found in _over_one_bar(named))


def _over_one_bar(term: Term) -> Iterator[Term]:
    called = {node.name for node in walk(term) if isinstance(node, Call)}
    relations = [relation for relation in RELATIONS if not relation or relation in called]
    for relation, kept in product_of(relations, (False, True)):
        ratios = Ratios(_inside, relation, term, kept=kept)
        try:
            yield ratios.term(ratios.condensed(ratios.read(term)))
        except (TooLarge, ZeroDivisionError):
            continue


def _inside(term: Term) -> Term:
    return shortened(term) if isinstance(term, Add | Mul | Div | Neg | Pow) else term


def _is_simple(node: Term | Condition) -> bool:
    """Whether a node is a fraction of two symbols or functions."""
    return isinstance(node, Div) and all(isinstance(part, Sym | Call) for part in (node.numerator, node.denominator))


def _in_terms_of(term: Term, part: Div) -> Term:
    """The term with a name q for a fraction u/v, u being q·v."""
    above, below, local = part.numerator, part.denominator, Sym(_LOCAL)

    def renamed(node: Term) -> Term:
        if node == part:
            return local
        return product(local, below) if node == above else rebuilt(node, renamed)

    return renamed(term)


def _constant_roots(term: Term) -> dict[Term, Sym]:
    """Roots of fractions of numbers, such as √(2/π), each with a local name that keeps it together."""
    roots = {node for node in walk(term) if isinstance(node, Call) and node.name == "sqrt" and _is_fixed(node)}
    fractions = sorted((root for root in roots if isinstance(root.args[0], Div)), key=repr)
    return {root: Sym(f"{_LOCAL}{index}") for index, root in enumerate(fractions)}


def _is_fixed(term: Term) -> bool:
    return symbols(term) <= {"e", "pi"}


def _replaced(term: Term, names: Mapping[Term, Term]) -> Term:
    return names.get(term) or rebuilt(term, lambda part: _replaced(part, names))


def _squared(term: Term) -> Term:
    """The term with squares of roots worked out."""
    match term:
        case Pow(Call("sqrt", (inner,)), exponent) if numeric(exponent) == 2:
            return inner
    return rebuilt(term, _squared)
