"""What people were told falsely of formulas that they typed, with values worked out by hand or by mpmath."""

import shlex

import numpy as np
import pytest
from click.testing import CliRunner
from mpmath import mp, mpf

from actplot import get
from actplot.calculus.curves.tracing import trace
from actplot.cli import main
from actplot.figures.page.limits import y_limits

X_EXP = (lambda x: x * mp.exp(x), 0.0)

# Pieces that break at one point and together do not: the formula, the same without pieces, the point.
SMOOTH = {
    "relu(x)-relu(-x)": (lambda x: x, 0.0),
    "2*x+relu(x)-relu(-x)": (lambda x: 3 * x, 0.0),
    "max(x-1,0)-max(1-x,0)": (lambda x: x - 1, 1.0),
    "leaky_relu(x)-leaky_relu(-x)": (lambda x: x * mpf("1.01"), 0.0),
    "exp(x)*(relu(x)-relu(-x))": X_EXP,
    "relu(x)*exp(x)-relu(-x)*exp(x)": X_EXP,
    "softplus(relu(x)-relu(-x))": (lambda x: mp.log1p(mp.exp(x)), 0.0),
    "where(x==1, 1, x^2)": (lambda x: x * x, 1.0),
    "|x|*sign(x)": (lambda x: x, 0.0),
}


@pytest.mark.parametrize("text", SMOOTH)
def test_pieces_that_join_to_one_have_its_slope(text):
    formula, (meant, at) = get(text), SMOOTH[text]
    points = np.array([at, at - 0.75, at + 1.5])
    assert formula.breaks == ()
    for order, method in enumerate((formula.value, formula.derivative, formula.second_derivative)):
        with mp.workdps(30):
            truth = [float(mp.diff(meant, mpf(x), order)) for x in points.tolist()]
        assert method(points).tolist() == pytest.approx(truth, rel=1e-12, abs=1e-20)


@pytest.mark.parametrize("text", ["where(x==0, 5, x)", "where(x<0, x, where(x>0, x, 5))"])
def test_a_point_apart_keeps_its_own_slope(text):
    assert get(text).derivative(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("text", ["a*relu(x)-a*relu(-x)"])
def test_symbols_do_not_hide_what_joins(text):
    assert get(text, {"a": 2.0}).derivative(np.array([0.0, 1.0])).tolist() == [2.0, 2.0]


def said(line: str) -> str:
    """All that a command prints, in one line."""
    result = CliRunner().invoke(main, shlex.split(line))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


SAID = {
    "show 'sqrt(x^2-1)'": ("vertical tangent", "f′(0) 0 is outside the domain"),
    "show '-log(-log(x))'": ("x = 0: pole; f → −∞ from the right", "x = 1: pole; f → ∞ from the left"),
    "show '1/log(x)'": ("f → 0 from the right, f′ → −∞", "x = 1: pole; f → −∞ from the left and → ∞ from the right"),
    "show 'where(x<=0, -x^2/2+1, x^2/2)'": ("f → 1 from the left and → 0 from the right, f(x) = 1; f′ → 0 from both",),
    "show 'where(|e|<=d, e^2/2, d*|e|-d^2/2)' --var e --param d=1": ("breaks e = −1: pieces join smoothly; f′ = −1",),
    "show '||x-1|-|x+1||'": ("x = 0: kink; f′ → −2 from the left and → 2 from the right",),
    "show 'exp(1/x)'": ("f → 0 from the left and → ∞ from the right; f′ → 0 from the left and → −∞ from the right",),
    "show '|sin(x)|'": ("x = 0, ±π, ±2π, ±3π,", "further ones: kink; f′ → −1 from the left and → 1 from the right"),
    "show 'log(exp(x))'": ("asymptotes y = x as x → −∞ y = x as x → ∞ f′(0) 1",),
    "show 'log(sigmoid(x))'": ("y = x as x → −∞ y = 0 as x → ∞ f′(0) 0.5",),
    "show '1/(1-Phi(x))'": ("asymptotes y = 1 as x → −∞ f′(0) ≈ 1.59577",),
    "show 'atan(x)+1e-9*x'": ("y ≈ 1e−09·x − 1.5708", "y ≈ 1e−09·x + 1.5708"),
    "show 'relu(x)-relu(-x)'": ("derivative f′(x) = 1", "f′(0) 1"),
    "show '1/(cosh(x)-1)'": ("vertical: x = 0", "x = 0: pole; f → ∞ from both sides"),
    "show '(x-sin(x))/x^3'": ("gap, no value; the continuous extension is 0.166667 and has slope 0",),
    "show 'sqrt(1-cos(x))'": ("x = 0, ±2π,", "f′ → −0.707107 from the left and → 0.707107", "none: f has a kink at 0"),
    "show '2^(1e10*x)'": ("asymptotes y = 0 as x → −∞", "f′(0) ≈ 6931470000"),
    "show 'x^2*sin(1/x)'": ("the continuous extension is 0 and has slope 0; f′ oscillates",),
    "show 'where(x==0, 0, x^2*sin(1/x))'": ("x = 0: oscillation, f′ = 0 there; f′ oscillates", "f′(0) 0"),
    "show 'where(x==0, 0, x*sin(1/x))'": ("x = 0: oscillation, no derivative; f′ oscillates", "f′(0) none"),
    "derive 'where(x<=0, 0, x^2*sin(1/x))'": ("At x = 0 f′ is 0, but beside it f′",),
    "show 'x^2/(1-exp(-x^2))'": ("gap, no value; the continuous extension is 1 and has slope 0",),
    "derive 'phi(x)/Phi(x)'": ("= −(φ(x)/Φ(x))·(φ(x)/Φ(x) + x)", "checked to 40 digits"),
    "derive 'x*tanh(log1p(exp(x)))'": ("= tanh(softplus(x)) + x·(1 − tanh²(softplus(x)))·σ(x)",),
    "derive 'where(x>1, log(x-1), log(-x))'": ("Defined for x in (−∞, 0) ∪ (1, ∞).", "checked to 40 digits"),
    "check 'log(x^2-1)'": ("all agree",),
    "check 'exp(x)/(1+exp(x))^2'": ("all agree",),
}
FALSE = ("none: f jumps", "e+2", "e+8", "e-10", "→ −5e", "domain ends at x = −", "could not be checked", "Traceback")


@pytest.mark.exhaustive(keep=0.05, thorough=0.25)
@pytest.mark.parametrize("line", SAID)
def test_what_is_said_is_true(line):
    text = said(line)
    assert all(words in text for words in SAID[line]), text
    assert not any(words in text for words in FALSE if "jump" not in words or "<=0" not in line), text


@pytest.mark.parametrize("text", ["gamma(x)", "2*Gamma(x)", "beta(x)"])
def test_the_name_of_a_function_is_no_factor(text):
    result = CliRunner().invoke(main, ["show", text])
    assert result.exit_code == 2
    assert "is not in the formula language" in result.output


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        *((text, -2.5, 3.5) for text in ("sqrt(|x|)", "|x|^(2/3)", "log(1+sqrt(|x|))", "sqrt(|x-1|)", "sqrt(relu(x))")),
        ("sqrt(|x^2-1|)", -6, 6),
        ("sin(1/x)", -4, 4),
    ],
)
def test_a_panel_is_as_high_as_its_curve(text, low, high):
    curves = [trace(get(text), order, (-5, 5), 400) for order in (0, 1)]
    found = y_limits(curves)
    assert low < found[0] < found[1] < high


# Where mpmath has the values: erfc(x)·exp(x²) and log(erfc(x)) are ordinary numbers where erfc(x) is none.
@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("erfc(x)*exp(x^2)", lambda x: mp.erfc(x) * mp.exp(x * x)),
        ("log(erfc(x))", lambda x: mp.log(mp.erfc(x))),
        ("log(1-tanh(x))", lambda x: mp.log(1 - mp.tanh(x))),
        ("atanh(tanh(x))", lambda x: x),
    ],
)
def test_ordinary_values_are_printed_without_a_note(text, meant):
    result = CliRunner().invoke(main, ["eval", text, "--at", "20,27.18,28.02,40", "--order", "0", "--format", "csv"])
    assert result.stderr == ""
    printed = [float(line.split(",")[-1]) for line in result.stdout.splitlines()[1:]]
    with mp.workdps(2000):
        truth = [float(meant(mpf(x))) for x in (20.0, 27.18, 28.02, 40.0)]
    assert printed == pytest.approx(truth, rel=1e-12)


def test_a_piece_too_short_to_tell_its_pole_does_not_stretch_the_panel():
    low, high = y_limits([trace(get("tan(x)"), order, (1000, 1010), 1000) for order in (0, 1)])
    assert -20 < low < high < 100
