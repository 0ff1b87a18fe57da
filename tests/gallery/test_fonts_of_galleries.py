"""The fonts of a figure stand in its facts, and a check on a machine that has others compares leniently and says so."""

import warnings
from pathlib import Path

import pytest
from committed import written
from made_fonts import machine_with, make_font

import actplot
from actplot.files import digest_of
from actplot.gallery.check.accepting import update
from actplot.gallery.check.comparison import check
from actplot.gallery.check.report import verdicts_text
from actplot.gallery.statements.statements import read

FORMATS = ("png",)
LINE = "compare relu gelu --dpi 60 --title '激活 ReLU'"


@pytest.fixture
def font(tmp_path):
    return make_font(tmp_path / "one.ttf", "Ideographs", "激活")


def built(folder, line):
    """A gallery of one figure as this machine draws it."""
    folder.mkdir(exist_ok=True)
    gallery = written(folder, FORMATS, one=line)
    update(gallery, check(gallery, jobs=1))
    return gallery


def facts(gallery):
    return read(gallery.output / "facts.json")["one"]


def test_the_name_and_digest_of_a_font_stand_in_the_facts(tmp_path, font):
    with machine_with(font):
        gallery = built(tmp_path / "gallery", LINE)
        assert facts(gallery)["fonts"] == {"Ideographs": digest_of(font)}
        assert {verdict.word for verdict in check(gallery, jobs=1)} == {"same"}
    assert "fonts" not in facts(built(tmp_path / "other", "compare relu --dpi 60 --title Выпрямитель"))


def test_those_of_a_style_sheet_stand_there_too(tmp_path, font):
    (tmp_path / "gallery").mkdir()
    Path(tmp_path / "gallery" / "own.mplstyle").write_text("font.family: Ideographs, DejaVu Sans\n", encoding="utf-8")
    with machine_with(font):
        gallery = built(tmp_path / "gallery", "compare relu --dpi 60 --style own.mplstyle")
        assert facts(gallery)["fonts"] == {"Ideographs": digest_of(font)}


def checked(gallery, *fonts):
    with machine_with(*fonts), warnings.catch_warnings():
        warnings.simplefilter("ignore", actplot.ActplotWarning)
        return check(gallery, jobs=1)


def test_another_version_of_a_font_or_none_changes_the_style_and_fails_no_check(tmp_path, font):
    with machine_with(font):
        gallery = built(tmp_path / "gallery", LINE)
    newer = make_font(tmp_path / "two.ttf", "Ideographs", "激活", side=300)
    other = make_font(tmp_path / "three.ttf", "Others", "激活", side=500)
    for fonts, said in (
        ((newer,), "drawn with another version of the font Ideographs"),
        ((other,), "drawn with the font Ideographs, which is not used here"),
        ((), "drawn with the font Ideographs, which is not used here"),
    ):
        verdicts = checked(gallery, *fonts)
        assert {verdict.word for verdict in verdicts} == {"style changed"}
        assert all(verdict.details[0].startswith(said) for verdict in verdicts)
        assert not any(verdict.fails(strict) for verdict in verdicts for strict in (False, True))
        assert said in verdicts_text(verdicts)


def test_what_a_figure_shows_is_compared_all_the_same(tmp_path, font):
    with machine_with(font):
        built(tmp_path / "gallery", LINE)
    verdicts = checked(written(tmp_path / "gallery", FORMATS, one=LINE.replace("gelu", "gelu_tanh")))
    assert {verdict.word for verdict in verdicts} == {"facts changed"}
    with machine_with(font):  # the same font excuses no other look
        dark = written(tmp_path / "gallery", FORMATS, one=f"{LINE} --theme dark")
        assert all(one.fails(strict=True) for one in check(dark, jobs=1))


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("jobs", [1, 2])
def test_boxes_in_a_gallery_are_told_whoever_draws(tmp_path, jobs):
    gallery = written(tmp_path, FORMATS, one="compare relu --title \U0001e900", two="compare relu")
    with machine_with(), pytest.warns(actplot.ActplotWarning, match="one: no installed font has \U0001e900") as said:
        check(gallery, jobs=jobs)
    assert len(said) == 1
