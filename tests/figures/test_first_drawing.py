"""The first drawing of a process does without what it does not need: counted, since a clock would flicker."""

import json
import subprocess
import sys

import pytest

PROBE = """
import builtins, copy, inspect, json, sys
from collections import Counter
counts = Counter()

def counted(owner, name, of=""):
    whole = getattr(owner, name)
    def one(*given, **more):
        asking = sys._getframe(2).f_globals["__name__"]
        counts[name] += asking.startswith(of)
        return whole(*given, **more)
    setattr(owner, name, one)

counted(inspect, "cleandoc", of="matplotlib.artist")
from actplot.cli import main
from actplot.figures import importing
whole = importing.import_artists

def import_artists():
    whole()
    from matplotlib import font_manager, markers
    counted(font_manager.FontManager, "score_variant")
    counted(markers.copy, "deepcopy")
    counts["fonts"] = len(font_manager.fontManager.ttflist)

importing.import_artists = import_artists
try: main({!r}.split(), prog_name="actplot")
except SystemExit as end: assert not end.code
late = [name for name, module in sys.modules.items() if type(module).__name__ == "Later"]
print(json.dumps([counts, late, list(sys.modules)]), file=sys.stderr)
"""
FIVE = "compare sigmoid tanh relu softplus elu --size 15 5 --dpi 100 -o {}"


@pytest.fixture(scope="module", params=["png", pytest.param("svg", marks=pytest.mark.exhaustive(keep=0.0))])
def probed(request, tmp_path_factory):
    """Calls, modules that were not executed, and modules that were imported."""
    image = tmp_path_factory.mktemp("first") / f"x.{request.param}"
    code = PROBE.format(FIVE.format(image))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stderr.splitlines()[-1])


def test_docstrings_are_not_made_up(probed):
    assert 0 < probed[0]["cleandoc"] < 200  # of 7 600 for the tables of all properties of all classes


def test_each_font_is_searched_once(probed):
    counts = probed[0]
    assert 0 < counts["score_variant"] / counts["fonts"] <= 8  # 14 with one for each size of letters


def test_markers_of_ticks_are_not_copied(probed):
    assert probed[0].get("deepcopy", 0) < 30


def test_modules_for_other_things_are_not_executed(probed):
    _, late, modules = probed
    assert {"fontTools.agl", "PIL.ExifTags"} <= {*late}
    others = {"numpy.random", "scipy", "mpmath", "matplotlib.pyplot", "PIL.BmpImagePlugin", "actplot.algebra.term"}
    others |= {f"actplot.spec.{name}" for name in ("supplied.supplied", "dialects.finding", "dialects.spelling")}
    assert not others & {*modules}
