"""Entries as their formulas in plain floats: for the many values that it takes to fit one, which no one is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from ...algebra.evaluating.compiler import Compiled, compiled_numpy, written_out
from ...algebra.reading.parser import reread
from ...algebra.rewriting.engine import differentiate
from ...algebra.rewriting.pieces import calmed
from ...algebra.rewriting.recognise import recognised
from ...algebra.term import Term
from ...catalogue.kinds.functions import Function
from ...catalogue.registry import ELEMENTWISE, lookup, names
from ...errors import TooLong


@dataclass(frozen=True)
class Quick:
    """An entry, or its derivative of order 1, of which some parameters may be chosen."""

    entry: Function
    order: int = 0
    chosen: tuple[str, ...] = ()

    @cached_property
    def _compiled(self) -> Compiled | None:
        text = type(self.entry).formula_with(self.chosen) if self.chosen else self.entry.formula
        term = reread(text, symbols=tuple(p.name for p in self.entry.declared))
        try:
            return compiled_numpy(slope_of(term) if self.order else term, "x")
        except TooLong:
            return None

    @cached_property
    def _usual(self) -> Mapping[str, float]:
        return self.entry.numbers

    def __call__(self, x: np.ndarray, point: Sequence[float] = ()) -> np.ndarray | None:
        """The values at these numbers, whether the entry takes them or not; None where its formula is too long."""
        if self._compiled is None:
            return None
        numbers = {**self._usual, **dict(zip(self.chosen, map(float, point), strict=True))}
        values = self._compiled(x, numbers)
        low, high = self.entry.domain
        return values if np.isinf(low) and np.isinf(high) else np.where((x >= low) & (x <= high), values, np.nan)


quick = lru_cache(maxsize=None)(Quick)


@lru_cache(maxsize=256)
def slope_of(term: Term) -> Term:
    """The derivative of a formula with respect to x; `TooLong` where it would be."""
    function = recognised(written_out(term))
    return calmed(recognised(differentiate(function, "x")), function, "x")


@cache
def candidates() -> tuple[Function, ...]:
    """Every function of one variable at its defaults, and at each word of those that take one; activations first."""
    plain = [lookup(name)() for kind in ELEMENTWISE for name in names(kind)]
    return tuple(one for entry in plain for one in (entry, *_at_words(entry)))


def _at_words(entry: Function) -> list[Function]:
    """The entry with each other word or number of a parameter that takes only some."""
    chosen = [(p.name, one) for p in entry.declared for one in p.one_of if one != p.default]
    return [type(entry).with_parameters({name: one}) for name, one in chosen]
