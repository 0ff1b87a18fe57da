"""What a project's pyproject.toml says of pictures is what they have where nothing else is asked for."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from actplot.cli import main


def run(line: str):
    return CliRunner().invoke(main, line.split(), prog_name="actplot")


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "inside").mkdir()
    (tmp_path / "own.mplstyle").write_text("axes.facecolor: white\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "inside")

    def write(text: str):
        (tmp_path / "pyproject.toml").write_text(f"[tool.actplot]\n{text}\n", encoding="utf-8")

    return write


def drawn(line: str, file: str) -> str:
    result = run(line)
    assert result.output == f"wrote {file}\n"
    return run(f"recipe {file}").output.strip()


def test_a_picture_is_as_its_project_wants_it(project, monkeypatch, tmp_path):
    project("theme = 'dark'\ndpi = 80\nformat = 'svg'")
    line = drawn("compare relu", "compare-relu.svg")
    assert line == "actplot compare relu --dpi 80 --theme dark"
    made = Path("compare-relu.svg").read_bytes()
    (tmp_path / "pyproject.toml").unlink()
    assert drawn(f"{line.removeprefix('actplot ')} -o again.svg", "again.svg") == line
    assert Path("again.svg").read_bytes() == made


def test_what_is_asked_for_wins(project):
    project("theme = 'dark'\nformat = 'svg'")
    assert drawn("compare relu --theme light --format png", "compare-relu.png") == "actplot compare relu --theme light"
    assert drawn("plot relu -o a.pdf", "a.pdf") == "actplot plot relu --theme dark"
    assert drawn("compare relu --theme auto", "compare-relu.svg") == "actplot compare relu --theme auto"


@pytest.mark.parametrize("line", ["compare relu --theme light", "plot relu --dpi 150", "grid relu elu --theme light"])
def test_the_line_inside_an_image_draws_the_same_in_the_project(project, line):
    project("theme = 'dark'\ndpi = 80")
    kept = drawn(f"{line} -o first.png", "first.png")
    assert drawn(f"{kept.removeprefix('actplot ')} -o again.png", "again.png") == kept
    assert Path("first.png").read_bytes() == Path("again.png").read_bytes()


@pytest.mark.parametrize("style", ["'ggplot'", "['ggplot', 'own.mplstyle']", "'own.mplstyle'"])
def test_styles_are_names_or_files_of_the_project(project, style):
    project(f"style = {style}")
    names = style.strip("[]").replace("'", "").replace(", ", ",").replace("own", "../own")
    assert drawn("compare relu -o a.png", "a.png") == f"actplot compare relu --style {names}"


def test_no_style_is_none(project):
    project("style = []")
    assert drawn("compare relu -o a.png", "a.png") == "actplot compare relu"


def test_answers_in_text_take_no_notice(project):
    outside = run("derive tanh").output
    project("theme = 'dark'\nformat = 'svg'\ndpi = 90")
    assert run("derive tanh").output == outside
    assert run("diff relu gelu").exit_code == 0
    assert run("show relu").exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("them = 'dark'", "[tool.actplot] has no key 'them'. Did you mean 'theme'?"),
        ("theme = 'drak'", "unknown 'drak'. Did you mean 'dark'?"),
        ("dpi = 5", "--dpi must be a number from 10 to 1200, got 5"),
        ("format = 'gif'", "format 'gif' is none of png, svg, pdf"),
    ],
)
def test_what_is_wrong_is_told(project, text, told):
    project(text)
    result = run("compare relu")
    assert result.exit_code == 2
    assert told in result.stderr
