"""Compares every name of the dialects with the framework itself, where that is installed."""

import numpy as np
import pytest
from frameworks.departures import allowed, computes_in_float32
from frameworks.spoken_cases import DTYPES, NAMES, adapter, as_called, data_for, installed, settings_of

from actplot.errors import BadParameter


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("spoken", list(installed(NAMES)))
def test_dialect_is_what_the_framework_computes(spoken, dtype):
    run, wrong = adapter(spoken), []
    precision = "float32" if computes_in_float32(spoken) else dtype
    for given in settings_of(spoken, precision):
        data, called = data_for(spoken, given, precision), as_called(spoken, given)
        found = run.evaluate(spoken.path, called, data.x, data.target, dtype)
        wrong += differences(spoken, given, data, found, precision)
    assert not wrong, f"{len(wrong)} differences, such as\n" + "\n".join(wrong[:8])


@pytest.mark.parametrize("spoken", list(installed(one for one in NAMES if one.spelling.least)))
def test_a_number_that_the_framework_refuses_is_refused(spoken):
    x = np.array([-1.0, 1.0])
    for setting in spoken.spelling.least:
        with pytest.raises((ValueError, AssertionError)):
            adapter(spoken).evaluate(spoken.path, {setting: -0.5}, x, None, "float64")
        with pytest.raises(BadParameter):
            spoken.with_parameters({setting: -0.5})


def differences(spoken, given, data, found, dtype):
    """A line for each point where value or slope is farther from the dialect's than is known of the framework."""
    lines = []
    for order, (ours, theirs) in enumerate(zip((data.value, data.slope), found, strict=True)):
        for i in np.flatnonzero(~allowed(spoken, given, data, order, theirs, dtype)):
            target = "" if data.target is None else f", target {data.target[i]}"
            lines.append(f"{given} order {order} at {data.x[i]!r}{target}: {theirs[i]!r}, dialect {ours[i]!r}")
    return lines
