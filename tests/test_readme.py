"""Every command that the README shows prints what the README says."""

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SHOWN = [[part.split("\n", 1) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]] for block in BLOCKS]


def printed(command: str) -> str:
    command, _, head = command.partition(" | head -n ")
    output = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="actplot").output
    return "".join(output.splitlines(keepends=True)[: int(head)]) if head else output


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block[0][0])
def test_commands_print_what_is_shown(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for command, output in block:
        assert printed(command) == output, command


TEXTBOOK = (ROOT / "gallery" / "textbook.md").read_text(encoding="utf-8")
TABLED = re.findall(r"\| `(actplot .*?)` \|", TEXTBOOK)


@pytest.fixture
def _in_gallery(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "gallery" / "data", tmp_path / "data")
    (tmp_path / "figures").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.usefixtures("_in_gallery")
@pytest.mark.parametrize("command", TABLED)
def test_commands_of_the_textbook_work(command):
    result = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="actplot")
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("_in_gallery")
def test_worked_numbers_of_the_textbook():
    (block,) = re.findall(r"```console\n(.*?)```", TEXTBOOK, re.DOTALL)
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, output = part.split("\n", 1)
        assert printed(command) == output, command


def test_every_command_is_shown():
    assert {shlex.split(command)[1] for block in SHOWN for command, _ in block} == set(COMMANDS)


def test_python_examples():
    (examples,) = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    session = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    assert doctest.DocTestRunner().run(session).failed == 0


def test_every_picture_exists_and_is_what_its_command_draws():
    for picture in re.findall(r"\((gallery/[^)]+)\)", README):
        assert (ROOT / picture).is_file()


def test_continuous_integration_calls_the_test_command():
    commands = re.findall(r"```sh\n(.*?)\n```", README)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
