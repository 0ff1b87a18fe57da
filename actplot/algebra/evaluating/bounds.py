"""Floats of a term together with a bound of their error to first order: running error analysis.

Errors are counted in units of 2^-53 of 1, absolute, so that a unit times a number is its rounding. An error of
infinity is one that nobody knows, after an overflow for instance; nan marks what is surely undefined.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..term import COMPARISONS, Num, Sym, Term, walk
from .compiler import CONSTANTS, Compiler, Floats, Node, Values, as_float, compilable
from .elementary import POSITIVE_POWER
from .slopes import CONDITIONS, DECAYS, DOMAINS, OWNS

Bounded = tuple[Any, Any]  # numbers and their errors

UNIT = 2.0**-53
UNITS = 900.0  # of a number that has 13 right digits
_LEAST = 2.0**-1022  # the smallest normal number; in units also half of the smallest number of all
_FAINT = 5e-324
_OWN = 2.0  # units that a kernel may be off by itself
_STEP = 2.0**-26  # relative, for the slope of a kernel that has no condition
_BLOCK = 16384  # points at a time, which stay near the processor


def bounded_numpy(terms: Sequence[Term], variable: str) -> Callable[[np.ndarray, Values], list[Bounded]]:
    """A function of a flat array of the variable and the values of the other symbols: numbers and errors of each term.

    What the terms have in common is evaluated once.
    """
    forms = [compilable(term, variable) for term in terms]
    compiler = _Sharing(variable, forms)
    nodes = [compiler.term(form) for form in forms]

    def evaluate(x: np.ndarray, values: Values) -> list[Bounded]:
        found = [(np.empty(x.shape), np.empty(x.shape)) for _ in nodes]
        with np.errstate(all="ignore"):
            for start in range(0, x.size, _BLOCK):
                part = slice(start, start + _BLOCK)
                block, known = x[part], _Known(values)
                for node, (numbers, errors) in zip(nodes, found, strict=True):
                    numbers[part], errors[part] = node(block, known)
        return found

    return evaluate


class _Known(dict):
    """Values of symbols, and what was evaluated with them so far."""

    def __init__(self, values: Values):
        super().__init__(values)
        self.results: dict[int, tuple[np.ndarray, Bounded]] = {}


class _Sharing(Compiler):
    """Evaluates once what stands in several places."""

    def __init__(self, variable: str, terms: Sequence[Term]):
        super().__init__(variable, BoundedFloats)
        self.counts = Counter(node for term in terms for node in walk(term))
        self.nodes: dict[Term, Node] = {}

    def term(self, term: Term) -> Node:
        if term not in self.nodes:
            node = super().term(term)
            alone = self.counts[term] < 2 or isinstance(term, Num | Sym)
            self.nodes[term] = node if alone else _once(node, len(self.nodes))
        return self.nodes[term]


def _once(node: Node, key: int) -> Node:
    def evaluate(x: np.ndarray, values: Values) -> Bounded:
        last = values.results.get(key)
        if last is None or last[0] is not x:
            last = values.results[key] = (x, node(x, values))
        return last[1]

    return evaluate


def few_digits(numbers: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Where numbers may have fewer than 13 right digits; zeros and what is surely undefined may not."""
    with np.errstate(all="ignore"):
        size = np.abs(numbers)
        few = ~((errors <= UNITS * size) & (size < np.inf))
        if few.any():
            few &= ~(((numbers == 0) & (errors <= _LEAST)) | np.isnan(errors))
    return few


def _is_none(error: Any) -> bool:
    return error.__class__ is float and error == 0.0


def _least(numbers: Any) -> float:
    return numbers if numbers.__class__ is float else numbers.min()


def _rounding(number: Any, nonzero: Callable[[], Any] | None = None) -> Any:
    """The rounding error of a result; unknown where it is no number, larger for what is left of underflowing ones."""
    size = np.abs(number)
    if _least(size) >= _LEAST and size.max() < np.inf:
        return size
    small = size < _LEAST
    errors = np.fmin(size, np.inf)
    return np.where(small & nonzero(), errors + _LEAST, errors) if nonzero is not None and small.any() else errors


def _told(errors: Any, *given: Any) -> Any:
    """Errors, unknown where they came out as nan although no operand is surely undefined, and none only of none."""
    if _least(errors) > 0:
        return errors
    inexact = np.logical_or.reduce(np.broadcast_arrays(*(np.not_equal(error, 0) for error in given)))
    errors = np.where(np.equal(errors, 0) & inexact, _FAINT, errors)
    undefined = np.logical_or.reduce(np.broadcast_arrays(*map(np.isnan, given)))
    return np.where(undefined, np.nan, np.fmin(errors, np.inf))


class BoundedFloats(Floats):
    """Floats and their errors."""

    @staticmethod
    def number(number: Num) -> Bounded:
        rounded = as_float(number)
        if np.isinf(rounded):
            return rounded, np.inf
        return rounded, 0.0 if rounded == number.value else max(abs(rounded), _LEAST)

    @staticmethod
    def symbol(name: str, variable: str) -> Node:
        if name == variable:
            return lambda x, values: (x, 0.0)
        constant = CONSTANTS.get(name)
        return lambda x, values: (values[name], 0.0) if name in values else (constant, constant)

    @staticmethod
    def negative(operand: Bounded) -> Bounded:
        return -operand[0], operand[1]

    @staticmethod
    def add(first: Bounded, second: Bounded) -> Bounded:
        (a, a_error), (b, b_error) = first, second
        total = np.add(a, b)
        return total, _told(a_error + b_error + _rounding(total), a_error, b_error)

    @staticmethod
    def multiply(first: Bounded, second: Bounded) -> Bounded:
        (a, a_error), (b, b_error) = first, second
        product = np.multiply(a, b)
        errors = _rounding(product, lambda: np.logical_and(a, b))
        if not _is_none(a_error):
            errors = errors + np.abs(b) * a_error
        if not _is_none(b_error):
            errors = errors + (np.abs(a) + UNIT * a_error) * b_error
        return product, _told(errors, a_error, b_error)

    @staticmethod
    def divide(first: Bounded, second: Bounded) -> Bounded:
        (a, a_error), (b, b_error) = first, second
        quotient = np.divide(a, b)
        rounding, least = _rounding(quotient, lambda: np.not_equal(a, 0)), np.abs(b) - UNIT * b_error
        errors = _told((a_error + np.abs(quotient) * b_error) / least + rounding, a_error, b_error)
        if _least(least) > 0:
            return quotient, errors
        return _defined(quotient, np.where(least > 0, errors, np.inf), np.abs(b), b_error, closed=False)

    @staticmethod
    def power(base: Bounded, exponent: Bounded) -> Bounded:
        (a, a_error), (n, n_error) = base, exponent
        if n.__class__ is float and n == 2 and _is_none(n_error):
            return BoundedFloats.multiply(base, base)
        result = np.power(np.asarray(a, dtype=float), n)
        rounding = _OWN * _rounding(result, lambda: np.not_equal(a, 0))
        errors = rounding + np.abs(result) * _times(np.abs(n) / np.abs(a), a_error)
        errors = errors + np.abs(result) * _times(np.abs(np.log(np.abs(a))), n_error)
        # Beside a base or an exponent that is not sure, the first order says nothing.
        vague = (UNIT * a_error * (1 + np.abs(n)) > 1e-3 * np.abs(a)) | (UNIT * n_error > 1e-3)
        errors = np.where(vague, np.inf, _told(errors, a_error, n_error))
        if np.min(a) > 0:
            return result, errors
        zero, whole = (a == 0) & (a_error == 0), (n == np.rint(n)) & (n_error == 0)
        sure = (n > 0) | ((n == 0) & (n_error == 0))  # 0⁰ is 1, as for every other number
        errors = np.where(zero, np.where(sure, 0.0, np.nan), errors)
        broken = (a < -UNIT * a_error) & ~whole & (np.abs(n - np.rint(n)) > UNIT * n_error)
        errors = np.where(broken | np.isnan(a_error) | np.isnan(n_error), np.nan, errors)
        return np.where(np.isnan(errors), np.nan, result), errors

    @staticmethod
    def called(name: str) -> Callable[..., Bounded]:
        if name in _WHOLE:
            return _WHOLE[name]
        kernel = Floats.called(name)
        if name not in CONDITIONS:
            return _unconditional(kernel)
        return _conditional(name, kernel)

    @staticmethod
    def compared(sign: str) -> Callable[[Bounded, Bounded], Bounded]:
        """1 where it holds, 0 where not, with an unknown error where both sides may be equal."""
        holds = COMPARISONS[sign]

        def compare(first: Bounded, second: Bounded) -> Bounded:
            (a, a_error), (b, b_error) = first, second
            vague = ~(np.abs(np.subtract(a, b)) > UNIT * (a_error + b_error)) & ((a_error + b_error) != 0)
            vague = vague & ~(np.isinf(a) ^ np.isinf(b))
            errors = np.where(vague, np.inf, 0.0)
            errors = np.where(np.isnan(a_error) | np.isnan(b_error), np.nan, errors)
            return np.where(np.isnan(a) | np.isnan(b), np.nan, np.asarray(holds(a, b), dtype=float)), errors

        return compare

    @staticmethod
    def both(first: Bounded, second: Bounded) -> Bounded:
        return np.multiply(first[0], second[0]), np.maximum(first[1], second[1])

    @staticmethod
    def differences(operand: Term, variable: str) -> Node:
        node = Floats.differences(operand, variable)

        def evaluate(x: np.ndarray, values: Values) -> Bounded:
            numbers = node(x, values)
            return numbers, _OWN * np.abs(numbers)

        return evaluate

    @staticmethod
    def cases(pieces: Sequence[tuple[Node, Node | None]]) -> Node:
        def evaluate(x: np.ndarray, values: Values) -> Bounded:
            result, errors = np.full(x.shape, np.nan), np.full(x.shape, np.inf)
            vague = np.zeros(x.shape)
            left = np.arange(x.size)  # where no condition has held so far
            for piece, condition in pieces:
                if not left.size:
                    break
                holds, doubt = (1.0, 0.0) if condition is None else condition(x[left], values)
                holds = np.broadcast_to(holds, left.shape)
                vague[left] = np.maximum(vague[left], doubt)
                here = left[holds == 1]
                if here.size:
                    result[here], errors[here] = piece(x[here], values)
                left = left[holds == 0]
            unknown = np.where(np.isnan(vague), np.nan, np.inf)
            return result, np.where(vague == 0, errors, unknown)

        return evaluate


# Functions


def _times(slope: Any, error: Any) -> Any:
    """The error that comes from that of an argument: none where there is none, however steep the function."""
    errors = slope * error
    return errors if _least(errors) > 0 else np.where(np.equal(error, 0), 0.0, errors)


def _defined(numbers: Any, errors: Any, margin: Any, error: Any, *, closed: bool) -> Bounded:
    """Surely undefined where the margin is negative, unknown where its sign is."""
    vague = np.abs(margin) <= UNIT * error
    outside = (margin < 0) | ((margin == 0) & (not closed))
    errors = np.where((error != 0) & vague, np.inf, np.where(outside, np.nan, errors))
    errors = np.where(np.isnan(error), np.nan, errors)
    return np.where(np.isnan(errors), np.nan, numbers), errors


def _conditional(name: str, kernel: Callable) -> Callable[[Bounded], Bounded]:
    slope, decay, domain = CONDITIONS[name], DECAYS.get(name), DOMAINS.get(name)
    own = OWNS.get(name)

    def evaluate(argument: Bounded) -> Bounded:
        u, u_error = argument
        number = kernel(u)
        errors = (_OWN if own is None else own(u)) * _rounding(number)
        if not _is_none(u_error):
            errors = errors + _times(slope(u, number), u_error)
        if _least(errors) < _OWN * _LEAST:
            small = np.abs(number) < _LEAST
            errors = _vanishing(number, errors, small, None if decay is None else decay(u) + UNIT * u_error)
        errors = _told(errors, u_error)
        if domain is None:
            return number, errors
        margin, closed = domain
        inside = margin(u)
        if np.min(inside - UNIT * u_error) > 0:
            return number, errors
        return _defined(number, errors, inside, u_error, closed=closed)

    return evaluate


def _vanishing(number: Any, errors: Any, small: Any, decay: Any) -> Any:
    """Errors, with the rounding of what underflows: none of a true zero."""
    if decay is None:
        return np.where(small & (number != 0), errors + _LEAST, errors)
    rest = np.maximum(np.exp(decay + 37.0), _FAINT)  # e^37 is above 2^53
    return np.where(small, np.where(number == 0, rest, errors + _LEAST), errors)


def _unconditional(kernel: Callable) -> Callable[..., Bounded]:
    """The bound of any function: where its arguments are not exact, from its differences on both sides of each."""

    def evaluate(*arguments: Bounded) -> Bounded:
        numbers = [number for number, _ in arguments]
        result = kernel(*numbers)
        errors = _OWN * _rounding(result)
        for place, (_, error) in enumerate(arguments):
            if not _is_none(error):
                errors = errors + _times(_slope(kernel, numbers, place, result), error)
        return result, _told(errors, *(error for _, error in arguments))

    return evaluate


def _slope(kernel: Callable, numbers: list, place: int, result: Any) -> Any:
    step = np.maximum(np.abs(numbers[place]), 1e-290) * _STEP
    moved = [[*numbers[:place], numbers[place] + side * step, *numbers[place + 1 :]] for side in (-1, 1)]
    return np.maximum(*(np.abs(kernel(*there) - result) for there in moved)) / step


def _extreme(better: Callable[[Any, Any], Any], *arguments: Bounded) -> Bounded:
    best, error = arguments[0]
    for number, other in arguments[1:]:
        either = np.abs(np.subtract(best, number)) <= UNIT * (error + other)
        chosen = better(best, number)
        told = np.where(either, np.maximum(error, other), np.where(chosen == best, error, other))
        error = np.where(np.isnan(error) | np.isnan(other), np.nan, told)
        best = chosen
    return best, error


def _largest(*arguments: Bounded) -> Bounded:
    return _extreme(np.maximum, *arguments)


def _smallest(*arguments: Bounded) -> Bounded:
    return _extreme(np.minimum, *arguments)


def _clipped(u: Bounded, low: Bounded, high: Bounded) -> Bounded:
    return _smallest(_largest(u, low), high)


def _logaddexp(first: Bounded, second: Bounded) -> Bounded:
    """A sum of the larger argument and a logarithm, which may cancel."""
    (a, a_error), (b, b_error) = first, second
    result = np.logaddexp(a, b)
    size = np.fmin(np.maximum(np.abs(a), np.abs(b)) + np.abs(result), np.inf)
    return result, _told(_OWN * size + np.maximum(a_error, b_error), a_error, b_error)


def _size_of(u: Bounded) -> Bounded:
    return np.abs(u[0]), u[1]


def _stepped(name: str) -> Callable[..., Bounded]:
    """A function that is flat on both sides of 0."""
    kernel = Floats.called(name)

    def evaluate(u: Bounded, at_zero: Bounded = (0.0, 0.0)) -> Bounded:
        number, error = u
        result = kernel(number) if name == "sign" else kernel(number, at_zero[0])
        errors = np.where((error != 0) & ~(np.abs(number) > UNIT * error), np.inf, 0.0)
        errors = np.where((error == 0) & np.equal(number, 0), at_zero[1], errors)
        return result, np.where(np.isnan(error), np.nan, errors)

    return evaluate


_WHOLE: dict[str, Callable[..., Bounded]] = {
    "abs": _size_of,
    "sign": _stepped("sign"),
    "heaviside": _stepped("heaviside"),
    "_logaddexp": _logaddexp,
    "max": _largest,
    "min": _smallest,
    "clip": _clipped,
    "relu6": lambda u: _clipped(u, (0.0, 0.0), (6.0, 0.0)),
}


def _powered(base: Bounded, exponent: Bounded) -> Bounded:
    margin, closed = DOMAINS[POSITIVE_POWER]
    result, errors = BoundedFloats.power(base, exponent)
    return _defined(result, errors, margin(base[0]), base[1], closed=closed)


_WHOLE[POSITIVE_POWER] = _powered
