"""A tree to nested closures over mpmath's raw numbers: built once, evaluated at any precision."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, reduce

from mpmath import libmp
from mpmath.libmp import fnan, fone, fzero

from ...catalogue.registry import lookup
from ...errors import ActplotError, BadInput
from ...numbers import fraction_text
from ..reading.parser import parse
from ..term import (
    COMPARISONS,
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Fold,
    Mul,
    Neg,
    Num,
    Pow,
    Rel,
    Sym,
    Term,
    children,
    symbols,
    walk,
)
from .elementary import FUNCTIONS, Raw, Work, add, divide, multiply, power

Environment = Mapping[str, Raw]
Evaluator = Callable[[Work, Environment], Raw]
Test = Callable[[Work, Environment], bool | None]  # None where an operand is nan

CONSTANTS = {"e": libmp.mpf_e, "pi": libmp.mpf_pi}


FOLDED = {"sum": (add, fzero), "prod": (multiply, fone)}
_GUARD = 30  # bits
_MOST_KNOWN = 32  # results of a call


@lru_cache(maxsize=512)
def compiled(term: Term) -> Evaluator:
    """The evaluator of a term. Raises `ActplotError` where a catalogue formula refers to itself."""
    return Compiler((), _shared(term)).term(term)


@lru_cache(maxsize=512)
def remembering(term: Term) -> Evaluator:
    """The same, which remembers what it gave where it was evaluated last, as its calls do."""
    return compiled(term) if _has_more(term) else _remembered(compiled(term), symbols(term))


def compiled_parts(nodes: Sequence[Term]) -> list[Evaluator]:
    """The evaluators of parts of one term, which share what they have in common where they are asked in turn."""
    compiler = Compiler((), frozenset(map(id, nodes)))
    return [compiler.term(node) for node in nodes]


def _has_more(term: Term) -> bool:
    """Whether a fold or a derivative makes a term one of more than the symbols in it."""
    return any(isinstance(node, D | Fold) for node in walk(term))


def _shared(term: Term) -> frozenset[int]:
    """The parts of a term that stand in it at several places as one object, such as a local name written out."""
    met, again, waiting = set(), set(), [term]
    while waiting:
        node = waiting.pop()
        if id(node) in met:
            again.add(id(node))
            continue
        met.add(id(node))
        waiting.extend(part for part in children(node) if not isinstance(part, Num | Sym))
    return frozenset(again)


class Compiler:
    """Compiles inside the formulas of the named catalogue functions; parts that are shared are evaluated once."""

    def __init__(self, inside: tuple[str, ...], shared: frozenset[int] = frozenset()):
        self.inside, self.shared = inside, shared
        self.kept: dict[int, Evaluator] = {}
        self.read: dict[int, tuple[Term | Condition, frozenset[str] | None]] = {}  # with each part, whose id is its own

    def term(self, term: Term) -> Evaluator:
        if id(term) not in self.shared:
            return self.remembered(term)
        if id(term) not in self.kept:
            self.kept[id(term)] = _kept(self.built(term))
        return self.kept[id(term)]

    def remembered(self, term: Term) -> Evaluator:
        """A call takes longer than to look for what it gave."""
        names = self.names(term) if isinstance(term, Call) else None
        return self.built(term) if names is None else _remembered(self.built(term), names)

    def names(self, node: Term | Condition) -> frozenset[str] | None:
        """The symbols in a part; None where a fold or a derivative makes it one of more than those."""
        if id(node) not in self.read:
            self.read[id(node)] = node, self._names(node)
        return self.read[id(node)][1]

    def _names(self, node: Term | Condition) -> frozenset[str] | None:
        if isinstance(node, Sym):
            return frozenset({node.name})
        below = [self.names(part) for part in children(node) if not isinstance(part, Num)]
        return None if isinstance(node, D | Fold) or None in below else frozenset[str]().union(*filter(None, below))

    def built(self, term: Term) -> Evaluator:
        match term:
            case Num():
                return number_of(term)
            case Sym(name):
                return _symbol(name)
            case Neg(operand):
                return _negative(self.term(operand))
            case Add(args):
                return _folded(add, [self.term(arg) for arg in args])
            case Mul(args):
                return _folded(multiply, [self.term(arg) for arg in args])
            case Div(first, second):
                return _folded(divide, [self.term(first), self.term(second)])
            case Pow(first, second):
                return _folded(power, [self.term(first), self.term(second)])
            case Call():
                return self.call(term)
            case D(operand, variable):
                return _quotient(self.term(operand), variable)
            case Fold():
                return self.fold(term)
            case Cases(pieces):
                return _cases([(self.term(piece), self.condition(when)) for piece, when in pieces])
        raise TypeError(f"not a term: {term!r}")

    def fold(self, fold: Fold) -> Evaluator:
        if fold.name not in FOLDED or fold.when is not None:
            raise TypeError(f"to be written out before it has a value: {fold!r}")
        return _repeated(FOLDED[fold.name], self.term(fold.body), _indexed(fold.body, fold.index), fold.count)

    def condition(self, condition: Condition | None) -> Test | None:
        match condition:
            case Rel(comparison, left, right):
                return _comparison(COMPARISONS[comparison], self.term(left), self.term(right))
            case And(args):
                return _conjunction([self.condition(arg) for arg in args])
        return None

    def call(self, call: Call) -> Evaluator:
        if call.name in FUNCTIONS and not call.keywords:
            return _called(FUNCTIONS[call.name], [self.term(arg) for arg in call.args])
        if call.name in self.inside:
            raise ActplotError(f"the formula of {call.name} refers to itself")
        cls = lookup(call.name)
        names = tuple(parameter.name for parameter in cls.declared)
        keywords = [name for name, _ in call.keywords]
        body = Compiler((*self.inside, call.name)).term(_catalogue_formula(cls.formula_with(keywords), names))
        given = {"x": self.term(call.args[0]), **{name: self.term(value) for name, value in call.keywords}}
        known = [parameter for parameter in cls.declared if parameter.default is not None]
        # 0.01 is the decimal number here, as it is in a formula, not the float beside it.
        defaults = {parameter.name: self.term(parse(fraction_text(parameter.default))) for parameter in known}
        return _substituted(body, {**defaults, **given})


@lru_cache(maxsize=256)
def _catalogue_formula(formula: str, names: tuple[str, ...]) -> Term:
    return parse(formula, symbols=names)


def _kept(evaluate: Evaluator) -> Evaluator:
    """Evaluates once for each environment."""
    last: tuple = (None, None, None)

    def again(work: Work, environment: Environment) -> Raw:
        nonlocal last
        known = last
        if known[0] is not work or known[1] is not environment:
            last = known = (work, environment, evaluate(work, environment))
        return known[2]

    return again


def _remembered(evaluate: Evaluator, names: frozenset[str]) -> Evaluator:
    """Evaluates once for each precision and all that it depends on, of which few things change from point to point."""
    known: dict[tuple, tuple[Raw, bool]] = {}

    def again(work: Work, environment: Environment) -> Raw:
        key = (work.precision, *map(environment.get, names))
        found = known.get(key)
        if found is None:
            inner = Work(work.precision)
            try:
                found = evaluate(inner, environment), inner.absorbed
            finally:
                work.absorbed = work.absorbed or inner.absorbed
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[key] = found
        work.absorbed = work.absorbed or found[1]
        return found[0]

    return again


def number_of(number: Num) -> Evaluator:
    numerator, denominator = number.value.numerator, number.value.denominator
    if denominator & (denominator - 1) == 0:
        exact = libmp.from_man_exp(numerator, 1 - denominator.bit_length())
        return lambda work, environment: exact
    rounded: dict[int, Raw] = {}

    def evaluate(work: Work, environment: Environment) -> Raw:
        precision = work.precision
        if precision not in rounded:
            rounded[precision] = libmp.from_rational(numerator, denominator, precision, "n")
        return rounded[precision]

    return evaluate


def _symbol(name: str) -> Evaluator:
    constant = CONSTANTS.get(name)

    def evaluate(work: Work, environment: Environment) -> Raw:
        if name in environment:
            return environment[name]
        if constant is None:
            raise BadInput(f"the formula needs a value for {name!r}")
        return constant(work.precision, "n")

    return evaluate


def _negative(operand: Evaluator) -> Evaluator:
    return lambda work, environment: libmp.mpf_neg(operand(work, environment))


def _folded(operation: Callable[[Work, Raw, Raw], Raw], operands: list[Evaluator]) -> Evaluator:
    if len(operands) == 2:
        first, second = operands
        return lambda work, environment: operation(work, first(work, environment), second(work, environment))
    return lambda work, environment: reduce(
        lambda left, right: operation(work, left, right), [operand(work, environment) for operand in operands]
    )


def _called(function: Callable[..., Raw], arguments: list[Evaluator]) -> Evaluator:
    if len(arguments) == 1:
        (argument,) = arguments
        return lambda work, environment: function(work, argument(work, environment))
    return lambda work, environment: function(work, *(argument(work, environment) for argument in arguments))


def _substituted(body: Evaluator, given: dict[str, Evaluator]) -> Evaluator:
    def evaluate(work: Work, environment: Environment) -> Raw:
        return body(work, {name: term(work, environment) for name, term in given.items()})

    return evaluate


def _quotient(operand: Evaluator, variable: str) -> Evaluator:
    """The derivative from values alone, so that a rule that is wrong shows: half the digits cancel."""

    def evaluate(work: Work, environment: Environment) -> Raw:
        x = environment[variable]
        inner = Work(2 * work.precision + 2 * _GUARD)
        step = (x[2] + x[3] if x[1] else 0) - work.precision // 2 - _GUARD
        sides = [libmp.mpf_add(x, libmp.from_man_exp(sign, step)) for sign in (1, -1)]
        above, below = (operand(inner, {**environment, variable: side}) for side in sides)
        work.absorbed = work.absorbed or inner.absorbed
        return libmp.mpf_shift(libmp.mpf_sub(above, below, work.precision, "n"), -step - 1)

    return evaluate


def _indexed(body: Term, index: str) -> dict[str, str]:
    """The indexed symbols of a body, such as y_i, and what they begin with, y_."""
    return {name: name.removesuffix(index) for name in symbols(body) if name.endswith(f"_{index}")}


def _repeated(fold: tuple[Callable, Raw], body: Evaluator, indexed: dict[str, str], count: str) -> Evaluator:
    operation, start = fold

    def evaluate(work: Work, environment: Environment) -> Raw:
        result = start
        for number in range(1, libmp.to_int(environment[count]) + 1):
            values = {name: environment[f"{stem}{number}"] for name, stem in indexed.items()}
            result = operation(work, result, body(work, {**environment, **values}))
        return result

    return evaluate


def _comparison(comparison: Callable[[int, int], bool], left: Evaluator, right: Evaluator) -> Test:
    def test(work: Work, environment: Environment) -> bool | None:
        first, second = left(work, environment), right(work, environment)
        if fnan in (first, second):
            return None
        return comparison(libmp.mpf_cmp(first, second), 0)

    return test


def _conjunction(tests: list[Test]) -> Test:
    def test(work: Work, environment: Environment) -> bool | None:
        results = [test(work, environment) for test in tests]
        return None if None in results else all(results)

    return test


def _cases(pieces: list[tuple[Evaluator, Test | None]]) -> Evaluator:
    *conditional, (last, _) = pieces

    def evaluate(work: Work, environment: Environment) -> Raw:
        for piece, test in conditional:
            holds = test(work, environment)
            if holds is None:
                return fnan
            if holds:
                return piece(work, environment)
        return last(work, environment)

    return evaluate
