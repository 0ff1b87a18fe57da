"""`check` for claims about functions of files, formulas and the catalogue, as a user types them."""

import json

import pytest
from click.testing import CliRunner

from actplot.cli import main

FILE = """
import numpy as np
from scipy.special import expit

def act(x, alpha=0.25):
    return np.where(x > 0, x, alpha*x)

def dact(x, alpha=0.01):
    return np.where(x > 0, 1.0, alpha)

def act_prime(x):
    return np.where(x > 0, 1.0, 0.25)

def swish(x, beta=1.0):
    return x*expit(beta*x)

def swish_grad(x, beta=1.0):
    return expit(beta*x)*(1 + beta*x*expit(-beta*x))

def d_swish(x, upstream):
    return upstream

def naive(x):
    return np.log(1 + np.exp(x))

def dnaive(x):
    return expit(x)
"""


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Checks in a folder with these files; gives the exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "lone.py").write_text("def f(x): return x\ndef slope_of_f(x): return 1 + 0*x\n", encoding="utf-8")

    def asked(*words: str):
        result = CliRunner().invoke(main, ["check", *words], prog_name="actplot", env={"COLUMNS": "100"})
        return result.exit_code, result.stdout, result.stderr

    return asked


def test_a_wrong_claim_is_told_in_one_line(check):
    code, text, _ = check("mine.py:act", "--derivative", "mine.py:dact")
    assert code == 1
    assert "derivative: worst at x = −1: yours 0.01, should be 0.25 (wrong branch for x < 0: a factor of 25" in text
    assert text.endswith("wrong: mine.py:dact\n")


def test_settings_of_the_function_go_to_its_derivative(check):
    code, text, _ = check("mine.py:act:alpha=0.5", "--derivative", "mine.py:dact")
    assert code == 0
    assert "note: mine.py:dact takes alpha = 0.5 from mine.py:act:alpha=0.5" in text


@pytest.mark.exhaustive(keep=0, thorough=1)
@pytest.mark.parametrize(
    ("function", "derivative", "expected"),
    [
        ("mine.py:act:alpha=0.25", "mine.py:dact", 0),  # given, though it is the default
        ("mine.py:act:alpha=0.5", "mine.py:dact:alpha=0.3", 1),
        ("mine.py:act:alpha=0.5", "where(x>0, 1, alpha)", 0),
        ("swish:2", "mine.py:swish_grad", 0),
    ],
)
def test_settings_of_any_function_go_to_any_derivative(check, function, derivative, expected):
    assert check(function, "--derivative", derivative)[0] == expected


def test_a_file_pairs_functions_with_their_derivatives(check):
    code, text, told = check("mine.py:")
    assert code == 1
    assert "mine.py pairs act with dact, act with act_prime, swish with swish_grad, naive with dnaive" in told
    assert "note: left out: mine.py:d_swish takes 2 arguments" in told
    assert text.endswith("wrong: mine.py:dact, mine.py:naive\n")


def test_a_file_without_pairs_says_what_it_has(check):
    code, _, told = check("lone.py:")
    assert code == 1
    assert "Pairs are spelt act and dact, act and act_prime, act and act_grad, act and d_act" in told
    assert "It has: f, slope_of_f." in told


@pytest.mark.parametrize(
    "words",
    [
        ("x*sigmoid(b*x)", "--param", "b=1.5", "--derivative", "sigmoid(b*x)*(1 + b*x*(1 - sigmoid(b*x)))"),
        ("x^2", "--param", "c=2", "--derivative", "c*x"),
        ("z^2", "--derivative", "2*z"),
        ("silu", "--derivative", "sigmoid(x)*(1 + x*(1 - sigmoid(x)))", "--dtype", "float64,float32"),
        ("torch:LeakyReLU", "--derivative", "where(x>0, 1, 0.01)"),
        ("huber", "--derivative", "clip(r, -1, 1)"),
        ("silu", "--formula", "x/(1+exp(-x))"),
        ("relu", "--derivative", "heaviside(x)"),
        ("mine.py:act",),
    ],
)
def test_right_claims_exit_0(check, words):
    code, text, _ = check(*words)
    assert code == 0, text
    assert text.endswith("all agree\n")


def test_of_values_alone_it_says_what_is_not_known(check):
    _, text, _ = check("mine.py:act")
    assert "note: nothing but its own values is known of it; --derivative FUNCTION claims a derivative" in text


def test_float32_is_looked_at_where_it_is_asked_for(check):
    _, text, _ = check("mine.py:naive", "--derivative", "mine.py:dnaive", "--dtype", "float32")
    where = "value in float32: worst at x = 88.8: yours ∞, should be 88.8"
    assert f"{where} (right in the bulk, infinite from x = 88.8 in float32)" in text


def test_json_has_all_of_it(check):
    code, text, _ = check("mine.py:act", "--derivative", "2*x", "--formula", "where(x>0, x, x/4)", "--json")
    (claim,) = json.loads(text)["functions"]
    assert code == 1
    assert (claim["function"], claim["derivative"], claim["passed"]) == ("mine.py:act", "2*x", False)
    value, slope = claim["checked"]
    assert (value["what"], value["wrong"], value["worst"]) == ("value", 0, None)
    assert slope["worst"]["given"] == 2 * slope["worst"]["at"]
    assert slope["worst"]["right"] in (1, 0.25)
    assert [order["order"] for order in claim["accuracy"]] == [0, 1]


def test_functions_of_files_and_of_the_catalogue_are_checked_in_one_go(check):
    code, text, _ = check("mine.py:act", "relu")
    assert code == 0
    assert "1 function checked, all agree" in text
    assert "value  float64  itself" in text
    assert len(json.loads(check("mine.py:act", "relu", "--json")[1])["functions"]) == 11


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--all", "--derivative", "x"), "--derivative has no meaning with --all"),
        (("silu", "--accuracy", "--derivative", "x"), "--derivative has no meaning with --accuracy"),
        (("silu", "--accuracy", "--dtype", "float32"), "--dtype has no meaning with --accuracy"),
        (("--accuracy", "mine.py:act"), "mine.py:act has no formula to be measured against"),
        (("silu", "tanh", "--derivative", "x"), "--derivative is said of one function, got 2"),
        (("--derivative", "x"), "name at least one function"),
        (("mine.py:", "--formula", "x"), "--formula is said of one function, got all pairs of a file"),
        (("silu", "--derivative", "mine.py:"), "'mine.py:' names a whole file"),
        (("silu", "--derivative", "x", "--dtype", "banana"), "--dtype: unknown 'banana'. Allowed: float64, float32."),
        (("silu", "--derivative", "x", "--dtype", "float16"), "Did you mean"),
        (("silu", "--dtype", "float32"), "--dtype belongs to what is claimed of a function, and nothing is of silu"),
        (("silu", "--derivative", "mse"), "--derivative takes a function of x, and mse is a loss"),
        (("silu", "--derivative", "softmax"), "--derivative takes a function of x, and softmax is a vector function"),
        (("softmax", "--derivative", "x"), "softmax is a function of a whole vector"),
        (("x^2", "--derivative", "2*t"), "2*t has no value for t; its variable is x"),
        (("mse", "--derivative", "2*x"), "--derivative is of the variable r, as mse is"),
        (("silu", "--derivative", "x", "--param", "q=1"), "--param q: no formula has this symbol"),
        (("silu", "--derivative", ""), "the formula is empty"),
        (("silu", "--derivative", "nosuch"), "unknown function 'nosuch'"),
        (("mine.py:act", "--derivative", "dact"), "--derivative 'dact' stands in mine.py. Write 'mine.py:dact'."),
        (("mine:act", "--derivative", "mine.py:dact"), "A function of the file is written 'mine.py:NAME'."),
    ],
)
def test_options_that_contradict_are_refused(check, words, message):
    code, text, told = check(*words)
    assert (code, text) == (2, "")
    assert message in told
