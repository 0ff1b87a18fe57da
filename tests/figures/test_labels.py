"""What is told beside marks: conventions and the largest slope unasked, at most six labels, and none on a curve."""

import numpy as np
import pytest
from boxes import assert_apart
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection

from actplot import BadOption
from actplot.figures.curves.labels import MOST, written
from actplot.requests.reading import parse


def labels_of(axes):
    """The texts within a panel, but for its note."""
    box = axes.get_window_extent()
    return {
        text.get_text(): text.get_window_extent()
        for text in axes.texts
        if box.contains(*np.mean(text.get_window_extent().get_points(), axis=0))
    }


def drawn(line):
    figure = parse(line).draw()
    FigureCanvasAgg(figure).draw()
    return figure


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("plot sigmoid", [["largest slope ¼"]]),
        ("plot relu", [["0 by convention"]]),
        ("plot gelu", [["largest slope 1.129"]]),
        ("plot square", [[]]),
        ("plot sigmoid(-x)", [["−¼"]]),
        ("plot sin", [[]]),  # has its largest slope again and again
        ("plot mae", [["0 by convention"]]),
        ("compare sigmoid tanh", [[], ["largest slope 1", "¼"]]),
        ("compare sigmoid tanh relu gelu", [[], []]),
        ("plot sigmoid --mark none", [[]]),
        ("plot sigmoid --mark extrema", [["(0, ¼)"]]),
        ("compare " + " ".join(["sigmoid tanh relu gelu elu selu mish silu"]), [[]] * 8),
    ],
)
def test_what_is_worth_telling_is_told_unasked_where_functions_are_few(line, told):
    assert [sorted(labels_of(axes)) for axes in drawn(line).axes] == told


def test_limits_are_ticks_at_the_edge():
    for line, count in [("plot sigmoid", 4), ("plot sigmoid --mark none", 0), ("plot relu", 3), ("plot square", 0)]:
        (axes,) = parse(line).draw().axes
        ticks = [line for line in axes.lines if line.get_marker() in (0, 1)]  # to the left, to the right
        assert len(ticks) == count, line
    (axes,) = parse("plot sigmoid").draw().axes
    assert {(t.get_xdata()[0], t.get_ydata()[0]) for t in axes.lines if t.get_marker() in (0, 1)} == {
        (0, 0),
        (1, 0),
        (1, 1),
    }


MARKED = [
    "plot gcu --range -30 30 --mark extrema", "compare gelu silu mish --mark extrema --order 2",
    "plot sinc --mark extrema",
    "compare sigmoid tanh relu --size 4 3", "compare mse mae huber",
    "plot cos --range -40 40 --mark extrema,kinks --size 4 3",
    "compare elu celu relu --axes origin",
    "plot tan(x) --range -9 9 --mark extrema", "compare relu sin step --theme dark",
]  # fmt: skip


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("line", MARKED)
def test_labels_are_few_and_cover_no_curve_and_no_text(line):
    figure = drawn(line)
    assert_apart(figure)
    for axes in figure.axes:
        labels = labels_of(axes)
        marks = {text: box for text, box in labels.items() if "(" in text or "slope" in text or "convention" in text}
        assert len(marks) <= MOST
        for curve in axes.lines:
            if len(curve.get_xdata()) < 100:
                continue
            places = axes.transData.transform(np.column_stack(curve.get_data()))
            assert not any(box.count_contains(places[np.isfinite(places).all(axis=1)]) for box in marks.values())


def test_the_highest_and_lowest_extrema_are_labelled_and_all_are_marked():
    (axes,) = drawn("plot gcu --range -30 30 --mark extrema").axes
    heights = [abs(float(text.split(", ")[1][:-1].replace("−", "-"))) for text in labels_of(axes)]
    assert 4 <= len(heights) <= 6
    assert min(heights) > 24
    assert sum(line.get_marker() in ("^", "v") for line in axes.lines) > 30


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.25, 3, "¼"), (-0.5, 3, "−½"), (1 / 3, 3, "⅓"), (0.75, 1, "¾"), (2, 3, "2"), (-3e-9, 3, "0"),
        (0.17, 3, "0.170"),
        (-0.16997, 3, "−0.170"), (1.12896, 3, "1.129"), (123456.7, 0, "123457"), (1.5e9, 0, "1500000000"),
    ],
)  # fmt: skip
def test_numbers_are_fractions_where_they_are_exact_and_have_the_decimals_of_their_figure(value, decimals, text):
    assert written(value, decimals) == text


def test_none_stands_alone():
    with pytest.raises(BadOption, match="none stands alone"):
        parse("plot relu --mark none,kinks")


@pytest.mark.parametrize(
    ("line", "joined"), [("compare gelu silu", True), ("plot sigmoid", False), ("compare relu", False)]
)
def test_labels_that_stand_far_from_their_place_are_joined_to_it(line, joined):
    figure = drawn(line)
    assert any(isinstance(one, LineCollection) for axes in figure.axes for one in axes.collections) is joined


def test_no_line_to_a_label_runs_through_it():
    for line in ("compare ramp zero_one", "compare gelu silu mish --mark extrema --order 2", "plot gcu --mark extrema"):
        figure = parse(line).draw()
        FigureCanvasAgg(figure).draw()
        for axes in figure.axes:
            boxes = [text.get_window_extent() for text in axes.texts if text.get_zorder() == 7]
            ways = [
                axes.transAxes.transform(way) for part in axes.findobj(LineCollection) for way in part.get_segments()
            ]
            inner = [np.linspace(*way[:2], 50) for way in ways if len(way) == 2]
            assert not [1 for way in inner for box in boxes if any(box.contains(*at) for at in way[:-5])], line


def test_a_label_is_not_repeated_across_the_panel():
    figure = parse("compare ramp zero_one").draw()
    assert [text.get_text() for text in figure.axes[1].texts].count("0 by convention") == 1
