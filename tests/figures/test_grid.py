"""More than seven functions are small multiples, each with the others in pale grey."""

import pytest
from boxes import assert_apart, texts_of
from matplotlib.backends.backend_agg import FigureCanvasAgg

from actplot.errors import BadOption
from actplot.requests.figures.compare import CompareRequest

EIGHT = ("relu", "elu", "gelu", "silu", "mish", "tanh", "sigmoid", "selu")
ROBUST = ("mse", "mae", "huber", "log_cosh", "huber:2", "quantile:0.9", "cauchy", "welsch")
LOSSES = (*ROBUST, "tukey_biweight", "barron:-1000", "charbonnier")
LONG = (*EIGHT, "where(x>0,x,0.1*x)", "x*tanh(log(1+exp(x)))", "exp(-x^2/2)", "exp", "leaky_relu:0.123456")
MANY = (*LONG, *(f"elu:{number / 10}" for number in range(1, 28) if number != 10))


@pytest.mark.parametrize("count", [7, 8])
def test_small_multiples_begin_at_eight(count):
    figure = CompareRequest(EIGHT[:count]).draw()
    assert len(figure.axes) == (2 if count == 7 else 8)


def test_overlay_forces_one_panel_for_all():
    assert len(CompareRequest(EIGHT, overlay=True).draw().axes) == 2


@pytest.mark.exhaustive(keep=0.1, thorough=0.3)
@pytest.mark.parametrize(
    ("names", "options"),
    [
        (EIGHT, {}),
        (EIGHT, {"size": (4.0, 3.0)}),
        (EIGHT, {"order": 2, "mark": ("kinks", "extrema"), "size": (8.0, 6.0)}),
        (EIGHT, {"only": "derivative", "slope_range": (-1.0, 2.0)}),
        (EIGHT, {"y_range": (-1.0, 2.0), "no_legend": True}),
        (LOSSES, {"theme": "dark"}),
        (LOSSES, {"size": (6.0, 9.0)}),
        (LONG, {"size": (5.0, 5.0)}),
        (LONG, {"x_label": "z", "y_label": "a", "title": "Many functions " * 5}),
        (MANY, {}),
    ],
    ids=str,
)
def test_no_text_is_on_another_one(names, options):
    assert_apart(CompareRequest(names, **options).draw())


def test_every_function_is_named_and_every_colour_explained():
    figure = CompareRequest(LONG).draw()
    FigureCanvasAgg(figure)
    texts = [text.replace("\n", " ") for text, _ in texts_of(figure)]
    assert {"ReLU", "exponential", "𝑓(𝑥)", "𝑓′(𝑥)", "the other functions"} <= {*texts}
    assert len([axes for axes in figure.axes if axes.get_title(loc="left")]) == len(LONG)


def test_one_function_that_grows_does_not_flatten_the_others():
    figure = CompareRequest((*EIGHT, "exp")).draw()
    low, high = figure.axes[0].get_ylim()
    assert high - low < 12


def test_all_cells_state_the_limits_that_they_have():
    request = CompareRequest(EIGHT)
    stated = request.content().stated()
    assert {panel.y_limits for panel in stated.panels} == {request.draw().axes[0].get_ylim()}


@pytest.mark.parametrize(
    "option", [{"axes": "origin"}, {"formula": True}, {"legend": True}, {"slope_range": (0.0, 1.0)}]
)
def test_what_cells_have_no_place_for_is_refused(option):
    with pytest.raises(BadOption, match="has no meaning"):
        CompareRequest(EIGHT, **option)
