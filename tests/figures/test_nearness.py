"""Curves that are nearer than a picture shows are told, with an inset in which they are seen apart."""

import numpy as np
import pytest
from boxes import assert_apart
from matplotlib.backends.backend_agg import FigureCanvasAgg

from actplot.figures.curves import nearness
from actplot.figures.curves.lanes import equal_pairs, heights
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.reading import parse

EIGHT = ("relu", "elu", "gelu", "silu", "mish", "tanh", "sigmoid", "selu")


def notes(*names, **options):
    return [text for text in CompareRequest(names, **options).messages() if "--zoom" in text]


@pytest.mark.parametrize(
    "names",
    [("leaky_relu", "relu"), ("gelu", "gelu_tanh"), ("relu", "leaky_relu:0.001", "sigmoid"), ("tanh", "1.001*tanh(x)")],
)
def test_near_curves_are_told(names):
    (note,) = notes(*names, x_range=(-7.0, 7.0))
    assert note.startswith(f"note: {names[0]} and {names[1]} are nearer to each other than can be told apart")


@pytest.mark.parametrize(
    "names", [("gelu", "silu"), ("silu", "x*sigmoid(x)"), ("relu", "elu"), ("relu", "leaky_relu:0.2")]
)
def test_curves_that_are_apart_or_equal_are_not(names):
    assert notes(*names, x_range=(-7.0, 7.0)) == []


def test_whoever_asks_for_the_inset_knows():
    assert notes("relu", "leaky_relu", x_range=(-7.0, 7.0), zoom=(-7.0, -6.0)) == []


@pytest.mark.parametrize("names", [("leaky_relu", "relu"), ("gelu", "gelu_tanh"), ("tanh", "1.001*tanh(x)")])
def test_the_part_that_is_named_shows_them_apart(names):
    (note,) = notes(*names, x_range=(-7.0, 7.0))
    part = tuple(map(float, note.rpartition("--zoom ")[2].split()))
    figure = CompareRequest(names, x_range=(-7.0, 7.0), zoom=part).content()
    (*_, stated) = figure.stated().panels
    assert stated.x_limits == part
    x = np.linspace(*part, 50)
    first, second = (heights(trace.curve, x) for trace in stated.traces)
    assert np.abs(first - second).max() > 0.05 * (stated.y_limits[1] - stated.y_limits[0])


@pytest.mark.parametrize(
    ("names", "ends"), [(("x^2", "x^2 + 1e-9"), (-5.0, 5.0)), (("gelu", "gelu_tanh"), (-1e9, 1e9))], ids=str
)
def test_a_part_is_named_where_curves_bend_and_on_wide_ranges(names, ends):
    (note,) = notes(*names, x_range=ends)
    low, high = map(float, note.rpartition("--zoom ")[2].split())
    x = np.linspace(low, high, 101)
    first, second = (function.value(x) for function in CompareRequest(names).functions)
    assert np.abs(first - second).max() > (0.05 if ends[1] < 1e3 else 1e-3) * np.ptp(first)


@pytest.mark.exhaustive(keep=0.1, thorough=0.5)
@pytest.mark.parametrize(
    "line",
    ["plot gelu --zoom 1 2", "plot charbonnier --zoom 0.001 0.002", "compare gelu gelu_tanh --zoom -3.3 -3.1",
     "compare gelu gelu_tanh --zoom -3.3 -3.1 --size 4 3", "compare relu leaky_relu --zoom -5 -4.2 --axes origin"],
)  # fmt: skip
def test_numbers_of_an_inset_are_beside_those_of_the_axes(line):
    figure = parse(line).draw()
    FigureCanvasAgg(figure).draw()
    axes = figure.axes[0]
    (inset,) = axes.child_axes
    texts = [[text.get_window_extent() for axis in (one.xaxis, one.yaxis) for text in axis.get_ticklabels()
              if text.get_text()] for one in (axes, inset)]  # fmt: skip
    assert texts[1]
    assert not any(own.overlaps(other) for own in texts[0] for other in texts[1])
    written = dict(zip(inset.get_xticks().tolist(), inset.get_xticklabels(), strict=True))
    for place, text in written.items():
        assert not text.get_text() or float(text.get_text().replace("−", "-")) == pytest.approx(place)
    ends = {x for line in inset.lines if line.get_transform() != inset.transData for x in line.get_xdata()}
    assert not ends, "no tick of a limit"


@pytest.mark.exhaustive(keep=0.2, thorough=0.3)
@pytest.mark.parametrize("size", [None, (5.0, 3.5), (12.0, 6.0)], ids=str)
@pytest.mark.parametrize("names", [("leaky_relu", "relu"), ("gelu", "gelu_tanh", "tanh"), ("sigmoid", "tanh", "relu")])
def test_an_inset_covers_no_text(names, size):
    assert_apart(CompareRequest(names, size=size, zoom=(-2.8, -2.6)).draw())


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "sparsemax"])
def test_outputs_by_one_number_have_an_inset_of_these_outputs(name):
    content = parse(f"plot {name} --at 2,1,0 --vary 1 --zoom 0 1").content()
    assert [trace.label for trace in content.inset.traces] == [trace.label for trace in content.panels[0].traces]
    assert content.inset.interval == (0, 1)
    assert_apart(content.draw())


@pytest.mark.parametrize(
    ("names", "options", "why"),
    [
        (("relu", "elu"), {"zoom": (-6.0, 0.0)}, "--zoom shows a part of what is drawn, -5 5, and got -6 0"),
        (EIGHT, {"zoom": (0.0, 1.0)}, "in small multiples"),
        (("relu", "elu"), {"overlay": True}, "for 7 functions or fewer"),
    ],
)
def test_what_says_nothing_is_refused(names, options, why):
    with pytest.raises(ValueError, match=why.replace("(", ".")):
        CompareRequest(names, **options)


def test_samples_are_compared_only_where_curves_are_near(monkeypatch):
    asked = []
    monkeypatch.setattr(nearness, "equal_pairs", lambda *given: asked.append(given) or equal_pairs(*given))
    assert not any("nearer" in said for said in parse("compare sigmoid tanh relu gelu silu").messages())
    assert not asked
    assert any("nearer" in said for said in parse("compare leaky_relu relu --range -7 7").messages())
    assert asked
