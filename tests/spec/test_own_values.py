"""A formula's text may give values to its symbols, so that two formulas of one line have each their own."""

import pickle

import mpmath
import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import BadParameter
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse


@pytest.mark.parametrize("value", ["1.5", "3/2", "15e-1", "+1.5", " 1.5 "])
def test_values_stand_behind_a_colon(value):
    function = actplot.get(f"x*sigmoid(a*x):a={value}")
    assert float(function.value(1.0)) == pytest.approx(float(1 / (1 + mpmath.exp(-1.5))), rel=1e-15)
    assert str(function) == "x*sigmoid(a*x):a=1.5"
    assert function.parameters == {"a": 1.5}


@pytest.mark.parametrize(
    "text",
    ["a*x + b:a=2,b=-1/3", "steep = a*x:a=2", "z*tanh(beta*z):beta=0.5", "elu(x, alpha=c):c=2", "k*x^2 + a:a=1e-300"],
)
def test_they_read_back(text):
    function = actplot.get(text)
    assert actplot.get(str(function)) == function == pickle.loads(pickle.dumps(function))
    assert function != actplot.get(text.rpartition(":")[0])


def test_each_formula_of_a_line_has_its_own():
    request = parse("compare 'a*x:a=1' 'a*x:a=2' 'a*x' --param a=3")
    assert [function.parameters["a"] for function in request.functions] == [1, 2, 3]
    assert parse(line_of(request)) == request
    assert line_of(request) == "compare 'a*x:a=1' 'a*x:a=2' 'a*x' --param a=3"


def test_other_values_take_their_place():
    function = actplot.get("a*x + b:a=2", {"b": 1})
    other = function.with_parameters({"a": 5})
    assert (str(other), other.parameters) == ("a*x + b:a=5", {"a": 5, "b": 1})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a*x:b=2", "'a*x' has no symbol 'b'. Its symbols: a."),
        ("a*x:a=2,a=3", "'a*x:a=2,a=3': a is given twice"),
        ("a*x:a=1/0", "divides by zero"),
        ("a*x:x=1", "x is the variable"),
    ],
)
def test_values_of_nothing_are_refused(text, told):
    with pytest.raises(BadParameter) as caught:
        actplot.get(text)
    assert told in str(caught.value)


def test_a_value_beside_a_formula_that_has_its_own_is_refused():
    done = CliRunner().invoke(main, ["eval", "a*x:a=2", "--param", "a=1", "--at", "1"])
    assert (done.exit_code, "no formula has this symbol" in done.output) == (2, True)
