"""Where the numbers come from with which the lines of a derivation are held against each other."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from ...algebra.evaluating.context import mp
from ...algebra.evaluating.precision import common_digits, quick_value, value
from ...algebra.evaluating.sized import (
    COUNTS,
    SIZES,
    Choice,
    Instance,
    free_indices,
    is_kronecker,
    numbered,
    split_index,
    symbols_within,
)
from ...algebra.term import INDICES, Call, Condition, Fold, Num, Rel, Sym, Term, applied, symbols, walk
from ...catalogue.kinds.functions import Function, Interval, Parameter
from ...errors import BadParameter
from ..letters import formula_of, reader_letters
from .derivation import Derivation

DIGITS = 40
EXAMPLES = 3  # of a sum or product over examples
_TRIES = 60
_STRETCHES = ((-7.0, -3.2), (6.2, 9.0), (0.1, 0.6), (-2.9, -0.2), (1.0, 2.9))  # of the variable, one point in each
_NEAR = ((-2.3, -1.2), (0.7, 1.4), (0.1, 0.6), (-0.9, -0.2), (1.5, 2.4))  # where exp(exp(x)) is no giant
_FAR = 1e6
_FINENESS = 1 << 16
_MOST_BREAKS, _BREAK_REACH = 4, 100
_MOST_PARTS = 4  # of a domain
_TURNS = 12
_BITS, _CALM = (160, 400), 12  # digits to which two precisions agree where a value is not delicate
_WIDEST = 20.0  # of an interval of the domain in which points are looked for
_DRAWS = 3  # of random numbers at each size, where no index is left open

Environment = Mapping[str, Fraction]


class OfFunction:
    """Points of one variable, with parameters that are neither the defaults nor round."""

    sizes = (EXAMPLES,)

    def __init__(self, derivation: Derivation, function: Function):
        self.derivation, self.function = derivation, function
        self.known = (Sym(derivation.variable), *(Sym(name) for name, _ in derivation.lets))
        self.folds = any(isinstance(node, Fold) for term in derivation.terms for node in walk(term))
        self.goal = self.written(derivation.chains[-1].left, EXAMPLES, {})
        self.points = list(self.sampled())

    def open_indices(self, *terms: Term) -> list[str]:
        return []

    def draws(self, size: int, given: Sequence[Condition], indices: Sequence[str]) -> Sequence[Environment]:
        assert not given, "lines of one variable suppose nothing"
        return self.points

    def usual(self) -> tuple[int, Sequence[Environment]]:
        """A size and few numbers, by which parts of lines are told apart."""
        return EXAMPLES, self.points[:2]

    def written(self, term: Term, size: int, at: Choice) -> Term:
        """The term without local names and without f, sums written out."""
        plain = applied(self.derivation.without_lets(term), "f", self.derivation.variable, self.derivation.definition)
        return Instance(size, {}).term(plain, at) if self.folds else plain

    def sampled(self) -> list[Environment]:
        """Points at which the function and its derivative are defined, on both sides of 0, near and far."""
        numbers = random.Random(1)
        found: list[Environment] = []
        for point, accepted in self.candidates(numbers):
            if accepted(point):
                found.append(point)
            if len(found) == len(_STRETCHES):
                break
        return [*found, *self.beside_breaks(found[:1], numbers)]

    def candidates(self, numbers: random.Random) -> Iterator[tuple[Environment, Callable[[Environment], bool]]]:
        """Points and what is asked of them: calm ones, any in the domain, any at all."""
        yield from ((self.point(numbers, turn), self.is_calm) for turn in range(_TRIES))
        parts = sorted(self.function.domain_parts, key=lambda part: min(abs(part.low), abs(part.high)))
        for asked in (self.is_calm, self.is_defined):
            for _, part in product(range(_TURNS), parts[:_MOST_PARTS]):
                yield self.placed(numbers, _within(part, numbers)), asked
        for _ in range(_TRIES):
            far = numbers.choice((-1, 1)) * 10 ** numbers.uniform(-3, 6)
            yield self.placed(numbers, _random(numbers, far, 1.01 * far)), self.is_defined

    def is_calm(self, point: Environment) -> bool:
        """Whether the derivative has a value for which few digits suffice; others take long and show no more."""
        first, second = (quick_value(self.goal, point, bits) for bits in _BITS)
        return common_digits(first, second, _CALM) == _CALM

    def is_defined(self, point: Environment) -> bool:
        found = value(self.goal, point, DIGITS)
        return bool(mp.isfinite(found))

    def beside_breaks(self, found: Sequence[Environment], numbers: random.Random) -> Iterator[Environment]:
        """Points a little left and right of where pieces meet, so that a wrong edge shows."""
        letters = {symbol.name: name for name, symbol in reader_letters(self.function).items()}
        for point in found:
            values = {letters[name]: float(number) for name, number in point.items() if letters.get(name, "x") != "x"}
            low, high = self.function.domain
            breaks = sorted(self.function.with_parameters(values).breaks, key=abs)
            for at in (at for at in breaks[:_MOST_BREAKS] if abs(at) < _BREAK_REACH):
                for side in (-1, 1):
                    x = Fraction(at) + side * _random(numbers, 0.02, 0.2)
                    beside = {**point, self.derivation.variable: x}
                    if low < x < high and (self.is_calm(beside) or self.is_defined(beside)):
                        yield beside

    def point(self, numbers: random.Random, turn: int) -> Environment:
        return self.placed(numbers, _variable(self.function, numbers, turn))

    def placed(self, numbers: random.Random, at: Fraction) -> Environment:
        """A value of the variable with random parameters."""
        letters = {name: symbol.name for name, symbol in reader_letters(self.function).items()}
        point = {letters[name]: number for name, number in _parameters(self.function, numbers).items()}
        point[self.derivation.variable] = at
        return {**point, **{name: _random(numbers, 0.1, 0.9) for name in self.brought()}}

    def brought(self) -> list[str]:
        """Symbols that a route brings in: y_1, y_2, y_3 for y_i, and others."""
        known = {self.derivation.variable, *(symbol.name for symbol in self.derivation.symbols), "e", "pi", "n"}
        known |= {name for name, _ in self.derivation.lets}
        names = sorted(set().union(*map(symbols, self.derivation.terms)) - known)
        indexed = [name for name in names if name.endswith("_i")]
        places = range(1, EXAMPLES + 1)
        return [
            *(numbered(name.removesuffix("_i"), [place]) for name in indexed for place in places),
            *(name for name in names if name not in indexed),
        ]


class OfVectors:
    """Random numbers for all symbols with indices, at several sizes."""

    sizes = SIZES

    def __init__(self, derivation: Derivation):
        self.derivation = derivation
        self.known = tuple(Sym(name) for name, _ in derivation.lets)
        self.meanings = {}
        for name, term in (*derivation.lets, *derivation.defined):
            stem, letters = split_index(name)
            self.meanings[stem] = letters, term
        self.setting = derivation.setting
        self.instances: dict[int, Instance] = {}
        self.counts, self.ranges = dict(self.setting.counts), dict(self.setting.ranges)
        known = {*INDICES, *self.setting.letters, *self.counts, "e", "pi"}
        found = symbols_within(derivation.terms)
        own = (name for name in found - known if split_index(name)[0] not in self.meanings)
        self.open = sorted(name for name in own if not is_kronecker(name))

    def open_indices(self, *terms: Term) -> list[str]:
        return sorted(frozenset(self.setting.classes).union(*map(free_indices, terms)))

    def draws(self, size: int, given: Sequence[Condition], indices: Sequence[str]) -> Sequence[Environment]:
        source = random.Random(size)
        return [self.numbers(source, size, given) for _ in range(1 if indices else _DRAWS)]

    def usual(self) -> tuple[int, Sequence[Environment]]:
        """A size and few numbers, by which parts of lines are told apart."""
        return EXAMPLES, self.draws(EXAMPLES, (), INDICES)

    def written(self, term: Term, size: int, at: Choice) -> Term:
        if size not in self.instances:
            self.instances[size] = Instance(
                size, self.meanings, self.counts, self.setting.classes, letters=self.setting.letters
            )
        return self.instances[size].term(term, at)

    def numbers(self, source: random.Random, size: int, given: Sequence[Condition]) -> dict[str, Fraction]:
        """Values of all symbols that nothing defines, such that the conditions hold."""
        positive = {split_index(name)[0] for name in self.derivation.positive}
        found = {}
        for name in self.open:
            stem, letters = split_index(name)
            for place in product(range(1, size + len(COUNTS)), repeat=len(letters)):
                found[numbered(stem, place) if place else name] = self.number(source, stem, stem in positive)
        for condition in given:
            found |= _imposed(condition, size, source)
        return found

    def number(self, source: random.Random, stem: str, positive: bool) -> Fraction:
        """A number that a symbol may stand for."""
        given = self.ranges.get(stem)
        if given is not None and given.among:
            return Fraction(source.choice(given.among))
        if given is not None:
            return _random(source, given.low, given.high)
        drawn = _random(source, 0.2, 1.9)
        return drawn if positive or source.random() < 0.5 else -drawn


def _imposed(condition: Condition, size: int, source: random.Random) -> dict[str, Fraction]:
    """Positive numbers of the sum that a condition asks for, such as Σ y_i = 1."""
    match condition:
        case Rel("==", Fold("sum", Sym(name), _, _), Num(total, _)):
            stem, _ = split_index(name)
            first = [total * _random(source, 0.1 / size, 0.9 / size) for _ in range(size - 1)]
            return {
                numbered(stem, [place]): number for place, number in enumerate([*first, total - sum(first)], start=1)
            }
    raise ValueError(f"no random numbers can be made to meet {condition!r}")


def _variable(function: Function, numbers: random.Random, turn: int) -> Fraction:
    low, high = function.domain
    if low > -_FAR and high < _FAR:
        return _random(numbers, low, high)
    stretches = _NEAR if function.may_round or _towers(formula_of(function)) else _STRETCHES
    at = _random(numbers, *stretches[turn % len(stretches)])
    if low > -_FAR:
        return Fraction(low) + abs(at)
    return Fraction(high) - abs(at) if high < _FAR else at


def _within(part: Interval, numbers: random.Random) -> Fraction:
    """A point inside an interval, not far from 0 or from the end that is nearest to it."""
    low = max(part.low, min(-_WIDEST, part.high - _WIDEST))
    high = min(part.high, max(_WIDEST, part.low + _WIDEST))
    return _random(numbers, low, high)


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
