"""Works out what numbers in place of letters decide: which case holds, what is between bars, which power is a root."""

from fractions import Fraction

from ..term import And, Call, Cases, Condition, Num, Pow, Rel, Term, rebuilt
from .neat import cases, numeric, rational

HALF = Fraction(1, 2)


def decided(term: Term) -> Term:
    """The term without cases that hold nowhere, nor others behind one that holds everywhere."""
    inner = rebuilt(term, decided)
    match inner:
        case Cases(pieces):
            return _decided_cases(pieces)
        case Call("abs", (operand,)) if (value := numeric(operand)) is not None:
            return rational(abs(value), decimal=isinstance(operand, Num))
        case Pow(base, exponent) if numeric(exponent) == HALF:
            return Call("sqrt", (base,))
    return inner


def _decided_cases(pieces: tuple[tuple[Term, Condition | None], ...]) -> Term:
    left: list[tuple[Term, Condition | None]] = []
    for piece, when in pieces:
        holds = _holds(when)
        if holds is not False:
            left.append((piece, None if holds else when))
        if holds:
            break
    return cases(tuple(left))


def _holds(when: Condition | None) -> bool | None:
    """Whether a condition between numbers does; None of others."""
    if when is None:
        return True
    if isinstance(when, And):
        known = [_holds(one) for one in when.args]
        return False if False in known else None if None in known else True
    first, second = numeric(when.left), numeric(when.right)
    return None if first is None or second is None else _compared(when, first, second)


def _compared(relation: Rel, first: Fraction, second: Fraction) -> bool:
    return {
        "<": first < second, ">": first > second, "<=": first <= second, ">=": first >= second, "==": first == second,
        "!=": first != second,
    }[relation.operator]  # fmt: skip
