"""Rewrites terms into forms that keep their digits in floating point; the names with _ are kernels of the compiler."""

from fractions import Fraction

from ..term import Add, Call, Div, Mul, Neg, Num, Pow, Sym, Term, rebuilt
from .neat import ONE, call, negated, numeric, power, product, quotient, total
from .recognise import exponent

_TWO = Num(Fraction(2), "2")


def stabilised(term: Term) -> Term:
    """The same function, without the cancellations and overflows of the textbook forms."""
    inner = rebuilt(term, stabilised)
    match inner:
        case Pow(Sym("e"), argument):
            return call("exp", argument)
        case Pow(base, raised) if numeric(raised) == Fraction(1, 2):
            return call("sqrt", base)
        case Add():
            return _sum(inner)
        case Mul():
            return _product(inner)
        case Div():
            return _quotient(inner)
        case Call("log", (Call("cosh", (argument,)),)):
            return call("_log_cosh", argument)
        case Call("log", (Add(args),)) if ONE in args:
            return call("log1p", _without(args, ONE))
        case Call("log", (Add((first, second)),)) if exponent(first) is not None and exponent(second) is not None:
            return Call("_logaddexp", (exponent(first), exponent(second)))
    return inner


def _without(args: tuple[Term, ...], one: Term) -> Term:
    index = args.index(one)
    return total(*args[:index], *args[index + 1 :])


def _sum(term: Add) -> Term:
    """Pairs of 1 and something that comes close to it."""
    for one in (ONE, Neg(ONE)):
        if one in term.args:
            for index, part in enumerate(term.args):
                together = _with_one(part if one == ONE else negated(part))
                if together is not None:
                    rest = [other for i, other in enumerate(term.args) if i not in (index, term.args.index(one))]
                    return total(*rest, together if one == ONE else negated(together))
    return term


def _with_one(part: Term) -> Term | None:
    """1 + part as one kernel."""
    match part:
        case Neg(Call("sigmoid", (u,))):
            return call("sigmoid", negated(u))
        case Neg(Pow(Call("tanh", (u,)), Num(value, _))) if value == 2:
            return call("_sech2", u)
        case Call("tanh", (u,)):
            return product(_TWO, call("sigmoid", product(_TWO, u)))
        case Neg(Call("tanh", (u,))):
            return product(_TWO, call("sigmoid", negated(product(_TWO, u))))
        case Neg(Mul((Num(value, _), Call("sigmoid", (u,))))) if value == 2:
            return negated(call("tanh", quotient(u, _TWO)))
        case Neg(Call("exp", (u,))):
            return negated(call("expm1", u))
        case Call("erf", (u,)):
            return call("erfc", negated(u))
        case Neg(Call("erf", (u,))):
            return call("erfc", u)
        case Neg(Call("cos", (u,))):
            return product(_TWO, power(call("sin", quotient(u, _TWO)), _TWO))
    return None


def _product(term: Mul) -> Term:
    """σ(u)·σ(−u), which neither factor may underflow alone."""
    factors = list(term.args)
    for first in term.args:
        match first:
            case Call("sigmoid", (u,)):
                other = call("sigmoid", negated(u))
                if other in factors and first in factors and other != first:
                    factors.remove(first)
                    factors.remove(other)
                    factors.append(call("_sigmoid_slope", u))
    return product(*factors)


def _quotient(term: Div) -> Term:
    """e^u/(1 + e^u)², and e^u above the line of a power of e^u."""
    match term.numerator, term.denominator:
        case top, Pow(Add(args), Num(value, _)) if value == 2 and len(args) == 2 and ONE in args:
            grown = exponent(_without(args, ONE))
            if grown is not None and exponent(top) in (grown, negated(grown)):
                return call("_sigmoid_slope", grown) if exponent(top) == grown else term
        case Call("sinh", (u,)), Call("cosh", (v,)) if u == v:
            return call("tanh", u)
    return term
