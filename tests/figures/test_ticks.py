"""Numbers at axes: true, short, never cut and never over each other, with one at both ends of a range."""

import itertools
from decimal import Decimal

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from actplot.figures.look import Look, house_style
from actplot.figures.page.numbering import COMMON_TO
from actplot.figures.page.ticks import MOST_DIGITS, ticks_of, viewed
from actplot.requests.reading import parse

SPANS = [
    *((-5.0, 5.0), (-7.0, 7.0), (-2000.0, 2000.0), (-8.5e9, 8.5e9), (1e6, 1000010.0), (-1e7 - 10, -1e7)),
    *((3.0, 3.0000001), (0.952574127, 0.9525741270045), (0.0, 0.3), (-1234567.0, 1234567.0), (0.0, 5e-324)),
    *((1e-300, 2e-300), (-1e300, 1e300), (0.0, 123456.0), (-0.065, 1.06), (-np.pi, np.pi), (1.0, 1 + 2**-52)),
    *((0.1, 100.0), (-1e-3, 1e-3), (12345.0, 12355.0), (123456.0, 123556.0), (-3.0, 1e6)),
]
TOO_NARROW = ((0.952574127, 0.9525741270045), (0.0, 5e-324), (1.0, 1 + 2**-52))  # for curves
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
OPTIONS = (
    *("", "--size 4 3", "--size 2 1.2", "--size 12 4", "--style seaborn-v0_8-poster --ylabel loss", "--style ggplot"),
    *("--ylim -12345678 12345678 --legend", "--no-legend --only value --theme dark"),
)


def painted(line: str) -> Figure:
    figure = parse(f"{line} --dpi 100").draw()
    FigureCanvasAgg(figure).draw()
    return figure


def numbers(axes: Axes) -> list[Text]:
    """All that stands at the axes and is seen."""
    common = [text for text in axes.texts if (text.get_gid() or "").startswith(COMMON_TO)]
    seen = [*common, axes.xaxis.label, axes.yaxis.label, axes._left_title]
    for axis, span in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        seen += [tick.label1 for tick in axis.get_major_ticks() if span[0] <= tick.get_loc() <= span[1]]
    return [text for text in seen if text.get_text() and text.get_visible()]


def read(label: str, common: str) -> Decimal:
    """What a reader takes a number to be, with what all of them leave out."""
    value = Decimal(label.replace("−", "-"))
    for part in reversed(common.split()):
        if part.startswith("×"):
            value = value.scaleb(int(part[3:].translate(RAISED)))
    offsets = [part for part in common.split() if not part.startswith("×")]
    return value + sum(Decimal(part.replace("−", "-")) for part in offsets)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("length", [0.8, 2.3, 4.6])
def test_numbers_are_true_and_short(span, axis, length):
    with house_style(Look(), 1):
        ticks = ticks_of(axis, span, length, 10.0, ends=True)
    assert len(ticks.places) >= 2
    span = viewed(span)
    assert span[0] == ticks.places[0]
    assert ticks.places[-1] == span[1]
    unit = (Decimal(span[1]) - Decimal(span[0])) / 200
    for place, label in zip(ticks.places, ticks.labels, strict=True):
        if label:
            assert sum(map(str.isdigit, label)) <= MOST_DIGITS
            assert abs(read(label, ticks.common) - Decimal(place)) <= unit


@pytest.mark.parametrize(
    ("span", "common"),
    [
        ((-8e9, 8e9), "×10⁹"),
        ((1e7, 1e7 + 10), "+1e7"),
        ((-1e7, 1e7), "×10⁷"),
        ((3, 3.0000001), "×10⁻⁷ +3"),
        ((0.499999975, 0.500000025), "×10⁻⁸ +0.5"),
        ((1000003, 1000013), "+1e6"),
        ((0, 1e-300), "×10⁻³⁰⁰"),
        ((0, 9), ""),
    ],
)
def test_what_numbers_leave_out(span, common):
    with house_style(Look(), 1):
        assert ticks_of("x", span, 4.6, 10.0, ends=True).common == common


@pytest.mark.exhaustive(keep=0.006, thorough=0.1)
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("span", [span for span in SPANS if span not in TOO_NARROW])
@pytest.mark.parametrize("command", ["compare mse mae", "plot cube", "diff mse huber"])
def test_nothing_at_the_axes_is_cut_or_overlaps(command, span, options):
    if command.startswith("diff") and set(options.split()) & {"--ylabel", "--legend", "--only"}:
        pytest.skip("no such option")
    figure = painted(f"{command} --range {span[0]!r} {span[1]!r} {options}")
    page = figure.bbox
    texts = [text for axes in figure.axes for text in numbers(axes)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for text, box in boxes:
        assert page.x0 - 1 <= box.x0 <= box.x1 <= page.x1 + 1, text
        assert page.y0 - 1 <= box.y0 <= box.y1 <= page.y1 + 1, text
    for (text, box), (other, second) in itertools.combinations(boxes, 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        up = min(box.y1, second.y1) - max(box.y0, second.y0)
        assert across <= 1 or up <= 2, (text, other)


def test_the_ends_of_a_range_have_a_number_and_no_line_of_the_grid():
    for axes in painted("compare gelu tanh --range -7 7 --ylim -1.3 4").axes[:1]:
        for axis, span in ((axes.xaxis, (-7, 7)), (axes.yaxis, (-1.3, 4))):
            ends = {tick.get_loc(): tick for tick in axis.get_major_ticks() if tick.get_loc() in span}
            assert set(ends) == set(span)
            assert all(tick.label1.get_text() and not tick.gridline.get_visible() for tick in ends.values())


def test_a_style_of_larger_letters_has_larger_margins():
    plain, large = (painted(f"compare tanh relu --size 8 4 {style}") for style in ("", "--style seaborn-v0_8-poster"))
    for before, after in zip(plain.axes, large.axes, strict=True):
        assert after.get_position().y0 > before.get_position().y0
        assert after.get_position().width < before.get_position().width


@pytest.mark.parametrize("line", ["plot square --range 0 1e-300", "compare tanh --range -1e-300 1e-300 --axes origin"])
def test_a_curve_as_near_to_zero_as_that_is_seen(line):
    for axes in painted(line).axes:
        assert axes.get_xlim()[1] == 1e-300
        assert all(np.isfinite(text.get_window_extent().get_points()).all() for text in numbers(axes))


def test_what_is_rounding_is_drawn_level():
    for spec, level in (("tanh", 1.0), ("sigmoid", 0.25)):
        low, high = painted(f"plot {spec} --range -1e-7 1e-7").axes[1].get_ylim()
        assert low <= 0 < level < high < 2 * level


def test_what_numbers_leave_out_stands_at_the_tip_of_its_axis():
    axes = painted("compare tanh --range -1e-300 1e-300 --axes origin").axes[0]
    (common,) = [text for text in axes.texts if text.get_gid() == f"{COMMON_TO} x"]
    tip = axes.transData.transform((1e-300, 0))
    box = common.get_window_extent()
    assert abs(box.x0 - tip[0]) < 60
    assert abs((box.y0 + box.y1) / 2 - tip[1]) < 30
