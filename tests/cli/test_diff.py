"""`actplot diff`: what it prints, its exit codes, its figures, and what it refuses."""

import json
import shlex

import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from actplot.calculus.written_names import upright
from actplot.cli import main
from actplot.gallery.statements.statements import differences_of, facts_of
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse_picture


def run(line: str):
    return CliRunner().invoke(main, ["diff", *shlex.split(line)], prog_name="actplot")


def test_the_text():
    result = run("gelu gelu_tanh")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "f = gelu, g = gelu_tanh, on [−10, 10]\n"
        "|f − g|         largest 0.0004732355207 at x ≈ ±2.698941386\n"
        "|f′ − g′|       largest 0.000868451835 at x ≈ ±2.01865576\n"
        "cross           at x ≈ ±1.88456957\n"
        "touch           at x = 0\n"
        "far out         f − g → 0 as x → ±∞, like −0.398942·exp(−0.5·x²)\n"
    )


@pytest.mark.exhaustive(keep=0.2, thorough=0.36)
@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("relu relu", ("equal           both are relu", "f − g is 0 as x → ±∞")),
        ("torch:GELU keras:gelu", ("equal           both are gelu",)),
        ("silu 'x/(1+exp(-x))'", ("equal           to 40 digits at every point that was compared",)),
        ("'log(x^2)' '2*log(x)'", ("where both are defined", "only f has values between −10 and 0")),
        ("relu gelu", ("largest 0.5 approached at x = 0 from both sides",)),
        ("'log(x)' 'sqrt(x)'", ("unbounded beside x = 0 from the right", "neither f nor g is defined as x → −∞")),
        ("'1/x' '1/(x-1)'", ("unbounded beside x = 0, 1 from both sides", "only g has values at x = 0")),
        ("'sign(x)' tanh", ("cross in jumps  at x = 0",)),
        ("'sin(50*x)' '0*x'", ("the nearest to 0 of 318", "the nearest to 0 of 319")),
        ("'clip(x,-1,1)' x", ("on [−10, −1], [1, 10]", "equal           on [−1, 1]")),
        ("'sin(1/x)' x", ("it has no limit beside x = 0", "again and again towards x = 0")),
        ("'log(x)' 'sqrt(-x)'", ("no common values",)),
        ("'z^2' '2*z' --var z", ("at z = 0, 2", "as z → ±∞, like z²")),
        ("'a*x' x --param a=2 --range 0 3", ("f = a*x (a = 2), g = x, on [0, 3]", "largest 3 at x = 3")),
        ("huber mse", ("at r = ±10",)),
    ],
)
def test_what_is_told(line, lines):
    result = run(line)
    assert result.exit_code == 0
    assert not [part for part in lines if part not in result.stdout], result.stdout


def test_json():
    found = json.loads(run("gelu gelu_tanh --json").stdout)
    assert (found["first"], found["second"], found["range"], found["equal"]) == ("gelu", "gelu_tanh", [-10, 10], False)
    assert found["value"]["difference"] == pytest.approx(4.73235520687e-4, rel=1e-11)
    assert found["value"]["at"] == pytest.approx([-2.6989413863773, 2.6989413863773], abs=1e-12)
    assert [one["how"] for one in found["meetings"]] == ["cross", "touch", "cross"]
    assert found["tails"]["inf"] == {
        **{"course": "tends", "limit": 0, "order": "−0.398942·exp(−0.5·x²)", "equal": False},
        **{"first_defined": True, "second_defined": True},
    }
    poles = json.loads(run("'1/x' '1/(x-1)' --json").stdout)
    assert poles["value"]["difference"] == "inf"
    assert poles["not_both_defined"][0] == {"from": 0, "to": 0, "first": False, "second": True}


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("gelu gelu_tanh --tolerance 1e-3", 0, ""),
        ("gelu gelu_tanh --tolerance 4.733e-4", 0, ""),
        ("gelu gelu_tanh --tolerance 4.732e-4", 1, "|f − g| is up to 0.000473236, more than 0.0004732\n"),
        ("gelu gelu_tanh --tolerance 6e-4 --order 1", 1, "|f′ − g′| is up to 0.000868452, more than 0.0006\n"),
        ("gelu gelu_tanh --tolerance 1e-3 --order 1", 0, ""),
        ("gelu gelu_tanh --tolerance 1e-3 --json", 0, ""),
        ("silu 'x/(1+exp(-x))' --tolerance 0 --order 1", 0, ""),
        ("x x+1 --tolerance 1", 0, ""),
        ("'1/x' 0*x --tolerance 1e300", 1, "|f − g| is unbounded, more than 1e+300\n"),
        ("'log(x^2)' '2*log(x)' --tolerance 1", 1, "only f has values between −10 and 0\n"),
        ("'log(x)' 'sqrt(-x)' --tolerance 1", 1, "|f − g| has no values: the two have none in common on the range\n"),
    ],
)
def test_a_tolerance_makes_it_a_check(line, code, said):
    result = run(line)
    assert result.exit_code == code
    assert result.stderr.startswith(said) if said else not result.stderr


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", ("at least one function",)),
        ("relu", ("two functions, such as gelu gelu_tanh, and got 1: relu",)),
        ("relu elu gelu", ("two functions", "got 3: relu, elu, gelu")),
        ("softmax relu", ("softmax is a function of a whole vector",)),
        ("mse relu", ("mse is a function of residual, relu of x",)),
        ("relu elu --range 5 -5", ("LO must be below HI",)),
        ("relu elu --range 1 1", ("LO must be below HI",)),
        ("relu elu --range -inf inf", ("finite numbers",)),
        ("relu elu --range -1e301 1e301", ("from -1e+300 to 1e+300",)),
        ("relu elu --tolerance -1", ("--tolerance must be a number from 0 to 1e+300, got -1",)),
        ("relu elu --tolerance nan", ("--tolerance",)),
        ("relu elu --tolerance inf", ("--tolerance",)),
        ("relu elu --tolerance small", ("--tolerance", "'small'")),
        ("relu elu --order 1", ("--order has no meaning without --tolerance",)),
        ("relu elu --tolerance 1 --order 2", ("'2' is not one of '0', '1'",)),
        ("relu elu --theme dark", ("--theme has no meaning without -o, which draws",)),
        ("relu elu --format png", ("--format has no meaning without -o",)),
        ("relu elu -o x.bmp", ("suffix .bmp is unknown",)),
        ("relu elu --json -o - --format png", ("--json", "standard output")),
        ("relu elu --mark kinks", ("No such option",)),
    ],
)
def test_what_is_refused(line, parts):
    result = run(line)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not [part for part in parts if part not in result.stderr], result.stderr


def test_a_file_that_fails_for_some_numbers(tmp_path):
    path = tmp_path / "own.py"
    path.write_text("import math\ndef positive(x): return math.log(x)\n", encoding="utf-8")
    result = run(f"{path}:positive 'sqrt(x)'")
    assert result.exit_code == 0
    assert "|f − g|         unbounded beside x = 0 from the right\n" in result.stdout
    assert "neither has values between −10 and 0\n" in result.stdout


# Figures

LINE = "diff gelu gelu_tanh --theme dark --title Twice --range -4 4 --size 6 5 --dpi 60 --axes origin --no-legend"


@pytest.mark.exhaustive(keep=0.2, thorough=0.5)
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_figure_tells_its_line(form, tmp_path):
    path = tmp_path / f"a.{form}"
    result = run(f"{LINE.removeprefix('diff ')} -o {path}")
    assert result.exit_code == 0
    assert "largest 0.0004732355207" in result.stdout
    recipe = CliRunner().invoke(main, ["recipe", str(path)]).stdout
    assert recipe == f"actplot {line_of(parse_picture(LINE))}\n"


def test_an_image_alone_goes_to_standard_output():
    result = run("relu gelu -o - --format png")
    assert result.stdout_bytes.startswith(b"\x89PNG")
    assert b"largest 0.17 at" not in result.stdout_bytes


def drawn(line: str) -> Figure:
    figure = parse_picture(line).draw()
    FigureCanvasAgg(figure).draw()
    return figure


def test_functions_stand_above_their_difference():
    above, below = drawn("diff gelu gelu_tanh").axes
    assert above.get_position().y0 > below.get_position().y1
    assert above.get_xlim() == below.get_xlim() == (-10, 10)
    assert below.get_title(loc="left") == "GELU − GELU (tanh), ×10⁻⁴"
    texts = [text.get_text() for text in below.texts]
    assert {"(−2.699, −4.732)", "(2.699, −4.732)", "largest difference 0.0004732 at x ≈ ±2.699"} <= set(texts)
    (band,) = below.collections
    assert band.get_paths()[0].get_extents().ymin == pytest.approx(-4.732, abs=1e-3)


@pytest.mark.exhaustive(keep=0.14, thorough=0.6)
@pytest.mark.parametrize(
    ("line", "title", "note"),
    [
        ("diff relu gelu", "ReLU − GELU", "largest difference 0.17 at x ≈ ±0.7518"),
        ("diff relu relu", "ReLU − ReLU", "the same function"),
        ("diff silu 'x/(1+exp(-x))'", "SiLU − x/(1 + e⁻ˣ)", "equal to 40 digits"),
        ("diff x 'x+1e-12*sin(x)'", "x − (x + 10⁻¹² sin(x)), ×10⁻¹²", "largest difference 1e−12, at 6 places"),
        ("diff 'exp(x)' x", "eˣ − x, ×10⁴", "largest difference 22016.5 at x = 10"),
        ("diff '1/x' '1/(x-1)'", "1/x − 1/(x − 1)", "unbounded at x = 0, 1"),
    ],
)
def test_headings_state_the_scale_and_notes_the_largest(line, title, note):
    below = drawn(line).axes[1]
    assert upright(below.get_title(loc="left")).replace("\u2009", " ") == title
    assert note in [text.get_text() for text in below.texts]


def test_equal_functions_are_a_flat_line():
    (line,) = [line for line in drawn("diff silu 'x/(1+exp(-x))'").axes[1].lines if len(line.get_xdata()) > 100]
    assert set(line.get_ydata()) == {0.0}


def test_poles_do_not_flatten_the_difference():
    low, high = drawn("diff '1/x' '1/(x-1)'").axes[1].get_ylim()
    assert -20 < low < 0 < 4 < high < 20  # its least value between them is 4


def test_a_difference_is_seen_where_one_is_defined():
    assert drawn("diff nll brier").axes[0].get_xlim() == (0, 1)


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize(
    "line",
    [
        *("diff relu gelu", "diff gelu gelu_tanh --size 4 3.2", "diff gelu gelu_tanh --size 8 4.5"),
        *("diff 'sign(x)' tanh", "diff 'sin(x)' 'cos(x)'"),
    ],
)
def test_texts_do_not_overlap(line):
    figure = drawn(line)
    boxes = [text.get_window_extent() for axes in figure.axes for text in axes.texts if text.get_text()]
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])


def test_a_gallery_compares_them():
    facts = [facts_of(parse_picture(line)) for line in ("diff gelu gelu_tanh", "diff gelu gelu_tanh --theme dark")]
    assert differences_of(*facts) == []
    assert differences_of(facts[0], facts_of(parse_picture("diff gelu quick_gelu")))


def test_the_usual_range_is_not_part_of_the_line():
    assert line_of(parse_picture("diff relu gelu --range -10 10")) == "diff relu gelu"
    assert line_of(parse_picture("diff relu relu")) == "diff relu relu"
