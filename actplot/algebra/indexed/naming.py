"""Finds what has a name in a term about vectors: p_j for e^{z_j}/S."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..evaluating.sized import split_index
from ..rewriting.neat import product, total
from ..term import INDICES, Add, Call, Div, Fold, Mul, Neg, Num, Sym, Term, rebuilt, walk
from .factors import Factors, factors_of, summands
from .indices import canonical, reindexed

Meanings = Sequence[tuple[str, Term]]  # of local names, those that are built on others behind them


def named(term: Term, meanings: Meanings) -> Term:
    """The term with every name in place of what it stands for, whole or as factors of a product."""
    term = canonical(term)
    for name, meaning in reversed(meanings):
        for symbol, here in _everywhere(name, meaning, term):
            term = _named(term, symbol, canonical(here))
    return term


def _everywhere(name: str, meaning: Term, term: Term) -> Iterator[tuple[Sym, Term]]:
    """The name and its meaning at every index that the term mentions."""
    if isinstance(meaning, Num | Sym):
        return
    letters = split_index(name)[1]
    if len(letters) > 1:
        return
    for letter in _letters(term) if letters else ("",):
        yield Sym(name.removesuffix(letters) + letter), reindexed(meaning, {letters: letter}) if letters else meaning


def _letters(term: Term) -> list[str]:
    names = {node.name for node in walk(term) if isinstance(node, Sym)}
    return sorted({letter for name in names for letter in split_index(name)[1]} | (names & set(INDICES)))


def _named(term: Term, symbol: Sym, meaning: Term) -> Term:
    if term == meaning:
        return symbol
    inner = rebuilt(term, lambda part: _named(part, symbol, meaning))
    if isinstance(meaning, Mul | Div | Neg) and isinstance(inner, Mul | Div):
        return _as_factors(inner, symbol, factors_of(meaning))
    if isinstance(meaning, Add | Div) and isinstance(inner, Add):
        return _as_sum(inner, symbol, factors_of(meaning))
    return inner


def _as_factors(term: Term, symbol: Sym, meaning: Factors) -> Term:
    found, times = factors_of(term), 0
    while found.holds(meaning):
        found, times = found.over(meaning), times + 1
    return product(*[symbol] * times, found.term) if times else term


def _as_sum(term: Add, symbol: Sym, meaning: Factors) -> Term:
    """Terms such as c·p_j and c·q_j as 2·c·m_j, where m_j is half their sum."""
    if list(meaning.powers.values()) != [1]:
        return term
    (base,) = meaning.powers
    wanted = [factors_of(part) for part in summands(base)]
    given = [factors_of(part) for part in term.args]
    for part in given:
        if not (len(wanted) > 1 and part.holds(wanted[0])):
            continue
        rest = part.over(wanted[0])
        others = [_times(rest, one) for one in wanted]
        if all(one in given for one in others):
            left = [one.term for one in given if one not in others]
            return total(*left, product(symbol, Factors(rest.number / meaning.number, rest.powers).term))
    return term


def _times(first: Factors, second: Factors) -> Factors:
    return first.over(Factors(1 / second.number, {base: -times for base, times in second.powers.items()}))


def written_out(term: Term, meanings: Mapping[str, tuple[str, Term]]) -> Term:
    """The term with what names stand for in their place, once."""
    if isinstance(term, Sym):
        stem, letters = split_index(term.name)
        if stem in meanings:
            own, meaning = meanings[stem]
            return reindexed(meaning, dict(zip(own, letters, strict=True)))
        return term
    return rebuilt(term, lambda part: written_out(part, meanings))


def shares_in(terms: Iterable[Term]) -> Term | None:
    """The exponential e^{u_i} whose sum over all i occurs in the terms."""
    for node in (node for term in terms for node in walk(term)):
        match node:
            case Fold("sum", Call("exp") as body, index, _, None):
                return reindexed(body, {index: "i"})
    return None
