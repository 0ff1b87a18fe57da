"""`actplot identify`, and the line of `actplot show`, as people call them."""

import json
import shlex

import pytest
from click.testing import CliRunner

from actplot.cli import main

FILE = """
import math
import numpy as np

def swish(x, beta=1.7):
    return x / (1 + np.exp(-beta * x))

def leaky(x):
    return np.where(x > 0, x, 0.37 * x)

def one_by_one(x):
    return x if x > 0 else 0.7 * (math.exp(x) - 1)

def naive(x):
    return np.log(1 + np.exp(x))

def overflows(x):
    return x * np.exp(x) / (1 + np.exp(x))

def scaled(x):
    return 0.83 * np.tanh(-1.37 * x + 0.71) - 2.9

def slope(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)

def shrunk(x):
    return np.where(np.abs(x) > 0.73, x, 0.0)

def nearly(x):
    return np.tanh(x) + 1e-9 * np.sin(x)

def elsewhere(x):
    return np.where(x > 77.7, 0.0, x / (1 + np.exp(-x)))

def nobody(x):
    return x * np.cos(x * x) / (1 + x * x)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("user")
    (folder / "mine.py").write_text(FILE, encoding="utf-8")
    return folder


def run(line, folder=None):
    words = [f"{folder}/{word}" if folder and word.startswith("mine.py") else word for word in shlex.split(line)]
    return CliRunner().invoke(main, words)


def first(line, folder=None):
    """The plainest thing that a function is."""
    answer = run(f"{line} --json", folder)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)["matches"][0]["is"]


@pytest.mark.exhaustive(keep=0.336, thorough=0.35)
@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("swish", "silu:1.7"),
        ("leaky", "leaky_relu:0.37"),
        ("one_by_one", "elu:0.7"),
        ("naive", "softplus"),
        ("overflows", "silu"),
        ("scaled", "-0.83*tanh(1.37*x - 0.71) - 2.9"),
        ("slope", "sigmoid′"),
        ("shrunk", "hard_shrink:0.73"),
    ],
)
def test_functions_of_a_file_are_known_by_values(name, known, folder):
    assert first(f"identify mine.py:{name}", folder) == known


@pytest.mark.exhaustive(keep=0.597, thorough=0.6)
@pytest.mark.parametrize("name", ["nearly", "elsewhere", "nobody"])
def test_functions_of_a_file_that_nobody_knows(name, folder):
    answer = run(f"identify mine.py:{name} --json", folder)
    found = json.loads(answer.stdout)
    assert found["matches"] == []
    assert len(found["nearest"]) == 5


def test_the_whole_answer():
    assert run("identify 'x*sigmoid(1.702*x)'").stdout == (
        "x*sigmoid(1.702*x): this is quick_gelu\n"
        "also silu:1.702, aria2:1,1.702\n"
        "  PyTorch     x * torch.sigmoid(1.702 * x)\n"
        "  Keras       x * keras.activations.sigmoid(1.702 * x)\n"
        "  TensorFlow  tf.nn.silu(x, beta=1.702)\n"
        "  JAX         x * jax.nn.sigmoid(1.702 * x)\n"
        "its derivative is d_silu(1.702*x)\n"
    )


def test_an_entry_is_told_by_its_other_names_and_its_neighbours():
    answer = run("identify keras:gelu").stdout
    assert answer.startswith("keras:gelu: this is gelu\n") or answer.startswith("gelu: this is gelu\n")
    assert "gaussian_error_linear_unit" in answer
    assert "gelu_tanh" in answer
    assert "torch.nn.GELU()" in answer


def test_json_has_every_number():
    found = json.loads(run("identify '3*tanh(2*x-1)+4' --json").stdout)
    tanh = found["matches"][0]
    assert {name: tanh[name] for name in ("function", "scale", "stretch", "shift", "lift", "derivative")} == {
        "function": "tanh",
        "scale": 3,
        "stretch": 2,
        "shift": -1,
        "lift": 4,
        "derivative": False,
    }
    assert found["nearest"] == []
    assert {"framework": "PyTorch", "code": "torch.nn.Tanh()"} in tanh["frameworks"]


@pytest.mark.exhaustive(keep=0)
def test_a_loss_is_told_with_its_target():
    assert "mse with target 1" in run("identify '(x-1)^2'").stdout


@pytest.mark.exhaustive(keep=0)
def test_a_value_of_a_symbol():
    assert first("identify 'x*sigmoid(b*x)' --param b=1.5") == "silu:1.5"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("identify", "name one function"),
        ("identify gelu silu", "got 2"),
        ("identify ''", "empty"),
        ("identify gleu", "gelu"),
        ("identify 'x*sigmoid(b*x)'", "--param b="),
        ("identify softmax", "softmax"),
        ("identify dropout", "dropout"),
        ("identify nosuch.py:act", "nosuch.py"),
    ],
)
def test_wrong_use(line, said):
    answer = run(line)
    assert answer.exit_code == 2 or "nosuch" in line, answer.output
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.exhaustive(keep=0.2, thorough=0.3)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("show 'x/(1+exp(-x))'", ["this is silu"]),
        ("show 'sigmoid(x)*(1-sigmoid(x))'", ["this is sigmoid′"]),
        ("show 'x*sigmoid(b*x)' --param b=1.5", ["this is silu:1.5"]),
        ("show 'x^3+x'", []),
    ],
)
def test_a_card_says_it_at_its_head(line, said):
    lines = run(line).stdout.partition("\n\n")[0].splitlines()
    assert lines[1:] == ["formula", *said]
