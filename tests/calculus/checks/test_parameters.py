"""The check raises no false alarm: it passes every entry at parameters that are drawn from a wide range."""

import math
import zlib

import numpy as np
import pytest

from actplot import get, names
from actplot.calculus.subjects import subject
from actplot.catalogue.entry import Entry
from actplot.catalogue.parameter import Parameter
from actplot.documents.checks import agreement_text
from actplot.errors import ActplotError

DRAWS = range(10)
WIDTH = 4.0  # e-foldings of a size about the default
LONGEST = 4  # of a list of weights


def drawn(parameter: Parameter, random: np.random.Generator) -> float | tuple[float, ...] | None:
    """A value that the parameter takes: its default sometimes, a round one sometimes, else any of a usual size."""
    if parameter.many:
        return tuple(random.uniform(0.1, 3.0, LONGEST).tolist()) if random.random() < 0.5 else parameter.default
    if parameter.one_of:
        return float(random.choice(parameter.one_of))
    if (parameter.default is None and random.random() < 0.5) or random.random() < 0.15:
        return parameter.default
    usual = 1.0 if not parameter.default else abs(parameter.default)
    size = usual * math.exp(random.uniform(-WIDTH, WIDTH) / 2)
    highest = parameter.at_most if parameter.below is None else parameter.below
    if highest is not None and parameter.at_least is not None:
        size = parameter.at_least + (highest - parameter.at_least) * random.random()
    signed = size if parameter.above is not None or parameter.at_least is not None else size * random.choice([-1, 1])
    lowest = parameter.above if parameter.above is not None else parameter.at_least
    value = max(signed, lowest + size if lowest is not None and signed <= lowest else signed)
    if random.random() < 0.3:
        value = float(f"{value:.1g}")
    return float(math.floor(value)) if parameter.whole else float(value)


def at_drawn_parameters(entry: Entry, number: int) -> Entry | None:
    """The same entry at other parameters, which do not contradict each other; None where it has none."""
    random = np.random.default_rng([zlib.crc32(entry.name.encode()), number])
    for _ in range(50):
        values = {parameter.name: drawn(parameter, random) for parameter in entry.declared}
        try:
            return type(entry).with_parameters(values)
        except ActplotError:
            continue
    return None


@pytest.mark.exhaustive(keep=0.001, thorough=0.1)
@pytest.mark.parametrize("number", DRAWS)
@pytest.mark.parametrize("name", [name for name in names() if get(name).declared])
def test_nothing_is_wrong_at_drawn_parameters(name, number):
    entry = at_drawn_parameters(get(name), number)
    assert entry is not None
    found = subject(entry).agreement()
    assert found.passed, agreement_text([found])
