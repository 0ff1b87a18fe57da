"""Letters of any script are drawn with an installed font that has them, or a warning names fonts to install."""

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

import actplot
from actplot.requests.reading import parse

LINE = "compare relu --only value --dpi 50 --title"


@pytest.fixture
def installed(tmp_path):
    """A font with an ideograph, which looks like an A."""
    font = TTFont(font_manager.findfont("DejaVu Sans"))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {0x6FC0: "A", 0x6D3B: "B", ord(" "): "space"}
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "Ideographs"
    path = str(tmp_path / "ideographs.ttf")
    font.save(path)
    before = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(path)
    yield
    font_manager.fontManager.ttflist[:] = before


@pytest.mark.filterwarnings("error")
def test_an_installed_font_that_has_the_letters_is_found(installed):
    request = parse(f"{LINE} '激活 ReLU'")
    assert "Ideographs" in request.draw().texts[0].get_fontfamily()
    for form in ("png", "svg", "pdf"):
        assert request.image(form) == request.image(form)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("title", ["Функция ReLU", "דוגמה", "Ελληνικά"])
def test_letters_of_the_usual_font_need_no_other(title):
    figure = parse(f"{LINE} '{title}'")
    assert figure.image("svg")


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize(
    ("title", "font"), [("激活", "Noto Sans CJK"), ("ひらがな", "IPA Gothic"), ("\U0001e900", "Noto Sans")]
)
def test_boxes_are_told_in_one_warning(title, font, form, monkeypatch):
    usual = [one for one in font_manager.fontManager.ttflist if one.name.startswith(("DejaVu", "STIX"))]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", usual)
    with pytest.warns(actplot.ActplotWarning, match="drawn as boxes. Install a font such as") as said:
        assert parse(f"{LINE} '{title}'").image(form)
    (one,) = said
    assert font in str(one.message)
    assert title[0] in str(one.message)
