"""The largest difference of two functions or of their slopes, and every place where it is taken or approached."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...algebra.evaluating.compiler import derivatives_of
from ...algebra.evaluating.precision import value
from ...catalogue.kinds.functions import METHODS
from ...numerics.search import crossings, halved
from .between_breaks import Piece, Turn
from .extremes import Place
from .subtraction import FloatDifference, FormulaDifference

Between = FormulaDifference | FloatDifference
MOST = 12  # places that are told
RUN = 3  # neighbouring points that make a stretch
_REFINED, _FEW = 40, 6  # places that are refined, of many the nearest to 0 and the largest; of slopes in floats
_ALIKE = 1e-7  # relative difference of some maxima that speaks for all
_MISSED = 1e-12  # by which a point may be above all that was refined
_AS_HIGH = 1e-12  # relative difference of what zooming cannot tell apart
_ZOOMS, _PARTS = 6, 16  # each narrows a place so many times
_STEPS = 60  # halvings of a stretch's ends


@dataclass(frozen=True)
class Largest:
    """The largest |f − g| of one order on the interval; infinite beside a pole, nan without common values.

    `places` are where it is taken or approached: the nearest to 0 of `count`. Beside those in `wild` it has no limit,
    and may be larger.
    """

    difference: float
    places: tuple[Place, ...]
    count: int
    wild: tuple[float, ...] = ()


def largest_of(between: Between, pieces: Sequence[Piece], order: int) -> Largest:
    """The larger of turns of the difference, of what it tends to at ends of its pieces, and of plateaus."""
    seen = max((piece.largest(order) for piece in pieces), default=math.nan)
    found = [one for piece in pieces for one in (*_ends(piece, order), *_flat(between, piece, order))]
    found += [one for piece in pieces for one in _overflows(between, piece, order)]
    wild = {end.x for piece in pieces for end in piece.ends if end.limits[order] is None and not end.taken[order]}
    best = max([seen, *(size for size, _ in found)], default=math.nan)
    if math.isnan(best) or best == 0:
        return Largest(best, (), 0, tuple(sorted(wild)))
    brackets = [one for piece in pieces for one in piece.turns(order, best * (1 - _tied(between, order)))]
    turned = _turned(between, order, _chosen(brackets, _REFINED if between.formula else _FEW))
    found += turned
    if max((size for size, _ in found), default=0.0) < seen * (1 - _MISSED):
        found += [_zoomed(between, order, around) for piece in pieces for around in piece.around_most(order, seen)]
    best = max([seen, *(size for size, _ in found)])
    tied = [place for size, place in found if size >= best * (1 - _tied(between, order))]
    places = _distinct(tied, pieces, order)
    all_tied = all(size >= best * (1 - _ALIKE) for size, _ in turned)  # as those of a periodic difference
    nearest = sorted(places, key=lambda place: min(abs(place.low), abs(place.high)))[:MOST]
    ascending = tuple(sorted(nearest, key=lambda place: (place.low, place.approach)))
    return Largest(best, ascending, len(places) + all_tied * (len(brackets) - len(turned)), tuple(sorted(wild)))


def _tied(between: Between, order: int) -> float:
    """Relative difference of maxima that are the same."""
    return (1e-11, 1e-11)[order] if between.formula else (1e-9, 1e-6)[order]


def _chosen(brackets: Sequence[Turn], most: int) -> list[Turn]:
    """Of many those nearest to 0 and those with the largest values."""
    by_place = sorted(brackets, key=lambda one: abs(one.low))[:most]
    by_size = sorted(brackets, key=lambda one: -one.size)[:most]
    return list(dict.fromkeys([*by_place, *by_size]))


def _ends(piece: Piece, order: int) -> Iterator[tuple[float, Place]]:
    for end in piece.ends:
        if order == 0 and end.value is not None:
            yield abs(end.value), Place(end.x, end.x)
        limit = end.limits[order]
        if limit is not None and not math.isnan(limit):
            yield abs(limit), Place(end.x, end.x, 0 if end.taken[order] else end.side)


def _flat(between: Between, piece: Piece, order: int) -> Iterator[tuple[float, Place]]:
    """Stretches on which the difference is the same."""
    slope = getattr(between, METHODS[order + 1])
    for start, stop in piece.runs(piece.values[order + 1] == 0, RUN):
        x, y = piece.x[start:stop], np.abs(piece.values[order][start:stop])
        if np.ptp(y) <= 1e-13 * y[0] and y[0] > 0 and is_zero(between, order + 1, (x[0] + x[-1]) / 2):
            yield float(y[0]), Place(*stretched(lambda at: slope(at) == 0, piece, start, stop))


def _overflows(between: Between, piece: Piece, order: int) -> Iterator[tuple[float, Place]]:
    """Stretches on which the difference is beyond every float."""
    at = getattr(between, METHODS[order])
    for start, stop in piece.runs(np.isinf(piece.values[order]), RUN):
        yield math.inf, Place(*stretched(lambda x: np.isinf(at(x)), piece, start, stop))


def _turned(between: Between, order: int, brackets: Sequence[Turn]) -> list[tuple[float, Place]]:
    if not brackets:
        return []
    if order and not between.formula:  # whose curvatures take very long, and are not known well
        return [_steepest(between, (one.low, one.high)) for one in brackets]
    at, ends = getattr(between, METHODS[order]), np.array([(one.low, one.high) for one in brackets])
    low, high = crossings(between.unrounded(order + 1), *ends.T)
    sizes = np.abs([at(low), at(high)])
    x = np.where(sizes[0] >= sizes[1], low, high)
    return [(float(size), Place(float(place), float(place))) for size, place in zip(sizes.max(axis=0), x, strict=True)]


def _steepest(between: Between, around: tuple[float, float]) -> tuple[float, Place]:
    """Where slopes turn in a bracket, by their differences over its width; by finer sampling where that fails."""
    (low, high), slope = around, between.unrounded(1)
    step = (high - low) / 2

    def curvature(x: np.ndarray) -> np.ndarray:
        near, far = (slope(x + reach) - slope(x - reach) for reach in (step, 2 * step))
        return 8 * near - far

    if step and float(curvature(np.array(low))) * float(curvature(np.array(high))) < 0:
        x = float(crossings(curvature, [low], [high])[0][0])
        size = abs(float(slope(np.array(x))))
        if size >= np.max(np.abs(slope(np.array([low, high])))):
            return size, Place(x, x)
    return _zoomed(between, 1, around)


def _zoomed(between: Between, order: int, around: tuple[float, float]) -> tuple[float, Place]:
    """The largest in a bracket, by ever finer sampling."""
    at, (low, high) = getattr(between, METHODS[order]), around
    for _ in range(_ZOOMS):
        x = np.linspace(low, high, 2 * _PARTS + 1)
        sizes = np.abs(at(x))
        most = int(np.nanargmax(sizes))
        low, high = x[max(most - 1, 0)], x[min(most + 1, x.size - 1)]
    size, place = float(sizes[most]), float(x[most])
    if around[0] <= 0 <= around[1] and abs(float(at(0.0))) >= size * (1 - _AS_HIGH):
        place = 0.0  # of places that are equally high but for rounding
    return size, Place(place, place)


def _distinct(places: Sequence[Place], pieces: Sequence[Piece], order: int) -> list[Place]:
    """Each once: taken rather than approached, and a stretch over its ends."""
    width = 1e-9 * (pieces[-1].high - pieces[0].low)
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: (one.low == one.high, one.approach != 0, one.low)):
        covered = (one for one in kept if one.low - width <= place.low and place.high <= one.high + width)
        if all(one.approach != 0 and one.approach != place.approach for one in covered):
            kept.append(place)
    through = {end.x for piece in pieces for end in piece.ends if end.taken[order]}
    return _joined(kept, through)


def _joined(places: Sequence[Place], through: Collection[float]) -> list[Place]:
    """Stretches that meet as one, where the difference goes through the point at which they meet."""
    joined: list[Place] = []
    for place in sorted(places, key=lambda one: (one.low, one.high)):
        last = joined[-1] if joined else None
        if last and last.low < last.high == place.low < place.high and place.low in through:
            joined[-1] = Place(last.low, place.high)
        else:
            joined.append(place)
    return joined


def stretched(holds: Callable[[np.ndarray], np.ndarray], piece: Piece, start: int, stop: int) -> tuple[float, float]:
    """The ends of a run of points for which something holds: those of the piece, or refined."""

    def end(inside: int, outside: int) -> float:
        if not 0 <= outside < piece.x.size:
            return piece.low if outside < 0 else piece.high
        low, high = sorted((inside, outside))
        side = 1 if inside < outside else -1
        ends = halved(
            piece.x[[low]], piece.x[[high]], lambda _, middle, __: np.where(holds(middle), side, -side), _STEPS
        )
        return float(ends[0 if side > 0 else 1][0])

    return end(start, start - 1), end(stop - 1, stop)


def is_zero(between: Between, order: int, x: float) -> bool:
    """Whether what is 0 in floats is so to hundreds of digits; true where there is no formula."""
    if not isinstance(between, FormulaDifference):
        return True
    return bool(value(derivatives_of(between.term, "x")[order], {"x": float(x)}) == 0)
