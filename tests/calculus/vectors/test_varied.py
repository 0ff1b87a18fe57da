"""`plot --vary` draws all outputs by the one number that moves, with kinks where they are."""

import shlex

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.testing import assert_allclose

import actplot
from actplot.calculus.subjects import subject
from actplot.calculus.vectors.jacobians import subscripted
from actplot.calculus.vectors.varying import vary
from actplot.calculus.written_names import mathematical
from actplot.catalogue.registry import names
from actplot.cli import main
from actplot.gallery.statements.statements import facts_of
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

REASON = "is a function of a whole vector, so that no curve of one variable shows it"


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


def test_every_output_is_drawn_labelled_and_true():
    first, second = parse("plot softmax --vary 0 --at 0,1,2").content().panels
    assert [trace.curve.label for trace in first.traces] == ["p₀", "p₁", "p₂"]
    softmax = actplot.get("softmax")
    for output, (value, slope) in enumerate(zip(first.traces, second.traces, strict=True)):
        ((x, y),) = value.curve.pieces
        vectors = np.stack([x, np.ones(x.size), np.full(x.size, 2.0)], axis=1)
        assert_allclose(y, softmax.value(vectors)[:, output])
        assert_allclose(slope.curve.pieces[0][1], softmax.jacobian(vectors)[:, output, 0])


def test_the_others_are_stated():
    first, second = parse("plot softmax --vary 1 --at 0,1,2").content().panels
    assert first.title == "softmax of (0, 𝑧₁, 2)"
    assert second.title == "∂/∂𝑧₁ softmax of (0, 𝑧₁, 2)"
    assert first.x_label == "𝑧₁ moves; 𝑧₀ = 0, 𝑧₂ = 2"


def test_a_narrow_panel_tells_what_moves_alone():
    figure = parse("plot log_softmax --vary 1 --at 0,1,2 --size 3 3").draw()
    assert {axes.get_xlabel() for axes in figure.axes} == {"𝑧₁ moves"}
    assert figure.axes[0].get_title(loc="left").startswith("log-softmax of")


def test_the_point_of_the_moving_number_does_not_matter():
    one, other = (facts_of(parse(f"plot softmax --vary 0 --at {first},1,2")) for first in (0, 3))
    assert one == other


def test_kinks_stand_where_they_are():
    values, slopes = vary(actplot.get("sparsemax"), (0, 1, 0.5), 0, (-5, 5), 1000)
    assert [x for x, _ in values[0].kinks] == [0.25, 1.0, 2.0]
    ends = [(x[0], x[-1]) for x, _ in slopes[0].pieces]
    assert ends == [(-5, 0.25), (0.25, 1), (1, 2), (2, 5)]
    assert all(np.ptp(y) < 1e-9 for _, y in slopes[0].pieces)


@pytest.mark.parametrize("points", [2, 7, 1000])
def test_smooth_functions_have_no_breaks(points):
    for name in ("softmax", "log_softmax", "logsumexp", "standardize"):
        for curves in vary(actplot.get(name), (0, 1, 2), 0, (-50, 50), points):
            assert all(len(curve.pieces) == 1 and not curve.kinks for curve in curves)


@pytest.mark.exhaustive(keep=0.34, thorough=1)
@pytest.mark.parametrize("name", names("vector function"))
def test_every_vector_function_can_be_varied(name):
    function = actplot.get(name)
    at = ",".join(map(str, function.example))
    figure = parse(f"plot {name} --vary 1 --at={at} --theme dark").draw()
    assert len(figure.axes) == 2


@pytest.mark.parametrize("name", names("vector loss"))
def test_every_loss_of_vectors_can_be_varied(name):
    loss = actplot.get(name)
    first, second = parse(f"plot {name} --vary 0 {subject(loss).moving()}").content().panels
    (prediction, target), letter = loss.example, loss.formula.prediction[0]
    assert second.traces[0].label.name.endswith(f"/∂{mathematical(subscripted(f'{letter}_0'))}")
    for (x, y), (_, slope) in zip(first.traces[0].curve.pieces, second.traces[0].curve.pieces[:1], strict=True):
        for place in (1, x.size // 3, -2):
            moved = (x[place], *prediction[1:])
            assert y[place] == loss.evaluate(moved, target, "none")
        at = second.traces[0].curve.pieces[0][0][5]
        assert slope[5] == loss.gradient((at, *prediction[1:]), target, "none")[0]


@pytest.mark.parametrize("name", ["kl_divergence", "categorical_cross_entropy", "generalized_kl"])
def test_a_loss_without_bounds_is_cut_off_and_called_infinite(name):
    request = parse(f"plot {name} --vary 0 {subject(actplot.get(name)).moving()}")
    assert "falls from ∞" in request.alt
    assert "rises from −∞" in request.alt
    first, second = request.draw().axes
    assert first.get_ylim()[1] < 20
    assert second.get_ylim()[0] > -200


def test_a_slope_that_is_level_but_for_rounding_has_no_breaks():
    (slope,) = parse("plot jaccard --vary 0 --at 0.9,0.6,0.2,0.1 --target 1,1,0,0").content().panels[1].traces
    assert (len(slope.curve.pieces), slope.curve.dots) == (1, ())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--vary 0", "--vary 0 needs the whole vector. Add it, such as --at 2,1,0.1 --target 0."),
        ("--vary 0 --at 1,2", "cross_entropy compares --at with a target. Add it, such as --at 2,1,0.1 --target 0."),
        ("--vary 0 --at 1,2 --target 5", "a class must be a whole number from 0 to 1, got 5"),
        ("--vary 0 --at 1,2 --target 1,0", "need targets of shape (), the number of a class for each vector"),
        ("--vary 2 --at 1,2 --target 1", "--at holds 2 numbers; its numbers are counted from 0 to 1."),
        ("--vary 0 --at 1,2 --target ;", "--target: a vector is missing in ';': place 1 of 2 is empty"),
        ("--vary 0 --at 1,2 --target one", "--target takes finite numbers, got 'one'"),
        ("--at 1,2 --target 1", "let one number of the prediction move: 'actplot plot cross_entropy --vary 0 --at"),
    ],
)
def test_what_cannot_be_asked_of_a_loss(words, told):
    done = run(f"plot cross_entropy {words}")
    assert done.exit_code == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("name", "at", "ends", "peak"),
    [
        ("softmax", (0, 1, 2), (-1000, 1000), 0.25),
        ("softmax", (0, 1, 2), (-1e9, 1e9), 0.25),
        ("standardize", (1, 1, 1), (-5, 5), 210.8185),
        ("softmax", (0, 1, 2), (-5, 5), 0.25),
    ],
)
def test_no_peak_is_cut_off_however_wide_the_range(name, at, ends, peak):
    _, slopes = vary(actplot.get(name), at, 0, ends, 1000)
    highest = max(float(y.max()) for _, y in slopes[0].pieces)
    assert highest == pytest.approx(peak, rel=0.02)


def test_the_usual_picture_has_the_points_that_were_asked_for():
    values, _ = vary(actplot.get("softmax"), (0, 1, 2), 0, (-5, 5), 1000)
    assert values[0].pieces[0][0].size == 1000


@pytest.mark.parametrize("only", ["value", "derivative"])
def test_one_panel_alone(only):
    assert len(parse(f"plot softmax --vary 0 --at 0,1,2 --only {only}").draw().axes) == 1


def test_the_line_reads_back():
    line = "plot sparsemax --range -2 2 --mark kinks --vary 0 --at 0,1/4,-2"
    assert line_of(parse(line_of(parse(line)))) == line_of(parse(line))


def test_one_file_for_each_function(tmp_path):
    result = run(f"plot softmax sparsemax --vary 0 --at 0,1,2 --format svg -o {tmp_path}")
    assert (result.exit_code, len(list(tmp_path.iterdir()))) == (0, 2)


@pytest.mark.parametrize("line", ["plot softmax", "plot softmax --at 0,1,2", "compare softmax"])
def test_a_curve_is_refused_with_a_reason_and_the_true_pictures(line):
    result = run(line)
    assert result.exit_code == 2
    assert REASON in result.stderr
    assert "'actplot jacobian softmax --at 2,1,0.1'" in result.stderr
    assert "'actplot plot softmax --vary 0 --at 0,1,2'" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plot softmax --vary 3 --at 0,1,2", "its numbers are counted from 0 to 2"),
        ("plot softmax --vary -1 --at 0,1,2", "--vary must be a whole number from 0"),
        ("plot softmax --vary x --at 0,1,2", "--vary takes finite numbers"),
        ("plot softmax --vary 0", "--vary 0 needs the whole vector"),
        ("plot glu --vary 0 --at 0,1,2", "glu takes vectors of even length"),
        ("plot relu --vary 0 --at 0,1,2", "has no meaning for functions of one variable, and relu is one"),
        ("plot relu --at 0,1,2", "has no meaning for functions of one variable, and relu is one"),
        (
            "plot softmax --vary 0 --at 0,1 --order 2",
            "--order has no meaning for functions of vectors",
        ),
        ("plot softmax --vary 0 --at 0,1 --formula", "--formula has no meaning for functions of vectors"),
        ("plot softmax --vary 0 --at 0,1 --mark extrema", "only kinks are marked"),
        ("plot softmax --vary 0 --at 0,1 --derivative both", "--derivative has no meaning for functions of vectors"),
        (f"plot softmax --vary 0 --at {','.join('1' * 21)}", "has 21 outputs there, allowed are 20"),
    ],
)
def test_what_cannot_be_asked_is_refused(line, said):
    result = run(line)
    assert result.exit_code == 2
    assert said in result.stderr
