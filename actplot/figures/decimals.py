"""Writes the numbers of a table in one notation: as many decimals for all, and a common power of ten."""

import math
from dataclasses import dataclass

import numpy as np

from ..algebra.writing.notation import raised
from ..numbers import readable

MOST_DECIMALS = 4
DIGITS = 3  # of the largest number, and two of the smallest, as far as decimals allow
PLAIN = (1e-2, 1e4)  # sizes of the largest number that need no power of ten
EXACT = 1e-9  # relative rounding of a number that is shown whole


@dataclass(frozen=True)
class Notation:
    """A power of ten that is left out of all numbers, and their decimals."""

    power: int = 0
    decimals: int = 0

    @property
    def factor(self) -> str:
        """Such as ×10⁻³; empty where nothing is left out."""
        return f"×10{raised(str(self.power).replace('-', '−'))}" if self.power else ""

    def text(self, value: float) -> str:
        """A number with a real minus; what rounds to nothing and is not 0 says so."""
        if math.isnan(value):
            return "none"
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        if value == 0:
            return "0"
        shown = f"{value / 10.0**self.power:.{self.decimals}f}"
        return shown.replace("-", "−") if float(shown) else "≈ 0"


def notation_of(values: np.ndarray) -> Notation:
    """One that shows the largest and, as far as decimals go, the smallest of some numbers."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)]).astype(float)
    if not sizes.size:
        return Notation()
    largest = float(sizes.max())
    power = 0 if PLAIN[0] <= largest < PLAIN[1] else math.floor(math.log10(largest))
    scaled = sizes / 10.0**power
    high, low = (math.floor(math.log10(max(float(end), 1e-300))) for end in (scaled.max(), scaled.min()))
    wanted = max(DIGITS - 1 - high, 1 - low, 0)
    most = min(wanted, MOST_DECIMALS, DIGITS + 2 - max(high, 0))
    whole = (some for some in range(most) if np.allclose(np.round(scaled, some), scaled, rtol=EXACT, atol=0))
    return Notation(power, next(whole, most))


def cell_texts(values: np.ndarray) -> list[str]:
    """Numbers for cells, in reading order and in one notation."""
    notation = notation_of(values)
    return [notation.text(float(value)) for value in values.reshape(-1)]


def short_text(value: float) -> str:
    """One number alone, in three digits."""
    if not math.isfinite(value):
        return Notation().text(value)
    text = readable(value, DIGITS)
    if len(text) <= DIGITS + 3 and "e" not in text:
        return text
    notation = Notation(math.floor(math.log10(abs(value))), DIGITS - 2)
    mantissa = notation.text(value)
    return f"{mantissa}·{notation.factor.removeprefix('×')}"
