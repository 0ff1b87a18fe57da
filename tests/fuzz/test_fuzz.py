"""No line, however mistyped, ends in a traceback, a warning, silence, half a file or an endless wait."""

import pytest

from .lines import commands
from .running import run

SEED = 20_261_130


@pytest.mark.exhaustive(keep=0.25, thorough=0.75)
@pytest.mark.parametrize("number", range(300))
def test_a_random_line_ends_well(number):
    done = run(SEED, number)
    assert not done.faults, str(done)


def test_all_commands_are_asked():
    assert {"compare", "gallery build", "derive", "recipe"} <= commands().keys()
