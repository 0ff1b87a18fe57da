"""Terms as sums of products of powers, in which equal factors are counted, named and put in front."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ...frozen import record
from ..evaluating.sized import is_kronecker
from ..rewriting.neat import ONE, ZERO, numeric, power, product, quotient, rational, split_product, total
from ..rewriting.tidy import tidied
from ..term import Add, Call, Div, Fold, Mul, Neg, Pow, Rel, Sym, Term
from .indices import bound_to

_HALF = Fraction(1, 2)
_MANY = 10


@record
class Factors:
    """A number times powers of other terms."""

    number: Fraction
    powers: Mapping[Term, Fraction]

    @property
    def term(self) -> Term:
        above = [_raised(base, exponent) for base, exponent in self.powers.items() if exponent > 0]
        below = [_raised(base, -exponent) for base, exponent in self.powers.items() if exponent < 0]
        top, bottom = (rational(Fraction(part)) for part in (self.number.numerator, self.number.denominator))
        return quotient(product(top, *above), product(bottom, *below))

    def over(self, other: "Factors") -> "Factors":
        left = dict(self.powers)
        for base, exponent in other.powers.items():
            left[base] = left.get(base, Fraction(0)) - exponent
        return Factors(self.number / other.number, {base: left[base] for base in left if left[base]})

    def holds(self, other: "Factors") -> bool:
        """Whether all factors of the other are among these, on the same side of the line."""
        return bool(other.powers) and all(
            exponent * self.powers.get(base, 0) > 0 and abs(self.powers[base]) >= abs(exponent)
            for base, exponent in other.powers.items()
        )


def factors_of(term: Term) -> Factors:
    """A product or quotient with its equal factors counted; a root is a power of one half."""
    number, above, below = split_product(term)
    powers: dict[Term, Fraction] = {}
    for factors, direction in ((above, 1), (below, -1)):
        for factor in factors:
            for coefficient, base, exponent in _powers_of(factor):
                number *= coefficient**direction
                powers[base] = powers.get(base, Fraction(0)) + direction * exponent
    for base in [base for base in powers if is_delta(base)]:
        powers[base] = Fraction(powers[base] > 0)  # δ² = δ
    return Factors(number, {base: exponent for base, exponent in powers.items() if exponent})


def is_delta(term: Term) -> bool:
    return isinstance(term, Sym) and is_kronecker(term.name)


def _powers_of(factor: Term) -> Iterator[tuple[Fraction, Term, Fraction]]:
    """A factor as numbers times powers: (u·v)² is u²·v², and √u is u to one half."""
    match factor:
        case Call("sqrt", (inner,)):
            yield Fraction(1), inner, _HALF
        case Pow(base, exponent) if (given := numeric(exponent)) is not None and given.denominator == 1:
            inner = factors_of(base)
            yield inner.number ** int(given), ONE, Fraction(0)
            yield from ((Fraction(1), one, times * given) for one, times in inner.powers.items())
        case Pow(base, exponent) if (given := numeric(exponent)) is not None:
            yield Fraction(1), base, given
        case _:
            yield Fraction(1), factor, Fraction(1)


def _raised(base: Term, exponent: Fraction) -> Term:
    if exponent.denominator == 2:
        root = Call("sqrt", (base,))
        whole = exponent - _HALF
        return root if not whole else product(power(base, rational(whole)), root)
    return power(base, rational(exponent))


def summands(term: Term) -> list[Term]:
    """The terms of a sum; one term where it is none."""
    if isinstance(term, Neg) and isinstance(term.operand, Add):
        return [Neg(part) for part in term.operand.args]
    return list(term.args) if isinstance(term, Add) else [term]


def spread(term: Term, times: int = _MANY) -> Term:
    """A product or quotient with sums above the line as a sum, each of whose terms is cancelled: so many sums."""
    if isinstance(term, Add):
        return total(*(part for one in term.args for part in summands(spread(one, times))))
    number, above, below = split_product(term)
    place = next((place for place, factor in enumerate(above) if isinstance(factor, Add)), None)
    if place is None or not times:
        return factors_of(term).term if isinstance(term, Neg | Mul | Div) else term
    others = [rational(number), *above[:place], *above[place + 1 :]]
    parts = (quotient(product(*others, part), product(*below)) for part in above[place].args)
    return total(*(spread(part, times - 1) for part in parts))


def gathered(term: Term) -> Term:
    """A sum whose terms share factors, above or below the line, with these in front of the rest."""
    if not isinstance(term, Add):
        return term
    parts = [factors_of(part) for part in term.args]
    shared = _shared(parts)
    if not shared.powers and shared.number == 1:
        return term
    rest = total(*(part.over(shared).term for part in parts))
    if isinstance(rest, Add) and all(isinstance(part, Neg) for part in rest.args):
        shared, rest = Factors(-shared.number, shared.powers), total(*(part.operand for part in rest.args))
    over = Factors(shared.number, {base: power for base, power in shared.powers.items() if power < 0}).term
    before = Factors(Fraction(1), {base: power for base, power in shared.powers.items() if power > 0}).term
    return _joined(before, rest, over)


def _joined(before: Term, rest: Term, over: Term) -> Term:
    """before·rest/over, with a number in front."""
    whole = product(over, before, rest) if not isinstance(_bare(over), Div) else None
    if whole is not None:
        return whole
    sign = isinstance(over, Neg)
    fraction = _bare(over)
    result = quotient(product(fraction.numerator, before, rest), fraction.denominator)
    return Neg(result) if sign else result


def _bare(term: Term) -> Term:
    return term.operand if isinstance(term, Neg) else term


def _shared(parts: list[Factors]) -> Factors:
    """What is a factor of all of them, numbers of one size included."""
    first, *others = parts
    powers = {}
    for base, exponent in first.powers.items():
        found = [other.powers.get(base, Fraction(0)) for other in others]
        if all(one == exponent if exponent < 0 else one > 0 for one in found):  # no fractions inside fractions
            powers[base] = min(exponent, *found)
    sizes = {abs(part.number) for part in parts}
    return Factors(sizes.pop() if len(sizes) == 1 else Fraction(1), powers)


def merged(term: Term) -> Term:
    """A sum over i < j and the same sum over i > j as one over i ≠ j."""
    if not isinstance(term, Add):
        return term
    parts = [factors_of(part) for part in term.args]
    for first in parts:
        for second in parts:
            joined = _both_sides(first, second)
            if joined is not None:
                left = [part.term for part in parts if part is not first and part is not second]
                return total(*left, joined)
    return term


def _both_sides(first: Factors, second: Factors) -> Term | None:
    """One sum for two that have opposite conditions on their index and, but for their signs, one body."""
    folds = [_single_fold(one) for one in (first, second)]
    if None in folds or not all(isinstance(fold.when, Rel) for fold in folds):
        return None
    one, other = folds
    other = bound_to(other, one.index)
    ends = (one.when.left, one.when.right)
    opposite = (other.when.operator, other.when.left, other.when.right) == ("<", *reversed(ends))
    if one.when.operator != "<" or not opposite or one.count != other.count:
        return None
    rest = [
        Factors(part.number, {base: n for base, n in part.powers.items() if base != fold})
        for part, fold in zip((first, second), folds, strict=True)
    ]
    bodies = [product(one_rest.term, fold.body) for one_rest, fold in zip(rest, (one, other), strict=True)]
    if tidied(spread(total(bodies[0], Neg(bodies[1])))) != ZERO:
        return None
    return product(rest[0].term, Fold("sum", one.body, one.index, one.count, Rel("!=", *ends)))


def _single_fold(factors: Factors) -> Fold | None:
    folds = [base for base, exponent in factors.powers.items() if isinstance(base, Fold) and exponent == 1]
    return folds[0] if len(folds) == 1 else None
