"""What may be asked of every command: to be quiet, to show its file, to write over none, and colours."""

import io
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.cli.terminal import coloured, has_colours

RED, GREEN, MAGENTA, CYAN = (f"\033[{number}m" for number in (31, 32, 35, 36))


def run(line: str, **environment: str):
    return CliRunner(env=environment).invoke(main, line.split(), prog_name="actplot", color=True)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


WRITING = (
    "compare relu -o a.svg",
    "jacobian softmax --at 1,2 -o a.svg",
    "derive tanh -o a.tex",
    "explore elu -o a.html",
)


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("line", [*WRITING, "eval relu --at 1 -o a.csv", "gallery new a.toml"])
def test_quiet_says_nothing(line):
    loud = run(line)
    assert loud.stdout.startswith("wrote a.")
    Path(line.split()[-1]).unlink()
    quiet = run(f"{line} -q")
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert Path(line.split()[-1]).exists()


def test_quiet_commands_still_answer():
    assert run("list relu -q").stdout == run("list relu").stdout
    assert "unknown function" in run("show relo --quiet").stderr


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("line", WRITING)
def test_a_file_that_is_there_stays(line):
    file = Path(line.split()[-1])
    file.write_text("mine", encoding="utf-8")
    result = run(f"{line} --no-clobber")
    assert result.exit_code == 1
    assert f"'{file}' exists, and --no-clobber keeps it" in result.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    file.unlink()
    assert run(f"{line} --no-clobber").exit_code == 0


@pytest.mark.parametrize(
    ("line", "there", "made"),
    [
        ("plot relu gelu", "plot-gelu.png", "plot-relu.png"),
        ("derive tanh --blank rules -o sheet.tex --key key.tex", "key.tex", "sheet.tex"),
        ("derive tanh --frames ./", "03.png", "01.png"),
        ("grid --kind loss --size 4 4 -o a.png", "a-2.png", "a-1.png"),
    ],
)
def test_of_several_files_none_is_written_where_one_is_there(line, there, made):
    Path(there).touch()
    result = run(f"{line} --no-clobber")
    assert result.exit_code == 1
    assert f"'{there}' exists" in result.stderr
    assert not Path(made).exists()


@pytest.mark.parametrize("line", WRITING)
def test_what_is_written_is_shown(line, monkeypatch):
    seen = []
    monkeypatch.setattr(click, "launch", lambda name: seen.append((name, Path(name).exists())) or 0)
    assert run(f"{line} --open").exit_code == 0
    assert seen == [(line.split()[-1], True)]
    refused = run(f"{line.rpartition(' ')[0]} - --open")
    assert refused.exit_code == 2
    assert "--open shows a file, and -o - writes none" in refused.stderr


@pytest.mark.parametrize("line", ["derive tanh", "eval relu --at 1", "diff relu elu", "compare relu --json"])
def test_nothing_to_show(line):
    result = run(f"{line} --open")
    assert result.exit_code == 0
    assert result.stderr.endswith("warning: --open: nothing was written that could be shown. Name a file with -o.\n")


def test_nobody_to_show_it(monkeypatch):
    monkeypatch.setattr(click, "launch", lambda _: 1)
    result = run("compare relu --open")
    assert result.exit_code == 0
    assert "no viewer could be started for 'compare-relu.png'" in result.stderr


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("check square", f"{GREEN}1 function checked, all agree"),
        ("show relo", f"{RED}Error: unknown function 'relo'"),
        ("show relu", f"x = 0: {MAGENTA}kink"),
        ("show relu", f"{CYAN}activation · rectified"),
        ("list relu", f"{CYAN}activation · rectified"),
        ("gallery check none.toml", f"{RED}Error: "),
        ("identify 2*sigmoid(x)", f"{GREEN}2*sigmoid(x): this is sigmoid up to scale and shift: 2*sigmoid(x)\033[0m"),
        ("identify x*sin(x)", f"{MAGENTA}x*sin(x): no function of the catalogue\033[0m"),
        ("diff gelu silu --tolerance 0.1", f"{RED}|f − g| is up to 0.193002, more than 0.1\033[0m"),
    ],
)
def test_colours(line, shown):
    plain, forced = run(line, FORCE_COLOR=""), run(line, FORCE_COLOR="1")
    assert shown in forced.output
    assert "\033" not in plain.output
    assert re.sub(r"\033\[\d*m", "", forced.output) == plain.output
    assert run(line, FORCE_COLOR="1", NO_COLOR="1").output == plain.output
    assert "\033" not in run(f"{line} --json", FORCE_COLOR="1").stdout


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("name", "has"), [("xterm", True), ("dumb", False)])
def test_a_terminal_has_colours(name, has, monkeypatch):
    monkeypatch.setenv("TERM", name)
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    assert has_colours(Terminal()) == has
    assert not has_colours(io.StringIO())
    assert (coloured("wrong: f", Terminal()) == f"{RED}wrong: f\033[0m") == has


@pytest.mark.parametrize("line", ["2 images: 1 same, 1 missing; 1 fails", "a.png: missing", "failed a: why"])
def test_a_gallery_that_fails_is_red(line, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured(f"{line}\n", io.StringIO()) == f"{RED}{line}\033[0m\n"
