"""The terms of a formula whose zeros are the only points where its course may change or its domain end."""

from collections.abc import Iterator

from ...algebra.rewriting.neat import depends, negated, product, quotient, total
from ...algebra.rewriting.tidy import tidied
from ...algebra.term import Add, And, Call, Cases, Condition, Div, Mul, Neg, Num, Pow, Rel, Sym, Term, number, walk

_ONE, _PI = number("1"), Sym("pi")
_POSITIVE = {"exp", "cosh", "sigmoid", "softplus", "Phi", "phi", "erfc"}


def switches(term: Term) -> list[Term]:
    """Each of them once, without those that are plainly never 0."""
    found = dict.fromkeys(tidied(_bare(switch)) for node in walk(term) for switch in _of_node(node))
    return [switch for switch in found if depends(switch, "x") and not _positive(switch)]


def _bare(term: Term) -> Term:
    """The argument of a root or size, which is 0 at the same points."""
    match term:
        case Call("abs" | "sqrt" | "cbrt", (argument,)):
            return _bare(argument)
    return term


def _of_node(node: Term | Condition) -> Iterator[Term]:
    match node:
        case Cases(pieces):
            for _, condition in pieces:
                yield from _of_condition(condition)
        case Call("max" | "min", args):
            yield from (total(one, negated(other)) for i, one in enumerate(args) for other in args[:i])
        case Call("clip", (argument, low, high)):
            yield from (total(argument, negated(end)) for end in (low, high))
        case Call("relu6", (argument,)):
            yield from (argument, total(argument, negated(number("6"))))
        case Call("tan", (argument,)):
            yield Call("cos", (argument,))
        case Call("floor" | "ceil" | "trunc", (argument,)):
            yield Call("sin", (product(_PI, argument),))
        case Call("round", (argument,)):
            yield Call("cos", (product(_PI, argument),))
        case Call("mod" | "fmod", (argument, divisor)):
            yield Call("sin", (quotient(product(_PI, argument), divisor),))
        case Call("abs" | "sign" | "heaviside" | "cbrt" | "log" | "sqrt" | "log2" | "log10", (argument, *_)):
            yield argument
        case Call("log1p", (argument,)):
            yield total(argument, _ONE)
        case Call("acosh", (argument,)):
            yield total(argument, negated(_ONE))
        case Call("asin" | "acos" | "atanh", (argument,)):
            yield from (total(argument, end) for end in (_ONE, negated(_ONE)))
        case Div(_, denominator):
            yield denominator
        case Pow(base, exponent) if _may_break(exponent):
            yield base


def _of_condition(condition: Condition | None) -> Iterator[Term]:
    match condition:
        case Rel(_, left, right):
            yield total(left, negated(right))
        case And(args):
            for relation in args:
                yield from _of_condition(relation)


def _may_break(exponent: Term) -> bool:
    """Negative and fractional powers have poles and roots at 0."""
    whole = isinstance(exponent, Neg) or depends(exponent, "x") or isinstance(exponent, Div | Sym | Mul)
    return whole or (hasattr(exponent, "value") and exponent.value.denominator != 1)


def _positive(term: Term) -> bool:
    """Whether a term is plainly above 0 everywhere, so that no zero of its floats is one."""
    match term:
        case Num(value, _):
            return value > 0
        case Sym(name):
            return name in ("e", "pi")
        case Call(name, _):
            return name in _POSITIVE
        case Add(args) | Mul(args):
            return all(map(_positive, args))
        case Pow(base, _):
            return _positive(base)
    return False
