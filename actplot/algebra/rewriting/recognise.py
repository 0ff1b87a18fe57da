"""Finds functions with a name in the textbook forms that they are written in."""

from fractions import Fraction

from ..term import Add, Call, Div, Mul, Neg, Num, Pow, Sym, Term, rebuilt
from .neat import ONE, TWO, call, negated, numeric, product, quotient, split_product


def recognised(term: Term) -> Term:
    """The term with σ, softplus, tanh and Φ in place of the exponentials and error functions that make them up."""
    inner = rebuilt(term, recognised)
    match inner:
        case Div():
            return _quotient(inner)
        case Call("log", (argument,)):
            return _logarithm(argument) or inner
        case Call("log1p", (argument,)) if exponent(argument) is not None:
            return call("softplus", exponent(argument))
        case Mul():
            return _normal(inner) or inner
        case Pow(base, raised) if numeric(raised) == -1 and _grown(base) is not None:
            return call("sigmoid", negated(_grown(base)))
    return inner


def exponent(term: Term) -> Term | None:
    """u where the term is e^u."""
    match term:
        case Call("exp", (argument,)):
            return argument
        case Pow(Sym("e"), argument):
            return argument
    return None


def _grown(term: Term) -> Term | None:
    """u where the term is 1 + e^u or e^u + 1."""
    if not isinstance(term, Add) or len(term.args) != 2:
        return None
    for one, other in (term.args, term.args[::-1]):
        if numeric(one) == 1 and exponent(other) is not None:
            return exponent(other)
    return None


def _quotient(term: Div) -> Term:
    top, bottom = term.numerator, term.denominator
    inner = _grown(bottom)
    if inner is not None:
        return _over_grown(top, inner)
    return _tangent(top, bottom) or _normal(term) or term


def _over_grown(top: Term, inner: Term) -> Term:
    """top/(1 + e^u)."""
    if top == ONE:
        return call("sigmoid", negated(inner))
    factors = list(top.args) if isinstance(top, Mul) else [top]
    for index, factor in enumerate(factors):
        if exponent(factor) == inner:
            return product(*factors[:index], *factors[index + 1 :], call("sigmoid", inner))
    return product(*factors, call("sigmoid", negated(inner)))


def _tangent(top: Term, bottom: Term) -> Term | None:
    """(e^u − e^−u)/(e^u + e^−u), or sinh/cosh."""
    match top, bottom:
        case Call("sinh", (u,)), Call("cosh", (v,)) if u == v:
            return call("tanh", u)
        case Add((first, Neg(second))), Add((third, fourth)):
            up, down = exponent(first), exponent(second)
            same = {first, second} == {third, fourth}
            if same and up is not None and down is not None and negated(up) == down:
                return call("tanh", up)
    return None


def _logarithm(argument: Term) -> Term | None:
    inner = _grown(argument)
    if inner is not None:
        return call("softplus", inner)
    match argument:
        case Call("sigmoid", (u,)):
            return negated(call("softplus", negated(u)))
    return None


def _normal(term: Term) -> Term | None:
    """½·(1 + erf(u/√2)) is Φ(u), whatever else it is multiplied by."""
    number, above, below = split_product(term)
    for index, factor in enumerate(above):
        argument = _error_function(factor)
        if argument is not None and number.denominator % 2 == 0:
            others = [*above[:index], *above[index + 1 :]]
            top = product(*_number(number * 2), *others, call("Phi", argument))
            return quotient(top, product(*below)) if below else top
    return None


def _number(value: Fraction) -> list[Term]:
    return [] if value == 1 else [quotient(Num(Fraction(value.numerator), str(value.numerator)), _whole(value))]


def _whole(value: Fraction) -> Num:
    return Num(Fraction(value.denominator), str(value.denominator))


def _error_function(term: Term) -> Term | None:
    """u where the term is 1 + erf(u/√2)."""
    if not isinstance(term, Add) or len(term.args) != 2:
        return None
    for one, other in (term.args, term.args[::-1]):
        match other:
            case Call("erf", (Div(u, Call("sqrt", (Num(value, _),))),)) if numeric(one) == 1 and value == TWO.value:
                return u
    return None
