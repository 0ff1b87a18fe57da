"""Conditions while they are read: or, not, and what a condition is as a number."""

from ...frozen import record
from ..term import OPPOSITES, And, Cases, Condition, Rel, Term, number, piecewise

MOST_ALTERNATIVES = 64


@record(slots=True)
class Either:
    """Conditions of which at least one holds; pieces say it by their order, so that no term holds one."""

    args: tuple[Condition, ...]


Logical = Rel | And | Either


def is_logical(node: object) -> bool:
    return isinstance(node, Rel | And | Either)


def alternatives(condition: Logical) -> tuple[Condition, ...]:
    return condition.args if isinstance(condition, Either) else (condition,)


def relations(condition: Condition) -> tuple[Rel, ...]:
    return condition.args if isinstance(condition, And) else (condition,)


def all_of(first: Logical, second: Logical) -> Logical:
    """Raises `OverflowError` where there are too many ways to hold."""
    pairs = [(one, other) for one in alternatives(first) for other in alternatives(second)]
    return _one_of(tuple(And((*relations(one), *relations(other))) for one, other in pairs))


def any_of(first: Logical, second: Logical) -> Logical:
    """Raises `OverflowError` where there are too many ways to hold."""
    return _one_of((*alternatives(first), *alternatives(second)))


def opposite(condition: Logical) -> Logical:
    """Raises `OverflowError` where there are too many ways to hold."""
    if isinstance(condition, Either):
        first, *rest = map(opposite, condition.args)
        for other in rest:
            first = all_of(first, other)
        return first
    return _one_of(tuple(Rel(OPPOSITES[one.operator], one.left, one.right) for one in relations(condition)))


def _one_of(conditions: tuple[Condition, ...]) -> Logical:
    if len(conditions) > MOST_ALTERNATIVES:
        raise OverflowError
    return conditions[0] if len(conditions) == 1 else Either(conditions)


def chosen(condition: Logical, then: Term, otherwise: Term) -> Cases:
    """The first term where the condition holds, else the second."""
    for one in reversed(alternatives(condition)):
        otherwise = piecewise(one, then, otherwise)
    assert isinstance(otherwise, Cases)
    return otherwise


def indicator(condition: Logical) -> Cases:
    """1 where a condition holds and 0 elsewhere, as Python counts."""
    return chosen(condition, number("1"), number("0"))
