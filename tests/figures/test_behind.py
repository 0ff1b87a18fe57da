"""Tests of the inputs behind curves: their density, its scale, and the shares of them that hardly have a slope."""

import mpmath as mp
import numpy as np
import pytest
from matplotlib.collections import PolyCollection

import actplot
from actplot.calculus.inputs import Normal, Sample, percent
from actplot.calculus.written_names import upright
from actplot.errors import ActplotError
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse_picture

RANDOM = np.random.RandomState(1).normal(1, 1.5, 500)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savetxt(tmp_path / "inputs.txt", RANDOM)
    for name, text in {
        "table.csv": "a,b\n1,2\n3,4\n-1,0.5\n",
        "empty.csv": "",
        "head.csv": "a,b\n",
        "nan.csv": "nan\ninf\n",
        "some.csv": "a\n1\nnan\n2\n-inf\n",
        "words.txt": "a b c\nd e\n",
        "one.txt": "0.5\n",
        "far.txt": "1e300 -1e300 0",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def share_by_hand(mean, deviation, *intervals):
    """Of a normal distribution, what lies in some intervals."""
    return float(sum(mp.ncdf((high - mean) / deviation) - mp.ncdf((low - mean) / deviation) for low, high in intervals))


def crossing(slope, near):
    """Where |f′| is a tenth."""
    return mp.findroot(lambda x: abs(slope(x)) - mp.mpf(1) / 10, near)


@pytest.mark.parametrize(("mean", "deviation"), [(0, 1), (0.3, 2), (-4, 0.2)])
def test_the_share_of_a_normal_distribution_is_exact(mean, deviation):
    edge = crossing(lambda x: mp.sech(x) ** 2, 2)
    cases = {
        "tanh": [(-mp.inf, -edge), (edge, mp.inf)],
        "sigmoid": [
            (-mp.inf, -crossing(lambda x: mp.sech(x / 2) ** 2 / 4, 2)),
            (crossing(lambda x: mp.sech(x / 2) ** 2 / 4, 2), mp.inf),
        ],
        "relu": [(-mp.inf, 0)],
        "hard_sigmoid": [(-mp.inf, -3), (3, mp.inf)],
        "x^2": [(-mp.mpf(1) / 20, mp.mpf(1) / 20)],
        "mae": [],
    }
    for name, intervals in cases.items():
        found = Normal(mean, deviation).share(actplot.get(name))
        assert found == pytest.approx(share_by_hand(mean, deviation, *intervals), rel=1e-12, abs=1e-15), name


def test_the_share_agrees_with_quadrature_where_a_slope_turns_often():
    from scipy.integrate import quad

    wave, normal = actplot.get("sin"), Normal(0.5, 1.5)

    def integrand(x):
        return (abs(wave.derivative(x)) < 0.1) * np.exp(-(((x - 0.5) / 1.5) ** 2) / 2) / (1.5 * np.sqrt(2 * np.pi))

    edges = [(k + 0.5) * np.pi + side * np.arcsin(0.1) for k in range(-5, 5) for side in (-1, 1)]
    pieces = [quad(integrand, *ends)[0] for ends in zip([-14, *edges], [*edges, 14], strict=True)]
    assert normal.share(wave) == pytest.approx(sum(pieces), rel=1e-9)


def test_the_share_of_given_numbers_is_counted():
    assert Sample("", RANDOM).share(actplot.get("tanh")) == np.mean(1 / np.cosh(RANDOM) ** 2 < 0.1)


def test_densities_have_the_area_of_what_they_cover():
    for inputs in (Normal(0.5, 2), Sample("", RANDOM)):
        x, heights = inputs.density((-2.0, 3.0))
        assert np.trapezoid(heights, x) == pytest.approx(inputs.within((-2.0, 3.0)), rel=1e-4)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shade_is_behind_all_curves_and_moves_no_axis(theme):
    with_shade = parse_picture(f"compare sigmoid relu --behind normal --theme {theme}").draw()
    without = parse_picture(f"compare sigmoid relu --theme {theme}").draw()
    for axes, bare in zip(with_shade.axes, without.axes, strict=True):
        (shade,) = [one for one in axes.collections if isinstance(one, PolyCollection)]
        assert shade.get_zorder() < min(line.get_zorder() for line in axes.lines if line.get_alpha() is None)
        assert shade.get_paths()[0].get_extents().y1 == pytest.approx(0.34)
        assert axes.axis() == bare.axis()


def test_words_tell_the_scale_and_the_shares(folder):
    picture = parse_picture("compare tanh relu --behind normal")
    told = "shade: inputs from N(0,1), density up to 0.399; share with |f′| < 0.1: tanh 6.9%, ReLU 50%"
    assert told in upright(picture.content().look.caption)
    assert told.removeprefix("shade") in picture.alt
    assert "note: tanh has |f′| < 0.1 for 6.9% of inputs from N(0,1)" in picture.messages()
    assert told in picture.content().stated().panels[0].note
    one = parse_picture("plot tanh --behind table.csv:a")
    assert "inputs from table.csv:a, density up to 1.33; |f′| < 0.1 for 33.3% of them" in one.alt
    left_out = "note: 2 of the inputs from some.csv are not finite, and left out"
    assert left_out in parse_picture("plot tanh --behind some.csv").messages()


def test_numbers_beyond_the_axis_are_told(folder):
    assert "66.7% outside" in parse_picture("plot tanh --behind far.txt").alt
    assert parse_picture("plot tanh --behind one.txt").image("png")


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("normal", "normal"),
        ("normal:0,1", "normal"),
        ("normal:1/2,2.0", "normal:0.5,2"),
        ("{folder}/table.csv:a", "table.csv:a"),
    ],
)
def test_what_is_behind_has_one_way_to_be_said(given, canonical, folder):
    line = f"plot tanh --behind {given.format(folder=folder)}"
    assert line_of(parse_picture(line)) == f"plot tanh --behind {canonical}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("missing.csv", "--behind: there is no file 'missing.csv'"),
        ("empty.csv", "--behind: 'empty.csv' holds no numbers. Write one in each line."),
        ("head.csv", "--behind, line 1 of 'head.csv': 'a' is not a number"),
        ("nan.csv", "--behind: 'nan.csv' holds no finite number, but 2 of nan or ±∞"),
        ("words.txt", "'d' is not a number"),
        ("table.csv", "has several columns: 'a', 'b'. Name one, as --behind table.csv:a"),
        ("table.csv:c", "'table.csv' has no column 'c'"),
        ("norml", "Did you mean 'normal'? Give normal, normal:MEAN,DEVIATION, or a file"),
        ("normal:1", "write two numbers, as normal:0,2"),
        ("normal:0,0", "allowed are a mean from -1e+06 to 1e+06 and a deviation from 1e-06 to 1e+06"),
        (".", "is a folder"),
    ],
)
def test_inputs_that_cannot_be_read_are_told(given, told, folder):
    with pytest.raises(ActplotError) as error:
        parse_picture(f"plot tanh --behind {given}").draw()
    assert told in str(error.value)


def test_a_gallery_knows_the_file(folder):
    assert parse_picture("compare tanh relu --behind table.csv:a").files == ("table.csv",)
    assert parse_picture("compare tanh relu --behind normal").files == ()


@pytest.mark.parametrize("share", [0.0, 1e-9, 0.317, 1 - 1e-9, 1.0])
def test_shares_never_claim_nothing_or_all_that_is_not(share):
    assert (percent(share) == "0%") == (share == 0)
    assert (percent(share) == "100%") == (share == 1)


def test_both_panels_of_a_stack_have_the_shade():
    for axes in parse_picture("plot charbonnier --behind normal:0,0.005").draw().axes:
        assert any(isinstance(one, PolyCollection) for one in axes.collections)


def test_more_numbers_than_a_picture_needs_are_refused(folder):
    (folder / "huge.txt").write_text("0 " * 1_000_001, encoding="utf-8")
    with pytest.raises(ActplotError, match="--behind holds 1000001 numbers, allowed are 1000000"):
        parse_picture("plot tanh --behind huge.txt").draw()
