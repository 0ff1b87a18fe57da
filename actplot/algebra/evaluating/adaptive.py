"""Floats of a term, each computed with as many digits as it takes to be right."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from mpmath import libmp
from mpmath.libmp import fnan

from ...errors import BadInput
from ..term import COMPARISONS, Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Pow, Rel, Sym, Term, walk
from .ball_functions import STEPS, ball_function
from .balls import EXACT, FAINT, Ball, Believed, Unsure, add, divide, is_exact, multiply, negative, raised, sign, size
from .effort import spend
from .elementary import FUNCTIONS, Raw, Undefined, Work, is_special
from .evaluator import CONSTANTS, number_of

Environment = Mapping[str, Raw]
Evaluator = Callable[[Work, Environment], Ball]
Test = Callable[[Work, Environment], bool]

_MOST = 4500  # bits
_NEEDED, _MARGIN = 60, 57  # right bits of a result, and how many more are tried first
_SPARE = 20
_TINY = -1140  # a power of two: errors below it do not show in any float
_SMALLEST = -1074  # the power of two of the smallest float
_HALF = 54  # by so many powers of two is half the distance to the next float smaller than a float
_CLOSE = -30  # a power of two: nearer to a step, both neighbours of x are looked at


def adaptive_floats(
    term: Term, domain: Term | None, variable: str, points: np.ndarray, values: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    """The floats nearest to a term at points; nan where it, or the other term, is undefined, or no digits tell.

    The second array says where that is sure.
    """
    number, whole = _Settling(term, variable), domain and _Settling(domain, variable)
    environment = {name: libmp.from_float(float(value)) for name, value in values.items()}
    found = [_at(number, whole, {**environment, variable: libmp.from_float(float(x))}) for x in points]
    return np.array([at for at, _ in found], dtype=float), np.array([sure for _, sure in found], dtype=bool)


def _at(number: "_Settling", domain: "_Settling | None", environment: Environment) -> tuple[float, bool]:
    """A float, and whether it is sure."""
    whole = domain.settled(environment) if domain is not None else None
    if domain is not None and whole in (None, fnan):
        return np.nan, whole is not None
    value = number.settled(environment)
    if value is None:
        return np.nan, False
    # The slope of what comes to an end like e^(−x²) is no nan where its digits end.
    return nearest_float(value), value != fnan or domain is None or not number.believed


class _Settling:
    """Finds values one after the other; each point begins with the precision that the last one needed."""

    def __init__(self, term: Term, variable: str | None, needed: int = _NEEDED, least: int = _TINY):
        self.evaluate, self.nodes = compiled(term, variable), nodes_of(term)
        self.needed, self.smallest = needed, least
        self.believed = False
        self.first = self.least = needed + _MARGIN

    def settled(self, environment: Environment) -> Raw | None:
        """The value, nan where there is none, and None where no precision tells."""
        precision = self.first
        while precision <= _MOST:
            spend(self.nodes, precision)
            try:
                value, error = self.evaluate(Work(precision), environment)
            except Undefined as reason:
                self.believed = isinstance(reason, Believed)
                return fnan
            except Unsure:
                precision = _more(precision, precision)
                continue
            wanted = max(size(value) - self.needed, self.smallest)
            missing = error - wanted
            if is_special(value) or missing <= 0:
                self.first = min(max(self.least, precision + missing + _SPARE), precision)
                return value
            # Where no digit is right yet, nobody knows how many are missing.
            precision = _more(precision, missing + _SPARE if error < size(value) else precision)
        return None


def settled_value(term: Term, environment: Environment, bits: int) -> Raw | None:
    """The value to so many bits, nan where it is undefined; None where no precision tells, or it may be infinite."""
    value = _Settling(term, None, bits, FAINT).settled(environment)
    return None if value is None or (is_special(value) and value != fnan) else value


def _more(precision: int, missing: int) -> int:
    """The next precision: what is missing, but not past the last one while it has not been tried."""
    return min(precision + missing, _MOST) if precision < _MOST else _MOST + 1


def nearest_float(value: Raw) -> float:
    """Rounded once, below the normal numbers too."""
    if is_special(value):
        return libmp.to_float(value)
    bits = min(53, size(value) - _SMALLEST)
    if bits < 1:
        half = libmp.from_man_exp(1, _SMALLEST - 1)
        bits = 1 if libmp.mpf_gt(libmp.mpf_abs(value), half) else 0
        return (-1.0 if value[0] else 1.0) * 5e-324 if bits else 0.0
    return libmp.to_float(libmp.mpf_pos(value, bits, "n"))


# Terms


@lru_cache(maxsize=512)
def is_plain(term: Term) -> bool:
    """Whether a term holds functions of the language alone, and all that is to be done in it is done."""
    return not any(
        isinstance(node, D | Fold) or (isinstance(node, Call) and (node.keywords or node.name not in FUNCTIONS))
        for node in walk(term)
    )


@lru_cache(maxsize=512)
def nodes_of(term: Term) -> int:
    """How many there are, those that are alike once: so many are evaluated."""
    return len(set(walk(term)))


@lru_cache(maxsize=512)
def compiled(term: Term, variable: str | None) -> Evaluator:
    """The evaluator of a term without catalogue functions.

    It raises `Undefined` where the term surely has no value, and `Unsure` where digits are missing to say. Where a
    variable is named, steps at decimal numbers are at the floats next to them.
    """
    return _Compiler(variable).term(term)


class _Compiler:
    def __init__(self, variable: str | None):
        self.variable = variable
        self.known: dict[Term, Evaluator] = {}

    def term(self, term: Term) -> Evaluator:
        """The evaluator of a term, one for all places in which it stands: derivatives repeat themselves."""
        if term not in self.known:
            evaluate = self.made(term)
            self.known[term] = _remembered(evaluate) if isinstance(term, Call | Pow | Div) else evaluate
        return self.known[term]

    def made(self, term: Term) -> Evaluator:
        match term:
            case Num():
                return _number(term)
            case Sym(name):
                return _symbol(name)
            case Neg(operand):
                return _applied(negative, [self.term(operand)])
            case Add(args):
                return _applied(add, [self.term(arg) for arg in args])
            case Mul(args):
                return _applied(multiply, [self.term(arg) for arg in args])
            case Div(first, second):
                return _applied(divide, [self.term(first), self.term(second)])
            case Pow(base, exponent):
                return _applied(raised, [self.term(base), self.term(exponent)])
            case Call(name, args, ()):
                return self.call(name, [self.term(arg) for arg in args])
            case Cases(pieces):
                return _cases([(self.term(piece), when and self.condition(when)) for piece, when in pieces])
        raise TypeError(f"cannot be compiled: {term!r}")

    def call(self, name: str, arguments: list[Evaluator]) -> Evaluator:
        if name in STEPS:
            arguments = [_snapped(arguments[0], self.variable, only_zero=STEPS[name]), *arguments[1:]]
        return _applied(ball_function(name), arguments)

    def condition(self, condition: Condition) -> Test:
        match condition:
            case And(args):
                tests = [self.condition(arg) for arg in args]
                return lambda work, environment: all(test(work, environment) for test in tests)
            case Rel(comparison, left, right):
                apart = _applied(add, [self.term(left), self.term(Neg(right))])
                return _compared(COMPARISONS[comparison], _snapped(apart, self.variable, only_zero=True))
        raise TypeError(f"not a condition: {condition!r}")


def _remembered(evaluate: Evaluator) -> Evaluator:
    """The same, evaluated once with a precision and an environment."""
    last: list[tuple] = [(None, None, None)]

    def again(work: Work, environment: Environment) -> Ball:
        known_work, known_environment, ball = last[0]
        if known_work is not work or known_environment is not environment:
            ball = evaluate(work, environment)
            last[0] = work, environment, ball  # at once, for threads
        return ball

    return again


def _number(number: Num) -> Evaluator:
    value, exact = number_of(number), number.value.denominator & (number.value.denominator - 1) == 0

    def evaluate(work: Work, environment: Environment) -> Ball:
        rounded = value(work, environment)
        return rounded, EXACT if exact else size(rounded) - work.precision

    return evaluate


def _symbol(name: str) -> Evaluator:
    constant = CONSTANTS.get(name)

    def evaluate(work: Work, environment: Environment) -> Ball:
        if name in environment:
            return environment[name], EXACT
        if constant is None:
            raise BadInput(f"the formula needs a value for {name!r}")
        return constant(work.precision, "n"), 2 - work.precision

    return evaluate


def _applied(operation: Callable[..., Ball], operands: Sequence[Evaluator]) -> Evaluator:
    if len(operands) == 1:
        (operand,) = operands
        return lambda work, environment: operation(work, operand(work, environment))
    if len(operands) == 2:
        first, second = operands
        return lambda work, environment: operation(work, first(work, environment), second(work, environment))
    return lambda work, environment: operation(work, *[operand(work, environment) for operand in operands])


def _compared(comparison: Callable[[int, int], bool], apart: Evaluator) -> Test:
    return lambda work, environment: comparison(sign(work, apart(work, environment)), 0)


def _cases(pieces: list[tuple[Evaluator, Test | None]]) -> Evaluator:
    def evaluate(work: Work, environment: Environment) -> Ball:
        chosen = next(piece for piece, test in pieces if test is None or test(work, environment))
        return chosen(work, environment)

    return evaluate


def _snapped(operand: Evaluator, variable: str | None, *, only_zero: bool) -> Evaluator:
    """The operand, moved onto 0 or a half number where that lies within half a float's distance of x.

    A step at 0.1 is at the float next to 0.1: there the function has the value of the step, as it has in floats.
    """

    if variable is None:
        return operand

    def evaluate(work: Work, environment: Environment) -> Ball:
        value, error = operand(work, environment)
        step = _nearest_step(value, only_zero)
        rest, x = libmp.mpf_sub(value, step, work.precision, "n"), environment[variable]
        if (rest == fnan or not x[1] or size(rest) > max(size(x), 0) + _CLOSE) or (not rest[1] and is_exact(error)):
            return value, error
        sides = [_moved(operand, work, environment, variable, side) for side in (-1, 1)]
        around = {libmp.mpf_sign(libmp.mpf_sub(one, step, work.precision, "n")) for one in sides if one is not None}
        return (step, EXACT) if around == {-1, 1} else (value, error)

    return evaluate


def _nearest_step(value: Raw, only_zero: bool) -> Raw:
    if only_zero or is_special(value):
        return libmp.fzero
    return libmp.mpf_shift(libmp.mpf_nint(libmp.mpf_shift(value, 1)), -1)


def _moved(operand: Evaluator, work: Work, environment: Environment, variable: str, side: int) -> Raw | None:
    """The operand half a float's distance away."""
    x = environment[variable]
    there = libmp.mpf_add(x, libmp.from_man_exp(side, x[2] + x[3] - _HALF))
    try:
        return operand(work, {**environment, variable: there})[0]
    except (Undefined, Unsure):
        return None
