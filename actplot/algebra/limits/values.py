"""The second way to a limit: values at ever smaller distances, which must converge beyond doubt."""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from mpmath import libmp

from ...frozen import record
from ..evaluating.context import mp, mpf
from ..evaluating.precision import Number, is_defined, raw_number, value
from ..rewriting.engine import differentiate
from ..term import D, Term, rebuilt

_DIGITS = 60
_BANDS = (8, 20, 40, 80, 160)  # powers of ten
_IN_BAND = 12
_FARTHEST = (320, 480)  # where a limit of 0 must still be 0
_GOLDEN = (math.sqrt(5) - 1) / 2  # spreads points so that no oscillation is in step with them
_SLOWEST = 0.05  # power of the distance with which values must approach a limit, or grow
_SPREAD = 0.3  # of values in a band, against the band before, that shows that they do not converge


@record(slots=True)
class Limit:
    """What a formula tends to on one side of a point.

    The kind is "finite", "infinite", "oscillates", "undefined" where there are no values on that side, or "undecided";
    a finite limit has 60 right digits, an infinite one is ±∞, the others have no value.
    """

    kind: str
    value: Any = None  # a number of mpmath

    @property
    def is_finite(self) -> bool:
        return self.value is not None and abs(self.value) < mp.inf

    @property
    def is_undecided(self) -> bool:
        return self.kind == "undecided"


@record(slots=True)
class _Sample:
    exponent: float  # the distance is 10 to minus this
    value: mpf


def limit_of_values(
    term: Term, environment: Mapping[str, Number], variable: str, at: Number, side: int, *, turns: bool
) -> Limit:
    """Decides from values alone.

    `turns` says that something in the formula oscillates without end: it may do so between any values one looks at, so
    that these show nothing but the oscillation.
    """
    formula = _carried_out(term)
    if not side:
        return _value_at(formula, {**environment, variable: at})

    def sampled(exponent: float) -> _Sample:
        place = {**environment, variable: _beside(at, side, exponent)}
        found = value(formula, place, _DIGITS)
        if mp.isnan(found) and is_defined(formula, place):
            raise _Unsettled
        return _Sample(exponent, found)

    try:
        return _decided(sampled, turns)
    except (_Unsettled, OverflowError):
        return Limit("undecided")


def _value_at(formula: Term, place: Mapping[str, Number]) -> Limit:
    found = value(formula, place, _DIGITS)
    if mp.isfinite(found):
        return Limit("finite", found)
    return Limit("undecided" if mp.isnan(found) and is_defined(formula, place) else "undefined")


class _Unsettled(Exception):
    """A value whose digits did not settle."""


def _carried_out(term: Term) -> Term:
    """The term with the rules of differentiation in place of derivatives."""
    inner = rebuilt(term, _carried_out)
    return differentiate(inner.operand, inner.variable) if isinstance(inner, D) else inner


def _beside(at: Number, side: int, exponent: float) -> Number:
    """The place at this distance, to its last bit; so far out where the place is ±∞."""
    power = math.floor(exponent)
    distance = Fraction(10 ** (exponent - power)) * Fraction(10) ** power
    if isinstance(at, float | mpf) and mp.isinf(at):
        return distance if at > 0 else -distance
    step = side / distance
    if not isinstance(at, mpf):
        return Fraction(at) + step
    rounded = libmp.from_rational(step.numerator, step.denominator, 3000, "n")
    return mp.make_mpf(libmp.mpf_add(raw_number(at, 0), rounded))


def _exponents(band: int) -> list[float]:
    """Spread over a third of the band's size, out of step with every power."""
    width = max(4, band / 4)
    return sorted(band + width * (k * _GOLDEN % 1.0) for k in range(1, _IN_BAND + 1))


def _decided(sampled: Callable[[float], _Sample], turns: bool) -> Limit:
    bands = [[sampled(exponent) for exponent in _exponents(band)] for band in _BANDS]
    if turns:
        return Limit("oscillates" if _oscillates(bands) else "undecided")
    every = [sample for band in bands for sample in band]
    without = sum(not mp.isfinite(sample.value) for sample in every)  # ±∞ is what a division by 0 gives
    if without:
        return Limit("undefined" if without == len(every) else "undecided")
    far = [sampled(exponent) for exponent in _FARTHEST]
    return _vanishing(every, far) or _converging(every) or _growing(every, far) or Limit("undecided")


def _vanishing(samples: Sequence[_Sample], far: Sequence[_Sample]) -> Limit | None:
    """A limit of 0: values that shrink with a power of the distance, as far as one looks."""
    shrinks = all(abs(one.value) <= _envelope(samples[:_IN_BAND], one.exponent) for one in (*samples, *far))
    return Limit("finite", mpf(0)) if shrinks else None


def _envelope(first: Sequence[_Sample], exponent: float) -> mpf:
    """What values stay below at a distance if they shrink from their largest at the first distances."""
    largest = max(abs(sample.value) for sample in first)
    return largest * mpf(10) ** (-_SLOWEST * max(0.0, exponent - first[-1].exponent))


def _converging(samples: Sequence[_Sample]) -> Limit | None:
    """Another limit: differences from the last value shrink so that what is left is below its last digit."""
    last = samples[-1].value
    differences = [_Sample(sample.exponent, sample.value - last) for sample in samples[:-1]]
    if not all(abs(one.value) <= _envelope(differences[:_IN_BAND], one.exponent) for one in differences):
        return None
    left = max(abs(one.value) for one in differences[-_IN_BAND + 1 :])
    settled = left <= abs(last) * mpf(10) ** -_DIGITS
    return Limit("finite", last) if settled and last else None


def _growing(samples: Sequence[_Sample], far: Sequence[_Sample]) -> Limit | None:
    """±∞: values of one sign that grow with a power of the distance, as far as one looks."""
    every = [*samples, *far]
    direction = mp.sign(samples[0].value)
    if any(mp.sign(sample.value) != direction or not direction for sample in every):
        return None
    sizes = [(sample.exponent, mp.log10(abs(sample.value))) for sample in every]
    start, smallest = sizes[_IN_BAND - 1][0], min(size for _, size in sizes[:_IN_BAND])
    grows = all(size >= smallest + 2 * _SLOWEST * (at - start) for at, size in sizes[_IN_BAND:])
    steady = all(after >= before for (_, before), (_, after) in pairwise(sizes))
    return Limit("infinite", mp.inf if direction > 0 else mp.ninf) if grows and steady else None


def _oscillates(bands: Sequence[Sequence[_Sample]]) -> bool:
    """Whether values turn again and again in every band, as widely as before."""
    known = [[sample.value for sample in band if not mp.isnan(sample.value)] for band in bands]
    if any(len(band) < 4 or _turns(band) < 2 or any(map(mp.isinf, band)) for band in known):
        return False
    spreads = [max(band) - min(band) for band in known]
    return all(after >= _SPREAD * before > 0 for before, after in pairwise(spreads))


def _turns(values: Sequence[mpf]) -> int:
    """How often values that rise begin to fall, and the other way round."""
    steps = [mp.sign(after - before) for before, after in pairwise(values) if after != before]
    return sum(before != after for before, after in pairwise(steps))
