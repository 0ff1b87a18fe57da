"""Chooses the numbers at an axis of any scale: powers of ten of a logarithmic one, few enough to be read."""

import math
from collections.abc import Sequence
from functools import lru_cache

import matplotlib as mpl

from ....numerics.scales import LOG, Scale
from ..legend import HINTED, measured_settings, text_widths
from ..ticks import (
    CLEAR,
    POINTS_PER_INCH,
    RAISED,
    Span,
    Ticks,
    Window,
    behind_last,
    letters_of,
    pad_of,
    ticks_of,
)

PLAIN_POWERS = (-3, 3)  # of ten, between which numbers are written out
BETWEEN = ((1, 2, 5), (1, 3), (1,))  # numbers of each decade, the most first
POWERS = (1, 2, 3, 5, 10, 20, 25, 50, 100, 200)  # from one power of ten that is written to the next
FEWEST = 3  # numbers, below which those between powers of ten are told as well
NARROW = 0.7  # decades, below which an axis has the numbers of an even one
CLOSEST = 2.2  # heights of letters from one number above another


def numbers_of(window: Window, index: int, room: tuple[float, float], *, ends: bool) -> Ticks:
    """Numbers for one of the axes of a panel, with a length in inches and letters of a size in points."""
    settings = (*mpl.rcParams["font.family"], *measured_settings())
    return _numbers_of(window, index, room, ends, (repr((window.x, window.y)), *settings))


@lru_cache(maxsize=256)  # a figure asks for its own several times
def _numbers_of(window: Window, index: int, room: tuple[float, float], ends: bool, _: tuple[str, ...]) -> Ticks:
    """Under settings that widths of numbers depend on, and with ends of which 0 may have a sign."""
    axis, kind = "xy"[index], window.kinds[index]
    span, scale = (window.x, window.y)[index], (window.scales.x, window.scales.y)[index]
    if scale.is_linear:
        return ticks_of(kind, span, *room, ends=ends)
    if scale.name == LOG and math.log10(span[1] / span[0]) < NARROW:
        return ticks_of(axis, span, *room, ends=False)
    candidates = _of_logarithms(span) if scale.name == LOG else _of_both_signs(scale, span)
    return next((found for found in candidates if _fits(axis, scale, (span, room), found)), _ends(span))


def _of_logarithms(span: Span) -> list[Ticks]:
    """Numbers of decades, the most first."""
    low, high = math.floor(math.log10(span[0])), math.ceil(math.log10(span[1]))
    plain = low >= PLAIN_POWERS[0] and high <= PLAIN_POWERS[1] + 1
    within = [power for power in range(low, high + 1) if _inside(10.0**power, span)]
    found = []
    if len(within) <= FEWEST:
        found = [
            [(digit, power) for power in range(low, high + 1) for digit in digits if _inside(digit * 10.0**power, span)]
            for digits in BETWEEN[:-1]
        ]
    found += [[(1, power) for power in within if power % step == 0] for step in POWERS]
    return [_ticks(some, plain=plain) for some in found if some]


def _ends(span: Span) -> Ticks:
    """The lower end alone, where there is no room for more."""
    return Ticks((span[0],), (f"{span[0]:.2g}".replace("-", "−"),))


def _inside(value: float, span: Span) -> bool:
    return span[0] * (1 - 1e-9) <= value <= span[1] * (1 + 1e-9)


def _of_both_signs(scale: Scale, span: Span) -> list[Ticks]:
    """0 and powers of ten on both sides, the most first."""
    least = round(math.log10(scale.threshold))
    farthest = max(abs(span[0]), abs(span[1]), scale.threshold)
    most, last = math.ceil(math.log10(farthest)), math.floor(math.log10(farthest * (1 + 1e-9)))
    plain = least >= PLAIN_POWERS[0] and most <= PLAIN_POWERS[1] + 1
    found = []
    for step in POWERS:
        powers = [power for power in range(least, most + 1) if (last - power) % step == 0]
        signed = [(-1, power) for power in reversed(powers)] + [(0, 0)] + [(1, power) for power in powers]
        found.append(_ticks([(d, p) for d, p in signed if span[0] <= d * 10.0**p <= span[1]], plain=plain))
    return [*found, Ticks((0.0,), ("0",))]


def _ticks(numbers: Sequence[tuple[int, int]], *, plain: bool) -> Ticks:
    places = tuple(float(f"{digit}e{power}") for digit, power in numbers)
    return Ticks(places, tuple(_written(digit, power, plain=plain) for digit, power in numbers))


def _written(digit: int, power: int, *, plain: bool) -> str:
    """Such as 0.01, 10⁻⁵ or 2×10⁶."""
    if plain or digit == 0:
        return f"{float(f'{digit}e{power}'):.12g}".replace("-", "−")
    sign, size = "−" * (digit < 0), abs(digit)
    return f"{sign}{'' if size == 1 else f'{size}×'}10{str(power).translate(RAISED)}"


def _fits(axis: str, scale: Scale, along: tuple[Span, tuple[float, float]], ticks: Ticks) -> bool:
    """Whether numbers leave some room between them, on an axis from end to end with its length and its letters."""
    span, (length, size) = along
    low, high = scale.span(span)
    inches = [(float(scale.place(place)) - low) / (high - low) * length for place in ticks.places]
    em = size / POINTS_PER_INCH
    widths = text_widths(ticks.labels, size) if axis == "x" else [CLOSEST * em] * len(inches)
    clear = CLEAR * em if axis == "x" else 0.0
    return all(inches[i + 1] - inches[i] >= (widths[i] + widths[i + 1]) / 2 + clear for i in range(len(inches) - 1))


def left_of(window: Window, height: float, scale: float) -> float:
    """What the numbers beside a panel of some height take on its left, in inches before a figure is scaled down."""
    size = letters_of("y") / scale
    ticks = numbers_of(window, 1, (height, size), ends=window.asked)
    return HINTED * ticks.width(size) + pad_of("y") / scale / POINTS_PER_INCH


def right_of(window: Window, width: float, scale: float) -> float:
    """What the numbers under a panel of some width take beyond its right end, in inches before it is scaled down."""
    size = letters_of("x") / scale
    ticks = numbers_of(window, 0, (width, size), ends=True)
    beyond = behind_last(ticks, size)
    return HINTED * (beyond + text_widths([ticks.common], size)[0]) if ticks.common else beyond
