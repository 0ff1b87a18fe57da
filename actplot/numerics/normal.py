"""The normal distribution: Mills' ratio m(t) = Φ(−t)/φ(t), from which Φ follows without losing the smaller tail."""

from functools import lru_cache, singledispatch

import numpy as np

from .wide import Wide, constant, exp, signed, size, where
from .words import FIXED, Words, ordered, plus, quotient, times, two_sum, two_words

TABULATED = 8  # up to this t a table is used, beyond it a continued fraction
_STEPS = 32  # centres of the table from one integer to the next
_TERMS = 13  # of the series about a centre,
_WIDE_TERMS = 4  # of which this many are needed in two words
_LEVELS = 25  # of the continued fraction, for the precision of a float
_FARTHEST = 1e300

# (1 + t)·Φ(−t)·e^(t²/2) as a polynomial of y = (t − 5)/(t + 5), lowest power first: the Chebyshev interpolant of degree
# 23, right to 3e-16. The change of variable is that of Shepherd and Laframboise (1981, Mathematics of Computation 36).
_MIDDLE = 5.0
_QUICK = (
    0.46151582985003775,
    -0.09155228183400893,
    0.03103036842596369,
    0.010002352385220747,
    -0.02640104296630763,
    0.02453696324390185,
    -0.015170415402525146,
    0.006522000665119207,
    -0.0016760723444742157,
    7.79161509574746e-06,
    0.00018233414474988366,
    -5.3607652870422455e-05,
    -9.896096712884405e-06,
    9.060011716331426e-06,
    -7.034836922558877e-08,
    -1.3077682743993349e-06,
    1.278804945396261e-07,
    1.9663442631364518e-07,
    -2.6287875968778985e-08,
    -3.120147211147667e-08,
    3.6280682399194867e-09,
    4.500725392479864e-09,
    -2.8233272215141205e-10,
    -3.9886338590692045e-10,
)

_AT_ZERO = "1.253314137315500251207882642405522626503493370304969158314961788171146827303921"  # √(π/2)
DENSITY = "0.398942280401432677939946059934381868475858631164934657665925830"  # 1/√(2π)


@lru_cache
def _table() -> tuple[np.ndarray, np.ndarray]:
    """The coefficients of m(c + h) = a₀ + a₁·h + … at every centre c: the words of each, by power.

    From m′ = t·m − 1 follows (n + 1)·aₙ₊₁ = c·aₙ + aₙ₋₁, less 1 for n = 0. A series leads from centre to centre.
    """
    one, terms = 1 << FIXED, FIXED // 6
    start = int(_AT_ZERO.replace(".", "")) * one // 10 ** (len(_AT_ZERO) - 2)
    rows = []
    for centre in range(TABULATED * _STEPS + 1):
        row = [start, centre * start // _STEPS - one]
        for n in range(1, terms):
            row.append((centre * row[n] // _STEPS + row[n - 1]) // (n + 1))
        rows.append(row[:_TERMS])
        start = sum(coefficient >> n * (_STEPS.bit_length() - 1) for n, coefficient in enumerate(row))
    words = [two_words(column) for column in zip(*rows, strict=True)]
    return np.array([high for high, _ in words]), np.array([low for _, low in words])


def mills_ratio(high: np.ndarray, low: np.ndarray | float = 0.0) -> Words:
    """m(high + low), for numbers of at least 0; nan for nan."""
    far = high > TABULATED
    if not np.any(far):
        return _near(high, low)
    t = np.minimum(high, _FARTHEST)
    distant = quotient((1.0, 0.0), plus((t, 0.0), (far_excess(t), low)))
    near = _near(np.minimum(high, TABULATED), low)
    return np.where(far, distant[0], near[0]), np.where(far, distant[1], near[1])


def quick_tail(t: np.ndarray) -> np.ndarray:
    """Φ(−t)·e^(t²/2) to the last place or two of a float, for numbers of at least 0."""
    place = np.asarray((t - _MIDDLE) / (t + _MIDDLE))
    total = np.full_like(place, _QUICK[-1])
    for coefficient in _QUICK[-2:0:-1]:
        np.multiply(total, place, out=total)
        np.add(total, coefficient, out=total)
    np.multiply(total, place, out=total)
    whole, lost = ordered(_QUICK[0], total)
    divisor, rest = two_sum(t, 1.0)
    ratio = whole / divisor
    return ratio + (lost - ratio * rest) / divisor


def _near(high: np.ndarray, low: np.ndarray | float) -> Words:
    highs, lows = _table()
    nearest = np.rint(_STEPS * high)
    index = nearest.astype(np.int64) % highs.shape[1]  # of nan too it is an index
    step = two_sum(high - nearest / _STEPS, low)
    tail = 0.0
    for power in range(_TERMS - 1, _WIDE_TERMS - 1, -1):
        tail = tail * step[0] + highs[power][index]
    near = (tail, 0.0)
    for power in range(_WIDE_TERMS - 1, -1, -1):
        near = plus((highs[power][index], lows[power][index]), times(near, step))
    return near


def far_excess(t: np.ndarray) -> np.ndarray:
    """k = 1/(t + 2/(t + 3/(t + …))), which makes m(t) = 1/(t + k); for t of at least 8, where it is small."""
    excess = 0.0
    for level in range(_LEVELS, 0, -1):
        excess = level / (t + excess)
    return excess


def density(u: Wide) -> Wide:
    """φ(u)."""
    return constant(DENSITY) * exp(-(u * u).scaled(-1))


@singledispatch
def mills(size: Wide) -> Wide:
    """m of a number of at least 0."""
    high, low = size.words()
    return Wide.of(*mills_ratio(high, np.where(high < _FARTHEST, low, 0.0)))


@singledispatch
def excess(size: Wide, ratio: Wide) -> Wide:
    """1/m(t) − t of t = size, the inverse Mills' ratio less its argument; `ratio` is m(t)."""
    inverse = 1.0 / where(size.below(3), ratio, size)
    far = where(size.below(30), Wide.of(far_excess(np.maximum(size.rounded(), TABULATED))), inverse)
    return where(size.below(3), inverse - size, far)


@singledispatch
def centred(u: Wide, density: Wide) -> Wide:
    """Φ(u) − ½, precise near 0; `density` is φ(u)."""
    t = size(u)
    far = signed(0.5 - density * mills(t), u.high)
    near = t.below(-3)
    if not np.any(near):
        return far
    square = where(near, t * t, 0.0)
    flat, tail = square.rounded(), 1.0
    for odd in (19, 17, 15, 13, 11, 9):
        tail = 1.0 + flat / odd * tail
    series = 1.0 + square * (constant("1/3") + square * (constant("1/15") + flat * tail / 105))
    return where(near, density * u * series, far)
