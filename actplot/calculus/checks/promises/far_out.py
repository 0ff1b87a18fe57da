"""What a formula says far out, at adaptive precision: its limits at ±∞ and those of its derivatives, and its line."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from ....algebra.evaluating.compiler import derivatives_of
from ....algebra.evaluating.context import mp, mpf
from ....algebra.evaluating.precision import value
from ....algebra.term import Term
from ....catalogue.kinds.functions import Asymptote

_DECADES = (40, 60, 90)  # the distances
# places about each distance, which an oscillation cannot all agree on
_AMONG = tuple(map(mpf, (1, 1.37, 1.73, 2.31, 3.07)))
_DIGITS = 210  # of values from which lines are taken: twice those between the first and the last distance
_ENOUGH = 4  # values that show a line: two about each of two distances
_GUARD = 20  # of them that subtracting may lose
BITS_OF_DIGIT = 3.8  # with some to spare
_SAME = mpf(10) ** -20
_GROWTH = 1.1  # from one distance to the next: less, and nothing is said
_USUAL = 6  # decades from 1 that every distance leaves room for
_SLOW = 0.9  # what still approaches keeps at most so much of its distance

Values = Mapping[str, float]


def decades_of(values: Values) -> int:
    """How many decades from 1 the numbers of a formula may put its course, in all."""
    sizes = [abs(math.log10(abs(number))) for number in np.hstack([*values.values(), []]) if number]
    return math.ceil(sum(size for size in sizes if size > _USUAL))


def limit_far_out(term: Term, values: Values, side: int, order: int) -> float | None:
    """The limit of a derivative at side·∞, nan where it oscillates; None where that is not clear."""
    return _limit(term, values, order, [[side * place * far for place in _AMONG] for far in _distances(values)])


def limit_at_end(term: Term, values: Values, end: float, side: int, order: int) -> float | None:
    """The same towards a finite end of the domain, which is left to this side."""
    with mp.workprec(_bits(values)):
        places = [[end + side / (place * far) for place in _AMONG] for far in _distances(values)]
    return _limit(term, values, order, places)


def _limit(term: Term, values: Values, order: int, places: Sequence[Sequence[mpf]]) -> float | None:
    """By groups of places, each closer to where the limit is taken."""
    of_order = derivatives_of(term, "x")[order]
    groups = [[value(of_order, {**values, "x": x}) for x in group] for group in places]
    if any(mp.isnan(one) for group in groups for one in group):
        return None
    if _converged([*groups[-1], groups[-2][0]]):
        return float(groups[-1][-1])
    if _vanishing([max(map(abs, group)) for group in groups]):
        return 0.0
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
    points = [side * place * far for far in _distances(values) for place in _AMONG[::4]]
    heights = [value(term, {**values, "x": x}, _digits(values)) for x in points]
    known = next((count for count, height in enumerate(heights) if not mp.isfinite(height)), len(heights))
    if known < _ENOUGH:  # an exponential is beyond all numbers farther out
        return None
    points, heights = points[:known], heights[:known]
    with mp.workprec(_bits(values)):
        chords = [_chord(points, heights, one, one + 2) for one in range(len(points) - 2)]
        noise = max(map(abs, heights)) * mpf(10) ** (_GUARD - _digits(values))
        slope, intercept = (_settled(numbers, noise) for numbers in zip(*chords, strict=True))
        return None if slope is None or intercept is None else Asymptote(slope, intercept)


def _distances(values: Values) -> list[mpf]:
    return [mpf(10) ** math.ceil(decades * _farther(values)) for decades in _DECADES]


def _farther(values: Values) -> float:
    """How many times as many decades it takes to be beyond all that the parameters, and their squares, make."""
    return 1 + 2 * decades_of(values) / _DECADES[0]


def _digits(values: Values) -> int:
    return math.ceil(_DIGITS * _farther(values))


def _bits(values: Values) -> int:
    return math.ceil(BITS_OF_DIGIT * _digits(values))


def _chord(points: Sequence[mpf], heights: Sequence[mpf], one: int, other: int) -> tuple[mpf, mpf]:
    slope = (heights[other] - heights[one]) / (points[other] - points[one])
    return slope, heights[one] - slope * points[one]


def _settled(numbers: Sequence[mpf], noise: mpf) -> float | None:
    """The number that they come to; None where that is not clear."""
    if all(abs(number) <= noise for number in numbers):
        return 0.0
    if _converged(numbers):
        return float(numbers[-1])
    return 0.0 if _vanishing([abs(number) for number in numbers]) else None


def _vanishing(sizes: Sequence[mpf]) -> bool:
    """Whether they become ever smaller, and in the end nothing beside what they were."""
    return sizes[-1] <= _SAME * sizes[0] and all(far <= near for near, far in pairwise(sizes))


def _converged(numbers: Sequence[mpf]) -> bool:
    """Whether all are one number."""
    last = numbers[-1]
    return all(number == last or abs(number - last) <= _SAME * abs(last) for number in numbers)


def _sign(number: mpf) -> int:
    return int(number > 0) - int(number < 0)
