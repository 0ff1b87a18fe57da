"""A number and its text: read exactly, and written so that it reads back or for a reader."""

import math
import re

from .errors import quoted

MANY = ":"  # between the numbers of a parameter that is a list of them
SIGNIFICANT = 6  # digits that a reader is shown
_LONGEST, _LARGEST_DENOMINATOR = 7, 999  # digits, beyond which a number may be a fraction; of such a fraction
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_REAL = re.compile(rf"({_NUMBER})(?:\s*/\s*({_NUMBER}))?", re.ASCII)
SMALL, LARGE = 1e-4, 1e9  # sizes beyond which a reader is shown a power of ten
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOT_FINITE = re.compile(r"[+-]?(?:inf|infinity|nan)", re.ASCII | re.IGNORECASE)


def number_text(value: float | tuple[float, ...] | None) -> str:
    """Shortest text that reads back to the same number, with a real minus only for display of ∞; none for None."""
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return MANY.join(map(number_text, value))
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(float(value))


def fraction_text(value: float) -> str:
    """Like `number_text`, but 1/3 for the float next to a third: a formula has the fraction that is meant."""
    text = number_text(value)
    if len(text.strip("-0.")) <= _LONGEST or not math.isfinite(value):
        return text
    from fractions import Fraction  # not above: it reads no number that a command line has

    short = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return str(short) if float(short) == value else text


def readable(number: float, digits: int = SIGNIFICANT) -> str:
    """At most so many significant digits, with a real minus."""
    if math.isnan(number):
        return "nan"
    rounded = float(f"{number:.{digits}g}") if math.isfinite(number) else number
    return number_text(rounded).replace("-", "−")


def span_text(low: float, high: float, digits: int = SIGNIFICANT) -> str:
    """Such as −5 to 5: with as many digits more as a narrow range takes, and long numbers in powers of ten."""
    far = math.log10(max(abs(low), abs(high))) - math.log10(high - low)
    return " to ".join(in_powers(readable(end, min(digits + max(0, math.floor(far)), 17))) for end in (low, high))


def in_powers(text: str, large: float = LARGE) -> str:
    """A number of many zeros, before or behind its digits, by a power of ten."""
    from decimal import Decimal

    exact = Decimal(text.replace("−", "-")).normalize()
    digits = "".join(map(str, exact.as_tuple().digits))
    if len(digits) > SIGNIFICANT or not exact or SMALL <= abs(exact) < large:
        return text
    factor = f"{digits[0]}{'.' * (len(digits) > 1)}{digits[1:]}·" if digits != "1" else ""
    return f"{'−' * exact.is_signed()}{factor}10{str(exact.adjusted()).translate(_RAISED)}"


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Both numbers, with as many digits as it takes to see a difference."""
    texts = ((readable(one, digits), readable(other, digits)) for digits in range(SIGNIFICANT, 18))
    return next((pair for pair in texts if pair[0] != pair[1]), (readable(one), readable(other)))


def equal_sign(number: float) -> str:
    """= where `readable` shows the whole number, else ≈."""
    whole = float(f"{number:.{SIGNIFICANT}g}") if math.isfinite(number) else number
    return "=" if number == whole or math.isclose(number, whole, rel_tol=1e-15) else "≈"


def about(number: float) -> str:
    """The readable number, marked where it is rounded."""
    return readable(number) if equal_sign(number) == "=" else f"≈ {readable(number)}"


def real(text: str) -> float:
    """A real number written as `0.5`, `1e-3`, `1/3`, `inf` or `nan`, rounded once.

    Raises `ValueError` for any other text; a number too large for a float is infinite.
    """
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if _NOT_FINITE.fullmatch(text):
        return float(text)
    match = _REAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{quoted(text)} is not a number")
    if match[2] is None:
        return float(match[1])
    return _quotient(float(match[1]), float(match[2]), text)


def is_number(text: str) -> bool:
    """Whether `real` reads a text."""
    try:
        real(text)
    except ValueError:
        return False
    return True


def _quotient(numerator: float, denominator: float, text: str) -> float:
    if denominator == 0:
        raise ValueError(f"{quoted(text)} divides by zero")
    return numerator / denominator
