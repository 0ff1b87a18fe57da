"""Beside a descent: the loss by step is what plain loops find, and lines on the data are those of the weights."""

import numpy as np
import pytest
from boxes import assert_apart

from actplot.errors import BadOption
from actplot.requests.reading import parse

LINE = "surface mse --data line --weights w,b --descend --start -3,6"
MOONS = "surface soft_margin --data moons:n=60,seed=1 --weights w1,w2 --descend --start -3,2 --steps 20"


def panel(request, heading):
    """The axes below a heading."""
    content = request.content()
    figure = request.draw()
    wanted = content.beside.headings.index(heading)
    return figure.axes[-len(content.beside.shown) + wanted]


def by_loops(data, rate, steps, place):
    """Losses of gradient descent on the mean squared error of a line."""
    (w, b), x, y = place, data.x[:, 0].tolist(), data.y.tolist()
    losses = []
    for _ in range(steps + 1):
        errors = [xi * w + b - yi for xi, yi in zip(x, y, strict=True)]
        losses.append(sum(e * e for e in errors) / len(errors))
        down = sum(2 * e * xi for e, xi in zip(errors, x, strict=True)), sum(2 * e for e in errors)
        w, b = w - rate * down[0] / len(x), b - rate * down[1] / len(x)
    return losses, (w, b)


@pytest.mark.parametrize("rate", [0.02, 0.2, 0.3])
def test_the_loss_by_step_is_that_of_plain_loops(rate):
    request = parse(f"{LINE} --beside loss --learning-rate {rate} --steps 12")
    (line,) = panel(request, "loss by step").lines
    expected, _ = by_loops(request.examples, rate, 12, (-3.0, 6.0))
    assert line.get_xdata().tolist() == list(range(13))
    assert line.get_ydata().tolist() == pytest.approx(expected, rel=1e-9)


def test_the_fit_is_the_line_of_the_weights():
    request = parse(f"{LINE} --beside fit --steps 9")
    axes = panel(request, "fit on the data")
    start, _, end = [line for line in axes.lines if line.get_linestyle() != "None"]
    slope, bias = by_loops(request.examples, 0.1, 8, (-3.0, 6.0))[1]
    assert end.get_ydata().tolist() == pytest.approx([x * slope + bias for x in end.get_xdata()], rel=1e-9)
    assert start.get_ydata().tolist() == pytest.approx([-3.0 * x + 6.0 for x in start.get_xdata()])
    (dots,) = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert np.array_equal(dots.get_xdata(), request.examples.x[:, 0])


def test_the_boundary_is_where_the_output_is_0():
    request = parse(f"{MOONS} --beside fit")
    axes = panel(request, "boundary on the data")
    (stages,) = request.content().beside.fit.paths
    lines = [line for line in axes.lines if line.get_linestyle() != "None"]
    for line, stage in zip(lines, stages, strict=True):
        outputs = line.get_xydata() @ stage.weights + stage.bias
        assert outputs.tolist() == pytest.approx([0, 0], abs=1e-9)
    assert stages[0].weights.tolist() == [-3.0, 2.0]
    assert stages[-1].bias == dict(request._sliced[0].fixed)["b"]
    counts = [len(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "None"]
    assert counts == [30, 30]


def test_a_loss_that_spans_sizes_has_a_logarithmic_axis():
    assert panel(parse(f"{LINE} --beside loss"), "loss by step").get_yscale() == "log"
    assert panel(parse(f"{MOONS} --beside loss --steps 3"), "loss by step").get_yscale() == "linear"


def test_each_rate_has_a_line_and_what_diverges_is_said():
    axes = panel(parse(f"{LINE} --beside loss --learning-rate 0.02,0.2,0.3"), "loss by step")
    assert len(axes.lines) == 3
    assert {text.get_text() for text in axes.texts} == {"rate 0.02", "rate 0.2", "rate 0.3, diverges"}
    wild = panel(parse(f"{LINE} --beside loss --learning-rate 5 --steps 500"), "loss by step")
    assert wild.get_ylim()[1] < 1e6
    assert [text.get_text() for text in wild.texts] == ["diverges"]


@pytest.mark.exhaustive(keep=0.03, thorough=0.24)
@pytest.mark.parametrize("size", ["", "--size 12 5", "--size 7 7", "--for web", "--for slide", "--paper neurips"])
@pytest.mark.parametrize(
    "line",
    [f"{LINE} --beside loss,fit", f"{MOONS} --beside loss --fix b=0 --title Moons", f"{LINE} --beside fit --start 2,2"],
)
def test_words_and_panels_are_apart(line, size):
    assert_apart(parse(f"{line} {size}").draw())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("surface mse --data line --beside loss", "--beside has no meaning without --descend"),
        ("surface mse --beside loss", "--beside has no meaning without --descend"),
        (f"{LINE} --beside fit --learning-rate 0.1,0.2", "shows what one learning rate leads to, and these are 2"),
        (f"{LINE} --beside loss --view 3d", "beside the plane of the weights"),
        (f"{LINE} --beside loss --learning-rate 0.1,0.2,0.3 --for slide", "no room for the 4 panels"),
        (f"{LINE} --beside nothing", "unknown 'nothing'"),
        (f"{MOONS.replace('soft_margin', 'mse')} --beside fit", "has 2 features"),
    ],
)
def test_what_cannot_stand_beside_is_refused(line, said):
    with pytest.raises(BadOption, match=said):
        parse(line).draw()


def test_facts_and_alternative_texts_tell_it():
    request = parse(f"{LINE} --beside loss,fit --steps 5")
    losses, _ = by_loops(request.examples, 0.1, 5, (-3.0, 6.0))
    lines = request.content().stated().lines
    assert any(f"0: {losses[0]:.5g}; 1: {losses[1]:.5g}" in line for line in lines)
    assert any(line.startswith("fit after 5 steps") for line in lines)
    assert "the fitted line on the data after 0, 1, 5 steps" in request.alt
