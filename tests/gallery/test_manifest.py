"""A manifest gives its figures in order, or everything that is wrong with it at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.gallery.manifest import presets
from actplot.gallery.manifest.manifest import load
from actplot.gallery.manifest.places import ManifestError
from actplot.gallery.manifest.presets import starter
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

ONE = '[[figure]]\nname = "one"\ndraw = "plot relu"\n'


@pytest.fixture
def manifest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(text: str, name: str = "gallery.toml") -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return written


def problems(path) -> tuple[str, ...]:
    with pytest.raises(ManifestError) as caught:
        load(path)
    return caught.value.problems


def test_a_whole_manifest(manifest, tmp_path):
    found = load(
        manifest(
            '[gallery]\ntitle = "Mine"\noutput = "pictures"\nformats = ["svg", "pdf"]\n'
            'defaults = "--range -3 3 --points 50"\n'
            '[[figure]]\nname = "a-b_c.d"\ndraw = "compare tanh relu --range -1 1"\ntitle = "T"\ncaption = "C"\n'
            'alt = "A"\ntags = ["x", "y"]\nformats = ["png"]\n' + ONE
        )
    )
    assert (found.path, found.title, found.output) == (Path("gallery.toml"), "Mine", tmp_path / "pictures")
    first, second = found.figures
    assert (first.name, first.title, first.caption, first.alt) == ("a-b_c.d", "T", "C", "A")
    assert (first.formats, first.tags) == (("png",), ("x", "y"))
    assert first.line == "compare --range -3 3 --points 50 --title T --caption C --alt-text A tanh relu --range -1 1"
    assert line_of(first.request) == "compare tanh relu --range -1 1 --points 50 --title T --caption C --alt-text A"
    assert second.formats == ("svg", "pdf")
    assert line_of(second.request) == "plot relu --range -3 3 --points 50"


def test_what_may_be_left_out(manifest, tmp_path):
    found = load(manifest(ONE))
    assert (found.title, found.output, found.figures[0].formats) == ("Gallery", tmp_path / "images", ("png",))


@pytest.mark.parametrize(
    "defaults", ['"--range -3 3 --dpi 80"', '["--range -3 3", "--dpi 80"]', '["--range", "-3", "3", "--dpi=80"]']
)
def test_defaults_may_be_text_or_a_list(manifest, defaults):
    found = load(manifest(f"[gallery]\ndefaults = {defaults}\n{ONE}"))
    assert line_of(found.figures[0].request) == "plot relu --range -3 3 --dpi 80"


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        ("plot dropout --at 1,2", "plot dropout --at 1,2 --dpi 80"),
        ("plot relu --only value", "plot relu --dpi 80 --range -3 3 --only value"),
        ("plot relu", "plot relu --dpi 80 --range -3 3 --derivative both"),
    ],
)
def test_a_default_goes_to_the_figures_of_which_it_says_something(manifest, draw, line):
    defaults = "--dpi 80 --range -3 3 --derivative both"
    found = load(manifest(f'[gallery]\ndefaults = "{defaults}"\n[[figure]]\nname = "one"\ndraw = "{draw}"\n'))
    assert found.figures[0].request == parse(line)


def test_an_option_that_says_nothing_of_its_own_figure_is_a_problem(manifest):
    head = '[gallery]\ndefaults = "--range -3 3"\n[[figure]]\nname = "one"\n'
    said = problems(manifest(f'{head}draw = "plot dropout --at 1,2 --range 0 1"\n'))
    assert "--range has no meaning for random layers" in said[0]


def test_the_folder_of_a_manifest_names_it(manifest, tmp_path):
    manifest(ONE)
    assert load(tmp_path).path == tmp_path / "gallery.toml"
    Path("gallery.toml").unlink()
    manifest("[tool.actplot.gallery]\n" + ONE.replace("[[", "[[tool.actplot.gallery."), "pyproject.toml")
    assert [figure.name for figure in load(tmp_path).figures] == ["one"]
    Path("pyproject.toml").unlink()
    assert problems(tmp_path) == (
        f"there is no gallery.toml in '{tmp_path}', and no pyproject.toml with [tool.actplot.gallery]. "
        "Make one with 'actplot gallery new'.",
    )


def figure(**keys: str) -> str:
    values = {"name": '"one"', "draw": '"plot relu"', **keys}
    return "[[figure]]\n" + "\n".join(f"{key} = {value}" for key, value in values.items()) + "\n"


WRONG = {
    "unknown key": (
        figure(captoin='"x"'),
        "figure 'one': unknown key 'captoin'. Did you mean 'caption'? "
        "Keys: name, draw, formats, themes, tags, title, caption, alt.",
    ),
    "unknown key above": (
        '[gallery]\nformat = ["png"]\n' + ONE,
        "[gallery]: unknown key 'format'. Did you mean 'formats'? Keys: title, output, formats, themes, defaults.",
    ),
    "type of a text": (figure(title="3"), "figure 'one': title must be text, got '3'"),
    "type of a list": (
        figure(formats='"png"'),
        "figure 'one': formats must be a list such as [\"png\", \"svg\"], got 'png'",
    ),
    "type of tags": (figure(tags="[1]"), "figure 'one': tags must be a list of texts, got '[1]'"),
    "type of a name": (figure(name="7"), "[[figure]] number 1: name must be text, got '7'"),
    "no name": ('[[figure]]\ndraw = "plot relu"\n', "[[figure]] number 1: the key 'name' is missing"),
    "no draw": ('[[figure]]\nname = "one"\n', "figure 'one': the key 'draw' is missing"),
    "twice": (ONE + ONE, "figure 'one' (number 2): the name 'one' is given twice"),
    "case": (ONE + figure(name='"One"'), "figure 'One': the name 'One' differs from 'one' in case alone"),
    "format": (
        figure(formats='["pgn"]'),
        "figure 'one': formats has an unknown 'pgn'. Did you mean 'png'? Allowed: png, svg, pdf, tex.",
    ),
    "no format": (figure(formats="[]"), "figure 'one': formats must name at least one of png, svg, pdf, tex"),
    "function": (
        figure(draw='"plot rleu"'),
        "figure 'one': draw: unknown function 'rleu'. Did you mean 'relu' or",
    ),
    "command": (
        figure(draw='"polt relu"'),
        "figure 'one': draw: no figure is made by 'polt'. Did you mean 'plot'? "
        "Commands: compare, derive, diff, grid, jacobian, landscape, plot, propagate, surface, sweep.",
    ),
    "option": (
        figure(draw='"plot relu --rnage 0 1"'),
        "figure 'one': draw: plot has no option '--rnage'. Did you mean '--range'",
    ),
    "quotes": (
        figure(draw='"plot \'relu"'),
        "figure 'one': draw 'plot 'relu' is not a command line: No closing quotation",
    ),
    "nothing": (figure(draw='"actplot"'), "figure 'one': draw asks for nothing. Write a command, such as"),
    "several images": (
        figure(draw='"plot relu tanh"'),
        "figure 'one': draw 'plot relu tanh' makes 2 images, and a figure is one. Write a [[figure]] for each.",
    ),
    "output in draw": (
        figure(draw='"plot relu -o relu.png"'),
        "figure 'one': draw: '-o' has no place here. Images go to the gallery's output, by its formats.",
    ),
    "format in draw": (
        figure(draw='"plot relu --format=svg"'),
        "figure 'one': draw: '--format=svg' has no place here. Images go to the gallery's output, by its formats.",
    ),
    "default": (
        '[gallery]\ndefaults = "--rnage 0 1"\n' + ONE,
        "[gallery]: defaults: no command has an option '--rnage'. Did you mean '--range'",
    ),
    "value of a default": (
        '[gallery]\ndefaults = "--dpi many"\n' + ONE,
        "[gallery]: defaults: --dpi takes finite numbers, got 'many'",
    ),
    "no value": ('[gallery]\ndefaults = "--range 1"\n' + ONE, "[gallery]: defaults: --range lacks a value"),
    "preset": (
        '[[preset]]\nname = "activation"\n',
        "[[preset]] number 1: unknown preset 'activation'. Did you mean 'activations'? Presets: ",
    ),
    "preset twice": (
        '[[preset]]\nname = "pytorch"\n' * 2,
        "[[preset]] number 2: the preset 'pytorch' is given twice. "
        "Give its figures other names here: prefix = \"pytorch-\"",
    ),
    "a prefix": (
        '[[preset]]\nname = "pytorch"\n' * 2 + 'prefix = "../"\n',
        "[[preset]] number 2: prefix '../' cannot start the name of a file everywhere. "
        "Use letters a to z, digits, '_', '-', '+' and '.' inside.",
    ),
    "type of a prefix": ('[[preset]]\nname = "pytorch"\nprefix = 3\n', "[[preset]] number 1: prefix must be text"),
    "a preset's name": (
        '[[preset]]\nname = "activations"\n' + figure(name='"relu"'),
        "figure 'relu': the name 'relu' is given twice",
    ),
    "style": (
        figure(draw='"plot relu --style nosuch"'),
        "figure 'one': draw: --style: unknown style 'nosuch'. Give a matplotlib style or the path of a file.",
    ),
    "null in the output": (
        '[gallery]\noutput = "x\\u0000y"\n' + ONE,
        "[gallery]: output 'x\\x00y' has a null character",
    ),
    "very long number": (figure(title="0x" + "f" * 9000), "figure 'one': title must be text, got a very long number"),
    "number": (figure(title="1" * 5000), "not TOML: a number is too long"),
    "depth": ("a = " + "[" * 20000, "brackets are nested too deeply"),
    "size": ("#" * 4_000_001, "larger than 4 MB. Divide it into several manifests."),
    "table": (
        ONE + '[[figures]]\nname = "x"\n',
        "unknown table 'figures'. Did you mean 'figure'? Allowed: [gallery], [[figure]], [[preset]].",
    ),
    "single figure": ('[figure]\nname = "x"\n', "'figure' must be a list of tables: write [[figure]]"),
    "empty": ("", "there are no figures. Write a [[figure]] with name and draw, or a [[preset]] with name."),
    "output is a file": (
        '[gallery]\noutput = "gallery.toml"\n' + ONE,
        "[gallery]: output 'gallery.toml' is a file. Name a folder.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(manifest, text, message):
    (found,) = problems(manifest(text))
    assert found.startswith("gallery.toml")
    assert found.removeprefix("gallery.toml").lstrip(",: ").startswith(message)


@pytest.mark.parametrize("name", ["a/b", "../a", ".hidden", "", "a b", "a:b", "nul", "CON.x", "a.", "x" * 101, "ä"])
def test_a_name_must_be_one_of_a_file(manifest, name):
    (found,) = problems(manifest(figure(name=f'"{name}"')))
    assert "cannot name a file everywhere" in found
    assert f"figure '{name[:40]}" in found
    assert f"{name[-40:]}': " in found


def test_a_missing_folder_of_the_output_is_made_and_a_file_is_in_the_way(manifest, tmp_path):
    wanted = manifest('[gallery]\noutput = "a/b"\n' + ONE)
    assert load(wanted).output == tmp_path / "a" / "b"
    Path("a").write_text("", encoding="utf-8")
    (found,) = problems(wanted)
    assert found == f"gallery.toml, [gallery]: output 'a/b': '{tmp_path / 'a'}' is a file. Name another folder."


def test_everything_at_once(manifest):
    text = '[gallery]\ntitel = "x"\n' + figure(name='"a"', draw='"plot rleu"') + figure(name='"b"', formats='["gif"]')
    assert len(problems(manifest(text + figure(name='"c"', draw='"plot relu tanh"')))) == 4


def test_what_is_wrong_with_a_figure_hides_nothing_else(manifest):
    bad = figure(name='"a b"', draw='"plot rleu"') + '[[figure]]\ndraw = "plot rleu"\n'
    found = problems(manifest(bad + figure(draw='"plot relu -o x.png"') + figure(draw="3") + figure(name='"ONE"')))
    places = [line.removeprefix("gallery.toml, ").partition(": ")[0] for line in found]
    assert sorted(places) == [
        *["[[figure]] number 2"] * 2,
        *["figure 'ONE'", "figure 'a b'", "figure 'a b'"],
        *["figure 'one' (number 3)", "figure 'one' (number 4)", "figure 'one' (number 4)"],
    ]
    assert sum("unknown function 'rleu'" in line for line in found) == 2


def test_styles_are_looked_for_from_the_manifest(manifest, tmp_path, monkeypatch):
    manifest(figure(draw='"plot relu --style own.mplstyle"'))
    Path("own.mplstyle").write_text("lines.linewidth: 3\n", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert load("../gallery.toml").figures


def test_only_styles_of_others_load_matplotlib(manifest):
    code = (
        "import sys\nfrom actplot.gallery.manifest.manifest import load\nload('.')\nprint('matplotlib' in sys.modules)"
    )
    own, other = "plot relu --style actplot-pytorch", "plot relu --style ggplot"
    for line, loaded in (("plot relu", "False"), (own, "False"), (other, "True")):
        manifest(figure(draw=f'"{line}"'))
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == f"{loaded}\n"


def test_an_output_that_the_system_cannot_name(tmp_path):
    (tmp_path / "gallery.toml").write_text('[gallery]\noutput = "bücher"\n' + ONE, encoding="utf-8")
    ascii_only = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "actplot", "gallery", "build"]
    run = subprocess.run(command, cwd=tmp_path, env=ascii_only, capture_output=True, encoding="utf-8")
    assert "Traceback" not in run.stderr
    if sys.platform == "linux":  # elsewhere names of files are UTF-8 whatever the locale
        assert run.returncode == 2
        assert "cannot be a file name in" in run.stderr


def test_not_toml(manifest):
    (found,) = problems(manifest('[gallery]\ntitle = "x\n'))
    assert found.startswith("gallery.toml: not TOML: ")
    assert "line 2" in found
    Path("gallery.toml").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in problems("gallery.toml")[0]


@pytest.mark.parametrize("text", ["[tool.other]\n", "[tool]\nactplot = 3\n", "tool = 3\n"])
def test_a_project_without_the_table(manifest, text):
    (found,) = problems(manifest(text, "pyproject.toml"))
    assert found == "pyproject.toml: there is no table [tool.actplot.gallery]. Make one with 'actplot gallery new'."


def test_the_command_line_prints_all_problems(manifest):
    manifest(figure(draw='"plot rleu"') + figure(name='"two"', formats='["gif"]'))
    result = CliRunner().invoke(main, ["gallery", "check"], prog_name="actplot")
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if "gallery.toml, figure" in line]) == 2


@pytest.mark.parametrize("name", presets.names())
def test_presets_are_manifests(manifest, name):
    found = load(manifest(f'[[preset]]\nname = "{name}"\n'))
    assert len(found.figures) == len(presets.document(name)["figure"])
    assert {figure.alt for figure in found.figures} == {"auto"}


@pytest.mark.parametrize("kind", ["activation", "loss"])
def test_the_catalogue_is_a_preset(manifest, kind):
    found = load(manifest(f'[[preset]]\nname = "{presets_of(kind)}"\n'))
    assert [figure.name for figure in found.figures] == list(actplot.names(kind))


def presets_of(kind: str) -> str:
    return next(name for name, of in presets.GENERATED.items() if of == kind)


def test_what_is_nearer_to_a_figure_wins(manifest, monkeypatch):
    inner = {
        "gallery": {"formats": ["pdf"], "defaults": "--dpi 70 --points 70"},
        "figure": [{"name": "in", "draw": "plot elu --points 80"}],
    }
    monkeypatch.setattr(presets, "document", lambda name: inner)
    head = '[gallery]\nformats = ["svg"]\ndefaults = "--dpi 60 --theme dark"\n'
    (found,) = load(manifest(head + '[[preset]]\nname = "documents"\n')).figures
    assert (line_of(found.request), found.formats) == ("plot elu --points 80 --dpi 70 --theme dark", ("svg",))
    (found,) = load(manifest('[[preset]]\nname = "documents"\n')).figures
    assert found.formats == ("pdf",), "those of the preset, where the manifest asks for none"
    included = '[[preset]]\nname = "documents"\nformats = ["png"]\ndefaults = "--dpi 90"\ntags = ["t"]\n'
    (found,) = load(manifest(head + included)).figures
    assert (line_of(found.request), found.formats) == ("plot elu --points 80 --dpi 90 --theme dark", ("png",))
    assert found.tags == ("t",)


def test_a_preset_twice_under_other_names(manifest):
    twice = '[[preset]]\nname = "pytorch"\n[[preset]]\nname = "pytorch"\nprefix = "dark-"\ndefaults = "--theme dark"\n'
    found = load(manifest(twice)).figures
    once = load(manifest('[[preset]]\nname = "pytorch"\n')).figures
    assert found[: len(once)] == once
    assert [figure.name for figure in found[len(once) :]] == [f"dark-{figure.name}" for figure in once]
    assert {figure.request.theme for figure in found[len(once) :]} == {"dark"}


def test_the_starter_is_a_manifest(manifest):
    found = load(manifest(starter()))
    assert [figure.name for figure in found.figures] == ["rectifiers", "gelu"]
    assert all(name in starter() for name in presets.names())
