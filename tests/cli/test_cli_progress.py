"""What a terminal shows while a command is at work, and that nothing else sees it."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from actplot.cli import bars, main
from actplot.progress import Progress, counted, watched


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(line, errors):
    """The exit code and standard output of a command whose standard error is given."""
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(errors), pytest.raises(SystemExit) as end:
        main(line, prog_name="actplot")
    return end.value.code, output.getvalue()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(bars, "PATIENCE", 0)
    monkeypatch.setattr(bars, "EVERY", 0.001)


COMMANDS = {
    "eval gelu --range -9 9 --num 20000 -o o.csv": "evaluating",
    "check relu": "checking",
    "check --accuracy relu": "measuring",
    "list --where odd,bounded": "looking at the catalogue",
    "list --framework torch --where odd": "looking at the catalogue",
    "show gelu": "looking at the function",
    "show relu --frameworks": "comparing with frameworks",
    "derive tanh": "deriving",
    "identify 2*x": "looking among known functions",
    "compare relu -o o.png": "drawing",
    "surface huber --data line --descend -o o.svg": "drawing",
    "gallery check": "comparing",
}


@pytest.mark.exhaustive(keep=0.1, thorough=1)
@pytest.mark.parametrize("line", COMMANDS)
def test_a_terminal_shows_a_bar_that_goes_away(line, impatient, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gallery.toml").write_text('[[figure]]\nname = "a"\ndraw = "compare relu"\n', encoding="utf-8")
    silent, shown = io.StringIO(), Terminal()
    plain, seen = run(line.split(), silent), run(line.split(), shown)
    assert plain == seen
    text = shown.getvalue()
    assert f"{COMMANDS[line]}  [" in text
    assert text.rpartition("\r")[2].replace(bars.SHOW_CURSOR, "") == silent.getvalue()
    assert COMMANDS[line] not in silent.getvalue()


def test_what_is_quick_shows_nothing():
    shown = Terminal()
    assert run(["list", "relu"], shown)[0] == 0
    assert shown.getvalue() == ""


def test_loops_within_loops_are_one_share():
    with watched() as progress:
        shares = [progress.share for _ in counted(range(2)) for _ in counted(iter("abcd"), 4)]
        assert shares == [i / 8 for i in range(8)]
        assert progress.share is None


def test_nobody_watches_unless_asked_to():
    assert list(counted(range(3))) == [0, 1, 2]
    assert Progress().share is None


def interrupted(shown):
    with bars.working("thinking"):
        while "thinking" not in shown.getvalue():
            pass
        raise KeyboardInterrupt


def test_an_error_takes_the_bar_away(impatient):
    shown = Terminal()
    with redirect_stderr(shown), pytest.raises(KeyboardInterrupt):
        interrupted(shown)
    assert shown.getvalue().endswith(f"\r{bars.SHOW_CURSOR}")
    assert sys.stderr is not shown
