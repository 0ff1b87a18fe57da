"""Sweeps: colours in the order of the values, names or a bar that tell them, cells for a second parameter, and bars."""

import functools
import itertools
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from boxes import assert_apart
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from numpy.testing import assert_allclose
from scipy import special

from actplot.cli import main
from actplot.figures.colours import contrast, luminance, ramp
from actplot.figures.look import Look, house_style
from actplot.requests.reading import parse


def drawn(line):
    figure = parse(line).draw()
    FigureCanvasAgg(figure).draw()
    return figure


def curves(axes):
    """The lines that are functions, and no rules."""
    return [line for line in axes.lines if len(line.get_xdata()) > 50]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("count", [2, 3, 7, 20, 40])
def test_colours_are_ordered_in_grey_and_seen_on_their_page(theme, count):
    with house_style(Look(theme=theme), 1):
        page, colours = to_rgb(mpl.rcParams["figure.facecolor"]), [to_rgb(colour) for colour in ramp(count)]
    assert all(contrast(colour, page) >= 3 for colour in colours)
    greys = [luminance(colour) ** (1 / 3) for colour in colours]
    steps = np.diff(greys)
    assert all(steps > 0)  # lightest for the highest value
    if count <= 7:
        assert steps.min() > 0.045  # five steps of lightness of a hundred


@pytest.mark.parametrize("style", ["ggplot", "dark_background", "Solarize_Light2"])
def test_colours_are_seen_on_the_page_of_a_style_sheet(style):
    figure = drawn(f"sweep elu:alpha=0.5,1,2 --style {style}")
    for line in curves(figure.axes[0]):
        assert contrast(to_rgb(line.get_color()), to_rgb(figure.get_facecolor())) >= 3


def test_a_curve_for_each_value_beside_its_derivative():
    values, slopes = drawn("sweep elu:alpha=0.5,1,2 --range -4 -0.1").axes
    for line, slope, alpha in zip(curves(values), curves(slopes), (0.5, 1.0, 2.0), strict=True):
        x, y = line.get_data()
        assert_allclose(y, alpha * np.expm1(x), rtol=1e-12)
        assert_allclose(slope.get_ydata(), alpha * np.exp(slope.get_xdata()), rtol=1e-12)
        assert line.get_color() == slope.get_color()
        assert line.get_linestyle() == "-"
    assert {text.get_text() for text in values.texts} >= {"𝛼 = 0.5", "𝛼 = 1", "𝛼 = 2"}


def test_values_that_are_near_are_told_apart():
    assert parse("sweep elu:alpha=0.1,0.1000000001").ramp.values == ("0.1", "0.1000000001")
    assert parse("sweep elu:alpha=1/3,2").ramp.values == ("0.333", "2")


def test_the_focal_loss_is_that_of_its_paper():
    values, _ = drawn("sweep sigmoid_focal:gamma=0,0.5,1,2,5").axes
    for line, gamma in zip(curves(values), (0, 0.5, 1, 2, 5), strict=True):
        x, y = line.get_data()
        p = special.expit(x)
        assert_allclose(y, -((1 - p) ** gamma) * np.log(p), rtol=1e-9, atol=1e-12)


def test_names_up_to_seven_values_and_a_bar_beyond():
    few, many = drawn("sweep barron:alpha=-2..2 --steps 7"), drawn("sweep barron:alpha=-2..2 --steps 8")
    assert [axes.get_label() for axes in few.axes].count("bar") == 0
    (bar,) = (axes for axes in many.axes if axes.get_label() == "bar")
    assert len(bar.patches) == 8
    told = [text.get_text() for text in bar.get_yticklabels()]
    assert (told[0], told[-1]) == ("−2", "2")
    colours = [line.get_color() for line in curves(many.axes[0])]
    assert [to_rgb(patch.get_facecolor()[:3]) for patch in bar.patches] == [to_rgb(colour) for colour in colours]


def test_a_legend_holds_all_values_and_no_legend_none():
    (legend,) = drawn("sweep barron:alpha=-2..2 --steps 9 --legend").legends
    assert len(legend.get_texts()) == 9
    bare = drawn("sweep barron:alpha=-2..2 --steps 9 --no-legend")
    assert not bare.legends
    assert len(bare.axes) == 2


def test_two_parameters_give_a_cell_for_each_value_of_the_second():
    figure = drawn("sweep barron:alpha=0,1,2:c=1,2,3,4,5")
    assert len(figure.axes) == 10
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[0] == "𝑓(𝑟), 𝑐 = 1"
    assert titles[-1] == "𝑓′(𝑟), 𝑐 = 5"
    for axes, c in zip(figure.axes[:5], range(1, 6), strict=True):
        x, y = curves(axes)[2].get_data()  # α = 2 is half the square
        assert_allclose(y, (x / c) ** 2 / 2, rtol=1e-9, atol=1e-12)
    assert len({axes.get_ylim() for axes in figure.axes[:5]}) == 1
    assert len({axes.get_ylim() for axes in figure.axes[5:]}) == 1


@pytest.mark.parametrize("temperatures", ["0.5,1,2", "0.25..4"])
def test_bars_are_the_outputs_for_the_vector(temperatures):
    figure = drawn(f"sweep softmax:temperature={temperatures} --at 2,1,0.1")
    bars = np.array([bar.get_height() for bar in figure.axes[0].patches]).reshape(-1, 3)
    known = [0.5, 1, 2] if "," in temperatures else np.linspace(0.25, 4, 5)
    assert_allclose(bars, [special.softmax(np.array([2, 1, 0.1]) / one) for one in known], rtol=1e-12)


def test_bars_of_one_draw_have_the_same_noise():
    figure = drawn("sweep gumbel_softmax:temperature=0.5,1 --at 2,1,0.1")
    low, high = np.array([bar.get_height() for bar in figure.axes[0].patches]).reshape(2, 3)
    assert_allclose(np.diff(np.log(low)), 2 * np.diff(np.log(high)), rtol=1e-9)
    assert "one draw, seed 0" in parse("sweep gumbel_softmax:temperature=0.5,1 --at 2,1,0.1").alt


LINES = (
    "sweep elu:alpha=0.5,1,2",
    "sweep barron:alpha=-2..2 --steps 13",
    "sweep barron:alpha=0..2:c=1,2,3,4 --steps 9",
    "sweep sigmoid_focal:gamma=0,1,2,5:alpha=0.25,0.75",
    "sweep softmax:temperature=0.5,1,2 --at 2,1,0.1",
    "sweep log_softmax:temperature=0.25..4 --steps 12 --at 2,1,0.1,-1",
)


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize(
    ("line", "options"),
    list(itertools.product(LINES, ("", "--size 4 3", "--for slide", "--paper ieee", "--theme dark --size 12 8"))),
)
def test_no_text_lies_on_another(line, options):
    assert_apart(drawn(f"{line} {options}"))


def test_titles_say_the_ends_and_alternatives_tell_them():
    request = parse("sweep barron:alpha=-2..2 --steps 9")
    assert request._content.look.title == "Barron loss, α = −2 to 2, and its derivative"
    assert "9 curves, of which the first and the last are told" in request.alt
    assert "T = 2: 0.502, 0.304, 0.194" in parse("sweep softmax:temperature=0.5,1,2 --at 2,1,0.1").alt


def test_a_formula_keeps_the_letter_that_is_swept():
    (formula,) = parse("sweep elu:alpha=0.5,1,2 --formula")._content.formulas
    assert formula.text == "f(x) = {x if x > 0; α·(eˣ − 1) otherwise}"


def test_galleries_hold_what_sweeps_state(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    manifest = '[[figure]]\nname = "one"\ndraw = "{}"\n'
    Path("gallery.toml").write_text(manifest.format("sweep softmax:temperature=0.5,1,2 --at 2,1,0.1"), encoding="utf-8")
    run = functools.partial(CliRunner().invoke, main, prog_name="actplot")
    assert run(["gallery", "build"]).exit_code == 0
    assert run(["gallery", "check"]).exit_code == 0
    Path("gallery.toml").write_text(manifest.format("sweep softmax:temperature=0.5,1,3 --at 2,1,0.1"), encoding="utf-8")
    assert run(["gallery", "check"]).exit_code == 1
