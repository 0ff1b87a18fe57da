"""Finds out where a formula is defined: intervals between places where it may end, and points alone."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.strict import strict_value
from ...algebra.term import Term
from ...catalogue.kinds.functions import Interval
from ...errors import BadSpec
from ...frozen import record
from ...numbers import number_text
from .placenames import place_text
from .zeros import PLACE_BITS, Place, exactly

Values = Mapping[str, float]

_BITS = 300
_OUTWARDS = (0.7321, 9.137, 31.91)  # from the last place on a side, where the formula is asked for a value
_WITHIN = (0.4837, 0.0137, 0.9731)  # of the way from one place to the next
_LEAST_PARTS = 6  # that tell how a domain goes on
_SHORT = 10**6
MOST_TOLD, MOST_OF_PERIOD = 12, 4
_ALIKE = Fraction(1, 10**30)


@record
class Places:
    """Where the course of a formula may change, in ascending order, of very many the nearest to 0."""

    known: tuple[Place, ...]
    farther: bool  # whether there are others, farther out than is looked
    closer: bool  # or closer to 0

    @property
    def has_others(self) -> bool:
        return self.farther or self.closer

    @cached_property
    def exact(self) -> Mapping[float, Fraction]:
        """By the nearest float, where each lies."""
        return {float(place): exactly(place) for place in self.known}

    @cached_property
    def by_float(self) -> Mapping[float, Place]:
        return {float(place): place for place in self.known}


@record
class Domain:
    """Where a formula has a value: intervals in ascending order, and from end to end of them."""

    places: Places
    parts: tuple[Interval, ...]
    hull: tuple[float, float]
    others: bool  # whether there are other intervals than those
    period: Place | None  # from each interval to the next, where all are alike


def domain_of(term: Term, values: Values, places: Places) -> Domain:
    """Raises `BadSpec` where the formula is defined nowhere."""
    parts = tuple(_joined(_pieces(term, values, places.known)))
    if not parts:
        raise BadSpec("the formula is defined nowhere")
    on = (_goes_on(parts, places, -1), _goes_on(parts, places, 1))
    cut = any(on)
    whole = tuple(part for part in parts if not (cut and _is_cut(part, places)) and not _is_crowded(part, places))
    seen = whole or parts
    hull = (-math.inf if on[0] else seen[0].low, math.inf if on[1] else seen[-1].high)
    return Domain(places, seen, hull, len(seen) < len(parts), period_of(seen, places) if all(on) else None)


def _goes_on(parts: Sequence[Interval], places: Places, side: int) -> bool:
    """Whether there are further parts on a side, since some lie about as far out as is looked."""
    if not places.farther or len(parts) < _LEAST_PARTS:
        return False
    finite = [part for part in parts if not _is_cut(part, places)]
    widest = max(after.low - before.low for before, after in pairwise(finite))
    edge, last = (float(places.known[-1]), finite[-1].high) if side > 0 else (float(places.known[0]), finite[0].low)
    return math.isfinite(last) and abs(edge - last) <= 2 * widest


def _is_cut(part: Interval, places: Places) -> bool:
    """Whether a part looks infinite, or like a point, only since nobody looks farther out than its end."""
    outermost = (*places.known[:2], *places.known[-2:])  # what begins at the last but one may take in the last
    ends = {part.low, part.high} & {*map(float, outermost)}
    unseen = math.isinf(part.high - part.low) or part.low == part.high  # nobody looks at what lies beside it
    return places.farther and bool(ends) and unseen


def _is_crowded(part: Interval, places: Places) -> bool:
    """Whether a part lies so close to 0 that there are ends of others that nobody sees."""
    if not places.closer:
        return False
    above = min((at for at in places.exact if at > 0), default=math.inf)
    below = max((at for at in places.exact if at < 0), default=-math.inf)
    return below <= part.low and part.high <= above


def _joined(pieces: Iterable[Interval]) -> Iterator[Interval]:
    """Those that meet at a value are one."""
    last = None
    for piece in pieces:
        if last is None or last.high != piece.low or (last.ends[1] == ")" and piece.ends[0] == "("):
            if last is not None:
                yield last
            last = piece
        else:
            last = Interval(last.low, piece.high, last.ends[0] + piece.ends[1])
    if last is not None:
        yield last


def _pieces(term: Term, values: Values, places: Sequence[Place]) -> Iterator[Interval]:
    """Open intervals between the places, and the places that have a value, as far as there are values."""
    ends = [-math.inf, *map(float, places), math.inf]
    for index, (low, high) in enumerate(pairwise(ends)):
        if index:
            yield from _place(term, values, places[index - 1])
        if any(_has_value(term, values, x) for x in _between(low, high)):
            yield Interval(low, high, "()")


def _place(term: Term, values: Values, place: Place) -> Iterator[Interval]:
    if has_value_at(term, values, place):
        yield Interval(float(place), float(place), "[]")


def has_value_at(term: Term, values: Values, place: Place) -> bool:
    """Whether the formula has a value at the place itself."""
    return not mp.isnan(value_at(term, values, place))


def value_at(term: Term, values: Values, place: Place) -> mpf:
    """The value at a place that is known to hundreds of digits; nan where there is none."""
    return strict_value(term, {**values, "x": place}, "x", PLACE_BITS, snap=True)


def _has_value(term: Term, values: Values, x: float) -> bool:
    return not mp.isnan(strict_value(term, {**values, "x": x}, "x", _BITS))


def _between(low: float, high: float) -> Iterator[float]:
    """Points inside an interval; outside it if it is that short, where nobody can be."""
    if math.isinf(low) and math.isinf(high):
        yield from (sign * step for step in (0.0137, *_OUTWARDS) for sign in (1, -1))
    elif math.isinf(high):
        yield from (low + max(1.0, abs(low)) * step for step in _OUTWARDS)
    elif math.isinf(low):
        yield from (high - max(1.0, abs(high)) * step for step in _OUTWARDS)
    else:
        yield from (x for share in _WITHIN if low < (x := low + (high - low) * share) < high)


def period_of(parts: Sequence[Interval], places: Places) -> Place | None:
    """The distance from each part of a domain to the next, if all are the same."""
    starts = [exact for part in parts for at, exact in places.exact.items() if at == part.low]
    steps = {after - before for before, after in pairwise(starts)}
    if max(steps) - min(steps) > _ALIKE * max(steps):
        return None
    step = min(steps)
    with mp.workprec(PLACE_BITS):
        return step if step.denominator < _SHORT else mpf(step.numerator) / step.denominator


# As it is written


def domain_text(domain: Domain) -> str:
    """Such as (−∞, −1) ∪ (1, ∞); of very many intervals the nearest to 0, or farthest where they crowd there."""
    exact = domain.places.by_float
    crowded = domain.places.closer
    nearest = sorted(domain.parts, key=lambda part: min(abs(part.low), abs(part.high)), reverse=crowded)
    told = sorted(nearest[: MOST_OF_PERIOD if domain.period else MOST_TOLD], key=lambda part: part.low)
    text = " ∪ ".join(_part_text(part, exact) for part in told)
    if domain.period is not None:
        return f"{text} and so on, with period {place_text(domain.period)}"
    return f"{text} and others" if domain.others or len(told) < len(domain.parts) else text


def _part_text(part: Interval, exact: Mapping[float, Place]) -> str:
    low, high = (number_text(end) if math.isinf(end) else place_text(exact[end]) for end in (part.low, part.high))
    return f"{{{low}}}" if part.low == part.high else f"{part.ends[0]}{low}, {high}{part.ends[1]}"
