"""Entries as their formulas in plain floats: for the many values that it takes to fit one, which no one is shown."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np

from ...algebra.evaluating.compiler import Compiler, Floats, Node, compilable, written_out
from ...algebra.reading.parser import reread
from ...algebra.rewriting.engine import differentiate
from ...algebra.rewriting.pieces import calmed
from ...algebra.rewriting.recognise import recognised
from ...algebra.term import D, Term, walk
from ...catalogue.kinds.functions import Function
from ...catalogue.registry import ELEMENTWISE, lookup, names
from ...errors import TooLong

Numbers = dict[str, Any]  # one for all points, or for each point its own


def _by_points(function: Callable[[float], float]) -> Callable[..., np.ndarray]:
    return np.vectorize(function, otypes=[float])


# Without scipy, whose import takes longer than all the values that are looked at.
_LIGHT = {
    "erf": _by_points(math.erf),
    "erfc": _by_points(math.erfc),
    "Phi": _by_points(lambda u: math.erfc(-u / math.sqrt(2)) / 2),
}


class _Light(Floats):
    """Plain floats, in which every point may have its own parameters."""

    @staticmethod
    def called(name: str) -> Callable[..., Any]:
        return _LIGHT.get(name) or Floats.called(name)


@dataclass(frozen=True)
class Quick:
    """An entry, or its derivative of order 1, of which some parameters may be chosen."""

    entry: Function
    order: int = 0
    chosen: tuple[str, ...] = ()

    @cached_property
    def _term(self) -> Term | None:
        text = type(self.entry).formula_with(self.chosen) if self.chosen else self.entry.formula
        term = reread(text, symbols=tuple(p.name for p in self.entry.declared))
        try:
            return compilable(slope_of(term) if self.order else term, "x")
        except TooLong:
            return None

    @cached_property
    def _node(self) -> Node:
        return Compiler("x", _Light).term(self._term)

    @cached_property
    def _at_once(self) -> bool:
        """Whether every point may have its own parameters."""
        return self._term is not None and not any(isinstance(part, D) for part in walk(self._term))

    @cached_property
    def _usual(self) -> Mapping[str, float]:
        return self.entry.numbers

    def __call__(self, x: np.ndarray) -> np.ndarray | None:
        """The values at the usual numbers; None where its formula is too long."""
        return None if self._term is None else self._evaluated(x, dict(self._usual))

    def rows(self, x: np.ndarray, points: Sequence[Sequence[float]]) -> Iterable[np.ndarray]:
        """The values at each choice of numbers, whether the entry takes them or not."""
        if self._term is None or not len(points):
            return ()
        columns = np.array(points, float).T
        if self._at_once:
            own = {name: np.repeat(one, x.size) for name, one in zip(self.chosen, columns, strict=True)}
            return self._evaluated(np.tile(x, len(points)), {**self._usual, **own}).reshape(len(points), x.size)
        chosen = (dict(zip(self.chosen, map(float, point), strict=True)) for point in points)
        return [self._evaluated(x, {**self._usual, **own}) for own in chosen]

    def _evaluated(self, x: np.ndarray, numbers: Numbers) -> np.ndarray:
        with np.errstate(all="ignore"):
            values = np.broadcast_to(np.asarray(self._node(x, numbers), dtype=float), x.shape)
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
