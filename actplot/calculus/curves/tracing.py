"""Samples a function or one of its derivatives into a record that can be drawn without knowing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...catalogue.kinds.functions import METHODS, Function, number_text
from ...errors import BadOption
from .breaks import Break, breaks_of

LARGEST = 1e300  # what is above it is not drawn: sums of it overflow
WIDE = 100.0  # a longer interval gets extra points where catalogue functions bend
EDGE = 0.03  # share of the interval, at each end, that a curve may spend running into a pole
POLE = 3.0  # growth within the edge that only a pole explains
CLOSE = 1e-9  # relative difference of second derivatives at a smooth join
ROUNDING = 1e-12  # of the largest second derivative
PLACES = 101  # at which the size of a second derivative is looked up

Points = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Dot:
    """An end of a piece at a jump: filled where the value is taken, open where it is only approached."""

    x: float
    y: float
    filled: bool


@dataclass(frozen=True)
class Curve:
    """A function (order 0) or its derivative on an interval, in pieces that do not cross a jump."""

    label: str
    order: int
    pieces: tuple[Points, ...]
    dots: tuple[Dot, ...]
    missing: tuple[float, ...]  # where this derivative does not exist since a lower order jumps
    kinks: tuple[tuple[float, float], ...]  # where the curve is continuous and its slope jumps
    joints: tuple[float, ...]  # where it is continuous and its formula changes, smoothly or not
    bounded: bool  # on the whole domain, not only on the interval, and not only since a pole is clipped
    bounds: tuple[float, float]  # of all values where known, else infinite


def trace(function: Function, order: int, interval: tuple[float, float], points: int) -> Curve:
    """Sample the derivative of this order at about `points` points, landing on every break.

    Raises `BadOption` where the function is defined, or finite, nowhere on the interval.
    """
    low, high = _inside(function, interval)
    breaks = [point for point in breaks_of(function) if low <= point.x <= high]
    scale = _scale(function, low, high) if breaks and order else 0.0
    joints = [_joint(function, order, point, scale) for point in breaks]
    method = getattr(function, METHODS[order])
    stretches = _stretches(method, _grid(function, low, high, points), joints)
    if function.known_range and not any(x.size for x, _ in stretches):
        asked = f"{number_text(low)} to {number_text(high)}"
        smaller = " or smaller parameters" if function.numbers else ""
        raise BadOption(f"--range: {function} exceeds every float from {asked}. Choose a range nearer to 0{smaller}")
    return Curve(
        label=function.label,
        order=order,
        pieces=tuple(piece for piece in _joined(stretches, joints) if piece[0].size),
        dots=tuple(dot for joint in joints for dot in joint.dots(low, high) if abs(dot.y) <= LARGEST),
        missing=tuple(joint.x for joint in joints if joint.missing),
        kinks=tuple(
            (joint.x, joint.value)
            for joint, point in zip(joints, breaks, strict=True)
            if joint.continuous and order < 2 and not _joint(function, order + 1, point, scale).continuous
        ),
        joints=tuple(joint.x for joint in joints if joint.continuous),
        bounded=bool(np.all(np.isfinite(method(np.array(function.domain)))))
        and not any(joint.infinite for joint in joints)
        and not any(_clipped(method, end, high - low) for end in set(function.domain) & {low, high}),
        bounds=(function.bounds.low, function.bounds.high) if order == 0 else (-np.inf, np.inf),
    )


@dataclass(frozen=True)
class _Joint:
    """One order of a function at a break."""

    x: float
    value: float
    left: float
    right: float
    missing: bool

    @property
    def continuous(self) -> bool:
        return not self.missing and self.left == self.value == self.right and bool(np.isfinite(self.value))

    @property
    def infinite(self) -> bool:
        return bool(np.isinf(self.left) or np.isinf(self.right))

    def dots(self, low: float, high: float) -> list[Dot]:
        """The ends to draw, of those sides that lie between low and high."""
        if self.continuous:
            return []
        limits = [limit for limit, seen in ((self.left, self.x > low), (self.right, self.x < high)) if seen]
        if self.missing:
            return [Dot(self.x, limit, filled=False) for limit in dict.fromkeys(limits)]
        opened = [Dot(self.x, limit, filled=False) for limit in dict.fromkeys(limits) if limit != self.value]
        return [*opened, Dot(self.x, self.value, filled=True)]


def _joint(function: Function, order: int, point: Break, scale: float) -> _Joint:
    """One order of a function at a break; second derivatives apart by rounding of their scale are the same."""
    jumps = point.kind == "jump"
    if order == 0:
        return _Joint(point.x, point.value, _known(point.left_value), _known(point.right_value), missing=False)
    if order == 1:
        left, right = _known(point.left_derivative), _known(point.right_derivative)
        return _Joint(point.x, point.derivative, left, right, missing=jumps)
    near = np.nextafter(point.x, [-np.inf, np.inf])
    left, right = map(float, function.second_derivative(near))
    value = float(function.second_derivative(point.x))
    smooth, taken = np.isclose([right, value], left, rtol=CLOSE, atol=ROUNDING * scale)
    value = left if smooth and taken else value
    return _Joint(point.x, value, left, left if smooth else right, missing=jumps or point.kind == "kink")


def _scale(function: Function, low: float, high: float) -> float:
    """About the largest second derivative on an interval; its ends, where poles may stand, do not count."""
    sizes = np.abs(function.second_derivative(np.linspace(low, high, PLACES)[1:-1]))
    return float(sizes[sizes <= LARGEST].max(initial=0.0))  # false for nan


def _clipped(method: Callable, end: float, width: float) -> bool:
    """Whether a curve runs into a pole at the end of its domain that is cut off right before it, at 1e-7, say."""
    inwards = -1 if end > 0 else 1
    approach, (close, edge) = np.logspace(-12, -3, 91), (1e-3, EDGE)
    seen, near, inside = (np.abs(method(end + inwards * width * np.array(at))) for at in (approach, [close], [edge]))
    return bool(seen.max() > POLE * max(1.0, inside[0]) and seen.max() > 1.5 * near[0])


def _known(limit: float | None) -> float:
    """A one-sided limit; nan, which is not drawn, where the function is undefined on that side."""
    return np.nan if limit is None else limit


def _inside(function: Function, interval: tuple[float, float]) -> tuple[float, float]:
    """The part of the interval on which the function is defined."""
    low, high = max(interval[0], function.domain[0]), min(interval[1], function.domain[1])
    if low >= high:
        asked, domain = (" to ".join(map(number_text, ends)) for ends in (interval, function.domain))
        raise BadOption(f"--range: {function} is defined for a {function.variable} from {domain}, not from {asked}")
    return float(low), float(high)


def _grid(function: Function, low: float, high: float, points: int) -> np.ndarray:
    """Even steps and 0, with more points near it on a very wide interval and towards the edges of a domain."""
    x = np.append(np.linspace(low, high, points), 0.0)  # where many a function is sharpest
    if high - low > WIDE:
        x = np.concatenate([x, np.linspace(-10, 10, 2001)])
    for edge in set(function.domain) & {low, high}:  # a pole may stand there
        approach = np.append(np.logspace(-12, -2, 101), EDGE) * (high - low)
        x = np.concatenate([x, edge + approach if edge == low else edge - approach])
    return np.unique(x[(x >= low) & (x <= high)])


def _stretches(method: Callable, grid: np.ndarray, joints: Sequence[_Joint]) -> list[Points]:
    """The samples between neighbouring breaks, ending in the one-sided limits there."""
    ends = [(-np.inf, None), *((joint.x, joint) for joint in joints), (np.inf, None)]
    stretches = []
    for (start, first), (stop, last) in pairwise(ends):
        x = grid[(grid > start) & (grid < stop)]
        y = method(x)
        if first and x.size:
            x, y = np.append(first.x, x), np.append(first.right, y)
        if last and x.size:
            x, y = np.append(x, last.x), np.append(y, last.left)
        finite = np.abs(y) <= LARGEST  # false for nan
        stretches.append((x[finite], y[finite]))
    return stretches


def _joined(stretches: Sequence[Points], joints: Sequence[_Joint]) -> list[Points]:
    """One piece instead of two wherever the curve runs through a break without a jump."""
    pieces = [stretches[0]]
    for joint, (x, y) in zip(joints, stretches[1:], strict=True):
        if joint.continuous and pieces[-1][0].size and x.size:
            pieces[-1] = (np.append(pieces[-1][0], x[1:]), np.append(pieces[-1][1], y[1:]))
        else:
            pieces.append((x, y))
    return pieces
