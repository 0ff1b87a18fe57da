"""Claims about derivatives and values: right ones pass, planted errors are found, with the kind of error and where."""

import math

import mpmath
import numpy as np
import pytest
from claimed_functions import FUNCTIONS, HEAD, PLANTED, RIGHT, SAME, WRONG, planted_file, right_file, wrong_file

from actplot.calculus.checks.claimed.claims import DERIVATIVE, VALUE, Claim
from actplot.calculus.checks.claimed.mistakes import Results, kind_of
from actplot.calculus.checks.claimed.rightness import differences
from actplot.calculus.checks.claimed.verdicts import judged
from actplot.spec.specs import get

WAYS = ("formula", "catalogue", "file", "file and formula")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The folder of the files with planted, right and wrong derivatives."""
    folder = tmp_path_factory.mktemp("claims")
    for name, code in (("planted", planted_file()), ("right", right_file()), ("wrong", wrong_file())):
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    return folder


def claim_of(folder, name: str, way: str, derivative: str) -> Claim:
    formula, entry, *_ = FUNCTIONS[name]
    file = f"{folder}/planted.py"
    function = get({"formula": formula, "catalogue": entry}.get(way, f"{file}:{name}"))
    return Claim(function, get(f"{file}:{name}_{derivative}"), get(formula) if way == "file and formula" else None)


def row_of(judgement, what: str):
    return next(row for row in judgement.rows if row.what == what)


@pytest.mark.exhaustive(keep=0.0035, thorough=0.05)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_planted_error_is_found_and_its_kind_told(files, name, planted, way):
    if (name, planted) in SAME:
        pytest.skip("what is planted is right here, or another kind of error")
    row = row_of(judged(claim_of(files, name, way, planted)), DERIVATIVE)
    assert not row.passed
    for words in PLANTED[planted][1]:
        assert words in row.worst.kind


@pytest.mark.exhaustive(keep=0.018, thorough=0.1)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_right_derivative_passes(files, name, way):
    judgement = judged(claim_of(files, name, way, "right"), ("float64", "float32"))
    assert judgement.passed, [(row.what, row.dtype, row.worst) for row in judgement.rows]


@pytest.mark.exhaustive(keep=0.024, thorough=0.12)
@pytest.mark.parametrize("with_formula", [False, True], ids=["alone", "formula"])
@pytest.mark.parametrize("name", RIGHT)
def test_what_people_write_rightly_passes(files, name, with_formula):
    formula = RIGHT[name][2] if with_formula else None
    claim = Claim(get(f"{files}/right.py:{name}"), get(f"{files}/right.py:d_{name}"), formula and get(formula))
    judgement = judged(claim, ("float64", "float32"))
    assert judgement.passed, [(row.what, row.dtype, row.worst) for row in judgement.rows]


@pytest.mark.exhaustive(keep=0.14, thorough=0.2)
@pytest.mark.parametrize("name", WRONG)
def test_what_people_write_wrongly_fails_for_the_true_reason(files, name):
    *_, formula, dtype, words = WRONG[name]
    claim = Claim(get(f"{files}/wrong.py:{name}"), get(f"{files}/wrong.py:d_{name}"), formula and get(formula))
    judgement = judged(claim, (dtype,))
    kinds = [row.worst.kind for row in judgement.rows if row.worst]
    assert not judgement.passed
    assert any(words in kind for kind in kinds), kinds


@pytest.mark.parametrize(
    ("value", "derivative", "x", "given", "right"),
    [
        ("np.tanh(x)", "2*(1 - np.tanh(x)**2)", 0.0, 2.0, 1.0),
        ("np.maximum(x, 0)", "np.where(x > 0, 1.0, -0.1)", -1.0, -0.1, 0.0),
        ("np.sin(x)", "-np.cos(x)", 0.0, -1.0, 1.0),
    ],
)
def test_the_worst_point_is_one_that_a_reader_can_check(tmp_path, value, derivative, x, given, right):
    (tmp_path / "f.py").write_text(
        f"{HEAD}\ndef f(x): return {value}\ndef df(x): return {derivative}\n", encoding="utf-8"
    )
    worst = row_of(judged(Claim(get(f"{tmp_path}/f.py:f"), get(f"{tmp_path}/f.py:df"))), DERIVATIVE).worst
    assert worst.x == x
    assert worst.given == given
    assert worst.right == pytest.approx(right, abs=1e-9)


def test_a_zero_of_the_derivative_is_not_the_worst_point_by_itself():
    """The derivative of silu is 0 at −1.27846, where a constant that is added is infinitely large beside it."""
    worst = row_of(judged(Claim(get("silu"), get("d_silu(x) + 1e-6"))), DERIVATIVE).worst
    assert abs(worst.x + 1.2784645427610738) > 0.1


def test_a_finite_difference_knows_its_own_error():
    """Against 50 digits: no estimate is farther off than its error, and most see one part in a million."""
    x = np.concatenate([np.linspace(-9, 9, 91) + 0.01, [30.0, -30.0, 88.7, 300.0]])
    for text, exact in (
        ("x*tanh(log(1+exp(x)))", lambda t: t * mpmath.tanh(mpmath.log1p(mpmath.exp(t)))),
        ("exp(-x^2)", lambda t: mpmath.exp(-t * t)),
        ("sin(5*x)", lambda t: mpmath.sin(5 * t)),
    ):
        slope, error = differences(get(text), x)
        with mpmath.workdps(50):
            right = np.array([float(mpmath.diff(exact, mpmath.mpf(float(at)))) for at in x])
        known = ~np.isnan(error)
        assert np.mean(known) > 0.95
        assert np.all(np.abs(slope - right)[known] <= error[known] + 1e-14 * np.abs(right[known]))
        bulk = known & (np.abs(right) > 1e-3)
        assert np.mean(error[bulk] < 1e-7 * np.abs(right[bulk])) > 0.9


def test_kinks_are_told_and_what_is_between_the_slopes_passes():
    row = row_of(judged(Claim(get("max(x,0)"), get("heaviside(x)"))), DERIVATIVE)
    assert row.passed
    assert any(line.startswith("kink at 0: ") and line.endswith("between the slopes 0 and 1") for line in row.told)


def test_infinities_and_underflow_are_told_and_fail_nothing(tmp_path):
    """exp(−x²)′ is 0 in floats from 27.3 on; what a file gives there is told."""
    code = "def f(x): return np.exp(-x*x)\ndef df(x): return np.where(np.abs(x) > 28, np.nan, -2*x*np.exp(-x*x))\n"
    (tmp_path / "f.py").write_text(HEAD + code, encoding="utf-8")
    row = row_of(judged(Claim(get("exp(-x^2)"), get(f"{tmp_path}/f.py:df"))), DERIVATIVE)
    assert row.passed
    assert any("fails nothing" in line for line in row.told)
    assert any(line.startswith("at ∞ it gives nan") for line in row.told)


def test_units_in_the_last_place_come_with_a_formula(files):
    claim = Claim(get(f"{files}/right.py:tanh_square"), get(f"{files}/right.py:d_tanh_square"), get("tanh(x)"))
    value, slope = judged(claim).accuracy
    assert (value.order, slope.order) == (0, 1)
    assert value.worst["bulk"].ulps < 2  # of NumPy's tanh
    assert slope.worst["tails"].ulps > 1e6  # 1 − tanh² is 0 there, sech² is not
    at = slope.worst["bulk"].x
    assert slope.worst["bulk"].truth == pytest.approx(float(mpmath.sech(at) ** 2), rel=1e-14)


def test_of_values_alone_only_what_is_lost_is_wrong(tmp_path):
    code = "def naive(x): return np.log(1 + np.exp(x))\n"
    code += "def grows(x): return np.exp(x)\ndef ends(x): return np.sqrt(x + 3)\n"
    (tmp_path / "f.py").write_text(HEAD + code, encoding="utf-8")
    row = row_of(judged(Claim(get(f"{tmp_path}/f.py:naive"))), VALUE)
    assert not row.passed
    assert row.worst.x == 709.8
    assert math.isinf(row.worst.given)
    assert judged(Claim(get(f"{tmp_path}/f.py:grows"))).passed
    assert judged(Claim(get(f"{tmp_path}/f.py:ends"))).passed


def test_digits_that_cancel_near_0_are_told():
    """((x − 1)eˣ + 1)/x² has none left at 1e-9."""
    at = np.array([1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 0.01, 1.0, 2.0, 3.0])
    x = np.concatenate([-at[::-1], at])
    right = (x * np.exp(x) - np.expm1(x)) / (x * x)
    right[np.abs(x) < 0.1] = 0.5 + x[np.abs(x) < 0.1] / 3
    given = right + 1e-16 / (x * x)
    wrong = np.abs(given - right) > 1e-9
    assert kind_of(Results(DERIVATIVE, "float64", x, given, right, np.full(x.shape, 1e-9), wrong)).startswith(
        "digits cancel"
    )


def test_values_in_short_floats_decide_nothing_and_fail_nothing(tmp_path):
    code = "def f(x):\n    x = x.astype(np.float32)\n    return x/(1 + np.exp(-x))\n"
    code += "def df(x): return expit(x)*(1 + x*expit(-x))\n"
    (tmp_path / "f.py").write_text(HEAD + code, encoding="utf-8")
    row = row_of(judged(Claim(get(f"{tmp_path}/f.py:f"), get(f"{tmp_path}/f.py:df"))), DERIVATIVE)
    assert row.wrong == 0
    assert row.undecided > row.points / 2
    assert not row.passed


NARROW = """
import numpy as np

def relu(x): return np.maximum(x, 0)
def step(x): return np.where(x > 0, 1.0, 0.0)
def smoothed(x, width): return np.where(x < 0, 0, np.where(x < width, x*x/(2*width), x - width/2))
def slope(x, width): return np.where(x < 0, 0, np.where(x < width, x/width, 1.0))

def f3(x): return smoothed(x, 1e-3)
def df3(x): return slope(x, 1e-3)
def f6(x): return smoothed(x - 1.3, 1e-6)
def df6(x): return slope(x - 1.3, 1e-6)
def f8(x): return smoothed(x, 1e-8)
def df8(x): return slope(x, 1e-8)
def fnear(x): return relu(x - 1) - 2*relu(x - 1.00005)
def dfnear(x): return step(x - 1) - 2*step(x - 1.00005)
def fspike(x): return np.tanh(x) + np.exp(-(x - 1)**2/1e-6)
def dfspike(x): return 1 - np.tanh(x)**2 - 2e6*(x - 1)*np.exp(-(x - 1)**2/1e-6)
def fshort(x): y = np.asarray(x, np.float32); return y/(1 + np.exp(-y))
def dfshort(x): s = 1/(1 + np.exp(-x)); return s*(1 + x*(1 - s))
def wrong(x): return slope(x, 1e-3)*(1 + 1e-6)
"""


@pytest.fixture
def narrow(tmp_path, monkeypatch):
    (tmp_path / "narrow.py").write_text(NARROW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda name: get(f"narrow.py:{name}")


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("name", ["3", "6", "8", "near", "spike", "short"])
def test_a_right_derivative_never_fails_for_a_place_that_was_not_found(name, narrow):
    judgement = judged(Claim(narrow(f"f{name}"), narrow(f"df{name}")))
    assert not [row.worst for row in judgement.rows if row.wrong]


def test_a_wrong_one_still_fails_there(narrow):
    (row,) = [row for row in judged(Claim(narrow("f3"), narrow("wrong"))).rows if row.what == "derivative"]
    assert row.wrong > 300
    assert row.worst.kind.startswith("a factor of 1.000001 too large")


def test_differences_do_not_step_over_a_spike(narrow):
    function, slopes = narrow("fspike"), narrow("dfspike")
    x = np.array([0.9993, 1, 1.0001, 1.0007, 1.2])
    found = function.differences(x, 1)
    np.testing.assert_allclose(found.derivative, slopes.value(x), rtol=1e-9, atol=1e-9)
    assert np.all(np.abs(found.derivative - slopes.value(x)) <= 10 * found.error)
