"""Every planted change gets the right verdict: what a picture means is told from how it looks."""

import io
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from committed import FORMATS, committed, told, words, written
from PIL import Image

from actplot import BadOption
from actplot.catalogue.activations.gated import Gelu
from actplot.figures import look
from actplot.gallery.check.accepting import update
from actplot.gallery.check.comparison import check, check_figure
from actplot.gallery.check.judging import worst_first
from actplot.gallery.statements.statements import read
from actplot.images.encoding import encode
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

LINE = "compare sigmoid gelu relu leaky_relu:0.01"
QUICK = ("svg", "png")  # without PDF, whose fonts take most of the time


def everywhere(verdicts, formats=FORMATS) -> str:
    """The one word that is said of all formats."""
    assert [verdict.format for verdict in verdicts] == list(formats)
    (word,) = {verdict.word for verdict in verdicts}
    return word


def changed(folder: Path, line: str, formats=FORMATS):
    """The verdicts after a figure's line has changed."""
    committed(folder, formats, one=LINE)
    return check(written(folder, formats, one=line))


def test_what_was_committed_is_the_same(tmp_path):
    gallery = committed(tmp_path, one=LINE)
    verdicts = check(gallery)
    assert everywhere(verdicts) == "same"
    assert not any(verdict.details or verdict.fails(strict=True) for verdict in verdicts)
    assert update(gallery, verdicts).accepted == ()


@pytest.mark.exhaustive(keep=0.15, thorough=0.2)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE.replace("gelu", "gelu_tanh"), "curve GELU: y differs by up to 0.000473, at x = 2.69"),
        (LINE.replace("0.01", "0.011"), "y differs by up to 0.005, at x = -5"),
        (LINE.replace("gelu ", ""), "curve GELU is missing"),
        (LINE.replace("sigmoid gelu", "gelu sigmoid"), "have the order GELU, sigmoid"),
        (f"{LINE} --range -5.2 5.2", "range of x: -5 to 5 has become -5.2 to 5.2"),
        (f"{LINE} --xlabel y", "label of x: 'x' has become 'y'"),
    ],
)
def test_changed_facts(line, said, tmp_path):
    verdicts = changed(tmp_path, line)
    assert everywhere(verdicts) == "facts changed"
    assert all(said in told([verdict]) and verdict.fails() for verdict in verdicts)


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize(
    ("style", "only_text"),
    [
        ("lines.linewidth: 2.7", False),
        ("axes.prop_cycle: cycler('color', ['5790fd', 'f89c20', 'e42536', '964a8b'])", False),
        ("grid.color: e0e0e0", False),
        ("font.family: DejaVu Serif", True),
        ("text.color: 333333", True),
    ],
)
def test_changed_styles(style, only_text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.mplstyle").write_text(style, encoding="utf-8")
    verdicts = changed(tmp_path, f"{LINE} --style own.mplstyle", QUICK)
    assert everywhere(verdicts, QUICK) == "style changed"
    assert not any(verdict.fails() for verdict in verdicts)
    assert all(verdict.fails(strict=True) for verdict in verdicts)
    assert all(("only text is drawn otherwise" in told([verdict])) == only_text for verdict in verdicts), told(verdicts)


def test_a_patched_colour_or_font_size_is_a_style(tmp_path, monkeypatch):
    gallery = committed(tmp_path, QUICK, one=LINE)
    rules = look._rules
    monkeypatch.setattr(look, "_settings_of", look._settings_of.__wrapped__)  # which a process works out once
    monkeypatch.setattr(look, "_rules", lambda theme: {**rules(theme), "xtick.labelsize": 10.5})
    verdicts = check(gallery)
    assert everywhere(verdicts, QUICK) == "style changed"
    assert "only text is drawn otherwise" in told(verdicts)
    monkeypatch.setitem(look._COLOURS, "light", ("#3b3fcf", *look._COLOURS["light"][1:]))
    assert "not only text" in told(check(gallery))


def test_a_patched_function_is_another_fact(tmp_path, monkeypatch):
    gallery = committed(tmp_path, QUICK, one=LINE)
    value = Gelu.value
    monkeypatch.setattr(Gelu, "value", lambda self, x: value(self, x) + 2e-6 * (x > 1))
    verdicts = check(gallery)
    assert everywhere(verdicts, QUICK) == "facts changed"
    assert "curve GELU: y differs by up to 2e-06" in told(verdicts)
    assert everywhere(check(gallery, tolerance=1e-5), QUICK) == "style changed"


@pytest.mark.parametrize("tolerance", [-1, float("nan")])
def test_wrong_tolerances(tolerance, tmp_path):
    gallery = written(tmp_path, one="plot relu")
    for ask in (
        lambda: check(gallery, tolerance=tolerance),
        lambda: check_figure(gallery, gallery.figures[0], tolerance),
    ):
        with pytest.raises(BadOption, match="tolerance"):
            ask()


def test_points_and_size_are_looks(tmp_path):
    assert everywhere(changed(tmp_path, f"{LINE} --points 900", QUICK), QUICK) == "style changed"
    sizes = changed(tmp_path, f"{LINE} --dpi 75")
    assert words(sizes) == {"one.svg": "same", "one.png": "style changed", "one.pdf": "same"}
    assert "pixels have become" in told(sizes)


def test_another_image_in_a_figure_s_place_is_found_by_its_own_line(tmp_path):
    gallery = committed(tmp_path, QUICK, one="compare gelu", two="compare gelu_tanh")
    for form in QUICK:
        (gallery.output / f"one.{form}").write_bytes((gallery.output / f"two.{form}").read_bytes())
    ones = check(gallery)[: len(QUICK)]
    assert everywhere(ones, QUICK) == "facts changed"
    assert "it is not the image that was built" in told(ones)
    assert "curve GELU (tanh): y differs by up to 0.000473" in told(ones)


def test_without_facts_the_line_in_the_image_is_what_counts(tmp_path):
    gallery = committed(tmp_path, QUICK, one=LINE)
    (gallery.output / "facts.json").unlink()
    verdicts = check(gallery)
    assert everywhere(verdicts, QUICK) == "same"
    assert "no facts are on record" in told(verdicts)
    verdicts = check(written(tmp_path, QUICK, one=LINE.replace("gelu", "gelu_tanh")))
    assert everywhere(verdicts, QUICK) == "facts changed"
    assert "no facts are on record" in told(verdicts)
    update(gallery, check(gallery))
    assert told(check(gallery)) == ""


def test_broken_facts_are_reported_and_repaired(tmp_path):
    gallery = committed(tmp_path, ["svg"], one=LINE)
    (gallery.output / "facts.json").write_text("<<<<<<< ours")
    verdicts = check(gallery)
    assert words(verdicts) == {"one.svg": "same", "facts.json": "unreadable"}
    assert [one.file for one in update(gallery, verdicts).accepted] == ["facts.json"]
    assert words(check(gallery)) == {"one.svg": "same"}


@pytest.mark.exhaustive(keep=0.05, thorough=1)
@pytest.mark.parametrize("form", [*FORMATS, "tex"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.6, 0.999])
def test_cut_images_are_unreadable(form, share, tmp_path):
    gallery = committed(tmp_path, [form], one="plot relu")
    path = gallery.output / f"one.{form}"
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert words(check(gallery)) == {path.name: "unreadable"}


def test_damaged_and_foreign_images_are_unreadable(tmp_path):
    gallery = committed(tmp_path, one="plot relu")
    data = bytearray((gallery.output / "one.png").read_bytes())
    data[len(data) // 2] ^= 1
    (gallery.output / "one.png").write_bytes(data)
    (gallery.output / "one.svg").write_bytes(bytes(data))
    (gallery.output / "one.pdf").unlink()
    (gallery.output / "one.pdf").mkdir()
    assert everywhere(check(gallery)) == "unreadable"


def test_a_figure_for_latex_is_judged_as_others_are(tmp_path):
    gallery = committed(tmp_path, ["tex"], one="compare relu step")
    path = gallery.output / "one.tex"
    whole = path.read_text(encoding="utf-8")
    assert words(check(gallery)) == {"one.tex": "same"}
    path.write_text(whole.replace("{step}", "{Step}"), encoding="utf-8")
    assert "only text is drawn otherwise" in told(check(gallery))
    assert words(check(gallery)) == {"one.tex": "style changed"}
    path.write_text(whole.replace("(0,1)", "(0,1.5)"), encoding="utf-8")
    assert words(check(gallery)) == {"one.tex": "facts changed"}
    path.write_text(whole, encoding="utf-8")
    assert words(check(written(tmp_path, ["tex"], one="compare elu step"))) == {"one.tex": "facts changed"}
    assert words(check(written(tmp_path, ["tex"], two="compare relu step"))) == {
        "two.tex": "missing",
        "one.tex": "extra",
    }
    path.write_text("no figure", encoding="utf-8")
    assert words(check(gallery)) == {"one.tex": "unreadable"}


def test_a_png_that_another_tool_packed_is_the_same_to_the_pixel(tmp_path):
    gallery = committed(tmp_path, ["png"], one="plot relu")
    path = gallery.output / "one.png"
    buffer = io.BytesIO()
    Image.open(path).save(buffer, "png", optimize=True)
    path.write_bytes(buffer.getvalue())
    (verdict,) = check(gallery)
    assert verdict.word == "same"
    assert "without a command line" in told([verdict])
    Image.new("RGB", (10, 10)).save(path)
    (verdict,) = check(gallery)
    assert verdict.word == "unreadable"


def test_an_edited_svg_is_found_although_its_line_is_right(tmp_path):
    gallery = committed(tmp_path, ["svg"], one=LINE)
    path = gallery.output / "one.svg"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("#d9733f", "#d97340"), encoding="utf-8")
    assert words(check(gallery)) == {"one.svg": "style changed"}
    start = whole.index("stroke: #d9733f")
    start = whole.rindex("<path", 0, start)
    path.write_text(whole[:start] + whole[whole.index("/>", start) + 2 :], encoding="utf-8")
    (verdict,) = check(gallery)
    assert verdict.word == "facts changed"
    assert "lines, its command line gives" in told([verdict])


def test_missing_and_extra(tmp_path):
    gallery = committed(tmp_path, one="plot relu", two="plot elu")
    (gallery.output / "one.svg").unlink()
    for name, data in (("hand.png", b"no image"), ("hand.svg", b"<svg/>"), ("notes.txt", b"compare relu")):
        (gallery.output / name).write_bytes(data)
    Image.new("RGB", (10, 10)).save(gallery.output / "photo.png")
    verdicts = check(written(tmp_path, ["svg", "png"], one="plot relu"))
    assert words(verdicts) == {
        **{"one.svg": "missing", "one.png": "same", "one.pdf": "extra"},
        **{"two.svg": "extra", "two.png": "extra", "two.pdf": "extra"},
    }
    assert "drawn by 'plot elu'" in told(verdicts)
    assert all(verdict.fails() for verdict in verdicts if verdict.word != "same")


def test_a_figure_that_cannot_be_drawn_any_more(tmp_path, monkeypatch):
    gallery = committed(tmp_path, QUICK, one="plot gelu")

    def broken(self, x):
        raise ZeroDivisionError("no gelu today")

    monkeypatch.setattr(Gelu, "value", broken)
    verdicts = check(gallery)
    assert everywhere(verdicts, QUICK) == "facts changed"
    assert "no gelu today" in told(verdicts)
    assert len(update(gallery, verdicts).left) == len(QUICK)


def test_update_accepts_worst_first_and_makes_all_the_same(tmp_path):
    committed(tmp_path, ["svg"], one="plot relu", two="plot elu", three="plot tanh", gone="plot celu")
    gallery = written(tmp_path, ["svg"], one="plot relu --theme dark", two="plot elu:0.5", new="plot gelu")
    verdicts = check(gallery)
    order = ["facts changed", "missing", "extra", "extra", "style changed"]
    assert [verdict.word for verdict in worst_first(verdicts)] == order
    acceptance = update(gallery, verdicts)
    assert [one.name for one in acceptance.accepted] == ["two", "new", "one"]
    assert [one.name for one in acceptance.left] == ["gone", "three"]
    assert set(words(check(gallery)).values()) == {"same", "extra"}
    assert set(read(gallery.output / "facts.json")) == {
        "one",
        "two",
        "new",
        "gone",
        "three",
    }  # as long as they are there


def test_one_figure_alone(tmp_path):
    gallery = committed(tmp_path, ["svg"], one="plot relu", two="plot elu")
    assert words(check_figure(gallery, gallery.figures[1])) == {"two.svg": "same"}


def test_processes_say_the_same(tmp_path):
    committed(tmp_path, ["svg"], one="plot relu", two="plot elu", three="plot tanh")
    gallery = written(tmp_path, ["svg"], one="plot relu", two="plot elu:0.5", three="plot tanh --theme dark")
    assert check(gallery, jobs=2) == check(gallery, jobs=1)


class Broken(ThreadPoolExecutor):
    """Draws, and dies when it shall look into images."""

    def map(self, *arguments, **options):
        raise BrokenExecutor("killed")


@pytest.mark.exhaustive(keep=0.361, thorough=1)
@pytest.mark.parametrize("pool", [ThreadPoolExecutor, Broken])
def test_any_executor_says_the_same_even_if_it_dies(pool, tmp_path):
    committed(tmp_path, ["svg"], one="plot relu", two="plot elu")
    gallery = written(tmp_path, ["svg"], one="plot relu --theme dark", two="plot elu:0.5")
    with pool(1) as executor:
        assert check(gallery, executor=executor) == check(gallery)


@pytest.mark.exhaustive(keep=0, thorough=0.4)
@pytest.mark.parametrize("factor", [1.15, 1.001])
def test_a_wrong_picture_that_claims_the_right_command_line_fails(factor, tmp_path, monkeypatch):
    """As one that a faulty version drew over a committed one: the line inside says nothing about its curves."""
    gallery = committed(tmp_path, one=LINE)
    right = Gelu.value
    monkeypatch.setattr(Gelu, "value", lambda self, x: factor * right(self, x))
    for form in FORMATS:
        request = parse(LINE)
        image = encode(request.draw(), form, line_of(request), request.resolution)
        (gallery.output / f"one.{form}").write_bytes(image)
    monkeypatch.undo()
    assert everywhere(check(gallery)) == "facts changed"


def test_the_record_keeps_what_another_manifest_put_there(tmp_path):
    gallery = committed(tmp_path, QUICK, one=LINE)
    committed(tmp_path, QUICK, two="compare relu")
    assert read(gallery.output / "facts.json").keys() == {"one", "two"}
