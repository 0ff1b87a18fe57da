"""A term near a point, from one side, as a series: what its leading terms are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cache, reduce
from math import prod

from mpmath import libmp

from ...frozen import record
from ..evaluating.elementary import is_special
from ..evaluating.precision import Number, raw_number
from ..reading.parser import parse
from ..rewriting.engine import differentiate
from ..rewriting.neat import depends
from ..term import (
    COMPARISONS,
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Rel,
    Sym,
    Term,
    substituted,
)
from .coefficients import Field, Unruled, coefficient, exact, rational, whole
from .expansions import PRIMITIVE, WRITTEN, exponential_of, log
from .monomials import ONE, atom, size
from .series import (
    ZERO,
    Series,
    added,
    constant,
    derived,
    minus,
    product,
    quotient,
    scaled,
    sign,
    to_the_power,
)

_CLOSE = Fraction(1, 1 << 1300)  # an exponent closer to a whole number is that number but for rounding
_LONG, _LOST = 1000, 60  # bits: of a number that a place is known to, and of them those that may be wrong
_CONSTANTS = {"e": libmp.mpf_e, "pi": libmp.mpf_pi}


@record
class Approach:
    """The side from which a variable comes to a place, and what other symbols are worth."""

    field: Field
    variable: str
    at: Number
    side: int  # 0 at the place itself
    environment: Mapping[str, Number]
    known: dict[Term, Series] = field(default_factory=dict)

    @property
    def path(self) -> Series:
        """The variable itself."""
        if not self.side:
            return self.number(self.at)
        step = Series(((rational(self.field, Fraction(self.direction)), atom(0, 1 if self.is_far else -1)),))
        return step if self.is_far else added(self.field, self.number(self.at), step)

    @property
    def is_far(self) -> bool:
        """Whether the place is ±∞."""
        return is_special(raw_number(self.at, 53))

    @property
    def direction(self) -> int:
        """The sign of the step from the place, or of the place itself where it is far out."""
        return self.side if not self.is_far else 1 if self.at > 0 else -1

    def number(self, number: Number) -> Series:
        """A constant."""
        found = raw_number(number, self.field.precision)
        if found == libmp.fzero:
            return ZERO
        rounded, error = coefficient(self.field, libmp.mpf_pos(found, self.field.precision, "n"))
        known = found[3] if found[3] > _LONG else self.field.precision  # the last digits of a long number are rounded
        return constant((rounded, max(error, found[2] + found[3] - known + _LOST)))

    def remembered(self, term: Term) -> Series:
        """As `series`, of what is asked for again, such as a formula beside its derivative."""
        if term not in self.known:
            self.known[term] = self.series(term)
        return self.known[term]

    def series(self, term: Term) -> Series:
        """Raises `Undefined` where a term has no values on this side, `Doubt` or `Unruled` where rules are too weak."""
        match term:
            case Num(value, _):
                return constant(rational(self.field, value)) if value else ZERO
            case Sym(name):
                return self.symbol(name)
            case Neg(operand):
                return minus(self.series(operand))
            case Add(args):
                return reduce(lambda one, other: added(self.field, one, other), self.without_opposites(args), ZERO)
            case Mul(args):
                return reduce(lambda one, other: product(self.field, one, other), map(self.series, args))
            case Div(first, second) if first == second:
                to_the_power(self.field, self.series(first), Fraction(-1))  # which must not be 0
                return constant(whole(self.field, 1))
            case Div(first, second):
                return quotient(self.field, self.series(first), self.series(second))
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Call(name, args, _):
                return self.call(name, args)
            case Cases(pieces):
                return self.series(next(piece for piece, when in pieces if when is None or self.holds(when)))
            case D(operand, variable) if variable == self.variable:
                return self.derivative(operand)
        raise Unruled

    def without_opposites(self, args: Sequence[Term]) -> Iterator[Series]:
        """Addends, of which two that cancel altogether are 0: as series they would leave what is unknown of both."""
        left = Counter(args)
        for term in args:
            if isinstance(term, Neg) and left[term] and left[term.operand]:
                left.subtract((term, term.operand))
                self.series(term.operand)  # which must have values
        return map(self.series, left.elements())

    def symbol(self, name: str) -> Series:
        if name == self.variable:
            return self.path
        if name in self.environment:
            return self.number(self.environment[name])
        return constant(coefficient(self.field, _CONSTANTS[name](self.field.precision, "n")))

    def power(self, base: Term, exponent: Term) -> Series:
        if depends(exponent, self.variable):  # for a positive base alone
            outer = self.series(exponent)
            return exponential_of(self.field, outer if base == Sym("e") else self.logarithmic(outer, base))
        return to_the_power(self.field, self.series(base), self.constant_exponent(exponent))

    def logarithmic(self, exponent: Series, base: Term) -> Series:
        return product(self.field, exponent, log(self.field, self.series(base)))

    def constant_exponent(self, exponent: Term) -> Fraction:
        known = self.fraction(exponent)
        if known is not None:
            return known
        found = self.series(exponent)
        number = exact(found.terms[0][0]) if found.terms else Fraction(0)
        return Fraction(round(number)) if abs(number - round(number)) < _CLOSE else number

    def fraction(self, term: Term) -> Fraction | None:
        """The rational number that a term without the variable is, where it is written as one."""
        match term:
            case Num(value, _):
                return value
            case Sym(name) if name in self.environment:
                number = self.environment[name]
                return Fraction(number) if isinstance(number, int | float | Fraction) else None
            case Neg(operand):
                inner = self.fraction(operand)
                return None if inner is None else -inner
            case Div(first, second):
                above, below = self.fraction(first), self.fraction(second)
                return above / below if above is not None and below else None
            case Add(args) | Mul(args):
                numbers = [self.fraction(arg) for arg in args]
                return None if None in numbers else sum(numbers) if isinstance(term, Add) else prod(numbers)
        return None

    def call(self, name: str, args: Sequence[Term]) -> Series:
        arguments = map(self.series, args)
        if name in PRIMITIVE:
            return PRIMITIVE[name](self.field, *arguments)
        if name not in WRITTEN:
            raise Unruled
        return self.series(substituted(_written(name), dict(zip("uvw", args, strict=False))))

    def swings(self, term: Term) -> bool:
        """Whether a term is a sine or cosine of what grows, times a number, plus a number."""
        match term:
            case Neg(operand):
                return self.swings(operand)
            case Add(args) | Mul(args):
                varying = [arg for arg in args if depends(arg, self.variable)]
                constants = [self.series(arg) for arg in args if arg not in varying]
                known = not any(number.is_zero for number in constants) or isinstance(term, Add)
                return len(varying) == 1 and known and self.swings(varying[0])
            case Call("sin" | "cos", (argument,)):
                inner = self.series(argument)
                return bool(inner.terms) and size(self.field, inner.leading) > 0
        return False

    def holds(self, condition: Condition) -> bool:
        match condition:
            case Rel(comparison, left, right):
                difference = added(self.field, self.series(left), minus(self.series(right)))
                return COMPARISONS[comparison](sign(self.field, difference), 0)
            case And(args):
                return all(self.holds(arg) for arg in args)
        raise Unruled

    def derivative(self, operand: Term) -> Series:
        """With respect to the variable: term by term, or by the rules where something is known by its size alone."""
        if not self.side:
            raise Unruled
        inner = self.remembered(operand)
        if inner.wild:
            return self.series(differentiate(operand, self.variable))
        outer = derived(self.field, inner)  # with respect to X₀, which is the variable far out, else 1/d
        minus_square = rational(self.field, Fraction(-self.direction if not self.is_far else self.direction))
        return scaled(self.field, outer, minus_square, ONE if self.is_far else atom(0, 2))


@cache
def _written(name: str) -> Term:
    return parse(WRITTEN[name], symbols=("u", "v", "w"))
