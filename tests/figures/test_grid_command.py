"""`grid`: functions that are named or chosen stand in cells that can be read, on as many pages as they need."""

import json
from itertools import groupby

import numpy as np
import pytest
from pages import sheet_of

from actplot.cli import main
from actplot.errors import BadOption, UnknownName
from actplot.figures.page.gridded import FEW, MOST, Rows, most_cells
from actplot.requests.command_line import line_of
from actplot.requests.figures.grid import GridRequest
from actplot.requests.reading import parse
from actplot.spec.specs import get

SIX = "grid sigmoid tanh relu leaky_relu:0.1 elu swish"
MIXED = "grid sigmoid hinge binary_cross_entropy mse"
NINE = "grid sigmoid tanh relu gelu elu silu mish selu softplus"
MANY = "grid " + " ".join(f"elu:{number / 1000}" for number in range(1, 179))


def drawn(line):
    return parse(line).draw()


@pytest.mark.exhaustive(keep=0.08, thorough=0.15)
@pytest.mark.parametrize(
    "line",
    [
        *(SIX, f"{SIX} --across 2 --theme dark", f"{SIX} --axes origin", f"{SIX} --order 2 --for slide"),
        f"{SIX} --only derivative --ylabel-derivative slope --size 400px 300px --page 2",
        *(f"{SIX} --range -0.001 0.001", MIXED, f"{MIXED} --size 400px 300px", f"{MIXED} --for slide --theme dark"),
        *(f"{MIXED} --range -1e6 1e6", f"{MIXED} --paper icml", f"{NINE} --scales own", f"{NINE} --paper ieee"),
        *(f"{NINE} --scales own --style classic", f"{NINE} --size 5 9", "grid relu", "grid mse mae --ylim -1e9 1e9"),
        *("grid --kind loss", "grid --kind loss --for slide --page 2", "grid --kind activation --size 10 8"),
        *("grid --framework torch --for web", "grid --kind activation --scales own --paper neurips --page 4"),
        "grid 'x*tanh(log(1+exp(x)))' 'x+100' tanh relu",
    ],
)  # fmt: skip
def test_all_that_is_written_can_be_read(line):
    request = parse(line)
    sheet = sheet_of(request.draw())
    sheet.check_texts()
    assert {panel.title for panel in request.content().panels} <= {ink.text.replace("\n", " ") for ink in sheet.inks}


@pytest.mark.exhaustive(keep=0, thorough=0.5)
def test_a_page_holds_two_hundred_cells_with_letters_of_the_usual_size():
    figure = drawn(f"{MANY} --only value --points 2")
    assert len(figure.axes) == 178
    assert {axes.title.get_fontsize() for axes in figure.axes} == {drawn(SIX).axes[0].title.get_fontsize()}


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (6, 3), (9, 3), (20, 5), (100, 12), (178, 15)])
def test_rows_are_filled(count, columns):
    assert Rows(parse(SIX).look, count).columns == columns


def test_each_cell_shows_a_function_and_its_derivative():
    panels = parse(f"{SIX} --points 64").content().panels
    assert [panel.title for panel in panels][3:] == ["leaky ReLU, 𝑎 = 0.1", "ELU", "SiLU"]
    for panel, name in zip(panels, ("sigmoid", "tanh", "relu", "leaky_relu:0.1", "elu", "silu"), strict=True):
        function = get(name)
        for trace, truth in zip(panel.traces, (function.value, function.derivative), strict=True):
            for x, y in trace.curve.pieces:
                inner = slice(1, -1)  # a piece ends in the limit, which no value need be
                np.testing.assert_allclose(y[inner], truth(x[inner]), rtol=1e-12, atol=1e-12)


def test_cells_of_one_variable_share_their_axes():
    figure = drawn(MIXED)
    limits = [(axes.get_xlim(), axes.get_ylim()) for axes in drawn(f"{MIXED} perceptron huber").axes]
    assert limits[1] == limits[4]
    assert limits[3] == limits[5]
    assert len({axes.get_xlabel() for axes in figure.axes}) == 4


def test_cells_with_axes_of_their_own_have_those_of_plot():
    for axes, name in zip(
        drawn("grid sigmoid square huber --scales own").axes, ("sigmoid", "square", "huber"), strict=True
    ):
        alone = drawn(f"plot {name} --mark none").axes[0]
        assert (axes.get_xlim(), axes.get_ylim()) == (alone.get_xlim(), alone.get_ylim())


def test_losses_over_one_variable_share_all_axes():
    figure = drawn("grid hinge binary_cross_entropy mse --over margin")
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in figure.axes}) == 1
    low, high = figure.axes[0].get_xlim()
    told = "".join(text.get_text() for text in figure.texts)
    assert f"as functions of the margin, 𝑝 = 𝜎(𝑚), 𝑟 = 𝑚 − 1; 𝑚 from −{-low:g} to {high:g}" in told


@pytest.mark.parametrize("others", ["exp", "cube 1/x", "'x + 1000'"])
def test_few_that_grow_do_not_flatten_the_others(others):
    low, high = drawn(f"{NINE} {others}").axes[0].get_ylim()
    assert high - low < 10


def test_a_curve_out_of_view_is_told_beside_the_name_of_its_function(capsys):
    request = parse(f"{NINE} 'x + 1000'")
    assert any(said.startswith("x + 1000 lies outside of its panel: 995 to ") for said in request.messages())
    assert "above" in " ".join(text.get_text() for text in request.draw().axes[-1].texts)


# What is chosen


def chosen(line):
    return [str(function) for function in parse(line).functions]


def test_a_choice_stands_behind_what_is_named_and_names_each_once():
    assert chosen("grid tanh relu --family rectified")[:3] == ["tanh", "relu", "leaky_relu"]
    assert chosen("grid --family rectified").count("relu") == 1
    assert chosen("grid relu relu Relu") == ["relu"]


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize(
    "words", ["--family margins", "--framework flax", "--where odd,bounded", "--kind loss --where convex"]
)
def test_a_choice_is_that_of_the_table(words, run):
    rows = json.loads(run(f"table {words} --columns kind --format json").stdout)
    names = [row["function"] for row in rows if row["kind"] in ("activation", "loss")]
    assert sorted(chosen(f"grid {words}")) == sorted(names)


def test_losses_of_one_variable_stand_beside_each_other():
    variables = [function.variable for function in parse("grid --kind loss").functions]
    assert len(list(groupby(variables))) == len({*variables})


def test_the_line_names_what_was_chosen():
    request = parse("grid --family steps --scales own")
    assert line_of(request) == "grid sign step --scales own"
    assert parse(line_of(request)) == request


def test_the_file_is_named_by_the_choice(run):
    assert (
        run("grid tanh --family steps --where odd --points 2").output == "wrote grid-tanh-where-odd-family-steps.png\n"
    )


def test_what_is_no_function_of_one_variable_is_left_out_and_said():
    (said, *_) = parse("grid --framework flax").messages()
    assert said.startswith("note: 6 of those chosen are no functions of one variable and left out: dropout, glu, ")


@pytest.mark.exhaustive(keep=0.72, thorough=1)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", r"name functions, or choose them with --where, --kind, --family or --framework\."),
        ("--family rectfied", r"no family is called 'rectfied'\. Did you mean 'rectified'"),
        ("--kind loss --family rectified", "no family of kind 'loss' is called 'rectified'"),
        ("--framework torhc", r"'torhc'\. Did you mean 'torch'\?"),
        ("--where od", r"unknown trait 'od'\. Did you mean 'odd'\?"),
        ("--where convex --family steps", "no function is chosen by --where convex --family steps"),
        ("--kind vector-function", "no function of one variable is chosen by --kind 'vector function', but bilinear, "),
        ("--kind los", r"Did you mean 'loss'\?"),
        ("relu softmax", "grid: softmax is a function of a whole vector"),
        ("relu --across 0", "--across must be a whole number from 1 to 20, got 0"),
        ("relu --page 2", "--page 2: all cells have room on one"),
        (f"{NINE[5:]} --size 2.6 2 --page 9", "--page 9: there are 3"),
        (f"{NINE[5:]} --scales mine", "--scales"),
        (f"{NINE[5:]} --formula", "no option '--formula'"),
        ("relu --mark none", "nothing is marked unasked"),
        ("relu --ylim-derivative 0 1", "without a panel of derivatives alone"),
        (" ".join(f"elu:{number}" for number in range(2, 1003)), "1001 functions are too many, allowed are 1000"),
    ],
)
def test_what_cannot_be_asked_is_told(words, said):
    with pytest.raises((BadOption, UnknownName), match=said):
        parse(f"grid {words}")


def test_one_function_is_a_cell_and_a_hint():
    assert "'actplot plot relu' draws it larger" in parse("grid relu").messages()[-1]


# Pages


@pytest.fixture
def run(tmp_path, monkeypatch):
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    return lambda line: CliRunner().invoke(main, line.split())


def test_what_has_no_room_goes_to_further_pages(run, tmp_path):
    result = run(f"{NINE} --size 2.6 2 --points 9 -o many.png")
    assert result.output == "wrote many-1.png\nwrote many-2.png\nwrote many-3.png\n"
    recipe = run("recipe many-3.png").output
    assert recipe.strip() == f"actplot {NINE} --points 9 --size 2.6 2 --page 3"
    run(f"{recipe.removeprefix('actplot ').strip()} -o again.png")
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "many-3.png").read_bytes()


def test_pages_do_not_fit_standard_output(run):
    result = run(f"{NINE} --size 2.6 2 -o - --format png")
    assert result.exit_code == 2
    assert "3 pages do not fit standard output. Name a file with -o, or choose one: --page 1." in result.output


def test_pages_hold_all_cells_in_order_and_share_axes():
    pages = parse(f"{NINE} cube --size 2.6 2").split()
    contents = [page.content() for page in pages]
    whole = parse(f"{NINE} cube").content()
    assert [panel.title for one in contents for panel in one.panels] == [panel.title for panel in whole.panels]
    assert {cell.limits for one in contents for cell in one.cells} == {cell.limits for cell in whole.cells}
    assert contents[0].look.title == "Ten activations and their derivatives (1 of 3)"


def test_a_description_of_a_page_says_which_it_is():
    page = parse(f"{NINE} --size 2.6 2 --page 2")
    assert page.alt.startswith(
        "Nine activations and their derivatives (2 of 3), each in a cell, for x from −5 to 5. GELU"
    )


def test_python_chooses_a_page_too():
    request = GridRequest(tuple(NINE.split()[1:]), size=(2.6, 2.0))
    with pytest.raises(BadOption, match=r"9 cells fill 3 pages\. Choose one with --page 1\."):
        request.draw()


def test_a_page_of_any_size_holds_few_cells_and_one_without_holds_many():
    look = parse(NINE).look
    assert most_cells(look, None, apart=False) == MOST
    assert most_cells(parse(f"{NINE} --size 1 1").look, None, apart=False) == FEW


# In words


def test_a_description_of_many_cells_stays_short():
    text = parse("grid --kind activation --points 16").alt
    assert text.startswith(
        "79 activations and their derivatives, each in a cell, for x from −5 to 5. 79 cells, row by row: "
    )
    assert text.endswith(" more.")
    assert len(text) < 600


def test_a_caption_tells_the_range_where_all_have_one():
    captions = [parse(line).content().look.caption for line in (SIX, "grid hinge tanh", f"{NINE} square --scales own")]
    ranges = [caption.partition(";")[0] for caption in captions]
    assert ranges == ["𝑥 from −5 to 5", "𝑚 from −5 to 5, 𝑥 from −5 to 5", "each over a range of its own"]
