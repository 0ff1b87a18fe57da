"""The page of a manifest: what it shows, what is drawn again, and what cannot be asked."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
import walked
from click.testing import CliRunner

from actplot.cli import main
from actplot.gallery.manifest.manifest import load
from actplot.site import galleries

HOSTILE = "</title><script>alert(1)</script>&amp;"
MANIFEST = f"""
[gallery]
title = "{HOSTILE}"
themes = ["light", "dark"]

[[figure]]
name = "steps"
draw = "compare step --only value --size 3 2"
title = "{HOSTILE}"
tags = ["one", "<b>"]

[[figure]]
name = "again"
draw = "compare step --only value --size 3 2"
title = "{HOSTILE}"

[[figure]]
name = "follows"
draw = "compare relu --only value --size 3 2 --theme auto"

[[figure]]
name = "words"
draw = "compare sign --only value --size 3 2"
formats = ["pdf", "svg"]
"""


def run(*words):
    return CliRunner().invoke(main, ["gallery", "page", *words], prog_name="actplot")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("gallery")
    (place / "gallery.toml").write_text(MANIFEST, encoding="utf-8")
    galleries.build_gallery_page(str(place), str(place / "page"), jobs=1)
    return place


def test_a_page_shows_every_figure_with_its_command(folder):
    found = walked.check(folder / "page")
    page = (folder / "page/index.html").read_text(encoding="utf-8")
    names = re.findall(r'data-name="(.*?)"', page)
    assert names == ["steps", "again", "follows", "words"]
    assert found.keys() == {"index.html"}
    commands = [unescape(one) for one in re.findall(r"<code.*?>(.*?)</code>", page)]
    assert "actplot compare relu --size 3 2 --theme auto --only value -o follows.svg" in commands
    assert "actplot compare sign --size 3 2 --theme dark --only value -o words-dark.svg" in commands
    assert len(commands) == 7
    assert sorted(path.name for path in (folder / "page/figures").iterdir()) == [
        *("again-dark.png", "again.png", "follows.svg", "steps-dark.png", "steps.png", "words-dark.svg", "words.svg"),
    ]


def test_images_are_those_of_the_gallery(folder):
    for figure in load(folder).figures:
        form = "svg" if "svg" in figure.formats else "png"
        assert figure.request.image(form) == (folder / f"page/figures/{figure.name}.{form}").read_bytes()


def test_texts_of_a_manifest_are_escaped(folder):
    page = (folder / "page/index.html").read_text(encoding="utf-8")
    assert page.count("</title>") == 1
    assert "<script>alert" not in page
    assert "<b>" not in page
    (text,) = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page)
    assert json.loads(text)[0]["title"] == HOSTILE


def test_only_what_changed_is_drawn(folder, tmp_path, monkeypatch):
    report = galleries.build_gallery_page(str(folder), str(folder / "page"), jobs=1)
    assert (report.made, report.written) == (0, 0)
    changed = MANIFEST.replace("compare sign", "compare sin").replace('name = "again"', 'name = "other"')
    (folder / "gallery.toml").write_text(changed, encoding="utf-8")
    report = galleries.build_gallery_page(str(folder), str(folder / "page"), jobs=1)
    assert report.made == 2
    assert report.removed == ("figures/again-dark.png", "figures/again.png")


def test_a_page_does_not_depend_on_where_its_manifest_stands(tmp_path):
    pages = []
    for place in (tmp_path / "one", tmp_path / "another"):
        place.mkdir()
        (place / "g.toml").write_text('[[figure]]\nname = "a"\ndraw = "compare relu"', encoding="utf-8")
        galleries.build_gallery_page(str(place / "g.toml"), str(place / "page"))
        files = [path for path in (place / "page").rglob("*") if path.is_file()]
        pages.append({path.relative_to(place).as_posix(): path.read_bytes() for path in files})
    assert pages[0] == pages[1]
    assert not any(str(tmp_path).encode() in data for data in pages[0].values())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "there is no gallery.toml here"),
        (["nothing.toml", "page"], "there is no manifest 'nothing.toml'"),
        (["g.toml", "a-file"], "'a-file' is no folder"),
        (["g.toml", "images"], "it is for the images of the gallery"),
        (["g.toml", "full"], "it holds files that are no site of actplot's"),
        (["wrong.toml", "page"], "Did you mean 'relu'"),
    ],
)
def test_what_cannot_be_asked(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("g.toml").write_text('[[figure]]\nname = "a"\ndraw = "compare relu"', encoding="utf-8")
    Path("wrong.toml").write_text('[[figure]]\nname = "a"\ndraw = "compare relv"', encoding="utf-8")
    Path("a-file").touch()
    Path("full").mkdir()
    Path("full/letter.txt").touch()
    found = run(*words)
    assert found.exit_code == 2, found.output
    assert told in found.stderr
    assert not Path("page").exists()
    assert not Path("images").exists()


def test_a_site_is_not_replaced_by_a_gallery(folder):
    done = CliRunner().invoke(main, ["site", str(folder / "page"), "--only", "relu"], prog_name="actplot")
    assert done.exit_code == 2
    assert "it holds the pages of a gallery. Name another folder." in done.stderr
