"""Whatever a user types wrong is answered by one message, the usage line and exit code 2."""

import importlib.metadata
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import COMMANDS, main

MANY = " ".join(f"prelu:{slope}" for slope in range(300))
BYTES = "\udcff\udcfe"


def run(line: list[str]):
    return CliRunner().invoke(main, line, prog_name="actplot")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("comapre relu", ("unknown command 'comapre'", "Did you mean 'compare'?")),
        ("x" * 10_000, ("unknown command", "…")),
        (BYTES, ("unknown command '\\udcff\\udcfe'",)),
        ("show relu -o x", ("No such option", "-o")),
        ("check relu -j 3", ("No such option '-j'.",)),
        ("show -a", ("No such option '-a'.",)),
        ("--verison", ("No such option", "--version")),
        ("compare", ("at least one function",)),
        ("compare rleu", ("unknown function 'rleu'", "'relu'", "actplot list")),
        (f"compare {'x' * 10_000}", ("unknown function", "…")),
        (f"compare {BYTES}", ("unexpected character '\\udcff'",)),
        ("compare elu:alpha=nan", ("alpha must be", "got nan")),
        ("compare elu:alpha=inf", ("alpha must be", "got inf")),
        ("compare elu:1/0", ("divides by zero",)),
        ("compare elu:", ("lacks a value",)),
        ("compare elu:slope=1", ("no parameter 'slope'", "alpha")),
        ("compare sigmoid mse", ("sigmoid is a function of x, mse of residual",)),
        (f"compare {MANY} mse", ("prelu:0 is a function of x, mse of residual",)),
        ("compare relu --points 0", ("--points", "2 to 100000", "got 0")),
        ("compare relu --points -5", ("--points", "got -5")),
        ("compare relu --points many", ("--points", "'many'")),
        ("compare relu --range 5 -5", ("LO must be below HI", "got 5 -5")),
        ("compare relu --range 1 1", ("LO must be below HI",)),
        ("compare relu --range -inf inf", ("finite numbers",)),
        ("compare relu --range nan 1", ("finite numbers",)),
        ("compare relu --range 0 1e400", ("finite numbers",)),
        ("compare relu --range 1", ("--range", "requires 2 arguments")),
        ("compare relu --size 0 0", ("--size", "1 to 100")),
        ("compare relu --size 1e6 1e6", ("--size", "1 to 100")),
        ("compare relu --size 100 100 --dpi 600", ("million pixels",)),
        ("compare relu --dpi 0", ("--dpi", "10 to 1200")),
        (f"compare relu --title {BYTES}", ("--title", "printable")),
        ("compare relu --theme drak", ("Did you mean 'dark'?",)),
        ("compare relu --mark", ("--mark", "requires an argument")),
        ("compare relu --order 2 --only value", ("--order 2",)),
        ("compare relu --rnage 0 1", ("No such option", "--range")),
        ("compare relu -o missing/x.png", ("no folder 'missing'",)),
        ("compare relu -o a-file/", ("'a-file' is no folder",)),
        (f"compare relu -o {'x' * 10_000}/x.png", ("no folder",)),
        ("compare relu -o x.bmp", ("suffix .bmp is unknown", ".png, .svg, .pdf")),
        ("compare relu --format png -o ", ("names no file",)),
        ("compare relu -o x", ("no suffix", ".png, .svg, .pdf")),
        ("compare relu -o x.png --format svg", ("contradict",)),
        ("compare relu -o -", ("--format png, svg, pdf",)),
        ("compare relu --format bmp", ("'bmp' is not one of",)),
        ("plot relu elu -o x.png", ("2 figures", "'x.png'", "-o FOLDER/")),
        ("plot relu elu -o - --format png", ("2 figures", "standard output", "-o FOLDER/")),
        ("plot relu elu -o a-file/inner/", ("'a-file' is no folder",)),
        ("eval relu", ("--at", "--range")),
        ("eval relu --at 1 --range 0 1", ("--at", "--range")),
        ("eval --at 1", ("at least one function",)),
        ("eval relu --at 1,x,3", ("number 2 is 'x'",)),
        (f"eval relu --at 1,{BYTES}", ("number 2 is '\\udcff\\udcfe'",)),
        ("eval relu --at ,", ("holds no numbers",)),
        ("eval relu --at 1 --num 3", ("--num belongs to --range",)),
        ("eval relu --range 1 0", ("LO must be below HI",)),
        ("eval relu --range 0 1 --num 0", ("--num", "1 to 1000000")),
        ("eval relu --range 0 1 --num 1e9", ("--num", "1 to 1000000")),
        ("eval relu --at 1 --order 3", ("--order: unknown '3'. Allowed: 0, 1, 2.",)),
        ("eval relu --at 1 --dtype float16", ("'float16' is not one of",)),
        ("eval relu --at 1 -o x.dat", (".txt, .csv, .json", "--format")),
        ("eval relu --at 1 -o x.csv --format json", ("contradict",)),
        ("eval relu --at 1 -o missing/x.csv", ("no folder 'missing'",)),
        ("show", ("give a function, such as sigmoid",)),
        ("show relu --json --format latex", ("--json", "contradict")),
        ("show relu --frameworks --format latex", ("--frameworks", "contradict")),
        ("show rleu", ("Did you mean 'relu'",)),
        ("list rleu", ("match 'rleu'", "'relu'")),
        ("list --kind los", ("'los' is not one of",)),
        ("help compair", ("unknown command 'compair'. Did you mean 'compare'?",)),
        ("help gallery chek", ("Did you mean 'check'?",)),
        ("help show it", ("unknown command 'it'",)),
        ("completion tcsh", ("'tcsh' is not one of",)),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_wrong_usage(line, parts, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    result = run(line.split(" "))
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("Usage: actplot")
    assert all(part in result.stderr for part in parts), result.stderr
    assert result.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize("command", list(COMMANDS))
def test_help(command):
    result = run([command, "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: actplot {command}")
    assert run([command, "-h"]).stdout == result.stdout


LONG = ["  actplot site pages"]  # pages of the whole catalogue
EXAMPLES = [
    line.strip()
    for name in sorted({*COMMANDS} - {"gallery", "recipe"})  # which need files of their own
    for line in run([name, "--help"]).stdout.partition("\nExamples:\n")[2].splitlines()
    if line.startswith("  actplot ") and "--all" not in line and line not in LONG
]
CODE = """
import numpy as np

def act(x):
    return x * np.tanh(np.logaddexp(0, x))

def dact(x):
    inner = np.tanh(np.logaddexp(0, x))
    return inner + x * (1 - inner**2) / (1 + np.exp(-x))
"""


@pytest.mark.exhaustive(keep=0.09)
@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_of_help_work(line, tmp_path, monkeypatch):
    works(line, tmp_path, monkeypatch)


@pytest.mark.exhaustive(keep=0, thorough=1)
@pytest.mark.parametrize("line", LONG)
def test_long_examples_of_help_work(line, tmp_path, monkeypatch):
    assert line in run([line.split()[1], "--help"]).stdout
    works(line, tmp_path, monkeypatch)


def works(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(CODE, encoding="utf-8")
    Path("pictures").mkdir()
    result = run(shlex.split(line)[1:])
    assert result.exit_code == 0, result.output


def test_the_group():
    assert run(["--version"]).stdout == "actplot 0.1.0\n"
    assert "compare     Draw functions" in run(["--help"]).stdout


@pytest.mark.parametrize("group", [(), ("gallery",)])
def test_a_group_alone_shows_its_help(group):
    alone = run([*group])
    assert (alone.exit_code, alone.stderr) == (0, "")
    assert alone.stdout == run([*group, "--help"]).stdout == run(["help", *group]).stdout


def test_help_is_grouped_and_says_what_ends_mean():
    text = run(["--help"]).stdout
    assert re.findall(r"^(\w+):$", text, re.MULTILINE) == [
        "Options",
        "Draw",
        "Know",
        "Check",
        "Publish",
        "Help",
        "More",
    ]
    assert "Exit codes" in text
    assert "The manual" in text


@pytest.mark.parametrize("command", [*COMMANDS, "gallery new", "gallery build", "gallery check"])
def test_help_of_a_command(command):
    text = run(["help", *command.split()]).stdout
    assert text == run([*command.split(), "--help"]).stdout
    assert f"\nExamples:\n  actplot {command}" in text


def test_versions_that_bytes_depend_on():
    lines = run(["-V"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["actplot", "python", "numpy", "matplotlib"]
    assert lines[2:] == [f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "matplotlib")]
