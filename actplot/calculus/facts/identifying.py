"""Finds which known function another one is: at some parameters, up to scale and shift, as a derivative, or nearly."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import Activation, Function
from ...catalogue.registry import ELEMENTWISE, lookup, names
from ...numbers import number_text

PROBES = np.array(
    [
        *(-37.0, -17.3, -8.6, -4.7, -3.3, -2.4, -1.7, -1.2, -0.83, -0.61, -0.42, -0.23, -0.07),
        *(0.06, 0.19, 0.37, 0.58, 0.91, 1.3, 1.9, 2.6, 3.7, 4.9, 6.4, 9.1, 18.7, 41.0),
    ]
)
_SAME = 1e-12  # relative to the value, and to 1
_DIGITS = 40  # to which the formulas of two that are equal agree
_EXACTLY_AT = ("-2.375", "-0.625", "0.3125", "1.4375", "7.5")
_FITTED = 1e-7  # after which a short number is looked for near each parameter
_LENGTHS = (1, 2, 3, 4, 5, 6, 7, 9)  # digits of short numbers
_TURNS = 12
MOST_NEAR = 5
EVEN = np.linspace(-5, 5, 2001)


@dataclass(frozen=True)
class Match:
    """An entry that the function is: a·E⁽ᵒ⁾(b·x + c) + d, by default the entry itself."""

    entry: Function
    order: int = 0  # 1 where it is the entry's derivative
    scale: float = 1.0
    stretch: float = 1.0
    shift: float = 0.0
    lift: float = 0.0

    @property
    def free(self) -> int:
        """How many numbers had to be chosen."""
        changed = sum(
            value != p.default for p, value in zip(self.entry.declared, self.entry.parameters.values(), strict=True)
        )
        return changed + (self.scale != 1) + (self.stretch != 1) + (self.shift != 0) + (self.lift != 0)

    @property
    def is_plain(self) -> bool:
        return self.scale == self.stretch == 1 and self.shift == self.lift == 0

    def __call__(self, x: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            of = self.entry.derivative if self.order else self.entry.value
            return self.scale * of(self.stretch * x + self.shift) + self.lift

    def __str__(self) -> str:
        inner = _affine(self.stretch, "x", self.shift)
        name = f"{self.entry}{'′' if self.order else ''}"
        return name if self.is_plain else _affine(self.scale, f"{name}({inner})", self.lift)


@dataclass(frozen=True)
class Near:
    """An entry at its defaults, and how far it is from the function on [−5, 5], where most."""

    entry: Function
    difference: float
    at: float


@dataclass(frozen=True)
class Identity:
    """What a function is: all that it equals, fewest chosen numbers first, else the nearest; of its derivative too."""

    function: Function
    matches: tuple[Match, ...]
    derivative: tuple[Match, ...]  # what the derivative of the function is
    near: tuple[Near, ...]


def identify(function: Function) -> Identity:
    """Raises nothing for a function that is unknown: then only `near` holds something."""
    numbers = _numbers(function)
    matches = known_as(function)
    if not matches:
        matches = _sorted(function, _scaled(function.value(PROBES), numbers))
    of_slope = _sorted(None, _plain(function.derivative(PROBES), numbers, order=0))
    return Identity(function, matches, of_slope, () if matches else tuple(_nearest(function)))


def known_as(function: Function) -> tuple[Match, ...]:
    """The entries, and derivatives of entries, that a function is at some parameters, fewest chosen numbers first."""
    values, numbers = function.value(PROBES), _numbers(function)
    return _sorted(function, (one for order in (0, 1) for one in _plain(values, numbers, order)))


def _sorted(function: Function | None, found: Iterator[Match]) -> tuple[Match, ...]:
    """Those that also agree to 40 digits, where a function has a formula; activations come before losses."""
    distinct = {str(one): one for one in found if function is None or _exactly(function, one)}
    return tuple(
        sorted(
            distinct.values(),
            key=lambda one: (one.order, one.free, not isinstance(one.entry, Activation), not one.is_plain, str(one)),
        )
    )


def _exactly(function: Function, match: Match) -> bool:
    """Whether formulas agree to many digits at some points; true where there are none to compare, or no value."""
    if not function.formula:
        return True
    from mpmath import mp, mpf

    from ...algebra.evaluating.precision import common_digits, derivative, value
    from ..letters import formula_of

    terms = formula_of(function), formula_of(match.entry)
    scale, stretch, shift, lift = (_exact(number) for number in (match.scale, match.stretch, match.shift, match.lift))
    own, others = ({name: _exact(number) for name, number in one.numbers.items()} for one in (function, match.entry))
    for x in map(Fraction, _EXACTLY_AT):
        given = {**others, "x": stretch * x + shift}
        try:
            one = value(terms[0], {**own, "x": x}, _DIGITS)
            other = derivative(terms[1], given, "x", 1) if match.order else value(terms[1], given, _DIGITS)
        except (ValueError, ArithmeticError):
            continue
        with mp.workdps(2 * _DIGITS):
            other = other * scale.numerator / scale.denominator + mpf(lift.numerator) / lift.denominator
        if common_digits(one, other, _DIGITS) < (20 if match.order else _DIGITS - 1):
            return False
    return True


def _exact(number: float) -> Fraction:
    """The decimal number that was meant."""
    return Fraction(repr(float(number)))


@cache
def candidates() -> tuple[Function, ...]:
    """Every function of one variable at its defaults; activations come first."""
    return tuple(lookup(name)() for kind in ELEMENTWISE for name in names(kind))


def _plain(values: np.ndarray, numbers: Sequence[float], order: int) -> Iterator[Match]:
    """Entries at parameters that are fitted, where they have one or two."""
    for entry in candidates():
        match = Match(entry, order)
        if _same(values, match(PROBES)):
            yield match
        elif 1 <= len(_fittable(entry)) <= 2:
            yield from _fitted(values, entry, numbers, order)


def _fittable(entry: Entry) -> list[str]:
    """The parameters that are numbers on a scale, at their defaults."""
    return [p.name for p in entry.declared if not (p.words or p.one_of or p.whole or p.many or p.optional)]


def _same(values: np.ndarray, others: np.ndarray, within: float = _SAME) -> bool:
    known = ~np.isnan(values)
    if not np.array_equal(known, ~np.isnan(others)) or np.count_nonzero(known) < 6:
        return False
    with np.errstate(all="ignore"):
        apart = np.where(values == others, 0.0, np.abs(values - others))[known]
        return bool(np.all(apart <= within * np.maximum(np.abs(values[known]), 1.0)))


# Parameters


def _fitted(values: np.ndarray, entry: Function, numbers: Sequence[float], order: int) -> Iterator[Match]:
    names = _fittable(entry)
    for start in _starts(entry, names, numbers):
        if (found := _descended(values, entry, names, start, order)) is None:
            continue
        for point in _shortened(found, numbers):
            made = _made(entry, names, point)
            if made is not None and _same(values, Match(made, order)(PROBES)):
                yield Match(made, order)
                return


def _made(entry: Function, names: Sequence[str], point: Sequence[float]) -> Function | None:
    try:
        return type(entry).with_parameters({**entry.parameters, **dict(zip(names, map(float, point), strict=True))})
    except ValueError:
        return None


def _starts(entry: Function, names: Sequence[str], numbers: Sequence[float]) -> Iterator[list[float]]:
    """The defaults, and numbers that the function is written with in place of the first parameter."""
    usual = [float(entry.parameters[name]) for name in names]
    yield usual
    for number in numbers[:4]:
        yield [number, *usual[1:]]
    if len(usual) == 2 and len(numbers) > 1:
        yield [numbers[0], numbers[1]]
        yield [numbers[1], numbers[0]]


def _descended(
    values: np.ndarray, entry: Function, names: Sequence[str], start: list[float], order: int
) -> list[float] | None:
    """Parameters at which the entry is nearly the function, by Gauss and Newton from a start; None if none."""
    point, known = np.array(start, float), ~np.isnan(values)
    goal = float(np.max(np.abs(values[known]), initial=0.0)) * _FITTED
    sizes: list[float] = []
    for turn in range(_TURNS):
        here = _residual(values, entry, names, point, order)
        if here is None:
            return None
        sizes.append(float(np.max(np.abs(here), initial=0.0)))
        if sizes[-1] <= goal:
            return point.tolist()
        if turn >= 4 and sizes[-1] > sizes[-4] / 10:  # it leads nowhere
            return None
        step = np.maximum(np.abs(point), 0.1) * 1e-6
        columns = [
            _residual(values, entry, names, point + step[i] * np.eye(len(point))[i], order) for i in range(len(point))
        ]
        if any(column is None for column in columns):
            return None
        slope = np.array([(column - here) / step[i] for i, column in enumerate(columns)]).T
        change, *_ = np.linalg.lstsq(slope, -here, rcond=None)
        point = point + np.clip(change, -3, 3)
    return None


def _residual(
    values: np.ndarray, entry: Function, names: Sequence[str], point: np.ndarray, order: int
) -> np.ndarray | None:
    made = _made(entry, names, point)
    if made is None:
        return None
    apart = Match(made, order)(PROBES) - values
    apart = apart[~np.isnan(values)]
    return apart if np.all(np.isfinite(apart)) else None


def _shortened(point: Sequence[float], numbers: Sequence[float]) -> Iterator[list[float]]:
    """The point with each number as short as is near, then as it is."""
    for digits in _LENGTHS:
        yield [float(f"{number:.{digits}g}") for number in point]
    written = [
        min([*numbers, number], key=lambda one, near=number: (abs(one - near) > 1e-5 * abs(near), -abs(one)))
        for number in point
    ]
    yield written
    yield list(point)


def _numbers(function: Function) -> list[float]:
    """What the function is written with: its parameters, and the numbers of its formula, inverted and negated."""
    from ...algebra.term import Num, walk
    from ..letters import formula_of

    found = [float(number) for number in np.hstack([*function.numbers.values(), []])]
    if function.formula:
        found += [float(term.value) for term in walk(formula_of(function)) if isinstance(term, Num)]
    usual = [1.0, 2.0, 0.5, *found, *(-number for number in found), *(1 / number for number in found if number)]
    return [number for number in dict.fromkeys(usual) if math.isfinite(number) and number != 0][:24]


# Scale and shift


def _scaled(values: np.ndarray, numbers: Sequence[float]) -> Iterator[Match]:
    """Entries at their defaults, at multiples of x and beside it: scale and lift follow from two sums."""
    known = ~np.isnan(values)
    if np.ptp(values[known]) <= 1e-9 * np.max(np.abs(values[known]), initial=0.0):  # a constant is every entry times 0
        return
    stretches = list(dict.fromkeys([1.0, -1.0, *numbers, *(-number for number in numbers)]))[:16]
    shifted = [(stretch, shift) for stretch in stretches[:8] for shift in numbers[:8]]
    places = [*((stretch, 0.0) for stretch in stretches), *shifted]
    for entry in candidates():
        if (found := next(filter(None, (_line(values, entry, *place) for place in places)), None)) is not None:
            yield found


def _line(values: np.ndarray, entry: Function, stretch: float, shift: float) -> Match | None:
    base = Match(entry, 0, 1.0, stretch, shift, 0.0)(PROBES)
    known = ~np.isnan(values)
    if not np.array_equal(known, ~np.isnan(base)) or not np.all(np.isfinite(base[known])):
        return None
    x, y = base[known], values[known]
    spread = x - x.mean()
    with np.errstate(all="ignore"):
        scale = float(np.sum(spread * (y - y.mean())) / np.sum(spread * spread))
        lift = float(y.mean() - scale * x.mean())
        if (
            not math.isfinite(scale)
            or abs(scale) < 1e-9
            or np.max(np.abs(scale * x + lift - y)) > 1e-9 * np.max(np.abs(y))
        ):
            return None
    for digits in _LENGTHS:
        short = Match(
            entry, 0, _rounded(scale, digits), stretch, shift, _rounded(lift, digits) if abs(lift) > 1e-12 else 0.0
        )
        if _same(values, short(PROBES), 1e-11):
            return short
    return None


def _rounded(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")


def _affine(scale: float, inner: str, lift: float) -> str:
    sign = "" if scale == 1 else "-" if scale == -1 else f"{number_text(scale)}*"
    return f"{sign}{inner}" + (f" {'+' if lift > 0 else '-'} {number_text(abs(lift))}" if lift else "")


# Else


def _nearest(function: Function) -> Iterator[Near]:
    """The entries with the smallest largest difference on [−5, 5]."""
    values = function.value(EVEN)
    found = []
    for entry in candidates():
        with np.errstate(all="ignore"):
            apart = np.abs(entry.value(EVEN) - values)
        if isinstance(entry, Activation) and np.all(np.isfinite(apart)):
            at = int(np.argmax(apart))
            found.append(Near(entry, float(apart[at]), float(EVEN[at])))
    return iter(sorted(found, key=lambda near: near.difference)[:MOST_NEAR])
