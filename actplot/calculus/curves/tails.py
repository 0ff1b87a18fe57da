"""What becomes of a difference far out: its limit, how fast it goes there, and which of the two is defined."""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...algebra.evaluating.compiler import written_out
from ...algebra.evaluating.context import mp
from ...algebra.evaluating.elementary import Undefined
from ...algebra.evaluating.precision import value
from ...algebra.limits.coefficients import Coefficient, Divided, Doubt, Field, Unruled, exact
from ...algebra.limits.expanding import Approach
from ...algebra.limits.monomials import Monomial
from ...algebra.limits.one_sided import limit
from ...algebra.limits.series import Series
from ...algebra.term import Term
from ...numbers import readable
from .subtraction import FloatDifference, FormulaDifference

TENDS, OSCILLATES, UNDECIDED, UNDEFINED = "tends", "oscillates", "undecided", "undefined"
_FAR = 2.0 ** np.arange(7, 25)  # where a difference of floats is looked at
_BEYOND = (1.37, 5.1, 11.9)  # the last break, where two formulas that are the same far out are so too
_SLOWEST = 0.2  # power of a growth or fall that values show
_BITS, _TERMS = 1400, 4
_CLOSE = 1e-3  # of a power that is read off values
_FEW = 4  # digits of its factor
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIZES = ("{x}", "log {x}", "log log {x}", "log log log {x}")


@dataclass(frozen=True)
class Tail:
    """What f − g does on one side far out.

    The course is tends (to a limit, ±∞ included), oscillates, undecided or undefined.
    """

    course: str
    limit: float = math.nan
    order: str = ""  # what it is like there, such as 0.5/x²
    defined: tuple[bool, bool] = (True, True)  # of the two functions
    equal: bool = False  # whether the two are the same there: to many digits, or in floats where one has no formula


def tail(between: FormulaDifference | FloatDifference, side: int) -> Tail:
    """At −∞ (side -1) or ∞."""
    defined = tuple(math.isinf(function.domain[side > 0]) for function in between.pair)
    if not all(defined):
        return Tail(UNDEFINED, defined=defined)
    return _of_formula(between, side) if isinstance(between, FormulaDifference) else _of_floats(between, side)


def _of_formula(between: FormulaDifference, side: int) -> Tail:
    term, series = between.term, _series(between.term, side)
    if series is not None and series.is_zero:
        return Tail(TENDS, 0.0, equal=True)
    found = limit(term, {}, "x", side * mp.inf, -side)
    if found.value is None:
        return Tail(found.kind)  # of which the words are the same
    if found.is_finite and found.value:
        return Tail(TENDS, float(found.value))
    order = _leading(series, side)
    return Tail(
        TENDS, float(found.value) + 0.0, order, equal=not order and found.value == 0 and _vanishes(between, side)
    )


def _leading(series: Series | None, side: int) -> str:
    """The leading term, where it is known and its numbers can be written."""
    with suppress(Unruled, OverflowError):
        return _written(*series.terms[0], "x" if side > 0 else "|x|") if series and series.terms else ""
    return ""


def _series(term: Term, side: int) -> Series | None:
    """By leading terms; None where rules do not give them."""
    field = Field(_BITS, _TERMS)
    with suppress(Doubt, Unruled, Undefined, Divided, OverflowError):
        return Approach(field, "x", side * mp.inf, -side, {}).series(written_out(term))
    return None


def _vanishes(between: FormulaDifference, side: int) -> bool:
    """Whether the difference is 0 to hundreds of digits behind the last break."""
    last = max((abs(x) for x in between.special_points()), default=0.0)
    return all(value(between.term, {"x": side * (last + x)}) == 0 for x in _BEYOND)


def _written(number: Coefficient, monomial: Monomial, letter: str) -> str:
    """Such as −0.5·x², 2/x or 0.4·exp(−0.5·x²)."""
    above, below = [], []
    for size, power in zip(_SIZES, monomial[1], strict=True):
        if power:
            (above if power > 0 else below).append(_raised(size.format(x=letter), abs(Fraction(power))))
    if monomial[0]:
        inner = [_written(one, other, letter) for one, other in monomial[0]]
        above.append(f"exp({' + '.join(inner).replace('+ −', '− ')})")
    size = float(Fraction(exact(number)))
    if not size:  # smaller than floats
        raise Unruled
    factor = readable(size)
    sign = "−" if factor.startswith("−") else ""
    factor = factor.removeprefix("−")
    shown = "·".join([*([factor] if factor != "1" or not above else []), *above])
    return sign + (f"{shown}/{below[0] if len(below) == 1 else '(' + '·'.join(below) + ')'}" if below else shown)


def _raised(base: str, power: Fraction) -> str:
    if power == 1:
        return base
    if power == Fraction(1, 2):
        return f"√{base}"
    base = f"({base})" if " " in base else "x" if power.denominator == 1 and power % 2 == 0 else base
    return f"{base}{str(power).translate(_POWERS)}" if power.denominator == 1 else f"{base}^{readable(float(power))}"


# In floats


def _of_floats(between: FloatDifference, side: int) -> Tail:
    known = [~np.isnan(function.value(side * _FAR)) for function in between.pair]
    defined = tuple(bool(here[-6:].any()) for here in known)
    if not all(defined):
        return Tail(UNDEFINED, defined=defined)
    y = between.value(side * _FAR)
    if np.all(y[-8:] == 0):
        return Tail(TENDS, 0.0, equal=True)
    if np.all(y[-6:] == y[-1]):  # infinite, where floats overflow
        return Tail(TENDS, float(y[-1]))
    return _by_values(side * _FAR[np.isfinite(y)], y[np.isfinite(y)])


def _by_values(x: np.ndarray, y: np.ndarray) -> Tail:
    """From values at points each twice as far out as the one before."""
    if y.size < 6 or len(set(np.sign(y[-6:]))) > 1:
        return Tail(UNDECIDED)
    if np.ptp(y[-6:]) <= 1e-9 * abs(y[-1]) or _settles(y):
        return Tail(TENDS, float(y[-1]))
    powers = np.log2(np.abs(y[1:] / y[:-1]))[-5:]
    if not (np.all(powers > _SLOWEST) or np.all(powers < -_SLOWEST)):
        return Tail(UNDECIDED)
    end = 0.0 if powers[-1] < 0 else math.copysign(math.inf, y[-1])
    power = round(2 * float(powers[-1])) / 2
    known = np.all(np.abs(powers - power) < _CLOSE)
    return Tail(TENDS, end, _power_text(float(y[-1]) / abs(float(x[-1])) ** power, power, x[-1] > 0) if known else "")


def _settles(y: Sequence[float]) -> bool:
    """Whether what is left of the way to a limit halves at each step."""
    steps = np.abs(np.diff(y))[-5:]
    return bool(np.all(steps[1:] <= 0.6 * steps[:-1]) and steps[-1] < 1e-6 * abs(y[-1]))


def _power_text(factor: float, power: float, right: bool) -> str:
    raised = _raised("x" if right else "|x|", Fraction(abs(power)))
    if power < 0:
        return f"{readable(factor, _FEW)}/{raised}"
    return raised if readable(factor, _FEW) == "1" else f"{readable(factor, _FEW)}·{raised}"
