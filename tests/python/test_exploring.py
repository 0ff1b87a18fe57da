"""The page with sliders in Python: the same as the command line writes, and what a notebook shows."""

import html
import inspect
import pickle
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import BadOption
from actplot.python.asking import keywords_of
from actplot.requests.figures.explore import ExploreRequest


def test_a_page_is_what_the_command_writes(tmp_path):
    page = actplot.explore("elu:0.5", range=(-3, 3), order=2)
    assert page.command == "actplot explore elu:0.5 --range -3 3 --order 2"
    path = tmp_path / "elu.html"
    CliRunner().invoke(main, [*page.command.split()[1:], "-o", str(path)])
    assert path.read_text(encoding="utf-8") == page.html
    assert page.save(tmp_path).name == "explore-elu-0-5.html"
    assert page.save(tmp_path / "own.html").read_bytes() == path.read_bytes()
    assert pickle.loads(pickle.dumps(page)) == page


def test_a_notebook_shows_it_in_a_frame():
    page = actplot.explore("relu")
    shown = page._repr_html_()
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', shown)[1]) == page.html
    assert html.unescape(re.search(r'title="([^"]*)"', shown)[1]) == page.alt


@pytest.mark.parametrize("place", ["elu.png", "elu", "nowhere/elu.html"])
def test_where_no_page_can_be(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadOption):
        actplot.explore("elu").save(place)


def test_a_wrong_option_tells_the_nearest():
    with pytest.raises(BadOption, match="Did you mean 'order'"):
        actplot.explore("elu", ordr=2)


def test_help_and_editors_know_every_option():
    assert set(inspect.signature(actplot.explore).parameters) == {"names", *keywords_of(ExploreRequest), "functions"}
    stub = Path(actplot.__file__).with_name("__init__.pyi").read_text(encoding="utf-8")
    told = re.search(r"def explore\((.*?)\) -> Page", stub, re.DOTALL)[1]
    assert set(re.findall(r"(\w+): ", told)) == {"names", *keywords_of(ExploreRequest), "functions"}
