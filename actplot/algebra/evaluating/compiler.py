"""Compiles a term to numpy: stable kernels, every piece evaluated only where it holds, and no warnings."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from ...errors import TooLong
from ...numerics import kernels
from ..reading.names import ARITY
from ..rewriting.engine import definition, differentiate
from ..rewriting.neat import depends
from ..rewriting.pieces import calmed
from ..rewriting.recognise import recognised
from ..rewriting.stabilise import stabilised
from ..rewriting.tidy import factored
from ..term import COMPARISONS, Add, And, Call, Cases, Condition, D, Div, Mul, Neg, Num, Pow, Rel, Sym, Term, rebuilt
from .elementary import POSITIVE_POWER
from .precision import derivative

Values = Mapping[str, float]
Node = Callable[[np.ndarray, Values], Any]  # an array like x, or a number where the term is constant
Compiled = Callable[[np.ndarray, Values], np.ndarray]

CONSTANTS = {"e": np.e, "pi": np.pi}


def compiled_numpy(term: Term, variable: str) -> Compiled:
    """A function of an array of the variable and the values of the other symbols; nan where it is undefined."""
    node = Compiler(variable, Floats).term(compilable(term, variable))

    def evaluate(x: np.ndarray, values: Values) -> np.ndarray:
        x = np.asarray(x, dtype=float)
        with np.errstate(all="ignore"):
            result = node(x.ravel(), values)
        return np.broadcast_to(np.asarray(result, dtype=float), x.ravel().shape).reshape(x.shape)

    return evaluate


@lru_cache(maxsize=256)
def orders(term: Term, variable: str) -> tuple[Compiled, Compiled, Compiled]:
    """Value, first and second derivative: the function is recognised, differentiated, then made stable."""
    terms = derivatives_of(term, variable)
    return tuple(compiled_numpy(one, variable) for one in terms)


@lru_cache(maxsize=256)
def derivatives_of(term: Term, variable: str) -> tuple[Term, Term, Term]:
    """The term with named parts, and its first two derivatives; left as derivatives where they would be too long."""
    function = recognised(written_out(term))
    try:
        first = calmed(recognised(differentiate(function, variable)), function, variable)
    except TooLong:
        first = D(function, variable)
        return function, first, D(first, variable)
    try:
        return function, first, calmed(factored(differentiate(first, variable)), first, variable)
    except TooLong:
        return function, first, D(first, variable)


def compilable(term: Term, variable: str) -> Term:
    """The term in the form that keeps the most digits in floats."""
    return with_positive_powers(stabilised(recognised(written_out(term))), variable)


def with_positive_powers(term: Term, variable: str) -> Term:
    """The term where powers whose exponent varies have a name: they exist for a positive base alone."""
    inner = rebuilt(term, lambda part: with_positive_powers(part, variable))
    match inner:
        case Pow(base, exponent) if depends(exponent, variable) and base != Sym("e"):
            return Call(POSITIVE_POWER, (base, exponent))
    return inner


def written_out(term: Term) -> Term:
    """The term with the formula of every catalogue function in place of its name."""
    inner = rebuilt(term, written_out)
    if isinstance(inner, Call) and (inner.keywords or inner.name not in ARITY):
        return written_out(definition(inner))
    return inner


class Floats:
    """What a term is compiled to: how plain floats are combined. Bounds of their errors are another such arithmetic."""

    negative, add, multiply, divide = np.negative, np.add, np.multiply, np.divide

    @staticmethod
    def number(number: Num) -> Any:
        return as_float(number)

    @staticmethod
    def symbol(name: str, variable: str) -> Node:
        if name == variable:
            return lambda x, values: x
        constant = CONSTANTS.get(name)
        return lambda x, values: values.get(name, constant)

    @staticmethod
    def power(base: Any, exponent: Any) -> Any:
        if np.ndim(exponent) == 0 and exponent == 2:
            return np.multiply(base, base)
        return np.power(np.asarray(base, dtype=float), exponent)

    @staticmethod
    def called(name: str) -> Callable[..., Any]:
        kernel = KERNELS[name]
        return lambda *arguments: kernel(*(np.asarray(argument, dtype=float) for argument in arguments))

    @staticmethod
    def compared(sign: str) -> Callable[[Any, Any], Any]:
        """1 where it holds, 0 where not, nan where a side is nan."""

        def compare(left: Any, right: Any) -> Any:
            holds = np.asarray(COMPARISONS[sign](left, right), dtype=float)
            return np.where(np.isnan(left) | np.isnan(right), np.nan, holds)

        return compare

    @staticmethod
    def both(first: Any, second: Any) -> Any:
        return np.where(np.isnan(first) | np.isnan(second), np.nan, np.multiply(first, second))

    @staticmethod
    def differences(operand: Term, variable: str) -> Node:
        """The derivative of a formula too long for rules: from values in many digits, at each point."""
        order = 1
        while isinstance(operand, D):
            operand, order = operand.operand, order + 1

        def evaluate(x: np.ndarray, values: Values) -> np.ndarray:
            points = ({**values, variable: at} for at in x.tolist())
            return np.array([float(derivative(operand, point, variable, order)) for point in points])

        return evaluate

    @staticmethod
    def cases(pieces: Sequence[tuple[Node, Node | None]]) -> Node:
        def evaluate(x: np.ndarray, values: Values) -> np.ndarray:
            result = np.full(x.shape, np.nan)
            left = np.arange(x.size)  # where no condition has held so far
            for piece, condition in pieces:
                holds = 1.0 if condition is None else condition(x[left], _at(values, left))
                holds = np.broadcast_to(holds, left.shape)
                here = left[holds == 1]
                result[here] = piece(x[here], _at(values, here))
                left = left[holds == 0]  # nan stays nan
            return result

        return evaluate


def _at(values: Values, places: np.ndarray) -> Values:
    """The values at some points, of which each may have its own."""
    return {name: one[places] if isinstance(one, np.ndarray) else one for name, one in values.items()}


class Compiler:
    """Makes functions of an array of the variable and the values of the other symbols, in some arithmetic."""

    def __init__(self, variable: str, arithmetic: type[Floats]):
        self.variable, self.arithmetic = variable, arithmetic

    def term(self, term: Term) -> Node:
        return self.made(term)

    def made(self, term: Term) -> Node:
        operate = self.arithmetic
        match term:
            case Num():
                number = operate.number(term)
                return lambda x, values: number
            case Sym(name):
                return operate.symbol(name, self.variable)
            case Neg(operand):
                return _called(operate.negative, [self.term(operand)])
            case Add(args):
                return _folded(operate.add, [self.term(arg) for arg in args])
            case Mul(args):
                return _folded(operate.multiply, [self.term(arg) for arg in args])
            case Div(first, second):
                return _called(operate.divide, [self.term(first), self.term(second)])
            case Pow(base, exponent):
                return _called(operate.power, [self.term(base), self.term(exponent)])
            case Call(name, args, _):
                return _called(operate.called(name), [self.term(arg) for arg in args])
            case Cases(pieces):
                return operate.cases([(self.term(piece), when and self.condition(when)) for piece, when in pieces])
            case D(operand, name):
                return operate.differences(operand, name)
        raise TypeError(f"cannot be compiled: {term!r}")

    def condition(self, condition: Condition) -> Node:
        match condition:
            case And(args):
                return _folded(self.arithmetic.both, [self.condition(arg) for arg in args])
            case Rel(sign, left, right):
                return _called(self.arithmetic.compared(sign), [self.term(left), self.term(right)])
        raise TypeError(f"not a condition: {condition!r}")


def as_float(number: Num) -> float:
    """The nearest float; infinite where none is near."""
    try:
        return float(number.value)
    except OverflowError:
        return math.inf


def _folded(operation: Callable, nodes: Sequence[Node]) -> Node:
    def evaluate(x: np.ndarray, values: Values) -> Any:
        return reduce(operation, (node(x, values) for node in nodes))

    return evaluate


def _called(operation: Callable, nodes: Sequence[Node]) -> Node:
    return lambda x, values: operation(*(node(x, values) for node in nodes))


def _log_cosh(u: np.ndarray) -> np.ndarray:
    size = np.abs(u)
    near = np.log1p(2 * np.sinh(np.minimum(size, 2.0) / 2) ** 2)
    return np.where(size < 2, near, (size - np.log(2)) + np.log1p(np.exp(-2 * size)))


def _on_words(kernel: Callable) -> Callable[[np.ndarray], np.ndarray]:
    return lambda u: kernel(kernels.word(u))


def _special(name: str) -> Callable[[np.ndarray], np.ndarray]:
    def evaluate(u: np.ndarray) -> np.ndarray:
        from scipy import special

        return getattr(special, name)(u)

    return evaluate


def _phi(u: np.ndarray) -> np.ndarray:
    return kernels.normal_density(u)


def _heaviside(u: np.ndarray, at_zero: np.ndarray | float = 0.0) -> np.ndarray:
    return np.heaviside(u, at_zero)


def _positive_power(base: np.ndarray, exponent: np.ndarray) -> np.ndarray:
    return np.power(np.where(base > 0, base, np.nan), exponent)


KERNELS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in ("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "abs", "sign")},
    **{name: getattr(np, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(np, name) for name in ("floor", "ceil", "trunc", "cbrt", "mod", "fmod")},
    "round": np.rint,
    **{name: getattr(np, f"arc{name[1:]}") for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    "erf": _special("erf"),
    "erfc": _special("erfc"),
    "sigmoid": _on_words(kernels.sigmoid),
    "softplus": _on_words(kernels.softplus),
    "Phi": kernels.normal_cumulative,
    "phi": _phi,
    "relu6": lambda u: np.clip(u, 0, 6),
    "heaviside": _heaviside,
    "max": lambda *arguments: reduce(np.maximum, arguments),
    "min": lambda *arguments: reduce(np.minimum, arguments),
    "clip": lambda u, low, high: np.minimum(np.maximum(u, low), high),
    "_sech2": kernels.sech2,
    "_sigmoid_slope": _on_words(kernels.sigmoid_slope),
    "_log_cosh": _log_cosh,
    "_logaddexp": np.logaddexp,
    POSITIVE_POWER: _positive_power,
}
