"""`--json` gives one JSON value on standard output, of every command that answers."""

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import COMMANDS, main

LINES = {
    "show": "show relu",
    "list": "list relu",
    "table": "table relu gelu",
    "eval": "eval relu --at 1",
    "derive": "derive sigmoid",
    "identify": "identify 2*x",
    "check": "check relu",
    "diff": "diff relu gelu",
    "propagate": "propagate relu --layers 3",
    "surface": "surface mse --data line --descend",
    "jacobian": "jacobian softmax --at 1,2",
    "recipe": "recipe relu.png",
    "gallery": "gallery check",
    "gallery page": "gallery page",
    "site": "site pages --only square",
    "compare": "compare relu gelu",
    "plot": "plot relu square",
    "sweep": "sweep elu:alpha=0.5,1",
    "grid": "grid relu elu",
    "landscape": "landscape step",
    "explore": "explore 'x*sigmoid(b*x)'",
}
ANSWER_NOTHING = {"completion", "help"}


def run(line: str):
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


def test_every_command_that_answers_is_known_here():
    assert {*COMMANDS} - ANSWER_NOTHING == {name.split()[0] for name in LINES}


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_one_value(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("gallery.toml").write_text("[[figure]]\ncommand = 'compare relu'\n", encoding="utf-8")
    if "recipe" in line:
        assert run("compare relu -o relu.png").exit_code == 0
    result = run(f"{line} --json")
    assert json.loads(result.stdout, parse_constant=pytest.fail)


@pytest.mark.parametrize("command", ["eval relu --at 1", "jacobian softmax --at 1,2", "table relu"])
def test_the_older_spelling_gives_the_same(command):
    assert run(f"{command} --json").stdout == run(f"{command} --format json").stdout


@pytest.mark.parametrize("command", ["eval relu --at 1", "jacobian softmax --at 1,2", "table relu", "derive sigmoid"])
def test_another_format_contradicts(command):
    form = "latex" if command[0] in "dt" else "csv"
    result = run(f"{command} --json --format {form}")
    assert result.exit_code == 2
    assert f"--json and --format {form} contradict each other" in result.stderr


def test_steps_are_data():
    told = json.loads(run("derive softmax --json --steps 2").stdout)
    assert told["function"] == "softmax"
    assert any(line["rule"] for line in json.loads(run("derive sigmoid --json").stdout)["lines"])
    assert all({"left", "right", "latex", "digits"} <= line.keys() for line in told["lines"])


def test_numbers_of_a_surface():
    told = json.loads(run("surface mse --data line --descend --json").stdout)
    (first, second), loss = told["axes"], told["loss"]
    assert (len(loss), len(loss[0])) == (len(second["values"]), len(first["values"]))
    least = min(map(min, loss))
    assert told["lowest"]["loss"] <= least
    (path,) = told["descents"]
    assert len(path["places"]) == len(path["losses"])
    assert path["losses"][-1] < path["losses"][0]


def test_an_image_without_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.png").write_bytes(b"no image")
    assert run("compare relu -o b.png").exit_code == 0
    result = run("recipe a.png b.png --json")
    first, second = json.loads(result.stdout)
    assert result.exit_code == 1
    assert first["command"] is None
    assert first["error"] in result.stderr
    assert second == {"image": "b.png", "command": "actplot compare relu"}


def test_figures_say_what_they_show(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run("compare relu gelu --range -3 3 --json")
    assert json.loads(told.stdout) == actplot.compare("relu", "gelu", range=(-3, 3)).facts
    assert not list(tmp_path.iterdir())
    drawn = run("plot relu square --json -o pictures/")
    assert json.loads(drawn.stdout) == [one.facts for one in actplot.plot("relu", "square").split()]
    assert drawn.stderr == "wrote pictures/plot-relu.png\nwrote pictures/plot-square.png\n"


def test_a_page_says_what_its_reader_may_move(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run("explore elu:0.5 --json -o page.html")
    (slider,) = json.loads(told.stdout)["sliders"]
    assert (slider["name"], slider["value"]) == ("alpha", 0.5)
    assert told.stderr == "wrote page.html\n"


@pytest.mark.parametrize("command", ["build", "check", "page"])
def test_errors_of_a_gallery(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(f"gallery {command} none.toml --json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"] in result.stderr
