"""What the manual's page on documentation shows is built, checked and run as it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from actplot.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "gallery" / "documentation.md").read_text(encoding="utf-8")
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


CONF, FIGURE_TEST = blocks("py")
(PICTURES,) = blocks("rst")
MKDOCS, WORKFLOW, PRE_COMMIT = blocks("yaml")
FENCE = dedent(re.search(r"^    ```actplot.*?^    ```\n", PAGE, re.MULTILINE | re.DOTALL)[0])


def passes(folder, *words):
    alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # where actplot is installed, it is loaded already
    run = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=folder, env=alone)
    assert run.returncode == 0, run.stdout + run.stderr


def test_pages_of_sphinx(tmp_path):
    pytest.importorskip("sphinx", reason="sites are built by Sphinx")
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.rst").write_text(f"Gates\n=====\n\n{PICTURES}")
    passes(tmp_path, "sphinx", "-q", "-W", ".", "site")
    assert 'href="#gates"' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_pages_of_mkdocs(tmp_path):
    for package in ("mkdocs", "pymdownx"):
        pytest.importorskip(package, reason="sites are built by MkDocs with PyMdown Extensions")
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Gates\n{MKDOCS}")
    (tmp_path / "docs" / "index.md").write_text(f"# Gates\n\n{FENCE}")
    passes(tmp_path, "mkdocs", "build", "-q", "--strict")
    assert "<figcaption>GELU and SiLU</figcaption>" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def gallery(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gallery.toml").write_text('[[figure]]\nname = "gelu"\ndraw = "plot gelu"\n')
    assert asked("gallery build --jobs 1") == 0


def asked(line):
    return CliRunner().invoke(main, shlex.split(line)).exit_code


def test_the_line_of_the_workflow(gallery, tmp_path):
    (line,) = re.findall(r"- run: actplot (.*)", WORKFLOW)
    assert asked(line.replace("$GITHUB_STEP_SUMMARY", "summary.md")) == 0
    assert (tmp_path / "summary.md").exists()
    assert (tmp_path / "differences" / "index.html").exists()


@pytest.mark.skipif(not HOOKS.exists(), reason="needs a checkout")
def test_hooks_before_a_commit(gallery):
    text = HOOKS.read_text(encoding="utf-8")
    entries = dict(
        zip(re.findall(r"^- id: (.*)", text, re.M), re.findall(r"^  entry: actplot (.*)", text, re.M), strict=True)
    )
    assert set(re.findall(r"id: (.*)", PRE_COMMIT)) <= entries.keys()
    for name, line in entries.items():
        assert name in PAGE
        assert asked(f"{line} gallery.toml") == 0


def test_the_figure_of_a_test(tmp_path):
    (tmp_path / "test_mine.py").write_text(FIGURE_TEST)
    words = ("pytest", "-q", "-p", "actplot.gallery.pytest_plugin", "-p", "no:cacheprovider")
    passes(tmp_path, *words, "--actplot-update")
    passes(tmp_path, *words)
