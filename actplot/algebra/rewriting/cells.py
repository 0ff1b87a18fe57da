"""Pieces whose conditions compare polynomials with numbers, as intervals: none that cannot occur, none twice."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from itertools import zip_longest
from math import isqrt

from ..term import COMPARISONS, Add, And, Call, Cases, Condition, Div, Mul, Neg, Num, Pow, Rel, Sym, Term, rebuilt, walk
from .neat import negated, numeric, rational, total

_MOST_POWER = 8
_EVERYWHERE = {
    "exp",
    "abs",
    "sign",
    "sin",
    "cos",
    "sinh",
    "cosh",
    "tanh",
    "atan",
    "erf",
    "sigmoid",
    "softplus",
    "Phi",
    "phi",
}


class _Unknown(Exception):
    """A condition that is not about polynomials with roots that are fractions."""


def in_cells(term: Term, variable: str, *, points: bool = True) -> Term:
    """The pieces as intervals of the variable, where that says the same with less.

    Without `points`, a point between intervals of one piece is no piece of its own: such are the slopes at breaks.
    """
    if not isinstance(term, Cases):
        return term
    try:
        found = _Cells(term, variable).term(points=points)
    except (_Unknown, ZeroDivisionError):
        return term
    (fewer, shorter), (many, long) = _effort(found), _effort(term)
    return found if fewer < many or shorter < long - 1 else term


def _effort(term: Term) -> tuple[int, int]:
    """How many pieces there are, and how many comparisons."""
    pieces = len(term.pieces) if isinstance(term, Cases) else 1
    return pieces, sum(isinstance(node, Rel) for node in walk(term))


class _Cells:
    def __init__(self, whole: Cases, variable: str):
        self.whole, self.variable = whole, variable
        self.edges = sorted(set(self.found_edges()))
        self.places = list(self.all_places())

    def found_edges(self) -> Iterator[Fraction]:
        for _, when in self.whole.pieces:
            for relation in _relations(when):
                difference = total(relation.left, negated(relation.right))
                for straight in _without_bars(difference):
                    yield from _roots(_coefficients(straight, self.variable))

    def all_places(self) -> Iterator[Fraction]:
        """A point of each interval between two edges or outside all, and the edges between them."""
        edges = self.edges
        yield edges[0] - 1 if edges else Fraction(0)
        for edge, following in zip(edges, [*edges[1:], edges[-1] + 2] if edges else (), strict=True):
            yield edge
            yield (edge + following) / 2

    def piece(self, x: Fraction) -> Term:
        return next(piece for piece, when in self.whole.pieces if self.holds(when, x))

    def holds(self, when: Condition | None, x: Fraction) -> bool:
        return all(
            COMPARISONS[relation.operator](self.exact(relation.left, x), self.exact(relation.right, x))
            for relation in _relations(when)
        )

    def exact(self, term: Term, x: Fraction) -> Fraction:
        match term:
            case Num(value, _):
                return value
            case Sym(name) if name == self.variable:
                return x
            case Neg(operand):
                return -self.exact(operand, x)
            case Add(args):
                return sum((self.exact(arg, x) for arg in args), Fraction(0))
            case Mul(args):
                found = Fraction(1)
                for arg in args:
                    found *= self.exact(arg, x)
                return found
            case Div(above, below):
                return self.exact(above, x) / self.exact(below, x)
            case Pow(base, Num(value, _)) if value.denominator == 1 and value <= _MOST_POWER:
                return self.exact(base, x) ** int(value)
            case Call("abs", (inner,)):
                return abs(self.exact(inner, x))
        raise _Unknown

    # Intervals, as ranges of places

    def term(self, *, points: bool) -> Term:
        """The pieces in order; of the terms that may stand for all the rest, the one that leaves least to write."""
        terms = [self.piece(x) for x in self.places]
        if not points:
            terms = self.without_points(terms)
        last = self.whole.pieces[-1][0]
        rests = dict.fromkeys([last, *terms] if last in terms else terms)
        return min((self.with_rest(terms, rest) for rest in rests), key=_effort)

    def without_points(self, terms: Sequence[Term]) -> list[Term]:
        """The edges between equal pieces belong to these, where they have a value there."""
        found = list(terms)
        for index in range(1, len(terms) - 1, 2):
            if terms[index - 1] == terms[index + 1] and self.has_value(terms[index - 1], self.places[index]):
                found[index] = terms[index - 1]
        return found

    def has_value(self, term: Term, x: Fraction) -> bool:
        match term:
            case Sym():
                return True
            case Call(name, args) if name in _EVERYWHERE:
                return all(self.has_value(arg, x) for arg in args)
            case Add(args) | Mul(args):
                return all(self.has_value(arg, x) for arg in args)
            case Neg(operand):
                return self.has_value(operand, x)
            case Pow(Sym("e"), exponent):
                return self.has_value(exponent, x)
        try:
            self.exact(term, x)
        except (_Unknown, ZeroDivisionError):
            return False
        return True

    def with_rest(self, terms: Sequence[Term], rest: Term) -> Term:
        pieces = [(terms[first], self.condition(first, end)) for first, end in _runs(terms) if terms[first] != rest]
        return Cases((*pieces, (rest, None))) if pieces else rest

    def condition(self, first: int, end: int) -> Condition:
        """What says that x is in the places from the first to the last before the end: odd ones are edges."""
        x, last = Sym(self.variable), end - 1
        if first == last and first % 2:
            return Rel("==", x, rational(self.edges[first // 2]))
        below, above = ("<=" if index % 2 else "<" for index in (first, last))
        low = rational(self.edges[(first - 1) // 2]) if first else None
        high = rational(self.edges[last // 2]) if end < len(self.places) else None
        if low is None:
            return Rel(above, x, high)
        return Rel(below.replace("<", ">"), x, low) if high is None else And((Rel(below, low, x), Rel(above, x, high)))


def _runs(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(terms) + 1):
        if index == len(terms) or terms[index] != terms[start]:
            yield start, index
            start = index


def _relations(when: Condition | None) -> Sequence[Rel]:
    if when is None:
        return ()
    return when.args if isinstance(when, And) else (when,)


def _without_bars(term: Term) -> Iterator[Term]:
    """The term with u and −u in place of each |u|, and u itself: the zeros of these are all edges."""
    bars = next((node for node in walk(term) if isinstance(node, Call) and node.name == "abs"), None)
    if bars is None:
        yield term
        return
    yield from _without_bars(bars.args[0])
    for inner in (bars.args[0], negated(bars.args[0])):
        yield from _without_bars(_exchanged(term, bars, inner))


def _exchanged(term: Term, old: Term, new: Term) -> Term:
    return new if term == old else rebuilt(term, lambda part: _exchanged(part, old, new))


def _coefficients(term: Term, variable: str) -> list[Fraction]:
    """Of a polynomial, from the constant up."""
    match term:
        case Num(value, _):
            return [value]
        case Sym(name) if name == variable:
            return [Fraction(0), Fraction(1)]
        case Neg(operand):
            return [-number for number in _coefficients(operand, variable)]
        case Add(args):
            parts = [_coefficients(arg, variable) for arg in args]
            return [sum(numbers) for numbers in zip_longest(*parts, fillvalue=Fraction(0))]
        case Mul(args):
            return reduce(_convolved, (_coefficients(arg, variable) for arg in args))
        case Div(above, below) if number := numeric(below):
            return [part / number for part in _coefficients(above, variable)]
        case Pow(base, Num(value, _)) if value.denominator == 1 and 0 < value <= _MOST_POWER:
            return reduce(_convolved, [_coefficients(base, variable)] * int(value))
    raise _Unknown


def _convolved(first: Sequence[Fraction], second: Sequence[Fraction]) -> list[Fraction]:
    found = [Fraction(0)] * (len(first) + len(second) - 1)
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            found[i + j] += one * other
    return found


def _roots(coefficients: list[Fraction]) -> list[Fraction]:
    """The real zeros of a polynomial; raises `_Unknown` where they are no fractions, or it is of a higher degree."""
    while coefficients and not coefficients[-1]:
        coefficients = coefficients[:-1]
    if len(coefficients) > 1 and not coefficients[0]:
        return [Fraction(0), *_roots(coefficients[1:])]
    match coefficients:
        case [] | [_]:
            return []
        case [constant, slope]:
            return [-constant / slope]
        case [constant, slope, square]:
            under = slope**2 - 4 * square * constant
            if under < 0:
                return []
            root = Fraction(isqrt(under.numerator), isqrt(under.denominator))
            if root**2 == under:
                return [(-slope - root) / (2 * square), (-slope + root) / (2 * square)]
    raise _Unknown
