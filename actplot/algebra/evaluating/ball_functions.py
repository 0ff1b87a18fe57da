"""The functions of the language for numbers with a bound of their error: how each carries that of its argument on."""

from collections.abc import Callable, Sequence

from mpmath import libmp
from mpmath.libmp import fone, fzero

from .balls import EXACT, FAINT, Ball, Unsure, divide, is_exact, joined, of_specials, positive_power, sign, size
from .elementary import FUNCTIONS, POSITIVE_POWER, SIX, Raw, Undefined, Work, is_special

_OWN = 6  # bits that a function may lose by itself
_PLENTY = 6000  # bits, more than any precision in use: sums of numbers far apart would fill the memory
_FAR = 40  # a power of two
_WIDE = -2  # an argument whose error is above this power of two needs a bound that holds everywhere


def ball_function(name: str) -> Callable[..., Ball]:
    """A function of the language; one without a condition here carries errors on by its differences."""
    if name in _WHOLE:
        return _WHOLE[name]
    return _by_slope(name) if name in _SLOPES else _by_differences(name)


def _by_slope(name: str) -> Callable[[Work, Ball], Ball]:
    function, slope, domain = FUNCTIONS[name], _SLOPES[name], _DOMAINS.get(name)
    steep = name in _OF_SQUARES

    def evaluate(work: Work, argument: Ball) -> Ball:
        u, error = argument
        if is_special(u):
            return of_specials(_at_infinity(function, work, u))
        if domain is not None and (end := _end(work, argument, *domain)) is not None:
            value = function(work, end)
            return value, _exact_or(argument, value, -work.precision if is_exact(error) else error // 2 + 2)
        value = function(work, u)
        if is_special(value):
            return of_specials(value)
        rounding = size(value) - work.precision + _OWN
        if is_exact(error):
            return value, FAINT if name in _VANISHING and value == fzero else _exact_or(argument, value, rounding)
        if value == fzero and name in _VANISHING and error < size(u) - 1:
            return value, FAINT
        growth = slope
        if domain is None and error + (max(size(u), 0) if steep else 0) > _WIDE:
            growth = _BEYOND.get(name, _nowhere) if 3 < error + 3 < size(u) else _EVERYWHERE.get(name, _nowhere)
        return value, joined(error + growth(u, value), rounding)

    return evaluate


def _exact_or(argument: Ball, value: Raw, error: int) -> int:
    """No error of 0 at an exact argument, nor of what is exact at 0 and of square roots of squares."""
    u, u_error = argument
    if not is_exact(u_error):
        return error
    simple = value == fzero or (u == fzero and value in _SIMPLE) or libmp.mpf_mul(value, value) == u
    return EXACT if simple else error


def _at_infinity(function: Callable, work: Work, u: Raw) -> Raw:
    try:
        return function(work, u)
    except (Undefined, libmp.ComplexResult):
        raise Unsure from None


def _end(work: Work, argument: Ball, margin: Callable[[Raw], Raw], end: Callable[[Raw], Raw] | None) -> Raw | None:
    """The end of the domain where the argument is that; `Undefined` outside, or where the end does not belong to it."""
    direction = sign(work, (margin(argument[0]), argument[1]))
    if direction < 0 or (direction == 0 and end is None):
        raise Undefined
    return end(argument[0]) if direction == 0 and end is not None else None


def _by_differences(name: str) -> Callable[..., Ball]:
    function = FUNCTIONS[name]

    def evaluate(work: Work, *arguments: Ball) -> Ball:
        numbers = [number for number, _ in arguments]
        value = _tried(function, work, numbers, arguments)
        if is_special(value) or any(map(is_special, numbers)):
            return of_specials(value)
        total = EXACT if name in STEPS else size(value) - work.precision + _OWN
        for place, (number, error) in enumerate(arguments):
            if not is_exact(error):
                total = joined(total, _moved(function, work, numbers, value, (place, number, error), arguments))
        return value, total

    return evaluate


def _moved(
    function: Callable, work: Work, numbers: list[Raw], value: Raw, where: tuple[int, Raw, int], arguments: Sequence
) -> int:
    """How far the value moves with one argument, to both sides."""
    place, number, error = where
    sizes = []
    for side in (-1, 1):
        there = libmp.mpf_add(number, libmp.from_man_exp(side, error), _PLENTY, "n")
        moved = _tried(function, work, [*numbers[:place], there, *numbers[place + 1 :]], arguments)
        sizes.append(size(libmp.mpf_sub(moved, value, work.precision, "n")))
    return max(sizes)


def _tried(function: Callable, work: Work, numbers: Sequence[Raw], arguments: Sequence[Ball]) -> Raw:
    try:
        return function(work, *numbers)
    except (Undefined, libmp.ComplexResult, ZeroDivisionError, ValueError):
        if all(is_exact(error) for _, error in arguments):
            raise Undefined from None
        raise Unsure from None


def _tangent(work: Work, argument: Ball) -> Ball:
    """A quotient, which knows its poles."""
    return divide(work, _sine(work, argument), _cosine(work, argument))


def _size_of(work: Work, argument: Ball) -> Ball:
    return libmp.mpf_abs(argument[0]), argument[1]


def _sign_of(work: Work, argument: Ball) -> Ball:
    return libmp.from_int(sign(work, argument)), EXACT


def _heaviside(work: Work, argument: Ball, at_zero: Ball = (fzero, EXACT)) -> Ball:
    direction = sign(work, argument)
    return at_zero if direction == 0 else (fone if direction > 0 else fzero, EXACT)


def _extreme(better: Callable[[Raw, Raw], bool], balls: Sequence[Ball]) -> Ball:
    best, error = balls[0]
    for value, other in balls[1:]:
        apart = size(libmp.mpf_sub(best, value, 53, "n"))
        if apart <= joined(error, other):
            error = max(error, other)
            best = value if better(value, best) else best
        elif better(value, best):
            best, error = value, other
    return best, error


def _largest(work: Work, *balls: Ball) -> Ball:
    return _extreme(libmp.mpf_gt, balls)


def _smallest(work: Work, *balls: Ball) -> Ball:
    return _extreme(libmp.mpf_lt, balls)


def _clipped(work: Work, u: Ball, low: Ball, high: Ball) -> Ball:
    return _smallest(work, _largest(work, u, low), high)


def _within_one(u: Raw) -> Raw:
    return libmp.mpf_sub(fone, libmp.mpf_abs(u), _PLENTY, "n")


def _above_one(u: Raw) -> Raw:
    return libmp.mpf_sub(u, fone, _PLENTY, "n")


def _one_more(u: Raw) -> Raw:
    return libmp.mpf_add(fone, u, _PLENTY, "n")


def _signed_one(u: Raw) -> Raw:
    return libmp.mpf_neg(fone) if u[0] else fone


def _of_logarithm(u: Raw, value: Raw) -> int:
    return 2 - size(u)


def _of_arcsine(u: Raw, value: Raw) -> int:
    return 2 - size(_within_one(u)) // 2


def _flat_far_out(u: Raw, value: Raw) -> int:
    """Of a function that comes to its limits like exp(−|u|), or sooner."""
    return 2 - (1 << size(u) - 2) if size(u) < _FAR else FAINT - size(u)


def _flat_to_the_left(u: Raw, value: Raw) -> int:
    return _flat_far_out(u, value) if u[0] else _nowhere(u, value)


def _nowhere(u: Raw, value: Raw) -> int:
    raise Unsure


def _bounded_tail(u: Raw, value: Raw) -> int:
    """Of a function that falls like exp(−u²) to the one side."""
    return min(1, size(value) + max(size(u), 0) + 3)


# What is flat but for steps; whether the one at 0 is the only one.
STEPS = {"sign": True, "heaviside": True, **dict.fromkeys(("floor", "ceil", "trunc", "round"), False)}

_WHOLE: dict[str, Callable[..., Ball]] = {
    "abs": _size_of,
    "sign": _sign_of,
    "heaviside": _heaviside,
    "max": _largest,
    "min": _smallest,
    "clip": _clipped,
    "relu6": lambda work, u: _clipped(work, u, (fzero, EXACT), (SIX, EXACT)),
    "tan": _tangent,
    POSITIVE_POWER: positive_power,
}

# A power of two that the size of the slope does not exceed around u, where the function has the value v.
_SLOPES: dict[str, Callable[[Raw, Raw], int]] = {
    "exp": lambda u, v: size(v) + 1,
    "expm1": lambda u, v: max(size(v), 0) + 1,
    **dict.fromkeys(("log", "log2", "log10"), lambda u, v: 3 - size(u)),
    "log1p": lambda u, v: 2 - size(_one_more(u)),
    "sqrt": lambda u, v: 1 - size(v),
    **dict.fromkeys(("sin", "cos", "tanh"), lambda u, v: 0),
    **dict.fromkeys(("asin", "acos"), _of_arcsine),
    "atan": lambda u, v: min(0, 2 - 2 * size(u)),
    "sinh": lambda u, v: max(size(v), 0) + 2,
    "cosh": lambda u, v: size(v) + 1,
    "asinh": lambda u, v: min(0, 2 - size(u)),
    "acosh": lambda u, v: 2 - (size(_above_one(u)) + size(u)) // 2,
    "atanh": lambda u, v: 2 - size(_within_one(u)),
    "erf": lambda u, v: 1,
    "erfc": _bounded_tail,
    "sigmoid": lambda u, v: size(v) + 1,
    "softplus": lambda u, v: min(0, size(v) + 1),
    "Phi": _bounded_tail,
    "phi": lambda u, v: size(v) + max(size(u), 0) + 1,
    "_sech2": lambda u, v: size(v) + 2,
    "_sigmoid_slope": lambda u, v: size(v) + 1,
    "_log_cosh": lambda u, v: min(0, size(u) + 1),
}

# The same for any u, and for one that is large but may be off by 1 and more.
_EVERYWHERE: dict[str, Callable[[Raw, Raw], int]] = {
    **dict.fromkeys(
        ("sin", "cos", "tanh", "atan", "asinh", "sigmoid", "softplus", "Phi", "phi", "_log_cosh"), lambda u, v: 0
    ),
    **dict.fromkeys(("erf", "erfc", "_sech2", "_sigmoid_slope"), lambda u, v: 1),
}
_BEYOND: dict[str, Callable[[Raw, Raw], int]] = {
    **_EVERYWHERE,
    **dict.fromkeys(("tanh", "sigmoid", "Phi", "erf", "erfc", "phi", "_sech2", "_sigmoid_slope"), _flat_far_out),
    **dict.fromkeys(("exp", "expm1"), _flat_to_the_left),
    **{name: _SLOPES[name] for name in ("atan", "asinh")},
}

# What must be positive where the function exists, and the end that belongs to the domain, where what must be is 0.
_DOMAINS: dict[str, tuple[Callable[[Raw], Raw], Callable[[Raw], Raw] | None]] = {
    **dict.fromkeys(("log", "log2", "log10"), (lambda u: u, None)),
    "log1p": (_one_more, None),
    "sqrt": (lambda u: u, lambda u: fzero),
    **dict.fromkeys(("asin", "acos"), (_within_one, _signed_one)),
    "acosh": (_above_one, lambda u: fone),
    "atanh": (_within_one, None),
}

_SIMPLE = (fzero, fone, libmp.fhalf)  # what functions are at 0, if it is no endless fraction
# What is 0 here where it is below all that matters.
_VANISHING = {"exp", "erfc", "sigmoid", "softplus", "Phi", "phi", "_sech2", "_sigmoid_slope"}
_OF_SQUARES = {"erfc", "erf", "Phi", "phi"}  # whose argument is squared inside

_sine, _cosine = _by_slope("sin"), _by_slope("cos")
