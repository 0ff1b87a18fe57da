"""A manifest names functions once; its figures use the names, and are drawn anew where a definition changes."""

from pathlib import Path

import pytest

from actplot.errors import ActplotError
from actplot.gallery.build.building import build
from actplot.gallery.build.outcomes import Options
from actplot.gallery.manifest.manifest import load
from actplot.requests.origins import command_in

MANIFEST = """
[gallery]
formats = ["svg"]

[functions]
tall = "swoosh(2*x) + 1"
worked = "user.py:act"

[functions.swoosh]
formula = "x*sigmoid(a*x)"
parameters = {a = 1}

[[figure]]
name = "curves"
draw = "compare swoosh swoosh:2 gelu"

[[figure]]
name = "alone"
draw = "plot tall"

[[figure]]
name = "lines"
draw = "derive 'swoosh(x)^2'"

[[figure]]
name = "other"
draw = "compare relu"
"""
CARRIED = {
    "curves": "compare 'swoosh = x*sigmoid(a*x):a=1' 'swoosh (a=2) = x*sigmoid(a*x):a=2' gelu",
    "alone": "plot 'tall = (2*x)*sigmoid(2*x) + 1'",
    "lines": "derive '(x*sigmoid(x))^2'",
    "other": "compare relu",
}


@pytest.fixture
def manifest(tmp_path) -> Path:
    path = tmp_path / "gallery.toml"
    path.write_text(MANIFEST, encoding="utf-8")
    return path


def built(path: Path, **options) -> dict[str, str]:
    """Why each figure was drawn; empty for those that were not."""
    return {one.name: one.reason for one in build(path, Options(jobs=1, **options)).outcomes if one.reason}


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_figures_use_the_names_and_images_do_without_them(manifest):
    assert set(built(manifest)) == set(CARRIED)
    for name, line in CARRIED.items():
        assert command_in((manifest.parent / "images" / f"{name}.svg").read_bytes()) == line
    assert built(manifest) == {}
    replaced(manifest, "a = 1", "a = 3")
    assert built(manifest) == dict.fromkeys(("curves", "alone", "lines"), "the command changed")
    replaced(manifest, "2*x) + 1", "2*x) - 1")
    assert built(manifest) == {"alone": "the command changed"}
    replaced(manifest, "tall = ", "# a remark\ntall = ")
    assert built(manifest) == {}


def test_a_function_of_a_file_stands_beside_the_manifest(manifest, tmp_path, monkeypatch):
    (tmp_path / "user.py").write_text("import numpy as np\ndef act(x):\n    return np.abs(x)\n", encoding="utf-8")
    replaced(manifest, "compare relu", "compare worked")
    monkeypatch.chdir("/")
    assert built(manifest, only=("other",)) == {"other": "new"}
    image = (manifest.parent / "images" / "other.svg").read_bytes()
    assert command_in(image) == "compare 'worked = user.py:act'"
    replaced(tmp_path / "user.py", "abs", "sin")
    assert set(built(manifest, only=("other",))) == {"other"}
    assert (manifest.parent / "images" / "other.svg").read_bytes() != image


def test_names_of_the_nearest_pyproject_are_looked_up_again(tmp_path):
    inner = tmp_path / "docs"
    inner.mkdir()
    project = tmp_path / "pyproject.toml"
    project.write_text('[tool.actplot.functions]\npeak = "exp(-|x|)"\n', encoding="utf-8")
    path = inner / "gallery.toml"
    path.write_text('[[figure]]\nname = "one"\ndraw = "compare peak"\n', encoding="utf-8")
    assert built(path) == {"one": "new"}
    assert built(path) == {}
    replaced(project, "-|x|", "-2*|x|")
    assert built(path) == {"one": "the command changed"}
    replaced(project, "[tool", "# a remark\n[tool")
    assert built(path) == {}


def test_a_manifest_in_a_pyproject_names_functions_too(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_text(
        '[tool.actplot.functions]\npeak = "exp(-|x|)"\n'
        '[tool.actplot.gallery.functions]\nsteep = "peak(2*x)"\n'
        '[[tool.actplot.gallery.figure]]\nname = "one"\ndraw = "compare peak steep"\n',
        encoding="utf-8",
    )
    assert [one.command for one in load(path).figures] == ["compare 'peak = exp(-|x|)' 'steep = exp(-|2*x|)'"]


WRONG = {
    "swoosh = 'x +'": "gallery.toml, [functions], swoosh: expected a number, a name or '(' after '+'",
    "gelu = 'x'": "gallery.toml, [functions], gelu: 'gelu' is a name of the catalogue, and nothing replaces one",
    "swoosh = {formul = 'x'}": "gallery.toml, [functions], swoosh: unknown key 'formul'. Did you mean 'formula'?",
    "swoosh = 'slide(x)'\nslide = 'swoosh(x)'": "swoosh: it refers to itself: swoosh → slide → swoosh",
    "unused = 'nowhere(x)'": "gallery.toml, [functions], unused: unknown name 'nowhere'.",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_definition_is_told_once(text, tmp_path):
    path = tmp_path / "gallery.toml"
    figure = '[[figure]]\nname = "one"\ndraw = "compare swoosh"\n'
    path.write_text(f"[functions]\n{text}\n{figure}", encoding="utf-8")
    with pytest.raises(ActplotError) as caught:
        load(path)
    assert WRONG[text] in str(caught.value)
    assert "figure 'one'" not in str(caught.value)


def test_a_misspelt_name_is_a_fault_of_its_figure(manifest):
    replaced(manifest, "plot tall", "plot tal")
    with pytest.raises(ActplotError, match=r"figure 'alone': draw: .*unknown name 'tal'|Did you mean 'tall'"):
        load(manifest)
