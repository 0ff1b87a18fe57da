"""Sine, cosine and arctangent of double-double numbers, relative to their own size for arguments of any size."""

import math
from fractions import Fraction
from functools import lru_cache, singledispatch

import numpy as np

from .wide import CANCELLED, Wide, constant, signed, size, watch, where
from .words import FIXED, Words, add, ordered, plus, times, two_sum, two_words

_RIGHT_ANGLE = "1.5707963267948966192313216916397514420985846996876"  # π/2
_ANGLES = 64  # of the table of arctan for arguments from 0 to 1
_CENTRES = 32  # of the tables of sine and cosine, for one radian
LONG = 2500  # bits of π, which reduce the product of the two largest floats and leave 400
# Up to a size a count of right angles times a piece of π/2 is exact: how many bits a piece has, and how many there are.
_CUTS = {2.0**20: (33, 5), 2.0**30: (23, 9)}
_NEAR = max(_CUTS)
_FARTHEST = 2100  # the exponent of such a product is below it


def _fixed_angle(opposite: int, adjacent: int, bits: int) -> int:
    """arctan(opposite/adjacent) in fixed point, by Euler's series."""
    norm = adjacent**2 + opposite**2
    term = angle = (adjacent * opposite << bits) // norm
    n = 1
    while term:
        term = term * (2 * n * opposite * opposite) // ((2 * n + 1) * norm)
        angle, n = angle + term, n + 1
    return angle


@lru_cache
def right_angle() -> int:
    """π/2 in fixed point, by Machin's formula."""
    return 2 * (4 * _fixed_angle(1, 5, LONG) - _fixed_angle(1, 239, LONG))


@lru_cache
def _pieces(bits: int, count: int) -> list[float]:
    """π/2 cut into floats of few bits."""
    pieces, rest = [], right_angle()
    for number in range(count):
        place = LONG + 1 - bits * (number + 1)
        pieces.append(math.ldexp(rest >> place, place - LONG))
        rest &= (1 << place) - 1
    return pieces


@lru_cache
def _table() -> tuple[Words, Words]:
    """Sine and cosine of i/32, by their power series."""
    waves: tuple[list[int], list[int]] = ([], [])
    for step in range(_CENTRES + 1):
        term, n = 1 << FIXED, 0
        sums = [0, 0]
        while term:
            sums[1 - n % 2] += term if n % 4 < 2 else -term
            n += 1
            term = term * step // (_CENTRES * n)
        for wave, total in zip(waves, sums, strict=True):
            wave.append(total)
    return two_words(waves[0]), two_words(waves[1])


@singledispatch
def sine_and_cosine(argument: Wide) -> tuple[Wide, Wide]:
    """Both relative to their own size; nan beyond all floats."""
    tiny = argument.below(-60)
    turns, rest = _reduced(where(tiny, 0.0, argument))
    watch((np.abs(rest[0]) < 2.0**-CANCELLED) & ~argument.below(-CANCELLED))
    sine, cosine = _in_octant(rest)
    odd = turns % 2 == 1
    both = where(odd, cosine, sine), where(odd, sine, cosine)
    signs = np.where(turns % 4 < 2, 1.0, -1.0), np.where((turns + 1) % 4 < 2, 1.0, -1.0)
    sine, cosine = (wave * sign for wave, sign in zip(both, signs, strict=True))
    if not np.any(tiny):
        return sine, cosine
    return where(tiny, argument, sine), where(tiny, 1.0 - (argument * argument).scaled(-1), cosine)


def _reduced(argument: Wide) -> tuple[np.ndarray, Words]:
    """How many right angles to take away, modulo 4, and what is left, between −π/4 and π/4."""
    high, low = argument.words()
    far = ~(np.abs(high) < _NEAR)
    inside = np.where(far, 0.0, high)
    turns = np.rint(inside * (2 / math.pi))
    widest = np.max(np.abs(inside), initial=0.0)
    first, *others = _pieces(*next(cut for size, cut in _CUTS.items() if widest <= size))
    words = _distilled([low, *(-turns * piece for piece in reversed(others)), high - turns * first])
    turns = turns.astype(np.int64) % 4
    return _reduced_far(argument, far, turns, words) if np.any(far) else (turns, words)


def _distilled(numbers: list[np.ndarray]) -> Words:
    """The sum of some floats, the largest last, in two words that are right even where much cancels."""
    for _ in range(2):
        total, left = numbers[0], []
        for number in numbers[1:]:
            total, lost = two_sum(number, total)
            left.append(lost)
        numbers = [*left, total]
    return two_sum(numbers[-1], sum(numbers[:-1]))


def _reduced_far(argument: Wide, far: np.ndarray, turns: np.ndarray, words: Words) -> tuple[np.ndarray, Words]:
    """The same, where the argument is far away, one number after the other, in integers."""
    parts = np.broadcast_arrays(argument.high, argument.low, argument.exponent, far)
    turns, high, low = (np.array(np.broadcast_to(part, parts[0].shape)) for part in (turns, *words))
    for place in zip(*np.nonzero(np.atleast_1d(parts[3])), strict=True):
        place = place if parts[3].ndim else ()
        number = (float(parts[0][place]), float(parts[1][place]), int(parts[2][place]))
        turns[place], high[place], low[place] = _one_reduced(*number)
    return turns, (high, low)


def _one_reduced(high: float, low: float, exponent: int) -> tuple[int, float, float]:
    if not math.isfinite(high) or exponent > _FARTHEST:
        return 0, math.nan, math.nan
    whole = int(math.ldexp(high, 181)) + int(math.ldexp(low, 181))
    shift = LONG + 181 - exponent
    product = whole * _turns_of_one()
    turns = (product + (1 << shift - 1)) >> shift
    left = (product - (turns << shift)) * right_angle()
    return (turns % 4, *_two_words(left, shift + LONG))


@lru_cache
def _turns_of_one() -> int:
    """How many right angles are 1, in units of 2 to minus LONG."""
    return (1 << 2 * LONG) // right_angle()


def _two_words(number: int, power: int) -> tuple[float, float]:
    """A whole number over a power of two in two words, the quotient of whole numbers being rounded rightly."""
    high = number / (1 << power)
    numerator, denominator = high.as_integer_ratio()
    return high, (number - (numerator << power) // denominator) / (1 << power)


def _in_octant(angle: Words) -> tuple[Wide, Wide]:
    """From the nearest tabulated angle, by the theorems of addition."""
    sign = np.where(angle[0] < 0, -1.0, 1.0)
    high, low = angle[0] * sign, angle[1] * sign
    nearest = np.rint(_CENTRES * high)
    index = nearest.astype(np.int64) % (_CENTRES + 1)  # of nan too it is an index
    step = add((high - nearest / _CENTRES, 0.0 * high), (low, 0.0 * low))
    sine, cosine = ((highs[index], lows[index]) for highs, lows in _table())
    swing, rise = _series(step)
    sine, cosine = (
        add(sine, add(times(sine, rise), times(cosine, swing))),
        add(cosine, add(times(cosine, rise), _negative(times(sine, swing)))),
    )
    return Wide.of(sine[0] * sign, sine[1] * sign), Wide.of(*cosine)


def _series(step: Words) -> tuple[Words, Words]:
    """sin(h) and cos(h) − 1 for a small h."""
    square = times(step, step)
    swing = times(step, _alternating(square, (6, 20), (42, 72, 110, 156)))
    rise = times((square[0] / -2, square[1] / -2), _alternating(square, (12, 30), (56, 90, 132)))
    return swing, rise


def _alternating(square: Words, divisors: tuple[int, ...], more: tuple[int, ...]) -> Words:
    """1 − s/a·(1 − s/b·(1 − …)), of which more divisors need the digits of a float only."""
    tail = 0.0
    for divisor in reversed(more):
        tail = square[0] / divisor * (1 - tail)
    result = ordered(1.0, -tail)
    for divisor in reversed(divisors):
        share = times(square, two_words(Fraction(1, divisor)))
        result = plus((1.0, 0.0), _negative(times(share, result)))
    return result


def _negative(words: Words) -> Words:
    return -words[0], -words[1]


@lru_cache
def _angles() -> Words:
    """arctan(i/64)."""
    return two_words([_fixed_angle(step, _ANGLES, FIXED) for step in range(_ANGLES + 1)])


@singledispatch
def arctangent(argument: Wide) -> Wide:
    """From a tabulated angle nearby: the tangent of the difference is (u − c)/(1 + u·c)."""
    steep = ~argument.below(0)
    length = size(argument)
    slope = where(steep, 1.0 / length, length)
    nearest = np.rint(_ANGLES * slope.rounded())
    index = np.abs(nearest).astype(np.int64) % (_ANGLES + 1)  # of nan too it is an index
    centre = nearest / _ANGLES
    rest = (slope - centre) / (1.0 + slope * centre)
    square = rest * rest
    flat = square.rounded()
    tail = Wide.of(flat * flat * flat * (1 / 7 - flat * (1 / 9 - flat * (1 / 11 - flat / 13))))
    high, low = _angles()
    angle = Wide.of(high[index], low[index]) + rest * (
        1.0 - square * constant("1/3") + (square * square * constant("1/5") - tail)
    )
    angle = where(steep, constant(_RIGHT_ANGLE) - angle, angle)
    return signed(angle, argument.high)
