"""Galleries of functions in a user's files: built once, and anew where the code has changed, from whatever folder."""

import json

import pytest
from click.testing import CliRunner

from actplot.cli import main

MANIFEST = """
[gallery]
defaults = "--dpi 30 --points 50"
[[figure]]
name = "mine"
draw = "compare mine.py:act relu"
[[figure]]
name = "plain"
draw = "compare relu"
[[figure]]
name = "other"
draw = "plot 'theirs = inner/other.py:act:alpha=0.5'"
"""
MINE = "import factor\nprint('loading')\ndef act(x):\n    return factor.VALUE*x\n"
OTHER = """
import numpy as np

def act(x, alpha=0.1):
    from factor import VALUE
    return np.where(x > 0, VALUE*x, alpha*x)
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inner").mkdir()
    for name, text in {
        "gallery.toml": MANIFEST,
        "mine.py": MINE,
        "factor.py": "VALUE = 2",
        "inner/other.py": OTHER,
        "inner/factor.py": "VALUE = 3",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def asked(*words: str):
    return CliRunner().invoke(main, ["gallery", *words], prog_name="actplot")


def facts(folder):
    return json.loads((folder / "images" / "facts.json").read_text(encoding="utf-8"))


def test_a_figure_is_drawn_anew_where_its_code_has_changed(folder):
    build = ["build", str(folder), "--jobs", "1"]
    assert "3 built" in asked(*build).stdout
    assert "3 up to date" in asked(*build).stdout
    assert sorted(facts(folder)["mine"]["styles"]) == ["factor.py", "mine.py"]
    assert sorted(facts(folder)["other"]["styles"]) == ["inner/factor.py", "inner/other.py"]

    (folder / "factor.py").write_text("VALUE = 4", encoding="utf-8")
    done = asked(*build)
    assert "built mine.png: factor.py changed" in done.stdout
    assert "1 built, 2 up to date" in done.stdout


@pytest.mark.exhaustive(keep=0)
def test_whichever_of_its_files_has_changed_is_named(folder):
    build = ["build", str(folder), "--jobs", "1"]
    asked(*build)
    (folder / "factor.py").write_text("VALUE = 4", encoding="utf-8")
    stale = asked("check", str(folder))
    assert stale.exit_code == 1
    assert "mine.png: facts changed" in stale.stdout
    assert "2 same" in stale.stdout
    assert "built mine.png: factor.py changed" in asked(*build).stdout
    (folder / "inner" / "factor.py").write_text("VALUE = 3.5", encoding="utf-8")
    assert "built other.png: inner/factor.py changed" in asked(*build).stdout
    (folder / "mine.py").write_text(MINE.replace("factor.VALUE", "7"), encoding="utf-8")
    assert "built mine.png: mine.py changed" in asked(*build).stdout
    assert "3 up to date" in asked(*build).stdout


def test_files_of_one_name_beside_two_files_are_two_in_workers_that_print_nothing_too(folder):
    done = asked("build", str(folder), "--jobs", "2")
    assert "loading" not in done.stdout
    assert "3 built" in done.stdout
    curves = {name: one["panels"][0]["curves"][0] for name, one in facts(folder).items()}
    assert "inner" not in str(curves["mine"])
    heights = {name: one["panels"][0]["y_limits"][1] for name, one in facts(folder).items()}
    assert heights["mine"] == pytest.approx(2 / 3 * heights["other"], rel=0.2)


def test_code_that_fails_is_the_failure_of_its_figure(folder):
    (folder / "mine.py").write_text("x = 1\n1/0\n", encoding="utf-8")
    done = asked("build", str(folder), "--dry-run")
    assert done.exit_code == 1
    assert "mine.py, line 2 at '1/0': ZeroDivisionError: division by zero" in done.stdout + done.stderr
    assert "2 to build" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere.py:act", "there is no file 'nowhere.py'"), ("mine.py:atc", "Did you mean 'act'?")],
)
def test_a_name_that_is_not_there_is_a_fault_of_its_figure(name, said, folder):
    text = MANIFEST.replace("mine.py:act", name)
    (folder / "gallery.toml").write_text(text, encoding="utf-8")
    done = asked("build", str(folder), "--dry-run")
    assert (done.exit_code, said in done.stdout + done.stderr) == (1, True)
