"""Chooses levels of contours by one rule with round numbers: evenly, by a power or by ratios."""

import math
import sys
from dataclasses import dataclass

import numpy as np

from ...errors import BadOption
from ...numbers import readable

MOST = 14  # bands that a rule may make, and one more where a value lies on a level
POWERS = (1, 2, 3)
STEEP = 3.5  # power of the spacing above which levels grow by ratios
RATIOS = (1.5, 2.0, 3.0, 5.0, 10.0, 100.0, 1e3, 1e4, 1e6, 1e9, 1e15, 1e30, 1e60)
ROUND = (1.0, 2.0, 2.5, 5.0)
FLAT = 1e-12  # relative height of values that are one level


@dataclass(frozen=True)
class Levels:
    """Ascending levels that hold all values, and their rule: in words, short and as a formula."""

    places: tuple[float, ...]
    growth: str = ""  # in which way they grow, with k for their number; empty for even ones
    rule: str = ""


def levels_of(values: np.ndarray, lowest: float | None = None) -> Levels:
    """Levels whose bands have similar areas, as far as one rule allows.

    Raises `BadOption` where no value is finite.
    """
    seen = values[np.isfinite(values)]
    if not seen.size:
        raise BadOption("the loss overflows everywhere in these ranges. Give narrower ones with --range and --ylim.")
    low, high = float(seen.min()), float(seen.max())
    low = low if lowest is None else min(low, lowest)
    height = high - low
    if not height > FLAT * max(abs(low), abs(high), 1e-300):
        half = max(0.5, 4 * float(np.spacing(abs(low))))
        return Levels((low - half, low + half))
    above = seen - low
    share = max(float(np.median(above)) / height, 1e-300)
    power = max(1.0, math.log(share) / math.log(0.5))
    if power > STEEP:
        return _by_ratios(low, high, _first_step(above, height))
    nearest = min(POWERS, key=lambda one: abs(one - power))
    return _even(low, high) if nearest == 1 else _by_power(low, high, nearest)


def _even(low: float, high: float) -> Levels:
    """Multiples of a round step."""
    step = _round_up((high - low) / MOST)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Levels(tuple(step * k for k in range(first, last + 1)), rule=f"every {readable(step)}")


def _by_power(low: float, high: float, power: int) -> Levels:
    """The lowest value and a round step times the powers of whole numbers."""
    step = _round_up((high - low) / MOST**power)
    places = [low]
    while places[-1] < high:
        places.append(low + step * len(places) ** power)
    sign = {2: "²", 3: "³"}[power]
    return Levels(tuple(places), f"k{sign}", f"{readable(low, 4)} + {_factor(step)}k{sign}")


def _by_ratios(low: float, high: float, first: float) -> Levels:
    """The lowest value, and above it a round step that grows by a round ratio."""
    step = _round_up(first)
    needed = (math.log10(high - low) - math.log10(step)) / (MOST - 2)
    ratio = next(one for one in RATIOS if math.log10(one) >= needed)
    places, above = [low], step
    while places[-1] < high:
        places.append(min(low + above, sys.float_info.max))
        above *= ratio
    power = f"{readable(ratio)}ᵏ"
    return Levels(tuple(places), power, f"{readable(low, 4)} + {_factor(step)}{power}")


def _factor(step: float) -> str:
    return "" if step == 1 else f"{readable(step)}·"


def _first_step(above: np.ndarray, height: float) -> float:
    """From the lowest to the first level, where they grow by ratios: further where the lowest is a plain."""
    rising = above[above > 1e-9 * height]
    plain = rising.size < 0.95 * above.size
    return max(float(np.quantile(rising, 0.2)), 1e-3 * height) if plain else float(np.quantile(rising, 0.02))


def _round_up(step: float) -> float:
    """The least of 1, 2, 2.5 and 5 tens that is not below a step."""
    ten = math.floor(math.log10(step))
    steps = (float(f"{one}e{ten + more}") for more in (0, 1) for one in ROUND)
    return next(found for found in steps if found >= step * (1 - 1e-9))
