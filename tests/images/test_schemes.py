"""A drawing with `--theme auto` is the light one for some readers and the dark one for others."""

import io
import re

import pytest
from PIL import Image

import actplot
from actplot.gallery.manifest.manifest import load
from actplot.images.drawings import svg_fault
from actplot.images.schemes import _blackened
from actplot.requests.reading import parse

LINES = (
    *("compare relu elu gelu", "plot dropout --at 1,2,3", "jacobian softmax --at 1,2,3", "derive sigmoid"),
    *("surface mse --data line:n=5", "surface mse --data line:n=5 --view 3d", "compare relu --style ggplot"),
    *("jacobian softmax --at 2,1,0.1 --text real", "derive relu --text real", "compare relu elu --text real"),
)
NAMES = re.compile(r"\b[a-z][0-9a-f]{10}\b|\b(title|desc)-[0-9a-f]{8}\b|<dc:description>.*")  # from the line inside


def said(text):
    """A drawing without names and the line inside, and with black said as other colours are."""
    return NAMES.sub("", _blackened(text))


def seen(drawing, scheme):
    """The drawing as a reader with a scheme sees it, without names and the line inside."""
    text = drawing.decode()
    found = re.search(
        r"svg\{color-scheme:light dark;(.*?)\}\n@media\(prefers-color-scheme:dark\)\{svg\{(.*?)\}\}\n", text
    )
    values = dict(one.split(":") for one in found[(scheme == "dark" and 2) or 1].split(";") if one)
    text = text.replace(found[0], "")
    text = re.sub(r"([\w-]+): ?[^;\"]+; \1: var\((.*?)\)", lambda one: f"{one[1]}: {values[one[2]]}", text)
    return NAMES.sub("", text)


@pytest.mark.exhaustive(keep=0.25)
@pytest.mark.parametrize("line", LINES)
def test_each_reader_sees_the_drawing_of_a_theme(line):
    drawing = parse(f"{line} --theme auto").image("svg")
    assert svg_fault(drawing) is None
    assert drawing == parse(f"{line} --theme auto").image("svg")
    for theme in ("light", "dark"):
        assert seen(drawing, theme) == said(parse(f"{line} --theme {theme}").image("svg").decode())


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("line", ["derive relu", "compare relu elu --mark kinks", "plot dropout --at 1,2"])
def test_black_is_a_colour_as_others_are(line, tmp_path):
    """Which matplotlib does not write; a dark page has light letters in its place."""
    sheet = tmp_path / "black.mplstyle"
    sheet.write_text("text.color: black\naxes.labelcolor: black\nhatch.color: black\n", encoding="utf-8")
    drawing = parse(f"{line} --theme auto --style {sheet}").image("svg")
    assert b"fill: #000000; fill: var(--000000-" in drawing


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_other_formats_are_refused_with_a_hint(form):
    with pytest.raises(actplot.BadOption, match="Write an SVG, as -o"):
        parse("compare relu --theme auto").image(form)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_is_drawn_without_a_background(theme):
    line = f"compare relu elu --theme {theme} --dpi 50"
    bare, usual = (Image.open(io.BytesIO(parse(line + more).image("png"))) for more in (" --background none", ""))
    assert (bare.mode, bare.getpixel((1, 1))[3], usual.mode) == ("RGBA", 0, "RGB")
    page = Image.new("RGBA", bare.size, (*usual.getpixel((1, 1)), 255))
    page.alpha_composite(bare)
    differences = zip(page.convert("RGB").tobytes(), usual.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in differences) < 12


def test_a_gallery_draws_each_figure_in_each_theme(tmp_path):
    text = """
        [gallery]
        formats = ["svg"]
        themes = ["light", "dark"]
        [[figure]]
        name = "one"
        draw = "compare relu elu"
        [[figure]]
        name = "own"
        draw = "plot gelu --theme dark"
        [[figure]]
        name = "auto"
        draw = "plot gelu"
        themes = ["auto"]
        [[preset]]
        name = "pytorch"
    """
    (tmp_path / "gallery.toml").write_text(text, encoding="utf-8")
    themes = {entry.name: entry.request.theme for entry in load(tmp_path / "gallery.toml").figures}
    own = {name: theme for name, theme in themes.items() if name.startswith(("one", "own", "auto"))}
    assert own == {"one": "light", "one-dark": "dark", "own": "dark", "auto": "auto"}
    formats = {entry.name: entry.formats for entry in load(tmp_path / "gallery.toml").figures}
    assert formats["one"] == formats["auto"] == ("svg",)
    (tmp_path / "gallery.toml").write_text(text.replace('formats = ["svg"]', ""), encoding="utf-8")
    formats = {entry.name: entry.formats for entry in load(tmp_path / "gallery.toml").figures}
    assert (formats["one"], formats["auto"]) == (("png",), ("svg",))  # which alone can follow its reader
    assert themes["GELU"] == "light"
    assert themes["GELU-dark"] == "dark"
