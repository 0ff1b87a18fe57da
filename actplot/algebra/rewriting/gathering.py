"""Takes out what the terms of a sum share, and leaves their fractions as they are."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..term import Term
from .neat import size, total
from .polynomials import Frozen, Monomial, Power, monomial
from .ratios import Ratio, Ratios

_MOST = 8  # terms of a sum of which some are gathered
_Key = tuple[Monomial, tuple[tuple[Frozen, Fraction], ...]]


class Gathered(Ratios):
    """Ratios whose sums are generators like others: nothing is multiplied out, so nothing cancels in a sum."""

    def sum(self, ratios: Sequence[Ratio], term: Term | None = None) -> Ratio:
        ratios = self.alike(ratios)
        if len(ratios) < 2:
            return ratios[0] if ratios else Ratio(Fraction(0))
        front, rest = self.without_shared(ratios)
        return self.product([front, self.generator(self.written_sum(rest))])

    def alike(self, ratios: Sequence[Ratio]) -> list[Ratio]:
        """Like terms added up."""
        found: dict[_Key, Ratio] = {}
        for ratio in ratios:
            key = ratio.powers, tuple(ratio.factors.items())
            number = ratio.number + (found[key].number if key in found else 0)
            found[key] = Ratio(number, ratio.powers, ratio.factors)
        return [ratio for ratio in found.values() if ratio.number]

    def without_shared(self, ratios: Sequence[Ratio]) -> tuple[Ratio, list[Ratio]]:
        """What all terms have above the bar, or all below it, and the rest of each."""
        counts = [dict(ratio.powers) for ratio in ratios]
        shared: dict[int, Power] = {}
        for base in counts[0]:
            powers = [count.get(base, 0) for count in counts]
            if min(powers) > 0 or max(powers) < 0:
                shared[base] = min(powers, key=abs)
        number = ratios[0].number if len({abs(ratio.number) for ratio in ratios}) == 1 else Fraction(1)
        front = Ratio(number, monomial(shared))
        below = self.to_power(front, Fraction(-1))
        return front, [self.product([ratio, below]) for ratio in ratios]

    def written_sum(self, ratios: Sequence[Ratio]) -> Term:
        """The shortest of the forms in which some of the terms have what they share in front."""
        return min([total(*map(self.term, ratios)), *self.partly(ratios)], key=size)

    def partly(self, ratios: Sequence[Ratio]) -> Iterator[Term]:
        if not 2 < len(ratios) <= _MOST:
            return
        bases = dict.fromkeys(base for ratio in ratios for base, _ in ratio.powers)
        for base in bases if len(bases) > 1 else ():  # x² − 3·x + 2 is a polynomial
            inside = [ratio for ratio in ratios if base in dict(ratio.powers)]
            if 1 < len(inside) < len(ratios):
                outside = [ratio for ratio in ratios if ratio not in inside]
                yield total(self.written_sum(outside), self.term(self.sum(inside)))
