"""A tree to one line of text that reads back to the same tree, as one would type it by hand."""

from itertools import pairwise

from ..term import Add, And, Call, Cases, Condition, D, Div, Fold, Mul, Neg, Num, Partial, Pow, Rel, Sym, Term

# How strongly the parts of a text hold together; weaker ones get parentheses.
_SUM, _MINUS, _QUOTIENT, _PRODUCT, _POWER, _ATOM = range(6)


def to_text(term: Term | Condition) -> str:
    """One line in the language's own syntax, with no more parentheses than it needs."""
    match term:
        case Num(_, text):
            return text
        case Sym(name):
            return name
        case Neg(operand):
            return f"-{_at_least(operand, _QUOTIENT)}"
        case Add(args):
            return _at_least(args[0], _MINUS) + "".join(map(_further_term, args[1:]))
        case Mul(args):
            return "*".join(_at_least(factor, _POWER) for factor in args)
        case Div(numerator, denominator):
            return f"{_at_least(numerator, _PRODUCT)}/{_at_least(denominator, _POWER)}"
        case Pow(base, exponent):
            return f"{_at_least(base, _ATOM)}^{_exponent(exponent)}"
        case Call(name, args, keywords):
            return _call(name, args, keywords)
        case Cases(pieces):
            return _where(pieces)
        case D(operand, variable) | Partial(operand, variable):
            return f"D({to_text(operand)}, {variable})"
        case Fold(kind, body, index, count):
            return f"{kind}({to_text(body)}, {index}, {count})"
        case Rel(operator, left, right):
            return f"{to_text(left)} {operator} {to_text(right)}"
        case And(args):
            return _conjunction(args)
    raise TypeError(f"not a term: {term!r}")


def _strength(term: Term) -> int:
    """How strongly the text of a term holds together."""
    match term:
        case Add():
            return _SUM
        case Neg():
            return _MINUS
        case Div():
            return _QUOTIENT
        case Mul():
            return _PRODUCT
        case Pow():
            return _POWER
    return _ATOM


def _at_least(term: Term, strength: int) -> str:
    text = to_text(term)
    return text if _strength(term) >= strength else f"({text})"


def _further_term(term: Term) -> str:
    if isinstance(term, Neg):
        return f" - {_at_least(term.operand, _QUOTIENT)}"
    return f" + {_at_least(term, _QUOTIENT)}"


def _exponent(exponent: Term) -> str:
    """x^-2 is what one types; any other minus sign gets parentheses."""
    if isinstance(exponent, Neg) and isinstance(exponent.operand, Num | Sym):
        return to_text(exponent)
    return _at_least(exponent, _POWER)


def _call(name: str, args: tuple[Term, ...], keywords: tuple[tuple[str, Term], ...]) -> str:
    given = [*map(to_text, args), *(f"{keyword}={to_text(value)}" for keyword, value in keywords)]
    if name == "abs" and "|" not in given[0]:  # bars inside bars would be ambiguous
        return f"|{given[0]}|"
    return f"{name}({', '.join(given)})"


def _where(pieces: tuple[tuple[Term, Condition | None], ...]) -> str:
    *conditional, (last, _) = pieces
    opened = "".join(f"where({to_text(condition)}, {to_text(piece)}, " for piece, condition in conditional)
    return opened + to_text(last) + ")" * len(conditional)


def _conjunction(relations: tuple[Rel, ...]) -> str:
    """Neighbours that share a term and a direction are chained: -3 < x < 3."""
    text = to_text(relations[0])
    for before, relation in pairwise(relations):
        if before.right == relation.left and before.operator[0] == relation.operator[0] in ("<", ">"):
            text += f" {relation.operator} {to_text(relation.right)}"
        else:
            text += f" and {to_text(relation)}"
    return text
