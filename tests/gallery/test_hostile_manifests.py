"""Manifests that a stranger wrote to cost time or memory, or to write where they should not."""

from time import process_time

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.errors import grouped, most_of, suggestion, without_hints
from actplot.gallery.manifest.manifest import read
from actplot.gallery.manifest.places import ManifestError

FIGURE = '[[figure]]\nname = "one"\ndraw = "plot relu"\n'


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The first and the last line of what is said of a manifest's text."""
    monkeypatch.chdir(tmp_path)

    def of(text: str) -> tuple[str, str]:
        (tmp_path / "gallery.toml").write_text(text, encoding="utf-8")
        try:
            lines = read("gallery.toml").problems or [""]
            lines = most_of(lines)
        except ManifestError as error:
            lines = str(error).split("\n")
        assert len(lines) <= 21
        return lines[0].removeprefix("gallery.toml"), lines[-1]

    return of


LONG = {
    "key": "a" + ".a" * 40_000 + " = 1",
    "quoted key": 'a = {"b"' + ". 'b'" * 40_000 + " = 1}",
    "header": "[" + "a." * 40_000 + "a]",
    "keys": "\n".join(f"k{i}.a.b.c = 1" for i in range(10_001)),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_keys_of_very_many_parts(told, text):
    start = process_time()
    assert told(FIGURE + text)[0] == ": keys with dots have too many parts, or there are too many of them"
    assert process_time() - start < 2


@pytest.mark.parametrize(
    "text",
    [
        'caption = "see 1.2.3.4.5.6.7.8.9.10.11.12"\n',
        'tags = ["a.b.c.d.e.f.g.h.i.j.k", "l"]\n',
        "tags = ['" + "a." * 5000 + "']\n",
    ],
)
def test_dots_in_texts_are_none_of_keys(told, text):
    assert told(FIGURE + text) == ("", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[figure]]\nname = "a"\ndraw = "plot ' + "relu " * 4000 + '"',
            "draw has 20005 characters, allowed are 20000",
        ),
        (f'[gallery]\ndefaults = "{"--points 20 " * 200}"\n{FIGURE}', "defaults has 2400 characters, allowed are 2000"),
        ('[[preset]]\nname = "activations"\n' * 101, "there are 101 presets, allowed are 100"),
        ("a = " + "[" * 100_000, "brackets are nested too deeply"),
        ("a = " + "{a = " * 100_000, "brackets are nested too deeply"),
    ],
)
def test_what_is_too_much(told, text, said):
    assert told(text)[0].endswith(said)


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize("draw", ["plot rleu", "x", "plot relu --nosuch", ""])
def test_of_many_bad_figures_the_first_are_told(told, draw):
    start = process_time()
    first, last = told("".join(f'[[figure]]\nname = "a{i}"\ndraw = "{draw}"\n' for i in range(1_500)))
    assert first.startswith(", figure 'a0': draw")
    assert last == "and 1 480 more"
    assert process_time() - start < 5


def test_a_check_tells_them_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gallery.toml").write_text('[[figure]]\nname = "a b"\n' * 1_000, encoding="utf-8")
    result = CliRunner().invoke(main, ["gallery", "check"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "and 1 980 more"  # each lacks a line, too
    assert len(result.stderr) < 5_000


def test_counts_and_hints():
    assert [grouped(number) for number in (1, 999, 1000, 99_980, 1_234_567)] == [
        "1", "999", "1 000", "99 980", "1 234 567",
    ]  # fmt: skip
    assert most_of(["x"] * 20) == ["x"] * 20
    assert most_of(["x"] * 100_000)[-2:] == ["x", "and 99 980 more"]
    with without_hints():
        assert suggestion("relo", ["relu"]) == ""
    assert suggestion("relo", ["relu"]) == " Did you mean 'relu'?"


OUTSIDE = [
    "../x",
    "/x",
    "a/../../x",
    "..",
    ".",
    "a\\\\b",
    "..\\\\x",
    "C:x",
    "c:\\\\x",
    "a\\u0000b",
    "CON",
    "con.x",
    "NUL",
]
ODD = ["x.", "x ", " x", "", "-x", "COM1", "LPT9.a", "a\\u001bb", "a\\u202eb", "a\\nb", "~x", "$x", "*", "a|b", ".x"]


@pytest.mark.parametrize("name", [*OUTSIDE, *ODD])
def test_no_name_of_a_figure_leaves_the_folder(told, name):
    first, _ = told(f'[[figure]]\nname = "{name}"\ndraw = "plot relu"\n')
    assert "cannot name a file everywhere" in first
    assert first.isprintable()
    first, _ = told(f'[[preset]]\nname = "activations"\nprefix = "{name}"\n') if name else (told("")[0], "")
    assert "cannot start the name" in first or not name or name in ("CON", "NUL", "con.x", "COM1", "LPT9.a", "x.")
