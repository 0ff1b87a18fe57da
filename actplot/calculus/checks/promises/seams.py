"""Tells from a formula where its pieces meet: whether one piece goes on across a point, and where else it ends."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from ....algebra.evaluating.compiler import compiled_numpy, written_out
from ....algebra.evaluating.context import mp, mpf
from ....algebra.evaluating.precision import value
from ....algebra.term import Term
from ....frozen import record
from ....numerics.search import crossings
from ....spec.formulas.behaviour import switches
from .far_out import BITS_OF_DIGIT

_NODES = 9  # from which a piece is carried on
_SMOOTH = 7  # jumps of higher derivatives are not looked for
_DIGITS, _NOISE = 260, 250  # of values, and from which on differences are rounding; parameters far from 1 take more
_TIMES = 5  # as many digits more as parameters are decades from 1
_STEP = 2.0**-40  # of the place, far more than its rounding
_SHORTER = 2.0**-12
HALF = 0.5001  # of the distance between floats: how far a break may be from the float that stands for it
ROUNDED = 1.5001  # the same of a break that a rounded product decides
_SURE = 1000  # times what the last node has changed

Values = Mapping[str, float]


@record
class Formula:
    """A formula near one of its points."""

    term: Term
    values: Values
    at: float
    room: float  # to the next place where it may change its course
    reach: float = HALF  # how far the seam may be from the float, in distances between floats
    decades: int = 0  # by how many more its course may be away from 1, which takes more digits and shorter steps

    def goes_on(self) -> bool | None:
        """Whether one and the same piece lies on both sides, and at the point itself; None where nothing tells."""
        step = self._step()
        misses = [self._missed(-1, size, self._place(1, size)) for size in (step, step * _SHORTER)]
        here = self._missed(-1, step, mpf(self.at))
        if here is None or None in misses:
            return None
        far, near = misses
        noise = self._noise
        return here <= noise + far and (near <= noise or near <= far * _SHORTER**_SMOOTH)

    def is_elsewhere(self) -> bool:
        """Whether a piece ends short of the point, farther away than rounding says, or goes on beyond it."""
        return any(self._ends_early(side) for side in (-1, 1))

    def _ends_early(self, side: int) -> bool:
        """Whether the piece on a side, looked at from afar, is not what lies beside the point."""
        with mp.workprec(self._bits):
            target = mpf(self.at) + side * self.reach * mpf(math.ulp(self.at))
            known = self._nodes(side, self._step())
            heights, there = [self._value(x) for x in known], self._value(target)
            if not all(map(mp.isfinite, [*heights, there])):
                return False
            best, worse = _carried_on(known, heights, target), _carried_on(known[1:], heights[1:], target)
            return abs(best - there) > _SURE * abs(best - worse) + self._noise * max(map(abs, heights))

    def _missed(self, side: int, size: mpf, target: mpf) -> mpf | None:
        """How far the piece on a side, carried on, is from the value at the target; None where there is none."""
        with mp.workprec(self._bits):
            known = self._nodes(side, size)
            heights, there = [self._value(x) for x in known], self._value(target)
            if not all(map(mp.isfinite, [*heights, there])):
                return None
            scale = max(map(abs, [*heights, there])) or mpf(1)
            return abs(_carried_on(known, heights, target) - there) / scale

    def _nodes(self, side: int, size: mpf) -> list[mpf]:
        return [self._place(side * count, size) for count in range(1, _NODES + 1)]

    def _place(self, count: int, size: mpf) -> mpf:
        with mp.workprec(self._bits):
            return mpf(self.at) + count * size

    @property
    def _noise(self) -> mpf:
        return mpf(10) ** -(_NOISE + _TIMES * self.decades)

    @property
    def _bits(self) -> int:
        return math.ceil(BITS_OF_DIGIT * (_DIGITS + _TIMES * self.decades))

    def _step(self) -> mpf:
        usual = max(_STEP * abs(self.at), _STEP**2) * mpf(10) ** -self.decades
        return min(usual, mpf(self.room) / (4 * _NODES))

    def _value(self, x: mpf) -> mpf:
        return value(self.term, {**self.values, "x": x}, _DIGITS + _TIMES * self.decades)


def _carried_on(nodes: Sequence[mpf], heights: Sequence[mpf], target: mpf) -> mpf:
    """The polynomial through the nodes, by Neville's scheme."""
    heights = list(heights)
    for length in range(1, len(nodes)):
        for first in range(len(nodes) - length):
            low, high = nodes[first], nodes[first + length]
            heights[first] = ((target - high) * heights[first] + (low - target) * heights[first + 1]) / (low - high)
    return heights[0]


def possible_seams(term: Term, values: Values, x: np.ndarray) -> Iterator[float]:
    """Where a condition, a maximum or a size of the formula may switch, among ascending points."""
    for switch in set(switches(written_out(term))):
        compiled = compiled_numpy(switch, "x")

        def samples(at: np.ndarray, compiled: Callable = compiled) -> np.ndarray:
            return compiled(np.asarray(at, dtype=float), values)

        signs = np.sign(samples(x))
        yield from _alone(x, signs == 0)
        starts = np.flatnonzero(signs[:-1] * signs[1:] < 0)
        lows, highs = crossings(samples, x[starts], x[starts + 1])
        yield from np.where(np.abs(samples(lows)) <= np.abs(samples(highs)), lows, highs).tolist()


def _alone(x: np.ndarray, zero: np.ndarray) -> Iterator[float]:
    """The points at which a switch is 0; 0 for a stretch about it, where small numbers have underflown."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], zero, [False]]).astype(int)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        low, high = float(x[start]), float(x[stop - 1])
        yield from {0.0} if low <= 0 <= high else {low, high}
