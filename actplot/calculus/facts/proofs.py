"""Proves what holds of a formula everywhere: by intervals that hold all its values.

They reach as far as ±1e100. What lies beyond is what the limits at infinity say.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.limits.enclosures import Ends, enclosure
from ...algebra.rewriting.engine import differentiate
from ...algebra.rewriting.neat import negated, total
from ...algebra.rewriting.tidy import factored, tidied
from ...algebra.term import Add, Call, Div, Mul, Neg, Num, Pow, Sym, Term, children, number, rebuilt
from ...numerics.arrays import distinct
from ...spec.formulas.expression import Expression

FAR = 1e100
_FENCES = np.array([*np.arange(0, 52, 1.0), *np.logspace(2, 100, 99), *np.logspace(-12, -1, 12)])
_ROUNDS, _MOST = 60, 4000  # times that intervals are halved, and intervals in all
_SAME = 1e-9  # relative; what two numbers may differ by that are told with so few digits
_AROUND = 1e-6  # of a zero, where the slope must have one sign
_POSITIVE = {"exp", "cosh", "sigmoid", "softplus", "Phi", "phi", "erfc", "_sech2", "_sigmoid_slope"}
_THROUGH_ZERO = {"tanh", "sinh", "asinh", "atan", "asin", "erf", "expm1", "log1p", "sqrt", "cbrt", "abs", "sign"}
_ODD = {*_THROUGH_ZERO, "sin", "tan", "atanh", "trunc", "round"} - {"expm1", "log1p", "sqrt", "abs"}
_EVEN = {"abs", "cos", "cosh", "phi", "_sech2", "_sigmoid_slope", "_log_cosh"}

Span = tuple[float, float]
Test = Callable[[Ends], np.ndarray]


@dataclass(frozen=True)
class Proofs:
    """A formula with values for its symbols, of which all breaks are known."""

    function: Expression

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return derivatives_of(self.function.term, "x")

    @cached_property
    def pieces(self) -> list[tuple[float, float]]:
        """Closed intervals of floats between the places where its course may change."""
        places = sorted({*self.function.special_points()})
        found = []
        for part in self.function.domain_parts:
            inside = [place for place in places if part.low < place < part.high]
            for low, high in pairwise([part.low, *inside, part.high]):
                ends = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
                found += [ends] if ends[0] <= ends[1] else []
        return found

    def never_beyond(self, order: int, bound: float, sign: int) -> bool:
        """Whether sign·f⁽ᵒʳᵈᵉʳ⁾ is nowhere above sign·bound by more than its digits tell."""
        most = sign * bound + _SAME * abs(bound)
        return self._holds(order, lambda ends: (ends[1] if sign > 0 else -ends[0]) <= most)

    def constant(self, low: float, high: float) -> bool:
        """Whether the slope is 0 on an interval."""
        return self._on([(low, high)], self.terms[1], None, lambda ends: (ends[0] == 0) & (ends[1] == 0))

    def straight(self, low: float, high: float) -> bool:
        """Whether the slope is the same on all of an interval."""
        return self._on([(low, high)], self.terms[2], None, lambda ends: (ends[0] == 0) & (ends[1] == 0))

    def _holds(self, order: int, test: Test) -> bool:
        slope = self.terms[order + 1] if order < 2 else None
        return self._on(self.pieces, self.terms[order], slope, test)

    def _on(self, pieces: Sequence[tuple[float, float]], term: Term, slope: Term | None, test: Test) -> bool:
        """Whether every value of a term passes; intervals are halved until all do, or too many are left."""
        low, high = _cells(pieces)
        spent = 0
        for _ in range(_ROUNDS):
            spent += low.size
            left = ~test(self._ends(term, slope, low, high))
            if not np.any(left):
                return True
            low, high = _parted(low[left], high[left])
            if not low.size or spent + low.size > _MOST:
                return False
        return False

    def _ends(self, term: Term, slope: Term | None, low: np.ndarray, high: np.ndarray) -> Ends:
        """Where all values lie: by the term, and from the middle by all its slopes."""
        first, last = enclosure(term, "x")(low, high, self.function.values)
        if slope is None:
            return first, last
        with np.errstate(all="ignore"):
            middle = low + (high - low) / 2
            reach = np.nextafter(np.maximum(high - middle, middle - low), np.inf)
            here = enclosure(term, "x")(middle, middle, self.function.values)
            steepest = np.max(np.abs(enclosure(slope, "x")(low, high, self.function.values)), axis=0)
            apart = np.nextafter(reach * steepest, np.inf)
            closer = np.nextafter(here[0] - apart, -np.inf), np.nextafter(here[1] + apart, np.inf)
        return np.fmax(first, closer[0]), np.fmin(last, closer[1])

    def zero_only_at(self, zeros: Sequence[float]) -> bool:
        """Whether f is 0 at no other points than these."""
        return self._vanishes_only_on(self.terms[0], [(zero, zero) for zero in zeros])

    def fixed_only_at(self, places: Sequence[tuple[float, float]]) -> bool:
        """Whether f is x at no other points than these, and those on intervals on which it is."""
        return self._vanishes_only_on(factored(total(self.terms[0], negated(Sym("x")))), places)

    def _vanishes_only_on(self, term: Term, places: Sequence[tuple[float, float]]) -> bool:
        return all(self._factor_only_on(factor, places) for factor in _factors(term))

    def _factor_only_on(self, term: Term, places: Sequence[tuple[float, float]]) -> bool:
        """Also beside each point, where its slope must have one sign."""
        slope = differentiate(term, "x")
        around = [(at - _AROUND * max(abs(at), 1), at + _AROUND * max(abs(at), 1)) for at, end in places if at == end]
        wide = [place for place in places if place[0] < place[1]]
        apart = list(_without(self.pieces, [*around, *wide]))
        beside = [
            (max(low, first), min(high, last))
            for low, high in around
            for first, last in self.pieces
            if max(low, first) <= min(high, last)
        ]
        return self._on(apart, term, slope, _apart_from_zero) and self._on(beside, slope, None, _apart_from_zero)

    def mirrored(self, sign: int) -> bool:
        """Whether f(−x) = sign·f(x), as its formula shows."""
        return parity(self.terms[0]) == sign or parity(tidied(_centred(self.terms[0]))) == sign


def _apart_from_zero(ends: Ends) -> np.ndarray:
    return (ends[0] > 0) | (ends[1] < 0)


def _factors(term: Term) -> Iterator[Term]:
    """What must be 0 where a product is."""
    match term:
        case Neg(operand) | Div(operand, _):
            yield from _factors(operand)
        case Mul(args):
            for factor in args:
                yield from _factors(factor)
        case Pow(base, Num()):
            yield from _factors(base)
        case Call(name, (argument,)) if name in _THROUGH_ZERO:
            yield from _factors(argument)
        case Call(name, _) if name in _POSITIVE:
            return
        case Num(value, _) if value:
            return
        case Add() | Sym() | _:
            yield term


def parity(term: Term) -> int:
    """1 where a formula shows that it is even, −1 where it is odd, else 0."""
    match term:
        case Num():
            return 1
        case Sym(name):
            return -1 if name == "x" else 1
        case Neg(operand):
            return parity(operand)
        case Add(args):
            return _common(map(parity, args))
        case Mul(args):
            return math.prod(map(parity, args))
        case Div(first, second):
            return parity(first) * parity(second)
        case Pow(base, Num(value, _)) if value.denominator == 1:
            return parity(base) ** value.numerator
        case Call(name, (argument,)) if name in _ODD:
            return parity(argument)
        case Call(name, (argument,)) if name in _EVEN:
            return abs(parity(argument))
    return int(all(parity(part) == 1 for part in children(term)))


def _common(found: Iterable[int]) -> int:
    different = set(found)
    return different.pop() if len(different) == 1 else 0


def _centred(term: Term) -> Term:
    """With what is odd about ½ told by what is odd: σ(u) by tanh(u/2), Φ(u) by erf(u/√2)."""
    inner = rebuilt(term, _centred)
    half = Div(number("1"), number("2"))
    match inner:
        case Call("sigmoid", (argument,)):
            return Add((half, Mul((half, Call("tanh", (Div(argument, number("2")),))))))
        case Call("Phi", (argument,)):
            root = Call("sqrt", (number("2"),))
            return Add((half, Mul((half, Call("erf", (Div(argument, root),))))))
    return inner


def _without(
    pieces: Sequence[tuple[float, float]], holes: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    for low, high in pieces:
        inside = sorted(hole for hole in holes if hole[1] >= low and hole[0] <= high)
        starts, stops = [low, *(hole[1] for hole in inside)], [*(hole[0] for hole in inside), high]
        yield from ((start, stop) for start, stop in zip(starts, stops, strict=True) if start <= stop)


def _cells(pieces: Sequence[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Each piece in parts that are no longer than they are far from 0."""
    cells = []
    for low, high in pieces:
        low, high = max(low, -FAR), min(high, FAR)
        fences = distinct(np.concatenate([-_FENCES, _FENCES, [low, high]]))
        fences = fences[(fences >= low) & (fences <= high)]
        cells += list(pairwise(fences.tolist())) or ([(low, high)] if low <= high else [])
    return tuple(np.array(cells, dtype=float).reshape(-1, 2).T)


def _parted(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both halves of every interval; of one that spans sizes, those at the size between. Single floats are left out."""
    with np.errstate(all="ignore"):
        sides = np.sign(low) * np.sign(high) > 0
        spans = sides & (np.maximum(np.abs(low), np.abs(high)) > 4 * np.minimum(np.abs(low), np.abs(high)))
        between = np.sign(low) * np.sqrt(np.abs(low)) * np.sqrt(np.abs(high))
        middle = np.where(spans, between, np.where((low < 0) & (high > 0), 0.0, low + (high - low) / 2))
    inside = (low < middle) & (middle < high)
    if not np.all(inside):
        return np.array([]), np.array([])
    return np.concatenate([low, middle]), np.concatenate([middle, high])
