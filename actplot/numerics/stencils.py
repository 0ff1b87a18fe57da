"""Finite differences of SciPy's, kept from stepping across a break or out of a domain."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ..frozen import record

CONVERGED, UNDECIDED, BREAK = "converged", "undecided", "break"

LONGEST_STEP = 0.5
_SHORTER, _GOOD = (0.11, 0.023, 0.004), 2e-12  # steps, and an error that asks for no shorter one
_CLOSER = 0.2  # of the tolerance that coarse values would have beside that of float64
_STEP_AT_BREAK = 0.25  # shorter ones drown in rounding: one-sided weights are large
_NEAR = 0.05  # closer to a break than this, the difference is taken away from it
_MARGIN = 0.9  # of the distance to the next break or edge that a step may take
_WORST_ERROR = 1e-6  # relative above 1: an estimate with a larger error decides nothing
_ABSOLUTE, _RELATIVE = 1e-12, 1e-10  # tolerances of float64: SciPy's own are so tight that flat tails fail
EPSILON = float(np.finfo(np.float64).eps)
_RESOLUTION = 1e-9  # a step must be this much longer than the distance between floats is short
_CLOSE = 0.385  # the power of the grain that is a step by which long ones are judged
CENTRAL, FORWARD = np.array([1.0, -8, 0, 8, -1]) / 12, np.array([-25.0, 48, -36, 16, -3]) / 12  # on five points
_AMPLIFIED = 16  # times rounding over step: what weights and shorter steps make of it, which SciPy leaves out

Elementwise = Callable[[np.ndarray], np.ndarray]


@record
class Estimate:
    """A finite difference per point.

    `error` is an estimate, not a bound. `status` is "converged", "undecided", or "break" where the
    two one-sided derivatives differ or the values jump; the derivative is nan unless converged.
    """

    derivative: np.ndarray
    error: np.ndarray
    status: np.ndarray

    @property
    def converged(self) -> np.ndarray:
        return self.status == CONVERGED

    @property
    def rounded(self) -> np.ndarray:
        """The derivative to the digits that the error leaves: rounding moves it by little more than that."""
        with np.errstate(all="ignore"):
            unit = 10.0 ** np.rint(-np.log10(self.error))
            short = np.rint(self.derivative * unit) / unit
        return np.where(np.isfinite(short), short, self.derivative)


@record
class Surroundings:
    """What is differentiated, where it is defined and where its pieces meet."""

    values: Elementwise
    domain: tuple[float, float]
    breaks: Sequence[float]
    order: int
    grain: float = EPSILON  # the relative precision of the values
    lost: float = 1.0  # how many roundings the values have had, where they are differences themselves

    def estimate(self, x: np.ndarray, longest: float) -> Estimate:
        low, high = self.domain
        usable = np.isfinite(x) & (x >= low) & (x <= high)
        at_break = usable & np.isin(x, self.breaks) & (x > low) & (x < high)
        result = _nothing(x.size)
        self._fill(result, usable & ~at_break, self._smooth, x, longest)
        self._fill(result, at_break, self._at_breaks, x, longest)
        return result

    def best(self, x: np.ndarray) -> Estimate:
        """The surest of several estimates, from steps that are the shorter the more doubtful the ones before are."""
        found = self.estimate(x, LONGEST_STEP)
        ways = [partial(self.estimate, longest=longest) for longest in _SHORTER]
        for way in (*ways, self.beside):
            doubtful = ~(found.error <= _GOOD * np.maximum(1.0, np.abs(found.derivative))) & (found.status != BREAK)
            if not np.any(doubtful):
                break
            other = way(x[doubtful])
            for name in ("derivative", "status", "error"):
                here = getattr(found, name)
                better = ~(other.error >= found.error[doubtful]) & other.converged
                here[doubtful] = np.where(better, getattr(other, name), here[doubtful])
        return found

    def beside(self, x: np.ndarray) -> Estimate:
        """Estimates close to breaks and edges, from steps as short as these are near: slopes may grow towards them."""
        result = _nothing(x.size)
        left, right = self._rooms(x)
        room = np.minimum(np.minimum(left, right), np.minimum(x - self.domain[0], self.domain[1] - x))
        near = (room > 0) & (room < _NEAR)
        self._fill(result, near, lambda at, _: self._differences(at, _MARGIN * room[near], np.zeros(at.size)), x, 0.0)
        return result

    @staticmethod
    def _fill(result: Estimate, where: np.ndarray, method: Callable, x: np.ndarray, longest: float) -> None:
        if np.any(where):
            part = method(x[where], longest)
            result.derivative[where], result.error[where], result.status[where] = part

    def _smooth(self, x: np.ndarray, longest: float) -> tuple[np.ndarray, ...]:
        """Central differences; one-sided ones away from a break that is near, or from an edge into the domain."""
        left, right = self._rooms(x)
        below, above = x - self.domain[0], self.domain[1] - x
        direction = np.where((right < _NEAR) & (left > right), -1, np.where((left < _NEAR) & (right > left), 1, 0))
        direction = np.where(below == 0, 1, np.where(above == 0, -1, direction))
        room = np.where(direction < 0, left, np.where(direction > 0, right, np.minimum(left, right)))
        # A function may have a pole at the edge of its domain, so even a step away from it keeps to the distance.
        edge = np.where(below == 0, above, np.where(above == 0, below, np.minimum(below, above)))
        return self._differences(x, np.minimum(longest, _MARGIN * np.minimum(room, edge)), direction)

    def _at_breaks(self, x: np.ndarray, longest: float) -> tuple[np.ndarray, ...]:
        """The common derivative of both sides, where there is one."""
        sides = [self._one_sided(x, side, longest) for side in (-1, 1)]
        (left, left_error, left_status), (right, right_error, right_status) = sides
        both = (left_status == CONVERGED) & (right_status == CONVERGED)
        error = np.maximum(np.maximum(left_error, right_error), np.abs(left - right))
        same = both & (np.abs(left - right) <= left_error + right_error + self._worst)
        status = np.where(same, CONVERGED, np.where(both | self._jumps(x), BREAK, UNDECIDED))
        return np.where(same, (left + right) / 2, np.nan), np.where(same, error, np.nan), status

    def _one_sided(self, x: np.ndarray, side: int, longest: float) -> tuple[np.ndarray, ...]:
        edge = x - self.domain[0] if side < 0 else self.domain[1] - x
        room = np.minimum(self._rooms(x)[side > 0], edge)
        return self._differences(x, np.minimum(min(_STEP_AT_BREAK, longest), _MARGIN * room), np.full(x.shape, side))

    def _jumps(self, x: np.ndarray) -> np.ndarray:
        here = self.values(x)
        near = [self.values(np.nextafter(x, side * np.inf)) for side in (-1, 1)]
        scale = np.maximum(1.0, np.abs(here))
        return np.any([~(np.abs(value - here) <= _WORST_ERROR * scale) for value in near], axis=0)

    @property
    def _worst(self) -> float:
        return max(_WORST_ERROR, 20 * _ABSOLUTE * self._coarser)

    @property
    def _coarser(self) -> float:
        """How many times coarser than float64 the values are."""
        return max(1.0, self.grain / EPSILON)

    def _rooms(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distances from x to the next breaks on the left and on the right."""
        fence = np.array([-np.inf, *self.breaks, np.inf])
        left = x - fence[np.searchsorted(fence[1:-1], x, side="left")]
        right = fence[np.searchsorted(fence[1:-1], x, side="right") + 1] - x
        return left, right

    def _differences(self, x: np.ndarray, step: np.ndarray, direction: np.ndarray) -> tuple[np.ndarray, ...]:
        from scipy.differentiate import derivative

        loose = max(1.0, _CLOSER * self._coarser) * self.lost
        found = derivative(
            self.values,
            x,
            initial_step=np.where(step > 0, step, np.nan),
            step_direction=direction,
            order=self.order,
            tolerances={"atol": _ABSOLUTE * loose, "rtol": _RELATIVE * loose},
        )
        # SciPy calls it a success when x + step rounds to x and the difference is 0.
        resolved = np.spacing(np.abs(x)) <= _RESOLUTION * step
        rounding = self._rounding(x, found.df, self.values(x))
        apart = self._apart_when_close(found.df, x, step / 2.0 ** np.maximum(found.nit - 1, 0), direction)
        # Where values are coarser than float64, two differences may agree by chance within the tolerance.
        chance = _ABSOLUTE * (max(1.0, _CLOSER * self._coarser) - 1)
        error = np.fmax(found.error + rounding / step + chance, apart)
        small = error <= self._worst * np.maximum(1.0, np.abs(found.df))
        good = resolved & small & (found.status == 0) & np.isfinite(found.df)
        status = np.where(good, CONVERGED, UNDECIDED)
        return np.where(good, found.df, np.nan), np.where(good, error, np.nan), status

    def _rounding(self, x: np.ndarray, slope: np.ndarray, height: np.ndarray) -> np.ndarray:
        """What values may be wrong by, with what weights and shorter steps make of it."""
        once = np.spacing(np.abs(x)) * np.abs(slope) + np.spacing(np.abs(height))
        return _AMPLIFIED * self._coarser * self.lost * once

    def _apart_when_close(
        self, slope: np.ndarray, x: np.ndarray, finest: np.ndarray, direction: np.ndarray
    ) -> np.ndarray:
        """By how much more than rounding a slope differs from one by a short step: a long one may miss what is narrow.

        `finest` are the steps from which the slope comes, of which this one is a part.
        """
        short = max(self.grain, EPSILON) ** _CLOSE * np.maximum(1.0, np.abs(x))
        step = (x + np.minimum(short, finest / 8)) - x
        sided = (direction != 0)[:, None]
        places = np.where(sided, direction[:, None] * np.arange(5), np.arange(-2, 3))
        weights = np.where(sided, direction[:, None] * FORWARD, CENTRAL)
        heights = self.values((x[:, None] + places * step[:, None]).ravel()).reshape(places.shape)
        close = np.sum(weights * heights, axis=1) / step
        largest = np.abs(heights).max(axis=1)
        return np.abs(close - slope) - np.abs(weights).sum(axis=1) * self._rounding(x, close, largest) / step


def _nothing(size: int) -> Estimate:
    status = np.full(size, UNDECIDED, dtype=f"U{max(map(len, (CONVERGED, UNDECIDED, BREAK)))}")
    return Estimate(np.full(size, np.nan), np.full(size, np.nan), status)
