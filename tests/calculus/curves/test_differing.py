"""Where two functions differ most, meet and go far out: against mpmath, and told without a grid."""

import math

import mpmath
import numpy as np
import pytest
from mpmath import mp, mpf

import actplot
from actplot.calculus.curves.differing import CROSS, DIGITS, END, FLOATS, JUMP, SAME, TOUCH, Apart, apart
from actplot.calculus.curves.tails import OSCILLATES, TENDS, UNDEFINED

USUAL = (-10.0, 10.0)
LONG = pytest.mark.exhaustive(keep=0)


@pytest.fixture(autouse=True)
def digits():
    with mpmath.workdps(40):
        yield


def told(first: str, second: str, interval: tuple[float, float] = USUAL) -> Apart:
    return apart(actplot.get(first), actplot.get(second), interval)


def places(found: Apart, order: int = 0) -> list[float]:
    return [place.low for place in found.largest[order].places]


def met(found: Apart) -> list[tuple[float, str]]:
    return [(one.x, one.how) for one in found.meetings]


def gelu(x):
    return x * mpmath.ncdf(x)


def gelu_tanh(x):
    return x * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3))) / 2


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def silu(x):
    return x * sigmoid(x)


# Two specs, the same in mpmath, and about where their values and their slopes differ most on [-10, 10].
TURNS = [
    ("gelu", "gelu_tanh", gelu, gelu_tanh, (-2.7, 2.7), (-2.02, 2.02)),
    ("silu", "gelu", silu, gelu, (-1.96, 1.96), (-0.86, 0.86)),
    ("silu", "x*sigmoid(1.702*x)", silu, lambda x: x * sigmoid(mpf("1.702") * x), (-1.2, 1.2), ()),
    ("tanh", "softsign", mp.tanh, lambda x: x / (1 + abs(x)), (-1.6, 1.6), (-0.43, 0.43)),
    ("sin(x)", "cos(x)", mp.sin, mp.cos, (-7, -4, -0.8, 2.4, 5.5, 8.6), (-8.6, -5.5, -2.4, 0.8, 4, 7)),
    ("hard_sigmoid", "sigmoid", lambda x: min(max(x / 6 + mpf(1) / 2, 0), 1), sigmoid, (-1.3, 1.3), ()),
]


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("case", TURNS, ids=lambda case: f"{case[0]} {case[1]}")
def test_the_largest_differences_are_those_of_mpmath(case):
    first, second, one, other, *starts = case
    found = told(first, second)
    for order, near in enumerate(starts):
        at = [mp.findroot(lambda x, n=order: mp.diff(lambda y: one(y) - other(y), x, n + 1), start) for start in near]
        if near:
            assert places(found, order) == pytest.approx(list(map(float, at)), abs=1e-9)
            largest = abs(mp.diff(lambda y: one(y) - other(y), at[0], order))
            assert found.largest[order].difference == pytest.approx(float(largest), rel=1e-12)


@pytest.mark.parametrize("end", [1e3, pytest.param(1e6, marks=LONG), pytest.param(1e300, marks=LONG)])
def test_wide_ranges_pass_over_nothing_near_0(end):
    found = told("gelu", "gelu_tanh", (-end, end))
    assert not found.sameness
    assert found.largest[0].difference == pytest.approx(4.732355207e-4, rel=1e-9)


def test_numbers_beyond_floats_are_compared():
    found = told("x/10^400", "gelu")
    assert found.largest[0].difference == pytest.approx(10, rel=1e-12)
    assert [tail.order for tail in found.tails] == ["", "−x"]
    assert told("x + 7^-500*x", "x").sameness == FLOATS  # not to 40 digits
    assert math.isinf(told("x + 10^400*x", "x").largest[0].difference)


def test_gelu_and_its_approximation():
    found = told("gelu", "gelu_tanh")
    assert f"{found.largest[0].difference:.3e}" == "4.732e-04"
    assert [f"{x:.3f}" for x in places(found)] == ["-2.699", "2.699"]


@pytest.mark.exhaustive(keep=0.6)
@pytest.mark.parametrize(
    ("first", "second", "interval", "difference", "where"),
    [
        ("relu", "softplus", USUAL, math.log(2), [0.0]),
        ("x^2", "2*x - 1", USUAL, 121.0, [-10.0]),
        ("sign(x)", "tanh", USUAL, 1.0, [0.0, 0.0]),  # approached from both sides
        ("where(x == 1, 5, x)", "x", USUAL, 4.0, [1.0]),  # at a point alone
        ("where(x >= 0, 1, 0)", "where(x > 0, 1, 0)", USUAL, 1.0, [0.0]),
        ("x + exp(-(1e4*(x - 1.2345))^2)", "x", USUAL, 1.0, [1.2345]),  # a narrow spike
        ("x", "x + 1e-20*x", USUAL, 1e-19, [-10.0, 10.0]),  # less than floats tell
        ("zero_one", "perceptron", (0.0, 3.0), 1.0, [0.0]),
    ],
)
def test_ends_breaks_and_points(first, second, interval, difference, where):
    found = told(first, second, interval)
    assert places(found) == pytest.approx(where, abs=1e-9)
    if difference is not None:
        assert found.largest[0].difference == pytest.approx(difference, rel=1e-12)


def test_a_difference_that_floats_do_not_see_has_all_its_digits():
    found = told("tanh", "tanh(x) - exp(-x*x)*(x > 5)", (6.0, 7.0))
    assert found.largest[0].difference == pytest.approx(float(mp.exp(-36)), rel=1e-12)
    assert places(found) == [6.0]


def test_slopes_at_kinks_and_range_ends_are_one_sided():
    assert told("relu", "gelu").largest[1].difference == 0.5
    found = told("relu", "0*x", (-3.0, 0.0))  # f′ is 1 only to the right of 0
    assert found.largest[1].difference == 0
    assert told("relu", "0*x", (0.0, 3.0)).largest[1].difference == 1


def test_poles_are_unbounded():
    found = told("1/x", "1/(x - 1)")
    assert [largest.difference for largest in found.largest] == [math.inf, math.inf]
    assert set(places(found)) == {0.0, 1.0}
    assert met(found) == []
    assert [(one.low, one.first, one.second) for one in found.alone] == [(0.0, False, True), (1.0, True, False)]
    tangent = told("tan(x)", "x")
    assert sorted(set(places(tangent))) == pytest.approx([n * math.pi / 2 for n in (-5, -3, -1, 1, 3, 5)], rel=1e-15)
    roots = [float(mp.findroot(lambda x: mp.tan(x) - x, start)) for start in (4.4934, 7.7252)]
    assert [x for x, _ in met(tangent)] == pytest.approx([-roots[1], -roots[0], 0, *roots], abs=1e-9)


def test_many_ties_are_counted():
    found = told("sin(50*x)", "0*x")
    assert found.largest[0].count == 318
    assert found.met == 319
    assert len(found.largest[0].places) == len(found.meetings) == 12
    assert places(found)[6] == pytest.approx(math.pi / 100, abs=1e-12)


def test_plateaus_are_stretches():
    found = told("clip(x, -1, 1)", "0*x")
    assert [(place.low, place.high) for place in found.largest[0].places] == [(-10.0, -1.0), (1.0, 10.0)]
    assert [(place.low, place.high) for place in found.largest[1].places] == [(-1.0, 1.0)]


def test_a_tail_that_floats_flatten_is_no_plateau():
    found = told("tanh", "0*x", (-100.0, 100.0))
    assert places(found) == [-100.0, 100.0]
    assert [place.high for place in found.largest[0].places] == [-100.0, 100.0]


@pytest.mark.parametrize(
    ("first", "second", "interval", "expected"),
    [
        ("x^2", "2*x - 1", USUAL, [(1.0, TOUCH)]),
        ("x^2", "x^4", USUAL, [(-1.0, CROSS), (0.0, TOUCH), (1.0, CROSS)]),
        ("x^2", "2*x - 1 + 1e-12", USUAL, [(1 - 1e-6, CROSS), (1 + 1e-6, CROSS)]),
        ("x^2", "2*x - 1 - 1e-12", USUAL, []),
        ("x^3", "0*x", USUAL, [(0.0, CROSS)]),
        ("sqrt(x)", "x", USUAL, [(0.0, END), (1.0, CROSS)]),
        ("sin(x)", "1", (0.0, 10.0), [(math.pi / 2, TOUCH), (5 * math.pi / 2, TOUCH)]),
        ("sign(x)", "tanh", USUAL, [(0.0, JUMP)]),
        ("x", "-1", (-1.0, 1.0), [(-1.0, END)]),
        ("exp(-1/x^2)", "0*x", USUAL, []),
        ("exp(x)", "exp(x)*(1 + 1e-20)", USUAL, []),
    ],
)
def test_where_they_meet(first, second, interval, expected):
    found = met(told(first, second, interval))
    assert [how for _, how in found] == [how for _, how in expected]
    assert [x for x, _ in found] == pytest.approx([x for x, _ in expected], abs=1e-9)


@pytest.mark.exhaustive(keep=0)
def test_equal_stretches():
    found = told("max(x, -1, min(x, 1))", "min(max(x, -1), 1)")
    assert [(one.low, one.high, one.proven) for one in found.equal_on] == [(-10.0, 1.0, True)]
    assert not found.sameness
    apart_by_a_spike = told("x + exp(-(1e4*(x - 1.2345))^2)", "x")
    assert apart_by_a_spike.equal_on == ()  # though floats see nothing on most of it


@pytest.mark.exhaustive(keep=0.2, thorough=0.6)
@pytest.mark.parametrize(
    ("first", "second", "sameness"),
    [
        ("relu", "relu", SAME),
        ("torch:GELU", "keras:gelu", SAME),
        ("silu", "x/(1 + exp(-x))", DIGITS),
        ("softplus", "log(1 + exp(x))", DIGITS),
        ("pelu", "celu", DIGITS),
        ("log(x^2)", "2*log(x)", DIGITS),  # where both are defined
        ("x", "x*(1 + 1e-20)", ""),
        ("gelu", "gelu_tanh", ""),
        ("where(x == 1, 5, x)", "x", ""),
    ],
)
def test_equal_functions(first, second, sameness):
    found = told(first, second)
    assert found.sameness == sameness
    if sameness:
        assert [largest.difference for largest in found.largest] == [0, 0]
        assert met(found) == []


def test_where_only_one_is_defined():
    found = told("log(x)", "sqrt(x + 1)")
    assert [(one.low, one.high, one.first, one.second) for one in found.alone] == [
        (-10.0, -1.0, False, False),
        (-1.0, 0.0, False, True),
    ]
    nothing = told("log(x)", "sqrt(-x - 1)")
    assert math.isnan(nothing.largest[0].difference)
    assert nothing.tails[0].defined == (False, True)
    assert nothing.tails[1].defined == (True, False)


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize(
    ("first", "second", "side", "limit", "order"),
    [
        ("gelu", "gelu_tanh", 1, 0.0, "−0.398942·exp(−0.5·x²)"),  # −φ(x)
        ("silu", "gelu", 1, 0.0, "−x·exp(−x)"),
        ("softsign", "tanh", 1, 0.0, "−1/x"),
        ("softsign", "tanh", 0, 0.0, "1/|x|"),
        ("sqrt(x^2 + 1)", "x", 1, 0.0, "0.5/x"),
        ("sqrt(x^2 + 1)", "x", 0, math.inf, "2·|x|"),
        ("log(x)", "sqrt(x)", 1, -math.inf, "−√x"),
        ("x^3", "x*log(x)", 1, math.inf, "x³"),
        ("arctan", "tanh", 1, math.pi / 2 - 1, ""),
    ],
)
def test_tails_have_a_limit_and_an_order(first, second, side, limit, order):
    tail = told(first, second).tails[side]
    assert (tail.course, tail.order) == (TENDS, order)
    assert tail.limit == pytest.approx(limit, rel=1e-15)
    assert not tail.equal


def test_tails_without_a_limit():
    assert [tail.course for tail in told("sin(x)", "cos(x)").tails] == [OSCILLATES, OSCILLATES]
    left, right = told("log(x)", "x").tails
    assert (left.course, left.defined) == (UNDEFINED, (False, True))
    assert right.course == TENDS
    left, right = told("relu", "max(x, 0.5*x)").tails
    assert not left.equal
    assert right.equal


@pytest.mark.exhaustive(keep=0)
def test_oscillation_without_limit_is_told():
    found = told("sin(1/x)", "x")
    assert found.largest[0].wild == (0.0,)
    assert found.crowded == (0.0,)
    root = float(mp.findroot(lambda x: mp.sin(1 / x) - x, 0.9))
    assert [x for x, _ in met(found)][-1] == pytest.approx(root, abs=1e-9)


@pytest.mark.exhaustive(keep=0.01, thorough=0.15)
@pytest.mark.parametrize("first", ["relu", "elu:0.5", "gelu", "step", "hard_silu", "softplus", "x^2/9", "log(x)"])
@pytest.mark.parametrize("second", ["tanh", "relu6", "sign", "celu", "mish", "1/x", "floor(x)", "sqrt(x)"])
@pytest.mark.parametrize("interval", [USUAL, (-1.0, 2.5)])
def test_no_point_of_a_grid_is_farther_apart(first, second, interval):
    one, other = actplot.get(first), actplot.get(second)
    found = apart(one, other, interval)
    x = np.linspace(*interval, 20_011)
    with np.errstate(all="ignore"):
        seen = np.nanmax(np.abs(one.value(x) - other.value(x)))
    assert seen <= found.largest[0].difference * (1 + 1e-12)
    if math.isfinite(found.largest[0].difference):
        assert found.largest[0].difference <= seen + 0.01


# A file of the user's


@pytest.fixture
def mine(tmp_path) -> str:
    path = tmp_path / "mine.py"
    path.write_text(
        "import numpy as np\n"
        "def silu(x):\n    return x/(1 + np.exp(-x))\n"
        "def leaky(x, slope=0.25):\n    return np.where(x > 0, x, slope*x)\n"
        "def spike(x):\n    return np.exp(-(((x - 0.123)/1e-3)**2))\n"
        "def naive(x):\n    return np.log(1 + np.exp(x))\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_file_is_equal_in_floats(mine):
    found = told(f"{mine}:silu", "silu")
    assert found.sameness == FLOATS
    assert not any(stretch.proven for stretch in found.equal_on)


def test_a_file_against_an_entry(mine):
    found = told(f"{mine}:leaky", "gelu")
    assert (found.largest[0].difference, places(found)) == (2.5, [-10.0])
    assert found.largest[1].difference == pytest.approx(0.5, abs=1e-9)
    assert [x for x, _ in met(found)] == pytest.approx([-float(mpmath.sqrt(2) * mpmath.erfinv(0.5)), 0], abs=1e-9)
    assert found.tails[0].order == "−0.25·|x|"


def test_a_turn_of_a_file_is_refined(mine):
    found = told(f"{mine}:silu", "gelu")
    at = mp.findroot(lambda x: mp.diff(lambda y: silu(y) - gelu(y), x), 1.96)
    assert places(found) == pytest.approx([-float(at), float(at)], abs=1e-9)
    assert found.largest[0].difference == pytest.approx(float(abs(silu(at) - gelu(at))), rel=1e-13)
    steepest = float(mp.findroot(lambda x: mp.diff(lambda y: silu(y) - gelu(y), x, 2), 0.86))
    assert places(found, 1) == pytest.approx([-steepest, steepest], abs=1e-9)


def test_a_narrow_spike_of_a_file(mine):
    found = told(f"{mine}:spike", "0*x")
    assert places(found) == pytest.approx([0.123], abs=1e-9)
    assert found.largest[0].difference == pytest.approx(1, abs=1e-15)


def test_an_overflow_is_no_pole(mine):
    (place,) = told(f"{mine}:naive", "softplus", (-1000.0, 1000.0)).largest[0].places
    assert (place.low, place.high) == pytest.approx((math.log(np.finfo(float).max), 1000), rel=1e-12)
