"""Checks a derivation line by line: equal values for random numbers at adaptive precision, at every size and index."""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from ...algebra.evaluating.context import mp
from ...algebra.evaluating.precision import common_digits, quick_value, quick_values_of_parts, values
from ...algebra.evaluating.sized import Choice, about_indices, holds
from ...algebra.term import Condition, D, Term
from ...catalogue.kinds.functions import Function
from .derivation import RULES, Chain, Check, Derivation, LineCheck, Step
from .samples import DIGITS, OfFunction, OfVectors

_DENSE = 61  # points at which a bound is looked at
_DENSE_REACH = 8
_MOST = 6  # choices of indices at one size


def check_derivation(derivation: Derivation, function: Function | None = None) -> Check:
    """Every line of a derivation held against the one above it; the first against its left side.

    A left side such as f′(x) is differentiated from values alone, so a wrong rule shows.

    Parameters
    ----------
    function : whose derivation it is, if that is one of one variable: its domain and parameters say at which points
    """
    of_vectors = derivation.definition is None
    checker = _Checker(derivation, OfVectors(derivation) if of_vectors else OfFunction(derivation, function))
    lines = tuple(tuple(checker.chain(chain)) for chain in derivation.chains)
    return Check(lines, checker.samples.sizes if of_vectors else ())


class _Checker:
    def __init__(self, derivation: Derivation, samples: OfFunction | OfVectors):
        self.derivation, self.samples = derivation, samples
        self.by_engine = derivation.route == RULES or derivation.order > 1  # whose lines are no one's slips
        self.size, self.usual = samples.usual()
        self.familiar: set[str] = set()  # values of all parts of the lines so far
        for term in samples.known:
            self.learn(term, ())

    def chain(self, chain: Chain) -> Iterator[LineCheck]:
        """One check per line."""
        terms = (chain.left, *(step.term for step in chain.steps))
        indices = self.samples.open_indices(*terms)
        given: tuple[Condition, ...] = ()
        above: list | None = None
        self.learn(chain.left, chain.steps[0].given)
        for before, step in zip(terms, chain.steps, strict=False):
            if step.given or above is None:
                given += step.given
                above = self.values(before, indices, given)
            here = self.values(step.term, indices, given)
            strange = self.strangers(step.term, given)
            if step.bound is not None:
                yield LineCheck(0, _DENSE, self.largest_difference(before, step.term))
            else:
                digits = [*_common(above, here), *self.operands(before, step.term, indices, given), *strange]
                yield LineCheck(min(digits, default=0), len(here))
            above = here

    def values(self, term: Term, indices: Sequence[str], given: Sequence[Condition]) -> list:
        about_numbers = [condition for condition in given if not about_indices(condition)]
        return [
            number
            for size in self.samples.sizes
            for written in self.written_out(term, indices, size, given)
            for number in values(written, self.samples.draws(size, about_numbers, indices), DIGITS)
        ]

    def written_out(self, term: Term, indices: Sequence[str], size: int, given: Sequence[Condition]) -> list[Term]:
        """A line for one size, at some places that its conditions allow."""
        places = _places(indices, size, [condition for condition in given if about_indices(condition)])
        return [self.samples.written(term, size, at) for at in places]

    # What is differentiated

    def operands(self, above: Term, here: Term, indices: Sequence[str], given: Sequence[Condition]) -> list[int]:
        """Where both lines are a derivative as a whole, what is differentiated must be the same, constants included.

        The engine leaves out a constant summand, as the derivative of a sum may.
        """
        if self.by_engine or not (isinstance(above, D) and isinstance(here, D)):
            return []
        return _common(self.values(above.operand, indices, given), self.values(here.operand, indices, given))

    def strangers(self, line: Term, given: Sequence[Condition]) -> list[int]:
        """0 for a line that differentiates what no line before it held: (2 + eˣ)′ for (1 + eˣ)′ has the same value."""
        if self.by_engine:
            return []
        seen = self.seen_in(line, given)
        values = {id(node): text for node, text in seen}
        known = {values[id(node.operand)] for node, _ in seen if isinstance(node, D)} <= self.familiar
        self.familiar.update(values.values())
        return [] if known else [0]

    def learn(self, line: Term, given: Sequence[Condition]) -> None:
        if self.derivation.route != RULES:
            self.familiar.update(text for _, text in self.seen_in(line, given))

    def seen_in(self, line: Term, given: Sequence[Condition]) -> list[tuple[Term, str]]:
        """All parts of a line, each with its values as a text that tells it from others."""
        written = self.written_out(line, self.samples.open_indices(line), self.size, given)
        found = (one for term in written for one in quick_values_of_parts(term, self.usual))
        return [(node, " ".join(mp.nstr(number, 15) for number in numbers)) for node, numbers in found]

    def largest_difference(self, *lines: Term) -> float:
        """Between two lines of one variable, over a stretch of it."""
        terms, (numbers, *_) = [self.samples.written(line, self.size, {}) for line in lines], self.usual
        differences = []
        for index in range(_DENSE):
            at = {self.derivation.variable: Fraction(2 * _DENSE_REACH * index + 1, _DENSE) - _DENSE_REACH}
            first, second = (float(quick_value(term, {**numbers, **at})) for term in terms)
            differences.append(abs(first - second))
        return max(differences)


def _common(above: Sequence, here: Sequence) -> list[int]:
    return [common_digits(one, other, DIGITS) for one, other in zip(above, here, strict=True)]


def _places(indices: Sequence[str], size: int, given: Sequence[Condition]) -> list[Choice]:
    """Numbers for the open indices that meet the conditions: all, or some, equal ones and others."""
    everywhere = [dict(zip(indices, at, strict=True)) for at in product(range(1, size + 1), repeat=len(indices))]
    allowed = [at for at in everywhere if all(holds(condition, at) for condition in given)]
    if len(allowed) <= _MOST:
        return allowed
    random.Random(size).shuffle(allowed)
    allowed.sort(key=lambda at: len(set(at.values())))
    return [*allowed[: _MOST // 3], *allowed[-(_MOST - _MOST // 3) :]]


def passed(derivation: Derivation, check: Check) -> bool:
    """Whether every equality holds to all digits asked for, and every ≈ within its bound."""
    return first_failure(derivation, check) is None


def first_failure(derivation: Derivation, check: Check) -> Step | None:
    """The first line that does not agree with the one above it."""
    for chain, lines in zip(derivation.chains, check.lines, strict=True):
        for step, line in zip(chain.steps, lines, strict=True):
            holds = line.digits >= DIGITS if step.bound is None else line.difference <= step.bound
            if not holds or line.points < 1:
                return step
    return None
