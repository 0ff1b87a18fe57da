"""What can be told of a formula: what is proven of all of it, and of the rest what was seen between two ends."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...algebra.evaluating.compiler import as_float
from ...algebra.evaluating.context import mp
from ...algebra.limits.one_sided import limits
from ...algebra.limits.values import Limit
from ...algebra.term import D, Num, walk
from ...catalogue.kinds.functions import METHODS, Asymptote, Function, Interval
from ...spec.formulas.expression import Expression
from ..curves.breaks import Break, breaks_of
from ..curves.extremes import Extreme, Place, extreme_derivative, extreme_value
from .fixed import FixedPoint, fixed_points_by
from .proofs import FAR, Proofs
from .trait_words import TRAITS
from .traits import corners_turn, traits_of, zeros

REACH = 50.0
_MANY = 1000  # points, of which a look needs the signs alone
WHOLE = {"smooth", "kink", "vertical tangent", "edge"}  # breaks at which a function is continuous
_ORDERED = {*WHOLE, "jump"}  # between which values may rise all along
APART = {"pole", "gap", "edge"}  # what leaves the pieces between as they are
_OF_SIGNS = ("odd", "even", "nonnegative")
_OF_SHAPE = (*_OF_SIGNS, "monotone", "increasing", "decreasing", "convex", "concave")
_SAME = 1e-12  # relative difference of second derivatives that are the same


class Window(Function):
    """A function between two ends, which is defined nowhere else; extremes, zeros and traits are those seen there."""

    has_curve = True
    finest = 1e-9
    in_blocks = False
    name = "window"
    known: tuple[Break, ...]

    def __init__(self, function: Function, reach: float = REACH):
        low, high = function.domain
        domain = (max(float(low), -reach), min(float(high), reach))
        inside = [point for point in breaks_of(function, domain) if domain[0] <= point.x <= domain[1]]
        vars(self).update(function=function, domain=domain, known=tuple(inside), letter=function.letter)

    def _identity(self) -> tuple:
        return ("window", self.function, *self.domain)

    @property
    def numbers(self) -> dict[str, float]:
        """The parameters, and the numbers in the formula."""
        found = [as_float(node) for node in walk(self.function.term) if isinstance(node, Num)]
        return {**self.function.numbers, **{f"number {place}": number for place, number in enumerate(found)}}

    @property
    def breaks(self) -> Sequence[float]:  # type: ignore[override]
        return tuple(point.x for point in self.known if self.domain[0] < point.x < self.domain[1])

    @property
    def asymptotes(self) -> tuple[Asymptote | None, Asymptote | None]:  # type: ignore[override]
        return self.function.asymptotes

    @property
    def nearest(self) -> float:  # type: ignore[override]
        return self.function.nearest

    def limits_at(self, x: float, side: int) -> Any:
        return self.function.limits_at(x, side)

    def value(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        return self._looked(0, x)

    def derivative(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        return self._looked(1, x)

    def second_derivative(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        return self._looked(2, x)

    def signed(self, order: int, x: np.ndarray) -> np.ndarray:
        return self.function.signed(order, x)

    def _looked(self, order: int, x: np.ndarray) -> np.ndarray:
        """With all digits but for very many points."""
        if np.size(x) > _MANY:
            return self.function.signed(order, x)
        return getattr(self.function, METHODS[order])(x)


@np.errstate(all="ignore")
def course_of_formula(function: Expression) -> dict[str, Any]:
    """What a card tells of the course of a formula, by the names of `Facts`."""
    return _Course(function).told()


@dataclass(frozen=True)
class _Course:
    """A formula, what is seen of it on a window, and what limits and proofs say of the rest."""

    function: Expression

    @cached_property
    def window(self) -> Window:
        return Window(self.function)

    @cached_property
    def widest(self) -> Window:
        return Window(self.function, FAR)

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        return breaks_of(self.function)

    @cached_property
    def proofs(self) -> Proofs:
        return Proofs(self.function)

    @cached_property
    def is_known(self) -> bool:
        """Whether all places at which the course may change are known, and what happens there."""
        return not self.function.behaviour.domain.places.has_others and all(point.has_limits for point in self.breaks)

    def told(self) -> dict[str, Any]:
        window, proven = self.window, set()
        found: dict[str, Any] = {}
        for name, order, sign in _EXTREMES:
            found[name], is_proven = self.extreme(order, sign)
            proven |= {name} if is_proven else set()
        low, high = found["minimum"], found["maximum"]
        if not {"minimum", "maximum"} <= proven:
            low, high = (extreme_value(window, window.known, sign) for sign in (-1, 1))
        window_bounds = Interval(low.value, high.value, _brackets(low, high))
        vars(window)["bounds"] = window_bounds
        ordered = {point.kind for point in window.known if point.x not in window.domain} <= _ORDERED
        shown = _OF_SHAPE if ordered else _OF_SIGNS
        seen = [trait for trait in traits_of(window) if trait in shown]
        sure = self.traits(found, proven, seen)
        zero, fixed = (None, None) if self.turns else (zeros(window), self.fixed_points())
        proven |= {"bounds"} if {"minimum", "maximum"} <= proven else set()
        if self.is_known and not self.turns:
            proven |= {"zeros"} if self.proofs.zero_only_at(zero) else set()
            proven |= {"fixed_points"} if self.proofs.fixed_only_at(_spans(fixed)) else set()
        names = {name for name, *_ in _EXTREMES} | {"bounds", "zeros", "fixed_points"}
        return {
            **found,
            "bounds": window_bounds,
            "zeros": zero,
            "fixed_points": fixed,
            "smoothness": self.smoothness(),
            "traits": sure,
            "traits_seen": tuple(trait for trait in seen if trait not in sure),
            "seen_on": window.domain,
            "unproven": frozenset(names - proven),
        }

    @cached_property
    def kinds_inside(self) -> set[str]:
        """The kinds of breaks, but for those at the ends of the domain."""
        return {point.kind for point in self.breaks if point.x not in self.function.domain}

    # Extremes

    @cached_property
    def far(self) -> dict[int, tuple[Limit, ...]]:
        """What the formula and its slope tend to, on each side on which the line goes on."""
        orders = [self.function.term, D(self.function.term, "x")]
        sides = [side for side in (-1, 1) if math.isinf(self.function.domain[side > 0])]
        return {side: limits(orders, self.function.values, "x", side * mp.inf, -side) for side in sides}

    @cached_property
    def turns(self) -> bool:
        """Whether it turns without end beside some point: what is seen of its slopes there tells nothing."""
        return any(point.turns for point in self.window.known)

    def extreme(self, order: int, sign: int) -> tuple[Extreme | None, bool]:
        """The largest or smallest value or slope: of the whole line and true, or else of the window."""
        seen, is_proven = self._extreme(order, sign)
        return (None if order and self.turns and not is_proven else seen), is_proven

    def _extreme(self, order: int, sign: int) -> tuple[Extreme, bool]:
        search = extreme_derivative if order else extreme_value
        seen = search(self.window, self.window.known, sign)
        if not self.is_known:
            return seen, False
        far = {side: one[order] for side, one in self.far.items()}
        endless = [side for side, one in far.items() if one.value is not None and one.value == sign * mp.inf]
        if endless:
            return Extreme(
                sign * math.inf, tuple(Place(side * math.inf, side * math.inf, -side) for side in endless)
            ), True
        if math.isinf(seen.value) and seen.value * sign > 0:
            return seen, True
        for window in (self.window, self.widest):  # what has its extreme far out takes the second
            whole = self.whole(search(window, window.known, sign), far, window.domain, sign, order)
            if whole is not None and self.is_most(whole.value, order, sign):
                return whole, True
        return seen, False

    def is_most(self, most: float, order: int, sign: int) -> bool:
        """Whether nothing goes beyond it, between breaks and at them."""
        at_breaks = [point.value for point in self.breaks if point.value is not None and not order]
        above = any(sign * (value - most) > 1e-9 * abs(most) for value in at_breaks)
        return not above and self.proofs.never_beyond(order, most, sign)

    def whole(
        self, seen: Extreme, far: dict[int, Limit], window: tuple[float, float], sign: int, order: int
    ) -> Extreme | None:
        """What may be the extreme of the whole line: the one seen, or a limit far out; None where neither can be."""
        cut = set(window) - {float(end) for end in self.function.domain}
        ends = {side: float(one.value) + 0.0 for side, one in far.items() if one.is_finite}
        inside = [place for place in seen.places if not {place.low, place.high} & cut]
        flat = [place for place in seen.places if place.low < place.high and {place.low, place.high} & cut]
        stretched = [place for place in (self.stretched(place, cut, order) for place in flat) if place]
        best = max([sign * end for end in ends.values()], default=-math.inf)
        if (inside or stretched) and sign * seen.value >= best:
            return Extreme(seen.value, (*inside, *stretched))
        if best >= sign * seen.value - 1e-9 * abs(seen.value) - 1e-300:
            places = (
                Place(side * math.inf, side * math.inf, -side) for side, end in ends.items() if sign * end == best
            )
            return Extreme(sign * best + 0.0, tuple(places))
        return None

    def stretched(self, place: Place, cut: set[float], order: int) -> Place | None:
        """An interval that the window cuts, to where it really ends; None where it ends elsewhere."""
        low = self.function.domain[0] if place.low in cut else place.low
        high = self.function.domain[1] if place.high in cut else place.high
        inner = [point.x for point in self.breaks if place.high <= point.x < high or low < point.x <= place.low]
        if [x for x in inner if x not in (place.low, place.high)]:
            return None
        outside = [
            (max(one, -FAR), min(other, FAR)) for one, other in ((low, place.low), (place.high, high)) if one < other
        ]
        flat = self.proofs.constant if order == 0 else self.proofs.straight
        return Place(low, high) if all(flat(*part) for part in outside) else None

    def fixed_points(self) -> tuple[FixedPoint, ...]:
        """Those on the window; intervals go on as far as the formula does not bend."""
        less_x = Expression(f"({self.function.formula}) - x", self.function.values)
        found = fixed_points_by(self.window, self.window.known, (), lambda x: less_x.signed(0, x))
        cut = set(self.window.domain) - {float(end) for end in self.function.domain}
        whole = [(one, self.stretched(Place(one.low, one.high), cut, 1)) for one in found]
        return tuple(
            FixedPoint(place.low, place.high, one.slopes) if place and one.low < one.high else one
            for one, place in whole
        )

    # Traits

    def traits(self, found: dict[str, Any], proven: set[str], seen: Sequence[str]) -> tuple[str, ...]:
        """Those that are proven."""
        return tuple(name for name in TRAITS if name in set(self._proven(found, proven, seen)))

    def _proven(self, found: dict[str, Any], proven: set[str], seen: Sequence[str]) -> Iterator[str]:
        if not self.is_known:
            return
        below, above = (
            self.stays(found[name], name in proven, sign) for name, sign in (("minimum", -1), ("maximum", 1))
        )
        yield from ["bounded-below"] * below + ["bounded-above"] * above + ["bounded"] * (below and above)
        lines = self.function.asymptotes
        yield from ["saturating"] * all(line is not None and line.slope == 0 for line in lines)
        yield from ["nonnegative"] * ("minimum" in proven and found["minimum"].value >= 0)
        yield from ["odd"] * ("odd" in seen and self.proofs.mirrored(-1))
        yield from ["even"] * ("even" in seen and self.proofs.mirrored(1))
        kinds = self.kinds_inside
        if kinds <= WHOLE and len(self.function.domain_parts) == 1:
            yield "continuous"
            yield from ["differentiable"] * (kinds <= {"smooth"})
            yield from ["smooth"] * (not kinds)
            yield from ["lipschitz"] * self.is_lipschitz(found, proven)
            yield from self._of_slopes(seen)

    def _of_slopes(self, seen: Sequence[str]) -> Iterator[str]:
        rises, falls = ("increasing" in seen and self.never(1, -1)), ("decreasing" in seen and self.never(1, 1))
        yield from ["monotone"] * (rises or falls) + ["increasing"] * rises + ["decreasing"] * falls
        yield from ["convex"] * ("convex" in seen and corners_turn(self.breaks, 1) and self.never(2, -1))
        yield from ["concave"] * ("concave" in seen and corners_turn(self.breaks, -1) and self.never(2, 1))

    def never(self, order: int, sign: int) -> bool:
        """Whether no derivative of this order has this sign."""
        return self.proofs.never_beyond(order, 0.0, sign)

    def stays(self, extreme: Extreme, is_proven: bool, sign: int) -> bool:
        """Whether values stay below some number: since all limits do, and all is continuous between."""
        if is_proven:
            return math.isfinite(extreme.value)
        limits_found = [one.limit for point in self.breaks for one in (side[0] for side in point.sides)]
        limits_found += [one[0].value for one in self.far.values()]
        return all(one is not None and sign * float(one) < math.inf for one in limits_found)

    def is_lipschitz(self, found: dict[str, Any], proven: set[str]) -> bool:
        slopes = ("smallest_derivative", "largest_derivative")
        return all(self.stays_steep(found[name], name in proven) for name in slopes)

    def stays_steep(self, extreme: Extreme, is_proven: bool) -> bool:
        """Whether slopes do not grow without end."""
        if is_proven:
            return math.isfinite(extreme.value)
        found = [one.limit for point in self.breaks for one in (side[1] for side in point.sides)]
        found += [one[1].value for one in self.far.values()]
        return all(one is not None and math.isfinite(float(one)) for one in found)

    def smoothness(self) -> str:
        """The class of smoothness; empty where nothing is known."""
        kinds = self.kinds_inside
        if not self.is_known:
            return ""
        if kinds <= APART:
            return "C∞ on its domain" if kinds else "C∞"
        if not kinds <= WHOLE:
            return "not continuous"
        if kinds & {"kink", "vertical tangent"}:
            return "C⁰"
        joins = [point for point in self.breaks if point.kind == "smooth"]
        return "C²" if all(map(_bends_alike, joins)) else "C¹"


_EXTREMES = (
    ("minimum", 0, -1),
    ("maximum", 0, 1),
    ("smallest_derivative", 1, -1),
    ("largest_derivative", 1, 1),
)


def _far_out(side: int) -> Place:
    """The limit at −∞ (side −1) or at ∞."""
    return Place(side * math.inf, side * math.inf, -side)


def _spans(fixed: Sequence[FixedPoint]) -> list[tuple[float, float]]:
    return [(one.low, one.high) for one in fixed]


def _brackets(low: Extreme, high: Extreme) -> str:
    """Open where a limit alone comes to an end of it."""
    ends = [math.isfinite(one.value) and any(not place.approach for place in one.places) for one in (low, high)]
    return ("[" if ends[0] else "(") + ("]" if ends[1] else ")")


def _bends_alike(point: Break) -> bool:
    """Whether f″ has the same limit on both sides."""
    bends = [side[2].limit for side in point.sides]
    known = len(bends) == 2 and None not in bends
    return known and math.isclose(*bends, rel_tol=_SAME, abs_tol=_SAME)  # type: ignore[misc]
