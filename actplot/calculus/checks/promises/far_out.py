"""What a formula says far out, at adaptive precision: its limits at ±∞ and those of its derivatives, and its line."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ....algebra.evaluating.compiler import derivatives_of
from ....algebra.evaluating.context import mp, mpf
from ....algebra.evaluating.precision import value
from ....algebra.term import Term
from ....catalogue.kinds.functions import Asymptote

_DISTANCES = (mpf(10) ** 40, mpf(10) ** 60, mpf(10) ** 90)
# places about each distance, which an oscillation cannot all agree on
_AMONG = tuple(map(mpf, (1, 1.37, 1.73, 2.31, 3.07)))
_DIGITS = 210  # of values from which lines are taken: twice those between the first and the last distance
_BITS = 800
_SAME = mpf(10) ** -20
_NOTHING = mpf(10) ** -60
_GROWTH = 1.1  # from one distance to the next: less, and nothing is said
_SLOW = 0.9  # what still approaches keeps at most so much of its distance

Values = Mapping[str, float]


def limit_far_out(term: Term, values: Values, side: int, order: int) -> float | None:
    """The limit of a derivative at side·∞, nan where it oscillates; None where that is not clear."""
    return _limit(term, values, order, [[side * place * distance for place in _AMONG] for distance in _DISTANCES])


def limit_at_end(term: Term, values: Values, end: float, side: int, order: int) -> float | None:
    """The same towards a finite end of the domain, which is left to this side."""
    with mp.workprec(_BITS):
        places = [[end + side / (place * distance) for place in _AMONG] for distance in _DISTANCES]
    return _limit(term, values, order, places)


def _limit(term: Term, values: Values, order: int, places: Sequence[Sequence[mpf]]) -> float | None:
    """By groups of places, each closer to where the limit is taken."""
    of_order = derivatives_of(term, "x")[order]
    groups = [[value(of_order, {**values, "x": x}) for x in group] for group in places]
    if any(mp.isnan(one) for group in groups for one in group):
        return None
    if all(abs(one) <= _NOTHING for one in groups[-1]):
        return 0.0
    if _converged([*groups[-1], groups[-2][0]]):
        return float(groups[-1][-1])
    signs = {_sign(one) for group in groups for one in group}
    if len(signs) > 1:
        return math.nan
    return _of_one_sign(groups, float(signs.pop()))


def _of_one_sign(groups: Sequence[Sequence[mpf]], sign: float) -> float | None:
    """0 or infinity, where all sizes of a group lie below, or above, those of the one before."""
    sizes = [(min(map(abs, group)), max(map(abs, group))) for group in groups]
    pairs = list(pairwise(sizes))
    if all(far[0] > _GROWTH * near[1] for near, far in pairs):
        return math.inf * sign
    if sizes[-1][1] < _SAME and all(far[1] < near[0] * _SLOW for near, far in pairs):
        return 0.0
    return None


def line_far_out(term: Term, values: Values, side: int) -> Asymptote | None:
    """The line through values that lie ever farther out, if those are all on it; None where there is none."""
    points = [side * place * distance for distance in _DISTANCES for place in _AMONG[::4]]
    heights = [value(term, {**values, "x": x}, _DIGITS) for x in points]
    if not all(map(mp.isfinite, heights)):
        return None
    with mp.workprec(_BITS):
        chords = [_chord(points, heights, one, one + 2) for one in range(len(points) - 2)]
        slopes, intercepts = zip(*chords, strict=True)
        if not (_agreed(slopes) and _agreed(intercepts)):
            return None
        return Asymptote(_tidied(slopes[-1]), _tidied(intercepts[-1]))


def _chord(points: Sequence[mpf], heights: Sequence[mpf], one: int, other: int) -> tuple[mpf, mpf]:
    slope = (heights[other] - heights[one]) / (points[other] - points[one])
    return slope, heights[one] - slope * points[one]


def _tidied(number: mpf) -> float:
    """Without what is left of the approach to 0."""
    return 0.0 if abs(number) <= _SAME else float(number)


def _agreed(numbers: Sequence[mpf]) -> bool:
    return all(abs(number - numbers[-1]) <= _SAME * max(1, abs(numbers[-1])) for number in numbers)


def _converged(numbers: Sequence[mpf]) -> bool:
    """Whether all are one number."""
    last = numbers[-1]
    return all(number == last or abs(number - last) <= _SAME * abs(last) for number in numbers)


def _sign(number: mpf) -> int:
    return int(number > 0) - int(number < 0)
