"""Checks a derivation line by line: equal values at random points, at adaptive precision."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from mpmath import nstr

from ...algebra.evaluating.precision import common_digits, quick_value, value
from ...algebra.term import And, Call, D, Fold, Rel, Sym, Term, applied, substituted, symbols, walk
from ...catalogue.kinds.functions import Function, Parameter
from ...errors import BadParameter
from ..letters import formula_of, reader_letters
from .derivation import RULES, Chain, Check, Derivation, LineCheck, Step

DIGITS = 40
EXAMPLES = 3  # of a sum or product over examples
_TRIES = 60
_STRETCHES = ((-7.0, -3.2), (6.2, 9.0), (0.1, 0.6), (-2.9, -0.2), (1.0, 2.9))  # of the variable, one point in each
_NEAR = ((-2.3, -1.2), (0.7, 1.4), (0.1, 0.6), (-0.9, -0.2), (1.5, 2.4))  # where exp(exp(x)) is no giant
_FAR = 1e6
_FINENESS = 1 << 16
_MOST_BREAKS = 4
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
        self.goal = self.substituted(derivation.chains[-1].left)
        self.points = list(self.sampled())
        self.familiar = {self.fingerprint(Sym(derivation.variable))}  # values of all parts of the lines so far

    def sampled(self) -> list[Environment]:
        """Points at which the function and its derivative are defined, on both sides of 0, near and far."""
        numbers = random.Random(1)
        found: list[Environment] = []
        for turn in range(_TRIES):
            point = _point(self.derivation, self.function, numbers, turn)
            if self.is_defined(self.goal, point):
                found.append(point)
            if len(found) == len(_STRETCHES):
                break
        return [*found, *self.beside_breaks(found[:1], numbers)]

    def is_defined(self, term: Term, point: Environment) -> bool:
        found = value(term, point, DIGITS)
        return found == found  # not nan

    def beside_breaks(self, found: Sequence[Environment], numbers: random.Random) -> Iterator[Environment]:
        """Points a little left and right of where pieces meet, so that a wrong edge shows."""
        letters = {symbol.name: name for name, symbol in reader_letters(self.function).items()}
        for point in found:
            values = {letters[name]: float(number) for name, number in point.items() if letters.get(name, "x") != "x"}
            low, high = self.function.domain
            for at in self.function.with_parameters(values).breaks[:_MOST_BREAKS]:
                for side in (-1, 1):
                    x = Fraction(at) + side * _random(numbers, 0.02, 0.2)
                    beside = {**point, self.derivation.variable: x}
                    if low < x < high and self.is_defined(self.goal, beside):
                        yield beside

    def substituted(self, term: Term) -> Term:
        """The term without local names and without f."""
        for name, meaning in reversed(self.derivation.lets):
            term = substituted(term, {name: meaning})
        return applied(term, "f", self.derivation.variable, self.derivation.definition)

    def chain(self, chain: Chain) -> list[LineCheck]:
        """One check per line."""
        terms = [self.substituted(term) for term in (chain.left, *(step.term for step in chain.steps))]
        for name, _ in self.derivation.lets:
            self.learn(self.substituted(Sym(name)))
        self.learn(terms[0])
        rows = [[value(term, point, DIGITS) for point in self.points] for term in terms]
        return [
            self.line(step, rows[index], rows[index + 1], terms[index : index + 2])
            for index, step in enumerate(chain.steps)
        ]

    def line(self, step: Step, above: Sequence, here: Sequence, terms: Sequence[Term]) -> LineCheck:
        if step.bound is not None:
            self.learn(terms[1])
            return LineCheck(0, _DENSE, self.largest_difference(*terms))
        digits = [common_digits(one, other, DIGITS) for one, other in zip(above, here, strict=True)]
        digits += [*self.operands(*terms), *self.strangers(terms[1])]
        return LineCheck(min(digits, default=0), len(here))

    def operands(self, above: Term, here: Term) -> list[int]:
        """Where both lines are a derivative as a whole, what is differentiated must be the same, constants included."""
        if not (isinstance(above, D) and isinstance(here, D)):
            return []
        pairs = ((value(above.operand, point, DIGITS), value(here.operand, point, DIGITS)) for point in self.points)
        return [common_digits(one, other, DIGITS) for one, other in pairs]

    def strangers(self, line: Term) -> list[int]:
        """0 for a line that differentiates what no line before it held: (2 + eˣ)′ for (1 + eˣ)′ has the same value."""
        operands = [node.operand for node in walk(line) if isinstance(node, D)]
        if self.derivation.route == RULES or self.derivation.order > 1:  # the engine's lines are no one's slips
            return []
        known = all(self.fingerprint(operand) in self.familiar for operand in operands)
        self.learn(line)
        return [] if known else [0]

    def learn(self, line: Term) -> None:
        self.familiar |= {self.fingerprint(node) for node in walk(line) if not isinstance(node, Rel | And)}

    def fingerprint(self, term: Term) -> str:
        if any(name.endswith("_i") for name in symbols(term)):
            return ""
        return " ".join(nstr(quick_value(term, point), 15) for point in self.points[:2])

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
    return first_failure(derivation, check) is None


def first_failure(derivation: Derivation, check: Check) -> Step | None:
    """The first line that does not agree with the one above it."""
    for chain, lines in zip(derivation.chains, check.lines, strict=True):
        for step, line in zip(chain.steps, lines, strict=True):
            holds = line.digits >= DIGITS if step.bound is None else line.difference <= step.bound
            if not holds or line.points < 1:
                return step
    return None


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
    stretches = _NEAR if function.may_round or _towers(formula_of(function)) else _STRETCHES
    at = _random(numbers, *stretches[turn % len(stretches)])
    if low > -_FAR:
        return Fraction(low) + abs(at)
    return Fraction(high) - abs(at) if high < _FAR else at


def _towers(term: Term) -> bool:
    """Whether an exponential stands in the exponent of another one."""
    exponents = [node.args[0] for node in walk(term) if isinstance(node, Call) and node.name == "exp"]
    return any(isinstance(node, Call) and node.name == "exp" for exponent in exponents for node in walk(exponent))


def _parameters(function: Function, numbers: random.Random) -> dict[str, Fraction]:
    """Allowed values of all parameters that are neither the defaults nor round."""
    for _ in range(_TRIES):
        values = {parameter.name: _value(parameter, numbers) for parameter in _free(function)}
        if _allowed(function.with_parameters, values):
            return values
    return {name: Fraction(value) for name, value in function.numbers.items()}


def _free(function: Function) -> list[Parameter]:
    """The parameters that may change without another formula in place of this one."""
    fixed = [p.name for p in function.declared if function.parameters[p.name] == p.default]
    return [p for p in function.declared if not (p.name in fixed and p.name in function.formulas_given)]


def _allowed(make: Callable, values: Mapping[str, Fraction]) -> bool:
    try:
        make({name: float(value) for name, value in values.items()})
    except BadParameter:
        return False
    return True


def _value(parameter: Parameter, numbers: random.Random) -> Fraction:
    if parameter.one_of:
        return Fraction(numbers.choice(parameter.one_of))
    if parameter.at_least is not None and parameter.at_most is not None:
        span = parameter.at_most - parameter.at_least
        return _random(numbers, parameter.at_least + 0.1 * span, parameter.at_most - 0.1 * span)
    known = parameter.default is not None and parameter.default == parameter.default
    default = parameter.default if known else 0.3
    return _random(numbers, default + 0.2, default + 0.9)


def _random(numbers: random.Random, low: float, high: float) -> Fraction:
    """A number without anything special about it, and with so few binary digits that no precision rounds it."""
    return Fraction(round(numbers.uniform(low, high) * _FINENESS) | 1, _FINENESS)
