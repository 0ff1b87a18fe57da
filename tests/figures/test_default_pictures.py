"""What a figure shows where nobody says how: ranges, poles, notes and labels that suit every function."""

import contextlib
import itertools
import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import actplot
from actplot.calculus.curves.tracing import trace
from actplot.calculus.written_names import mathematical
from actplot.catalogue.registry import elementwise_names
from actplot.errors import BadOption
from actplot.gallery.statements.statements import differences_of, facts_of
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

FUNCTIONS = [actplot.get(name) for name in elementwise_names()]
OWN_INTERVAL = [function for function in FUNCTIONS if isinstance(type(function).interval, property)]
HUGE_OR_TINY = (1e308, -1e308, 1e300, 1e-300, 1e-308, 5e-324)


def drawn(line: str) -> Figure:
    figure = parse(line).draw()
    FigureCanvasAgg(figure).draw()
    return figure


def limits(line: str) -> list[tuple[float, float]]:
    return [axes.get_ylim() for axes in parse(line).draw().axes]


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("plot relu square --range -3 3", ["plot relu --range -3 3", "plot square"]),
        ("plot relu square --range -5 5", ["plot relu", "plot square --range -5 5"]),
        ("plot relu 'x^2' --range -5 5", ["plot relu", "plot 'x^2'"]),
        ("plot exponential exponential --range -3 3", ["plot exponential"]),
    ],
)
def test_a_range_is_dropped_only_where_it_is_the_one_that_would_be_chosen(line, canonical):
    request = parse(line)
    assert [line_of(one) for one in request.split()] == canonical
    assert [one.interval for one in request.split()] == [request.x_range or request.interval] * len(canonical)


def specs_of(function: actplot.Function) -> list[str]:
    """The function with each of its parameters in turn far beyond any use, as far as it takes that."""
    found = ["hinge_embedding:-1,1e308"] if function.name == "hinge_embedding" else []
    for parameter, value in itertools.product(function.declared, HUGE_OR_TINY):
        spec = f"{function.name}:{parameter.name}={value!r}"
        try:
            actplot.get(spec)
        except actplot.ActplotError:
            continue
        found.append(spec)
    return found


@pytest.mark.exhaustive(keep=0.007, thorough=0.15)
@pytest.mark.parametrize("spec", [spec for function in OWN_INTERVAL for spec in specs_of(function)])
def test_any_parameters_give_a_picture_or_a_clean_error(spec):
    for command in ("plot", "compare"):
        with warnings.catch_warnings(), contextlib.suppress(actplot.BadOption):
            warnings.simplefilter("error")
            assert all(np.isfinite(axes.get_ylim()).all() for axes in drawn(f"{command} {spec} --dpi 30").axes)


CLIPPED = ("torch:BCELoss", "keras:Poisson", "keras:BinaryFocalCrossentropy", "keras:BinaryCrossentropy")


@pytest.mark.parametrize("spec", CLIPPED)
def test_a_pole_that_a_clip_cuts_off_leaves_the_panel(spec):
    (value, slope), (together,) = limits(f"compare {spec}"), limits(f"plot {spec}:target=1")
    assert np.abs(value).max() < 6
    assert np.abs(slope).max() < 50
    assert np.abs(together).max() < 12


@pytest.mark.parametrize(("spec", "end"), [("threshold:0,100", 5), ("hinge_embedding:-1,40", 40), ("brier", 1)])
def test_a_high_end_of_a_domain_is_no_pole(spec, end):
    assert limits(f"compare {spec}")[0][1] > end


@pytest.mark.parametrize(
    "spec",
    ["identity", "relu", "leaky_relu", "prelu", "rrelu", "arcsinh", "hard_shrink", "mape:-50", "gelu", "silu", "mish"],
)
def test_a_function_is_whole_beside_its_derivative(spec):
    (panel,), spans = parse(f"plot {spec}").panels(), limits(f"plot {spec}")
    assert len(spans) == (2 if spec in ("hard_shrink", "mape:-50") else 1)  # whose slopes would be flat beside values
    value, slope = (np.concatenate([y for _, y in one.curve.pieces]) for one in panel.traces)
    for shown, (low, high) in zip((value, slope), spans if len(spans) == 2 else 2 * spans, strict=True):
        assert low < shown.min() <= shown.max() < high
        assert np.ptp(shown) == 0 or np.ptp(shown) > 0.1 * (high - low)
    if spec in ("gelu", "silu", "mish"):
        assert -value.min() > 0.025 * (spans[0][1] - spans[0][0])  # the dip is seen


def test_a_bounded_function_still_decides_between_functions():
    low, high = limits("compare sigmoid tanh relu softplus elu")[0]  # of which the others keep a third of the height
    assert (low, high) == pytest.approx((-1.36, 5.36), abs=0.05)
    low, high = limits("compare sigmoid tanh relu softplus elu --range -20 20")[0]  # of which they would keep a tenth
    assert (low, high) == pytest.approx((-1.264, 3.664), abs=0.2)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("plot step", f"no derivative where {mathematical('f(x)')} jumps"),
        ("plot zero_one", f"no derivative where {mathematical('f(m)')} jumps"),
        ("plot relu", ""),
        ("compare step tanh", "no derivative at the jump of step"),
        ("compare hard_shrink step tanh", "no derivative at the jump of hard shrink and step"),
        ("compare relu_general:0.1,3,1 step", "open dots: no derivative at a jump"),
        ("plot relu --order 2", "open dots: no second derivative there"),
        ("compare '1/x' tanh --order 2", "no derivative at the pole of 1/𝑥"),
        ("plot '1/(x^2-1)' --order 2", f"no derivative where {mathematical('f(x)')} has a pole"),
    ],
)
def test_notes_name_what_jumps_and_are_short(line, note):
    assert parse(line).panels()[-1].note == note


LABELLED = ["sinc", "cos", "gcu", "sinc --size 4 3", "sin --size 3 2", "gelu --range -1.5 0", "sinc --range -14.1 14.1"]


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("line", LABELLED)
def test_labels_of_extrema_stay_inside_their_panel(line):
    (axes,) = drawn(f"plot {line} --mark extrema").axes
    box = axes.get_window_extent()
    labels = [text.get_window_extent() for text in axes.texts if text.get_text().startswith("(")]
    assert labels
    assert all(box.x0 - 1 <= label.x0 and label.x1 <= box.x1 + 1 for label in labels)


@pytest.mark.parametrize("spec", ["isrlu", "tukey_biweight"])
def test_a_second_derivative_without_a_jump_has_no_dot(spec):
    function = actplot.get(spec)
    curve = trace(function, 2, function.interval, 1000)
    assert curve.dots == ()
    assert len(curve.pieces) == 1
    assert trace(function, 1, function.interval, 1000).kinks == ()


@pytest.mark.parametrize("spec", ["huber", "hard_mish", "smelu"])
def test_a_second_derivative_with_a_jump_has_dots(spec):
    function = actplot.get(spec)
    assert trace(function, 2, function.interval, 1000).dots
    assert trace(function, 1, function.interval, 1000).kinks


@pytest.mark.parametrize("points", [2, 999, 1000, 1001])
@pytest.mark.parametrize("spec", ["charbonnier", "tanh", "relu", "log1mexp"])
def test_0_is_a_point_of_every_curve_that_reaches_it(spec, points):
    function = actplot.get(spec)
    for ends in ((-5.0, 5.0), (-1.0, 7.0)):
        curve = trace(function, 0, ends, points)
        x = np.concatenate([x for x, _ in curve.pieces])
        assert (0 in x) == bool(np.isfinite(function.value(0.0)))
        assert np.all(np.diff(x) > 0)
    assert 0 not in trace(actplot.get("tanh"), 0, (1.0, 2.0), points).pieces[0][0]


def test_a_narrow_minimum_at_0_is_seen():
    low = min(np.concatenate([y for _, y in trace(actplot.get("charbonnier"), 0, (-5.0, 5.0), 1000).pieces]))
    assert low == actplot.get("charbonnier").value(0.0)


LONG = "relu_general:0.1,3,1"
LONGER = "torch:Softplus:beta=1.23456789012,threshold=12.3456789012345"


@pytest.mark.exhaustive(keep=0.06, thorough=0.4)
@pytest.mark.parametrize(
    "options", ["", "--size 4 3", "--size 6 3", "--style classic", "--order 2", "--range 3 3.0000001"]
)
@pytest.mark.parametrize(
    "specs", [f"{LONG} step", f"{LONG} threshold:1,20 tanh", "hard_shrink step tanh", f"{LONGER} {LONG}"]
)
def test_headings_and_notes_of_neighbouring_panels_are_apart(specs, options):
    figure = drawn(f"compare {specs} {options}")
    boxes = []
    for axes in figure.axes:
        notes = [text for text in axes.texts if "deriv" in text.get_text() or "vertical" in text.get_text()]
        texts = [axes.title, axes._left_title, axes.xaxis.label, *notes]
        boxes += [text.get_window_extent() for text in texts if text.get_text()]
        ends = axes.get_window_extent()
        assert all(note.get_window_extent().x1 <= ends.x1 + 2 for note in notes)
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.exhaustive(keep=0.599, thorough=1)
@pytest.mark.parametrize("options", ["", "--size 4 3", "--size 3 2", "--size 12 4"])
def test_a_legend_with_long_parameters_is_in_the_figure(options):
    figure = drawn(f"compare {LONG} step {options} --legend")
    box = figure.legends[0].get_window_extent()
    assert 0 <= box.x0 < box.x1 <= figure.bbox.x1


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("name", ["gamma_deviance", "log1mexp", "msle", "poisson_nll_rate", "binary_cross_entropy"])
def test_the_range_beside_a_pole_does_not_hang_on_the_sampling(name):
    ranges = [np.array(limits(f"compare {name} --points {points}")) for points in (300, 500, 1000, 1001, 3000)]
    heights = ranges[0][:, 1] - ranges[0][:, 0]
    assert all((np.abs(one - ranges[0]).max(axis=1) < 1e-6 * heights).all() for one in ranges)


@pytest.mark.parametrize("name", ["hard_mish", "sqnl", "smoothed_hinge", "poisson_nll_rate"])
def test_a_change_of_a_thousandth_of_the_height_is_a_difference(name):
    before, now = (facts_of(parse(f"compare {name} --points {points}")) for points in (1000, 700))
    assert differences_of(before, now) == []
    for panel, changed in zip(before["panels"], now["panels"], strict=True):
        height = panel["y_limits"][1] - panel["y_limits"][0]
        for piece in changed["curves"][0]["pieces"]:
            x = np.array(piece["x"])
            inner = (x > x[0] + 0.2 * (x[-1] - x[0])) & (x < x[-1])
            piece["y"] = [y + 1e-3 * height * bool(moved) for y, moved in zip(piece["y"], inner, strict=True)]
    assert len(differences_of(before, now)) == 2


@pytest.mark.exhaustive(keep=0.96, thorough=1)
@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("compare mse mae --range 10000000 10000010", ["MSE", "MSE′"]),
        ("compare sigmoid tanh --ylim 2 3", ["sigmoid", "tanh"]),
        ("compare sigmoid tanh --ylim 2 3 --no-legend", ["sigmoid", "tanh"]),
        ("compare sigmoid tanh --ylim-derivative -3 -2 --legend", ["sigmoid′", "tanh′"]),
        ("compare sigmoid relu square --range 5 20", []),
        ("compare mse mae --range 3 10", []),
    ],
)
def test_a_curve_outside_of_its_panel_is_named_at_the_edge_and_in_a_message(line, absent):
    request = parse(line)
    texts = [text.get_text().replace("\n", " ") for axes in request.draw().axes for text in axes.texts]
    told = [text for text in texts if text.endswith(("above", "below"))]
    assert [text.partition(",")[0] for text in told] == absent or sorted(
        text.partition(",")[0] for text in told
    ) == absent
    assert [message.partition(" lies outside")[0] for message in request.messages()] == absent


@pytest.mark.exhaustive(keep=0.011, thorough=0.2)
@pytest.mark.parametrize(
    "pair",
    [pair for pair in itertools.combinations(FUNCTIONS[::5], 2) if pair[0].variable == pair[1].variable],
    ids=str,
)
@pytest.mark.parametrize("span", [(5, 20), (-1000, 1000), (-0.01, 0.01), (0.2, 0.9)])
def test_every_function_asked_for_is_visible_or_named(pair, span):
    request = parse(f"compare {pair[0]} {pair[1]} --range {span[0]} {span[1]}")
    try:
        panels = request.panels()
    except actplot.ActplotError:
        return
    for axes, panel in zip(request.draw().axes, panels, strict=True):
        low, high = axes.get_ylim()
        told = " ".join(text.get_text() for text in axes.texts).replace("\n", " ")
        for one in panel.traces:
            heights = [y for _, y in one.curve.pieces]
            seen = any(((y >= low) & (y <= high)).any() for y in heights)
            assert seen or f"{one.label.text}, " in told or not heights


@pytest.mark.parametrize(
    ("line", "panel", "least"),
    [("compare gamma_deviance", 1, -20), ("compare msle", 1, -20), ("compare 'log(x)' --range 0 5", 0, -8)],
)
def test_a_pole_leaves_most_of_the_height_to_what_is_beside_it(line, panel, least):
    assert least < limits(line)[panel][0] < 0


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("line", ["plot charbonnier", "plot cube --range -2000 2000", "plot relu --range -50 50"])
def test_what_one_axis_would_flatten_stands_in_panels_above_each_other(line):
    above, below = drawn(line).axes
    assert above.get_xlim() == below.get_xlim()
    assert above.get_position().y0 > below.get_position().y1
    assert above.get_position().x0 == below.get_position().x0
    titles = [axes.get_title(loc="left") for axes in (above, below)]
    assert titles[1] == titles[0].replace("(", "′(")
    for axes in (above, below):
        heights = np.concatenate([line.get_ydata() for line in axes.lines if len(line.get_xdata()) > 2])
        assert np.nanmax(heights) - np.nanmin(heights) > 0.1 * np.ptp(axes.get_ylim())
    assert len(drawn(f"{line} --ylim -3 3").axes) == 1


@pytest.mark.parametrize(
    "line", ["plot sigmoid", "plot charbonnier", "plot relu --order 2", "plot softmax --at 1,2 --vary 0"]
)
def test_what_is_asked_of_derivatives_gives_them_a_panel(line):
    axes = parse(f"{line} --ylim -1 2 --ylim-derivative -3 4 --ylabel up --ylabel-derivative slope").draw().axes
    assert axes[0].get_ylim() == pytest.approx((-1, 2))
    assert all(one.get_ylim() == pytest.approx((-3, 4)) for one in axes[1:])
    assert [one.get_ylabel() for one in axes] == ["up", *["slope"] * (len(axes) - 1)]


def test_no_panel_of_derivatives_beside_a_formula():
    with pytest.raises(BadOption, match="--ylim-derivative has no meaning beside --formula, with which a function"):
        parse("plot relu --formula --ylim-derivative 0 1")


@pytest.mark.parametrize(
    "line",
    [
        "compare celu square arcsinh --range 5 20", "compare cube hard_silu --range -20 -3",
        "compare selu gelu_tanh --range -20 -3", "compare msle mape --range 3 17", "compare mse wing --range 5 20",
    ],
)  # fmt: skip
def test_a_panel_grows_until_every_curve_is_seen(line):
    for panel, (low, high) in zip(parse(line).panels(), limits(line), strict=True):
        for curve in (one.curve for one in panel.traces):
            seen = sum(np.diff(x)[(y[1:] >= low) & (y[1:] <= high)].sum() for x, y in curve.pieces)
            assert seen >= 0.39 * (panel.interval[1] - panel.interval[0])


@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare mse mae --range 10000000 10000010", "MSE lies outside of its panel: 10¹⁴, above."),
        ("plot sin(1/x) --range -1 1", "note: f(x) oscillates without limit at x = 0"),
        ("compare sin(1/(x-2)) tanh", "note: sin(1/(x − 2)) oscillates without limit at x = 2"),
    ],
)
def test_what_is_outside_or_has_no_limit_is_said_in_short_numbers_and_upright_letters(line, said):
    assert any(message.startswith(said) for message in parse(line).messages())


def test_a_convention_of_equal_curves_is_told_once():
    texts = [text.get_text() for text in parse("compare relu max(x,0) tanh").draw().axes[1].texts]
    assert sum(text.startswith("0") for text in texts) == 1
