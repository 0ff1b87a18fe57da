"""Numbers at any precision, each with a power of two that bounds its error: their arithmetic and their signs."""

from functools import reduce

from mpmath import libmp
from mpmath.libmp import fnan, fone, fzero

from .elementary import LARGEST_POWER, Raw, Undefined, Work, is_special, power

Ball = tuple[Raw, int]  # a number and the power of two that its error does not exceed

EXACT = -(1 << 4200)  # the power of an error that is none
_NONE = EXACT // 2
FAINT = -(1 << 4095)  # of a number that is 0 here because it is below all that matters
SURE = 4400  # bits: with 1300 digits what may be 0 is believed to be 0
_UNIT = 60  # bits before the point beyond which exponents are not taken for whole numbers


class Unsure(Exception):
    """More digits are needed to say what happens here."""


class Believed(Undefined):
    """The formula has no value here if what is smaller than any digit tells is 0."""


def size(value: Raw) -> int:
    """The power of two just above a number; far below all others for 0."""
    return value[2] + value[3] if value[1] else EXACT


def is_exact(error: int) -> bool:
    """Whether there is no error; errors may have been shifted."""
    return error < _NONE


def sign(work: Work, ball: Ball) -> int:
    """The sign of a number, 0 where it is exactly that or believed to be so; `Unsure` where digits are missing."""
    value, error = ball
    if is_exact(error) or size(value) - 1 > error:
        return libmp.mpf_sign(value)
    if work.precision < SURE:
        raise Unsure
    return 0


def joined(first: int, second: int) -> int:
    """A power of two above the sum of two errors."""
    if first < _NONE:
        return second
    if second < _NONE:
        return first
    return (first if first > second else second) + 1


def of_specials(result: Raw) -> Ball:
    """What comes of numbers too large to hold."""
    if result == fnan:
        raise Unsure
    return result, EXACT if is_special(result) else FAINT


def rounded(work: Work, exact: Raw, error: int) -> Ball:
    """A result that is exact but for the errors of its operands, in as many bits as there are."""
    if exact[3] <= work.precision:
        return exact, error
    value = libmp.mpf_pos(exact, work.precision, "n")
    return value, joined(error, value[2] + value[3] - work.precision)


def negative(work: Work, operand: Ball) -> Ball:
    return libmp.mpf_neg(operand[0]), operand[1]


def add(work: Work, *balls: Ball) -> Ball:
    """A sum; its errors are joined once, so that long sums lose few bits."""
    precision = work.precision
    total, worst = balls[0]
    count = worst >= _NONE
    for value, error in balls[1:]:
        far = total[1] and value[1] and abs(total[2] + total[3] - value[2] - value[3]) > 2 * precision
        total = libmp.mpf_add(total, value, precision, "n") if far else libmp.mpf_add(total, value)
        if error >= _NONE:
            worst, count = (error if error > worst else worst), count + 1
        if far or total[3] > precision:
            total = libmp.mpf_pos(total, precision, "n")
            worst, count = max(worst, total[2] + total[3] - precision), count + 1
    return of_specials(total) if is_special(total) else (total, worst + (count - 1).bit_length() if count else EXACT)


def multiply(work: Work, *balls: Ball) -> Ball:
    return reduce(lambda first, second: _product(work, first, second), balls)


def _product(work: Work, first: Ball, second: Ball) -> Ball:
    (a, a_error), (b, b_error) = first, second
    product = libmp.mpf_mul(a, b)
    if is_special(a) or is_special(b):
        return of_specials(product)
    if is_exact(a_error):
        return rounded(work, product, size(a) + b_error)
    if is_exact(b_error):
        return rounded(work, product, size(b) + a_error)
    return rounded(work, product, max(size(a) + b_error, size(b) + a_error, a_error + b_error) + 2)


def divide(work: Work, first: Ball, second: Ball) -> Ball:
    """A quotient, undefined above 0."""
    (a, a_error), (b, b_error) = first, second
    if sign(work, second) == 0:
        raise Undefined if is_exact(b_error) else Believed
    value = libmp.mpf_div(a, b, work.precision, "n")
    if is_special(a) or is_special(b):
        return of_specials(value)
    error = EXACT
    if not (is_exact(a_error) and is_exact(b_error)):
        error = joined(a_error, size(value) + b_error) - size(b) + 2
    elif libmp.mpf_mul(value, b) == a:
        return value, EXACT
    return value, joined(error, size(value) - work.precision)


def raised(work: Work, base: Ball, exponent: Ball) -> Ball:
    """A power; for a base that is not positive, of a whole number or of a positive one above 0 alone."""
    if is_special(base[0]) or is_special(exponent[0]):
        return of_specials(power(work, base[0], exponent[0]))
    nearest = libmp.mpf_nint(exponent[0])
    if size(nearest) <= _UNIT:
        count = int(libmp.to_int(nearest))
        if is_exact(exponent[1]) and nearest == exponent[0]:
            return _whole_power(work, base, count)
        if sign(work, base) <= 0 and sign(work, add(work, exponent, (libmp.from_int(-count), EXACT))) == 0:
            return _whole_power(work, base, count)
    direction = sign(work, base)
    if direction < 0 or (direction == 0 and sign(work, exponent) <= 0):
        raise Undefined
    return _real_power(work, base, exponent) if direction else (fzero, EXACT)


def _whole_power(work: Work, base: Ball, count: int) -> Ball:
    a, a_error = base
    if count == 0:
        return fone, EXACT
    if count < 0 and sign(work, base) == 0:
        raise Undefined
    value = power(work, a, libmp.from_int(count))
    rounding = size(value) - work.precision + 2
    if is_exact(a_error):
        return value, EXACT if a == fzero or 0 < count * a[3] <= work.precision else rounding
    relative = a_error - size(a) + 1 + count.bit_length()
    if relative < -4:
        return value, joined(size(value) + relative + 1, rounding)
    if count < 0:
        raise Unsure
    return value, (max(size(a), a_error) + 1) * count + 1


def _real_power(work: Work, base: Ball, exponent: Ball) -> Ball:
    (a, a_error), (n, n_error) = base, exponent
    relative = joined(size(n) + a_error - size(a) + 2, (abs(size(a)) + 1).bit_length() + n_error)
    if relative > -4 and not _is_beyond(work, base, exponent):
        raise Unsure
    value = power(work, a, n)
    if is_special(value) or value == fzero:
        return of_specials(value)
    return value, joined(size(value) + relative + 1, size(value) - work.precision + 4)


def _is_beyond(work: Work, base: Ball, exponent: Ball) -> bool:
    """Whether a power is surely too large or too small to hold: |log2(b)| is at least min(1, |b − 1|)."""
    apart = add(work, base, (libmp.fnone, EXACT))
    sure = all(error < size(value) - 2 for value, error in (base, exponent, apart))
    return sure and size(exponent[0]) + min(size(apart[0]), 1) - 4 > LARGEST_POWER


def positive_power(work: Work, base: Ball, exponent: Ball) -> Ball:
    """A power whose exponent varies exists for a positive base alone."""
    if sign(work, base) <= 0:
        raise Undefined
    return raised(work, base, exponent)
