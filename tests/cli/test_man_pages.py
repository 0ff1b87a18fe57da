"""Pages for man say what help says, as man reads it."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from actplot.cli import main

LACKING = importlib.util.find_spec("click_man") is None
needs_click_man = pytest.mark.skipif(LACKING, reason="needs click-man")


def run(*words: str):
    return CliRunner().invoke(main, words, prog_name="actplot")


def members(ctx: click.Context):
    """The contexts of all commands and groups."""
    yield ctx
    for name, command in getattr(ctx.command, "commands", {}).items():
        yield from members(click.Context(command, parent=ctx, info_name=name))


EVERY = list(members(click.Context(main, info_name="actplot")))


def test_tools_of_others_see_all_commands():
    paths = {ctx.command_path for ctx in EVERY}
    assert {"actplot compare", "actplot derive", "actplot gallery", "actplot gallery check", "actplot site"} <= paths


@pytest.mark.skipif(not LACKING, reason="click-man is installed")
def test_what_is_missing_is_said(tmp_path):
    result = run("help", "--man", str(tmp_path / "pages"))
    assert result.exit_code == 2
    assert "--man needs click-man: pip install 'actplot[man]'" in result.stderr
    assert not list(tmp_path.iterdir())


@needs_click_man
def test_a_page_for_every_command(tmp_path):
    result = run("help", "--man", str(tmp_path / "man1"))
    assert result.output == f"wrote {tmp_path / 'man1'}: {len(EVERY)} pages\n"
    for ctx in EVERY:
        text = (tmp_path / "man1" / f"{ctx.command_path.replace(' ', '-')}.1").read_text(encoding="utf-8")
        flags = {flag for one in ctx.command.params if isinstance(one, click.Option) for flag in one.opts}
        assert all(flag.replace("-", r"\-") in text for flag in flags)
        assert "\b" not in text
        assert (".SH EXAMPLES" in text) == ("\b" in ctx.command.help)


@needs_click_man
@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_man_reads_them(tmp_path):
    assert run("help", "compare", "--man", str(tmp_path)).output == f"wrote {tmp_path}: 1 page\n"
    (page,) = tmp_path.iterdir()
    command = ["groff", "-man", "-K", "utf8", "-T", "utf8", "-ww", "-P-c", "-rHY=0", str(page)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert shown.stderr == ""
    text = re.sub("‐|−|-", "-", re.sub(".\b", "", shown.stdout))  # overstruck letters, and the hyphens of groff
    examples = [line for line in main.commands["compare"].help.splitlines() if line.strip().startswith("actplot ")]
    assert [
        line for line in examples if line.strip().replace("'", "") not in text.replace("'", "").replace("’", "")
    ] == []


def test_a_command_that_is_none(tmp_path):
    result = run("help", "compair", "--man", str(tmp_path / "pages"))
    assert result.exit_code == 2
    assert "unknown command 'compair'. Did you mean 'compare'?" in result.stderr
    assert not Path(tmp_path, "pages").exists()
