"""What is found of breaks, gaps and the domain by values alone, against where they truly are."""

import math
import re

import numpy as np
import pytest
from scipy import special

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.subjects import subject
from actplot.spec.supplied.searching import BEND, END, GAP, JUMP, KINK, STEEP, TANGENT, breaks_by_values

PLACES = (math.sqrt(2), math.pi, -math.sqrt(3), 17.123456789, -49.3, 0.0123456, 1.0000001, 2.0000000003, 3.3333333)
SCALES = (1e-100, 1e-30, 1e-12, 1e-6, 1e6, 1e12, 1e100)
SMALL = (1e-3, 1e-5, 1e-8)


def relu(x):
    return np.maximum(x, 0)


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def found(function, asked_for="arrays"):
    with np.errstate(all="ignore"):
        return breaks_by_values(lambda x: np.asarray(function(x), np.float64), (), asked_for)


def in_float32(function):
    return lambda x: function(x.astype(np.float32)).astype(np.float64)


def noisy(function, size):
    """The same each time, as rounding is."""

    def values(x):
        bits = np.ascontiguousarray(x, np.float64).view(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)
        return function(x) + size * (bits / 2**24 - 0.5)

    return values


BROKEN = {
    **{f"relu(x - {at})": (lambda x, at=at: relu(x - at), [(at, KINK)]) for at in PLACES},
    **{f"x + relu(x - {at})/4": (lambda x, at=at: x + relu(x - at) / 4, [(at, KINK)]) for at in PLACES},
    **{f"sin(x) + |x - {at}|/1000": (lambda x, at=at: np.sin(x) + 1e-3 * abs(x - at), [(at, KINK)]) for at in PLACES},
    **{f"tanh(x) + relu(x - {at})^2": (lambda x, at=at: np.tanh(x) + relu(x - at) ** 2, [(at, BEND)]) for at in PLACES},
    **{f"a step of 1e-7 at {at}": (lambda x, at=at: np.where(x < at, x, x + 1e-7), [(at, JUMP)]) for at in PLACES},
    **{f"{s} relu": (lambda x, s=s: s * relu(x), [(0, KINK)]) for s in SCALES},
    **{f"{s} |x - 3.3|": (lambda x, s=s: s * np.abs(x - 3.3), [(3.3, KINK)]) for s in SCALES},
    **{f"{s} step": (lambda x, s=s: s * (x > 1.7), [(1.7, JUMP)]) for s in SCALES},
    **{f"{s} elu": (lambda x, s=s: s * elu(x), [(0, BEND)]) for s in SCALES},
    **{f"softshrink {c}": (lambda x, c=c: np.sign(x) * relu(abs(x) - c), [(-c, KINK), (c, KINK)]) for c in SMALL},
    **{f"box {c}": (lambda x, c=c: 1.0 * (abs(x) < c), [(-c, JUMP), (c, JUMP)]) for c in SMALL},
    **{
        f"huber {c}": (lambda x, c=c: np.where(abs(x) < c, x * x / 2 / c, abs(x) - c / 2), [(-c, BEND), (c, BEND)])
        for c in SMALL
    },
    "beside waves": (lambda x: np.sin(20 * x) + 0.1 * abs(x - 1), [(1, KINK)]),
    "beside growth": (lambda x: np.exp(x) + abs(x - 1), [(1, KINK)]),
    "two near each other": (lambda x: relu(x - 1) - relu(x - 1.005), [(1, KINK), (1.005, KINK)]),
    "triangles": (lambda x: np.abs(x % 2 - 1), [(float(k), KINK) for k in range(-49, 50)]),
    "stairs": (lambda x: np.floor(10 * x) / 10, [(k / 10, JUMP) for k in range(-499, 501)]),
    "far out": (lambda x: np.tanh(x) + 1e3 * relu(abs(x) - 40), [(-40, KINK), (40, KINK)]),
    "a value apart": (lambda x: np.where(x == 1, 5, x), [(1, JUMP)]),
    "log|x| has its kink": (lambda x: special.gammaln(np.abs(x) + 1), [(0, KINK)]),
    "softsign": (lambda x: x / (1 + np.abs(x)), [(0, BEND)]),
    "a parabola between lines": (lambda x: np.where(abs(x) < 1, (x + 1) ** 2 / 4, relu(x)), [(-1, BEND), (1, BEND)]),
    "a thousand above": (lambda x: 1e3 + elu(x), [(0, BEND)]),
    "float32 relu6": (in_float32(lambda x: np.clip(x, 0, 6)), [(0, KINK), (6, KINK)]),
    "float32 hard swish": (in_float32(lambda x: x * np.clip(x + 3, 0, 6) / 6), [(-3, KINK), (3, KINK)]),
    "float32 elu": (in_float32(elu), [(0, BEND)]),
    "noisy relu": (noisy(relu, 1e-9), [(0, KINK)]),
    "very noisy relu": (noisy(relu, 1e-6), [(0, KINK)]),
    "sqrt": (np.sqrt, [(0, END)]),
    "log": (np.log, [(0, END)]),
    "log1p": (np.log1p, [(-1, END)]),
    "log(x - 2.345)": (lambda x: np.log(x - 2.345), [(2.345, END)]),
    "arcsin": (np.arcsin, [(-1, END), (1, END)]),
    "a gap": (lambda x: np.where((x > 1) & (x < 2.5), np.nan, x), [(1, END), (2.5, END)]),
    "a point without value": (lambda x: np.where(x == 1, np.nan, x), [(1, GAP)]),
    "sin(x)/x": (lambda x: np.sin(x) / x, [(0, GAP)]),
    "1/x": (lambda x: 1 / x, [(0, JUMP)]),
    "1/(x - sqrt 2)": (lambda x: 1 / (x - math.sqrt(2)), [(math.sqrt(2), JUMP)]),
    "1/(x - 1.1)^2": (lambda x: 1 / (x - 1.1) ** 2, [(1.1, JUMP)]),
    "cube root": (np.cbrt, [(0, TANGENT)]),
    "cube root of x - 1.1": (lambda x: np.cbrt(x - 1.1), [(1.1, TANGENT)]),
    "sqrt|x - 1.1|": (lambda x: np.sqrt(np.abs(x - 1.1)), [(1.1, TANGENT)]),
    "x log|x|": (lambda x: special.xlogy(x, np.abs(x)), [(0, TANGENT)]),
    "|x|^1.5": (lambda x: np.abs(x) ** 1.5, [(0, STEEP)]),
}
SMOOTH = {
    **{f"tanh {b}": lambda x, b=b: np.tanh(b * x) for b in (1, 50, 1e3, 1e6)},
    **{f"tanh {b} at 3": lambda x, b=b: np.tanh(b * (x - 3)) for b in (50, 1e4, 1e6, 1e8)},
    **{f"{s} tanh": lambda x, s=s: s * np.tanh(x) for s in SCALES},
    **{f"{s} silu": lambda x, s=s: s * x * special.expit(x) for s in SCALES},
    **{f"sin {b}": lambda x, b=b: np.sin(b * x) for b in (1, 20, 50, 200, 1000)},
    **{f"bell {b}": lambda x, b=b: np.exp(-b * (x - 3.3) ** 2) for b in (1, 1e4, 1e8)},
    **{f"a corner of radius {r}": lambda x, r=r: np.hypot(x - 3, r) for r in (1, 1e-4, 1e-6)},
    **{f"softplus of beta {b}": lambda x, b=b: np.logaddexp(0, b * (x - 3)) / b for b in (1, 100, 1e4, 1e6)},
    **{f"noise of {e}": noisy(np.tanh, e) for e in (1e-12, 1e-9, 1e-6)},
    "x": lambda x: x + 0,
    "3": lambda x: 0 * x + 3,
    "x^9": lambda x: x**9,
    "exp": np.exp,
    "naive softplus": lambda x: np.log(1 + np.exp(x)),
    "naive mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "sqrt(1 + x^2) - 1": lambda x: np.sqrt(1 + x * x) - 1,
    "cubed at 0": lambda x: np.abs(x) ** 3,
    "float32 gelu": in_float32(lambda x: x / 2 * (1 + special.erf(x / np.float32(math.sqrt(2))))),
    "float32 silu": in_float32(lambda x: x / (1 + np.exp(-x))),
    "float32 mish": in_float32(lambda x: x * np.tanh(np.log1p(np.exp(x)))),
    "float16 tanh": lambda x: np.tanh(x.astype(np.float16)).astype(np.float64),
}


@pytest.mark.exhaustive(keep=0.06, thorough=0.15)
@pytest.mark.parametrize("name", BROKEN)
def test_breaks_are_found_where_they_are(name):
    function, expected = BROKEN[name]
    told = found(function)
    assert [one.what for one in told] == [what for _, what in expected]
    for one, (x, _) in zip(told, expected, strict=True):
        assert abs(one.x - x) <= one.within + 2 * math.ulp(x)


@pytest.mark.exhaustive(keep=0.16, thorough=0.3)
@pytest.mark.parametrize("name", SMOOTH)
def test_nothing_is_found_in_what_is_smooth(name):
    assert found(SMOOTH[name]) == ()


@pytest.mark.exhaustive(keep=0.073, thorough=0.1)
@pytest.mark.parametrize("name", [name for name in BROKEN if name != "two near each other"])
def test_fewer_values_of_functions_of_one_number_find_as_much(name):
    function, expected = BROKEN[name]
    assert [one.what for one in found(function, "numbers")] == [what for _, what in expected]


@pytest.mark.parametrize(("asked_for", "most"), [("arrays", 120_000), ("numbers", 25_000), ("tensors", 12_000)])
@pytest.mark.parametrize("function", [relu, np.tanh, elu, np.sqrt])
def test_a_search_asks_for_few_values_in_few_blocks(function, asked_for, most):
    sizes = []

    def counted(x):
        sizes.append(x.size)
        return function(x)

    found(counted, asked_for)
    assert sum(sizes) < most
    assert len(sizes) < 2000


@pytest.mark.parametrize("at", PLACES)
def test_a_kink_is_found_to_twelve_digits(at):
    (one,) = found(lambda x: x + relu(x - at) / 4)
    assert abs(one.x - at) <= 1e-12 * abs(at)
    assert re.fullmatch(rf"kink near {at:.12g}, found by bisection to ([1-9]e-12|[1-4]e-11)", str(one))


def test_how_sure_is_told():
    assert list(map(str, found(relu))) == ["kink near 0, found by bisection to 1e-12"]
    assert list(map(str, found(np.sign))) == ["jump at 0, found by bisection to the last digit"]
    assert list(map(str, found(np.log))) == ["end of the values at 0, found by bisection to the last digit"]
    (bend,) = found(lambda x: np.tanh(x) + relu(x - math.pi) ** 2)
    assert str(bend).startswith("jump of f″ near 3.14159265")
    assert bend.within < 1e-9


ACTIVATIONS = [actplot.get(name) for name in actplot.names(kind="activation")]


@pytest.mark.exhaustive(keep=0.05, thorough=0.1)
@pytest.mark.parametrize(
    "function", [*ACTIVATIONS, *(one for it in ACTIVATIONS for one in subject(it).variants())], ids=str
)
def test_an_entry_asked_for_values_alone_has_the_breaks_that_it_declares(function):
    told = found(function.value)
    expected = {one.x: one for one in breaks_of(function, (-50, 50))}
    ends = {end for part in function.domain_parts for end in (part.low, part.high) if abs(end) <= 50}
    known = {*expected, *ends}
    for one in told:
        assert any(abs(one.x - x) <= max(one.within, 1e-12 * abs(x)) for x in known), f"{one} is none"
    for x, one in expected.items():
        slopes = [side[2].limit for side in one.sides]
        if one.kind != "smooth" or (None not in slopes and abs(slopes[0] - slopes[-1]) > 1e-6):
            assert any(abs(other.x - x) <= max(other.within, 1e-12 * abs(x)) for other in told), f"{x} is missed"


INFINITE = {  # where values are infinite at once; not where they only grow beyond floats
    "where(x > 2, inf, x)": (lambda x: np.where(x > 2, np.inf, x), [2]),
    "inf on [-1, 1]": (lambda x: np.where(np.abs(x) <= 1, np.inf, x), [-1, 1]),
    "inf at 3": (lambda x: np.where(x == 3, np.inf, x), [3]),
    "log(1 + exp(20*x))": (lambda x: np.log(1 + np.exp(20 * x)), [math.log(np.finfo(float).max) / 20]),
    "exp(x*x)": (lambda x: np.exp(x * x), []),
    "cosh(20*x)": (lambda x: np.cosh(20 * x), []),
    "inf": (lambda x: x * 0 + np.inf, []),
    "1/x": (lambda x: 1 / x, [0]),
    "1/(x - 1)**2": (lambda x: 1 / (x - 1) ** 2, [1]),
    "exp(1/x**2)": (lambda x: np.exp(1 / x**2), [0]),
    "where(x > 0, 1/x, 0)": (lambda x: np.where(x > 0, 1 / x, 0), [0]),
}


@pytest.mark.parametrize("name", INFINITE)
def test_infinite_values_make_one_place_and_none_where_they_exceed_floats(name):
    function, expected = INFINITE[name]
    places = found(function)
    assert [one.what for one in places] == [JUMP] * len(expected)
    assert [one.x for one in places] == pytest.approx(expected, rel=1e-12, abs=1e-300)
