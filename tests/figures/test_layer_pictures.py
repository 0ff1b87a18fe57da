"""`plot` of a random layer shows what it does to a vector, in training and in evaluation."""

import shlex

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.text import Text

import actplot
from actplot.calculus.vectors.layers import layer_at
from actplot.catalogue.registry import names
from actplot.cli import main
from actplot.figures.layers import note_of
from actplot.gallery.statements.statements import facts_of
from actplot.requests.command_line import line_of
from actplot.requests.figures.plot import PlotRequest
from actplot.requests.reading import parse


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


def test_dropped_units_are_told_and_kept_ones_are_scaled():
    layer = layer_at(actplot.get("dropout:rate=0.3,seed=1"), (1, 2, 0, 4))
    assert [draw.seed for draw in layer.draws] == [1, 2, 3]
    for draw in layer.draws:
        assert np.all(draw.output[draw.dropped] == 0)
        assert np.allclose(draw.output[~draw.dropped], layer.input[~draw.dropped] / 0.7)
    assert any(draw.dropped.any() for draw in layer.draws)
    assert np.array_equal(layer.evaluation, layer.input)
    assert note_of(layer) == "each unit is kept with probability 0.7, and then multiplied by 1/0.7 ≈ 1.42857"


def test_a_dropped_unit_of_alpha_dropout_has_a_value():
    assert note_of(layer_at(actplot.get("alpha_dropout"), range(8))).endswith("; a dropped one becomes −0.7792")


@pytest.mark.parametrize("name", ["gaussian_dropout", "gaussian_noise", "gumbel_softmax"])
def test_noise_drops_nothing(name):
    layer = layer_at(actplot.get(name), (1.0, 2.0, 3.0))
    assert layer.keep is None
    assert not any(draw.dropped.any() for draw in layer.draws)


@pytest.mark.exhaustive(keep=0.41, thorough=1)
@pytest.mark.parametrize("name", names("random layer"))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_layer_has_a_picture(name, theme):
    figure = parse(f"plot {name} --at 1,2,-3,4 --theme {theme}").draw()
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    first = ["input"] if name == "gumbel_softmax" else []  # scores and shares have no axis in common
    assert titles == [*first, *(f"in training, seed {seed}" for seed in range(3)), "in evaluation"]


@pytest.mark.exhaustive(keep=0.009, thorough=0.15)
@pytest.mark.parametrize("look", ["", "--size 4 3", "--theme dark", "--no-caption --size 12 8", "--no-legend"])
@pytest.mark.parametrize("at", ["1,2,3,4", "1,2,-3,4,1234.5", "0.25", "1,2,3,4,5,6,7,8,9,10,11,12,1234.5"])
@pytest.mark.parametrize("name", names("random layer"))
def test_no_text_of_a_layer_lies_over_another(name, at, look, drawn_texts):
    drawn_texts.check(parse(f"plot {name} --at={at} {look}").draw())


@pytest.mark.parametrize("name", ["dropout:0.5", "alpha_dropout", "gaussian_dropout"])
def test_one_large_unit_does_not_flatten_the_others(name):
    request = parse(f"plot {name} --at 1,2,3,4,5,6,7,8,9,10,11,1234.5")
    assert request.content().look.caption.endswith("; logarithmic axis")
    figure = request.draw()
    figure.canvas.draw()
    for axes in figure.axes:
        low, high = axes.get_window_extent().y0, axes.get_window_extent().y1
        outlines = [bar for bar in axes.patches if not bar.get_fill()]
        heights = [bar.get_window_extent().height for bar in outlines]
        assert min(heights) > 0.05 * (high - low)
    assert "logarithmic" not in parse(f"plot {name} --at 1,2,3,4").content().look.caption


@pytest.mark.parametrize("name", names("random layer"))
def test_every_colour_and_mark_has_a_key(name):
    figure = parse(f"plot {name} --at 1,2,3,4").draw()
    keys = {text.get_text() for legend in figure.legends for text in legend.get_texts()}
    layer = layer_at(actplot.get(name), (1.0, 2.0, 3.0, 4.0))
    assert "in evaluation" in keys
    assert ("± deviation" in keys) == (layer.deviation is not None)
    assert ("dropped" in keys) == (layer.keep is not None)
    assert "unit" in [axes.get_xlabel() for axes in figure.axes]


@pytest.mark.parametrize("count", [1, 9, 32])
def test_vectors_of_any_length(count):
    at = ",".join(map(str, range(1, count + 1)))
    assert len(parse(f"plot dropout:0.5 --at {at} --size 6 3 --no-legend").draw().axes) == 4


@pytest.mark.parametrize(("units", "widest"), [(4, 12), (5, 12), (8, 12), (12, 12), (32, 12)])
def test_a_random_layer_of_many_units_still_fits_a_page(units, widest, tmp_path):
    figure = PlotRequest((actplot.get("dropout"),), at=tuple(range(1, units + 1))).draw()
    width, height = figure.get_size_inches()
    assert width <= widest
    assert height <= 9
    frames = [axes.get_position() for axes in figure.axes]
    assert not any(one.overlaps(other) for i, one in enumerate(frames) for other in frames[:i])


@pytest.mark.parametrize("layer", ["dropout", "alpha_dropout", "gaussian_dropout"])
def test_a_random_layer_whose_variance_overflows_is_not_drawn(layer, tmp_path):
    answer = run(f"plot {layer} --at 1e-12,1e300 -o {tmp_path / 'layer.png'}")
    assert answer.exit_code == 2
    assert "overflows" in answer.output


def test_equal_requests_give_equal_bytes_and_the_line_reads_back(tmp_path):
    paths = [tmp_path / name for name in ("a.svg", "b.svg")]
    line = "plot dropout:rate=0.3,seed=1 --at 1,2,3,4 --title x"
    for path in paths:
        assert run(f"{line} -o {path}").exit_code == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert run(f"recipe {paths[0]}").stdout == f"actplot {line_of(parse(line))}\n"


def test_facts_hold_the_numbers():
    lines = facts_of(parse("plot dropout:rate=0.3,seed=1 --at 1,2,3,4"))["lines"]
    assert "input: 1 2 3 4" in lines


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plot dropout", "dropout draws random numbers, so that it is no curve. See 'actplot plot dropout --at"),
        ("plot dropout --vary 0 --at 1,2", "--vary has no meaning for random layers"),
        ("plot dropout --at 1,2 --mark kinks", "--mark has no meaning for random layers"),
        (
            "plot dropout --at 1,2 --only value",
            "plot: --only has no meaning for random layers, and dropout is one.",
        ),
        (f"plot dropout --at {','.join('1' * 33)}", "allowed for dropout are 32"),
    ],
)
def test_what_cannot_be_asked_is_refused(line, said):
    result = run(line)
    assert result.exit_code == 2
    assert said in result.stderr


KEPT = "kept with probability 0.5, and then multiplied by 1/0.5 = 2"


@pytest.mark.exhaustive(keep=0.9, thorough=1)
@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("plot channel_dropout --at 1,2", f"all units together are {KEPT}"),
        ("plot channel_dropout:seed=2 --at 1,2", f"all units together are {KEPT}"),
        ("plot dropout --at 1,2", f"each unit is {KEPT}"),
        ("plot gaussian_noise --at 1,2", "each unit's noise, normal with mean 0 and deviation stddev; stddev = 1"),
    ],
)  # fmt: skip
def test_captions_tell_what_is_random_with_its_values(line, caption):
    figure = parse(line).draw()
    texts = [" ".join(text.get_text().split()) for text in figure.findobj(Text)]
    assert caption in texts
