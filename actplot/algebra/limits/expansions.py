"""The functions of the language at a series: by Taylor at a number, by their asymptotic form where it grows."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from mpmath import libmp

from ..evaluating import elementary
from ..evaluating.elementary import Undefined, magnitude
from .coefficients import (
    Coefficient,
    Divided,
    Field,
    Unruled,
    applied,
    coefficient,
    exact,
    negative,
    opposite,
    over,
    plus,
    rational,
    settled,
    times,
    whole,
)
from .monomials import ONE, size
from .series import (
    ZERO,
    Series,
    added,
    composed,
    constant,
    grown,
    leading_term,
    logarithm_of,
    minus,
    parts,
    product,
    quotient,
    sign,
    to_the_power,
)

Numbers = list[Coefficient | None]
BOUNDED = Series((), ONE, wild=True)  # what keeps turning between two bounds
_HALF = Fraction(1, 2)


def exponential_of(field: Field, series: Series) -> Series:
    growing, number, small = parts(field, series)
    first = whole(field, 1) if number is None else _exp(field, number)
    numbers = [times(field, first, rational(field, one)) for one in _inverse_factorials(field.terms)]
    return grown(field, growing, composed(field, numbers, small))


def _exp(field: Field, number: Coefficient) -> Coefficient:
    work = elementary.Work(field.precision)
    result = elementary.exp(work, number[0])
    if elementary.is_special(result) or not result[1]:
        raise Unruled
    field.absorbed = field.absorbed or magnitude(number[0]) < -field.precision // 4
    return result, magnitude(result) + max(number[1], -field.precision) + 2


def _inverse_factorials(most: int) -> list[Fraction]:
    numbers = [Fraction(1)]
    for k in range(1, most + 1):
        numbers.append(numbers[-1] / k)
    return numbers


def log(field: Field, series: Series) -> Series:
    """Raises `Undefined` where the series is negative."""
    if series.is_zero:
        raise Divided
    number = leading_term(field, series)[0]
    if negative(number):
        raise Undefined
    return logarithm_of(field, series, applied(field, elementary.log, number, steepness=2 - magnitude(number[0])))


def square_root(field: Field, series: Series) -> Series:
    return to_the_power(field, series, _HALF)


def absolute(field: Field, series: Series) -> Series:
    if not series.terms and series.wild:
        return series
    return minus(series) if sign(field, series) < 0 else series


def sign_of(field: Field, series: Series) -> Series:
    side = sign(field, series)
    return constant(whole(field, side)) if side else ZERO


# Taylor at a number


def _at_number(numbers_at: Callable[[Field, Coefficient | None], Numbers]) -> Callable[[Field, Series], Series]:
    """What has derivatives of all orders everywhere; `numbers_at` gives them over the factorials."""

    def evaluate(field: Field, series: Series) -> Series:
        _, number, small = parts(field, series)
        return composed(field, numbers_at(field, number), small)

    return evaluate


def _circular(shift: int) -> Callable[[Field, Coefficient | None], Numbers]:
    """The sine (shift 0) or cosine (1)."""

    def numbers_at(field: Field, number: Coefficient | None) -> Numbers:
        cosine, sine = _cosine_and_sine(field, number) if number else (whole(field, 1), None)
        turn = [sine, cosine, sine and opposite(sine), cosine and opposite(cosine)]
        shares = _inverse_factorials(field.terms)
        return [_scaled(field, turn[(k + shift) % 4], rational(field, share)) for k, share in enumerate(shares)]

    return numbers_at


def _cosine_and_sine(field: Field, number: Coefficient) -> tuple[Coefficient | None, Coefficient | None]:
    if magnitude(number[0]) > field.precision // 4:
        raise Unruled
    field.absorbed = field.absorbed or magnitude(number[0]) < -field.precision // 4  # the cosine is 1 to the last bit
    both = _turned(number[0], field.precision)
    error = max(number[1], -field.precision) + 2
    cosine, sine = (settled(field, one, error, max(0, magnitude(number[0]))) for one in both)
    return cosine, sine and (sine[0], max(number[1], magnitude(sine[0]) - field.precision) + 2)


@lru_cache(maxsize=64)  # asked for on both sides of a place, by sines and cosines
def _turned(number: elementary.Raw, precision: int) -> tuple[elementary.Raw, elementary.Raw]:
    return libmp.mpf_cos_sin(number, precision, "n")


def _scaled(field: Field, number: Coefficient | None, factor: Coefficient) -> Coefficient | None:
    return number and times(field, number, factor)


def _total(field: Field, one: Coefficient | None, other: Coefficient | None) -> Coefficient | None:
    return plus(field, one, other) if one and other else one or other


def _arctangents(field: Field, number: Coefficient | None) -> Numbers:
    """The integral of 1/(1 + u²), whose Taylor numbers follow from u² + 1 times them being 1."""
    square = _total(field, _scaled(field, number, number or whole(field, 1)), whole(field, 1))
    double = _scaled(field, number, whole(field, 2))
    slopes: Numbers = [over(field, whole(field, 1), square)]
    for k in range(1, field.terms):
        below = _scaled(field, slopes[k - 1], double) if double else None
        further = slopes[k - 2] if k > 1 else None
        both = _total(field, below, further)
        slopes.append(both and over(field, opposite(both), square))
    return _integrated(field, elementary.FUNCTIONS["atan"], number, slopes)


def _error_functions(field: Field, number: Coefficient | None) -> Numbers:
    """The integral of g = 2/√π·exp(−u²), of which g′ = −2u·g."""
    decay = _exp(field, opposite(times(field, number, number))) if number else whole(field, 1)
    slopes: Numbers = [times(field, decay, times(field, _root_of_pi(field, -_HALF), whole(field, 2)))]
    for k in range(1, field.terms):
        first = number and _scaled(field, slopes[k - 1], number)
        second = slopes[k - 2] if k > 1 else None
        slopes.append(_scaled(field, _total(field, first, second), rational(field, Fraction(-2, k))))
    return _integrated(field, elementary.erf, number, slopes)


def _integrated(field: Field, function: Callable, number: Coefficient | None, slopes: Numbers) -> Numbers:
    first = number and applied(field, function, number, steepness=1)
    return [first, *(_scaled(field, slope, rational(field, Fraction(1, k + 1))) for k, slope in enumerate(slopes))]


def _root_of_pi(field: Field, exponent: Fraction) -> Coefficient:
    pi = coefficient(field, libmp.mpf_pi(field.precision + 10))
    return applied(field, lambda work, x: elementary.power(work, x, libmp.from_float(float(exponent))), pi, steepness=1)


_arctangent = _at_number(_arctangents)
_error = _at_number(_error_functions)


def _grows(field: Field, series: Series) -> bool:
    leading = series.leading
    return leading is not None and size(field, leading) > 0


def _turning(shift: int) -> Callable[[Field, Series], Series]:
    near = _at_number(_circular(shift))

    def evaluate(field: Field, series: Series) -> Series:
        if _grows(field, series):
            leading_term(field, series)
            field.turns = True
            return BOUNDED
        if series.wild and size(field, series.rest) == 0:
            return BOUNDED
        return near(field, series)

    return evaluate


sine, cosine = _turning(0), _turning(1)


def arctangent(field: Field, series: Series) -> Series:
    if not _grows(field, series):
        return _arctangent(field, series)
    far = _quarter_turn(field, sign(field, series))
    return added(field, far, minus(_arctangent(field, to_the_power(field, series, Fraction(-1)))))


def arcsine(field: Field, series: Series) -> Series:
    """By the arctangent, but for ±1 itself."""
    under = added(field, constant(whole(field, 1)), minus(product(field, series, series)))
    if under.is_zero:
        return _quarter_turn(field, sign(field, series))
    return arctangent(field, quotient(field, series, square_root(field, under)))


def _quarter_turn(field: Field, side: int) -> Series:
    quarter = coefficient(field, libmp.mpf_shift(libmp.mpf_pi(field.precision + 10), -1))
    return constant(quarter if side > 0 else opposite(quarter))


def complementary_error(field: Field, series: Series) -> Series:
    """1 − erf(u); its asymptotic series exp(−u²)/(u·√π)·(1 − 1/(2u²) + 3/(4u⁴) − …) where u grows."""
    one = constant(whole(field, 1))
    if not _grows(field, series):
        return added(field, one, minus(_error(field, series)))
    if sign(field, series) < 0:
        return added(field, added(field, one, one), minus(complementary_error(field, minus(series))))
    square = product(field, series, series)
    numbers = [Fraction(1)]
    for k in range(1, field.terms + 1):
        numbers.append(numbers[-1] * (1 - 2 * k))
    shrinking = quotient(field, constant(rational(field, _HALF)), square)
    beside_one = composed(field, [rational(field, number) for number in numbers], shrinking)
    decay = product(field, exponential_of(field, minus(square)), constant(_root_of_pi(field, -_HALF)))
    return product(field, quotient(field, decay, series), beside_one)


def error_function(field: Field, series: Series) -> Series:
    if not _grows(field, series):
        return _error(field, series)
    return added(field, constant(whole(field, 1)), minus(complementary_error(field, series)))


def heaviside(field: Field, series: Series, at_zero: Series = ZERO) -> Series:
    side = sign(field, series)
    return at_zero if side == 0 else constant(whole(field, 1)) if side > 0 else ZERO


def largest(field: Field, *arguments: Series) -> Series:
    return _extreme(field, arguments, 1)


def smallest(field: Field, *arguments: Series) -> Series:
    return _extreme(field, arguments, -1)


def _extreme(field: Field, arguments: Sequence[Series], direction: int) -> Series:
    best, *others = arguments
    for other in others:
        if direction * sign(field, added(field, other, minus(best))) > 0:
            best = other
    return best


def floor(field: Field, series: Series) -> Series:
    """The largest whole number below, near enough to the point."""
    if _grows(field, series):
        field.turns = True
        return added(field, series, BOUNDED)
    _, number, small = parts(field, series)
    if number is None:
        return constant(whole(field, -1)) if sign(field, small) < 0 else ZERO
    nearest = round(exact(number))
    distance = plus(field, number, whole(field, -nearest)) if nearest else number
    below = negative(distance) if distance else sign(field, small) < 0
    return _whole(field, nearest - below)


def _whole(field: Field, number: int) -> Series:
    return constant(whole(field, number)) if number else ZERO


def ceiling(field: Field, series: Series) -> Series:
    return minus(floor(field, minus(series)))


def truncated(field: Field, series: Series) -> Series:
    return ceiling(field, series) if sign(field, series) < 0 else floor(field, series)


def rounded(field: Field, series: Series) -> Series:
    """The nearest whole number, the even one of two that are as near."""
    half = constant(rational(field, _HALF))
    above = floor(field, added(field, series, half))
    difference = added(field, added(field, above, minus(half)), minus(series))
    odd = above.terms and exact(above.terms[0][0]).numerator % 2
    return added(field, above, constant(whole(field, -1))) if difference.is_zero and odd else above


def remainder(field: Field, series: Series, divisor: Series) -> Series:
    """With the sign of the divisor."""
    return added(field, series, minus(product(field, divisor, floor(field, quotient(field, series, divisor)))))


PRIMITIVE: dict[str, Callable[..., Series]] = {
    "exp": exponential_of,
    "log": log,
    "sqrt": square_root,
    "abs": absolute,
    "sign": sign_of,
    "sin": sine,
    "cos": cosine,
    "asin": arcsine,
    "atan": arctangent,
    "erf": error_function,
    "erfc": complementary_error,
    "heaviside": heaviside,
    "max": largest,
    "min": smallest,
    "floor": floor,
    "ceil": ceiling,
    "trunc": truncated,
    "round": rounded,
    "mod": remainder,
}
# The others, in u, v and w.
WRITTEN: dict[str, str] = {
    "expm1": "exp(u) - 1",
    "log1p": "log(1 + u)",
    "log2": "log(u)/log(2)",
    "log10": "log(u)/log(10)",
    "tan": "sin(u)/cos(u)",
    "acos": "pi/2 - asin(u)",
    "sinh": "(exp(u) - exp(-u))/2",
    "cosh": "(exp(u) + exp(-u))/2",
    "tanh": "1 - 2/(1 + exp(2*u))",
    "asinh": "log(u + sqrt(u^2 + 1))",
    "acosh": "log(u + sqrt(u^2 - 1))",
    "atanh": "(log(1 + u) - log(1 - u))/2",
    "sigmoid": "1/(1 + exp(-u))",
    "softplus": "log(1 + exp(u))",
    "Phi": "erfc(-u/sqrt(2))/2",
    "phi": "exp(-u^2/2)/sqrt(2*pi)",
    "relu6": "min(max(u, 0), 6)",
    "clip": "min(max(u, v), w)",
    "cbrt": "sign(u)*abs(u)^(1/3)",
    "fmod": "sign(u)*mod(abs(u), abs(v))",
}
