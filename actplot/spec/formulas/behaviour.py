"""Finds out where a formula is defined, where it may bend or jump, and what it approaches far out."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from mpmath import isfinite, isnan

from ...algebra.evaluating.compiler import compiled_numpy, written_out
from ...algebra.evaluating.precision import derivative, value
from ...algebra.rewriting.neat import depends, negated, product, total
from ...algebra.rewriting.tidy import tidied
from ...algebra.term import And, Call, Cases, Condition, D, Div, Mul, Neg, Pow, Rel, Sym, Term, number, walk
from ...catalogue.kinds.functions import Asymptote
from ...errors import BadSpec
from ...numerics.search import crossings, halved

MOST_BREAKS = 200
SEARCHED = 200.0
_NEAR = np.linspace(-SEARCHED, SEARCHED, 80001)  # where most formulas have their breaks
_FAR = np.logspace(np.log10(SEARCHED + 1), 8, 600)
_TINY = np.logspace(-300, -3, 100)
_GRID = np.unique(np.concatenate([-_FAR, -_TINY, _NEAR, [0.0], _TINY, _FAR]))
_MIDDLES = (_GRID[:-1] + _GRID[1:]) / 2  # where x^x does not look defined for every whole number
_PROBES = (1e20, 3e20, 7e30)  # where a formula has reached its asymptote if it has one
_AGREED = 1e-12
_UNDERFLOW = 1e-15  # closer to 0, powers of a number may be 0, and 1 + x may be 1

Values = Mapping[str, float]
Samples = Callable[[np.ndarray | float], np.ndarray]


@dataclass(frozen=True)
class Behaviour:
    """What a `Function` declares, found out about a formula."""

    breaks: tuple[float, ...]
    domain: tuple[float, float]
    asymptotes: tuple[Asymptote | None, Asymptote | None]
    removable: tuple[float, ...]  # points without a value, with one limit from both sides


def found_behaviour(term: Term, values: Values) -> Behaviour:
    """Raises `BadSpec` where the formula is defined nowhere."""
    return _found(term, tuple(sorted(values.items())))


@lru_cache(maxsize=128)
def _found(term: Term, given: tuple[tuple[str, float], ...]) -> Behaviour:
    values = dict(given)
    formula = written_out(term)
    curve = _sampler(formula, values)
    edges, domain = _domain(formula, values, curve)
    candidates = sorted(
        {at for switch in set(map(tidied, switches(formula))) for at in _zeros(_sampler(switch, values))}
    )
    removable = tuple(at for at in candidates if _is_removable(curve, at))
    inside = sorted({at for at in (*candidates, *edges) if domain[0] < at < domain[1]} - set(removable))
    nearest = sorted(sorted(inside, key=abs)[:MOST_BREAKS])
    left, right = (_asymptote(formula, values, side) if math.isinf(domain[side > 0]) else None for side in (-1, 1))
    return Behaviour(tuple(nearest), domain, (left, right), removable)


def _sampler(term: Term, values: Values) -> Samples:
    compiled = compiled_numpy(term, "x")
    return lambda x: compiled(np.atleast_1d(x), values)


# Where a formula may change its course


def switches(term: Term) -> Iterator[Term]:
    """Terms whose zeros are the only points at which the formula may bend, jump or have a pole."""
    for node in walk(term):
        match node:
            case Cases(pieces):
                for _, condition in pieces:
                    yield from _of_condition(condition)
            case Call("abs" | "sign" | "heaviside", (argument, *_)):
                yield argument
            case Call("max" | "min", args):
                yield from (total(one, negated(other)) for i, one in enumerate(args) for other in args[:i])
            case Call("clip", (argument, low, high)):
                yield from (total(argument, negated(end)) for end in (low, high))
            case Call("relu6", (argument,)):
                yield from (argument, total(argument, negated(number("6"))))
            case Call("tan", (argument,)):
                yield Call("cos", (argument,))
            case Call("log" | "sqrt" | "log2" | "log10", (argument,)):
                yield argument
            case Div(_, denominator):
                yield denominator
            case Pow(base, exponent) if _may_break(exponent):
                yield base


def _of_condition(condition: Condition | None) -> Iterator[Term]:
    match condition:
        case Rel(_, left, right):
            yield total(left, negated(right))
        case And(args):
            for relation in args:
                yield from _of_condition(relation)


def _may_break(exponent: Term) -> bool:
    """Negative and fractional powers have poles and roots at 0."""
    whole = isinstance(exponent, Neg) or depends(exponent, "x") or isinstance(exponent, Div | Sym | Mul)
    return whole or (hasattr(exponent, "value") and exponent.value.denominator != 1)


def _zeros(samples: Samples) -> list[float]:
    """Zeros and changes of sign, to the float; touching zeros where the grid or its refinement finds them."""
    y = samples(_GRID)
    found = _flat(y == 0)
    signs = np.sign(y)
    with np.errstate(invalid="ignore"):
        crossing = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    found += _crossed(samples, _nearest_first(crossing))
    return [_tidied(samples, at) for at in [*found, *_touching(samples, y)]]


def _flat(zero: np.ndarray) -> list[float]:
    """The ends of each stretch of zeros; 0 for the one around it, where small numbers underflow."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], zero, [False]]).astype(int)))
    stretches = [(_GRID[start], _GRID[stop - 1]) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    ends = [{0.0} if max(abs(low), abs(high)) < _UNDERFLOW else {float(low), float(high)} for low, high in stretches]
    return [end for pair in ends[:MOST_BREAKS] for end in pair]


def _nearest_first(indices: np.ndarray) -> np.ndarray:
    return indices[np.argsort(np.abs(_GRID[indices]), kind="stable")][:MOST_BREAKS]


def _crossed(samples: Samples, starts: np.ndarray) -> list[float]:
    """The floats at changes of sign: of the two around each the one with the smaller value."""
    pairs = zip(*crossings(samples, _GRID[starts], _GRID[starts + 1]), strict=True)
    return [float(min((high, low), key=lambda x: (abs(samples(x)[0]), -abs(x)))) for low, high in pairs]


def _touching(samples: Samples, y: np.ndarray) -> list[float]:
    """Zeros without a change of sign, such as that of (x − 1)², at minima of the size."""
    size = np.abs(y)
    inner = (
        (size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:]) & (size[1:-1] > 0) & (np.sign(y[:-2]) * np.sign(y[2:]) > 0)
    )
    found = []
    for index in _nearest_first(np.flatnonzero(inner) + 1)[:20]:
        low, high = _GRID[index - 1], _GRID[index + 1]
        for _ in range(12):
            x = np.linspace(low, high, 21)
            best = int(np.argmin(np.abs(samples(x))))
            low, high = x[max(best - 1, 0)], x[min(best + 1, 20)]
        if abs(samples(x[best])[0]) < 1e-20 * max(size[index], 1e-300) + 1e-28:
            found.append(float(x[best]))
    return found


def _tidied(samples: Samples, at: float) -> float:
    """The short decimal number next to a zero that rounding moved by a float or two."""
    short = float(f"{at:.14g}")
    near = abs(short - at) <= 4 * math.ulp(at)
    return short + 0.0 if near and abs(samples(short)[0]) <= abs(samples(at)[0]) + 8 * math.ulp(at) else at + 0.0


def _is_removable(curve: Samples, at: float) -> bool:
    """Whether only the point itself has no value: both sides come to the same limit."""
    step = max(abs(at), 1.0) * 1e-7
    here, left, right, wide_left, wide_right = curve(np.array([at, at - step, at + step, at - 2 * step, at + 2 * step]))
    if not np.isnan(here) or not np.all(np.isfinite([left, right])):
        return False
    slope = abs(wide_right - wide_left) + abs(right - left)
    return bool(abs(right - left) <= 4 * slope / 2 + 1e-9 * abs(left) and abs(right - left) <= 1e-5 * max(abs(left), 1))


# Where it is defined


def _domain(term: Term, values: Values, curve: Samples) -> tuple[list[float], tuple[float, float]]:
    """Edges of what is undefined inside the domain, and the domain from end to end."""
    y = curve(_MIDDLES)
    defined = _defined(term, values, _MIDDLES, y)
    if not defined.any() or (not np.isfinite(y).any() and not _is_finite(term, values)):
        raise BadSpec("the formula is defined nowhere")
    changes = np.flatnonzero(defined[:-1] != defined[1:])
    edges = [_edge(curve, _MIDDLES[i], _MIDDLES[i + 1], bool(defined[i])) for i in _nearest_first(changes)]
    low = min(edges) if not defined[0] else -np.inf
    high = max(edges) if not defined[-1] else np.inf
    return edges, (float(low), float(high))


def _is_finite(term: Term, values: Values) -> bool:
    """Whether a formula that exceeds every float has values all the same, unlike 1/0."""
    return bool(isfinite(value(term, {**values, "x": 1.2345})))


def _defined(term: Term, values: Values, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where there is a value; nan from an overflow does not count as undefined."""
    defined = ~np.isnan(y)
    starts = np.flatnonzero(np.diff(np.concatenate([[True], defined]).astype(int)) < 0)
    stops = np.append(np.flatnonzero(np.diff(defined.astype(int)) > 0) + 1, len(x))
    for start in starts[:20]:
        stop = int(stops[stops > start][0])
        middle = float(x[(start + stop) // 2])
        if stop - start < 3 or not isnan(value(term, {**values, "x": middle})):
            defined[start:stop] = True
    return defined


def _edge(curve: Samples, low: float, high: float, left_defined: bool) -> float:
    """The last float on the defined side of an edge."""
    ends = halved([low], [high], lambda _, middle, __: np.where(np.isnan(curve(middle)) == left_defined, -1, 1))
    edge = float(ends[0 if left_defined else 1][0])
    return edge if abs(edge) > 1e-300 else 0.0


# Far out


def _asymptote(term: Term, values: Values, side: int) -> Asymptote | None:
    """The line that a formula approaches, if at all points far out slope and intercept are the same."""
    points = [{**values, "x": side * at} for at in _PROBES]
    slope = _common([float(derivative(term, point, "x", 1)) for point in points])
    if slope is None:
        return None
    rest = total(term, negated(product(Sym("x"), D(term, "x"))))
    intercept = _common([float(value(rest, point)) for point in points])
    return None if intercept is None else Asymptote(slope, intercept)


def _common(numbers: Sequence[float]) -> float | None:
    """The number that all are, but for what is left of the approach."""
    last = numbers[-1]
    if not all(abs(number - last) <= _AGREED * max(1.0, abs(last)) for number in numbers):  # not for inf and nan
        return None
    return 0.0 if abs(last) < 1e-19 else last
