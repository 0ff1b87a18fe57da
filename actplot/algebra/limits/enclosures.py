"""Intervals that hold all values of a term on intervals of its variable: their ends are rounded outwards."""

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from ..evaluating.compiler import CONSTANTS, Compiler, Floats, Node, Values, as_float, compilable
from ..evaluating.elementary import POSITIVE_POWER
from ..term import Num, Term

Ends = tuple[Any, Any]  # the lower and the upper ends; nan where nothing is known

_OWN = 8  # units that a function of floats may be off
_TINY, _LARGEST = 5e-324, float(np.finfo(float).max)
_LONGEST_POWER = 1000
_TURN = 1e6  # where sin and cos are no longer told apart from anything between −1 and 1

RISING: dict[str, tuple[float, float]] = {  # functions that never fall, and the values between which they stay
    **dict.fromkeys(("exp", "sqrt", "softplus", "acosh"), (0.0, np.inf)),
    **dict.fromkeys(("sinh", "asinh", "cbrt", "log", "log1p", "log2", "log10", "atanh"), (-np.inf, np.inf)),
    **dict.fromkeys(("tanh", "erf"), (-1.0, 1.0)),
    **dict.fromkeys(("sigmoid", "Phi"), (0.0, 1.0)),
    **dict.fromkeys(("asin", "atan"), (-1.5707963267948968, 1.5707963267948968)),
    "expm1": (-1.0, np.inf),
}
_STARTS = {  # of the domain, towards which an argument is cut
    **dict.fromkeys(("sqrt", "log", "log2", "log10"), 0.0),
    **dict.fromkeys(("log1p", "asin", "atanh"), -1.0),
    "acosh": 1.0,
}
_STOPS = {"asin": 1.0, "atanh": 1.0}
_HUMPS = {"phi": 0.3989422804014327, "_sech2": 1.0, "_sigmoid_slope": 0.25}  # even, falling on the right: their top
_STEPS = {"floor": np.floor, "ceil": np.ceil, "round": np.rint, "trunc": np.trunc, "sign": np.sign}


def enclosure(term: Term, variable: str) -> Callable[[np.ndarray, np.ndarray, Values], Ends]:
    """A function of the ends of intervals and the values of the other symbols; nan where nothing is known."""
    node = _compiled(term, variable)

    def evaluate(low: np.ndarray, high: np.ndarray, values: Values) -> Ends:
        with np.errstate(all="ignore"):
            first, last = node((low, high), values)
        return np.broadcast_to(first, low.shape), np.broadcast_to(last, low.shape)

    return evaluate


@lru_cache(maxsize=64)
def _compiled(term: Term, variable: str) -> Node:
    return Compiler(variable, Enclosing).term(compilable(term, variable))


def _outward(low: Any, high: Any) -> Ends:
    return np.nextafter(low, -np.inf), np.nextafter(high, np.inf)


def _is_exact(first: Any, second: Any, total: Any) -> Any:
    """Whether a sum is without rounding."""
    part = np.subtract(total, first)
    return np.equal(np.subtract(first, np.subtract(total, part)) + np.subtract(second, part), 0)


def _product(first: Any, second: Any) -> Any:
    """0 of an end that is 0 with one that is infinite, which no number is."""
    return np.where(np.equal(first, 0) | np.equal(second, 0), 0.0, np.multiply(first, second))


def _hull(numbers: Sequence[Any], *known: Any) -> Ends:
    """From the least to the largest; nan where an operand is."""
    unknown = np.isnan(reduce(np.add, [np.where(np.isnan(one), np.nan, 0.0) for one in known]))
    ends = _outward(reduce(np.fmin, numbers), reduce(np.fmax, numbers))
    return tuple(np.where(unknown, np.nan, end) for end in ends)


class Enclosing(Floats):
    """Lower and upper ends of intervals."""

    @staticmethod
    def number(number: Num) -> Ends:
        near = as_float(number)
        return (near, near) if np.isfinite(near) and near == number.value else _outward(near, near)

    @staticmethod
    def symbol(name: str, variable: str) -> Node:
        if name == variable:
            return lambda x, values: x
        constant = CONSTANTS.get(name)
        return lambda x, values: (values[name], values[name]) if name in values else _outward(constant, constant)

    @staticmethod
    def negative(operand: Ends) -> Ends:
        return np.negative(operand[1]), np.negative(operand[0])

    @staticmethod
    def add(first: Ends, second: Ends) -> Ends:
        (a, b), (c, d) = first, second
        low, high = np.add(a, c), np.add(b, d)
        below = np.where(_is_exact(a, c, low), low, np.nextafter(low, -np.inf))
        return below, np.where(_is_exact(b, d, high), high, np.nextafter(high, np.inf))

    @staticmethod
    def multiply(first: Ends, second: Ends) -> Ends:
        (a, b), (c, d) = first, second
        corners = [_product(one, other) for one in (a, b) for other in (c, d)]
        low, high = _hull(corners, a, b, c, d)
        positive = (np.greater_equal(a, 0) & np.greater_equal(c, 0)) | (np.less_equal(b, 0) & np.less_equal(d, 0))
        opposite = (np.greater_equal(a, 0) & np.less_equal(d, 0)) | (np.less_equal(b, 0) & np.greater_equal(c, 0))
        return np.where(positive, np.maximum(low, 0.0), low), np.where(opposite, np.minimum(high, 0.0), high)

    @staticmethod
    def divide(first: Ends, second: Ends) -> Ends:
        c, d = second
        above, below = np.greater_equal(c, 0), np.less_equal(d, 0)
        low, high = _outward(np.divide(1.0, d), np.divide(1.0, c))
        low = np.where(above | np.less(d, 0), np.where(above, np.maximum(low, 0.0), low), -np.inf)
        high = np.where(below | np.greater(c, 0), np.where(below, np.minimum(high, 0.0), high), np.inf)
        unknown = (above & below) | np.isnan(c) | np.isnan(d)
        return Enclosing.multiply(first, (np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)))

    @staticmethod
    def power(base: Ends, exponent: Ends) -> Ends:
        (a, b), (n, m) = base, exponent
        whole = np.ndim(n) == 0 and n == m and n == np.rint(n) and abs(n) <= _LONGEST_POWER
        if whole and n < 0:
            return Enclosing.divide((1.0, 1.0), Enclosing.power(base, (-n, -n)))
        if whole:
            ends = [_widened(np.power(np.asarray(end, dtype=float), n)) for end in (a, b)]
            low, high = np.minimum(ends[0][0], ends[1][0]), np.maximum(ends[0][1], ends[1][1])
            if n % 2:
                return low, high
            return np.where(np.less_equal(a, 0) & np.greater_equal(b, 0), 0.0, np.maximum(low, 0.0)), high
        return _called("exp", Enclosing.multiply(exponent, _called("log", base)))

    @staticmethod
    def called(name: str) -> Callable[..., Ends]:
        return lambda *arguments: _called(name, *arguments)

    @staticmethod
    def compared(sign: str) -> Callable[[Ends, Ends], Ends]:
        """From whether it surely holds to whether it may hold."""

        def compare(first: Ends, second: Ends) -> Ends:
            (a, b), (c, d) = first, second
            if sign in (">", ">="):
                (a, b), (c, d) = (c, d), (a, b)
            surely = {"<": np.less, ">": np.less, "<=": np.less_equal, ">=": np.less_equal}.get(sign)
            if surely is None:
                equal = np.equal(a, b) & np.equal(c, d) & np.equal(a, c)
                apart = np.less(b, c) | np.less(d, a)
                holds, may = (equal, ~apart) if sign in ("=", "==") else (apart, ~equal)
            else:
                holds, may = surely(b, c), surely(a, d)
            unknown = np.isnan(a) | np.isnan(b) | np.isnan(c) | np.isnan(d)
            return np.where(unknown, 0.0, holds), np.where(unknown, 1.0, may)

        return compare

    @staticmethod
    def both(first: Ends, second: Ends) -> Ends:
        return np.minimum(first[0], second[0]), np.minimum(first[1], second[1])

    @staticmethod
    def differences(operand: Term, variable: str) -> Node:
        return lambda x, values: (np.full(np.shape(x[0]), np.nan), np.full(np.shape(x[0]), np.nan))

    @staticmethod
    def cases(pieces: Sequence[tuple[Node, Node | None]]) -> Node:
        def evaluate(x: Ends, values: Values) -> Ends:
            low, high = np.full(np.shape(x[0]), np.inf), np.full(np.shape(x[0]), -np.inf)
            left = np.ones(np.shape(x[0]), bool)  # where no condition has surely held so far
            for piece, condition in pieces:
                surely, may = (1.0, 1.0) if condition is None else condition(x, values)
                first, last = piece(x, values)
                here = left & (may == 1)
                low = np.where(here, np.minimum(low, first), low)
                high = np.where(here, np.maximum(high, last), high)
                left &= surely != 1
            empty = low > high
            return np.where(empty, np.nan, low), np.where(empty, np.nan, high)

        return evaluate


def _widened(numbers: Any) -> Ends:
    """What the true values may be that come out as these floats; those of an infinite one are large."""
    room = _OWN * np.spacing(np.minimum(np.abs(numbers), _LARGEST)) + _TINY
    low = np.where(np.equal(numbers, np.inf), _LARGEST, np.subtract(numbers, room))
    return low, np.where(np.equal(numbers, -np.inf), -_LARGEST, np.add(numbers, room))


def _called(name: str, *arguments: Ends) -> Ends:
    if name in RISING:
        return _rising(name, *arguments[0])
    if name in _HUMPS:
        return _hump(name, *arguments[0])
    if name in _STEPS:
        return tuple(_STEPS[name](end) for end in arguments[0])
    way = _OTHERS.get(name)
    return way(*arguments) if way else (np.nan, np.nan)


def _rising(name: str, low: Any, high: Any) -> Ends:
    """By the values at both ends; nothing where all of the argument is outside the domain."""
    kernel, (least, most) = Floats.called(name), RISING[name]
    start, stop = _STARTS.get(name, -np.inf), _STOPS.get(name, np.inf)
    outside = np.less(high, start) | np.greater(low, stop) | np.isnan(low) | np.isnan(high)
    first, last = kernel(np.maximum(low, start)), kernel(np.minimum(high, stop))
    low, high = np.maximum(_widened(first)[0], least), np.minimum(_widened(last)[1], most)
    return np.where(outside, np.nan, low), np.where(outside, np.nan, high)


def _sizes(low: Any, high: Any) -> Ends:
    """From the least to the largest size of an argument."""
    least = np.where(np.less_equal(low, 0) & np.greater_equal(high, 0), 0.0, np.minimum(np.abs(low), np.abs(high)))
    return np.where(np.isnan(low) | np.isnan(high), np.nan, least), np.maximum(np.abs(low), np.abs(high))


def _hump(name: str, low: Any, high: Any) -> Ends:
    kernel, (least, most) = Floats.called(name), _sizes(low, high)
    top = np.nextafter(_HUMPS[name], np.inf) if name == "phi" else _HUMPS[name]
    return np.maximum(_widened(kernel(most))[0], 0.0), np.minimum(_widened(kernel(least))[1], top)


def _cosh(argument: Ends) -> Ends:
    least, most = (_widened(np.cosh(end)) for end in _sizes(*argument))
    return np.maximum(least[0], 1.0), most[1]


def _log_cosh(argument: Ends) -> Ends:
    least, most = (_widened(Floats.called("_log_cosh")(end)) for end in _sizes(*argument))
    return np.maximum(least[0], 0.0), most[1]


def _erfc(argument: Ends) -> Ends:
    first, last = (_widened(Floats.called("erfc")(end)) for end in argument)
    return np.maximum(last[0], 0.0), np.minimum(first[1], 2.0)


def _acos(argument: Ends) -> Ends:
    return Enclosing.add(_outward(np.pi / 2, np.pi / 2), Enclosing.negative(_rising("asin", *argument)))


def _sine(low: Any, high: Any, kernel: Callable, top: float) -> Ends:
    """Between the values at the ends, and to 1 and −1 where one of its turns is inside; `top` is one of those to 1."""
    ends = [_widened(kernel(np.asarray(end, dtype=float))) for end in (low, high)]
    turns = [np.floor((np.asarray(high) - at) / (2 * np.pi) + 1e-9) for at in (top, top + np.pi)]
    inside = [
        turn >= np.ceil((np.asarray(low) - at) / (2 * np.pi) - 1e-9)
        for turn, at in zip(turns, (top, top + np.pi), strict=True)
    ]
    far = np.maximum(np.abs(low), np.abs(high)) > _TURN
    most = np.where(inside[0] | far, 1.0, np.maximum(ends[0][1], ends[1][1]))
    least = np.where(inside[1] | far, -1.0, np.minimum(ends[0][0], ends[1][0]))
    unknown = np.isnan(low) | np.isnan(high)
    return np.where(unknown, np.nan, np.maximum(least, -1.0)), np.where(unknown, np.nan, np.minimum(most, 1.0))


def _largest(*arguments: Ends) -> Ends:
    lows, highs = zip(*arguments, strict=True)
    return reduce(np.maximum, lows), reduce(np.maximum, highs)


def _smallest(*arguments: Ends) -> Ends:
    lows, highs = zip(*arguments, strict=True)
    return reduce(np.minimum, lows), reduce(np.minimum, highs)


def _clipped(argument: Ends, low: Ends, high: Ends) -> Ends:
    return _smallest(_largest(argument, low), high)


def _heaviside(argument: Ends, at_zero: Ends = (0.0, 0.0)) -> Ends:
    low, high = argument
    least = np.where(np.greater(low, 0), 1.0, np.where(np.less(low, 0), 0.0, np.minimum(at_zero[0], 1.0)))
    most = np.where(np.greater(high, 0), 1.0, np.where(np.less(high, 0), 0.0, np.maximum(at_zero[1], 0.0)))
    unknown = np.isnan(low) | np.isnan(high)
    return np.where(unknown, np.nan, least), np.where(unknown, np.nan, most)


_OTHERS: dict[str, Callable[..., Ends]] = {
    "abs": lambda argument: _sizes(*argument),
    "sin": lambda argument: _sine(*argument, np.sin, np.pi / 2),
    "cos": lambda argument: _sine(*argument, np.cos, 0.0),
    "tan": lambda argument: Enclosing.divide(_OTHERS["sin"](argument), _OTHERS["cos"](argument)),
    "cosh": _cosh,
    "_log_cosh": _log_cosh,
    "erfc": _erfc,
    "acos": _acos,
    "max": _largest,
    "min": _smallest,
    "clip": _clipped,
    "relu6": lambda argument: _clipped(argument, (0.0, 0.0), (6.0, 6.0)),
    "heaviside": _heaviside,
    POSITIVE_POWER: Enclosing.power,
}
