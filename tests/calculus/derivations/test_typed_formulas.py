"""Whatever can be typed and differentiated has a derivation; a line that fails its check is told, not refused."""

import math
import random
import time

import mpmath
import pytest
from click.testing import CliRunner

import actplot
from actplot.algebra.evaluating.precision import value
from actplot.algebra.rewriting.neat import ONE, total
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.source import to_text
from actplot.calculus.derivations import deriving
from actplot.calculus.derivations.checking import check_derivation, first_failure
from actplot.calculus.derivations.confirming import confirmed
from actplot.calculus.derivations.deriving import derive
from actplot.calculus.facts.facts import facts_of
from actplot.catalogue.registry import names
from actplot.cli import main

ACTIVATIONS = list(names("activation"))
SHAPES = (
    *("{}(x)+1", "2*{}(x)", "x*{}(x)", "{}(-x)", "{}(2*x+1)", "{}(x)^2", "1/{}(x)", "exp({}(x))", "log({}(x)+9)"),
    *("sqrt({}(x)+9)", "tanh({}(x))", "-{}(x)", "|{}(x)|", "max({}(x), 0.3)", "{}(x)/x", "{}(|x|)"),
)
PAIRS = ("{}({}(x))", "{}(x)+{}(x)", "{}(x)*{}(x)", "{}(x)/(2+{}(x)^2)")
HOLES = (
    *("log(x^2-1)", "log(sin(x))", "x^x", "sqrt(x^2-1)", "x^(1/x)", "log(1-1/x)", "log(x/(x-1))", "log(x^2-x)"),
    *("where(x>1, log(x-1), log(-x))", "log(cos(x))", "log(tan(x))", "acosh(|x|)", "-log(-log(x))", "1/log(x)"),
    *("sqrt(sin(x))", "sqrt(x^4-x^2)", "sqrt(log(x))", "log(log(x))", "1/sin(x)", "sqrt(x-3)*sqrt(10-x)", "log(x-90)"),
    *("1/relu(x)", "log(relu(x))", "1/max(x,0)", "(x^2-1)/(x-1)", "sin(x)/x", "sqrt(1e-3-x^2)"),
)
ONE_OF_ONE = [shape.format(name) for name in ACTIVATIONS for shape in SHAPES]
ONE_OF_TWO = [
    shape.format(name, random.Random(f"{name} {shape}").choice(ACTIVATIONS)) for name in ACTIVATIONS for shape in PAIRS
]


@pytest.mark.exhaustive(keep=0.0002, thorough=0.02)
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("formula", [*ONE_OF_ONE, *ONE_OF_TWO])
def test_functions_of_the_catalogue_in_formulas_are_derived(formula, order):
    function = actplot.get(formula)
    derivation = derive(function, order=order)
    check = check_derivation(derivation, function)
    assert first_failure(derivation, check) is None
    assert check.points >= 3


@pytest.mark.exhaustive(keep=0.09, thorough=0.1)
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("formula", HOLES)
def test_formulas_with_holes_are_derived(formula, order):
    ran = CliRunner().invoke(main, ["derive", formula, "--order", str(order)])
    assert ran.exit_code == 0, ran.output
    assert "checked to 40 digits" in ran.output
    assert "fault" not in ran.output


def relu(x):
    return max(x, mpmath.mpf(0))


# Last lines, and the same functions written by hand for mpmath.
PIECES = {
    "max(x,0)^0.5": ("{0.5/x^0.5 if x > 0; 0 otherwise}", lambda x: mpmath.sqrt(relu(x))),
    "exp(relu(x))": ("{eˣ if x > 0; 0 otherwise}", lambda x: mpmath.exp(relu(x))),
    "tanh(relu(x))": ("{1 − tanh²(x) if x > 0; 0 otherwise}", lambda x: mpmath.tanh(relu(x))),
    "sqrt(relu(x))": ("{1/(2·√x) if x > 0; 0 otherwise}", lambda x: mpmath.sqrt(relu(x))),
    "1/relu(x)": ("−1/x²", lambda x: 1 / relu(x) if x > 0 else mpmath.nan),
    "relu(x)-relu(-x)": ("1", lambda x: x),
    "x*leaky_relu(x)": ("{2·x if x > 0; 0.02·x otherwise}", lambda x: x * x if x > 0 else x * x / 100),
    "max(x,x^2,-1)": ("{1 if 0 < x < 1; 2·x otherwise}", lambda x: max(x, x * x, mpmath.mpf(-1))),
    "relu6(x+3)/6*x": (
        "{(2·x + 3)/6 if −3 < x < 3; 1 if x ≥ 3; 0 otherwise}",
        lambda x: x * min(max(x + 3, mpmath.mpf(0)), mpmath.mpf(6)) / 6,
    ),
    "max(x,0)*min(x,1)": (
        "{2·x if 0 < x < 1; 1 if x ≥ 1; 0 otherwise}",
        lambda x: max(x, mpmath.mpf(0)) * min(x, mpmath.mpf(1)),
    ),
    "max(x,0)+min(x,1)": (
        "{2 if 0 < x < 1; 1 otherwise}",
        lambda x: max(x, mpmath.mpf(0)) + min(x, mpmath.mpf(1)),
    ),
    "|x-2|*where(x>2,1,-1)": (None, lambda x: x - 2),
}


@pytest.mark.parametrize("formula", PIECES)
def test_pieces_are_those_that_there_are(formula):
    expected, by_hand = PIECES[formula]
    last = derive(actplot.get(formula)).chains[-1].steps[-1].term
    assert expected is None or to_line(last) == expected
    with mpmath.workdps(40):
        for point in (-4.4375, -1.5625, 0.3125, 1.8125, 2.6875, 7.1875):
            slope = mpmath.diff(by_hand, mpmath.mpf(point))
            found = value(last, {"x": point}, 30)
            assert mpmath.isnan(slope) or mpmath.almosteq(found, slope, 1e-15, 1e-15)


@pytest.mark.parametrize("formula", ["gelu(x)+1", "leaky_relu(x)", "rrelu(x)", "elliott(x)", "x*leaky_relu(x)"])
def test_defaults_are_the_numbers_that_one_reads(formula):
    ran = CliRunner().invoke(main, ["derive", formula])
    assert ran.exit_code == 0
    assert "3333333" not in ran.output


def test_a_last_line_that_is_wrong_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr(deriving, "shortened", lambda term, parts=(): ONE)
    ran = CliRunner().invoke(main, ["derive", "x^2/(1+x)", "--layout", "lines"])
    assert ran.exit_code == 0
    said = " ".join(ran.output.split())
    assert "Left out, as it could not be checked, which is a fault of actplot: 1 [combine and factor]" in said
    assert "checked to 40 digits" in said


def test_a_wrong_line_of_an_entry_gives_the_derivation_by_rules(monkeypatch):
    function = actplot.get("sigmoid")
    wrong = derive(function, "chain")
    *asides, main_chain = wrong.chains
    steps = list(main_chain.steps)
    steps[-1] = deriving.replace(steps[-1], term=total(steps[-1].term, ONE))
    wrong = deriving.replace(wrong, chains=(*asides, deriving.replace(main_chain, steps=tuple(steps))))
    found, check = confirmed(function, wrong)
    assert found.route == "rules"
    assert first_failure(found, check) is None
    assert "fault of actplot. This is the derivation by rules." in found.remarks[-1]


STEEP = (("x^(10^10^10)", "10^10^10*x^(10^10^10 - 1)"), ("x^(2^1000)", "2^1000*x^(2^1000 - 1)"))


@pytest.mark.parametrize(("text", "last"), STEEP)
def test_what_underflows_everywhere_is_no_function_of_its_own_value(text, last):
    assert to_text(derive(actplot.get(text)).chains[-1].steps[-1].term) == last


HUGE = (
    *(("|x*10^10^10 - 1|", math.inf), ("max(x, 1/10^10^10)", 2.0), ("x^(1/10^10^10)", 1.0), ("x/10^10^10", 0.0)),
    *(("where(x < 1/10^10^10, x, 1)", 1.0), ("log(10^10^10)/10^10 + x", 2 + math.log(10))),
)


@pytest.mark.exhaustive(keep=0.25)
@pytest.mark.parametrize(("text", "at_two"), HUGE)
def test_no_number_is_written_out_whose_digits_take_the_memory(text, at_two):
    function = actplot.get(text)
    assert facts_of(function).equations
    assert function.value(2.0) == pytest.approx(at_two, rel=1e-15)


NESTED = "hard_elish(logish(where(min(x, 0) <= x/x < 0, x*0.1, x + x)))"


def test_pieces_that_nobody_would_read_are_not_put_together():
    start = time.process_time()
    function = actplot.get(NESTED)
    derivation = derive(function)
    assert first_failure(derivation, check_derivation(derivation, function)) is None
    assert time.process_time() - start < 10  # seconds, of which all are gone where each piece is put into each other
