"""Limits on one side of a point, against what was worked out by hand and against mpmath at hundreds of digits."""

import functools
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import inf, mp, mpf, workdps

from actplot.algebra.limits.one_sided import limit
from actplot.algebra.reading.parser import parse
from actplot.algebra.term import D, Term

with workdps(1600):
    HALF_PI = +mp.pi / 2
    MINUS_HALF_PI = -mp.pi / 2
    PI = +mp.pi
OSCILLATES, UNDEFINED = "oscillates", "undefined"


def left_and_right(text: str, at: float | mpf = 0, order: int = 0) -> tuple:
    """The limits as numbers, and words where there are none."""
    term: Term = parse(text)
    for _ in range(order):
        term = D(term, "x")
    sides = (limit(term, {}, "x", at, side) for side in (-1, 1))
    return tuple(side.kind if side.value is None else float(side.value) for side in sides)


LIMITS = [  # formula, place, order of the derivative, from the left, from the right
    ("sqrt(|x|)", 0, 0, 0, 0),
    ("sqrt(|x|)", 0, 1, -inf, inf),
    ("|x|^0.5", 0, 1, -inf, inf),
    ("|x|^(2/3)", 0, 1, -inf, inf),
    ("log(1+sqrt(|x|))", 0, 1, -inf, inf),
    ("sqrt(|x^2-1|)", 1, 1, -inf, inf),
    ("sqrt(relu(x))", 0, 1, 0, inf),
    ("max(x,0)^0.5", 0, 1, 0, inf),
    ("where(-1<x<1, sqrt(1-x^2), 0)", -1, 1, 0, inf),
    ("where(-1<x<1, sqrt(1-x^2), 0)", 1, 1, -inf, 0),
    ("where(x<=0, 1, x^2)", 0, 0, 1, 0),
    ("where(x<=0, -x^2/2+1, x^2/2)", 0, 0, 1, 0),
    ("where(x>2, sigmoid(x)-sigmoid(2), 1)", 2, 0, 1, 0),
    ("1/x", 0, 0, -inf, inf),
    ("log(|x|)", 0, 0, -inf, -inf),
    ("tan(x)", HALF_PI, 0, inf, -inf),
    ("tan(x)", HALF_PI, 1, inf, inf),
    ("cos(x)/(1+sin(x))", MINUS_HALF_PI, 0, -inf, inf),
    ("sqrt(sin(x))", PI, 1, -inf, UNDEFINED),
    ("1/sin(x)", PI, 0, inf, -inf),
    ("log(sin(x))", PI, 0, -inf, UNDEFINED),
    ("x/(x^2-3x+2)", 2, 0, -inf, inf),
    ("x/(x^2-3x+2)", 1, 0, inf, -inf),
    ("exp(1/x)", 0, 0, 0, inf),
    ("exp(1/x)", 0, 1, 0, -inf),
    ("exp(-1/x^2)", 0, 0, 0, 0),
    ("exp(-1/x^2)", 0, 2, 0, 0),
    ("sin(1/x)", 0, 0, OSCILLATES, OSCILLATES),
    ("x*sin(1/x)", 0, 0, 0, 0),
    ("x*sin(1/x)", 0, 1, OSCILLATES, OSCILLATES),
    ("x^2*sin(1/x)", 0, 1, OSCILLATES, OSCILLATES),
    ("1e-300 + x*sin(1/x)", 0, 0, 1e-300, 1e-300),
    ("where(x<0, log(-x), sqrt(x))", 0, 0, -inf, 0),
    ("-log(-log(x))", 0, 0, UNDEFINED, -inf),
    ("-log(-log(x))", 1, 0, inf, UNDEFINED),
    ("1/log(x)", 0, 0, UNDEFINED, 0),
    ("1/log(x)", 0, 1, UNDEFINED, -inf),
    ("1/log(x)", 1, 0, -inf, inf),
    ("1/log(-log(x))", 0, 0, UNDEFINED, 0),
    ("x^x", 0, 0, UNDEFINED, 1),
    ("x^x", 0, 1, UNDEFINED, -inf),
    ("x^(1/x)", 0, 0, UNDEFINED, 0),
    ("sqrt(x^4-x^2)", 0, 0, UNDEFINED, UNDEFINED),
    ("sqrt(x^2-1)", -1, 1, -inf, UNDEFINED),
    ("|exp(x)-exp(-x)|", 0, 1, -2, 2),
    ("||x-1|-|x+1||", 0, 1, -2, 2),
    ("|(x+1)^2-(x-1)^2|", 0, 1, -4, 4),
    ("(exp(x)-1)/x", 0, 0, 1, 1),
    ("(exp(x)-1)/x", 0, 1, 0.5, 0.5),
    ("sin(x)/x", 0, 0, 1, 1),
    ("sin(x)/x", 0, 1, 0, 0),
    ("sin(x)/x", 0, 2, -1 / 3, -1 / 3),
    ("1/sin(x)-1/x", 0, 1, 1 / 6, 1 / 6),
    ("atan(1/x)", 0, 0, -float(HALF_PI), float(HALF_PI)),
    ("atan(1/x)", 0, 1, -1, -1),
    ("relu(x)-relu(-x)", 0, 1, 1, 1),
    ("sign(sin(2*pi*x))", 0.5, 0, 1, -1),
    ("asin(x)", 1, 1, inf, UNDEFINED),
    ("asin(sign(x))", 0, 0, -float(HALF_PI), float(HALF_PI)),
    ("acos(sign(x))", 0, 0, float(2 * HALF_PI), 0),
    ("acosh(max(1, x))", 1, 0, 0, 0),
    ("acos(x)", -1, 1, UNDEFINED, -inf),
    ("acos(x)/sqrt(1-x)", 1, 0, 2**0.5, UNDEFINED),
    ("acosh(x)", 1, 1, UNDEFINED, inf),
    ("1+exp(-1000)-1-exp(-1000)", 0, 0, 0, 0),
    ("floor(x)", 2, 0, 1, 2),
    ("ceil(x)", 2, 0, 2, 3),
    ("trunc(x)", -1, 0, -1, 0),
    ("round(x)", 1.5, 0, 1, 2),
    ("mod(x, 2)", 4, 0, 2, 0),
    ("fmod(x, 2)", -4, 0, 0, -2),
    ("mod(x, -2)", 4, 0, 0, -2),
    ("x*floor(x)", 3, 1, 2, 3),
    ("cbrt(x)", 0, 0, 0, 0),
    ("cbrt(x)", 0, 1, inf, inf),
    ("floor(1/x)*x", 0, 0, 1, 1),
    ("x^0.5/log(x)", 0, 1, UNDEFINED, -inf),
    ("log(|x|)*x", 0, 1, -inf, -inf),
    ("exp(-1/relu(x))", 0, 1, UNDEFINED, 0),
]


@pytest.mark.parametrize(("text", "at", "order", "left", "right"), LIMITS)
def test_limits_that_were_worked_out(text: str, at: float | mpf, order: int, left: float | str, right: float | str):
    assert left_and_right(text, at, order) == (left, right)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("(1+1/x)^x", inf, mp.e),
        ("x-sqrt(x^2+x)", inf, -0.5),
        ("x*(atan(x)-pi/2)", inf, -1),
        ("log(exp(x)-1)-x", inf, 0),
        ("Phi(x)*x/phi(x)", -inf, -1),
        ("x^(1/x)", inf, 1),
        ("exp(sqrt(log(x)))/log(x)^9", inf, inf),
        ("exp(x+exp(-x))-exp(x)", inf, 1),
        ("sin(x)/x", inf, 0),
    ],
)
def test_limits_far_out(text: str, at: mpf, expected: float):
    found = limit(parse(text), {}, "x", at, 1)
    assert float(found.value) == float(expected)


def test_a_finite_limit_has_sixty_right_digits():
    found = limit(parse("(exp(sqrt(2)*x)-1)/sin(x)"), {}, "x", 0, 1)
    with workdps(70):
        assert abs(found.value / mp.sqrt(2) - 1) < mpf(10) ** -60


@pytest.mark.parametrize(
    "text",
    ["x/sin(1/x)", "|sin(1/x)|/x^3", "x*tan(1/x)", "where(sin(1/x)>0.9999, 1, 0)", "x^x*sin(log(log(1/x)))"],
)
def test_nothing_is_said_of_what_values_cannot_show(text: str):
    assert left_and_right(text, order=1)[1] in ("undecided", OSCILLATES)
    assert left_and_right(text)[1] in ("undecided", OSCILLATES)


class Undefined(Exception):
    """No value here."""


def _real(number: mpf) -> mpf:
    if isinstance(number, mp.mpc):
        raise Undefined
    return number


UNARY = {
    "exp": mp.exp,
    "log": mp.log,
    "sqrt": mp.sqrt,
    "abs": abs,
    "sin": mp.sin,
    "cos": mp.cos,
    "atan": mp.atan,
    "tanh": mp.tanh,
    "erf": mp.erf,
    "sigmoid": lambda u: 1 / (1 + mp.exp(-u)),
    "softplus": lambda u: mp.log(1 + mp.exp(u)),
    "relu": lambda u: max(u, mpf(0)),
    "sign": mp.sign,
    "asin": mp.asin,
}
BINARY = {
    "({}+{})": lambda u, v: u + v,
    "({}-{})": lambda u, v: u - v,
    "({}*{})": lambda u, v: u * v,
    "({}/{})": lambda u, v: u / v,
    "max({},{})": max,
    "min({},{})": min,
    "where(x<1,{},{})": None,
}
Pair = tuple  # the text of a formula, and what mpmath makes of it
LEAVES = [("x", lambda x: x), ("(x-1)", lambda x: x - 1), ("1", lambda x: mpf(1)), ("2", lambda x: mpf(2))]


def _of_one(name: str, inner: Pair) -> Pair:
    return f"{name}({inner[0]})", lambda x: _real(UNARY[name](inner[1](x)))


def _of_two(shape: str, one: Pair, other: Pair) -> Pair:
    def evaluate(x: mpf) -> mpf:
        if BINARY[shape] is None:
            return one[1](x) if x < 1 else other[1](x)
        return BINARY[shape](one[1](x), other[1](x))

    return shape.format(one[0], other[0]), evaluate


def _to_a_power(inner: Pair, exponent: str) -> Pair:
    above, _, below = exponent.partition("/")
    return f"({inner[0]})^({exponent})", lambda x: _real(inner[1](x) ** (mpf(above) / int(below or 1)))


FORMULAS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(_of_one, st.sampled_from(sorted(UNARY)), inner),
        st.builds(_of_two, st.sampled_from(sorted(BINARY)), inner, inner),
        st.builds(_to_a_power, inner, st.sampled_from(["2", "-1", "1/3", "-1/2"])),
    ),
    max_leaves=5,
)
DISTANCES = (20, 40, 80, 160)  # powers of ten
WORKING = 1500  # digits
ROUNDING = 1430


def beside(evaluate, at: int, side: int, order: int) -> list[tuple[mpf, mpf]]:
    """Values or slopes at ever smaller distances, each with what rounding may make of it."""
    found = []
    for power in DISTANCES:
        distance, step = mpf(10) ** -power, mpf(10) ** -(power + 250)
        x = at + side * distance
        value = _real(evaluate(x))
        noise = mpf(10) ** -ROUNDING * (1 + abs(value)) / step**order
        found.append((value if order == 0 else (evaluate(x + step) - evaluate(x - step)) / (2 * step), noise))
    return found


def is_true(found, samples: list[tuple[mpf, mpf]]) -> bool:
    """Whether values come nearer to what is said to be their limit, each time."""
    sizes = [(abs(value - (found.value if found.kind == "finite" else 0)), noise) for value, noise in samples]
    if found.kind == "infinite":
        grows = all(after > before for (before, _), (after, _) in pairwise(sizes))
        return grows and (samples[-1][0] > 0) == (found.value > 0)
    digits = abs(found.value) * mpf(10) ** -58
    return all(after < before or after <= max(noise, digits) for (before, _), (after, noise) in pairwise(sizes))


@settings(max_examples=60, deadline=None)
@given(FORMULAS, st.sampled_from([0, 1, 2, -1]), st.sampled_from([-1, 1]), st.sampled_from([0, 1]))
def test_values_of_random_formulas_come_nearer_to_their_limit(formula: Pair, at: int, side: int, order: int):
    text, evaluate = formula
    term = functools.reduce(lambda inner, _: D(inner, "x"), range(order), parse(text))
    found = limit(term, {}, "x", at, side)
    with workdps(WORKING):
        try:
            samples = beside(evaluate, at, side, order)
        except Undefined:
            assert found.kind in ("undefined", "undecided")
            return
        except ZeroDivisionError:  # which floats and mpmath's own numbers call infinite
            return
        if found.kind in ("finite", "infinite"):
            assert is_true(found, samples), (text, found, [mp.nstr(value, 8) for value, _ in samples])
        else:  # where only 1 500 digits make asin of something next to 1 what it is
            assert found.kind != "undefined" or "asin" in text
