"""Reports of a check name what fails, worst first, and the page shows it without a server."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from committed import committed, written
from PIL import Image

from actplot import BadOption, OutputError
from actplot.cli import main
from actplot.gallery.check.accepting import update
from actplot.gallery.check.comparison import check
from actplot.gallery.check.report import acceptance_text, verdicts_json, verdicts_text, write_report

BEFORE = {"one": "compare relu gelu", "two": "plot elu", "three": "plot tanh", "four": "plot celu"}
NOW = {"one": "compare relu gelu_tanh", "two": "plot elu --theme dark", "three": "plot tanh", "five": "plot silu"}


@pytest.fixture
def gallery(tmp_path):
    committed(tmp_path, ["svg", "png"], **BEFORE)
    return written(tmp_path, ["svg", "png"], **NOW)


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A gallery that stays as it is, and what a check says of it."""
    folder = tmp_path_factory.mktemp("checked")
    committed(folder, ["svg", "png"], **BEFORE)
    gallery = written(folder, ["svg", "png"], **NOW)
    return gallery, check(gallery)


def test_text(checked):
    _, verdicts = checked
    lines = verdicts_text(verdicts).splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    assert headings == [
        "one.{svg,png}: facts changed",
        "five.{svg,png}: missing",
        "four.{png,svg}: extra",
        *[line for line in headings if line.startswith("two.")],
        "10 images: 2 same, 2 style changed, 2 facts changed, 2 missing, 2 extra; 6 fail",
    ]
    assert any(re.match(r"    panel f\(x\), curve GELU: y differs by up to 0.000473", line) for line in lines)


def test_text_where_all_is_the_same(tmp_path):
    verdicts = check(committed(tmp_path, ["svg"], one="plot relu"))
    assert verdicts_text(verdicts) == "1 image: 1 same\n"


def test_json(checked):
    _, verdicts = checked
    found = json.loads(verdicts_json(verdicts))
    assert found["passed"] is False
    assert found["counts"]["style changed"] == 2
    assert [(one["name"], one["format"], one["verdict"]) for one in found["figures"]] == [
        (one.name, one.format, one.word) for one in verdicts
    ]
    styles = [one for one in verdicts if one.word in ("same", "style changed")]
    assert json.loads(verdicts_json(styles))["passed"] is True
    assert json.loads(verdicts_json(styles, strict=True))["passed"] is False


def test_an_update_says_what_it_accepts(gallery):
    text = acceptance_text(update(gallery, check(gallery)))
    order = [
        "accepted one.{svg,png}: facts changed",
        "accepted five.{svg,png}: missing",
        "accepted two.{png,svg}: style changed",
        "left four.png: extra. 'actplot gallery build --prune' removes it",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "y differs by up to" not in text, "the verdicts say it"
    same = [one for one in check(gallery) if one.word == "same"]
    assert acceptance_text(update(gallery, same)) == "nothing to accept\n"


class Page(HTMLParser):
    """The sources and the text of a page, and whether its elements are closed."""

    def __init__(self, text: str):
        super().__init__()
        self.sources, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.sources += [value for name, value in attributes if name in ("src", "data", "href")]
        if tag not in ("img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_page_shows_failures_alone_worst_first(checked, tmp_path):
    path = write_report(tmp_path / "a" / "report", *checked)
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert "<script" not in text
    assert "A &lt;gallery&gt;: check" in text
    headings = re.findall("<h2>(.*?): <em>(.*?)</em></h2>", text)
    assert headings == [("one.{svg,png}", "facts changed"), ("five.{svg,png}", "missing"), ("four.{png,svg}", "extra")]
    assert re.findall("<h3>(.*?)</h3>", text) == ["SVG", "PNG", "SVG", "PNG", "PNG", "SVG"]
    assert text.count("y differs by up to 0.000473") == 1
    assert '<a href="one-png-actual.png"><img src="one-png-actual.png" alt="actual: ' in text
    assert "range of y: −0.48" in text
    assert "prefers-color-scheme: dark" in text
    assert "max-width" in text
    assert "two-svg" not in text
    assert page.sources
    assert all((path.parent / unquote(source)).is_file() for source in page.sources)
    assert "mix-blend-mode: difference" in text
    images = {image.name for image in path.parent.iterdir()} - {"index.html"}
    assert {f"one-png-{role}.png" for role in ("expected", "actual", "difference")} <= images
    assert {unquote(source) for source in page.sources} == images


def test_page_of_a_strict_check_shows_styles_too(checked, tmp_path):
    path = write_report(tmp_path / "report", *checked, strict=True)
    assert "two-svg" in path.read_text(encoding="utf-8")


def test_difference_is_red_where_pixels_differ(checked, tmp_path):
    folder = write_report(tmp_path / "report", *checked, strict=True).parent
    with Image.open(folder / "two-png-difference.png") as image, Image.open(folder / "two-png-expected.png") as before:
        assert image.size == before.size
        assert image.getpixel((1, 1))[0] > image.getpixel((1, 1))[1] + 100


def test_damaged_images_are_linked_and_text_is_escaped(tmp_path):
    small = "--size 3 3 --only value"
    gallery = committed(tmp_path, one=f"plot relu {small}", two=f"plot elu {small} --title '<b>&'")
    for form in ("svg", "png", "pdf"):
        (gallery.output / f"one.{form}").write_bytes(b"\x89PNG\r\n\x1a\n<svg ")
    gallery = written(tmp_path, one=f"plot relu {small}", two=f"plot elu {small} --title '<script>&'")
    text = write_report(tmp_path / "report", gallery, check(gallery)).read_text(encoding="utf-8")
    assert text.count("the file, as it is") == 3
    assert "&lt;script&gt;&amp;" in text
    assert "<script" not in text
    assert "<b>" not in text
    Page(text)


def test_nothing_fails(tmp_path):
    gallery = committed(tmp_path, ["svg"], one="plot relu")
    path = write_report(tmp_path / "report", gallery, check(gallery))
    assert "Nothing fails." in path.read_text(encoding="utf-8")


def test_a_report_needs_a_folder(gallery):
    (gallery.output / "file").touch()
    with pytest.raises(OutputError, match="File exists"):
        write_report(gallery.output / "file", gallery, [])


def test_a_report_leaves_what_is_not_its_own(gallery, tmp_path):
    with pytest.raises(BadOption, match="holds the images of the gallery"):
        write_report(gallery.output, gallery, [])
    page = tmp_path / "site" / "index.html"
    page.parent.mkdir()
    page.write_text("mine")
    result = CliRunner().invoke(main, ["gallery", "check", str(tmp_path), "--report", str(page.parent)])
    assert result.exit_code == 2
    assert "was not written by actplot. Name another folder." in result.stderr
    assert page.read_text(encoding="utf-8") == "mine"
    for _ in range(2):
        assert write_report(tmp_path / "report", gallery, []).is_file()


def test_an_update_says_every_detail_once(gallery):
    result = CliRunner().invoke(main, ["gallery", "check", str(gallery.path), "--update"], prog_name="actplot")
    lines = result.stdout.splitlines()
    assert len([line for line in lines if "panel f(x), curve GELU: y differs" in line]) == 1
    assert [line for line in lines if line.startswith("accepted")] == [
        "accepted one.{svg,png}: facts changed",
        "accepted five.{svg,png}: missing",
        "accepted two.{png,svg}: style changed",
    ]
