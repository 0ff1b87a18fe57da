"""The limit of a formula on one side of a point: by its leading term where rules give it, else by its values."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from mpmath import libmp

from ..evaluating.compiler import written_out
from ..evaluating.context import mp, mpf
from ..evaluating.elementary import Undefined, magnitude
from ..evaluating.precision import Number
from ..term import Term
from .coefficients import Divided, Doubt, Field, Unruled, negative
from .expanding import Approach
from .monomials import size
from .series import Series
from .values import Limit, limit_of_values

_TRIES = ((1400, 4), (1400, 10), (1400, 24), (4400, 12))  # bits and terms
_DIGITS = 210  # bits, a little more than 60 digits


def limit(term: Term, environment: Mapping[str, Number], variable: str, at: Number, side: int) -> Limit:
    """What a term tends to as its variable comes to a place from the left (side -1) or the right (1).

    Parameters
    ----------
    environment : what the other symbols are worth
    at : the exact place: an int, a fraction, a float, a number with at least 1 500 digits, or ±∞
    side : 0 for the value at the place itself, which is "undefined" where there is none

    Nothing is guessed: what neither the leading term nor values at many distances decide is undecided.
    """
    return limits((term,), environment, variable, at, side)[0]


def limits(
    terms: Sequence[Term], environment: Mapping[str, Number], variable: str, at: Number, side: int
) -> tuple[Limit, ...]:
    """The limits of several terms, such as a formula and its derivatives, which share their work."""
    others = tuple(sorted((name, number) for name, number in environment.items() if name != variable))
    return _limits(tuple(map(written_out, terms)), others, variable, at, side)


@lru_cache(maxsize=4096)
def _limits(
    terms: tuple[Term, ...], others: tuple[tuple[str, Number], ...], variable: str, at: Number, side: int
) -> tuple[Limit, ...]:
    found: dict[Term, Limit | None] = {}  # None where rules are too weak
    turns = False
    for precision, count in _TRIES:
        approach = Approach(Field(precision, count), variable, at, side, dict(others))
        for term in terms:
            if term not in found:
                with suppress(Doubt):
                    found[term] = _by_rules(approach, term)
        turns = turns or approach.field.turns
        if all(term in found for term in terms):
            break
    environment = dict(others)
    return tuple(
        found.get(term) or limit_of_values(term, environment, variable, at, side, turns=turns) for term in terms
    )


def _by_rules(approach: Approach, term: Term) -> Limit | None:
    """None where no rule decides. Raises `Doubt` where more terms or digits may."""
    try:
        return Limit("oscillates") if approach.swings(term) else _stated(approach.field, approach.remembered(term))
    except (Undefined, Divided):
        return Limit("undefined")
    except (Unruled, OverflowError):
        return None


def _stated(field: Field, series: Series) -> Limit:
    """Raises `Doubt` or `Unruled` where the leading term is not known well enough."""
    if series.is_zero:
        return Limit("finite", mpf(0))
    growth = size(field, series.leading)
    if growth < 0:
        return Limit("finite", mpf(0))
    if not series.terms:
        raise Unruled if series.wild else Doubt
    number, error = series.terms[0][0]
    if growth > 0:
        return Limit("infinite", mp.ninf if negative(series.terms[0][0]) else mp.inf)
    if error > magnitude(number) - _DIGITS:
        raise Doubt
    return Limit("finite", mp.make_mpf(libmp.mpf_pos(number, _DIGITS, "n")))
