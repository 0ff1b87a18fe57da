"""Checks a derivation line by line: equal values at random points, at adaptive precision."""

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ..algebra.precision import common_digits, quick_value, value
from ..algebra.term import Fold, Term, applied, substituted, symbols, walk
from ..errors import BadParameter
from ..function import Function, Parameter
from .derivation import Chain, Check, Derivation, LineCheck, Step
from .deriving import reader_letters

DIGITS = 40
EXAMPLES = 3  # of a sum or product over examples
_TRIES = 60
_STRETCHES = ((-7.0, -3.2), (6.2, 9.0), (0.1, 0.6), (-2.9, -0.2), (1.0, 2.9))  # of the variable, one point in each
_FAR = 1e6
_DENSE = 61  # points at which a bound is looked at
_DENSE_REACH = 8

Environment = Mapping[str, Fraction]


def check_derivation(derivation: Derivation, function: Function) -> Check:
    """Every line of a derivation held against the one above it; the first against its left side.

    The left side f′(x) is differentiated from values of the formula alone, so a wrong rule shows.
    """
    checker = _Checker(derivation, function)
    return Check(tuple(tuple(checker.chain(chain)) for chain in derivation.chains))


class _Checker:
    def __init__(self, derivation: Derivation, function: Function):
        self.derivation, self.function = derivation, function
        self.points = list(self.sampled())

    def sampled(self) -> list[Environment]:
        """Points at which the function and its derivative are defined, on both sides of 0, near and far."""
        numbers = random.Random(1)
        found: list[Environment] = []
        goal = self.substituted(self.derivation.chains[-1].left)
        for turn in range(_TRIES):
            point = _point(self.derivation, self.function, numbers, turn)
            if value(goal, point, DIGITS) == value(goal, point, DIGITS):  # not nan
                found.append(point)
            if len(found) == len(_STRETCHES):
                break
        return found

    def substituted(self, term: Term) -> Term:
        """The term without local names and without f."""
        for name, meaning in reversed(self.derivation.lets):
            term = substituted(term, {name: meaning})
        return applied(term, "f", self.derivation.variable, self.derivation.definition)

    def chain(self, chain: Chain) -> list[LineCheck]:
        """One check per line."""
        terms = [self.substituted(term) for term in (chain.left, *(step.term for step in chain.steps))]
        rows = [[value(term, point, DIGITS) for point in self.points] for term in terms]
        return [
            self.line(step, rows[index], rows[index + 1], terms[index : index + 2])
            for index, step in enumerate(chain.steps)
        ]

    def line(self, step: Step, above: Sequence, here: Sequence, terms: Sequence[Term]) -> LineCheck:
        if step.bound is not None:
            return LineCheck(0, _DENSE, self.largest_difference(*terms))
        digits = [common_digits(one, other, DIGITS) for one, other in zip(above, here, strict=True)]
        return LineCheck(min(digits, default=0), len(digits))

    def largest_difference(self, above: Term, here: Term) -> float:
        letter, point = self.derivation.variable, dict(self.points[0])
        differences = []
        for index in range(_DENSE):
            at = Fraction(2 * _DENSE_REACH * index + 1, _DENSE) - _DENSE_REACH
            first, second = (float(quick_value(term, {**point, letter: at})) for term in (above, here))
            differences.append(abs(first - second))
        return max(differences)


def passed(derivation: Derivation, check: Check) -> bool:
    """Whether every equality holds to all digits asked for, and every ≈ within its bound."""
    pairs = [
        (step, line)
        for chain, lines in zip(derivation.chains, check.lines, strict=True)
        for step, line in zip(chain.steps, lines, strict=True)
    ]
    return all(
        line.points >= 1 and (line.digits >= DIGITS if step.bound is None else line.difference <= step.bound)
        for step, line in pairs
    )


def _point(derivation: Derivation, function: Function, numbers: random.Random, turn: int) -> Environment:
    letters = {name: symbol.name for name, symbol in reader_letters(function).items()}
    point = {letters[name]: number for name, number in _parameters(function, numbers).items()}
    point[derivation.variable] = _variable(function, numbers, turn)
    for name in _folded(derivation):
        point[name] = _random(numbers, 0.1, 0.9)
    return {**point, "n": Fraction(EXAMPLES)} if any(map(_has_fold, _terms(derivation))) else point


def _terms(derivation: Derivation) -> list[Term]:
    return [term for chain in derivation.chains for term in (chain.left, *(step.term for step in chain.steps))]


def _has_fold(term: Term) -> bool:
    return any(isinstance(node, Fold) for node in walk(term))


def _folded(derivation: Derivation) -> list[str]:
    """The values that indexed symbols take: y_1, y_2, y_3 for y_i. Other symbols that a route brings in count too."""
    known = {derivation.variable, *(symbol.name for symbol in derivation.symbols), "e", "pi", "n"}
    known |= {name for name, _ in derivation.lets}
    names = sorted(set().union(*map(symbols, _terms(derivation))) - known)
    indexed = [f"{name[:-1]}{number}" for name in names if name.endswith("_i") for number in range(1, EXAMPLES + 1)]
    return [*indexed, *(name for name in names if not name.endswith("_i"))]


def _variable(function: Function, numbers: random.Random, turn: int) -> Fraction:
    low, high = function.domain
    if low > -_FAR and high < _FAR:
        return _random(numbers, low, high)
    at = _random(numbers, *_STRETCHES[turn % len(_STRETCHES)])
    if low > -_FAR:
        return Fraction(low) + abs(at)
    return Fraction(high) - abs(at) if high < _FAR else at


def _parameters(function: Function, numbers: random.Random) -> dict[str, Fraction]:
    """Allowed values of all parameters that are neither the defaults nor round."""
    for _ in range(_TRIES):
        values = {parameter.name: _value(parameter, numbers) for parameter in function.declared}
        if _allowed(function.with_parameters, values):
            return values
    return {name: Fraction(value) for name, value in function.parameters.items()}


def _allowed(make: Callable, values: Mapping[str, Fraction]) -> bool:
    try:
        make({name: float(value) for name, value in values.items()})
    except BadParameter:
        return False
    return True


def _value(parameter: Parameter, numbers: random.Random) -> Fraction:
    if parameter.at_least is not None and parameter.at_most is not None:
        span = parameter.at_most - parameter.at_least
        return _random(numbers, parameter.at_least + 0.1 * span, parameter.at_most - 0.1 * span)
    default = parameter.default if parameter.default == parameter.default else 0.3
    return _random(numbers, default + 0.2, default + 0.9)


def _random(numbers: random.Random, low: float, high: float) -> Fraction:
    """A fraction without anything special about it."""
    return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(numbers.randrange(1, 9999), 10007)
