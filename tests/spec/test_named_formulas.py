"""A function of the catalogue that is typed as f(x) is the entry f."""

import dataclasses
import pickle

import numpy as np
import pytest
from click.testing import CliRunner
from mpmath import mp

from actplot.algebra.evaluating.precision import derivative, value
from actplot.algebra.reading.parser import parse
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import elementwise_names
from actplot.cli import main
from actplot.spec.formulas.expression import Expression
from actplot.spec.specs import get

FAR = (1e308, 1e300, 1e17, 800.0, 30.0, 3.0, 1.0, 0.5, 1e-8, 1e-17, 1e-300, 5e-324)
POINTS = np.array([-np.inf, *(-at for at in FAR), 0.0, *reversed(FAR), np.inf, np.nan])
DECLARED = ("breaks", "domain", "domain_parts", "asymptotes", "bounds", "convention", "precision", "note", "sources")
METHODS = ("value", "derivative", "second_derivative")
SAID_OTHERWISE = {"spec", "variable", "letter", "equations"}  # in the letters of the formula, not of a loss


@pytest.mark.exhaustive(keep=0.314, thorough=1)
@pytest.mark.parametrize("name", elementwise_names())
def test_numbers_and_declarations_are_the_entry_s(name):
    entry, typed = get(name), get(f"{name}(x)")
    beside = [np.nextafter(at, side) for at in entry.breaks for side in (-np.inf, at, np.inf)]
    points = np.concatenate([POINTS, beside])
    for method in METHODS:
        with np.errstate(over="ignore"):
            single = points.astype(np.float32)
        for x in (points, single):
            ours, theirs = getattr(typed, method)(x), getattr(entry, method)(x)
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs)
    assert all(getattr(typed, what) == getattr(entry, what) for what in DECLARED)
    assert breaks_of(typed) == breaks_of(entry)
    assert not isinstance(typed, Expression)


@pytest.mark.exhaustive(keep=0.005)
@pytest.mark.parametrize("name", elementwise_names())
def test_facts_are_the_entry_s(name):
    entry, typed = subject(get(name)).facts(), subject(get(f"{name}(x)")).facts()
    for field in dataclasses.fields(entry):
        if field.name not in SAID_OTHERWISE:
            assert getattr(typed, field.name) == getattr(entry, field.name), field.name


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("leaky_relu(x, negative_slope=0.2)", "leaky_relu:0.2"),
        ("elu(x, alpha=1/2)", "elu:0.5"),
        ("F.leaky_relu(x, negative_slope=0.2)", "leaky_relu:0.2"),
        ("nn.Hardshrink(0.3)(x)", "hard_shrink:0.3"),
        ("hard_tanh(x, min_val=-2, max_val=2)", "hard_tanh:-2,2"),
        ("lambda t: celu(t)", "celu"),
        ("heaviside(x)", "step"),
        ("|x|", "abs"),
        ("k = celu(x)", "celu"),
    ],
)
def test_keywords_letters_and_labels(text, spec):
    typed, entry = get(text), get(spec)
    x = np.array([-2.5, -1.0, -0.25, 0.0, 0.25, 1.0, 2.5])
    for method in METHODS:
        np.testing.assert_array_equal(getattr(typed, method)(x), getattr(entry, method)(x))
    assert typed.breaks == entry.breaks
    assert get(str(typed), None, typed.letter) == typed
    assert pickle.loads(pickle.dumps(typed)) == typed


def test_symbols_take_their_values_and_variables_their_letters():
    typed = get("elu(z, alpha=a)", {"a": 0.5}, "z")
    assert typed.value(-1.0) == get("elu:0.5").value(-1.0)
    assert (typed.letter, typed.constants, typed.label) == ("z", ("a",), "elu(z, alpha=a) (a = 0.5)")
    assert isinstance(get("elu(x, alpha=a)"), Expression)


@pytest.mark.parametrize("text", ["2*celu(x)", "celu(-x)", "celu(2*x)", "celu(x) + 1", "celu(x, alpha=x)"])
def test_neighbours_stay_formulas_and_are_right(text):
    formula = get(text)
    assert isinstance(formula, Expression)
    term = parse(text)
    for x in (-3.0, -0.5, -1e-8, 0.5, 2.0):
        with mp.workdps(40):
            truth = value(term, {"x": x}), derivative(term, {"x": x}, "x", 1)
        assert float(formula.value(x)) == pytest.approx(float(truth[0]), rel=1e-12)
        assert float(formula.derivative(x)) == pytest.approx(float(truth[1]), rel=1e-12)


@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("eval", "celu(x)", "celu", "--at", "0", "--format", "csv"), "celu(x),0.0,0.0,1.0"),
        (("eval", "celu(t)", "--var", "t", "--at=-1"), "-0.6321205588285577  0.36787944117144233"),
        (("eval", "mse(x)", "--at", "3"), "9.0         6.0"),
        (("show", "celu(x)"), "celu(x)\nactivation · exponential"),
        (("derive", "silu(x)"), "derivative of silu(x), route product"),
        (("check", "celu(x)"), "all agree"),
    ],
)
def test_every_command_takes_it(line, said):
    result = CliRunner().invoke(main, line, prog_name="actplot")
    assert result.exit_code == 0, result.output
    assert said in result.output
