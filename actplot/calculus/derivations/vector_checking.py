"""Checks a derivation about vectors line by line: equal values for random numbers, at every size and index."""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from mpmath import nstr

from ...algebra.evaluating.precision import common_digits, quick_value, value
from ...algebra.evaluating.sized import (
    COUNTS,
    INDICES,
    SIZES,
    Choice,
    Instance,
    about_indices,
    free_indices,
    is_kronecker,
    numbered,
    split_index,
    symbols_within,
)
from ...algebra.term import COMPARISONS, And, Condition, D, Fold, Num, Rel, Sym, Term, walk
from .checking import DIGITS
from .derivation import Chain, LineCheck, SizedCheck, VectorDerivation

_DRAWS = 3  # of random numbers at each size, where no index is left open
_MOST = 6  # choices of indices at one size
_FAMILIAR_SIZE = 3
_FINENESS = 1 << 16


def check_vectors(derivation: VectorDerivation) -> SizedCheck:
    """Every line held against the one above it; derivatives are taken from values of what is differentiated alone."""
    checker = _Checker(derivation)
    return SizedCheck(tuple(tuple(checker.chain(chain)) for chain in derivation.chains), SIZES)


class _Checker:
    def __init__(self, derivation: VectorDerivation):
        self.derivation = derivation
        self.meanings = {}
        for name, term in (*derivation.lets, *derivation.defined):
            stem, letters = split_index(name)
            self.meanings[stem] = letters, term
        local = {*self.meanings, *INDICES, *COUNTS, "e", "pi"}
        found = symbols_within(_terms(derivation))
        self.open = sorted(name for name in found if not (is_kronecker(name) or split_index(name)[0] in local))
        self.instances = {size: Instance(size, self.meanings) for size in SIZES}
        (self.sample,) = self.draws(_FAMILIAR_SIZE, (), 1)
        self.familiar: set[str] = set()  # values of all parts of the lines so far
        for name, _ in derivation.lets:
            self.learn(Sym(name), ())

    # Random numbers

    def draws(self, size: int, given: Sequence[Condition], count: int) -> list[dict[str, Fraction]]:
        source = random.Random(size)
        return [self.numbers(source, size, given) for _ in range(count)]

    def numbers(self, source: random.Random, size: int, given: Sequence[Condition]) -> dict[str, Fraction]:
        """Values of all symbols that nothing defines, such that the conditions hold."""
        positive = {split_index(name)[0] for name in self.derivation.positive}
        found = {}
        for name in self.open:
            stem, letters = split_index(name)
            for place in product(range(1, size + len(COUNTS)), repeat=len(letters)):
                number = _random(source, 0.2, 1.9)
                negative = stem not in positive and source.random() < 0.5
                found[numbered(stem, place) if place else name] = -number if negative else number
        for condition in given:
            found |= _imposed(condition, size, source)
        return found

    def choices(self, free: Sequence[str], size: int, given: Sequence[Condition]) -> list[Choice]:
        """Numbers for the open indices that meet the conditions: all, or some, equal ones and others."""
        instance = self.instances[size]
        everywhere = [dict(zip(free, at, strict=True)) for at in product(range(1, size + 1), repeat=len(free))]
        allowed = [at for at in everywhere if all(_holds(condition, instance, at) for condition in given)]
        if len(allowed) <= _MOST:
            return allowed
        random.Random(size).shuffle(allowed)
        allowed.sort(key=lambda at: len(set(at.values())))
        return [*allowed[: _MOST // 3], *allowed[-(_MOST - _MOST // 3) :]]

    # Lines

    def chain(self, chain: Chain) -> Iterator[LineCheck]:
        """One check per line."""
        terms = (chain.left, *(step.term for step in chain.steps))
        free = sorted(frozenset().union(*map(free_indices, terms)))
        given: tuple[Condition, ...] = ()
        above: list | None = None
        self.learn(chain.left, chain.steps[0].given)
        for before, step in zip(terms, chain.steps, strict=False):
            if step.given or above is None:
                given += step.given
                above = self.values(before, free, given)
            here = self.values(step.term, free, given)
            digits = [common_digits(one, other, DIGITS) for one, other in zip(above, here, strict=True)]
            yield LineCheck(min([*digits, *self.strangers(step.term, given)], default=0), len(here))
            above = here

    def values(self, term: Term, free: Sequence[str], given: Sequence[Condition]) -> list:
        about_numbers = [condition for condition in given if not about_indices(condition)]
        about_places = [condition for condition in given if about_indices(condition)]
        return [
            value(self.instances[size].term(term, at), numbers, DIGITS)
            for size in SIZES
            for numbers in self.draws(size, about_numbers, 1 if free else _DRAWS)
            for at in self.choices(free, size, about_places)
        ]

    # What is differentiated

    def strangers(self, line: Term, given: Sequence[Condition]) -> list[int]:
        """0 for a line that differentiates what no line before it held, such as what differs by a constant."""
        operands = {
            self.fingerprint(node.operand) for term in self.written_out(line, given) for node in walk(term) if _is(node)
        }
        known = operands <= self.familiar
        self.learn(line, given)
        return [] if known else [0]

    def learn(self, line: Term, given: Sequence[Condition]) -> None:
        for term in self.written_out(line, given):
            self.familiar |= {self.fingerprint(node) for node in walk(term) if not isinstance(node, Rel | And)}

    def written_out(self, line: Term, given: Sequence[Condition]) -> list[Term]:
        about_places = [condition for condition in given if about_indices(condition)]
        free = sorted(free_indices(line))
        instance = self.instances[_FAMILIAR_SIZE]
        return [instance.term(line, at) for at in self.choices(free, _FAMILIAR_SIZE, about_places)]

    def fingerprint(self, term: Term) -> str:
        return nstr(quick_value(term, self.sample), 15)


def _terms(derivation: VectorDerivation) -> Iterator[Term]:
    """Those of all lines, and what local names stand for."""
    for chain in derivation.chains:
        yield from (chain.left, *(step.term for step in chain.steps))
    yield from (term for _, term in (*derivation.lets, *derivation.defined))


def _is(node: Term | Condition) -> bool:
    return isinstance(node, D)


def _holds(condition: Rel, instance: Instance, at: Choice) -> bool:
    left, right = (at.get(side.name, 0) for side in (condition.left, condition.right))
    return COMPARISONS[condition.operator](left, right)


def _imposed(condition: Condition, size: int, source: random.Random) -> dict[str, Fraction]:
    """Positive numbers of the sum that a condition asks for, such as Σ y_i = 1."""
    match condition:
        case Rel("==", Fold("sum", Sym(name), _, _), Num(total, _)):
            stem, _ = split_index(name)
            first = [total * _random(source, 0.1 / size, 0.9 / size) for _ in range(size - 1)]
            return {
                numbered(stem, [place]): number for place, number in enumerate([*first, total - sum(first)], start=1)
            }
    raise ValueError(f"no random numbers can be made to meet {condition!r}")


def _random(source: random.Random, low: float, high: float) -> Fraction:
    """A number without anything special about it, and with so few binary digits that no precision rounds it."""
    return Fraction(round(source.uniform(low, high) * _FINENESS) | 1, _FINENESS)
