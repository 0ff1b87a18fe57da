"""Curves that lie on each other are drawn as lanes of one stroke, and told to be equal only where they are."""

import numpy as np
import pytest

from actplot.figures.curves.ends import told_inside
from actplot.figures.curves.lanes import stretches
from actplot.figures.curves.panels import limits_of, view_of
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.reading import parse
from actplot.spec.specs import entry_of

SIZE = (4.6, 3.1)


def found(*names, interval=(-5.0, 5.0), order=0):
    request = CompareRequest(names, x_range=interval)
    panel = request.panels()[order]
    curves = [trace.curve for trace in panel.traces]
    return stretches(curves, panel.interval, limits_of(panel, request.look), SIZE)


def test_a_stretch_begins_where_a_formula_changes():
    (stretch,) = found("relu", "elu")
    assert (stretch.low, stretch.high, stretch.members, stretch.equal, stretch.last) == (0, 5, (0, 1), True, True)
    assert not stretch.everywhere


def test_each_part_has_the_curves_that_are_equal_there():
    parts = found("relu", "relu6", "hard_tanh", interval=(-2.0, 8.0))
    assert {(one.low, one.high, one.members) for one in parts if one.equal} == {
        (-2, 0, (0, 1)),
        (0, 1, (0, 1, 2)),
        (1, 6, (0, 1)),
    }


@pytest.mark.parametrize("names", [("binary_cross_entropy", "nll"), ("silu", "x*sigmoid(x)"), ("relu", "max(0, x)")])
def test_equal_functions_are_one_curve(names):
    interval = (0.0, 1.0) if "nll" in names else (-5.0, 5.0)
    (stretch,) = found(*names, interval=interval)
    assert stretch.everywhere
    assert stretch.equal


def test_equal_functions_whose_conventions_differ_say_where():
    (stretch,) = [one for one in found("leaky_relu", "jax:leaky_relu", order=1) if one.everywhere]
    assert stretch.but == (0,)


@pytest.mark.parametrize("names", [("gelu", "gelu_tanh"), ("leaky_relu:0.001", "relu")])
def test_near_is_not_equal(names):
    assert not any(one.everywhere for one in found(*names))
    assert any(not one.equal or one.low == 0 for one in found(*names))


PAIRS = [
    "relu",
    "elu",
    "gelu",
    "gelu_tanh",
    "silu",
    "softplus",
    "leaky_relu",
    "celu",
    "selu",
    "relu6",
    "hard_swish",
    "erf(x)",
    "tanh",
]


@pytest.mark.exhaustive(keep=0.08)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("pair", [(a, b) for i, a in enumerate(PAIRS) for b in PAIRS[:i]], ids="-".join)
def test_equal_is_told_only_of_equal_values(pair, order):
    first, second = (entry_of(name, {}, None) for name in pair)
    for one in found(*pair, order=order):
        x = np.linspace(one.low, one.high, 41)[1:-1]
        values = [[function.value, function.derivative][order](x) for function in (first, second)]
        if one.equal:
            np.testing.assert_allclose(values[0], values[1], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize(
    "names", [("gelu", "gelu_tanh"), ("tanh", "hard_tanh"), ("relu", "softplus"), ("erf(x)", "tanh")]
)
def test_what_comes_near_to_all_digits_is_not_equal(names):
    assert not any(one.equal for one in found(*names, interval=(-60.0, 60.0)))


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(
    ("names", "interval"),
    [
        (("sin", "snake", "gcu"), (-100.0, 100.0)),
        (("sigmoid", "tanh", "relu", "gelu"), (-1000.0, 1000.0)),
        (("softplus", "relu"), (-300.0, 300.0)),
        (("gelu", "silu"), (-9e4, 9e4)),
    ],
)
def test_what_lies_in_lanes_is_nowhere_apart(names, interval, order):
    request = CompareRequest(names, x_range=interval)
    panel = request.panels()[order]
    low, high = limits_of(panel, request.look)
    pixel = (high - low) / 400, (interval[1] - interval[0]) / 800
    for one in found(*names, interval=interval, order=order):
        x = np.linspace(max(one.low, -30), min(one.high, 30), 3001) if one.low < 30 and one.high > -30 else np.empty(0)
        near = x[:, None] + pixel[1] * np.linspace(-1, 1, 21)
        functions = [entry_of(names[index], {}, None) for index in one.members]
        heights = [(function.derivative if order else function.value)(near) for function in functions]
        for other in heights[1:]:
            assert (other.min(axis=1) - heights[0].max(axis=1) <= 4 * pixel[0]).all()
            assert (heights[0].min(axis=1) - other.max(axis=1) <= 4 * pixel[0]).all()
            assert not one.equal or np.allclose(other[:, 10], heights[0][:, 10], rtol=1e-11, atol=1e-14)


def test_a_stretch_that_no_name_tells_stands_in_a_note():
    figure = CompareRequest(("relu", "relu6", "hard_tanh"), x_range=(-2.0, 8.0)).draw()
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "ReLU = ReLU6, 𝑥 < 6" in texts


def test_a_note_tells_functions_of_one_name_apart():
    request = CompareRequest(("elu:0.5", "elu:2", "relu6"), x_range=(-2.0, 8.0))
    panel = request.panels()[0]
    shared = view_of(panel, request.look, SIZE).shared
    assert told_inside(panel, shared, 99.0, at_ends=True) == "ELU (𝛼 = 0.5) = ELU (𝛼 = 2) = ReLU6, 0 < 𝑥 < 6"
    assert told_inside(panel, shared, 1.0, at_ends=True) == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("compare sigmoid tanh relu softplus elu", [False, False]),
        ("compare relu elu", [False, False]),
        ("compare relu hard_tanh relu6", [True, True]),  # the names tell nothing of these stretches
    ],
)
def test_a_note_tells_of_no_stretch_that_a_name_tells(line, told):
    figure = parse(line).draw()
    assert [any("ReLU" in text and " = " in text for text in texts_in(axes)) for axes in figure.axes] == told


def texts_in(axes):
    return [text.get_text() for text in axes.texts if not text.get_text().startswith("=")]


def test_lanes_that_become_narrower_are_one_outline_each():
    drawing = parse("compare sigmoid tanh relu gelu elu").image("svg")
    assert drawing.count(b"<path") < 200
    assert len(drawing) < 90_000
