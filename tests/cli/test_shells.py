"""Completion as somebody gets it who presses a key in bash, zsh or fish, in a terminal, after an installation."""

import os
import re
import select
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs terminals as Unix has them")
SHELLS = ("bash", "zsh", "fish")
PATIENCE = 20  # seconds
TYPED = {  # what is typed before the key, and the last word afterwards
    "actplot show torch:Lea": "torch:LeakyReLU",
    "actplot show leaky_relu:neg": "leaky_relu:negative_slope=",
    "actplot compare relu --style ggplot,gray": "ggplot,grayscale",
    "actplot compare relu --style=gray": "--style=grayscale",
    "actplot recipe my": "my picture.png",
    "actplot eval relu --at @num": "@numbers.csv",
}


def installed(shell: str) -> str:
    result = CliRunner().invoke(main, ["completion", shell, "--install"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's folder, who has actplot and some files."""
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    for name in ("my picture.png", "numbers.csv"):
        Path(name).touch()
    program = tmp_path / "bin" / "actplot"
    program.parent.mkdir()
    root = Path(main.callback.__code__.co_filename).parents[2]
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m actplot "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
def test_an_installation_is_made_once(shell, home):
    start = home / f".{shell}rc"
    start.write_text("alias ll=ls", encoding="utf-8")
    first, again = installed(shell), installed(shell)
    assert first.startswith("wrote ")
    assert "is as it should be" in again
    assert ("added" in first, "added" in again) == (shell != "fish", False)
    lines = start.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "alias ll=ls"
    assert len(lines) == (1 if shell == "fish" else 2)


@pytest.mark.exhaustive(keep=0.04, thorough=0.2)
@pytest.mark.parametrize("line", TYPED)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_key_completes(shell, line, home):
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    installed(shell)
    assert pressed(shell, line) == [*line.split()[:-1], TYPED[line]]


def pressed(shell: str, line: str) -> list[str]:
    """The words of a line after a tabulator, as the shell hands them to a command."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm", "COLUMNS": "200"}
        os.execvp(shell, [shell, "-i"])
    try:
        os.write(terminal, f"{line}\t\x01printf '<%s>' \n".encode())
        return re.findall(r"<(.*?)>", told(terminal))
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def told(terminal: int) -> str:
    """What the command prints, in one line."""
    text, end = "", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            text += os.read(terminal, 65536).decode(errors="replace")
            found = re.search(r"<actplot>.*>", text)
            if found:
                return found[0]
    raise AssertionError(text)
