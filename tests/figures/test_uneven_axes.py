"""On logarithmic axes curves are as true as on others, numbers are few, and what has no place is a gap or refused."""

import json

import mpmath
import numpy as np
import pytest
from boxes import assert_apart

from actplot import get
from actplot.calculus.curves.tracing import trace
from actplot.calculus.written_names import upright
from actplot.errors import ActplotError
from actplot.gallery.statements.statements import facts_of
from actplot.numerics.scales import Scale, Scales
from actplot.requests.reading import parse, parse_picture

TRUTH = {
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "exp(-x^2)": lambda x: mpmath.exp(-(x**2)),
    "tanh": mpmath.tanh,
    "x^3": lambda x: x**3,
}
LINES = [
    ("sigmoid", "--yscale log"),
    ("softplus", "--xscale log --yscale log --range 1e-6 1e6"),
    ("exp(-x^2)", "--yscale log --range -15 15"),
    ("tanh", "--yscale log"),
    ("tanh", "--xscale symlog --yscale symlog --range -1e3 1e3"),
    ("x^3", "--xscale log --yscale log --range 0.001 1000"),
    ("sigmoid", "--xscale log --range 0.001 1000"),
]


def curve_of(axes):
    """The polyline of the first curve of a panel."""
    colour = axes.lines[0].get_color()
    lines = [line.get_xydata() for line in axes.lines if line.get_zorder() == 3 and line.get_color() == colour]
    return np.concatenate([line for line in lines if len(line) > 2])


@pytest.mark.parametrize(("name", "options"), LINES)
def test_polylines_are_within_a_pixel_of_the_truth(name, options):
    (axes,) = parse(f"compare '{name}' --only value {options} --dpi 150").draw().axes
    least = 1e-299 if axes.get_yscale() == "log" else -1e300
    to_data = axes.transData.inverted()

    def true(across):
        x = float(to_data.transform((across, 0.0))[0])
        return float(axes.transData.transform((x, max(float(TRUTH[name](x)), least)))[1])

    pixels = axes.transData.transform(curve_of(axes))
    at = np.linspace(pixels[1, 0], pixels[-2, 0], 100)
    for across, up in zip(at.tolist(), np.interp(at, *pixels.T).tolist(), strict=True):
        near = [true(across + step) for step in (-1, 0, 1)]
        if axes.bbox.y0 < near[1] < axes.bbox.y1:
            assert min(near) - 1 <= up <= max(near) + 1, (across, up, near)


def test_axes_have_the_scales_and_samples_are_even_in_them():
    (axes,) = parse("compare sigmoid --only value --xscale log --yscale log --range 0.01 100").draw().axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    steps = np.diff(np.log10(curve_of(axes)[:, 0]))
    assert steps.max() < 2 * 4 / 800


@pytest.mark.parametrize("scale", [Scale("log"), Scale("symlog", 0.01), Scale()])
def test_places_and_values_are_inverse(scale):
    values = np.array([1e-12, 0.003, 0.01, 0.5, 7.0, 1e9])
    np.testing.assert_allclose(scale.value(scale.place(values)), values, rtol=1e-12)
    if scale.name == "symlog":
        np.testing.assert_allclose(scale.value(scale.place(-values)), -values, rtol=1e-12)
        assert scale.place(0.0) == 0.0


def test_the_scale_is_that_of_matplotlib():
    (axes,) = parse("compare tanh --only value --yscale symlog").draw().axes
    transform = axes.yaxis.get_transform()
    scale = Scale("symlog", transform.linthresh)
    values = np.array([-1.0, -0.02, 0.0, 1e-4, 0.3, 1.0])
    theirs, ours = transform.transform(values), scale.place(values)
    np.testing.assert_allclose(theirs / theirs[-1], ours / ours[-1], rtol=1e-12)


@pytest.mark.parametrize(
    ("line", "x", "y"),
    [
        ("compare 'x^3' --only value --xscale log --yscale log --range 0.01 100", "0.01 0.1 1 10 100", "10⁻⁶ 10⁰ 10⁶"),
        ("compare sigmoid --only value --yscale log", "−5 0 5", "0.01 0.1 1"),
        ("compare 'exp(x)' --only value --yscale log --range -50 50", "−50 0 50", "10⁰"),
    ],
)
def test_numbers_are_powers_of_ten_and_few(line, x, y):
    figure = parse(line).draw()
    (axes,) = figure.axes
    for axis, wanted in ((axes.xaxis, x), (axes.yaxis, y)):
        numbers = [label.get_text() for label in axis.get_ticklabels() if label.get_text()]
        assert {*wanted.split()} <= {*numbers}
        assert 2 <= len(numbers) <= 13
    assert_apart(figure)


@pytest.mark.parametrize("name", ["sigmoid", "relu", "gelu"])
@pytest.mark.parametrize("scales", [Scales(y=Scale("symlog", 0.001)), Scales(x=Scale("symlog", 0.01))])
def test_one_axis_may_be_even(scales, name):
    """Its places are its values, and of those that curves share none is written into."""
    curve = trace(get(name), 1, (-5.0, 5.0), 1000, scales)
    for x, y in curve.pieces:
        assert np.isin(get(name).derivative(x), y).mean() > 0.9


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize(
    "line",
    [
        "compare sigmoid tanh softplus --yscale log --yscale-derivative symlog --size 5 3",
        "compare relu elu gelu --xscale log --order 2 --layout stacked",
        "compare relu elu gelu silu mish tanh sigmoid selu --yscale symlog",
        "plot gelu --yscale symlog --axes origin --mark extrema,asymptotes",
        "diff relu gelu --xscale log --yscale log --range 0.1 10",
    ],
)
def test_nothing_lies_on_other_texts(line):
    assert_apart(parse(line).draw())


def test_parts_without_logarithms_are_gaps_and_told():
    (panel,) = parse("compare tanh --only value --yscale log").content().panels
    assert panel.note == "gaps: tanh ≤ 0"
    assert min(float(x.min()) for x, _ in panel.traces[0].curve.pieces) >= 0
    assert all((y > 0).all() for _, y in panel.traces[0].curve.pieces)
    assert not parse("compare 'exp(-x^2)' --only value --yscale log --range -50 50").content().panels[0].note


def test_captions_descriptions_and_facts_tell_scales():
    request = parse("compare tanh --only value --xscale symlog --yscale symlog")
    caption = request.content().look.caption
    assert "symmetrically logarithmic horizontal axis, linear within ±0.01" in caption
    assert "values on a logarithmic axis" in request.alt
    (panel,) = facts_of(request)["panels"]
    assert (panel["x_scale"], panel["y_scale"]) == ("symlog", "symlog")
    assert "scale" not in json.dumps(facts_of(parse("compare tanh")))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare relu --xscale log --range -1 1", "--xscale log shows what is above 0 alone, and --range is -1 to 1"),
        ("compare relu --xscale log --range 0 1", "or --xscale symlog"),
        ("diff relu elu --xscale log --range -1 1", "Give one above 0, such as --range 0.01 1"),
        ("compare relu --yscale log --ylim -1 2", "--ylim is -1 to 2"),
        ("compare relu --yscale-derivative log --ylim-derivative 0 2", "--yscale-derivative symlog"),
        ("compare '-x^2' --only value --yscale log", "−x² has no values above 0 there. Give --yscale symlog"),
        ("plot '1/x' --yscale log", "--layout stacked for an axis of its own"),
        ("plot tanh --yscale log --tangent 1", "on which no tangent is straight"),
        ("plot softmax --vary 0 --at 1,2 --yscale log", "no meaning for functions of vectors"),
        ("plot dropout --at 1,2 --xscale log", "no meaning for random layers"),
        ("compare relu --only value --yscale-derivative log", "without a panel of derivatives alone"),
        ("compare relu --only derivative --yscale log", "beside --only derivative"),
        ("compare relu --yscale logarithmic", "Allowed: linear, log, symlog"),
    ],
)
def test_what_such_axes_cannot_show_is_refused(line, said):
    with pytest.raises(ActplotError) as error:
        parse(line).content()
    assert said in str(error.value)


def test_cells_tell_their_scales_and_each_has_numbers_on_both_sides_of_0():
    content = parse_picture("grid tanh gelu --yscale symlog --scales own").content()
    assert upright(content.look.caption) == "x from −5 to 5; symmetrically logarithmic vertical axes"
    for axes in content.draw().axes[:2]:
        numbers = [text.get_text() for text in axes.get_yticklabels() if text.get_text()]
        assert "0" in numbers
        assert any(number.startswith("−") for number in numbers)
        assert any(number[0] in "1" for number in numbers)
    alike = parse_picture("grid sigmoid softplus --yscale log").content()
    assert upright(alike.look.caption) == "x from −5 to 5; logarithmic vertical axis"
