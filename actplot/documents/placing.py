"""Says where on a line something is: extremes, zeros and fixed points, in words."""

import math
from collections.abc import Sequence

from ..calculus.curves.extremes import Extreme, Place
from ..calculus.facts.fixed import FixedPoint
from ..numbers import about, equal_sign, readable

MOST_PLACES = 3


def fixed_text(point: FixedPoint) -> str:
    if point.low < point.high:
        where = place_text(Place(point.low, point.high), (point.low, point.high)).removeprefix("for ")
        return f"all {where}" if where.startswith("x") else f"all x with {where}"
    slopes = " and ".join(readable(slope) for slope in point.slopes)
    beside = f"f′ {_equal_signs(point.slopes)} {slopes}, " if slopes else ""
    return f"x {equal_sign(point.low)} {readable(point.low)}: {beside}{point.kind}"


def extreme_text(extreme: Extreme, closed: Sequence[float]) -> str:
    """The value and where it is; `closed` are the ends of intervals that belong to them."""
    nearest = sorted(sorted(extreme.places, key=_distance)[:MOST_PLACES], key=lambda place: place.low)
    texts = _places(nearest, closed)
    where = _listed([*texts, "elsewhere"] if len(extreme.places) > MOST_PLACES else texts)
    if math.isinf(extreme.value):
        return f"none: f′ is unbounded {where}"
    approached = "approaches " if extreme.places[0].approach else ""
    return f"{approached}{about(extreme.value)} {where}"


def _places(places: Sequence[Place], closed: Sequence[float]) -> list[str]:
    """Each place in words; of points, "at x =" once."""
    if any(place.low < place.high or place.approach for place in places):
        return [place_text(place, closed) for place in places]
    points = [place.low for place in places]
    first, *rest = map(readable, points)
    return [f"at x {_equal_signs(points)} {first}", *rest]


def _equal_signs(points: Sequence[float]) -> str:
    return "=" if all(equal_sign(x) == "=" for x in points) else "≈"


def _listed(texts: Sequence[str]) -> str:
    """Such as: a, b and c."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def is_attained(extreme: Extreme | None) -> bool:
    return extreme is not None and math.isfinite(extreme.value) and not extreme.places[0].approach


def nearest_text(points: tuple[float, ...], most: int) -> str:
    """Those nearest to 0; of a pair x and −x both or neither."""
    ordered = sorted(points, key=abs)
    nearest, farther = ordered[:most], ordered[most:]
    if farther and math.isclose(abs(nearest[-1]), abs(farther[0])):
        nearest.pop()
    more = " and further ones" if farther else ""
    return f"x {_equal_signs(nearest)} {', '.join(map(readable, sorted(nearest)))}{more}"


def _distance(place: Place) -> tuple[float, float]:
    """Intervals in their order, of many points those nearest to 0."""
    return (0.0, place.low) if place.low < place.high else (abs(place.low), place.low)


def place_text(place: Place, closed: Sequence[float]) -> str:
    if place.approach and math.isinf(place.low):
        return f"as x → {readable(place.low)}"
    if place.approach:
        return f"as x → {readable(place.low)} from the {'left' if place.approach < 0 else 'right'}"
    if place.low == place.high:
        return f"at x {equal_sign(place.low)} {readable(place.low)}"
    low, high = readable(place.low), readable(place.high)
    below, above = ("≤" if end in closed else "<" for end in (place.low, place.high))
    if math.isinf(place.low) and math.isinf(place.high):
        return "everywhere"
    if math.isinf(place.low):
        return f"for x {above} {high}"
    if math.isinf(place.high):
        return f"for x {'≥' if below == '≤' else '>'} {low}"
    return f"for {low} {below} x {above} {high}"
