"""A process of ours does not search what imports leave for garbage, neither meanwhile nor as it ends."""

import gc
import subprocess
import sys

import pytest

from actplot.cli.garbage import begin, postponed

COMMAND = """
import atexit, gc, sys
atexit.register(lambda: print(len(gc.get_objects()), file=sys.stderr))  # the last of all
from actplot.cli import main
searches = []
gc.callbacks.append(lambda phase, _: searches.append(phase))
try: main({!r}.split(), prog_name="actplot")
except SystemExit as end: assert not end.code
assert gc.isenabled()
print(len(searches), file=sys.stderr)
"""


@pytest.mark.exhaustive(keep=0.6, thorough=1)
@pytest.mark.parametrize("command", ["compare relu -o {}", "--help", "show relu"])
def test_a_command_searches_nothing(command, tmp_path):
    code = COMMAND.format(command.format(tmp_path / "x.png"))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    searches, left = map(int, run.stderr.split()[-2:])
    assert (searches, left < 1000) == (0, True)


def test_what_comes_later_is_searched():
    with postponed():
        assert not gc.isenabled()
        begin()
        assert gc.isenabled()
    with postponed():  # nothing begins, as with --help
        pass
    assert gc.isenabled()


def test_objects_are_set_apart_once():
    begin()
    before = gc.get_freeze_count()
    more = [[] for _ in range(1000)]
    begin()
    assert len(more) == 1000
    assert gc.get_freeze_count() <= before
