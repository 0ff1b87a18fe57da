"""Searches for a derivative in terms of the function itself, such as f·(1 − f): by values, confirmed to 50 digits."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...algebra.evaluating.context import mp
from ...algebra.evaluating.precision import common_digits, value
from ...algebra.rewriting.neat import ONE, TWO, call, is_short, negated, numeric, power, product, size, total
from ...algebra.term import Add, Call, Cases, Div, Mul, Neg, Num, Pow, Sym, Term, substituted, symbols, walk
from ...errors import ActplotError

_POINTS, _FRESH_POINTS = 5, 3
_TRIES = 40
_CLOSE = 1e-11
_DIGITS = 50
_F = "f("  # no name that a formula could hold

Environment = Mapping[str, Fraction]


def in_closed_form(function: Term, derivative: Term, variable: str) -> Term | None:
    """The derivative in terms of f(variable), where that is shorter than it is; else None."""
    if isinstance(derivative, Cases) or numeric(derivative) is not None or not _may_repeat(function):
        return None
    numbers = random.Random(0)
    sampled = _samples(function, derivative, variable, numbers, _POINTS)
    if len(sampled) < _POINTS or not any(slope for _, slope in sampled):  # 0 everywhere is what underflows
        return None
    limit = size(derivative)
    for candidate, bare in _candidates(function, variable):
        if (
            size(candidate) < limit
            and _fits(bare, sampled)
            and _confirmed(bare, function, derivative, variable, numbers)
        ):
            return candidate
    return None


def _may_repeat(function: Term) -> bool:
    """Only functions with exponentials come back in their own derivative."""
    names = ("exp", "tanh", "sigmoid", "expm1", "sinh", "cosh", "tan", "phi")
    called = any(isinstance(node, Call) and node.name in names for node in walk(function))
    return called or any(isinstance(node, Pow) and not isinstance(node.exponent, Num) for node in walk(function))


def _samples(
    function: Term, derivative: Term, variable: str, numbers: random.Random, count: int
) -> list[tuple[dict[str, float], float]]:
    """Values of the symbols, of f and of its derivative at points where both are defined."""
    found: list[tuple[dict[str, float], float]] = []
    for _ in range(_TRIES):
        point = _point(function, variable, numbers)
        try:
            f, slope = (float(value(term, point)) for term in (function, derivative))
        except (ActplotError, OverflowError):
            continue
        if abs(f) < 1e9 and (slope == 0 or 1e-9 < abs(slope) < 1e9):
            found.append(({**{name: float(number) for name, number in point.items()}, _F: f}, slope))
        if len(found) == count:
            break
    return found


def _point(function: Term, variable: str, numbers: random.Random) -> dict[str, Fraction]:
    names = sorted(symbols(function) | {variable})
    return {name: _random(numbers, low=-2 if name == variable else 0.2) for name in names if name not in ("e", "pi")}


def _random(numbers: random.Random, low: float) -> Fraction:
    return Fraction(round(numbers.uniform(low, 2.3) * 1000) * 2 + 1, 2000)


def _candidates(function: Term, variable: str) -> Iterator[tuple[Term, Term]]:
    """Terms in f(x), with the same with a symbol for f(x), in the order of a reader's taste."""
    f, x = Sym(_F), Sym(variable)
    parts = [node for node in walk(function) if is_short(node) and node.value != 1]
    atoms = list(dict.fromkeys([*_parameters(function, variable), *parts]))
    scales = [ONE, *atoms, TWO, x, product(TWO, x), *(product(atom, x) for atom in atoms)]
    squares = [total(ONE, negated(power(f, TWO))), product(f, total(ONE, negated(f)))]
    shifted = [total(ONE, negated(f)), *(total(f, atom) for atom in [*atoms, ONE]), total(ONE, power(f, TWO))]
    for base in (*squares, f, *shifted):
        for scale in dict.fromkeys(scales):
            for bare in (product(scale, base), negated(product(scale, base))):
                yield _called(bare, variable), bare


def _parameters(function: Term, variable: str) -> list[Term]:
    return [Sym(name) for name in sorted(symbols(function) - {variable, "e", "pi"})]


def _called(bare: Term, variable: str) -> Term:
    return substituted(bare, {_F: call("f", Sym(variable))})


def _fits(bare: Term, sampled: Sequence[tuple[dict[str, float], float]]) -> bool:
    return all(abs(_float(bare, point) - slope) <= _CLOSE * abs(slope) for point, slope in sampled)


def _float(term: Term, point: Mapping[str, float]) -> float:
    """A candidate in floats, which is all that it takes to refuse one."""
    match term:
        case Num(number, _):
            return float(number)
        case Sym(name):
            return point[name]
        case Neg(operand):
            return -_float(operand, point)
        case Add(args):
            return sum(_float(arg, point) for arg in args)
        case Mul(args):
            return math.prod(_float(arg, point) for arg in args)
        case Pow(base, exponent):
            return _float(base, point) ** _float(exponent, point)
        case Div(first, second):
            return _float(first, point) / _float(second, point)
    raise TypeError(f"no part of a candidate: {term!r}")


def _confirmed(bare: Term, function: Term, derivative: Term, variable: str, numbers: random.Random) -> bool:
    whole = substituted(bare, {_F: function})
    points = [_point(function, variable, numbers) for _ in range(_FRESH_POINTS)]
    pairs = ((value(whole, point, _DIGITS), value(derivative, point, _DIGITS)) for point in points)
    return all(mp.isnan(found) or common_digits(given, found, _DIGITS) == _DIGITS for given, found in pairs)
