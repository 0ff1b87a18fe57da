"""Names stand at the ends of curves, in their colours, none over another and none off the page."""

import itertools

import numpy as np
import pytest
from boxes import assert_apart

from actplot.calculus.written_names import labels
from actplot.requests.command_line import line_of, parse_one
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.reading import parse
from actplot.spec.specs import entry_of


def written(text):
    return labels([entry_of(text, {"a": 2.0}, None)])[0]


@pytest.mark.parametrize(
    ("text", "label", "slope"),
    [
        ("relu", "ReLU", "ReLU′"),
        ("leaky_relu:0.2", "leaky ReLU, 𝑎 = 0.2", "leaky ReLU′, 𝑎 = 0.2"),
        ("gelu_tanh", "GELU (tanh)", "GELU (tanh)′"),
        ("bce", "BCE, target = 1", "BCE′, target = 1"),
        ("x^2 - 1", "𝑥² − 1", "(𝑥² − 1)′"),
        ("z^2", "𝑧²", "(𝑧²)′"),
        ("max(0, x)", "max(0, 𝑥)", "(max(0, 𝑥))′"),
        ("2*x*tanh(x)", "2𝑥\u2009tanh(𝑥)", "(2𝑥\u2009tanh(𝑥))′"),
        ("sqrt(2)*x", "√2·𝑥", "(√2·𝑥)′"),
        ("exp(-x)", "𝑒⁻ˣ", "(𝑒⁻ˣ)′"),
        ("exp(-x^2/2)", "exp(−𝑥²/2)", "(exp(−𝑥²/2))′"),
        ("x^(1/3)", "𝑥¹ᐟ³", "(𝑥¹ᐟ³)′"),
        ("a*x", "𝑎\u2009𝑥, 𝑎 = 2", "(𝑎\u2009𝑥)′, 𝑎 = 2"),
    ],
)
def test_names_are_as_people_write_them(text, label, slope):
    assert written(text).text == label
    assert written(text).primed(1).text == slope


def test_functions_of_files_have_the_names_that_they_have_there(tmp_path):
    file = tmp_path / "gates.py"
    file.write_text("def gate(x, a=1.0):\n    return x * a\n\n\ndef square(x):\n    return x * x\n", encoding="utf-8")
    asked = (f"{file}:gate", f"{file}:square")
    assert [label.text for label in labels(CompareRequest(asked).functions)] == ["gate", "square"]
    asked = (f"{file}:gate", f"{file}:gate:a=2", f"mine = {file}:gate:a=3")
    told = [label.text for label in labels(CompareRequest(asked).functions)]
    assert told == ["gate, 𝑎 = 1", "gate, 𝑎 = 2", "mine"]
    assert "Gate (a = 1)" in CompareRequest(asked[:1] + asked[1:2], only="value").alt


def test_names_of_frameworks_are_kept():
    request = CompareRequest(("torch:gelu", "jax:gelu", "keras:gelu"))
    assert [label.text for label in labels(request.functions)] == ["torch = keras GELU", "jax GELU (tanh)"]
    assert line_of(request) == "compare torch:gelu keras:gelu jax:gelu"
    again = parse_one(line_of(request), {"compare": CompareRequest})
    assert again == request != CompareRequest(("gelu", "gelu_tanh"))


def test_the_catalogues_own_name_stands_first():
    (label,) = labels(CompareRequest(("torch:silu", "silu")).functions)
    assert label.text == "SiLU = torch SiLU"


def test_a_framework_that_differs_is_named():
    request = CompareRequest(("leaky_relu", "jax:leaky_relu"))
    assert [label.text for label in labels(request.functions)] == ["leaky ReLU", "jax leaky ReLU"]


SETS = [
    ("sigmoid", "tanh", "relu", "elu", "softplus"),
    ("bce", "nll", "brier"),
    ("torch:gelu", "jax:gelu", "keras:gelu"),
    ("leaky_relu:0.001", "relu", "selu", "where(x>0,x,0)"),
    ("sigmoid", "tanh", "relu", "elu", "softplus", "gelu", "x^2-1"),
    ("mse", "mae", "huber:2", "log_cosh"),
    ("exp(-x^2/2)", "x*sqrt(x^2+1)/2"),
    ("barron:-1000", "barron:1"),
    ("softplus",),
]
SIZES = [None, (4.0, 3.0), (10.0, 4.0), (5.0, 8.0)]


@pytest.mark.exhaustive(keep=0.023, thorough=0.2)
@pytest.mark.parametrize("keyed", [False, True], ids=["names", "legend"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("names", SETS, ids="-".join)
def test_no_text_is_on_another_one(names, size, keyed):
    assert_apart(CompareRequest(names, size=size, legend=keyed).draw())


@pytest.mark.parametrize(
    "line", ["compare softplus relu --ylim -1 3", "compare softplus relu gelu silu mish --ylim -1 3"]
)
def test_heads_of_curves_that_leave_together_follow_each_other(line):
    request = parse(line)
    figure = request.draw()
    axes = figure.axes[0]
    heads = [one for one in axes.lines if np.ndim(one.get_marker()) == 2]
    assert len({one.get_color() for one in heads}) == len(request.functions)
    tips = [axes.transData.transform(one.get_xydata()[0]) * 72 / figure.dpi for one in heads]
    for (one, tip), (other, beside) in itertools.combinations(zip(heads, tips, strict=True), 2):
        lengths = [line.get_markersize() / 2 for line in (one, other)]
        assert np.hypot(*(tip - beside)) > 0.7 * min(lengths)
