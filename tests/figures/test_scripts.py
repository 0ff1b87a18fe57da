"""Letters of any script are drawn with an installed font that has them, or a warning names fonts to install."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from made_fonts import machine_with, make_font
from matplotlib import font_manager
from matplotlib.text import Text
from PIL import Image

import actplot
from actplot.figures.fonts import letters_of
from actplot.requests.reading import parse, parse_picture

LETTERS = "激活函数輸入ทย"
LINE = "compare relu --only value --dpi 50"
KINDS = (
    *("compare relu elu", "plot gelu", "compare relu elu gelu silu mish selu celu tanh", "diff gelu gelu_tanh"),
    *("jacobian softmax --at 1,2", "plot dropout --at 1,2", "derive relu", "surface mse --data line:n=5"),
    *("surface mse --data line:n=5 --view 3d", "compare relu --style ggplot", "compare relu --paper icml"),
    *("derive relu --for slide", "compare relu --text real", "plot softmax --vary 0 --at 1,2"),
)


@pytest.fixture
def font(tmp_path):
    return make_font(tmp_path / "ideographs.ttf", "Ideographs", LETTERS)


@pytest.mark.exhaustive(keep=0.03, thorough=0.15)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", KINDS)
def test_an_installed_font_that_has_the_letters_is_found_in_every_kind_of_figure(font, kind):
    with machine_with(font):
        request = parse_picture(f"{kind} --title '激活 ReLU' --dpi 50")
        assert request.image("png") == request.image("png")
        assert all(map(request.image, ("svg", "pdf")))


@pytest.mark.filterwarnings("error")
def test_a_font_that_was_installed_after_matplotlib_made_its_list_is_found(font):
    with machine_with(font, listed=False):
        assert "Ideographs" in parse(f"{LINE} --title 激活").draw().texts[0].get_fontfamily()


OWN = '''
from actplot import Activation, register

@register
class Own(Activation):
    """One of my own."""
    name = "own"
    display = "激活函数"
    formula = "x^2"
    def value(self, x): return x**2
    def derivative(self, x): return 2 * x
    def second_derivative(self, x): return 2 + 0 * x
'''


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("error::UserWarning")
@pytest.mark.parametrize(
    "line",
    [
        "compare own.py:Own gelu",
        "compare relu --xlabel 輸入",
        "compare relu elu --ylabel 激活 --ylabel-derivative 活",
        "surface mse --data 数.csv --x 輸,入 --y 数",
        "derive mse --model linear --data 数.csv --x 輸,入 --y 数",
    ],
)
def test_letters_may_come_from_names_labels_files_and_columns(font, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(OWN, encoding="utf-8")
    (tmp_path / "数.csv").write_text("輸,入,数\n1,2,0\n2,3,1\n3,5,1\n4,1,0\n", encoding="utf-8")
    with machine_with(font):
        assert parse_picture(line).image("png")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("title", ["Функция ReLU", "דוגמה", "Ελληνικά", "مثال"])
def test_letters_of_the_usual_font_need_no_other(title):
    with machine_with():
        assert parse(f"{LINE} --title '{title}'").image("svg")


def test_of_several_fonts_that_have_the_letters_the_one_made_for_them_is_taken(tmp_path):
    families = ("A Font", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK SC")
    paths = [make_font(tmp_path / f"{family}.ttf", family, "激活かな한글") for family in families]
    with machine_with(*paths):
        for title, family in (("激活", families[3]), ("激かな", families[1]), ("激한글", families[2])):
            (text,) = [one for one in parse(f"{LINE} --title {title}").draw().texts if one.get_text() == title]
            assert text.get_fontfamily()[-1] == family


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize("line", [LINE, "derive relu --dpi 50"])
@pytest.mark.exhaustive(keep=0.05, thorough=0.25)
def test_boxes_are_told_in_one_warning(line, form):
    with machine_with():
        for _ in range(2):  # of what is known from before, too
            with pytest.warns(actplot.ActplotWarning, match="no installed font has 激 活, drawn as boxes") as said:
                assert parse_picture(f"{line} --title 激活").image(form)
            assert len(said) == 1


@pytest.mark.filterwarnings("ignore:Matplotlib currently does not support")
@pytest.mark.parametrize(
    ("title", "fonts"),
    [
        ("激活", ("Noto Sans CJK", "fonts-noto-cjk", "PingFang SC", "Microsoft YaHei")),
        ("ひらがな", ("Noto Sans CJK", "fonts-noto-cjk", "Hiragino Sans", "Yu Gothic")),
        ("한국어", ("Noto Sans CJK", "fonts-noto-cjk", "Apple SD Gothic Neo", "Malgun Gothic")),
        ("ไทย", ("Noto Sans Thai", "fonts-noto-core", "Thonburi", "Leelawadee UI")),
        ("नम", ("Noto Sans Devanagari", "fonts-noto-core", "Kohinoor Devanagari", "Nirmala UI")),
        ("🦜", ("Noto Emoji", "fonts-symbola", "Apple Symbols", "Segoe UI Emoji")),
        ("\U0001e900", ("Noto Sans", "fonts-noto-core")),
    ],
)
def test_a_warning_names_fonts_for_each_system(title, fonts):
    with machine_with(), pytest.warns(actplot.ActplotWarning) as said:
        parse(f"{LINE} --title {title}").image("png")
    (one,) = [found for found in said if issubclass(found.category, actplot.ActplotWarning)]
    assert all(font in str(one.message) for font in fonts)
    assert title[0] in str(one.message)


def test_a_long_title_without_spaces_is_broken_into_lines_on_the_page(font):
    title = 12 * "激活函数輸入"
    with machine_with(font):
        figure = parse(f"compare relu --only value --title {title}").draw()
        figure.draw_without_rendering()
        (text,) = [one for one in figure.findobj(Text) if one.get_text().startswith("激")]
        assert text.get_text().replace("\n", "") == title
        assert text.get_window_extent().x1 <= figure.bbox.x1
        wide = np.asarray(
            Image.open(io.BytesIO(parse_picture(f"derive relu --title {title}").image("png"))).convert("L")
        )
        assert wide.shape[1] < 1500
        assert (wide[:, -10:] == 255).all()


def test_a_font_of_bitmaps_is_passed_over(font, monkeypatch):
    found = font_manager.get_font(font)
    with machine_with(font):
        monkeypatch.setattr(font_manager, "get_font", lambda path: SimpleNamespace(scalable=False, get_charmap=dict))
        assert letters_of(font) == frozenset()
        monkeypatch.undo()
    with machine_with(font):
        assert letters_of(font) == set(map(chr, found.get_charmap()))
