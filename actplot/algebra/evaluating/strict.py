"""Value of a formula as mathematics has it: nothing is divided by zero, and an infinity is no number."""

from collections.abc import Mapping
from functools import lru_cache

from mpmath import libmp
from mpmath.libmp import fnan, fzero

from ..term import Add, Call, Condition, Mul, Neg, Num, Pow, Rel, Sym, Term, number, symbols
from .context import mp, mpf
from .elementary import FUNCTIONS, Raw, Undefined, Work, divide, is_special, magnitude
from .evaluator import Compiler, Environment, Evaluator, Test
from .precision import Number, evaluated, raw_environment

_SPARE = 100  # bits of a place that the slopes of a formula may use up
_EDGED = {"floor", "ceil", "round", "trunc", "asin", "acos", "acosh", "atanh", "log1p"}  # at wholes or halves
_DIVIDING = {"mod", "fmod"}
_LADDER = (160, 300, 800, 1600, 4500)  # bits
_SHARE = 0.9  # of the bits, by which what is 0 shrinks from one precision to the next


def strict_value(term: Term, environment: Mapping[str, Number], variable: str, bits: int, *, snap: bool = False) -> mpf:
    """The value to about so many bits, not adapted; nan where some part of the formula is undefined.

    With `snap` the point is known to so many bits only, as that of a zero is: what is smaller than they tell is 0, and
    what is larger infinite.
    """
    return mp.make_mpf(_strict(term, environment, variable, Work(bits), snap))


def strict_sign(term: Term, environment: Mapping[str, Number], variable: str) -> int | None:
    """The sign of the value; None where it is undefined, or too small beside its parts to be told."""
    results: list[Raw] = []
    for bits in _LADDER:
        work = Work(bits)
        results.append(_strict(term, environment, variable, work, snap=False))
        if results[-1] == fnan:
            return None
        if not work.absorbed and _agree(*results[-2:]):
            return libmp.mpf_sign(results[-1])
    if _vanish(results[-2], results[-1]):
        return None if work.absorbed else 0
    return libmp.mpf_sign(results[-1])


def _agree(first: Raw, second: Raw | None = None) -> bool:
    """Whether two results have the first bits in common."""
    if second is None or not (first[1] and second[1]) or first[0] != second[0]:
        return False
    return abs(magnitude(first) - magnitude(second)) <= 1


def _vanish(first: Raw, second: Raw) -> bool:
    """Whether the last two results are 0, or noise that shrinks with the precision."""
    shrunk = int(_SHARE * (_LADDER[-1] - _LADDER[-2]))  # magnitudes may be too large for floats
    return not second[1] or not first[1] or magnitude(second) < magnitude(first) - shrunk


def _strict(term: Term, environment: Mapping[str, Number], variable: str, work: Work, snap: bool) -> Raw:
    return evaluated(_compiled(term, variable, snap), work, raw_environment(environment, work.precision))


@lru_cache(maxsize=512)
def _compiled(term: Term, variable: str, snap: bool) -> Evaluator:
    return _Strict(variable, snap).term(term)


class _Strict(Compiler):
    """Checks the result of every part."""

    def __init__(self, variable: str, snap: bool):
        super().__init__(())
        self.variable, self.snap = variable, snap

    def term(self, term: Term) -> Evaluator:
        inner = super().term(term)
        if isinstance(term, Num | Sym | Neg | Mul):
            return inner
        base = term.base if isinstance(term, Pow) and self.variable in symbols(term.exponent) else None
        return self._checked(inner, super().term(base) if base is not None else None)

    def call(self, call: Call) -> Evaluator:
        if not self.snap or call.name not in _EDGED | _DIVIDING:
            return super().call(call)
        function, arguments = FUNCTIONS[call.name], [self.term(argument) for argument in call.args]

        def evaluate(work: Work, environment: Environment) -> Raw:
            first, *others = (argument(work, environment) for argument in arguments)
            if call.name in _EDGED:
                return function(work, _half_near(work, first))
            multiple = _half_near(work, divide(work, first, *others))
            return fzero if multiple[2] >= 0 else function(work, first, *others)

        return evaluate

    def condition(self, condition: Condition | None) -> Test | None:
        """Sides that are told apart by less than the place tells are equal."""
        if self.snap and isinstance(condition, Rel):
            difference = Add((condition.left, Neg(condition.right)))
            return super().condition(Rel(condition.operator, difference, number("0")))
        return super().condition(condition)

    def _checked(self, inner: Evaluator, positive: Evaluator | None) -> Evaluator:
        def evaluate(work: Work, environment: Environment) -> Raw:
            if positive is not None and libmp.mpf_sign(positive(work, environment)) <= 0:
                raise Undefined  # a power with a variable exponent exists for a positive base alone
            result = inner(work, environment)
            if is_special(result):
                raise Undefined
            if self.snap and result[1] and abs(magnitude(result)) > work.precision - _SPARE:
                if magnitude(result) > 0:
                    raise Undefined
                return fzero
            return result

        return evaluate


def _half_near(work: Work, number: Raw) -> Raw:
    """The whole number or the half that a number cannot be told from, else itself."""
    half = libmp.mpf_shift(libmp.mpf_nint(libmp.mpf_shift(number, 1)), -1)
    apart = libmp.mpf_sub(number, half)
    return number if apart[1] and magnitude(apart) > _SPARE - work.precision else half
