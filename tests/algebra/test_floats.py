"""Every number of a formula has 12 right digits or is known to be unsure; outside the domain there is none."""

import math

import numpy as np
import pytest
from algebra.trees import terms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mpmath import libmp, mp, mpf

from actplot.algebra.evaluating import adaptive, ball_functions, bounds, compiler, elementary, floats, slopes
from actplot.algebra.evaluating.floats import right_orders
from actplot.algebra.evaluating.precision import value as exact_value
from actplot.algebra.reading.names import ARITY
from actplot.algebra.reading.parser import parse
from actplot.algebra.term import Add, And, Call, Cases, Div, Mul, Neg, Num, Pow, Rel, Sym
from actplot.errors import ActplotError

DIGITS, DIGITS_OF_ERFC = 1500, 100  # few digits of erfc take long, and none of its formulas here loses many

# The formula, points, and the same in mpmath.
RIGHT = (
    ("(sqrt(x^2+4)+x)/2", (-1e8, 1e8, 3.0), lambda x: (mp.sqrt(x**2 + 4) + x) / 2),
    ("x-tanh(x)", (1e-9, -1e-12, 1.0), lambda x: x - mp.tanh(x)),
    ("sqrt(1+x^2)-1", (1e-9, 1.0), lambda x: mp.sqrt(1 + x**2) - 1),
    ("x/sqrt(1+x^2)", (1e6, -1e7, 0.0), lambda x: x / mp.sqrt(1 + x**2)),
    ("log(exp(x)-1)", (800.0, 1e-12, 1.0), lambda x: mp.log(mp.exp(x) - 1)),
    ("log(exp(x)+exp(-x))", (800.0, -800.0), lambda x: mp.log(mp.exp(x) + mp.exp(-x))),
    ("log((1+exp(x))/2)", (800.0,), lambda x: mp.log((1 + mp.exp(x)) / 2)),
    ("log(exp(2*x)+exp(x)+1)", (800.0, -800.0), lambda x: mp.log(mp.exp(2 * x) + mp.exp(x) + 1)),
    (
        "x*((1+exp(x))^2-1)/((1+exp(x))^2+1)",
        (400.0, -400.0, 1.0),
        lambda x: x * ((1 + mp.exp(x)) ** 2 - 1) / ((1 + mp.exp(x)) ** 2 + 1),
    ),
    ("x^2/(1+x^2)", (1e200, 1e-150), lambda x: x**2 / (1 + x**2)),
    ("exp(x)/exp(x)", (800.0, -800.0), lambda x: mp.exp(x) / mp.exp(x)),
    ("exp(x)/(1+exp(x))^2", (300.0, 237.0, -300.0), lambda x: mp.exp(x) / (1 + mp.exp(x)) ** 2),
    ("erfc(x)*exp(x^2)", (27.18, 40.0), lambda x: mp.erfc(x) * mp.exp(x**2)),
    ("log(erfc(x))", (28.02, 37.0), lambda x: mp.log(mp.erfc(x))),
    ("atanh(tanh(x))", (25.0, 40.0, 400.0), lambda x: mp.atanh(mp.tanh(x))),
    ("asin(tanh(x))", (30.0, 400.0), lambda x: mp.asin(mp.tanh(x))),
    ("exp(x-1500)*exp(700)", (100.0,), lambda x: mp.exp(x - 1500) * mp.exp(700)),
    ("log(1-tanh(x)^2)", (600.0,), lambda x: mp.log(1 - mp.tanh(x) ** 2)),
    ("cosh(x)+1", (709.9, 800.0), lambda x: mp.cosh(x) + 1),
    ("cosh(x)-1", (1e-9, 1e-200), lambda x: mp.cosh(x) - 1),
    ("x^x", (300.0, 1e-9, 2.5), lambda x: x**x),
    ("2*1e308*x", (2.0, 1e-3), lambda x: 2 * mpf("1e308") * x),
    ("x/1e308/1e308", (2.0, 1e308), lambda x: x / mpf("1e308") / mpf("1e308")),
    ("exp(-x^2)", (27.0, 30.0), lambda x: mp.exp(-(x**2))),
    ("erfc(x)", (27.1, 26.0), mp.erfc),
    ("exp(-exp(x))", (3000.0, 6.0), lambda x: mp.exp(-mp.exp(x))),
)


def rounded(number: mpf) -> float:
    return float(number) if abs(number) < mpf(2) ** 1024 else math.copysign(math.inf, number)


def close(found: float, truth: float) -> bool:
    return found == truth or abs(found - truth) <= max(1e-12 * abs(truth), 5e-324)


@pytest.mark.exhaustive(keep=0.08, thorough=0.25)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("text", "points", "meant"), RIGHT, ids=[text for text, _, _ in RIGHT])
def test_values_and_derivatives_are_right_where_plain_floats_are_not(text, points, meant):
    for order, one in enumerate(right_orders(parse(text), "x")):
        found = one.found(np.array(points), {})
        assert not found.unsure.any()
        with mp.workdps(DIGITS_OF_ERFC if "erfc" in text else DIGITS):
            truths = [rounded(mp.diff(meant, mpf(x), order)) for x in points]
        tiny = 1e-300  # a difference quotient of so many digits may leave as much of a true 0
        assert all(
            close(number, 0.0 if abs(truth) < tiny and number == 0 else truth)
            for number, truth in zip(found.numbers.tolist(), truths, strict=True)
        ), (order, found.numbers, truths)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("log(x^2-1)", (-0.5, 0.0, 0.5, 1.0, -1.0)),
        ("x*log(x^2-1)", (-0.5, 0.0, 0.5)),
        ("log(log(x))", (0.5, 1.0, -3.0)),
        ("sqrt(x^2-1)", (-0.5, 0.999)),
        ("x^x", (-2.0, 0.0, -0.5)),
        ("x^(1/x)", (-1.0, 0.0)),
        ("(x-1)^(x+1)", (1.0, -3.0)),
        ("x^(1/3)", (-8.0,)),
        ("exp(-1/x^2)", (0.0,)),
        ("atan(1/x)", (0.0,)),
        ("sin(x)/x", (0.0,)),
        ("1/(1/x)", (0.0,)),
        ("asin(x) + acosh(x)", (0.5, 2.0)),
        ("atanh(x)", (1.0, -1.0, 1.5)),
        ("tan(asin(1/x))", (1.0, 0.5)),
        ("where(x<1, log(x), 0)", (0.0, -1.0)),
    ],
)
def test_outside_the_domain_value_and_derivatives_are_nan(text, points):
    for one in right_orders(parse(text), "x"):
        found = one.found(np.array(points), {})
        assert np.isnan(found.numbers).all()
        assert not found.unsure.any()


@pytest.mark.parametrize(
    ("text", "x", "value", "slope"),
    [
        ("where(x<=0.1, 1, 2)", 0.1, 1.0, 0.0),
        ("where(2*x<=0.2, 1, 2)", 0.1, 1.0, 0.0),
        ("sign(x-0.3)", 0.3, 0.0, 0.0),
        ("max(x, 0.1)", 0.1, 0.1, 0.0),
        ("where(exp(x)>1, 1, 2)", 1e-20, 1.0, 0.0),
        ("|x|", 0.0, 0.0, 0.0),
    ],
)
def test_a_step_at_a_decimal_number_is_at_the_float_next_to_it(text, x, value, slope):
    found = [one.found(np.array([x]), {}).numbers.tolist() for one in right_orders(parse(text), "x")[:2]]
    assert found == [[value], [slope]]


def test_what_is_beyond_the_largest_number_of_points_is_unsure_row_by_row(monkeypatch):
    monkeypatch.setattr(floats, "MOST_ADAPTIVE", 2)
    x = np.array([[1.0, 1e-9], [2e-9, 3e-9]])
    found = right_orders(parse("x - tanh(x)"), "x")[0].found(x, {})
    assert found.unsure.tolist() == [[False, False], [False, True]]
    assert found.numbers[1, 0] == pytest.approx(9e-27 * 8 / 27, rel=1e-12)


@pytest.mark.parametrize("name", ["tanh", "floor"])
def test_a_function_without_a_condition_is_right_too(name, monkeypatch):
    """Differences take the place of what is written down for the others."""
    monkeypatch.delitem(slopes.CONDITIONS, name, raising=False)
    monkeypatch.delitem(ball_functions._SLOPES, name, raising=False)
    monkeypatch.setitem(ARITY, "floor", (1, 1))
    monkeypatch.setitem(compiler.KERNELS, "floor", np.floor)
    floor = elementary.FUNCTIONS.get("floor") or (lambda work, x: libmp.mpf_floor(x))
    monkeypatch.setitem(elementary.FUNCTIONS, "floor", floor)
    u = Call(name, (Div(Sym("x"), parse("3")),))
    numbers, errors = bounds.bounded_numpy([u], "x")(np.array([1e-9, 1.0, 6.5]), {})[0]
    meant = {"tanh": np.tanh, "floor": np.floor}[name]
    assert numbers.tolist() == meant(np.array([1e-9, 1.0, 6.5]) / 3).tolist()
    assert not bounds.few_digits(numbers, errors).any()
    difference = Add((Sym("x"), Neg(u)))
    found, settled = adaptive.adaptive_floats(difference, None, "x", np.array([1e-9, 6.5]), {})
    with mp.workdps(60):
        meant = {"tanh": lambda x: x - mp.tanh(x / 3), "floor": lambda x: x - mp.floor(x / 3)}[name]
        truths = [float(meant(mpf(x))) for x in (1e-9, 6.5)]
    assert settled.all()
    assert found.tolist() == truths


def test_float32_scalars_and_shapes_go_the_same_way():
    one = right_orders(parse("x - tanh(x)"), "x")[0]
    assert one.found(np.float64(1e-9), {}).numbers.shape == ()
    assert one.found(np.full((2, 0), 1.0), {}).numbers.shape == (2, 0)
    assert np.isnan(one.found(np.array([np.nan]), {}).numbers).all()


# Against mpmath, term by term

MEANT = {
    **{name: getattr(mp, name) for name in ("exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh")},
    **{name: getattr(mp, name) for name in ("cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh")},
    **{name: getattr(mp, name) for name in ("erf", "erfc", "sign")},
    "log2": lambda u: mp.log(u, 2),
    "log10": mp.log10,
    "abs": abs,
    "sigmoid": lambda u: 1 / (1 + mp.exp(-u)),
    "softplus": lambda u: mp.log1p(mp.exp(u)),
    "Phi": lambda u: mp.erfc(-u / mp.sqrt(2)) / 2,
    "phi": lambda u: mp.exp(-u * u / 2) / mp.sqrt(2 * mp.pi),
    "relu6": lambda u: min(max(u, 0), 6),
    "cbrt": lambda u: mp.sign(u) * mp.cbrt(abs(u)),
    **{name: getattr(mp, name) for name in ("floor", "ceil")},
    "round": mp.nint,
    "trunc": lambda u: mp.sign(u) * mp.floor(abs(u)),
    "mod": lambda u, v: u - v * mp.floor(u / v),
    "fmod": lambda u, v: u - v * MEANT["trunc"](u / v),
    "max": max,
    "min": min,
}


def meaning(term, x):
    """The value in mpmath; raises where there is none."""
    match term:
        case Num(value, _):
            return mpf(value.numerator) / value.denominator
        case Sym(name):
            return {"x": x, "a": mpf("1.296875"), "e": +mp.e, "pi": +mp.pi}[name]
        case Neg(operand):
            return -meaning(operand, x)
        case Add(args):
            return mp.fsum(meaning(arg, x) for arg in args)
        case Mul(args):
            return mp.fprod(meaning(arg, x) for arg in args)
        case Div(first, second):
            return meaning(first, x) / meaning(second, x)
        case Pow(base, exponent):
            return real(meaning(base, x) ** meaning(exponent, x))
        case Call(name, args, _):
            return real(MEANT[name](*(meaning(arg, x) for arg in args)))
        case Cases(pieces):
            return meaning(next(piece for piece, when in pieces if when is None or holds(when, x)), x)
    raise TypeError(term)


def holds(condition, x):
    if isinstance(condition, And):
        return all(holds(one, x) for one in condition.args)
    assert isinstance(condition, Rel)
    return compiler.COMPARISONS[condition.operator](meaning(condition.left, x), meaning(condition.right, x))


def real(number):
    if not mp.isfinite(number) or mp.im(number):
        raise ValueError
    return number


def truth(term, x):
    """What 60 and 400 digits agree on; None where they do not, or there is no value."""
    found = []
    for digits in (60, 400):
        with mp.workdps(digits):
            try:
                found.append(meaning(term, mpf(x)))
            except (ValueError, ZeroDivisionError, OverflowError, TypeError):
                return None
    apart = abs(found[0] - found[1])
    return rounded(found[1]) if apart <= abs(found[1]) * mpf(10) ** -30 and found[1] else None


@pytest.mark.filterwarnings("error")
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms, st.lists(st.floats(-40, 40).filter(lambda x: abs(x) > 1e-12 or x == 0), min_size=1, max_size=4))
def test_each_number_of_a_random_formula_has_12_right_digits_or_is_unsure(term, points):
    try:
        function = right_orders(term, "x")[0]
        written = compiler.written_out(term)
    except ActplotError:
        return
    found = function.found(np.array(points), {"a": 1.296875})
    for x, number, unsure in zip(points, found.numbers.tolist(), found.unsure.tolist(), strict=True):
        beside = [truth(written, mpf(x) * (1 + side * mpf(2) ** -54)) for side in (-1, 0, 1)]
        steps = None in beside or max(beside) - min(beside) > 1e-6 * abs(
            beside[1]
        )  # what is a float beside a step is on it
        if not steps and not unsure:
            assert close(number, beside[1]), (term, x)


@pytest.mark.parametrize(
    ("text", "at", "value"), [("x + 0^0", 2.0, 3.0), ("x^0", 0.0, 1.0), ("(x - x)^(1 - 1)", 2.0, 1.0)]
)
def test_a_power_of_0_is_the_same_in_floats_as_in_many_digits(text, at, value):
    assert float(exact_value(parse(text), {"x": at})) == value
    assert right_orders(parse(text), "x")[0].found(np.array([at]), {}).numbers.tolist() == [value]
