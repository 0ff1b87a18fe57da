"""What a figure holds is what the functions do: checked on its artists, not on pixels."""

import itertools
import math

import matplotlib as mpl
import numpy as np
import pytest
from cases import CASES
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.curves.tracing import METHODS, trace
from actplot.calculus.written_names import mathematical
from actplot.figures.page.axes import NO_ORIGIN
from actplot.figures.page.origin import BELOW_CURVES
from actplot.requests.reading import parse


def drawn(line: str) -> Figure:
    return parse(line).draw()


def painted(line: str) -> Figure:
    """Drawn as far as the pixels, so that every text has its place."""
    figure = drawn(line)
    FigureCanvasAgg(figure).draw()
    return figure


def curves(axes) -> list:
    """The lines of functions: long ones, not rules, dots or marks."""
    return [line for line in axes.lines if len(line.get_xdata()) > 2]


def dots(axes) -> set[tuple[float, float, bool]]:
    """Dots as x, y, and whether they are filled."""
    found = [line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    return {
        (float(d.get_xdata()[0]), float(d.get_ydata()[0]), mpl.colors.to_rgba(d.get_markerfacecolor())[3] > 0)
        for d in found
    }


@pytest.mark.exhaustive(keep=0.08, thorough=0.12)
@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("function", CASES, ids=str)
def test_every_point_is_on_the_function_and_no_piece_crosses_a_break_that_jumps(function, order):
    interval = max(-5.0, function.domain[0]), min(5.0, function.domain[1])
    curve = trace(function, order, interval, 400)
    method = getattr(function, METHODS[order])
    jumps = [point.x for point in breaks_of(function) if point.x in {dot.x for dot in curve.dots}]
    for x, y in curve.pieces:
        assert np.all(np.diff(x) > 0)
        inside = (x > x[0]) & (x < x[-1])
        rounding = np.where(np.isin(x, function.breaks), 1e-9 * np.max(np.abs(y)), 0.0)[inside]
        assert np.all(np.abs(y[inside] - method(x[inside])) <= 1e-13 * np.abs(y[inside]) + rounding)
        for end, inner in ((0, 1), (-1, -2)):  # an end at a break stands at the limit from its own side
            near = np.nextafter(x[end], x[inner])
            assert y[end] == pytest.approx(method(near) if x[end] in jumps else method(x[end]), rel=1e-6, abs=1e-9)
        assert not any(x[0] < jump < x[-1] for jump in jumps)
    covered = sum(x[-1] - x[0] for x, _ in curve.pieces)
    assert covered == pytest.approx(interval[1] - interval[0], abs=1e-9)


def test_every_break_in_range_is_a_point_of_the_curve():
    curve = trace(actplot.get("hard_tanh:-0.3,1.1"), 0, (-5.0, 5.0), 7)
    (x, _) = curve.pieces[0]
    assert {-0.3, 1.1} <= set(x)


JUMPS = {
    "step": ({(0, 0, True), (0, 1, False)}, {(0, 0, False)}),
    "step:0.5": ({(0, 0, False), (0, 1, False), (0, 0.5, True)}, {(0, 0, False)}),
    "sign": ({(0, -1, False), (0, 1, False), (0, 0, True)}, {(0, 0, False)}),
    "hard_shrink:1": (
        {(-1, -1, False), (-1, 0, True), (1, 0, True), (1, 1, False)},
        {(-1, 1, False), (-1, 0, False), (1, 0, False), (1, 1, False)},
    ),
    "relu": (set(), {(0, 0, True), (0, 1, False)}),
    "leaky_relu:0.5": (set(), {(0, 0.5, True), (0, 1, False)}),
    "elu": (set(), set()),
    "threshold:1,1": (set(), {(1, 0, True), (1, 1, False)}),
    "mae": (set(), {(0, -1, False), (0, 0, True), (0, 1, False)}),
}


@pytest.mark.parametrize("spec", JUMPS)
def test_dots_stand_at_jumps(spec):
    figure = drawn(f"compare {spec}")
    assert tuple(map(dots, figure.axes)) == JUMPS[spec]


def test_a_range_that_starts_at_a_break_shows_one_side():
    figure = drawn("compare step --range 0 3")
    assert dots(figure.axes[0]) == {(0, 0, True), (0, 1, False)}
    assert all(np.all(line.get_ydata() == 1) for line in curves(figure.axes[0]))


@pytest.mark.parametrize("spec", ["step", "sign"])
def test_a_derivative_that_is_zero_but_at_a_jump_has_no_spike_and_says_so(spec):
    axes = drawn(f"compare {spec}").axes[1]
    assert all(np.all(line.get_ydata() == 0) for line in curves(axes))
    assert "no derivative at a jump" in " ".join(text.get_text() for text in axes.texts)


def test_second_derivatives_are_missing_at_kinks():
    axes = drawn("compare relu --order 2").axes[2]
    assert dots(axes) == {(0, 0, False)}
    assert any("no second derivative" in text.get_text() for text in axes.texts)


def test_one_style_per_function_over_all_panels():
    figure = drawn("compare sigmoid tanh relu --order 2")
    styles = [[(line.get_color(), line.get_linewidth()) for line in curves(axes)] for axes in figure.axes]
    assert set(styles[0]) == set(styles[1]) == set(styles[2])
    assert len(set(styles[0])) == 3


def test_forty_functions_have_forty_looks():
    specs = " ".join(f"leaky_relu:0.{i:02}" for i in range(1, 41))
    lines = curves(drawn(f"compare {specs} --only value --overlay --no-legend").axes[0])
    looks = {(line.get_color(), str(line._unscaled_dash_pattern)) for line in lines}
    assert len({line.get_color() for line in lines}) == 7
    assert len(looks) >= 35


def test_bounded_functions_are_whole_and_unbounded_ones_leave_them_room():
    low, high = drawn("compare sigmoid tanh relu exp elu").axes[0].get_ylim()
    assert low < -1 < 1 < high
    assert 2 / (high - low) > 0.4
    low, high = drawn("compare mse mae huber log_cosh").axes[0].get_ylim()
    assert high > 5
    assert 5 / (high - low) > 0.4


@pytest.mark.exhaustive(keep=0.009, thorough=0.2)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_y_limits_are_finite_and_show_something(function):
    for axes in drawn(f"compare {function} --order 2 --points 50").axes:
        low, high = axes.get_ylim()
        assert math.isfinite(low)
        assert low < high
        x, y = (np.concatenate(part) for part in zip(*(line.get_data() for line in curves(axes)), strict=True))
        left, right = axes.get_xlim()
        middle = np.abs(x - (left + right) / 2) < 0.45 * (right - left)
        assert np.mean((y >= low) & (y <= high) & middle) > 0.7 * np.mean(middle)


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("line", ["'sqrt(x)' --range 0 1e-290", "'-√x' --range -1e-290 1e-290 --mark extrema"])
def test_tiny_ranges_have_finite_limits(line):
    for axes in drawn(f"compare {line}").axes:
        low, high = axes.get_ylim()
        assert -math.inf < low < high < math.inf


def test_a_pole_leaves_the_panel():
    low, high = drawn("compare binary_cross_entropy").axes[1].get_ylim()
    assert -100 < low < -5
    assert high > -1


def test_labels_name_the_variable():
    for spec, letter, text in (
        ("relu", "x", "x"),
        ("mse", "r", "residual r = prediction − target"),
        ("hinge", "m", "margin m = target · score"),
    ):
        axes = drawn(f"compare {spec}").axes
        assert axes[0].get_title(loc="left") == mathematical(f"f({letter})")
        assert axes[1].get_title(loc="left") == mathematical(f"f′({letter})")
        assert [one.get_xlabel() for one in axes] == [mathematical(text)] * 2


def test_titles_and_labels_can_be_given_and_are_not_mathematics():
    figure = drawn("compare relu --title '$a_b$' --xlabel 'in $x$' --ylabel '$out$' --ylim -1 1")
    assert any(text.get_text() == "$a_b$" for text in figure.texts)
    assert [axes.get_xlabel() for axes in figure.axes] == ["in $x$"] * 2
    assert [axes.get_ylabel() for axes in figure.axes] == ["$out$", ""]
    assert figure.axes[0].get_ylim() == (-1, 1)
    assert figure.axes[1].get_ylim() == drawn("compare relu").axes[1].get_ylim()
    FigureCanvasAgg(figure).draw()
    figure = drawn("compare relu --ylabel-derivative slope --ylim-derivative -1 3")
    assert [axes.get_ylabel() for axes in figure.axes] == ["", "slope"]
    assert figure.axes[0].get_ylim() == drawn("compare relu").axes[0].get_ylim()
    assert figure.axes[1].get_ylim() == (-1, 3)


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("points", [60, 3000])
@pytest.mark.parametrize("count", [1, 5, 12, 37])
def test_the_legend_covers_no_panel_and_leaves_the_figure_nowhere(count, points):
    specs = actplot.names("activation")[:count] if count < 20 else [f"elu:{i}" for i in range(2, count + 2)]
    asked = "--legend" if count < 8 else ""  # small multiples have one whatever is asked
    figure = painted(f"compare {' '.join(specs)} --points {points} {asked}")
    (legend,) = figure.legends
    box = legend.get_window_extent()
    page = figure.bbox
    assert page.x0 <= box.x0 < box.x1 <= page.x1
    assert page.y0 <= box.y0 < box.y1 <= page.y1
    for axes in figure.axes:
        assert not box.overlaps(axes.get_window_extent())


@pytest.mark.parametrize("size", ["2 1.2", "4 3", "8 2", "20 12"])
def test_nothing_overlaps_at_any_size(size):
    figure = painted(f"compare sigmoid tanh relu --size {size} --title Title --legend")
    assert figure.get_size_inches() == pytest.approx([float(side) for side in size.split()])
    boxes = [axes.get_window_extent() for axes in figure.axes] + [figure.legends[0].get_window_extent()]
    boxes.append(figure.texts[0].get_window_extent())
    for i, box in enumerate(boxes):
        assert box.width > 0
        assert not any(box.overlaps(other) for other in boxes[:i])


@pytest.mark.parametrize("spec", ["sigmoid", "mse", "binary_cross_entropy", "mish"])
def test_labels_are_not_cut(spec):
    figure = painted(f"compare {spec} --order 2")
    for axes in figure.axes:
        seen = [axes.xaxis.label, axes._left_title, *axes.texts]
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            seen += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
        for text in seen:
            box = text.get_window_extent()
            assert box.x0 >= 0
            assert box.x1 <= figure.bbox.x1
            assert box.y0 >= 0
            assert box.y1 <= figure.bbox.y1


@pytest.mark.exhaustive(keep=0.25, thorough=1)
@pytest.mark.parametrize("title", ["many words " * 27, "x" * 300, "short"])
@pytest.mark.parametrize("options", ["", "--size 4 3", "--style ggplot", "--style classic --no-legend --only value"])
def test_a_title_is_broken_into_lines_that_fit(title, options):
    figure = painted(f"compare relu --title '{title}' {options}")
    written = [*figure.texts, *(axes.title for axes in figure.axes)]
    (heading,) = [text for text in written if text.get_text().startswith(title[:5])]
    others = [text for text in written if text is not heading and text.get_text()]
    box = heading.get_window_extent()
    for one in (box, *(text.get_window_extent() for text in others)):
        assert one.x0 >= 0
        assert one.x1 <= figure.bbox.x1
    assert not any(box.overlaps(other.get_window_extent()) for other in (*others, *figure.legends))


def test_no_legend():
    assert drawn("compare relu tanh --no-legend").legends == []


def test_marks_are_where_they_belong():
    figure = drawn("compare gelu --mark extrema,asymptotes,kinks,saturation")
    texts = {text.get_text() for axes in figure.axes for text in axes.texts if "(" in text.get_text()}
    assert texts == {"(−0.752, −0.170)", "(1.414, 1.129)", "(−1.414, −0.129)"}
    told = " ".join(text.get_text() for text in figure.texts)
    for key in ("dotted: asymptotes", "thin rule: slope below a tenth of its largest", "triangles: extrema"):
        assert key in told.replace("\n", " ")
    assert "diamonds" not in told
    keyed = drawn("compare gelu --mark extrema,asymptotes,kinks,saturation --legend --no-caption")
    labels = {text.get_text() for text in keyed.legends[0].get_texts()}
    assert labels == {"GELU", "asymptote", "saturation: slope below a tenth of its largest", "extremum"}


def test_a_curve_that_turns_too_often_says_so():
    figure = drawn("compare 'sin(1e9*x)' --mark extrema")
    texts = [text.get_text() for axes in figure.axes for text in axes.findobj(Text)]
    assert sum("too fast to draw" in text and "turns too often to mark where" in text for text in texts) == 2


def test_extrema_of_a_peak_between_two_samples():
    texts = {text.get_text() for axes in drawn("compare sigmoid tanh --mark extrema").axes for text in axes.texts}
    assert {text for text in texts if "(" in text} == {"(0, ¼)", "(0, 1)"}


@pytest.mark.parametrize("spec", ["relu", "hard_tanh", "step", "identity", "softplus"])
def test_plateaus_jumps_and_slopes_have_no_extrema(spec):
    (axes,) = drawn(f"compare {spec} --only value --mark extrema").axes
    assert not [line for line in axes.lines if line.get_marker() in ("^", "v")]


def test_saturation_is_where_the_slope_is_small():
    from actplot.calculus.curves.marks import saturation

    sigmoid = actplot.get("sigmoid")
    parts = saturation(sigmoid, trace(sigmoid, 0, (-5.0, 5.0), 1001))
    edge = math.log((1 + math.sqrt(0.9)) / (1 - math.sqrt(0.9)))  # σ′(x) = 0.025
    assert [(round(float(x[0]), 2), round(float(x[-1]), 2)) for x, _ in parts] == [
        (-5.0, pytest.approx(-edge, abs=0.011)),
        (pytest.approx(edge, abs=0.011), 5.0),
    ]
    for spec in ("identity", "mse", "step", "square", "sin", "log_cosh"):
        assert saturation(actplot.get(spec), trace(actplot.get(spec), 0, (-5.0, 5.0), 101)) == ()


@pytest.mark.parametrize(
    ("spec", "ends", "parts"),
    [
        ("gelu", (-5, 5), [(-5, -1.7)]),  # not its minimum at −0.75
        ("tukey_biweight", (-7, 7), [(-7, -4.26), (4.26, 7)]),  # nor the bottom at 0
        ("gelu", (-1.2, 5), []),  # an end of what is drawn is none of a tail
        ("tanh(x - 5) + tanh(x + 5)", (-12, 12), [(-12, -6.8), (-3.2, 3.2), (6.8, 12)]),
        ("relu", (-5, 5), [(-5, 0)]),
    ],
)
def test_saturation_is_a_tail_or_a_plateau_and_is_a_rule_beside_values_alone(spec, ends, parts):
    request = parse(f"compare '{spec}' --range {ends[0]} {ends[1]} --mark saturation")
    found = [(float(x[0]), float(x[-1])) for x, _ in request.panels()[0].traces[0].saturation]
    assert found == [pytest.approx(part, abs=0.1) for part in parts]
    for axes, count in zip(request.draw().axes, (len(parts), 0), strict=True):
        rules = [line for line in axes.lines if line.get_alpha() == 0.75]
        assert len(rules) == count
        assert all(0 < line.get_ydata()[0] == line.get_ydata()[1] < 0.05 for line in rules)


def test_asymptotes_stand_at_the_limits():
    from actplot.calculus.curves.marks import asymptotes

    tanh_shrink, interval = actplot.get("tanh_shrink"), (-4.0, 4.0)
    assert [(s.x, s.y) for s in asymptotes(tanh_shrink, 0, interval)] == [((-4, 0), (-3, 1)), ((0, 4), (-1, 3))]
    assert [(s.x, s.y) for s in asymptotes(tanh_shrink, 1, interval)] == [((-4, 0), (1, 1)), ((0, 4), (1, 1))]
    assert asymptotes(actplot.get("mse"), 0, interval) == ()
    assert [s.x for s in asymptotes(actplot.get("sigmoid"), 0, (2.0, 3.0))] == [(2, 3)]


def test_kinks_are_marked_on_every_order():
    figure = drawn("compare relu elu --mark kinks")
    diamonds = [[line for line in axes.lines if line.get_marker() == "D"] for axes in figure.axes]
    assert [[(line.get_xdata()[0], line.get_ydata()[0]) for line in lines] for lines in diamonds] == [
        [(0, 0)],
        [(0, 1)],
    ]


def test_finite_differences_are_markers_over_the_curve():
    axes = drawn("compare sigmoid relu --derivative both").axes[1]
    rings = [line for line in axes.lines if line.get_marker() == "x" and len(line.get_xdata()) > 2]
    assert len(rings) == 2
    for ring, spec in zip(rings, ("sigmoid", "relu"), strict=True):
        x, y = ring.get_data()
        assert 15 <= len(x) <= 25
        assert np.allclose(y, actplot.get(spec).derivative(x), atol=1e-9)
    assert 0 not in rings[1].get_xdata()


def test_a_derivative_by_finite_differences_alone_has_gaps_where_they_decide_nothing():
    axes = drawn("compare relu --derivative finite").axes[1]
    assert [float(line.get_ydata()[0]) for line in curves(axes)] == pytest.approx([0, 1])
    assert dots(axes) == {(0, 0, False), (0, 1, False)}


def test_finite_differences_are_told():
    told = "derivatives by finite differences"
    for line in ("plot tanh", "compare tanh relu", "compare tanh relu --no-caption", "plot tanh --only derivative"):
        figure = drawn(f"{line} --derivative finite")
        assert any(told in text.get_text() for axes in figure.axes for text in axes.texts)
        assert not any(told in text.get_text() for axes in drawn(line).axes for text in axes.texts)
    (axes,) = drawn("plot tanh --derivative both").axes
    assert [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 21] == ["x"]


@pytest.mark.parametrize("spec", ["step", "sign", "zero_one", "hard_shrink"])
def test_no_dot_hides_a_ring(spec):
    for axes in drawn(f"plot {spec}").axes:
        marks = [line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
        filled = [line for line in marks if mpl.colors.to_rgba(line.get_markerfacecolor())[3]]
        for ring in (line for line in marks if line not in filled):
            at, colour = (ring.get_xdata()[0], ring.get_ydata()[0]), ring.get_markeredgecolor()
            under = [dot for dot in filled if (dot.get_xdata()[0], dot.get_ydata()[0]) == at]
            same = [one for one in marks if one.get_markeredgecolor() == colour and one not in filled
                    and (one.get_xdata()[0], one.get_ydata()[0]) == at]  # fmt: skip
            assert all(max(one.get_markersize() for one in same) > 1.3 * dot.get_markersize() for dot in under)


def test_origin_axes_cross_at_zero():
    axes = drawn("compare tanh --only value --axes origin").axes[0]
    assert axes.spines["left"].get_position() == ("data", 0)
    assert axes.spines["bottom"].get_position() == ("data", 0)
    assert not axes.spines["top"].get_visible()
    aside = drawn("compare tanh --only value --axes origin --range 2 5 --ylim 0.9 1").axes[0]
    assert all(aside.spines[name].get_position() == ("outward", 0.0) for name in ("left", "bottom"))
    assert NO_ORIGIN in [text.get_text() for text in aside.texts]


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ("--range -2 2 --ylim -0.5 1", {"−2", "0", "2", "−0.5", "1", mathematical("x"), mathematical("y")}),
        ("--range 0 4 --ylim -1 1", {"0", "4", "−1", "1", mathematical("x"), mathematical("y")}),
    ],
)
def test_origin_axes_label_what_stands_there(options, labels):
    (axes,) = painted(f"compare tanh --only value --axes origin {options}").axes
    texts = [text.get_text() for text in axes.texts]
    assert labels <= set(texts)
    assert texts.count("0") == 1


@pytest.mark.exhaustive(keep=0.08, thorough=0.15)
@pytest.mark.parametrize("options", ["", "--size 4 3", "--size 12 5 --theme dark", "--style seaborn-v0_8-poster"])
@pytest.mark.parametrize(
    "specs",
    ["sigmoid", "relu tanh", "hard_tanh sigmoid relu gelu elu", "mse huber", "cube --range -2000 2000", "sin cos"],
)
def test_numbers_of_origin_axes_lie_on_no_curve_and_on_no_other_text(specs, options):
    for axes in painted(f"compare {specs} --axes origin --dpi 100 {options}").axes:
        boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
        for one, other in itertools.combinations(boxes, 2):
            assert (
                min(one.x1, other.x1) - max(one.x0, other.x0) <= 1 or min(one.y1, other.y1) - max(one.y0, other.y0) <= 2
            )
        for line in curves(axes):
            places = axes.transData.transform(line.get_xydata())
            for text in axes.texts:
                if text.get_zorder() != BELOW_CURVES:  # a name or a note, and no number
                    continue
                box = text.get_window_extent()
                inner = Bbox.from_extents(box.x0 + 1, box.y0 + 4, box.x1 - 1, box.y1 - 4)
                assert not inner.count_contains(places), text.get_text()


def test_plot_has_value_and_derivative_in_one_panel():
    figure = drawn("plot gelu")
    (axes,) = figure.axes
    caption = mathematical("x from −5 to 5") + "; edge tick: limit at infinity"
    assert [text.get_text() for text in figure.texts] == ["GELU and its derivative", caption]
    names = [mathematical("f(x)"), mathematical("f′(x)")]
    assert [text.get_text() for text in axes.texts[:2]] == names  # beside the ends of their curves
    assert figure.legends == []
    keyed = drawn("plot gelu --legend")
    assert [text.get_text() for text in keyed.legends[0].get_texts()] == names
    assert not {text.get_text() for text in keyed.axes[0].texts} & {*names}
    (alone,) = drawn("plot gelu --only derivative").axes
    assert len(curves(alone)) == 1


def test_several_figures_are_not_one():
    with pytest.raises(actplot.BadOption, match="one figure for each function, and these are 2: relu, elu"):
        drawn("plot relu elu")


def test_drawing_leaves_matplotlib_as_it_was():
    before = dict(mpl.rcParams)
    drawn("compare relu --style ggplot --theme dark")
    assert dict(mpl.rcParams) == before


def test_settings_of_the_user_have_no_say():
    plain = drawn("compare relu").axes[0].lines[0].get_linewidth()
    with mpl.rc_context({"lines.linewidth": 40, "axes.facecolor": "red"}):
        axes = drawn("compare relu").axes[0]
    assert axes.lines[0].get_linewidth() == plain
    assert axes.get_facecolor() == (1, 1, 1, 1)


def test_styles_by_name_and_by_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheet = tmp_path / "mine.mplstyle"
    sheet.write_text("axes.facecolor: 123456\n")
    by_path = parse(f"compare relu --style {sheet}")
    assert by_path.style == ("mine.mplstyle",)
    assert mpl.colors.to_hex(by_path.draw().axes[0].get_facecolor()) == "#123456"
    assert mpl.colors.to_hex(drawn("compare relu --style ggplot").axes[0].get_facecolor()) == "#e5e5e5"


@pytest.mark.parametrize(
    ("style", "message"),
    [("gplot", "Did you mean 'ggplot'"), ("https://host/x", "unknown style"), ("x" * 290, "unknown style")],
)
def test_styles_that_do_not_exist(style, message):
    with pytest.raises(actplot.BadOption, match=message):
        drawn(f"compare relu --style {style}")


def test_a_file_that_is_no_style_sheet(tmp_path):
    (tmp_path / "notes.txt").write_text("some: notes\nwithout sense\n")
    with pytest.raises(actplot.BadOption, match="is not a matplotlib style sheet"):
        drawn(f"compare relu --style {tmp_path}/notes.txt")


def test_a_range_outside_the_domain():
    with pytest.raises(actplot.BadOption, match="defined for a probability from 0 to 1, not from 2 to 3"):
        drawn("compare binary_cross_entropy --range 2 3")


def test_a_range_on_which_nothing_is_finite():
    with pytest.raises(
        actplot.BadOption, match=r"mse exceeds 1e\+300, and is not drawn, all the way from 1e\+299 to 1e\+300"
    ):
        drawn("compare mse --range 1e299 1e300")


@pytest.mark.parametrize("low", ["1e140", "1e150"])
def test_a_point_alone_is_no_curve(low):
    with pytest.raises(actplot.BadOption, match=r"nearly all the way from 1e\+1[45]0 to 1e\+153"):
        drawn(f"compare mse --range {low} 1e153")


@pytest.mark.exhaustive(keep=0.08, thorough=1)
@pytest.mark.parametrize("spec", ["elu:1e308", "step:1e308", "threshold:0,1e308", "leaky_relu:1e308"])
def test_huge_parameters_can_be_drawn(spec):
    painted(f"compare {spec} sigmoid --range -1e300 1e300 --order 2 --mark asymptotes,extrema,saturation,kinks")
    painted(f"compare {spec}")


@pytest.mark.exhaustive(keep=0.216, thorough=0.4)
@pytest.mark.parametrize("ends", ["-1e300 1e300", "1e-300 2e-300", "5 5.0000001", "-1e6 1e6", "1e140 1e149"])
@pytest.mark.parametrize("spec", ["tanh", "relu", "mse", "softplus"])
def test_extreme_ranges_can_be_drawn(spec, ends):
    painted(f"compare {spec} --range {ends} --mark kinks,asymptotes,saturation,extrema")


def test_the_envelope_is_where_random_slopes_lie():
    from actplot.calculus.curves.marks import envelope

    rrelu = actplot.get("rrelu")
    (region,) = envelope(rrelu, trace(rrelu, 0, (-4.0, 4.0), 9))
    left = region.x < 0
    assert np.allclose(region.low[left], region.x[left] / 3)
    assert np.allclose(region.high[left], region.x[left] / 8)
    assert np.array_equal(region.low[~left], region.high[~left])
    assert envelope(actplot.get("relu"), trace(actplot.get("relu"), 0, (-4.0, 4.0), 9)) == ()
    figure = drawn("compare rrelu --mark envelope")
    assert len(figure.axes[0].collections) == 1
    assert any("shade: range of the random values" in text.get_text() for text in figure.texts)


PYTORCH = "--only value --style actplot-pytorch --size 6.4 4.8 --dpi 100 --range -7 7 --ylim -7 7 --no-legend"
PYTORCH += " --mark none"


def test_the_pytorch_style_stands_where_pyplot_puts_it():
    figure = painted(f"compare elu {PYTORCH} --title 'ELU(alpha=1.0)' --xlabel Input --ylabel Output")
    (axes,) = figure.axes
    assert axes.get_position().bounds == pytest.approx((0.125, 0.11, 0.775, 0.77))
    assert axes.get_title() == "ELU(alpha=1.0)"
    assert figure.texts == []
    (line,) = axes.lines
    assert (line.get_color(), line.get_linewidth(), line.get_linestyle()) == ("#1f77b4", 1.5, "-")
    seen = [tick.label1.get_text() for tick in axes.xaxis.get_major_ticks() if -7 <= tick.get_loc() <= 7]
    assert seen == ["−6", "−4", "−2", "0", "2", "4", "6"]
    assert all(spine.get_visible() for spine in axes.spines.values())
    assert figure.canvas.get_width_height() == (640, 480)
