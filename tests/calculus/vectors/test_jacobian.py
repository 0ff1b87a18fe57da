"""`actplot jacobian` draws and prints what the closed form says, at vectors of many lengths."""

import json
import shlex

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.collections import PolyCollection

import actplot
from actplot.calculus.vectors.jacobians import jacobian_at, letters_of
from actplot.catalogue.registry import names
from actplot.cli import main
from actplot.figures.colours import contrasting, diverging
from actplot.figures.decimals import cell_texts, notation_of
from actplot.figures.heatmap import _planned
from actplot.figures.look import Look
from actplot.gallery.statements.statements import facts_of
from actplot.requests.command_line import line_of
from actplot.requests.figures.jacobian import JacobianRequest
from actplot.requests.reading import parse

VECTOR_FUNCTIONS = [actplot.get(name) for name in names("vector function")]


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


@pytest.mark.parametrize("function", VECTOR_FUNCTIONS, ids=str)
def test_records_hold_what_the_closed_form_gives(function):
    at = jacobian_at(function, function.example)
    assert at.slopes.shape == (len(at.outputs), len(at.inputs))
    assert np.array_equal(at.slopes, np.atleast_2d(function.jacobian(function.example)))
    assert np.array_equal(at.output, np.atleast_1d(function.value(function.example)))


@pytest.mark.parametrize("function", VECTOR_FUNCTIONS, ids=str)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_vector_function_has_a_heat_map(function, theme):
    at = ",".join(map(str, function.example))
    figure = parse(f"jacobian {function} --at {at} --theme {theme}").draw()
    (axes,) = figure.axes
    cells = next(c for c in axes.collections if isinstance(c, PolyCollection))
    slopes = np.atleast_2d(function.jacobian(function.example))
    assert len(cells.get_paths()) == slopes.size
    drawn = [text.get_text() for text in axes.texts]
    assert all(text in drawn for text in cell_texts(slopes))
    assert all(text in drawn for text in cell_texts(np.array(function.example)))


def test_a_single_output_has_one_row():
    at = jacobian_at(actplot.get("logsumexp"), (2, 1, 0.1))
    assert (at.outputs, at.slopes.shape) == (("f",), (1, 3))


def test_an_elementwise_function_has_a_diagonal():
    at = jacobian_at(actplot.get("relu"), (-1, 2))
    assert at.slopes.tolist() == [[0, 0], [0, 1]]


def test_letters_are_those_of_the_formula():
    assert letters_of(actplot.get("softmax")).outputs(2) == ("p_0", "p_1")
    assert letters_of(actplot.get("softmax")).inputs(1) == ("z_0",)


@pytest.mark.parametrize(("count", "numbers"), [(12, True), (13, False), (64, False)])
def test_numbers_stand_in_cells_as_long_as_they_can_be_read(count, numbers):
    at = ",".join(map(str, np.linspace(-1, 1, count).round(3)))
    (axes,) = parse(f"jacobian softmax --at={at}").draw().axes
    assert (len(axes.texts) > count**2) == numbers


def test_colours_tell_signs_apart_and_ink_is_read():
    with np.errstate(all="raise"):
        below, zero, above = diverging("light", np.array([-1.0, 0.0, 1.0]))
    assert below[2] > below[0]
    assert above[0] > above[2]
    assert np.ptp(zero) < 0.02
    assert contrasting((1, 1, 1)) != contrasting((0, 0, 0))


@pytest.mark.exhaustive(keep=0.8, thorough=1)
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_image_carries_its_line_and_equal_requests_give_equal_bytes(form, tmp_path):
    line = "jacobian softmax --at -2,1/3,0.1 --theme dark --title 'a b' --size 5 4"
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    assert run(f"{line} -o {first}").exit_code == 0
    told = run(f"recipe {first}").stdout
    assert told == f"actplot {line_of(parse(line))}\n"
    assert run(f"{told.removeprefix('actplot ').strip()} -o {second}").exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_the_file_has_the_name_of_the_function(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("jacobian softmax --at 2,1,0.1").stdout == "wrote jacobian-softmax.png\n"


def test_words_at_the_foot_of_one_column_stay_clear_of_the_bar():
    for name, at in (("softmax", (1.0,)), ("crelu", (1.0,))):
        plan, _ = _planned(JacobianRequest((actplot.get(name),), at=at).jacobian, Look())
        assert plan.foot >= plan.bar_height


def test_numbers_as_table_csv_and_json(tmp_path):
    table = run("jacobian softmax --at 2,1,0.1 --format table").stdout.splitlines()
    assert table[1].split() == ["i", "input", "output", "d/dz_0", "d/dz_1", "d/dz_2"]
    known = json.loads(run("jacobian softmax --at 2,1,0.1 --format json").stdout)["functions"][0]
    assert known["jacobian"] == actplot.get("softmax").jacobian([2, 1, 0.1]).tolist()
    path = tmp_path / "j.csv"
    assert run(f"jacobian softmax --at 2,1,0.1 -o {path}").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("function,vector,i,input,output,d/dz_0")


def test_numbers_of_a_matrix_too_large_to_draw():
    at = ",".join(map(str, range(70)))
    assert run(f"jacobian softmax --at {at} --format csv").exit_code == 0
    refused = run(f"jacobian softmax --at {at}")
    assert refused.exit_code == 2
    assert "a heat map has 64 rows and columns at most" in refused.stderr


def test_facts_hold_the_numbers():
    lines = facts_of(parse("jacobian softmax --at 2,1,0.1"))["lines"]
    assert any("0.224718638" in line for line in lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("jacobian softmax", "say at which vector, such as 'actplot jacobian softmax --at 2,1,0.1'"),
        ("jacobian softmax --at 1,nan", "--at takes finite numbers, got 'nan'"),
        ("jacobian softmax --at 1,,2", "a number is missing in '1,,2'"),
        ("jacobian softmax --at ''", "--at holds no numbers"),
        ("jacobian glu --at 1,2,3", "glu takes vectors of even length"),
        ("jacobian softmax sparsemax --at 1,2", "jacobian takes one function"),
        ("jacobian dropout --at 1,2", "dropout draws random numbers"),
        ("jacobian mse --at 1,2", "mse is a loss and a function of one variable, its residual"),
    ],
)
def test_what_cannot_be_asked_is_refused(line, said):
    result = run(line)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("words", ["--size 5 4", "--dpi 90", "--title T", "--theme dark", "--style ggplot"])
def test_what_numbers_do_not_show_is_refused(words):
    said = run(f"jacobian softmax --at 1,2 --format csv {words}")
    assert f"jacobian: {words.split()[0]} has no meaning for numbers. Leave it out." in said.stderr


@pytest.mark.parametrize(
    "values",
    [[0.2, -0.003, -0.00012], [1e-7, 3.5e-7, 0], [1, 2, 300], [1.5, -0.25, np.inf], [2e8, -1], [0.0], [1e-320]],
)
def test_numbers_of_one_table_have_one_notation(values):
    values = np.array(values, float)
    notation, texts = notation_of(values), cell_texts(values)
    for value, text in zip(values.tolist(), texts, strict=True):
        if text == "≈ 0":
            assert 0 < abs(value) / 10.0**notation.power < 0.5 * 10.0**-notation.decimals
        elif np.isfinite(value):
            shown = float(text.replace("−", "-"))
            assert abs(shown - value / 10.0**notation.power) <= 0.500001 * 10.0**-notation.decimals
            assert "e" not in text
            assert len(text.partition(".")[2]) in (0 if value == 0 else notation.decimals,)


def test_small_entries_beside_a_large_diagonal_are_seen():
    at = ",".join(map(str, np.random.RandomState(1).normal(size=30).round(2) * 2))
    request = parse(f"jacobian softmax --at={at}")
    (axes,) = request.draw().axes
    shades = axes.collections[0].get_facecolors()[:, :3]
    slopes = request.jacobian.slopes.ravel()
    shares = np.abs(slopes) / np.abs(slopes).max()
    small = (shares > 0.01) & (shares < 0.05)
    assert small.sum() > 50
    assert np.abs(shades[small] - diverging("light", np.array([0.0]))).max(axis=1).min() > 0.06
    assert any("√" in text.get_text() for text in axes.texts)


@pytest.mark.parametrize("name", [function.name for function in VECTOR_FUNCTIONS])
def test_sums_of_rows_and_columns_stand_beside_them(name):
    function = actplot.get(name)
    request = parse(f"jacobian {name} --at={','.join(map(str, function.example))}")
    at = request.jacobian
    drawn = [text.get_text() for text in request.draw().axes[0].texts]
    assert drawn.count("sum") == (2 if at.sums_tell else 0)
    if name in ("softmax", "softmin", "entmax15"):
        assert at.row_sums.tolist() == [0] * len(at.row_sums)
        assert "every row and every column sums to 0" in request.content().look.caption


def test_a_slope_by_convention_is_marked():
    request = parse("jacobian relu --at=-1,0,1,2")
    drawn = [text.get_text() for text in request.draw().axes[0].texts]
    assert drawn.count("0*") == 1
    assert request.content().look.caption.endswith("* by convention, where there is no derivative")
    assert not parse("jacobian gelu --at=-1,0,1,2").jacobian.conventions
    assert not parse("jacobian relu6 --at=1,2").jacobian.conventions


@pytest.mark.exhaustive(keep=0.037, thorough=0.15)
@pytest.mark.parametrize("look", ["", "--size 4 3", "--theme dark --size 12 9", "--no-caption"])
@pytest.mark.parametrize("numbers", [(1,), (1, 2), (0.001, 5, -12, 3), tuple(range(12)), tuple(range(-7, 7))], ids=str)
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp", "crelu", "glu", "relu"])
def test_no_text_of_a_jacobian_lies_over_another(name, numbers, look, drawn_texts):
    if name != "glu" or len(numbers) % 2 == 0:
        drawn_texts.check(parse(f"jacobian {name} --at={','.join(map(str, numbers))} {look}").draw())
