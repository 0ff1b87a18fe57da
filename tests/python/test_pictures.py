"""Commands that draw, as functions: the request is the picture, and says the same as the command line."""

import base64
import inspect
import io
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure
from options import unusual
from PIL import Image

import actplot
from actplot.cli import main
from actplot.errors import ActplotError, BadOption, OutputError
from actplot.python.asking import keywords_of, value_of
from actplot.requests.origins import command_in
from actplot.requests.reading import parse_picture, picture_classes

LINES = {  # a picture of each command, and the same in Python
    "compare gelu silu --theme dark --range -3 3": (("gelu", "silu"), {"theme": "dark", "range": (-3, 3)}),
    "plot elu:0.5 --mark kinks,extrema --for slide": (("elu:0.5",), {"mark": ["extrema", "kinks"], "for_": "slide"}),
    "grid relu mse --across 1": (("relu", "mse"), {"across": 1}),
    "sweep elu:alpha=0..2 --steps 9": (("elu:alpha=0..2",), {"steps": 9}),
    "diff gelu gelu_tanh --range -3 3": (("gelu", "gelu_tanh"), {"range": "-3 3"}),
    "propagate relu tanh --layers 3 --gain he": (("relu", "tanh"), {"layers": 3, "gain": "he"}),
    "jacobian softmax --at 2,1,0.1": (("softmax",), {"at": np.array([2, 1, 0.1])}),
    "surface mse --data line --descend --start 0,1": (
        ("mse",),
        {"data": Path("line"), "descend": True, "start": [(0, 1)]},
    ),
    "landscape relu tanh --seed 3": (("relu", "tanh"), {"seed": np.int64(3)}),
    "derive a*x^2 --param a=2 --explain": (("a*x^2",), {"param": {"a": 2}, "explain": True}),
}


def picture_of(line: str) -> object:
    names, options = LINES[line]
    return getattr(actplot, line.split()[0])(*names, **options)


def test_every_command_that_draws_is_here():
    assert {line.split()[0] for line in LINES} == set(actplot._PICTURES) == set(picture_classes())


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("line", LINES)
def test_a_function_asks_for_what_its_line_does(line):
    picture = picture_of(line)
    assert picture == parse_picture(line) == actplot.draw(line) == actplot.draw(picture.command)
    assert hash(picture) == hash(actplot.draw(line))
    assert type(picture) is picture_classes()[line.split()[0]]
    assert str(picture) == picture.command
    assert repr(picture) == f"<{picture.command}>"


@pytest.mark.parametrize("name", actplot._PICTURES)
def test_every_option_is_a_keyword(name):
    """A text is read as that of the command line, and what it means is taken, too."""
    asked = getattr(actplot, name)
    known = keywords_of(picture_classes()[name])
    assert set(inspect.signature(asked).parameters) == {"names", "functions", *known}
    assert all(f"    {keyword} : " in asked.__doc__ for keyword in known)
    for option in known.values():
        for words in unusual(option):
            value = value_of(option, " ".join(words) if option.kind.count else True)
            assert value == option.read(words) == value_of(option, value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"them": "dark"}, "compare has no option 'them'. Did you mean 'theme'?"),
        ({"vary": 1}, "compare has no option 'vary'. Did you mean 'var'? It is an option of plot."),
        ({"momentum": 0.5}, "compare has no option 'momentum'. It is an option of surface."),
        ({"output": "x.png"}, "compare has no option 'output'. .save('elu.svg') writes the image."),
        ({"x_range": (1, 2)}, "compare has no option 'x_range'. Did you mean 'range'?"),
        ({"theme": "drak"}, "--theme: unknown 'drak'. Did you mean 'dark'? Allowed: light, dark, auto."),
        ({"range": (3, -3)}, "--range LO HI: LO must be below HI, got 3 -3"),
        ({"range": "3"}, "--range takes 2 values, got '3'"),
        ({"range": 3}, "--range does not take an int"),
        ({"range": [1, 2, 3]}, "--range takes two numbers, got 3"),
        ({"num": 5, "points": 6}, "compare: --points and --num mean the same. Give one of them."),
        ({"title": 3}, "--title takes text, got int"),
        ({"legend": "yes"}, "--legend takes True or False, got 'yes'"),
        ({"points": 1}, "--points must be a whole number from 2 to 100000, got 1"),
        ({"legend": True, "no_legend": True}, "--legend and --no-legend contradict each other. Give one of them."),
    ],
    ids=str,
)
def test_wrong_options_are_told_as_on_the_command_line(options, said):
    with pytest.raises(BadOption) as caught:
        actplot.compare("gelu", **options)
    assert str(caught.value) == said


def test_numbers_of_arrays_are_as_short_as_their_floats():
    at = np.array([2, 1, 0.1], dtype=np.float32)
    assert actplot.jacobian("softmax", at=at).command == "actplot jacobian softmax --at 2,1,0.1"
    assert actplot.compare("elu", order=np.int64(2), mark=np.array(["kinks"]), dpi=np.float32(72.5)) == actplot.draw(
        "compare elu --order 2 --mark kinks --dpi 72.5"
    )
    starts = np.array([[0.0, 1.0], [1, 1]])
    assert actplot.surface("mse", data="line", descend=True, start=starts).start == ((0, 1), (1, 1))


def test_none_is_no_option():
    assert actplot.compare("gelu", theme=None, range=None, mark=None) == actplot.compare("gelu")


def test_a_misspelt_function_and_a_list_of_them():
    with pytest.raises(actplot.UnknownName, match="Did you mean 'gelu'"):
        actplot.compare("geluu")
    with pytest.raises(actplot.BadSpec, match="got list"):
        actplot.compare(["gelu", "silu"])
    with pytest.raises(BadOption, match="name at least one function"):
        actplot.compare()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare gelu -o x.svg", "draw makes the picture, and .save('elu.svg') writes it. Leave '-o' out."),
        ("list", "no figure is made by 'list'."),
        (3, "draw takes a command line, such as 'compare gelu silu', got int"),
        ("compare 'gelu", "is not a command line"),
    ],
)
def test_a_line_that_makes_no_picture(line, said):
    with pytest.raises(ActplotError) as caught:
        actplot.draw(line)
    assert said in str(caught.value)


def test_names_of_a_project():
    functions = {"swoosh": "x*sigmoid(2*x)"}
    picture = actplot.compare("swoosh", "relu", functions=functions)
    assert picture == actplot.draw("compare swoosh relu", functions=functions)
    assert "x*sigmoid(2*x)" in picture.command


def test_a_figure_is_new_each_time_and_belongs_to_whoever_asked():
    picture = actplot.compare("gelu", "silu")
    settings, image = dict(mpl.rcParams), picture.image("png")
    one, other = picture.figure(), picture.figure()
    assert isinstance(one, Figure)
    assert one is not other
    one.axes[0].set_title("mine")
    assert [axes.get_title() for axes in other.axes] != [axes.get_title() for axes in one.axes]
    (data, told), written = one._repr_mimebundle_(), io.BytesIO()
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size == tuple(map(round, one.bbox.size))
    assert told["image/png"]["alt"] == picture.alt
    other.savefig(written, format="png")
    assert picture.image("png") == image
    assert dict(mpl.rcParams) == settings


def test_what_is_written_is_what_the_command_line_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    picture = actplot.compare("gelu", "silu", theme="dark")
    for name in ("x.svg", "x.png", "x.pdf"):
        assert picture.save(name) == Path(name)
        assert command_in(Path(name).read_bytes()) == "compare gelu silu --theme dark"
    assert picture.save(tmp_path) == tmp_path / "compare-gelu-silu.png"
    assert picture.save(tmp_path / "bare", format="svg").read_bytes() == Path("x.svg").read_bytes()
    assert [path.name for path in actplot.plot("gelu", "silu").save(tmp_path)] == ["plot-gelu.png", "plot-silu.png"]
    assert [path.name for path in actplot.plot("gelu", "silu").save("two.svg")] == ["two-1.svg", "two-2.svg"]


@pytest.mark.parametrize(
    ("place", "options", "said"),
    [
        ("x.gif", {}, "save: 'x.gif': the suffix .gif is unknown. Known suffixes: .png, .svg, .pdf, .tex."),
        ("x", {}, "save: 'x': it has no suffix. Known suffixes: .png, .svg, .pdf, .tex."),
        ("x.png", {"format": "svg"}, "save: 'x.png' and --format svg contradict each other. Give one of them."),
        ("x", {"format": "gif"}, "save: 'x.gif': the suffix .gif is unknown. Known suffixes: .png, .svg, .pdf, .tex."),
        ("", {}, "save: '' names no file"),
        (3, {}, "save: takes a path, such as 'elu.svg', got int"),
        ("nowhere/x.png", {}, "there is no folder 'nowhere'. Make it, or name another one."),
    ],
)
def test_places_where_nothing_can_be_written(place, options, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((BadOption, OutputError)) as caught:
        actplot.compare("gelu").save(place, **options)
    assert str(caught.value) == said
    assert not list(tmp_path.iterdir())


def test_a_notebook_shows_a_picture_with_its_text():
    picture = actplot.compare("gelu", "silu")
    data, told = picture._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "text/html", "text/plain"}
    page = ElementTree.fromstring(data["text/html"])  # which alone has room for a text, in much that shows notebooks
    assert page.get("alt") == picture.alt
    assert base64.b64decode(page.get("src").partition(",")[2]) == picture.image("svg")
    assert data["image/svg+xml"].encode() == picture.image("svg")
    assert data["text/plain"] == told["image/svg+xml"]["alt"] == picture.alt
    data, told = picture._repr_mimebundle_(include=["image/png"])
    image = base64.b64decode(data["image/png"])
    assert image == picture.image("png")
    assert told["image/png"] == {"alt": picture.alt, "width": round(Image.open(io.BytesIO(image)).size[0] * 96 / 150)}
    assert set(picture._repr_mimebundle_(exclude={"image/svg+xml", "text/html"})[0]) == {
        "image/png",
        "text/plain",
    }


def test_a_large_drawing_is_shown_as_pixels():
    data, told = actplot.surface("mse")._repr_mimebundle_()
    assert set(data) == {"image/png", "text/html", "text/plain"}
    assert f"width:{told['image/png']['width']}px" in data["text/html"]


def test_a_notebook_shows_all_of_several_figures():
    picture = actplot.plot("gelu", "silu")
    data, _ = picture._repr_mimebundle_()
    assert data["text/html"].count("<img alt=") == 2
    assert len(picture.alt.splitlines()) == 2
    with pytest.raises(BadOption, match="one figure for each function"):
        picture.figure()
    assert all(isinstance(one.figure(), Figure) for one in picture.split())


def test_facts_and_notes():
    picture = actplot.compare("relu", "leaky_relu")
    assert json.loads(json.dumps(picture.facts)) == picture.facts
    assert [curve["label"] for curve in picture.facts["panels"][0]["curves"]] == ["ReLU", "leaky ReLU"]
    assert any("nearer to each other" in note for note in actplot.compare("gelu", "gelu_tanh").notes)


def test_pickles_and_threads():
    picture = actplot.compare("gelu", "silu", theme="dark")
    assert picture.facts
    sent = pickle.loads(pickle.dumps(picture))
    assert sent == picture
    assert sent.image("svg") == picture.image("svg")
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda _: picture._repr_mimebundle_()[0]["image/svg+xml"], range(4)))
    assert set(shown) == {picture.image("svg").decode()}


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize(
    "line",
    [
        "diff gelu gelu_tanh --json",
        "propagate relu --layers 3 --json",
        "jacobian softmax --at 2,1,0.1 --format json -o -",
    ],
)
def test_data_is_what_the_command_prints(line):
    printed = CliRunner().invoke(main, line.split(), prog_name="actplot").output
    picture = actplot.draw(line.partition(" --json")[0].partition(" --format")[0])
    assert picture.to_dict() == json.loads(printed)
