"""The limit of a formula on one side of a point: by its leading term where rules give it, else by its values."""

from collections.abc import Mapping
from functools import lru_cache

from mpmath import libmp, mp, mpf

from ..evaluating.compiler import written_out
from ..evaluating.elementary import Undefined, magnitude
from ..evaluating.precision import Number
from ..term import Term
from .coefficients import Doubt, Field, Unruled, negative
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

    Nothing is guessed: what neither the leading term nor values at many distances decide is undecided.
    """
    others = tuple(sorted((name, number) for name, number in environment.items() if name != variable))
    return _limit(written_out(term), others, variable, at, side)


@lru_cache(maxsize=4096)
def _limit(term: Term, others: tuple[tuple[str, Number], ...], variable: str, at: Number, side: int) -> Limit:
    environment, turns = dict(others), False
    for precision, terms in _TRIES:
        field = Field(precision, terms)
        approach = Approach(field, variable, at, side, environment)
        try:
            return Limit("oscillates") if approach.swings(term) else _stated(field, approach.series(term))
        except Undefined:
            return Limit("undefined")
        except Doubt:
            continue
        except (Unruled, OverflowError):
            break
        finally:
            turns = turns or field.turns
    return limit_of_values(term, environment, variable, at, side, turns=turns)


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
