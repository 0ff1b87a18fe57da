"""Finds the traits of a function, such as odd, monotone or bounded, on a grid and at its breaks; none is declared."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from ...catalogue.kinds.functions import Function, Interval
from ...frozen import record
from ...numerics.arrays import distinct
from ...numerics.search import crossings
from ..curves.breaks import Break, breaks_of
from ..curves.extremes import extreme_derivative, touching_zeros
from ..curves.looking import looked_at, pieces
from ..quadrature import gauss_legendre
from .trait_words import NOT

_EXTREMES_MAY_OVERFLOW = np.errstate(all="ignore")  # of functions with parameters near the end of floats
_ROUNDING = 1e-14  # relative difference below which two values are the same but for rounding
_THIN = 64  # of so many points one is looked at first
_LEAST = 4 * 5e-324  # the rounding of the smallest floats
_MEAN_ZERO = 1e-13
_NODES = 30  # of Gauss and Legendre
_WIDEST = 40.0  # standard deviations of the normal inputs whose mean output is taken
_TINIEST = 1e-100  # the size of arguments whose values do not underflow
_MOST = 100  # changes of sign that are looked into, those nearest to 0
_FEW, _NEAR = 5, 50.0  # of more zeros than that, those are told that lie within this distance of 0
_ALIKE = 1e-10  # relative difference of second derivatives that are the same but for the distance between them
_FARTHER = 1000  # times as far from a break as the nearest float: there a difference that is a jump is the same


@record
class _Looked:
    """A function at all sizes of arguments, between its breaks and at them."""

    function: Function

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        return breaks_of(self.function)

    @cached_property
    def _bounds(self) -> Interval:
        return self.function.bounds

    def nonnegative(self) -> bool:
        return self._bounds.low >= 0

    @cached_property
    def x(self) -> np.ndarray:
        return np.concatenate([looked_at(self.function, 0, *piece)[0] for piece in pieces(self.function)])

    @property
    def values(self) -> np.ndarray:
        return self._off_breaks(0)

    @property
    def slopes(self) -> np.ndarray:
        return self._off_breaks(1)

    @property
    def bends(self) -> np.ndarray:
        return self._off_breaks(2)

    def _off_breaks(self, order: int) -> np.ndarray:
        """Without what a convention puts at the breaks."""
        return np.concatenate([looked_at(self.function, order, *piece)[1] for piece in pieces(self.function)])

    def symmetric(self, sign: int) -> bool:
        """Whether f(−x) = sign·f(x)."""
        low, high = self.function.domain
        if low != -high:
            return False
        few = self.x[::_THIN]  # that tell of most functions
        if not _mirrored(self.function.value(few), sign * self.function.value(-few)):
            return False
        values, mirrored = self._both
        return _mirrored(values, sign * mirrored)

    @cached_property
    def _both(self) -> tuple[np.ndarray, np.ndarray]:
        """f(x) and f(−x), at the breaks and at 0 too."""
        at_breaks = [0.0, *(point.x for point in self.breaks)]
        values = np.append(self.values, self.function.value(at_breaks))
        return values, self.function.value(-np.append(self.x, at_breaks))

    def rises(self, sign: int) -> bool:
        """Whether sign·f never falls, at jumps neither, and is nowhere below its beginning."""
        jumps = [(b.left_value, b.value, b.right_value) for b in self.breaks if b.kind == "jump"]
        steps = [sign * np.diff([value for value in jump if value is not None]) for jump in jumps]
        # Dips may be too small for floats, but not for the declared bounds.
        dips = sign > 0 and self._bounds.low < self._beginning < math.inf
        return not dips and _never_falls(sign * self.slopes) and all(np.all(step >= 0) for step in steps)

    @property
    def _beginning(self) -> float:
        """The limit at −∞, where it is known."""
        line = self.function.asymptotes[0]
        return math.inf if line is None else float(line.limit(-1, 0))

    def bends_up(self, sign: int) -> bool:
        """Whether sign·f is convex: continuous inside its domain, and its slope never falls."""
        if not self.continuous or not _never_falls(sign * self.bends):
            return False
        return corners_turn(self.breaks, sign)

    @property
    def continuous(self) -> bool:
        return all(point.kind != "jump" for point in self.breaks)

    @property
    def differentiable(self) -> bool:
        return all(point.kind == "smooth" for point in self.breaks)

    def bounded(self, *sides: float) -> bool:
        """Whether the values stay away from these infinities."""
        bounds = self._bounds
        return all(math.isfinite(bounds.low if side < 0 else bounds.high) for side in sides)

    def lipschitz(self) -> bool:
        slopes = [extreme_derivative(self.function, self.breaks, sign).value for sign in (1, -1)]
        return self.continuous and all(map(math.isfinite, slopes))

    def saturates(self, *sides: int) -> bool:
        lines = [self.function.asymptotes[side > 0] for side in sides]
        return all(line is not None and line.slope == 0 for line in lines)

    def centred(self) -> bool:
        """Whether the mean over standard normal inputs is 0; what losses take is no such input."""
        if self.function.of_normal and self.symmetric(-1):
            return True
        if not self.function.of_normal or self.function.domain != (-math.inf, math.inf):
            return False
        edges = distinct([*np.arange(-_WIDEST, _WIDEST + 1), *self.function.breaks])
        edges = edges[np.abs(edges) <= _WIDEST]
        nodes, weights = gauss_legendre(_NODES)
        halves, middles = np.diff(edges)[:, None] / 2, (edges[:-1, None] + edges[1:, None]) / 2
        x = middles + halves * nodes
        terms = self.function.value(x) * np.exp(-x * x / 2) * weights * halves / math.sqrt(2 * math.pi)
        return bool(abs(np.sum(terms)) <= _MEAN_ZERO * np.sum(np.abs(terms)))


def _mirrored(values: np.ndarray, others: np.ndarray) -> bool:
    """Whether values are the same but for rounding."""
    close = np.abs(others - values) <= _ROUNDING * np.abs(values) + _LEAST
    return bool(np.all(close | (others == values) | np.isnan(others)))


def _never_falls(slopes: np.ndarray) -> bool:
    """Whether no slope is below 0, where floats hold most of them."""
    return not np.any(slopes < 0) and bool(np.mean(np.isnan(slopes)) < 0.5)


_TESTS: dict[str, Callable[[_Looked], bool]] = {
    "odd": lambda f: f.symmetric(-1),
    "even": lambda f: f.symmetric(1),
    "monotone": lambda f: f.rises(1) or f.rises(-1),
    "increasing": lambda f: f.rises(1),
    "decreasing": lambda f: f.rises(-1),
    "convex": lambda f: f.bends_up(1),
    "concave": lambda f: f.bends_up(-1),
    "bounded": lambda f: f.bounded(-1, 1),
    "bounded-below": lambda f: f.bounded(-1),
    "bounded-above": lambda f: f.bounded(1),
    "saturating": lambda f: f.saturates(-1, 1),
    "nonnegative": lambda f: f.nonnegative(),
    "zero-centred": lambda f: f.centred(),
    "lipschitz": lambda f: f.lipschitz(),
    "continuous": lambda f: f.continuous,
    "differentiable": lambda f: f.differentiable,
    "smooth": lambda f: not f.function.breaks,
}
_DECLARED = {"bounded", "bounded-below", "bounded-above", "saturating", "nonnegative", "smooth"}  # told without looking


@_EXTREMES_MAY_OVERFLOW
def traits_of(function: Function) -> tuple[str, ...]:
    """The names of all traits that the function has at its parameters."""
    looked = _Looked(function)
    return tuple(name for name, holds in _TESTS.items() if holds(looked))


@_EXTREMES_MAY_OVERFLOW
def has_traits(function: Function, traits: Sequence[str]) -> bool:
    """Whether the function has every trait, and lacks every one that is written as `not-…`."""
    looked = _Looked(function)
    traits = sorted(traits, key=lambda trait: trait.removeprefix(NOT) not in _DECLARED)
    return all(_TESTS[t.removeprefix(NOT)](looked) != t.startswith(NOT) for t in traits)


@_EXTREMES_MAY_OVERFLOW
def smoothness(function: Function) -> str:
    """The class of smoothness: C⁰ for a kink, C¹ where f″ jumps, C∞ for one smooth piece."""
    looked = _Looked(function)
    if not looked.continuous:
        return "not continuous"
    if not looked.differentiable:
        return "C⁰"
    if not function.breaks:
        return "C∞"
    return "C²" if all(_bends_alike(function, point.x) for point in looked.breaks) else "C¹"


def _bends_alike(function: Function, x: float) -> bool:
    """Whether the second derivatives on both sides of a break become the same towards it."""
    step = max(math.ulp(x), function.nearest)
    close, farther = (function.second_derivative(x + np.array([-1, 1]) * by) for by in (step, _FARTHER * step))
    difference = abs(close[1] - close[0])
    same = difference <= _ALIKE * np.max(np.abs(close))
    return bool(same or difference < 0.1 * abs(farther[1] - farther[0]))


@_EXTREMES_MAY_OVERFLOW
def zeros(function: Function) -> tuple[float, ...]:
    """Where the function is 0 or changes its sign; whole intervals of zeros are left out, and what is far of many."""
    looked = _Looked(function)
    x, y = _told(looked)
    alone = (y[1:-1] == 0) & (np.abs(y[:-2]) > 0) & (np.abs(y[2:]) > 0)  # not beside what is not known
    crossed = np.flatnonzero(np.sign(y[1:]) * np.sign(y[:-1]) < 0)
    crossed = crossed[np.sort(np.argsort(np.abs(x[crossed]), kind="stable")[:_MOST])]
    between = _zeros_between(function, x[crossed], x[crossed + 1]).tolist()
    jumps = [point.x for point in looked.breaks if point.kind == "jump"]
    beside = {float(np.nextafter(jump, side)) for jump in jumps for side in (-np.inf, jump, np.inf)}
    crossings = x[1:-1][alone].tolist()
    crossings += [root for root in between if root not in beside or function.value(root) == 0]
    tips = [point.x for point in looked.breaks if point.value == 0 and point.is_corner]  # of a root no float is
    touched = [*touching_zeros(function), *_zeros_at_breaks(function), *_tips(function, tips)]
    exact = sorted({*crossings, *touched, *_zeros_at_edges(function, y)})
    near = [root for root in exact if abs(root) <= _NEAR]
    return tuple(root + 0.0 for root in (exact if len(exact) <= _FEW else near))


def _told(looked: _Looked) -> tuple[np.ndarray, np.ndarray]:
    """Points at which zeros are looked for, and the values: 0, and what is not so small that they underflow."""
    large = np.abs(looked.x) >= _TINIEST
    x, y = looked.x[large], looked.values[large]
    low, high = looked.function.domain
    if low < 0 < high:
        at = np.searchsorted(x, 0.0)
        x, y = np.insert(x, at, 0.0), np.insert(y, at, looked.function.value(0.0))
    return x, y


def _zeros_at_breaks(function: Function) -> list[float]:
    """Breaks where the function is 0, and not beside them, such as the tip of |x − t|."""
    x = np.array([point for point in function.breaks if function.domain[0] < point < function.domain[1]])
    beside = function.value(np.nextafter(x, -np.inf)) * function.value(np.nextafter(x, np.inf))
    return x[(function.value(x) == 0) & (beside != 0)].tolist()


def _tips(function: Function, kinks: Sequence[float]) -> list[float]:
    """Kinks at which a limit is 0, and not beside them."""
    x = np.array([x for x in kinks if function.domain[0] < x < function.domain[1]])
    step = 1e-6 * np.maximum(np.abs(x), 1e-6)
    return x[function.value(x - step) * function.value(x + step) != 0].tolist()


def _zeros_at_edges(function: Function, inner: np.ndarray) -> list[float]:
    """The ends of the domain where the function is 0, and not in their neighbourhood; `inner` are its values inside."""
    ends = zip(function.domain, (inner[0], inner[-1]), strict=True)
    return [float(end) for end, beside in ends if math.isfinite(end) and function.value(end) == 0 != beside]


def _zeros_between(function: Function, lows: np.ndarray, highs: np.ndarray) -> np.ndarray:
    """The floats nearest to changes of sign."""
    lows, highs = crossings(lambda x: function.signed(0, x), lows, highs)
    return np.where(np.abs(function.value(lows)) <= np.abs(function.value(highs)), lows, highs)


def corners_turn(breaks: Sequence[Break], sign: int) -> bool:
    """Whether sign·f′, infinite or not, falls at no kink."""
    whole = [point for point in breaks if point.is_continuous and len(point.sides) == 2]
    bent = [point for point in whole if point.kind == "kink" or point.grows(1)]
    pairs = [(point.left_derivative, point.right_derivative) for point in bent]
    return all(None not in pair and sign * pair[0] <= sign * pair[1] for pair in pairs)
