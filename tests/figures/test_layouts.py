"""Panels stand as they are asked to: above each other with one horizontal axis, beside each other, or as one."""

import itertools

import pytest
from boxes import assert_apart

from actplot.errors import ActplotError
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

STACKED = [
    "compare sigmoid tanh relu --layout stacked",
    "compare gelu silu --layout stacked --order 2 --axes origin",
    "compare gelu silu --layout stacked --legend --size 5 6",
    "compare relu elu --layout stacked --formula --zoom -1 0",
    "plot gelu --layout stacked --order 2",
    "plot gelu --layout stacked --zoom -1 0 --formula",
    "plot softmax --vary 0 --at 0,1 --layout stacked",
    "diff gelu silu --layout stacked --for slide",
]
BESIDE = [
    "plot gelu --layout beside --tangent 1",
    "diff gelu silu --layout beside",
    "diff gelu silu --layout beside --paper acm --columns 2",
    "compare gelu silu --layout beside --paper ieee --columns 2",
]


def places(line):
    return [axes.get_position() for axes in parse(line).draw().axes]


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("line", STACKED)
def test_panels_above_each_other_have_one_horizontal_axis(line):
    figure = parse(line).draw()
    boxes = [axes.get_position() for axes in figure.axes]
    assert {(round(box.x0, 9), round(box.x1, 9)) for box in boxes} == {(round(boxes[0].x0, 9), round(boxes[0].x1, 9))}
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert all(lower.y1 < upper.y0 for upper, lower in itertools.pairwise(boxes))
    *others, last = figure.axes
    assert not any(axes.get_xlabel() for axes in others)
    assert last.get_xlabel() or "origin" in line
    if "zoom" not in line:
        assert_apart(figure)


@pytest.mark.parametrize("line", BESIDE)
def test_panels_beside_each_other_are_as_high(line):
    one, other = places(line)
    assert (one.y0, one.y1) == pytest.approx((other.y0, other.y1))
    assert one.x1 < other.x0


def test_the_usual_layout_has_no_line_of_its_own():
    assert line_of(parse("compare relu elu --layout beside")) == "compare relu elu"
    assert line_of(parse("diff relu elu --layout stacked")) == "diff relu elu"
    assert line_of(parse("plot x^3 --layout one")) == "plot 'x^3'"
    assert line_of(parse("plot 'sin(20*x)' --layout stacked")) == "plot 'sin(20*x)'"
    assert line_of(parse("plot 'sin(20*x)' --layout one")) == "plot 'sin(20*x)' --layout one"


def test_one_panel_stays_one_where_it_flattens():
    assert len(places("plot 'sin(20*x)' --layout one")) == 1
    assert len(places("plot x^3 --layout stacked --order 2")) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare relu --only value --layout stacked", "beside --only value, which leaves one panel"),
        ("plot relu --only value --layout stacked", "beside --only value, which leaves one panel"),
        ("compare relu elu --layout one", "Allowed: beside, stacked"),
        ("plot softmax --vary 0 --at 1,2 --layout one", "have a panel each"),
        ("plot dropout --at 1,2 --layout stacked", "no meaning for random layers"),
        ("plot relu --layout one --ylim-derivative 0 1", "beside --layout one"),
    ],
)
def test_what_cannot_stand_so_is_refused(line, said):
    with pytest.raises(ActplotError) as error:
        parse(line)
    assert said in str(error.value)
