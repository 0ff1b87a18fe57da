"""Functions that a program holds, in place of names: recognised by their library, named by their file, or held."""

import copy
import functools
import importlib
import math
import pickle
import sys

import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose

import actplot
from actplot.errors import BadSpec, SuppliedError
from actplot.requests.origins import ForeignImage, command_in


def swoosh(x, alpha=1.0):
    return x / (1 + np.exp(-alpha * x))


curved = eval("lambda x: x*np.arctan(x)", {"np": np})  # whose text nobody knows


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (np.tanh, "tanh"),
        (math.tanh, "tanh"),
        (scipy.special.expit, "sigmoid"),
        (scipy.special.erf, "erf"),
        (np.log1p, "log1p(x)"),
        (np.sinh, "sinh(x)"),
        (type(actplot.get("mish")), "mish"),
    ],
)
def test_functions_of_libraries_are_those_of_the_catalogue_or_formulas(found, text):
    function = actplot.get(found)
    assert function == actplot.get(text)
    assert actplot.compare(found, "identity").command == actplot.compare(text, "identity").command


def test_another_function_of_the_same_name_is_not_the_catalogues():
    """NumPy's sinc is that of πx."""
    function = actplot.get(np.sinc)
    assert str(function) == "sinc()"
    assert function != actplot.get("sinc")
    assert_allclose(function.value(0.5), 2 / math.pi)

    def gelu(x):
        return x / (1 + np.exp(-1.7 * x))

    assert str(actplot.get(gelu)) == "gelu()"


def test_a_function_of_the_program_is_drawn_and_no_line_names_it(tmp_path):
    picture = actplot.compare("relu", curved)
    assert picture.alt.startswith("ReLU and λ and their derivatives")
    assert str(picture) == "actplot compare relu 'λ'"
    with pytest.raises(BadSpec, match=r"no command line names λ, which stands in no file that can be imported\."):
        _ = picture.command
    for name in ("x.svg", "x.png", "x.pdf"):
        image = picture.save(tmp_path / name).read_bytes()
        assert image == picture.image(name[-3:])
        with pytest.raises(ForeignImage):
            command_in(image)
    assert "actplot " not in picture.save(tmp_path / "x.tex").read_text(encoding="utf-8")


def test_what_a_lambda_returns_is_its_name():
    function = actplot.get(lambda x: x * np.tanh(x))
    assert str(function) == "x * np.tanh(x)"
    assert_allclose(function.derivative(1.0), math.tanh(1) + 1 / math.cosh(1) ** 2, rtol=1e-8)


def test_two_of_the_same_name_are_two():
    one, other = (actplot.get(eval("lambda x: x**3")) for _ in range(2))
    assert str(one) == str(other) == "λ"
    assert one != other
    assert one == actplot.get(one)
    assert actplot.get(curved) == actplot.get(curved)
    assert hash(actplot.get(curved)) == hash(actplot.get(curved))
    assert len(actplot.compare(one, other).functions) == 2


def test_arguments_with_numbers_are_parameters():
    function = actplot.get(swoosh, {"alpha": 1.702})
    assert function.parameters == {"alpha": 1.702}
    assert_allclose(function.value(2.0), actplot.get("quick_gelu").value(2.0))
    assert actplot.identify(function).names[0] == "quick_gelu"
    assert function.with_parameters({"alpha": 1}).value(2.0) == actplot.get(swoosh).value(2.0)
    partial = actplot.get(functools.partial(swoosh, alpha=1.702))
    assert_allclose(partial.value(2.0), function.value(2.0))


@pytest.fixture
def mine(tmp_path, monkeypatch):
    (tmp_path / "mine_of_tests.py").write_text(
        "import numpy as np\ndef act(x, beta=1.0):\n    return x*np.arctan(beta*x)\nother = lambda x: x**3\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("mine_of_tests")
    del sys.modules["mine_of_tests"]


def test_a_function_of_a_module_is_named_by_its_file(mine):
    picture = actplot.compare(mine.act, mine.other, "relu")
    assert picture.command == "actplot compare mine_of_tests.py:act mine_of_tests.py:other relu"
    assert picture == actplot.draw(picture.command)
    assert actplot.get(mine.act, {"beta": 2}) == actplot.get("mine_of_tests.py:act:beta=2")
    assert pickle.loads(pickle.dumps(actplot.get(mine.act))) == actplot.get(mine.act)


def test_they_can_be_copied_and_pickled_as_what_they_hold():
    for found in (swoosh, curved):
        function = actplot.get(found)
        assert copy.deepcopy(function) == copy.copy(function) == function
    assert pickle.loads(pickle.dumps(actplot.compare(swoosh))) == actplot.compare(swoosh)
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(actplot.compare(curved))


def test_a_sweep_over_functions_of_a_program():
    swept = actplot.sweep(*(actplot.get(swoosh, {"alpha": alpha}) for alpha in (0.5, 1, 2)))
    assert [one.parameters["alpha"] for one in swept.functions] == [0.5, 1, 2]


@pytest.mark.exhaustive(keep=0, thorough=1)
def test_a_claim_about_ones_own_function():
    right = actplot.check(curved, derivative=lambda x: np.arctan(x) + x / (1 + x**2))
    wrong = actplot.check(curved, derivative=lambda x: np.arctan(x) - x / (1 + x**2))
    assert right.passed
    assert not wrong.passed
    assert actplot.check(curved, formula="x*atan(x)").passed


def fails(x):
    raise RuntimeError("no")


@pytest.mark.parametrize(
    ("found", "error", "said"),
    [
        (np.maximum, SuppliedError, "maximum takes 2 arguments without defaults"),
        (fails, SuppliedError, "RuntimeError: no"),
        (lambda x: x.sum(), SuppliedError, "it returns only one"),
        (lambda x: "a", SuppliedError, "it returns a text, not numbers"),
        (3, BadSpec, "named by a text such as 'leaky_relu:0.2', got int"),
        (None, BadSpec, "got NoneType"),
        (np.zeros(3), BadSpec, "got ndarray"),
    ],
)
def test_what_is_no_function_of_one_variable(found, error, said):
    with pytest.raises(error, match=said):
        actplot.compare("gelu", found)
