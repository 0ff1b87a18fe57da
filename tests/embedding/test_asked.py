"""What a line in a page asks for, and what is kept of it."""

import pytest

from actplot.embedding.asked import Place, check_themes, one_line, pictures_of
from actplot.embedding.kept import Store
from actplot.errors import ActplotError, BadOption


@pytest.fixture
def place(tmp_path):
    return Place.of(tmp_path)


def test_a_picture_in_every_theme(place):
    (found,) = pictures_of("compare gelu silu", place)
    assert found.shown(following=False) == {
        "light": "compare gelu silu",
        "dark": "compare gelu silu --theme dark",
    }
    assert found.shown(following=True) == {"auto": "compare gelu silu --theme auto"}
    assert found.printed == "compare gelu silu"


def test_the_theme_of_a_line_is_kept(place):
    (found,) = pictures_of("actplot compare gelu --theme dark", place)
    assert found.shown(following=True) == found.shown(following=False) == {"dark": "compare gelu --theme dark"}
    (found,) = pictures_of("compare gelu", place, themes=("auto",))
    assert found.shown(following=False) == {"auto": "compare gelu --theme auto"}


def test_a_line_may_go_on_and_make_several_pictures(place):
    assert one_line("compare gelu \\\n silu\n  --range -3 3\n") == "compare gelu   silu --range -3 3"
    assert [one.printed for one in pictures_of("plot gelu\nrelu", place)] == ["plot gelu", "plot relu"]


def test_own_functions(tmp_path):
    (tmp_path / "mine.py").write_text("import numpy as np\ndef act(x): return x*np.tanh(x)\n")
    (tmp_path / "functions.toml").write_text('[functions]\nsteep = "x*sigmoid(3*x)"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.actplot.functions]\nlazy = "x/(1+abs(x))"\n')
    place = Place.of(tmp_path, "functions.toml")
    (found,) = pictures_of("compare mine.py:act steep lazy", place)
    kept = Store(tmp_path / "kept").picture(found.printed, found.folder, "svg")
    assert "steep" in kept.alt
    assert [path.name for path in Store(tmp_path).sources(found.printed, found.folder)] == ["mine.py"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no line that says what to draw. Write one, such as 'compare gelu silu'."),
        ("compare gelu\nplot silu", "'plot silu' is a line of its own, and each picture needs its own block."),
        ("compare gelu -o x.png", "'-o' has no place here: the picture stands in this page. Leave it out."),
        ("compare gellu", "unknown function 'gellu'. Did you mean 'gelu' or 'geglu' or 'glu'? See 'actplot list'."),
        ("compare 'gelu", "'compare 'gelu' is not a command line: No closing quotation"),
    ],
)
def test_a_line_that_is_none(place, text, said):
    with pytest.raises(ActplotError) as error:
        pictures_of(text, place)
    assert str(error.value) == said


def test_themes_that_are_none(place):
    with pytest.raises(BadOption, match=r"the line says --theme dark, and themes say light. Leave one out."):
        pictures_of("plot gelu --theme dark", place, themes=("light",))
    for text, said in {
        "drak": "there is no theme 'drak'. Did you mean 'dark'? Themes: light, dark, auto.",
        "": "no theme is named. Themes: light, dark, auto.",
        "auto, light": "auto follows the reader's theme, and stands alone. Leave the others out.",
    }.items():
        with pytest.raises(BadOption) as error:
            check_themes(text)
        assert str(error.value) == said


def test_images_are_kept_until_what_they_show_changes(tmp_path):
    source = tmp_path / "mine.py"
    source.write_text("def act(x): return x*x\n")
    store = Store(tmp_path / "kept", ignored=True)
    first = store.picture("plot mine.py:act", str(tmp_path), "svg")
    first.path.write_bytes(b"kept")
    assert store.picture("plot mine.py:act", str(tmp_path), "svg") == first
    assert first.path.read_bytes() == b"kept"
    assert store.picture("plot mine.py:act --theme dark", str(tmp_path), "svg").path != first.path
    source.write_text("def act(x): return x*x*x\n")
    assert store.picture("plot mine.py:act", str(tmp_path), "svg").path != first.path
    assert (tmp_path / "kept" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    next((tmp_path / "kept").glob("*.json")).write_text("[")  # which somebody wrote into
    assert store.picture("plot mine.py:act", str(tmp_path), None).alt
