"""Fits polynomials to both sides of places, on many lengths at once, and tells what changes there: f, f′ or f″."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_DEGREE, _NODES, _GAP = 5, 14, 1 / 32  # the gap to the place, as a share of the length, leaves it room to be elsewhere
_LONGEST, _SHORTEST = 0.25, 1e-12
_FINENESS = 1e3  # lengths must be this much longer than what the values resolve of x
_SURE = 10.0  # standard errors that a change must exceed
_POWERS = (0.05, 2.3)  # of a length with which what no polynomial fits falls where a slope is infinite
_ABOVE = 30.0  # times rounding, where what is left of a fit is no noise
_LEVELS, _STEADY = 5, 0.2  # on how many lengths in a row, and how closely

Values = Callable[[np.ndarray], np.ndarray]


def _nodes() -> np.ndarray:
    angles = (2 * np.arange(_NODES) + 1) * np.pi / (2 * _NODES)
    return _GAP + (1 - _GAP) * (1 - np.cos(angles)) / 2


_AT = _nodes()
_BASIS = np.vander(_AT, _DEGREE + 1, increasing=True)
_FIT = np.linalg.pinv(_BASIS)
_WEIGHTS = _FIT[:3] * np.array([1.0, 1.0, 2.0])[:, None]  # of f, f′ and f″ at the place
_REST = np.eye(_NODES) - _BASIS @ _FIT
_SPREAD = np.linalg.norm(_WEIGHTS, axis=1)
Limits = tuple[tuple[str, float | None], ...]  # as `Function.limits_at` tells them
_KNOWN = (1e-9, 1e-6, 1e-3)  # errors of limits of f, f′ and f″ that are small enough
_LENGTHS = _LONGEST * 4.0 ** -np.arange(int(np.log2(_LONGEST / _SHORTEST) / 2) + 1)


@dataclass(frozen=True)
class Sides:
    """What changes at each of n places, on each of m lengths.

    `changes` and `errors` are of shape (3, n, m): of f, f′ and f″. An error is infinite where a length says nothing.
    """

    changes: np.ndarray
    errors: np.ndarray
    rests: np.ndarray  # what no polynomial fits, of the shape (n, m); 0 where that may be rounding

    def sure(self, order: int) -> np.ndarray:
        """Whether a derivative changes at once: where a length says so, all shorter ones that can tell must agree."""
        return np.asarray(self._confirmed(order).any(axis=1))

    def _confirmed(self, order: int) -> np.ndarray:
        """The lengths on which a change is told, of shape (n, m)."""
        sizes, errors = np.abs(self.changes[order]), self.errors[order]
        told = sizes > errors
        for length in range(sizes.shape[1]):
            size = sizes[:, length, None]
            against = (errors[:, length:] < size / 4) & (sizes[:, length:] < size / 2)
            told[:, length] &= ~against.any(axis=1)
        return told

    def shift(self, order: int) -> tuple[np.ndarray, np.ndarray]:
        """How far from each place the derivatives of order − 1 of both sides meet, and with what error."""
        slope = self.changes[order]
        with np.errstate(all="ignore"):
            away = -self.changes[order - 1] / slope
            error = np.where(self._confirmed(order), self.errors[order - 1] / np.abs(slope), np.inf)
        error = np.where(np.abs(away) <= _LENGTHS * _GAP, np.nan_to_num(error, nan=np.inf), np.inf)
        chosen = np.argmin(error, axis=1)[:, None]
        moved, within = (np.take_along_axis(one, chosen, 1)[:, 0] for one in (away, error))
        return np.where(np.isfinite(within), moved, 0.0), within

    def powers(self) -> np.ndarray:
        """The power of the length with which what is left of the fits falls down to the noise; nan where it is none."""
        with np.errstate(all="ignore"):
            rates = np.log(self.rests[:, :-1] / self.rests[:, 1:]) / np.log(4.0)
        return np.array([_power(row) for row in rates])


def _power(rates: np.ndarray) -> float:
    """The rate that several in a row share, if none after them is that of a smooth function."""
    low, high = _POWERS
    for first in range(rates.size - _LEVELS + 1):
        run = rates[first : first + _LEVELS]
        if np.all((run > low) & (run < high)) and np.ptp(run) < _STEADY:
            after = rates[first + _LEVELS :]
            return np.nan if np.any(after[np.isfinite(after)] > high + 0.7) else float(np.mean(run))
    return np.nan


def sides(values: Values, places: np.ndarray, grain: float) -> Sides:
    """Fits on both sides of each place; `grain` is the relative precision of the values."""
    derived, errors, rests = _fits(values, places, grain)
    changes = derived[:, 1] - derived[:, 0]
    return Sides(np.nan_to_num(changes), np.where(np.isfinite(changes).all(axis=0), errors, np.inf), rests)


def limits_of_fits(values: Values, x: float, side: int, grain: float) -> Limits | None:
    """What f, f′ and f″ tend to on one side of a break that has limits; None where fits do not tell."""
    derived, errors, _ = _fits(values, np.array([x]), grain)
    told = []
    for order in range(3):
        of_lengths, within = derived[order, int(side > 0), 0], errors[order, 0]
        within = np.where(np.isfinite(of_lengths), within, np.inf)
        limit, error = float(of_lengths[np.argmin(within)]), float(within.min())
        if not error <= _KNOWN[order] * max(1.0, abs(limit)):
            return None
        told.append(("finite", _rounded(limit, error)))
    return tuple(told)


def _rounded(limit: float, error: float) -> float:
    """Without the digits that are not known."""
    return 0.0 if abs(limit) <= error else round(limit, int(max(0, np.floor(-np.log10(max(error, 1e-15))))))


def _fits(values: Values, places: np.ndarray, grain: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """f, f′ and f″ by orders, sides, places and lengths; their errors on the worse side; and what no fit explains."""
    offsets = _LENGTHS[:, None] * _AT
    points = places[:, None, None] + np.stack([-offsets, offsets])[:, None]  # (2, n, m, nodes)
    y = values(points.ravel()).reshape(points.shape)
    fits = np.einsum("kj,snmj->ksnm", _WEIGHTS, y)
    signs = np.array([[1.0, 1.0], [-1.0, 1.0], [1.0, 1.0]])[:, :, None, None]  # of the left side's x
    powers = _LENGTHS ** np.arange(3)[:, None]
    derived = signs * fits / powers[:, None, None, :]
    noise, rests = _noise(y, derived, places, grain)
    errors = _SURE * _SPREAD[:, None, None] * noise / powers[:, None, :]
    usable = _FINENESS * grain * np.abs(places)[:, None] <= _LENGTHS
    return derived, np.where(usable, np.nan_to_num(errors, nan=np.inf), np.inf), rests


def _noise(y: np.ndarray, derived: np.ndarray, places: np.ndarray, grain: float) -> tuple[np.ndarray, np.ndarray]:
    """How far values may lie from the polynomials: what the fits leave, rounding of the values and of x."""
    left = np.einsum("ij,snmj->snmi", _REST, y)
    rest = np.sqrt(np.sum(left**2, axis=-1) / (_NODES - _DEGREE - 1)).max(axis=0)
    beside = np.pad(rest, ((0, 0), (1, 1)), mode="edge")
    rest_around = np.fmax(np.fmax(beside[:, :-2], beside[:, 2:]), rest)
    usual = np.where(rest_around > 1e3 * rest, rest, rest_around)  # a longer one may hold another break
    size = np.abs(y).max(axis=(0, -1))
    slope = np.abs(derived[1]).max(axis=0)
    rounding = grain * (size + (np.abs(places)[:, None] + _LENGTHS) * slope)
    return np.hypot(usual, rounding), np.where(rest > _ABOVE * rounding, rest, 0.0)


# What f, f′ and f″ tend to on one side of a place where slopes may have no end

_NEAR, _FACTOR, _FINEST = 2.0**-10, 4.0, 2.0**-200  # distances, from the first down to what values resolve
_CLEAR = 1e3  # times rounding, that a change must be
_ENOUGH = 6  # distances in a row
_ENDLESS, _FALLING = 0.9, 1.02  # steps that shrink by less have no end; values that do, no limit at the place


def limits_beside(values: Values, x: float, side: int, grain: float) -> Limits | None:
    """What f, f′ and f″ tend to where values on this side tend to the value at the place; None where that is not clear.

    Changes are held against ever smaller distances: a slope that grows as much with each as with the one before has no
    end, as those of roots and of x·log(x).
    """
    least = max(64 * float(np.spacing(abs(x))), _FINEST)
    distances = _NEAR * _FACTOR ** -np.arange(max(2.0, np.log(_NEAR / least) // np.log(_FACTOR)))
    with np.errstate(all="ignore"):
        here, *near = values(np.array([x, *(x + side * distances)]))
        changes = np.array(near) - here
        rounding = 4 * grain * (np.abs(near) + abs(here))
        if not np.all(np.isfinite(changes)):
            return None
        if not np.any(changes):
            return ("finite", float(here)), ("finite", 0.0), ("finite", 0.0)
        clear = np.abs(changes) > _CLEAR * rounding
        count = int(np.argmin(clear)) if not clear.all() else clear.size
        if count <= _ENOUGH or not _fade(np.abs(changes[:count])):
            return None
        return _slopes_beside(float(here), side * changes[:count], distances[:count], rounding[:count], side)


def _fade(changes: np.ndarray) -> bool:
    """Whether the last changes shrink, none by much less than those before."""
    shares = changes[-_ENOUGH - 1 : -1] / changes[-_ENOUGH:]
    return bool(np.all(shares > _FALLING) and shares[-1] > 0.9 * shares[0])


def _slopes_beside(
    here: float, rises: np.ndarray, distances: np.ndarray, rounding: np.ndarray, side: int
) -> Limits | None:
    slopes = rises / distances
    steps = np.diff(slopes)
    last = steps[-_ENOUGH:]
    if np.all(last * last[-1] > 0) and np.all(np.abs(last[1:]) > _ENDLESS * np.abs(last[:-1])):
        end = float(np.copysign(np.inf, last[-1]))
        return ("finite", here), ("infinite", end), ("infinite", -side * end)
    shares = steps[1:] / steps[:-1]
    settled = slopes[2:] + np.nan_to_num(steps[1:] * shares / (1 - shares), posinf=0.0, neginf=0.0)  # Aitken's
    errors = np.abs(np.diff(settled)) + rounding[3:] / distances[3:]
    best = int(np.argmin(errors))
    limit, error = float(settled[best + 1]), float(errors[best])
    if not error <= 1e-3 * max(1.0, abs(limit)):
        return None
    limit = _rounded(limit, error)
    share = abs(float(shares[best]))
    bend = 2 * side * (float(slopes[best + 2]) - limit) / float(distances[best + 2])
    endless = share * _FACTOR > 1 / _ENDLESS
    return ("finite", here), ("finite", limit), ("infinite", np.copysign(np.inf, bend)) if endless else ("finite", bend)
