"""A tree to MathML, which browsers show without a script or a font."""

from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from ..term import Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Partial, Pow, Rel, Sym, Term
from .notation import (
    ATOM,
    FUNCTIONS,
    LETTERS,
    MINUS,
    POWER,
    PRODUCT,
    QUOTIENT,
    SIGNS,
    primed,
    split_name,
    split_number,
    squared_call,
    strength,
    with_strengths,
)

_APPLY = "<mo>&#x2061;</mo>"
_TIMES = "<mo>&#x22C5;</mo>"
_FOLDS = {"sum": "∑", "prod": "∏"}


def to_mathml(term: Term | Condition) -> str:
    """What stands inside a <math> element."""
    match term:
        case Num(_, text):
            return _number(text)
        case Sym(name):
            return _symbol(name)
        case Neg(operand):
            return row(operator("−"), _at_least(operand, QUOTIENT))
        case Add(args):
            return row(_at_least(args[0], MINUS), *map(_further, args[1:]))
        case Mul(args):
            return row(_TIMES.join(_at_least(factor, least) for factor, least in with_strengths(args)))
        case Div(first, second):
            return f"<mfrac>{to_mathml(first)}{to_mathml(second)}</mfrac>"
        case Pow():
            return _power(term)
        case Call():
            return _call(term)
        case Cases(pieces):
            return _cases(pieces)
        case D():
            return _derivative(term)
        case Partial():
            return _partial(term)
        case Fold(kind, body, index, count):
            low, high = row(f"<mi>{index}</mi>", operator("="), "<mn>1</mn>"), f"<mi>{count}</mi>"
            return row(f"<munderover>{operator(_FOLDS[kind])}{low}{high}</munderover>", _at_least(body, PRODUCT))
        case Rel(sign, left, right):
            return row(to_mathml(left), operator(SIGNS.get(sign, sign)), to_mathml(right))
        case And(args):
            return _conjunction(args)
    raise TypeError(f"not a term: {term!r}")


def row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def operator(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>"


def words(text: str) -> str:
    return f"<mtext>{escape(text)}</mtext>"


def _fenced(inner: str, left: str = "(", right: str = ")") -> str:
    stretchy = '<mo stretchy="true" fence="true">'
    return row(f"{stretchy}{left}</mo>", inner, f"{stretchy}{right}</mo>")


def _at_least(term: Term, least: int) -> str:
    closed = isinstance(term, Div | Partial) and least <= POWER
    bare = closed or (strength(term) >= least and not isinstance(term, Cases))
    return to_mathml(term) if bare else _fenced(to_mathml(term))


def _further(term: Term) -> str:
    if isinstance(term, Neg):
        return operator("−") + _at_least(term.operand, QUOTIENT)
    return operator("+") + _at_least(term, QUOTIENT)


def _number(text: str) -> str:
    mantissa, exponent = split_number(text)
    if not exponent:
        return f"<mn>{text}</mn>"
    return row(f"<mn>{mantissa}</mn>", _TIMES, f"<msup><mn>10</mn><mn>{exponent.replace('-', '−')}</mn></msup>")


def _symbol(name: str) -> str:
    letter, index = split_name(name)
    base = f"<mi>{escape(LETTERS.get(letter, letter))}</mi>"
    return f"<msub>{base}<mi>{escape(index)}</mi></msub>" if index else base


def _power(term: Pow) -> str:
    base, exponent = term.base, term.exponent
    if squared_call(term):
        return row(f"<msup>{_name(base.name)}{to_mathml(exponent)}</msup>", _APPLY, _arguments(base))
    exponential = isinstance(base, Call) and base.name == "exp"
    bare = strength(base) == ATOM and not isinstance(base, Cases) and not exponential
    inner = to_mathml(base) if bare else _fenced(to_mathml(base))
    return f"<msup>{inner}{to_mathml(exponent)}</msup>"


def _call(term: Call) -> str:
    if term.name == "exp":
        return f"<msup><mi>e</mi>{to_mathml(term.args[0])}</msup>"
    if term.name == "abs":
        return _fenced(to_mathml(term.args[0]), "|", "|")
    if term.name == "sqrt":
        return f"<msqrt>{to_mathml(term.args[0])}</msqrt>"
    return row(_name(term.name), _APPLY, _arguments(term))


def _name(name: str) -> str:
    return f"<mi>{escape(FUNCTIONS.get(name, name))}</mi>"


def _arguments(term: Call) -> str:
    given = [*map(to_mathml, term.args)]
    given += [row(_symbol(word), operator("="), to_mathml(value)) for word, value in term.keywords]
    return _fenced("<mo>,</mo>".join(given))


def _derivative(term: D) -> str:
    found = primed(term)
    if found is None:
        return f"<msup>{_fenced(to_mathml(term.operand))}{operator('′')}</msup>"
    inner, count = found
    primes = operator("′" if count == 1 else "″" if count == 2 else "′" * count)
    if isinstance(inner, Sym):
        return f"<msup>{_symbol(inner.name)}{primes}</msup>"
    return row(f"<msup><mi>f</mi>{primes}</msup>", _APPLY, _arguments(inner))


def _partial(term: Partial) -> str:
    operand, below = term.operand, row(operator("∂"), _symbol(term.variable))
    if isinstance(operand, Sym):
        return f"<mfrac>{row(operator('∂'), _symbol(operand.name))}{below}</mfrac>"
    return row(f"<mfrac>{operator('∂')}{below}</mfrac>", _fenced(to_mathml(operand)))


def _cases(pieces: Sequence[tuple[Term, Condition | None]]) -> str:
    rows = "".join(f"<mtr><mtd>{to_mathml(value)}</mtd><mtd>{_condition(when)}</mtd></mtr>" for value, when in pieces)
    table = f'<mtable columnalign="left left" columnspacing="1em">{rows}</mtable>'
    return row('<mo stretchy="true" fence="true">{</mo>', table)


def _condition(when: Condition | None) -> str:
    return words("otherwise") if when is None else row(words("if "), to_mathml(when))


def _conjunction(relations: tuple[Rel, ...]) -> str:
    parts = [to_mathml(relations[0])]
    for before, relation in pairwise(relations):
        if before.right == relation.left and before.operator[0] == relation.operator[0] in ("<", ">"):
            parts += [operator(SIGNS.get(relation.operator, relation.operator)), to_mathml(relation.right)]
        else:
            parts += [words(" and "), to_mathml(relation)]
    return row(*parts)
