"""Code is run because the user wrote its name, and never because an image's text says so."""

import shutil
from functools import cache

import pytest
from click.testing import CliRunner

from actplot import get
from actplot.cli import main
from actplot.errors import SuppliedError
from actplot.gallery.check.comparison import check_figure
from actplot.gallery.manifest.manifest import load
from actplot.images.encoding import FORMATS, encode
from actplot.requests.origins import command_in
from actplot.requests.reading import parse
from actplot.spec.supplied.loading import nothing_loaded

CODE = """
from pathlib import Path
Path(__file__).with_name("ran").touch()

def act(x, alpha=1.0):
    return alpha*x
"""
LINES = [
    "compare evil.py:act relu",
    "compare 'mine = evil.py:act:alpha=2' --range -1 1 --derivative both --mark extrema",
    "plot evil.py:act --order 2",
    "plot package.evil:act",
    "jacobian evil.py:act --at 1,2",
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One with a file and a module that leave a trace where they are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").touch()
    for place in (tmp_path, tmp_path / "package"):
        (place / "evil.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def ran(folder) -> bool:
    return bool(list(folder.rglob("ran")))


def asked(*words: str):
    return CliRunner().invoke(main, words, prog_name="actplot")


def planted(line: str, form: str) -> bytes:
    """An image of another figure whose text is that line."""
    return encode(_other(), form, line, 30)


@cache
def _other():
    return parse("compare relu").draw()


def test_a_name_on_the_command_line_is_run(folder):
    assert asked("compare", "evil.py:act", "-o", "a.png").exit_code == 0
    assert ran(folder)


@pytest.mark.exhaustive(keep=0.26, thorough=1)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("line", LINES)
def test_recipe_prints_a_line_and_runs_nothing(line, form, folder):
    (folder / f"a.{form}").write_bytes(planted(line, form))
    done = asked("recipe", f"a.{form}")
    assert (done.exit_code, done.stdout) == (0, f"actplot {line}\n")
    assert not ran(folder)


def test_recipe_of_a_drawn_image_is_its_line_where_the_file_has_gone(folder):
    assert asked("compare", "evil.py:act:2", "relu", "-o", "a.png").exit_code == 0
    for name in ("evil.py", "ran"):
        (folder / name).unlink()
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    assert asked("recipe", "a.png").stdout == "actplot compare evil.py:act:alpha=2 relu\n"


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize(("line", "form"), [(LINES[0], "png"), (LINES[3], "svg")])
def test_a_gallery_that_holds_such_images_runs_nothing(line, form, folder):
    (folder / "gallery.toml").write_text(
        f'[gallery]\nformats = ["{form}"]\ndefaults = "--dpi 30"\n[[figure]]\nname = "a"\ndraw = "compare relu"\n',
        encoding="utf-8",
    )
    assert asked("gallery", "build").exit_code == 0
    for name in ("a", "extra"):
        (folder / "images" / f"{name}.{form}").write_bytes(planted(line, form))
    done = asked("gallery", "check")
    assert done.exit_code == 1
    assert f"a.{form}: facts changed" in done.stdout
    assert f"extra.{form}: extra" in done.stdout
    manifest = load("gallery.toml")
    (verdict,) = check_figure(manifest, manifest.figures[0])
    assert "it is named by a text inside an image, because of which no code is run" in " ".join(verdict.details)
    assert not ran(folder)
    assert asked("gallery", "build", "--prune").exit_code == 0
    assert not ran(folder)


def test_what_an_image_names_has_no_values(folder):
    with nothing_loaded():
        function = get("evil.py:act")
    assert str(function) == "evil.py:act"
    with pytest.raises(SuppliedError, match="no code is run"):
        function.value([1.0])
    assert not ran(folder)
    assert get("evil.py:act").value([1.0]) == [1.0]


def test_the_line_of_an_image_is_read_without_the_file():
    assert command_in(planted("plot nowhere.py:act", "png")) == "plot nowhere.py:act"
