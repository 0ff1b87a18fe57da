"""Processes of ours load what draws without the texts that matplotlib makes up for it; sessions of Python have them."""

import subprocess
import sys

import pytest

COUNT = """
import matplotlib.artist, matplotlib.lines
from matplotlib import _api
assert "linewidth" in matplotlib.artist.kwdoc(matplotlib.lines.Line2D), "matplotlib still knows how to"
line = matplotlib.lines.Line2D([], [])
line.set(linewidth=3, color="red")
assert line.get_linewidth() == 3
classes = list(_api.recursive_subclasses(matplotlib.artist.Artist))
print(sum("Properties:" in (vars(one)["set"].__doc__ or "") for one in classes if "set" in vars(one)), file=sys.stderr)
"""
UNAVOIDABLE = 2  # those that come with the first one
COMMAND_LINE = """
from actplot.cli import main
try: main({!r}.split(), prog_name="actplot")
except SystemExit as end: assert not end.code
"""


def described(code: str) -> int:
    """How many classes have a method with a table of their properties, in a fresh interpreter."""
    run = subprocess.run([sys.executable, "-c", f"import sys\n{code}{COUNT}"], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return int(run.stderr.splitlines()[-1])


@pytest.mark.parametrize(
    "command",
    [
        "compare relu elu -o {}",
        pytest.param("compare relu elu --alt", marks=pytest.mark.exhaustive(keep=0.0)),
        pytest.param("derive tanh -o {}", marks=pytest.mark.exhaustive(keep=0.0)),
    ],
)
def test_a_command_writes_no_docstrings(command, tmp_path):
    assert described(COMMAND_LINE.format(command.format(tmp_path / "x.svg"))) <= UNAVOIDABLE


def test_a_worker_writes_no_docstrings():
    assert described("import actplot.gallery.drawing.preload\n") <= UNAVOIDABLE


def test_a_session_keeps_them():
    assert described("import actplot.figures.curves.panels\n") > 20


LATER = """
from actplot.figures.importing import Later, import_artists, postpone
import_artists()
import fontTools.agl, PIL, PIL.ExifTags as tags
assert isinstance(fontTools.agl, Later) and isinstance(tags, Later), "an import alone needs nothing of it"
assert not isinstance(PIL, Later), "of which matplotlib needs all"
assert fontTools.agl.toUnicode("Omega") == "\\u2126" and not isinstance(fontTools.agl, Later)
assert tags.Base.Orientation == 0x0112 and PIL.ExifTags is tags and PIL.__version__
from fontTools import subset
postpone("no_such_module"); postpone("json"); postpone("html.no_such_module")
import html, json
assert json.dumps([1]) == "[1]" and html.escape("<") == "&lt;"
"""


def test_what_is_executed_later_is_whole():
    run = subprocess.run([sys.executable, "-c", LATER], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr


SEARCHES = """
import itertools
from actplot.figures.importing import import_artists
import_artists()
from matplotlib import font_manager as fonts
ours, other = fonts.fontManager, fonts.FontManager.__new__(fonts.FontManager)
vars(other).update({name: value for name, value in vars(ours).items() if name != "_findfont_cached"})
assert "_findfont_cached" in vars(ours)
names = ("family", "size", "weight", "style")
faces = [["DejaVu Sans"], ["STIXGeneral"], ["serif"]], (6, 10, 33), ("normal", "bold", 550), ("normal", "italic")
for one in itertools.product(*faces):
    wanted = dict(zip(names, one))
    found = [manager.findfont(fonts.FontProperties(**wanted)) for manager in (ours, other)]
    assert found[0] == found[1], wanted
assert ours.findfont("STIXGeneral:bold") == other.findfont("STIXGeneral:bold")
"""


def test_a_font_is_the_same_as_without_our_search():
    run = subprocess.run([sys.executable, "-c", SEARCHES], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
