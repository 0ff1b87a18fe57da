"""Images, facts, states, manifests, tables and style sheets that were damaged, or made to be: one message, no more."""

import json
import random
import re
import shutil
from time import process_time

import pytest
from click.testing import CliRunner

from actplot.cli import main
from actplot.gallery.statements.statements import BadFacts, differences_of, read

SMALL = "--points 20 --size 3 2.5 --dpi 50"
MANIFEST = f"""[gallery]
formats = ["png", "svg", "pdf"]
defaults = "{SMALL}"
[[figure]]
name = "a"
draw = "compare relu sign --title 'x y'"
tags = ["t"]
"""
OTHERS = {
    "d.csv": "x1,x2,y\n" + "".join(f"{row},{row * row % 7},{row % 3}\n" for row in range(9)),
    "s.mplstyle": "lines.linewidth: 3\naxes.grid: False\nfont.size: 9\naxes.prop_cycle: cycler('color', ['r', 'g'])\n",
    "gallery.toml": MANIFEST,
}


def run(*words: str):
    return CliRunner().invoke(main, words, "", prog_name="actplot", color=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    for name, text in OTHERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert run("gallery", "build", str(folder)).exit_code == 0
    return folder


@pytest.fixture
def folder(built, tmp_path, monkeypatch):
    shutil.copytree(built, tmp_path / "gallery")
    monkeypatch.chdir(tmp_path / "gallery")
    return tmp_path / "gallery"


def changed(facts: dict, place: str, value: object) -> str:
    """The facts of one figure as text, with another value at a place such as panels.0.x_limits."""
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    part = facts["a"]
    for key in way:
        part = part[key]
    part[last] = value
    return json.dumps(facts)


ODD = [
    ("panels.0.curves.0.pieces.0.y", [None] * 5),
    ("panels.0.curves.0.pieces.0.x", []),
    ("panels.0.curves.0.pieces", [{}]),
    ("panels.0.curves.0.dots", [[0, 0, True]] * 5001),
    ("panels.0.curves.0.bends", list(range(6000))),
    ("panels.0.curves.0.bends", ["a"]),
    ("panels.0.curves.0.marks", {"kinks": [[[[]]]]}),
    ("panels.0.curves.0.marks", 3),
    ("panels.0.x_limits", [10**400, 0]),
    ("panels.0.x_limits", [float("nan"), float("inf")]),
    ("panels.0.y_limits", [0]),
    ("panels.0.title", {}),
    ("panels", {}),
    ("panels", [None]),
    ("images", {"png": 3}),
    ("images", None),
    ("styles", {"a": []}),
    ("command", ["plot"]),
    ("legend", "x" * 30_000),
]


@pytest.mark.exhaustive(keep=0.37, thorough=1)
@pytest.mark.parametrize(("place", "value"), ODD, ids=lambda one: str(one)[:30])
def test_facts_of_another_kind_are_refused_or_compared(built, place, value, tmp_path):
    facts = json.loads((built / "images" / "facts.json").read_text(encoding="utf-8"))
    (tmp_path / "facts.json").write_text(changed(facts, place, value), encoding="utf-8")
    start = process_time()
    try:
        found = read(tmp_path / "facts.json")
        differences_of(found["a"], json.loads((built / "images" / "facts.json").read_text(encoding="utf-8"))["a"])
        assert place.split(".")[-1] in ("bends", "marks", "title", "panels")
    except BadFacts as error:
        assert "facts.json" in str(error)  # noqa: PT017  # where it is refused, as most are
    assert process_time() - start < 2


@pytest.mark.parametrize("text", ["[" * 10**6, '{"a":' * 10**5, "1" * 5000, "\0", "", '{"a": 1e999}'])
def test_what_is_no_file_of_facts(tmp_path, text):
    (tmp_path / "facts.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadFacts, match=r"facts\.json"):
        read(tmp_path / "facts.json")


def test_facts_that_no_figure_has_are_compared(folder):
    """What is right in itself may still be of another kind than the figure's own facts."""
    path = folder / "images" / "facts.json"
    for place, value in [
        ("panels.0.curves.0.pieces.0.y", ["inf"]),
        ("panels.0.curves.0.marks", {"kinks": [None]}),
        ("panels.0.curves.0.order", "b"),
        ("panels.0.curves.0.label", "\x1b[31m\u202e\nfalse"),
    ]:
        facts = json.loads(path.read_text(encoding="utf-8"))
        length = len(facts["a"]["panels"][0]["curves"][0]["pieces"][0]["x"])
        path.write_text(changed(facts, place, value * length if value == ["inf"] else value), encoding="utf-8")
        (folder / "images" / "a.svg").write_text("<svg/>", encoding="utf-8")
        result = run("gallery", "check", "--jobs", "1")
        assert result.exit_code == 1
        assert not re.search("[\x1b\u202e]|^false", result.output, re.MULTILINE)


# What is put in, with other than printable characters as Python writes them.
WORDS = {
    "images/a.png": "IHDR IDAT tEXt zTXt iTXt actplot\\x00 iCCP acTL PLTE \\xff\\xff\\xff\\xff \\x00\\x00\\x00\\x00",
    "images/a.svg": "<g> </g> & &#0; <!-- ]]> 1e999 <dc:description> nan axes_1 id=\\x22a\\x22",
    "images/a.pdf": "stream\\n endstream endobj << ( /Subject \\x20BT\\x20 \\x20ET\\x20 startxref\\n99999\\n%%EOF",
    "images/facts.json": '{ [ null 1e400 -1 99999999999999999999 true [[[[ {} "" "a":',
    "images/.actplot/state.json": '{ [ null "../../x" 99999999999999999999 [] "\\x5cu0000" {} "/dev/zero"',
    "gallery.toml": "[[figure]]\\n [ { \\x22\\x22\\x22 a.b=1\\n \\x00 name='../x'\\n inf 0xfffffffff --range",
    "d.csv": ", \\n \\x22 nan 1e999 \\x00 \\r ; x1 1_0 \\xff",
    "s.mplstyle": ": axes. nan -1 1e999 \\xff # ' font.family:x\\n",
}
IMAGES = [
    "recipe images/a.png images/a.svg images/a.pdf",
    "gallery check --jobs 1 --report r",
    "gallery build --dry-run",
]
LINES = {
    "facts.json": ["gallery check --jobs 1", "gallery build --jobs 1"],
    "state.json": ["gallery build --dry-run", "gallery build --jobs 1 --prune"],
    "gallery.toml": ["gallery build --jobs 1 --dry-run"],
    "d.csv": [
        "eval softmax --at @d.csv",
        "eval mse --prediction @d.csv:x1 --target @d.csv:y",
        "surface mse --data d.csv -o o.svg",
    ],
    "s.mplstyle": [f"plot relu --style s.mplstyle {SMALL} -o o.svg"],
}


def damaged(data: bytes, words: list[bytes], chance: random.Random) -> bytes:
    """The bytes with some of them flipped, repeated, left out, cut off or replaced."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5])):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice([1, 4, 50, 500]))
        part, word, way = bytes(found[start:end]), chance.choice(words), chance.randrange(7)
        if way == 0:
            del found[start:]
        else:
            flipped = bytes(byte ^ 1 << chance.randrange(8) for byte in part)
            found[start:end] = [b"", flipped, part * 20, b"", word + part, word * 500 + part, word][way]
    return bytes(found)


@pytest.mark.exhaustive(keep=0.002, thorough=0.15)
@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("name", WORDS)
def test_random_damage(name, seed, folder):
    path = folder / name
    words = [word.encode().decode("unicode_escape").encode("latin-1") for word in WORDS[name].split()]
    path.write_bytes(damaged(path.read_bytes(), words, random.Random(f"{name} {seed}")))
    for line in LINES.get(path.name, IMAGES):
        start = process_time()
        result = run(*line.split())
        assert result.exception is None or isinstance(result.exception, SystemExit), line
        assert process_time() - start < 10
        assert result.exit_code in (0, 1, 2)
        assert result.output.strip()
        assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output)
        assert len(result.stderr) < 8000
    assert not list(folder.rglob("*.part"))
