"""Figures go where `-o` and `--format` say, whole or not at all."""

import shlex

import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from actplot import files as whole
from actplot.cli import main
from actplot.requests.command_line import line_of
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.figures.plot import PlotRequest
from actplot.requests.reading import parse

STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.fixture(autouse=True)
def small_figures(monkeypatch, tmp_path):
    """An empty figure per request, in an empty folder: what is drawn does not matter here."""
    monkeypatch.chdir(tmp_path)
    for cls in (CompareRequest, PlotRequest):
        monkeypatch.setattr(cls, "draw", lambda self: Figure(figsize=(3, 3)))


def run(line: str):
    return CliRunner().invoke(main, line.split(), prog_name="actplot")


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("compare sigmoid tanh relu", "compare-sigmoid-tanh-relu.png"),
        ("compare relu --format svg", "compare-relu.svg"),
        ("plot gelu", "plot-gelu.png"),
        ("plot gelu ReLU6 gelu -o x.pdf --only value", None),
        ("plot gelu GELU -o x.pdf", "x.pdf"),
        ("compare relu -o x.png", "x.png"),
        ("compare relu -o x.SVG", "x.SVG"),
        ("compare relu -o x.pdf --format pdf", "x.pdf"),
        ("compare relu -o x --format svg", "x"),
        ("compare relu -o .", "compare-relu.png"),
        ("compare elu:1/3", "compare-elu-0-3333333333333333.png"),
    ],
)
def test_one_figure(line, name, tmp_path):
    result = run(line)
    if name is None:
        assert result.exit_code == 2
        return
    assert result.exit_code == 0, result.output
    assert result.stdout == f"wrote {name}\n"
    assert result.stderr == ""
    assert files(tmp_path) == [name]


@pytest.mark.parametrize("form", STARTS)
def test_suffixes_choose_the_format(form, tmp_path):
    run(f"compare relu -o x.{form}")
    assert (tmp_path / f"x.{form}").read_bytes().startswith(STARTS[form])


@pytest.mark.parametrize("form", STARTS)
@pytest.mark.parametrize("command", ["compare", "plot"])
def test_standard_output_holds_the_image_alone(command, form, tmp_path):
    result = run(f"{command} relu -o - --format {form}")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(STARTS[form])
    assert b"wrote" not in result.stdout_bytes
    assert files(tmp_path) == []


def test_several_plots_in_a_folder(tmp_path):
    (tmp_path / "out").mkdir()
    result = run("plot sigmoid mse prelu:0.3 prelu:-0.3 -o out/ --format svg")
    assert result.exit_code == 0, result.output
    names = files(tmp_path / "out")
    assert len(names) == 4
    assert {"plot-sigmoid.svg", "plot-mse.svg"} < set(names)
    assert sorted(result.stdout.splitlines()) == [f"wrote out/{name}" for name in names]


def test_several_plots_in_the_current_folder(tmp_path):
    assert run("plot sigmoid tanh").exit_code == 0
    assert files(tmp_path) == ["plot-sigmoid.png", "plot-tanh.png"]


def test_300_functions(tmp_path):
    result = run("compare " + " ".join(f"prelu:{slope}" for slope in range(300)))
    assert result.exit_code == 0
    (name,) = files(tmp_path)
    assert len(name) <= 113


def test_an_existing_file_is_replaced(tmp_path):
    (tmp_path / "x.png").write_text("old")
    run("compare relu -o x.png")
    assert (tmp_path / "x.png").read_bytes().startswith(STARTS["png"])
    assert files(tmp_path) == ["x.png"]


def test_a_failed_write_exits_1_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, "replace", full)
    result = run("compare relu -o x.png")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot write ")
    assert result.stderr.endswith("x.png': No space left on device\n")
    assert files(tmp_path) == []


@pytest.mark.parametrize("moment", ["draw", "write"])
def test_an_interrupt_leaves_nothing(moment, tmp_path, monkeypatch):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    if moment == "draw":
        monkeypatch.setattr(CompareRequest, "draw", interrupt)
    else:
        monkeypatch.setattr(whole.os, "replace", interrupt)
    result = run("compare relu -o x.png")
    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"
    assert files(tmp_path) == []


def test_options_reach_the_request(monkeypatch):
    asked = []
    monkeypatch.setattr(CompareRequest, "draw", lambda self: asked.append(self) or Figure(figsize=(3, 3)))
    result = run("compare --range -10 10 relu --mark extrema,kinks --no-legend elu:2 --dpi 50 --order 2 --title=--x")
    assert result.exit_code == 0, result.output
    options = {"x_range": (-10, 10), "mark": ("kinks", "extrema"), "no_legend": True, "dpi": 50, "order": 2}
    assert asked == [CompareRequest(("relu", "elu:2"), title="--x", **options)]


@pytest.mark.parametrize(
    "line",
    [
        "compare sigmoid",
        "compare elu:2 relu --range -1 1 --ylim 0 1e+300 --points 7 --size 3 4.5 --dpi 99.5",
        "compare relu --title 'it'\"'\"'s --x' --xlabel '' --ylabel -y --axes origin --theme dark",
        "compare relu --style ggplot,my.mplstyle --derivative both --mark kinks,extrema --no-legend --order 2",
        "compare relu --only derivative",
    ],
)
def test_the_command_line_and_the_parser_agree(line, monkeypatch, tmp_path):
    (tmp_path / "my.mplstyle").write_text("", encoding="utf-8")
    asked = []
    monkeypatch.setattr(CompareRequest, "draw", lambda self: asked.append(self) or Figure(figsize=(3, 3)))
    result = CliRunner().invoke(main, shlex.split(line), prog_name="actplot")
    assert result.exit_code == 0, result.output
    assert asked == [parse(line)]
    assert line_of(asked[0]) == line


@pytest.mark.parametrize("place", ["figures/", "deep/er/figures/"])
def test_a_folder_with_a_slash_is_made_with_those_above_it(place, tmp_path):
    result = run(f"plot relu elu -o {place}")
    assert (result.exit_code, result.stdout) == (0, f"wrote {place}plot-relu.png\nwrote {place}plot-elu.png\n")
    assert files(tmp_path / place) == ["plot-elu.png", "plot-relu.png"]


def test_no_folder_is_made_for_what_is_refused(tmp_path):
    assert run("plot relu nosuchname -o figures/").exit_code == 2
    assert run("plot relu -o figures/relu.png").exit_code == 2
    assert files(tmp_path) == []
