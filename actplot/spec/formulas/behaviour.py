"""Finds out where a formula is defined, where it may bend or jump, and what it approaches far out."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from ...algebra.evaluating.compiler import written_out
from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.precision import derivative, value
from ...algebra.evaluating.strict import strict_value
from ...algebra.limits.one_sided import limit
from ...algebra.rewriting.neat import negated, product, quotient, total
from ...algebra.term import D, Num, Sym, Term
from ...catalogue.kinds.functions import Asymptote
from ...frozen import record
from .domains import Domain, Places, domain_of, has_value_at, value_at
from .edges import switches
from .zeros import MOST, PLACE_BITS, Place, exactly, zeros_of

_PROBES = ((1e20, 3e20, 7e30), (150.0, 190.0, 240.0))  # where a formula has reached its asymptote if it has one
_AGREED = 1e-12
_STEP, _ORDER = 100, 11  # what lies around a place at 2⁻¹⁰⁰ of it is one piece if its differences of this order vanish
_ONE_PIECE = mpf(2) ** -(_STEP * 8 + 25)
_BITS = 1700
_SAME = mpf(10) ** -55  # relative difference of limits that are the same
_SLOPE_DIGITS, _LARGEST_DENOMINATOR = 24, 10**6
_NOTHING, _STEEPEST = 1e-19, 1e30

Values = Mapping[str, float]


@record
class Behaviour:
    """What a `Function` declares, found out about a formula."""

    breaks: tuple[float, ...]
    domain: Domain
    asymptotes: tuple[Asymptote | None, Asymptote | None]
    removable: tuple[float, ...]  # points without a value, with one limit from both sides
    places: Mapping[float, Place]  # by the nearest float, where breaks, gaps and ends of the domain lie exactly


def found_behaviour(term: Term, values: Values) -> Behaviour:
    """Raises `BadSpec` where the formula is defined nowhere."""
    return _found(term, tuple(sorted(values.items())))


@lru_cache(maxsize=128)
def _found(term: Term, given: tuple[tuple[str, float], ...]) -> Behaviour:
    values, formula = dict(given), written_out(term)
    places = _places(formula, values)
    domain = domain_of(formula, values, places)
    low, high = domain.hull
    inside = {float(at): at for at in places.known if low < float(at) < high and _touches(float(at), domain)}
    removable = tuple(at for at, place in inside.items() if _is_removable(formula, values, place))
    breaks = tuple(at for at, place in inside.items() if at not in removable and _may_break(formula, values, place))
    left, right = (_asymptote(formula, values, side) if math.isinf(domain.hull[side > 0]) else None for side in (-1, 1))
    return Behaviour(breaks, domain, (left, right), removable, {float(place): place for place in places.known})


def breaks_within(term: Term, values: Values, low: float, high: float) -> Mapping[float, Place]:
    """The breaks in a window, and where each lies exactly, of a formula with more than `Behaviour` holds."""
    formula = written_out(term)
    found = {float(place): place for place in _places(formula, values, (low, high)).known}
    inside = {at: place for at, place in found.items() if low <= at <= high}
    return {at: place for at, place in sorted(inside.items()) if _may_break(formula, values, place)}


def _places(formula: Term, values: Values, window: tuple[float, float] | None = None) -> Places:
    found = [zeros_of(switch, values, window) for switch in switches(formula)]
    alike = {float(place): place for one in found for place in one.places}
    closer = any(one.closer for one in found)
    few = {float(place) for one in found if not one.closer for place in one.places}
    kept = sorted(sorted(alike, key=lambda at: (at not in few, -abs(at)) if closer else (False, abs(at)))[:MOST])
    farther = (len(alike) > MOST and not closer) or any(one.farther for one in found)
    return Places(tuple(alike[at] for at in kept), farther, closer)


def _touches(at: float, domain: Domain) -> bool:
    """Whether there are values beside a place."""
    return any(part.low - math.ulp(at) <= at <= part.high + math.ulp(at) for part in domain.parts)


def _is_removable(formula: Term, values: Values, place: Place) -> bool:
    """Whether only the point itself has no value: both sides come to the same limit."""
    if has_value_at(formula, values, place):
        return False
    left = limit(formula, values, "x", place, -1)
    if not left.is_finite:
        return False
    right = limit(formula, values, "x", place, 1)
    with mp.workprec(_BITS):
        same = right.is_finite and abs(left.value - right.value) <= _SAME * abs(left.value)
    return bool(same)


def _may_break(formula: Term, values: Values, place: Place) -> bool:
    """Whether what lies around a place is not one smooth piece, its value there included."""
    around = [_beside(formula, values, place, count - _ORDER // 2) for count in range(_ORDER + 1)]
    with mp.workprec(_BITS):
        largest = max(map(abs, around))
        difference = sum((-1) ** count * math.comb(_ORDER, count) * y for count, y in enumerate(around))
        return not abs(difference) <= largest * _ONE_PIECE  # true for nan


def _beside(formula: Term, values: Values, place: Place, count: int) -> mpf:
    """The value some very small steps away from a place; nan where there is none."""
    if count == 0:
        return value_at(formula, values, place)
    with mp.workprec(PLACE_BITS):
        exact = exactly(place)
        at = mpf(exact.numerator) / exact.denominator
        x = at + count * (abs(at) or 1) * mpf(2) ** -_STEP
    return strict_value(formula, {**values, "x": x}, "x", _BITS)


# Far out


def _asymptote(term: Term, values: Values, side: int) -> Asymptote | None:
    """The line that a formula approaches: of slope 0 where it has a limit, else of the limit of f(x)/x."""
    tends, slope = (limit(one, values, "x", side * mp.inf, -side) for one in (term, quotient(term, Sym("x"))))
    if tends.is_finite:
        return _line(mpf(0), tends.value)
    if slope.is_finite and slope.value and _line(slope.value, mpf(0)) is not None:  # else it may have 10^10 digits
        rest = limit(_without_slope(term, slope.value), values, "x", side * mp.inf, -side)
        if rest.is_finite:
            return _line(slope.value, rest.value)
    return _by_values(term, values, side) if tends.is_undecided or slope.is_undecided else None


def _line(slope: mpf, intercept: mpf) -> Asymptote | None:
    """The line in floats; None where one of its numbers is beyond them all, or nearer to 0."""
    numbers = [(exact, float(exact)) for exact in (slope, intercept)]
    if all(math.isfinite(number) and (number or not exact) for exact, number in numbers):
        return Asymptote(numbers[0][1], numbers[1][1])
    return None


def _by_values(term: Term, values: Values, side: int) -> Asymptote | None:
    """The line, if at all points far out slope and intercept are the same."""
    for probes in _PROBES:
        points = [{**values, "x": side * at} for at in probes]
        slope = _common([derivative(term, point, "x", 1) for point in points])
        if slope is not None:
            intercept = _common([value(_without_slope(term, slope), point) for point in points])
            if intercept is not None:
                return _line(slope, intercept)
    return None


def _without_slope(term: Term, slope: mpf) -> Term:
    """What is left of a formula beside the line through 0 that has its slope far out."""
    exact = Fraction(mp.nstr(slope, _SLOPE_DIGITS)) if abs(slope) < _STEEPEST else Fraction(0)
    for short in (exact.limit_denominator(_LARGEST_DENOMINATOR), Fraction(float(exact))):
        if exact and abs(exact - short) <= _AGREED**2 * 100 * abs(short):
            return total(term, negated(product(Num(short, str(short)), Sym("x"))))
    return total(term, negated(product(Sym("x"), D(term, "x"))))


def _common(numbers: Sequence[mpf]) -> mpf | None:
    """The number that all are, but for what is left of the approach."""
    last = numbers[-1]
    if not all(abs(one - last) <= _AGREED * max(1, abs(last)) for one in numbers):  # not for inf and nan
        return None
    return mpf(0) if abs(last) < _NOTHING else last
